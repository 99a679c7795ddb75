"""Who wrote each voxel last: worked out from the steps of the history, so that a stroke and an undo pay nothing for it.

The last author of a voxel is that of the last done step that changed it. Steps that the history forgets are written
down here, in ``Case.written``: a map of one byte a voxel whose pages the system hands out only where it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.edits import Step
from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.tiles import VoxelDelta, whole_layer

KINDS: dict[str, str] = {
    "hand": mark("by hand"),
    "click": mark("click model"),
    "model": mark("model"),
    "method": mark("method"),
    "operation": mark("operation"),
    "file": mark("file"),
    "others": mark("others"),
}
Ids = npt.NDArray[np.uint8]
UNKNOWN = 0
"""The id of a voxel that was there before authors were kept, or that nobody wrote."""
MOST = 254
"""Authors that have an id of their own; all further ones share the next."""


@dataclass(frozen=True, order=True)
class Author:
    """Who wrote: the tool of the hand, a model with its version, a method, an operation, or the file read."""

    kind: str
    name: str = ""
    version: str = ""

    @classmethod
    def of(cls, step: Step) -> Author:
        """``step.author`` is "hand", or a kind and a name, of models also the version, with blanks between."""
        kind, _, name = step.author.partition(" ")
        if kind in ("hand", "operation"):
            return cls(kind, step.name)
        if kind == "file":
            return cls(kind, name)
        if kind not in ("click", "model", "method"):  # a step written before kinds were: a model's name and its version
            kind, name = "model", step.author
        model, _, version = name.rpartition(" ")
        return cls(kind, model, version) if model else cls(kind, version)


OTHERS = Author("others")


class AuthorMap:
    """An id for each voxel of each layer: 0 for nobody, else the place in ``authors`` plus one."""

    def __init__(self, shape: Triple) -> None:
        self.shape = shape
        self.authors: list[Author] = []
        self.when: dict[Author, tuple[float, float]] = {}
        """When each wrote first and last, in seconds of Unix time; none where that is not known."""
        self.layers: list[Ids] = []
        self._packed: tuple[VoxelDelta, ...] | None = ()

    def author(self, number: int) -> Author | None:
        """The author of that id; None for nobody."""
        return self.authors[number - 1] if number else None

    def id_of(self, author: Author) -> int:
        """The author's id, a new one where it has none yet."""
        if author not in self.authors and len(self.authors) >= MOST:
            author = OTHERS
        if author not in self.authors:
            self.authors.append(author)
        return self.authors.index(author) + 1

    def at(self, layer: int, voxel: Triple) -> int:
        return int(self.layers[layer][voxel]) if layer < len(self.layers) else UNKNOWN

    def copy(self) -> AuthorMap:
        out = AuthorMap(self.shape)
        out._know(self)
        out.layers = [layer.copy() for layer in self.layers]
        out._packed = self._packed
        return out

    def write(self, step: Step, room: Box | None = None) -> None:
        """The step's author becomes that of all voxels that it changed, or of those in the room."""
        if not step.voxels:
            return
        author = Author.of(step)
        number = self.id_of(author)
        self._note(self.authors[number - 1], (step.when, step.when))
        for delta in step.voxels:
            if room is None or not delta.box.intersect(room).empty:
                layer = self._layer(delta.layer)
                for box, change in _changes(delta):
                    inner = box if room is None else box.intersect(room)
                    if not inner.empty:
                        change = change[_within(inner, box)]  # noqa: PLW2901
                        np.copyto(layer[inner.slices], number, where=change != 0)
        self._packed = None

    def take(self, other: AuthorMap, room: Box) -> None:
        """What the other one says of the room stands here too."""
        table = np.array([UNKNOWN, *(self.id_of(author) for author in other.authors)], np.uint8)
        for number in range(max(len(self.layers), len(other.layers))):
            new = table[other.layers[number][room.slices]] if number < len(other.layers) else UNKNOWN
            self._layer(number)[room.slices] = new
        self._packed = None

    def _know(self, other: AuthorMap) -> None:
        self.authors, self.when = list(other.authors), dict(other.when)

    def _note(self, author: Author, when: tuple[float, float]) -> None:
        first, last = self.when.get(author, when)
        if when[0]:
            self.when[author] = (min(first, when[0]), max(last, when[1]))

    def _layer(self, number: int) -> Ids:
        while len(self.layers) <= number:
            self.layers.append(np.zeros(self.shape, np.uint8))
        return self.layers[number]

    # ----- in a file -------------------------------------------------------------------------------
    def table(self) -> list[list[str | float]]:
        """The authors in the order of their ids: kind, name, version, first and last time."""
        return [[a.kind, a.name, a.version, *self.when.get(a, (0.0, 0.0))] for a in self.authors]

    def packed(self) -> tuple[VoxelDelta, ...]:
        """The ids, packed as changes from nothing."""
        if self._packed is None:
            deltas: list[VoxelDelta] = []
            for number, layer in enumerate(self.layers):
                deltas += whole_layer(number, layer)
            self._packed = tuple(deltas)
        return self._packed

    @classmethod
    def unpacked(cls, shape: Triple, table: Iterable[Sequence[Any]], packed: tuple[VoxelDelta, ...]) -> AuthorMap:
        """The map of ``table()`` and ``packed()``. Raises ValueError or TypeError where they make no sense."""
        out = cls(shape)
        for kind, name, version, first, last in table:
            if kind not in KINDS:
                raise ValueError(f"author {kind!r}")
            out.authors.append(Author(kind, str(name), str(version)))
            out._note(out.authors[-1], (float(first), float(last)))
        for delta in packed:
            if delta.dtype != "|u1":
                raise ValueError("authors of another type")
            layer = out._layer(delta.layer)
            for box, ids in _changes(delta):
                layer[box.slices] = ids
                if int(ids.max(initial=0)) > len(out.authors):
                    raise ValueError("an author without a name")
        out._packed = packed
        return out


