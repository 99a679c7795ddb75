"""Small masks with analytically known answers, and random oblique grids for property tests."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from medseg_gui.core.geometry import Geometry, Triple
from medseg_gui.core.labelmap import LabelMap

Mask = npt.NDArray[np.bool_]


def ball(shape: Triple, spacing_mm: tuple[float, float, float], centre: tuple[float, ...], radius_mm: float) -> Mask:
    """Voxels whose centre lies within ``radius_mm`` of ``centre`` (slice, row, column)."""
    axes = np.ogrid[tuple(slice(0, n) for n in shape)]
    gap = sum(((a - c) * s) ** 2 for a, c, s in zip(axes, centre, spacing_mm, strict=True))
    return np.asarray(gap <= radius_mm**2)


def labels_of(geometry: Geometry, **masks: Mask) -> LabelMap:
    """A one-layer map; later masks lie over earlier ones, values count from 1 in the order given."""
    voxels = np.zeros(geometry.shape, np.uint8)
    for value, mask in enumerate(masks.values(), 1):
        voxels[mask] = value
    return LabelMap.from_voxels(voxels, geometry, dict(enumerate(masks, 1)))


@st.composite
def geometries(draw: st.DrawFn, max_side: int = 12, shear: bool = False) -> Geometry:
    """Any grid: anisotropic, oblique, of either handedness, axes in any order; sheared when asked for."""
    shape = draw(st.tuples(*[st.integers(1, max_side)] * 3))
    spacing = np.array(draw(st.tuples(*[st.floats(0.2, 8.0)] * 3)))
    a, b, c, d = draw(st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: np.linalg.norm(q) > 0.1))
    w, x, y, z = np.array([a, b, c, d]) / np.linalg.norm([a, b, c, d])
    turn = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
    turn = turn[:, draw(st.permutations(range(3)))] * draw(st.tuples(*[st.sampled_from([-1.0, 1.0])] * 3))
    if shear:
        turn[:, 0] += draw(st.floats(-0.5, 0.5)) * turn[:, 1]
    affine = np.eye(4)
    affine[:3, :3] = turn * spacing
    affine[:3, 3] = draw(st.tuples(*[st.floats(-500, 500)] * 3))
    return Geometry(shape, affine)
