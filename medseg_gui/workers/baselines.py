"""Classical click methods, for comparison: the same clicks, the same slice, no training.

Each takes a slice (row, column) and all clicks so far, and gives a mask. Their options are tuned in the exam itself,
in their own favour.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage as ndi

Image = npt.NDArray[np.float32]
Mask2 = npt.NDArray[np.bool_]
Clicks = Sequence[tuple[int, int, bool]]
Method = Callable[..., Mask2]


def scaled(image: Image) -> Image:
    """1st to 99th percentile become -1 to 1, as the network's own input."""
    low, high = np.percentile(image, (1, 99))
    return np.asarray(np.clip(2 * (image - low) / (high - low + 1e-6) - 1, -1.5, 1.5), np.float32)


def random_walker(image: Image, clicks: Clicks, beta: float = 130, seed_radius: int = 1) -> Mask2:
    """scikit-image's random walker; the border of the slice counts as background."""
    return np.asarray(walked(image, clicks, beta, seed_radius) > 0.5)


def walked(image: Image, clicks: Clicks, beta: float = 130, seed_radius: int = 1) -> Image:
    """The probability of each pixel that a random walker from there reaches a positive click first (Grady 2006)."""
    from skimage.segmentation import random_walker as walk

    seeds = np.zeros(image.shape, np.int32)
    seeds[[0, -1]] = 2
    seeds[:, [0, -1]] = 2
    for r, c, positive in clicks:
        seeds[max(0, r - seed_radius) : r + seed_radius + 1, max(0, c - seed_radius) : c + seed_radius + 1] = (
            1 if positive else 2
        )
    for r, c, positive in clicks:
        seeds[r, c] = 1 if positive else 2
    if not (seeds == 1).any():
        return np.zeros(image.shape, np.float32)
    if not (seeds == 0).any():
        return np.asarray(seeds == 1, np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells which solver would be faster
        shares = walk(scaled(image), seeds, beta=beta, mode="cg_j", tol=1e-3, return_full_prob=True)
    return np.asarray(shares[0], np.float32)


def geodesic(image: Image, clicks: Clicks, limit: float = 4.0) -> Mask2:
    """All that is nearer to a positive click than ``limit`` along geodesics, and nearer than to a negative one."""
    from medseg_gui.core.geodesic import geodesic as far

    seeds = np.zeros((2, *image.shape), bool)
    for r, c, positive in clicks:
        seeds[0 if positive else 1, r, c] = True
    image = scaled(image)
    distance = far(np.stack([image, image]), seeds)
    return np.asarray((distance[0] < limit) & (distance[0] < distance[1]))


def confidence_connected(image: Image, clicks: Clicks, multiplier: float = 2.5, radius: int = 1) -> Mask2:
    """A region grown from each positive click; what is nearer to a negative click goes."""
    from medseg_gui.io import regions

    return grown(regions.smooth(image), clicks, multiplier, radius)


def grown(flowed: Image, clicks: Clicks, multiplier: float, radius: int = 1) -> Mask2:
    """``confidence_connected`` of an image that is already smooth."""
    from medseg_gui.io import regions

    mask = np.zeros(flowed.shape, bool)
    far = {True: np.ones(flowed.shape, bool), False: np.ones(flowed.shape, bool)}
    for r, c, positive in clicks:
        far[positive][r, c] = False
        if positive:
            mask |= regions.confidence_connected(flowed, (r, c), multiplier, radius)
    if not far[False].all():
        mask &= np.asarray(ndi.distance_transform_edt(far[True]) <= ndi.distance_transform_edt(far[False]))
    return mask


BASELINES: Mapping[str, tuple[Method, tuple[dict[str, Any], ...]]] = {
    "random walker": (
        random_walker,
        tuple({"beta": b, "seed_radius": r} for b in (30, 130, 500) for r in (1, 3)),
    ),
    "geodesic": (geodesic, tuple({"limit": v} for v in (2.5, 4.0, 6.0, 9.0))),
    "ConfidenceConnected": (
        confidence_connected,
        tuple({"multiplier": m, "radius": r} for m in (1.7, 2.5, 3.5) for r in (1, 2)),
    ),
}
