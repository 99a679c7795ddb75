"""The yellow bar above the views: what a reader must know before trusting the grid."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QSizePolicy, QToolButton, QWidget

from medseg_gui.core.volume import Note
from medseg_gui.session import Session
from medseg_gui.ui import theme
from medseg_gui.ui.icons import icon
from medseg_gui.ui.words import shown
from medseg_gui.veil import veiled


class NotesBar(QFrame):
    """Hidden while there is nothing to say; stays until the reader closes it or another image is opened."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notes")
        self._session = session
        self._notes: tuple[Note, ...] = ()
        symbol = QLabel()
        symbol.setPixmap(icon("warning", theme.NOTE_TEXT).pixmap(QSize(18, 18), self.devicePixelRatioF()))
        self.text = QLabel()
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.details = QPushButton(self.tr("Details"))
        self.details.clicked.connect(self._tell_all)
        close = QToolButton()
        close.setIcon(icon("close", theme.NOTE_TEXT))
        close.setToolTip(self.tr("Hide this bar"))
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.addWidget(symbol)
        row.addWidget(self.text, 1)
        row.addWidget(self.details)
        row.addWidget(close)
        session.chosen.connect(lambda what: self._write() if what == "display" else None)
        self.hide()

    def show_notes(self, notes: tuple[Note, ...]) -> None:
        self._notes = notes
        self._write()
        self.setVisible(bool(notes))

    def _write(self) -> None:
        if self._notes:
            rest = len(self._notes) - 1
            more = self.tr("   (+{n} more)").format(n=rest) if rest else ""
            self.text.setText(veiled(self._session, shown(self._notes[0].text)) + more)
            self.text.setToolTip(veiled(self._session, "\n".join(shown(n.text) for n in self._notes)))

    def _tell_all(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Notes on this image"), "", parent=self)
        box.setText(self.tr("Before you trust distances and volumes in this image:"))
        told = "\n\n".join("• " + shown(n.text) for n in self._notes)
        box.setInformativeText(veiled(self._session, told))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
