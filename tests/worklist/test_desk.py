"""Working through a list: nothing is lost between two cases, and how far each is stays known."""

from __future__ import annotations

import csv
import errno
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.io import casefile, worklistfile
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.workers import ahead, open_case
from tests.keeping.helpers import crash
from tests.worklist.helpers import image_of, listed, paint, statuses, three_images

Sessions = Callable[..., Session]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return three_images(tmp_path / "study")


def go(session: Session, by: int) -> None:
    session.worklist.step(by)
    session.wait(30)
    session.wait(30)


def test_next_and_previous_save_and_bring_back(sessions: Sessions, folder: Path) -> None:
    session = listed(sessions(choice=0), folder)
    assert image_of(session) == "a.nii.gz"
    assert statuses(session) == ["open", "open", "open"]
    paint(session)
    assert statuses(session) == ["work", "open", "open"]
    go(session, 1)
    assert image_of(session) == "b.nii.gz"
    assert session.labels is not None
    assert not session.labels.segments
    assert [p.name for p in (folder.parent / "study-cases").glob("*.medseg")] == ["a.medseg"]
    go(session, 1)  # b was only looked at: nothing to save
    assert image_of(session) == "c.nii.gz"
    assert statuses(session) == ["work", "open", "open"]
    with pytest.raises(MedsegError, match="no further case"):
        session.worklist.step(1)
    go(session, -1)
    go(session, -1)
    assert image_of(session) == "a.nii.gz"
    assert session.the_case().labelmap.any_mask().sum() == 20
    assert session.keep.path == str(folder.parent / "study-cases" / "a.medseg")
    session.the_case().undo()
    assert session.the_case().labelmap.any_mask().sum() == 0  # the history came back, too


def test_the_folder_is_asked_for_once_and_cancel_means_stay(sessions: Sessions, folder: Path, tmp_path: Path) -> None:
    session = listed(sessions(), folder)
    paint(session)
    go(session, 1)
    assert image_of(session) == "a.nii.gz"
    assert session.unsaved
    session.ask.answers = {"choice": 1, "folder": str(tmp_path / "elsewhere")}  # type: ignore[union-attr]
    go(session, 1)
    paint(session)
    session.ask.answers = {}  # type: ignore[union-attr]
    go(session, 1)
    assert image_of(session) == "c.nii.gz"
    assert sorted(p.name for p in (tmp_path / "elsewhere").glob("*.medseg")) == ["a.medseg", "b.medseg"]


