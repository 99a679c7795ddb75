"""Grow from seeds: on a solid that is known, on a real CT, and as a proposal in the session."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.labelmap import Segment
from medseg_gui.core.volume import Volume
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.workers import open_case, seeds
from medseg_gui.workers.job import run_now

SHAPE = (16, 50, 50)


def ball() -> np.ndarray:
    z, y, x = np.mgrid[:16, :50, :50]
    return ((z - 8) * 3) ** 2 + (y - 25) ** 2 + (x - 25) ** 2 < 15**2


@pytest.fixture
def case() -> Case:
    """A ball of 100 HU in fat with noise, a seed in each; the third segment has no voxel, the fourth is locked."""
    voxels = np.where(ball(), 100, -90) + np.random.default_rng(0).normal(0, 15, SHAPE)
    made = Case(Volume(voxels.astype(np.int16), Geometry.axial(SHAPE, (3.0, 1.0, 1.0)), "CT"))
    with made.edit("Seeds") as edit:
        for name, (z, y, x) in (("Ball", (8, 25, 22)), ("Fat", (8, 5, 5)), ("Empty", (0, 0, 0)), ("Far", (8, 45, 45))):
            segment = edit.add_segment(name)
            if name != "Empty":
                edit.paint(segment, Box((z, y, x), (z + 1, y + 2, x + 3)), np.ones((1, 2, 3), bool))
        edit.change_segment(made.labelmap.segments[3], locked=True)
    return made


def test_seeds_meet_at_the_edge(case: Case) -> None:
    box, begun, segments = seeds.prepared(case.labelmap, case.labelmap.segments, 30.0)
    assert [s.name for s in segments] == ["Ball", "Fat", "Far"]
    assert box == Box.whole(SHAPE)
    steps = []
    grown = run_now(seeds.grow(case.volume, box, begun, (350.0, 40.0)), steps.append)
    assert len(steps) == 6
    assert (grown > 0).all()
    np.testing.assert_array_equal(grown[begun > 0], begun[begun > 0])
    a, b = grown == 1, ball()
    assert 2 * (a & b).sum() / (a.sum() + b.sum()) > 0.97


def test_too_few_seeds_and_too_large_a_box_are_refused(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MedsegError, match="at least two"):
        seeds.prepared(case.labelmap, case.labelmap.segments[2:], 5.0)
    monkeypatch.setattr(seeds, "MOST", 1000)
    with pytest.raises(MedsegError, match="million"):
        seeds.prepared(case.labelmap, case.labelmap.segments, 5.0)


def test_the_proposal_is_applied_as_one_step_beside_what_is_drawn(
    session: Session, said: list[Message], case: Case
) -> None:
    session.set_case(case)
    session.run("tool.seeds")
    session.tools.chosen.margin_mm = 40.0
    before = case.labelmap.voxels.copy()
    session.run("tool.grow_seeds")
    session.wait(60)
    proposal = session.tools.proposal
    assert proposal is not None
    np.testing.assert_array_equal(case.labelmap.voxels, before)
    session.run("ai.accept")
    assert session.tools.proposal is None
    after = case.labelmap.voxels
    np.testing.assert_array_equal(after[before > 0], before[before > 0])
    np.testing.assert_array_equal(after == 1, proposal.labels == 1)
    np.testing.assert_array_equal(after == 4, before == 4)  # locked
    assert [step.name for step in case.history.done] == ["Seeds", "Grow from seeds"]
    session.undo()
    np.testing.assert_array_equal(case.labelmap.voxels, before)


def test_escape_drops_it_and_another_image_forgets_it(session: Session, case: Case) -> None:
    session.set_case(case)
    session.run("tool.seeds")
    for end in ("ai.reject", "tool.drop"):
        session.run("tool.grow_seeds")
        session.wait(60)
        assert session.tools.pending
        session.run(end)
        assert not session.tools.pending
    session.run("tool.grow_seeds")
    session.wait(60)
    session.set_case(Case(case.volume))
    assert session.tools.proposal is None
    with pytest.raises(MedsegError, match="not possible"):
        session.run("tool.grow_seeds")


def test_the_liver_grows_from_a_few_strokes(data_dir: Path) -> None:
    volume = run_now(open_case.open_path(str(data_dir / "abdomen-crlm"), None))[0]
    case = Case(volume)
    with case.edit("Seeds") as edit:
        liver, other = edit.add_segment("Liver"), edit.add_segment("Other")

        def bar(segment: Segment, rows: slice, cols: slice) -> None:
            box = Box((28, rows.start, cols.start), (33, rows.stop, cols.stop))
            edit.paint(segment, box, np.ones(box.shape, bool))

        bar(liver, slice(200, 260), slice(150, 165))
        bar(liver, slice(220, 230), slice(165, 230))
        bar(other, slice(150, 330), slice(100, 105))  # right lung
        bar(other, slice(320, 325), slice(105, 300))
    box, begun, _ = seeds.prepared(case.labelmap, case.labelmap.segments, 5.0)
    grown = run_now(seeds.grow(volume, box, begun, (350.0, 60.0)))
    values = volume.voxels[box.slices]
    lung = values < -500
    assert (grown[lung] == 2).mean() > 0.99
    assert 80 < np.median(values[grown == 1]) < 140
