"""Operations through the session: one undo step, the paint rule, locks, layers, stale answers and previews."""

from __future__ import annotations

import numpy as np
import pytest

from medseg_gui.commands import COMMANDS
from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.masks import box_of
from medseg_gui.core.prompts import BoxPrompt
from medseg_gui.core.volume import Volume
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.tools.operations.registry import OPERATIONS

SHAPE = (12, 40, 48)
SPACING = (3.0, 1.0, 0.8)


# where the operation, as it stands, would change nothing in this case
SETTINGS: dict[str, dict[str, object]] = {
    "segment.subtract": {"new": True},
    "segment.crop": {"to": "segment"},
    "segment.fill_between": {"plane": "coronal"},
}


@pytest.fixture
def case(session: Session) -> Case:
    """Segment A: a block, a small one, a hole in the first; B: beside it; C: locked, beside it too."""
    geometry = Geometry.axial(SHAPE, SPACING)
    voxels = np.zeros(SHAPE, np.uint8)
    voxels[3:9, 10:20, 10:20] = 1
    voxels[5, 14, 14] = 0
    voxels[2:4, 30:33, 30:33] = 1
    voxels[3:9, 10:20, 20:26] = 2
    voxels[3:9, 20:24, 10:20] = 3
    segments = [Segment(1, "A"), Segment(2, "B"), Segment(3, "C", locked=True)]
    made = Case(Volume(np.zeros(SHAPE, np.int16), geometry, "CT"), LabelMap([voxels], geometry, segments))
    session.set_case(made)
    return made


def done(session: Session, operation: str, **options: object) -> None:
    session.operations.run(operation, **options)
    session.wait(120)


def count(case: Case, name: str) -> int:
    return int(np.count_nonzero(case.labelmap.mask(case.labelmap.named(name))))


@pytest.mark.parametrize("operation", [o.id for o in OPERATIONS])
def test_each_operation_is_a_command_and_one_step_that_can_be_undone(
    session: Session, case: Case, operation: str
) -> None:
    session.set_crosshair((4, 12, 12))
    before = [layer.copy() for layer in case.labelmap.layers]
    assert any(c.id == operation and c.help for c in COMMANDS)
    session.operations.run(operation, **SETTINGS.get(operation, {}))
    session.wait(120)
    assert len(case.history.done) == 1
    np.testing.assert_array_equal(case.labelmap.layers[0] == 3, before[0] == 3)  # C is locked
    session.undo()
    np.testing.assert_array_equal(case.labelmap.layers[0], before[0])
    assert not any(layer.any() for layer in case.labelmap.layers[1:])
    assert [s.name for s in case.labelmap.segments] == ["A", "B", "C"]


def test_islands(session: Session, case: Case) -> None:
    done(session, "segment.islands")
    assert count(case, "A") == 599
    session.undo()
    done(session, "segment.islands_small", least_ml=0.05)
    assert count(case, "A") == 599
    session.undo()
    done(session, "segment.islands_split")
    assert (count(case, "A"), count(case, "A 2")) == (599, 18)
    assert len(case.labelmap.layers) == 1
    session.undo()
    session.set_crosshair((3, 31, 31))
    done(session, "segment.islands_clicked")
    assert count(case, "A") == 18


def test_the_rule_says_what_growing_may_cover(session: Session, case: Case) -> None:
    session.rule = "background"
    done(session, "segment.grow", margin_mm=2.0)
    assert (count(case, "B"), count(case, "C")) == (360, 240)
    session.undo()
    session.rule = "unlocked"
    done(session, "segment.grow", margin_mm=2.0)
    assert count(case, "B") == 360 - 6 * 10 * 2
    assert count(case, "C") == 240
    session.undo()
    session.rule = "all"
    done(session, "segment.grow", margin_mm=2.0)
    assert count(case, "C") == 240 - 6 * 10 * 2


def test_a_union_as_a_new_segment_overlaps_and_keeps_both(session: Session, case: Case) -> None:
    done(session, "segment.union", other="0:2", new=True)
    assert (count(case, "A"), count(case, "B"), count(case, "A + B")) == (617, 360, 977)
    assert len(case.labelmap.layers) == 2


def test_merging_takes_the_other_segment_in(session: Session, case: Case) -> None:
    done(session, "segment.merge", other="0:2")
    assert count(case, "A") == 977
    assert [s.name for s in case.labelmap.segments] == ["A", "C"]


def test_merging_with_a_locked_segment_changes_nothing(session: Session, case: Case, said: list[Message]) -> None:
    before = case.labelmap.voxels.copy()
    done(session, "segment.merge", other="0:3")
    np.testing.assert_array_equal(case.labelmap.voxels, before)
    assert "locked" in said[-1].text
    assert not case.history.done


def test_an_operation_on_a_locked_segment_says_why_not(session: Session, case: Case) -> None:
    session.choose_segment(case.labelmap.named("C"))
    with pytest.raises(MedsegError, match="locked"):
        session.operations.run("segment.shrink")
    with pytest.raises(MedsegError, match="locked"):
        session.run("segment.shrink")


