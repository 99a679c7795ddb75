"""What is drawn over a slice so that an answer can be judged: how sure it is and what speaks for it, the preview of the
next click's answer, and the area that exists because of one prompt.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPen, QTransform

from medseg_gui.core.geometry import Box
from medseg_gui.core.planeview import PlaneView
from medseg_gui.core.trust import level_colours, outline
from medseg_gui.doubts import ENTROPY, PROBABILITY, SALIENCY, TITLES, VARIATION, Overlay
from medseg_gui.session import Session
from medseg_gui.ui.doubt_strip import STRIP_PX
from medseg_gui.ui.view_canvas import SliceCanvas
from medseg_gui.ui.view_overlay import SHADOW, TEXT, Inscriber
from medseg_gui.ui.view_prompts import NEGATIVE, POSITIVE
from medseg_gui.ui.words import shown

LEGEND_PX = (10, 120)
"""Width and height of the probability's scale."""
PREVIEW = QColor(255, 255, 255)
PREVIEW_DASH = (4.0, 4.0)
KEPT = 4


class TrustPainter:
    """Draws over one view what the session has to show there; pictures and lines are made once for each answer."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[tuple[str, int, int], tuple[object, Any]] = {}
        self._layer: tuple[object, QImage] | None = None
        """The probability and its scale as large as the view: made once, scaled and lettered, for each place of it."""

    def __call__(self, painter: QPainter, view: SliceCanvas) -> None:
        session = self._session
        if session.case is None or not session.settings.show_masks:
            return
        overlay = session.explaining.overlay() or session.doubts.overlay()
        if overlay is not None:
            self._overlay(painter, view, overlay)
        found = session.influence.shown(session.case)
        if found is not None:
            for area, colour, pattern in (
                (found.given, POSITIVE, Qt.BrushStyle.BDiagPattern),
                (found.taken, NEGATIVE, Qt.BrushStyle.FDiagPattern),
            ):
                self._hatched(painter, view, found.box, area, colour, pattern)
        preview = session.clicks.preview.shown
        if preview is not None and preview.plane == view.plane:
            self._dashed(painter, view, preview.box, preview.mask)

    # ----- the three overlays ----------------------------------------------------------------------------------
    def _overlay(self, painter: QPainter, view: SliceCanvas, overlay: Overlay) -> None:
        box, values = overlay.layer.box, overlay.layer.levels
        cut = _cut(view, box, values, overlay.flat)
        if cut is None:
            return

        def made() -> QImage:
            colours = np.ascontiguousarray(level_colours(cut, overlay.kind != PROBABILITY))
            rows, cols = cut.shape
            return QImage(colours.data, cols, rows, 4 * cols, QImage.Format.Format_RGBA8888).convertToFormat(
                QImage.Format.Format_ARGB32_Premultiplied
            )

        picture = self._once(overlay.kind, view, values, made)
        rect = view.plane_view.rect(box, view.slice_index)
        if rect is None:
            return
        x0, y0, x1, y1 = view.camera.screen_rect(rect)
        ratio = view.devicePixelRatioF()
        size = (round(view.width() * ratio), round(view.height() * ratio))
        key = (picture.cacheKey(), (x0, y0, x1, y1), size, view.font().key(), overlay.stale)
        if self._layer is None or self._layer[0] != key:
            layer = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
            layer.setDevicePixelRatio(ratio)
            layer.fill(Qt.GlobalColor.transparent)
            with QPainter(layer) as own:
                own.drawImage(QRectF(x0, y0, x1 - x0, y1 - y0), picture)
                _legend(own, view, overlay)
            self._layer = (key, layer)
        painter.drawImage(QPointF(0, 0), self._layer[1])

    def _hatched(
        self,
        painter: QPainter,
        view: SliceCanvas,
        box: Box,
        area: npt.NDArray[np.bool_],
        colour: QColor,
        pattern: Qt.BrushStyle,
    ) -> None:
        path = self._path("influence", view, box, area)
        if path is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(SHADOW, 3))
            painter.drawPath(path)
            painter.setPen(QPen(colour.lighter(150), 1.4))
            painter.setBrush(QBrush(colour.lighter(170), pattern))
            painter.drawPath(path)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _dashed(self, painter: QPainter, view: SliceCanvas, box: Box, mask: npt.NDArray[np.bool_]) -> None:
        path = self._path("preview", view, box, mask)
        if path is not None:
            segment = self._session.segment
            colour = QColor(*segment.colour).lighter(130) if segment is not None else PREVIEW
            for pen in (QPen(SHADOW, 1.6), _dash(colour)):
                painter.setPen(pen)
                painter.drawPath(path)

    # ----- lines and pictures, made once -----------------------------------------------------------------------
    def _path(self, kind: str, view: SliceCanvas, box: Box, mask: npt.NDArray[np.bool_]) -> QPainterPath | None:
        """The mask's outline on the screen; None where this slice shows none of it."""
        cut = _cut(view, box, mask)
        rect = view.plane_view.rect(box, view.slice_index)
        if cut is None or rect is None:
            return None

        def made() -> QPainterPath:
            path = QPainterPath()
            for line in outline(cut):
                path.addPolygon([QPointF(col + rect[1], row + rect[0]) for row, col in line.tolist()])
                path.closeSubpath()
            return path

        path: QPainterPath = self._once(kind, view, mask, made)
        x0, y0 = view.camera.to_screen(0, 0)
        x1, y1 = view.camera.to_screen(1, 1)
        return QTransform(x1 - x0, 0, 0, y1 - y0, x0, y0).map(path)

    def _once(self, kind: str, view: SliceCanvas, made_of: object, make: Callable[[], Any]) -> Any:
        key = (kind, id(made_of), view.slice_index)
        if key not in self._kept or self._kept[key][0] is not made_of:
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = (made_of, make())
        return self._kept[key][1]


