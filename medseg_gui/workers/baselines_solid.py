"""Classical click methods for whole objects, for comparison with a 3-D model: the same clicks, no training.

Each sees a region that reaches some way beyond the clicks, on a grid of at most GRID voxels a side: on a whole volume
they would take minutes a click. How far it reaches is an option of each, tuned like the others in the exam itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage as ndi

from medseg_gui.workers.baselines import conquered, scaled

Volume3 = npt.NDArray[np.float32]
Mask3 = npt.NDArray[np.bool_]
Clicks3 = Sequence[tuple[int, int, int, bool]]
Method3 = Callable[..., Volume3]
"""Region, clicks in it, its voxels' size in mm, options → a field that is above 0.5 in the object."""
GRID = 48
"""As many voxels a side as the 3-D network has at its first look."""
THIN = 8
"""Along an axis of fewer voxels the region's ends are no background: the object may fill it."""


def solid_answer(
    voxels: npt.NDArray[Any],
    mm: tuple[float, float, float],
    clicks: Clicks3,
    method: Method3,
    reach_mm: float,
    **options: float,
) -> Mask3:
    """What a method makes of all clicks (slice, row, column, positive), as a mask of the volume's shape."""
    out = np.zeros(voxels.shape, bool)
    if not any(positive for *_, positive in clicks):
        return out
    places = np.array([index for *index, _ in clicks])
    reach = np.ceil(reach_mm / np.array(mm)).astype(int)
    low = np.maximum(places.min(0) - reach, 0)
    shape = np.minimum(places.max(0) + reach + 1, voxels.shape) - low
    inner = tuple(slice(a, a + n) for a, n in zip(low, shape, strict=True))
    part = np.nan_to_num(np.asarray(voxels[inner], np.float32))
    cell = -(-shape // GRID)
    # cells of several voxels are averaged
    blocks = [m for n, f in zip(shape, cell, strict=True) for m in (-(-n // f), f)]
    image = np.pad(part, [(0, -n % f) for n, f in zip(shape, cell, strict=True)], mode="edge").reshape(blocks)
    marks = [(*((p - low) // cell).tolist(), c[3]) for p, c in zip(places, clicks, strict=True)]
    field = method(np.asarray(image.mean((1, 3, 5)), np.float32), marks, tuple(cell * mm), **options)
    fine = ndi.affine_transform(field, 1 / cell, 0.5 / cell - 0.5, tuple(shape), order=1, mode="nearest")
    out[inner] = fine > 0.5
    return out


def random_walker(image: Volume3, clicks: Clicks3, mm: tuple[float, float, float], beta: float = 130) -> Volume3:
    """Grady's random walker; the region's ends count as background."""
    from medseg_gui.workers.walker import walk

    seeds = np.zeros(image.shape, np.int8)
    seeds[_ends(image)] = 2
    _draw(seeds, clicks, 1, 2)
    return walk(scaled(image), seeds, beta, mm=mm)


def geodesic(image: Volume3, clicks: Clicks3, mm: tuple[float, float, float], limit: float = 4.0) -> Volume3:
    """All that is nearer to a positive click than ``limit`` along geodesics, and nearer than to a negative one."""
    from medseg_gui.core.geodesic import geodesic3

    seeds = np.zeros((2, *image.shape), bool)
    for z, y, x, positive in clicks:
        seeds[0 if positive else 1, z, y, x] = True
    grey = scaled(image)
    near, other = geodesic3(np.stack([grey, grey]), seeds)
    return np.asarray(0.5 + np.clip(np.minimum(limit - near, other - near), -1, 1) / 2, np.float32)


def confidence_connected(
    image: Volume3, clicks: Clicks3, mm: tuple[float, float, float], multiplier: float = 2.5
) -> Volume3:
    """A region grown from each positive click; what is nearer (in mm) to a negative click goes."""
    from medseg_gui.io import regions

    flowed = regions.smooth(image)
    mask = np.zeros(image.shape, bool)
    far = {True: np.ones(image.shape, bool), False: np.ones(image.shape, bool)}
    for z, y, x, positive in clicks:
        far[positive][z, y, x] = False
        if positive:
            mask |= regions.confidence_connected(flowed, (z, y, x), multiplier, 1)
    if not far[False].all():
        nearer, other = (ndi.distance_transform_edt(far[wanted], mm) for wanted in (True, False))
        mask &= np.asarray(nearer <= other)
    return mask.astype(np.float32)


def growcut(image: Volume3, clicks: Clicks3, mm: tuple[float, float, float], border: float = 1.0) -> Volume3:
    """GrowCut to its end; the region's ends are background of that strength."""
    strength = np.zeros(image.shape, np.float32)
    strength[_ends(image)] = border
    label = np.zeros(image.shape, bool)
    _draw(strength, clicks, 1, 1)
    _draw(label, clicks, True, False)
    return conquered(np.clip(scaled(image), -1, 1), strength, label).astype(np.float32)


def _ends(image: Volume3) -> Mask3:
    """The first and last voxels along each axis that is not thin."""
    out = np.zeros(image.shape, bool)
    for axis, n in enumerate(image.shape):
        if n >= THIN:
            out[tuple(np.array([0, n - 1]) if a == axis else slice(None) for a in range(3))] = True
    return out


def _draw(into: npt.NDArray[Any], clicks: Clicks3, positive: float, negative: float) -> None:
    """Clicks as cubes of three voxels; no cube covers another click's own voxel."""
    for reach in (1, 0):
        for z, y, x, wanted in clicks:
            into[tuple(slice(max(0, i - reach), i + reach + 1) for i in (z, y, x))] = positive if wanted else negative


def _choices(reaches: Sequence[float], name: str, values: Sequence[float]) -> tuple[dict[str, float], ...]:
    return tuple({"reach_mm": r, name: v} for r in reaches for v in values)


BASELINES_3D: Mapping[str, tuple[Method3, tuple[dict[str, float], ...]]] = {
    "random walker": (random_walker, _choices((25, 60, 120), "beta", (30, 130, 500))),
    "geodesic": (geodesic, _choices((25, 60, 120), "limit", (2.5, 4.0, 6.0, 9.0))),
    "ConfidenceConnected": (confidence_connected, _choices((25, 60, 120), "multiplier", (1.7, 2.5, 3.5, 5.0))),
    "GrowCut": (growcut, _choices((25, 60, 120), "border", (0.3, 0.6, 1.0))),
}
