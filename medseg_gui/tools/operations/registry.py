"""The table of operations; a new one is one row."""

from __future__ import annotations

from medseg_gui.tools.operations.base import Operation
from medseg_gui.tools.operations.islands import ISLANDS
from medseg_gui.tools.operations.logic import LOGIC
from medseg_gui.tools.operations.margin import MARGINS
from medseg_gui.tools.operations.slices import SLICES
from medseg_gui.tools.operations.smooth import SMOOTHERS

OPERATIONS: tuple[Operation, ...] = (*LOGIC, *ISLANDS, *MARGINS, *SMOOTHERS, *SLICES)
BY_ID = {operation.id: operation for operation in OPERATIONS}
