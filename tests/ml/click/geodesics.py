"""A network that needs no training: inside is what is nearer to the positive than to the negative prompts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import Volume

POSITIVE, BOX, NEAR_POSITIVE, NEAR_NEGATIVE = 4, 6, 8, 9


def geodesic_network(x: Tensor) -> Tensor:
    """(B, 1, S, S) probabilities from the evidence channels alone."""
    boxed = x[:, BOX : BOX + 1]
    near = x[:, NEAR_POSITIVE : NEAR_POSITIVE + 1] - x[:, NEAR_NEGATIVE : NEAR_NEGATIVE + 1].clamp_min(0.08)
    without = (x[:, POSITIVE : POSITIVE + 1].amax((2, 3), keepdim=True) == 0).float()
    return torch.sigmoid(40 * near * (1 - without) + 40 * (boxed - 0.5) * without)


def ellipsoid(
    shape: tuple[int, int, int], centre: tuple[float, ...], radius_mm: tuple[float, ...], spacing: tuple[float, ...]
) -> npt.NDArray[np.bool_]:
    grid = np.meshgrid(*(np.arange(n) for n in shape), indexing="ij")
    parts = [((g - c) * s / r) ** 2 for g, c, s, r in zip(grid, centre, spacing, radius_mm, strict=True)]
    return np.asarray(sum(parts) <= 1)


def volume_of(mask: npt.NDArray[np.bool_], spacing: tuple[float, float, float], noise: float = 0.01) -> Volume:
    """A bright object on dark ground."""
    chance = np.random.default_rng(0)
    voxels = (mask + noise * chance.standard_normal(mask.shape)).astype(np.float32) * 100 + 50
    return Volume(voxels, Geometry.axial(mask.shape, spacing), "MR")
