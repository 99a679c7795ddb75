"""Synthetic 3-D label worlds: random anatomy in a cube, and an object in it to be found.

As the 2-D worlds of ``ml.click.world``; and, because whole bones and organs are asked for here: bodies made of several
parts, rows of alike neighbours (vertebrae, ribs), and moulds, the shapes of real masks.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from medseg_gui.ml.click.world import LabelMaps
from medseg_gui.ml.click3d.fields import (
    ALL,
    boxes_mean,
    coin,
    component_at,
    draw,
    first_largest,
    heads,
    log_uniform,
    octaves,
    rotation,
    uniform,
)

REGIONS, CELLS, SHAPES = 5, 14, 6
ROW_SHARE, MOULD_SHARE = 0.15, 0.15


@dataclass(frozen=True)
class World:
    """``labels`` (B, 1, S, S, S) int16, ``count`` of them; ``targets``: (B, 1, S, S, S) bools, several a world.

    ``air``: the label of the empty background. ``special``: the forced object's label, -1: none.
    """

    labels: Tensor
    targets: tuple[Tensor, ...]
    count: int
    air: int
    special: int


def shapes(g: Generator, batch: int, size: int, moulds: Moulds | None = None) -> World:
    """A world of regions, a body with shells, blobs, tubes and one forced object near the centre."""
    dev = g.device
    line = torch.linspace(-1, 1, size, device=dev)
    place = torch.stack(torch.meshgrid(line, line, line, indexing="ij"))[None]
    bend = uniform(g, batch, 0, 0.15) * coin(g, batch, 0.85)
    place = place + bend * octaves(g, batch, 3, size, (4, 8, 14), 0.8)
    labels, count = _regions(g, batch, size, place), REGIONS + CELLS
    labels, air, count = _body(g, place, labels, count)
    rough = octaves(g, batch, 2, size, (5, 9, 17))
    for k in range(SHAPES):
        depth, radius = _shape(g, place, rough[:, k % 2 : k % 2 + 1], 1.05, 0.5)
        labels, _ = _lay(g, labels, depth, radius, coin(g, batch, 0.6), count)
        count += 3
    special = count
    labels, whole, part = _forced(g, batch, size, place, rough, labels, count, moulds)
    whole = component_at(whole, _some_voxel(g, whole))
    natural = component(g, labels)
    inner = component_at(part, _some_voxel(g, part))
    return World(labels, (whole, inner, natural), count + 3, air, special)


def component(g: Generator, labels: Tensor, spread: float = 0.6) -> Tensor:
    """(B, 1, …) bools: the component of a random voxel's label, not far from the centre."""
    batch, size = labels.shape[0], labels.shape[-1]
    at = (size // 2 + (torch.rand(batch, 3, generator=g, device=g.device) - 0.5) * size * spread).long()
    wanted = labels[torch.arange(batch, device=g.device), 0, at[:, 0], at[:, 1], at[:, 2]].view(-1, 1, 1, 1, 1)
    return component_at(labels == wanted, at)


def _some_voxel(g: Generator, mask: Tensor) -> Tensor:
    """(B, 3) a random voxel of each mask; any voxel of an empty one."""
    weight = mask.flatten(1).float() + 1e-9
    at = torch.multinomial(weight, 1, generator=g)[:, 0]
    size = mask.shape[-1]
    return torch.stack([at // (size * size), at // size % size, at % size], 1)


def _frame(g: Generator, place: Tensor, centre: Tensor) -> Tensor:
    """(B, 3, S, S, S) places seen from a centre (B, 3), turned at random."""
    b, _, s, _, _ = place.shape
    return torch.bmm(rotation(g, b), place.flatten(2) - centre[..., None]).view(b, 3, s, s, s)


def _rand3(g: Generator, batch: int, low: float, high: float) -> Tensor:
    return torch.rand(batch, 3, generator=g, device=g.device) * (high - low) + low


def _regions(g: Generator, batch: int, size: int, place: Tensor) -> Tensor:
    if bool(heads(g, 1, 0.5)):  # one kind for the whole batch: it costs half, and the pool mixes batches
        noise = octaves(g, batch, REGIONS, size, (3, 5, 9, 15), 0.3)
        lift = torch.randn(batch, REGIONS, 1, 1, 1, generator=g, device=g.device) * 0.8
        return first_largest(noise + lift)
    seeds = torch.rand(batch, CELLS, 3, generator=g, device=g.device) * 2.6 - 1.3
    weight = 0.3 * torch.rand(batch, CELLS, 1, generator=g, device=g.device)
    far = torch.baddbmm((seeds**2).sum(2, keepdim=True) - weight, seeds, place.flatten(2), alpha=-2)
    return first_largest(-far.view(batch, CELLS, size, size, size)) + REGIONS


def _body(g: Generator, place: Tensor, labels: Tensor, count: int) -> tuple[Tensor, int, int]:
    """An ellipsoid with shells of skin, fat and muscle on empty background, in somewhat less than half the worlds."""
    batch = place.shape[0]
    u = _frame(g, place, _rand3(g, batch, -0.5, 0.5))
    ratio = uniform(g, batch, 0.6, 1.0) ** torch.tensor([0.0, 1.0, 1.0], device=g.device).view(1, 3, 1, 1, 1)
    scale = uniform(g, batch, 0.7, 1.8)
    depth = (((u / (scale * ratio)) ** 2).sum(1, keepdim=True).sqrt() - 1) * scale
    first = uniform(g, batch, 0.02, 0.2)
    second = first + uniform(g, batch, 0.02, 0.25)
    shells = torch.where(depth > -second, count + 2, labels)
    shells = torch.where(depth > -first, count + 1, shells)
    shells = torch.where(depth > 0, count, shells)
    return torch.where(coin(g, batch, 0.45), shells, labels), count, count + 3


def _shape(g: Generator, place: Tensor, rough: Tensor, span: float, largest: float) -> tuple[Tensor, Tensor]:
    """Depth (negative inside) of a super-ellipsoid or a curved tube at random, and its radius (B, 1, 1, 1, 1)."""
    batch = place.shape[0]
    u = _frame(g, place, _rand3(g, batch, -span, span))
    if bool(heads(g, 1, 0.7)):
        radius = log_uniform(g, batch, 0.1, largest)
        axes = torch.rand(batch, 3, 1, 1, 1, generator=g, device=g.device) * 0.7 + 0.3
        axes[:, 0] = 1
        q = (u / (radius * axes)) ** 2
        # between an ellipsoid and a box with round corners
        square = uniform(g, batch, 0, 1)
        norm = torch.lerp(q.sum(1, keepdim=True), (q * q).sum(1, keepdim=True).sqrt(), square).sqrt()
        uneven = rough * uniform(g, batch, 0, 0.25) * coin(g, batch, 0.7)
        return (norm - 1 + uneven) * radius * axes.amin(1, keepdim=True).sqrt(), radius
    radius = log_uniform(g, batch, 0.05, 0.25)
    x, y, z = u[:, :1], u[:, 1:2], u[:, 2:]
    bent_y, bent_z = y - uniform(g, batch, -1, 1) * x * x, z - uniform(g, batch, -0.8, 0.8) * x * x * x
    flat = uniform(g, batch, 0.5, 1.0)
    tube = (bent_y**2 + (bent_z / flat) ** 2 + 1e-6).sqrt() - radius * (1 + 0.2 * rough)
    return torch.maximum(tube, x.abs() - uniform(g, batch, 0.3, 2.2)), radius


def _lay(
    g: Generator, labels: Tensor, depth: Tensor, radius: Tensor, there: Tensor, count: int
) -> tuple[Tensor, Tensor]:
    """The labels with one more object, with a shell or a core at times, and where it lies."""
    batch = labels.shape[0]
    inside = (depth < 0) & there
    labels = torch.where(inside, count, labels)
    shell = coin(g, batch, 0.25) & (depth > -uniform(g, batch, 0.02, 0.1))
    labels = torch.where(inside & shell, count + 1, labels)
    core = coin(g, batch, 0.25) & (depth < -radius * uniform(g, batch, 0.3, 0.8))
    return torch.where(inside & core, count + 2, labels), inside


def _forced(
    g: Generator,
    batch: int,
    size: int,
    place: Tensor,
    rough: Tensor,
    labels: Tensor,
    count: int,
    moulds: Moulds | None,
) -> tuple[Tensor, Tensor, Tensor]:
    """The labels with the forced object, where it lies, and one of its parts."""
    centre = _rand3(g, batch, -0.3, 0.3)
    kind = float(torch.rand(1, generator=g, device=g.device))
    if moulds is not None and kind < MOULD_SHARE:
        found = moulds.at(g, _frame(g, place, centre))
        labels = torch.where(found > 0, count - 1 + found, labels)
        return labels, found > 0, found == 2
    u = _frame(g, place, centre)
    only = torch.ones(batch, 1, 1, 1, 1, device=g.device)
    row = kind > 1 - ROW_SHARE
    if row:
        # a row of copies: the object is one of them, and nothing but its shape tells where it ends
        pitch = log_uniform(g, batch, 0.35, 0.9)
        which = (u[:, :1] / pitch).round()
        u = torch.cat([u[:, :1] - which * pitch, u[:, 1:]], 1)
        only = which.abs() < 0.5
    depth, radius = _shape(g, u, rough[:, :1], 0.0, 0.35 if row else 0.8)
    for _ in range(draw(g, 4) if bool(heads(g, 1, 0.6 if row else 0.4)) else 0):
        more, _ = _shape(g, u, rough[:, 1:], 0.35, 0.3)
        depth = torch.minimum(depth, more)
    if row:
        gap = uniform(g, batch, -0.02, 0.05)
        depth = torch.maximum(depth, u[:, :1].abs() - pitch / 2 + gap)
    labels, inside = _lay(g, labels, depth, radius, coin(g, batch, 0.9), count)
    whole = inside & (only > 0)
    wanted = count + torch.randint(0, 3, (batch, 1, 1, 1, 1), generator=g, device=g.device)
    return labels, whole, whole & (labels == wanted)


class Moulds:
    """Real masks (values 0, 1, 2: outside and two parts) whose shapes objects are cast from."""

    def __init__(self, masks: list[Tensor]) -> None:
        self.masks = masks

    def at(self, g: Generator, u: Tensor) -> Tensor:
        """(B, 1, S, S, S) values of a random mould, scaled and stretched, at places ``u`` round it."""
        batch = u.shape[0]
        out = []
        for b in range(batch):
            mask = self.masks[draw(g, len(self.masks))]
            if bool(heads(g, 1, 0.5)):
                mask = mask.flip(0)
            longest = max(mask.shape)
            radius = float(log_uniform(g, 1, 0.12, 0.8))
            stretch = torch.exp(0.15 * torch.randn(3, 1, 1, 1, generator=g, device=g.device))
            index = u[b] * stretch / radius * longest / 2
            half = torch.tensor(mask.shape, device=g.device).view(3, 1, 1, 1) / 2
            index = index + half
            good = ((index >= 0) & (index < 2 * half)).all(0)
            z, y, x = (index[k].long().clamp(0, mask.shape[k] - 1) for k in range(3))
            out.append(torch.where(good, mask[z, y, x].short(), 0)[None])
        return torch.stack(out)


class Atlas(LabelMaps):
    """Cubes of label maps."""

    def worlds(self, g: Generator, batch: int, size: int) -> World:
        """Random cubes out of the volumes."""
        dev = g.device
        line = torch.linspace(-1, 1, size, device=dev)
        place = torch.stack(torch.meshgrid(line, line, line, indexing="ij"))[None].expand(batch, -1, -1, -1, -1)
        place = place + uniform(g, batch, 0, 0.08) * octaves(g, batch, 3, size, (4, 8), 0.8)
        u = _frame(g, place, torch.zeros(batch, 3, device=dev)) * log_uniform(g, batch, 0.15, 0.6)
        cubes = []
        for b in range(batch):
            volume = self.volumes[draw(g, len(self.volumes))]
            shift = _rand3(g, 1, -0.4, 0.4).view(3, 1, 1, 1)
            side = max(volume.shape)
            flip = torch.tensor([1.0, 1.0, -1.0 if bool(heads(g, 1, 0.5)) else 1.0], device=dev).view(3, 1, 1, 1)
            at = [((u[b] + shift) * flip)[k] * side / 2 + volume.shape[k] / 2 for k in range(3)]
            z, y, x = (a.long().clamp(0, n - 1) for a, n in zip(at, volume.shape, strict=True))
            cubes.append(volume[z, y, x][None])
        labels = self.merged(g, torch.stack(cubes).long()).short()
        return World(labels, tuple(component(g, labels, 0.7) for _ in range(3)), self.MOST, 0, -1)

    def worth(self, g: Generator, labels: Tensor, target: Tensor) -> Tensor:
        """(B,) bools: nobody clicks the air, and few the ribbon of the cortex: most targets shall be compact."""
        wanted = target.float()
        solid = (boxes_mean(wanted, 1) > 0.97).float().sum(ALL) > 0.25 * wanted.sum(ALL)
        air = (labels * target).amax(ALL) == 0
        return (solid | heads(g, len(air), 0.1)) & ~air


def edge_of(mask: Tensor, radius: int = 3) -> Tensor:
    """(B, 1, …) bools: what lies within ``radius`` voxels outside a mask."""
    return (boxes_mean(mask.float(), radius) > 1e-4) & ~mask
