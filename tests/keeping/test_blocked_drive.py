"""A drive that blocks instead of failing: the window goes on, the person is told, nothing is lost."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from medseg_gui import keeping
from medseg_gui.io import casefile, journal
from medseg_gui.io.patience import NoAnswer, in_time
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.workers import case_files
from tests.conftest import opened
from tests.keeping.helpers import crash, journals, press, saved, state, stroke

Sessions = Callable[..., Session]
pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks up the files of handles in /proc")


class Drive:
    """A folder whose journals' writes block in the kernel: they go to a pipe that is full."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self.blocks = False
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        try:
            while True:
                os.write(self._write, bytes(65536))
        except BlockingIOError:
            os.set_blocking(self._write, True)
        self._real = journal._write
        monkeypatch.setattr(journal, "_write", self._written)

    def _written(self, handle: int, data: memoryview) -> int:
        if self.blocks and Path(os.readlink(f"/proc/self/fd/{handle}")).parent == self._folder:
            os.write(self._write, b"x")
        return self._real(handle, data)

    def answer(self) -> None:
        """Takes out what is in the pipe, so that all that hangs goes on."""
        self.blocks = False
        os.set_blocking(self._read, False)
        try:
            while os.read(self._read, 65536):
                pass
        except BlockingIOError:
            pass

    def close(self) -> None:
        self.answer()
        time.sleep(0.05)
        os.close(self._read)
        os.close(self._write)


@pytest.fixture
def drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drive]:
    monkeypatch.setattr(journal, "WAIT_S", 0.1)
    monkeypatch.setattr(journal, "TOLD_S", 0.3)
    (tmp_path / "network").mkdir()
    made = Drive(tmp_path / "network", monkeypatch)
    yield made
    made.close()


def followed(session: Session) -> tuple[list[Callable[[], None]], list[Message]]:
    """What other threads ask of the UI thread, and what is said."""
    calls: list[Callable[[], None]] = []
    heard: list[Message] = []
    session.call_soon = calls.append
    session.said.connect(heard.append)
    return calls, heard


def until(holds: Callable[[], object], timeout_s: float = 20.0) -> None:
    end = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_strokes_go_on_and_the_journal_moves_home(
    sessions: Sessions, image: Path, tmp_path: Path, drive: Drive
) -> None:
    path = tmp_path / "network" / "a.medseg"
    first = opened(sessions(save_file=str(tmp_path / "b.medseg")), image)
    stroke(first, 1)
    saved(first, path)
    calls, heard = followed(first)
    stroke(first, 2)
    drive.blocks = True
    began = time.monotonic()
    stroke(first, 3)
    assert time.monotonic() - began < 5  # WAIT_S and what a busy machine adds
    stroke(first, 4)
    first.undo()
    until(lambda: calls)
    calls.pop(0)()
    assert "has not answered" in heard[-1].text
    assert "goes on in your own folder" in heard[-1].text
    (at_home,) = journals()
    stroke(first, 5)
    left = state(first)
    assert [title for title, _ in first.keep.offers.all[0].actions] == ["Save elsewhere…"]
    # killed now, the journal at home brings all of it back
    shown = case_files.journal.header_of(at_home)
    assert shown is not None
    assert shown.whole
    press(first, "Save elsewhere…")
    assert first.keep.path == str(tmp_path / "b.medseg")
    assert not first.unsaved
    drive.answer()
    first.keep.leave()
    assert state(opened(sessions(), tmp_path / "b.medseg")) == left


def test_killed_while_the_drive_hangs(sessions: Sessions, image: Path, tmp_path: Path, drive: Drive) -> None:
    path = tmp_path / "network" / "a.medseg"
    first = opened(sessions(), image)
    stroke(first, 1)
    saved(first, path)
    calls, _ = followed(first)
    stroke(first, 2)
    drive.blocks = True
    stroke(first, 3)
    until(lambda: calls)
    calls.pop(0)()
    stroke(first, 4)
    left = state(first)
    drive.answer()
    crash(first)
    assert state(opened(sessions(), path)) == left


def test_a_drive_that_was_only_slow_is_forgiven(
    sessions: Sessions, image: Path, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(sessions(), image)
    calls, heard = followed(first)
    stroke(first, 1)
    (at_home,) = journals()
    drive._folder = at_home.parent  # no other place to go
    drive.blocks = True
    stroke(first, 2)
    until(lambda: calls)
    calls.pop(0)()
    assert "in memory only" in heard[-1].text
    stroke(first, 3)  # waits for nothing
    assert len(first.keep.offers.all) == 1
    drive.answer()
    until(lambda: calls)
    calls.pop(0)()
    assert first.keep.offers.all == ()
    left = state(first)
    crash(first)
    second = sessions()
    second.keep.offer_unfinished()
    press(second, "Restore")
    assert state(second) == left


def test_a_save_that_hangs_is_told_of_and_another_place_is_offered(
    sessions: Sessions, image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SLOW_S", 0.3)
    first = opened(sessions(save_file=str(tmp_path / "b.medseg")), image)
    calls, heard = followed(first)
    stroke(first, 1)
    hangs = threading.Event()
    real = casefile.write

    def write(case: casefile.CaseFile, path: Path) -> None:
        if path.parent.name == "network":
            hangs.wait(60)
        real(case, path)

    monkeypatch.setattr(casefile, "write", write)
    (tmp_path / "network").mkdir()
    ended: list[bool] = []
    first.keep.save(str(tmp_path / "network" / "a.medseg"), ended=ended.append)
    until(lambda: calls)
    calls.pop(0)()
    assert "not done after" in heard[-1].text
    stroke(first, 2)
    left = state(first)
    press(first, "Save elsewhere…")
    assert not first.unsaved
    assert first.keep.path == str(tmp_path / "b.medseg")
    assert first.keep.offers.all == ()
    hangs.set()
    first.wait(30)
    assert ended == []
    assert first.keep.path == str(tmp_path / "b.medseg")
    first.keep.leave()
    assert state(opened(sessions(), tmp_path / "b.medseg")) == left


def test_in_time() -> None:
    assert in_time(lambda: 7, 5.0) == 7
    with pytest.raises(FileNotFoundError):
        in_time(lambda: os.stat("/nowhere/at/all"), 5.0)
    go, late = threading.Event(), threading.Event()
    with pytest.raises(NoAnswer):
        in_time(lambda: go.wait(30), 0.05, lambda _value: late.set())
    assert not late.is_set()
    go.set()
    assert late.wait(10)  # what came too late is handed over, to be closed
