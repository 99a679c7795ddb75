"""Grow from seeds: paint into each structure, and they grow until they meet."""

from __future__ import annotations

from dataclasses import dataclass

from medseg_gui.core.i18n import mark
from medseg_gui.tools.base import Tool, option
from medseg_gui.tools.paint import BrushOptions, brush


@dataclass
class SeedsOptions(BrushOptions):
    ranged: bool = False
    low: float = 0.0
    high: float = 0.0
    margin_mm: float = option(10.0, mark("Margin"), low=0.0, high=100.0, step=1.0, unit="mm", slider=False)


SEEDS = Tool(
    id="tool.seeds",
    title=mark("Grow from seeds"),
    icon="seeds",
    help=mark("Paint a little into two segments or more, also one for what is beside them; then Grow, then Enter."),
    key="Shift+G",
    gesture=brush,
    Options=SeedsOptions,
    paints=True,
    commands=("tool.grow_seeds", "tool.apply", "tool.drop"),
)
