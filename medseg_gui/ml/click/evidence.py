"""Input channels of the click network: the image, the prompts, and what classical methods read from both.

Channels (``CHANNELS``): slice, slice before, slice after, likeness to the clicked tissue, positive prompts, negative
prompts, box, previous answer, nearness to positive and to negative prompts along geodesics.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from medseg_gui.core.geodesic import FAR, geodesic
from medseg_gui.ml.click.fields import box_sum

CHANNELS = 10
DISK_RADIUS = 2.5
"""Pixels of the crop round a click."""
FADE = 0.9
"""What is left of a prompt's weight when a newer one comes (nnInteractive's interaction decay)."""
STEP, EDGE, REACH = 0.3, 12.0, 6.0


def disk(row: Tensor, col: Tensor, size: int) -> Tensor:
    """(B, 1, S, S) floats: 1 within DISK_RADIUS of (row, col)."""
    line = torch.arange(size, device=row.device, dtype=torch.float32)
    far = (line[None, :, None] - row[:, None, None]) ** 2 + (line[None, None, :] - col[:, None, None]) ** 2
    return (far <= DISK_RADIUS**2).float()[:, None]


def likeness(image: Tensor, positive: Tensor) -> Tensor:
    """(B, 1, S, S) in -1 to 1: how much darker or brighter than the clicked tissue, in units of its own spread."""
    clicked = (positive > 0).float()
    count = clicked.sum((1, 2, 3), keepdim=True).clamp_min(1)
    mean = (image * clicked).sum((1, 2, 3), keepdim=True) / count
    wide = (box_sum(clicked, 2) > 0).float()
    spread = (
        ((image - mean) ** 2 * wide).sum((1, 2, 3), keepdim=True) / wide.sum((1, 2, 3), keepdim=True).clamp_min(1)
    ).sqrt()
    some = (clicked.sum((1, 2, 3), keepdim=True) > 0).float()
    return torch.tanh((image - mean) / (2.5 * spread + 0.08)) * some


def nearness(image: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
    """(B, 2, S, S): exp(-geodesic distance) to the positive and to the negative prompts, at half resolution."""
    batch = image.shape[0]
    smooth = box_sum(F.pad(image, (1, 1, 1, 1), mode="replicate"), 1)[..., 1:-1, 1:-1] / 9
    half = F.avg_pool2d(smooth, 2)
    seeds = F.max_pool2d(torch.cat([positive, negative]), 2) > 0
    both = torch.cat([half, half])
    if image.is_cuda:
        distance = _by_rows(both[:, 0], seeds[:, 0])
    else:
        distance = torch.from_numpy(geodesic(both[:, 0].numpy(), seeds[:, 0].numpy(), STEP, EDGE))
    near = torch.exp(-distance[:, None] / REACH)
    near = F.interpolate(near, scale_factor=2, mode="bilinear", align_corners=False)
    return torch.cat([near[:batch], near[batch:]], 1)


def _by_rows(image: Tensor, seeds: Tensor, rounds: int = 2) -> Tensor:
    """The same distance for a GPU: whole rows at a time, in the four directions."""
    distance = torch.where(seeds, torch.zeros_like(image), torch.full_like(image, float(FAR)))
    for _ in range(rounds):
        distance = _sweep(distance, image)
        distance = _sweep(distance.flip(1), image.flip(1)).flip(1)
        distance = _sweep(distance.transpose(1, 2), image.transpose(1, 2)).transpose(1, 2)
        distance = _sweep(distance.transpose(1, 2).flip(1), image.transpose(1, 2).flip(1)).flip(1).transpose(1, 2)
    return distance


def _sweep(distance: Tensor, image: Tensor) -> Tensor:
    rows = [distance[:, 0]]
    padded = F.pad(image[:, None], (1, 1, 0, 0), mode="replicate")[:, 0]
    for y in range(1, distance.shape[1]):
        before = F.pad(rows[-1], (1, 1), value=float(FAR))
        above, here = padded[:, y - 1], image[:, y]
        left = before[:, :-2] + STEP * 1.4142135 + EDGE * (here - above[:, :-2]).abs()
        straight = before[:, 1:-1] + STEP + EDGE * (here - above[:, 1:-1]).abs()
        right = before[:, 2:] + STEP * 1.4142135 + EDGE * (here - above[:, 2:]).abs()
        rows.append(torch.minimum(torch.minimum(distance[:, y], left), torch.minimum(straight, right)))
    return torch.stack(rows, 1)


def channels(image: Tensor, positive: Tensor, negative: Tensor, box: Tensor, previous: Tensor) -> Tensor:
    """(B, CHANNELS, S, S) input of the network: (B, 3, S, S) slices, (B, 1, S, S) prompts and previous answer."""
    middle = image[:, 1:2]
    return torch.cat(
        [
            middle,
            image[:, 0:1],
            image[:, 2:3],
            likeness(middle, positive),
            positive,
            negative,
            box,
            previous * 2 - 1,
            nearness(middle, positive, negative),
        ],
        1,
    )
