"""What a case keeps of an answer's doubt: which slice comes next, how the answer stands, and the way to a file."""

from __future__ import annotations

import json

import numpy as np
import pytest

from medseg_gui.core.doubt import Doubts
from medseg_gui.core.edits import Step
from medseg_gui.core.interval import VolumeEstimate
from medseg_gui.core.tiles import VoxelDelta

ANSWER, MOVE = Step("Segment", author="model net 1", when=5.0), Step("Measure", when=6.0)


def made() -> Doubts:
    wrong = (np.array([0.0, 4.0, 0.5, 3.0]), np.array([1.0, 1.0]), np.zeros(3))
    volumes = (VolumeEstimate("liver", 10.0, 1.0, 8.0, 12.0), VolumeEstimate("spleen", 2.0, why="No."))
    return Doubts("model net 1", ("model net 1", 5.0), wrong, volumes)


def test_the_most_doubtful_slice_that_nobody_looked_at_is_next() -> None:
    doubts = made()
    assert doubts.ranking(0) == [1, 3]  # the others are not worth a visit
    assert doubts.ranking(2) == []
    assert doubts.next(0) == 1
    doubts.reviewed[0].add(1)
    assert doubts.next(0) == 3
    doubts.reviewed[0].add(3)
    assert doubts.next(0) is None
    assert doubts.next(1) == 0


def test_edits_undo_and_forgetting_are_seen() -> None:
    doubts = made()
    stroke = Step("Brush", voxels=_some_voxels(), when=7.0)
    assert doubts.standing([ANSWER], []) == ""
    assert doubts.standing([ANSWER, MOVE], []) == ""
    assert doubts.standing([ANSWER, stroke], []) == "edited"
    assert doubts.standing([], [ANSWER]) == "gone"
    assert doubts.standing([stroke], []) == "edited"  # the history has forgotten the answer
    doubts.anchor = None
    assert doubts.standing([], []) == ""
    assert doubts.standing([stroke], []) == "edited"


def test_it_comes_back_from_json_and_no_nonsense_does() -> None:
    doubts = made()
    doubts.reviewed[0].add(3)
    data = json.loads(json.dumps(doubts.to_json()))
    found = Doubts.from_json(data, (4, 2, 3))
    assert found.to_json() == doubts.to_json()
    assert found.volumes == doubts.volumes
    for shape, change in (
        ((5, 2, 3), {}),
        ((4, 2, 3), {"wrong": [[1e999] * 4, [1, 1], [0, 0, 0]]}),
        ((4, 2, 3), {"reviewed": 3}),
        ((4, 2, 3), {"volumes": [{}]}),
        ((4, 2, 3), {"anchor": ["x"]}),
    ):
        with pytest.raises((KeyError, TypeError, ValueError, IndexError)):
            Doubts.from_json({**data, **change}, shape)


def _some_voxels() -> tuple[VoxelDelta, ...]:
    from medseg_gui.core.case import Case
    from medseg_gui.core.geometry import Box, Geometry
    from medseg_gui.core.volume import Volume

    case = Case(Volume(np.zeros((2, 4, 4), np.int16), Geometry.axial((2, 4, 4), (1, 1, 1))))
    with case.edit("Brush") as edit:
        edit.paint(edit.add_segment("a"), Box.whole((2, 4, 4)), np.ones((2, 4, 4), bool))
    return case.history.done[-1].voxels
