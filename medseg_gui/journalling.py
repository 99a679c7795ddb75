"""The open case's journal: each step is written as soon as it is done; where that fails, elsewhere, and it is said."""

from __future__ import annotations

import logging
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from medseg_gui.asking import Offer, Offers
from medseg_gui.core.case import Case, Stepped
from medseg_gui.core.edits import Step
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.jobs import Jobs

if TYPE_CHECKING:
    from medseg_gui.io.caselock import CaseLock
    from medseg_gui.io.journal import Journal, Kind

log = logging.getLogger(__name__)
KINDS: dict[str, Kind] = {"do": "S", "undo": "U", "redo": "R"}


class Journalling:
    """What ``KeepDesk`` stands on: the journal, and what is said about it. All methods run on the UI thread."""

    def __init__(self, jobs: Jobs) -> None:
        self.path = ""
        """Where the open case is saved; empty while it never was."""
        self.offers = Offers()
        self._jobs = jobs
        self._case: Case | None = None
        self._base = ""
        self._whole = True
        """The next journal must hold everything: no file does."""
        self._moved = False
        self._journal: Journal | None = None
        self._journal_lock: CaseLock | None = None
        self._tails: list[list[tuple[Kind, Step | None]]] = []

    def save_elsewhere(self) -> None:
        """Asks for a file and saves the case there."""
        raise NotImplementedError

    def _stepped(self, news: Stepped) -> None:
        kind, step = KINDS[news[0]], news[1] if news[0] == "do" else None
        for tail in self._tails:
            tail.append((kind, step))
        if self._journal is None:
            whole = self._whole
            try:
                self._journal = self._made(beside=True)
            except OSError as error:  # not even a folder for it: the next step begins again
                self._whole = True
                self._tell_trouble(error)
                return
            good = self._write_whole(self._journal) if whole else self._journal.write(kind, step)
            self._whole = False
        else:
            good = self._journal.write(kind, step)
        if not good or self._journal.broken is not None:
            self._trouble()
        else:
            self.offers.drop("trouble")

    def _made(self, beside: bool) -> Journal:
        """A new journal, not written yet: beside the saved case, else in the user's own folder."""
        from medseg_gui.io.casecodec import Reference
        from medseg_gui.io.caselock import CaseLock
        from medseg_gui.io.journal import Header, Journal
        from medseg_gui.workers import case_files

        case = self._the_case()
        identity = uuid.uuid4().hex
        path, lock = case_files.journal_beside(Path(self.path or identity)), None
        if not self.path or not beside:
            path = case_files.new_journal_path(identity)
            try:
                lock = CaseLock.take(case_files.lock_of(path), mark("This work"))
            except OSError:  # the write will say so, to the person
                lock = None
        if self._journal_lock is not None:
            self._journal_lock.release()
        self._journal_lock = lock
        history = case.history
        forgotten = history.forgotten if self._whole else 0
        header = Header(
            identity, Reference.of(case.volume), self._base, self.path, forgotten, history.budget_bytes, self._whole,
        )  # fmt: skip
        return Journal(path, header, self._on_failure)

    def _write_whole(self, journal: Journal) -> bool:
        """Writes all that there is: the journal then needs no other file."""
        from medseg_gui.io.journal import dump

        journal.write_all(dump(self._the_case()))  # what is refused waits in it
        return journal.failed is None

    def _on_failure(self) -> None:
        if self._jobs.call_soon is not None:  # else the next step finds out
            self._jobs.call_soon(self._trouble)

    def _trouble(self) -> None:
        """The journal cannot be written: another place is tried, once, and then the person is told."""
        from medseg_gui.io.patience import NoAnswer

        old = self._journal
        error = (old.broken or old.failed) if old is not None else None
        if old is None or error is None:
            self.offers.drop("trouble")  # a drive that did not answer does again
            return
        beside = bool(self.path) and old.path.parent == Path(self.path).parent
        if (beside or old.broken is not None) and not self._moved:
            self._moved = True
            if self._anew():
                text = mark("The journal could not be written ({why}): it goes on in your own folder.")
                text = text.format(why=error.strerror or error)
                self._jobs.say(text, "warning")
                if isinstance(error, NoAnswer):  # saving where the case is would have to wait for the same drive
                    self.offers.add(Offer("moved", text, ((mark("Save elsewhere…"), self.save_elsewhere),)))
                return
        self._tell_trouble(error)

    def _tell_trouble(self, error: OSError) -> None:
        if "trouble" in self.offers:
            return
        text = mark("The last steps are in memory only: {why}. Save the case elsewhere, or make room.")
        text = text.format(why=error.strerror or error)
        self._jobs.say(text, "error")
        actions = ((mark("Save elsewhere…"), self.save_elsewhere), (mark("Try again"), self.try_again))
        self.offers.add(Offer("trouble", text, actions))

    def _anew(self) -> bool:
        """True when a whole new journal in the user's own folder has taken the place of the one that failed."""
        old, self._whole = self._journal, True
        try:
            new = self._made(beside=False)
        except OSError:
            return False
        finally:
            self._whole = False
        if not self._write_whole(new):  # still at it is good enough: it is told of when that takes too long
            new.close(remove=True)
            return False
        if old is not None:
            old.forget()
            new.supersedes = old
        self._journal = new
        return True

    def make_safe(self) -> str:
        """What of the work is kept, in a sentence: after a mistake of the program all of it is written anew."""
        case = self._case
        if case is None or not (case.history.done or case.history.undone):
            return mark("Nothing was changed yet.")
        try:
            good = self._anew() or (self._journal is not None and self._journal.catch_up())
        except Exception:
            log.exception("The case could not be written after a mistake")
            good = False
        if good:
            return mark("Every step is written to disk: if the program ends, the next start offers to restore them.")
        return mark("Your last steps are in memory only: save a copy now.")

    def try_again(self) -> None:
        """Writes what waits in memory."""
        journal = self._journal
        self.offers.drop("trouble")
        if journal is not None and (self._anew() if journal.broken is not None else journal.catch_up() or self._anew()):
            self._jobs.say(mark("The journal is written again."))
        else:
            self._trouble()

    def _the_case(self) -> Case:
        if self._case is None:
            raise MedsegError(mark("No image is open"), todo=mark("Open a DICOM folder or an image file first."))
        return self._case
