"""Opening images and saved cases in the background, and which of several series.

Qt-free, part of the session.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.asking import Offer
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Triple
from medseg_gui.core.history import History
from medseg_gui.core.i18n import mark
from medseg_gui.keeping import SUFFIX, Ended
from medseg_gui.workers.job import Done, Failed, Job, Outcome

if TYPE_CHECKING:
    from medseg_gui.core.volume import Volume
    from medseg_gui.session import Session
    from medseg_gui.workers.case_files import Opened
    from medseg_gui.workers.open_case import Begun, GridChoice, Known

KEY = "open"


def siblings(rows: list[Any], uid: str) -> list[Any]:
    """The rows of the series of the row ``uid`` on its grid, itself among them: time points, echoes."""
    mine = next((row for row in rows if row.uid == uid), None)
    if mine is None or not mine.label:
        return []
    return [
        row
        for row in rows
        if row.series_uid == mine.series_uid and not row.refusal and row.geometry.same_as(mine.geometry)
    ]


@dataclass(frozen=True, eq=False)
class Coming:
    """An image whose voxels are being read: the series it was found among, and its first slice."""

    path: str
    rows: list[Any]
    uid: str
    volume: Volume
    """Of its grid, with its first slice in every place."""
    crosshair: Triple
    window: tuple[float, float]


class OpenDesk:
    """All methods run on the UI thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.coming: Coming | None = None
        """What is being read, shown by its first slice; the case before is still open, and nothing can be done."""
        self._found: tuple[str, Known | None] = ("", None)
        self._reading: Job[Any] | None = None
        session.runner.listeners.append(self._look)

    def open(self, path: str | Path, series: str | None = None) -> None:
        """Opens an image or a saved case in the background, once the open one may be left."""
        path = Path(path).expanduser()
        case = self._session.case
        if self._session.keep.is_of(path) and (case is None or not case.read_only):
            self.look_again(path)
        elif path.suffix.lower() == SUFFIX:
            self._session.keep.open(str(path))
        else:
            self._open(str(path), series)

    def look_again(self, path: str | Path) -> None:
        """Of the case that is shown: says so; offers to open it anew where another program has changed its file."""
        from medseg_gui.workers import case_files

        session, target, base = self._session, Path(path).expanduser().absolute(), self._session.keep.base

        def anew() -> None:
            session.leaving.leave(again)

        def again() -> None:
            session.set_case(None)  # lets go of the file
            session.keep.open(str(target))

        def ended(outcome: Outcome[str]) -> None:
            if not isinstance(outcome, Done) or not session.keep.is_of(target):
                session.report_failure(outcome)
            elif outcome.value == base:
                session.say(mark("{name} is the case that is shown.").format(name=target.name))
            else:
                text = mark("Another program has changed the file of the case that is shown: {name}.")
                session.keep.offers.add(
                    Offer("changed", text.format(name=target.name), ((mark("Open it anew"), anew),))
                )

        session.submit(mark("Looking at the file"), lambda: case_files.identity_of(target), ended, key=KEY)

    def _open(self, path: str, series: str | None, known: Known | None = None) -> None:
        from medseg_gui.workers import open_case

        session, now = self._session, time.time()
        if known is None and series is not None and path == self._found[0]:
            known = self._found[1]
        eye = self._eye(path, series or "")
        index = eye[0][0] if eye is not None else None
        asks = eye is None and session.ask is not None and session.ask.somebody
        self._show(None)

        def begun(outcome: Outcome[Begun]) -> None:
            if isinstance(outcome, Failed) and isinstance(outcome.error, open_case.SeriesChoice):
                self._choose_series(path, open_case.Known(outcome.error.rows, now))
            elif isinstance(outcome, Failed) and isinstance(outcome.error, open_case.GridChoice) and asks:
                self._choose_grid(path, outcome.error, open_case.Known(outcome.error.rows, now))
            elif isinstance(outcome, Done):
                found = outcome.value
                if found.row is not None:
                    again = known is not None and found.rows is known.rows
                    self._found = (path, known if again else open_case.Known(found.rows, now))
                if found.first is not None and found.row is not None:
                    z, y, x = found.row.size
                    at, window = eye or ((z // 2, y // 2, x // 2), found.first.window)
                    self._show(Coming(path, found.rows, found.row.uid, found.first.volume, at, window))
                ended = partial(self._ended, path, found.rows)
                self._reading = session.submit(mark("Opening"), found.whole, ended, key=KEY)
            else:
                session.report(outcome)

        session.submit(mark("Opening"), lambda: open_case.begin(path, series, index, known, asks), begun, key=KEY)

    def _ended(self, path: str, rows: list[Any], outcome: Outcome[Volume]) -> None:
        if not isinstance(outcome, Done):
            self._show(None)
            self._session.report(outcome)
            return
        volume = outcome.value
        case = Case(volume, history=History(self._session.settings.undo_budget_mb * 2**20))

        def ended(shown: bool) -> None:
            if not shown:
                self._show(None)
                return
            self._session.settings.remember(path)
            self._session.keep.offer_unfinished(volume.info.source, volume.info.uid)

        self._swap(case, rows, path, ended, fresh=True)

    def _eye(self, path: str, uid: str) -> tuple[Triple, tuple[float, float]] | None:
        """Crosshair and window, where another time point of the open series is meant: the eye stays where it was."""
        session = self._session
        together = {row.uid for row in siblings(session.rows, session.series_uid)} if path == session.path else set()
        return (session.crosshair, session.window) if session.case is not None and uid in together else None

    # ----- the first slice ---------------------------------------------------------------------------------------
    @property
    def under_way(self) -> bool:
        """True while an image is looked for or read."""
        return any(job.key == KEY and not job.cancelled for job in self._session.runner.active)

    def cancel(self) -> None:
        """Stops opening; the open case stays as it is."""
        for job in self._session.runner.active:
            if job.key == KEY:
                job.cancel()
        self._show(None)

    def _look(self) -> None:
        if self._reading is not None and self._reading.cancelled:  # by hand, or another opening took its place
            self._reading = None
            self._show(None)

    def _show(self, coming: Coming | None) -> None:
        if coming is not self.coming:
            self.coming = coming
            self._session.chosen.emit("coming")

    @property
    def listed(self) -> tuple[list[Any], str, str]:
        """(rows, uid of the row that is shown, where they were found), of what is coming or else of what is open."""
        if self.coming is not None:
            return self.coming.rows, self.coming.uid, self.coming.path
        return self._session.rows, self._session.series_uid, self._session.path

    def _swap(
        self, case: Case, rows: list[Any], path: str, ended: Ended, opened: Opened | None = None, fresh: bool = False
    ) -> None:
        """``ended`` hears False when the user drew on meanwhile and would rather stay."""

        def go() -> None:
            session, uid = self._session, case.volume.info.uid
            eye = self._eye(path, uid)
            if self.coming is not None:  # no jump: what was seen of it stays
                eye = (self.coming.crosshair, self.coming.window)
            self.coming = None  # what stands for it goes with the news that the case is open
            session.rows, session.path, session.series_uid = list(rows), path, uid
            session.set_case(case, opened, fresh)
            if eye is not None:
                session.set_crosshair(eye[0])
                session.set_window(*eye[1])
            ended(True)

        self._session.leaving.leave_now(go, lambda: ended(False))

    def show(self, opened: Opened, ended: Ended) -> None:
        """Shows a saved or restored case."""
        self._swap(opened.case, opened.rows, opened.case.volume.info.source or opened.path, ended, opened)

    def _choose_series(self, path: str, known: Known) -> None:
        rows = known.rows
        if self._session.case is None:  # else they stay those of the open image until another one is open
            self._session.rows = rows
        loadable = [row for row in rows if not row.refusal]
        if loadable and len(siblings(rows, loadable[0].uid)) == len(loadable):
            text = mark("The series holds {n} images: choose one with the slider of the series panel.")
            self._session.say(text.format(n=len(loadable)))
            self._open(path, loadable[0].uid, known)
            return
        uid = self._session.ask.series(rows) if self._session.ask else None
        if uid is None:
            self._session.say(mark("There are several series: choose one."))
        else:
            self._open(path, uid, known)

    def _choose_grid(self, path: str, choice: GridChoice, known: Known) -> None:
        """Asks what is to be done with slices that lie unevenly, or lean."""
        notes = mark("Slices that are interpolated were never recorded: masks on them do not fit the original images.")
        if "true" in choice.ways:
            notes += "\n\n" + mark("The sheared grid is true, nothing is interpolated; some programs refuse its files.")
        ask, ways = self._session.ask, list(choice.ways)
        title = mark("The slices lean") if "true" in ways else mark("The slices lie unevenly")
        number = ask.choice(title, f"{choice.what}.\n\n{notes}", list(choice.ways.values())) if ask else None
        if number is None:
            self._session.say(mark("Not opened: {what}").format(what=choice.what), "warning")
        else:
            self._open(path, choice.uid(ways[number]), known)
