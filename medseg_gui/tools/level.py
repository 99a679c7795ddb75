"""Level tracing: the line of one grey value through the pointer, filled when the button is let go."""

from __future__ import annotations

import numpy as np

from medseg_gui.core.edges import level_line
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.core.planeview import Point
from medseg_gui.core.shapes import filled
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext


def level(ctx: ToolContext, press: Pointer) -> Gesture:
    """The line follows the pointer until the release fills it; with Ctrl or the right button it erases."""
    ctx.need_segment()
    erases = press.ctrl or press.button == "right"
    axis = ctx.view.plane_view.axis
    row, col = (a for a in range(3) if a != axis)
    number = ctx.voxel(press.index)[axis]
    image = np.take(ctx.case.volume.voxels, number, axis)

    def line(at: Pointer) -> list[Point]:
        out = []
        for r, c in level_line(image, (at.index[row], at.index[col])).tolist():
            index = [float(number)] * 3
            index[row], index[col] = r, c
            out.append((index[0], index[1], index[2]))
        return out

    at = press
    with ctx.shaping(erases) as show:
        while at.held:
            show(line(at), closed=True)
            at = yield
    if not ctx.geometry.holds(at.index):
        raise MedsegError(mark("That is outside the image"), todo=mark("Press on the edge of a structure."))
    found = line(at)
    if not found:
        raise MedsegError("There is no line of one grey value", todo="Press on the edge of a structure.")
    ctx.put(mark("Level tracing"), *filled(ctx.geometry.shape, axis, found), erases=erases)


LEVEL = Tool(
    id="tool.level",
    title=mark("Level tracing"),
    icon="level",
    help=mark("Press at an edge: the line of that grey value follows the pointer and is filled where you let go."),
    key="Shift+K",
    gesture=level,
    paints=True,
    both_buttons=True,
    prepare=lambda: level_line(np.eye(4), (1.0, 2.0)),
)
