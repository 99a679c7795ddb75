"""Work that cannot be lost: the open case's file, and what a crash left. The journal is in ``journalling.py``.

Qt-free, part of the session. Saving and restoring are jobs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.asking import Ask, Offer
from medseg_gui.core.case import Case
from medseg_gui.core.edits import Step
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.history import Place
from medseg_gui.core.i18n import mark
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


def _ignore(_good: bool) -> None:
    """Nobody waits for it."""


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
        self._saving = False
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
        if opened is not None:
            self._take_over(opened)
        self.offers.drop("trouble", "save")

    def _take_over(self, opened: Opened) -> None:
        from medseg_gui.io.journal import Journal

        self._saved = opened.saved if opened.saved is not None else (-1, None)
        if opened.file is not None:
            self.path, self._base, self._whole = opened.path, opened.file.id, False
            self._lock = opened.lock
        found = opened.found
        if found is not None:
            self._whole = False
            self._journal_lock = found.lock
            try:
                self._journal = Journal.resume(found.path, found.header, found.sequence, found.end, self._on_failure)
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
        for lock in (self._journal_lock, self._lock):
            if lock is not None:
                lock.release()
        self._case = self._journal = self._journal_lock = self._lock = None
        self.path = self._base = ""
        self._tails.clear()

    # ----- saving ----------------------------------------------------------------------------------------------
    def save_elsewhere(self, with_image: bool = False) -> None:
        self._save_asking(with_image)

    def _save_asking(self, with_image: bool = False, ended: Ended = _ignore) -> None:
        source = Path(self._the_case().volume.info.source or "case")
        name = Path(self.path).name if self.path else f"{source.name.split('.')[0]}{SUFFIX}"
        asks = self._ask()
        path = asks.save_file(mark("Save case"), f"medseg (*{SUFFIX})", name) if asks else None
        if path:
            self.save(path, with_image, ended)
        else:
            ended(False)

    def save_soon(self, ended: Ended) -> None:
        """Saves the case as ``save`` does, as soon as a save that is under way has ended."""
        if self._saving:
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
        if case.editing or self._saving:
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
        lock = None if str(target) == self.path and self._lock is not None else case_files.lock_case(target)
        file = case_files.snapshot(case, target, self._journal, with_image)
        at = case.history.place
        tail: list[tuple[Kind, Step | None]] = []
        self._tails.append(tail)
        self._saving = True

        def done(outcome: Outcome[Any]) -> None:
            self._saving = False
            if self._case is not case:  # left meanwhile, as the person wished
                if lock is not None:
                    lock.release()
                self._jobs.report_failure(outcome)
            else:
                self._tails.remove(tail)
                if isinstance(outcome, Done):
                    self._now_saved(target, file.id, at, lock, tail)
                else:
                    if lock is not None:
                        lock.release()
                    self._jobs.report(outcome)
                if isinstance(outcome, Failed):
                    again = partial(self.save, path, with_image)
                    actions = ((mark("Save elsewhere…"), self.save_elsewhere), (mark("Try again"), again))
                    self.offers.add(Offer("save", str(outcome.error), actions))
            ended(isinstance(outcome, Done))
            waiting, self._when_saved = self._when_saved, []
            for go_on in waiting:
                go_on()

        self._jobs.submit(mark("Saving the case"), lambda: case_files.save(file, target), done)

    def _now_saved(
        self, target: Path, identity: str, place: Place, lock: CaseLock | None, tail: list[tuple[Kind, Step | None]]
    ) -> None:
        from medseg_gui.workers import case_files

        case, old = self._the_case(), self._journal
        if lock is not None:
            if self._lock is not None:
                self._lock.release()
            self._lock = lock
        self.path, self._base, self._whole = str(target), identity, False
        self.offers.drop("save", "trouble")
        if old is None or not tail or old.path != case_files.journal_beside(target):
            # else it goes on as it is: the file says up to which record it holds it
            self._journal = None
            if tail:
                self._journal = journal = self._made(beside=True)
                for kind, step in tail:
                    journal.write(kind, step)
                self._trouble()
            if old is not None:
                old.close(remove=True)
            if not tail and self._journal_lock is not None:
                self._journal_lock.release()
                self._journal_lock = None
        self._settings.remember(str(target))
        self.mark_saved(case, place)
        self._jobs.say(mark("Saved and read back: {path}").format(path=target))

    # ----- opening and restoring -------------------------------------------------------------------------------
    def open(self, path: str, image: str | None = None) -> None:
        """Opens a saved case in the background, with what a crash left beside it."""
        from medseg_gui.workers import case_files

        target = Path(path).absolute()
        if str(target) == self.path:
            raise MedsegError(mark("This case is open already"), target)
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
            for held in (opened.lock, opened.found.lock if opened.found is not None else None):
                if held is not None:
                    held.release()
        elif opened.path:
            self._settings.remember(opened.path)

    # ----- offers ----------------------------------------------------------------------------------------------
    def offer_unfinished(self, source: str = "", uid: str = "", again: bool = True) -> None:
        """Offers what crashes left: all, or the work on one image. ``again`` False: only what is still offered."""
        from medseg_gui.workers import case_files

        rows = {str(row.path): row for row in case_files.unfinished(self._settings.recent)}
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
