"""Which key does what: another keymap, other keys for single commands, keymaps as files; it all holds at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.commands import COMMANDS, Command, command
from medseg_gui.core.errors import BadInput
from medseg_gui.core.i18n import mark
from medseg_gui.keymaps import MEANINGS, ORDER, shipped
from medseg_gui.session import Session
from medseg_gui.ui import theme
from medseg_gui.ui.actions import Actions, menus_in_order, shown_keys
from medseg_gui.ui.cheat_sheet import gesture_text, native
from medseg_gui.ui.key_recorder import KeyRecorder
from medseg_gui.ui.words import shown

FILTERS = "Keymap (*.json)"
ID = Qt.ItemDataRole.UserRole


class KeysDialog(QDialog):
    """``use`` makes the window follow the keymap as it is now."""

    def __init__(self, session: Session, actions: Actions, use: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Change keys"))
        self._session, self._actions, self._keys, self._use = session, actions, actions.keys, use
        self._adds = False
        self._wanted = ""
        layout = QVBoxLayout(self)
        layout.setSpacing(9)
        layout.addLayout(self._head())
        layout.addWidget(self._made_about())
        layout.addWidget(self._made_table(), 1)
        layout.addWidget(self._made_editor())
        layout.addLayout(self._foot())
        self.resize(QSize(760, 760).boundedTo(parent.size()))
        self._fill()
        self.search.setFocus()

    # ----- building ------------------------------------------------------------------------------------------------
    def _head(self) -> QHBoxLayout:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search by name or key: brush, Ctrl+Z"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.profiles = QComboBox()
        for profile_id in ORDER:
            self.profiles.addItem(shipped(profile_id).title, profile_id)
        self.profiles.setCurrentIndex(self.profiles.findData(self._keys.profile.id))
        self.profiles.activated.connect(self._choose_profile)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addSpacing(10)
        row.addWidget(QLabel(self.tr("Keymap")))
        row.addWidget(self.profiles)
        return row

    def _made_about(self) -> QLabel:
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        return self.about

    def _made_table(self) -> QTreeWidget:
        self.table = QTreeWidget()
        self.table.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.table.setRootIsDecorated(False)
        self.table.setIndentation(12)
        self.table.setUniformRowHeights(True)
        self.table.header().setStretchLastSection(False)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.header().setMinimumSectionSize(200)
        self.table.currentItemChanged.connect(lambda _now, _before: self._show_chosen())
        self.table.itemDoubleClicked.connect(lambda _item, _column: self._record(False))
        return self.table

    def _made_editor(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.help = QLabel()
        self.help.setProperty("role", "muted")
        self.help.setWordWrap(True)
        self.recorder = KeyRecorder(self.tr("Record keys"))
        self.recorder.setProperty("main", True)
        self.recorder.recorded.connect(self._recorded)
        self.recorder.pressed.connect(lambda: self._begin(False))
        self.add = self._button(self.tr("Add another"), lambda: self._record(True))
        self.add.setToolTip(self.tr("The keys that it has stay"))
        self.none = self._button(self.tr("No key"), lambda: self._change(()))
        self.reset = self._button(self.tr("Reset"), self._reset)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.recorder, self.add, self.none, self.reset):
            row.addWidget(button)
        row.addStretch(1)
        self.note = QLabel()
        self.note.setProperty("role", "warning")
        self.note.setWordWrap(True)
        self.take = self._button(self.tr("Use it here"), self._take)
        self.leave = self._button(self.tr("Leave it there"), self._drop)
        conflict = QHBoxLayout()
        conflict.addWidget(self.note, 1)
        conflict.addWidget(self.take)
        conflict.addWidget(self.leave)
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(7)
        column.addWidget(self.title)
        column.addWidget(self.help)
        column.addLayout(row)
        column.addLayout(conflict)
        return card

    def _foot(self) -> QHBoxLayout:
        self.reset_all = self._button(self.tr("Reset all"), self._reset_all)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._button(self.tr("Import…"), self._import))
        row.addWidget(self._button(self.tr("Export…"), self._export))
        row.addWidget(self.reset_all)
        row.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        sheet = close.addButton(self.tr("Cheat sheet"), QDialogButtonBox.ButtonRole.ActionRole)
        sheet.clicked.connect(self._sheet)
        for button in close.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        row.addWidget(close)
        return row

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        out = QPushButton(text)
        out.setAutoDefault(False)
        out.clicked.connect(lambda _checked=False: do())
        return out

    # ----- the table -----------------------------------------------------------------------------------------------
    def _fill(self) -> None:
        """Shows what fits the search, and keeps the chosen row chosen."""
        chosen = self.chosen
        self.table.clear()
        words = self.search.text().casefold().split()
        for menu in menus_in_order():
            rows = [c for c in COMMANDS if c.menu == menu and self._fits(c, words)]
            if rows:
                self._add_group(shown(menu), [self._row(c) for c in rows])
        if not words:
            gestures = self._keys.mouse.items()
            rows_of_mouse = [QTreeWidgetItem([shown(MEANINGS[m]), gesture_text(g)]) for g, m in gestures]
            self._add_group(self.tr("Mouse (of the keymap)"), rows_of_mouse)
        self.about.setText(shown(self._keys.profile.about))
        self.reset_all.setEnabled(self._keys.any_changed)
        items = self._items()
        again = next((i for i in items if i.data(0, ID) == chosen), items[0] if items else None)
        if again is not None:
            self.table.setCurrentItem(again)
        self._show_chosen()

    def _items(self) -> list[QTreeWidgetItem]:
        groups = [self.table.topLevelItem(i) for i in range(self.table.topLevelItemCount())]
        return [i for g in groups if g for i in (g.child(k) for k in range(g.childCount())) if i and i.data(0, ID)]

    def _add_group(self, title: str, rows: list[QTreeWidgetItem]) -> None:
        group = QTreeWidgetItem([title])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setForeground(0, QBrush(QColor(theme.ACCENT_TEXT)))
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.addChildren(rows)
        self.table.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)
        group.setExpanded(True)

    def _row(self, c: Command) -> QTreeWidgetItem:
        keys = self._keys.of(c.id)
        item = QTreeWidgetItem([shown(c.title).rstrip("…"), shown_keys(keys) or "–"])
        item.setIcon(0, self._actions[c.id].icon())
        item.setData(0, ID, c.id)
        item.setToolTip(0, shown(c.help))
        changed = self._keys.changed(c.id)
        item.setForeground(1, QBrush(QColor(theme.GOOD if changed else theme.BRIGHT if keys else theme.FAINT)))
        item.setToolTip(1, self.tr("Changed by you") if changed else "")
        return item

    def _fits(self, c: Command, words: list[str]) -> bool:
        text = f"{shown(c.menu)} {shown(c.title)} {shown(c.help)} {c.id}".casefold()
        keys = [k.casefold() for key in self._keys.of(c.id) for k in (key, native(key))]
        return all(word in text or word in keys for word in words)

    @property
    def chosen(self) -> str:
        """The chosen command's id; empty when none is chosen."""
        item = self.table.currentItem()
        return str(item.data(0, ID) or "") if item is not None else ""

    def choose(self, command_id: str) -> None:
        """Chooses a command's row."""
        for item in self._items():
            if item.data(0, ID) == command_id:
                self.table.setCurrentItem(item)

    def _show_chosen(self) -> None:
        self._drop()
        chosen = self.chosen
        for button in (self.recorder, self.add, self.none):
            button.setEnabled(bool(chosen))
        self.reset.setEnabled(bool(chosen) and self._keys.changed(chosen))
        keys = self._keys.of(chosen) if chosen else ()
        self.add.setEnabled(bool(keys))
        self.none.setEnabled(bool(keys))
        title = shown(command(chosen).title).rstrip("…") if chosen else self.tr("Choose a command")
        self.title.setText(f"{title}:  {shown_keys(keys)}" if keys else title)
        self.help.setText(shown(command(chosen).help) if chosen else self.tr("Its keys can be changed here."))

    # ----- changing ------------------------------------------------------------------------------------------------
    def _begin(self, adds: bool) -> None:
        self._adds = adds
        self._drop()

    def _record(self, adds: bool) -> None:
        if self.chosen:
            self._begin(adds)
            self.recorder.start()

    def _recorded(self, key: str) -> None:
        """Applies the key, or names the command that has it and asks."""
        if self._keys.held(key):
            text = self.tr("{key} is held for the mouse: {what}. Choose another key.")
            self.note.setText(text.format(key=native(key), what=shown(MEANINGS[self._keys.held(key)])))
            return
        owner = self._keys.owner(key)
        if owner and owner != self.chosen:
            self._wanted = key
            text = self.tr("{key} belongs to “{title}”.")
            self.note.setText(text.format(key=native(key), title=shown(command(owner).title).rstrip("…")))
            self._ask(True)
        else:
            self._put(key)

    def _ask(self, asks: bool) -> None:
        self.take.setVisible(asks)
        self.leave.setVisible(asks)

    def _take(self) -> None:
        self._put(self._wanted)

    def _drop(self) -> None:
        """No question is open."""
        self._wanted = ""
        self.note.clear()
        self._ask(False)

    def _put(self, key: str) -> None:
        self._change((*self._keys.of(self.chosen), key) if self._adds else (key,))

    def _change(self, keys: tuple[str, ...]) -> None:
        self._keys.change(self.chosen, keys)
        self._changed()

    def _reset(self) -> None:
        self._keys.reset(self.chosen)
        self._changed()

    def _reset_all(self) -> None:
        self._keys.reset_all()
        self._changed()

    def _choose_profile(self, row: int) -> None:
        try:
            self._keys.use(str(self.profiles.itemData(row)))
        except BadInput as error:
            self.profiles.setCurrentIndex(self.profiles.findData(self._keys.profile.id))
            self.note.setText(str(error))
        else:
            self._changed()

    def _changed(self) -> None:
        self._use()
        self._fill()

    # ----- files ---------------------------------------------------------------------------------------------------
    def _import(self) -> None:
        path = self._session.ask.open_file(mark("Import keymap"), FILTERS) if self._session.ask else None
        if not path:
            return
        try:
            unknown = self._keys.take(Path(path))
        except BadInput as error:
            self.note.setText(str(error))
            return
        self.profiles.setCurrentIndex(self.profiles.findData(self._keys.profile.id))
        self._changed()
        if unknown:
            text = self.tr("Commands that this version does not have were left out: {names}")
            self.note.setText(text.format(names=", ".join(unknown)))

    def _export(self) -> None:
        ask = self._session.ask
        path = ask.save_file(mark("Export keymap"), FILTERS, "medseg-keymap.json") if ask else None
        if path:
            try:
                self._keys.write(Path(path))
            except OSError as error:
                self.note.setText(self.tr("Nothing was written: {why}").format(why=error.strerror or error))

    def _sheet(self) -> None:
        self.accept()
        self._actions.run("help.keys")
