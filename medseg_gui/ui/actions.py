"""The command table as QActions: one a command, with its key, and with the reason where it is disabled."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from medseg_gui.commands import COMMANDS, Command
from medseg_gui.core.errors import MedsegError
from medseg_gui.session import Session
from medseg_gui.ui.icons import icon
from medseg_gui.ui.words import shown

MENUS = ("File", "Cases", "Edit", "View", "Tools", "Segment", "AI", "Measure", "Help")
"""The order of the menus; a menu that the table names and this does not stands before Help."""


def menus_in_order() -> list[str]:
    """The English titles of the menus that the command table names."""
    used = list(dict.fromkeys(c.menu for c in COMMANDS if c.menu))
    return [m for m in MENUS[:-1] if m in used] + [m for m in used if m not in MENUS] + [MENUS[-1]]


class Actions(QObject):
    """Every command as a QAction whose objectName is the command's id."""

    about_to_run = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._all: dict[str, QAction] = {c.id: self._made(c) for c in COMMANDS}
        self.refresh()

    def __getitem__(self, command_id: str) -> QAction:
        return self._all[command_id]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._all.values())

    def _made(self, command: Command) -> QAction:
        action = QAction(icon(command.id), shown(command.title), self.parent())
        action.setObjectName(command.id)
        action.setCheckable(command.checkable)
        action.setShortcuts([QKeySequence(key.strip()) for key in command.shortcut.split(";") if key.strip()])
        action.triggered.connect(lambda _checked=False, name=command.id: self.run(name))
        return action

    def run(self, command_id: str) -> None:
        """Runs a command as its menu entry does: a foreseen error becomes one line for the person."""
        self.about_to_run.emit(command_id)
        try:
            self._session.run(command_id)
        except MedsegError as error:
            self._session.say(str(error), "error")
        self.refresh()

    def refresh(self) -> None:
        """Brings enabled, checked and the reasons in line with the session."""
        for command in COMMANDS:
            action = self._all[command.id]
            reason = command.reason(self._session)
            action.setEnabled(not reason)
            if command.checkable:
                action.setChecked(command.checked(self._session))
            keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
            title = shown(command.title).rstrip("…") + (f"  ({keys})" if keys else "")
            action.setToolTip("\n".join(t for t in (title, shown(command.help), shown(reason)) if t))
            action.setStatusTip(shown(reason) or shown(command.help))

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Makes the menus, with a line between groups of the table; returns them by their English title."""
        menus: dict[str, QMenu] = {}
        for title in menus_in_order():
            menu = menus[title] = bar.addMenu(shown(title))
            menu.setToolTipsVisible(True)
            for command in COMMANDS:
                if command.menu == title:
                    menu.addAction(self._all[command.id])
        return menus
