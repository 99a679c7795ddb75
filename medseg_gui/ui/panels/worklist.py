"""The case list: how far each case is, which one is open, and the way to the next."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.core.worklist import STATUS_TITLES, STATUSES, Status
from medseg_gui.ui import theme
from medseg_gui.ui.icons import icon
from medseg_gui.ui.panels.base import ActionButton, Hint, Panel, Parts, muted
from medseg_gui.ui.words import shown
from medseg_gui.veil import veiled

STATUS, NAME, TIME = range(3)
SYMBOLS: dict[Status, tuple[str, str]] = {
    "open": ("worklist.reset", "FAINT"),
    "work": ("worklist.work", "ACCENT_TEXT"),
    "done": ("worklist.done", "GOOD"),
    "flagged": ("worklist.flag", "WARNING"),
}


def minutes(time_s: float) -> str:
    """m:ss, or h:mm:ss from an hour on; empty for no time."""
    whole = round(time_s)
    hours, rest = divmod(whole, 3600)
    text = f"{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
    return (f"{hours}:{text}" if hours else text) if whole else ""


class WorklistPanel(Panel):
    """One row a case; a double click (or Enter) opens it. Stands open while a list is open."""

    ID = "panel.worklist"
    TITLE = mark("Cases")
    AREA = Qt.DockWidgetArea.LeftDockWidgetArea
    GROUP = 1

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._rows: list[int] = []
        self._source: object = None
        self.progress = muted()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.only = QComboBox()
        self.only.addItem(self.tr("All"), None)
        for status in STATUSES:
            self.only.addItem(shown(STATUS_TITLES[status]), status)
        self.only.setToolTip(self.tr("Which cases are shown, and where Next and Previous go"))
        self.only.currentIndexChanged.connect(lambda _at: self.session.worklist.filter(self.only.currentData()))
        top = QHBoxLayout()
        top.addWidget(self.progress, 1)
        top.addWidget(self.only)
        self.table = QTableWidget(0, 3)
        self._set_up_table()
        self._hint = Hint(self.table.viewport(), "")
        moves = QHBoxLayout()
        moves.setSpacing(2)
        for command_id in ("worklist.previous", "worklist.next", "worklist.rank"):
            moves.addWidget(self.button(command_id))
        moves.addStretch(1)
        for command_id in ("worklist.flag", "worklist.done"):
            moves.addWidget(self.button(command_id))
        moves.addWidget(ActionButton(parts.actions["worklist.finish"], main=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        layout.addWidget(self.table, 1)
        layout.addLayout(moves)
        self.session.worklist.changed.connect(lambda _none: self.fill())
        self.session.chosen.connect(lambda what: self.fill() if what == "display" else None)
        self.fill()

    def _set_up_table(self) -> None:
        table = self.table
        table.setShowGrid(False)
        table.setIconSize(QSize(16, 16))
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(26)
        table.horizontalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = table.horizontalHeader()
        header.setMinimumSectionSize(26)
        header.setSectionResizeMode(STATUS, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(TIME, QHeaderView.ResizeMode.ResizeToContents)
        table.setColumnWidth(STATUS, 28)
        table.itemActivated.connect(lambda item: self._open(self._rows[item.row()]))
        table.customContextMenuRequested.connect(self._menu)

    # ----- showing ---------------------------------------------------------------------------------------------
    def fill(self) -> None:
        """Shows the list as it is."""
        desk = self.session.worklist
        self.only.setCurrentIndex(self.only.findData(desk.only))
        self._rows = [
            n for n in range(len(desk.items)) if desk.only in (None, desk.standing(n).status) or n == desk.current
        ]
        self.table.setRowCount(len(self._rows))
        for row, number in enumerate(self._rows):
            self._show(row, number)
        self.table.setCurrentCell(self._rows.index(desk.current) if desk.current in self._rows else -1, NAME)
        text = self.tr("{done} of {n} done").format(done=desk.done, n=len(desk.items))
        self.progress.setText(text if desk.opened is not None else "")
        self._bar.setRange(0, max(len(desk.items), 1))
        self._bar.setValue(desk.done)
        nothing = self.tr("No case list is open.\nOpen a folder or a CSV (menu Cases).")
        self._hint.setText(self.tr("No case has this status.") if desk.items else nothing)
        self._hint.setVisible(not self._rows)
        self.parts.actions.refresh()
        dock = self.parentWidget()
        if dock is not None and desk.opened is not self._source:
            dock.setVisible(desk.opened is not None)
        self._source = desk.opened

    def _show(self, row: int, number: int) -> None:
        desk = self.session.worklist
        item, standing = desk.items[number], desk.standing(number)
        current, broken = number == desk.current, bool(item.problem)
        status, name, time = (self._item(row, column) for column in (STATUS, NAME, TIME))
        symbol, colour = ("error", "ERROR") if broken else SYMBOLS[standing.status]
        status.setIcon(icon(symbol, theme.colour(colour)))
        open_now = self.session.settings.show_identity
        name.setText(item.name if open_now else self.tr("Case {n}").format(n=number + 1))
        font = name.font()
        font.setBold(current)
        name.setFont(font)
        name.setForeground(QColor(theme.FAINT if broken else theme.TEXT))
        ranked = standing.rank if standing.status == "open" else 0
        time.setText(minutes(standing.time_s) or (f"#{ranked}" if ranked else ""))
        time.setForeground(QColor(theme.MUTED))
        time.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        lines = [
            shown(STATUS_TITLES[standing.status]),
            self.tr("Rank {n}: {why}").format(n=ranked, why=standing.why) if ranked else "",
            item.patient if open_now else "",
            item.image if open_now else "",
            self.tr("Saved as {path}").format(path=standing.case) if standing.case and open_now else "",
            veiled(self.session, shown(item.problem)),
        ]
        for cell in (status, name, time):
            cell.setToolTip("\n".join(line for line in lines if line))

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.table.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.table.setItem(row, column, item)
        return item

    # ----- wishes ----------------------------------------------------------------------------------------------
    def _open(self, number: int) -> None:
        try:
            self.session.worklist.go(number)
        except MedsegError as error:
            self.session.say(str(error), "error")

    def _menu(self, at: QPoint) -> None:
        row = self.table.rowAt(at.y())
        if not 0 <= row < len(self._rows):
            return
        number, desk = self._rows[row], self.session.worklist
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), lambda: self._open(number)).setEnabled(not desk.items[number].problem)
        menu.addSeparator()
        for status in STATUSES:
            symbol, colour = SYMBOLS[status]
            action = menu.addAction(icon(symbol, theme.colour(colour)), shown(STATUS_TITLES[status]))
            action.triggered.connect(lambda _on=False, s=status: desk.set_status(s, number))
        menu.popup(self.table.viewport().mapToGlobal(at))
