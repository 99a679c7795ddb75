"""Click: points at an object for the click model; a right click (or T and a left click) points beside it."""

from __future__ import annotations

from medseg_gui.core.i18n import mark
from medseg_gui.core.planeview import Point
from medseg_gui.core.prompts import Click
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext

# A press that moves further than this is no click.
STILL_PX = 6.0


def click_at(ctx: ToolContext, index: Point, positive: bool) -> Click:
    """The click at a continuous index of the view's slice."""
    z, y, x = (int(i + 0.5) for i in index)
    return Click((z, y, x), positive, ctx.plane)


def click(ctx: ToolContext, press: Pointer) -> Gesture:
    """A press and release at one place is a prompt."""
    at = press
    while at.held:
        at = yield
    if max(abs(d) for d in at.moved_px) <= STILL_PX:
        ctx.point(click_at(ctx, press.index, ctx.positive != press.ctrl))


CLICK = Tool(
    id="tool.click",
    title=mark("Click"),
    icon="click",
    help=mark("Click an object and the model draws it; right-click what does not belong to it."),
    key="C",
    gesture=click,
    paints=True,
)
