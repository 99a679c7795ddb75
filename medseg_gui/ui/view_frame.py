"""The picture of one slice, kept up to date piece by piece."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from medseg_gui.core.case import Case
from medseg_gui.core.display import Grey, Look, Masks, Pixels, Sampling, colour_table, compose, grey_slice
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.planeview import PlaneView
from medseg_gui.core.projection import Projection, Thick
from medseg_gui.core.slab import Slab
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
        self._masks: Masks | None = None
        self._image_slab = Slab(layout, case.volume.voxels)
        self._label_slabs: list[Slab] = []
        self._projection = Projection(layout, case.volume.voxels, case.volume.geometry)
        self._thick = Thick()
        self._reference = True
        self._table: Pixels | None = None
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

    def show_slab(self, thick: Thick) -> None:
        """Slices as they are, or slabs round them."""
        self._thick, self._index = thick, -1

    def slab(self, index: int) -> tuple[Thick, int] | None:
        """The slab that is shown round a slice and how many slices it has; None where slices are shown as they are."""
        if self._thick.mode == "off":
            return None
        first, last = self._projection.span(index, self._thick.thickness_mm)
        return self._thick, last - first

    def slab_value(self, index: int, row: float, col: float) -> float | None:
        """The slab's value at a place of the shown slice; None without a slab, beside it, or before it was drawn."""
        at = (floor(row + 0.5), floor(col + 0.5))
        drawn = self._thick.mode != "off" and index == self._index
        inside = all(0 <= i < n for i, n in zip(at, self._grey.shape, strict=True))
        return float(self._grey[at]) if drawn and inside else None

    def show_reference(self, visible: bool) -> None:
        """Draws the manual labels' outlines, or not."""
        self._reference = visible
        self.forget_segments()

    def forget_segments(self) -> None:
        """Colours, visibility or the number of layers changed, or the manual labels did."""
        self._table = None
        self.forget_look()

    def forget_voxels(self, box: Box | None, index: int, camera: Camera, ratio: float) -> QRect | None:
        """Voxels inside the box changed: the logical pixels to paint anew, None when this slice shows none of it."""
        box = (box or Box.whole(self.layout.shape)).clip(self.layout.shape)
        for slab in self._label_slabs:
            slab.reread(box)
        rect = self.layout.rect(box, index)
        if rect is None:
            return None
        if self._masks is not None and index == self._index:
            self._masks.read([slab.cut(index) for slab in self._label_slabs], rect)
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

    def _follow_layers(self) -> None:
        """Another layer, or one that now holds larger values, is another array; the manual labels stand last."""
        manual = self._manual
        layers = (*self._case.labelmap.layers, *(manual.layers if manual is not None else ()))
        same = len(layers) == len(self._label_slabs) and all(
            slab.array.base is layer.base for slab, layer in zip(self._label_slabs, layers, strict=True)
        )
        if not same:
            self._label_slabs = [Slab(self.layout, layer) for layer in layers]
            self._masks = self._table = None

    @property
    def _manual(self) -> LabelMap | None:
        """The manual labels that are measured against, while they are shown."""
        references = self._case.references
        return references[-1][1] if references and self._reference else None

    # ----- the picture ------------------------------------------------------------------------------------------
    def picture(self, index: int, camera: Camera, look: Look, masks: bool, smooth: bool, ratio: float) -> QImage:
        """The view's picture in device pixels; its memory belongs to the frame and is good until the next call."""
        width, height = max(1, round(camera.width * ratio)), max(1, round(camera.height * ratio))
        if self._out.shape != (height, width):
            self._out = np.zeros((height, width), np.uint32)
            self._image = QImage(self._out.data, width, height, 4 * width, QImage.Format.Format_RGB32)
            self._image.setDevicePixelRatio(ratio)
            self._axes = None
        if index != self._index:
            self._index = index
            thick = self._thick
            cut = self._image_slab.cut(index) if thick.mode == "off" else self._projection.cut(index, thick)
            self._grey = grey_slice(cut)
            self._masks = None
        self._follow_layers()
        if self._masks is None:
            self._masks = Masks([slab.cut(index) for slab in self._label_slabs], self._grey.shape)
            self.forget_look()
        if self._table is None:
            manual = self._manual
            self._table = colour_table(
                self._case.labelmap.segments, len(self._case.labelmap.layers), manual.segments if manual else ()
            )
        if self._axes is None:
            self._axes = camera.samplings(width, height, ratio, smooth)
            self.forget_look()
        if self._stale is not None and not self._stale.isEmpty():
            stale = self._stale
            rect = (stale.y(), stale.x(), stale.y() + stale.height(), stale.x() + stale.width())
            over = self._masks if masks else Masks((), self._grey.shape)
            compose(self._out, self._grey, over, self._table, *self._axes, look, rect)
        self._stale = None
        return self._image
