"""The session without a window: opening, answers as one undo step, locked and touched voxels, errors as messages."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.commands import COMMANDS, command
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.volume import Note, Volume
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.settings import Settings
from tests.conftest import IMAGE_SHAPE, Person, opened


@pytest.fixture(autouse=True)
def person(session: Session) -> None:
    session.ask = Person()


def answer(session: Session, where: tuple[slice, ...], name: str = "Liver") -> LabelMap:
    volume = session.volume
    assert volume is not None
    voxels = np.zeros(volume.geometry.shape, np.uint8)
    voxels[where] = 1
    return LabelMap([voxels], volume.geometry, [Segment(1, name)])


def test_open_puts_the_image_in_place_and_remembers_it(session: Session, image: Path) -> None:
    opened(session, image)
    assert session.volume is not None
    assert session.volume.geometry.shape == IMAGE_SHAPE
    assert session.settings.recent == [str(image)]
    assert session.crosshair == (2, 35, 40)
    assert not session.unsaved


def test_the_recent_list_can_be_switched_off_and_cleared(session: Session, image: Path) -> None:
    opened(session, image)
    session.run("file.clear_recent")
    assert Settings.load().recent == []
    session.run("file.keep_recent")
    session.open(image)
    session.wait(20)
    assert Settings.load().recent == []


def test_an_unreadable_file_is_one_error_and_the_open_case_stays(
    session: Session, image: Path, tmp_path: Path, said: list[Message]
) -> None:
    opened(session, image)
    case = session.case
    (tmp_path / "bad.nii.gz").write_bytes(b"no image at all")
    session.open(tmp_path / "bad.nii.gz")
    session.wait(20)
    assert session.case is case
    errors = [m.text for m in said if m.level == "error"]
    assert len(errors) == 1
    assert "bad.nii.gz" in errors[0]
    assert "\n" not in errors[0]


def test_an_answer_is_one_undo_step(session: Session, image: Path) -> None:
    opened(session, image)
    before = len(session.the_case().history.done)
    session.apply(answer(session, np.s_[1:3, 5:9, 5:9]), "Segment", "model 1")
    labels = session.labels
    assert labels is not None
    assert labels.mask(labels.named("Liver")).sum() == 32
    assert len(session.the_case().history.done) == before + 1
    session.undo()
    assert labels.segments == ()
    assert not labels.any_mask().any()
    session.redo()
    assert labels.mask(labels.named("Liver")).sum() == 32


def test_an_answer_replaces_its_segment_and_leaves_locked_ones(session: Session, image: Path) -> None:
    opened(session, image)
    session.apply(answer(session, np.s_[1:3, 5:9, 5:9]), "Segment", "model")
    spleen = session.add_segment("Spleen")
    with session.the_case().edit("Brush") as edit:
        edit.paint(spleen, Box((1, 5, 9), (2, 9, 12)), np.ones((1, 4, 3), bool))
    session.change_segment(session.the_case().labelmap.named("Spleen"), locked=True)
    session.apply(answer(session, np.s_[1:2, 5:9, 7:12]), "Segment", "model")
    labels = session.the_case().labelmap
    assert labels.mask(labels.named("Spleen")).sum() == 12
    liver = labels.mask(labels.named("Liver"))
    assert liver.sum() == 8
    assert liver[1, 5:9, 7:9].all()


def test_a_long_answer_keeps_what_was_touched_meanwhile(session: Session, image: Path) -> None:
    opened(session, image)
    liver = session.add_segment("Liver")
    before = session.the_case().labelmap.frozen()
    with session.the_case().edit("Brush") as edit:
        edit.paint(liver, Box((0, 0, 0), (1, 2, 2)), np.ones((1, 2, 2), bool))
    session.apply(answer(session, np.s_[2:3, 5:9, 5:9]), "Segment", "model", before)
    mask = session.the_case().labelmap.mask(session.the_case().labelmap.named("Liver"))
    assert mask[0, :2, :2].all()
    assert mask[2, 5:9, 5:9].all()
    assert mask.sum() == 4 + 16


def test_an_answer_of_another_image_is_refused_and_changes_nothing(session: Session, image: Path) -> None:
    opened(session, image)
    other = LabelMap.empty(Geometry.axial(IMAGE_SHAPE, (1, 1, 1)))
    with pytest.raises(MedsegError):
        session.apply(other, "Segment", "model")
    assert session.the_case().history.done == ()


def test_export_writes_and_a_later_edit_is_unsaved_again(session: Session, image: Path, tmp_path: Path) -> None:
    opened(session, image)
    session.apply(answer(session, np.s_[1:3, 5:9, 5:9]), "Segment", "model")
    assert session.unsaved
    session.export(tmp_path / "mask.nii.gz")
    session.wait(20)
    assert not session.unsaved
    volume = session.volume
    again = api.open_labels(tmp_path / "mask.nii.gz", like=volume)
    assert np.array_equal(again.voxels, session.the_case().labelmap.voxels)
    session.clear_segment()
    assert session.unsaved
    session.undo()
    assert not session.unsaved  # the file holds just this
    session.undo()
    assert session.unsaved


def test_taking_everything_back_leaves_nothing_unsaved(session: Session, image: Path) -> None:
    opened(session, image)
    segment = session.add_segment("Liver")
    assert session.unsaved
    session.undo()
    assert not session.unsaved
    session.redo()
    assert session.unsaved
    session.change_segment(segment, visible=False)
    session.go_to_step(0)
    assert not session.unsaved


def test_what_was_drawn_while_another_image_was_read_is_asked_about(session: Session, image: Path) -> None:
    case = opened(session, image).case
    session.ask = Person(leave=None)
    session.open(image)  # nothing unsaved yet: no question
    session.add_segment("Drawn meanwhile")
    session.wait(20)
    assert session.case is case
    session.ask = Person(leave="discard")
    session.open(image)
    session.add_segment("And another")
    session.wait(20)
    assert session.case is not case


def test_a_series_not_chosen_leaves_the_open_image_its_own_series(
    session: Session, image: Path, data_dir: Path, said: list[Message]
) -> None:
    session.open(data_dir / "sarcoma-sts" / "dicom")
    session.wait(60)
    assert session.case is None
    several = session.rows
    assert len(several) == 3  # so that a script can choose
    session.open(data_dir / "sarcoma-sts" / "dicom", several[0].uid)
    session.wait(60)
    before = (session.case, session.path, session.series_uid, session.rows)
    session.open(data_dir / "dicom2nifti" / "failing")  # several again; nobody chooses
    session.wait(60)
    assert said[-1].text == "There are several series: choose one."
    assert (session.case, session.path, session.series_uid, session.rows) == before


def test_an_open_replaced_by_a_newer_one_is_not_reported(session: Session, image: Path, said: list[Message]) -> None:
    session.open(image)
    session.open(image)
    session.wait(20)
    assert session.case is not None
    assert [m.text for m in said] == []
    session.open(image)
    session.cancel_jobs()
    session.wait(20)
    assert [m.text for m in said] == ["Cancelled."]


def test_a_mask_of_another_grid_is_one_clear_error(
    session: Session, image: Path, tmp_path: Path, said: list[Message]
) -> None:
    opened(session, image)
    other = LabelMap.from_voxels(np.ones((4, 20, 20), np.uint8), Geometry.axial((4, 20, 20), (3, 1, 1)))
    api.save_labels(other, tmp_path / "other.nii.gz")
    session.open_labels(tmp_path / "other.nii.gz", reference=True)
    session.wait(20)
    assert len([m for m in said if "another grid" in m.text and m.level != "info"]) == 1
    assert session.the_case().references == ()


def test_notes_of_the_geometry_are_told(session: Session, said: list[Message]) -> None:
    from medseg_gui.core.case import Case

    volume = Volume(
        np.zeros(IMAGE_SHAPE, np.int16),
        Geometry.axial(IMAGE_SHAPE, (1, 1, 1)),
        "CT",
        notes=(Note("gap", "A slice is missing", 5.0),),
    )
    session.set_case(Case(volume))
    assert Message("A slice is missing", "warning") in said


def test_every_disabled_command_says_why_and_refuses_to_run(session: Session) -> None:
    disabled = [c for c in COMMANDS if c.why_not(session)]
    assert len(disabled) > 20
    for entry in disabled:
        with pytest.raises(MedsegError, match="not possible now"):
            session.run(entry.id)


def test_command_ids_and_shortcuts_are_unique() -> None:
    ids = [c.id for c in COMMANDS]
    keys = [key for c in COMMANDS for key in c.shortcut.split("; ") if key]
    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)
    with pytest.raises(MedsegError):
        command("no.such")


def test_wait_times_out_with_the_names_of_what_is_under_way(session: Session) -> None:
    from medseg_gui.core.segmenter import Progress

    def endless() -> Any:
        while True:
            time.sleep(0.001)
            yield Progress()

    session.submit("Endless", endless, lambda outcome: None)
    with pytest.raises(TimeoutError, match="Endless"):
        session.wait(0.05)


def test_an_exported_mask_loaded_again_finds_its_segments(session: Session, image: Path, tmp_path: Path) -> None:
    opened(session, image)
    session.apply(answer(session, np.s_[1:3, 5:9, 5:9]), "Segment", "model")
    session.export(tmp_path / "mask.nii.gz")
    session.wait(20)
    session.clear_segment()
    session.open_labels(tmp_path / "mask.nii.gz", reference=False)
    session.wait(20)
    labels = session.the_case().labelmap
    assert [s.name for s in labels.segments] == ["Liver"]
    assert labels.mask(labels.segments[0]).sum() == 32


def test_hu_windows_are_for_ct(session: Session) -> None:
    from medseg_gui.core.case import Case

    session.set_case(Case(Volume(np.zeros(IMAGE_SHAPE, np.int16), Geometry.axial(IMAGE_SHAPE, (1, 1, 1)), "MR")))
    with pytest.raises(MedsegError, match="HU"):
        session.run("view.window_1")
    session.set_case(Case(Volume(np.zeros(IMAGE_SHAPE, np.int16), Geometry.axial(IMAGE_SHAPE, (1, 1, 1)), "CT")))
    session.run("view.window_1")
    assert session.window == (400.0, 40.0)
