"""A button that listens for one key combination."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from medseg_gui.core.errors import BadInput
from medseg_gui.keymaps import normal

_ALONE = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


def key_of(event: QKeyEvent) -> str:
    """The combination as keymaps write it; empty for a modifier alone and for what has no name.

    Shift is left away where it only makes the sign: "<", not "Shift+<".
    """
    key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key in _ALONE or key == Qt.Key.Key_unknown:
        return ""
    if key == Qt.Key.Key_Backtab:
        key, held = Qt.Key.Key_Tab, held | Qt.KeyboardModifier.ShiftModifier
    name = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    if len(name) == 1 and not name.isalnum():
        held &= ~Qt.KeyboardModifier.ShiftModifier
    text = QKeySequence(held.value | int(key)).toString(QKeySequence.SequenceFormat.PortableText)
    try:
        return normal(text)
    except BadInput:
        return ""


class KeyRecorder(QPushButton):
    """Pressed, it waits for keys; Escape or a click elsewhere gives up."""

    recorded = Signal(str)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text = text
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.toggled.connect(self._follow)

    def start(self) -> None:
        """Listens from now on."""
        self.setFocus()
        self.setChecked(True)

    def _follow(self, listens: bool) -> None:
        self.setText(self.tr("Press keys… (Esc: leave it)") if listens else self._text)

    def event(self, event: QEvent) -> bool:
        """All keys are ours while we listen, those of other shortcuts and Tab too."""
        if self.isChecked() and isinstance(event, QKeyEvent):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._pressed(event)
            return True
        return super().event(event)

    def _pressed(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.setChecked(False)
            return
        key = key_of(event)
        if key:
            self.setChecked(False)
            self.recorded.emit(key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setChecked(False)
        super().focusOutEvent(event)
