"""What was measured: a row a measurement, and the figures of the chosen segment below."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.events import Aspect, Change
from medseg_gui.core.geometry import PLANES
from medseg_gui.core.i18n import mark
from medseg_gui.core.measures import grey_text, length_mm, short_mm, slice_of
from medseg_gui.core.segmentstats import SegmentFigures
from medseg_gui.tools.measuring import TITLES
from medseg_gui.ui.icons import icon
from medseg_gui.ui.panels.base import ActionButton, Hint, Panel, Parts, clear_layout, muted, volume
from medseg_gui.ui.view_measures import DeleteKey, KeptTexts
from medseg_gui.ui.view_text import plane_name
from medseg_gui.ui.words import shown

NAME, VALUE, SLICE = range(3)
# Segments are measured again, in the background, this long after the last edit.
AGAIN_AFTER_MS = 1200


class MeasuresPanel(Panel):
    """A click chooses a measurement, a double-click on its value or slice goes there, one on its name renames it."""

    ID = "panel.measures"
    TITLE = mark("Measurements")
    GROUP = 1

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.table = QTableWidget(0, 3)
        self._set_up_table()
        self._hint = Hint(self.table.viewport(), self.tr("Nothing measured yet.\nTake a measuring tool and drag."))
        self.card = QFrame()
        self.card.setProperty("role", "card")
        self._grid = QGridLayout(self.card)
        self._grid.setContentsMargins(10, 6, 10, 8)
        self._grid.setVerticalSpacing(1)
        buttons = QHBoxLayout()
        buttons.addWidget(ActionButton(parts.actions["measure.segments"]), 1)
        buttons.addWidget(self.button("measure.diameters"))
        buttons.addWidget(self.button("measure.remove"))
        buttons.addWidget(self.button("measure.export"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 8, 6, 6)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.card)
        layout.addLayout(buttons)
        self._texts = KeptTexts()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_AFTER_MS)
        self._again.timeout.connect(self._measure_again)
        session = self.session
        session.case_opened.connect(lambda _case: self.fill())
        session.changed.connect(self._changed)
        session.chosen.connect(self._chosen)
        self.fill()

    def _set_up_table(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        table.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Value"), self.tr("Slice")])
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(24)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(SLICE, QHeaderView.ResizeMode.ResizeToContents)
        table.installEventFilter(DeleteKey(self.session, self))
        table.currentCellChanged.connect(lambda row, *_rest: self.session.measures.choose(row if row >= 0 else None))
        table.cellDoubleClicked.connect(self._double_clicked)
        table.itemChanged.connect(self._renamed)

    # ----- news --------------------------------------------------------------------------------------------------
    def _changed(self, change: Change) -> None:
        if change.aspects & Aspect.MEASURES:
            self.fill_table()
        if change.final and change.aspects & (Aspect.VOXELS | Aspect.SEGMENTS):
            self.fill_card()
            if self.session.measures.found and self.isVisible():
                self._again.start()

    def _chosen(self, what: str) -> None:
        if what == "measure":
            self._select()
        elif what in ("segment", "figures"):
            self.fill_card()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fill()
        if self.session.measures.found and self.session.measures.stale:
            self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._again.stop()
        super().hideEvent(event)

    def _measure_again(self) -> None:
        if self.session.case is not None and self.session.measures.stale and self.isVisible():
            if self.session.case.editing:
                self._again.start()
            else:
                self.session.measures.measure_segments()

    # ----- showing -----------------------------------------------------------------------------------------------
    def fill(self) -> None:
        self.fill_table()
        self.fill_card()

    def fill_table(self) -> None:
        case, table = self.session.case, self.table
        measures = self.session.measures.all
        table.blockSignals(True)
        table.setRowCount(len(measures))
        for row, measure in enumerate(measures):
            if case is None:
                break
            number = slice_of(measure, case.volume.geometry) + 1
            name = measure.name or shown(TITLES[measure.kind])
            words = self._texts(measure, case.volume)
            cells = (name, words[0], f"{plane_name(measure.plane)} {number}")
            for column, text in enumerate(cells):
                item = table.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    table.setItem(row, column, item)
                item.setText(text)
                if column == NAME:
                    item.setIcon(icon("measure.diameters" if measure.kind == "diameters" else f"tool.{measure.kind}"))
                item.setToolTip(f"{shown(TITLES[measure.kind])}: {'  ·  '.join(words)}")
        table.blockSignals(False)
        self._hint.setVisible(not measures)
        self._select()

    def _select(self) -> None:
        chosen = self.session.measures.chosen
        self.table.blockSignals(True)
        self.table.setCurrentCell(-1 if chosen is None else chosen, VALUE)
        if chosen is None:
            self.table.clearSelection()
        self.table.blockSignals(False)

    def fill_card(self) -> None:
        """The chosen segment's figures; grey while they are those of before the last edit."""
        desk, segment = self.session.measures, self.session.segment
        found = next((f for f in desk.found if segment is not None and f.segment.key == segment.key), None)
        clear_layout(self._grid)
        self.card.setVisible(found is not None)
        if found is None or segment is None:
            return
        rows = _card_rows(found)
        half = (len(rows) + 1) // 2
        heading = QLabel(segment.name)
        heading.setProperty("role", "heading")
        self._grid.addWidget(heading, 0, 0, 1, 5)
        for at, (name, value) in enumerate(rows):
            figure = QLabel(value) if not desk.stale else muted(value)
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            column = 3 * (at // half)
            self._grid.addWidget(muted(name), 1 + at % half, column)
            self._grid.addWidget(figure, 1 + at % half, column + 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(2, 14)
        self._grid.setColumnStretch(4, 1)

    # ----- wishes ------------------------------------------------------------------------------------------------
    def _double_clicked(self, row: int, column: int) -> None:
        item = self.table.item(row, NAME)
        if column == NAME and item is not None:
            self.table.editItem(item)
        else:
            self.session.measures.go_to(row)

    def _renamed(self, item: QTableWidgetItem) -> None:
        if item.column() != NAME:
            return
        name = item.text().strip()
        if name == shown(TITLES[self.session.measures.all[item.row()].kind]):
            name = ""
        try:
            self.session.measures.rename(item.row(), name)
        except MedsegError as error:
            self.session.say(str(error), "warning")
        self.fill_table()


def tr(text: str) -> str:
    return QCoreApplication.translate("MeasuresPanel", text)


def _card_rows(found: SegmentFigures) -> list[tuple[str, str]]:
    """(what, figure) of a segment."""
    grey, unit = found.grey, found.unit
    rows = [
        (tr("Volume"), f"{volume(found.volume_ml)} mL"),
        (tr("Mean ({unit})").format(unit=unit), grey_text(grey.mean)),
    ]
    rows += [(tr("SD"), grey_text(grey.sd)), (tr("Min"), grey_text(grey.minimum)), (tr("Max"), grey_text(grey.maximum))]
    percentiles = " / ".join(grey_text(found.percentiles[p]) for p in (5, 50, 95) if p in found.percentiles)
    rows.append((tr("P5 / 50 / 95"), percentiles or "–"))
    for plane in PLANES:
        m = found.diameters.get(plane)
        rows.append((plane_name(plane), "–" if m is None else f"{length_mm(m):.1f} × {short_mm(m):.1f} mm"))
    solid = "–"
    if found.length_3d_mm is not None and found.width_3d_mm is not None:
        solid = f"{found.length_3d_mm:.1f} × {found.width_3d_mm:.1f} mm"
    rows.append((tr("In 3-D"), solid))
    return rows
