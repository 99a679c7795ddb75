"""The only door to voxels, segments, prompts and measurements: an Edit, which can always be undone.

A delta is old XOR new of the touched tiles, LZ4-packed: toggling it twice changes nothing, so undo and
redo are one operation (idea: ITK-SNAP's UndoDataManager; XOR form ours).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

import lz4.block
import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput, Locked, MedsegError
from medseg_gui.core.events import Aspect
from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.labelmap import LabelMap, Labels, Mask, Segment
from medseg_gui.core.measures import Measure
from medseg_gui.core.prompts import PromptSet

if TYPE_CHECKING:
    from medseg_gui.core.case import Case

# Side of the tiles in the row and column axes; a tile is one slice thick. 64×64 bytes fit a first-level cache and
# cost about 3 µs to copy.
TILE = 64
# A delta packs at most about this many bytes: it bounds the memory of an undo, and LZ4 takes no more than 2 GiB.
PACK_BYTES = 2**26

PaintRule = Literal["unlocked", "background", "all"]


@dataclass(frozen=True, eq=False)
class VoxelDelta:
    """Old XOR new inside boxes of one layer that do not overlap, packed together."""

    layer: int
    boxes: npt.NDArray[np.int32]
    """(n, 2, 3): lo and hi of each box."""
    dtype: str
    packed: bytes

    @cached_property
    def box(self) -> Box:
        """The box round all of them."""
        a, b, c = (int(v) for v in self.boxes[:, 0].min(axis=0))
        d, e, f = (int(v) for v in self.boxes[:, 1].max(axis=0))
        return Box((a, b, c), (d, e, f))

    @property
    def bytes(self) -> int:
        return len(self.packed) + self.boxes.nbytes + 500

    def toggle(self, labels: LabelMap) -> None:
        changes = np.frombuffer(lz4.block.decompress(self.packed), dtype=self.dtype)
        layer, at = labels._writable(self.layer), 0
        for (z0, y0, x0), (z1, y1, x1) in self.boxes.tolist():
            view = layer[z0:z1, y0:y1, x0:x1]
            change = changes[at : at + view.size].reshape(view.shape)
            np.bitwise_xor(view, change, out=view, casting="unsafe")
            at += view.size


def deltas_of(layer: int, pieces: Iterable[tuple[Box, Labels]], now: Labels) -> Iterator[VoxelDelta]:
    """The deltas from the old contents of some boxes to the layer as it stands; none where they are equal."""
    boxes: list[tuple[Triple, Triple]] = []
    changes: list[Labels] = []
    size = 0
    for box, old in pieces:
        change = np.bitwise_xor(old, now[box.slices])
        if change.any():
            boxes.append((box.lo, box.hi))
            changes.append(change.ravel())
            size += change.nbytes
        if size > PACK_BYTES:
            yield VoxelDelta(layer, np.array(boxes, np.int32), now.dtype.str, _pack(changes))
            boxes, changes, size = [], [], 0
    if boxes:
        yield VoxelDelta(layer, np.array(boxes, np.int32), now.dtype.str, _pack(changes))


def _pack(changes: list[Labels]) -> bytes:
    packed: bytes = lz4.block.compress(np.concatenate(changes))
    return packed


@dataclass(frozen=True)
class Step:
    """One user action: what the history keeps, undoes and redoes."""

    name: str
    voxels: tuple[VoxelDelta, ...] = ()
    segments: tuple[tuple[Segment, ...], tuple[Segment, ...]] | None = None
    prompts: tuple[PromptSet, PromptSet] | None = None
    author: str = "hand"
    """Who made it: "hand", or a kind and a name as ``core.provenance.Author`` has them."""
    measures: tuple[tuple[Measure, ...], tuple[Measure, ...]] | None = None
    when: float = 0.0
    """When it was done, in seconds of Unix time; 0 where that is not known."""

    @property
    def bytes(self) -> int:
        return 200 + sum(d.bytes for d in self.voxels)

    @property
    def box(self) -> Box | None:
        box: Box | None = None
        for delta in self.voxels:
            box = delta.box.union(box)
        return box

    @property
    def aspects(self) -> Aspect:
        out = Aspect.HISTORY
        if self.voxels:
            out |= Aspect.VOXELS
        if self.segments is not None:
            out |= Aspect.SEGMENTS
        if self.prompts is not None:
            out |= Aspect.PROMPTS
        if self.measures is not None:
            out |= Aspect.MEASURES
        return out

    @property
    def empty(self) -> bool:
        return not self.voxels and self.segments is None and self.prompts is None and self.measures is None


class Edit:
    """The open door. Made by ``case.edit(name)``; leaving by an exception rolls everything back.

    Every method keeps the first old copy of what it touches, writes, and tells the case's listeners.
    """

    def __init__(self, case: Case, name: str, author: str = "hand", source: object = None) -> None:
        self.name = name
        self._case = case
        self._labels = case.labelmap
        self._author = author
        self._source = source
        self._open = True
        self._tiles: dict[tuple[int, int, int, int], Labels] = {}
        self._protected: dict[int, npt.NDArray[np.bool_] | None] = {}
        self._segments_before = case.labelmap.segments
        self._prompts_before = case.prompts
        self._measures_before = case.measures

    @property
    def labels(self) -> LabelMap:
        """The label map as it stands inside this edit."""
        return self._labels

    # ----- voxels ----------------------------------------------------------------------------------
    def paint(self, segment: Segment, box: Box, where: Mask, rule: PaintRule = "unlocked") -> int:
        """Number of voxels that become the segment's: those of ``where`` (the box's shape) that the rule allows.

        "unlocked" paints over everything but locked segments, "background" over nothing but background,
        "all" over locked segments too. Raises Locked when the segment itself is locked.
        """
        self._require_unlocked(segment)
        if rule not in get_args(PaintRule):
            raise BadInput(f"There is no rule {rule!r} for painting", todo=f"Use one of {get_args(PaintRule)}.")
        old = 0 if rule == "background" else None
        return self._write(segment.layer, box, where, segment.value, old, protect=rule == "unlocked")

    def erase(self, segment: Segment, box: Box, where: Mask) -> int:
        """Number of the segment's voxels in ``where`` that become background. Raises Locked."""
        self._require_unlocked(segment)
        return self._write(segment.layer, box, where, 0, segment.value)

    def replace_mask(self, segment: Segment, box: Box, mask: Mask, rule: PaintRule = "unlocked") -> int:
        """Number of voxels changed so that, inside the box, the segment is ``mask`` where the rule allows."""
        return self.erase(segment, box, np.logical_not(mask)) + self.paint(segment, box, mask, rule)

    def _write(self, layer: int, box: Box, where: Mask, new: int, old: int | None, protect: bool = False) -> int:
        """Number of voxels of ``where`` set to ``new``: those that are ``old`` (None: whatever they are).

        ``protect`` spares the voxels of locked segments.
        """
        self._require_open()
        if where.shape != box.shape or where.dtype != np.bool_:
            raise BadInput(f"A mask of {where.dtype} {where.shape} does not fit the box {box.shape}")
        clipped = box.clip(self._labels.geometry.shape)
        if clipped.empty:
            return 0
        if clipped != box:
            where = where[tuple(slice(c - b, d - b) for b, c, d in zip(box.lo, clipped.lo, clipped.hi, strict=True))]
        view = self._labels._writable(layer)[clipped.slices]
        change = view != new if old is None else view == old
        change &= where
        if protect and (protected := self._protected_values(layer)) is not None:
            change &= ~protected[view]
        count = int(np.count_nonzero(change))
        if count:
            self._keep(layer, clipped, change)
            np.copyto(view, new, where=change)
            self._case._emit(Aspect.VOXELS, clipped, self._source, final=False)
        return count

    def _protected_values(self, layer: int) -> npt.NDArray[np.bool_] | None:
        """Lookup table: does that value belong to a locked segment of the layer? None: there is none."""
        if layer not in self._protected:
            values = [s.value for s in self._labels.segments if s.layer == layer and s.locked]
            table = np.zeros(65536, bool)
            table[values] = True
            self._protected[layer] = table if values else None
        return self._protected[layer]

    def _keep(self, layer: int, box: Box, change: Mask) -> None:
        """Copies the tiles under the box before they change for the first time in this edit."""
        array = self._labels._writable(layer)
        _, rows, cols = array.shape
        for z in (np.flatnonzero(np.any(change, axis=(1, 2))) + box.lo[0]).tolist():
            for ty in range(box.lo[1] // TILE, (box.hi[1] - 1) // TILE + 1):
                for tx in range(box.lo[2] // TILE, (box.hi[2] - 1) // TILE + 1):
                    key = (layer, z, ty, tx)
                    if key not in self._tiles:
                        y, x = ty * TILE, tx * TILE
                        self._tiles[key] = array[z, y : min(y + TILE, rows), x : min(x + TILE, cols)].copy()

    def _kept(self) -> dict[int, list[tuple[Box, Labels]]]:
        """By layer the boxes that were touched and what stood there before the edit."""
        out: dict[int, list[tuple[Box, Labels]]] = {}
        for (layer, z, ty, tx), old in self._tiles.items():
            y, x = ty * TILE, tx * TILE
            box = Box((z, y, x), (z + 1, y + old.shape[0], x + old.shape[1]))
            out.setdefault(layer, []).append((box, old[None]))
        return out

    # ----- segments --------------------------------------------------------------------------------
    def add_segment(self, name: str = "", layer: int = 0) -> Segment:
        """The new segment, with the lowest free value and an unused colour."""
        segment = self._labels.next_segment(name, layer)
        self.set_segments((*self._labels.segments, segment))
        return segment

    def add_layer(self) -> int:
        """Number of a new, empty layer. An empty layer is not taken away by undo: it costs and shows nothing."""
        self._require_open()
        return self._labels._add_layer()

    def change_segment(self, segment: Segment, **values: object) -> Segment:
        """The segment with other values (name, colour, visible, locked, code) in its place."""
        new = replace(segment, **values)  # type: ignore[arg-type]
        if new.key != segment.key:
            raise BadInput(f"The voxels of {segment.name!r} keep their value and layer", todo="Add a segment instead.")
        self.set_segments(tuple(new if s.key == segment.key else s for s in self._labels.segments))
        return new

    def remove_segment(self, segment: Segment) -> None:
        """Takes the segment and all its voxels away. Raises Locked."""
        self._require_unlocked(segment)
        box = Box.around(self._labels.mask(segment))
        if box is not None:
            self.erase(segment, box, np.ones(box.shape, bool))
        self.set_segments(tuple(s for s in self._labels.segments if s.key != segment.key))

    def set_segments(self, segments: tuple[Segment, ...]) -> None:
        self._require_open()
        self._labels._set_segments(segments)
        self._protected.clear()
        self._case._emit(Aspect.SEGMENTS, None, self._source, final=False)

    def _require_unlocked(self, segment: Segment) -> None:
        if self._labels.segment(segment.key).locked:
            raise Locked(f"Segment {segment.name!r} is locked", todo="Unlock it in the segments panel.")

    def _require_open(self) -> None:
        if not self._open:
            raise MedsegError(f"{self.name} has ended", todo="Begin a new edit.")

    # ----- prompts ---------------------------------------------------------------------------------
    def set_prompts(self, prompts: PromptSet) -> None:
        self._require_open()
        self._case._prompts = prompts
        self._case._emit(Aspect.PROMPTS, None, self._source, final=False)

    def set_measures(self, measures: tuple[Measure, ...]) -> None:
        self._require_open()
        self._case._measures = measures
        self._case._emit(Aspect.MEASURES, None, self._source, final=False)

    # ----- end -------------------------------------------------------------------------------------
    def _finish(self) -> Step:
        """Closes the edit; what it changed in all."""
        self._open = False
        deltas: list[VoxelDelta] = []
        for layer, pieces in self._kept().items():
            deltas += deltas_of(layer, pieces, self._labels._writable(layer))
        after, prompts, measures = self._labels.segments, self._case.prompts, self._case.measures
        return Step(
            self.name,
            tuple(deltas),
            (self._segments_before, after) if after != self._segments_before else None,
            (self._prompts_before, prompts) if prompts != self._prompts_before else None,
            self._author,
            (self._measures_before, measures) if measures != self._measures_before else None,
            round(time.time(), 3),
        )

    def _roll_back(self) -> Box | None:
        """Closes the edit and puts everything back; the box that changed back."""
        self._open = False
        touched: Box | None = None
        for layer, pieces in self._kept().items():
            for box, old in pieces:
                self._labels._writable(layer)[box.slices] = old
                touched = box.union(touched)
        self._labels._set_segments(self._segments_before)
        self._case._prompts = self._prompts_before
        self._case._measures = self._measures_before
        return touched
