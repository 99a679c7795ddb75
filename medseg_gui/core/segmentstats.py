"""Figures of a segment: volume, grey values, and its longest diameters in slices and in 3-D.

A diameter goes from edge to edge: between the middles of faces that part voxels of the segment from others, which is
where a contour between them runs. Between voxel centres (ITK's Feret diameter) it is up to a voxel shorter, and 0 for
a single one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import PLANES, Box, Floats, Geometry, Plane
from medseg_gui.core.labelmap import LabelMap, Mask, Segment
from medseg_gui.core.measures import GreyFigures, Measure, grey_unit, point
from medseg_gui.core.volume import Volume

PERCENTILES = (5, 25, 50, 75, 95)
# Distances are worked out for this many points against all others at a time.
ROWS = 512


@dataclass(frozen=True)
class SegmentFigures:
    """What is known of one segment. ``diameters``: in each plane, in the slice where it is longest (RECIST 1.1).

    ``length_3d_mm``: the longest distance in 3-D; ``width_3d_mm``: the longest extent at right angles to it.
    """

    segment: Segment
    volume_ml: float
    grey: GreyFigures
    percentiles: dict[int, float] = field(default_factory=dict)
    diameters: dict[Plane, Measure] = field(default_factory=dict)
    length_3d_mm: float | None = None
    width_3d_mm: float | None = None
    unit: str = ""


def segment_figures(volume: Volume, labels: LabelMap) -> Iterator[SegmentFigures]:
    """The figures of each segment in turn, an empty one's without diameters."""
    from scipy import ndimage

    unit = grey_unit(volume)
    found = [ndimage.find_objects(layer) for layer in labels.layers]
    for segment in labels.segments:
        places = found[segment.layer]
        place = places[segment.value - 1] if segment.value <= len(places) else None
        if place is None:
            yield SegmentFigures(segment, 0.0, GreyFigures(), unit=unit)
            continue
        lo, hi = ([getattr(s, end) for s in place] for end in ("start", "stop"))
        box = Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))
        mask, geometry = labels.mask(segment, box), labels.geometry.crop(box)
        values = volume.voxels[box.slices][mask]
        finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
        shares = np.percentile(finite, PERCENTILES) if finite.size else ()
        length, width = extent_3d_mm(mask, geometry)
        in_planes = {plane: longest_in_plane(mask, geometry, plane) for plane in PLANES}
        yield SegmentFigures(
            segment,
            values.size * geometry.voxel_ml,
            GreyFigures.of(values),
            {p: float(v) for p, v in zip(PERCENTILES, shares, strict=False)},
            {plane: measure for plane, measure in in_planes.items() if measure is not None},
            length,
            width,
            unit,
        )


# ----- in a slice ---------------------------------------------------------------------------------------------------
def longest_in_plane(mask: Mask, geometry: Geometry, plane: Plane) -> Measure | None:
    """The longest diameter of all slices of the plane, and the longest chord across it; None for an empty mask.

    Both are those of the convex outline. ``geometry`` is the mask's.
    """
    axis = geometry.axis_of(plane)
    row, col = (a for a in range(3) if a != axis)
    frame = _frame(geometry.affine[:3, row], geometry.affine[:3, col])
    best: tuple[float, int, Floats, tuple[int, int]] | None = None
    for number in range(mask.shape[axis]):
        cut = mask[tuple(number if a == axis else slice(None) for a in range(3))]
        rows, cols = np.flatnonzero(cut.any(axis=1)), np.flatnonzero(cut.any(axis=0))
        if not len(rows):
            continue
        sides = np.abs(frame) @ (rows[-1] - rows[0] + 1, cols[-1] - cols[0] + 1)
        if best is not None and hypot(*sides) <= best[0]:
            continue
        outline = _hull(_edges(cut) @ frame.T)
        ends = longest(outline)
        length = float(np.linalg.norm(outline[ends[0]] - outline[ends[1]]))
        if best is None or length > best[0] + 1e-9:
            best = (length, number, outline, ends)
    if best is None:
        return None
    _, number, outline, ends = best
    back = np.linalg.inv(frame)
    places = []
    for flat in (outline[ends[0]], outline[ends[1]], *_chord(outline, *ends)):
        index = np.zeros(3)
        index[axis], (index[row], index[col]) = number, back @ flat
        places.append(point(geometry.to_world(index)))
    return Measure("diameters", tuple(places), plane)


