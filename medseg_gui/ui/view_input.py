"""Mouse details of a view: what a drag is for, and how wheel turns become whole steps."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QWheelEvent

from medseg_gui.tools.base import Button

NOTCH = 120
"""QWheelEvent.angleDelta of one notch of a plain mouse wheel, in eighths of a degree."""
TRACKPAD_PX = 24
"""Pixels of a trackpad's scrolling that count as one notch."""
CLICK_PX = 4
"""A press that moves no further than this is a click."""
ZOOM_PER_NOTCH = 1.15
ZOOM_PER_PX = 1.006


@dataclass
class Drag:
    """A button that is held down: what for (a word of ``keymaps.MEANINGS``), since where, and where it was last."""

    kind: str
    button: Qt.MouseButton
    press: QPointF
    last: QPointF
    moved: bool = False
    inverse: bool = False

    def step(self, at: QPointF) -> QPointF:
        """How far it went since the last step."""
        delta = at - self.last
        self.last = at
        self.moved = self.moved or (at - self.press).manhattanLength() > CLICK_PX
        return delta


class Wheel:
    """Adds up what wheels and trackpads send, so that fine-grained ones do not skip through slices."""

    def __init__(self) -> None:
        self._rest = 0.0

    def notches(self, event: QWheelEvent) -> float:
        """Notches away from the user, fractions included.

        A trackpad sends pixels within a scroll phase. Qt (Alt) and macOS (Shift) turn the wheel's axis: the
        axis that moved counts.
        """
        pixels, angle = event.pixelDelta(), event.angleDelta()
        if not pixels.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase:
            return (pixels.y() or pixels.x()) / TRACKPAD_PX
        return (angle.y() or angle.x()) / NOTCH

    def steps(self, event: QWheelEvent) -> int:
        """Whole notches so far; the fraction is kept for the next event and dropped when the direction turns."""
        notches = self.notches(event)
        if notches * self._rest < 0:
            self._rest = 0.0
        self._rest += notches
        steps = int(self._rest)
        self._rest -= steps
        return steps


_BUTTONS: dict[Qt.MouseButton, Button] = {
    Qt.MouseButton.LeftButton: "left",
    Qt.MouseButton.MiddleButton: "middle",
    Qt.MouseButton.RightButton: "right",
}


def button_of(button: Qt.MouseButton) -> Button:
    return _BUTTONS.get(button, "none")
