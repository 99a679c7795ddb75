"""The three views: axial large on the left, coronal and sagittal on the right, linked through the session."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.events import Change
from medseg_gui.core.geometry import PLANES, Plane
from medseg_gui.core.planeview import Point
from medseg_gui.core.prompts import Click
from medseg_gui.session import Session
from medseg_gui.tools.click import CLICK
from medseg_gui.ui.icons import icon
from medseg_gui.ui.mouse import MouseMap
from medseg_gui.ui.slice_view import SliceView
from medseg_gui.ui.view_canvas import SliceCanvas
from medseg_gui.ui.view_measures import DeleteKey, MeasurePainter


class ViewGrid(QWidget):
    """Owns the views and passes their wishes to the session and the session's news to them."""

    value_hovered = Signal(str)
    radius_stepped = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._delete = DeleteKey(session, self)
        self.views: dict[Plane, SliceView] = {plane: self._made(plane) for plane in PLANES}
        self._maximised: Plane | None = None
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._right.addWidget(self.views["coronal"])
        self._right.addWidget(self.views["sagittal"])
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(self.views["axial"])
        self._across.addWidget(self._right)
        for splitter, sizes in ((self._across, [620, 380]), (self._right, [500, 500])):
            splitter.setHandleWidth(4)
            splitter.setChildrenCollapsible(False)
            splitter.setSizes(sizes)
        self._across.setStretchFactor(0, 3)
        self._across.setStretchFactor(1, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._across)
        session.case_opened.connect(self._open)
        session.changed.connect(self._change)
        session.chosen.connect(self._choose)
        self.show_display()

    def _made(self, plane: Plane) -> SliceView:
        view = SliceView(plane)
        view.setObjectName(f"view.{plane}")
        view.setMinimumSize(160, 120)
        view.index_changed.connect(partial(self._scrolled, plane))
        view.crosshair_moved.connect(self._session.set_crosshair)
        view.window_changed.connect(self._session.set_window)
        view.value_hovered.connect(self.value_hovered)
        view.maximise_requested.connect(partial(self.toggle_maximised, plane))
        view.refused.connect(lambda why: self._session.say(why, "warning"))
        view.radius_stepped.connect(self.radius_stepped)
        view.right_clicked.connect(partial(self._right_clicked, plane))
        view.prompt_pointed.connect(self._pointed)
        view.prompt_menu_wanted.connect(self._prompt_menu)
        view.overlays.append(MeasurePainter(self._session))
        view.installEventFilter(self._delete)
        return view

    # ----- wishes of the views ---------------------------------------------------------------------------------
    def _scrolled(self, plane: Plane, index: int) -> None:
        case = self._session.case
        if case is not None:
            at = list(self._session.crosshair)
            axis = case.volume.geometry.axis_of(plane)
            if at[axis] != index:
                at[axis] = index
                self._session.set_crosshair((at[0], at[1], at[2]))

    def _right_clicked(self, plane: Plane, index: Point) -> None:
        """With the click tool: this does not belong to the object."""
        if self._session.tool_id == CLICK.id:
            z, y, x = (int(i + 0.5) for i in index)
            try:
                self._session.point(Click((z, y, x), False, plane))
            except MedsegError as error:
                self._session.say(str(error), "warning")

    def _pointed(self, position: int | None) -> None:
        if self._session.case is not None:
            self._session.clicks.point_at(self._session.case, position)

    def _prompt_menu(self, at: QPoint) -> None:
        """What can be done with the prompt under the pointer."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("ai.remove_prompt"), self.tr("Remove prompt"), self._remove_prompt)
        menu.popup(at)

    def _remove_prompt(self) -> None:
        try:
            self._session.run("ai.remove_prompt")
        except MedsegError as error:
            self._session.say(str(error), "warning")

    def toggle_maximised(self, plane: Plane) -> None:
        """One view fills the window; the same again brings all three back."""
        self._maximised = None if self._maximised else plane
        for name, view in self.views.items():
            view.setVisible(self._maximised in (None, name))
        self._right.setVisible(self._maximised != "axial")

    @property
    def maximised(self) -> Plane | None:
        return self._maximised

    # ----- news ------------------------------------------------------------------------------------------------
    def _open(self, case: Case | None) -> None:
        for view in self.views.values():
            view.set_case(case)
        self._choose("window")
        self._choose("crosshair")
        self._choose("slab")
        self.show_display()

    def _change(self, change: Change) -> None:
        for view in self.views.values():
            view.apply_change(change)

    def _choose(self, what: str) -> None:
        session = self._session
        if what == "window":
            for view in self.views.values():
                view.set_window(*session.window)
        elif what == "crosshair" and session.case is not None:
            geometry = session.case.volume.geometry
            for plane, view in self.views.items():
                view.set_index(session.crosshair[geometry.axis_of(plane)])
                view.set_crosshair(session.crosshair)
        elif what == "display":
            self.show_display()
        elif what == "slab":
            for view in self.views.values():
                view.set_slab(session.slab.thick)
        elif what == "measure":
            for view in self.views.values():
                view.repaint_overlays()
        elif what == "click":
            waiting = session.clicks.waiting(session.case)
            for view in self.views.values():
                view.set_waiting(waiting)

    def show_display(self) -> None:
        """Brings overlay, texts and interpolation in line with the settings."""
        for view in self.views.values():
            self.dress(view)

    def dress(self, view: SliceCanvas) -> None:
        """Has a view look as the settings say."""
        chosen = self._session.settings
        view.set_overlay(chosen.label_opacity, chosen.outline, chosen.show_masks)
        view.set_reference_visible(chosen.show_reference)
        view.set_crosshair_visible(chosen.show_crosshair)
        view.set_interpolate(chosen.interpolate)
        view.set_text_visible(chosen.show_overlay_text)
        view.set_identity_visible(chosen.show_identity)

    def reset(self) -> None:
        for view in self.views.values():
            view.reset_view()

    def set_mouse(self, gestures: MouseMap) -> None:
        for view in self.views.values():
            view.set_mouse(gestures)

    # ----- the view that a key is meant for ----------------------------------------------------------------------
    @property
    def current(self) -> SliceView:
        """The view that has the keys, else the one under the mouse, else a large one."""
        shown = [view for view in self.views.values() if view.isVisible()] or [self.views["axial"]]
        return next((v for v in shown if v.hasFocus()), next((v for v in shown if v.underMouse()), shown[0]))

    def step(self, slices: int) -> None:
        self.current.step(slices)

    def zoom(self, notches: float) -> None:
        self.current.zoom(notches)

    def maximise(self) -> None:
        self.toggle_maximised(self.current.plane)
