"""The tiles of a label layer that an edit touches: kept before they change, written, and packed as what changed.

Compiled, because a whole volume has tens of thousands of tiles, and spread over a few threads where there is much to do
(neither the compiled loops nor LZ4 hold Python's lock). The caller waits: nothing goes on after it returns.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any, TypeVar

import lz4.block
import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.labelmap import Labels, Mask

T = TypeVar("T")
Codes = npt.NDArray[np.int8]

# Side of the tiles in the row and column axes; a tile is one slice thick. 64×64 bytes fit a first-level cache. At most
# 255: a row's changes are counted in a byte.
TILE = 64
# A delta packs about this many bytes: they stay in a second-level cache between LZ4 and the label map.
PACK_BYTES = 2**20
# Fewer voxels than this are not worth a thread.
MANY = 2**22
THREADS = min(4, os.cpu_count() or 1)

NEVER = 9
"""A code that no array holds."""


def spread(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """What the tasks return, worked on by a few threads; a single one by the caller's own."""
    if len(tasks) < 2 or THREADS < 2:
        return [task() for task in tasks]
    with ThreadPoolExecutor(min(THREADS, len(tasks)), thread_name_prefix="medseg-tiles") as pool:
        return list(pool.map(lambda task: task(), tasks))


# ----- what changed -------------------------------------------------------------------------------------------
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

    def changes(self) -> Labels:
        """Old XOR new of all boxes, one behind the other. Raises ValueError when they are damaged."""
        try:
            out: Labels = np.frombuffer(lz4.block.decompress(self.packed), dtype=self.dtype)
        except lz4.block.LZ4BlockError as error:
            raise ValueError("a change cannot be unpacked") from error
        return out

    def toggle(self, array: Labels) -> None:
        """Changes the layer's voxels to what they were, or back again. Raises ValueError when it does not fit."""
        sizes = (self.boxes[:, 1] - self.boxes[:, 0]).astype(np.int64)
        fits = sizes.min() > 0 and self.boxes.min() >= 0 and bool((self.boxes[:, 1].max(axis=0) <= array.shape).all())
        # unpacked only where it fits: a damaged one may claim any size
        changes = self.changes() if fits else np.zeros(0, self.dtype)
        if not fits or int(sizes.prod(axis=1).sum()) != len(changes):
            raise ValueError(f"a change of {self.box} does not fit {array.shape}")
        _kernels()[2](array, self.boxes, changes.astype(array.dtype, copy=False))


def toggle(deltas: Iterable[VoxelDelta], layer_of: Callable[[int], Labels]) -> None:
    """Toggles all of them: they overlap nowhere."""
    deltas = tuple(deltas)
    if sum(len(d.boxes) for d in deltas) * TILE * TILE < MANY:
        for delta in deltas:
            delta.toggle(layer_of(delta.layer))
    else:
        spread([partial(delta.toggle, layer_of(delta.layer)) for delta in deltas])


