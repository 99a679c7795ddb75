"""Regions of interest: axis-aligned boxes of a volume, shown on a small grid by separable interpolation.

Positions are voxel indices of the volume, centres at integers. Grid voxel i of n along an axis shows
centre + (i - (n - 1) / 2) · side / n.
"""

from __future__ import annotations

import torch
from torch import Tensor

from medseg_gui.ml.click3d.fields import along


def onto_grid(voxels: Tensor, centre: Tensor, side: Tensor, grid: int) -> Tensor:
    """(B, grid, n) matrices from evenly spaced voxels (n,) to the grid; ``centre`` and ``side`` (B,).

    Linear between voxels, or the mean over a grid voxel where those are larger; the border goes on outside.
    """
    apart = float(voxels[1] - voxels[0]) if len(voxels) > 1 else 1.0
    step = (side / grid / apart).view(-1, 1, 1)
    line = torch.arange(grid, device=centre.device, dtype=torch.float32).view(1, -1, 1)
    at = (centre.view(-1, 1, 1) - voxels[0]) / apart + (line - (grid - 1) / 2) * step
    far = at.clamp(0, len(voxels) - 1) - torch.arange(len(voxels), device=centre.device).view(1, 1, -1)
    far = far.abs()
    weight = torch.where(step <= 1, 1 - far, step / 2 + 0.5 - far).clamp(0, 1)
    return weight / weight.sum(2, keepdim=True)


def off_grid(voxels: Tensor, centre: Tensor, side: Tensor, grid: int) -> Tensor:
    """(B, n, grid) matrices from the grid back to voxels (n,), linear; 0 outside the region."""
    at = (voxels.view(1, -1, 1) - centre.view(-1, 1, 1)) / (side / grid).view(-1, 1, 1) + (grid - 1) / 2
    line = torch.arange(grid, device=centre.device, dtype=torch.float32).view(1, 1, -1)
    weight = (1 - (at.clamp(0, grid - 1) - line).abs()).clamp_min(0)
    return weight * ((at >= -0.51) & (at <= grid - 0.49))


def between(of: tuple[Tensor, Tensor], of_grid: int, to: tuple[Tensor, Tensor], to_grid: int) -> Tensor:
    """(1, to_grid, of_grid) matrix from one region's grid to another's along an axis; 0 outside the first."""
    line = torch.arange(to_grid, dtype=torch.float32)
    return off_grid(to[0] + (line - (to_grid - 1) / 2) * to[1] / to_grid, of[0], of[1], of_grid)


def show(volume: Tensor, centre: Tensor, side: Tensor, grid: int) -> Tensor:
    """(B, C, G, G, G) of (B, C, D, H, W) seen in regions: ``centre`` and ``side`` (B, 3)."""
    for axis in range(3):
        line = torch.arange(volume.shape[axis + 2], device=centre.device, dtype=torch.float32)
        volume = along(volume, onto_grid(line, centre[:, axis], side[:, axis], grid), axis)
    return volume


def put_back(values: Tensor, centre: Tensor, side: Tensor, shape: tuple[int, ...]) -> Tensor:
    """(B, C, *shape) of what (B, C, G, G, G) say about a volume; 0 outside the regions."""
    grid = values.shape[-1]
    for axis in range(3):
        line = torch.arange(shape[axis], device=centre.device, dtype=torch.float32)
        values = along(values, off_grid(line, centre[:, axis], side[:, axis], grid), axis)
    return values


def grid_places(points: Tensor, centre: Tensor, side: Tensor, grid: int) -> Tensor:
    """(n, 3) grid positions of voxel positions; ``centre`` and ``side`` (n, 3) or (3,)."""
    return (points - centre) / (side / grid) + (grid - 1) / 2
