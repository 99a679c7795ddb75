"""The dialog "Export masks": what is written, where and as what; then what was verified."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.segmenter import Progress
from medseg_gui.session import Session
from medseg_gui.ui.export_result import MARGINS, ExportResult
from medseg_gui.ui.panels.base import muted
from medseg_gui.ui.words import shown
from medseg_gui.veil import veiled
from medseg_gui.workers.export import Exported
from medseg_gui.workers.export_plan import KINDS, Kind, Plan, kind_of, reason
from medseg_gui.workers.job import Done, Failed, Job, Outcome

_KEY = Qt.ItemDataRole.UserRole


class ExportDialog(QDialog):
    """Asks ``Session.masks`` to write the masks as they are when the button is pressed."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("dialog.export")
        self.setWindowTitle(self.tr("Export masks"))
        self.setMinimumWidth(640)
        self.session = session
        self._case = session.the_case()
        self._job: Job[Any] | None = None
        self.pages = QStackedLayout(self)
        self.pages.addWidget(self._form_page())
        self.verified = ExportResult(session, self)
        self.verified.again.clicked.connect(self._choose_again)
        self.verified.close_button.clicked.connect(self.accept)
        self.pages.addWidget(self.verified)
        self._kind_chosen()

    # ----- building ----------------------------------------------------------------------------------------------
    def _form_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(10)
        self.choices = QWidget()
        self.form = QFormLayout(self.choices)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.choices.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.kinds = self._kind_box()
        self.holds = muted()
        self.form.addRow(self.tr("Format"), self.kinds)
        self.form.addRow("", self.holds)
        self.all = QCheckBox(self.tr("All"))
        self.list = self._segment_list()
        self.all.clicked.connect(self._all_pressed)
        self.form.addRow(self.tr("Segments"), self.all)
        self.form.addRow("", self.list)
        self.grid = self._grid_choice()
        self.form.addRow(self.tr("Tilted grid"), self.grid)
        self._add_place()
        self.certificate = QCheckBox(self.tr("Save a certificate beside it"))
        self.certificate.setToolTip(self.tr("What was compared, with hashes, UIDs and versions, as JSON"))
        self.certificate.setChecked(self.session.settings.certificates)
        self.form.addRow("", self.certificate)
        layout.addWidget(self.choices)
        layout.addStretch(1)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.progress.setVisible(False)
        layout.addWidget(self.status)
        layout.addWidget(self.progress)
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.export = QPushButton(self.tr("Export"))
        self.export.setProperty("main", True)
        self.export.setDefault(True)
        self.export.clicked.connect(self._begin)
        row.addWidget(self.cancel)
        row.addWidget(self.export)
        layout.addLayout(row)
        return page

    def _kind_box(self) -> QComboBox:
        box = QComboBox()
        for before, kind in zip((None, *KINDS), KINDS, strict=False):
            if before is not None and before.group != kind.group:
                box.insertSeparator(box.count())
            box.addItem(shown(kind.title), kind.id)
        box.setMaxVisibleItems(20)
        box.setCurrentIndex(box.findData(kind_of(self.session.settings.export_kind).id))
        box.currentIndexChanged.connect(self._kind_chosen)
        return box

    def _segment_list(self) -> QListWidget:
        out = QListWidget()
        out.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        for segment in self._case.labelmap.segments:
            item = QListWidgetItem(segment.name)
            swatch = QPixmap(12, 12)
            swatch.fill(QColor(*segment.colour))
            item.setData(Qt.ItemDataRole.DecorationRole, swatch)
            item.setData(_KEY, segment.key)
            item.setCheckState(Qt.CheckState.Checked)
            out.addItem(item)
        rows = min(max(out.count(), 2), 6)
        out.setFixedHeight(rows * max(out.sizeHintForRow(0), 20) + 2 * out.frameWidth() + 4)
        out.itemChanged.connect(self._settle)
        return out

    def _grid_choice(self) -> QWidget:
        out = QWidget()
        layout = QVBoxLayout(out)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.true_grid = QRadioButton(self.tr("As it is: the true, sheared grid"))
        self.true_grid.setChecked(True)
        self.upright = QRadioButton(self.tr("Resampled to an upright grid"))
        about = muted(self.tr("Some programs show a sheared mask shifted; resampling moves its edges."))
        for widget in (self.true_grid, self.upright, about):
            layout.addWidget(widget)
        return out

    def _add_place(self) -> None:
        self.folder = QLineEdit(str(self.session.masks.folder or Path.home()))
        if not self.session.settings.show_identity:
            self.folder.setEchoMode(QLineEdit.EchoMode.Password)
        browse = QPushButton(self.tr("Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.name = QLineEdit()
        self.suffix = muted()
        for title, row in ((self.tr("Folder"), (self.folder, browse)), (self.tr("Name"), (self.name, self.suffix))):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(row[0], 1)
            line.addWidget(row[1])
            self.form.addRow(title, line)
        for field in (self.folder, self.name):
            field.textChanged.connect(self._settle)

    # ----- what is chosen ----------------------------------------------------------------------------------------
    @property
    def kind(self) -> Kind:
        return kind_of(self.kinds.currentData())

    @property
    def chosen(self) -> frozenset[tuple[int, int]]:
        """(layer, value) of the ticked segments."""
        items = [self.list.item(n) for n in range(self.list.count())]
        return frozenset(tuple(i.data(_KEY)) for i in items if i.checkState() == Qt.CheckState.Checked)

    @property
    def path(self) -> Path:
        return Path(self.folder.text().strip()) / (
            self.name.text().strip().removesuffix(self.kind.suffix) + self.kind.suffix
        )

    def _kind_chosen(self) -> None:
        kind = self.kind
        self.holds.setText(shown(kind.holds))
        self.suffix.setText(kind.suffix or self.tr("(new folder)"))
        self.form.setRowVisible(self.grid, kind.shears and self._case.volume.geometry.sheared)
        self.choices.updateGeometry()
        if not self.name.isModified():
            self.name.setText(self._free_name())
        self._settle()

    def _free_name(self) -> str:
        """A name that says nothing about the patient and is not taken."""
        modality = self._case.volume.modality
        first = f"{modality}_mask" if modality.isalnum() else "mask"
        names = (first, *(f"{first}_{n}" for n in range(2, 1000)))
        folder = Path(self.folder.text().strip())
        return next((n for n in names if not (folder / (n + self.kind.suffix)).exists()), first)

    def _all_pressed(self) -> None:
        state = Qt.CheckState.Unchecked if len(self.chosen) == self.list.count() else Qt.CheckState.Checked
        for n in range(self.list.count()):
            self.list.item(n).setCheckState(state)
        self._settle()

    def _browse(self) -> None:
        found = self.session.ask.folder(self.tr("Export to folder")) if self.session.ask else None
        if found:
            self.folder.setText(found)

    def _settle(self) -> None:
        """Buttons and the line above them say what is possible."""
        chosen = self.chosen
        every = len(chosen) == self.list.count()
        some = Qt.CheckState.PartiallyChecked if chosen else Qt.CheckState.Unchecked
        self.all.setCheckState(Qt.CheckState.Checked if every else some)
        why = shown(reason(self.kind, self._case.labelmap, chosen, self._case.volume)) or self._no_place()
        replaces = not why and self.path.is_file()
        self.export.setText(self.tr("Replace") if replaces else self.tr("Export"))
        if replaces:
            text = self.tr("{name} exists already. It stays as it is until the new one is verified.")
            self._say(text.format(name=self.path.name), "warning")
        else:
            self._say(why, "warning")
        self.export.setEnabled(not why and self._job is None)
        self.export.setToolTip(why)

    def _no_place(self) -> str:
        name, folder = self.name.text().strip(), Path(self.folder.text().strip())
        if not name or "/" in name or "\\" in name:
            return self.tr("Give it a name.")
        if not folder.is_dir():
            return self.tr("There is no such folder.")
        if not self.kind.suffix and self.path.is_dir() and any(self.path.iterdir()):
            return self.tr("That folder is not empty: name a new one.")
        return ""

    def _say(self, text: str, role: str) -> None:
        self.status.setProperty("role", role)
        self.status.style().polish(self.status)
        self.status.setText(veiled(self.session, text))

    # ----- doing it ----------------------------------------------------------------------------------------------
    def _begin(self) -> None:
        if self.session.case is not self._case:
            self._say(self.tr("Another image was opened meanwhile."), "warning")
            self.export.setEnabled(False)
            return
        upright = self.upright.isChecked() and self.form.isRowVisible(self.grid)
        plan = Plan(self.kind, self.path, self.chosen, upright, self.certificate.isChecked())
        try:
            self._job = self.session.masks.export_as(plan, self._ended, self._news)
        except MedsegError as error:
            self._say(str(error), "warning")
            return
        self._busy(True)

    def _busy(self, busy: bool) -> None:
        self.choices.setEnabled(not busy)
        self.export.setEnabled(not busy)
        self.progress.setVisible(busy)
        self.progress.setRange(0, 0)

    def _news(self, progress: Progress) -> None:
        if self._job is not None:
            self.progress.setRange(0, round(progress.total))
            self.progress.setValue(round(progress.done))
            self._say(shown(progress.text) + "…", "muted")

    def _ended(self, outcome: Outcome[Exported]) -> None:
        if self._job is None:  # closed meanwhile
            return
        self._job = None
        self._busy(False)
        self._settle()
        if isinstance(outcome, Done):
            self.verified.tell(outcome.value)
            self.pages.setCurrentWidget(self.verified)
        elif isinstance(outcome, Failed):
            expected = isinstance(outcome.error, MedsegError)
            wrong = self.tr("Something went wrong. The log file has the details.")
            self._say(str(outcome.error) if expected else wrong, "error")

    def _choose_again(self) -> None:
        self.name.setModified(False)
        self._kind_chosen()
        self.pages.setCurrentIndex(0)

    def done(self, result: int) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        super().done(result)
