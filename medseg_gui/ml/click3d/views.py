"""Regions of interest: axis-aligned boxes of a volume, shown on a small grid by separable interpolation.

Positions are voxel indices of the volume, centres at integers. Grid voxel i of n along an axis shows
centre + (i - (n - 1) / 2) · side / n.
"""

from __future__ import annotations

import torch
from torch import Tensor

from medseg_gui.ml.click3d.fields import along


def onto_grid(count: int, centre: Tensor, side: Tensor, grid: int, first: int = 0) -> Tensor:
    """(B, grid, count) matrices from voxels first … first + count - 1 to the grid; ``centre`` and ``side`` (B,).

    Linear between voxels, or the mean over a grid voxel where those are larger; the border goes on outside.
    """
    step = (side / grid).view(-1, 1, 1)
    line = torch.arange(grid, device=centre.device, dtype=torch.float32).view(1, -1, 1)
    at = (centre.view(-1, 1, 1) + (line - (grid - 1) / 2) * step).clamp(first, first + count - 1)
    far = (at - torch.arange(first, first + count, device=centre.device).view(1, 1, -1)).abs()
    weight = torch.where(step <= 1, 1 - far, step / 2 + 0.5 - far).clamp(0, 1)
    return weight / weight.sum(2, keepdim=True)


def off_grid(count: int, centre: Tensor, side: Tensor, grid: int, first: int = 0) -> Tensor:
    """(B, count, grid) matrices from the grid back to the voxels, linear; 0 outside the region."""
    step = (side / grid).view(-1, 1, 1)
    voxel = torch.arange(first, first + count, device=centre.device, dtype=torch.float32).view(1, -1, 1)
    at = (voxel - centre.view(-1, 1, 1)) / step + (grid - 1) / 2
    line = torch.arange(grid, device=centre.device, dtype=torch.float32).view(1, 1, -1)
    weight = (1 - (at.clamp(0, grid - 1) - line).abs()).clamp_min(0)
    return weight * ((at >= -0.5) & (at <= grid - 0.5))


def show(volume: Tensor, centre: Tensor, side: Tensor, grid: int) -> Tensor:
    """(B, C, G, G, G) of (B, C, D, H, W) seen in regions: ``centre`` and ``side`` (B, 3)."""
    for axis in range(3):
        volume = along(volume, onto_grid(volume.shape[axis + 2], centre[:, axis], side[:, axis], grid), axis)
    return volume


def put_back(values: Tensor, centre: Tensor, side: Tensor, shape: tuple[int, ...]) -> Tensor:
    """(B, C, *shape) of what (B, C, G, G, G) say about a volume; 0 outside the regions."""
    grid = values.shape[-1]
    for axis in range(3):
        values = along(values, off_grid(shape[axis], centre[:, axis], side[:, axis], grid), axis)
    return values


def grid_places(points: Tensor, centre: Tensor, side: Tensor, grid: int) -> Tensor:
    """(n, 3) grid positions of voxel positions; ``centre`` and ``side`` (n, 3) or (3,)."""
    return (points - centre) / (side / grid) + (grid - 1) / 2
