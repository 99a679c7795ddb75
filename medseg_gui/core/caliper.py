"""Diameters in a slice: their lengths, and the area that two of them span."""

from __future__ import annotations

from math import hypot

import numpy as np
import numpy.typing as npt

Mask2 = npt.NDArray[np.bool_]
Point2 = tuple[float, float]
Ends2 = tuple[Point2, Point2]
"""Two places (row, column) in mm."""
USUAL_RATIO = 0.7
"""Short to long diameter where only the long one is drawn."""
SLACK = 1.15
"""How much further than its diameters an object may reach."""


def length(ends: Ends2) -> float:
    """Distance of the two ends."""
    (a, b), (c, d) = ends
    return hypot(c - a, d - b)


def crossing(first: Ends2, second: Ends2) -> Point2 | None:
    """Where two lines cross between their ends, or None."""
    (a, b), (c, d) = first
    (e, f), (g, h) = second
    across = (c - a) * (h - f) - (d - b) * (g - e)
    if abs(across) < 1e-9:
        return None
    along = ((e - a) * (h - f) - (f - b) * (g - e)) / across
    other = ((e - a) * (d - b) - (f - b) * (c - a)) / across
    return (a + along * (c - a), b + along * (d - b)) if 0 <= along <= 1 and 0 <= other <= 1 else None


def across(long: Ends2, drawn: Ends2) -> Ends2:
    """The drawn line turned so that it stands at right angles to the long one, through where the two cross."""
    (a, b), (c, d) = long
    size = max(length(long), 1e-9)
    row, col = -(d - b) / size, (c - a) / size
    middle = crossing(long, drawn) or ((a + c) / 2, (b + d) / 2)
    reach = [(p - middle[0]) * row + (q - middle[1]) * col for p, q in drawn]
    return (
        (middle[0] + reach[0] * row, middle[1] + reach[0] * col),
        (middle[0] + reach[1] * row, middle[1] + reach[1] * col),
    )


def area(
    shape: tuple[int, int], mm: tuple[float, float], long: Ends2, short: Ends2 | None, scale: float = 1.0
) -> Mask2:
    """Pixels within the four quarter ellipses that join the diameters' ends, ``scale`` times as large.

    Places in mm, pixel centres at ``mm`` times row and column. Without a short diameter: one of the usual ratio.
    """
    (a, b), (c, d) = long
    size = max(length(long), min(mm))
    row, col = (c - a) / size, (d - b) / size
    rows, cols = np.ogrid[: shape[0], : shape[1]]
    if short is None:
        start, ends = size / 2, (-USUAL_RATIO * size / 2, USUAL_RATIO * size / 2)
    else:
        start = sum((p - a) * row + (q - b) * col for p, q in short) / 2
        low, high = sorted((p - a) * -col + (q - b) * row for p, q in short)
        start, ends = min(max(start, 0.0), size), (low, high)
    along = (rows * mm[0] - a) * row + (cols * mm[1] - b) * col - start
    aside = (rows * mm[0] - a) * -col + (cols * mm[1] - b) * row
    least = min(mm) / 2
    long_mm = np.where(along < 0, max(start, least), max(size - start, least)) * scale
    short_mm = np.where(aside < 0, max(-ends[0], least), max(ends[1], least)) * scale
    return np.asarray((along / long_mm) ** 2 + (aside / short_mm) ** 2 <= 1.0)


def room(shape: tuple[int, int], mm: tuple[float, float], long: Ends2, short: Ends2 | None) -> Mask2:
    """Pixels that an object of these diameters can reach, with some slack for a hand that is not exact.

    With one diameter: what is no further from either end than it is long.
    """
    if short is not None:
        return area(shape, mm, long, short, SLACK)
    rows, cols = np.ogrid[: shape[0], : shape[1]]
    far = SLACK * max(length(long), min(mm))
    near = [(rows * mm[0] - a) ** 2 + (cols * mm[1] - b) ** 2 <= far**2 for a, b in long]
    return np.asarray(near[0] & near[1])
