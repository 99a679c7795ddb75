"""Jobs that save cases, open saved ones, and bring back what a crash left in a journal."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from medseg_gui.core.case import Case
from medseg_gui.core.errors import BadInput, Locked, MedsegError
from medseg_gui.core.history import DEFAULT_BUDGET, History, Place
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Volume
from medseg_gui.io import casefile, journal, replay
from medseg_gui.io.casecodec import Reference, doubts_from_json, provenance_from_json, provenance_to_json
from medseg_gui.io.casefile import CaseFile
from medseg_gui.io.caselock import CaseLock
from medseg_gui.io.journal import Header
from medseg_gui.settings import user_folder
from medseg_gui.workers import open_case
from medseg_gui.workers.job import Steps


class ImageMissing(BadInput):
    """The image of a case is not where it was; ``reference`` says which one it is."""

    def __init__(self, reference: Reference, why: str = "") -> None:
        self.reference = reference
        what = why or f"The image of the case is not where it was: {reference.title}"
        super().__init__(what, reference.path or None, "Say where the image is now.")


@dataclass(frozen=True, eq=False)
class Found:
    """A journal that goes on: where it is, and how far it was read."""

    path: Path
    header: Header
    sequence: int
    end: int
    lock: CaseLock | None


@dataclass(frozen=True, eq=False)
class Opened:
    """A case as it was left. ``saved`` is where its history stood in the file; None where it never was saved.

    ``restored``: how many steps, undos and redos came from a journal. ``lock``: the saved case's; None where nobody can
    write.
    """

    case: Case
    rows: list[Any]
    saved: Place | None = None
    file: CaseFile | None = None
    path: str = ""
    found: Found | None = None
    restored: int = 0
    lock: CaseLock | None = None


@dataclass(frozen=True)
class Unfinished:
    """A journal of a case that nobody has open, ``changed`` last then. ``case``: the saved one that it goes on from."""

    path: Path
    header: Header
    changed: float
    case: Path | None = None


# ----- places -----------------------------------------------------------------------------------------------------
def journal_beside(path: Path) -> Path:
    return path.with_name(path.name + journal.SUFFIX)


def lock_of(path: Path) -> Path:
    """The lock of a saved case, or of a journal."""
    return path.with_name(f".{path.name}.lock")


def new_journal_path(identity: str) -> Path:
    """Where a case that was never saved journals: under a random id, in a folder of the owner alone."""
    folder = user_folder("cases")
    if os.name == "posix":
        folder.chmod(0o700)
    return folder / f"{identity}{journal.SUFFIX}"


def unfinished(recent: Iterable[str] = ()) -> list[Unfinished]:
    """The journals that no window has open, newest first: those in the user's folder, and beside the ``recent`` cases.

    Empty ones in the user's folder are taken away.
    """
    rows = []
    for case in [Path(p) for p in recent if p.lower().endswith(casefile.SUFFIX)]:
        beside = journal_beside(case)
        with suppress(OSError, Locked):
            header = journal.header_of(beside) if beside.is_file() and case.is_file() else None
            if header is not None:
                CaseLock.take(lock_of(case), case.name).release()
                rows.append(Unfinished(beside, header, beside.stat().st_mtime, case))
    for path in user_folder("cases").glob(f"*{journal.SUFFIX}"):
        try:
            lock = CaseLock.take(lock_of(path), path.name)
        except (Locked, OSError):
            continue
        try:
            header = journal.header_of(path)
            if header is None or len(list(islice(journal.read(path), 2))) < 2:
                path.unlink(missing_ok=True)
            elif not header.case_path or not Path(header.case_path).is_file():
                rows.append(Unfinished(path, header, path.stat().st_mtime))
        except OSError:
            continue
        finally:
            lock.release()
    return sorted(rows, key=lambda row: -row.changed)


def discard(row: Unfinished) -> None:
    """Takes an unfinished journal away. Raises Locked when a window has it open."""
    lock = CaseLock.take(lock_of(row.case or row.path), row.header.reference.title)
    try:
        row.path.unlink(missing_ok=True)
    finally:
        lock.release()


# ----- opening ----------------------------------------------------------------------------------------------------
def restore(path: Path, image: str | None = None) -> Steps[Opened]:
    """The case that an unfinished journal tells of, at its last whole record. ``image``: where its image is now.

    Raises ImageMissing, BadInput, or Locked when a window has it open.
    """
    lock = CaseLock.take(lock_of(path), "This work")
    try:
        header = journal.header_of(path)
        if header is None:
            raise BadInput("The journal holds nothing that can be read", path, "Discard it.")
        volume, rows = yield from _image(header.reference, None, image)
        yield Progress("Restoring")
        case = replay.empty_case(volume, header)
        count, last, end = replay.replay(case, islice(journal.read(path), 1, None))
    except BaseException:
        lock.release()
        raise
    return Opened(case, rows, None, None, "", Found(path, header, last, end, lock), count)


def open_saved(path: Path, image: str | None = None, budget_bytes: int = DEFAULT_BUDGET) -> Steps[Opened]:
    """A saved case, with the edits that a crash left in its journal.

    Read-only, as it stands, when another window has it open. Raises ImageMissing when its image is not where it was,
    BadInput for what cannot be read.
    """
    if not path.is_file():
        raise BadInput("There is no such case", path)
    read_only = ""
    try:
        lock = lock_case(path)
    except Locked as error:
        lock, read_only = None, error.what
    try:
        yield Progress("Reading the case")
        file = casefile.read(path)
        volume = file.volume
        rows: list[Any] = []
        if volume is None:
            volume, rows = yield from _image(file.reference, path.parent, image)
        yield Progress("Restoring")
        labels = LabelMap(file.layers, volume.geometry, file.segments)
        history = History(max(budget_bytes, sum(s.bytes for s in (*file.done, *file.undone))))
        history.forgotten = file.forgotten
        history.put_back(file.done, file.undone)
        case = Case(volume, labels, history, file.prompts, file.measures)
        case.written, case.effort = provenance_from_json(file.provenance, file.written, volume.geometry.shape)
        case.doubts = doubts_from_json(file.provenance, volume.geometry.shape)
        place = history.place
        found, count = None, 0
        candidate = _journal_of(path, file, look_only=bool(read_only))
        if candidate is not None:
            if candidate.header.whole and not candidate.sequence:
                case = replay.empty_case(volume, candidate.header)
                case.doubts = doubts_from_json(file.provenance, volume.geometry.shape)
            case.history.budget_bytes = max(case.history.budget_bytes, candidate.header.budget_bytes)
            records = islice(journal.read(candidate.path), 1, None)
            count, last, end = replay.replay(case, records, candidate.sequence)
            found = replace(candidate, sequence=last, end=end)
        if read_only:
            case.read_only, place, found, count = read_only, case.history.place, None, 0
        case.history.budget_bytes = budget_bytes
    except MedsegError as error:
        if lock is not None:
            lock.release()
        if error.where:
            raise
        raise BadInput(f"The case contradicts itself: {error.what}", path, error.todo) from error
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    return Opened(case, rows, place, file, str(path), found, count, lock)


def identity_of(path: Path) -> Steps[str]:
    """The id that each save gives to the file. Raises BadInput."""
    yield Progress("Reading the case")
    return str(casefile.manifest_of(path)["id"])


def image_of(path: Path) -> Steps[tuple[Volume, list[Any]]]:
    """The image of a saved case, and the series of its folder. Raises ImageMissing, BadInput."""
    yield Progress("Reading the case")
    file = casefile.read(path)
    if file.volume is not None:
        return file.volume, []
    return (yield from _image(file.reference, path.parent, None))


def lock_case(path: Path) -> CaseLock | None:
    """The lock of a saved case; None where nobody can write. Raises Locked when another window has it open."""
    try:
        return CaseLock.take(lock_of(path), path.name)
    except OSError:
        return None


def _journal_of(path: Path, file: CaseFile, look_only: bool = False) -> Found | None:
    """The newest journal that goes on from the file; ``sequence`` is the last record that the file holds already.

    Another one that stands in its place is set aside. ``look_only``: it is another window's, and nothing is touched.
    """
    beside = journal_beside(path)
    fit: list[tuple[tuple[bool, float], Found]] = []
    for candidate in [beside, *user_folder("cases").glob(f"*{journal.SUFFIX}")]:
        header = journal.header_of(candidate) if candidate.is_file() else None
        if header is None:
            continue
        # included: killed between saving and taking the journal away
        included = file.sequence if file.journal and header.id == file.journal else 0
        if not included and header.base != file.id:
            continue
        try:
            lock = None if candidate == beside or look_only else CaseLock.take(lock_of(candidate), path.name)
        except Locked:  # another window's: it opened the case from a disk where nobody can write
            continue
        except OSError:
            lock = None
        # one at home goes on from the one beside the case, which may have been written to later, by a drive that hung
        age = (candidate != beside, candidate.stat().st_mtime)
        fit.append((age, Found(candidate, header, included, 0, lock)))
    chosen = max(fit, key=lambda row: row[0])[1] if fit else None
    if not look_only and beside.is_file() and (chosen is None or chosen.path != beside):
        with suppress(OSError):  # on a disk that cannot be written to nothing is in the way either
            beside.replace(path.with_name(f"{path.name}.{uuid.uuid4().hex[:6]}.other-journal"))
    return chosen


def _image(reference: Reference, folder: Path | None, image: str | None) -> Steps[tuple[Volume, list[Any]]]:
    """The image that is meant, and the series of its folder. Raises ImageMissing."""
    why = ""
    for place in [Path(image)] if image is not None else reference.places(folder):
        there = False
        with suppress(OSError):
            there = place.exists()
        if not there:
            continue
        try:
            volume, rows = yield from open_case.open_path(place, reference.series or None)
            reference.require(volume)
        except MedsegError as error:
            why = error.what
            continue
        return volume, rows
    raise ImageMissing(reference, why)


# ----- saving -----------------------------------------------------------------------------------------------------
def snapshot(case: Case, target: Path, running: journal.Journal | None, with_image: bool) -> CaseFile:
    """The case as it stands, for a worker to write: nothing that the user does changes it.

    The image goes with it when that is wished, or when it comes from no file.
    """
    labels, history, volume = case.labelmap.frozen(), case.history, case.volume
    return CaseFile(
        uuid.uuid4().hex,
        Reference.of(volume, target.parent),
        labels.layers,
        labels.segments,
        case.prompts,
        history.done,
        history.undone,
        history.forgotten,
        running.header.id if running is not None else "",
        running.last if running is not None else 0,
        volume if with_image or not volume.info.source else None,
        provenance_to_json(case.written, case.effort, case.doubts),
        case.measures,
        case.written.packed(),
    )


def save(case: CaseFile, path: Path) -> Steps[None]:
    """Puts the case at ``path``: written beside, read back, compared, replaced. Raises WriteFailed."""
    yield from casefile.save(case, path)
