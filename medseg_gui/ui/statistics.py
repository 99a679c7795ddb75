"""The dialog "Case statistics": what the case has cost, and who drew how much of each segment."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.core.provenance import KINDS, Author
from medseg_gui.session import Session
from medseg_gui.ui.panels.base import muted, volume
from medseg_gui.ui.view_authors import NOBODY, colours, named
from medseg_gui.ui.words import shown
from medseg_gui.workers.authorship import Statistics


def duration(seconds: float) -> str:
    """Hours, minutes and seconds as people read them: 1 h 05 min, 5 min 03 s, 12 s."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def show_statistics(session: Session, parent: QWidget) -> None:
    """Shows the dialog as soon as the figures are there."""
    session.authors.statistics(lambda found: StatisticsDialog(found, session, parent).open())


class StatisticsDialog(QDialog):
    """Figures as they stand; made anew each time."""

    def __init__(self, found: Statistics, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("dialog.statistics")
        self.setWindowTitle(self.tr("Case statistics"))
        self.resize(620, 480)
        layout = QVBoxLayout(self)
        layout.addLayout(self._effort(found))
        layout.addWidget(muted(self.tr("Who drew what: the last author of each voxel")))
        self.table = self._table(found)
        layout.addWidget(self.table, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        export = buttons.addButton(self.tr("Export…"), QDialogButtonBox.ButtonRole.ActionRole)
        export.clicked.connect(lambda: session.run("measure.export_statistics"))
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _effort(self, found: Statistics) -> QFormLayout:
        effort = found.effort
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        active = QLabel(duration(effort.active_s))
        active.setToolTip(self.tr("Time between actions; pauses of more than a minute are left out"))
        form.addRow(self.tr("Active time"), active)
        for title, count in (
            (self.tr("Strokes and fills by hand"), effort.strokes),
            (self.tr("Clicks and other prompts"), effort.clicks),
            (self.tr("Operations on segments"), effort.operations),
            (self.tr("Runs of automatic models"), effort.model_runs),
            (self.tr("Masks loaded from files"), effort.imports),
            (self.tr("Undone, done again"), f"{effort.undos}, {effort.redos}"),
        ):
            form.addRow(title, QLabel(str(count)))
        for known in found.volumes:
            text = self.tr("{n} mL").format(n=volume(known.volume_ml))
            if known.low_ml is not None and known.high_ml is not None:
                text = self.tr("{n} mL, {percent:.0f} % interval {low} to {high} mL").format(
                    n=volume(known.volume_ml),
                    percent=100 * known.level,
                    low=volume(known.low_ml),
                    high=volume(known.high_ml),
                )
            label = QLabel(text if not known.why else f"{text}. {shown(known.why)}")
            label.setWordWrap(True)
            form.addRow(known.name, label)
        return form

    def _table(self, found: Statistics) -> QTableWidget:
        table = QTableWidget(len(found.shares), 5)
        titles = [self.tr("Segment"), self.tr("Author"), self.tr("Voxels"), self.tr("mL"), self.tr("Share")]
        table.setHorizontalHeaderLabels(titles)
        authors = [Author(a["kind"], a["name"], a["version"]) for a in found.authors]
        table_of_colours = dict(zip(authors, colours(authors), strict=True))
        for row, share in enumerate(found.shares):
            author = Author(share.kind, share.name, share.version) if share.kind in KINDS else None
            texts = (share.segment, named(author), f"{share.voxels}", volume(share.volume_ml), f"{share.share:.0%}")
            swatch = QPixmap(12, 12)
            swatch.fill(QColor(*(table_of_colours[author] if author is not None else NOBODY)))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column > 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if column == 1:
                    item.setData(Qt.ItemDataRole.DecorationRole, swatch)
                table.setItem(row, column, item)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        return table
