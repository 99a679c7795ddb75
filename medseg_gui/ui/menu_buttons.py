"""Buttons with a menu: the measuring tools, and how thick the views' slices are."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from medseg_gui.session import Session
from medseg_gui.slabs import THICKNESSES_MM
from medseg_gui.ui.actions import Actions
from medseg_gui.ui.icons import icon

MEASURES = ("tool.distance", "tool.angle", "tool.ellipse", "tool.rectangle")
MODES = ("view.slab_off", "view.slab_mip", "view.slab_minip", "view.slab_mean")


class MeasureButton(QToolButton):
    """One place in the strip for all measuring tools: it shows the one that was chosen last."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session, self._actions = session, actions
        self.setObjectName("button.measure")
        self.setProperty("group", True)
        self.setCheckable(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setIcon(actions[MEASURES[0]].icon())
        self.setToolTip(self.tr("Measuring tools: distance, angle, ellipse, rectangle"))
        menu = QMenu(self)
        for command_id in MEASURES:
            menu.addAction(actions[command_id])
        self.setMenu(menu)
        session.chosen.connect(lambda what: self._show() if what == "tool" else None)
        session.case_opened.connect(lambda _case: self._show())
        self._show()

    def _show(self) -> None:
        chosen = self._session.tool_id
        self.setEnabled(self._session.case is not None)
        self.setChecked(chosen in MEASURES)
        if chosen in MEASURES:
            self.setIcon(self._actions[chosen].icon())


class SlabButton(QToolButton):
    """Shows mode and thickness; its menu holds the modes and some thicknesses."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("button.slab")
        self.setIcon(icon("view.slab_next"))
        self.setToolTip(self.tr("Thick slices: brightest, darkest or mean value of a slab"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        menu = QMenu(self)
        for command_id in (*MODES, "view.slab_next"):
            menu.addAction(actions[command_id])
        menu.addSeparator()
        group = QActionGroup(menu)
        self._thicknesses = {}
        for mm in THICKNESSES_MM:
            action = menu.addAction(self.tr("{mm:g} mm").format(mm=mm), partial(self._set, mm))
            action.setCheckable(True)
            group.addAction(action)
            self._thicknesses[mm] = action
        menu.addSeparator()
        for command_id in ("view.slab_thinner", "view.slab_thicker"):
            menu.addAction(actions[command_id])
        self.setMenu(menu)
        session.chosen.connect(lambda what: self._show() if what == "slab" else None)
        session.case_opened.connect(lambda case: self._show())
        self._show()

    def _set(self, mm: float) -> None:
        """A thickness alone would show nothing while slices are single: it turns the MIP on."""
        mode = self._session.slab.thick.mode
        self._session.slab.set("mip" if mode == "off" else mode, mm)

    def _show(self) -> None:
        thick = self._session.slab.thick
        names = {"off": self.tr("Slice"), "mip": self.tr("MIP"), "minip": self.tr("MinIP"), "mean": self.tr("Mean")}
        mm = "" if thick.mode == "off" else f" {thick.thickness_mm:g} mm"
        self.setText(names[thick.mode] + mm)
        self.setEnabled(self._session.case is not None)
        for value, action in self._thicknesses.items():
            action.setChecked(value == thick.thickness_mm)