def whole_layer(number: int, layer: Labels) -> Iterator[VoxelDelta]:
    """The deltas that make this layer of an empty one."""
    slices, rows, cols = layer.shape
    step = max(1, PACK_BYTES // (rows * cols * layer.itemsize))
    for a in range(0, slices, step):
        b = min(a + step, slices)
        if layer[a:b].any():
            boxes = np.array([[(a, 0, 0), (b, rows, cols)]], np.int32)
            yield VoxelDelta(number, boxes, layer.dtype.str, lz4.block.compress(layer[a:b]))


# ----- what stood there ---------------------------------------------------------------------------------------
@dataclass(eq=False)
class _Chunk:
    """Copies of tiles: ``old[i]`` is of the tile with that ``number`` (scan order), for i below ``used``."""

    old: Labels
    number: npt.NDArray[np.int32]
    used: int = 0


@dataclass(frozen=True)
class Rule:
    """What the codes of an array mean: where it is ``paint``, a voxel becomes ``value``; where it is ``erase`` and the
    voxel is ``value``, background. ``only``: painted over that value alone. ``spared[v]``: never over the value v.
    """

    value: int
    paint: int = NEVER
    erase: int = NEVER
    only: int | None = None
    spared: npt.NDArray[np.bool_] | None = None


class KeptTiles:
    """What stood in the tiles of one layer before an edit first wrote to them."""

    def __init__(self, shape: Triple) -> None:
        self._shape = shape
        self._tile = TILE
        self._seen = np.zeros((shape[0], -(-shape[1] // TILE), -(-shape[2] // TILE)), bool)
        self._chunks: list[_Chunk] = []
        self._box: Box | None = None

    def write(self, array: Labels, box: Box, codes: Codes | Mask, rule: Rule) -> int:
        """Number of voxels of the layer that the rule changes in the box (inside the layer, of the codes' shape)."""
        codes = np.ascontiguousarray(codes).view(np.int8)
        parts = THREADS if box.size >= MANY else 1
        ends = np.linspace(box.lo[0], box.hi[0], min(parts, box.shape[0]) + 1).astype(int).tolist()
        tasks = []
        for z0, z1 in itertools.pairwise(ends):
            part = Box((z0, *box.lo[1:]), (z1, *box.hi[1:]))
            here = codes[z0 - box.lo[0] : z1 - box.lo[0]]
            tasks.append(partial(self._write, array, part, here, rule, self._room(array, part, alone=parts == 1)))
        count = sum(spread(tasks))
        if count:
            self._box = box.union(self._box)
        return count

    def _room(self, array: Labels, box: Box, alone: bool) -> _Chunk:
        """A chunk that holds every tile under the box that was not kept yet. ``alone``: no other thread uses it."""
        t = self._tile
        under = self._seen[box.lo[0] : box.hi[0], box.lo[1] // t : (box.hi[1] - 1) // t + 1]
        under = under[..., box.lo[2] // t : (box.hi[2] - 1) // t + 1]
        most = under.size - int(np.count_nonzero(under))
        last = self._chunks[-1] if self._chunks else None
        if alone and last is not None and last.used + most <= len(last.old) and last.old.dtype == array.dtype:
            return last
        most = max(most, 64) if alone else most
        # memory that is never written to is never taken from the system
        self._chunks.append(_Chunk(np.empty((most, t * t), array.dtype), np.empty(most, np.int32)))
        return self._chunks[-1]

    def _write(self, array: Labels, box: Box, codes: Codes, rule: Rule, chunk: _Chunk) -> int:
        spared = rule.spared if rule.spared is not None else np.zeros(0, bool)
        only = -1 if rule.only is None else rule.only
        count, chunk.used = _kernels()[0](
            array, self._seen, codes, *box.lo, *box.hi, self._tile, rule.paint, rule.erase, rule.value, only, spared,
            chunk.old, chunk.number, chunk.used,
        )  # fmt: skip
        return int(count)

    def deltas(self, layer: int, array: Labels) -> list[VoxelDelta]:
        """From what was kept to the layer as it stands; none where they are equal."""
        most = max(1, PACK_BYTES // (self._tile**2 * array.itemsize))
        tasks = [
            partial(self._packed, layer, array, chunk, a, min(a + most, chunk.used))
            for chunk in self._chunks
            for a in range(0, chunk.used, most)
        ]
        return [delta for delta in spread(tasks) if delta is not None]

    def _packed(self, layer: int, array: Labels, chunk: _Chunk, a: int, b: int) -> VoxelDelta | None:
        # the layer has become wider where a segment's value needed it
        old = chunk.old[a:b].astype(array.dtype, copy=False)
        out = np.empty(old.size, array.dtype)
        boxes = np.empty((b - a, 2, 3), np.int32)
        n, size = _kernels()[1](array, old, chunk.number[a:b], self._tile, out, boxes)
        if not n:
            return None
        return VoxelDelta(layer, boxes[:n].copy(), array.dtype.str, lz4.block.compress(out[:size]))

    def put_back(self, array: Labels) -> Box | None:
        """The layer as it was; the box that may have changed."""
        _, across, along = self._seen.shape
        t, (_, rows, cols) = self._tile, self._shape
        for chunk in self._chunks:
            for old, number in zip(chunk.old[: chunk.used], chunk.number[: chunk.used].tolist(), strict=True):
                z, rest = divmod(number, across * along)
                y, x = rest // along * t, rest % along * t
                array[z, y : y + t, x : x + t] = old.reshape(t, t)[: min(t, rows - y), : min(t, cols - x)]
        return self._box


# ----- compiled -------------------------------------------------------------------------------------------------
def warm_up() -> None:
    """Loads or compiles the loops now, so that the first stroke need not wait. May run on any thread."""
    _kernels()


@cache
def _kernels() -> tuple[Any, Any, Any]:
    from numba import boolean, i4, i8, int8, njit, types, u1, u2

    two: Any = types.UniTuple(i8, 2)  # type: ignore[no-untyped-call,unused-ignore]

    def fixed(of: Any, dims: int) -> Any:
        return types.Array(of, dims, "C", readonly=True)

    def signatures(made: Callable[[Any], Any]) -> list[Any]:
        return [made(u1), made(u2)]

    @njit(  # type: ignore[untyped-decorator,unused-ignore]
        signatures(
            lambda t: two(
                t[:, :, ::1], boolean[:, :, ::1], fixed(int8, 3), i8, i8, i8, i8, i8, i8, i8, i8, i8, i8, i8,
                fixed(boolean, 1), t[:, ::1], i4[::1], i8,
            )
        ),
        cache=True, nogil=True,
    )  # fmt: skip
    def write(  # type: ignore[no-untyped-def]
        array, seen, codes, z0, y0, x0, z1, y1, x1, tile, paint, erase, value, only, spared, old, number, used
    ):  # fmt: skip
        rows, cols = array.shape[1], array.shape[2]
        across, along = seen.shape[1], seen.shape[2]
        count = 0
        new = array.dtype.type(value)
        none = array.dtype.type(0)
        p, e = np.int8(paint), np.int8(erase)
        plain = only < 0 and len(spared) == 0
        for z in range(z0, z1):
            for ty in range(y0 // tile, (y1 - 1) // tile + 1):
                ya, yb = max(ty * tile, y0), min(ty * tile + tile, y1)
                for tx in range(x0 // tile, (x1 - 1) // tile + 1):
                    xa, xb = max(tx * tile, x0), min(tx * tile + tile, x1)
                    hit = False
                    for y in range(ya, yb):
                        voxels, code = array[z, y, xa:xb], codes[z - z0, y - y0, xa - x0 : xb - x0]
                        some = False
                        for x in range(len(code)):
                            some |= ((code[x] == p) & (voxels[x] != new)) | ((code[x] == e) & (voxels[x] == new))
                        if some:
                            hit = True
                            break
                    if not hit:
                        continue
                    if not seen[z, ty, tx]:
                        seen[z, ty, tx] = True
                        number[used] = (z * across + ty) * along + tx
                        copy = old[used]
                        used += 1
                        left = tx * tile
                        wide = min(tile, cols - left)
                        for y in range(min(tile, rows - ty * tile)):
                            copy[y * tile : y * tile + wide] = array[z, ty * tile + y, left : left + wide]
                    for y in range(ya, yb):
                        voxels, code = array[z, y, xa:xb], codes[z - z0, y - y0, xa - x0 : xb - x0]
                        if plain:
                            row = np.uint8(0)
                            for x in range(len(code)):
                                v = voxels[x]
                                painted = (code[x] == p) & (v != new)
                                erased = (code[x] == e) & (v == new)
                                row = np.uint8(row + np.uint8(painted | erased))
                                voxels[x] = new if painted else (none if erased else v)
                            count += int(row)
                        else:
                            for x in range(len(code)):
                                v = voxels[x]
                                if code[x] == p and v != new:
                                    if (only < 0 or v == only) and (len(spared) == 0 or not spared[v]):
                                        voxels[x] = new
                                        count += 1
                                elif code[x] == e and v == new:
                                    voxels[x] = none
                                    count += 1
        return count, used

    @njit(  # type: ignore[untyped-decorator,unused-ignore]
        signatures(
            lambda t: two(
                t[:, :, ::1], t[:, ::1], i4[::1], i8, t[::1], i4[:, :, ::1]
            )
        ),
        cache=True, nogil=True,
    )  # fmt: skip
    def difference(array, old, number, tile, out, boxes):  # type: ignore[no-untyped-def]
        """Old XOR new of each tile that differs, one behind the other: (how many, voxels in all)."""
        rows, cols = array.shape[1], array.shape[2]
        across, along = (rows + tile - 1) // tile, (cols + tile - 1) // tile
        n, at = 0, 0
        for i in range(len(number)):
            z, rest = number[i] // (across * along), number[i] % (across * along)
            y, x = rest // along * tile, rest % along * tile
            high, wide = min(tile, rows - y), min(tile, cols - x)
            some = array.dtype.type(0)
            for k in range(high):
                here, now = out[at + k * wide : at + k * wide + wide], array[z, y + k, x : x + wide]
                before = old[i, k * tile : k * tile + wide]
                for c in range(wide):
                    change = before[c] ^ now[c]
                    here[c] = change
                    some |= change
            if some:
                boxes[n, 0, 0], boxes[n, 0, 1], boxes[n, 0, 2] = z, y, x
                boxes[n, 1, 0], boxes[n, 1, 1], boxes[n, 1, 2] = z + 1, y + high, x + wide
                n += 1
                at += high * wide
        return n, at

    @njit(  # type: ignore[untyped-decorator,unused-ignore]
        signatures(lambda t: types.void(t[:, :, ::1], fixed(i4, 3), fixed(t, 1))), cache=True, nogil=True
    )
    def exchange(array, boxes, changes):  # type: ignore[no-untyped-def]
        at = 0
        for i in range(len(boxes)):
            wide = boxes[i, 1, 2] - boxes[i, 0, 2]
            for z in range(boxes[i, 0, 0], boxes[i, 1, 0]):
                for y in range(boxes[i, 0, 1], boxes[i, 1, 1]):
                    voxels, change = array[z, y, boxes[i, 0, 2] : boxes[i, 1, 2]], changes[at : at + wide]
                    for x in range(len(change)):
                        voxels[x] ^= change[x]
                    at += wide

    return write, difference, exchange
