"""Images painted from label maps: every contrast, sharpness, bias and noise, so that a network learns shapes alone.

The method of SynthSeg (Billot et al., Medical Image Analysis 2023): each tissue has a random grey value and spread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from medseg_gui.ml.augment import random_bend, random_map
from medseg_gui.ml.resample import resize

Bytes = npt.NDArray[np.uint8]
# Chances and ranges; grey values before the z-score run from 0 to 1.
SPREAD = 0.1
FAMILY_CHANCE, FAMILY_SPREAD, LEAST_CONTRAST = 0.75, 0.03, 0.12
REACH = 0.35
"""A patch's middle is off the organ's by up to this share of half its size."""
DARK_AIR_CHANCE = 0.8
STRIPPED_CHANCE = 0.4
BLUR_VOXELS = 0.8
BIAS, BIAS_NODES = 0.45, 4
GAMMA = 0.35
COARSE_CHANCE, COARSEST_MM = 0.6, 6.0
NOISE = 0.06


@dataclass(frozen=True)
class Tissues:
    """What the numbers of a tissue map mean, each table indexed by the number.

    ``classes``: the class it belongs to (0 background); ``twins``: its number on the other side of the body, or
    itself; ``outer``: those that are gone from an image that shows the organ alone. Number 0 is air.
    """

    classes: Bytes
    twins: Bytes
    outer: tuple[int, ...] = ()
    families: tuple[tuple[int, ...], ...] = ()
    """White matter, grey matter, fluid, and what lies between white and grey: tissues alike in most contrasts."""

    def means(self, rng: np.random.Generator) -> npt.NDArray[np.float64]:
        """A random grey value for each tissue, the same for twins; mostly alike within a family."""
        out = rng.uniform(0, 1, len(self.classes))
        if self.families and rng.random() < FAMILY_CHANCE:
            bases = rng.uniform(0, 1, 3)
            while abs(bases[0] - bases[1]) < LEAST_CONTRAST:
                bases = rng.uniform(0, 1, 3)
            *three, between = (list(f) for f in self.families)
            for base, family in zip(bases, three, strict=True):
                out[family] = base + rng.normal(0, FAMILY_SPREAD, len(family))
            out[between] = bases[1] + rng.uniform(-0.1, 0.7, len(between)) * (bases[0] - bases[1])
        return np.asarray(out[np.minimum(np.arange(len(out)), self.twins)])


@dataclass(frozen=True)
class TissueMap:
    """A tissue map uint8 (slice, row, column) in canonical axes that patches are painted from.

    ``middle``: the organ's, in voxels.
    """

    name: str
    tissues: Bytes
    spacing_mm: tuple[float, float, float]
    of: Tissues
    middle: npt.NDArray[np.float64]

    def draw(self, plan: Mapping[str, Any], rng: np.random.Generator, seek: bool) -> tuple[torch.Tensor, torch.Tensor]:
        """(image float32, classes int64) of the plan's patch, 3-D; half of them mirrored left to right."""
        patch = [int(n) for n in plan["patch"]]
        grid = [float(s) for s in plan["spacing_mm"]]
        step = np.asarray(grid) / np.asarray(self.spacing_mm)
        matrix = random_map(rng, grid, 3)
        bend = random_bend(rng, matrix, grid, patch)
        half = (np.asarray(patch) - 1) / 2 * step
        wanted = self.middle + rng.uniform(-REACH, REACH, 3) * half
        last = np.asarray(self.tissues.shape) - 1
        centre = np.clip(wanted, np.minimum(half, last / 2), np.maximum(last - half, last / 2))
        axes = [torch.arange(n, dtype=torch.float32) - (n - 1) / 2 for n in patch]
        offsets = torch.stack(torch.meshgrid(*axes, indexing="ij"), -1) @ torch.from_numpy(matrix.astype(np.float32)).T
        if bend is not None:
            offsets = offsets + bend.movedim(0, -1)
        places = offsets * torch.from_numpy(step.astype(np.float32)) + torch.from_numpy(centre.astype(np.float32))
        index = places.round().long()
        inside = ((index >= 0) & (index <= torch.from_numpy(last))).all(-1)
        z, y, x = (index[..., a].clamp(0, int(last[a])) for a in range(3))
        chosen = torch.from_numpy(self.tissues)[z, y, x]
        chosen[~inside] = 0
        if rng.random() < 0.5:
            chosen = torch.from_numpy(self.of.twins)[chosen.long()].flip(2)
        number = chosen.long()
        image = paint(number, self.of, rng, grid)
        return image, torch.from_numpy(self.of.classes)[number].long()


