"""A brush that stops at edges: only what hangs together with the pointer without crossing one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from medseg_gui.core.brush import sweep
from medseg_gui.core.edges import within_edges
from medseg_gui.core.geometry import Box
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Mask
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext, option
from medseg_gui.tools.paint import Radius, stroke

TRACE_MM = 1e-3
"""A sweep of this radius is the pointer's line alone."""


@dataclass
class SmartBrushOptions(Radius):
    radius_mm: float = option(10.0, mark("Radius"), low=0.5, high=40.0, step=0.5, unit="mm")
    tolerance: float = option(
        15.0,
        mark("Tolerance"),
        low=1.0,
        high=100.0,
        step=1.0,
        unit="%",
        help=mark("How much the grey may change from the pointer on, in per cent of the window's width."),
    )
    ball: bool = option(False, mark("Paint in 3D"), help=mark("A ball through the neighbouring slices too."))


def smart_brush(ctx: ToolContext, press: Pointer) -> Gesture:
    """Paints the active segment; with Ctrl held at the press, erases it."""
    segment = ctx.need_segment()
    limit = ctx.options.tolerance / 100 * ctx.window[0]
    plane = None if ctx.options.ball else ctx.plane

    def only(box: Box, mask: Mask, last: Pointer, at: Pointer) -> Mask:
        line, trace = sweep(ctx.geometry, last.index, at.index, TRACE_MM, plane)
        inner = line.intersect(box)
        if inner.empty:
            return mask & False
        seeds = mask & False
        seeds[tuple(slice(a - b, c - b) for a, b, c in zip(inner.lo, box.lo, inner.hi, strict=True))] = trace
        return within_edges(ctx.case.volume.voxels[box.slices], mask, seeds, limit)

    if press.ctrl:
        return stroke(
            ctx, press, mark("Erase"), lambda edit, box, mask: edit.erase(segment, box, mask), only, segment, True
        )
    return stroke(
        ctx, press, mark("Smart brush"), lambda edit, box, mask: edit.paint(segment, box, mask, ctx.rule), only
    )


def _prepare() -> None:
    for shape in ((1, 4, 4), (2, 4, 4)):
        within_edges(np.zeros(shape), np.ones(shape, bool), np.ones(shape, bool), 1.0)


SMART_BRUSH = Tool(
    id="tool.smart_brush",
    title=mark("Smart brush"),
    icon="smart_brush",
    help=mark("Paints up to the edges only; hold Ctrl to erase. Shift and wheel change the radius."),
    key="Shift+B",
    gesture=smart_brush,
    Options=SmartBrushOptions,
    paints=True,
    prepare=_prepare,
)
