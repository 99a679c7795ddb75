"""The journal: what is read back equals what was done, whatever is cut off, damaged or refused."""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medseg_gui.core.case import Case
from medseg_gui.core.errors import BadInput, Locked
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.history import History
from medseg_gui.core.labelmap import Code, Segment
from medseg_gui.core.measures import POINTS, Measure
from medseg_gui.core.prompts import Bidirectional, BoxPrompt, Click, Lasso, PromptSet, Scribble
from medseg_gui.core.volume import Volume
from medseg_gui.io import journal, replay
from medseg_gui.io.casecodec import Reference, step_from_bytes, step_to_bytes
from medseg_gui.io.caselock import CaseLock
from medseg_gui.io.journal import Header, Journal

SHAPE = (3, 70, 66)
KINDS = {"do": "S", "undo": "U", "redo": "R"}
GEOMETRY = Geometry.axial(SHAPE, (3, 1, 1))
VOLUME = Volume(np.zeros(SHAPE, np.int16), GEOMETRY, "CT")


def header(budget: int = 2**29) -> Header:
    return Header("an id", Reference.of(VOLUME), budget_bytes=budget)


def followed(path: Path, budget: int = 2**29, keep: int = 10) -> tuple[Case, Journal]:
    case = Case(VOLUME, history=History(budget, keep))
    writer = Journal(path, header(budget))
    case.stepped.connect(lambda news: writer.write(KINDS[news[0]], news[1] if news[0] == "do" else None) or None)  # type: ignore[arg-type]
    return case, writer


def restored(path: Path) -> Case:
    found = journal.header_of(path)
    assert found is not None
    case = replay.empty_case(VOLUME, found)
    replay.replay(case, islice(journal.read(path), 1, None))
    return case


State = tuple[object, ...]


def state(case: Case) -> State:
    layers = [layer for layer in case.labelmap.layers if layer.any()]
    return (
        tuple(layer.astype(np.uint16).tobytes() for layer in layers),
        case.labelmap.segments,
        case.prompts,
        case.measures,
        tuple(step_to_bytes(s) for s in case.history.done),
        tuple(step_to_bytes(s) for s in case.history.undone),
    )


Action = tuple[str, int]
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["paint", "paint", "erase", "segment", "wide", "layer", "rename", "prompt", "measure", "undo", "redo"]
        ),
        st.integers(0, 10**6),
    ),
    max_size=14,
)


def act(case: Case, action: Action) -> None:
    name, number = action
    rng = np.random.default_rng(number)
    segments = case.labelmap.segments
    if name == "undo":
        case.undo()
        return
    if name == "redo":
        case.redo()
        return
    with case.edit(name) as edit:
        if name == "segment" or not segments:
            edit.add_segment(f"s{number}")
        elif name == "wide":  # its value makes the layer 16 bits wide
            value = max(s.value for s in segments) + 256
            edit.set_segments((*segments, Segment(value, "wide", code=Code("1", "SCT", "x"))))
        elif name == "layer":
            edit.add_segment("over", edit.add_layer())
        elif name == "rename":
            edit.change_segment(segments[number % len(segments)], name=f"n{number}", locked=False, visible=False)
        elif name == "prompt":
            prompts = (
                Click((1, 2, 3), bool(number % 2), "axial", 2.5),
                BoxPrompt((0, 1, 2), (1, 3, 4)),
                Scribble(((0, 0, 0), (0, 0, 1)), True, "coronal"),
                Lasso(((0, 0, 0), (0, 5, 1))),
                Bidirectional(((0, 1, 2), (0, 3, 4)), ((0, 1, 1), (0, 2, 2))),
            )
            edit.set_prompts(PromptSet(prompts[: number % 6], number % 2))
        elif name == "measure":
            place = tuple(float(v) for v in rng.normal(0, 50, 3))
            kind, count = list(POINTS.items())[number % len(POINTS)]
            edit.set_measures((*case.measures[-1:], Measure(kind, (place,) * count, "sagittal", f"m{number}")))  # type: ignore[arg-type]
        else:
            segment = segments[number % len(segments)]
            lo = rng.integers(0, (2, 60, 60))
            box = Box(tuple(int(i) for i in lo), tuple(int(i) + 6 for i in lo))  # type: ignore[arg-type]
            where = rng.random((6, 6, 6)) < 0.5
            (edit.paint if name == "paint" else edit.erase)(*((segment, box, where)))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS, cut=st.floats(0, 1), small=st.booleans())
