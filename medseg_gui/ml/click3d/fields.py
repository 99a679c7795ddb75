"""Random 3-D fields and small operations on volumes in batched torch: the same code on CPU and GPU.

Volumes are (B, C, D, H, W), as a rule cubes of side S. Every random function draws on its generator's device.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from medseg_gui.ml.click import fields as flat

ALL = (1, 2, 3, 4)


def uniform(g: Generator, batch: int, low: float, high: float) -> Tensor:
    """(B, 1, 1, 1, 1) numbers between low and high."""
    return flat.uniform(g, batch, low, high)[..., None]


def log_uniform(g: Generator, batch: int, low: float, high: float) -> Tensor:
    """(B, 1, 1, 1, 1) numbers between low and high, every factor equally likely."""
    return flat.log_uniform(g, batch, low, high)[..., None]


def coin(g: Generator, batch: int, chance: float) -> Tensor:
    """(B, 1, 1, 1, 1) bools, true with that chance."""
    return flat.coin(g, batch, chance)[..., None]


def heads(g: Generator, batch: int, chance: float) -> Tensor:
    """(B,) bools, true with that chance."""
    return torch.rand(batch, generator=g, device=g.device) < chance


def draw(g: Generator, high: int) -> int:
    """A whole number from 0 to high - 1."""
    return int(torch.randint(0, high, (1,), generator=g, device=g.device))


def octaves(g: Generator, batch: int, channels: int, size: int, grids: tuple[int, ...], slope: float = 0.0) -> Tensor:
    """(B, C, S, S, S) smooth noise of about unit variance from random grids, finer ones weighted by exp(-slope)."""
    total = torch.zeros(batch, channels, size, size, size, device=g.device)
    power = torch.zeros(batch, 1, 1, 1, 1, device=g.device)
    for k, grid in enumerate(grids):
        weight = math.exp(-slope * k) * (0.2 + torch.rand(batch, 1, 1, 1, 1, generator=g, device=g.device))
        noise = weight * torch.randn(batch, channels, grid, grid, grid, generator=g, device=g.device)
        if grid < size:
            # three products of matrices: far cheaper on a CPU than the trilinear interpolation that they are
            finer = _finer(grid, size, g.device)
            for axis in range(3):
                noise = along(noise, finer, axis)
        total += noise
        power += weight * weight
    return total * (1.5 / power.sqrt())


def _finer(grid: int, size: int, device: torch.device) -> Tensor:
    """(1, S, grid) linear interpolation, ends on ends."""
    at = torch.linspace(0, grid - 1, size, device=device)
    return (1 - (at[:, None] - torch.arange(grid, device=device)[None]).abs()).clamp_min(0)[None]


def first_largest(values: Tensor) -> Tensor:
    """(B, 1, …) int16 index of the largest of (B, C, …); far faster than argmax over a distant axis."""
    best = values[:, :1]
    index = torch.zeros(best.shape, dtype=torch.int16, device=values.device)
    for k in range(1, values.shape[1]):
        here = values[:, k : k + 1]
        index = torch.where(here > best, k, index)
        best = torch.maximum(best, here)
    return index


def rotation(g: Generator, batch: int) -> Tensor:
    """(B, 3, 3) rotations, every direction equally likely."""
    q = torch.randn(batch, 4, generator=g, device=g.device)
    w, x, y, z = (q / q.norm(dim=1, keepdim=True)).unbind(1)
    rows = [
        1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w),
        2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w),
        2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y),
    ]  # fmt: skip
    return torch.stack(rows, 1).view(batch, 3, 3)


def along(x: Tensor, matrices: Tensor, axis: int) -> Tensor:
    """(B, C, …) volumes with (B or 1, n, m) matrices applied along spatial axis 0, 1 or 2 (m → n)."""
    y = x.movedim(axis + 2, 2)
    b, c, _, h, w = y.shape
    m = matrices.expand(b, -1, -1)
    y = torch.matmul(m[:, None], y.reshape(b, c, y.shape[2], h * w))
    return y.view(b, c, m.shape[1], h, w).movedim(2, axis + 2)


def blurring(sigma: Tensor, size: int) -> Tensor:
    """(B, S, S) matrices that blur a line by each sample's sigma (B,), in voxels."""
    t = torch.arange(size, device=sigma.device, dtype=torch.float32)
    kernel = torch.exp(-0.5 * ((t[None, :, None] - t[None, None]) / sigma.view(-1, 1, 1).clamp_min(0.2)) ** 2)
    return kernel / kernel.sum(2, keepdim=True)


