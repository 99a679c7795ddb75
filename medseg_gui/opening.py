"""Opening images and saved cases in the background, and which of several series.

Qt-free, part of the session.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.asking import Offer
from medseg_gui.core.case import Case
from medseg_gui.core.history import History
from medseg_gui.core.i18n import mark
from medseg_gui.keeping import SUFFIX, Ended
from medseg_gui.workers.job import Done, Failed, Outcome

if TYPE_CHECKING:
    from medseg_gui.session import Session
    from medseg_gui.workers.case_files import Opened


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


class OpenDesk:
    """All methods run on the UI thread."""

    def __init__(self, session: Session) -> None:
        self._session = session

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

        session.submit(mark("Looking at the file"), lambda: case_files.identity_of(target), ended, key="open")

    def _open(self, path: str, series: str | None) -> None:
        from medseg_gui.workers import open_case

        def opened(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Failed) and isinstance(outcome.error, open_case.SeriesChoice):
                self._choose_series(path, outcome.error.rows)
            elif isinstance(outcome, Done):
                volume, rows = outcome.value
                case = Case(volume, history=History(self._session.settings.undo_budget_mb * 2**20))

                def ended(shown: bool) -> None:
                    if shown:
                        self._session.settings.remember(path)
                        self._session.keep.offer_unfinished(volume.info.source, volume.info.uid)

                self._swap(case, rows, path, ended, fresh=True)
            else:
                self._session.report(outcome)

        self._session.submit(mark("Opening"), lambda: open_case.open_path(path, series), opened, key="open")

    def _swap(
        self, case: Case, rows: list[Any], path: str, ended: Ended, opened: Opened | None = None, fresh: bool = False
    ) -> None:
        """``ended`` hears False when the user drew on meanwhile and would rather stay."""

        def go() -> None:
            before, crosshair, window = self._session.case, self._session.crosshair, self._session.window
            together = {row.uid for row in siblings(rows, case.volume.info.uid)}
            stays = before is not None and path == self._session.path and self._session.series_uid in together
            self._session.rows, self._session.path, self._session.series_uid = list(rows), path, case.volume.info.uid
            self._session.set_case(case, opened, fresh)
            if stays:  # another time point: the eye stays where it was
                self._session.set_crosshair(crosshair)
                self._session.set_window(*window)
            ended(True)

        self._session.leaving.leave_now(go, lambda: ended(False))

    def show(self, opened: Opened, ended: Ended) -> None:
        """Shows a saved or restored case."""
        self._swap(opened.case, opened.rows, opened.case.volume.info.source or opened.path, ended, opened)

    def _choose_series(self, path: str, rows: list[Any]) -> None:
        if self._session.case is None:  # else they stay those of the open image until another one is open
            self._session.rows = rows
        loadable = [row for row in rows if not row.refusal]
        if loadable and len(siblings(rows, loadable[0].uid)) == len(loadable):
            text = mark("The series holds {n} images: choose one with the slider of the series panel.")
            self._session.say(text.format(n=len(loadable)))
            self._open(path, loadable[0].uid)
            return
        uid = self._session.ask.series(rows) if self._session.ask else None
        if uid is None:
            self._session.say(mark("There are several series: choose one."))
        else:
            self._open(path, uid)
