"""Scissors: what lies inside or outside a drawn line is cut away, through all slices or some."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.planeview import Point
from medseg_gui.core.shapes import filled
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext, option
from medseg_gui.tools.effect import no_effect, not_dragged


@dataclass
class ScissorsOptions:
    what: str = option(
        "inside",
        mark("Cut"),
        choices={"inside": mark("Inside"), "outside": mark("Outside"), "fill": mark("Fill inside")},
    )
    through: str = option(
        "all",
        mark("through"),
        choices={"all": mark("All slices"), "range": mark("Slices near"), "slice": mark("This slice")},
    )
    reach_mm: float = option(20.0, mark("up to"), low=1.0, high=300.0, step=1.0, unit="mm", slider=False, needs="near")
    every: bool = option(False, mark("All segments"), help=mark("Cuts every visible, unlocked segment."))

    @property
    def near(self) -> bool:
        """True when ``reach_mm`` counts."""
        return self.through == "range"


def scissors(ctx: ToolContext, press: Pointer) -> Gesture:
    """Draws the line; the release cuts. With Ctrl or the right button inside and outside change places."""
    options = ctx.options
    fills = options.what == "fill"
    if options.every and not fills:
        segments = [s for s in ctx.case.labelmap.segments if s.visible and not s.locked]
    else:
        segments = [ctx.need_segment()]
    turned = press.ctrl or press.button == "right"
    outside = not fills and (options.what == "outside") != turned
    axis, at = ctx.view.plane_view.axis, press
    line: list[Point] = [press.index]
    with ctx.shaping(not fills) as show:
        while at.held:
            show(line, closed=True)
            at = yield
            if at.index != line[-1]:
                line.append(at.index)
    if at.still:
        raise not_dragged()
    box, mask = filled(ctx.geometry.shape, axis, line)
    if box.empty:
        raise MedsegError("There is no voxel inside", todo="Draw it larger, and on the image.")
    box, mask = _through(ctx, box, mask, axis, outside)
    changed = 0
    with ctx.edit(mark("Scissors")) as edit:
        for segment in segments:
            changed += edit.paint(segment, box, mask, ctx.rule) if fills else edit.erase(segment, box, mask)
    if not changed:
        one = segments[0] if len(segments) == 1 else None
        raise no_effect(ctx.case, one, [(box, mask)], ctx.rule, not fills)


def _through(ctx: ToolContext, box: Box, mask: Mask, axis: int, outside: bool) -> tuple[Box, Mask]:
    """The box and mask of one slice carried through the slices that the options say; or all but that."""
    shape, number = ctx.geometry.shape, box.lo[axis]
    if outside:
        flat = [1 if a == axis else n for a, n in enumerate(shape)]
        rest = np.ones(flat, bool)
        rest[tuple(slice(None) if a == axis else slice(box.lo[a], box.hi[a]) for a in range(3))] = ~mask
        mask = rest
        box = Box((0, 0, 0), shape)
    reach = {"all": shape[axis], "slice": 0}.get(
        ctx.options.through, int(ctx.options.reach_mm / ctx.geometry.spacing_mm[axis])
    )
    lo, hi = list(box.lo), list(box.hi)
    lo[axis], hi[axis] = max(number - reach, 0), min(number + reach + 1, shape[axis])
    box = Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))
    return box, np.broadcast_to(mask, box.shape)


SCISSORS = Tool(
    id="tool.scissors",
    title=mark("Scissors"),
    icon="scissors",
    help=mark("Draw round what to cut away, through the slices; with Ctrl or the right button all but that."),
    key="Shift+S",
    gesture=scissors,
    Options=ScissorsOptions,
    paints=True,
    both_buttons=True,
)
