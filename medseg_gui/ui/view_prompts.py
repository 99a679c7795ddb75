"""Prompts as they are drawn over a slice, and which one lies under the pointer.

What belongs to the object is a solid line with a plus, what does not a dashed one with a minus: colour alone never
says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from medseg_gui.core.geometry import Geometry
from medseg_gui.core.planeview import PlaneView, Point
from medseg_gui.core.prompts import (
    Bidirectional,
    BoxPrompt,
    Click,
    Lasso,
    Line,
    Prompt,
    Scribble,
    handles,
    is_positive,
    places,
    span,
)
from medseg_gui.tools.base import Grip
from medseg_gui.ui.view_overlay import SHADOW, TEXT, Inscriber

POSITIVE, NEGATIVE = QColor(20, 140, 70), QColor(200, 45, 45)
LINES = {True: QColor(90, 220, 140), False: QColor(255, 110, 100)}
"""Thin lines need more light than filled marks."""
HALO = QColor(255, 255, 255, 235)
CLICK_PX = 6.0
HANDLE_PX = 3.5
NEAR_CLICK_PX, NEAR_LINE_PX, NEAR_HANDLE_PX = 9.0, 5.0, 8.0
WAITING = 0.55
"""Opacity of prompts that wait for their answer."""

Place = Callable[[Point], QPointF]
"""Where in the view an index lies."""


@dataclass(frozen=True)
class Sheet:
    """What a prompt is drawn on: the slice ``number`` of a view, and where its indices lie."""

    layout: PlaneView
    number: int
    geometry: Geometry
    place: Place
    px_per_mm: float

    def shows(self, prompt: Prompt) -> bool:
        """Clicks show in every plane; what is drawn in a slice, in that slice."""
        low, high = span(prompt, self.layout.axis)
        if not low <= self.number <= high:
            return False
        return isinstance(prompt, Click) or prompt.plane in (None, self.layout.plane)

    def polygon(self, prompt: Prompt) -> list[QPointF]:
        """The prompt's line or corners in the view."""
        if isinstance(prompt, BoxPrompt):
            # the outer edges of the voxels
            row, col = self.layout.row_axis, self.layout.col_axis
            low = [min(a, b) - 0.5 for a, b in zip(prompt.lo, prompt.hi, strict=True)]
            high = [max(a, b) + 0.5 for a, b in zip(prompt.lo, prompt.hi, strict=True)]
            corners = []
            for r, c in ((low[row], low[col]), (low[row], high[col]), (high[row], high[col]), (high[row], low[col])):
                index = [0.0, 0.0, 0.0]
                index[row], index[col] = r, c
                corners.append(self.place((index[0], index[1], index[2])))
            return corners
        return [self.place(at) for at in places(prompt)]

    def length_mm(self, line: Line) -> float:
        a, b = (self.geometry.to_world(end) for end in line)
        return float(hypot(*(q - p for p, q in zip(a, b, strict=True))))


# ----- drawing -------------------------------------------------------------------------------------
def draw_prompts(
    painter: QPainter, sheet: Sheet, prompts: Iterable[Prompt], pointed: int | None, waiting: Sequence[Prompt]
) -> None:
    """The case's prompts, the one under the pointer with a halo, and fainter those that wait for their answer."""
    for position, prompt in enumerate(prompts):
        if sheet.shows(prompt):
            draw_prompt(painter, sheet, prompt, position == pointed)
    painter.setOpacity(WAITING)
    for prompt in waiting:
        if sheet.shows(prompt):
            draw_prompt(painter, sheet, prompt, False)
    painter.setOpacity(1.0)


