"""Training patches: cut from a stored case at a random place, turned, scaled, and changed in their grey values.

Chances and ranges follow nnU-Net's (nnunetv2, nnUNetTrainer.get_training_transforms), made gentler in scale since
training here is short. Everything is drawn from one numpy generator, so that a seed gives the same patches.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from medseg_gui.ml.resample import resize

Floats = npt.NDArray[np.float64]
SPATIAL_CHANCE = 0.6
BEND_CHANCE = 0.5
# A bend moves the nodes of a coarse grid by this share of their distance at most (one standard deviation).
BEND, NODES = 0.2, 5
TURN_DEGREES = 20.0
SCALES = (0.8, 1.25)
# A plane through coarse slices is not turned out of itself: slices this much thicker than a pixel only turn in-plane.
ANISOTROPIC = 3.0


def random_map(rng: np.random.Generator, spacing_mm: Sequence[float], dims: int) -> Floats:
    """(3, 3): from offsets on the patch's grid to offsets on the case's grid, in voxels of (slice, row, column)."""
    if rng.random() >= SPATIAL_CHANCE:
        return np.eye(3)
    angles = np.deg2rad(rng.uniform(-TURN_DEGREES, TURN_DEGREES, 3))
    if dims == 2 or spacing_mm[0] > ANISOTROPIC * min(spacing_mm):
        angles[1:] = 0.0
        angles[0] *= 1.5
    turn = np.eye(3)
    for axis, angle in enumerate(angles):
        a, b = [i for i in range(3) if i != axis]
        one = np.eye(3)
        one[a, a] = one[b, b] = np.cos(angle)
        one[a, b], one[b, a] = -np.sin(angle), np.sin(angle)
        turn = turn @ one
    scale = np.exp(rng.uniform(np.log(SCALES[0]), np.log(SCALES[1])))
    mm = np.asarray(spacing_mm, dtype=np.float64)
    out: Floats = (turn * scale) * mm[None, :] / mm[:, None]
    if dims == 2:
        out[0] = (1.0, 0.0, 0.0)
        out[:, 0] = (1.0, 0.0, 0.0)
    return out


def random_bend(
    rng: np.random.Generator, matrix: Floats, spacing_mm: Sequence[float], shape: Sequence[int]
) -> torch.Tensor | None:
    """(3, *shape): a smooth shift of each voxel of the patch, in voxels of the case; only where it is turned too."""
    if np.array_equal(matrix, np.eye(3)) or rng.random() >= BEND_CHANCE:
        return None
    nodes = [min(NODES, n) for n in shape]
    extent_mm = [n * s for n, s in zip(shape, spacing_mm, strict=True) if n > 1]
    size_mm = rng.uniform(0, BEND) * min(extent_mm) / NODES
    shift = rng.standard_normal((3, *nodes)) * size_mm / np.reshape(spacing_mm, (3, 1, 1, 1))
    if shape[0] == 1 or spacing_mm[0] > ANISOTROPIC * min(spacing_mm):
        shift[0] = 0.0
    return resize(torch.from_numpy(shift.astype(np.float32)), shape)


def cut(
    image: npt.NDArray[np.floating[Any]],
    labels: npt.NDArray[np.uint8],
    centre: Floats,
    shape: Sequence[int],
    matrix: Floats,
    bend: torch.Tensor | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """(image float32, labels int64) of ``shape`` round ``centre``; 0 and background outside the case.

    Only the block that the patch touches is read, so arrays may be memory maps.
    """
    half = (np.asarray(shape) - 1) / 2
    if np.array_equal(matrix, np.eye(3)):
        return _plain(image, labels, np.round(centre - half).astype(int), shape)
    axes = [torch.arange(n, dtype=torch.float64) - h for n, h in zip(shape, half, strict=True)]
    offsets = torch.stack(torch.meshgrid(*axes, indexing="ij"), -1)
    places = offsets @ torch.from_numpy(matrix).T + torch.from_numpy(centre)
    if bend is not None:
        places = places + bend.movedim(0, -1)
    flat = places.reshape(-1, 3)
    limit = np.array(image.shape)
    low = np.clip(np.floor(flat.amin(0).numpy()).astype(int), 0, limit - 1)
    high = np.clip(np.ceil(flat.amax(0).numpy()).astype(int) + 1, low + 1, limit)
    block = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
    size = torch.from_numpy(np.maximum(high - low - 1, 1))
    # grid_sample wants (x, y, z) in -1..1
    grid = ((places - torch.from_numpy(low)) / size * 2 - 1).flip(-1).float()[None]
    grey = torch.from_numpy(np.ascontiguousarray(image[block], dtype=np.float32))
    out = _sample(grey, grid)
    classes = np.ascontiguousarray(labels[block])
    best = torch.zeros(tuple(shape))
    chosen = torch.zeros(tuple(shape), dtype=torch.int64)
    for value in np.unique(classes):
        share = _sample(torch.from_numpy((classes == value).astype(np.float32)), grid)
        better = share > best
        best = torch.where(better, share, best)
        chosen[better] = int(value)
    return out, chosen


def _sample(block: torch.Tensor, grid: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.grid_sample(block[None, None], grid, mode="bilinear", align_corners=True)[0, 0]


def _plain(
    image: npt.NDArray[np.floating[Any]], labels: npt.NDArray[np.uint8], start: npt.NDArray[Any], shape: Sequence[int]
) -> tuple[torch.Tensor, torch.Tensor]:
    low = [max(0, int(s)) for s in start]
    high = [max(a, min(int(s) + n, m)) for a, s, n, m in zip(low, start, shape, image.shape, strict=True)]
    source = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
    target = tuple(slice(a - int(s), b - int(s)) for a, b, s in zip(low, high, start, strict=True))
    grey = np.zeros(tuple(shape), np.float32)
    classes = np.zeros(tuple(shape), np.int64)
    grey[target] = image[source]
    classes[target] = labels[source]
    return torch.from_numpy(grey), torch.from_numpy(classes)


def mirrored(
    image: torch.Tensor, labels: torch.Tensor, axes: Sequence[int], rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Both flipped along each of the axes with chance one half."""
    flips = [axis for axis in axes if rng.random() < 0.5]
    return (torch.flip(image, flips), torch.flip(labels, flips)) if flips else (image, labels)


