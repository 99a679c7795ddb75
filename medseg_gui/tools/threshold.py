"""Threshold: a range of grey values, shown live; Enter makes it the segment's."""

from __future__ import annotations

from dataclasses import dataclass

from medseg_gui.core.i18n import mark
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext, option
from medseg_gui.tools.paint import WIDEST, GreyRange, Radius, take_range

PRESETS: dict[str, tuple[float, float]] = {
    "bone": (226.0, 3071.0),
    "soft": (-29.0, 225.0),
    "lung": (-950.0, -500.0),
    "fat": (-190.0, -30.0),
    "contrast": (150.0, 600.0),
}
"""In HU. Bone from 226 as 3D printing programs do, fat as body composition does (Mitsiopoulos 1998), muscle and
organs from -29 where fat ends; lung and vessels with contrast by usage."""


@dataclass
class _Preset:
    preset: str = option(
        "own",
        mark("Preset"),
        choices={
            "own": mark("Own"),
            "bone": mark("Bone"),
            "soft": mark("Soft tissue"),
            "lung": mark("Lung"),
            "fat": mark("Fat"),
            "contrast": mark("Contrast"),
        },
        help=mark("Ranges in HU: for CT"),
    )


@dataclass
class ThresholdOptions(GreyRange, Radius, _Preset):
    radius_mm: float = 5.0
    ranged: bool = True
    low: float = option(150.0, mark("from"), low=-WIDEST, high=WIDEST, step=0.01, slider=False)
    high: float = option(3071.0, mark("to"), low=-WIDEST, high=WIDEST, step=0.01, slider=False)

    def taken(self, name: str) -> None:
        """What follows from a new value of an option."""
        if name == "preset":
            self.low, self.high = PRESETS.get(self.preset, (self.low, self.high))
        elif name in ("low", "high"):
            self.preset = "own"


def threshold(ctx: ToolContext, press: Pointer) -> Gesture:
    """A click takes the range from the grey values there."""
    take_range(ctx.case.volume, press.index, ctx.options.radius_mm, ctx.plane, ctx.options)
    ctx.options.taken("low")
    ctx.told()
    yield from ()


THRESHOLD = Tool(
    id="tool.threshold",
    title=mark("Threshold"),
    icon="threshold",
    help=mark("Choose a range, or click to take it from the image; Enter fills all of it."),
    key="Shift+T",
    gesture=threshold,
    Options=ThresholdOptions,
    paints=True,
    commands=("tool.otsu", "tool.apply"),
)
