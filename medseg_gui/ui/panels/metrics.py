"""The figures: volume of each segment and, against manual labels, how well it agrees. The table follows edits."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
)

from medseg_gui.core.case import Case
from medseg_gui.core.events import Aspect, Change
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Segment
from medseg_gui.ui import theme
from medseg_gui.ui.icons import icon, swatch
from medseg_gui.ui.panels.base import ActionButton, Hint, Panel, Parts, number, volume
from medseg_gui.ui.words import shown

# Surface figures are measured again, in the background, this long after the last edit.
MEASURED_AFTER_MS = 1200

ROWS: tuple[tuple[str, str, str], ...] = (
    ("volume_ml", mark("Volume (mL)"), mark("Number of voxels times the volume of one")),
    ("reference_ml", mark("Manual (mL)"), mark("Volume of the manual labels")),
    ("volume_difference_ml", mark("Difference (mL)"), mark("Volume minus manual volume")),
    ("dice", mark("Dice"), mark("2·overlap / (both volumes); equal to F1; 1 is perfect")),
    ("iou", mark("IoU"), mark("Overlap / union (Jaccard)")),
    ("precision", mark("Precision"), mark("Share of the mask that is right")),
    ("recall", mark("Recall"), mark("Share of the manual labels that was found")),
    ("accuracy", mark("Accuracy"), mark("Share of all voxels, background too, that agree")),
    ("hd95_mm", mark("HD95 (mm)"), mark("95th percentile of surface distances, the larger direction")),
    ("hausdorff_mm", mark("Hausdorff (mm)"), mark("Largest surface distance")),
    ("assd_mm", mark("ASSD (mm)"), mark("Mean surface distance, both directions")),
    ("nsd", mark("NSD ({mm:g} mm)"), mark("Share of the surface within the tolerance")),
)
LIVE = ("volume_ml", "dice")


class MetricsPanel(Panel):
    """A row a figure, a column a segment, the last column all of them together."""

    ID = "panel.metrics"
    TITLE = mark("Metrics")
    GROUP = 1

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.against = QLabel()
        self.against.setProperty("role", "muted")
        self.against.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.table.setShowGrid(False)
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.table.verticalHeader().setDefaultSectionSize(22)
        self.table.verticalHeader().setMinimumSectionSize(20)
        self.table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.verticalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultSectionSize(84)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._hint = Hint(self.table, self.tr("Figures stand here as soon as there is a segment."))
        copy = QToolButton()
        copy.setIcon(icon("copy"))
        copy.setToolTip(self.tr("Copy the table (for a spreadsheet)"))
        copy.clicked.connect(self.copy)
        buttons = QHBoxLayout()
        buttons.addWidget(ActionButton(parts.actions["measure.evaluate"]), 1)
        buttons.addWidget(ActionButton(parts.actions["file.load_reference"]), 1)
        buttons.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 8, 6, 6)
        layout.addWidget(self.against)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self._figures: dict[str, Any] = {}
        self._stale = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(MEASURED_AFTER_MS)
        self._again.timeout.connect(self._measure_again)
        self.session.case_opened.connect(self._opened)
        self.session.changed.connect(self._changed)
        self.session.evaluated.connect(self._evaluated)
        parts.live.updated.connect(self.fill)
        self.fill()

    # ----- news ------------------------------------------------------------------------------------------------
    def _opened(self, _case: Case | None) -> None:
        self._again.stop()
        self._figures = {}
        self._stale = False
        self.fill()

    def _changed(self, change: Change) -> None:
        if not change.final:
            return
        if change.aspects & (Aspect.VOXELS | Aspect.REFERENCES):
            self._stale = True
            if self.session.case is not None and self.session.case.references and self._figures:
                self._again.start()
        if change.aspects & (Aspect.SEGMENTS | Aspect.REFERENCES):
            self.fill()

    def _evaluated(self, evaluation: Any) -> None:
        self._figures = evaluation.to_dict()
        self._stale = self._again.isActive()  # edited while it was measured: figures follow once more
        self.fill()

    def _measure_again(self) -> None:
        case = self.session.case
        if case is not None and case.references and not case.editing:
            self.session.evaluate()

    # ----- showing ---------------------------------------------------------------------------------------------
    def fill(self) -> None:
        """Shows the figures; those that no longer are of the mask as it stands are greyed."""
        case = self.session.case
        segments = case.labelmap.segments if case else ()
        reference = case.references[-1][0] if case and case.references else ""
        if reference:
            self.against.setText(self.tr("Against {name}").format(name=reference))
            self.against.setToolTip(reference)
        else:
            self.against.setText(self.tr("No manual labels loaded: volumes only"))
        self._hint.setVisible(not segments)
        self.table.horizontalHeader().setVisible(bool(segments))
        self.table.verticalHeader().setVisible(bool(segments))
        keys = [key for key, *_ in ROWS if reference or key == "volume_ml"]
        whole = "whole" in self._figures and len(segments) > 1 and bool(reference)
        self.table.setRowCount(len(keys) if segments else 0)
        self.table.setColumnCount(len(segments) + whole)
        titles = {key: (shown(title), shown(about)) for key, title, about in ROWS}
        for row, key in enumerate(keys):
            head = QTableWidgetItem(titles[key][0].format(mm=self._tolerance_mm))
            head.setToolTip(titles[key][1])
            self.table.setVerticalHeaderItem(row, head)
        measured = {(s.get("layer", 0), s["value"]): s for s in self._figures.get("segments", ())}
        named = {s["name"]: s for s in self._figures.get("segments", ())}
        for column, segment in enumerate(segments):
            head = QTableWidgetItem(swatch(segment.colour, 12), segment.name)
            head.setToolTip(segment.name)
            self.table.setHorizontalHeaderItem(column, head)
            found = named.get(segment.name) or measured.get(segment.key, {})
            self._fill_column(column, keys, found, segment)
        if whole:
            head = QTableWidgetItem(self.tr("All"))
            head.setToolTip(self.tr("Any segment against any manual label"))
            self.table.setHorizontalHeaderItem(len(segments), head)
            self._fill_column(len(segments), keys, self._figures["whole"], None)

    @property
    def _tolerance_mm(self) -> float:
        return float(self._figures.get("tolerance_mm", self.session.settings.surface_tolerance_mm))

    def _fill_column(self, column: int, keys: list[str], found: dict[str, Any], segment: Segment | None) -> None:
        live = {}
        if segment is not None:
            live = {"volume_ml": self.parts.live.volume_ml(segment), "dice": self.parts.live.dice(segment)}
        for row, key in enumerate(keys):
            value = live.get(key) if live.get(key) is not None and (self._stale or not found) else found.get(key)
            text = volume(value) if key.endswith("_ml") else number(value, 2 if key.endswith("_mm") else 3)
            item = self.table.item(row, column) or QTableWidgetItem()
            item.setText(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            old = self._stale and key not in LIVE and key != "reference_ml"
            item.setForeground(QColor(theme.FAINT if old or value is None else theme.TEXT))
            why = shown(str(found.get("note") or "")) if value is None else ""
            item.setToolTip(self.tr("Of the mask before the last edits") if old else why)
            if self.table.item(row, column) is None:
                self.table.setItem(row, column, item)

    def as_text(self) -> str:
        """The table with tabs between its columns."""
        columns = range(self.table.columnCount())
        rows = range(self.table.rowCount())

        def text(item: QTableWidgetItem | None) -> str:
            return item.text() if item is not None else ""

        lines = ["\t".join(["", *(text(self.table.horizontalHeaderItem(c)) for c in columns)])]
        for r in rows:
            lines.append(
                "\t".join([text(self.table.verticalHeaderItem(r)), *(text(self.table.item(r, c)) for c in columns)])
            )
        return "\n".join(lines)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())
        self.session.say(mark("The table is on the clipboard."))