def test_a_save_that_fails_stays_at_the_case(sessions: Sessions, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = listed(sessions(choice=0), folder)
    paint(session)

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(casefile, "write", full)
        go(session, 1)
    assert image_of(session) == "a.nii.gz"
    assert session.the_case().labelmap.any_mask().sum() == 20
    assert "no space left" in session.keep.offers.all[0].text
    go(session, 1)
    assert image_of(session) == "b.nii.gz"


def test_done_flagged_filter_and_the_last_one(sessions: Sessions, folder: Path) -> None:
    session = listed(sessions(choice=0), folder)
    heard: list[Message] = []
    session.said.connect(heard.append)
    desk = session.worklist
    desk.toggle("flagged")
    go(session, 1)
    paint(session)
    desk.finish()
    session.wait(30)
    session.wait(30)
    assert image_of(session) == "c.nii.gz"
    assert statuses(session) == ["flagged", "done", "open"]
    assert desk.done == 1
    desk.filter("flagged")
    go(session, -1)
    assert image_of(session) == "a.nii.gz"
    assert desk.neighbour(1) is None
    desk.toggle("flagged")
    assert statuses(session)[0] == "work"
    desk.filter(None)
    desk.go(2)
    session.wait(30)
    paint(session)
    desk.finish()
    session.wait(30)
    assert any("last case" in message.text for message in heard)
    assert not session.unsaved
    assert desk.done == 2


def test_what_was_done_is_known_the_next_time(
    sessions: Sessions, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1.8e9]
    monkeypatch.setattr("time.time", lambda: now[0])
    first = listed(sessions(choice=0), folder)
    for pause in (0.0, 40.0, 460.0, 20.0):
        now[0] += pause
        first.authors.touch()
    paint(first)
    first.worklist.set_status("done")
    go(first, 1)
    first.worklist.close()
    first.keep.leave()
    second = listed(sessions(choice=0), folder)
    assert statuses(second) == ["done", "open", "open"]
    assert 60 <= second.worklist.standing(0).time_s < 90
    assert image_of(second) == "b.nii.gz"  # the first that is open
    go(second, -1)
    assert second.the_case().labelmap.any_mask().sum() == 20
    second.the_case().effort.active_s += 5
    assert second.worklist.standing(0).time_s == 65.0


def test_two_windows_on_one_list_keep_both_their_changes(sessions: Sessions, folder: Path) -> None:
    first, second = listed(sessions(choice=0), folder), listed(sessions(choice=0), folder)
    second.worklist.go(2)
    second.wait(30)
    first.worklist.set_status("flagged")
    second.worklist.set_status("done")
    assert statuses(second) == ["flagged", "open", "done"]
    first.worklist.go(1)
    first.wait(30)
    assert statuses(first) == ["flagged", "open", "done"]


def test_a_crash_keeps_what_was_done_and_the_edits(sessions: Sessions, folder: Path) -> None:
    first = listed(sessions(choice=0), folder)
    paint(first)
    go(first, 1)
    paint(first)
    first.worklist.set_status("flagged")
    crash(first)
    second = listed(sessions(choice=0), folder)
    assert statuses(second) == ["work", "flagged", "open"]
    assert image_of(second) == "a.nii.gz"  # it was in work
    go(second, 1)
    assert image_of(second) == "b.nii.gz"
    second.keep.offers.answer(second.keep.offers.all[0], 0)  # Restore
    second.wait(30)
    assert second.the_case().labelmap.any_mask().sum() == 20
    assert second.worklist.current == 1
    go(second, 1)
    assert (folder.parent / "study-cases" / "b.medseg").is_file()


def test_a_lost_state_file_finds_the_saved_cases_again(sessions: Sessions, folder: Path) -> None:
    first = listed(sessions(choice=0), folder)
    paint(first)
    go(first, 1)
    first.worklist.close()
    worklistfile.state_path(folder).unlink()
    second = listed(sessions(choice=0), folder)
    assert image_of(second) == "a.nii.gz"
    assert second.the_case().labelmap.any_mask().sum() == 20


def test_a_csv_with_masks_to_begin_with(sessions: Sessions, folder: Path) -> None:
    labels = np.zeros((4, 20, 24), np.uint8)
    labels[1, 3:6, 3:6] = 1
    volume = api.open_volume(folder / "a.nii.gz")
    made = LabelMap.from_voxels(labels, volume.geometry)
    api.save_labels(made, folder / "mask.nii.gz", source=volume)
    (folder / "list.csv").write_text(
        "image,label,patient,name\na.nii.gz,mask.nii.gz,P1,First\nb.nii.gz,,P2,Second\nnone.nii.gz,,P3,Gone\nc.nii.gz,,,\n"
    )
    session = sessions(choice=0)
    session.open(folder / "list.csv")
    for _ in range(4):
        session.wait(30)
    assert session.the_case().labelmap.any_mask().sum() == 9
    assert statuses(session) == ["open"] * 4  # it was given, nobody did anything yet
    assert not session.unsaved
    go(session, 1)
    go(session, 1)
    assert image_of(session) == "c.nii.gz"  # the one that is not there is passed over
    assert not (folder / "list-cases").exists()
    with pytest.raises(MedsegError, match="no such file"):
        session.worklist.go(2)
    go(session, -1)
    go(session, -1)
    paint(session)
    go(session, 1)
    assert [s.name for s in casefile.read(folder / "list-cases" / "First.medseg").segments]


def test_the_table(sessions: Sessions, folder: Path, tmp_path: Path) -> None:
    session = listed(sessions(choice=0), folder)
    paint(session)
    session.worklist.finish()
    session.wait(30)
    session.wait(30)
    paint(session, "Spleen")  # not saved yet: the table saves it first
    session.worklist.export(tmp_path / "out.csv")
    session.wait(30)
    session.wait(30)
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["status"] for r in rows] == ["done", "work", "open"]
    assert [(r["Liver (mL)"], r["Spleen (mL)"]) for r in rows] == [("0.04", ""), ("", "0.04"), ("", "")]
    assert not session.unsaved


def test_a_state_that_cannot_be_written_is_said_once_and_tried_again(
    sessions: Sessions, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = listed(sessions(choice=0), folder)
    heard: list[Message] = []
    session.said.connect(heard.append)

    def refuse(*_args: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(worklistfile, "replace_text", refuse)
        session.worklist.set_status("flagged")
        session.worklist.set_status("done")
    assert len([m for m in heard if "Read-only" in m.text]) == 1
    session.worklist.set_status("done")
    assert worklistfile.read(worklistfile.state_path(folder))[1].standings["a.nii.gz"].status == "done"


def test_the_next_image_is_read_ahead_within_a_bound(
    sessions: Sessions, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = listed(sessions(choice=0), folder)
    session.wait_until(lambda: not session.runner.active, 30)  # type: ignore[misc]
    reads: list[str] = []
    real = open_case.find_or_read

    def counting(path: str, *more: object, **named: object) -> object:
        reads.append(Path(path).name)
        return real(path, *more, **named)

    monkeypatch.setattr(open_case, "find_or_read", counting)
    go(session, 1)
    assert image_of(session) == "b.nii.gz"
    session.wait_until(lambda: not session.runner.active, 30)  # type: ignore[misc]
    assert reads == ["c.nii.gz"]  # b was there already
    session.settings.read_ahead_mb = 0
    ahead.forget()
    go(session, -1)
    go(session, 1)
    session.wait_until(lambda: not session.runner.active, 30)  # type: ignore[misc]
    assert reads == ["c.nii.gz", "a.nii.gz", "b.nii.gz"]
