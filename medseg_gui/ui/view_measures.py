"""Measurements as they are drawn over a slice, which one lies under the pointer, and Delete for the chosen one."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QPolygonF

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.measures import Measure, handles, lines, slice_of, texts
from medseg_gui.core.planeview import Point
from medseg_gui.core.volume import Volume
from medseg_gui.session import Session
from medseg_gui.tools.base import Grip
from medseg_gui.ui.view_canvas import SliceCanvas
from medseg_gui.ui.view_overlay import SHADOW, TEXT, Inscriber
from medseg_gui.ui.view_prompts import NEAR_HANDLE_PX, NEAR_LINE_PX, Sheet, far_px, far_px_from_line

LINE, CHOSEN = QColor(120, 215, 245), QColor(255, 225, 90)
HANDLE_PX = 3.5
END_PX = 5.0
TEXT_PX = 13


class KeptTexts:
    """The lines of measurements, worked out once: a large region takes milliseconds. Keeps no image in memory."""

    KEPT = 500

    def __init__(self) -> None:
        self._volume: Callable[[], Volume | None] = lambda: None
        self._lines: dict[Measure, tuple[str, ...]] = {}

    def __call__(self, measure: Measure, volume: Volume) -> tuple[str, ...]:
        if self._volume() is not volume or len(self._lines) > self.KEPT:
            self._volume, self._lines = weakref.ref(volume), {}
        if measure not in self._lines:
            self._lines[measure] = texts(measure, volume)
        return self._lines[measure]


class MeasurePainter:
    """Draws the measurements that lie in the shown slice of one view; the chosen one with its handles."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._inscriber: Inscriber | None = None
        self._texts = KeptTexts()

    def __call__(self, painter: QPainter, view: SliceCanvas) -> None:
        case, sheet = self._session.case, view.sheet()
        if case is None or not case.measures:
            return
        if self._inscriber is None:
            font = QFont(view.font())
            font.setPixelSize(TEXT_PX)
            self._inscriber = Inscriber(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for position, measure in enumerate(case.measures):
            if is_shown(sheet, measure):
                chosen = position == self._session.measures.chosen
                named = (measure.name,) if measure.name else ()
                self._draw(painter, sheet, measure, (*named, *self._texts(measure, case.volume)), chosen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw(self, painter: QPainter, sheet: Sheet, measure: Measure, words: tuple[str, ...], chosen: bool) -> None:
        drawn = [QPolygonF([_place(sheet, p) for p in line]) for line in lines(measure, sheet.geometry)]
        ends = [end for line in drawn for end in _ends(line)] if measure.kind in ("distance", "diameters") else []
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(SHADOW, 3.4), QPen(CHOSEN if chosen else LINE, 1.6)):
            painter.setPen(pen)
            for line in drawn:
                painter.drawPolyline(line)
            for a, b in ends:
                painter.drawLine(a, b)
        if chosen:
            for handle in handles(measure, sheet.geometry):
                at = _place(sheet, handle)
                box = QRectF(at.x() - HANDLE_PX, at.y() - HANDLE_PX, 2 * HANDLE_PX, 2 * HANDLE_PX)
                painter.fillRect(box.adjusted(-1, -1, 1, 1), SHADOW)
                painter.fillRect(box, CHOSEN)
        if self._inscriber is not None:
            rightmost = max((p for line in drawn for p in line.toList()), key=lambda p: p.x())
            high = self._inscriber.metrics.lineSpacing()
            for number, text in enumerate(words):
                y = rightmost.y() - 8 + number * high
                self._inscriber.draw(painter, rightmost.x() + 9, y, text, CHOSEN if chosen else TEXT)


def _ends(line: QPolygonF) -> list[tuple[QPointF, QPointF]]:
    """A small stroke across each end."""
    a, b = line.at(0), line.at(line.count() - 1)
    along = b - a
    size = max(far_px(a, b), 1e-6)
    aside = QPointF(-along.y(), along.x()) * (END_PX / size)
    return [(a - aside, a + aside), (b - aside, b + aside)]


def _place(sheet: Sheet, world: Point) -> QPointF:
    z, y, x = (float(i) for i in sheet.geometry.to_index(world))
    return sheet.place((z, y, x))


def is_shown(sheet: Sheet, measure: Measure) -> bool:
    """True in the slice and plane that it was made in."""
    return measure.plane == sheet.layout.plane and slice_of(measure, sheet.geometry) == sheet.number


def hold_at(sheet: Sheet, measures: Sequence[Measure], at: QPointF) -> Grip | None:
    """The measurement under a place in the view, a handle before a line, the nearest, the newest of equals."""
    best: tuple[float, Grip] | None = None
    for position in reversed(range(len(measures))):
        measure = measures[position]
        if not is_shown(sheet, measure):
            continue
        away = [far_px(_place(sheet, handle), at) for handle in handles(measure, sheet.geometry)]
        far, grip = min(away) / NEAR_HANDLE_PX / 2, Grip(position, away.index(min(away)))
        if min(away) > NEAR_HANDLE_PX:
            drawn = [[_place(sheet, p) for p in line] for line in lines(measure, sheet.geometry)]
            parts = [far_px_from_line(a, b, at) for line in drawn for a, b in pairwise(line)]
            far, grip = min(parts) / NEAR_LINE_PX, Grip(position)
        if far <= 1 and (best is None or far < best[0]):
            best = (far, grip)
    return best[1] if best else None


class DeleteKey(QObject):
    """Delete and Backspace take the chosen measurement away; where none is chosen, they are the prompts'."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return False
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        case = self._session.case
        if not plain or self._session.measures.chosen is None or case is None or case.editing:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        try:
            self._session.run("measure.remove")
        except MedsegError as error:
            self._session.say(str(error), "warning")
        return True
