"""The series browser: what the open folder holds."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.opening import siblings
from medseg_gui.ui import theme
from medseg_gui.ui.icons import icon
from medseg_gui.ui.panels.base import Hint, Panel, Parts
from medseg_gui.ui.time_chooser import TimeChooser
from medseg_gui.ui.words import shown
from medseg_gui.veil import veiled


class SeriesPanel(Panel):
    """One entry a series, its time points on a slider; a double click (or Enter) opens it. Hidden for a single one."""

    ID = "panel.series"
    TITLE = mark("Series")
    AREA = Qt.DockWidgetArea.LeftDockWidgetArea

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.list = QListWidget()
        self.list.setIconSize(QSize(18, 18))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.itemActivated.connect(self._activated)
        self._hint = Hint(self.list, self.tr("The series of the open folder stand here."))
        row = QHBoxLayout()
        row.addWidget(self.button("view.previous_series"))
        row.addWidget(self.button("view.next_series"))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 6)
        layout.addWidget(self.list)
        self.times = TimeChooser(self.session)
        layout.addWidget(self.times)
        layout.addLayout(row)
        self.session.case_opened.connect(lambda _case: self._fill())
        self.session.chosen.connect(lambda what: self._fill() if what in ("coming", "display") else None)
        self._fill()

    def _fill(self) -> None:
        rows, shown_uid, _ = self.session.opening.listed
        self._hint.setVisible(not rows)
        self.list.clear()
        listed: set[str] = set()
        for first in rows:
            if first.uid in listed:
                continue
            group = siblings(rows, first.uid) or [first]
            listed |= {row.uid for row in group}
            row = next((r for r in group if r.uid == shown_uid), first)
            item = QListWidgetItem(veiled(self.session, self._describe(row, len(group))))
            item.setData(Qt.ItemDataRole.UserRole, row.uid)
            notes = [shown(note.text) for note in row.notes]
            lines = [row.description, str(row.uid), shown(row.refusal), *notes]
            item.setToolTip(veiled(self.session, "\n".join(line for line in lines if line)))
            if row.refusal:
                item.setIcon(icon("error", theme.ERROR))
            elif notes:
                item.setIcon(icon("warning", theme.WARNING))
            else:
                item.setIcon(icon("panels", theme.MUTED))
            self.list.addItem(item)
            if row.uid == shown_uid:
                self.list.setCurrentItem(item)
        self.times.refresh()

    def _describe(self, row: Any, images: int) -> str:
        size = "×".join(str(n) for n in row.size)
        spacing = " × ".join(f"{s:.3g}" for s in row.spacing_mm)
        name = row.description or self.tr("(no description)")
        if images > 1:
            name += "\n" + self.tr("{n} images on one grid").format(n=images)
        elif row.label:
            name = f"{name}, {row.label}"
        return f"{name}\n{row.modality} · {size}\n{spacing} mm"

    def _activated(self, item: QListWidgetItem) -> None:
        uid = item.data(Qt.ItemDataRole.UserRole)
        if uid != self.session.opening.listed[1]:
            try:
                self.session.open_series(uid)
            except MedsegError as error:
                self.session.say(str(error), "error")
