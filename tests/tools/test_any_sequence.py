"""Any sequence of tool gestures, aborts, undos and redos is what a list of copies says; what is locked is spared."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core.case import Case
from medseg_gui.core.edits import PaintRule
from medseg_gui.core.geometry import PLANES, Box, Geometry, Plane
from medseg_gui.core.planeview import PlaneView
from medseg_gui.core.prompts import Prompt
from medseg_gui.core.volume import Volume
from medseg_gui.tools.base import Button, Grip, Pointer, Shape, Tool, ToolContext
from medseg_gui.tools.registry import TOOLS
from medseg_gui.ui.view_gesture import GestureRunner

SHAPE = (10, 40, 48)
LOCKED = 3
DRAWING = [t for t in TOOLS if t.paints and not (t.prompts or t.measures) and t.id != "tool.grow"]
OPTIONS = {
    "tool.brush": [{"ranged": True, "low": -40.0, "high": 60.0}, {"ball": True}],
    "tool.eraser": [{"every": True}],
    "tool.smart_brush": [{"ball": True, "tolerance": 40.0}],
    "tool.scissors": [{"what": w, "through": t} for w in ("inside", "outside", "fill") for t in ("all", "slice")],
}


class View:
    """A view without a window."""

    def __init__(self, case: Case, plane: Plane, slice_index: int) -> None:
        self.plane_view = PlaneView.of(case.volume.geometry, plane)
        self.slice_index = slice_index % self.plane_view.slices
        self.window_level = (300.0, 40.0)
        self.shape: Shape | None = None

    def ask_window(self, width: float, level: float) -> None: ...
    def ask_crosshair(self, index: Iterable[float]) -> None: ...
    def ask_slice(self, index: int) -> None: ...
    def show_prompt(self, prompt: Prompt | None) -> None: ...
    def show_shape(self, shape: Shape | None) -> None:
        self.shape = shape


def open_case() -> Case:
    z, y, x = np.mgrid[:10, :40, :48]
    ball = ((z - 5) * 3) ** 2 + (y - 20) ** 2 + (x - 24) ** 2 < 13**2
    voxels = np.where(ball, 100, -50) + np.random.default_rng(0).normal(0, 10, SHAPE)
    case = Case(Volume(voxels.astype(np.int16), Geometry.axial(SHAPE, (3.0, 1.0, 1.0)), "CT"))
    with case.edit("Begin") as edit:
        for name in ("A", "B", "Locked"):
            edit.add_segment(name)
        box = Box((3, 10, 20), (7, 30, 28))
        edit.paint(case.labelmap.segments[2], box, np.ones(box.shape, bool))
        edit.change_segment(case.labelmap.segments[2], locked=True)
    return case


places = st.tuples(st.floats(-4, 44), st.floats(-4, 52))
gestures = st.tuples(
    st.sampled_from(DRAWING),
    st.integers(0, 5),
    st.sampled_from(PLANES),
    st.integers(0, 50),
    st.lists(places, min_size=2, max_size=5),
    st.sampled_from(["left", "right"]),
    st.booleans(),
    st.sampled_from(["release", "release", "release", "escape"]),
    st.sampled_from(["unlocked", "background"]),
    st.integers(0, 2),
)
actions = st.lists(st.one_of(gestures, st.sampled_from(["undo", "redo"])), min_size=1, max_size=8)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@settings(max_examples=60, deadline=None)
@given(actions)
def test_any_sequence_is_what_a_list_of_copies_says(sequence: list[object]) -> None:
    case = open_case()
    copies, at = [(case.labelmap.voxels.copy(), case.measures)], 0
    locked = copies[0][0] == LOCKED
    for action in sequence:
        if action == "undo":
            if at:
                assert case.undo() is not None
                at -= 1
        elif action == "redo":
            assert (case.redo() is not None) == (at < len(copies) - 1)
            at = min(at + 1, len(copies) - 1)
        else:
            before = len(case.history.done)
            aborted = draw(case, *action)  # type: ignore[misc]
            assert not case.editing
            if not np.array_equal(case.labelmap.voxels, copies[at][0]) or case.measures != copies[at][1]:
                assert not aborted
                copies, at = [*copies[: at + 1], (case.labelmap.voxels.copy(), case.measures)], at + 1
                assert len(case.history.done) == before + 1
            else:
                assert len(case.history.done) == before
        np.testing.assert_array_equal(case.labelmap.voxels, copies[at][0])
        assert case.measures == copies[at][1]
        np.testing.assert_array_equal(case.labelmap.voxels == LOCKED, locked)


def draw(
    case: Case,
    tool: Tool,
    variant: int,
    plane: Plane,
    number: int,
    line: list[tuple[float, float]],
    button: Button,
    ctrl: bool,
    end: str,
    rule: PaintRule,
    segment: int,
) -> bool:
    """Makes one gesture as a view does; True when it was aborted."""
    view = View(case, plane, number)
    options = tool.Options()
    variants = OPTIONS.get(tool.id, [])
    if variant < len(variants):
        for name, value in variants[variant].items():
            setattr(options, name, value)
    refused: list[str] = []
    runner = GestureRunner(refused.append)
    button = button if tool.both_buttons else "left"
    pointers = []
    for r, c in line:
        index = view.plane_view.to_index(r, c, view.slice_index)
        x, y, z = (float(v) for v in case.volume.geometry.to_world(index))
        pointers.append(Pointer(index, (x, y, z), plane, True, button, ctrl=ctrl, moved_px=(20.0, 20.0)))
    context = ToolContext(view, case, case.labelmap.segments[segment], options, rule)
    if tool.measures and case.measures and variant % 2:  # the pointer is over one of them, at a handle or beside it
        context.hold = Grip(number % len(case.measures), variant // 2 % 2 or None)

    def of(pointer: Pointer, act: str, held: bool) -> Pointer:
        return Pointer(pointer.index, pointer.world_mm, plane, held, button, ctrl=ctrl, moved_px=(20.0, 20.0), act=act)  # type: ignore[arg-type]

    runner.start(tool, lambda: context, of(pointers[0], "press", True))
    for pointer in pointers[1:]:
        runner.move(of(pointer, "press" if tool.stays else "move", True))
    if end == "escape":
        active = runner.active
        runner.cancel()
    else:
        active = False
        runner.move(of(pointers[-1], "close" if tool.stays else "release", False))
    assert not runner.active
    assert view.shape is None
    return active
