"""What a mouse gesture means in a view, by the keymap's table of gestures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit, QTextEdit

from medseg_gui.keymaps import MODIFIERS, OWN, gesture_parts, held_keys, shipped
from medseg_gui.tools.base import Tool
from medseg_gui.tools.windowing import POINTER

_MODIFIERS = dict(
    zip(
        MODIFIERS,
        (
            Qt.KeyboardModifier.MetaModifier,
            Qt.KeyboardModifier.ControlModifier,
            Qt.KeyboardModifier.AltModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ),
        strict=True,
    )
)
_OF_KEY = {
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
    Qt.Key.Key_Meta: Qt.KeyboardModifier.MetaModifier,
}
_BUTTONS = {
    Qt.MouseButton.LeftButton: "Left",
    Qt.MouseButton.MiddleButton: "Middle",
    Qt.MouseButton.RightButton: "Right",
}

TYPED_IN = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit)
"""Fields that keep the keys while the mouse goes elsewhere."""


def key_name(key: int) -> str:
    """The key as keymaps write it: "W", "Space"; empty for what has no name."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


class MouseMap:
    """Looks gestures up. Of those whose keys are all held, the one with the most of them counts."""

    def __init__(self, gestures: Mapping[str, str]) -> None:
        self._rows = [(*gesture_parts(gesture), meaning) for gesture, meaning in gestures.items()]
        self.holds = frozenset(held_keys(gestures))
        """Keys that mean something to the mouse while they are held."""

    @classmethod
    def own(cls) -> MouseMap:
        """The program's own gestures."""
        return cls(shipped(OWN).mouse)

    def meaning(self, what: str, modifiers: Qt.KeyboardModifier, held: Iterable[str], tool: Tool) -> str:
        """What a button, "Wheel", "Move" or "DoubleClick" does now with that tool; empty for nothing."""
        kind = "pointer" if tool is POINTER else "paint" if tool.paints and not tool.prompts else ""
        pressed = {name for name, flag in _MODIFIERS.items() if modifiers & flag} | set(held)
        best, found = (-1, False), ""
        for who, keys, row, meaning in self._rows:
            if row == what and keys <= pressed and who in ("", kind) and (len(keys), bool(who)) > best:
                best, found = (len(keys), bool(who)), meaning
        return found


class Hands:
    """What of the keyboard is held over a view, and what the mouse means by it."""

    def __init__(self) -> None:
        self.gestures = MouseMap.own()
        self._held: set[str] = set()
        self.inverse = False
        """True while what is held turns the tool round."""

    def clear(self) -> None:
        """Nothing is held: the keys go elsewhere."""
        self._held.clear()
        self.inverse = False

    def means(self, what: str, event: QMouseEvent | QWheelEvent, tool: Tool) -> str:
        """What "Wheel", "Move" or "DoubleClick" does now; empty for nothing."""
        return self.gestures.meaning(what, event.modifiers(), self._held, tool)

    def pressed(self, event: QMouseEvent, tool: Tool) -> str:
        """What the press of a button means; empty for nothing."""
        what = _BUTTONS.get(event.button(), "")
        return self.gestures.meaning(what, event.modifiers(), self._held, tool) if what else ""

    def takes(self, event: QKeyEvent) -> bool:
        """True when the key is one that is held for the mouse; it is held from now on, or no longer."""
        name = key_name(event.key())
        if event.type() == QEvent.Type.KeyPress:
            if name not in self.gestures.holds or event.modifiers() != Qt.KeyboardModifier.NoModifier:
                return False
            self._held.add(name)
            return True
        if name not in self._held or event.isAutoRepeat():
            return False
        self._held.discard(name)
        return True

    def turned(self, event: QMouseEvent | QKeyEvent, tool: Tool) -> bool:
        """True when the tool is turned round, or back, by this event."""
        held = event.modifiers()
        if isinstance(event, QKeyEvent) and event.key() in _OF_KEY:  # Qt's modifiers are those before the key
            flag = _OF_KEY[Qt.Key(event.key())]
            held = held | flag if event.type() == QEvent.Type.KeyPress else held & ~flag
        before = self.inverse
        self.inverse = self.gestures.meaning("Left", held, self._held, tool) == "inverse"
        return self.inverse != before
