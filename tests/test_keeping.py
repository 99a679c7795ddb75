"""Saving, journals and restoring through the session: what a crash leaves comes back, two windows never clobber."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api, commands
from medseg_gui.core.errors import Locked, MedsegError, WriteFailed
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Code
from medseg_gui.core.prompts import Click, PromptSet
from medseg_gui.io import casefile, journal
from medseg_gui.io.casecodec import step_to_bytes
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.settings import Settings, user_folder
from medseg_gui.workers import case_files
from medseg_gui.workers.runner import Runner

SHAPE = (4, 70, 80)
OLD = Path(__file__).parent / "data" / "version-1.medseg"


class Person:
    def __init__(self, **answers: object) -> None:
        self.answers = answers

    def __getattr__(self, name: str) -> Callable[..., object]:
        return lambda *args: self.answers.get(name)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    voxels = np.arange(np.prod(SHAPE), dtype=np.int16).reshape(SHAPE)
    (tmp_path / "study").mkdir()
    api.convert(api.volume_from_array(voxels, (3.0, 1.0, 1.0)), tmp_path / "study" / "image.nii.gz")
    return tmp_path / "study" / "image.nii.gz"


@pytest.fixture
def sessions() -> Iterator[Callable[[], Session]]:
    """Makes further windows, so to say."""
    made: list[Session] = []

    def make(**answers: object) -> Session:
        runner = Runner()
        session = Session(runner, Settings(), commands.run)
        session.ask = Person(**answers)  # type: ignore[assignment]

        def wait_until(done: Callable[[], bool], timeout_s: float) -> bool:
            end = time.monotonic() + timeout_s
            while not done() and time.monotonic() < end:
                runner.deliver()
                time.sleep(0.001)
            return done()

        session.wait_until = wait_until
        made.append(session)
        return session

    yield make
    for session in made:
        session.keep.leave()
        session.runner.close()


def opened(session: Session, path: Path) -> Session:
    session.open(path)
    session.wait(30)
    assert session.case is not None
    return session


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


# ----- never saved ------------------------------------------------------------------------------------------------
def test_what_a_crash_left_is_offered_and_comes_back_with_its_history(
    sessions: Callable[..., Session], image: Path
) -> None:
    first = opened(sessions(), image)
    assert journals() == []  # only looked at
    for number in range(5):
        stroke(first, number)
    first.undo()
    first.undo()
    first.redo()
    (path,) = journals()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    left = state(first)
    other = sessions()
    other.keep.offer_unfinished()
    assert other.keep.offers.all == ()  # it is open in a window that lives
    crash(first)

    other.keep.offer_unfinished()
    assert "image.nii.gz" in other.keep.offers.all[0].text
    press(other, "Restore")
    assert state(other) == left
    assert other.unsaved
    assert other.keep.offers.all == ()
    stroke(other, 7)  # and it goes on
    other.undo()
    other.undo()
    left = state(other)
    crash(other)
    third = opened(sessions(), image)  # opening the same image offers it too
    press(third, "Restore")
    assert state(third) == left


def test_discarding_takes_the_journal_away(sessions: Callable[..., Session], image: Path) -> None:
    first = opened(sessions(), image)
    stroke(first, 1)
    crash(first)
    second = sessions()
    second.keep.offer_unfinished()
    press(second, "Discard")
    assert journals() == []
    assert not list(user_folder("cases").iterdir())


def test_restoring_asks_about_the_case_that_is_open(sessions: Callable[..., Session], image: Path) -> None:
    crashed = opened(sessions(), image)
    stroke(crashed, 1)
    crash(crashed)
    session = opened(sessions(confirm=False), image)
    stroke(session, 2)
    stroke(session, 3)
    left = state(session)
    press(session, "Restore")
    assert state(session) == left
    assert session.keep.offers.all  # it stays
    session.ask = Person(confirm=True)  # type: ignore[assignment]
    press(session, "Restore")
    assert len(session.the_case().history.done) == 2


def test_leaving_on_purpose_leaves_nothing(sessions: Callable[..., Session], image: Path) -> None:
    session = opened(sessions(confirm=True), image)
    stroke(session, 1)
    assert len(journals()) == 1
    opened(session, image)
    assert list(user_folder("cases").iterdir()) == []
    stroke(session, 1)
    session.set_case(None)
    assert list(user_folder("cases").iterdir()) == []


def test_two_windows_on_one_image_keep_two_journals(sessions: Callable[..., Session], image: Path) -> None:
    a, b = opened(sessions(), image), opened(sessions(), image)
    stroke(a, 1)
    stroke(b, 2)
    assert len(journals()) == 2
    crash(a)
    crash(b)
    third = sessions()
    third.keep.offer_unfinished()
    assert len(third.keep.offers.all) == 2


def test_a_case_made_by_a_script_is_journalled_whole(sessions: Callable[..., Session], image: Path) -> None:
    first = opened(sessions(), image)
    stroke(first, 1)
    stroke(first, 2)
    first.undo()
    case = first.the_case()
    first.set_case(case)  # as scripts do: nobody knows what it came from
    assert journals() == []
    stroke(first, 3)
    first.undo()
    left = state(first)
    crash(first)
    second = sessions()
    second.keep.offer_unfinished()
    press(second, "Restore")
    assert state(second) == left


# ----- saved cases ------------------------------------------------------------------------------------------------
def saved(session: Session, path: Path) -> Session:
    session.keep.save(str(path))
    session.wait(30)
    assert not session.unsaved, path
    return session


def test_a_saved_case_comes_back_whole(sessions: Callable[..., Session], image: Path, tmp_path: Path) -> None:
    first = opened(sessions(), image)
    for number in range(4):
        stroke(first, number)
    case = first.the_case()
    with case.edit("More") as edit:
        edit.add_segment("over", edit.add_layer())
        edit.change_segment(case.labelmap.segments[0], locked=True, code=Code("10200004", "SCT", "Liver"))
        edit.set_prompts(PromptSet((Click((1, 2, 3), True, "axial"),), 1))
    first.undo()
    first.redo()
    first.undo()
    left = state(first)
    assert first.unsaved
    saved(first, tmp_path / "a")
    path = tmp_path / "a.medseg"
    assert first.keep.path == str(path)
    assert journals() == []
    assert first.keep.saved_row == 5
    first.keep.leave()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.medseg", "home", "study"]

    second = opened(sessions(), path)
    assert state(second) == left
    assert not second.unsaved
    assert second.keep.saved_row == 5
    second.redo()
    assert second.unsaved
    assert second.the_case().labelmap.named("Liver").code == Code("10200004", "SCT", "Liver")
    second.go_to_step(0)
    assert not second.the_case().labelmap.any_mask().any()
    second.go_to_step(5)
    assert not second.unsaved


def test_a_crash_after_saving_loses_nothing(sessions: Callable[..., Session], image: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.medseg"
    first = opened(sessions(), image)
    stroke(first, 1)
    saved(first, path)
    assert not case_files.journal_beside(path).exists()
    stroke(first, 2)
    first.undo()
    first.undo()  # behind the state that was saved
    stroke(first, 3)
    left = state(first)
    assert case_files.journal_beside(path).is_file()
    assert journals() == []
    crash(first)
    second = opened(sessions(), path)
    assert state(second) == left
    assert second.unsaved
    assert second.keep.saved_row is None  # another step stands in its place
    saved(second, path)
    assert not case_files.journal_beside(path).exists()


def test_a_crash_between_saving_and_tidying_loses_nothing_and_does_nothing_twice(
    sessions: Callable[..., Session], image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.medseg"
    first = opened(sessions(), image)
    saved(first, path)
    for number in range(3):
        stroke(first, number)
    first.keep.save()  # the snapshot is made here ...
    stroke(first, 3)  # ... and this comes behind it
    first.undo()
    stroke(first, 4)
    end = time.monotonic() + 30
    while not (state_of_file(path) == 4 or time.monotonic() > end):
        time.sleep(0.01)
    left = state(first)
    crash(first)  # the result was never delivered
    first.runner.close()
    second = opened(sessions(), path)
    assert state(second) == left


def state_of_file(path: Path) -> int:
    return len(casefile.read(path).done)


def test_a_saved_case_with_unsaved_work_is_offered_at_the_next_start(
    sessions: Callable[..., Session], image: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.medseg"
    first = opened(sessions(), image)
    saved(first, path)
    stroke(first, 1)
    left = state(first)
    other = sessions()
    other.settings.recent = [str(path)]
    other.keep.offer_unfinished()
    assert other.keep.offers.all == ()
    crash(first)
    other.keep.offer_unfinished()
    assert "a.medseg" in other.keep.offers.all[0].text
    press(other, "Restore")
    assert state(other) == left
    assert other.keep.path == str(path)


def test_a_crash_just_after_a_save_while_the_journal_s_disk_was_full(
    sessions: Callable[..., Session], image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = saved(opened(sessions(), image), tmp_path / "a.medseg")
    stroke(first, 1)
    with monkeypatch.context() as patch:
        refusing(patch, None)
        stroke(first, 2)
        first.keep.save()
    stroke(first, 3)  # there is room again: 2 is written now, and is in the saved file too
    end = time.monotonic() + 30
    while state_of_file(tmp_path / "a.medseg") != 3 and time.monotonic() < end:
        time.sleep(0.01)
    assert first.keep._journal is not None
    assert first.keep._journal.last == 4
    left = state(first)
    crash(first)
    first.runner.close()
    assert state(opened(sessions(), tmp_path / "a.medseg")) == left


@pytest.mark.parametrize("first_save", [True, False])
def test_edits_during_a_save_stay_unsaved_and_are_journalled(
    sessions: Callable[..., Session], image: Path, tmp_path: Path, first_save: bool
) -> None:
    path = tmp_path / "a.medseg"
    first = opened(sessions(), image)
    if not first_save:
        saved(first, path)
    stroke(first, 1)
    first.keep.save(str(path))
    stroke(first, 2)
    first.wait(30)
    assert first.unsaved
    stroke(first, 3)
    left = state(first)
    assert journals() == []
    crash(first)
    second = opened(sessions(), path)
    assert state(second) == left


def test_the_second_window_is_refused(sessions: Callable[..., Session], image: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.medseg"
    first = opened(sessions(), image)
    stroke(first, 1)
    saved(first, path)
    second = sessions()
    heard: list[Message] = []
    second.said.connect(heard.append)
    second.open(path)
    second.wait(30)
    assert second.case is None
    assert "a.medseg is open in another window" in heard[-1].text
    opened(second, image)
    with pytest.raises(Locked):
        second.keep.save(str(path))
    first.keep.leave()
    second.keep.save(str(path))
    second.wait(30)
    assert second.keep.path == str(path)


def test_it_is_opened_on_another_machine(sessions: Callable[..., Session], image: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "study", tmp_path / "moved"
    first = opened(sessions(), image)
    stroke(first, 1)
    saved(first, here / "a.medseg")
    left = state(first)
    first.keep.leave()
    shutil.copytree(here, there)  # image and case together: the relative path finds it
    shutil.rmtree(here)
    second = opened(sessions(), there / "a.medseg")
    assert state(second) == left
    second.keep.leave()
    alone = tmp_path / "alone.medseg"
    shutil.copy(there / "a.medseg", alone)  # the case alone: the person is asked
    assert state(opened(sessions(open_file=str(there / "image.nii.gz")), alone)) == left
    # another image on the same grid is not taken
    other = tmp_path / "other.nii.gz"
    api.convert(api.volume_from_array(np.zeros(SHAPE, np.int16), (3.0, 1.0, 1.0)), other)
    third = sessions(open_file=None)
    heard: list[Message] = []
    third.said.connect(heard.append)
    (tmp_path / "moved" / "image.nii.gz").unlink()
    shutil.move(other, there / "image.nii.gz")
    third.open(there / "a.medseg")
    third.wait(30)
    assert third.case is None
    assert "another image" in heard[-1].text


def test_scripts_read_a_saved_case_as_an_image_and_as_masks(
    sessions: Callable[..., Session], image: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.medseg"
    first = opened(sessions(), image)
    stroke(first, 1)
    saved(first, path)
    volume = api.open_volume(path)
    assert np.array_equal(volume.voxels, first.the_case().volume.voxels)
    assert np.array_equal(api.open_labels(path, like=volume).voxels, first.the_case().labelmap.voxels)
    assert [s.name for s in api.open_labels(path).segments] == ["Liver"]


def test_with_its_image_it_needs_nothing_else(sessions: Callable[..., Session], image: Path, tmp_path: Path) -> None:
    first = opened(sessions(), image)
    stroke(first, 1)
    first.keep.save(str(tmp_path / "a.medseg"), with_image=True)
    first.wait(30)
    voxels, left = first.the_case().volume.voxels, state(first)
    first.keep.leave()
    image.unlink()
    second = opened(sessions(), tmp_path / "a.medseg")
    assert state(second) == left
    assert np.array_equal(second.the_case().volume.voxels, voxels)


def test_a_newer_version_is_refused_and_an_older_one_migrated(
    sessions: Callable[..., Session],
    said: list[Message],
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copy(OLD, tmp_path / "old.medseg")
    old = opened(sessions(), tmp_path / "old.medseg")
    case = old.the_case()
    assert [s.name for s in case.labelmap.segments] == ["Liver"]
    assert case.labelmap.mask(case.labelmap.segments[0]).sum() == 6
    assert [p.index for p in case.prompts] == [(1, 2, 3)]  # type: ignore[union-attr]
    assert [s.name for s in case.history.done] == ["Add segment", "Brush"]
    old.go_to_step(0)
    assert not case.labelmap.any_mask().any()
    assert set(casefile.MIGRATIONS) == set(range(1, casefile.FORMAT))

    with monkeypatch.context() as patch:
        patch.setattr(casefile, "FORMAT", casefile.FORMAT + 1)
        casefile.write(casefile_of(old), tmp_path / "new.medseg")
    session.open(tmp_path / "new.medseg")
    session.wait(30)
    assert session.case is None
    assert "A newer medseg wrote this case (version 4; this program reads up to 3)" in said[-1].text


def casefile_of(session: Session) -> casefile.CaseFile:
    return case_files.snapshot(session.the_case(), Path("x.medseg"), None, True)


def test_damaged_cases_are_refused(sessions: Callable[..., Session], image: Path, tmp_path: Path) -> None:
    first = opened(sessions(), image)
    for number in range(3):
        stroke(first, number)
    casefile.write(casefile_of(first), tmp_path / "a.medseg")
    whole = casefile.read(tmp_path / "a.medseg")
    data = (tmp_path / "a.medseg").read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(60):
        damaged = bytearray(data)
        for at in rng.integers(0, len(data), 3):
            damaged[at] ^= 255
        damaged = damaged[: int(rng.integers(1, len(data)))] if rng.random() < 0.3 else damaged
        (tmp_path / "b.medseg").write_bytes(bytes(damaged))
        try:
            found = casefile.read(tmp_path / "b.medseg")
        except MedsegError as error:
            assert "b.medseg" in str(error)  # noqa: PT017
        else:  # a byte that says nothing, as a time in the zip's directory
            assert casefile.difference(whole, found) == ""


# ----- faults -----------------------------------------------------------------------------------------------------
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


def refusing(monkeypatch: pytest.MonkeyPatch, folder: Path | None, code: int = errno.ENOSPC) -> None:
    """Journals in that folder (in all) take nothing any more."""
    real = os.write

    def write(handle: int, data: memoryview) -> int:
        if folder is None or Path(os.readlink(f"/proc/self/fd/{handle}")).parent == folder:
            raise OSError(code, os.strerror(code))
        return real(handle, data)

    monkeypatch.setattr(journal, "_write", write)


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
    monkeypatch.setattr(journal, "SYNC_S", 0.01)
    calls: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 1:
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(journal, "_fsync", fsync)
    waiting: list[Callable[[], None]] = []
    first.call_soon = waiting.append
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
