"""The disk takes so many bytes of a file and no more, wherever that is: nothing that was there is lost.

The limit is the system's own (RLIMIT_FSIZE), so a write is really cut short, in Python's and in the libraries' writers.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from medseg_gui.core import edits
from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.volume import Volume
from medseg_gui.io import casefile, journal
from medseg_gui.workers import case_files, export
from medseg_gui.workers.job import Steps, run_now
from tests.io.test_journal import act, followed, restored, state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limit")

SHAPE = (5, 40, 44)
GEOMETRY = Geometry.axial(SHAPE, (3, 1, 1))
NOISE = np.random.default_rng(0)
VOLUME = Volume(NOISE.integers(-500, 500, SHAPE).astype(np.int16), GEOMETRY, "CT")
LABELS = LabelMap.from_voxels(NOISE.integers(0, 4, SHAPE).astype(np.uint8), GEOMETRY)
FRACTIONS = (0.0, 0.001, 0.3, 0.7, 0.99)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes; what lies within is written."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def a_case() -> casefile.CaseFile:
    case = Case(VOLUME, LABELS.frozen())
    for number in range(4):
        act(case, ("paint", number))
    case.undo()
    return case_files.snapshot(case, Path("x.medseg"), None, True)


WRITERS: dict[str, Callable[[Path], Steps[Any]]] = {
    "a.medseg": lambda path: casefile.save(a_case(), path),
    **{
        f"mask{suffix}": lambda path: export.save_labels(LABELS, path)
        for suffix in (".nii", ".nii.gz", ".nrrd", ".seg.nrrd", ".mha")
    },
    "image.nii.gz": lambda path: export.convert(VOLUME, path),
}


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # nibabel leaves its file to the collector
@pytest.mark.parametrize("name", WRITERS)
def test_a_write_cut_short_leaves_the_old_file_and_nothing_else(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    run_now(WRITERS[name](path))
    size = path.stat().st_size
    assert size > 1000  # else the limits below would cut nothing
    path.write_bytes(b"the old file")
    for fraction in FRACTIONS:
        with room_for(int(fraction * size)), pytest.raises(MedsegError) as caught:
            run_now(WRITERS[name](path))
        assert str(path.parent) in str(caught.value.where)
        assert path.read_bytes() == b"the old file"
        assert list(tmp_path.iterdir()) == [path]
    run_now(WRITERS[name](path))
    assert path.stat().st_size > 1000


@pytest.mark.parametrize("fraction", FRACTIONS)
def test_a_journal_cut_short_catches_up_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fraction: float
) -> None:
    monkeypatch.setattr(edits, "time", SimpleNamespace(time=lambda: 1.5))  # both journals hold the same bytes
    actions = [("paint" if n % 5 else "undo" if n % 2 else "segment", n) for n in range(12)]
    whole = tmp_path / "whole.journal"
    case, writer = followed(whole)
    sizes = []
    for action in actions:
        act(case, action)
        sizes.append(whole.stat().st_size)
    writer.close()
    end = state(case)

    path = tmp_path / "a.journal"
    case, writer = followed(path)
    states, limit = [state(case)], int(fraction * sizes[-1])
    with room_for(limit):
        for action in actions:
            act(case, action)
            states.append(state(case))
    assert writer.failed is not None
    fits = sum(size <= limit for size in sizes)
    if journal.header_of(path) is not None:  # killed now: all that fitted is there
        assert state(restored(path)) == states[fits]
    assert writer.catch_up()
    writer.close()
    assert state(restored(path)) == states[-1] == end


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_a_refusal_at_any_call_leaves_the_old_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, call: str
) -> None:
    """The first such call fails, then the second, and so on until none is left to fail."""
    path = tmp_path / "a.medseg"
    case = a_case()
    real = getattr(os, call)
    for which in range(20):
        path.write_bytes(b"the old file")
        calls = iter(range(100))

        def refused(*given: Any, which: int = which, calls: Iterator[int] = calls, **named: Any) -> Any:
            if next(calls) == which:
                raise OSError(code, os.strerror(code))
            return real(*given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, refused)
            try:
                run_now(casefile.save(case, path))
            except MedsegError:
                pass
            else:
                assert casefile.difference(case, casefile.read(path)) == ""
                if next(calls) <= which:
                    break
                continue  # a refusal after the file was in its place, as that of its folder's name
        assert list(tmp_path.iterdir()) == [path]
        old = path.read_bytes() == b"the old file"
        assert old or casefile.difference(case, casefile.read(path)) == ""
    else:
        pytest.fail("it never came to an end")


def test_steps_survive_a_disk_that_is_full_between_two_saves(tmp_path: Path) -> None:
    """Saved, drawn on, not saved for want of room: the file holds the first state, the journal the second."""
    case, writer = followed(tmp_path / "a.journal")
    for number in range(3):
        act(case, ("paint", number))
    path = tmp_path / "a.medseg"
    run_now(casefile.save(case_files.snapshot(case, path, None, True), path))
    first = path.read_bytes()
    act(case, ("paint", 9))
    with room_for(len(first) // 2), pytest.raises(MedsegError):
        run_now(casefile.save(case_files.snapshot(case, path, None, True), path))
    writer.close()
    assert path.read_bytes() == first
    assert state(restored(tmp_path / "a.journal")) == state(case)
    assert [r.kind for r in islice(journal.read(tmp_path / "a.journal"), 9)].count("S") == 4
