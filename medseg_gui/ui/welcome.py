"""What stands in the window while no image is open."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.veil import HIDDEN
from medseg_gui.session import Session
from medseg_gui.ui import theme
from medseg_gui.ui.actions import Actions
from medseg_gui.ui.icons import icon
from medseg_gui.ui.panels.base import ActionButton, clear_layout, muted

RECENT_SHOWN = 6
WIDTH, AROUND = 560, 60
"""Of the column in px, and what a row's symbol and margins take of it."""


class Welcome(QWidget):
    """The ways in: open, drop, go on with a recent one."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        symbol = QLabel()
        symbol.setPixmap(icon("app").pixmap(QSize(72, 72), self.devicePixelRatioF()))
        title = QLabel("medseg")
        title.setProperty("role", "title")
        line = muted(self.tr("Look at, segment and measure medical images"))
        names = QVBoxLayout()
        names.addWidget(title)
        names.addWidget(line)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(symbol)
        head.addLayout(names)
        head.addStretch(1)

        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(ActionButton(actions["file.open_folder"], main=True))
        buttons.addWidget(ActionButton(actions["file.open_file"]))
        buttons.addWidget(ActionButton(actions["file.open_sample"]))
        buttons.addStretch(1)

        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._recent_title = muted(self.tr("Recent"))
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addLayout(head)
        column.addSpacing(10)
        column.addLayout(buttons)
        column.addWidget(muted(self.tr("or drop a folder or a file here")))
        column.addSpacing(14)
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        column.addSpacing(24)
        notice = muted(self.tr("For research and teaching. Not a medical device: not for diagnosis or treatment."))
        column.addWidget(notice)
        inner = QWidget()
        inner.setLayout(column)
        inner.setFixedWidth(WIDTH)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        session.chosen.connect(lambda what: self.refresh() if what == "display" else None)
        self.refresh()

    def refresh(self) -> None:
        """Shows the recent list as it is."""
        clear_layout(self._recent)
        recent = self._session.settings.recent[:RECENT_SHOWN]
        self._recent_title.setVisible(bool(recent))
        for number, path in enumerate(recent, 1):
            button = QPushButton(icon("file.open_folder", theme.MUTED), "")
            name = recent_name(self._session, path, number)
            button.setText(button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, WIDTH - AROUND))
            button.setFlat(True)
            button.setStyleSheet("QPushButton { text-align: left; border: none; background: transparent; }"
                                 f"QPushButton:hover {{ background: {theme.RAISED}; }}")  # fmt: skip
            button.setToolTip(path if self._session.settings.show_identity else "")
            button.clicked.connect(partial(self._open, path))
            self._recent.addWidget(button)

    def _open(self, path: str, _checked: bool = False) -> None:
        try:
            self._session.open(path)
        except MedsegError as error:
            self._session.say(str(error), "error")


def recent_name(session: Session, path: str, number: int) -> str:
    """How a recently opened path is listed: by its number alone while identity is hidden."""
    return short_path(path) if session.settings.show_identity else f"{number}  {HIDDEN}"


def short_path(path: str) -> str:
    """The last two parts of a path: enough to know it again."""
    parts = Path(path).parts
    return str(Path(*parts[-2:])) if len(parts) > 2 else path