def draw_prompt(painter: QPainter, sheet: Sheet, prompt: Prompt, pointed: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    positive = is_positive(prompt)
    if isinstance(prompt, Click):
        at = sheet.place(prompt.index)
        if prompt.reach_mm and prompt.plane == sheet.layout.plane:
            reach = prompt.reach_mm * sheet.px_per_mm
            _stroke(painter, lambda: painter.drawEllipse(at, reach, reach), True, pointed, thin=True)
        _glyph(painter, at, positive, pointed)
    else:
        lines = _lines(sheet, prompt)

        def draw() -> None:
            for points, closed in lines:
                if closed:
                    painter.drawPolygon(QPolygonF(points))
                else:
                    painter.drawPolyline(QPolygonF(points))

        _stroke(painter, draw, positive, pointed)
        if isinstance(prompt, BoxPrompt | Bidirectional):
            for handle in handles(prompt) if pointed else ():
                at = sheet.place(handle)
                painter.fillRect(QRectF(at.x() - HANDLE_PX, at.y() - HANDLE_PX, 2 * HANDLE_PX, 2 * HANDLE_PX), HALO)
        else:
            _glyph(painter, lines[0][0][0], positive, pointed)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _lines(sheet: Sheet, prompt: Prompt) -> list[tuple[list[QPointF], bool]]:
    """(points, closed) of each line that a prompt is drawn with."""
    points = sheet.polygon(prompt)
    if not isinstance(prompt, Bidirectional):
        return [(points, isinstance(prompt, BoxPrompt | Lasso))]
    lines = [_with_ends(points[:2])]
    if prompt.short:
        lines.append(_with_ends(points[2:]))
    return [(line, False) for group in lines for line in group]


def _with_ends(line: list[QPointF]) -> list[list[QPointF]]:
    """A line of a caliper: with a small stroke across each end."""
    a, b = line
    along = b - a
    size = max(hypot(along.x(), along.y()), 1e-6)
    aside = QPointF(-along.y(), along.x()) * (4.0 / size)
    return [line, [a - aside, a + aside], [b - aside, b + aside]]


def _stroke(painter: QPainter, draw: Callable[[], object], positive: bool, pointed: bool, thin: bool = False) -> None:
    line = QPen(LINES[positive], 1.2 if thin else 1.8)
    if not positive:
        line.setDashPattern([4, 3])
    for pen in (QPen(HALO, 6) if pointed else QPen(SHADOW, 2.8 if thin else 3.6), line):
        painter.setPen(pen)
        draw()


def _glyph(painter: QPainter, at: QPointF, positive: bool, pointed: bool) -> None:
    """A green dot with a plus, or a red one with a minus."""
    painter.setPen(QPen(HALO, 2.5) if pointed else QPen(SHADOW, 1.5))
    painter.setBrush(POSITIVE if positive else NEGATIVE)
    size = CLICK_PX + (2 if pointed else 0)
    painter.drawEllipse(at, size, size)
    painter.setPen(QPen(QColor(255, 255, 255), 1.4))
    painter.drawLine(at - QPointF(CLICK_PX / 2, 0), at + QPointF(CLICK_PX / 2, 0))
    if positive:
        painter.drawLine(at - QPointF(0, CLICK_PX / 2), at + QPointF(0, CLICK_PX / 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_measures(painter: QPainter, sheet: Sheet, prompt: Prompt, inscriber: Inscriber) -> None:
    """The lengths of a prompt under way, in mm beside it."""
    points = sheet.polygon(prompt)
    right = max(point.x() for point in points)
    at = min((point for point in points if point.x() == right), key=lambda p: p.y())
    for number, text in enumerate(measures(sheet, prompt)):
        inscriber.draw(painter, at.x() + 10, at.y() - 8 + number * inscriber.metrics.lineSpacing(), text, TEXT)


def measures(sheet: Sheet, prompt: Prompt) -> list[str]:
    """What a person wants to know of a prompt: diameters, the sides of a box, how far a click reaches."""

    def mm(*lengths: float) -> str:
        text = " × ".join(f"{length:.1f}" for length in lengths)
        return QCoreApplication.translate("view", "{length} mm").format(length=text)

    if isinstance(prompt, Bidirectional):
        return [mm(*(sheet.length_mm(line) for line in (prompt.long, prompt.short) if line))]
    if isinstance(prompt, BoxPrompt):
        layout = sheet.layout
        sides = [abs(a - b) + 1 for a, b in zip(prompt.lo, prompt.hi, strict=True)]
        return [mm(sides[layout.col_axis] * layout.col_mm, sides[layout.row_axis] * layout.row_mm)]
    return [mm(prompt.reach_mm)] if isinstance(prompt, Click) and prompt.reach_mm else []


# ----- what is under the pointer -------------------------------------------------------------------
def grip_at(sheet: Sheet, prompts: Sequence[Prompt], at: QPointF) -> Grip | None:
    """The prompt under a place in the view, the nearest of several, the newest of equals."""
    best: tuple[float, Grip] | None = None
    for position in reversed(range(len(prompts))):
        prompt = prompts[position]
        if not sheet.shows(prompt):
            continue
        far, grip = _distance(sheet, prompt, position, at)
        if far <= 1 and (best is None or far < best[0]):
            best = (far, grip)
    return best[1] if best else None


def _distance(sheet: Sheet, prompt: Prompt, position: int, at: QPointF) -> tuple[float, Grip]:
    """How far the place is from the prompt, 1 being just near enough, and what would be taken hold of."""
    if isinstance(prompt, Click):
        return far_px(sheet.place(prompt.index), at) / NEAR_CLICK_PX, Grip(position)
    ends = [far_px(sheet.place(handle), at) for handle in handles(prompt)]
    if ends and min(ends) <= NEAR_HANDLE_PX:
        return min(ends) / NEAR_HANDLE_PX / 2, Grip(position, ends.index(min(ends)))
    away = [
        far_px_from_line(a, b, at)
        for points, closed in _lines(sheet, prompt)
        for a, b in zip(points, [*points[1:], points[0] if closed else points[-1]], strict=True)
    ]
    if isinstance(prompt, Scribble | Lasso):
        away.append(far_px(sheet.polygon(prompt)[0], at) * NEAR_LINE_PX / NEAR_CLICK_PX)
    return min(away) / NEAR_LINE_PX, Grip(position)


def far_px(a: QPointF, b: QPointF) -> float:
    """Distance of two places."""
    return hypot(a.x() - b.x(), a.y() - b.y())


def far_px_from_line(a: QPointF, b: QPointF, at: QPointF) -> float:
    """Distance of a place from the line between two others."""
    along, to = b - a, at - a
    size = along.x() ** 2 + along.y() ** 2
    share = min(max((along.x() * to.x() + along.y() * to.y()) / size, 0.0), 1.0) if size else 0.0
    return far_px(a + along * share, at)
