"""The bars: tools and view switches on the left; files, undo, the tool's options, the window and the models above."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from medseg_gui.commands import COMMANDS
from medseg_gui.core.case import Case
from medseg_gui.session import Session
from medseg_gui.tools.base import Tool, ToolContext, clamped
from medseg_gui.tools.registry import TOOLS
from medseg_gui.ui.actions import Actions
from medseg_gui.ui.menu_buttons import MEASURES, MeasureButton, SlabButton
from medseg_gui.ui.option_form import OptionForm
from medseg_gui.ui.slice_view import SliceView
from medseg_gui.ui.trust_bar import TrustBar
from medseg_gui.ui.view_grid import ViewGrid
from medseg_gui.ui.view_proposal import ProposalPainter
from medseg_gui.ui.words import shown

ICON, TOOL_ICON, SMALL_TOOL_ICON = QSize(22, 22), QSize(20, 20), QSize(16, 16)
# The radius keys and Shift+wheel change the radius by this share (3D Slicer's step).
RADIUS_STEP = 1.2
SWITCHES = ("view.crosshair", "view.text", "view.identity", "view.interpolate", "view.reset")


def _spacer(bar: QToolBar) -> QWidget:
    out = QWidget(bar)
    out.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return out


class ToolBox(QToolBar):
    """The strip of tools. It holds each tool's options and gives the chosen tool to the views."""

    def __init__(self, session: Session, actions: Actions, views: ViewGrid, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar.tools")
        self.setWindowTitle(self.tr("Tools"))
        self.setIconSize(TOOL_ICON)
        self.setMovable(False)
        self._session = session
        self._views = views
        self._tools = {tool.id: tool for tool in TOOLS}
        self.options: dict[str, Any] = session.tools.options
        self.form: QWidget = QWidget()
        self.form_bar = QWidget()
        row = QHBoxLayout(self.form_bar)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(10)
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        row.addWidget(self._title)
        row.addWidget(self.form)
        for command in COMMANDS:
            if command.id in self._tools and command.id not in MEASURES:
                self.addAction(actions[command.id])
        self.addWidget(MeasureButton(session, actions))
        self.addWidget(_spacer(self))
        for command_id in SWITCHES:
            self.addAction(actions[command_id])
            self.widgetForAction(actions[command_id]).setProperty("switch", True)
        self._actions = actions
        for view in views.views.values():
            view.overlays.append(ProposalPainter(session))
        session.chosen.connect(self._chosen)
        session.case_opened.connect(self._opened)
        self._take_tool()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Smaller symbols on a low screen: no tool is hidden behind an arrow."""
        super().resizeEvent(event)
        small = self.iconSize() == SMALL_TOOL_ICON
        spared = len(self.actions()) * (TOOL_ICON.height() - SMALL_TOOL_ICON.height())
        needed = self.sizeHint().height() + (spared if small else 0)
        if small != (needed > self.height()):
            self.setIconSize(TOOL_ICON if small else SMALL_TOOL_ICON)

    def show_beside(self, widget: QWidget) -> None:
        """Puts a widget behind the tool's options."""
        layout = self.form_bar.layout()
        if layout is not None:
            layout.addWidget(widget)

    @property
    def tool(self) -> Tool:
        return self._tools[self._session.tool_id]

    def step_radius(self, steps: int) -> None:
        """Makes the brush larger or smaller by so many steps of a fifth, in steps of half a millimetre at least."""
        options = self.options[self._session.tool_id]
        radius = getattr(options, "radius_mm", None)
        if radius is None:
            return
        new = radius * RADIUS_STEP**steps
        new = max(new, radius + 0.5) if steps > 0 else min(new, radius - 0.5)
        options.radius_mm = clamped(options, "radius_mm", round(2 * new) / 2)
        self._session.tools.told()

    def context(self, view: SliceView) -> ToolContext:
        """What a gesture in that view may use. Raises MedsegError while no image is open."""
        session = self._session
        options = self.options[session.tool_id]
        return ToolContext(
            view,
            session.the_case(),
            session.segment,
            options,
            session.rule,
            source=view,
            point=session.point,
            positive=session.clicks.positive,
            change=lambda position, prompt: session.clicks.change(session.the_case(), position, prompt),
            grip=view.grip,
            told=session.tools.told,
            hold=view.hold,
            hold_on=session.measures.choose,
            later=session.tools.later,
        )

    def _opened(self, _case: Case | None) -> None:
        self._take_tool()

    def _chosen(self, what: str) -> None:
        if what == "tool":
            self._take_tool()
            self._session.tools.prepare()
        elif what in ("proposal", "segment"):
            self._repaint()
        elif what == "options":
            self._repaint()
            if isinstance(self.form, OptionForm):
                self.form.refresh()
            self._options_changed()

    def _take_tool(self) -> None:
        tool = self.tool
        for view in self._views.views.values():
            view.set_tool(tool, self.context)
        self._repaint()
        form = OptionForm(self.options[self._session.tool_id], self._session.tools.told)
        for command_id in tool.commands:
            form.add_button(self._actions[command_id])
        layout = self.form_bar.layout()
        if layout is not None:
            layout.replaceWidget(self.form, form)
        self.form.hide()
        self.form.deleteLater()
        self.form = form
        self._title.setText(shown(tool.title))
        self._title.setToolTip(shown(tool.help))

    def _repaint(self) -> None:
        for view in self._views.views.values():
            view.repaint_overlays()

    def _options_changed(self) -> None:
        for view in self._views.views.values():
            view.refresh_cursor()  # the circle under the pointer is as large as the brush


class MainBar(QToolBar):
    """The bar above."""

    def __init__(self, session: Session, actions: Actions, tools: ToolBox, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar.main")
        self.setWindowTitle(self.tr("Main bar"))
        self.setIconSize(ICON)
        self.setMovable(False)
        self._session = session
        for command_id in ("file.open_folder", "file.open_file"):
            self.addAction(actions[command_id])
        self.addSeparator()
        for command_id in ("edit.undo", "edit.redo"):
            self.addAction(actions[command_id])
        self.addSeparator()
        self.addWidget(tools.form_bar)
        self.trust = TrustBar(session, actions)
        tools.show_beside(self.trust)
        self.addWidget(_spacer(self))
        self.window_button = QToolButton()
        self.window_button.setToolTip(self.tr("Window width and level: presets"))
        self.window_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.window_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.window_button.setIcon(actions["view.window_1"].icon())
        self.window_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        menu = QMenu(self.window_button)
        for command in COMMANDS:
            if command.id.startswith("view.window_"):
                menu.addAction(actions[command.id])
        self.window_button.setMenu(menu)
        self.addWidget(self.window_button)
        slab = SlabButton(session, actions)
        self.addWidget(slab)
        self.addSeparator()
        self._wordy: list[QToolButton] = []
        for command_id in ("ai.segment", "measure.evaluate", "file.export"):
            self.addAction(actions[command_id])
            button = self.widgetForAction(actions[command_id])
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                self._wordy.append(button)
        self._stages = (
            partial(_wordless, self._wordy),
            partial(_wordless, [self.window_button, slab]),
            lambda narrow: tools.form.show_sliders(not narrow) if isinstance(tools.form, OptionForm) else None,
        )
        self._spared: list[int] = []
        session.chosen.connect(self._chosen)
        session.case_opened.connect(self._opened)
        self._show_window()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return done

    def _fit(self) -> None:
        """Where the bar is too narrow, words go, then the options' sliders: nothing is hidden behind an arrow.

        ``_spared`` holds what each stage that is in force has won, in pixels.
        """
        hint = self.sizeHint().width()
        while self._spared and hint + self._spared[-1] <= self.width():
            hint += self._spared.pop()
            self._stages[len(self._spared)](False)
        while hint > self.width() and len(self._spared) < len(self._stages):
            self._stages[len(self._spared)](True)
            self._spared.append(hint - self.sizeHint().width())
            hint = self.sizeHint().width()

    def _opened(self, _case: Case | None) -> None:
        self._show_window()
        self._new_form()

    def _chosen(self, what: str) -> None:
        if what == "window":
            self._show_window()
        elif what == "tool":
            self._new_form()

    def _new_form(self) -> None:
        """The form of another tool has its sliders still."""
        del self._spared[len(self._stages) - 1 :]
        QTimer.singleShot(0, self, self._fit)

    def _show_window(self) -> None:
        width, level = self._session.window
        self.window_button.setEnabled(self._session.case is not None)
        text = self.tr("W {width}  L {level}")
        self.window_button.setText(text.format(width=_figure(width), level=_figure(level)))


def _wordless(buttons: list[QToolButton], narrow: bool) -> None:
    style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    for button in buttons:
        button.setToolButtonStyle(style)


def _figure(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.3g}"
