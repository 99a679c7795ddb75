"""A space that all heads (or other organs) share: affine ways into it, and a window of it that images are brought to.

Points are (slice, row, column) in mm along canonical axes; those of an image count from its first corner, those of the
template from the window's middle. A way is float64 (3, 4): template = way[:, :3] @ image + way[:, 3].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
import torch

from medseg_gui.core.geometry import Triple
from medseg_gui.ml.resample import resize

Floats = npt.NDArray[np.float64]
FINER = 2
"""Images are sampled at so many points along each axis of a window's voxel, and their mean taken."""
ROUNDS = 8
TAILS = (0.005, 0.995)


@dataclass(frozen=True)
class Window:
    """A grid in the middle of the template: ``shape`` (slice, row, column) of cubes with ``side_mm``."""

    shape: Triple
    side_mm: float

    def axes(self, finer: int = 1) -> list[torch.Tensor]:
        """The places of the voxels' middles along each axis, mm."""
        side = self.side_mm / finer
        return [(torch.arange(n * finer, dtype=torch.float32) + 0.5) * side - n * self.side_mm / 2 for n in self.shape]


def fit_way(image_mm: Floats, template_mm: Floats, weights: Floats | None = None) -> Floats:
    """The affine way that takes points (n, 3) to their partners with the least (weighted) sum of squares."""
    root = np.sqrt(np.ones(len(image_mm)) if weights is None else weights)[:, None]
    known = np.c_[image_mm, np.ones(len(image_mm))] * root
    found = np.linalg.lstsq(known, template_mm * root, rcond=None)[0]
    return np.ascontiguousarray(found.T)


def fit_way_robustly(image_mm: Floats, template_mm: Floats, weights: Floats) -> tuple[Floats, float]:
    """The way, far-off partners counting little (Cauchy's weights), and the typical distance left over, mm."""
    now = weights
    for _ in range(ROUNDS):
        way = fit_way(image_mm, template_mm, now)
        off = np.linalg.norm(image_mm @ way[:, :3].T + way[:, 3] - template_mm, axis=1)
        typical = max(float(np.average(off, weights=weights)), 1e-6)
        now = weights / (1 + (off / typical) ** 2)
    return way, typical


def back(way: Floats) -> Floats:
    """The opposite way, from the template to the image."""
    matrix = np.linalg.inv(way[:, :3])
    return np.asarray(np.c_[matrix, -matrix @ way[:, 3]])


def spread(way: Floats, axes: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    """Where a way takes each point of a grid: three float32 tensors of the grid's shape."""
    z, y, x = axes
    m = torch.from_numpy(way.astype(np.float32))
    return [(m[a, 0] * z + m[a, 3])[:, None, None] + (m[a, 1] * y)[:, None] + m[a, 2] * x for a in range(3)]


def at(image: torch.Tensor, spacing_mm: Sequence[float], places_mm: Sequence[torch.Tensor]) -> torch.Tensor:
    """Linear interpolation of (channel, slice, row, column) at places in mm from the corner; 0 outside the image."""
    scaled = [p * (2 / (n * s)) - 1 for p, n, s in zip(places_mm, image.shape[1:], spacing_mm, strict=True)]
    grid = torch.stack(scaled[::-1], -1)[None]
    return torch.nn.functional.grid_sample(image[None], grid, mode="bilinear", align_corners=False)[0]


def into(image: torch.Tensor, spacing_mm: Sequence[float], way: Floats, window: Window) -> torch.Tensor:
    """An image (slice, row, column) in the window, without aliasing; its darkest value where it has no voxel."""
    fine = window.side_mm / FINER
    shape = [min(n, max(1, round(n * s / fine))) for n, s in zip(image.shape, spacing_mm, strict=True)]
    low = image.min()
    small = resize(image - low, shape)
    sides = [n * s / m for n, s, m in zip(image.shape, spacing_mm, shape, strict=True)]
    found = at(small[None], sides, spread(back(way), window.axes(FINER)))
    return torch.nn.functional.avg_pool3d(found[None], FINER)[0, 0] + low


def standard(image: torch.Tensor) -> torch.Tensor:
    """Zero mean and unit spread, its brightest and darkest voxels cut off before."""
    some = image.flatten()[:: max(1, image.numel() // 100_000)]
    low, high = torch.quantile(some, torch.tensor(TAILS))
    cut = image.clamp(low, high)
    return (cut - cut.mean()) / cut.std().clamp(min=1e-6)


def common_places(found: Sequence[Floats], twins: Sequence[int]) -> Floats:
    """(n, 3): where structures lie on average, mm from the middle, alike on both sides; ``found``: of each image.

    ``twins``: for each structure its number on the other side, or its own. Columns run from right to left.
    """
    mean = reduce(np.add, [f - f.mean(0) for f in found]) / len(found)
    mirrored = mean[list(twins)] * (1, 1, -1)
    return np.asarray((mean + mirrored) / 2)
