"""Input channels of the 3-D click network, on the grid of one region of interest.

Channels: image, likeness to the clicked tissue, positive prompts, negative prompts, box, answer so far, known slices
(±1 inside and outside the object on slices that the reader confirmed, ±0.5 where the 2-D network suggests it, 0
elsewhere), nearness to positive and to negative prompts along geodesics.
"""

from __future__ import annotations

from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from medseg_gui.core.geodesic import FAR, geodesic3
from medseg_gui.ml.click3d.fields import ALL, boxes_mean

CHANNELS = 9
SHARP = [0, 1, 5, 6]
"""Channels that the full-resolution head sees again."""
BALL = 2.2
"""Radius of a prompt, in voxels of the grid: no prompt is ever scaled away."""
FADE = 0.9
STEP, EDGE, REACH = 0.3, 12.0, 6.0
CONFIRMED, SUGGESTED = 1.0, 0.5


@cache
def _ball() -> Tensor:
    """(n, 3) offsets of the voxels of a prompt's ball."""
    line = torch.arange(-int(BALL), int(BALL) + 1)
    offsets = torch.cartesian_prod(line, line, line)
    return offsets[(offsets**2).sum(1) <= BALL**2]


def balls(places: Tensor, weights: Tensor, sample: Tensor, shape: tuple[int, int, int, int]) -> Tensor:
    """(B, 1, D, H, W) floats: balls of some weight at ``places`` (n, 3) of samples (n,); the heaviest counts."""
    batch, d, h, w = shape
    out = torch.zeros(batch * d * h * w, device=places.device)
    if len(places):
        at = places.round().long()[:, None] + _ball().to(places.device)[None]
        size = torch.tensor([d, h, w], device=places.device)
        good = ((at >= 0) & (at < size)).all(2)
        index = ((sample[:, None] * d + at[..., 0]) * h + at[..., 1]) * w + at[..., 2]
        out.scatter_reduce_(0, index[good], weights[:, None].expand_as(good)[good], "amax")
    return out.view(batch, 1, d, h, w)


def likeness(image: Tensor, positive: Tensor) -> Tensor:
    """(B, 1, …) in -1 to 1: how much darker or brighter than the clicked tissue, in units of its own spread."""
    clicked = (positive > 0).float()
    count = clicked.sum(ALL, keepdim=True)
    mean = (image * clicked).sum(ALL, keepdim=True) / count.clamp_min(1)
    spread = (((image - mean) ** 2 * clicked).sum(ALL, keepdim=True) / count.clamp_min(1)).sqrt()
    return torch.tanh((image - mean) / (2.5 * spread + 0.1)) * (count > 0)


def nearness(image: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
    """(B, 2, …): exp(-geodesic distance) to the positive and to the negative prompts, at half resolution."""
    batch = image.shape[0]
    half = F.avg_pool3d(image, 2)
    seeds = F.max_pool3d(torch.cat([positive, negative]), 2) > 0
    both = torch.cat([half, half])[:, 0]
    if image.is_cuda:
        distance = _by_planes(both, seeds[:, 0])
    else:
        distance = torch.from_numpy(geodesic3(both.numpy(), seeds[:, 0].numpy(), STEP, EDGE))
    near = torch.exp(-distance[:, None] / REACH)
    near = F.interpolate(near, scale_factor=2.0, mode="trilinear", align_corners=False)
    return torch.cat([near[:batch], near[batch:]], 1)


def _by_planes(image: Tensor, seeds: Tensor, rounds: int = 2) -> Tensor:
    """The same distance for a GPU: whole planes at a time, in the six directions."""
    distance = torch.where(seeds, 0.0, float(FAR))
    for _ in range(rounds):
        for axis in (1, 2, 3):
            d, grey = distance.transpose(1, axis), image.transpose(1, axis)
            d = _sweep(d, grey)
            d = _sweep(d.flip(1), grey.flip(1)).flip(1)
            distance = d.transpose(1, axis)
    return distance


def _sweep(distance: Tensor, image: Tensor) -> Tensor:
    planes = [distance[:, 0]]
    padded = F.pad(image[:, None], (1, 1, 1, 1, 0, 0), mode="replicate")[:, 0]
    length = STEP * torch.tensor([[3.0, 2, 3], [2, 1, 2], [3, 2, 3]], device=image.device).sqrt().flatten()
    for z in range(1, distance.shape[1]):
        before = F.pad(planes[-1], (1, 1, 1, 1), value=float(FAR)).unfold(1, 3, 1).unfold(2, 3, 1).flatten(3)
        grey = padded[:, z - 1].unfold(1, 3, 1).unfold(2, 3, 1).flatten(3)
        cost = length + EDGE * (image[:, z, :, :, None] - grey).abs()
        planes.append(torch.minimum(distance[:, z], (before + cost).amin(3)))
    return torch.stack(planes, 1)


def channels(image: Tensor, positive: Tensor, negative: Tensor, box: Tensor, previous: Tensor, known: Tensor) -> Tensor:
    """(B, CHANNELS, D, H, W) input of the network from (B, 1, D, H, W) each; sides are even."""
    near = nearness(image, positive, negative)
    return torch.cat([image, likeness(image, positive), positive, negative, box, previous * 2 - 1, known, near], 1)


def depth(mask: Tensor) -> Tensor:
    """(B, 1, …) floats that grow towards the middle of a mask of even sides: a cheap stand-in for distances."""
    near = boxes_mean(mask, 1).clamp(0, 1) ** 4
    half = F.avg_pool3d(mask, 2)
    far = torch.stack([boxes_mean(half, radius).clamp(0, 1) ** 4 for radius in (1, 3, 7)]).sum(0)
    return (near + F.interpolate(far, scale_factor=2.0, mode="nearest") + 1e-4) * mask