def test_a_journal_cut_at_any_byte_is_a_prefix_of_what_was_done(actions: list[Action], cut: float, small: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.journal"
        case, writer = followed(path, 3000 if small else 2**29)
        states, sizes = [state(case)], [0]
        for action in actions:
            act(case, action)
            if state(case) != states[-1]:
                states.append(state(case))
                sizes.append(path.stat().st_size)
        writer.close()
        if len(states) == 1:
            assert not path.exists()
            return
        assert state(restored(path)) == states[-1]
        end = int(cut * path.stat().st_size)
        os.truncate(path, end)
        whole = sum(size <= end for size in sizes[1:])
        if journal.header_of(path) is None:
            assert whole == 0
        else:
            assert state(restored(path)) == states[whole]


def test_a_flipped_bit_anywhere_cuts_the_journal_there(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    case, writer = followed(path)
    states, sizes = [state(case)], []
    for number in range(6):
        act(case, ("paint" if number else "segment", number))
        states.append(state(case))
        sizes.append(path.stat().st_size)
    writer.close()
    data = path.read_bytes()
    rng = np.random.default_rng(0)
    for at in [*rng.integers(0, len(data), 60), 3, sizes[2] + 2, sizes[2] + 9]:
        damaged = bytearray(data)
        damaged[at] ^= 1 << int(rng.integers(8))
        path.write_bytes(bytes(damaged))
        if journal.header_of(path) is None:
            assert at < sizes[0]
        else:
            assert state(restored(path)) == states[sum(size <= at for size in sizes)]


def test_it_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    case, writer = followed(path)
    for number in range(5):
        act(case, ("paint" if number else "segment", number))
    writer.close()
    with path.open("ab") as file:
        file.write(b"half a record")
    found = journal.header_of(path)
    assert found is not None
    again = replay.empty_case(VOLUME, found)
    count, last, end = replay.replay(again, islice(journal.read(path), 1, None))
    assert (count, last) == (5, 5)
    goes_on = Journal.resume(path, found, last, end)
    again.stepped.connect(lambda news: goes_on.write(KINDS[news[0]], news[1] if news[0] == "do" else None) or None)  # type: ignore[arg-type]
    again.undo()
    act(again, ("paint", 77))
    goes_on.close()
    assert state(restored(path)) == state(again)


def test_a_dump_holds_everything(tmp_path: Path) -> None:
    case = Case(VOLUME)
    for action in (
        ("segment", 1),
        ("paint", 2),
        ("layer", 3),
        ("paint", 5),
        ("prompt", 4),
        ("measure", 7),
        ("paint", 6),
        ("undo", 0),
    ):
        act(case, action)
    writer = Journal(tmp_path / "a.journal", header())
    for kind, step in journal.dump(case):
        assert writer.write(kind, step)
    writer.close()
    assert state(restored(tmp_path / "a.journal")) == state(case)


def test_numbers_of_numpy_are_kept_as_numbers(tmp_path: Path) -> None:
    case, writer = followed(tmp_path / "a.journal")
    with case.edit("prompt") as edit:
        edit.set_segments((Segment(int(np.uint8(3)), "s", tuple(np.array([1, 2, 3], np.uint8))),))  # type: ignore[arg-type]
        edit.set_prompts(PromptSet((Click(tuple(np.array([1, 2, 3]))),)))  # type: ignore[arg-type]
    writer.close()
    assert state(restored(tmp_path / "a.journal")) == state(case)


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    case, writer = followed(tmp_path / "a.journal")
    act(case, ("segment", 0))
    assert (tmp_path / "a.journal").stat().st_mode & 0o777 == 0o600
    writer.close(remove=True)
    assert not list(tmp_path.iterdir())


# ----- faults -----------------------------------------------------------------------------------------------------
def refuse(code: int, partly: int = 0) -> Callable[[int, memoryview], int]:
    """A write that fails, after so many bytes."""
    begun: list[int] = []

    def write(handle: int, data: memoryview) -> int:
        if partly and not begun:
            begun.append(1)
            return os.write(handle, data[:partly])
        raise OSError(code, os.strerror(code))

    return write


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.ESTALE])
@pytest.mark.parametrize("partly", [0, 1, 20])
@pytest.mark.parametrize("at", range(6))
def test_a_refused_write_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, partly: int, at: int
) -> None:
    path = tmp_path / "a.journal"
    case, writer = followed(path)
    states = [state(case)]
    for number in range(6):
        with monkeypatch.context() as patch:
            if number in (at, at + 1):
                patch.setattr(journal, "_write", refuse(code, partly))
            act(case, ("paint" if number else "segment", number))
        states.append(state(case))
        refused = number in (at, at + 1)
        assert (writer.failed is not None) == refused
        if refused:  # killed now: what was written before is whole
            copy = tmp_path / "copy.journal"
            shutil.copy(path, copy)
            kept = state(restored(copy)) if journal.header_of(copy) is not None else states[0]
            assert kept == states[at]
    writer.close()
    assert state(restored(path)) == states[-1]


