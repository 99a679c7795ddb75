"""The only door to voxels, segments and prompts: an Edit, which can always be undone.

A delta is old XOR new of the touched tiles, LZ4-packed: toggling it twice changes nothing, so undo and
redo are one operation (idea: ITK-SNAP's UndoDataManager; XOR form ours).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import lz4.block
import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import Locked
from medseg_gui.core.events import Aspect
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import LabelMap, Labels, Mask, Segment
from medseg_gui.core.prompts import PromptSet

if TYPE_CHECKING:
    from medseg_gui.core.case import Case

# Side of the tiles in the row and column axes. 64×64 bytes fit a first-level cache and cost about 3 µs to copy.
TILE = 64
# An edit that rewrites more voxels than this in one go keeps one copy of its box instead of tiles.
WHOLE_BOX = 64 * TILE * TILE

PaintRule = Literal["unlocked", "background", "all"]


@dataclass(frozen=True)
class VoxelDelta:
    """Old XOR new inside one box of one layer, packed."""

    layer: int
    box: Box
    dtype: str
    packed: bytes

    @classmethod
    def between(cls, layer: int, box: Box, old: Labels, new: Labels) -> VoxelDelta | None:
        """The delta of two arrays of the box's shape, or None when they are equal."""
        if old.dtype != new.dtype:
            old = old.astype(np.uint16)
            new = new.astype(np.uint16)
        xor = np.bitwise_xor(old, new)
        if not xor.any():
            return None
        inner = Box.around(xor != 0) if xor.size > TILE * TILE else None
        if inner is not None and inner.size < xor.size:
            xor = np.ascontiguousarray(xor[inner.slices])
            z, y, x = box.lo
            box = Box(
                (z + inner.lo[0], y + inner.lo[1], x + inner.lo[2]),
                (z + inner.hi[0], y + inner.hi[1], x + inner.hi[2]),
            )
        return cls(layer, box, xor.dtype.str, lz4.block.compress(xor))

    def toggle(self, labels: LabelMap) -> None:
        xor = np.frombuffer(lz4.block.decompress(self.packed), dtype=self.dtype).reshape(self.box.shape)
        view = labels._writable(self.layer)[self.box.slices]
        np.bitwise_xor(view, xor, out=view, casting="unsafe")


