"""The dialog "Train new model": from which cases, what it is called, which network, for how long."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.core.choices import LOSSES, NETWORKS
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.session import Session
from medseg_gui.ui.dialogs import button_row
from medseg_gui.ui.panels.base import muted
from medseg_gui.ui.words import shown
from medseg_gui.workers import finetune
from medseg_gui.workers.models import free

NETWORK_NAMES = {"unet": mark("U-Net"), "residual": mark("U-Net with residual blocks (as V-Net)")}
LOSS_NAMES = {
    "dice_ce": mark("Dice and cross-entropy"),
    "ce": mark("Cross-entropy"),
    "focal": mark("Focal: difficult voxels count more"),
    "tversky": mark("Tversky: what is missed counts more"),
    "mse": mark("Mean squared error"),
}
CASE, FILES = "case", "files"


class TrainDialog(QDialog):
    """Starts a training; its progress shows in the training panel."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog.train")
        self.setWindowTitle(self.tr("Train new model"))
        self.setMinimumWidth(520)
        self.session = session
        self.name = QLineEdit(free(self.tr("my-model")))
        self.source = QComboBox()
        if session.case is not None and session.case.labelmap.any_mask().any():
            self.source.addItem(self.tr("This case and those kept under the name"), CASE)
        self.source.addItem(self.tr("A folder with images/ and labels/, or a CSV table"), FILES)
        self.cases = QLineEdit()
        browse = QPushButton(self.tr("Choose…"))
        browse.clicked.connect(self._browse)
        self.files = QWidget()
        row = QHBoxLayout(self.files)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.cases, 1)
        row.addWidget(browse)
        self.network, self.loss = QComboBox(), QComboBox()
        for box, keys, names in ((self.network, NETWORKS, NETWORK_NAMES), (self.loss, LOSSES, LOSS_NAMES)):
            for key in keys:
                box.addItem(shown(names[key]), key)
        self.minutes = QDoubleSpinBox()
        self.minutes.setDecimals(0)
        self.minutes.setRange(1, 1440)
        self.minutes.setValue(finetune.SCRATCH["minutes"])
        self.minutes.setSuffix(self.tr(" min"))
        form = QFormLayout()
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Learns from"), self.source)
        form.addRow(self.tr("Cases"), self.files)
        form.addRow(self.tr("Network"), self.network)
        form.addRow(self.tr("Loss"), self.loss)
        form.addRow(self.tr("Time"), self.minutes)
        self._form = form
        self.line = muted()
        self.line.setWordWrap(True)
        buttons, self.buttons = button_row(
            ("train", self.tr("Train"), self._train), ("cancel", self.tr("Cancel"), self.reject)
        )
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.line)
        layout.addLayout(buttons)
        self.source.currentIndexChanged.connect(self._settle)
        self.name.textChanged.connect(self._settle)
        self._settle()

    def _settle(self) -> None:
        files = self.source.currentData() == FILES
        self._form.setRowVisible(self.files, files)
        text = self.tr(
            "Spacing, grey values, 2-D or 3-D, patch and width follow from the cases and from what a step takes "
            "on this computer. The window stays free; clicks come first."
        )
        name = self.name.text().strip()
        kept = 0 if files or not name else len(finetune.cases_kept(name))
        if kept:
            text += " " + self.tr("{n} cases are kept under this name.").format(n=kept)
        elif not files:
            text += " " + self.tr("Of a single case some slices are held out for scoring.")
        self.line.setText(text)
        self.adjustSize()

    def _browse(self) -> None:
        folder = self.session.ask.folder(self.tr("Folder with images/ and labels/")) if self.session.ask else None
        if folder:
            self.cases.setText(folder)

    def _train(self) -> None:
        files = self.source.currentData() == FILES
        if files and not self.cases.text().strip():
            self._browse()
            return
        try:
            self.session.models.train(
                self.name.text().strip(),
                None if files else self.session.the_case(),
                self.cases.text().strip(),
                network=self.network.currentData(),
                loss=self.loss.currentData(),
                minutes=self.minutes.value(),
            )
        except MedsegError as error:
            self.line.setText(str(error))
        else:
            self.accept()