def paint(
    tissues: torch.Tensor,
    of: Tissues,
    rng: np.random.Generator,
    spacing_mm: Sequence[float],
    means: npt.NDArray[np.float64] | None = None,
    rough: bool = True,
    finer: int = 1,
) -> torch.Tensor:
    """A z-scored float32 image of a tissue map int (slice, row, column) on a grid ``finer`` times as fine.

    ``means``: grey value 0..1 of each tissue, else random ones; ``rough`` False leaves away low resolution and
    stripping, for images of an exam.
    """
    count = len(of.classes)
    grey = of.means(rng) if means is None else means.copy()
    spread = rng.uniform(0, SPREAD, count) if means is None else np.full(count, SPREAD / 3)
    if means is not None or rng.random() < DARK_AIR_CHANCE:
        grey[0], spread[0] = rng.uniform(0, 0.05), rng.uniform(0, 0.02)
    stripped = rough and bool(of.outer) and rng.random() < STRIPPED_CHANCE
    if stripped:
        grey[0] = spread[0] = 0.0
        grey[list(of.outer)] = spread[list(of.outer)] = 0.0
    image, texture = (torch.from_numpy(v.astype(np.float32))[tissues] for v in (grey, spread))
    if finer > 1:
        image, texture = torch.nn.functional.avg_pool3d(torch.stack([image, texture / finer]), finer)
    image = image + torch.from_numpy(rng.standard_normal(tuple(image.shape), dtype=np.float32)) * texture
    image = blurred(image, [float(rng.uniform(0.2, BLUR_VOXELS))] * 3)
    nodes = torch.from_numpy(rng.standard_normal((1, BIAS_NODES, BIAS_NODES, BIAS_NODES), dtype=np.float32))
    image = image * torch.exp(resize(nodes * float(rng.uniform(0, BIAS)), image.shape)[0])
    if rough and rng.random() < COARSE_CHANCE:
        image = _coarse(image, rng, spacing_mm)
    noise = torch.from_numpy(rng.standard_normal(image.shape, dtype=np.float32))
    image = (image + noise * float(rng.uniform(0, NOISE))).clamp(min=0)
    if rough:
        top = image.max().clamp(min=1e-6)
        image = (image / top) ** float(np.exp(rng.normal(0, GAMMA)))
        image = -image if rng.random() < 0.05 else image
    return (image - image.mean()) / image.std().clamp(min=1e-6)


def _coarse(image: torch.Tensor, rng: np.random.Generator, spacing_mm: Sequence[float]) -> torch.Tensor:
    """The image as thick slices along one axis, or large voxels along all, would show it, back on its own grid."""
    wanted = np.asarray(spacing_mm, dtype=np.float64).copy()
    if rng.random() < 0.7:
        wanted[int(rng.integers(3))] = rng.uniform(wanted[0], max(wanted[0], COARSEST_MM))
    else:
        wanted[:] = rng.uniform(wanted[0], max(wanted[0], COARSEST_MM / 2))
    shape = [max(2, round(n * s / w)) for n, s, w in zip(image.shape, spacing_mm, wanted, strict=True)]
    return resize(resize(image, shape), image.shape)


def blurred(image: torch.Tensor, sigma: Sequence[float]) -> torch.Tensor:
    """A Gaussian of ``sigma`` voxels along each of the three axes, up to a radius of two voxels."""
    offsets = torch.arange(-2, 3, dtype=torch.float32)
    for axis, s in enumerate(sigma):
        kernel = torch.exp(-0.5 * (offsets / max(s, 1e-3)) ** 2)
        shape = [1, 1, 1, 1, 1]
        shape[2 + axis] = 5
        pad = [0] * 6
        pad[4 - 2 * axis] = pad[5 - 2 * axis] = 2
        padded = torch.nn.functional.pad(image[None, None], pad, mode="replicate")
        image = torch.nn.functional.conv3d(padded, (kernel / kernel.sum()).reshape(shape))[0, 0]
    return image


__all__ = ["TissueMap", "Tissues", "blurred", "paint"]
