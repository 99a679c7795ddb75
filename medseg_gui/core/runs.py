"""Connected parts of a mask, found by its runs: stretches of voxels along the last axis that are merged row by row.

A mask of n voxels has far fewer runs than voxels, so labels cost a fraction of an array of numbers (He, Chao and
Suzuki, IEEE TIP 2008: a run-based two-scan labelling).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Triple
from medseg_gui.core.labelmap import Mask

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Parts:
    """The connected parts of a mask of ``shape``. ``voxels[i]`` is the size of part i; parts count in scan order."""

    shape: Triple
    voxels: Ints
    enclosed: npt.NDArray[np.bool_]
    """Part i touches no face of the array (the faces of its own slice where parts are sought slice by slice)."""
    _starts: npt.NDArray[np.int32]
    _ends: npt.NDArray[np.int32]
    _first: Ints
    _part: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.voxels)

    def mask(self, wanted: npt.NDArray[np.bool_]) -> Mask:
        """Bool array of the voxels of every part i with ``wanted[i]``."""
        out = np.zeros(self.shape, bool)
        _kernels()[2](self._starts, self._ends, self._first, self._part, wanted, out.reshape(-1, self.shape[2]))
        return out

    def at(self, index: Triple) -> int | None:
        """The part that holds the voxel, or None."""
        row = index[0] * self.shape[1] + index[1]
        for run in range(int(self._first[row]), int(self._first[row + 1])):
            if self._starts[run] <= index[2] < self._ends[run]:
                return int(self._part[run])
        return None


def parts_of(mask: Mask, corners: bool = False, each_slice: bool = False, of: bool = True) -> Parts:
    """The connected parts of the voxels of a 3-D mask that are ``of``.

    Neighbours share a face, with ``corners`` an edge or a corner too. ``each_slice``: parts end at their slice (the
    first axis).
    """
    if mask.ndim != 3:
        raise ValueError(f"a mask has three axes, not {mask.ndim}")
    mask = np.ascontiguousarray(mask)
    slices, rows, cols = mask.shape
    find, join, _ = _kernels()
    flat = mask.reshape(-1, cols)
    first = np.zeros(len(flat) + 1, np.int64)
    none = np.zeros(0, np.int32)
    find(flat, of, first, none, none, False)
    starts, ends = np.empty(first[-1], np.int32), np.empty(first[-1], np.int32)
    find(flat, of, first, starts, ends, True)
    part, voxels, enclosed = join(starts, ends, first, slices, rows, cols, corners, each_slice)
    return Parts((slices, rows, cols), voxels, enclosed, starts, ends, first, part)


@cache
def _kernels() -> tuple[Any, Any, Any]:
    from numba import njit

    @njit(cache=True)  # type: ignore[untyped-decorator,unused-ignore]
    def find(flat, of, first, starts, ends, write):  # type: ignore[no-untyped-def]
        """Counts the runs of each row into ``first`` (as running sums), or writes them."""
        at = 0
        cols = flat.shape[1]
        for r in range(flat.shape[0]):
            before = False
            for c in range(cols):
                now = flat[r, c] == of
                if now != before:
                    if now:
                        if write:
                            starts[at] = c
                        at += 1
                    elif write:
                        ends[at - 1] = c
                before = now
            if before and write:
                ends[at - 1] = cols
            first[r + 1] = at

    @njit(cache=True)  # type: ignore[untyped-decorator,unused-ignore]
    def root(parent, i):  # type: ignore[no-untyped-def]
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    @njit(cache=True)  # type: ignore[untyped-decorator,unused-ignore]
    def meet(starts, ends, parent, a, a_end, b, b_end, reach):  # type: ignore[no-untyped-def]
        """Joins the runs of two neighbouring rows that touch."""
        while a < a_end and b < b_end:
            if starts[a] < ends[b] + reach and starts[b] < ends[a] + reach:
                p, q = root(parent, a), root(parent, b)
                if p < q:
                    parent[q] = p
                elif q < p:
                    parent[p] = q
            if ends[a] < ends[b]:
                a += 1
            else:
                b += 1

    @njit(cache=True)  # type: ignore[untyped-decorator,unused-ignore]
    def join(starts, ends, first, slices, rows, cols, corners, each_slice):  # type: ignore[no-untyped-def]
        n = len(starts)
        parent = np.arange(n).astype(np.int32)
        reach = 1 if corners else 0
        for z in range(slices):
            for y in range(rows):
                r = z * rows + y
                a, b = first[r], first[r + 1]
                if a == b:
                    continue
                if y > 0:
                    meet(starts, ends, parent, a, b, first[r - 1], first[r], reach)
                if z > 0 and not each_slice:
                    below = r - rows
                    meet(starts, ends, parent, a, b, first[below], first[below + 1], reach)
                    if corners and y > 0:
                        meet(starts, ends, parent, a, b, first[below - 1], first[below], reach)
                    if corners and y < rows - 1:
                        meet(starts, ends, parent, a, b, first[below + 1], first[below + 2], reach)
        part = np.empty(n, np.int32)
        count = 0
        for i in range(n):  # a root stands before all of its runs
            if parent[i] == i:
                part[i] = count
                count += 1
            else:
                part[i] = part[root(parent, i)]
        voxels = np.zeros(count, np.int64)
        enclosed = np.ones(count, np.bool_)
        for z in range(slices):
            for y in range(rows):
                r = z * rows + y
                edge = y == 0 or y == rows - 1 or (not each_slice and (z == 0 or z == slices - 1))
                for i in range(first[r], first[r + 1]):
                    voxels[part[i]] += ends[i] - starts[i]
                    if edge or starts[i] == 0 or ends[i] == cols:
                        enclosed[part[i]] = False
        return part, voxels, enclosed

    @njit(cache=True)  # type: ignore[untyped-decorator,unused-ignore]
    def paint(starts, ends, first, part, wanted, out):  # type: ignore[no-untyped-def]
        for r in range(out.shape[0]):
            for i in range(first[r], first[r + 1]):
                if wanted[part[i]]:
                    out[r, starts[i] : ends[i]] = True

    return find, join, paint
