"""What an export was found to hold when it was read back: the second page of the dialog "Export masks"."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.session import Session
from medseg_gui.ui.panels.base import muted, volume
from medseg_gui.ui.words import shown
from medseg_gui.veil import veiled
from medseg_gui.workers.export import Exported

MARGINS = (20, 18, 20, 16)


class ExportResult(QWidget):
    """A heading, a table with a row for each segment, and what to do next."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(10)
        heading = QLabel("✓  " + self.tr("Written, read back and compared"))
        heading.setProperty("role", "good")
        self.path = QLabel()
        self.path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.how = muted()
        self.table = self._make_table()
        self.notes = QLabel()
        self.notes.setProperty("role", "warning")
        for label in (self.path, self.how, self.notes):
            label.setWordWrap(True)
        for widget in (heading, self.path, self.how):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.notes)
        row = QHBoxLayout()
        self.certificate = QPushButton()
        self.certificate.setToolTip(self.tr("What was compared, with hashes, UIDs and versions, as JSON"))
        self.certificate.clicked.connect(self._save)
        self.open_folder = QPushButton(self.tr("Open folder"))
        self.open_folder.clicked.connect(self._open)
        self.again = QPushButton(self.tr("Export another…"))
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setProperty("main", True)
        for button in (self.certificate, self.open_folder):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.again, self.close_button):
            row.addWidget(button)
        for button in (self.certificate, self.open_folder, self.again):
            button.setAutoDefault(False)
        layout.addLayout(row)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 5)
        titles = [self.tr("Segment"), self.tr("mL"), self.tr("Centroid L, P, H (mm)"), self.tr("Moved (mm)")]
        table.setHorizontalHeaderLabels([*titles, self.tr("Voxels differing")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return table

    def tell(self, done: Exported) -> None:
        """Shows what came of an export."""
        report = done.report
        self.path.setText(veiled(self.session, str(report.path)))
        found = [line for line in report.verified if not any(line.startswith(f"{c.name}: ") for c in report.checks)]
        writer, reader = report.readers
        by = self.tr("Written by: {writer}. Read back by: {reader}.").format(writer=writer, reader=reader)
        self.how.setText("\n".join([by, *(shown(line) for line in found)]))
        self.table.setRowCount(len(report.checks))
        for row, check in enumerate(report.checks):
            place = ", ".join(f"{v:.1f}" for v in check.centroid_mm) if check.centroid_mm else self.tr("empty")
            moved = f"{check.apart_mm:.2g}" if check.centroid_mm else "–"
            for column, text in enumerate((check.name, volume(check.volume_ml), place, moved, str(check.differ))):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.notes.setText("\n".join(shown(n.text) for n in done.notes))
        self.notes.setVisible(bool(done.notes))
        self._saved(done.certificate_path is not None)
        self.close_button.setDefault(True)

    def _saved(self, saved: bool) -> None:
        self.certificate.setText(self.tr("Certificate saved") if saved else self.tr("Save certificate"))
        self.certificate.setEnabled(not saved)

    def _save(self) -> None:
        self.certificate.setEnabled(False)
        self.session.masks.save_certificate(self._saved)

    def _open(self) -> None:
        if self.session.masks.exported is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.masks.exported.parent)))
