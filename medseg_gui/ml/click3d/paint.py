"""Images of 3-D label worlds as a scanner might see them, in slices: random contrast, texture, artefacts.

Softer than the 2-D image chain: at these grids a few coarse slices leave nothing of a small object, so that no slice
is thicker than two fifths of the smallest target's extent.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from medseg_gui.ml.click3d.fields import along, blurring, coin, draw, heads, normalise, octaves, slicing, uniform
from medseg_gui.ml.click3d.world import World, edge_of

THICKEST = 8.0
SLICES_AT_LEAST = 2.5


@dataclass(frozen=True)
class Scene:
    """An image (1, S, S, S), a target (1, S, S, S) bool in it, and its slices: axis, thickness, phase (voxels)."""

    image: Tensor
    target: Tensor
    axis: int
    thickness: float
    phase: float


def scenes(g: Generator, world: World, targets: list[list[Tensor]]) -> list[Scene]:
    """The world's images, each with its targets; ``targets``: for each sample (1, S, S, S) bools, may be none."""
    picture = _painted(g, world)
    out = []
    for b, wanted in enumerate(targets):
        if not wanted:
            continue
        axis = draw(g, 3)
        thickness = 1.0 if bool(heads(g, 1, 0.4)) else float(torch.exp(uniform(g, 1, 0.0, 2.08)))
        extents = [int(t.any(3 if axis < 2 else 2).any(1 if axis else 2).sum()) for t in wanted]
        thickness = min(thickness, THICKEST, max(1.0, min(extents) / SLICES_AT_LEAST))
        phase = float(torch.rand(1, generator=g, device=g.device)) * thickness
        image = _acquire(g, picture[b : b + 1], axis, thickness, phase)
        mean, back = slicing(thickness, phase, image.shape[-1], image.device)
        for t in wanted:
            seen = t
            if thickness > 1:
                # a reader draws slice by slice, half-filled voxels by their larger part
                seen = along(along(t[None].float(), mean, axis).gt(0.5).float(), back, axis)[0] > 0.5
            out.append(Scene(image[0], seen, axis, thickness, phase))
    return out


def _painted(g: Generator, world: World) -> Tensor:
    """(B, 1, S, S, S) intensities of the labels, textured."""
    labels = world.labels
    batch, size = labels.shape[0], labels.shape[-1]
    flat = labels.view(batch, -1).long()
    image = _means(g, world).gather(1, flat).view(labels.shape)
    strength = torch.rand(batch, 1, generator=g, device=g.device) ** 2
    for grids in ((9, 17), (30, size)):
        weight = torch.rand(batch, world.count, generator=g, device=g.device) ** 2 * 0.15 * strength
        weight[:, world.air] *= 0.1
        image = image + weight.gather(1, flat).view(labels.shape) * octaves(g, batch, 1, size, grids)
    return image


def _means(g: Generator, world: World) -> Tensor:
    """(B, labels) mean intensities: from a small palette or free; the forced object differs a little from its ring."""
    batch, dev, count = world.labels.shape[0], g.device, world.count
    palette = torch.rand(batch, 5, generator=g, device=dev)
    which = torch.randint(0, 5, (batch, count), generator=g, device=dev)
    spread = 0.05 * torch.randn(batch, count, generator=g, device=dev)
    free = torch.rand(batch, count, generator=g, device=dev)
    from_palette = torch.rand(batch, 1, generator=g, device=dev) < 0.4
    mean = torch.where(from_palette, palette.gather(1, which) + spread, free)
    if world.special >= 0:
        target = world.targets[0]
        ring = edge_of(target)
        base = mean.gather(1, world.labels.view(batch, -1).long()).view(target.shape)
        around = (base * ring).sum((1, 2, 3, 4)) / ring.sum((1, 2, 3, 4)).clamp_min(1)
        contrast = torch.exp(uniform(g, batch, -2.5, -0.5)).view(-1)
        sign = torch.sign(torch.randn(batch, generator=g, device=dev))
        subtle = heads(g, batch, 0.75)
        near = torch.where(subtle, around + contrast * sign, mean[:, world.special])
        mean[:, world.special] = near
        for k in (1, 2):
            # shell and core follow the object itself
            close = near + 0.2 * torch.randn(batch, generator=g, device=dev)
            mean[:, world.special + k] = torch.where(heads(g, batch, 0.6), close, mean[:, world.special + k])
    mean[:, world.air] = torch.where(heads(g, batch, 0.8), 0.0, mean[:, world.air])
    return mean


def _acquire(g: Generator, image: Tensor, axis: int, thickness: float, phase: float) -> Tensor:
    """(1, 1, S, S, S): one picture as slices along an axis would show it, normalised."""
    dev, size = image.device, image.shape[-1]
    image = image * torch.exp(uniform(g, 1, 0, 0.35) * coin(g, 1, 0.6) * octaves(g, 1, 1, size, (3, 4)))
    coarse = 1.0 if bool(heads(g, 1, 0.5)) else float(torch.exp(uniform(g, 1, 0, 0.8)))
    coarse = min(coarse, max(thickness, 1.0) if thickness > 1 else 2.0)
    backs = []
    for a in range(3):
        step = thickness if a == axis else coarse
        sharp = blurring(uniform(g, 1, 0.25, 0.9).view(1) * step**0.5, size)
        mean, back = slicing(step, phase if a == axis else 0.0, size, dev)
        # thin slices with gaps show less of what lies between than thick ones
        image = along(image, mean @ sharp, a)
        backs.append(back)
    white = torch.randn(image.shape, generator=g, device=dev)
    if bool(heads(g, 1, 0.5)):
        width = uniform(g, 1, 0.4, 1.1).view(1)
        for a in range(3):
            if a != axis:
                white = along(white, blurring(width, white.shape[a + 2]), a)
        white = white / white.std()
    level = float(uniform(g, 1, 0, 1)) ** 2 * 0.12
    image = image * (1 + 2 * level * white) if bool(heads(g, 1, 0.06)) else image + level * white
    if bool(heads(g, 1, 0.3)):
        image = image.abs()
    for a in range(3):
        image = along(image, backs[a], a)
    image = normalise(image) * 0.5 + 0.5
    if bool(heads(g, 1, 0.4)):
        image = image.clamp(0, 1) ** torch.exp(uniform(g, 1, -0.6, 0.6))
    if bool(heads(g, 1, 0.3)):
        image = torch.maximum(torch.minimum(image, uniform(g, 1, 0.55, 1)), uniform(g, 1, 0, 0.35))
    return normalise(image)
