"""Shapes that one drag draws and fills: a freehand line and a rectangle."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from medseg_gui.core.i18n import mark
from medseg_gui.core.planeview import Point
from medseg_gui.core.shapes import corners_of, filled
from medseg_gui.tools.base import Begin, Gesture, Pointer, Tool, ToolContext
from medseg_gui.tools.effect import not_dragged


def _dragged(name: str, shape: Callable[[int, Sequence[Point]], Sequence[Point]]) -> Begin:
    """A gesture that fills what ``shape(axis, places)`` makes of the places under the pointer since the press."""

    def gesture(ctx: ToolContext, press: Pointer) -> Gesture:
        ctx.need_segment()
        erases = press.ctrl or press.button == "right"
        axis, at = ctx.view.plane_view.axis, press
        places = [press.index]
        with ctx.shaping(erases) as show:
            while at.held:
                show(shape(axis, places), closed=True)
                at = yield
                if at.index != places[-1]:
                    places.append(at.index)
        if at.still:
            raise not_dragged()
        ctx.put(name, *filled(ctx.geometry.shape, axis, shape(axis, places)), erases=erases)

    return gesture


FREEHAND = Tool(
    id="tool.freehand",
    title=mark("Freehand"),
    icon="freehand",
    help=mark("Draw round an area to fill it; with Ctrl or the right button to erase it."),
    key="Shift+L",
    gesture=_dragged(mark("Freehand"), lambda axis, places: places),
    paints=True,
    both_buttons=True,
)
BOX_FILL = Tool(
    id="tool.box_fill",
    title=mark("Fill rectangle"),
    icon="box_fill",
    help=mark("Drag a rectangle to fill it; with Ctrl or the right button to erase it."),
    key="Shift+X",
    gesture=_dragged(mark("Rectangle"), lambda axis, places: corners_of(axis, places[0], places[-1])),
    paints=True,
    both_buttons=True,
)
