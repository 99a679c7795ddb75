"""Masks of one slice ↔ closed contours, in index coordinates (row, column); voxel centres lie on whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from medseg_gui.core.geometry import Floats
from medseg_gui.core.labelmap import Mask


def filled(polygons: Iterable[Floats], shape: tuple[int, int]) -> Mask:
    """The pixels whose centre an odd number of the closed polygons (n, 2) encloses: holes and keyholes stay open.

    A centre on an edge belongs to the area that follows it along rows and columns, so that two polygons which share
    an edge share no pixel. What lies outside ``shape`` is left out.
    """
    rows, columns = shape
    turns = np.zeros((rows, columns + 1), np.int32)
    for polygon in polygons:
        a, b = polygon, np.roll(polygon, -1, axis=0)
        # Each edge from its upper to its lower end: an edge that is walked both ways cancels to the last bit.
        swap = (a[:, 0] > b[:, 0])[:, None]
        top, bottom = np.where(swap, b, a), np.where(swap, a, b)
        first = np.ceil(np.clip(top[:, 0], 0, rows)).astype(np.intp)
        last = np.ceil(np.clip(bottom[:, 0], 0, rows)).astype(np.intp)
        count = np.maximum(last - first, 0)
        edge = np.repeat(np.arange(len(a)), count)
        row = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + first[edge]
        share = (row - top[edge, 0]) / (bottom[edge, 0] - top[edge, 0])
        column = top[edge, 1] + share * (bottom[edge, 1] - top[edge, 1])
        np.add.at(turns, (row, np.ceil(np.clip(column, 0, columns)).astype(np.intp)), 1)
    inside: Mask = np.cumsum(turns, axis=1)[:, :columns] % 2 == 1
    return inside


def outlines(mask: Mask) -> list[Floats]:
    """The closed contours (n, 2) of a mask, half a pixel outside its outermost centres; ``filled`` gives it back.

    A hole is joined to the contour round it by a path that goes and returns (keyhole, DICOM PS3.3 C.8.8.6.3), so that
    each contour is the border of one connected part. The first point is not repeated at the end.
    """
    from scipy import ndimage
    from skimage import measure

    find_contours: Any = measure.find_contours
    padded = np.pad(mask, 1).astype(np.float32)
    loops = [loop[:-1] - 1.0 for loop in find_contours(padded, 0.5)]  # type: ignore[no-untyped-call,unused-ignore]
    areas = [signed_area(loop) for loop in loops]
    # find_contours keeps higher values on one side, so holes turn the other way than the largest, an outer one.
    sign = np.sign(areas[int(np.argmax(np.abs(areas)))]) if areas else 1.0
    parts = ndimage.label(padded)[0]
    outer: dict[int, Floats] = {}
    holes: dict[int, list[Floats]] = {}
    for loop, area in zip(loops, areas, strict=True):
        # Each point lies between a pixel of the part that the loop bounds and one outside it.
        first = loop[0] + 1.0
        part = int(max(parts[tuple(np.floor(first).astype(int))], parts[tuple(np.ceil(first).astype(int))]))
        if area * sign > 0:
            outer[part] = loop
        else:
            holes.setdefault(part, []).append(loop)
    return [_joined(loop, holes.get(part, [])) for part, loop in outer.items()]


def _joined(outer: Floats, holes: list[Floats]) -> Floats:
    """One contour of an outer one and the holes in it, each joined where it is nearest."""
    from scipy.spatial import cKDTree

    for hole in holes:
        apart, nearest = cKDTree(outer).query(hole)
        j = int(np.argmin(apart))
        i = int(np.asarray(nearest)[j])
        outer = np.concatenate([outer[: i + 1], hole[j:], hole[: j + 1], outer[i:]])
    return outer


def signed_area(polygon: Floats) -> float:
    """The area that a closed polygon encloses; its sign tells which way it turns."""
    a, b = polygon, np.roll(polygon, -1, axis=0)
    return float(np.sum(a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1])) / 2.0


def distance_to(polygon: Floats, points: Floats) -> Floats:
    """(m,) distance of each point (m, 2) from the nearest edge of the closed polygon."""
    a, b = polygon, np.roll(polygon, -1, axis=0)
    along, length = b - a, np.maximum(np.sum((b - a) ** 2, axis=1), 1e-300)
    best = np.full(len(points), np.inf)
    for i, point in enumerate(points):
        share = np.clip(np.sum((point - a) * along, axis=1) / length, 0, 1)
        best[i] = np.linalg.norm(a + share[:, None] * along - point, axis=1).min()
    return best