def test_an_answer_to_a_state_that_is_gone_is_not_written(session: Session, case: Case, said: list[Message]) -> None:
    session.operations.run("segment.grow")
    with case.edit("Stroke") as edit:
        edit.paint(case.labelmap.named("A"), Box((0, 0, 0), (1, 2, 2)), np.ones((1, 2, 2), bool))
    session.wait(120)
    assert [s.name for s in case.history.done] == ["Stroke"]
    assert "meanwhile" in said[-1].text


def test_a_preview_changes_nothing_until_it_is_applied(session: Session, case: Case) -> None:
    desk = session.operations
    session.run("segment.shrink")
    session.wait(120)
    assert not case.history.done
    answer = desk.answer
    assert answer is not None
    assert answer.pieces[0].gained < 0
    desk.options.margin_mm = 1.0
    desk.preview()
    session.wait(120)
    assert desk.answer is not None
    assert desk.answer.pieces[0].gained > answer.pieces[0].gained
    kept = count(case, "A") + desk.answer.pieces[0].gained
    desk.apply()
    session.wait(120)
    assert count(case, "A") == kept
    assert desk.current is None
    assert len(case.history.done) == 1


def test_closing_an_operation_forgets_it(session: Session, case: Case) -> None:
    session.run("segment.grow")
    session.operations.close()
    session.wait(120)
    assert session.operations.answer is None
    assert not case.history.done


def test_an_empty_segment_is_named(session: Session, case: Case) -> None:
    session.add_segment("Empty")
    session.run("segment.grow")
    session.wait(120)
    assert "Empty is empty" in session.operations.problem


def test_only_the_box_that_changes_is_touched(session: Session, case: Case) -> None:
    boxes: list[Box] = []
    case.changed.connect(lambda change: boxes.append(change.box) if change.box else None)
    done(session, "segment.fill_holes")
    assert [b.size for b in boxes if b.size < 64] or all(b.shape[0] == 1 for b in boxes)
    assert count(case, "A") == 618


def test_the_box_of_a_segment_is_found(case: Case) -> None:
    for segment in case.labelmap.segments:
        assert box_of(case.labelmap, segment) == Box.around(case.labelmap.mask(segment))


def test_a_slice_is_copied_to_its_neighbours_and_not_beyond_the_image(session: Session, case: Case) -> None:
    session.set_crosshair((8, 0, 0))
    done(session, "segment.copy_slice", slices=10)
    mask = case.labelmap.mask(case.labelmap.named("A"))
    for z in range(9, SHAPE[0]):
        np.testing.assert_array_equal(mask[z], mask[8])
    session.undo()
    done(session, "segment.copy_slice", to="previous", plane="axial", slices=3, replace=True)
    mask = case.labelmap.mask(case.labelmap.named("A"))
    np.testing.assert_array_equal(mask[5], mask[8])


@pytest.mark.parametrize("across", ["sagittal", "coronal", "axial"])
def test_mirroring_twice_is_where_it_was(session: Session, case: Case, across: str) -> None:
    before = case.labelmap.mask(case.labelmap.named("A"))
    done(session, "segment.mirror", across=across)
    mirrored = case.labelmap.mask(case.labelmap.named("A mirrored"))
    axis = case.volume.geometry.axis_of(across)  # type: ignore[arg-type]
    np.testing.assert_array_equal(mirrored, np.flip(before, axis))
    session.set_crosshair((4, 12, 12))
    session.choose_segment(case.labelmap.named("B"))
    done(session, "segment.mirror", across=across, about="crosshair")
    b, b2 = (case.labelmap.mask(case.labelmap.named(n)) for n in ("B", "B mirrored"))
    at = (4, 12, 12)[axis]
    for i in range(SHAPE[axis]):
        if 0 <= 2 * at - i < SHAPE[axis]:
            np.testing.assert_array_equal(b2.take(i, axis), b.take(2 * at - i, axis))


def test_cropping_to_a_drawn_box_goes_through_all_slices(session: Session, case: Case) -> None:
    with case.edit("Box") as edit:
        edit.set_prompts(case.prompts.plus(BoxPrompt((4, 12, 12), (4, 15, 16), "axial")))
    done(session, "segment.crop")
    assert box_of(case.labelmap, case.labelmap.named("A")) == Box((3, 12, 12), (9, 16, 17))


def test_filling_between_all_segments_leaves_locked_ones(session: Session, case: Case) -> None:
    with case.edit("Gaps") as edit:
        for name in "AB":
            edit.erase(case.labelmap.named(name), Box((4, 0, 0), (8, 40, 48)), np.ones((4, 40, 48), bool))
    before = case.labelmap.voxels.copy()
    done(session, "segment.fill_between", plane="axial", every=True)
    voxels = case.labelmap.voxels
    assert (voxels[5, 10:20, 10:20] == 1).all()
    assert (voxels[5, 10:20, 20:26] == 2).all()
    np.testing.assert_array_equal(voxels == 3, before == 3)
    assert len(case.history.done) == 2
