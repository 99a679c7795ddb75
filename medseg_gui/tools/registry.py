"""The table of tools: a new tool is one file and one row here."""

from __future__ import annotations

from medseg_gui.core.errors import BadInput
from medseg_gui.tools.base import Tool
from medseg_gui.tools.click import CLICK
from medseg_gui.tools.fill import FILL, GROW
from medseg_gui.tools.freehand import BOX_FILL, FREEHAND
from medseg_gui.tools.level import LEVEL
from medseg_gui.tools.livewire import LIVEWIRE
from medseg_gui.tools.measuring import ANGLE, DISTANCE, ELLIPSE, RECTANGLE
from medseg_gui.tools.outline import BOX, CALIPER, LASSO, SCRIBBLE
from medseg_gui.tools.paint import BRUSH, ERASER
from medseg_gui.tools.polygon import POLYGON
from medseg_gui.tools.scissors import SCISSORS
from medseg_gui.tools.seeds import SEEDS
from medseg_gui.tools.smart_brush import SMART_BRUSH
from medseg_gui.tools.threshold import THRESHOLD
from medseg_gui.tools.windowing import POINTER

TOOLS: tuple[Tool, ...] = (
    *(POINTER, BRUSH, ERASER, SMART_BRUSH),
    *(POLYGON, FREEHAND, BOX_FILL, LIVEWIRE, LEVEL, SCISSORS),
    *(FILL, GROW, THRESHOLD, SEEDS),
    *(CLICK, BOX, SCRIBBLE, LASSO, CALIPER),
    *(DISTANCE, ANGLE, ELLIPSE, RECTANGLE),
)


def tool(name: str) -> Tool:
    """The tool with that id. Raises BadInput when there is none."""
    for row in TOOLS:
        if row.id == name:
            return row
    raise BadInput(f"There is no tool named {name!r}", todo=f"There are: {', '.join(t.id for t in TOOLS)}")
