"""What only a person can answer: files, names, choices, a yes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.asking import Leave
from medseg_gui.core.i18n import mark
from medseg_gui.core.veil import names_in, over
from medseg_gui.session import Session
from medseg_gui.ui import theme
from medseg_gui.ui.words import shown
from medseg_gui.veil import veiled


class QtAsk:
    """``asking.Ask`` by dialogs over the window. None or False: the person thought better of it."""

    somebody = True

    def __init__(self, parent: QWidget, session: Session) -> None:
        self._parent, self._session = parent, session
        self._last_folder = str(Path.home())

    def folder(self, title: str) -> str | None:
        path = QFileDialog.getExistingDirectory(self._parent, shown(title), self._last_folder)
        return self._kept(path)

    def open_file(self, title: str, filters: str) -> str | None:
        path, _ = QFileDialog.getOpenFileName(self._parent, shown(title), self._last_folder, filters)
        return self._kept(path)

    def save_file(self, title: str, filters: str, suggestion: str) -> str | None:
        start = str(Path(self._last_folder) / suggestion)
        path, chosen = QFileDialog.getSaveFileName(self._parent, shown(title), start, filters)
        named = with_suffix(path, chosen, filters) if path else ""
        if named != path and Path(named).exists():  # the dialog asked about another name
            text = QCoreApplication.translate("medseg", "{name} exists already.").format(name=Path(named).name)
            if not self.confirm(title, text, mark("Replace")):
                return None
        return self._kept(named)

    def text(self, title: str, label: str, value: str) -> str | None:
        text, good = QInputDialog.getText(self._parent, shown(title), shown(label), QLineEdit.EchoMode.Normal, value)
        return text.strip() or None if good else None

    def series(self, rows: list[Any]) -> str | None:
        dialog = SeriesDialog(rows, self._parent, self._session.settings.show_identity)
        try:
            return dialog.uid if dialog.exec() else None
        finally:
            dialog.deleteLater()

    def confirm(self, title: str, text: str, yes: str) -> bool:
        return self.choice(title, text, [yes]) == 0

    def choice(self, title: str, text: str, options: list[str]) -> int | None:
        """Number of the option that was pressed; None for Cancel."""
        box = QMessageBox(QMessageBox.Icon.Question, shown(title), self._told(text), parent=self._parent)
        buttons = [box.addButton(shown(option), QMessageBox.ButtonRole.AcceptRole) for option in options]
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel if len(options) == 1 else buttons[0])
        box.exec()
        pressed = box.clickedButton()
        box.deleteLater()
        return next((i for i, button in enumerate(buttons) if button is pressed), None)

    def leave(self, title: str, text: str) -> Leave | None:
        """Save (Enter), Discard, or stay (Escape)."""
        kinds = QMessageBox.StandardButton
        box = QMessageBox(QMessageBox.Icon.Question, shown(title), self._told(text), parent=self._parent)
        box.setStandardButtons(kinds.Save | kinds.Discard | kinds.Cancel)
        box.setDefaultButton(kinds.Save)
        pressed = box.exec()
        box.deleteLater()
        return "save" if pressed == kinds.Save else "discard" if pressed == kinds.Discard else None

    def _told(self, text: str) -> str:
        return veiled(self._session, shown(text))

    def _kept(self, path: str) -> str | None:
        if path:
            self._last_folder = str(Path(path).parent)
        return path or None


SUFFIX = r"\*(\.[\w.]+)"


def button_row(*rows: tuple[str, str, Callable[[], object]]) -> tuple[QHBoxLayout, dict[str, QPushButton]]:
    """A dialog's buttons from name, text and what each does; Enter means the first, "cancel" begins the right."""
    layout, buttons = QHBoxLayout(), {}
    for name, text, does in rows:
        button = buttons[name] = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(does)
        if name == "cancel":
            layout.addStretch(1)
        layout.addWidget(button)
    buttons[rows[0][0]].setDefault(True)
    return layout, buttons


def with_suffix(path: str, chosen: str, filters: str) -> str:
    """The file name that is meant: one without a suffix that ``filters`` know gets the first of the ``chosen`` filter.

    So does one with another filter's suffix, unless ``chosen`` is the filter that the dialog began with: then the
    suffix was typed.
    """
    known: list[str] = re.findall(SUFFIX, filters)
    wanted: list[str] = re.findall(SUFFIX, chosen)
    if not wanted or any(path.lower().endswith(s) for s in wanted):
        return path
    has = max((s for s in known if path.lower().endswith(s)), key=len, default="")
    if has and filters.startswith(chosen):
        return path
    return path[: len(path) - len(has)] + wanted[0]


class ScriptAsk:
    """``asking.Ask`` while a script drives the window: nobody is there to answer, and what is asked is wanted."""

    somebody = False

    def folder(self, title: str) -> str | None:
        return None

    def open_file(self, title: str, filters: str) -> str | None:
        return None

    def save_file(self, title: str, filters: str, suggestion: str) -> str | None:
        return None

    def text(self, title: str, label: str, value: str) -> str | None:
        return None

    def series(self, rows: list[Any]) -> str | None:
        return None

    def confirm(self, title: str, text: str, yes: str) -> bool:
        return True

    def choice(self, title: str, text: str, options: list[str]) -> int | None:
        return None

    def leave(self, title: str, text: str) -> Leave | None:
        return "discard"


class SeriesTable(QTableWidget):
    """The series of a folder, one a row; ``opened`` is called with the uid of a row that is double-clicked."""

    def __init__(self, opened: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(0, 5, parent)
        self._opened = opened
        self.setHorizontalHeaderLabels(
            [self.tr("Series"), self.tr("Type"), self.tr("Size"), self.tr("Spacing (mm)"), self.tr("Notes")]
        )
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(40)
        self.setColumnWidth(0, 280)
        self.cellDoubleClicked.connect(lambda row, _column: self._opened(self._uids[row]))
        self._uids: list[str] = []

    def show_rows(self, rows: list[Any], current: str = "", identity: bool = True) -> None:
        self._uids = [str(row.uid) for row in rows]
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            size = "×".join(str(n) for n in row.size) if row.size else ""
            spacing = " × ".join(f"{s:.3g}" for s in row.spacing_mm) if row.spacing_mm else ""
            notes = [shown(text) for text in (row.refusal, *(note.text for note in row.notes)) if text]
            name = ", ".join(t for t in (row.description or self.tr("(no description)"), row.label) if t)
            name = name if identity else over(name, names_in(row.info))
            for column, text in enumerate((name, row.modality, size, spacing, "; ".join(notes))):
                item = QTableWidgetItem(text)
                item.setToolTip("\n".join([name, str(row.uid), *notes]))
                if row.refusal:
                    item.setForeground(QColor(theme.FAINT))
                self.setItem(number, column, item)
        if current in self._uids:
            self.selectRow(self._uids.index(current))

    @property
    def chosen(self) -> str:
        """The uid of the chosen row, or an empty string."""
        row = self.currentRow()
        return self._uids[row] if 0 <= row < len(self._uids) else ""


class SeriesDialog(QDialog):
    """Which of several series to open."""

    def __init__(self, rows: list[Any], parent: QWidget | None = None, identity: bool = True) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Choose a series"))
        self.resize(960, 420)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(self.tr("There are {n} series here. Open one:").format(n=len(rows))))
        self.table = SeriesTable(lambda _uid: self.accept(), self)
        self.table.show_rows(rows, identity=identity)
        self.table.selectRow(next((i for i, row in enumerate(rows) if not row.refusal), 0))
        layout.addWidget(self.table)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    @property
    def uid(self) -> str | None:
        return self.table.chosen or None
