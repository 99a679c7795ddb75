"""What an operation on segments is: a table row with a pure function from masks to masks.

It sees a frozen ``Scene`` (a box of the case) and returns ``Piece``s, what segments are to become in their boxes. It
runs on a worker's thread as a generator: yield = progress and a chance to cancel. The case changes only when the
answer is applied, as one Edit.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, fields, make_dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from medseg_gui.core.edits import PaintRule
from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Box, Geometry, Triple
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap, Labels, Mask, Segment
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.tiles import Codes
from medseg_gui.tools.base import NoOptions, option

Key = tuple[int, int]
Needs = Literal["segment", "free", "other", "several"]
"""What must be there: a segment, one that is not locked, such a one and another, two that are neither locked nor
hidden."""

PLANES = {
    "acquired": mark("As acquired"),
    "axial": mark("Axial"),
    "coronal": mark("Coronal"),
    "sagittal": mark("Sagittal"),
}
# Slices at least this much further apart than voxels in the slice tell in which plane an image was acquired.
THICK = 1.2


@dataclass(frozen=True, eq=False)
class Scene:
    """A frozen piece of a case: the ``layers`` in ``box``. Masks have the box's shape."""

    geometry: Geometry
    box: Box
    layers: tuple[Labels, ...]
    segments: tuple[Segment, ...]
    segment: Segment
    other: Segment | None = None
    rule: PaintRule = "unlocked"
    crosshair: Triple = (0, 0, 0)
    drawn_box: Box | None = None
    """The last box that was drawn as a prompt."""
    image: npt.NDArray[Any] | None = None
    """The whole volume's voxels, which never change."""

    @property
    def spacing_mm(self) -> tuple[float, float, float]:
        return self.geometry.spacing_mm

    def mask(self, segment: Segment | None = None) -> Mask:
        """The segment (None: the chosen one) in the box."""
        wanted = segment or self.segment
        mask: Mask = self.layers[wanted.layer] == wanted.value
        return mask

    def the_other(self) -> Segment:
        if self.other is None:
            raise BadInput(mark("There is no other segment"), todo=mark("Choose one in the options."))
        return self.other

    def axis(self, plane: str) -> int:
        """The array axis across slices of that plane; "acquired" is the one with the thickest slices."""
        if plane in ("axial", "coronal", "sagittal"):
            return self.geometry.axis_of(plane)  # type: ignore[arg-type]
        spacing = self.spacing_mm
        thickest = int(np.argmax(spacing))
        return thickest if spacing[thickest] > THICK * sorted(spacing)[1] else 0

    def local(self, index: Triple) -> Triple:
        """An index of the volume as one of the box."""
        z, y, x = (i - o for i, o in zip(index, self.box.lo, strict=True))
        return (z, y, x)

    def piece(self, mask: Mask, segment: Segment | None = None, moved: bool = False) -> Piece:
        """That the segment (None: the chosen one) becomes ``mask`` as far as the paint rule lets it.

        ``moved``: the voxels are those of a segment that gives them away, which the rule does not ask about.
        """
        target = segment or self.segment
        return self._cut(target.key, "", mask if moved else self.ruled(mask, target))

    def ruled(self, mask: Mask, segment: Segment) -> Mask:
        """What of ``mask`` the segment may be: the rule guards other segments' voxels."""
        locked = [s.value for s in self.segments if s.layer == segment.layer and s.locked]
        if self.rule == "all" or (self.rule == "unlocked" and not locked):
            return mask
        free = np.full(65536, self.rule == "unlocked")
        free[locked] = False
        free[[0, segment.value]] = True
        out = np.empty(mask.shape, bool)
        for now, wanted, labels in zip(out, mask, self.layers[segment.layer], strict=True):
            # slice by slice: numpy makes eight bytes of each label that it looks up
            np.logical_and(free[labels], wanted, out=now)
        return out

    def new(self, name: str, mask: Mask) -> Piece:
        """That there is a new segment of that name. It takes no voxel from another: it may lie over them."""
        return self._cut(None, name, mask)

    def _cut(self, key: Key | None, name: str, after: Mask) -> Piece:
        """What the segment of that key (None: a new one) gains and loses; no mask of what it was is made."""

        def change(z: int, rows: slice = slice(None), cols: slice = slice(None)) -> Codes:
            now = after[z, rows, cols].view(np.int8)
            return now if key is None else now - (self.layers[key[0]][z, rows, cols] == key[1]).view(np.int8)

        flat, slices = np.zeros(after.shape[1:], bool), []
        for z in range(len(after)):
            differs = change(z) != 0
            if differs.any():
                slices.append(z)
                flat |= differs
        if not slices:
            return Piece(key, name, Box(self.box.lo, self.box.lo), np.zeros((0, 0, 0), np.int8))
        rows, cols = (np.flatnonzero(flat.any(axis=1 - k)) for k in (0, 1))
        local = Box((slices[0], int(rows[0]), int(cols[0])), (slices[-1] + 1, int(rows[-1]) + 1, int(cols[-1]) + 1))
        out = np.empty(local.shape, np.int8)
        for now, z in zip(out, range(local.lo[0], local.hi[0]), strict=True):
            now[...] = change(z, *local.slices[1:])
        lo = tuple(a + b for a, b in zip(local.lo, self.box.lo, strict=True))
        hi = tuple(a + b for a, b in zip(local.hi, self.box.lo, strict=True))
        return Piece(key, name, Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2])), out)


