"""The window: views in the middle, panels round them, menus and keys from the command table."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from medseg_gui.asking import Ask, Offer
from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.events import Change
from medseg_gui.core.i18n import mark
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.ui import help as help_dialogs
from medseg_gui.ui.actions import Actions
from medseg_gui.ui.bridge import Bridge
from medseg_gui.ui.closing import may_close
from medseg_gui.ui.dialogs import QtAsk
from medseg_gui.ui.first_look import FirstLook
from medseg_gui.ui.icons import icon
from medseg_gui.ui.live import LiveFigures
from medseg_gui.ui.mouse import MouseMap
from medseg_gui.ui.notes_bar import NotesBar
from medseg_gui.ui.offer_bar import OfferBar
from medseg_gui.ui.operation_bar import OperationBar
from medseg_gui.ui.panels import panels
from medseg_gui.ui.panels.base import Panel, Parts
from medseg_gui.ui.status import StatusBar
from medseg_gui.ui.tool_bars import MainBar, ToolBox
from medseg_gui.ui.view_authors import AuthorPainter
from medseg_gui.ui.view_grid import ViewGrid
from medseg_gui.ui.view_preview import PreviewWatch
from medseg_gui.ui.welcome import Welcome, recent_name
from medseg_gui.ui.wishes import fulfil
from medseg_gui.ui.words import shown
from medseg_gui.veil import veiled

PANELS_WIDTH = 350
SERIES_WIDTH = 250
# Changes when docks or bars change so much that a saved layout no longer fits.
LAYOUT = 1


class MainWindow(QMainWindow):
    """Everything the user sees. It owns no data: wishes go to the session, news comes from it."""

    painted = Signal()
    """The first paint is done."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.bridge = Bridge(session.runner, self)
        session.wait_until = self.bridge.wait_until
        session.call_soon = self.bridge.call
        session.ask = QtAsk(self, session)
        self.setObjectName("medseg")
        self.setWindowIcon(icon("app"))
        self.setAcceptDrops(True)
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.GroupedDragging
        )
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.actions_ = Actions(session, self)
        self.live = LiveFigures(session, self)
        self.status = StatusBar(session, self)
        self.setStatusBar(self.status)
        self.views = ViewGrid(session)
        self.notes = NotesBar(session)
        self.operation = OperationBar(session, self.views)
        self.welcome = Welcome(session, self.actions_)
        self._fill_middle()
        self.tools = ToolBox(session, self.actions_, self.views, self)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.tools)
        self.preview = PreviewWatch(session, self.views, self)
        AuthorPainter(session, self.views, self)
        self.first_look = FirstLook(session, self.views, self)
        self.bar = MainBar(session, self.actions_, self.tools, self)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.bar)
        self.docks: dict[str, QDockWidget] = {}
        self.panels: dict[str, Panel] = {}
        self._untitled: dict[QDockWidget, QWidget] = {}
        self._make_docks()
        self._make_menus()
        self._connect()
        self.resize(1480, 920)
        self._title()
        self._standard = self.saveState(LAYOUT)
        for topic, text in (("settings", session.settings.problem), ("keys", self.actions_.keys.problem)):
            if text:
                session.keep.offers.add(Offer(topic, text, ()))
        self._shown_once: set[str] = set()
        self._was_painted = False
        self._closed = False

    # ----- building ----------------------------------------------------------------------------------------------
    def _fill_middle(self) -> None:
        opened = QWidget()
        column = QVBoxLayout(opened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notes)
        column.addWidget(self.operation)
        column.addWidget(self.views, 1)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.welcome)
        self._middle.addWidget(opened)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(OfferBar(self.session))
        column.addWidget(self._middle, 1)
        self.setCentralWidget(middle)

    def _make_docks(self) -> None:
        parts = Parts(self.session, self.actions_, self.live)
        first: dict[tuple[Qt.DockWidgetArea, int], QDockWidget] = {}
        above: dict[Qt.DockWidgetArea, QDockWidget] = {}
        further: list[tuple[QDockWidget, QDockWidget]] = []
        for kind in panels():
            panel = kind(parts)
            dock = QDockWidget(shown(kind.TITLE), self)
            dock.setObjectName(kind.ID)
            dock.setWidget(panel)
            self.panels[kind.ID], self.docks[kind.ID] = panel, dock
            place = (kind.AREA, kind.GROUP)
            if place in first:
                further.append((first[place], dock))
                continue
            first[place] = dock
            if kind.AREA in above:
                self.splitDockWidget(above[kind.AREA], dock, Qt.Orientation.Vertical)
            else:
                self.addDockWidget(kind.AREA, dock)
            above[kind.AREA] = dock
        for beside, dock in further:  # last: Qt would put a dock split off a tabbed one into its tabs
            self.tabifyDockWidget(beside, dock)
        for dock in first.values():
            dock.raise_()
        for dock in self.docks.values():
            dock.topLevelChanged.connect(self._trim_titles)
            dock.dockLocationChanged.connect(self._trim_titles)
            dock.visibilityChanged.connect(self._trim_titles)
        self.docks["panel.series"].hide()
        self.docks["panel.worklist"].hide()
        right = [d for (area, _), d in first.items() if area == Qt.DockWidgetArea.RightDockWidgetArea]
        self.resizeDocks(right, [PANELS_WIDTH] * len(right), Qt.Orientation.Horizontal)
        self.resizeDocks(right, [300, 400, 190][: len(right)], Qt.Orientation.Vertical)
        self._trim_titles()

    def _trim_titles(self, *_changed: object) -> None:
        """A dock whose tab already says its name has no title bar."""
        for dock in self.docks.values():
            tabbed = not dock.isFloating() and bool(self.tabifiedDockWidgets(dock))
            if tabbed and dock not in self._untitled:
                self._untitled[dock] = QWidget(dock)
                dock.setTitleBarWidget(self._untitled[dock])
            elif not tabbed and dock in self._untitled:
                dock.setTitleBarWidget(None)  # type: ignore[arg-type]
                self._untitled.pop(dock).deleteLater()
        for bar in self.findChildren(QTabBar):
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _make_menus(self) -> None:
        menus = self.actions_.fill(self.menuBar())
        recent = self._recent = QMenu(self.tr("Open recent"), self)
        recent.setToolTipsVisible(True)
        recent.aboutToShow.connect(self._fill_recent)
        menus["File"].insertMenu(self.actions_["file.clear_recent"], recent)
        menus["File"].insertSeparator(self.actions_["file.load_labels"])
        menus["File"].insertSeparator(self.actions_["file.quit"])
        menus["View"].addSeparator()
        shown_panels = menus["View"].addMenu(icon("panels"), self.tr("Panels"))
        for dock in self.docks.values():
            shown_panels.addAction(dock.toggleViewAction())
        shown_panels.addSeparator()
        shown_panels.addAction(self.tr("Standard layout"), self.standard_layout)
        self.views.addActions(list(self.actions_))
        self.use_keys()

    def _connect(self) -> None:
        session = self.session
        session.case_opened.connect(self._opened)
        session.changed.connect(self._changed)
        session.chosen.connect(self._chosen)
        session.said.connect(self._said)
        session.wanted.connect(self._wanted)
        session.progressed.connect(lambda news: self.status.show_progress(*news))
        session.models.trained.connect(lambda _progress: self.show_panel("panel.training", once=True))
        session.evaluated.connect(lambda _figures: self.show_panel("panel.metrics", once=True))
        session.runner.listeners.append(self._jobs_changed)
        self.views.value_hovered.connect(self.status.value.setText)
        self.views.value_hovered.connect(lambda _text: session.authors.touch())
        self.actions_.about_to_run.connect(lambda _id: session.authors.touch())
        self.views.radius_stepped.connect(self.tools.step_radius)
        self.status.messages.clicked.connect(lambda: help_dialogs.messages(self, self.status.veiled_log()))
        self.actions_.about_to_run.connect(lambda _id: self.status.clear_text())

    # ----- news ----------------------------------------------------------------------------------------------------
    def _opened(self, case: Case | None) -> None:
        self.status.clear_text()  # what was said about another image
        self._make_room()
        self._shown_once.clear()
        self._title()
        self.actions_.refresh()
        if case is None:
            self.welcome.refresh()
        else:
            self.views.views["axial"].setFocus()

    def _make_room(self) -> None:
        """For what is open, or coming: the views are as large for the first slice as they will be for the volume."""
        coming, rows = self.session.opening.coming, self.session.opening.listed[0]
        volume = coming.volume if coming else self.session.volume
        self._middle.setCurrentIndex(0 if volume is None else 1)
        self.notes.show_notes(volume.notes if volume else ())
        self.docks["panel.series"].setVisible(len(rows) > 1)
        if len(rows) > 1:
            self.resizeDocks([self.docks["panel.series"]], [SERIES_WIDTH], Qt.Orientation.Horizontal)

    def _changed(self, change: Change) -> None:
        if change.final:
            self._title()
            self.status.clear_text()
            self.actions_.refresh()

    def _chosen(self, what: str) -> None:
        if what == "coming":
            self._make_room()
        if what == "recent":
            self.welcome.refresh()
        if what in ("display", "saved"):
            self._title()
        if what not in ("crosshair", "window"):
            self.actions_.refresh()

    def _said(self, message: Message) -> None:
        self.status.say(message)

    def _jobs_changed(self) -> None:
        self.status.show_jobs(self.session.runner.active)
        self.actions_.refresh()

    def _wanted(self, wish: str) -> None:
        fulfil(self, wish)

    def use_keys(self) -> None:
        """Keys and mouse follow the keymap as it is now."""
        self.actions_.follow_keys()
        for action in self.actions_:  # keys work also where no menu shows the action, some in the views alone
            self.addAction(action) if self.actions_.everywhere(action) else self.removeAction(action)
        self.views.set_mouse(MouseMap(self.actions_.keys.mouse))

    def show_panel(self, panel_id: str, once: bool = False) -> None:
        """Brings a panel to the front; ``once``: only the first time for each image."""
        if once and panel_id in self._shown_once:
            return
        self._shown_once.add(panel_id)
        self.docks[panel_id].show()
        self.docks[panel_id].raise_()

    def _title(self) -> None:
        volume = self.session.volume
        name = ""
        if volume is not None:
            name = " ".join(t for t in (volume.modality, volume.info.description) if t)
            if not volume.info.description and volume.info.source and self.session.settings.show_identity:
                name = f"{name} {Path(volume.info.source).name}".strip()
        if self.session.keep.path and self.session.settings.show_identity:
            name = Path(self.session.keep.path).name
        if self.session.case is not None and self.session.case.read_only:
            name = self.tr("{name} (read-only)").format(name=name)
        unsaved = "*" if self.session.unsaved else ""
        name = veiled(self.session, name)
        self.setWindowTitle(
            self.tr("{name}{unsaved} – medseg").format(name=name, unsaved=unsaved) if name else "medseg"
        )

    # ----- files -------------------------------------------------------------------------------------------------
    def _fill_recent(self) -> None:
        self._recent.clear()
        for number, path in enumerate(self.session.settings.recent, 1):
            action = self._recent.addAction(recent_name(self.session, path, number))
            action.setToolTip(path if self.session.settings.show_identity else "")
            action.triggered.connect(lambda _checked=False, p=path: self.open_paths([p], ask=False))
        if not self.session.settings.recent:
            text = self.tr("None yet") if self.session.settings.keep_recent else self.tr("Switched off")
            self._recent.addAction(text).setEnabled(False)

    def open_paths(self, paths: list[str], ask: bool = True) -> None:
        """Opens what was dropped: an image or a folder; a mask file on an open image as the user says."""
        try:
            self._open_paths(paths, ask)
        except MedsegError as error:
            self.session.say(str(error), "error")

    def _open_paths(self, paths: list[str], ask: bool) -> None:
        path = Path(paths[0])
        if len(paths) > 1:  # files of one folder are one series or more: the folder says which
            path = path.parent if path.is_file() else path
        how: int | None = 2
        if ask and self.session.case is not None and path.is_file() and self._may_be_mask(path):
            how = self.ask.choice(
                mark("What is this file?"),
                self.tr("{name} can be opened in three ways.").format(name=path.name),
                [mark("Mask to edit"), mark("Manual labels"), mark("New image")],
            )
        if how == 2:
            self.session.open(path)
        elif how is not None:
            self.session.open_labels(path, reference=how == 1)

    @staticmethod
    def _may_be_mask(path: Path) -> bool:
        from medseg_gui.workers.open_case import label_filters

        endings = re.findall(r"\*(\.[\w.]+)", label_filters())
        return any(path.name.lower().endswith(e) for e in endings)

    @property
    def ask(self) -> Ask:
        """Who answers questions: the person, or what a test or script puts there."""
        if self.session.ask is None:
            self.session.ask = QtAsk(self, self.session)
        return self.session.ask

    # ----- events of Qt ------------------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            # after the drop is done: a question asked now would freeze the program that the files come from
            QTimer.singleShot(0, self, lambda: self.open_paths(paths))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closed:
            if not may_close(self, self.session, self.ask):
                event.ignore()
                return
            self._closed = True
            self.session.settings.window_geometry = bytes(self.saveGeometry().toBase64().data()).decode()
            self.session.settings.window_layout = bytes(self.saveState(LAYOUT).toBase64().data()).decode()
            self.session.settings.save()
            self.session.worklist.leave()
            self.session.keep.leave()
            self.hide()  # at once: a lane in the middle of a step may take a moment to end
            self.bridge.close()
            for timer in self.findChildren(QTimer):
                timer.stop()
        event.accept()

    def restore_layout(self) -> None:
        """Puts window and panels where they were when the program was closed."""
        chosen = self.session.settings
        if chosen.window_geometry:
            self.restoreGeometry(QByteArray.fromBase64(chosen.window_geometry.encode()))
        if chosen.window_layout:
            self.restoreState(QByteArray.fromBase64(chosen.window_layout.encode()), LAYOUT)
            self.docks["panel.series"].setVisible(len(self.session.rows) > 1)
            self.docks["panel.worklist"].setVisible(self.session.worklist.opened is not None)

    def standard_layout(self) -> None:
        """Puts the panels back where they stand in a new installation."""
        self.restoreState(self._standard, LAYOUT)
