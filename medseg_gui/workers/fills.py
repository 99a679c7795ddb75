"""Fills that take time, as jobs: flood fill and region growing in 3-D, threshold, Otsu.

Each looks only as far as it must: a box round the seed that is doubled while the answer touches its sides.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.fill import connected, in_range, value_at
from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Volume
from medseg_gui.workers.job import Steps

Area = tuple[Box, Mask]
FIRST_MM = 30.0
"""How far to each side of the seed a flood looks first."""
SLAB = 2**23
"""Voxels that are compared between two signs of life."""
BINS = 4096


def flood(volume: Volume, seed: Triple, tolerance: float, axis: int = 0) -> Steps[Area]:
    """All voxels that hang together with the seed and differ from its grey value by the tolerance at most."""
    voxels = volume.voxels
    middle = value_at(voxels, seed, axis)
    reach_mm = FIRST_MM
    while True:
        box = _round(volume, seed, reach_mm)
        yield Progress(mark("Filling"))
        where = in_range(voxels[box.slices], middle - tolerance, middle + tolerance)
        at = _inside(seed, box)
        where[at] = True
        found = connected(where, at)
        if not _touches(found, box, volume.geometry.shape):
            return _trimmed(box, found)
        reach_mm *= 2


def region(volume: Volume, seed: Triple, deviations: float, reach_mm: float, smooth: bool) -> Steps[Area]:
    """The region round the seed within so many standard deviations of its own mean, at most so far from it."""
    from medseg_gui.io import regions

    box = _round(volume, seed, reach_mm)
    values = np.asarray(volume.voxels[box.slices], np.float32)
    if smooth:
        yield Progress(mark("Smoothing"), 0, 2)
        values = regions.smooth(values)
    yield Progress(mark("Growing"), 1, 2)
    found = regions.confidence_connected(values, _inside(seed, box), deviations, radius=1)
    if not found.any():
        raise MedsegError("Nothing grows from there", todo="Click inside the structure, or raise the tolerance.")
    return _trimmed(box, found)


def threshold(volume: Volume, low: float, high: float) -> Steps[Area]:
    """All voxels with a grey value from low to high."""
    mask = np.zeros(volume.geometry.shape, bool)
    slabs = list(Box.whole(volume.geometry.shape).slabs(SLAB))
    for number, slab in enumerate(slabs):
        yield Progress(mark("Comparing grey values"), number, len(slabs))
        mask[slab.slices] = in_range(volume.voxels[slab.slices], low, high)
    return _trimmed(Box.whole(mask.shape), mask)


def otsu(volume: Volume, window: tuple[float, float] | None = None) -> Steps[tuple[float, float]]:
    """(Otsu's threshold, the largest value) of the image, or of what a window (width, level) shows in grey."""
    from skimage.filters import threshold_otsu

    voxels = volume.voxels
    yield Progress(mark("Finding the range"), 0, 3)
    low, high = float(np.nanmin(voxels)), float(np.nanmax(voxels))
    top = high
    if window is not None:
        width, level = window
        low, high = max(low, level - width / 2), min(high, level + width / 2)
    if not high > low:
        raise MedsegError("There is only one grey value", todo="Widen the window, or set the threshold by hand.")
    counts = np.zeros(BINS, np.int64)
    slabs = list(Box.whole(volume.geometry.shape).slabs(SLAB))
    for number, slab in enumerate(slabs):
        yield Progress(mark("Counting grey values"), 1 + number, 1 + len(slabs))
        counts += np.histogram(voxels[slab.slices], BINS, (low, high))[0]
    edges = np.linspace(low, high, BINS + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    found = threshold_otsu(hist=(counts, middles))  # type: ignore[no-untyped-call,unused-ignore]
    return float(found), top


# ----- boxes ---------------------------------------------------------------------------------------
def _round(volume: Volume, seed: Triple, reach_mm: float) -> Box:
    """The box that reaches so far to each side of the seed along the array's axes."""
    a, b, c = (max(1, int(reach_mm / mm)) for mm in volume.geometry.spacing_mm)
    return Box(seed, (seed[0] + 1, seed[1] + 1, seed[2] + 1)).pad((a, b, c), volume.geometry.shape)


def _inside(seed: Triple, box: Box) -> Triple:
    z, y, x = (i - a for i, a in zip(seed, box.lo, strict=True))
    return (z, y, x)


def _touches(found: Mask, box: Box, shape: Triple) -> bool:
    """True when the mask reaches a side of the box that is not the image's."""
    for axis in range(3):
        if box.lo[axis] > 0 and found.take(0, axis).any():
            return True
        if box.hi[axis] < shape[axis] and found.take(-1, axis).any():
            return True
    return False


def _trimmed(box: Box, mask: Mask) -> Area:
    """The area in the smallest box. Raises MedsegError when it is empty."""
    inner = Box.around(mask)
    if inner is None:
        raise MedsegError("No voxel has such a grey value", todo="Choose another range.")
    lo, hi = ([a + b for a, b in zip(box.lo, end, strict=True)] for end in (inner.lo, inner.hi))
    return Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2])), np.ascontiguousarray(mask[inner.slices])


def start(kind: str, volume: Volume, seed: Triple, axis: int, options: Any) -> Steps[Area]:
    """The job of a tool's press: "flood" or "region", with the tool's options."""
    if kind == "flood":
        return flood(volume, seed, options.tolerance, axis)
    return region(volume, seed, options.deviations, options.reach_mm, options.smooth)