@dataclass(frozen=True)
class Step:
    """One user action: what the history keeps, undoes and redoes."""

    name: str
    voxels: tuple[VoxelDelta, ...] = ()
    segments: tuple[tuple[Segment, ...], tuple[Segment, ...]] | None = None
    prompts: tuple[PromptSet, PromptSet] | None = None
    author: str = "hand"
    """Who made it: "hand", or a model's name and version."""

    @property
    def bytes(self) -> int:
        return 200 + sum(len(d.packed) + 120 for d in self.voxels)

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
        return out

    @property
    def empty(self) -> bool:
        return not self.voxels and self.segments is None and self.prompts is None


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
        self._tiles: dict[tuple[int, int, int, int], Labels] = {}
        self._boxes: list[tuple[int, Box, Labels]] = []
        self._segments_before = case.labelmap.segments
        self._prompts_before = case.prompts

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
        return self._write(segment.layer, box, where, segment.value, self._allowed(segment, rule))

    def erase(self, segment: Segment, box: Box, where: Mask) -> int:
        """Number of the segment's voxels in ``where`` that become background. Raises Locked."""
        self._require_unlocked(segment)
        only = np.zeros(65536, bool)
        only[segment.value] = True
        return self._write(segment.layer, box, where, 0, only)

    def replace_mask(self, segment: Segment, box: Box, mask: Mask, rule: PaintRule = "unlocked") -> int:
        """Number of voxels changed so that, inside the box, the segment is ``mask`` where the rule allows."""
        return self.erase(segment, box, ~mask) + self.paint(segment, box, mask, rule)

    def _allowed(self, segment: Segment, rule: PaintRule) -> npt.NDArray[np.bool_] | None:
        """Lookup table: may a voxel of that old value be painted over? None: any."""
        if rule == "all":
            return None
        table = np.ones(65536, bool)
        if rule == "background":
            table[1:] = False
        else:
            for other in self._labels.segments:
                if other.layer == segment.layer and other.locked:
                    table[other.value] = False
        table[segment.value] = False
        return table

    def _write(self, layer: int, box: Box, where: Mask, value: int, allowed: npt.NDArray[np.bool_] | None) -> int:
        clipped = box.clip(self._labels.geometry.shape)
        if clipped.empty:
            return 0
        if clipped != box:
            where = where[tuple(slice(c - b, d - b) for b, c, d in zip(box.lo, clipped.lo, clipped.hi, strict=True))]
        view = self._labels._writable(layer)[clipped.slices]
        change = where & (view != value)
        if allowed is not None and not allowed.all():
            change &= allowed[view]
        count = int(np.count_nonzero(change))
        if count:
            self._keep(layer, clipped)
            view[change] = value
            self._case._emit(Aspect.VOXELS, clipped, self._source, final=False)
        return count

    def _keep(self, layer: int, box: Box) -> None:
        """Copies the untouched tiles under the box, once."""
        array = self._labels._writable(layer)
        if box.size > WHOLE_BOX:
            self._fold_tiles(layer, box)
            return
        _, rows, cols = array.shape
        for z in range(box.lo[0], box.hi[0]):
            for ty in range(box.lo[1] // TILE, (box.hi[1] - 1) // TILE + 1):
                for tx in range(box.lo[2] // TILE, (box.hi[2] - 1) // TILE + 1):
                    key = (layer, z, ty, tx)
                    if key not in self._tiles:
                        y, x = ty * TILE, tx * TILE
                        self._tiles[key] = array[z, y : min(y + TILE, rows), x : min(x + TILE, cols)].copy()

    def _fold_tiles(self, layer: int, box: Box) -> None:
        """Keeps one copy of a large box. Copies are toggled back in reverse order, so overlaps are harmless."""
        self._flush_tiles()
        self._boxes.append((layer, box, self._labels._writable(layer)[box.slices].copy()))

    def _flush_tiles(self) -> None:
        for (layer, z, ty, tx), old in self._tiles.items():
            y, x = ty * TILE, tx * TILE
            box = Box((z, y, x), (z + 1, y + old.shape[0], x + old.shape[1]))
            self._boxes.append((layer, box, old[None]))
        self._tiles.clear()

    # ----- segments --------------------------------------------------------------------------------
    def add_segment(self, name: str = "", layer: int = 0) -> Segment:
        """The new segment, with the lowest free value and an unused colour."""
        segment = self._labels.next_segment(name, layer)
        self.set_segments((*self._labels.segments, segment))
        return segment

    def add_layer(self) -> int:
        """Number of a new, empty layer. An empty layer is not taken away by undo: it costs and shows nothing."""
        return self._labels._add_layer()

    def change_segment(self, segment: Segment, **values: object) -> Segment:
        """The segment with other values (name, colour, visible, locked, code) in its place."""
        new = replace(segment, **values)  # type: ignore[arg-type]
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
        self._labels._set_segments(segments)
        self._case._emit(Aspect.SEGMENTS, None, self._source, final=False)

    def _require_unlocked(self, segment: Segment) -> None:
        if self._labels.segment(segment.key).locked:
            raise Locked(f"Segment {segment.name!r} is locked", todo="Unlock it in the segments panel.")

    # ----- prompts ---------------------------------------------------------------------------------
    def set_prompts(self, prompts: PromptSet) -> None:
        self._case._prompts = prompts
        self._case._emit(Aspect.PROMPTS, None, self._source, final=False)

    # ----- end -------------------------------------------------------------------------------------
    def _deltas(self) -> Iterator[VoxelDelta]:
        """The deltas, newest first, computed against what stands now; rewinds the map as it goes."""
        self._flush_tiles()
        for layer, box, old in reversed(self._boxes):
            view = self._labels._writable(layer)[box.slices]
            delta = VoxelDelta.between(layer, box, old.astype(view.dtype, copy=False), view)
            if delta is not None:
                yield delta

    def _finish(self) -> Step:
        overlapping = len(self._boxes) + bool(self._tiles) > 1 and bool(self._boxes)
        deltas: list[VoxelDelta] = []
        for delta in self._deltas():
            deltas.append(delta)
            if overlapping:  # an older copy may lie under this one: compare it with the state of its own time
                delta.toggle(self._labels)
        if overlapping:
            for delta in reversed(deltas):
                delta.toggle(self._labels)
        after, prompts = self._labels.segments, self._case.prompts
        return Step(
            self.name,
            tuple(deltas),
            (self._segments_before, after) if after != self._segments_before else None,
            (self._prompts_before, prompts) if prompts != self._prompts_before else None,
            self._author,
        )

    def _roll_back(self) -> Box | None:
        """Puts everything back; the box that changed back."""
        self._flush_tiles()
        touched: Box | None = None
        for layer, box, old in reversed(self._boxes):
            self._labels._writable(layer)[box.slices] = old
            touched = box.union(touched)
        self._labels._set_segments(self._segments_before)
        self._case._prompts = self._prompts_before
        return touched