def greys(image: torch.Tensor, rng: np.random.Generator, strength: float = 1.0) -> torch.Tensor:
    """The patch (slice, row, column) with noise, brightness, contrast, lower resolution and gamma, each by chance."""
    if strength <= 0:
        return image
    if rng.random() < 0.15:
        noise = torch.from_numpy(rng.standard_normal(image.shape, dtype=np.float32))
        image = image + noise * float(rng.uniform(0, 0.3 * strength))
    if rng.random() < 0.25:
        shape = [max(1, round(n * rng.uniform(0.5, 1.0))) if n > 1 else 1 for n in image.shape]
        image = resize(resize(image, shape), image.shape)
    if rng.random() < 0.2:
        image = image * float(rng.uniform(1 - 0.25 * strength, 1 + 0.25 * strength))
    if rng.random() < 0.2:
        mean = image.mean()
        image = (image - mean) * float(rng.uniform(1 - 0.25 * strength, 1 + 0.25 * strength)) + mean
    if rng.random() < 0.2:
        image = image + float(rng.uniform(-0.2 * strength, 0.2 * strength))
    for chance, inverted in ((0.3, False), (0.1, True)):
        if rng.random() < chance:
            image = _gamma(image, float(rng.uniform(0.7, 1.5)), inverted)
    return image


def _gamma(image: torch.Tensor, gamma: float, inverted: bool) -> torch.Tensor:
    """A power of the grey values that leaves their mean and spread."""
    sign = -1.0 if inverted else 1.0
    mean, sd = image.mean(), image.std()
    x = image * sign
    low, high = x.min(), x.max()
    x = ((x - low) / (high - low).clamp(min=1e-6)) ** gamma * sign
    return (x - x.mean()) / x.std().clamp(min=1e-6) * sd + mean
