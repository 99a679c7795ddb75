"""What is drawn over a slice: texts, letters, scale bar, crosshair and the brush's outline."""

from __future__ import annotations

from math import floor, log10

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from medseg_gui.core.geometry import Plane
from medseg_gui.core.planeview import Letters
from medseg_gui.ui.view_text import Corners, Lines

# 3D Slicer's colours of the planes, known to most who read such views.
PLANE_COLOURS: dict[Plane, QColor] = {
    "axial": QColor(243, 74, 51),
    "coronal": QColor(110, 176, 75),
    "sagittal": QColor(237, 213, 76),
}
TEXT = QColor(222, 226, 230)
LETTER = QColor(255, 214, 120)
SHADOW = QColor(0, 0, 0, 190)
MARGIN = 8
GAP = 14
"""Half the length, in pixels, of the crosshair's open middle."""
_AROUND = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)


class Inscriber:
    """Draws blocks of text with a dark rim, legible on bright and dark; finished blocks are kept as pictures."""

    KEPT = 48

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def draw(self, painter: QPainter, at: QPointF, lines: Lines, font: QFont, colour: QColor, right: bool) -> None:
        """Upper left corner at ``at``; the lines flush right when ``right``."""
        ratio = painter.device().devicePixelRatio()
        key = (lines, font.key(), colour.rgba(), right, ratio)
        picture = self._kept.get(key)
        if picture is None:
            while len(self._kept) >= self.KEPT:
                del self._kept[next(iter(self._kept))]
            picture = self._kept[key] = _block(lines, font, colour, right, ratio)
        painter.drawPixmap(at, picture)


def block_size(lines: Lines, font: QFont) -> tuple[int, int]:
    """(width, height) in logical pixels, the rim included."""
    metrics = QFontMetrics(font)
    widest = max((metrics.horizontalAdvance(line) for line in lines), default=0)
    return widest + 4, metrics.lineSpacing() * len(lines) + 4


def _block(lines: Lines, font: QFont, colour: QColor, right: bool, ratio: float) -> QPixmap:
    width, height = block_size(lines, font)
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    for pen, shifts in ((SHADOW, _AROUND), (colour, ((0, 0),))):
        painter.setPen(pen)
        for number, line in enumerate(lines):
            x = width - 2 - metrics.horizontalAdvance(line) if right else 2
            y = 2 + number * metrics.lineSpacing() + metrics.ascent()
            for dx, dy in shifts:
                painter.drawText(QPoint(x + dx, y + dy), line)
    painter.end()
    return picture


def draw_corners(
    painter: QPainter, area: QRectF, corners: Corners, font: QFont, inscriber: Inscriber, accent: QColor
) -> None:
    """Each corner gets at most its half of the width; what is longer is cut with an ellipsis.

    The first line of the lower right corner, which names the plane, has the colour ``accent``.
    """
    metrics = QFontMetrics(font)
    room = int(area.width() / 2 - MARGIN - 16)
    for lines, right, bottom in (
        (corners.top_left, False, False),
        (corners.top_right, True, False),
        (corners.bottom_left, False, True),
        (corners.bottom_right, True, True),
    ):
        if lines:
            cut = tuple(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines)
            width, height = block_size(cut, font)
            x = area.right() - MARGIN - width if right else area.left() + MARGIN
            y = area.bottom() - MARGIN - height if bottom else area.top() + MARGIN
            if right and bottom:
                first = block_size(cut[:1], font)[0]
                inscriber.draw(painter, QPointF(x + width - first, y), cut[:1], font, accent, True)
                cut = ("", *cut[1:])
            inscriber.draw(painter, QPointF(x, y), cut, font, TEXT, right)


def draw_letters(painter: QPainter, area: QRectF, letters: Letters, font: QFont, inscriber: Inscriber) -> None:
    """Anatomical letters at the middle of each edge."""
    for text, across, down in (
        (letters.left, 0.0, 0.5),
        (letters.right, 1.0, 0.5),
        (letters.top, 0.5, 0.0),
        (letters.bottom, 0.5, 1.0),
    ):
        if text:
            width, height = block_size((text,), font)
            x = area.left() + MARGIN + across * (area.width() - 2 * MARGIN - width)
            y = area.top() + MARGIN + down * (area.height() - 2 * MARGIN - height)
            inscriber.draw(painter, QPointF(x, y), (text,), font, LETTER, False)


def bar_length_mm(available_mm: float) -> float:
    """The largest of 1, 2, 5 × 10ⁿ mm that is not longer than what is available."""
    power = 10.0 ** floor(log10(max(available_mm, 1e-6)))
    return max(step * power for step in (1, 2, 5) if step == 1 or step * power <= available_mm)


def draw_scale(painter: QPainter, area: QRectF, px_per_mm: float, font: QFont, inscriber: Inscriber) -> None:
    """A bar of a round length at the bottom, above the letter there."""
    length_mm = bar_length_mm(area.width() / 5 / px_per_mm)
    text = f"{length_mm / 10:g} cm" if length_mm >= 10 else f"{length_mm:g} mm"
    half = length_mm * px_per_mm / 2
    y = round(area.bottom() - MARGIN - 24) + 0.5
    middle = area.center().x()
    left, right = round(middle - half) + 0.5, round(middle + half) + 0.5
    lines = [(left, y, right, y), (left, y - 5, left, y), (right, y - 5, right, y), (middle, y - 3, middle, y)]
    for pen in (QPen(SHADOW, 3), QPen(TEXT, 1)):
        painter.setPen(pen)
        for x0, y0, x1, y1 in lines:
            painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))
    width, height = block_size((text,), font)
    inscriber.draw(painter, QPointF(middle - width / 2, y - 5 - height), (text,), font, TEXT, False)


def draw_crosshair(painter: QPainter, area: QRectF, x: float, y: float, across: QColor, down: QColor) -> None:
    """Where the other two planes cut this slice: ``across`` is the horizontal line's colour; the middle is open."""
    x, y = floor(x) + 0.5, floor(y) + 0.5
    for colour, ends in (
        (across, ((area.left(), y, x - GAP, y), (x + GAP, y, area.right(), y))),
        (down, ((x, area.top(), x, y - GAP), (x, y + GAP, x, area.bottom()))),
    ):
        faint = QColor(colour)
        faint.setAlpha(170)
        painter.setPen(QPen(faint, 1))
        for x0, y0, x1, y1 in ends:
            if x1 > x0 or y1 > y0:
                painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))


def draw_brush(painter: QPainter, at: QPointF, radius_px: float, colour: QColor) -> None:
    """The brush's outline at the pointer, in the segment's colour on a dark rim."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(SHADOW, 3), QPen(colour, 1.4)):
        painter.setPen(pen)
        painter.drawEllipse(at, radius_px, radius_px)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
