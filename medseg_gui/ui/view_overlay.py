"""What is drawn over a slice: texts, letters, scale bar, crosshair and the brush's outline."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, log10
from typing import cast

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QRegion

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
INVERSE_DASH = (3.0, 2.5)
SHADOW = QColor(0, 0, 0, 210)
MARGIN = 8
LETTER_ROOM = 16
"""Half of what the letters in the middle of the edges take."""
GAP = 14
"""Half the length, in pixels, of the crosshair's open middle."""
_AROUND = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)


class Inscriber:
    """Draws lines of text with a dark rim, legible on bright and dark; drawn lines are kept as pictures.

    One for each view and font. Drawing a line takes 60 µs, drawing its picture 5 µs.
    """

    KEPT = 64

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._kept: dict[tuple[str, int, float], QPixmap] = {}

    def size(self, lines: Lines) -> tuple[int, int]:
        """(width, height) in logical pixels, the rim included."""
        widest = max((self.metrics.horizontalAdvance(line) for line in lines), default=0)
        return widest + 4, self.metrics.lineSpacing() * len(lines) + 4

    def draw(self, painter: QPainter, x: float, y: float, line: str, colour: QColor) -> None:
        """The line with its upper left corner at (x, y)."""
        ratio = painter.device().devicePixelRatio()
        key = (line, colour.rgba(), ratio)
        picture = self._kept.get(key)
        if picture is None:
            if len(self._kept) >= self.KEPT:
                del self._kept[next(iter(self._kept))]
            picture = self._kept[key] = self._picture(line, colour, ratio)
        painter.drawPixmap(QPointF(x, y), picture)

    def _picture(self, line: str, colour: QColor, ratio: float) -> QPixmap:
        width, height = self.size((line,))
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setFont(self.font)
        for pen, shifts in ((SHADOW, _AROUND), (colour, ((0, 0),))):
            painter.setPen(pen)
            for dx, dy in shifts:
                painter.drawText(QPoint(2 + dx, 2 + self.metrics.ascent() + dy), line)
        painter.end()
        return picture


def draw_corners(painter: QPainter, area: QRectF, corners: Corners, inscriber: Inscriber, accent: QColor) -> None:
    """Each corner gets its half of the width, the lower right one what its neighbour leaves; longer lines are cut.

    The first line of the lower right corner, which names the plane, has the colour ``accent``.
    """
    metrics = inscriber.metrics
    half = int(area.width() / 2 - MARGIN - LETTER_ROOM)
    beside = int(area.width() - 3 * MARGIN - inscriber.size(corners.bottom_left or ("",))[0])
    clear = area.bottom() - MARGIN - LETTER_ROOM  # lines that end below this are beside the letter
    for lines, right, bottom in (
        (corners.top_left, False, False),
        (corners.top_right, True, False),
        (corners.bottom_left, False, True),
        (corners.bottom_right, True, True),
    ):
        y = area.top() + MARGIN
        room = max(half, beside) if right and bottom else half
        if bottom:
            y = area.bottom() - MARGIN - inscriber.size(lines)[1]
        for number, line in enumerate(lines):
            beneath = bottom and y + (number + 1) * metrics.lineSpacing() > clear
            cut = metrics.elidedText(line, Qt.TextElideMode.ElideRight, half if beneath else room)
            x = area.right() - MARGIN - inscriber.size((cut,))[0] if right else area.left() + MARGIN
            colour = accent if right and bottom and number == 0 else TEXT
            inscriber.draw(painter, x, y + number * metrics.lineSpacing(), cut, colour)


def draw_letters(painter: QPainter, area: QRectF, letters: Letters, inscriber: Inscriber) -> None:
    """Anatomical letters at the middle of each edge."""
    for text, across, down in (
        (letters.left, 0.0, 0.5),
        (letters.right, 1.0, 0.5),
        (letters.top, 0.5, 0.0),
        (letters.bottom, 0.5, 1.0),
    ):
        if text:
            width, height = inscriber.size((text,))
            x = area.left() + MARGIN + across * (area.width() - 2 * MARGIN - width)
            y = area.top() + MARGIN + down * (area.height() - 2 * MARGIN - height)
            inscriber.draw(painter, x, y, text, LETTER)


def bar_length_mm(available_mm: float) -> float:
    """The largest of 1, 2, 5 × 10ⁿ mm that is not longer than what is available."""
    power = 10.0 ** floor(log10(max(available_mm, 1e-6)))
    return max(step * power for step in (1, 2, 5) if step == 1 or step * power <= available_mm)


def draw_scale(painter: QPainter, area: QRectF, px_per_mm: float, inscriber: Inscriber) -> None:
    """A bar of a round length at the bottom, above the letter there."""
    length_mm = bar_length_mm(area.width() / 5 / px_per_mm)
    text = f"{length_mm / 10:g} cm" if length_mm >= 10 else f"{length_mm:g} mm"
    y, middle = round(area.bottom()) - MARGIN - 25, round(area.center().x())
    left = round(middle - length_mm * px_per_mm / 2)
    right = round(left + length_mm * px_per_mm)
    bars = [
        QRect(left, y, right - left + 1, 1),
        QRect(left, y - 5, 1, 5),
        QRect(right, y - 5, 1, 5),
        QRect(middle, y - 3, 1, 3),
    ]
    for bar in bars:
        painter.fillRect(bar.adjusted(-1, -1, 1, 1), SHADOW)
    for bar in bars:
        painter.fillRect(bar, TEXT)
    width, height = inscriber.size((text,))
    inscriber.draw(painter, middle - width / 2, y - 5 - height, text, TEXT)


def draw_crosshair(painter: QPainter, area: QRect, x: float, y: float, across: QColor, down: QColor) -> None:
    """Where the other two planes cut this slice: ``across`` is the horizontal line's colour; the middle is open.

    Rectangles, as they are filled some ten times faster than lines are drawn.
    """
    column, row = floor(x), floor(y)
    for colour, line, hole in (
        (across, QRect(area.left(), row, area.width(), 1), QRect(column - GAP, row, 2 * GAP + 1, 1)),
        (down, QRect(column, area.top(), 1, area.height()), QRect(column, row - GAP, 1, 2 * GAP + 1)),
    ):
        faint = QColor(colour)
        faint.setAlpha(170)
        _fill(painter, QRegion(line).subtracted(QRegion(hole)).intersected(QRegion(area)), faint)


def draw_frame(painter: QPainter, area: QRect, colour: QColor) -> None:
    """A line of one pixel along the view's edges."""
    _fill(painter, QRegion(area).subtracted(QRegion(area.adjusted(1, 1, -1, -1))), colour)


def _fill(painter: QPainter, region: QRegion, colour: QColor) -> None:
    for part in cast(Iterable[QRect], region):  # PySide's stubs do not know that a region can be iterated
        painter.fillRect(part, colour)


def draw_brush(painter: QPainter, at: QPointF, radius_px: float, colour: QColor, inverse: bool = False) -> None:
    """The brush's outline at the pointer, in the segment's colour on a dark rim; dashed while it is turned round."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line = QPen(colour, 1.8 if inverse else 1.4)
    if inverse:
        line.setDashPattern(INVERSE_DASH)
    for pen in (QPen(SHADOW, 3), line):
        painter.setPen(pen)
        painter.drawEllipse(at, radius_px, radius_px)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
