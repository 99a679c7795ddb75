"""Who wrote which voxel of the open case: the map that the views draw, the case's statistics, and its active time.

Qt-free, part of the session. The map is worked out when it is looked at, and kept in line with the history from then
on: what a step or an undo touched is looked at again, at once where that is little, else in the background.
"""

from __future__ import annotations

import time
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.core.case import Case
from medseg_gui.core.edits import Step
from medseg_gui.core.events import Aspect, Change, Event
from medseg_gui.core.geometry import Box
from medseg_gui.core.i18n import mark
from medseg_gui.core.provenance import AuthorMap, authors_in, work_of
from medseg_gui.workers.job import Cancelled, Done, Outcome

if TYPE_CHECKING:
    from medseg_gui.session import Session
    from medseg_gui.workers.authorship import Statistics

KEY = "authors"
AT_ONCE = 2**23
"""Voxels that may be looked at on the UI thread: some 10 ms."""


class AuthorDesk:
    """``changed``: there is another map to draw, or none any more. All methods run on the UI thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._case: Case | None = None
        self._map: AuthorMap | None = None
        self._steps: list[Step] = []
        """The done steps that the map includes, oldest first; forgotten ones may still stand at its head."""
        self._asking = False
        self.changed: Event[None] = Event()
        session.changed.connect(self._case_changed)
        session.chosen.connect(self._chosen)
        session.case_opened.connect(self._opened)

    # ----- the map -----------------------------------------------------------------------------------------------
    @property
    def shown(self) -> AuthorMap | None:
        """What to draw over the open case; None while it is not wished, or is being worked out."""
        case = self._session.case
        if case is None or case is not self._case or not self._session.settings.show_authors or self._asking:
            return None
        return self._map

    @property
    def asking(self) -> bool:
        """True while the map is being worked out."""
        return self._asking

    def _opened(self, _case: Case | None) -> None:
        self._follow()

    def _chosen(self, what: str) -> None:
        self.touch()
        if what == "display":
            self._follow()

    def _case_changed(self, change: Change) -> None:
        self.touch()
        if change.final and change.aspects & Aspect.HISTORY:
            self._follow()

    def touch(self) -> None:
        """The user did something: the case's active time goes on."""
        case = self._session.case
        if case is not None:
            case.effort.act(time.time())

    def _follow(self) -> None:
        """Brings the map in line with the history of the open case."""
        case = self._session.case
        if case is None or not self._session.settings.show_authors:
            self._case, self._map, self._steps, self._asking = None, None, [], False
        elif case is not self._case:
            self._case, self._map, self._asking = case, None, False
            self._look(case)
        elif not self._asking:  # else it looks again when it comes
            self._look(case)
        self.changed.emit(None)

    def _look(self, case: Case) -> None:
        done = case.history.done
        if self._map is None:
            if not case.written.layers and work_of(done, Box.whole(case.written.shape)) <= AT_ONCE:
                self._map, self._steps = authors_in(case.written, done, Box.whole(case.written.shape)), list(done)
            else:
                self._ask(case)
            return
        first = next((n for n, step in enumerate(self._steps) if done and step is done[0]), 0)
        known = self._steps[first:]  # the history has forgotten those before: they stay as they are
        same = next((n for n, (a, b) in enumerate(zip(known, done, strict=False)) if a is not b), len(known))
        same = min(same, len(done))
        room: Box | None = None
        for step in known[same:]:
            room = step.box.union(room) if step.box is not None else room
        added = done[same:]
        work = work_of(added, Box.whole(case.written.shape))
        if room is not None:
            work += work_of(done[:same], room) + room.size
        if work > AT_ONCE or (first == 0 and self._steps and done and self._steps[0] is not done[0]):
            self._ask(case)
            return
        if room is not None:
            self._map.take(authors_in(case.written, done[:same], room), room)
        for step in added:
            self._map.write(step)
        self._steps = list(done)

    def _ask(self, case: Case) -> None:
        from medseg_gui.workers import authorship

        written, done = case.written.copy(), case.history.done
        self._asking = True

        def ended(outcome: Outcome[Any]) -> None:
            if self._case is not case or not self._asking:
                return
            self._asking = False
            if isinstance(outcome, Done):
                self._map, self._steps = outcome.value, list(done)
                self._follow()
            elif isinstance(outcome, Cancelled):  # by hand: the next step asks again
                self._map = None
                self.changed.emit(None)
            else:
                self._session.report(outcome)

        self._session.submit(
            mark("Looking who drew what"), lambda: authorship.author_map(written, done), ended, key=KEY
        )

    # ----- statistics --------------------------------------------------------------------------------------------
    def statistics(self, then: Any) -> None:
        """Works the case's statistics out in the background and hands them to ``then``."""
        from medseg_gui.workers import authorship

        case = self._session.the_case()
        labels, written, done, effort = (
            case.labelmap.frozen(), case.written.copy(), case.history.done, copy(case.effort)
        )  # fmt: skip

        def ended(outcome: Outcome[Statistics]) -> None:
            if isinstance(outcome, Done):
                then(outcome.value)
            else:
                self._session.report(outcome)

        known = case.doubts.volumes if case.doubts is not None else ()
        start = mark("Counting who drew what")
        self._session.submit(
            start, lambda: authorship.statistics(labels, written, done, effort, known), ended, key="statistics"
        )

    def export(self, path: str | Path) -> None:
        """Writes the statistics: a CSV table where the name ends in .csv, else JSON."""
        from medseg_gui.workers import authorship

        target = Path(path)

        def then(found: Statistics) -> None:
            authorship.write(found, target)
            self._session.say(mark("Written: {path}").format(path=target))

        self.statistics(then)
