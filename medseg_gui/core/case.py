"""Everything the user has open: image, masks, references, prompts, measurements and history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from medseg_gui.core.doubt import Doubts
from medseg_gui.core.edits import Edit, Step
from medseg_gui.core.effort import Effort
from medseg_gui.core.errors import GeometryMismatch, Locked, MedsegError
from medseg_gui.core.events import Aspect, Change, Event
from medseg_gui.core.geometry import Box
from medseg_gui.core.history import History
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.measures import Measure
from medseg_gui.core.prompts import PromptSet
from medseg_gui.core.provenance import AuthorMap
from medseg_gui.core.tiles import toggle
from medseg_gui.core.volume import Volume

Stepped = tuple[Literal["do", "undo", "redo"], Step]


class Case:
    """One open volume and what was made on it. Only the UI thread changes it, and only through ``edit``.

    ``revision`` grows with every committed change, undo and redo: answers to older revisions are stale.
    """

    def __init__(
        self,
        volume: Volume,
        labelmap: LabelMap | None = None,
        history: History | None = None,
        prompts: PromptSet | None = None,
        measures: tuple[Measure, ...] = (),
    ) -> None:
        labelmap = labelmap if labelmap is not None else LabelMap.empty(volume.geometry)
        _require_same(volume, labelmap)
        self.volume = volume
        self.labelmap = labelmap
        self.references: tuple[tuple[str, LabelMap], ...] = ()
        self.history = history or History()
        self.written = AuthorMap(volume.geometry.shape)
        """Who wrote each voxel last, as far as the history has forgotten the steps (``core.provenance``)."""
        self.history.dropped.connect(self._dropped)
        self.effort = Effort()
        self.doubts: Doubts | None = None
        """How unsure the last answer of an automatic model was; no part of what is undone."""
        self.revision = 0
        self.read_only = ""
        """Why it may only be looked at; empty where it may be changed."""
        self.changed: Event[Change] = Event()
        self.stepped: Event[Stepped] = Event()
        """A step was done, taken back or done again. Told before ``changed``: a journal is written before all else."""
        self._prompts = prompts or PromptSet()
        self._measures = measures
        self._edit: Edit | None = None

    @property
    def prompts(self) -> PromptSet:
        return self._prompts

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Measurements in the order in which they were made."""
        return self._measures

    @property
    def editing(self) -> bool:
        """True while an edit is open (a gesture is under way)."""
        return self._edit is not None

    @contextmanager
    def edit(self, name: str, author: str = "hand", source: object = None) -> Iterator[Edit]:
        """An open Edit: leaving normally is one undo step, leaving by an exception puts everything back.

        Raises MedsegError when another edit is open, Locked when the case may only be looked at.
        """
        self.require_writable()
        self._edit = edit = Edit(self, name, author, source)
        try:
            yield edit
            step = edit._finish()
        except BaseException:
            self._edit = None
            box = edit._roll_back()
            self._emit(Aspect.ALL, box, None)
            raise
        self._edit = None
        if not step.empty:
            self.history.push(step)
            self.effort.did(step)
            self.revision += 1
            self.stepped.emit(("do", step))
            self._emit(step.aspects, step.box, source)

    def undo(self) -> Step | None:
        """The step taken back, or None when there is none."""
        return self._toggle(back=True)

    def redo(self) -> Step | None:
        """The step done again, or None when there is none."""
        return self._toggle(back=False)

    def _toggle(self, back: bool) -> Step | None:
        self.require_writable()
        step = self.history.take_undo() if back else self.history.take_redo()
        if step is None:
            return None
        try:
            self._apply(step, 0 if back else 1)
        except ValueError as error:  # a history from a file that somebody wrote
            raise MedsegError(f"The step {step.name!r} is damaged: it cannot be taken back or done again") from error
        self.effort.undos += back
        self.effort.redos += not back
        self.stepped.emit(("undo" if back else "redo", step))
        self._emit(step.aspects, step.box, None)
        return step

    def require_writable(self) -> None:
        """Raises Locked for a case that may only be looked at, MedsegError while an edit is open."""
        if self.read_only:
            raise Locked(self.read_only, todo="Close it there, or save a copy and change that.")
        if self._edit is not None:
            raise MedsegError(f"{self._edit.name} is still under way", todo="Finish it or press Escape.")

    def replay(self, step: Step, keep: bool = True) -> None:
        """Does a step again that was made before the program was started anew; layers are added as it needs them.

        ``keep`` False leaves it out of the history.
        """
        for delta in step.voxels:
            self.labelmap._make_room(delta.layer, delta.dtype)
        for segment in step.segments[1] if step.segments is not None else ():
            self.labelmap._make_room(segment.layer)
        self._apply(step, 1)
        if keep:
            self.history.push(step)
            self.effort.did(step)
        self._emit(step.aspects, step.box, None)

    def _apply(self, step: Step, side: int) -> None:
        toggle(step.voxels, self.labelmap._writable)
        if step.segments is not None:
            self.labelmap._set_segments(step.segments[side])
        if step.prompts is not None:
            self._prompts = step.prompts[side]
        if step.measures is not None:
            self._measures = step.measures[side]
        self.revision += 1

    def _dropped(self, step: Step) -> None:
        self.written.write(step)

    def add_reference(self, name: str, labels: LabelMap) -> None:
        """Manual labels to measure against. Raises GeometryMismatch when they lie on another grid."""
        _require_same(self.volume, labels)
        self.references = (*(r for r in self.references if r[0] != name), (name, labels))
        self._emit(Aspect.REFERENCES, None, None)

    def _emit(self, aspects: Aspect, box: Box | None, source: object, final: bool = True) -> None:
        self.changed.emit(Change(aspects, box, source, self.revision, final))


def _require_same(volume: Volume, labels: LabelMap) -> None:
    a, b = volume.geometry, labels.geometry
    if not a.same_as(b):
        detail = f"image {a.describe()}; mask {b.describe()}"
        if a.shape == b.shape:
            detail += f"; corners differ by up to {a.distance_mm(b):.3g} mm"
        raise GeometryMismatch(
            f"The mask lies on another grid than the image ({detail})",
            todo="Resample it to the image first, or open the image that it was drawn on.",
        )
