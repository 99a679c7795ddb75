"""Grey values that hang together: flood fill, and the range that a place stands for."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.labelmap import Mask


def connected(where: npt.NDArray[np.bool_], seed: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """The part of a mask that hangs together, face to face, with one of its voxels; empty beside the mask."""
    from skimage.segmentation import flood

    if not where[seed]:
        return np.zeros(where.shape, bool)
    seeds: Any = np.ascontiguousarray(where).view(np.uint8)
    found: npt.NDArray[np.bool_] = flood(seeds, seed, connectivity=1)  # type: ignore[no-untyped-call,unused-ignore]
    return found


def value_at(voxels: npt.NDArray[Any], seed: Triple, axis: int) -> float:
    """The median of the 3×3 voxels round a place in the slice across ``axis``: one noisy voxel does not decide."""
    near = tuple(slice(i, i + 1) if a == axis else slice(max(i - 1, 0), i + 2) for a, i in enumerate(seed))
    return float(np.median(voxels[near]))


def in_range(values: npt.NDArray[Any], low: float, high: float) -> Mask:
    """Bool array: low ≤ value ≤ high."""
    out: Mask = values >= low
    out &= values <= high
    return out


def filled_slice(voxels: npt.NDArray[Any], seed: Triple, axis: int, tolerance: float) -> tuple[Box, Mask]:
    """The voxels of one slice round the seed whose value is near the seed's; the seed is one of them."""
    middle = value_at(voxels, seed, axis)
    lo, hi = [0, 0, 0], list(voxels.shape)
    lo[axis], hi[axis] = seed[axis], seed[axis] + 1
    box = Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))
    where = in_range(voxels[box.slices], middle - tolerance, middle + tolerance)
    z, y, x = (i - a for i, a in zip(seed, box.lo, strict=True))
    where[z, y, x] = True
    return box, connected(where, (z, y, x))
