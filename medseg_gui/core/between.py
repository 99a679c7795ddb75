"""Slices between drawn ones, filled in by shape: signed distances are interpolated (Raya and Udupa, IEEE TMI 1990).

Two shapes of one part each are laid over one another first, by their centres, so that a slanted vessel does not thin
out between its slices (Herman, Zheng and Bucholtz, IEEE CG&A 1992, for the idea of object-based interpolation).
"""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from medseg_gui.core.labelmap import Mask
from medseg_gui.core.runs import parts_of

Floats = npt.NDArray[np.float32]
Pair = tuple[float, float]


def gaps_of(mask: Mask, axis: int) -> list[tuple[int, int]]:
    """(before, after): neighbouring drawn slices along the axis with empty ones between."""
    other: tuple[int, ...] = tuple(a for a in range(3) if a != axis)
    drawn = np.flatnonzero(mask.any(axis=other)).tolist()
    return [(a, b) for a, b in pairwise(drawn) if b > a + 1]


def fill_between(
    mask: Mask, axis: int, spacing_mm: tuple[float, float, float], most_mm: float = np.inf
) -> Generator[tuple[int, int], None, Mask]:
    """The mask with every empty slice between two drawn ones filled; gaps wider than ``most_mm`` stay.

    Drawn slices do not change. Yields (done, total) after each gap.
    """
    out = mask.copy()
    view = np.moveaxis(out, axis, 0)
    a, b = (s for i, s in enumerate(spacing_mm) if i != axis)
    gaps = [g for g in gaps_of(mask, axis) if (g[1] - g[0]) * spacing_mm[axis] <= most_mm]
    for done, (before, after) in enumerate(gaps):
        _fill(view, before, after, (a, b))
        yield done + 1, len(gaps)
    return out


def _fill(view: npt.NDArray[np.bool_], before: int, after: int, spacing_mm: Pair) -> None:
    """Writes the slices between two drawn ones, in the rectangle that holds both with a margin."""
    both = view[before] | view[after]
    rows, cols = np.flatnonzero(both.any(axis=1)), np.flatnonzero(both.any(axis=0))
    place = (
        slice(max(int(rows[0]) - 1, 0), int(rows[-1]) + 2),
        slice(max(int(cols[0]) - 1, 0), int(cols[-1]) + 2),
    )
    a, b = view[before][place], view[after][place]
    shift = _shift(a, b)
    # room for the shapes wherever they are moved to
    pad = [(int(np.ceil(abs(s))) + 1,) * 2 for s in shift]
    first, last = (signed_distance(np.pad(m, pad), spacing_mm) for m in (a, b))
    for z in range(before + 1, after):
        t = (z - before) / (after - before)
        shape = (1 - t) * _moved(first, t * shift) + t * _moved(last, -(1 - t) * shift) > 0
        inner = tuple(slice(p, p + n) for (p, _), n in zip(pad, a.shape, strict=True))
        view[z][place] |= shape[inner]


def _shift(a: Mask, b: Mask) -> npt.NDArray[np.float64]:
    """From the centre of the one shape to that of the other, in voxels; nothing where one of them has several parts."""
    if any(len(parts_of(m[None], corners=True)) != 1 for m in (a, b)):
        return np.zeros(2)
    return np.asarray(np.argwhere(b).mean(axis=0) - np.argwhere(a).mean(axis=0), dtype=np.float64)


def _moved(field: Floats, by: npt.NDArray[np.float64]) -> Floats:
    """The field moved by so many voxels (not whole ones), linearly interpolated."""
    from scipy import ndimage

    if not np.any(by):
        return field
    out: Floats = ndimage.shift(field, by, order=1, mode="nearest")
    return out


def signed_distance(mask: Mask, spacing_mm: Pair) -> Floats:
    """Millimetres to the edge of a 2-D shape, positive inside; the edge lies half way between two voxel centres."""
    from edt import edt

    inside = edt(mask, anisotropy=spacing_mm, black_border=False)
    outside = edt(~mask, anisotropy=spacing_mm, black_border=False)
    half = 0.5 * min(spacing_mm)
    distance: Floats = np.where(mask, inside - half, half - outside).astype(np.float32)
    # a slice that is all inside knows no edge: edt says infinity, and infinity less infinity would be no number
    return np.clip(distance, -1e6, 1e6)
