"""Settings of the program: language, light or dark, new versions. Those of an image stand beside what they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.core.i18n import mark
from medseg_gui.process import own_command
from medseg_gui.session import Session
from medseg_gui.ui.panels.base import muted
from medseg_gui.ui.theme import CHOICES
from medseg_gui.ui.words import languages, shown

if TYPE_CHECKING:
    from medseg_gui.ui.main_window import MainWindow

SCHEME = "https://"
SYSTEM = mark("As the system")


class LookChoice(QFormLayout):
    """Language and theme: kept at once, seen after a new start, which is one button."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._before = (session.settings.language, session.settings.theme)
        self.language, self.theme = QComboBox(), QComboBox()
        for code, name in (("", shown(SYSTEM)), *languages()):
            self.language.addItem(name, code)
        for value, title in CHOICES:
            self.theme.addItem(shown(title), value)
        for box, value in ((self.language, session.settings.language), (self.theme, session.settings.theme)):
            box.setCurrentIndex(max(box.findData(value), 0))
            box.currentIndexChanged.connect(self._chosen)
        self.again = QPushButton(self.tr("Start again now"))
        self.again.setToolTip(self.tr("Language and appearance change when the program starts"))
        self.again.clicked.connect(lambda: session.wanted.emit("restart"))
        self.again.setVisible(False)
        if len(languages()) > 1:
            self.addRow(self.tr("Language"), self.language)
        self.addRow(self.tr("Appearance"), self.theme)
        self.addRow("", self.again)

    def _chosen(self) -> None:
        chosen = self._session.settings
        chosen.language, chosen.theme = self.language.currentData(), self.theme.currentData()
        chosen.save()
        self.again.setVisible((chosen.language, chosen.theme) != self._before)


class SettingsDialog(QDialog):
    """What is chosen is kept at once."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(480)
        self._session = session
        self.look = LookChoice(session)
        self.check = QCheckBox(self.tr("Look for a new version at each start"))
        self.check.setChecked(session.settings.update_check)
        self.address = QLineEdit(session.settings.update_address)
        self.address.setPlaceholderText(SCHEME)
        self.address.setEnabled(self.check.isChecked())
        self.check.toggled.connect(self._keep)
        self.address.editingFinished.connect(self._keep)
        about = muted(
            self.tr(
                "Off unless you turn it on. This version knows no address of its own: enter the one that you were "
                "given. It is read, and nothing is sent."
            )
        )
        about.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addLayout(self.look)
        layout.addWidget(self.check)
        layout.addWidget(self.address)
        layout.addWidget(about)
        layout.addWidget(buttons)

    def _keep(self, _checked: bool = False) -> None:
        chosen = self._session.settings
        chosen.update_check, chosen.update_address = self.check.isChecked(), self.address.text().strip()
        chosen.save()
        self.address.setEnabled(chosen.update_check)


def restart(window: MainWindow) -> None:
    """Closes the window, asking about unsaved edits, and starts the program again."""
    if window.close():
        program, *arguments = own_command(window=True)
        QProcess.startDetached(program, arguments)
