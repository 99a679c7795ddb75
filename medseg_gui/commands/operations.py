"""Operations on segments, each a row made from the table of operations."""

from __future__ import annotations

from medseg_gui.commands.base import Command, Why
from medseg_gui.core.i18n import mark
from medseg_gui.reasons import needs_free_segment, needs_other_segment, needs_segment, needs_two_segments
from medseg_gui.tools.operations.base import Needs, Operation
from medseg_gui.tools.operations.registry import OPERATIONS

_WHY: dict[Needs, Why] = {
    "segment": needs_segment,
    "free": needs_free_segment,
    "other": needs_other_segment,
    "several": needs_two_segments,
}


def _row(operation: Operation) -> Command:
    return Command(
        operation.id,
        operation.title,
        operation.help,
        lambda s: s.operations.begin(operation.id),
        operation.shortcut,
        mark("Segment"),
        _WHY[operation.needs],
    )


OPERATING: tuple[Command, ...] = tuple(_row(operation) for operation in OPERATIONS)
