"""Measuring tools: distance, angle, ellipse, rectangle; each also takes hold of what was measured before."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from medseg_gui.core.i18n import mark
from medseg_gui.core.measures import Kind, Measure, handles, point, shifted, with_handle
from medseg_gui.core.planeview import Point
from medseg_gui.tools.base import Gesture, Grip, Pointer, Tool, ToolContext

TREMBLE_PX = 1.0
"""A drag that goes no further than this changes nothing."""
TITLES: dict[Kind, str] = {
    "distance": mark("Distance"),
    "angle": mark("Angle"),
    "ellipse": mark("Ellipse"),
    "rectangle": mark("Rectangle"),
    "diameters": mark("Segment's diameters"),
}


def drawn(kind: Kind) -> Callable[[ToolContext, Pointer], Gesture]:
    """A gesture that drags a measurement of two points; it shows its figures while it is dragged."""

    def gesture(ctx: ToolContext, press: Pointer) -> Gesture:
        if ctx.hold is not None:
            yield from adjust(ctx, press, ctx.hold)
            return
        at, before = press, ctx.case.measures
        with ctx.edit(TITLES[kind]) as edit:
            while at.held:
                at = yield
                new = () if at.still else (Measure(kind, (press.world_mm, at.world_mm), ctx.plane),)
                edit.set_measures((*before, *new))
        ctx.hold_on(len(before) if ctx.case.measures != before else None)

    return gesture


def angle(ctx: ToolContext, press: Pointer) -> Gesture:
    """Drag or click the first leg, then click the end of the second or press Enter; Backspace takes a point back."""
    if ctx.hold is not None:
        yield from adjust(ctx, press, ctx.hold)
        return
    ctx.hold_on(None)
    knots: list[Point] = [press.index]
    points: list[Point] = [press.world_mm]
    with ctx.shaping() as show:
        at = press
        while len(points) < 3:
            show([*knots, at.index], knots=tuple(knots))
            at = yield
            if at.act in ("press", "double", "close") or (at.act == "release" and not at.still):
                knots.append(at.index)
                points.append(at.world_mm)
                if at.act == "close" and len(points) < 3:
                    return
            elif at.act == "back":
                knots.pop()
                points.pop()
                if not knots:
                    return
    before = ctx.case.measures
    with ctx.edit(TITLES["angle"]) as edit:
        edit.set_measures((*before, Measure("angle", tuple(points), ctx.plane)))
    ctx.hold_on(len(before))


def adjust(ctx: ToolContext, press: Pointer, grip: Grip) -> Gesture:
    """Drags a measurement or one of its handles; a click only chooses it."""
    ctx.hold_on(grip.position)
    before, at = ctx.case.measures, press
    old = before[grip.position]
    with ctx.edit(mark("Move measurement")) as edit:
        while at.held:
            at = yield
            (x, y, z), (u, v, w) = at.world_mm, press.world_mm
            by = (x - u, y - v, z - w)
            if max(abs(px) for px in at.moved_px) <= TREMBLE_PX:
                new = old
            elif grip.handle is None:
                new = shifted(old, by)
            else:
                place = handles(old, ctx.geometry)[grip.handle]
                new = with_handle(old, ctx.geometry, grip.handle, point(np.add(place, by)))
            edit.set_measures((*before[: grip.position], new, *before[grip.position + 1 :]))


def _row(name: str, kind: Kind, icon: str, help_text: str, key: str, stays: bool = False) -> Tool:
    gesture = angle if kind == "angle" else drawn(kind)
    return Tool(name, TITLES[kind], icon, help_text, key, gesture, paints=True, stays=stays, measures=True)


DISTANCE = _row(
    "tool.distance", "distance", "distance", mark("Drag from one end to the other; drag an end to move it."), "Shift+D"
)
ANGLE = _row(
    "tool.angle", "angle", "angle", mark("Drag along the first leg, then click the end of the second."), "Shift+A", True
)
ELLIPSE = _row(
    "tool.ellipse", "ellipse", "ellipse", mark("Drag from corner to corner: mean, SD, range and area."), "Shift+E"
)
RECTANGLE = _row(
    "tool.rectangle", "rectangle", "rectangle", mark("Drag from corner to corner: mean, SD, range and area."), "Shift+R"
)
