"""Images of label worlds as a scanner might see them: random contrast, texture, bias, blur, noise, window."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from medseg_gui.ml.click.fields import blur, box_sum, coin, normalise, octaves, uniform
from medseg_gui.ml.click.world import PARTS, World


def paint(g: Generator, world: World) -> Tensor:
    """(B, 3, S, S) image of the world, normalised by its middle slice."""
    labels = world.labels
    batch, slices, size, _ = labels.shape
    flat = labels.reshape(batch, -1)
    mean = _means(g, world)
    image = mean.gather(1, flat).view(labels.shape)
    strength = torch.rand(batch, 1, generator=g, device=g.device) ** 2
    for grids in ((9, 17, 33), (33, 65, size)):
        weight = torch.rand(batch, world.count, generator=g, device=g.device) ** 2 * 0.13 * strength
        weight[:, world.air] *= 0.1
        image = image + weight.gather(1, flat).view(labels.shape) * octaves(g, batch, slices, size, grids)
    return _acquire(g, image)


def _means(g: Generator, world: World) -> Tensor:
    """(B, labels) mean intensities: from a small palette or free; the forced object differs a little from its ring."""
    batch, dev = world.labels.shape[0], g.device
    palette = torch.rand(batch, 5, generator=g, device=dev)
    which = torch.randint(0, 5, (batch, world.count), generator=g, device=dev)
    spread = 0.05 * torch.randn(batch, world.count, generator=g, device=dev)
    free = torch.rand(batch, world.count, generator=g, device=dev)
    from_palette = torch.rand(batch, 1, generator=g, device=dev) < 0.4
    mean = torch.where(from_palette, palette.gather(1, which) + spread, free)
    middle = world.labels[:, 1:2]
    target = world.target[:, 1:2]
    ring = (box_sum(target.float(), 4) > 0) & ~target
    base = mean.gather(1, middle.reshape(batch, -1)).view(middle.shape)
    around = (base * ring).sum((1, 2, 3)) / ring.sum((1, 2, 3)).clamp_min(1)
    contrast = torch.exp(uniform(g, batch, -2.6, -0.5)).view(-1)
    sign = torch.sign(torch.randn(batch, generator=g, device=dev))
    subtle = (torch.rand(batch, generator=g, device=dev) < 0.75) & (world.special >= 0)
    # shell, core and patches of the forced object follow its own label
    near = mean.new_zeros(batch)
    for offset in range(PARTS):
        at = (world.special + offset).clamp_min(0).view(-1, 1)
        old = mean.gather(1, at).view(-1)
        if offset == 0:
            new = near = torch.where(subtle, around + contrast * sign, old)
        else:
            alike = (torch.rand(batch, generator=g, device=dev) < 0.6) & (world.special >= 0)
            new = torch.where(alike, near + 0.25 * torch.randn(batch, generator=g, device=dev), old)
        mean = mean.scatter(1, at, new.view(-1, 1))
    dark = torch.rand(batch, generator=g, device=dev) < 0.8
    mean[:, world.air] = torch.where(dark, torch.zeros_like(mean[:, 0]), mean[:, world.air])
    return mean


def _acquire(g: Generator, image: Tensor) -> Tensor:
    batch, slices, size, _ = image.shape
    dev = image.device
    bias = uniform(g, batch, 0, 0.35) * coin(g, batch, 0.6) * octaves(g, batch, 1, size, (3, 4))
    image = blur(image * torch.exp(bias), uniform(g, batch, 0.25, 1.6))
    # thick slices mix with their neighbours
    mix = uniform(g, batch, 0, 0.3) * coin(g, batch, 0.4)
    both = (image[:, :1] + image[:, 2:3]) / 2
    image = torch.cat([image[:, :1], (1 - mix) * image[:, 1:2] + mix * both, image[:, 2:]], 1)
    factor = float(torch.rand(1, generator=g, device=dev)) * 3 + 1
    coarse = F.interpolate(image, scale_factor=1 / factor, mode="area" if factor > 1.5 else "bilinear")
    coarse = F.interpolate(coarse, size=(size, size), mode="bilinear", align_corners=False)
    image = torch.where(coin(g, batch, 0.5), coarse, image)
    level = uniform(g, batch, 0, 1) ** 2 * 0.12
    white = torch.randn(batch, slices, size, size, generator=g, device=dev)
    smooth = blur(white, uniform(g, batch, 0.4, 1.4))
    smooth = smooth / smooth.std((1, 2, 3), keepdim=True)
    noise = torch.where(coin(g, batch, 0.5), smooth, white)
    # ultrasound-like speckle multiplies, all other noise adds
    speckle = coin(g, batch, 0.08)
    image = torch.where(speckle, image * (1 + 2.5 * level * noise), image + level * noise)
    image = torch.where(coin(g, batch, 0.3), image.abs(), image)
    sample = image[:, 1, ::2, ::2].reshape(batch, -1)
    low, high = torch.quantile(sample, torch.tensor([0.01, 0.99], device=dev), 1).view(2, batch, 1, 1, 1)
    image = (image - low) / (high - low + 1e-3)
    gamma = torch.exp(uniform(g, batch, -0.6, 0.6))
    image = torch.where(coin(g, batch, 0.4), image.clamp(0, 1) ** gamma, image)
    floor, ceiling = uniform(g, batch, 0, 0.35), uniform(g, batch, 0.55, 1)
    image = torch.where(coin(g, batch, 0.25), torch.maximum(torch.minimum(image, ceiling), floor), image)
    # a single image, or slices too far apart to help: the neighbours repeat the middle one
    lone = coin(g, batch, 0.4)
    image = torch.where(lone, image[:, 1:2].expand_as(image), image)
    return normalise_by_middle(image)


def normalise_by_middle(image: Tensor) -> Tensor:
    """(B, 3, S, S) the same, scaled by the percentiles of the middle slice."""
    turned = normalise(torch.cat([image[:, 1:2], image[:, :1], image[:, 2:]], 1))
    return torch.cat([turned[:, 1:2], turned[:, :1], turned[:, 2:]], 1)
