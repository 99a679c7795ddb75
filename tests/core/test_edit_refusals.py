"""What makes no sense is refused; an edit that ends early leaves nothing and is no door any more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from medseg_gui.core.edits import Edit
from medseg_gui.core.errors import BadInput, MedsegError
from medseg_gui.core.events import Aspect, Change
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Segment
from medseg_gui.core.prompts import PromptSet
from tests.core.helpers import Stop, new_case


def painting(edit: Edit, segment: Segment, box: Box, where: Any, **more: Any) -> Callable[[], object]:
    return lambda: edit.paint(segment, box, where, **more)


def test_what_makes_no_sense_is_refused_and_changes_nothing() -> None:
    case = new_case()
    with case.edit("start") as edit:
        segment = edit.add_segment("a")
        other = edit.add_segment("b")
    box = Box((0, 0, 0), (2, 3, 4))
    with case.edit("refused") as edit:
        for bad in (
            painting(edit, segment, box, np.ones((2, 3, 1), bool)),
            painting(edit, segment, box, np.ones((3, 4), bool)),
            painting(edit, segment, box, np.ones((2, 3, 4), np.uint8) * 2),
            painting(edit, segment, box, np.ones((2, 3, 4), bool), rule="nonsense"),
            painting(edit, replace(segment, value=77), box, np.ones((2, 3, 4), bool)),
            lambda: edit.erase(segment, box, np.ones((2, 3, 1), bool)),
            lambda: edit.change_segment(segment, value=9),
            lambda: edit.change_segment(segment, layer=1),
            lambda: edit.set_segments((segment, replace(other, value=segment.value))),
            lambda: edit.set_segments((replace(segment, value=0),)),
            lambda: edit.set_segments((replace(segment, value=65536),)),
            lambda: edit.add_segment("c", layer=4),
        ):
            with pytest.raises(BadInput):
                bad()
    assert not case.labelmap.voxels.any()
    assert case.labelmap.segments == (segment, other)
    assert len(case.history.done) == 1


def test_an_edit_that_has_ended_is_no_door_any_more() -> None:
    case = new_case()
    with case.edit("start") as edit:
        segment = edit.add_segment()
    box = Box((0, 0, 0), (2, 3, 4))
    for late in (
        lambda: edit.paint(segment, box, np.ones(box.shape, bool)),
        lambda: edit.set_segments(()),
        lambda: edit.set_prompts(PromptSet()),
        edit.add_layer,
    ):
        with pytest.raises(MedsegError, match="ended"):
            late()
    assert not case.labelmap.voxels.any()


def test_one_edit_at_a_time_and_no_undo_inside() -> None:
    case = new_case()
    with case.edit("outer") as edit:
        edit.add_segment()
        with pytest.raises(MedsegError, match="outer"), case.edit("inner"):
            pass
        with pytest.raises(MedsegError, match="outer"):
            case.undo()
    assert [s.name for s in case.history.done] == ["outer"]


def test_a_listener_that_fails_takes_the_edit_back() -> None:
    case = new_case()
    with case.edit("start") as edit:
        segment = edit.add_segment()
    box = Box((0, 0, 0), (2, 3, 4))

    def fail(change: Change) -> None:
        if not change.final:
            raise Stop

    case.changed.connect(fail)

    def paint() -> None:
        with case.edit("paint") as edit:
            edit.paint(segment, box, np.ones(box.shape, bool))

    with pytest.raises(Stop):
        paint()
    assert not case.labelmap.voxels.any()
    assert len(case.history.done) == 1
    assert not case.editing


def test_an_aborted_edit_tells_the_views_where_to_look_again() -> None:
    case = new_case((3, 200, 200), segments=(Segment(1, "a"),))
    heard: list[Change] = []
    case.changed.connect(heard.append)

    def abort() -> None:
        with case.edit("abort") as edit:
            for lo in ((0, 10, 10), (2, 150, 20)):
                box = Box(lo, tuple(v + n for v, n in zip(lo, (1, 30, 40), strict=True)))  # type: ignore[arg-type]
                edit.paint(case.labelmap.segments[0], box, np.ones(box.shape, bool))
            raise Stop

    with pytest.raises(Stop):
        abort()
    *during, last = heard
    assert not any(c.final for c in during)
    assert last.final
    assert last.aspects & Aspect.VOXELS
    for change in during:
        assert change.box is not None
        assert last.box is not None
        assert change.box.intersect(last.box) == change.box