def blur(x: Tensor, sigma: Tensor) -> Tensor:
    """The volumes blurred along all three axes."""
    matrices = blurring(sigma, x.shape[-1])
    for axis in range(3):
        x = along(x, matrices, axis)
    return x


def slicing(thickness: float, phase: float, size: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """(1, n, S) mean over slices ``thickness`` voxels thick, and (1, S, n) linear interpolation between them.

    Slice k is centred at (k + 0.5) thickness - phase - 0.5.
    """
    n = min(size, math.ceil((size + phase) / thickness))
    t = torch.arange(size, device=device, dtype=torch.float32)
    centre = (torch.arange(n, device=device) + 0.5) * thickness - phase - 0.5
    mean = (thickness / 2 + 0.5 - (t[None] - centre[:, None]).abs()).clamp(0, 1)
    mean[mean.sum(1) < 1e-3] = 1
    q = ((t - centre[0]) / thickness).clamp(0, n - 1)
    back = (1 - (q[:, None] - torch.arange(n, device=device)[None]).abs()).clamp_min(0)
    return (mean / mean.sum(1, keepdim=True))[None], back[None]


def boxes_mean(x: Tensor, radius: int) -> Tensor:
    """Means over (2 radius + 1)³ windows, zero outside."""
    for axis in range(3):
        line = torch.arange(x.shape[axis + 2], device=x.device)
        band = ((line[:, None] - line[None]).abs() <= radius).float() / (2 * radius + 1)
        x = along(x, band[None], axis)
    return x


def dilate(mask: Tensor) -> Tensor:
    """3×3×3 dilation of a float mask by shifts."""
    for axis in (2, 3, 4):
        pad = [0] * 6
        pad[2 * (4 - axis)] = pad[2 * (4 - axis) + 1] = 1
        p, n = F.pad(mask, pad), mask.shape[axis]
        mask = torch.maximum(torch.maximum(p.narrow(axis, 0, n), p.narrow(axis, 2, n)), mask)
    return mask


def component_at(mask: Tensor, at: Tensor, rounds: int = 40) -> Tensor:
    """(B, 1, …) bools: the part of the mask that hangs together with voxel ``at`` (B, 3), at half resolution."""
    batch = mask.shape[0]
    seed = torch.zeros_like(mask)
    seed[torch.arange(batch, device=mask.device), 0, at[:, 0], at[:, 1], at[:, 2]] = True
    room = F.max_pool3d(mask.float(), 2)
    grown = F.max_pool3d((seed & mask).float(), 2)
    for i in range(rounds):
        wider = dilate(grown) * room
        if i % 8 == 7 and bool((wider == grown).all()):
            break
        grown = wider
    return (F.interpolate(grown, scale_factor=2.0) > 0) & mask


def normalise(image: Tensor) -> Tensor:
    """Each sample's 1st to 99th percentile becomes -1 to 1; clamped to ±1.5."""
    batch = image.shape[0]
    sample = image.flatten(1)
    sample = sample[:, :: max(1, sample.shape[1] // 20000)]
    low, high = torch.quantile(sample, torch.tensor([0.01, 0.99], device=image.device), 1).view(2, batch, 1, 1, 1, 1)
    scaled: Tensor = 2 * (image - low) / (high - low + 1e-6) - 1
    return scaled.clamp(-1.5, 1.5)
