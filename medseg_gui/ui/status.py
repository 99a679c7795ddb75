"""The status bar: the last message, the value under the cursor, and the work under way with its Cancel button."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QStatusBar, QToolButton, QWidget

from medseg_gui.core.segmenter import Progress
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.ui import theme
from medseg_gui.ui.icons import icon
from medseg_gui.ui.words import shown
from medseg_gui.veil import veiled
from medseg_gui.workers.job import Job

# An information fades after this time; warnings and errors stay until the next action.
FADES_AFTER_MS = 10_000
# Work that ends sooner is not announced: a bar that flickers tells nobody anything.
ANNOUNCED_AFTER_MS = 400
KEPT_MESSAGES = 300


class StatusBar(QStatusBar):
    """One calm line. ``log`` holds the last messages with their times, oldest first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setSizeGripEnabled(False)
        self.log: deque[tuple[datetime, Message]] = deque(maxlen=KEPT_MESSAGES)
        self._current: Message | None = None
        self._symbol = QLabel()
        self._symbol.setFixedSize(16, 16)
        self._text = _Line()
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._symbol)
        row.addWidget(self._text, 1)
        self.addWidget(line, 1)

        self.value = QLabel()
        self.value.setMinimumWidth(230)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.addPermanentWidget(self.value)
        self._work = _Work(session)
        self.addPermanentWidget(self._work)
        self.cancel = self._work.cancel
        self.messages = QToolButton()
        self.messages.setIcon(icon("messages", theme.MUTED))
        self.messages.setToolTip(self.tr("All messages of this session"))
        self.messages.setAutoRaise(True)
        self.addPermanentWidget(self.messages)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(FADES_AFTER_MS)
        self._fade.timeout.connect(self.clear_text)
        session.chosen.connect(lambda what: self._write() if what == "display" else None)

    def say(self, message: Message) -> None:
        """Shows the message. An error stays until the next action: what follows it meanwhile goes to the log alone."""
        self.log.append((datetime.now(), message))
        if self._current is not None and self._current.level == "error" and message.level != "error":
            return
        self._current = message
        self._write()
        self._text.setStyleSheet(f"color: {theme.LEVEL_COLOURS[message.level]}")
        symbol = icon(message.level, theme.LEVEL_COLOURS[message.level])
        self._symbol.setPixmap(symbol.pixmap(QSize(16, 16), self.devicePixelRatioF()))
        if message.level == "info":
            self._fade.start()
        else:
            self._fade.stop()

    def _write(self) -> None:
        if self._current is not None:
            text = veiled(self._session, shown(self._current.text))
            self._text.setText(" ".join(text.split()))
            self._text.setToolTip(text)

    def veiled_log(self) -> list[tuple[datetime, Message]]:
        """The last messages as they may be shown now."""
        return [(when, replace(m, text=veiled(self._session, shown(m.text)))) for when, m in self.log]

    @property
    def text(self) -> str:
        return self._text.text()

    def clear_text(self) -> None:
        """Takes the message away (it stays in the log)."""
        self._current = None
        self._text.clear()
        self._text.setToolTip("")
        self._symbol.clear()

    def show_jobs(self, jobs: tuple[Job[Any], ...]) -> None:
        self._work.show_jobs(jobs)

    def show_progress(self, job: Job[Any], progress: Progress) -> None:
        self._work.show_progress(job, progress)


class _Line(QLabel):
    """Text in one line; what does not fit ends in an ellipsis (the tooltip and the list of messages have it whole)."""

    def paintEvent(self, event: QPaintEvent) -> None:
        fits = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter = QPainter(self)
        self.style().drawItemText(painter, self.rect(), where, self.palette(), True, fits, self.foregroundRole())


class _Work(QWidget):
    """The newest job under way: its name, a bar, Cancel; and how many more there are."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._jobs: tuple[Job[Any], ...] = ()
        self._name = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(150)
        self._bar.setTextVisible(False)
        self.cancel = QToolButton()
        self.cancel.setIcon(icon("close"))
        self.cancel.setToolTip(self.tr("Cancel"))
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 4, 0)
        row.setSpacing(6)
        for widget in (self._name, self._bar, self.cancel):
            row.addWidget(widget)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(ANNOUNCED_AFTER_MS)
        self._late.timeout.connect(self.show)
        self.hide()

    def show_jobs(self, jobs: tuple[Job[Any], ...]) -> None:
        newest = jobs[-1] if jobs else None
        if newest is None:
            self._late.stop()
            self.hide()
        elif not self._jobs or newest is not self._jobs[-1]:
            self._bar.setRange(0, 0)
            self._label(newest, len(jobs), "")
            if not self.isVisible() and not self._late.isActive():
                self._late.start()
        self._jobs = jobs

    def show_progress(self, job: Job[Any], progress: Progress) -> None:
        if self._jobs and job is self._jobs[-1]:
            self._bar.setRange(0, 1000 if progress.total else 0)
            if progress.total:
                self._bar.setValue(round(1000 * min(progress.done / progress.total, 1.0)))
            self._label(job, len(self._jobs), progress.text)

    def _label(self, job: Job[Any], count: int, text: str) -> None:
        more = self.tr(" (+{n})").format(n=count - 1) if count > 1 else ""
        self._name.setText(veiled(self._session, shown(job.name)) + more)
        self._name.setToolTip(veiled(self._session, shown(text)))

    def _cancel(self) -> None:
        if self._jobs:
            self._jobs[-1].cancel()
