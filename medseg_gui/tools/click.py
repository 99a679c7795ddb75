"""Click: points at an object for the click model; a right click (or T and a left click) points beside it."""

from __future__ import annotations

from math import dist

from medseg_gui.core.i18n import mark
from medseg_gui.core.planeview import Point
from medseg_gui.core.prompts import Click, Prompt, handles, moved, places, with_handle
from medseg_gui.tools.base import Gesture, Grip, Pointer, Tool, ToolContext


def click_at(ctx: ToolContext, index: Point, positive: bool, reach_mm: float = 0.0) -> Click:
    """The click at a continuous index of the view's slice."""
    z, y, x = (int(i + 0.5) for i in index)
    return Click((z, y, x), positive, ctx.plane, reach_mm)


def click(ctx: ToolContext, press: Pointer) -> Gesture:
    """A press is a prompt; dragged on, it says how far the object reaches. A drag at a prompt moves that one."""
    positive, at = ctx.meant(press), press
    made: Prompt | None = None
    with ctx.drawing() as show:
        while at.held:
            at = yield
            if at.still:
                made = None
            elif ctx.grip is not None:
                made = dragged(ctx, ctx.grip, press, at)
            elif positive:
                made = click_at(ctx, press.index, True, dist(press.world_mm, at.world_mm))
            show(made)
    if at.still:
        ctx.point(click_at(ctx, press.index, positive))
    elif made is not None and ctx.grip is not None:
        ctx.change(ctx.grip.position, made)
    elif made is not None:
        ctx.point(made)


def dragged(ctx: ToolContext, grip: Grip, press: Pointer, at: Pointer) -> Prompt:
    """The prompt where the pointer has dragged it, all of it inside the image."""
    prompt = ctx.case.prompts.prompts[grip.position]
    if grip.handle is not None:
        wanted = ctx.voxel(at.index)
        axis = ctx.view.plane_view.axis
        z, y, x = (
            h if a == axis else w for a, (h, w) in enumerate(zip(handles(prompt)[grip.handle], wanted, strict=True))
        )
        return with_handle(prompt, grip.handle, (z, y, x))
    by = [b - a for a, b in zip(ctx.voxel(press.index), ctx.voxel(at.index), strict=True)]
    for axis, size in enumerate(ctx.geometry.shape):
        there = [place[axis] for place in places(prompt)]
        by[axis] = min(max(by[axis], -min(there)), size - 1 - max(there))
    return moved(prompt, (by[0], by[1], by[2]))


CLICK = Tool(
    id="tool.click",
    title=mark("Click"),
    icon="click",
    help=mark(
        "Click an object, or drag to its edge; right-click what does not belong to it. Drag a prompt to move it."
    ),
    key="C",
    gesture=click,
    paints=True,
    prompts=True,
)
