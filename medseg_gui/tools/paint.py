"""Brush and eraser, in millimetres: a disc in the slice or a ball in space."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from medseg_gui.core.brush import sweep
from medseg_gui.core.edits import Edit
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Mask
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext, option

SMALLEST_MM, LARGEST_MM = 0.5, 80.0


@dataclass
class BrushOptions:
    radius_mm: float = option(5.0, mark("Radius"), low=SMALLEST_MM, high=LARGEST_MM, step=0.5, unit="mm")
    ball: bool = option(False, mark("Paint in 3D"), help=mark("A ball through the neighbouring slices too."))


@dataclass
class EraserOptions:
    radius_mm: float = option(5.0, mark("Radius"), low=SMALLEST_MM, high=LARGEST_MM, step=0.5, unit="mm")
    ball: bool = option(False, mark("Erase in 3D"), help=mark("A ball through the neighbouring slices too."))
    every: bool = option(False, mark("All segments"), help=mark("Erases every visible, unlocked segment."))


def brush(ctx: ToolContext, press: Pointer) -> Gesture:
    """Paints the active segment; with Ctrl held at the press, erases it."""
    segment = ctx.need_segment()
    if press.ctrl:
        return _stroke(ctx, press, mark("Erase"), lambda edit, box, mask: edit.erase(segment, box, mask))
    return _stroke(ctx, press, mark("Brush"), lambda edit, box, mask: edit.paint(segment, box, mask, ctx.rule))


def eraser(ctx: ToolContext, press: Pointer) -> Gesture:
    """Takes away the active segment, or all that are visible and unlocked."""
    if not ctx.options.every:
        chosen = ctx.need_segment()
        return _stroke(ctx, press, mark("Erase"), lambda edit, box, mask: edit.erase(chosen, box, mask))
    segments = [s for s in ctx.case.labelmap.segments if s.visible and not s.locked]
    if not segments:
        raise MedsegError("There is nothing to erase", todo="Show or unlock a segment in the segments panel.")

    def erase_all(edit: Edit, box: Box, mask: Mask) -> int:
        return sum(edit.erase(segment, box, mask) for segment in segments)

    return _stroke(ctx, press, mark("Erase"), erase_all)


def _stroke(ctx: ToolContext, press: Pointer, name: str, write: Callable[[Edit, Box, Mask], int]) -> Gesture:
    plane = None if ctx.options.ball else ctx.plane
    radius_mm = float(ctx.options.radius_mm)
    if sweep(ctx.geometry, press.index, press.index, radius_mm, plane)[0].empty:
        raise MedsegError("That is outside the image", todo="Start the stroke on the image.")
    with ctx.edit(name) as edit:
        last = at = press
        while at.held:
            box, mask = sweep(ctx.geometry, last.index, at.index, radius_mm, plane)
            if not box.empty:
                write(edit, box, mask)
            last, at = at, (yield)


BRUSH = Tool(
    id="tool.brush",
    title=mark("Brush"),
    icon="brush",
    help=mark("Paint the active segment; hold Ctrl to erase. Shift and wheel change the radius."),
    key="B",
    gesture=brush,
    Options=BrushOptions,
    paints=True,
)
ERASER = Tool(
    id="tool.eraser",
    title=mark("Eraser"),
    icon="eraser",
    help=mark("Erase the active segment. Shift and wheel change the radius."),
    key="E",
    gesture=eraser,
    Options=EraserOptions,
    paints=True,
)
