"""The command table as QActions: one a command, with its keys, and with the reason where it is disabled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent, QStatusTipEvent
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar

from medseg_gui.commands import COMMANDS, Command
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.keymaps import Keys
from medseg_gui.session import Session
from medseg_gui.ui.icons import icon
from medseg_gui.ui.words import shown

MENUS = ("File", "Cases", "Edit", "View", "Tools", "Segment", "AI", "Measure", "Help")
"""The order of the menus; a menu that the table names and this does not stands before Help."""

SUBMENUS = (
    ("View", mark("Window"), "view.window_"),
    ("View", mark("Slab"), "view.slab_"),
    ("View", mark("Slices and zoom"), "view.slice_ view.zoom_ view.maximise"),
    ("Tools", mark("Measuring tools"), "tool.distance tool.angle tool.ellipse tool.rectangle"),
    (
        "Tools",
        mark("While a tool is used"),
        "tool.turn_ tool.otsu tool.grow_seeds tool.drop tool.apply tool.pick_ tool.ranged tool.smaller tool.larger",
    ),
    (
        "Segment",
        mark("Choose and show"),
        "segment.previous segment.next segment.up segment.down segment.visible segment.lock segment.solo segment.show_",
    ),
    (
        "Segment",
        mark("Combine"),
        "segment.duplicate segment.merge segment.union segment.subtract segment.intersect segment.invert",
    ),
    ("Segment", mark("Islands and holes"), "segment.islands segment.fill_holes"),
    ("Segment", mark("Size and smoothness"), "segment.grow segment.shrink segment.hollow segment.smooth"),
    ("Segment", mark("Across slices"), "segment.fill_between segment.copy_slice segment.mirror segment.crop"),
)
"""(menu, title, how the ids begin) of what stands in a menu of its own, so that each menu fits a low screen."""
WIDGETS_NEED = frozenset(("Up", "Down", "Left", "Right", "Home", "End", "Space"))
"""Keys that lists, tables and buttons live by: alone or with Shift they are a command's only in the views."""


def shown_keys(keys: tuple[str, ...]) -> str:
    """Keys as this system writes them, to be read."""
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


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
        self.keys = Keys(session.settings, {c.id: c.shortcut for c in COMMANDS})
        self._told: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._all: dict[str, QAction] = {c.id: self._made(c) for c in COMMANDS}
        self.follow_keys()
        self._window = parent
        parent.installEventFilter(self)

    def follow_keys(self) -> None:
        """Gives each action the keys that it has now."""
        for command_id, action in self._all.items():
            keys = self.keys.of(command_id)
            in_views = any(key.removeprefix("Shift+") in WIDGETS_NEED for key in keys)
            action.setShortcutContext(
                Qt.ShortcutContext.WidgetWithChildrenShortcut if in_views else Qt.ShortcutContext.WindowShortcut
            )
            action.setShortcuts([QKeySequence(key) for key in keys])
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that nobody in the window took, and menu entries under the pointer, where the command is disabled.

        Qt's menus show the status tips of possible entries alone.
        """
        if isinstance(watched, QMenu):
            if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
                action = watched.actionAt(event.position().toPoint())
                if action is not None and not action.isEnabled():
                    QApplication.sendEvent(self._window, QStatusTipEvent(action.statusTip()))
            elif event.type() == QEvent.Type.Hide:
                QApplication.sendEvent(self._window, QStatusTipEvent(""))
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)  # belongs to the answers, never to the focus
        return self.explain(QKeySequence(event.keyCombination())) or tab

    @staticmethod
    def everywhere(action: QAction) -> bool:
        """True when the action's keys hold in the whole window, not in the views alone."""
        return action.shortcutContext() == Qt.ShortcutContext.WindowShortcut

    def with_keys(self, text: str) -> str:
        """The text with "{command id}" replaced by the command's first key, or by its title where it has none."""

        def key(match: re.Match[str]) -> str:
            keys = self.keys.of(match[1])
            return shown_keys(keys[:1]) or f"“{self._all[match[1]].text().rstrip('…')}”"

        return re.sub(r"\{([a-z_]+\.[a-z_0-9]+)\}", key, text)

    def __getitem__(self, command_id: str) -> QAction:
        return self._all[command_id]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._all.values())

    def _made(self, command: Command) -> QAction:
        action = QAction(icon(command.id), shown(command.title), self.parent())
        action.setObjectName(command.id)
        action.setCheckable(command.checkable)
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

    def explain(self, keys: QKeySequence) -> bool:
        """Says why the command of those keys is not possible now; False where they are no disabled command's."""
        for command in COMMANDS:
            reason = "" if keys not in self._all[command.id].shortcuts() else command.reason(self._session)
            if reason:
                text = f"{shown(command.title).rstrip('…')}: {shown(reason)}"
                self._session.say(text, "warning")
                return True
        return False

    def refresh(self) -> None:
        """Brings enabled, checked and the reasons in line with the session; what is in line already is left alone."""
        for command in COMMANDS:
            action = self._all[command.id]
            reason = command.reason(self._session)
            if command.checkable:
                action.setChecked(command.checked(self._session))
            now = (reason, self.keys.of(command.id))
            if self._told.get(command.id) == now and action.isEnabled() == (not reason):
                continue
            self._told[command.id] = now
            action.setEnabled(not reason)
            keys = shown_keys(self.keys.of(command.id))
            title = shown(command.title).rstrip("…") + (f"  ({keys})" if keys else "")
            action.setToolTip("\n".join(t for t in (title, shown(command.help), shown(reason)) if t))
            action.setStatusTip(shown(reason) or shown(command.help))

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Makes the menus, with a line between groups of the table; returns them by their English title."""
        menus: dict[str, QMenu] = {}
        for title in menus_in_order():
            menu = menus[title] = bar.addMenu(shown(title))
            menu.setToolTipsVisible(True)
            menu.installEventFilter(self)
            inner: dict[str, QMenu] = {}
            for command in COMMANDS:
                if command.menu == title:
                    self._place(command, menu, inner)
        return menus

    def _place(self, command: Command, menu: QMenu, inner: dict[str, QMenu]) -> None:
        """Puts a command into its menu, or into the inner one that it belongs to."""
        for of, title, begins in SUBMENUS:
            if of == command.menu and command.id.startswith(tuple(begins.split())):
                if title not in inner:
                    inner[title] = menu.addMenu(self._all[command.id].icon(), shown(title))
                    inner[title].setToolTipsVisible(True)
                menu = inner[title]
                break
        menu.addAction(self._all[command.id])
