"""The table of tools: a new tool is one file and one row here."""

from __future__ import annotations

from medseg_gui.core.errors import BadInput
from medseg_gui.tools.base import Tool
from medseg_gui.tools.click import CLICK
from medseg_gui.tools.freehand import BOX_FILL, FREEHAND
from medseg_gui.tools.outline import BOX, CALIPER, LASSO, SCRIBBLE
from medseg_gui.tools.paint import BRUSH, ERASER
from medseg_gui.tools.polygon import POLYGON
from medseg_gui.tools.windowing import POINTER

TOOLS: tuple[Tool, ...] = (
    *(POINTER, BRUSH, ERASER),
    *(POLYGON, FREEHAND, BOX_FILL),
    *(CLICK, BOX, SCRIBBLE, LASSO, CALIPER),
)


def tool(name: str) -> Tool:
    """The tool with that id. Raises BadInput when there is none."""
    for row in TOOLS:
        if row.id == name:
            return row
    raise BadInput(f"There is no tool named {name!r}", todo=f"There are: {', '.join(t.id for t in TOOLS)}")
