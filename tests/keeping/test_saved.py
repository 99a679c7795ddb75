"""Saved cases come back whole, with what a crash left beside them; two windows never clobber."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.core.errors import Locked
from medseg_gui.core.labelmap import Code
from medseg_gui.core.measures import Measure
from medseg_gui.core.prompts import Click, PromptSet
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.workers import case_files
from tests.conftest import IMAGE_SHAPE, opened
from tests.keeping.helpers import crash, journals, press, refusing, saved, state, state_of_file, stroke


def test_a_saved_case_comes_back_whole(sessions: Callable[..., Session], image: Path, tmp_path: Path) -> None:
    first = opened(sessions(), image)
    for number in range(4):
        stroke(first, number)
    case = first.the_case()
    with case.edit("More") as edit:
        edit.add_segment("over", edit.add_layer())
        edit.change_segment(case.labelmap.segments[0], locked=True, code=Code("10200004", "SCT", "Liver"))
        edit.set_prompts(PromptSet((Click((1, 2, 3), True, "axial"),), 1))
        edit.set_measures((Measure("distance", ((0.1, 2.0, 3.0), (4.0, 5.5, 3.0)), "axial", "Cyst"),))
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


def test_the_second_window_only_looks(sessions: Callable[..., Session], image: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.medseg"
    first = opened(sessions(), image)
    stroke(first, 1)
    saved(first, path)
    stroke(first, 2)  # in its journal alone
    beside = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    second = sessions(save_file=str(tmp_path / "copy.medseg"))
    heard: list[Message] = []
    second.said.connect(heard.append)
    opened(second, path)
    assert state(second) == state(first)
    assert "a.medseg is open in another window (process" in heard[-1].text
    assert "read-only" in heard[-1].text
    for forbidden in (second.undo, second.add_segment, lambda: stroke(second, 3), second.keep.save):
        with pytest.raises(Locked, match="another window"):
            forbidden()
    assert not second.unsaved
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == beside  # nothing was touched
    stroke(first, 4)
    press(second, "Open for editing")  # still open there
    assert state(second) == state(first)
    assert second.the_case().read_only
    press(second, "Save a copy…")
    stroke(second, 5)
    assert second.keep.path == str(tmp_path / "copy.medseg")
    assert not second.the_case().read_only
    third = opened(sessions(), path)
    first.keep.save()
    first.wait(30)
    first.keep.leave()
    press(third, "Open for editing")
    assert not third.the_case().read_only
    stroke(third, 6)
    with pytest.raises(Locked):
        second.keep.save(str(path))


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
    api.convert(api.volume_from_array(np.zeros(IMAGE_SHAPE, np.int16), (3.0, 1.0, 1.0)), other)
    third = sessions(open_file=None)
    heard: list[Message] = []
    third.said.connect(heard.append)
    (tmp_path / "moved" / "image.nii.gz").unlink()
    shutil.move(other, there / "image.nii.gz")
    third.open(there / "a.medseg")
    third.wait(30)
    assert third.case is None
    assert "another image" in heard[-1].text
