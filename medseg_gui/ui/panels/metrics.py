"""The figures: volume of each segment and, against manual labels, how well it agrees. They follow edits."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
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
from medseg_gui.ui.panels.base import ActionButton, Hint, Panel, Parts, muted, number, volume
from medseg_gui.ui.words import shown
from medseg_gui.veil import veiled

# Surface figures are measured again, in the background, this long after the last edit.
MEASURED_AFTER_MS = 1200

FIGURES: tuple[tuple[str, str, str], ...] = (
    ("volume_ml", mark("Volume (mL)"), mark("Number of voxels times the volume of one")),
    ("reference_ml", mark("Manual (mL)"), mark("Volume of the manual labels")),
    ("volume_difference_ml", mark("Difference (mL)"), mark("Volume minus manual volume")),
    ("dice", mark("Dice"), mark("2·overlap / (both volumes); equal to F1; 1 is perfect")),
    ("iou", mark("IoU"), mark("Overlap / union (Jaccard)")),
    ("accuracy", mark("Accuracy"), mark("Share of all voxels, background too, that agree")),
    ("precision", mark("Precision"), mark("Share of the mask that is right")),
    ("recall", mark("Recall"), mark("Share of the manual labels that was found")),
    ("hd95_mm", mark("HD95 (mm)"), mark("95th percentile of surface distances, the larger direction")),
    ("hausdorff_mm", mark("Hausdorff (mm)"), mark("Largest surface distance")),
    ("assd_mm", mark("ASSD (mm)"), mark("Mean surface distance, both directions")),
    ("nsd", mark("NSD ({mm:g} mm)"), mark("Share of the surface within the tolerance")),
)
OVERVIEW = ("volume_ml", "dice", "hd95_mm")
# Known at once after an edit; the manual volume does not change.
LIVE = ("volume_ml", "dice", "reference_ml")


class MetricsPanel(Panel):
    """A row a segment with the figures that matter most; all of the chosen one's stand below."""

    ID = "panel.metrics"
    TITLE = mark("Metrics")
    GROUP = 1

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.against = muted()
        self.against.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.table = QTableWidget(0, 1 + len(OVERVIEW))
        self._set_up_table()
        self._hint = Hint(self.table, self.tr("Figures stand here as soon as there is a segment."))
        self._detail = QFrame()
        self._detail.setProperty("role", "card")
        self._grid = QGridLayout(self._detail)
        self._grid.setContentsMargins(10, 6, 10, 8)
        self._grid.setVerticalSpacing(1)
        self._labels: dict[str, tuple[QLabel, QLabel]] = {}
        self._set_up_detail()
        copy = QToolButton()
        copy.setIcon(icon("copy"))
        copy.setToolTip(self.tr("Copy all figures (for a spreadsheet)"))
        copy.clicked.connect(self.copy)
        buttons = QHBoxLayout()
        buttons.addWidget(ActionButton(parts.actions["measure.evaluate"]), 1)
        buttons.addWidget(ActionButton(parts.actions["file.load_reference"]), 1)
        buttons.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 8, 6, 6)
        layout.addWidget(self.against)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._detail)
        layout.addLayout(buttons)
        self._figures: dict[str, Any] = {}
        self._stale = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(MEASURED_AFTER_MS)
        self._again.timeout.connect(self.measure_again)
        self.session.case_opened.connect(self._opened)
        self.session.changed.connect(self._changed)
        self.session.evaluated.connect(self._evaluated)
        self.session.chosen.connect(lambda what: self.fill() if what in ("segment", "display") else None)
        parts.live.updated.connect(self.fill)
        self.fill()

    def _set_up_table(self) -> None:
        table = self.table
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(24)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(30)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        widest = table.fontMetrics().horizontalAdvance("00000.0") + 14
        for column in range(1, table.columnCount()):
            table.setColumnWidth(column, widest)
        titles = {key: (shown(title), shown(about)) for key, title, about in FIGURES}
        for column, text in enumerate(("", *(titles[key][0] for key in OVERVIEW))):
            item = QTableWidgetItem(text.replace(" (", "\n("))
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            item.setToolTip(titles[OVERVIEW[column - 1]][1] if column else "")
            table.setHorizontalHeaderItem(column, item)
        table.cellClicked.connect(self._row_clicked)

    def _set_up_detail(self) -> None:
        half = (len(FIGURES) + 1) // 2
        for at, (key, title, about) in enumerate(FIGURES):
            name, figure = muted(shown(title)), QLabel()
            name.setToolTip(shown(about))
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            column = 3 * (at // half)
            self._grid.addWidget(name, at % half, column)
            self._grid.addWidget(figure, at % half, column + 1)
            self._labels[key] = (name, figure)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(2, 14)
        self._grid.setColumnStretch(4, 1)

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

    def measure_again(self) -> None:
        """Has the surface figures measured in the background (the timer's slot)."""
        case = self.session.case
        if case is not None and case.references and not case.editing:
            self.session.evaluate()

    def _row_clicked(self, row: int, _column: int) -> None:
        segments = self._segments
        self.session.choose_segment(segments[row] if row < len(segments) else None)

    # ----- figures ---------------------------------------------------------------------------------------------
    @property
    def _segments(self) -> tuple[Segment, ...]:
        return self.session.labels.segments if self.session.labels else ()

    @property
    def _reference(self) -> str:
        case = self.session.case
        return case.references[-1][0] if case is not None and case.references else ""

    def _rows(self) -> list[tuple[str, Segment | None, dict[str, Any]]]:
        """(name, segment or None for all together, its figures: measured ones, and live ones where those are old)."""
        # the mask's own rows come first: they win over rows that only the manual labels have
        measured = {(s["layer"], s["value"]): s for s in reversed(self._figures.get("segments", ()))}
        out: list[tuple[str, Segment | None, dict[str, Any]]] = []
        for segment in self._segments:
            found = dict(measured.get(segment.key, {}))
            live = {"volume_ml": self.parts.live.volume_ml(segment), "dice": self.parts.live.dice(segment)}
            if self._stale or not found:
                found.update({key: value for key, value in live.items() if value is not None})
            out.append((segment.name, segment, found))
        if len(out) > 1 and self._reference and "whole" in self._figures:
            out.append((self.tr("All"), None, self._figures["whole"]))
        return out

    @staticmethod
    def _text(key: str, value: float | None) -> str:
        return volume(value) if key.endswith("_ml") else number(value, 2 if key.endswith("_mm") else 3)

    def _old(self, key: str) -> bool:
        return self._stale and key not in LIVE

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fill()

    # ----- showing ---------------------------------------------------------------------------------------------
    def fill(self) -> None:
        """Shows the figures; those of the mask as it was before the last edits are greyed."""
        if not self.isVisible():
            return  # it is filled when it comes to the front
        rows = self._rows()
        if self._reference:
            self.against.setText(veiled(self.session, self.tr("Against {name}").format(name=self._reference)))
        else:
            self.against.setText(self.tr("No manual labels loaded: volumes only"))
        self._hint.setVisible(not rows)
        self.table.horizontalHeader().setVisible(bool(rows))
        self.table.setRowCount(len(rows))
        for column, key in enumerate(OVERVIEW, start=1):
            self.table.setColumnHidden(column, not self._reference and key != "volume_ml")
        for row, (name, segment, figures) in enumerate(rows):
            head = self._item(row, 0)
            head.setText(name)
            head.setToolTip(name)
            head.setIcon(swatch(segment.colour, 14) if segment else icon("view.overlay", theme.MUTED))
            for column, key in enumerate(OVERVIEW, start=1):
                value = figures.get(key)
                item = self._item(row, column)
                item.setText(self._text(key, value))
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setForeground(QColor(theme.FAINT if self._old(key) or value is None else theme.TEXT))
                item.setToolTip(self._why(key, value, figures))
        self._show_detail(rows)

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.table.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.table.setItem(row, column, item)
        return item

    def _why(self, key: str, value: float | None, figures: dict[str, Any]) -> str:
        if value is None:
            return shown(str(figures.get("note") or ""))
        return self.tr("Of the mask before the last edits") if self._old(key) else ""

    def _show_detail(self, rows: list[tuple[str, Segment | None, dict[str, Any]]]) -> None:
        chosen = self.session.segment.key if self.session.segment else None
        at = next((i for i, (_, s, _) in enumerate(rows) if (s.key if s else None) == chosen), -1)
        self._detail.setVisible(at >= 0 and bool(self._reference))
        self.table.clearSelection()
        if at < 0:
            return
        self.table.selectRow(at)
        figures = rows[at][2]
        tolerance_mm = float(self._figures.get("tolerance_mm", self.session.settings.surface_tolerance_mm))
        titles = {key: shown(title) for key, title, _ in FIGURES}
        for key, (name, label) in self._labels.items():
            value = figures.get(key)
            name.setText(titles[key].format(mm=tolerance_mm))
            label.setText(self._text(key, value))
            label.setToolTip(self._why(key, value, figures))
            label.setEnabled(value is not None and not self._old(key))

    def as_text(self) -> str:
        """All figures with tabs between the columns: a line a segment."""
        keys = [key for key, *_ in FIGURES if self._reference or key == "volume_ml"]
        titles = {key: shown(title) for key, title, _ in FIGURES}
        tolerance_mm = float(self._figures.get("tolerance_mm", self.session.settings.surface_tolerance_mm))
        lines = ["\t".join(["", *(titles[key].format(mm=tolerance_mm) for key in keys)])]
        for name, _, figures in self._rows():
            lines.append("\t".join([name, *(self._text(key, figures.get(key)) for key in keys)]))
        return "\n".join(lines)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())
        self.session.say(mark("The figures are on the clipboard."))
