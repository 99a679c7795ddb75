"""Polygon: each click is a corner; a double-click or Enter fills it."""

from __future__ import annotations

from medseg_gui.core.i18n import mark
from medseg_gui.core.planeview import Point
from medseg_gui.core.shapes import filled
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext


def polygon(ctx: ToolContext, press: Pointer) -> Gesture:
    """Backspace takes the last corner back, the first one ends it; with Ctrl at the first press it erases."""
    ctx.need_segment()
    erases = press.ctrl
    axis = ctx.view.plane_view.axis
    knots: list[Point] = [press.index]
    with ctx.shaping(erases) as show:
        at = press
        while at.act not in ("close", "double"):
            show([*knots, at.index], closed=True, knots=tuple(knots))
            at = yield
            if at.act == "press":
                knots.append(at.index)
            elif at.act == "back":
                knots.pop()
                if not knots:
                    return
    ctx.put(mark("Polygon"), *filled(ctx.geometry.shape, axis, knots), erases=erases)


POLYGON = Tool(
    id="tool.polygon",
    title=mark("Polygon"),
    icon="polygon",
    help=mark("Click the corners; a double-click or Enter fills, Backspace takes one back. Ctrl erases."),
    key="P",
    gesture=polygon,
    paints=True,
    stays=True,
)
