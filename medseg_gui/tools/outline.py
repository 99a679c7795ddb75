"""Prompts that are drawn: a box, a scribble, a lasso, and the diameters of a lesion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from medseg_gui.core.caliper import Ends2, across, crossing
from medseg_gui.core.geometry import Triple
from medseg_gui.core.i18n import mark
from medseg_gui.core.prompts import Bidirectional, BoxPrompt, Lasso, Line, Prompt, Scribble, path
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext
from medseg_gui.tools.effect import not_dragged

Corners = list[Triple]
"""The voxels under the pointer from the press on, each once in a row."""


def _drawn(
    make: Callable[[ToolContext, Corners, bool], Prompt], dot: bool = False
) -> Callable[[ToolContext, Pointer], Gesture]:
    """A gesture that makes a prompt of the voxels it went through; a press that does not move only with ``dot``."""

    def gesture(ctx: ToolContext, press: Pointer) -> Gesture:
        positive, at = ctx.meant(press), press
        corners = [ctx.voxel(press.index)]
        with ctx.drawing() as show:
            while at.held:
                at = yield
                here = ctx.voxel(at.index)
                if here != corners[-1]:
                    corners.append(here)
                show(make(ctx, corners, positive))
        if at.still and not dot:
            raise not_dragged()
        ctx.point(make(ctx, corners, positive))

    return gesture


def _box(ctx: ToolContext, corners: Corners, positive: bool) -> Prompt:
    a, b = corners[0], corners[-1]
    lo, hi = ([pick(i, j) for i, j in zip(a, b, strict=True)] for pick in (min, max))
    return BoxPrompt((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]), ctx.plane)


def _scribble(ctx: ToolContext, corners: Corners, positive: bool) -> Prompt:
    return Scribble(path(corners), positive, ctx.plane)


def _lasso(ctx: ToolContext, corners: Corners, positive: bool) -> Prompt:
    return Lasso(path(corners, closed=True), positive, ctx.plane)


def caliper(ctx: ToolContext, press: Pointer) -> Gesture:
    """The first drag is the longest diameter; one that crosses it becomes the diameter at right angles to it."""
    start, at = ctx.voxel(press.index), press
    given = ctx.case.prompts.prompts
    axis = ctx.view.plane_view.axis
    last = given[-1] if given else None
    open_ = (
        last
        if isinstance(last, Bidirectional)
        and not last.short
        and last.plane == ctx.plane
        and last.long[0][axis] == start[axis]
        else None
    )
    made: Prompt | None = None
    with ctx.drawing() as show:
        while at.held:
            at = yield
            line = (start, ctx.voxel(at.index))
            made = None if at.still else Bidirectional(line, None, ctx.plane)
            if made and open_ and crossing(_flat(ctx, open_.long), _flat(ctx, line)):
                made = replace(open_, short=_square(ctx, open_.long, line))
            show(made)
    if isinstance(made, Bidirectional):
        if made.short:
            ctx.change(len(given) - 1, made)
        else:
            ctx.point(made)


def _flat(ctx: ToolContext, line: Line) -> Ends2:
    """A line of the view's slice in mm along the array axes."""
    a, b = (axis for axis in range(3) if axis != ctx.view.plane_view.axis)
    mm = ctx.geometry.spacing_mm
    (p, q) = line
    return (p[a] * mm[a], p[b] * mm[b]), (q[a] * mm[a], q[b] * mm[b])


def _square(ctx: ToolContext, long: Line, drawn: Line) -> Line:
    """The drawn line, at right angles to the long diameter."""
    axis, mm = ctx.view.plane_view.axis, ctx.geometry.spacing_mm

    def back(row_mm: float, col_mm: float) -> Triple:
        index = [0.0, 0.0, 0.0]
        index[axis] = long[0][axis]
        a, b = (k for k in range(3) if k != axis)
        index[a], index[b] = row_mm / mm[a], col_mm / mm[b]
        return ctx.voxel((index[0], index[1], index[2]))

    one, other = across(_flat(ctx, long), _flat(ctx, drawn))
    return back(*one), back(*other)


BOX = Tool(
    "tool.box",
    mark("Box"),
    "box",
    mark("Drag a box round the object and the model draws it."),
    "X",
    _drawn(_box),
    paints=True,
    prompts=True,
)
SCRIBBLE = Tool(
    "tool.scribble",
    mark("Scribble"),
    "scribble",
    mark("Draw along the inside of the object; with the right button along what does not belong to it."),
    "S",
    _drawn(_scribble, dot=True),
    paints=True,
    prompts=True,
    both_buttons=True,
)
LASSO = Tool(
    "tool.lasso",
    mark("Lasso"),
    "lasso",
    mark("Draw round the object: nothing outside is taken. With the right button round what does not belong to it."),
    "L",
    _drawn(_lasso),
    paints=True,
    prompts=True,
    both_buttons=True,
)
CALIPER = Tool(
    "tool.caliper",
    mark("Diameters"),
    "caliper",
    mark("Drag along the longest diameter of a lesion, then across it (RECIST); the model draws the lesion."),
    "K",
    caliper,
    paints=True,
    prompts=True,
)
