"""Full disks, lost drives and refusals: nothing is lost and the person is told."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from medseg_gui import api
from medseg_gui.core.errors import WriteFailed
from medseg_gui.io import casefile, journal
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.workers import case_files
from tests.conftest import opened
from tests.keeping.helpers import casefile_of, crash, journals, press, refusing, saved, state, stroke


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("where", ["write", "flush", "replace"])
def test_a_refused_save_leaves_the_old_file_and_offers_another_place(
    sessions: Callable[..., Session],
    image: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    where: str,
) -> None:
    path = tmp_path / "a.medseg"
    first = opened(sessions(save_file=str(tmp_path / "b.medseg")), image)
    stroke(first, 1)
    saved(first, path)
    before = path.read_bytes()
    stroke(first, 2)
    left = state(first)

    def fails(*args: object) -> None:
        if where == "write":
            Path(args[1]).write_bytes(b"half")  # type: ignore[arg-type]
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os if where == "replace" else casefile, where, fails)
        first.keep.save()
        first.wait(30)
    assert path.read_bytes() == before
    assert sorted(p.suffix for p in tmp_path.iterdir() if p.name.startswith(".")) == [".lock"]
    assert first.unsaved
    assert state(first) == left
    (offer,) = first.keep.offers.all
    assert os.strerror(code).lower()[:10] in offer.text.lower()
    press(first, "Save elsewhere…")
    assert not first.unsaved
    assert first.keep.offers.all == ()
    first.keep.leave()
    assert state(opened(sessions(), tmp_path / "b.medseg")) == left


def test_what_reads_back_differently_is_not_kept(
    image: Path, tmp_path: Path, sessions: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(sessions(), image)
    stroke(first, 1)
    file = casefile_of(first)
    monkeypatch.setattr(casefile, "_steps", lambda archive, name: iter(()))
    with pytest.raises(WriteFailed, match="steps differ"):
        api.run_now(casefile.save(file, tmp_path / "a.medseg"))
    assert not list(tmp_path.glob("*.medseg"))


def test_a_full_disk_is_said_and_the_work_goes_on(
    sessions: Callable[..., Session], image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(sessions(), image)
    heard: list[Message] = []
    first.said.connect(heard.append)
    stroke(first, 1)
    with monkeypatch.context() as patch:
        refusing(patch, None)
        stroke(first, 2)
        assert heard[-1].level == "error"
        assert "in memory only: No space left on device" in heard[-1].text
        (offer,) = first.keep.offers.all
        assert [title for title, _ in offer.actions] == ["Save elsewhere…", "Try again"]
        said = len(heard)
        stroke(first, 3)
        first.undo()
        assert len([m for m in heard[said:] if m.level == "error"]) == 0  # once is enough
        press(first, "Try again")
        assert len(first.keep.offers.all) == 1
    stroke(first, 4)  # there is room again
    assert first.keep.offers.all == ()
    left = state(first)
    crash(first)
    second = sessions()
    second.keep.offer_unfinished()
    press(second, "Restore")
    assert state(second) == left


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks up the files of handles in /proc")
@pytest.mark.parametrize("code", [errno.EIO, errno.ESTALE, errno.ENOSPC])
def test_when_the_case_s_drive_is_gone_the_journal_goes_on_at_home(
    sessions: Callable[..., Session], image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = tmp_path / "a.medseg"
    first = opened(sessions(), image)
    stroke(first, 1)
    saved(first, path)
    heard: list[Message] = []
    first.said.connect(heard.append)
    stroke(first, 2)
    refusing(monkeypatch, tmp_path, code)
    stroke(first, 3)
    assert "it goes on in your own folder" in heard[-1].text
    stroke(first, 4)
    first.undo()
    left = state(first)
    (at_home,) = journals()
    crash(first)
    monkeypatch.undo()
    monkeypatch.setenv("MEDSEG_HOME", str(tmp_path / "home"))
    second = sessions()
    api.run_now(case_files.restore(at_home)).found.lock.release()  # type: ignore[union-attr]
    opened(second, path)
    assert state(second) == left


def test_an_fsync_that_fails_moves_the_journal(
    sessions: Callable[..., Session], image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.medseg"
    first = opened(sessions(), image)
    saved(first, path)
    waiting: list[Callable[[], None]] = []
    first.call_soon = waiting.append  # before anything can fail
    monkeypatch.setattr(journal, "SYNC_S", 0.01)
    calls: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 1:
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(journal, "_fsync", fsync)
    stroke(first, 1)
    end = time.monotonic() + 10
    while not waiting and time.monotonic() < end:
        time.sleep(0.01)
    waiting[0]()
    assert len(journals()) == 1
    while case_files.journal_beside(path).exists() and time.monotonic() < end:
        time.sleep(0.01)
    assert not case_files.journal_beside(path).exists()  # the new one is on the disk: the old one went
    left = state(first)
    crash(first)
    assert state(opened(sessions(), path)) == left


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_read_only_media(sessions: Callable[..., Session], image: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cd"
    folder.mkdir()
    first = opened(sessions(), image)
    stroke(first, 1)
    saved(first, folder / "a.medseg")
    first.keep.leave()
    folder.chmod(0o500)
    try:
        second = opened(sessions(), folder / "a.medseg")
        stroke(second, 2)
        left = state(second)
        crash(second)
        assert state(opened(sessions(), folder / "a.medseg")) == left
    finally:
        folder.chmod(0o700)


def test_a_home_that_cannot_be_written_to_is_said(
    sessions: Callable[..., Session], image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(sessions(save_file=str(tmp_path / "b.medseg")), image)
    (tmp_path / "file").write_text("no folder")
    with monkeypatch.context() as patch:
        patch.setenv("MEDSEG_HOME", str(tmp_path / "file"))
        stroke(first, 1)
        assert "in memory only" in first.keep.offers.all[0].text
    stroke(first, 2)
    assert first.keep.offers.all == ()
    left = state(first)
    crash(first)
    second = sessions()
    second.keep.offer_unfinished()
    press(second, "Restore")
    assert state(second) == left
