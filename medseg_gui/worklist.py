"""The list of cases that a person works through: which is open, how far each is, and what happens between two of them.

Qt-free, part of the session. What the person did is saved before the next case opens; how far each case is goes to a
small file beside the list at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.core.case import Case
from medseg_gui.core.effort import Effort
from medseg_gui.core.errors import BadInput, MedsegError, WriteFailed
from medseg_gui.core.events import Change, Event
from medseg_gui.core.i18n import mark
from medseg_gui.core.worklist import Item, Standing, State, Status, in_order, step_from
from medseg_gui.keeping import SUFFIX
from medseg_gui.workers.job import Done, Outcome, Priority

if TYPE_CHECKING:
    from medseg_gui.session import Session
    from medseg_gui.workers.worklist import OpenedList

LIST_SUFFIXES = (".csv", ".medseg-list.json")
ANSWER_S = 0.5
"""The window waits no longer for the small file's drive."""
NOTED_EVERY_S = 30.0


class WorklistDesk:
    """All methods run on the UI thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.opened: OpenedList | None = None
        self.state = State()
        self.only: Status | None = None
        """Next and previous go to cases of this status alone; None: to all."""
        self.current: int | None = None
        """Number of the open case; None when it is not of the list."""
        self.changed: Event[None] = Event()
        """The list, how far something in it is, or which case is open."""
        self._at = -1
        """The case that was opened last, whether that went well or not: the next one is counted from here."""
        self._effort, self._before_s = Effort(), 0.0
        """The open case's, and what the list knew of before that began to count."""
        self._pending: dict[str, dict[str, Any]] = {}
        self._told = False
        session.case_opened.connect(self._case_opened)
        session.changed.connect(self._edited)
        session.chosen.connect(self._chosen)
        session.keep.suggest = self._place

    @property
    def items(self) -> tuple[Item, ...]:
        return self.opened.items if self.opened is not None else ()

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(self.state.of(item).status == "done" for item in self.items)

    def standing(self, number: int) -> Standing:
        """How far that case is, with the time up to now."""
        standing = self.state.of(self.items[number])
        return replace(standing, time_s=self._time_s()) if number == self.current else standing

    # ----- the list ------------------------------------------------------------------------------------------------
    def open(self, path: str | Path) -> None:
        """Opens a list in the background: a folder, a CSV, or a list's own small file."""
        from medseg_gui.workers import worklist

        source = Path(path).expanduser().absolute()

        def ended(outcome: Outcome[Any]) -> None:
            if not isinstance(outcome, Done):
                self._session.report(outcome)
                return
            self.close()
            self.opened, self.state = outcome.value, outcome.value.state
            self._session.settings.remember(str(self.opened.state_path if source.is_dir() else source))
            self._session.chosen.emit("recent")
            self._case_opened(self._session.case)
            first = step_from(self.items, self.state, -1, 1, "work")
            first = first if first is not None else step_from(self.items, self.state, -1, 1, "open")
            if self._session.case is None and first is not None:
                self.go(first)

        self._session.submit(mark("Reading the case list"), lambda: worklist.open_list(source), ended, key="worklist")

    def close(self) -> None:
        """No list is open any more; the open case stays."""
        self.leave()
        self.opened, self.state, self.current, self._at = None, State(), None, -1
        self._pending.clear()
        self._tell()

    def filter(self, only: Status | None) -> None:
        self.only = only
        self._tell()

    # ----- moving on -----------------------------------------------------------------------------------------------
    def neighbour(self, by: int) -> int | None:
        """The next (1) or previous (-1) case that the filter lets through; None at the end."""
        return step_from(self.items, self.state, self._at, by, self.only) if self.opened is not None else None

    def step(self, by: int) -> None:
        """Opens the next or previous case; what is unsaved is saved first."""
        number = self.neighbour(by)
        if number is None:
            raise MedsegError(mark("There is no further case in the list"))
        self.go(number)

    def go(self, number: int) -> None:
        """Opens that case, as it was left; what is unsaved in the open one is saved first. Raises BadInput."""
        item = self.items[number]
        if item.problem:
            raise BadInput(item.problem, item.name)
        self.note_time()
        self._session.leaving.leave(lambda: self._open(number), quietly=self.current is not None)

    def _open(self, number: int) -> None:
        item, self._at = self.items[number], number
        self._update({})  # another window may have gone on with it
        case = self.state.of(item).case
        if case and self._asked(lambda: not Path(case).is_file()):
            text = mark("The saved case is not there any more: {path}. The image is opened anew.")
            self._session.say(text.format(path=case), "warning")
            case = ""
        self._session.opening.open(case or item.image, item.series or None)
        self._tell()

    def finish(self) -> None:
        """Marks the open case as done and opens the next one."""
        number = self.the_current()
        self.set_status("done", number)
        following = self.neighbour(1)
        if following is not None:
            self.go(following)
        else:
            self._session.leaving.leave(lambda: None, quietly=True)
            self._session.say(mark("That was the last case of the list."))

    def the_current(self) -> int:
        if self.current is None:
            raise MedsegError(mark("The open image is not of the case list"), todo=mark("Open a case of the list."))
        return self.current

    # ----- how far it is -------------------------------------------------------------------------------------------
    def set_status(self, status: Status, number: int | None = None) -> None:
        """Sets how far a case is; the open one when none is named."""
        number = self.the_current() if number is None else number
        values: dict[str, Any] = {"status": status}
        if number == self.current:
            values["time_s"] = self._time_s()
        self._put(number, **values)

    def toggle(self, status: Status) -> None:
        """Gives the open case that status, or takes it back: it is in work then."""
        number = self.the_current()
        self.set_status("work" if self.standing(number).status == status else status, number)

    def put_in_order(self, changes: dict[str, dict[str, Any]]) -> None:
        """Takes ranks by key and sorts the list; Next goes to the first ranked case, whichever case is open."""
        if self.opened is None:
            return
        ranks = {key: {"rank": 0, "why": ""} for key, s in self.state.standings.items() if s.rank} | changes
        open_key = self.items[self.current].key if self.current is not None else None
        self._update(ranks)
        self.opened = replace(self.opened, items=in_order(self.items, self.state))
        self.current = next((n for n, item in enumerate(self.items) if item.key == open_key), None)
        first = next((n for n, item in enumerate(self.items) if self.state.of(item).rank), 0)
        self._at = first if first == self.current else first - 1
        self._tell()

    def note_time(self) -> None:
        """Writes down how long the open case took so far."""
        case = self._session.case
        if self.current is not None and (case is None or not case.read_only):
            self._put(self.current, time_s=self._time_s())

    def leave(self) -> None:
        """Writes down what is not written yet."""
        self.note_time()
        if self._pending:
            self._write()

    def _time_s(self) -> float:
        return round(self._before_s + self._effort.active_s, 1)

    def _put(self, number: int, **values: Any) -> None:
        self._update({self.items[number].key: values})

    def _update(self, changes: dict[str, dict[str, Any]]) -> None:
        """Changes what is known at once, and the file: as soon as that can be done."""
        standings = dict(self.state.standings)
        for key, values in changes.items():
            standings[key] = Standing(**{**asdict(standings.get(key, Standing())), **values})
            self._pending.setdefault(key, {}).update(values)
        self.state = replace(self.state, standings=standings)
        self._write()
        self._tell()

    def _write(self) -> None:
        from medseg_gui.io import worklistfile

        opened = self.opened
        if opened is None:
            return
        pending = {key: dict(values) for key, values in self._pending.items()}
        folder = self.state.folder
        try:
            state = self._asked(lambda: worklistfile.update(opened.state_path, opened.source, pending, folder))
        except (OSError, MedsegError) as error:
            if not self._told:
                text = mark(
                    "How far the cases are could not be written ({why}): it is tried again with the next change."
                )
                why = error.strerror if isinstance(error, OSError) else str(error)
                self._session.say(text.format(why=why), "warning")
            self._told = True
            return
        # what a saved case was found for stays known, also when the file does not say so
        self.state = State(state.folder, {**self.state.standings, **state.standings})
        self._pending.clear()
        self._told = False

    @staticmethod
    def _asked(do: Callable[[], Any]) -> Any:
        from medseg_gui.io.patience import in_time

        return in_time(do, ANSWER_S)

    # ----- news of the session -------------------------------------------------------------------------------------
    def _case_opened(self, case: Case | None) -> None:
        self.note_time()
        self.current = self._number_of(case) if case is not None else None
        self._effort = case.effort if case is not None else Effort()
        if self.current is not None and case is not None:
            item = self.items[self.current]
            self._at, self._before_s = self.current, self.state.of(item).time_s - self._effort.active_s
            if self._session.keep.path:
                self._chosen("saved")
            elif item.label and not case.history.done:
                self._session.open_labels(item.label, reference=False)
            if item.reference:
                self._session.open_labels(item.reference, reference=True)
            self._read_ahead()
        self._tell()

    def _number_of(self, case: Case) -> int | None:
        """The case of the list that is open; the one that was asked for where several are of one image."""
        session, info = self._session, case.volume.info
        mine = [self._at] if self._at >= 0 else []
        for number in [*mine, *range(len(self.items))]:
            item = self.items[number]
            at_image = item.image in (session.path, info.source) and item.series in ("", session.series_uid)
            if at_image or session.keep.path in (item.image, self.state.of(item).case or None):
                return int(number)
        return None

    def _edited(self, change: Change) -> None:
        case, number = self._session.case, self.current
        if case is None or number is None or not change.final:
            return
        item, standing = self.items[number], self.state.of(self.items[number])
        done = case.history.done
        if item.label and len(done) == 1 and done[0].author == f"file {Path(item.label).name}":
            self._session.keep.mark_saved(case, case.history.place)  # as it was given: nobody did anything yet
        elif standing.status == "open" and self._session.unsaved:
            self._put(number, status="work", time_s=self._time_s())
        elif self._time_s() - standing.time_s > NOTED_EVERY_S:
            self.note_time()

    def _chosen(self, what: str) -> None:
        path = self._session.keep.path
        if what == "saved" and path and self.current is not None:
            item = self.items[self.current]
            if path in (self.state.of(item).case, item.image):
                return
            self._update({})  # another window may have saved it
            other = self.state.of(item).case
            if other not in ("", path):
                text = mark("The list takes this case from now on; another one of the same image stays: {path}")
                self._session.say(text.format(path=other), "warning")
            self._put(self.current, case=path)

    def _read_ahead(self) -> None:
        from medseg_gui.workers import ahead

        number = self.neighbour(1)
        if number is None or self.items[number].image.lower().endswith(SUFFIX):
            return
        item, bound = self.items[number], self._session.settings.read_ahead_mb * 2**20
        self._session.submit(
            mark("Reading the next case"),
            lambda: ahead.read_ahead(item.image, item.series or None, bound),
            self._session.report_failure,
            key="ahead",
            priority=Priority.IDLE,
        )

    def _tell(self) -> None:
        self.changed.emit(None)

    # ----- where cases are saved -----------------------------------------------------------------------------------
    def _place(self) -> str | None:
        """Where the open case of the list is to be saved; empty when it is not of the list, None for not now."""
        if self.current is None:
            return ""
        folder = self.state.folder or self.choose_folder()
        if not folder:
            return None
        name = re.sub(r"[^\w.+-]+", "_", self.items[self.current].name).strip("._")[:80] or "case"
        names = [name, *(f"{name}-{n}" for n in range(2, 1000))]
        files = [Path(folder) / f"{n}{SUFFIX}" for n in names]
        try:
            return str(self._asked(lambda: next(f for f in files if not f.exists())))
        except OSError as error:
            raise WriteFailed(
                f"Nothing was saved: {error.strerror}", Path(folder), mark("Save it elsewhere.")
            ) from error

    def choose_folder(self) -> str:
        """Asks, once for the list, where its cases are to be saved; empty when the person thought better of it."""
        from medseg_gui.workers import worklist

        session, opened = self._session, self.opened
        if opened is None:
            return ""
        folder = worklist.folder_beside(opened.source)
        if session.ask is not None:
            text = mark("The cases of this list are saved in one folder: {folder}").format(folder=folder)
            chosen = session.ask.choice(
                mark("Where are the cases to be saved?"), text, [mark("In this folder"), mark("Choose a folder…")]
            )
            if chosen == 1:
                other = session.ask.folder(mark("Folder for the cases of the list"))
                folder = Path(other) if other else folder
                chosen = chosen if other else None
            if chosen is None:
                return ""
        self.keep_in(folder)
        return self.state.folder

    def keep_in(self, folder: str | Path) -> None:
        """Saves new cases of the list in that folder, which is made where it is missing. Raises WriteFailed."""
        folder = Path(folder).expanduser().absolute()
        try:
            self._asked(lambda: folder.mkdir(parents=True, exist_ok=True))
        except OSError as error:
            why = error.strerror or error
            raise WriteFailed(f"The folder cannot be made: {why}", folder, mark("Choose another one.")) from error
        self.state = replace(self.state, folder=str(folder))
        self._update({})

    # ----- as a table ----------------------------------------------------------------------------------------------
    def export(self, path: str | Path) -> None:
        """Writes a table of all cases: status, active time, volumes. What is unsaved in the open one is saved first."""
        from medseg_gui.workers import worklist

        target = Path(path).expanduser().absolute()

        def ended(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Done):
                self._session.say(mark("Written: {n} cases to {path}").format(n=outcome.value, path=target))
            else:
                self._session.report(outcome)

        def go() -> None:
            items, state = self.items, self.state
            self._session.submit(mark("Writing the table"), lambda: worklist.export(items, state, target), ended)

        self.note_time()
        if self.current is not None and self._session.unsaved:
            self._session.keep.save_soon(lambda _good: go())
        else:
            go()
