"""The dialog "De-identify": what to copy where, what to keep, progress, and the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.core.deidentify import Choice, Rectangle, Report
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.core.segmenter import Progress
from medseg_gui.session import Session
from medseg_gui.ui.dialogs import button_row
from medseg_gui.ui.panels.base import muted
from medseg_gui.ui.words import shown
from medseg_gui.workers.job import Cancelled, Done, Failed, Job, Outcome, Steps

DATES = {"remove": mark("Taken away"), "shift": mark("All shifted by the same days"), "keep": mark("Kept")}
BURNED = {
    "refuse": mark("Leave out"),
    "looked": mark("Take as they are: I have looked at them"),
    "blank": mark("Take with rectangles blackened"),
}
KEPT = {
    "keep_uids": (mark("UIDs"), mark("Else each becomes another, the same one for the same key")),
    "device": (mark("Device"), mark("Stations, serial numbers, detectors")),
    "institution": (mark("Institution"), mark("Names and addresses of institutions")),
    "patient": (mark("Patient characteristics"), mark("Age (at most 90), sex, size, weight and the like")),
    "descriptors": (mark("Harmless words of descriptions"), mark("Anatomy, sequences, figures; all other words go")),
    "private": (mark("Safe private attributes"), mark("Those that the DICOM standard calls safe, b-values for one")),
}
LISTED = 30


class DeidentifyDialog(QDialog):
    """Copies in a folder apart; the originals stay as they are."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("dialog.deidentify")
        self.setWindowTitle(self.tr("De-identify"))
        self.resize(760, 680)
        self.session = session
        self._job: Job[Any] | None = None
        layout = QVBoxLayout(self)
        layout.addLayout(self._form())
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setPlaceholderText(self.tr("The report of what was changed will stand here and beside the copies."))
        layout.addWidget(self.report, 1)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.status = muted(self.tr("By DICOM PS3.15 annex E, Basic Application Level Confidentiality Profile."))
        self.status.setWordWrap(True)
        layout.addWidget(self.progress)
        layout.addWidget(self.status)
        layout.addLayout(self._buttons())
        self._settle()

    # ----- building ----------------------------------------------------------------------------------------------
    def _form(self) -> QFormLayout:
        volume = self.session.volume
        self.source = QLineEdit(volume.info.source if volume is not None and volume.info.uid else "")
        self.source.setPlaceholderText(self.tr("a folder of DICOM files"))
        self.target = QLineEdit()
        self.target.setPlaceholderText(self.tr("a folder apart from the originals"))
        if not self.session.settings.show_identity:  # paths often hold names
            self.source.setEchoMode(QLineEdit.EchoMode.Password)
            self.target.setEchoMode(QLineEdit.EchoMode.Password)
        self.key = QLineEdit()
        self.key.setPlaceholderText(self.tr("your own; another file for another project"))
        self.key.setToolTip(self.tr("The same key gives the same patients and UIDs again. Keep it secret and safe."))
        self.dates, self.burned = QComboBox(), QComboBox()
        for box, choices in ((self.dates, DATES), (self.burned, BURNED)):
            for value, text in choices.items():
                box.addItem(shown(text), value)
            box.currentIndexChanged.connect(self._settle)
        self.rectangles = QLineEdit()
        self.rectangles.setPlaceholderText(self.tr("first row, first column, last row, last column; …"))
        self.kept: dict[str, QCheckBox] = {}
        grid = QGridLayout()
        for number, (name, (title, tip)) in enumerate(KEPT.items()):
            check = self.kept[name] = QCheckBox(shown(title))
            check.setToolTip(shown(tip))
            grid.addWidget(check, number // 3, number % 3)
        form = QFormLayout()
        form.addRow(self.tr("Originals"), self._chosen(self.source, self._choose_source))
        form.addRow(self.tr("Copies"), self._chosen(self.target, self._choose_target))
        form.addRow(self.tr("Dates"), self.dates)
        form.addRow(self.tr("Keep"), grid)
        form.addRow(self.tr("Text burned in"), self.burned)
        self.rectangles_title = QLabel(self.tr("Rectangles"))
        form.addRow(self.rectangles_title, self.rectangles)
        form.addRow(self.tr("Key"), self._chosen(self.key, self._choose_key))
        return form

    def _chosen(self, field: QLineEdit, choose: Any) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(field, 1)
        button = QPushButton(self.tr("Choose…"))
        button.setAutoDefault(False)
        button.clicked.connect(choose)
        row.addWidget(button)
        field.textChanged.connect(self._settle)
        return row

    def _buttons(self) -> QHBoxLayout:
        row, self.buttons = button_row(
            ("start", self.tr("De-identify"), self.start),
            ("folder", self.tr("Show the copies"), self._show_folder),
            ("cancel", self.tr("Cancel"), self.cancel),
            ("close", self.tr("Close"), self.reject),
        )
        return row

    # ----- what a person does ------------------------------------------------------------------------------------
    def _choose_source(self) -> None:
        self._ask(self.source, lambda ask: ask.folder(mark("Originals to de-identify")))

    def _choose_target(self) -> None:
        self._ask(self.target, lambda ask: ask.folder(mark("Folder of the copies")))

    def _choose_key(self) -> None:
        self._ask(self.key, lambda ask: ask.save_file(mark("Key of the project"), "(*.key)", "project.key"))

    def _ask(self, field: QLineEdit, asks: Any) -> None:
        path = asks(self.session.ask) if self.session.ask is not None else None
        if path:
            field.setText(path)

    def choice(self) -> Choice:
        """As the fields stand. Raises MedsegError for what is no rectangle."""
        burned = self.burned.currentData()
        blank = _rectangles(self.rectangles.text()) if burned == "blank" else ()
        kept = {name: check.isChecked() for name, check in self.kept.items()}
        return Choice(self.dates.currentData(), burned=burned, blank=blank, **kept)

    def start(self) -> None:
        try:
            choice = self.choice()
        except MedsegError as error:
            self.status.setText(str(error))
            return
        source, target = Path(self.source.text().strip()), Path(self.target.text().strip())
        key = Path(self.key.text().strip()) if self.key.text().strip() else None

        def steps() -> Steps[Report]:
            from medseg_gui.workers.deidentify import deidentify

            return deidentify([source], target, choice, key)

        self.report.clear()
        self._job = self.session.submit(mark("De-identifying"), steps, self._ended, key="deidentify", news=self._news)
        self.progress.setRange(0, 0)
        self._settle()

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def done(self, result: int) -> None:
        self.cancel()
        self._job = None
        super().done(result)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.target.text().strip()))

    # ----- what comes of it --------------------------------------------------------------------------------------
    def _news(self, progress: Progress) -> None:
        if self._job is not None:
            self.progress.setRange(0, round(progress.total))
            self.progress.setValue(round(progress.done))
            count = f" {progress.done:.0f} / {progress.total:.0f}" if progress.total else ""
            self.status.setText(shown(progress.text) + count)

    def _ended(self, outcome: Outcome[Report]) -> None:
        if self._job is None:  # closed meanwhile
            return
        self._job = None
        self.progress.setRange(0, 1)
        self.progress.reset()
        if isinstance(outcome, Done):
            self._show(outcome.value)
        elif isinstance(outcome, Failed):
            expected = isinstance(outcome.error, MedsegError)
            wrong = self.tr("Something went wrong. The log file has the details.")
            self.status.setText(str(outcome.error) if expected else wrong)
        elif isinstance(outcome, Cancelled):
            self.status.setText(self.tr("Cancelled. Copies that were finished stay."))
        self._settle()

    def _show(self, report: Report) -> None:
        text = report.text()
        if report.left_out and self.session.settings.show_identity:
            rows = [f"  {path.name}: {why}" for path, why in report.left_out[:LISTED]]
            more = len(report.left_out) - LISTED
            rows += [self.tr("  and {n} more").format(n=more)] if more > 0 else []
            text += "\n".join(["", self.tr("Left out, shown here alone"), *rows])
        self.report.setPlainText(text)
        out = len(report.left_out)
        said = self.tr("{n} files de-identified and checked, {out} left out.").format(n=report.files, out=out)
        self.status.setText(said)

    def _settle(self) -> None:
        busy = self._job is not None
        ready = bool(self.source.text().strip() and self.target.text().strip())
        blank = self.burned.currentData() == "blank"
        self.rectangles.setVisible(blank)
        self.rectangles_title.setVisible(blank)
        if hasattr(self, "buttons"):
            self.buttons["start"].setEnabled(ready and not busy)
            self.buttons["start"].setToolTip("" if ready else self.tr("Choose the originals and a folder first."))
            self.buttons["folder"].setEnabled(not busy and bool(self.report.toPlainText()))
            self.buttons["cancel"].setEnabled(busy)


def _rectangles(text: str) -> tuple[Rectangle, ...]:
    """Of four numbers each, with semicolons between. Raises MedsegError."""
    out = []
    for part in text.split(";"):
        if part.strip():
            try:
                r0, c0, r1, c1 = (int(number) for number in part.split(","))
            except ValueError:
                raise MedsegError(f"{part.strip()!r} is no rectangle", todo="Write four numbers with commas.") from None
            out.append((r0, c0, r1, c1))
    return tuple(out)
