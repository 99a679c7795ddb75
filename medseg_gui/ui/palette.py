"""Every command by its name: type a few letters, press Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.commands import COMMANDS, Command
from medseg_gui.ui import theme
from medseg_gui.ui.actions import Actions, shown_keys
from medseg_gui.ui.words import shown

ID, KEYS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class KeysAtTheRight(QStyledItemDelegate):
    """Paints a row as usual, and the command's keys at its right end."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        role = QPalette.ColorRole.PlaceholderText
        painter.save()
        painter.setPen(option.palette.color(role))
        rect = option.rect.adjusted(0, 0, -10, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(index.data(KEYS) or ""))
        painter.restore()


class CommandPalette(QDialog):
    """A field and the commands that fit what is typed; a disabled one says why."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = actions
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("What do you want to do?"))
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setItemDelegate(KeysAtTheRight(self.list))
        self.list.itemActivated.connect(self._run)
        self.list.itemClicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.resize(560, 380)
        middle = parent.mapToGlobal(parent.rect().center())
        self.move(middle.x() - self.width() // 2, parent.mapToGlobal(parent.rect().topLeft()).y() + 80)
        self._fill("")
        self.field.setFocus()

    def _fill(self, text: str) -> None:
        self.list.clear()
        words = text.casefold().split()
        for command in COMMANDS:
            if all(word in _searched(command) for word in words):
                action = self._actions[command.id]
                title = shown(command.title).rstrip("…")
                menu = shown(command.menu)
                item = QListWidgetItem(action.icon(), f"{menu}: {title}")
                item.setData(ID, command.id)
                item.setData(KEYS, shown_keys(self._actions.keys.of(command.id)))
                item.setToolTip(action.toolTip())
                if not action.isEnabled():
                    item.setForeground(QColor(theme.FAINT))
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def shown_rows(self) -> list[tuple[str, str]]:
        """(command, keys) of the rows that fit."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [(item.text(), item.data(KEYS)) for item in items]

    def _run(self, item: QListWidgetItem) -> None:
        command_id = item.data(ID)
        self.close()
        self._actions.run(command_id)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate:
            self.close()  # a click elsewhere: the person thought better of it
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the field are the list's."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = self.list.currentRow()
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                by = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(min(max(row + by, 0), self.list.count() - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self.list.currentItem()
                if item is not None:
                    self._run(item)
                return True
        return super().eventFilter(watched, event)


def _searched(command: Command) -> str:
    return f"{shown(command.menu)} {shown(command.title)} {shown(command.help)} {command.id}".casefold()
