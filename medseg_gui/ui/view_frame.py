"""The picture of one slice, kept up to date piece by piece."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from medseg_gui.core.case import Case
from medseg_gui.core.display import Grey, Look, Sampling, colour_table, compose, grey_slice, label_slices
from medseg_gui.core.geometry import Box
from medseg_gui.core.planeview import PlaneView, Rect
from medseg_gui.ui.view_math import Camera

MARGIN = 3
"""Pixels round a changed box that may change with it: the outline's reach and half a voxel's rounding."""


class Frame:
    """Pixels of a slice in a view, and the copies that make the next ones cheap.

    Kept: the grey slice as it is shown (a sagittal one costs 2–3 ms to gather from memory), the slices of the
    label layers, and the composed picture. Each ``forget`` names what changed; ``picture`` redoes just that.
    """

    def __init__(self, case: Case, layout: PlaneView) -> None:
        self._case = case
        self.layout = layout
        self._index = -1
        self._grey: Grey = np.zeros((0, 0), np.float32)
        self._labels: npt.NDArray[np.uint16] | None = None
        self._table: npt.NDArray[np.uint8] | None = None
        self._out = np.zeros((0, 0), np.uint32)
        self._image = QImage()
        self._axes: tuple[Sampling, Sampling] | None = None
        self._stale: QRect | None = None

    # ----- what changed -----------------------------------------------------------------------------------------
    def forget_view(self) -> None:
        """Zoom, pan, size or interpolation changed."""
        self._axes = None

    def forget_look(self) -> None:
        """Window, opacity, outline or visibility changed."""
        self._stale = QRect(0, 0, self._out.shape[1], self._out.shape[0])

    def forget_segments(self) -> None:
        """Colours, visibility or the number of layers changed."""
        self._table = None
        self.forget_look()

    def forget_voxels(self, box: Box | None, index: int, camera: Camera, ratio: float) -> QRect | None:
        """Voxels inside the box changed: the logical pixels to paint anew, None when this slice shows none of it."""
        rect = self.layout.rect(box or Box.whole(self.layout.shape), index)
        if rect is None:
            return None
        if self._labels is not None and index == self._index:
            self._read_labels(rect)
        x0, y0, x1, y1 = camera.screen_rect(rect)
        device = QRect(
            floor(x0 * ratio) - MARGIN,
            floor(y0 * ratio) - MARGIN,
            ceil(x1 * ratio) - floor(x0 * ratio) + 2 * MARGIN,
            ceil(y1 * ratio) - floor(y0 * ratio) + 2 * MARGIN,
        ).intersected(QRect(0, 0, self._out.shape[1], self._out.shape[0]))
        if device.isEmpty():
            return None
        self._stale = device if self._stale is None else self._stale.united(device)
        return QRect(
            floor(device.x() / ratio) - 1,
            floor(device.y() / ratio) - 1,
            ceil(device.width() / ratio) + 3,
            ceil(device.height() / ratio) + 3,
        )

    def _read_labels(self, rect: Rect) -> None:
        layers = self._case.labelmap.layers
        if self._labels is None or len(self._labels) != len(layers):
            self._labels = None
            return
        r0, c0, r1, c1 = rect
        for number, layer in enumerate(layers):
            self._labels[number, r0:r1, c0:c1] = self.layout.cut(layer, self._index)[r0:r1, c0:c1]

    # ----- the picture ------------------------------------------------------------------------------------------
    def picture(self, index: int, camera: Camera, look: Look, masks: bool, smooth: bool, ratio: float) -> QImage:
        """The view's picture in device pixels; its memory belongs to the frame and is good until the next call."""
        width, height = max(1, round(camera.width * ratio)), max(1, round(camera.height * ratio))
        labelmap = self._case.labelmap
        if self._out.shape != (height, width):
            self._out = np.zeros((height, width), np.uint32)
            self._image = QImage(self._out.data, width, height, 4 * width, QImage.Format.Format_RGB32)
            self._image.setDevicePixelRatio(ratio)
            self._axes = None
        if index != self._index:
            self._index = index
            self._grey = grey_slice(self.layout, self._case.volume.voxels, index)
            self._labels = None
            self.forget_look()
        if self._labels is None or len(self._labels) != len(labelmap.layers):
            self._labels = label_slices(self.layout, labelmap.layers, index)
            self.forget_look()
        if self._table is None:
            self._table = colour_table(labelmap.segments, len(labelmap.layers))
        if self._axes is None:
            self._axes = camera.samplings(width, height, ratio, smooth)
            self.forget_look()
        if self._stale is not None and not self._stale.isEmpty():
            stale = self._stale
            rect = (stale.y(), stale.x(), stale.y() + stale.height(), stale.x() + stale.width())
            labels = self._labels if masks else self._labels[:0]
            compose(self._out, self._grey, labels, self._table, *self._axes, look, rect)
        self._stale = None
        return self._image
