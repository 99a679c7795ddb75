"""Watches where the mouse rests over the views and has the answer to a click there computed ahead; draws for trust."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer
from PySide6.QtGui import QMouseEvent

from medseg_gui.clickasks import MODEL, Question
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.prompts import Click
from medseg_gui.session import Session
from medseg_gui.tools.click import CLICK
from medseg_gui.ui.doubt_strip import DoubtWatch
from medseg_gui.ui.slice_view import SliceView
from medseg_gui.ui.view_grid import ViewGrid
from medseg_gui.ui.view_trust import TrustPainter
from medseg_gui.workers.job import Outcome, Priority, Steps

RESTS_MS = 120
"""The mouse rests when it has not moved for this long."""
STILL_PX = 2.0
"""A hand that holds still trembles as far as this."""
_MOVES = (QEvent.Type.MouseMove, QEvent.Type.Enter)
_ENDS = (QEvent.Type.Leave, QEvent.Type.Wheel, QEvent.Type.KeyPress, QEvent.Type.Hide)


class PreviewWatch(QObject):
    """Sees the views' events before they do, and takes none of them."""

    def __init__(self, session: Session, views: ViewGrid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._views = views
        self._at: tuple[SliceView, QPointF] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RESTS_MS)
        self._timer.timeout.connect(self.rested)
        for view in views.views.values():
            view.installEventFilter(self)
            view.overlays.append(TrustPainter(session))
        session.clicks.preview.changed.connect(self._repaint)
        session.influence.changed.connect(self._repaint)
        session.doubts.changed.connect(self._repaint)
        DoubtWatch(session, views, self)
        session.changed.connect(lambda change: self._check() if change.final else None)
        session.chosen.connect(self._chosen)
        session.case_opened.connect(lambda _case: self._end())

    # ----- the mouse -----------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(watched, SliceView):
            if kind in _MOVES and isinstance(event, QMouseEvent):
                self._moved(watched, event)
            elif kind in _ENDS:
                # scrolled or left; a key may have changed anything: the mouse may still rest
                self._end() if kind == QEvent.Type.Leave else self._restart()
        return False

    def _moved(self, view: SliceView, event: QMouseEvent) -> None:
        at = event.position()
        if self._at is not None and self._at[0] is view and (at - self._at[1]).manhattanLength() <= STILL_PX:
            return
        self._at = (view, at)
        if event.buttons():
            self._session.clicks.preview.clear()
            self._timer.stop()
        else:
            self._restart()

    def _restart(self) -> None:
        """Nothing is previewed until the mouse has rested again."""
        self._session.clicks.preview.clear()
        if self._at is not None and (self._wanted or self._session.clicks.pointed is not None):
            self._timer.start()
        else:
            self._timer.stop()

    def _check(self) -> None:
        """Something changed: the preview stays where its question is still the same, and what is stale goes."""
        case, asked = self._session.case, self._asked()
        if case is None or asked is None or not self._session.clicks.preview.is_for(asked[0]):
            self._restart()
        self._repaint()

    def _end(self) -> None:
        self._at = None
        self._restart()

    # ----- previews ------------------------------------------------------------------------------------
    @property
    def _wanted(self) -> bool:
        session = self._session
        return (
            session.settings.preview
            and session.tool_id == CLICK.id
            and session.clicks.method == MODEL
            and session.case is not None
        )

    def _asked(self) -> tuple[Question, Click, float] | None:
        """What a click where the mouse is would ask, that click, and the voxels up to which another one is the same."""
        session, case = self._session, self._session.case
        if self._at is None or case is None or not self._wanted:
            return None
        view, at = self._at
        index = view.index_at(at.x(), at.y())
        if not case.volume.geometry.holds(index):
            return None
        z, y, x = (int(i + 0.5) for i in index)
        click = Click((z, y, x), session.clicks.positive, view.plane)
        question = session.clicks.ahead(case, session.segment, click)
        near = STILL_PX / view.camera.px_per_mm / min(view.plane_view.row_mm, view.plane_view.col_mm)
        return (question, click, near) if question is not None else None

    def rested(self) -> None:
        """Asks for the answer to a click where the mouse is (the timer's slot)."""
        from medseg_gui.workers.segment import is_quick

        session, asked = self._session, self._asked()
        if session.case is not None and session.clicks.pointed is not None:
            session.influence.hover(session.case, session.clicks.pointed)
        elif asked is not None and is_quick(session.clicks.model):
            session.clicks.preview.rest(*asked)

    def _chosen(self, what: str) -> None:
        if what == "tool":
            self._load()
        if what == "prompt":
            self._pointed()
        if what in ("tool", "click", "segment", "display", "crosshair"):
            self._check()

    def _pointed(self) -> None:
        """The mouse came to a prompt, or left it: its area is shown when the mouse rests there."""
        session = self._session
        if session.case is not None and session.clicks.pointed is None:
            session.influence.hover(session.case, None)
        self._restart()

    def _load(self) -> None:
        """Has the click model loaded, in idle time, as soon as its tool was chosen: the first click finds it warm."""
        from medseg_gui.workers import models, segment

        model = self._session.clicks.model
        if not self._wanted or segment.is_loaded(model) or not models.has(model):
            return

        def steps() -> Steps[None]:
            with suppress(MedsegError):  # a model that cannot be loaded says so when it is asked
                yield from segment.load_ahead(model)

        def ended(_outcome: Outcome[None]) -> None:
            self._restart()

        self._session.submit(self.tr("Loading the click model"), steps, ended, "model", "load", Priority.IDLE)

    def _repaint(self, _none: None = None) -> None:
        for view in self._views.views.values():
            view.repaint_overlays()
