"""What was done, step by step; a click goes back or forward to a step. The saved state stands bold."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout

from medseg_gui.core.case import Case
from medseg_gui.core.edits import Step
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.events import Aspect, Change
from medseg_gui.core.i18n import mark
from medseg_gui.core.provenance import Author
from medseg_gui.ui import theme
from medseg_gui.ui.icons import icon
from medseg_gui.ui.panels.base import Panel, Parts
from medseg_gui.ui.view_authors import named
from medseg_gui.ui.words import shown


def said(step: Step) -> str:
    """By whom, and when."""
    when = datetime.fromtimestamp(step.when).strftime("%H:%M:%S") if step.when else ""
    return "  ·  ".join(part for part in (named(Author.of(step)), when) if part)


class HistoryPanel(Panel):
    """The opened image first, then each step; steps taken back stand greyed below the current one."""

    ID = "panel.history"
    TITLE = mark("History")
    GROUP = 2

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._case: Case | None = None
        self._steps: list[Step] = []
        self._current = 0
        self.list = QListWidget()
        self.list.itemClicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.list)
        self.session.case_opened.connect(self._opened)
        self.session.changed.connect(self._changed)
        self.session.chosen.connect(self._chosen)
        self._saved: int | None = None
        self.fill()

    def _opened(self, _case: Case | None) -> None:
        self.fill()

    def _changed(self, change: Change) -> None:
        if change.final and change.aspects & Aspect.HISTORY:
            self.fill()

    def _chosen(self, what: str) -> None:
        if what == "saved":
            self._mark_saved()

    def fill(self) -> None:
        """Brings the list in line with the history; rows that stay are left alone, since a history can be long."""
        case = self.session.case
        history = case.history if case is not None else None
        steps = [*history.done, *history.undone] if history is not None else []
        same = 0
        while same < min(len(steps), len(self._steps)) and steps[same] is self._steps[same]:
            same += 1
        if case is not self._case:
            self.list.clear()
            self._case, same = case, 0
        for row in range(self.list.count() - 1, same, -1):
            self.list.takeItem(row)
        if history is None:
            self._steps = []
            return
        if not self.list.count():
            self.list.addItem(QListWidgetItem(icon("file.open_file", theme.MUTED), ""))
        older = self.tr("{n} older steps").format(n=history.forgotten)
        self.list.item(0).setText(older if history.forgotten else self.tr("Image opened"))
        for step in steps[same:]:
            self.list.addItem(QListWidgetItem(self._symbol(step.author), shown(step.name)))
        self._steps, current = steps, len(history.done)
        for row in range(1 + min(same, self._current, current), len(steps) + 1):
            item, undone = self.list.item(row), row > current
            item.setForeground(QColor(theme.FAINT if undone else theme.TEXT))
            taken_back = self.tr("Taken back: click to do it again")
            item.setToolTip(taken_back if undone else said(steps[row - 1]) if row else "")
        self._current = current
        self._mark_saved()
        self.list.setCurrentRow(current)
        self.list.scrollToItem(self.list.item(current))

    def _mark_saved(self) -> None:
        """The row that a file holds stands bold."""
        saved = self.session.keep.saved_row
        for row, bold in ((self._saved, False), (saved, True)):
            item = self.list.item(row) if row is not None and row < self.list.count() else None
            if item is not None:
                font = item.font()
                font.setBold(bold)
                item.setFont(font)
                item.setStatusTip(self.tr("A saved case or exported file holds this state") if bold else "")
        self._saved = saved

    @staticmethod
    def _symbol(author: str) -> QIcon:
        if author == "hand":
            return icon("segment.rename", theme.MUTED)
        return icon("file.load_labels" if author.startswith("file ") else "ai.segment", theme.MUTED)

    def _clicked(self, item: QListWidgetItem) -> None:
        try:
            self.session.go_to_step(self.list.row(item))
        except MedsegError as error:
            self.session.say(str(error), "error")
