"""What every panel is made of."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLayout, QPushButton, QToolButton, QWidget

from medseg_gui.session import Session
from medseg_gui.ui.actions import Actions
from medseg_gui.ui.live import LiveFigures


@dataclass(frozen=True)
class Parts:
    """What a panel may use: the session's verbs and news, the commands, and the figures that follow each stroke."""

    session: Session
    actions: Actions
    live: LiveFigures


class Panel(QWidget):
    """A dock's content. ``ID`` is the dock's objectName, ``TITLE`` its title, ``AREA`` where it stands at first.

    Panels of one AREA and GROUP share tabs; groups stand above one another in the order of the registry.
    """

    ID = ""
    TITLE = ""
    AREA = Qt.DockWidgetArea.RightDockWidgetArea
    GROUP = 0

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts
        self.session = parts.session
        self.setAutoFillBackground(True)

    def button(self, command_id: str) -> QToolButton:
        """A tool button that is the command."""
        out = QToolButton(self)
        out.setDefaultAction(self.parts.actions[command_id])
        out.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return out


class ActionButton(QPushButton):
    """A push button that is a command: text, key, tooltip and enabled state follow the action."""

    def __init__(self, action: QAction, main: bool = False, text: str = "") -> None:
        super().__init__()
        self._action = action
        self._text = text
        self.setProperty("main", main)
        self.setIcon(action.icon())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setText(self._text or self._action.text().rstrip("…"))
        self.setToolTip(self._action.toolTip())
        self.setStatusTip(self._action.statusTip())
        self.setEnabled(self._action.isEnabled())


class Hint(QLabel):
    """Muted text in the middle of an empty list; it lies over the list and lets the mouse through."""

    def __init__(self, over: QWidget, text: str) -> None:
        super().__init__(text, over)
        self.setProperty("role", "muted")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect().adjusted(16, 8, -16, -8))
        return False


def clear_layout(layout: QLayout) -> None:
    """Takes every widget out of the layout and away."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def muted(text: str = "") -> QLabel:
    """A label of secondary text."""
    out = QLabel(text)
    out.setProperty("role", "muted")
    return out


def number(value: float | None, digits: int = 3) -> str:
    """A figure for a table; an en dash where it is not defined."""
    return "–" if value is None else f"{value:.{digits}f}"


def volume(value: float | None) -> str:
    """Millilitres with the digits that mean something: 1234, 123.4, 1.23."""
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
