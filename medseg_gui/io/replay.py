"""A journal's records become a case again."""

from __future__ import annotations

import json
from collections.abc import Iterator

from medseg_gui.core.case import Case
from medseg_gui.core.edits import Step
from medseg_gui.core.effort import Effort
from medseg_gui.core.errors import BadInput
from medseg_gui.core.history import History
from medseg_gui.core.provenance import AuthorMap
from medseg_gui.core.volume import Volume
from medseg_gui.io.casecodec import provenance_from_json, step_from_bytes
from medseg_gui.io.journal import Header, Record


def replay(case: Case, records: Iterator[Record], after: int = 0) -> tuple[int, int, int]:
    """Brings a case to where the journal ends: (steps done or taken back, last sequence, end in the file).

    ``records`` come after the header; those with a sequence up to ``after`` are in the case already. Raises BadInput
    for a record that is sound and does not fit.
    """
    count, last, end = 0, 0, 0
    done: list[Step] = []
    undone: list[Step] = []
    for record in records:
        last, end = record.sequence, record.end
        if record.sequence <= after:
            continue
        try:
            if record.kind == "B":
                case.replay(step_from_bytes(record.payload), keep=False)
            elif record.kind == "P":
                case.written, case.effort = _provenance(step_from_bytes(record.payload), case)
            elif record.kind in "DX":
                (done if record.kind == "D" else undone).append(step_from_bytes(record.payload))
            else:
                count += 1
                _put_back(case, done, undone)
                _again(case, record)
        except (ValueError, IndexError) as error:
            raise BadInput("The journal does not fit its image", todo="Discard it.") from error
    _put_back(case, done, undone)
    return count, last, end


def _provenance(kept: Step, case: Case) -> tuple[AuthorMap, Effort]:
    """What ``dump`` put into a step: JSON as its name."""
    return provenance_from_json(json.loads(kept.name), kept.voxels, case.volume.geometry.shape)


def _put_back(case: Case, done: list[Step], undone: list[Step]) -> None:
    if done or undone:
        case.history.put_back(done, undone)
        done.clear()
        undone.clear()


def _again(case: Case, record: Record) -> None:
    if record.kind == "S":
        case.replay(step_from_bytes(record.payload))
    elif record.kind in "UR" and (case.undo() if record.kind == "U" else case.redo()) is None:
        raise BadInput("The journal takes back a step that there is not")


def empty_case(volume: Volume, header: Header) -> Case:
    """The case that a journal without a saved one begins from."""
    history = History(header.budget_bytes)
    history.forgotten = header.forgotten
    return Case(volume, history=history)
