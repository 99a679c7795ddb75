"""Brush and eraser, in millimetres: a disc in the slice or a ball in space, where wanted only over some grey values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from medseg_gui.core.brush import sweep
from medseg_gui.core.edits import Edit
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.fill import in_range
from medseg_gui.core.geometry import Box, Plane
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Mask, Segment
from medseg_gui.core.planeview import Point
from medseg_gui.core.volume import Volume
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext, option
from medseg_gui.tools.effect import no_effect, out_of_range

Write = Callable[[Edit, Box, Mask], int]
SMALLEST_MM, LARGEST_MM = 0.5, 80.0
WIDEST = 1e6
"""A bound for grey values that no image reaches."""
SPREAD = 2.0
"""A picked range reaches so many standard deviations to each side of the mean."""


@dataclass
class Radius:
    radius_mm: float = option(5.0, mark("Radius"), low=SMALLEST_MM, high=LARGEST_MM, step=0.5, unit="mm")


@dataclass
class GreyRange:
    """Options of tools that touch only voxels whose value lies in a range, both ends included."""

    ranged: bool = option(
        False,
        mark("Only values"),
        help=mark("Only voxels of these grey values. Alt and a click takes them from there."),
    )
    low: float = option(0.0, mark("from"), low=-WIDEST, high=WIDEST, step=0.01, slider=False, needs="ranged")
    high: float = option(100.0, mark("to"), low=-WIDEST, high=WIDEST, step=0.01, slider=False, needs="ranged")


@dataclass
class BrushOptions(GreyRange, Radius):
    ball: bool = option(False, mark("Paint in 3D"), help=mark("A ball through the neighbouring slices too."))


@dataclass
class EraserOptions(GreyRange, Radius):
    ball: bool = option(False, mark("Erase in 3D"), help=mark("A ball through the neighbouring slices too."))
    every: bool = option(False, mark("All segments"), help=mark("Erases every visible, unlocked segment."))


def brush(ctx: ToolContext, press: Pointer) -> Gesture:
    """Paints the active segment; with Ctrl held at the press, erases it; with Alt, takes the range of values."""
    if press.alt:
        return _pick(ctx, press)
    segment = ctx.need_segment()
    if press.ctrl:
        return _stroke(ctx, press, mark("Erase"), lambda edit, box, mask: edit.erase(segment, box, mask), segment, True)
    return _stroke(ctx, press, mark("Brush"), lambda edit, box, mask: edit.paint(segment, box, mask, ctx.rule))


def eraser(ctx: ToolContext, press: Pointer) -> Gesture:
    """Takes away the active segment, or all that are visible and unlocked; turned round it paints the active one."""
    if press.alt:
        return _pick(ctx, press)
    if press.ctrl:
        active = ctx.need_segment()
        return _stroke(ctx, press, mark("Brush"), lambda edit, box, mask: edit.paint(active, box, mask, ctx.rule))
    if not ctx.options.every:
        chosen = ctx.need_segment()
        return _stroke(ctx, press, mark("Erase"), lambda edit, box, mask: edit.erase(chosen, box, mask), chosen, True)
    segments = [s for s in ctx.case.labelmap.segments if s.visible and not s.locked]
    if not segments:
        raise MedsegError("There is nothing to erase", todo="Show or unlock a segment in the segments panel.")

    def erase_all(edit: Edit, box: Box, mask: Mask) -> int:
        return sum(edit.erase(segment, box, mask) for segment in segments)

    return _stroke(ctx, press, mark("Erase"), erase_all, None, True)


def _stroke(
    ctx: ToolContext, press: Pointer, name: str, write: Write, segment: Segment | None = None, erases: bool = False
) -> Gesture:
    """A stroke that holds to the range of grey values where the options say so."""
    options = ctx.options

    def only(box: Box, mask: Mask, _last: Pointer, _at: Pointer) -> Mask:
        return mask & in_range(ctx.case.volume.voxels[box.slices], options.low, options.high)

    return stroke(ctx, press, name, write, only if options.ranged else None, segment, erases)


def stroke(
    ctx: ToolContext,
    press: Pointer,
    name: str,
    write: Write,
    only: Callable[[Box, Mask, Pointer, Pointer], Mask] | None = None,
    segment: Segment | None = None,
    erases: bool = False,
) -> Gesture:
    """Writes what the brush covers on its way, one undo step; ``only(box, mask, last, at)`` takes voxels out of it.

    Raises MedsegError at its end when it changed nothing; ``segment`` (the active one when it paints) and ``erases``
    say what it was to do.
    """
    plane = None if ctx.options.ball else ctx.plane
    radius_mm = float(ctx.options.radius_mm)
    if sweep(ctx.geometry, press.index, press.index, radius_mm, plane)[0].empty:
        raise MedsegError("That is outside the image", todo="Start the stroke on the image.")
    changed, left = 0, False
    covered: list[tuple[Box, Mask]] = []
    with ctx.edit(name) as edit:
        last = at = press
        while at.held:
            box, mask = sweep(ctx.geometry, last.index, at.index, radius_mm, plane)
            if not box.empty:
                mask = mask if only is None else only(box, mask, last, at)
                changed += write(edit, box, mask)
                if not changed:  # else nobody needs to know
                    covered.append((box, mask))
                    left = left or bool(mask.any())
            last, at = at, (yield)
    if changed:
        return
    if not left and getattr(ctx.options, "ranged", False):
        raise out_of_range(ctx.options.low, ctx.options.high)
    raise no_effect(ctx.case, segment if erases else ctx.segment, covered, ctx.rule, erases)


def _pick(ctx: ToolContext, press: Pointer) -> Gesture:
    take_range(ctx.case.volume, press.index, float(ctx.options.radius_mm), ctx.plane, ctx.options)
    ctx.told()
    yield from ()


def take_range(volume: Volume, index: Point, radius_mm: float, plane: Plane, options: GreyRange) -> tuple[float, float]:
    """Sets the options' range to the grey values in a disc; the range. Raises MedsegError beside the image."""
    box, mask = sweep(volume.geometry, index, index, radius_mm, plane)
    if box.empty:
        raise MedsegError("That is outside the image", todo="Take the grey values from the image.")
    values = volume.voxels[box.slices][mask].astype(np.float64)
    mean, spread = float(values.mean()), SPREAD * float(values.std())
    digits = 0 if volume.voxels.dtype.kind in "iu" else 3
    options.low = round(max(mean - spread, float(values.min())), digits)
    options.high = round(min(mean + spread, float(values.max())), digits)
    options.ranged = True
    return options.low, options.high


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
    help=mark("Erase the active segment; hold Ctrl to paint. Shift and wheel change the radius."),
    key="E",
    gesture=eraser,
    Options=EraserOptions,
    paints=True,
)
