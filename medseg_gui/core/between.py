"""Slices between drawn ones, filled in by shape: signed distances are interpolated (Raya and Udupa, IEEE TMI 1990).

Two shapes of one part each are laid over one another first, by their centres, so that a slanted vessel does not thin
out between its slices (Herman, Zheng and Bucholtz, IEEE CG&A 1992, for the idea of object-based interpolation).

With an image, the edge between may follow it within a band: each voxel there is judged by how bright the two drawn
slices are just inside and just outside the shape, and by how far it lies from the interpolated edge (naive Bayes).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.labelmap import Mask
from medseg_gui.core.runs import parts_of

Floats = npt.NDArray[np.float32]
Pair = tuple[float, float]

BINS = 64
"""Of grey values, between the first and the last percentile near the edge."""
MOST = 3.0
"""A grey value counts for no more than this (log of odds); the distance counts for as much at the end of the band."""


def gaps_of(mask: Mask, axis: int) -> list[tuple[int, int]]:
    """(before, after): neighbouring drawn slices along the axis with empty ones between."""
    other: tuple[int, ...] = tuple(a for a in range(3) if a != axis)
    drawn = np.flatnonzero(mask.any(axis=other)).tolist()
    return [(a, b) for a, b in pairwise(drawn) if b > a + 1]


def fill_between(
    mask: Mask,
    axis: int,
    spacing_mm: tuple[float, float, float],
    most_mm: float = np.inf,
    image: npt.NDArray[Any] | None = None,
    follow_mm: float = 0.0,
) -> Generator[tuple[int, int], None, Mask]:
    """The mask with every empty slice between two drawn ones filled; gaps wider than ``most_mm`` stay.

    ``image`` (the mask's shape): the edge may follow it as far as ``follow_mm`` from where the shapes alone put it.
    Drawn slices do not change. Yields (done, total) after each gap.
    """
    out = mask.copy()
    view = np.moveaxis(out, axis, 0)
    a, b = (s for i, s in enumerate(spacing_mm) if i != axis)
    pictures = np.moveaxis(image, axis, 0) if image is not None else None
    gaps = [g for g in gaps_of(mask, axis) if (g[1] - g[0]) * spacing_mm[axis] <= most_mm]
    for done, (before, after) in enumerate(gaps):
        _fill(view, before, after, (a, b), pictures if follow_mm > 0 else None, follow_mm)
        yield done + 1, len(gaps)
    return out


def _fill(
    view: npt.NDArray[np.bool_],
    before: int,
    after: int,
    spacing_mm: Pair,
    pictures: npt.NDArray[Any] | None,
    follow_mm: float,
) -> None:
    """Writes the slices between two drawn ones, in the rectangle that holds both with a margin."""
    both = view[before] | view[after]
    rows, cols = np.flatnonzero(both.any(axis=1)), np.flatnonzero(both.any(axis=0))
    more = [1 + (int(follow_mm / s) if pictures is not None else 0) for s in spacing_mm]
    place = (
        slice(max(int(rows[0]) - more[0], 0), int(rows[-1]) + 1 + more[0]),
        slice(max(int(cols[0]) - more[1], 0), int(cols[-1]) + 1 + more[1]),
    )
    a, b = view[before][place], view[after][place]
    shift = _shift(a, b)
    # room for the shapes wherever they are moved to
    pad = [(int(np.ceil(abs(s))) + 1,) * 2 for s in shift]
    first, last = (signed_distance(np.pad(m, pad), spacing_mm) for m in (a, b))
    inner = tuple(slice(p, p + n) for (p, _), n in zip(pad, a.shape, strict=True))
    likely = None
    if pictures is not None:
        likely = _Likelihood.of(
            [pictures[z][place] for z in (before, after)], [f[inner] for f in (first, last)], follow_mm
        )
    for z in range(before + 1, after):
        t = (z - before) / (after - before)
        shape = (1 - t) * _moved(first, t * shift) + t * _moved(last, -(1 - t) * shift)
        edge = shape[inner]
        if likely is not None and pictures is not None:
            edge = likely.judged(pictures[z][place], edge, follow_mm)
        view[z][place] |= edge > 0


@dataclass(frozen=True, eq=False)
class _Likelihood:
    """How much more often a grey value is met just inside than just outside (log of the ratio), by bins."""

    edges: npt.NDArray[np.float64]
    ratio: npt.NDArray[np.float64]

    @classmethod
    def of(cls, pictures: list[npt.NDArray[Any]], fields: list[Floats], band_mm: float) -> _Likelihood | None:
        """None where one of the two sides has no voxel to learn from, or all are alike."""
        from scipy import ndimage

        inside = np.concatenate([p[(f > 0) & (f <= band_mm)] for p, f in zip(pictures, fields, strict=True)])
        outside = np.concatenate([p[(f < 0) & (f >= -band_mm)] for p, f in zip(pictures, fields, strict=True)])
        if not inside.size or not outside.size:
            return None
        low, high = np.percentile(np.concatenate([inside, outside]), [1, 99])
        if not high > low:
            return None
        edges = np.linspace(low, high, BINS - 1)
        counts = [
            ndimage.gaussian_filter1d(np.bincount(np.digitize(v, edges), minlength=BINS).astype(float), 1.5) + 0.5
            for v in (inside, outside)
        ]
        ratio = np.log(counts[0] / counts[0].sum()) - np.log(counts[1] / counts[1].sum())
        return cls(edges, np.clip(ratio, -MOST, MOST))

    def judged(self, picture: npt.NDArray[Any], edge: Floats, band_mm: float) -> Floats:
        """Positive where the slice belongs to the shape; as ``edge`` says beyond the band."""
        from scipy import ndimage

        grey = ndimage.gaussian_filter(self.ratio[np.digitize(picture, self.edges)], 1.0)
        score: Floats = np.where(np.abs(edge) <= band_mm, edge * (MOST / band_mm) + grey, edge).astype(np.float32)
        return score


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
