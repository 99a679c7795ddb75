"""The pointer: dragging changes window and level."""

from __future__ import annotations

from dataclasses import dataclass

from medseg_gui.core.i18n import mark
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext, option
from medseg_gui.tools.measuring import adjust

# A drag over this many pixels changes the window by its own width.
PIXELS_PER_WIDTH = 300.0


@dataclass
class PointerOptions:
    up_is_brighter: bool = option(
        False, mark("Dragging up makes brighter"), help=mark("Off: up raises the level, which makes darker.")
    )


def drag_window(ctx: ToolContext, press: Pointer) -> Gesture:
    """Right is wider, up is a higher level; in steps that fit the window at the press."""
    if ctx.hold is not None:
        yield from adjust(ctx, press, ctx.hold)
        return
    ctx.hold_on(None)
    width, level = ctx.window
    whole = ctx.case.volume.voxels.dtype.kind in "iu"
    gain = width / PIXELS_PER_WIDTH
    if whole:
        gain = max(gain, 0.25)
    smallest = 1.0 if whole else width / 1000
    upward = -1.0 if ctx.options is not None and ctx.options.up_is_brighter else 1.0
    at = press
    while at.held:
        at = yield
        right, down = at.moved_px
        if at.held:
            ctx.set_window(max(width + right * gain, smallest), level - down * gain * upward)


POINTER = Tool(
    id="tool.pointer",
    title=mark("Window/level"),
    icon="pointer",
    help=mark("Drag to change brightness: right for a wider window, up for a higher level. Drags measurements, too."),
    key="V",
    gesture=drag_window,
    Options=PointerOptions,
    measures=True,
)
