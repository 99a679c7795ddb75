"""What was done, step by step; a click goes back or forward to a step."""

from __future__ import annotations

from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout

from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.events import Aspect, Change
from medseg_gui.core.i18n import mark
from medseg_gui.ui import theme
from medseg_gui.ui.icons import icon
from medseg_gui.ui.panels.base import Panel, Parts
from medseg_gui.ui.words import shown


class HistoryPanel(Panel):
    """The opened image first, then each step; steps taken back stand greyed below the current one."""

    ID = "panel.history"
    TITLE = mark("History")
    GROUP = 2

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.list = QListWidget()
        self.list.itemClicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.list)
        self.session.case_opened.connect(self._opened)
        self.session.changed.connect(self._changed)
        self.fill()

    def _opened(self, _case: Case | None) -> None:
        self.fill()

    def _changed(self, change: Change) -> None:
        if change.final and change.aspects & Aspect.HISTORY:
            self.fill()

    def fill(self) -> None:
        self.list.clear()
        case = self.session.case
        if case is None:
            return
        history = case.history
        first = self.tr("{n} older steps").format(n=history.forgotten) if history.forgotten else self.tr("Image opened")
        self.list.addItem(QListWidgetItem(icon("file.open_file", theme.MUTED), first))
        for step in history.done:
            item = QListWidgetItem(self._symbol(step.author), shown(step.name))
            if step.author != "hand":
                item.setToolTip(step.author)
            self.list.addItem(item)
        for step in history.undone:
            item = QListWidgetItem(self._symbol(step.author), shown(step.name))
            item.setForeground(QColor(theme.FAINT))
            item.setToolTip(self.tr("Taken back: click to do it again"))
            self.list.addItem(item)
        self.list.setCurrentRow(len(history.done))
        self.list.scrollToItem(self.list.item(len(history.done)))

    @staticmethod
    def _symbol(author: str) -> QIcon:
        return icon("segment.rename" if author == "hand" else "ai.segment", theme.MUTED)

    def _clicked(self, item: QListWidgetItem) -> None:
        try:
            self.session.go_to_step(self.list.row(item))
        except MedsegError as error:
            self.session.say(str(error), "error")
