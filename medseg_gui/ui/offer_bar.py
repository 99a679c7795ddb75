"""The bar on top: work that a crash left, a journal that cannot be written. It waits and blocks nothing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from medseg_gui.asking import Offer
from medseg_gui.core.errors import MedsegError
from medseg_gui.session import Session
from medseg_gui.ui import theme
from medseg_gui.ui.icons import icon
from medseg_gui.ui.panels.base import clear_layout
from medseg_gui.ui.words import shown
from medseg_gui.veil import veiled


class OfferBar(QFrame):
    """Shows the first of the session's offers with a button for each thing to do; hidden when there is none."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notes")
        self._session = session
        self._offer: Offer | None = None
        symbol = QLabel()
        symbol.setPixmap(icon("warning", theme.NOTE_TEXT).pixmap(QSize(18, 18), self.devicePixelRatioF()))
        self.text = QLabel()
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons = QHBoxLayout()
        later = QToolButton()
        later.setIcon(icon("close", theme.NOTE_TEXT))
        later.setToolTip(self.tr("Not now"))
        later.clicked.connect(lambda: self._chosen(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.addWidget(symbol)
        row.addWidget(self.text, 1)
        row.addLayout(self.buttons)
        row.addWidget(later)
        session.keep.offers.changed.connect(lambda _none: self.refresh())
        session.chosen.connect(lambda what: self.refresh() if what == "display" else None)
        self.refresh()

    def refresh(self) -> None:
        """Shows what is offered now."""
        offers = self._session.keep.offers.all
        self._offer = offers[0] if offers else None
        clear_layout(self.buttons)
        if self._offer is not None:
            more = self.tr("   (+{n} more)").format(n=len(offers) - 1) if len(offers) > 1 else ""
            self.text.setText(veiled(self._session, shown(self._offer.text)) + more)
            self.text.setToolTip(veiled(self._session, "\n".join(shown(offer.text) for offer in offers)))
            for number, (title, _) in enumerate(self._offer.actions):
                button = QPushButton(shown(title))
                button.clicked.connect(partial(self._chosen, number))
                self.buttons.addWidget(button)
        self.setVisible(self._offer is not None)

    def _chosen(self, number: int | None, _checked: bool = False) -> None:
        if self._offer is not None:
            try:
                self._session.keep.offers.answer(self._offer, number)
            except MedsegError as error:
                self._session.say(str(error), "error")