def test_an_fsync_that_fails_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = threading.Event()
    monkeypatch.setattr(journal, "SYNC_S", 0.01)

    def fails(handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(journal, "_fsync", fails)
    case = Case(VOLUME)
    act(case, ("segment", 1))
    writer = Journal(tmp_path / "a.journal", header(), told.set)
    assert writer.write("S", case.history.done[0])
    assert told.wait(5)
    assert writer.broken is not None
    writer.close()


def test_the_disk_has_it_within_the_time_that_is_promised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "SYNC_S", 0.02)
    synced: list[str] = []
    monkeypatch.setattr(journal, "_fsync", lambda handle: synced.append(threading.current_thread().name))
    case, writer = followed(tmp_path / "a.journal")
    act(case, ("segment", 1))
    assert threading.main_thread().name not in synced
    for _ in range(200):
        if synced:
            break
        threading.Event().wait(0.02)
    assert synced == ["medseg-journal"]
    act(case, ("paint", 1))
    writer.close()
    assert len(synced) == 2
    assert not [t for t in threading.enumerate() if t.name == "medseg-journal"]


# ----- damage and locks -------------------------------------------------------------------------------------------
@settings(deadline=None, max_examples=80)
@given(data=st.binary(max_size=200), at=st.integers(0, 400), bit=st.integers(0, 7))
def test_bytes_that_are_no_step_are_refused_or_a_step(data: bytes, at: int, bit: int) -> None:
    case = Case(VOLUME)
    act(case, ("segment", 1))
    act(case, ("paint", 1))
    sound = bytearray(step_to_bytes(case.history.done[-1]))
    sound[at % len(sound)] ^= 1 << bit
    for candidate in (data, bytes(sound)):
        try:
            step = step_from_bytes(candidate)
        except BadInput:
            continue
        assert isinstance(step.name, str)


def test_on_a_disk_without_locks_the_text_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def none(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    lock = tmp_path / ".lock"
    CaseLock.take(lock, "it").release()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    host = socket.gethostname()
    for process, where, held in ((os.getppid(), host, True), (dead.pid, host, False), (dead.pid, "elsewhere", True)):
        lock.write_text(json.dumps({"process": process, "host": where, "since": "now"}))
        if held:
            with pytest.raises(Locked, match=f"process {process} on {where}"):
                CaseLock.take(lock, "it")
        else:
            CaseLock.take(lock, "it").release()


def test_a_lock_is_held_once_and_says_by_whom(tmp_path: Path) -> None:
    first = CaseLock.take(tmp_path / ".lock", "case.medseg")
    with pytest.raises(Locked, match=rf"case.medseg is open in another window \(process {os.getpid()} on .*since"):
        CaseLock.take(tmp_path / ".lock", "case.medseg")
    first.release()
    assert not list(tmp_path.iterdir())
    CaseLock.take(tmp_path / ".lock", "case.medseg").release()
