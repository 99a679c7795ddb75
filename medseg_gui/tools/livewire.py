"""Live-wire: a line that runs along edges from corner to corner, and is filled when it is closed."""

from __future__ import annotations

import numpy as np

from medseg_gui.core.edges import Wire
from medseg_gui.core.i18n import mark
from medseg_gui.core.planeview import Point
from medseg_gui.core.shapes import filled
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext


def livewire(ctx: ToolContext, press: Pointer) -> Gesture:
    """Clicks hold the line; a double-click or Enter closes it along an edge, Backspace takes one back. Ctrl erases."""
    ctx.need_segment()
    erases = press.ctrl
    axis = ctx.view.plane_view.axis
    row, col = (a for a in range(3) if a != axis)
    number = ctx.voxel(press.index)[axis]
    spacing = ctx.geometry.spacing_mm
    wire = Wire(np.take(ctx.case.volume.voxels, number, axis), (spacing[row], spacing[col]), ctx.window)

    def pixel(at: Pointer) -> tuple[int, int]:
        voxel = ctx.voxel(at.index)
        return wire.snapped((voxel[row], voxel[col]))

    def placed(pixels: list[tuple[int, int]]) -> list[Point]:
        out = []
        for r, c in pixels:
            index = [float(number)] * 3
            index[row], index[col] = r, c
            out.append((index[0], index[1], index[2]))
        return out

    knots = [pixel(press)]
    ways: list[list[tuple[int, int]]] = []
    """From each knot to the next."""
    with ctx.shaping(erases) as show:
        at = press
        while at.act not in ("close", "double"):
            last = wire.way(knots[-1], pixel(at))
            show(placed([p for way in (*ways, last) for p in way]), knots=tuple(placed(knots)))
            at = yield
            if at.act == "press" and pixel(at) != knots[-1]:
                ways.append(wire.way(knots[-1], pixel(at)))
                knots.append(pixel(at))
            elif at.act == "back":
                knots.pop()
                if not knots:
                    return
                ways.pop()
    closing = wire.way(knots[-1], knots[0])
    line = placed([p for way in (*ways, closing) for p in way])
    ctx.put(mark("Live-wire"), *filled(ctx.geometry.shape, axis, line), erases=erases)


LIVEWIRE = Tool(
    id="tool.livewire",
    title=mark("Live-wire"),
    icon="livewire",
    help=mark("Click along an edge and the line follows it; a double-click or Enter fills, Backspace takes one back."),
    key="Shift+W",
    gesture=livewire,
    paints=True,
    stays=True,
    prepare=lambda: Wire(np.eye(4), (1.0, 1.0), (1.0, 0.5)).way((0, 0), (3, 3)),
)
