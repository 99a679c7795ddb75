"""Slices between drawn ones, filled in by shape: signed distances are interpolated (Raya and Udupa, IEEE TMI 1990).

Two shapes of one part each are laid over one another first, by their centres, so that a slanted vessel does not thin
out between its slices (Herman, Zheng and Bucholtz, IEEE CG&A 1992, for the idea of object-based interpolation).

With an image, the edge between may follow it within a band: each voxel there is judged by how bright the two drawn
slices are just inside and just outside the shape, and by how far it lies from the interpolated edge (naive Bayes).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import cache
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
    gaps = [g for g in gaps_of(mask, axis) if (g[1] - g[0]) * spacing_mm[axis] <= most_mm]
    if not gaps:
        return out
    place = _place(view, (a, b), follow_mm if image is not None else 0.0)
    view = view[:, *place]
    pictures = np.moveaxis(image, axis, 0)[:, *place] if image is not None and follow_mm > 0 else None
    last: tuple[int, _Drawn] | None = None
    for done, (before, after) in enumerate(gaps):
        first = last[1] if last is not None and last[0] == before else _Drawn.of(view[before], (a, b))
        last = (after, _Drawn.of(view[after], (a, b)))
        _fill(view, before, after, (first, last[1]), pictures, follow_mm)
        yield done + 1, len(gaps)
    return out


def _place(view: npt.NDArray[np.bool_], spacing_mm: Pair, margin_mm: float) -> tuple[slice, slice]:
    """The rectangle in the slices that holds all that is drawn, with a margin."""
    flat = np.asarray(view.any(axis=0))
    rows, cols = np.flatnonzero(flat.any(axis=1)), np.flatnonzero(flat.any(axis=0))
    y, x = (1 + int(margin_mm / s) for s in spacing_mm)
    return (
        slice(max(int(rows[0]) - y, 0), int(rows[-1]) + 1 + y),
        slice(max(int(cols[0]) - x, 0), int(cols[-1]) + 1 + x),
    )


@dataclass(frozen=True, eq=False)
class _Drawn:
    """A drawn slice: its signed distances, and its centre where it is one part."""

    distance: Floats
    centre: npt.NDArray[np.float64] | None

    @classmethod
    def of(cls, mask: Mask, spacing_mm: Pair) -> _Drawn:
        mask = np.ascontiguousarray(mask)
        centre = None
        if len(parts_of(mask[None], corners=True)) == 1:
            weights = [mask.sum(axis=1 - k) for k in (0, 1)]
            centre = np.array([float(w @ np.arange(len(w))) / float(w.sum()) for w in weights])
        return cls(signed_distance(mask, spacing_mm), centre)


def _fill(
    view: npt.NDArray[np.bool_],
    before: int,
    after: int,
    drawn: tuple[_Drawn, _Drawn],
    pictures: npt.NDArray[Any] | None,
    follow_mm: float,
) -> None:
    """Writes the slices between two drawn ones."""
    first, last = drawn
    shift = np.zeros(2)
    if first.centre is not None and last.centre is not None:
        shift = last.centre - first.centre
    likely = None
    if pictures is not None:
        likely = _Likelihood.of([pictures[z] for z in (before, after)], [d.distance for d in drawn], follow_mm)
    for z in range(before + 1, after):
        t = (z - before) / (after - before)
        edge: Floats = _blend()(first.distance, last.distance, t, *(t * shift), *((t - 1) * shift))
        if likely is not None and pictures is not None:
            edge = likely.judged(pictures[z], edge, follow_mm)
        view[z] |= edge > 0


@cache
def _blend() -> Any:
    from numba import njit

    @njit(cache=True, inline="always")  # type: ignore[untyped-decorator,unused-ignore]
    def at(field, y, x):  # type: ignore[no-untyped-def]
        """The field between its voxels, linearly; beyond its edge as at the edge."""
        y, x = min(max(y, 0.0), field.shape[0] - 1.0), min(max(x, 0.0), field.shape[1] - 1.0)
        y0, x0 = int(y), int(x)
        y1, x1 = min(y0 + 1, field.shape[0] - 1), min(x0 + 1, field.shape[1] - 1)
        v, u = np.float32(y - y0), np.float32(x - x0)
        upper = field[y0, x0] + (field[y0, x1] - field[y0, x0]) * u
        lower = field[y1, x0] + (field[y1, x1] - field[y1, x0]) * u
        return upper + (lower - upper) * v

    @njit(cache=True)  # type: ignore[untyped-decorator,unused-ignore]
    def blend(first, last, t, ay, ax, by, bx):  # type: ignore[no-untyped-def]
        """(1 - t) of the one field, moved by (ay, ax) voxels, and t of the other, moved by (by, bx)."""
        rows, cols = first.shape
        s, t = np.float32(1 - t), np.float32(t)
        out = np.empty((rows, cols), np.float32)
        if ay == 0 and ax == 0 and by == 0 and bx == 0:
            for y in range(rows):
                for x in range(cols):
                    out[y, x] = s * first[y, x] + t * last[y, x]
        else:
            for y in range(rows):
                for x in range(cols):
                    out[y, x] = s * at(first, y - ay, x - ax) + t * at(last, y - by, x - bx)
        return out

    return blend


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


def signed_distance(mask: Mask, spacing_mm: Pair) -> Floats:
    """Millimetres to the edge of a 2-D shape, positive inside; the edge lies half way between two voxel centres.

    A slice that is all inside knows no edge: then it is a kilometre away.
    """
    inside, outside = (_distance()(mask, of, *spacing_mm) for of in (False, True))
    half = 0.5 * min(spacing_mm)
    distance: Floats = np.where(mask, inside - half, half - outside).astype(np.float32)
    return distance


@cache
def _distance() -> Any:
    from numba import njit

    @njit(cache=True)  # type: ignore[untyped-decorator,unused-ignore]
    def distance(mask, of, height, width):  # type: ignore[no-untyped-def]
        """Millimetres to the nearest voxel that is ``of``, a million at most: the lower envelope of parabolas, row by
        row (Felzenszwalb and Huttenlocher, Theory of Computing 2012)."""
        rows, cols = mask.shape
        far = 1e6 / height
        gap = np.empty((rows, cols), np.float64)  # to the nearest one in the column, in rows
        for x in range(cols):
            gap[0, x] = 0.0 if mask[0, x] == of else far
        for y in range(1, rows):
            for x in range(cols):
                gap[y, x] = 0.0 if mask[y, x] == of else min(gap[y - 1, x] + 1.0, far)
        for y in range(rows - 2, -1, -1):
            for x in range(cols):
                gap[y, x] = min(gap[y, x], gap[y + 1, x] + 1.0)
        out = np.empty((rows, cols), np.float32)
        where, begins, value = np.empty(cols, np.int64), np.empty(cols + 1), np.empty(cols)
        square = width * width
        for y in range(rows):
            last = -1
            for x in range(cols):
                if gap[y, x] >= far:
                    continue
                value[x] = (gap[y, x] * height) ** 2 / square + x * x
                begin = -np.inf
                while last >= 0:
                    other = where[last]
                    begin = (value[x] - value[other]) / (2.0 * (x - other))
                    if begin > begins[last]:
                        break
                    last -= 1
                    begin = -np.inf
                last += 1
                where[last], begins[last] = x, begin
            if last < 0:
                out[y] = 1e6
                continue
            begins[last + 1] = np.inf
            at = 0
            for x in range(cols):
                while begins[at + 1] < x:
                    at += 1
                away = (x - where[at]) * width
                out[y, x] = min(np.sqrt(away * away + (gap[y, where[at]] * height) ** 2), 1e6)
        return out

    return distance
