"""A step costs what it changed, and the history keeps its budget."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core.geometry import Box
from medseg_gui.core.history import History
from medseg_gui.core.labelmap import Segment
from tests.core.helpers import new_case


def test_a_stroke_costs_kilobytes_and_a_whole_fill_little_more() -> None:
    shape = (20, 512, 512)
    case = new_case(shape)
    disc = (np.hypot(*np.ogrid[-20:21, -20:21]) <= 20)[None]
    with case.edit("start") as edit:
        segment = edit.add_segment()
    with case.edit("stroke") as edit:
        for step in range(60):
            edit.paint(segment, Box((10, 100 + 2 * step, 100 + step), (11, 141 + 2 * step, 141 + step)), disc)
    assert case.history.done[-1].bytes < 8_000
    with case.edit("fill") as edit:
        edit.paint(segment, Box.whole(shape), np.ones(shape, bool))
    assert case.history.done[-1].bytes < 0.02 * np.prod(shape)
    with case.edit("nothing new") as edit:
        edit.paint(segment, Box.whole(shape), np.ones(shape, bool))
    assert case.history.done[-1].name == "fill"


def test_painting_and_erasing_the_same_in_one_edit_is_no_step() -> None:
    case = new_case()
    with case.edit("start") as edit:
        segment = edit.add_segment()
    box = Box((0, 0, 0), (2, 5, 5))
    with case.edit("to and fro") as edit:
        edit.paint(segment, box, np.ones(box.shape, bool))
        edit.erase(segment, box, np.ones(box.shape, bool))
    assert [s.name for s in case.history.done] == ["start"]


@given(
    budget=st.integers(0, 6000),
    keep=st.integers(0, 5),
    kinds=st.lists(st.sampled_from(["edit", "undo", "redo"]), max_size=40),
)
@settings(max_examples=60, deadline=None)
def test_history_keeps_its_budget_but_for_the_last_steps(budget: int, keep: int, kinds: list[str]) -> None:
    segment = Segment(1, "a")
    case = new_case(history=History(budget, keep), segments=(segment,))
    rng = np.random.default_rng(0)
    for kind in kinds:
        if kind == "edit":
            with case.edit("noise") as edit:
                box = Box.whole((5, 11, 13))
                edit.replace_mask(segment, box, rng.random(box.shape) < 0.5)
        elif kind == "undo":
            case.undo()
        else:
            case.redo()
        history = case.history
        assert history.bytes == sum(s.bytes for s in (*history.done, *history.undone))
        assert history.bytes <= budget or len(history.done) <= max(keep, 1) or kind != "edit"
