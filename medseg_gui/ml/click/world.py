"""Synthetic label worlds: random anatomy in three neighbouring slices, and an object in it to be found.

Ideas: SynthMorph (argmax of smooth noise), AnyStar (warped Voronoi cells), SynthSeg (repainted label maps); shapes,
neighbouring slices and the choice of the target are ours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from medseg_gui.ml.click.fields import coin, component_at, log_uniform, normal, octaves, uniform

SLICES = 3
"""The slice itself is the middle one."""
REGIONS, CELLS, SHAPES = 6, 20, 10
PARTS = 5
"""Labels of the forced object: itself, its shell, its core, and two kinds of patches."""
# A target smaller or larger than these shares of the crop is no task.
SMALLEST, LARGEST = 0.0015, 0.6


@dataclass(frozen=True)
class World:
    """``labels`` (B, 3, S, S) long; ``target`` (B, 3, S, S) bool; ``count`` of labels.

    ``air``: the label of the empty background. ``special``: the forced object's label (B,), -1: none.
    """

    labels: Tensor
    target: Tensor
    count: int
    air: int
    special: Tensor


def shapes(g: Generator, batch: int, size: int, patchy: float = 0.0) -> World:
    """A world of regions, a body with shells, blobs, tubes, nested lesions; a target that lies about the centre.

    ``patchy``: the share of forced objects that are of several tissues, as a vertebra or a tumour is.
    """
    dev = g.device
    z = torch.tensor([-1.0, 0.0, 1.0], device=dev).view(1, 3, 1, 1)
    line = torch.linspace(-1, 1, size, device=dev)
    yy, xx = torch.meshgrid(line, line, indexing="ij")
    bend = uniform(g, batch, 0, 0.22) * coin(g, batch, 0.85) * 0.7
    drift = uniform(g, batch, 0, 0.25)
    warp = bend * octaves(g, batch, 4, size, (4, 8, 16), 0.8)
    wx = xx + warp[:, 0:1] + z * drift * warp[:, 1:2]
    wy = yy + warp[:, 2:3] + z * drift * warp[:, 3:4]

    labels = _regions(g, batch, size, wx, wy)
    count = REGIONS + CELLS
    labels, air, count = _body(g, batch, wx, wy, z, labels, count)
    target = torch.zeros_like(labels, dtype=torch.bool)
    forced = coin(g, batch, 0.7)
    for i in range(SHAPES + 1):
        last = i == SHAPES
        there = forced if last else coin(g, batch, 0.55)
        labels, inside = _shape(g, batch, size, wx, wy, z, labels, count, there, last)
        if last:
            target = inside
            if patchy:
                labels = _patches(g, labels, inside & coin(g, batch, patchy), count)
        count += PARTS if last else 3
    special = torch.where(forced.view(-1), count - PARTS, -1)

    row = (size // 2 + (torch.rand(batch, generator=g, device=dev) - 0.5) * size * 0.6).long()
    col = (size // 2 + (torch.rand(batch, generator=g, device=dev) - 0.5) * size * 0.6).long()
    natural = pick(labels, row, col)
    enough = target[:, 1:2].sum((1, 2, 3), keepdim=True) > 20
    chosen = torch.where(forced & coin(g, batch, 0.75) & enough, target, natural)
    share = chosen[:, 1:2].float().mean((1, 2, 3), keepdim=True)
    chosen = torch.where((share < SMALLEST) | (share > LARGEST), target, chosen)
    return World(labels, chosen, count, air, special)


def pick(labels: Tensor, row: Tensor, col: Tensor) -> Tensor:
    """(B, 3, S, S) bools: in each slice the component of the label at (row, col) of the middle one."""
    batch = labels.shape[0]
    wanted = labels[torch.arange(batch, device=labels.device), 1, row, col].view(batch, 1, 1, 1)
    same = labels == wanted
    return torch.cat([component_at(same[:, k : k + 1], row, col) for k in range(SLICES)], 1)


def _regions(g: Generator, batch: int, size: int, wx: Tensor, wy: Tensor) -> Tensor:
    if bool(coin(g, 1, 0.5)):  # one kind for the whole batch: it costs half, and the training's pool mixes batches
        noise = octaves(g, batch, 2 * REGIONS, size, (3, 5, 9, 17))
        lift = torch.randn(batch, REGIONS, 1, 1, generator=g, device=g.device) * 0.8
        change = uniform(g, batch, 0, 0.3)
        parts = [(noise[:, :REGIONS] + lift + k * change * noise[:, REGIONS:]).argmax(1) for k in (-1.0, 0.0, 1.0)]
        return torch.stack(parts, 1)
    cx, cy = (torch.rand(batch, CELLS, 1, 1, generator=g, device=g.device) * 2.6 - 1.3 for _ in range(2))
    vx, vy = (torch.randn(batch, CELLS, 1, 1, generator=g, device=g.device) * 0.04 for _ in range(2))
    weight = torch.rand(batch, CELLS, 1, 1, generator=g, device=g.device) * 0.25
    cells = torch.stack(
        [
            ((wx[:, k : k + 1] - cx - (k - 1) * vx) ** 2 + (wy[:, k : k + 1] - cy - (k - 1) * vy) ** 2 - weight).argmin(
                1
            )
            for k in range(SLICES)
        ],
        1,
    )
    return cells + REGIONS


def _body(
    g: Generator, batch: int, wx: Tensor, wy: Tensor, z: Tensor, labels: Tensor, count: int
) -> tuple[Tensor, int, int]:
    """A body ellipse with shells of skin, fat and muscle on empty background, in somewhat less than half the worlds."""
    angle = uniform(g, batch, 0, math.pi)
    c, s = angle.cos(), angle.sin()
    bx, by = wx - uniform(g, batch, -0.5, 0.5), wy - uniform(g, batch, -0.5, 0.5)
    u, v = c * bx + s * by, -s * bx + c * by
    long_axis = uniform(g, batch, 0.6, 1.6) * (1 + 0.02 * z)
    ratio = uniform(g, batch, 0.6, 1.0)
    depth = (torch.sqrt((u / long_axis) ** 2 + (v / (long_axis * ratio)) ** 2 + 1e-6) - 1) * long_axis
    first = uniform(g, batch, 0.02, 0.2)
    second = first + uniform(g, batch, 0.02, 0.25)
    shells = torch.where(depth > -second, count + 2, labels)
    shells = torch.where(depth > -first, count + 1, shells)
    shells = torch.where(depth > 0, count, shells)
    return torch.where(coin(g, batch, 0.45), shells, labels), count, count + 3


def _shape(
    g: Generator,
    batch: int,
    size: int,
    wx: Tensor,
    wy: Tensor,
    z: Tensor,
    labels: Tensor,
    count: int,
    there: Tensor,
    last: bool,
) -> tuple[Tensor, Tensor]:
    """The labels with one more super-ellipse or curved tube (with a shell or a core at times), and where it lies."""
    span = 0.35 if last else 1.1
    cx = uniform(g, batch, -span, span) + z * normal(g, batch, 0.03)
    cy = uniform(g, batch, -span, span) + z * normal(g, batch, 0.03)
    angle = uniform(g, batch, 0, math.pi) + z * normal(g, batch, 0.05)
    c, s = angle.cos(), angle.sin()
    bx, by = wx - cx, wy - cy
    u, v = c * bx + s * by, -s * bx + c * by
    grow = (1 + z * normal(g, batch, 0.12)).clamp_min(0.3)
    radius = log_uniform(g, batch, 0.06, 0.75 if last else 0.5) * grow
    ratio = uniform(g, batch, 0.35, 1.0)
    power = uniform(g, batch, 1.6, 4.0)
    rough = octaves(g, batch, 1, size, (5, 9, 17)) * uniform(g, batch, 0, 0.3) * coin(g, batch, 0.7)
    blob = (
        ((u / radius).abs() ** power + (v / (radius * ratio)).abs() ** power + 1e-9) ** (1 / power) - 1 + rough
    ) * radius
    width = log_uniform(g, batch, 0.03, 0.18) * grow
    curve = uniform(g, batch, -1.2, 1.2)
    tube = torch.maximum((v - curve * u * u).abs() - width * (1 + 0.5 * rough), u.abs() - uniform(g, batch, 0.3, 1.6))
    inward = torch.where(coin(g, batch, 0.22), tube, blob)
    inside = (inward < 0) & there
    labels = torch.where(inside, count, labels)
    shell = coin(g, batch, 0.25) & (inward > -uniform(g, batch, 0.02, 0.1))
    labels = torch.where(inside & shell, count + 1, labels)
    core = coin(g, batch, 0.25) & (inward < -radius * uniform(g, batch, 0.3, 0.8))
    return torch.where(inside & core, count + 2, labels), inside


def _patches(g: Generator, labels: Tensor, inside: Tensor, first: int) -> Tensor:
    """The labels with two kinds of patches of random size and share within an object."""
    batch, _, size, _ = labels.shape
    for offset in (3, 4):
        level = uniform(g, batch, 0.0, 1.2)
        noise = octaves(g, batch, SLICES, size, (5, 9, 17))
        noise = (noise + 2 * noise[:, 1:2]) / 5**0.5  # neighbours look alike
        labels = torch.where(inside & (noise > level), first + offset, labels)
    return labels


class LabelMaps:
    """Label maps of real anatomy (uint8 volumes) to be cut, bent, merged and repainted with random contrasts."""

    MOST = 56
    """Labels a map can hold, 0 (air) too."""

    def __init__(self, volumes: list[Tensor]) -> None:
        self.volumes = volumes

    def merged(self, g: Generator, labels: Tensor) -> Tensor:
        """(B, …) labels (long), some of them merged at random in half the worlds: that makes wholes out of parts."""
        batch = len(labels)
        merge = torch.randint(1, self.MOST, (batch, self.MOST), generator=g, device=g.device)
        do = (torch.rand(batch, self.MOST, generator=g, device=g.device) < 0.3) & coin(g, batch, 0.5).view(batch, 1)
        do[:, 0] = False
        table = torch.where(do, merge, torch.arange(self.MOST, device=g.device))
        return table.gather(1, labels.view(batch, -1)).view_as(labels)


class Atlas(LabelMaps):
    """Slices of label maps."""

    def worlds(self, g: Generator, batch: int, size: int) -> World:
        """Random cuts (any of the three axes, neighbours 1 to 3 voxels away), zoomed, turned and bent."""
        dev = g.device
        cuts = torch.stack([self._cut(g) for _ in range(batch)])
        side = cuts.shape[-1]
        line = torch.linspace(-1, 1, size, device=dev)
        yy, xx = torch.meshgrid(line, line, indexing="ij")
        zoom = log_uniform(g, batch, 0.22, 0.8)
        angle = uniform(g, batch, -math.pi, math.pi)
        c, s = angle.cos() * zoom, angle.sin() * zoom
        flip = torch.where(coin(g, batch, 0.5), 1.0, -1.0)
        warp = uniform(g, batch, 0, 0.08) * octaves(g, batch, 2, size, (4, 8), 0.8)
        x = flip * c * xx - s * yy + warp[:, :1] * zoom + uniform(g, batch, -0.4, 0.4)
        y = flip * s * xx + c * yy + warp[:, 1:] * zoom + uniform(g, batch, -0.4, 0.4)
        col = ((x + 1) / 2 * (side - 1)).round().long().clamp(0, side - 1)
        row = ((y + 1) / 2 * (side - 1)).round().long().clamp(0, side - 1)
        index = (row * side + col).expand(-1, SLICES, -1, -1).reshape(batch, SLICES, -1)
        labels = cuts.reshape(batch, SLICES, -1).gather(2, index).view(batch, SLICES, size, size)
        labels = self.merged(g, labels)
        r, q = ((size // 2 + (torch.rand(batch, generator=g, device=dev) - 0.5) * size * 0.7).long() for _ in range(2))
        return World(labels, pick(labels, r, q), self.MOST, 0, torch.full((batch,), -1, device=dev))

    def _cut(self, g: Generator) -> Tensor:
        def draw(high: int) -> int:
            return int(torch.randint(0, high, (1,), generator=g, device=g.device))

        volume = self.volumes[draw(len(self.volumes))]
        axis = draw(3)
        n = volume.shape[axis]
        step = 1 + draw(3)
        middle = step + int(n * 0.15) + draw(max(1, int(n * 0.7) - 2 * step))
        return torch.stack([volume.select(axis, min(max(middle + k * step, 0), n - 1)) for k in (-1, 0, 1)]).long()