def _frame(along_rows: Floats, along_cols: Floats) -> Floats:
    """(2, 2): from (row, column) to mm on two axes at right angles, true also where the slice's own are not."""
    first = along_rows / np.linalg.norm(along_rows)
    rest = along_cols - (along_cols @ first) * first
    return np.array([[np.linalg.norm(along_rows), along_cols @ first], [0.0, np.linalg.norm(rest)]])


def _edges(cut: Mask) -> Floats:
    """(n, 2): the outermost edge middles of each row and column with voxels."""
    parts = []
    for axis in (0, 1):
        lines = cut if axis else cut.T
        some = np.flatnonzero(lines.any(axis=1))
        first = lines[some].argmax(axis=1) - 0.5
        last = lines.shape[1] - lines[some, ::-1].argmax(axis=1) - 0.5
        for at in (first, last):
            parts.append(np.stack((some, at) if axis else (at, some), axis=1))
    return np.concatenate(parts).astype(np.float64)


def _hull(points: Floats) -> Floats:
    """The corners of the convex outline, in turn in 2-D."""
    from scipy.spatial import ConvexHull

    return np.asarray(points[ConvexHull(points).vertices], dtype=np.float64)


def longest(points: Floats) -> tuple[int, int]:
    """The two points (n, 2 or 3) that are furthest apart."""
    from scipy.spatial.distance import cdist

    best, ends = -1.0, (0, 0)
    for start in range(0, len(points), ROWS):
        far = cdist(points[start : start + ROWS], points, "sqeuclidean")
        at = int(far.argmax())
        if far.flat[at] > best:
            best, ends = float(far.flat[at]), (start + at // len(points), at % len(points))
    return ends


def _chord(outline: Floats, a: int, b: int) -> tuple[Floats, Floats]:
    """The ends of the longest line at right angles to the one from a to b within a convex outline.

    As one goes along a convex outline the chord's length changes linearly between corners: the longest meets one.
    """
    along = outline[b] - outline[a]
    along = along / np.linalg.norm(along)
    across = np.array([-along[1], along[0]])
    s, t = outline @ along, outline @ across
    s1, t1 = np.roll(s, -1), np.roll(t, -1)
    best, ends = -1.0, (outline[a], outline[a])
    for here in s:
        meets = (np.minimum(s, s1) <= here) & (here <= np.maximum(s, s1))
        flat = meets & (s == s1)
        share = np.where(meets & ~flat, (here - s) / np.where(s == s1, 1.0, s1 - s), 0.0)
        heights = np.concatenate(((t + share * (t1 - t))[meets], t1[flat]))
        low, high = float(heights.min()), float(heights.max())
        if high - low > best:
            best, ends = high - low, (here * along + low * across, here * along + high * across)
    return ends


# ----- in 3-D -------------------------------------------------------------------------------------------------------
def extent_3d_mm(mask: Mask, geometry: Geometry) -> tuple[float, float]:
    """(the longest distance, the longest extent at right angles to it). The mask must not be empty."""
    outline = _hull(geometry.to_world(_faces(mask)))
    a, b = longest(outline)
    along = outline[b] - outline[a]
    length = float(np.linalg.norm(along))
    along = along / length
    aside = np.eye(3)[int(np.abs(along).argmin())]
    first = np.cross(along, aside)
    first = first / np.linalg.norm(first)
    flat = _hull(outline @ np.stack((first, np.cross(along, first)), axis=1))
    c, d = longest(flat)
    return length, float(np.linalg.norm(flat[c] - flat[d]))


def _faces(mask: Mask) -> npt.NDArray[np.float64]:
    """(n, 3): the outermost face middles along each line of voxels in all three directions."""
    parts = []
    for axis in range(3):
        lines = np.moveaxis(mask, axis, -1)
        i, j = np.nonzero(lines.any(axis=-1))
        some = lines[i, j]
        for at in (some.argmax(axis=1) - 0.5, mask.shape[axis] - some[:, ::-1].argmax(axis=1) - 0.5):
            columns = [i, j]
            columns.insert(axis, at)
            parts.append(np.stack(columns, axis=1))
    return np.concatenate(parts).astype(np.float64)
