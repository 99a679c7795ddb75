"""The second page of the PACS dialog: certificates, token, the way back, and our receiver."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.session import Session
from medseg_gui.ui.panels.base import muted
from medseg_gui.ui.words import shown

VIA = {"get": mark("C-GET: over the same connection"), "move": mark("C-MOVE: the PACS sends to our receiver")}


class PacsMore(QWidget):
    """Fields as they were chosen last; the receiver runs on when the dialog is closed, until it is stopped."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        settings = session.settings
        self.certificate, self.key = QLineEdit(settings.pacs_certificate), QLineEdit(settings.pacs_key)
        for field in (self.certificate, self.key):
            field.setPlaceholderText(self.tr("a PEM file, where the PACS asks for one"))
        self.token = QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText(self.tr("for DICOMweb, instead of user and password; from the keyring"))
        self.plain = QCheckBox(self.tr("Let secrets travel unencrypted to another computer"))
        self.via = QComboBox()
        for value, text in VIA.items():
            self.via.addItem(shown(text), value)
        self.via.setCurrentIndex(max(self.via.findData(settings.pacs_via), 0))
        self.port = QSpinBox()
        self.port.setRange(1, 65535)
        self.port.setValue(settings.pacs_port)
        self.open = QCheckBox(self.tr("From other computers"))
        self.open.setToolTip(self.tr("Else it listens to this computer alone"))
        self.open.setChecked(settings.pacs_open)
        self.allowed = QLineEdit(settings.pacs_allowed)
        self.allowed.setPlaceholderText(self.tr("AE titles with commas; empty: all"))
        self.listen = QPushButton()
        self.listen.setAutoDefault(False)
        self.listen.clicked.connect(self.toggle)
        self.state = muted()
        self.state.setWordWrap(True)
        form = QFormLayout()
        form.addRow(self.tr("Our certificate"), self.certificate)
        form.addRow(self.tr("Its key"), self.key)
        form.addRow(self.tr("Token"), self.token)
        form.addRow("", self.plain)
        form.addRow(self.tr("Retrieve by"), self.via)
        form.addRow(self.tr("Our receiver"), self._receiver())
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.state)
        layout.addStretch(1)
        off = session.pacs.receiving.connect(self._refresh)
        self.destroyed.connect(lambda *_: off())
        self._refresh(None)

    def _receiver(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Port")))
        row.addWidget(self.port)
        row.addWidget(self.open)
        row.addWidget(QLabel(self.tr("Only from")))
        row.addWidget(self.allowed, 1)
        row.addWidget(self.listen)
        return row

    def keep(self) -> None:
        """Remembers the fields for the next time; never the token."""
        settings = self.session.settings
        settings.pacs_certificate, settings.pacs_key = self.certificate.text().strip(), self.key.text().strip()
        settings.pacs_via, settings.pacs_port = str(self.via.currentData()), self.port.value()
        settings.pacs_open, settings.pacs_allowed = self.open.isChecked(), self.allowed.text().strip()

    def toggle(self) -> None:
        """Starts the receiver, or stops it."""
        if self.session.pacs.listening:
            self.session.pacs.stop_listening()
            return
        self.keep()
        try:
            self.session.pacs.listen()
        except MedsegError as error:
            self.state.setText(str(error))

    def _refresh(self, _news: None) -> None:
        desk = self.session.pacs
        self.listen.setText(self.tr("Stop receiving") if desk.listening else self.tr("Start receiving"))
        for field in (self.port, self.open, self.allowed):
            field.setEnabled(not desk.listening)
        self.state.setText(shown(desk.said))
