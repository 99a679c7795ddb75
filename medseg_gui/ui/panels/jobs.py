"""What is under way: each job with its progress and a Cancel button."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QScrollArea, QToolButton, QVBoxLayout, QWidget

from medseg_gui.core.i18n import mark
from medseg_gui.core.segmenter import Progress
from medseg_gui.ui.icons import icon
from medseg_gui.ui.panels.base import Hint, Panel, Parts, muted
from medseg_gui.ui.words import shown
from medseg_gui.workers.job import Job


class JobsPanel(Panel):
    """A card a job, the newest last."""

    ID = "panel.jobs"
    TITLE = mark("Jobs")
    GROUP = 2

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.cards: dict[int, _Card] = {}
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(6, 6, 6, 6)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        self._hint = Hint(scroll, self.tr("Nothing is under way."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        # jobs come and go in bursts: the panel follows at the end of each
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fill)
        self.session.runner.listeners.append(self._soon.start)
        self.session.progressed.connect(self._progressed)
        self.fill()

    def fill(self) -> None:
        active = {job.number: job for job in self.session.runner.active}
        for number in [n for n in self.cards if n not in active]:
            self.cards.pop(number).deleteLater()
        for number, job in active.items():
            if number not in self.cards:
                card = self.cards[number] = _Card(job)
                self._column.insertWidget(self._column.count() - 1, card)
        self._hint.setVisible(not self.cards)

    def _progressed(self, news: tuple[Job[Any], Progress]) -> None:
        job, progress = news
        if job.number in self.cards:
            self.cards[job.number].show_progress(progress)


class _Card(QFrame):
    def __init__(self, job: Job[Any]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._job = job
        name = QLabel(shown(job.name))
        self.text = muted(self.tr("waiting"))
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.cancel = QToolButton()
        self.cancel.setIcon(icon("close"))
        self.cancel.setToolTip(self.tr("Cancel"))
        self.cancel.clicked.connect(self._cancel)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 4, 8)
        grid.setVerticalSpacing(3)
        grid.addWidget(name, 0, 0)
        grid.addWidget(self.cancel, 0, 1, 2, 1)
        grid.addWidget(self.text, 1, 0)
        grid.addWidget(self.bar, 2, 0, 1, 2)

    def show_progress(self, progress: Progress) -> None:
        self.text.setText(shown(progress.text))
        self.bar.setRange(0, 1000 if progress.total else 0)
        if progress.total:
            self.bar.setValue(round(1000 * min(1.0, progress.done / progress.total)))

    def _cancel(self) -> None:
        self._job.cancel()
        self.text.setText(self.tr("stopping …"))
        self.cancel.setEnabled(False)
