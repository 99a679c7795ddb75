"""Work that cannot be lost: the open case's file, and what a crash left. The journal is in ``journalling.py``.

Qt-free, part of the session. Saving and restoring are jobs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.asking import Ask, Offer
from medseg_gui.core.case import Case
from medseg_gui.core.edits import Step
from medseg_gui.core.errors import Locked, MedsegError, WriteFailed
from medseg_gui.core.history import Place
from medseg_gui.core.i18n import mark
from medseg_gui.core.veil import file_stem
from medseg_gui.jobs import Jobs
from medseg_gui.journalling import Journalling
from medseg_gui.settings import Settings
from medseg_gui.workers.job import Done, Failed, Outcome

if TYPE_CHECKING:
    from medseg_gui.io.caselock import CaseLock
    from medseg_gui.io.journal import Kind
    from medseg_gui.workers.case_files import Opened, Unfinished

SUFFIX = ".medseg"
Ended = Callable[[bool], None]
"""Hears whether it was done."""


ANSWER_S = 1.0
"""The window waits no longer for a drive."""
SLOW_S = 10.0
"""A save that takes longer is told of."""


def _ignore(_good: bool) -> None:
    """Nobody waits for it."""


def _release(*locks: CaseLock | None) -> None:
    """Lets go of them; on a drive that does not answer that takes its time."""
    from medseg_gui.io.patience import NoAnswer, in_time

    for lock in locks:
        if lock is not None:
            with suppress(NoAnswer):
                in_time(lock.release, ANSWER_S)


class KeepDesk(Journalling):
    """The journal and the file of the open case. All methods run on the UI thread."""

    def __init__(
        self, jobs: Jobs, settings: Settings, ask: Callable[[], Ask | None], changed: Callable[[str], None],
        show: Callable[[Opened, Ended], None], leave: Callable[[Callable[[], None], Callable[[], None]], None],
    ) -> None:  # fmt: skip
        super().__init__(jobs)
        self.suggest: Callable[[], str | None] | None = None
        """Where a case that was never saved belongs, when that is known; empty: nowhere, None: not now."""
        self._settings, self._ask, self._changed, self._show = settings, ask, changed, show
        self._leave_for = leave
        self._saved: Place = (0, None)
        self._lock: CaseLock | None = None
        self._unfollow: Callable[[], None] = lambda: None
        self.saving: object | None = None
        """The save under way; None while there is none."""
        self._watching: threading.Timer | None = None
        self._when_saved: list[Callable[[], None]] = []

    # ----- what is saved -------------------------------------------------------------------------------------
    @property
    def unsaved(self) -> bool:
        """True when there are edits that no file holds; undoing them makes it False again."""
        if self._case is None:
            return False
        (forgotten, step), (saved_forgotten, saved_step) = self._case.history.place, self._saved
        return forgotten != saved_forgotten or step is not saved_step

    @property
    def saved_row(self) -> int | None:
        """How many of the history's steps were done when the case was saved; None when it cannot go back there."""
        if self._case is None:
            return None
        history, (forgotten, step) = self._case.history, self._saved
        if step is None:
            return 0 if forgotten == history.forgotten else None
        steps = [*history.done, *history.undone]
        return next((n for n, s in enumerate(steps, 1) if s is step), None)

    def is_of(self, path: str | Path) -> bool:
        """True when the open case is saved at that path."""
        return bool(self.path) and Path(path).expanduser().absolute() == Path(self.path)

    @property
    def base(self) -> str:
        """The id of the file that the open case was saved to or opened from; empty where there is none."""
        return self._base

    def mark_saved(self, case: Case, place: Place) -> None:
        """A file holds the case as it stood there."""
        if case is self._case:
            self._saved = place
            self._changed("saved")

    def follow(self, case: Case | None, opened: Opened | None = None, fresh: bool = False) -> None:
        """Journals that case from now on; the one before was left on purpose. ``fresh``: nothing was done on it yet."""
        self.leave()
        self._case, self._whole, self._moved = case, not fresh, False
        self._saved = case.history.place if case is not None else (0, None)
        if case is None:
            return
        self._unfollow = case.stepped.connect(self._stepped)
        self.offers.drop("trouble", "save", "slow", "moved", "read_only", "changed")
        if opened is not None:
            self._take_over(opened)

    def _take_over(self, opened: Opened) -> None:
        from medseg_gui.io.journal import Journal
        from medseg_gui.io.patience import in_time

        self._saved = opened.saved if opened.saved is not None else (-1, None)
        if opened.file is not None:
            self.path, self._base, self._whole = opened.path, opened.file.id, False
            self._lock = opened.lock
        if opened.case.read_only:
            text = mark("{why}: it is shown read-only.").format(why=opened.case.read_only)
            self._jobs.say(text, "warning")
            again = (mark("Open for editing"), partial(self.open, opened.path))
            self.offers.add(Offer("read_only", text, (again, (mark("Save a copy…"), self.save_elsewhere))))
        found = opened.found
        if found is not None:
            self._whole = False
            self._journal_lock = found.lock
            at = found.path, found.header, found.sequence, found.end, self._on_failure
            try:
                self._journal = in_time(lambda: Journal.resume(*at), ANSWER_S, Journal.close)
            except OSError:  # it can be read and not be written: another one takes its place
                self._whole = True
        if opened.restored:
            text = mark("Restored after the program ended early: {n} steps. The history can take them back.")
            self._jobs.say(text.format(n=opened.restored))

    def leave(self, keep: bool = False) -> None:
        """Ends the journal of the open case and lets go of its file. ``keep``: it will be offered next time."""
        self._unfollow()
        self._unfollow = lambda: None
        if self._journal is not None:
            self._journal.close(remove=not keep)
        _release(self._journal_lock, self._lock)
        self._case = self._journal = self._journal_lock = self._lock = None
        self.path = self._base = ""
        self._tails.clear()
        self._stop_saving()

    # ----- saving ----------------------------------------------------------------------------------------------
    def save_elsewhere(self, with_image: bool = False) -> None:
        self._save_asking(with_image)

    def _save_asking(self, with_image: bool = False, ended: Ended = _ignore) -> None:
        name = Path(self.path).name if self.path else f"{file_stem(self._the_case().volume)}{SUFFIX}"
        asks = self._ask()
        path = asks.save_file(mark("Save case"), f"medseg (*{SUFFIX})", name) if asks else None
        if path:
            self.save(path, with_image, ended)
        else:
            ended(False)

    def save_soon(self, ended: Ended) -> None:
        """Saves the case as ``save`` does, as soon as a save that is under way has ended."""
        if self.saving:
            self._when_saved.append(lambda: self.save_soon(ended) if self.unsaved else ended(True))
            return
        try:
            self.save(ended=ended)
        except MedsegError as error:
            self._jobs.say(str(error), "error")
            ended(False)

    def save(self, path: str = "", with_image: bool = False, ended: Ended = _ignore) -> None:
        """Saves the case where it is saved, or at ``path``, in the background; edits made meanwhile stay unsaved.

        The image is copied into the file when ``with_image`` says so or when it comes from no file. ``ended`` hears
        whether it was saved. Raises Locked when another window has that case open.
        """
        from medseg_gui.workers import case_files

        case = self._the_case()
        if case.editing or self.saving:
            raise MedsegError(mark("The case cannot be saved in the middle of something"), todo=mark("Wait a moment."))
        if not path and not self.path:
            place = self.suggest() if self.suggest is not None else ""
            if place is None:
                ended(False)
            elif place:
                self.save(place, with_image, ended)
            else:
                self._save_asking(with_image, ended)
            return
        target = Path(path or self.path).expanduser().absolute()
        if target.suffix.lower() != SUFFIX:
            target = target.with_name(target.name + SUFFIX)
        if case.read_only and str(target) == self.path:
            raise Locked(case.read_only, target, mark("Save a copy elsewhere."))
        lock = None if str(target) == self.path and self._lock is not None else self._locked(target)
        file = case_files.snapshot(case, target, self._journal, with_image)
        at = case.history.place
        tail: list[tuple[Kind, Step | None]] = []
        self._tails.append(tail)
        self.saving = token = object()
        self._watch(target)

        def done(outcome: Outcome[Any]) -> None:
            if self.saving is token:
                self._stop_saving()
            if self._case is not case:  # left meanwhile, as the person wished
                _release(lock)
                self._jobs.report_failure(outcome)
            else:
                self._tails.remove(tail)
                if isinstance(outcome, Done):
                    self._now_saved(target, file.id, at, lock, tail)
                else:
                    _release(lock)
                    self._jobs.report(outcome)
                if isinstance(outcome, Failed):
                    again = partial(self.save, path, with_image)
                    actions = ((mark("Save elsewhere…"), self.save_elsewhere), (mark("Try again"), again))
                    self.offers.add(Offer("save", str(outcome.error), actions))
            ended(isinstance(outcome, Done))
            waiting, self._when_saved = self._when_saved, []
            for go_on in waiting:
                go_on()

        self._jobs.submit(mark("Saving the case"), lambda: case_files.save(file, target), done, lane="saving")

    def _locked(self, target: Path) -> CaseLock | None:
        """The lock of a file to save to. Raises Locked, and WriteFailed where the drive does not answer."""
        from medseg_gui.io.patience import NoAnswer, in_time
        from medseg_gui.workers import case_files

        try:
            return in_time(lambda: case_files.lock_case(target), ANSWER_S, _release)
        except NoAnswer as error:
            what = f"The case was not saved: {error.strerror}"
            self.offers.add(Offer("save", f"{what}: {target}", ((mark("Save elsewhere…"), self.save_elsewhere),)))
            raise WriteFailed(what, target, mark("Save it elsewhere; it is still open.")) from error

    def _watch(self, target: Path) -> None:
        """Tells of a save that takes so long that its drive may never answer."""
        token, call_soon = self.saving, self._jobs.call_soon

        def late() -> None:
            if self.saving is token:
                text = mark("Saving to {path} is not done after {n} s: the drive may not answer. The work is kept.")
                text = text.format(path=target, n=round(SLOW_S))
                self._jobs.say(text, "warning")
                self.offers.add(Offer("slow", text, ((mark("Save elsewhere…"), self._give_up_saving),)))

        if call_soon is not None:
            self._watching = threading.Timer(SLOW_S, call_soon, (late,))
            self._watching.daemon = True
            self._watching.start()

    def _stop_saving(self) -> None:
        """No save is under way any more."""
        self.saving = None
        self.offers.drop("slow")
        if self._watching is not None:
            self._watching.cancel()

    def _give_up_saving(self) -> None:
        """Saves to another drive; what hangs on the one that does not answer is left alone."""
        self._stop_saving()
        self._tails.clear()
        self._jobs.runner.abandon("saving")
        self.save_elsewhere()

    def _now_saved(
        self, target: Path, identity: str, place: Place, lock: CaseLock | None, tail: list[tuple[Kind, Step | None]]
    ) -> None:
        from medseg_gui.io.journal import WAIT_S
        from medseg_gui.workers import case_files

        case, old = self._the_case(), self._journal
        if lock is not None:
            _release(self._lock)
            self._lock = lock
        self.path, self._base, self._whole = str(target), identity, False
        case.read_only = ""  # it is a case of its own now
        self.offers.drop("save", "trouble", "moved", "read_only")
        if old is None or not tail or old.path != case_files.journal_beside(target):
            # else it goes on as it is: the file says up to which record it holds it
            self._journal = None
            if tail:
                self._journal = journal = self._made(beside=True)
                for kind, step in tail:
                    journal.write(kind, step)
                self._trouble()
            if old is not None and old.path.parent == target.parent:
                old.close(remove=True)  # that drive has just answered
            elif old is not None:
                old.close(remove=True, wait_s=WAIT_S)
            if not tail:
                _release(self._journal_lock)
                self._journal_lock = None
        self._settings.remember(str(target))
        self.mark_saved(case, place)
        self._jobs.say(mark("Saved and read back: {path}").format(path=target))

    # ----- opening and restoring -------------------------------------------------------------------------------
    def open(self, path: str, image: str | None = None) -> None:
        """Opens a saved case in the background, with what a crash left beside it."""
        from medseg_gui.workers import case_files

        target = Path(path).absolute()
        budget = self._settings.undo_budget_mb * 2**20
        self._open(lambda at: case_files.open_saved(target, at, budget), image)

    def restore(self, row: Unfinished, image: str | None = None) -> None:
        """Opens what a crash left, in the background."""
        from medseg_gui.workers import case_files

        def go() -> None:
            if row.case is not None:
                self.open(str(row.case), image)
            else:
                self._open(lambda at: case_files.restore(row.path, at), image)

        self._leave_for(go, self.offer_unfinished)  # staying: another time

    def _open(self, steps: Callable[[str | None], Any], image: str | None) -> None:
        from medseg_gui.workers.case_files import ImageMissing

        def ended(outcome: Outcome[Any]) -> None:
            asks = self._ask()
            if isinstance(outcome, Done):
                self._show(outcome.value, partial(self._shown, outcome.value))
            elif isinstance(outcome, Failed) and isinstance(outcome.error, ImageMissing) and asks is not None:
                reference = outcome.error.reference
                title = mark("Where is the image {name} now?").format(name=reference.title)
                at = asks.folder(title) if reference.series else asks.open_file(title, "")
                if at:
                    self._open(steps, at)
                else:
                    self._jobs.report(outcome)
            else:
                self._jobs.report(outcome)
            self.offer_unfinished(again=False)

        self._jobs.submit(mark("Opening"), lambda: steps(image), ended, key="open")

    def _shown(self, opened: Opened, shown: bool) -> None:
        if not shown:
            _release(opened.lock, opened.found.lock if opened.found is not None else None)
        elif opened.path:
            self._settings.remember(opened.path)

    # ----- offers ----------------------------------------------------------------------------------------------
    def offer_unfinished(self, source: str = "", uid: str = "", again: bool = True) -> None:
        """Offers what crashes left: all, or the work on one image. ``again`` False: only what is still offered."""
        from medseg_gui.io.patience import NoAnswer, in_time
        from medseg_gui.workers import case_files

        recent = tuple(self._settings.recent)
        try:
            found = in_time(lambda: case_files.unfinished(recent), ANSWER_S)
        except NoAnswer:  # a recent case's drive: its work is offered when it is opened
            found = case_files.unfinished()
        rows = {str(row.path): row for row in found}
        offered = {offer.topic for offer in self.offers.all}
        self.offers.drop(*(topic for topic in offered if topic.endswith(".journal") and topic not in rows))
        for topic, row in rows.items():
            about = row.header.reference
            if (source and (about.path, about.series) != (source, uid)) or not (again or topic in offered):
                continue
            when = time.strftime("%d %b %H:%M", time.localtime(row.changed))
            text = mark("Work on {name} of {when} was not saved: the program ended early.")
            restore, discard = partial(self.restore, row), partial(case_files.discard, row)
            actions = ((mark("Restore"), restore), (mark("Discard"), discard))
            self.offers.add(
                Offer(
                    topic, text.format(name=row.case.name if row.case is not None else about.title, when=when), actions
                )
            )