@dataclass(frozen=True, eq=False)
class Piece:
    """What a segment gains (1) and loses (-1) in the box where that differs. ``key`` None: a new segment called
    ``name``."""

    key: Key | None
    name: str
    box: Box
    change: Codes

    @property
    def gained(self) -> int:
        """Voxels more than before; negative: fewer."""
        return int(self.change.sum(dtype=np.int64))


@dataclass(frozen=True)
class Answer:
    """What is to change, in the order in which it is written; segments to be removed; a line for the person."""

    pieces: tuple[Piece, ...] = ()
    removed: tuple[Key, ...] = ()
    note: str = ""

    @property
    def empty(self) -> bool:
        return not self.removed and all(p.box.empty and p.key is not None for p in self.pieces)


Steps = Generator[Progress, None, Answer]


@dataclass(frozen=True)
class Operation:
    """One row of the table of operations.

    ``work`` is pure. ``reach_mm`` says how far beyond the segments it may write or needs to look; ``whole``: anywhere.
    """

    id: str
    title: str
    help: str
    work: Callable[[Scene, Any], Steps]
    Options: type[Any] = NoOptions
    needs: Needs = "free"
    reach_mm: Callable[[Any, Geometry], float] = lambda options, geometry: 0.0
    whole: bool = False
    shortcut: str = ""
    at_crosshair: bool = False
    """The answer depends on where the crosshair is."""


def other_segment(label: str) -> Any:
    """An option that is another segment: "layer:value"."""
    return field(default="", metadata={"label": label, "segments": True})


def options_of(operation: Operation, others: Sequence[Segment]) -> Any:
    """Fresh options; where one is a segment, ``others`` are its choices and the first of them its value."""
    if not any(f.metadata.get("segments") for f in fields(operation.Options)):
        return operation.Options()
    choices = {f"{s.layer}:{s.value}": s.name for s in others}
    made = [
        (f.name, f.type, field(default=next(iter(choices), ""), metadata={**f.metadata, "choices": choices}))
        if f.metadata.get("segments")
        else (f.name, f.type, field(default=f.default, metadata=f.metadata))
        for f in fields(operation.Options)
    ]
    return make_dataclass(operation.Options.__name__, made)()


def key_of(text: str) -> Key | None:
    """(layer, value) of such an option; None when it is empty."""
    layer, colon, value = text.partition(":")
    return (int(layer), int(value)) if colon else None


def plane_option(label: str = mark("Plane")) -> Any:
    return option("acquired", label, choices=PLANES)


def counted(steps: Generator[tuple[int, int], None, Any], text: str) -> Generator[Progress, None, Any]:
    """The same generator, its (done, total) as Progress; returns its result."""
    while True:
        try:
            done, total = next(steps)
        except StopIteration as stop:
            return stop.value
        yield Progress(text, done, total)


def scene_of(labels: LabelMap, segment: Segment, spare: Box, **more: Any) -> Scene:
    """A frozen scene of the label map in that box."""
    layers = tuple(layer[spare.slices].copy() for layer in labels.layers)
    return Scene(labels.geometry, spare, layers, labels.segments, segment, **more)
