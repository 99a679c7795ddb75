"""Operations on segments: the one whose options are open, its preview, and its answer written as one undo step.

Qt-free, part of the session. An operation computes on the background lane from a frozen piece of the case; an answer
to a state that has changed meanwhile is never written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from math import ceil
from typing import Any

import numpy as np

from medseg_gui.core.case import Case
from medseg_gui.core.edits import Edit, PaintRule
from medseg_gui.core.errors import BadInput, MedsegError
from medseg_gui.core.events import Event
from medseg_gui.core.geometry import Box, Geometry, Triple
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Labels, Mask, Segment
from medseg_gui.core.masks import box_of
from medseg_gui.core.prompts import BoxPrompt
from medseg_gui.jobs import Jobs
from medseg_gui.tools.operations.base import Answer, Operation, Piece, Scene, key_of, options_of, scene_of
from medseg_gui.tools.operations.registry import BY_ID
from medseg_gui.workers.job import Cancelled, Done, Failed, Outcome

KEY = "operation"


@dataclass(frozen=True)
class Chosen:
    """What the user has chosen when an operation begins."""

    case: Case | None
    segment: Segment | None
    rule: PaintRule
    crosshair: Triple


@dataclass(frozen=True, eq=False)
class Asked:
    """An operation, its options as they were, and the state of the case that it was asked about."""

    operation: Operation
    options: Any
    chosen: Chosen
    revision: int

    def same_as(self, other: Asked) -> bool:
        mine, theirs = self.chosen, other.chosen
        return (
            self.operation is other.operation
            and asdict(self.options) == asdict(other.options)
            and mine.case is theirs.case
            and self.revision == other.revision
            and mine.segment == theirs.segment
            and mine.rule == theirs.rule
            and (mine.crosshair == theirs.crosshair or not self.operation.at_crosshair)
        )


class OperationDesk:
    """At most one operation is open: ``current``, with ``options`` to be filled in. ``changed``: any of this did."""

    def __init__(self, jobs: Jobs, chosen: Callable[[], Chosen], choose: Callable[[Segment | None], None]) -> None:
        self._jobs, self._chosen, self._choose = jobs, chosen, choose
        self._found: tuple[Asked, Answer] | None = None
        self.current: Operation | None = None
        self.options: Any = None
        self.problem = ""
        """Why there is no preview."""
        self._writes = False
        self.changed: Event[None] = Event()

    # ----- what a user does ------------------------------------------------------------------------------------
    def begin(self, operation_id: str) -> None:
        """Opens the operation's options and previews it; one without options is done at once."""
        operation = BY_ID[operation_id]
        options = options_of(operation, self.others())
        if not fields(options):
            self._start(self._ask(operation, options), True)
            return
        self.current, self.options, self._found = operation, options, None
        self.changed.emit(None)
        self.preview()

    def run(self, operation_id: str, **options: Any) -> None:
        """Does an operation with these options at once, in the background; ``Session.wait`` waits for it."""
        operation = BY_ID[operation_id]
        filled = options_of(operation, self.others())
        for name, value in options.items():
            if not hasattr(filled, name):
                raise BadInput(f"{operation_id} has no option {name!r}")
            setattr(filled, name, value)
        self._start(self._ask(operation, filled), True)

    def preview(self) -> None:
        """Computes what the operation would change, unless that is known."""
        asked = None if self._writes else self._asked()  # a preview would take the place of what is being written
        if asked is not None and not (self._found and self._found[0].same_as(asked)):
            try:
                self._start(asked, False)
            except MedsegError as error:
                self.problem, self._found = str(error), None
                self.changed.emit(None)

    def apply(self) -> None:
        """Writes the answer as one undo step and closes the options; it is computed first where it has to be."""
        asked = self._asked()
        if asked is None:
            return
        if self._found is not None and self._found[0].same_as(asked):
            self._write(*self._found)
        else:
            self._start(asked, True)

    def close(self) -> None:
        """Changes nothing, and forgets the operation."""
        for job in self._jobs.runner.active:
            if job.key == KEY:
                job.cancel()
        self.current, self.options, self._found, self.problem = None, None, None, ""
        self.changed.emit(None)

    # ----- what there is ---------------------------------------------------------------------------------------
    @property
    def answer(self) -> Answer | None:
        """What the open operation would change in the case as it is now; None while that is not known."""
        if self._found is None or self.current is None:
            return None
        now = self._chosen()
        fresh = now.case is self._found[0].chosen.case and now.case and now.case.revision == self._found[0].revision
        return self._found[1] if fresh else None

    def others(self) -> tuple[Segment, ...]:
        """Every segment but the chosen one."""
        now = self._chosen()
        if now.case is None or now.segment is None:
            return ()
        key = now.segment.key
        return tuple(s for s in now.case.labelmap.segments if s.key != key)

    # ----- computing -------------------------------------------------------------------------------------------
    def _asked(self) -> Asked | None:
        if self.current is None:
            return None
        try:
            self.problem = ""
            return self._ask(self.current, self.options)
        except MedsegError as error:
            self.problem, self._found = str(error), None
            self.changed.emit(None)
            return None

    def _ask(self, operation: Operation, options: Any) -> Asked:
        now = self._chosen()
        if now.case is None or now.segment is None:
            raise MedsegError(mark("No segment is chosen"), todo=mark("Add one or choose one in the segments panel."))
        if now.segment.locked and operation.needs not in ("segment", "several"):
            raise MedsegError(
                mark("The segment {name} is locked").format(name=now.segment.name), todo=mark("Unlock it first.")
            )
        return Asked(operation, type(options)(**asdict(options)), now, now.case.revision)

    def _start(self, asked: Asked, write: bool) -> None:
        scene = scene_for(asked)
        self._writes = write

        def ended(outcome: Outcome[Any]) -> None:
            self._writes = False
            if isinstance(outcome, Done):
                self.problem = ""
                if write:
                    self._write(asked, outcome.value)
                elif self.current is asked.operation:
                    self._found = (asked, outcome.value)
                    self.changed.emit(None)
            elif isinstance(outcome, Failed) and isinstance(outcome.error, MedsegError) and not write:
                self.problem, self._found = str(outcome.error), None
                self.changed.emit(None)
            elif isinstance(outcome, Cancelled) and not write:
                self.changed.emit(None)
            else:
                self._jobs.report(outcome)

        self._jobs.submit(asked.operation.title, lambda: asked.operation.work(scene, asked.options), ended, key=KEY)

    def _write(self, asked: Asked, answer: Answer) -> None:
        case = asked.chosen.case
        if case is None or self._chosen().case is not case:
            return  # another image is open
        if case.revision != asked.revision or case.editing:
            self._jobs.say(mark("The masks changed meanwhile: nothing was written. Do it again."), "warning")
            return
        title = asked.operation.title.rstrip("…")
        if answer.empty:
            self._jobs.say(mark("{name}: nothing changes.").format(name=title))
        else:
            first = write_pieces(case, answer, title, f"operation {asked.operation.id}")
            if first is not None and self._chosen().segment is None:
                self._choose(first)
            self._jobs.say(". ".join(t for t in (title, answer.note) if t) + ".")
        if self.current is asked.operation:
            self.close()