def _cut(view: SliceCanvas, box: Box, values: npt.NDArray[Any], flat: bool = True) -> npt.NDArray[Any] | None:
    """What the view's slice shows of values in a box. A ``flat`` box of one slice is shown in its plane alone."""
    layout: PlaneView = view.plane_view
    index = view.slice_index - box.lo[layout.axis]
    thin = flat and [a for a in range(3) if box.shape[a] == 1 and layout.shape[a] > 1]
    if not 0 <= index < box.shape[layout.axis] or (thin and layout.axis not in thin):
        return None
    return layout.cut(values, index)


def _dash(colour: QColor) -> QPen:
    pen = QPen(colour, 1.2)
    pen.setDashPattern(PREVIEW_DASH)
    return pen


_ENDS = {PROBABILITY: ("1", "½", "0"), ENTROPY: ("1", "½", "0"), VARIATION: ("½", "¼", "0"), SALIENCY: ("+", "", "0")}
"""What the colours of each overlay stand for: the strongest, the middle, the weakest."""


def _legend(painter: QPainter, view: SliceCanvas, overlay: Overlay) -> None:
    """The colours at the right edge, and what they say."""
    wide, high = LEGEND_PX
    left, top = view.width() - wide - 34 - STRIP_PX, view.height() / 4 - high / 2
    if view.height() < 3 * high:
        return
    scale = QLinearGradient(0, top + high, 0, top)
    for at in (0, 32, 64, 96, 128, 160, 192, 224, 255):
        red, green, blue, _ = level_colours(np.array([at], np.uint8), overlay.kind != PROBABILITY)[0].tolist()
        scale.setColorAt(at / 255, QColor(red, green, blue))
    painter.fillRect(QRectF(left - 1, top - 1, wide + 2, high + 2), SHADOW)
    painter.fillRect(QRectF(left, top, wide, high), scale)
    half = top + high / 2
    painter.setPen(QPen(TEXT, 1))
    painter.drawLine(QLineF(left - 3, half, left + wide + 3, half))
    inscriber = Inscriber(view.font())
    for text, y in zip(_ENDS[overlay.kind], (top, half, top + high), strict=True):
        inscriber.draw(painter, left + wide + 5, y - inscriber.size((text,))[1] / 2, text, TEXT)
    title = shown(TITLES[overlay.kind])
    if overlay.stale:
        title = QCoreApplication.translate("TrustPainter", "{title}, before your edits").format(title=title)
    width, height = inscriber.size((title,))
    inscriber.draw(painter, left + wide - width + 8, top - height - 4, title, TEXT)
