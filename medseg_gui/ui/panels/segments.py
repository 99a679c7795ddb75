"""The segments: colour, name, visible, locked and volume; what is painted over; how the masks are drawn."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QSlider,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from medseg_gui.commands.segments import give_preset
from medseg_gui.core.case import Case
from medseg_gui.core.edits import PaintRule
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.events import Aspect, Change
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Segment
from medseg_gui.presets import presets
from medseg_gui.ui import theme
from medseg_gui.ui.icons import icon, swatch
from medseg_gui.ui.panels.base import Hint, Panel, Parts, muted, volume
from medseg_gui.ui.words import shown

OPACITIES = (100, 75, 50, 25, 0)
EYE, COLOUR, NAME, VOLUME, LOCK = range(5)
RULES: tuple[tuple[PaintRule, str], ...] = (
    ("unlocked", mark("Everything but locked segments")),
    ("background", mark("Background only")),
    ("all", mark("Everything, locked too")),
)


class SegmentsPanel(Panel):
    """A row a segment; the chosen row is the one that tools write to."""

    ID = "panel.segments"
    TITLE = mark("Segments")

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.table = QTableWidget(0, 5)
        self._set_up_table()
        self._hint = Hint(self.table.viewport(), self.tr("No segment yet.\nAdd one, or run a model."))
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for command_id in (
            "segment.add",
            "segment.rename",
            "segment.up",
            "segment.down",
            "segment.solo",
            "segment.clear",
            "segment.remove",
        ):
            buttons.addWidget(self.button(command_id))
        buttons.addStretch(1)
        for command_id in ("view.overlay", "view.outline", "view.reference"):
            buttons.addWidget(self.button(command_id))

        self.rule = QComboBox()
        for rule, title in RULES:
            self.rule.addItem(shown(title), rule)
        self.rule.setCurrentIndex([r for r, _ in RULES].index(self.session.rule))
        self.rule.currentIndexChanged.connect(self._choose_rule)
        self.rule.setToolTip(self.tr("What the brush may paint over"))
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setValue(round(100 * self.session.settings.label_opacity))
        self.opacity.valueChanged.connect(self._choose_opacity)
        self.opacity.sliderReleased.connect(self.session.settings.save)
        self.opacity.setToolTip(self.tr("How much of the image the masks cover"))
        form = QGridLayout()
        form.setContentsMargins(4, 2, 4, 2)
        form.setColumnStretch(1, 1)
        form.addWidget(muted(self.tr("Paint over")), 0, 0)
        form.addWidget(self.rule, 0, 1)
        form.addWidget(muted(self.tr("Opacity")), 1, 0)
        form.addWidget(self.opacity, 1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 6)
        layout.setSpacing(4)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        layout.addLayout(form)

        self.session.case_opened.connect(self._opened)
        self.session.changed.connect(self._changed)
        self.session.chosen.connect(self._chosen)
        parts.live.updated.connect(self._show_volumes)
        self.session.doubts.changed.connect(lambda _none: self._show_volumes())
        self.fill()

    def _set_up_table(self) -> None:
        table = self.table
        table.setShowGrid(False)
        table.setIconSize(QSize(18, 18))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        table.horizontalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = table.horizontalHeader()
        header.setMinimumSectionSize(28)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(VOLUME, QHeaderView.ResizeMode.ResizeToContents)
        for column in (EYE, COLOUR, LOCK):
            table.setColumnWidth(column, 30)
        table.currentCellChanged.connect(self._row_chosen)
        table.cellClicked.connect(self._clicked)
        table.cellDoubleClicked.connect(self._double_clicked)
        table.itemChanged.connect(self._edited)
        table.customContextMenuRequested.connect(self._menu)

    # ----- news ------------------------------------------------------------------------------------------------
    def _opened(self, _case: Case | None) -> None:
        self.fill()

    def _changed(self, change: Change) -> None:
        if change.aspects & Aspect.SEGMENTS and change.final:
            self.fill()

    def _chosen(self, what: str) -> None:
        if what == "segment":
            self._select()
        elif what == "display":
            self.opacity.blockSignals(True)
            self.opacity.setValue(round(100 * self.session.settings.label_opacity))
            self.opacity.blockSignals(False)

    # ----- showing ---------------------------------------------------------------------------------------------
    @property
    def _segments(self) -> tuple[Segment, ...]:
        return self.session.labels.segments if self.session.labels else ()

    def fill(self) -> None:
        """Shows the segments as they are."""
        table = self.table
        table.blockSignals(True)
        table.setRowCount(len(self._segments))
        for row, segment in enumerate(self._segments):
            eye = self._item(row, EYE)
            eye.setIcon(icon("eye") if segment.visible else icon("eye-off", theme.FAINT))
            eye.setToolTip(self.tr("Visible") if segment.visible else self.tr("Hidden"))
            lock = self._item(row, LOCK)
            lock.setIcon(icon("lock", theme.WARNING) if segment.locked else icon("unlock", theme.FAINT))
            lock.setToolTip(self.tr("Locked: no tool changes it") if segment.locked else self.tr("Not locked"))
            colour = self._item(row, COLOUR)
            colour.setIcon(swatch(segment.colour))
            colour.setToolTip(self.tr("Double-click: another colour"))
            name = self._item(row, NAME)
            name.setText(segment.name)
            code = f"\n{segment.code.meaning} ({segment.code.scheme} {segment.code.value})" if segment.code else ""
            name.setToolTip(segment.name + code + "\n" + self.tr("Double-click: another name"))
            millilitres = self._item(row, VOLUME)
            millilitres.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            millilitres.setForeground(QColor(theme.MUTED))
        table.blockSignals(False)
        self._hint.setVisible(not self._segments)
        self._show_volumes()
        self._select()

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        """The item there; items are kept, because a fill may run inside an item's own signal."""
        item = self.table.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            if column != NAME:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.table.setItem(row, column, item)
        return item

    def _show_volumes(self) -> None:
        self.table.blockSignals(True)
        for row, segment in enumerate(self._segments):
            item = self.table.item(row, VOLUME)
            if item is not None:
                self._show_volume(item, segment, self.parts.live.volume_ml(segment))
        self.table.blockSignals(False)

    def _show_volume(self, item: QTableWidgetItem, segment: Segment, volume_ml: float | None) -> None:
        """The volume; of a model's answer with its interval, or with the reason why it has none."""
        text, tip = self.tr("{n} mL").format(n=volume(volume_ml)), ""
        known = self.session.doubts.estimate(segment, volume_ml) if volume_ml is not None else None
        if known is not None and known.low_ml is not None and known.high_ml is not None:
            text = self.tr("{n} ({low}–{high}) mL").format(
                n=volume(volume_ml), low=volume(known.low_ml), high=volume(known.high_ml)
            )
            tip = self.tr(
                "In {percent:.0f} of 100 images like those that the model was calibrated on,\n"
                "such an interval holds the volume that a reader draws."
            ).format(percent=100 * known.level)
        elif known is not None:
            tip = self.tr("No interval: {why}").format(why=shown(known.why))
        varies = self.session.doubts.variation_ml(segment)
        if varies is not None and tip:
            tip += "\n" + self.tr("Variation (SD) when the image is changed a little: {ml:.2g} mL").format(ml=varies)
        item.setText(text)
        item.setToolTip(tip)

    def _select(self) -> None:
        keys = [s.key for s in self._segments]
        chosen = self.session.segment
        self.table.blockSignals(True)
        if chosen is not None and chosen.key in keys:
            self.table.setCurrentCell(keys.index(chosen.key), NAME)
        else:
            self.table.setCurrentCell(-1, -1)
        self.table.blockSignals(False)

    # ----- wishes ----------------------------------------------------------------------------------------------
    def _change(self, segment: Segment, **values: object) -> None:
        try:
            self.session.change_segment(segment, **values)
        except MedsegError as error:
            self.session.say(str(error), "error")
            self.fill()

    def _row_chosen(self, row: int, *_rest: int) -> None:
        if 0 <= row < len(self._segments):
            self.session.choose_segment(self._segments[row])

    def _clicked(self, row: int, column: int) -> None:
        segment = self._segments[row]
        if column == EYE:
            self._change(segment, visible=not segment.visible)
        elif column == LOCK:
            self._change(segment, locked=not segment.locked)

    def _double_clicked(self, row: int, column: int) -> None:
        if column == COLOUR:
            self._ask_colour(self._segments[row])

    def _ask_colour(self, segment: Segment) -> None:
        colour = QColorDialog.getColor(
            QColor(*segment.colour), self, self.tr("Colour of {name}").format(name=segment.name)
        )
        if colour.isValid():
            self._change(segment, colour=(colour.red(), colour.green(), colour.blue()))

    def _edited(self, item: QTableWidgetItem) -> None:
        segment, name = self._segments[item.row()], item.text().strip()
        if name and name != segment.name:
            self._change(segment, name=name)
        else:
            self.fill()

    def _menu(self, at: QPoint) -> None:
        row = self.table.rowAt(at.y())
        if not 0 <= row < len(self._segments):
            return
        segment = self._segments[row]
        self.session.choose_segment(segment)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions = self.parts.actions
        menu.addAction(actions["segment.rename"])
        menu.addAction(self.tr("Colour…"), lambda: self._ask_colour(segment))
        what = menu.addMenu(icon("segment.code"), self.tr("What it is"))
        for found in presets():
            what.addAction(swatch(found.colour), shown(found.name), lambda f=found: give_preset(self.session, f))
        fill = menu.addMenu(self.tr("Opacity"))
        for percent in OPACITIES:
            action = fill.addAction(self.tr("{n} %").format(n=percent))
            action.setCheckable(True)
            action.setChecked(round(100 * segment.opacity) == percent)
            action.triggered.connect(lambda _on=False, p=percent: self._change(segment, opacity=p / 100))
        for group in (
            ("segment.up", "segment.down"),
            ("segment.visible", "segment.lock", "segment.solo", "segment.show_all"),
            ("segment.duplicate", "segment.merge", "segment.clear", "segment.remove"),
        ):
            menu.addSeparator()
            for command_id in group:
                menu.addAction(actions[command_id])
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _choose_rule(self, at: int) -> None:
        self.session.rule = RULES[at][0]

    def _choose_opacity(self, percent: int) -> None:
        self.session.settings.label_opacity = percent / 100
        self.session.chosen.emit("display")
