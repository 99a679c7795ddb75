"""Undo, tools and segments."""

from __future__ import annotations

from medseg_gui.commands.base import Command, Why, wish
from medseg_gui.core.i18n import mark
from medseg_gui.reasons import (
    needs_case,
    needs_click_model,
    needs_free_segment,
    needs_jobs,
    needs_other_tool,
    needs_proposal,
    needs_radius,
    needs_range,
    needs_ranged_tool,
    needs_redo,
    needs_seeds,
    needs_segment,
    needs_shown,
    needs_threshold,
    needs_undo,
)
from medseg_gui.session import Session

EDIT = mark("Edit")
SEGMENT = mark("Segment")


def _rename_segment(s: Session) -> None:
    segment = s.segment
    if segment is not None and s.ask:
        name = s.ask.text(mark("Rename segment"), mark("Name"), segment.name)
        if name:
            s.change_segment(segment, name=name)


def _tool(tool_id: str, title: str, key: str, help_text: str, why: Why) -> Command:
    return Command(
        tool_id,
        title,
        help_text,
        lambda s: s.choose_tool(tool_id),
        key,
        mark("Tools"),
        why,
        checkable=True,
        checked=lambda s: s.tool_id == tool_id,
    )


EDITING: tuple[Command, ...] = (
    Command(
        "edit.undo", mark("Undo"), mark("Takes the last action back"), lambda s: s.undo(), "Ctrl+Z", EDIT, needs_undo
    ),
    Command(
        "edit.redo",
        mark("Redo"),
        mark("Does the action taken back again"),
        lambda s: s.redo(),
        "Ctrl+Shift+Z; Ctrl+Y",
        EDIT,
        needs_redo,
    ),
    Command(
        "edit.cancel_jobs",
        mark("Stop background work"),
        mark("Cancels everything that is under way"),
        lambda s: s.cancel_jobs(),
        "Ctrl+.",
        EDIT,
        needs_jobs,
    ),
    _tool("tool.pointer", mark("Window/level"), "V", mark("Drag: left-right width, up-down level"), needs_case),
    _tool("tool.brush", mark("Brush"), "B", mark("Paints the chosen segment; radius in mm"), needs_case),
    _tool("tool.eraser", mark("Eraser"), "E", mark("Erases the chosen segment"), needs_case),
    _tool("tool.smart_brush", mark("Smart brush"), "Shift+B", mark("Paints up to the edges only"), needs_case),
    _tool("tool.polygon", mark("Polygon"), "P", mark("Click the corners of an area to fill it"), needs_case),
    _tool("tool.freehand", mark("Freehand"), "Shift+L", mark("Draw round an area to fill it"), needs_case),
    _tool("tool.box_fill", mark("Fill rectangle"), "Shift+X", mark("Drag a rectangle to fill it"), needs_case),
    _tool("tool.livewire", mark("Live-wire"), "Shift+W", mark("Click along an edge: the line follows it"), needs_case),
    _tool("tool.level", mark("Level tracing"), "Shift+K", mark("Fills the line of one grey value"), needs_case),
    _tool("tool.scissors", mark("Scissors"), "Shift+S", mark("Cuts away through the slices"), needs_case),
    _tool("tool.fill", mark("Fill"), "F", mark("Click to fill like grey values that hang together"), needs_case),
    _tool("tool.grow", mark("Grow region"), "Shift+F", mark("Click a structure and it grows in 3D"), needs_case),
    _tool("tool.threshold", mark("Threshold"), "Shift+T", mark("All voxels in a range of grey values"), needs_case),
    _tool("tool.seeds", mark("Grow from seeds"), "Shift+G", mark("Segments grow until they meet"), needs_case),
    _tool("tool.click", mark("Click"), "C", mark("Click an object and the model draws it"), needs_click_model),
    _tool("tool.box", mark("Box"), "X", mark("Drag a box round the object"), needs_click_model),
    _tool("tool.scribble", mark("Scribble"), "S", mark("Draw along the inside of the object"), needs_click_model),
    _tool("tool.lasso", mark("Lasso"), "L", mark("Draw round the object: nothing outside is taken"), needs_click_model),
    _tool("tool.caliper", mark("Diameters"), "K", mark("Drag along and across a lesion (RECIST)"), needs_click_model),
    Command(
        "tool.turn_click",
        mark("Clicks take away"),
        mark("Left clicks mean what does not belong to the object"),
        lambda s: s.clicks.turn(),
        "T",
        mark("Tools"),
        needs_click_model,
        checkable=True,
        checked=lambda s: not s.clicks.positive,
    ),
    Command(
        "tool.otsu",
        mark("Otsu"),
        mark("Sets the threshold between the dark and the bright of what the window shows"),
        lambda s: s.tools.otsu(),
        "",
        mark("Tools"),
        needs_threshold,
    ),
    Command(
        "tool.grow_seeds",
        mark("Grow"),
        mark("Shows how the visible segments grow from what is painted of them"),
        lambda s: s.tools.grow_seeds(),
        "",
        mark("Tools"),
        needs_seeds,
    ),
    Command(
        "tool.drop",
        mark("Drop"),
        mark("Takes what a tool proposes away; Escape does it too"),
        lambda s: s.tools.drop(),
        "",
        mark("Tools"),
        needs_shown,
    ),
    Command(
        "tool.apply",
        mark("Apply"),
        mark("Fills what the tool shows, as one step; Enter does it too"),
        lambda s: s.tools.apply(),
        "",
        mark("Tools"),
        needs_proposal,
    ),
    Command(
        "tool.pick_range",
        mark("Grey values at the crosshair"),
        mark("The tool works only on values like those at the crosshair; Alt and a click does so anywhere"),
        lambda s: s.tools.pick_range(),
        "Shift+V",
        mark("Tools"),
        needs_ranged_tool,
    ),
    Command(
        "tool.ranged",
        mark("Only a range of grey values"),
        mark("The tool works only on the grey values of its range, or on all of them"),
        lambda s: s.tools.flip_range(),
        "Shift+U",
        mark("Tools"),
        needs_range,
        checkable=True,
        checked=lambda s: not needs_range(s) and bool(s.tools.chosen.ranged),
    ),
    Command(
        "tool.last",
        mark("Tool before this"),
        mark("Goes to and fro between the last two tools"),
        lambda s: s.choose_tool(s.tools.last),
        "Space",
        mark("Tools"),
        needs_other_tool,
    ),
    Command(
        "tool.smaller",
        mark("Smaller radius"),
        mark("Makes the brush smaller"),
        wish("radius_down"),
        "[",
        mark("Tools"),
        needs_radius,
    ),
    Command(
        "tool.larger",
        mark("Larger radius"),
        mark("Makes the brush larger"),
        wish("radius_up"),
        "]",
        mark("Tools"),
        needs_radius,
    ),
    Command(
        "segment.add",
        mark("Add segment"),
        mark("Adds an empty segment"),
        lambda s: s.add_new_segment(),
        "A",
        SEGMENT,
        needs_case,
    ),
    Command(
        "segment.rename",
        mark("Rename segment…"),
        mark("Gives the chosen segment another name"),
        _rename_segment,
        "F2",
        SEGMENT,
        needs_segment,
    ),
    Command(
        "segment.clear",
        mark("Clear segment"),
        mark("Erases every voxel of the chosen segment"),
        lambda s: s.clear_segment(),
        "",
        SEGMENT,
        needs_free_segment,
    ),
    Command(
        "segment.remove",
        mark("Remove segment"),
        mark("Takes the chosen segment away"),
        lambda s: s.remove_segment(),
        "",
        SEGMENT,
        needs_free_segment,
    ),
)
