"""Fills from a click: flood fill with a tolerance, and region growing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.fill import connected, filled_slice
from medseg_gui.core.i18n import mark
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext, option


@dataclass
class FillOptions:
    tolerance: float = option(
        40.0,
        mark("Tolerance"),
        low=0.0,
        high=2000.0,
        step=0.5,
        help=mark("How far values may differ from the click's."),
    )
    solid: bool = option(False, mark("Fill in 3D"), help=mark("Through all slices, in the background."))


@dataclass
class GrowOptions:
    deviations: float = option(
        2.5,
        mark("Tolerance"),
        low=0.5,
        high=6.0,
        step=0.1,
        help=mark("In standard deviations of the region's own values."),
    )
    reach_mm: float = option(60.0, mark("Reach"), low=5.0, high=300.0, step=5.0, unit="mm")
    smooth: bool = option(True, mark("Smooth first"), help=mark("Takes noise away before growing."))


def _clicked(ctx: ToolContext, press: Pointer) -> None:
    ctx.need_segment()
    if not ctx.geometry.holds(press.index):
        raise MedsegError("That is outside the image", todo="Click on the image.")


def fill(ctx: ToolContext, press: Pointer) -> Gesture:
    """Fills at the press; with Ctrl erases. In 3-D the work goes to the background."""
    _clicked(ctx, press)
    seed, axis = ctx.voxel(press.index), ctx.view.plane_view.axis
    if ctx.options.solid:
        ctx.later("flood", seed, axis, press.ctrl)
    else:
        area = filled_slice(ctx.case.volume.voxels, seed, axis, ctx.options.tolerance)
        ctx.put(mark("Fill"), *area, erases=press.ctrl)
    yield from ()


def grow(ctx: ToolContext, press: Pointer) -> Gesture:
    """Grows a region from the press, in 3-D; with Ctrl erases it."""
    _clicked(ctx, press)
    ctx.later("region", ctx.voxel(press.index), ctx.view.plane_view.axis, press.ctrl)
    yield from ()


FILL = Tool(
    id="tool.fill",
    title=mark("Fill"),
    icon="fill",
    help=mark("Click to fill what has like grey values and hangs together; with Ctrl to erase it."),
    key="F",
    gesture=fill,
    Options=FillOptions,
    paints=True,
    prepare=lambda: connected(np.ones((2, 2), bool), (0, 0)),
)
GROW = Tool(
    id="tool.grow",
    title=mark("Grow region"),
    icon="grow",
    help=mark("Click a structure: the region of like values grows through the slices. Ctrl erases it."),
    key="Shift+F",
    gesture=grow,
    Options=GrowOptions,
    paints=True,
)