def scene_for(asked: Asked) -> Scene:
    """The frozen piece of the case that the operation works on: its segments with what it may reach."""
    case, segment, operation = asked.chosen.case, asked.chosen.segment, asked.operation
    if case is None or segment is None:
        raise MedsegError(mark("No segment is chosen"))
    labels, geometry = case.labelmap, case.volume.geometry
    key = key_of(getattr(asked.options, "other", ""))
    other = labels.segment(key) if key else None
    if operation.needs == "other" and other is None:
        raise MedsegError(mark("There is only one segment"), todo=mark("Add another one first."))
    if operation.whole:
        room = Box.whole(geometry.shape)
    else:
        everyone = operation.needs == "several" or getattr(asked.options, "every", False)
        wanted = labels.segments if everyone else [s for s in (segment, other) if s is not None]
        found: Box | None = None
        for one in wanted:
            box = box_of(labels, one)
            found = box.union(found) if box is not None else found
        if found is None:
            raise MedsegError(
                mark("The segment {name} is empty").format(name=segment.name), todo=mark("Draw something first.")
            )
        reach = operation.reach_mm(asked.options, geometry)
        z, y, x = (ceil(reach / s) + 1 for s in geometry.spacing_mm)
        room = found.pad((z, y, x), geometry.shape)
    drawn = next((p for p in reversed(case.prompts.prompts) if isinstance(p, BoxPrompt)), None)
    return scene_of(
        labels,
        segment,
        room,
        other=other,
        rule=asked.chosen.rule,
        crosshair=asked.chosen.crosshair,
        drawn_box=_box_of(drawn, geometry) if drawn is not None else None,
        image=case.volume.voxels,
    )


def _box_of(drawn: BoxPrompt, geometry: Geometry) -> Box:
    """The box that was drawn; one drawn in a slice goes through all slices of that plane."""
    lo, hi = list(drawn.lo), [i + 1 for i in drawn.hi]
    if drawn.plane is not None:
        axis = geometry.axis_of(drawn.plane)
        lo[axis], hi[axis] = 0, geometry.shape[axis]
    return Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))


def write_pieces(case: Case, answer: Answer, name: str, author: str) -> Segment | None:
    """The first segment written, in ONE undo step. New segments lie where they cover no other, in a layer more if need
    be.

    Raises Locked, with nothing changed, when a segment that loses or gains voxels is locked.
    """
    first: Segment | None = None
    with case.edit(name, author=author) as edit:
        for piece in answer.pieces:
            if piece.key is None:
                segment = _new_segment(edit, piece)
            elif piece.box.empty:
                continue
            else:
                segment = edit.labels.segment(piece.key)
            if not piece.box.empty:
                edit.change_mask(segment, piece.box, piece.change)
            first = first or segment
        for key in answer.removed:
            edit.remove_segment(edit.labels.segment(key))
    return first


def _new_segment(edit: Edit, piece: Piece) -> Segment:
    layers = edit.labels.layers
    free = [k for k, layer in enumerate(layers) if _is_free(layer, piece.box, piece.change > 0)]
    return edit.add_segment(piece.name, free[0] if free else edit.add_layer())


def _is_free(layer: Labels, box: Box, mask: Mask) -> bool:
    return not np.any((layer[box.slices] != 0) & mask)
