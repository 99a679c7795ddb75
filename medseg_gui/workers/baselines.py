"""Classical click methods, for comparison: the same clicks, the same slice, no training.

Each takes a slice (row, column) and all clicks so far, and gives a mask. Their options are tuned in the exam itself,
in their own favour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
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
    """Grady's random walker; the border of the slice counts as background."""
    return np.asarray(walked(image, clicks, beta, seed_radius) > 0.5)


def walked(image: Image, clicks: Clicks, beta: float = 130, seed_radius: int = 1) -> Image:
    """The probability of each pixel that a random walker from there reaches a positive click first."""
    from medseg_gui.workers.walker import walk

    seeds = np.zeros(image.shape, np.int8)
    seeds[[0, -1]] = 2
    seeds[:, [0, -1]] = 2
    for reach in dict.fromkeys((seed_radius, 0)):
        for r, c, positive in clicks:
            where = (slice(max(0, r - reach), r + reach + 1), slice(max(0, c - reach), c + reach + 1))
            seeds[where] = 1 if positive else 2
    if not (seeds == 1).any():
        return np.zeros(image.shape, np.float32)
    return np.asarray(walk(scaled(image), seeds, beta), np.float32)


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


def growcut(image: Image, clicks: Clicks, sigma: float = 0.0, border: float = 1.0, seed_radius: int = 1) -> Mask2:
    """Vezhnevets' and Konouchine's GrowCut (2005) to its end; the slice's border is background of that strength.

    A cell conquers its neighbour with its strength times 1 - |difference|. The end state is that of best paths (Zhu et
    al. 2014, "fast GrowCut"), which raster scans find in a few rounds.
    """
    grey = ndi.gaussian_filter(np.clip(scaled(image), -1, 1), sigma) if sigma else np.clip(scaled(image), -1, 1)
    strength = np.zeros(image.shape, np.float32)
    label = np.zeros(image.shape, np.bool_)
    strength[[0, -1]] = border
    strength[:, [0, -1]] = border
    for reach in dict.fromkeys((seed_radius, 0)):
        for r, c, positive in clicks:
            where = (slice(max(0, r - reach), r + reach + 1), slice(max(0, c - reach), c + reach + 1))
            strength[where], label[where] = 1, positive
    return conquered(np.asarray(grey, np.float32), strength, label)


def conquered(grey: Image, strength: Image, label: Mask2) -> Mask2:
    """GrowCut's end state for a slice or a volume, whose cells begin with a strength and a label each."""
    solid = (1,) * (3 - grey.ndim) + grey.shape
    out = label.reshape(solid).copy()
    _conquer()(grey.reshape(solid), strength.reshape(solid).copy(), out, _BEFORE if grey.ndim == 3 else _BEFORE[9:])
    return out.reshape(grey.shape)


# Neighbours that a raster scan has already seen: those of the plane before, then those of the own one.
_BEFORE = np.array(
    [(-1, y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)] + [(0, -1, -1), (0, -1, 0), (0, -1, 1), (0, 0, -1)], np.int64
)


@cache
def _conquer() -> Any:
    from numba import njit

    @njit(cache=True)  # type: ignore[untyped-decorator,unused-ignore]
    def scan(grey: Image, strength: Image, label: Mask2, before: npt.NDArray[np.int64]) -> None:
        planes, rows, cols = grey.shape
        changed = True
        while changed:
            changed = False
            for way in (1, -1):
                for k in range(planes):
                    z = k if way == 1 else planes - 1 - k
                    for i in range(rows):
                        y = i if way == 1 else rows - 1 - i
                        for j in range(cols):
                            x = j if way == 1 else cols - 1 - j
                            best, own = strength[z, y, x], label[z, y, x]
                            for n in range(len(before)):
                                w, v, u = z + way * before[n, 0], y + way * before[n, 1], x + way * before[n, 2]
                                if 0 <= w < planes and 0 <= v < rows and 0 <= u < cols:
                                    attack = strength[w, v, u] * (1 - abs(grey[z, y, x] - grey[w, v, u]) / 2)
                                    # a gain too small to matter would make for many rounds
                                    if attack > best * 1.0001:
                                        best, own = attack, label[w, v, u]
                            if best > strength[z, y, x]:
                                strength[z, y, x], label[z, y, x] = best, own
                                changed = True

    return scan


BASELINES: Mapping[str, tuple[Method, tuple[dict[str, Any], ...]]] = {
    "random walker": (
        random_walker,
        tuple({"beta": b, "seed_radius": r} for b in (30, 130, 500) for r in (1, 3)),
    ),
    "geodesic": (geodesic, tuple({"limit": v} for v in (2.5, 4.0, 6.0, 9.0, 13.0))),
    "ConfidenceConnected": (
        confidence_connected,
        tuple({"multiplier": m, "radius": r} for m in (1.7, 2.5, 3.5) for r in (1, 2)),
    ),
    "GrowCut": (
        growcut,
        tuple({"sigma": s, "border": b} for s in (0.0, 1.0) for b in (0.3, 0.6, 1.0)),
    ),
}
