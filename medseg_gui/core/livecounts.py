"""Voxel counts that follow edits: only the tiles under an edit are counted again."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.labelmap import LabelMap, Segment, partners_of
from medseg_gui.core.tiles import MANY, THREADS, spread

# Side of a tile in the row and column axes; a tile is one slice thick. Small enough that a stroke recounts little.
TILE = 64
Key = tuple[int, int]


class LiveCounts:
    """How many voxels each segment has, and how many of them its partner in the manual labels has too.

    Partners are the segments of one name, else of one value (one segment on each side: these two).
    """

    def __init__(self, labels: LabelMap, reference: LabelMap | None = None) -> None:
        self._labels = labels
        self._reference = reference
        self._keys: list[Key] = []
        n = labels.geometry.shape
        self._tiles = (n[0], -(-n[1] // TILE), -(-n[2] // TILE))
        self._own = np.zeros((*self._tiles, 0), np.int32)
        self._both = np.zeros((*self._tiles, 0), np.int32)
        self._partner: dict[Key, Segment] = {}
        self._partner_voxels: dict[Key, int] = {}
        self.update(Box.whole(n))

    def voxels(self, segment: Segment) -> int:
        if segment.key not in self._keys:
            return 0
        return int(self._own[..., self._keys.index(segment.key)].sum(dtype=np.int64))

    def dice(self, segment: Segment) -> float | None:
        """Dice with the partner; None where there is no partner or both are empty."""
        partner = self._partner.get(segment.key)
        if partner is None:
            return None
        both = int(self._both[..., self._keys.index(segment.key)].sum(dtype=np.int64))
        total = self.voxels(segment) + self._partner_voxels[partner.key]
        return 2 * both / total if total else None

    def update(self, box: Box | None) -> None:
        """Counts what lies in the box again; None: only the segments themselves changed."""
        if self._match():
            box = Box.whole(self._labels.geometry.shape)
        box = box.clip(self._labels.geometry.shape) if box is not None else None
        if box is None or box.empty or not self._keys:
            return
        lo = (box.lo[0], box.lo[1] // TILE, box.lo[2] // TILE)
        hi = (box.hi[0], -(-box.hi[1] // TILE), -(-box.hi[2] // TILE))
        span = tuple(slice(a, b) for a, b in zip(lo, hi, strict=True))
        self._own[span] = 0
        self._both[span] = 0
        for number, layer in enumerate(self._labels.layers):
            columns = np.full(65536, -1, np.int32)
            for column, key in enumerate(self._keys):
                if key[0] == number:
                    columns[key[1]] = column
            self._spread(_count, (layer, columns), lo, hi, self._own)
            for other_number, other in enumerate(self._reference.layers if self._reference else ()):
                wanted = np.zeros(65536, np.int32)
                for key, partner in self._partner.items():
                    if key[0] == number and partner.layer == other_number:
                        wanted[key[1]] = partner.value
                if wanted.any():
                    self._spread(_count_both, (layer, columns, other, wanted), lo, hi, self._both)

    @staticmethod
    def _spread(count: Any, given: tuple[Any, ...], lo: Triple, hi: Triple, out: npt.NDArray[np.int32]) -> None:
        """Counts the tiles from ``lo`` to ``hi``; many of them slab by slab on a few threads."""
        many = (hi[0] - lo[0]) * (hi[1] - lo[1]) * (hi[2] - lo[2]) * TILE * TILE >= MANY
        ends = np.linspace(lo[0], hi[0], (THREADS if many else 1) + 1).astype(int).tolist()
        spread([partial(count, *given, a, *lo[1:], b, *hi[1:], out) for a, b in pairwise(ends)])

    def _match(self) -> bool:
        """Brings the columns in line with the segments that there are now; True when a segment's partner changed."""
        segments = self._labels.segments
        keys = [s.key for s in segments]
        if keys != self._keys:
            for name in ("_own", "_both"):
                old: npt.NDArray[np.int32] = getattr(self, name)
                new = np.zeros((*self._tiles, len(keys)), np.int32)
                for column, key in enumerate(keys):
                    if key in self._keys:
                        new[..., column] = old[..., self._keys.index(key)]
                setattr(self, name, new)
            self._keys = keys
        if self._reference is None:
            return False
        partners = partners_of(segments, self._reference.segments)
        changed = {k: p.key for k, p in partners.items()} != {k: p.key for k, p in self._partner.items()}
        self._partner = partners
        for partner in partners.values():
            if partner.key not in self._partner_voxels:
                self._partner_voxels[partner.key] = int(np.count_nonzero(self._reference.mask(partner)))
        return changed


@njit(cache=True, nogil=True)
def _count(layer, columns, z0, y0, x0, z1, y1, x1, counts):  # type: ignore[no-untyped-def]
    rows, cols = layer.shape[1], layer.shape[2]
    for z in range(z0, z1):
        for r in range(y0 * TILE, min(y1 * TILE, rows)):
            for tile in range(x0, x1):
                line = layer[z, r, tile * TILE : min(tile * TILE + TILE, cols)]
                first, mixed = line[0], False
                for c in range(len(line)):
                    mixed |= line[c] != first
                if mixed:
                    for c in range(len(line)):
                        column = columns[line[c]]
                        if column >= 0:
                            counts[z, r // TILE, tile, column] += 1
                elif columns[first] >= 0:  # as most stretches of a mask: all of them one segment, or none
                    counts[z, r // TILE, tile, columns[first]] += len(line)


@njit(cache=True, nogil=True)
def _count_both(layer, columns, other, wanted, z0, y0, x0, z1, y1, x1, counts):  # type: ignore[no-untyped-def]
    rows, cols = layer.shape[1], layer.shape[2]
    for z in range(z0, z1):
        for r in range(y0 * TILE, min(y1 * TILE, rows)):
            for tile in range(x0, x1):
                line = layer[z, r, tile * TILE : min(tile * TILE + TILE, cols)]
                first, mixed = line[0], False
                for c in range(len(line)):
                    mixed |= line[c] != first
                if not mixed and not wanted[first]:
                    continue
                theirs = other[z, r, tile * TILE : min(tile * TILE + TILE, cols)]
                for c in range(len(line)):
                    if wanted[line[c]] and theirs[c] == wanted[line[c]]:
                        counts[z, r // TILE, tile, columns[line[c]]] += 1
