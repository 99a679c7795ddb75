"""The table of operations; a new one is one row."""

from __future__ import annotations

from medseg_gui.tools.operations.base import Operation
from medseg_gui.tools.operations.islands import ISLANDS
from medseg_gui.tools.operations.logic import LOGIC
from medseg_gui.tools.operations.margin import MARGINS

OPERATIONS: tuple[Operation, ...] = (*LOGIC, *ISLANDS, *MARGINS)
BY_ID = {operation.id: operation for operation in OPERATIONS}
