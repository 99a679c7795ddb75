"""The dialog "PACS": a form of what to look for, a table of what there is, and what is under way."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.pacs import CALLING, FIELDS, TITLES, Found, Query, Server, Wanted
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.veil import HIDDEN
from medseg_gui.reasons import needs_mask
from medseg_gui.session import Session
from medseg_gui.ui.dialogs import button_row
from medseg_gui.ui.pacs_more import PacsMore
from medseg_gui.ui.panels.base import muted
from medseg_gui.ui.words import shown
from medseg_gui.workers.job import Cancelled, Done, Failed, Job, Outcome

ASKED = ("patient_name", "patient_id", "date", "modality", "accession")


class PacsDialog(QDialog):
    """Talks to ``Session.pacs``; the password lives in its field alone."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("dialog.pacs")
        self.setWindowTitle(self.tr("PACS"))
        self.resize(920, 620)
        self.session = session
        self._job: Job[Any] | None = None
        self._rows: list[Found] = []
        self._asked_study = ""
        layout = QVBoxLayout(self)
        layout.addLayout(self._server_form())
        search = QWidget()
        column = QVBoxLayout(search)
        column.addLayout(self._query_form())
        self.table = self._make_table()
        column.addWidget(self.table, 1)
        self.more = PacsMore(session)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.addTab(search, self.tr("Search"))
        self.pages.addTab(self.more, self.tr("Connection and receiver"))
        layout.addWidget(self.pages, 1)
        self.status = muted()
        self.status.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        layout.addWidget(self.progress)
        layout.addWidget(self.status)
        layout.addLayout(self._buttons())
        self._settle()

    # ----- building ----------------------------------------------------------------------------------------------
    def _server_form(self) -> QFormLayout:
        kept = self.session.pacs.kept()
        self.address = QLineEdit(kept.address if kept else "")
        self.address.setPlaceholderText(
            self.tr("dicom://TITLE@host:port, dicoms://TITLE@host:port, https://host/dicom-web")
        )
        self.title = QLineEdit(kept.calling if kept else CALLING)
        self.ca = QLineEdit(kept.ca if kept else "")
        self.ca.setPlaceholderText(self.tr("those of the system, or a PEM file"))
        self.user = QLineEdit(kept.user if kept else "")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("from the keyring"))
        self.keep_password = QCheckBox(self.tr("Keep in the keyring"))
        form = QFormLayout()
        form.addRow(self.tr("Address"), self.address)
        form.addRow(self.tr("Our AE title"), _beside(self.title, QLabel(self.tr("Trusted certificates")), self.ca))
        form.addRow(self.tr("User"), _beside(self.user, QLabel(self.tr("Password")), self.password, self.keep_password))
        return form

    def _query_form(self) -> QGridLayout:
        grid = QGridLayout()
        self.asked: dict[str, QLineEdit] = {}
        for column, name in enumerate(ASKED):
            field = self.asked[name] = QLineEdit()
            field.setPlaceholderText({"date": "20260101-20260131", "patient_name": "Doe*"}.get(name, ""))
            field.returnPressed.connect(self.search)
            if name.startswith(("patient", "accession")) and not self.session.settings.show_identity:
                field.setEchoMode(QLineEdit.EchoMode.Password)
            grid.addWidget(QLabel(shown(TITLES[name])), 0, column)
            grid.addWidget(field, 1, column)
        return grid

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(FIELDS))
        table.setHorizontalHeaderLabels([shown(TITLES[name]) for name in FIELDS])
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(FIELDS.index("description"), QHeaderView.ResizeMode.Stretch)
        table.itemSelectionChanged.connect(self._settle)
        table.cellDoubleClicked.connect(lambda _row, _column: self.retrieve())
        return table

    def _buttons(self) -> QHBoxLayout:
        row, self.buttons = button_row(
            ("search", self.tr("Search"), self.search),
            ("series", self.tr("Show series"), self.show_series),
            ("retrieve", self.tr("Retrieve and open"), self.retrieve),
            ("send", self.tr("Send masks"), self.send),
            ("cancel", self.tr("Cancel"), self.cancel),
            ("close", self.tr("Close"), self.reject),
        )
        return row

    # ----- what a person does ------------------------------------------------------------------------------------
    def search(self) -> None:
        values = {name: field.text().strip() for name, field in self.asked.items()}
        self._try(lambda server: self._find(server, Query(**values)))  # type: ignore[arg-type]

    def show_series(self) -> None:
        row = self._chosen()
        if row is not None:
            self._try(lambda server: self._find(server, Query(study=row.study)))

    def retrieve(self) -> None:
        row = self._chosen()
        if row is None:
            return
        wanted = Wanted(row.study, row.series)
        self._try(lambda server: self._begin(self.session.pacs.retrieve(server, wanted, self._retrieved, self._news)))

    def send(self) -> None:
        self._try(lambda server: self._begin(self.session.pacs.send_masks(server, self._sent, self._news)))

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def done(self, result: int) -> None:
        self.cancel()
        self._job = None
        super().done(result)

    # ----- what comes of it --------------------------------------------------------------------------------------
    def _server(self) -> Server:
        return Server(
            self.address.text().strip(),
            self.title.text().strip(),
            self.user.text().strip(),
            self.ca.text().strip(),
            self.more.certificate.text().strip(),
            self.more.key.text().strip(),
            self.more.plain.isChecked(),
            password=self.password.text(),
            token=self.more.token.text().strip(),
        )

    def _try(self, does: Any) -> None:
        try:
            server = self._server()
            self.more.keep()
            if self.keep_password.isChecked() and (server.password or server.token):
                self.session.pacs.keep_password(server, self._password_kept)
            does(server)
        except MedsegError as error:
            self.status.setText(str(error))

    def _password_kept(self, kept: bool) -> None:
        if not kept:
            self.session.say(self.tr("There is no keyring here: the password is not kept."), "warning")

    def _find(self, server: Server, query: Query) -> None:
        def found(outcome: Outcome[list[Found]]) -> None:
            if isinstance(outcome, Done):
                self._show(outcome.value)
                self._end(outcome, self.tr("{n} found.").format(n=len(outcome.value)))
            else:
                self._end(outcome, "")

        self._begin(self.session.pacs.find(server, query, found, self._news))

    def _begin(self, job: Job[Any]) -> None:
        self._job = job
        self.progress.setRange(0, 0)
        self.status.setText(shown(job.name))
        self._settle()

    def _news(self, progress: Progress) -> None:
        if self._job is not None:
            self.progress.setRange(0, round(progress.total))
            self.progress.setValue(round(progress.done))
            count = f" {progress.done:.0f} / {progress.total:.0f}" if progress.total else ""
            self.status.setText(shown(progress.text) + count)

    def _retrieved(self, outcome: Outcome[Any]) -> None:
        if self._job is not None and isinstance(outcome, Done):
            self._end(outcome, "")
            self.accept()
        else:
            self._end(outcome, "")

    def _sent(self, outcome: Outcome[Any]) -> None:
        text = self.tr("The masks were read back, compared and sent; the PACS lists them.")
        if isinstance(outcome, Done) and outcome.value.unasked:
            text = self.tr("The masks were read back, compared and sent. Whether they came could not be asked: {why}")
            text = text.format(why=outcome.value.unasked)
        self._end(outcome, text)

    def _end(self, outcome: Outcome[Any], text: str) -> None:
        if self._job is None:  # closed meanwhile
            return
        self._job = None
        self.progress.setRange(0, 1)
        self.progress.reset()
        if isinstance(outcome, Failed):
            expected = isinstance(outcome.error, MedsegError)
            wrong = self.tr("Something went wrong. The log file has the details.")
            self.status.setText(str(outcome.error) if expected else wrong)
        else:
            self.status.setText(self.tr("Cancelled.") if isinstance(outcome, Cancelled) else text)
        self._settle()

    def _show(self, rows: list[Found]) -> None:
        self._rows = rows
        self.table.setRowCount(len(rows))
        hidden = "" if self.session.settings.show_identity else HIDDEN
        for number, row in enumerate(rows):
            for column, name in enumerate(FIELDS):
                value = getattr(row, name)
                secret = name.startswith("patient") or name in ("date", "accession", "description")
                text = hidden if hidden and secret else "" if value is None else str(value)
                self.table.setItem(number, column, QTableWidgetItem(text))
        if rows:
            self.table.selectRow(0)

    def _chosen(self) -> Found | None:
        row = self.table.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _settle(self) -> None:
        """Buttons as they are possible now, with the reason where they are not."""
        busy, row = self._job is not None, self._chosen()
        self.buttons["search"].setEnabled(not busy)
        self.buttons["series"].setEnabled(not busy and row is not None and row.level == "study")
        self.buttons["retrieve"].setEnabled(not busy and row is not None)
        why = needs_mask(self.session)
        self.buttons["send"].setEnabled(not busy and not why)
        self.buttons["send"].setToolTip(shown(why))
        self.buttons["cancel"].setEnabled(busy)


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    return row