def _changes(delta: VoxelDelta) -> Iterator[tuple[Box, npt.NDArray[Any]]]:
    """Each box of the delta with old XOR new in it."""
    changes, at = delta.changes(), 0
    for (z0, y0, x0), (z1, y1, x1) in delta.boxes.tolist():
        box = Box((z0, y0, x0), (z1, y1, x1))
        yield box, changes[at : at + box.size].reshape(box.shape)
        at += box.size


def _within(inner: Box, box: Box) -> tuple[slice, ...]:
    return tuple(slice(a - o, b - o) for a, b, o in zip(inner.lo, inner.hi, box.lo, strict=True))


# ----- the whole map --------------------------------------------------------------------------------------------------
def work_of(steps: Iterable[Step], room: Box) -> int:
    """About how many voxels must be looked at to write those steps in the room."""
    deltas = (delta for step in steps for delta in step.voxels if not delta.box.intersect(room).empty)
    return sum(int((d.boxes[:, 1] - d.boxes[:, 0]).prod(axis=1, dtype=np.int64).sum()) for d in deltas)


def authors_in(written: AuthorMap, done: Iterable[Step], room: Box) -> AuthorMap:
    """The last authors in the room (right there alone): what was written down, then the steps in their order."""
    out = AuthorMap(written.shape)
    out._know(written)
    for number, layer in enumerate(written.layers):
        out._layer(number)[room.slices] = layer[room.slices]
    for step in done:
        out.write(step, room)
    return out


def counts(authors: AuthorMap, labels: LabelMap) -> dict[tuple[tuple[int, int], int], int]:
    """Voxels by segment key and author id; those without voxels are left out."""
    out: dict[tuple[tuple[int, int], int], int] = {}
    for number, layer in enumerate(labels.layers):
        ids = authors.layers[number] if number < len(authors.layers) else None
        total = np.zeros(0, np.int64)
        for z, plane in enumerate(layer):
            if plane.any():
                where = np.flatnonzero(plane)
                pairs = plane.ravel()[where].astype(np.int64) * 256
                if ids is not None:
                    pairs += ids[z].ravel()[where]
                found = np.bincount(pairs, minlength=len(total))
                found[: len(total)] += total
                total = found
        for pair in np.flatnonzero(total).tolist():
            out[(number, pair // 256), pair % 256] = int(total[pair])
    return out
