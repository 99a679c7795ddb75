"""What is done to a session that keeps its work, and what a crash leaves of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from medseg_gui.core.geometry import Box
from medseg_gui.io import casefile, journal
from medseg_gui.io.casecodec import step_to_bytes
from medseg_gui.session import Session
from medseg_gui.settings import user_folder
from medseg_gui.workers import case_files


def stroke(session: Session, number: int) -> None:
    case = session.the_case()
    segment = session.segment or session.add_segment("Liver")
    lo = (number % 4, 7 * number % 60, 11 * number % 60)
    box = Box(lo, (lo[0] + 1, lo[1] + 6, lo[2] + 5))
    with case.edit(f"Stroke {number}") as edit:
        edit.paint(segment, box, np.ones(box.shape, bool))


def state(session: Session) -> tuple[object, ...]:
    case = session.the_case()
    return (
        [layer.tobytes() for layer in case.labelmap.layers],
        case.labelmap.segments,
        case.prompts,
        case.measures,
        [step_to_bytes(s) for s in case.history.done],
        [step_to_bytes(s) for s in case.history.undone],
    )


def crash(session: Session) -> None:
    """As far as files go: handles are closed by the system, nothing is tidied up."""
    keep = session.keep
    if keep._journal is not None:
        syncer, keep._journal._dirty = keep._journal._syncer, False
        keep._journal._closing.set()
        if syncer is not None:
            syncer.join()
        os.close(keep._journal._handle)
        keep._journal._handle = -1
    for lock in (keep._lock, keep._journal_lock):
        if lock is not None:
            os.close(lock._handle)
            lock._handle = -1
    keep._journal = keep._lock = keep._journal_lock = None


def journals() -> list[Path]:
    return sorted(user_folder("cases").glob("*.journal"))


def press(session: Session, title: str) -> None:
    (offer,) = session.keep.offers.all
    session.keep.offers.answer(offer, [name for name, _ in offer.actions].index(title))
    session.wait(30)


def saved(session: Session, path: Path) -> Session:
    session.keep.save(str(path))
    session.wait(30)
    assert not session.unsaved, path
    return session


def state_of_file(path: Path) -> int:
    return len(casefile.read(path).done)


def casefile_of(session: Session) -> casefile.CaseFile:
    return case_files.snapshot(session.the_case(), Path("x.medseg"), None, True)


def refusing(monkeypatch: pytest.MonkeyPatch, folder: Path | None, code: int = errno.ENOSPC) -> None:
    """Journals in that folder (in all) take nothing any more."""
    real = os.write

    def write(handle: int, data: memoryview) -> int:
        if folder is None or Path(os.readlink(f"/proc/self/fd/{handle}")).parent == folder:
            raise OSError(code, os.strerror(code))
        return real(handle, data)

    monkeypatch.setattr(journal, "_write", write)
