"""Painting that changes nothing says why: one line for each cause, with every tool that paints."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from medseg_gui.core.case import Case
from medseg_gui.core.edits import PaintRule
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.prompts import Click
from medseg_gui.core.volume import Volume
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.tools.base import Pointer, Tool, ToolContext
from medseg_gui.tools.registry import TOOLS, tool
from medseg_gui.ui.view_gesture import GestureRunner
from tests.tools.test_any_sequence import View

SHAPE = (6, 40, 48)
WHOLE = Box.whole(SHAPE)
A, B = Segment(1, "A"), Segment(2, "B")
Corners = tuple[tuple[float, float], ...]
SQUARE: Corners = ((12, 12), (12, 28), (28, 28), (28, 12))
DRAWING = [t for t in TOOLS if t.paints and not (t.prompts or t.measures)]
PAINTING = [t for t in DRAWING if t.id not in ("tool.threshold", "tool.seeds")]
"""Those two propose first."""
NOW = [t for t in PAINTING if t.id != "tool.grow"]
"""All that write at once."""
ERASING = [t for t in NOW if t.id not in ("tool.eraser", "tool.scissors")]
"""All that paint, and erase with Ctrl."""


def open_case(**changes: object) -> Case:
    """A bright ball in fat; A has no voxel."""
    z, y, x = np.mgrid[:6, :40, :48]
    ball = ((z - 3) * 4) ** 2 + (y - 20) ** 2 + (x - 20) ** 2 < 10**2
    volume = Volume(np.where(ball, 100, -50).astype(np.int16), Geometry.axial(SHAPE, (4, 1, 1)), "CT")
    case = Case(volume, LabelMap.empty(volume.geometry, (A, B)))
    with case.edit("Begin") as edit:
        edit.change_segment(A, **changes)
    return case


def fill(case: Case, segment: Segment, locked: bool = False) -> None:
    with case.edit("Fill") as edit:
        edit.paint(segment, WHOLE, np.ones(SHAPE, bool))
        if locked:
            edit.change_segment(segment, locked=True)


def refused(
    case: Case,
    used: Tool,
    corners: Corners = SQUARE,
    *,
    segment: Segment | None = A,
    rule: PaintRule = "unlocked",
    ctrl: bool = False,
    moved_px: float = 40.0,
    **options: object,
) -> str:
    """What a gesture through the corners says; requires that it changes nothing."""
    view, heard = View(case, "axial", 3), []  # type: ignore[var-annotated]
    chosen = used.Options()
    for name, value in options.items():
        setattr(chosen, name, value)
    before, steps = case.labelmap.voxels.copy(), len(case.history.done)
    context = ToolContext(view, case, segment, chosen, rule)
    runner = GestureRunner(heard.append)

    def pointer(at: tuple[float, float], act: str, held: bool = True) -> Pointer:
        index = view.plane_view.to_index(*at, view.slice_index)
        return Pointer(index, (0, 0, 0), "axial", held, ctrl=ctrl, moved_px=(moved_px, moved_px), act=act)  # type: ignore[arg-type]

    runner.start(used, lambda: context, pointer(corners[0], "press"))
    for corner in corners[1:]:
        runner.move(pointer(corner, "press" if used.stays else "move"))
    runner.move(pointer(corners[-1], "close" if used.stays else "release", False))
    np.testing.assert_array_equal(case.labelmap.voxels, before)
    assert len(case.history.done) == steps
    assert len(heard) <= 1
    return heard[0] if heard else ""


def named(tools: list[Tool]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return pytest.mark.parametrize("used", tools, ids=[t.id for t in tools])


@named(PAINTING)
def test_no_segment(used: Tool) -> None:
    assert "No segment is chosen" in refused(open_case(), used, segment=None)


@named(PAINTING)
def test_locked(used: Tool) -> None:
    case = open_case(locked=True)
    assert "The segment A is locked. Unlock it" in refused(case, used, segment=case.labelmap.segments[0])


@named(PAINTING)
def test_hidden(used: Tool) -> None:
    case = open_case(visible=False)
    assert "The segment A is hidden. Show it" in refused(case, used, segment=case.labelmap.segments[0])


@named(PAINTING)
def test_outside_the_image(used: Tool) -> None:
    beside = tuple((r - 300, c - 300) for r, c in SQUARE)
    said = refused(open_case(), used, beside)
    assert any(text in said for text in ("outside the image", "on the image", "edge of a structure")), said


@named(NOW)
def test_so_already(used: Tool) -> None:
    case = open_case()
    fill(case, A)
    erases = used.id in ("tool.eraser", "tool.scissors")
    if not erases:
        assert "All of it is A already." in refused(case, used)
    else:
        assert "The segment B has no voxel there" in refused(case, used, segment=B)


@named(ERASING)
def test_nothing_to_erase(used: Tool) -> None:
    assert "The segment A has no voxel there" in refused(open_case(), used, ctrl=True)


@named(ERASING)
def test_the_paint_rule_forbids(used: Tool) -> None:
    case = open_case()
    fill(case, B)
    assert "Paint goes over background only" in refused(case, used, rule="background")


@named(ERASING)
def test_another_segment_there_is_locked(used: Tool) -> None:
    case = open_case()
    fill(case, B, locked=True)
    assert "Other segments there are locked" in refused(case, used)


@pytest.mark.parametrize("name", ["tool.brush", "tool.eraser"])
def test_outside_the_range_of_grey_values(name: str) -> None:
    case = open_case()
    fill(case, A)
    said = refused(case, tool(name), ranged=True, low=200.0, high=300.0)
    assert "No voxel there has a value from 200 to 300" in said
    assert "Only values" in said


def test_no_visible_unlocked_segment_to_erase() -> None:
    case = open_case()
    for name, more in (("tool.eraser", {}), ("tool.scissors", {"what": "inside"})):
        said = refused(case, tool(name), every=True, **more)
        assert "No visible, unlocked segment has a voxel there" in said
    hidden = open_case(visible=False)
    with hidden.edit("Hide") as edit:
        edit.change_segment(B, visible=False)
    assert "nothing to erase" in refused(hidden, tool("tool.eraser"), every=True)


@named([t for t in TOOLS if t.id in ("tool.freehand", "tool.box_fill", "tool.scissors", "tool.box", "tool.lasso")])
def test_a_click_with_a_tool_that_is_dragged(used: Tool) -> None:
    assert "Hold the button and drag" in refused(open_case(), used, SQUARE[:1] * 2, moved_px=1.0)


def test_a_stroke_that_changes_something_says_nothing() -> None:
    case = open_case()
    with pytest.raises(AssertionError):
        refused(case, tool("tool.brush"))
    half = ((12.0, 12.0), (12.0, 47.0))  # the first part is painted already
    with pytest.raises(AssertionError):
        refused(case, tool("tool.brush"), half)
    assert [step.name for step in case.history.done] == ["Brush", "Brush"]


@pytest.mark.parametrize(("what", "text"), [("locked", "is locked"), ("visible", "is hidden")])
def test_a_click_on_a_segment_that_cannot_be_written(session: Session, what: str, text: str) -> None:
    case = open_case(**{what: what == "locked"})
    session.set_case(case)
    with pytest.raises(Exception, match=text):
        session.point(Click((3, 20, 20), True, "axial"))


def test_a_fill_in_the_background_says_it_too(session: Session, said: list[Message]) -> None:
    case = open_case()
    fill(case, A)
    session.set_case(case)
    session.choose_segment(A)
    session.run("tool.threshold")
    session.tools.chosen.low, session.tools.chosen.high = 0.0, 200.0
    session.tools.apply()
    session.wait(30)
    assert "All of it is A already." in said[-1].text
    session.tools.chosen.low, session.tools.chosen.high = 5000.0, 6000.0
    session.tools.apply()
    session.wait(30)
    assert "No voxel has such a grey value" in said[-1].text
