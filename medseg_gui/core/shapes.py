"""What a closed line drawn in a slice holds, and the straight lines between its corners."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

import numpy as np

from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.planeview import Point


def filled(shape: Triple, axis: int, line: Sequence[Point]) -> tuple[Box, Mask]:
    """The voxels of one slice whose centre lies inside the line, which is closed by its first point.

    ``line``: continuous indices (slice, row, column), also beside the image; the slice, perpendicular to array axis
    ``axis``, is the first one's. A place that the line goes round more than once is inside (non-zero rule): a hand
    that overshoots leaves no hole. Returns the box, clipped to the image, and a bool array of its shape.
    """
    row, col = (a for a in range(3) if a != axis)
    number = floor(line[0][axis] + 0.5)
    spans = []
    for a in (row, col):
        there = [point[a] for point in line]
        spans.append((max(ceil(min(there)), 0), min(floor(max(there)) + 1, shape[a])))
    (top, bottom), (left, right) = spans
    if bottom <= top or right <= left or not 0 <= number < shape[axis]:
        return Box((0, 0, 0), (0, 0, 0)), np.zeros((0, 0, 0), bool)
    turns = np.zeros((bottom - top, right - left + 1), np.int32)
    for p, q in zip(line, [*line[1:], line[0]], strict=True):
        (r0, c0), (r1, c1) = (p[row], p[col]), (q[row], q[col])
        rows = np.arange(max(ceil(min(r0, r1)), top), min(ceil(max(r0, r1)), bottom))
        if len(rows):
            crossed = np.ceil(c0 + (rows - r0) * ((c1 - c0) / (r1 - r0))).astype(int)
            turns[rows - top, np.clip(crossed, left, right) - left] += 1 if r1 > r0 else -1
    inside = np.cumsum(turns, axis=1)[:, :-1] != 0
    lo, hi = [0, 0, 0], [0, 0, 0]
    for a, low, high in ((axis, number, number + 1), (row, top, bottom), (col, left, right)):
        lo[a], hi[a] = low, high
    return Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2])), np.expand_dims(inside, axis)


def corners_of(axis: int, a: Point, b: Point) -> tuple[Point, ...]:
    """The rectangle between two places of a slice, along the outer edges of the voxels at both."""
    row, col = (k for k in range(3) if k != axis)
    low = {k: min(floor(p[k] + 0.5) for p in (a, b)) - 0.5 for k in (row, col)}
    high = {k: max(floor(p[k] + 0.5) for p in (a, b)) + 0.5 for k in (row, col)}
    out = []
    for r, c in ((low[row], low[col]), (low[row], high[col]), (high[row], high[col]), (high[row], low[col])):
        index = [0.0, 0.0, 0.0]
        index[axis], index[row], index[col] = a[axis], r, c
        out.append((index[0], index[1], index[2]))
    return tuple(out)
