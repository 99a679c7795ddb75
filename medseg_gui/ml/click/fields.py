"""Random fields and small image operations in batched torch: the same code on CPU and GPU.

Every function takes a ``torch.Generator`` and draws everything on its device, so one seed gives one result.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Generator, Tensor


def uniform(g: Generator, batch: int, low: float, high: float) -> Tensor:
    """(B, 1, 1, 1) numbers between low and high."""
    return torch.rand(batch, 1, 1, 1, generator=g, device=g.device) * (high - low) + low


def log_uniform(g: Generator, batch: int, low: float, high: float) -> Tensor:
    """(B, 1, 1, 1) numbers between low and high, every factor equally likely."""
    return torch.exp(uniform(g, batch, math.log(low), math.log(high)))


def normal(g: Generator, batch: int, sd: float = 1.0) -> Tensor:
    """(B, 1, 1, 1) normal numbers."""
    return torch.randn(batch, 1, 1, 1, generator=g, device=g.device) * sd


def coin(g: Generator, batch: int, chance: float) -> Tensor:
    """(B, 1, 1, 1) bools, true with that chance."""
    return torch.rand(batch, 1, 1, 1, generator=g, device=g.device) < chance


def octaves(
    g: Generator, batch: int, channels: int, size: int, grids: tuple[int, ...], slope: float | None = None
) -> Tensor:
    """(B, C, S, S) smooth noise of about unit variance: random grids, the finer ones weighted by a random slope."""
    total = torch.zeros(batch, channels, size, size, device=g.device)
    power = torch.zeros(batch, 1, 1, 1, device=g.device)
    tilt = uniform(g, batch, -1.2, 1.2) if slope is None else torch.full((batch, 1, 1, 1), slope, device=g.device)
    for k, grid in enumerate(grids):
        weight = torch.exp(-tilt * k) * (0.2 + torch.rand(batch, 1, 1, 1, generator=g, device=g.device))
        noise = torch.randn(batch, channels, grid, grid, generator=g, device=g.device)
        if grid < size:
            mode = "bicubic" if grid < 6 else "bilinear"
            noise = F.interpolate(noise, size=(size, size), mode=mode, align_corners=True)
        total += weight * noise
        power += weight * weight
    return total / power.sqrt()


def blur(image: Tensor, sigma: Tensor) -> Tensor:
    """(B, C, H, W) Gaussian blur with a sigma of its own for each sample ((B, 1, 1, 1), pixels)."""
    batch = image.shape[0]
    reach = max(1, math.ceil(3 * float(sigma.max())))
    t = torch.arange(-reach, reach + 1, device=image.device, dtype=image.dtype)
    kernel = torch.exp(-0.5 * (t[None] / sigma.reshape(batch, 1).clamp_min(0.05)) ** 2)
    kernel = kernel / kernel.sum(1, keepdim=True)
    y = image.transpose(0, 1)
    y = F.conv2d(F.pad(y, (reach, reach, 0, 0), mode="replicate"), kernel[:, None, None, :], groups=batch)
    y = F.conv2d(F.pad(y, (0, 0, reach, reach), mode="replicate"), kernel[:, None, :, None], groups=batch)
    return y.transpose(0, 1)


def dilate(mask: Tensor) -> Tensor:
    """3×3 dilation of a float mask by shifts; far cheaper than a pooling with stride 1 on a CPU."""
    p = F.pad(mask, (0, 0, 1, 1))
    mask = torch.maximum(torch.maximum(p[:, :, :-2], p[:, :, 2:]), mask)
    p = F.pad(mask, (1, 1, 0, 0))
    return torch.maximum(torch.maximum(p[..., :-2], p[..., 2:]), mask)


def box_sum(image: Tensor, radius: int) -> Tensor:
    """(B, C, H, W) sums over (2 radius + 1)² windows, zero outside, by an integral image."""
    h, w = image.shape[-2:]
    k = 2 * radius + 1
    total = F.pad(image, (radius + 1, radius, radius + 1, radius)).cumsum(-1).cumsum(-2)
    rows = total[..., k : k + h, :] - total[..., :h, :]
    return rows[..., k : k + w] - rows[..., :w]


def component_at(mask: Tensor, row: Tensor, col: Tensor, rounds: int = 48) -> Tensor:
    """(B, 1, S, S) bools: the part of the mask that hangs together with (row, col), at half resolution."""
    batch = mask.shape[0]
    seed = torch.zeros_like(mask)
    seed[torch.arange(batch, device=mask.device), 0, row, col] = True
    room = F.max_pool2d(mask.float(), 2)
    grown = F.max_pool2d((seed & mask).float(), 2)
    for i in range(rounds):
        wider = dilate(grown) * room
        if i % 8 == 7 and bool((wider == grown).all()):
            break
        grown = wider
    return (F.interpolate(grown, scale_factor=2) > 0) & mask


def normalise(image: Tensor) -> Tensor:
    """Each sample's first channel's 1st to 99th percentile becomes -1 to 1, for all its channels; clamped to ±1.5."""
    batch = image.shape[0]
    # the quantile of a quarter of the pixels costs a quarter and says the same
    sample = image[:, :1, ::2, ::2].reshape(batch, -1)
    low, high = torch.quantile(sample, torch.tensor([0.01, 0.99], device=image.device), 1).view(2, batch, 1, 1, 1)
    scaled: Tensor = 2 * (image - low) / (high - low + 1e-6) - 1
    return scaled.clamp(-1.5, 1.5)
