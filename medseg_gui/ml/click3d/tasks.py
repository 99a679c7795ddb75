"""Tasks for the 3-D click network: who asks what about a scene, and the pool of those under way.

A task begins as the program may begin: with a click, a box, a drag, slices that the reader confirmed or that the 2-D
network suggests, an object known up to a plane, or a poor mask. Everything is kept in voxels of the scene; a region of
interest shows it on the network's grid, and moves as the answer grows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import torch
from torch import Generator, Tensor

from medseg_gui.ml.click3d.evidence import CONFIRMED, FADE, SUGGESTED, balls, depth
from medseg_gui.ml.click3d.fields import boxes_mean, heads, octaves
from medseg_gui.ml.click3d.paint import Scene
from medseg_gui.ml.click3d.views import grid_places, show

MARGIN, ASPECT = 1.5, 3.0
LEAST_VOXELS = 9.0


@dataclass(frozen=True)
class Mix:
    """Shares of the kinds of tasks, in order: box, drag, known slices, known up to a plane, poor mask; else a click."""

    box: float = 0.08
    drag: float = 0.08
    slices: float = 0.25
    half: float = 0.06
    poor: float = 0.08
    suggest: float = 0.35


@dataclass
class Task:
    """One task under way; volumes are (1, S, S, S)."""

    scene: Scene
    centre: Tensor
    side: Tensor
    previous: Tensor
    box: Tensor | None = None
    known: Tensor | None = None
    """The mask that known slices show; None where there are none."""
    planes: list[float] = field(default_factory=list)
    plane_axis: int = 0
    strength: float = 0.0
    points: list[tuple[Tensor, bool]] = field(default_factory=list)
    follow: bool = False
    """Each click's slice becomes a suggestion."""
    given: int = 0
    """Answers so far."""

    @property
    def thickness(self) -> float:
        return self.scene.thickness if self.plane_axis == self.scene.axis else 1.0

    def slice_at(self, position: float) -> float:
        """The centre of the slice that holds a position along the known slices' axis."""
        if self.plane_axis != self.scene.axis:
            return float(round(position))
        k = math.floor((position + 0.5 + self.scene.phase) / self.thickness)
        return (k + 0.5) * self.thickness - self.scene.phase - 0.5


def _number(g: Generator, low: float, high: float) -> float:
    return float(torch.rand(1, generator=g, device=g.device)) * (high - low) + low


def extent(mask: Tensor) -> tuple[Tensor, Tensor]:
    """(3,) first and last index of a (1, D, H, W) bool mask that is not empty."""
    lines = [mask.any(3).any(2)[0], mask.any(3).any(1)[0], mask.any(2).any(1)[0]]
    ends = [torch.nonzero(line)[:, 0] for line in lines]
    low, high = (torch.stack([e[k] for e in ends]).float() for k in (0, -1))
    return low, high


def fitted(low: Tensor, high: Tensor, margin: float, thickest: float = 1.0) -> tuple[Tensor, Tensor]:
    """Centre and side (3,) of the region round a box of voxels: no side under a third of the longest."""
    side = (high - low + 1) * margin
    return (low + high) / 2, torch.maximum(side, side.max() / ASPECT).clamp_min(max(LEAST_VOXELS, 4 * thickest))


def deep_voxel(g: Generator, mask: Tensor, deepest: bool = False) -> Tensor:
    """(3,) a voxel near the middle of a (1, D, H, W) mask, or its deepest one."""
    low, high = extent(mask)
    size = torch.tensor(mask.shape[1:], device=mask.device)
    first = (low.long() - 1).clamp_min(0)
    last = torch.minimum(high.long() + 2, size)
    last = torch.minimum(last + (last - first) % 2, size)
    first = first - (last - first) % 2  # even sides, at an end too, for volumes of even sides
    part = mask[:, first[0] : last[0], first[1] : last[1], first[2] : last[2]]
    weight = depth(part[None].float()).flatten()
    weight = (weight / weight.max().clamp_min(1e-9)) ** 3
    at = int(weight.argmax() if deepest else torch.multinomial(weight, 1, generator=g))
    _, _, h, w = part.shape
    return torch.tensor([at // (h * w), at // w % h, at % w], dtype=torch.float32, device=mask.device) + first


def noisy(g: Generator, mask: Tensor, strength: float) -> Tensor:
    """The mask (1, S, S, S) as a poor reader or a network would draw it."""
    wanted = mask[None].float()
    size = float(wanted.sum()) ** (1 / 3)
    radius = max(1, min(4, int(size / 8)))
    soft = boxes_mean(wanted, radius)
    shift = _number(g, -0.2, 0.2) * strength
    rough = octaves(g, 1, 1, mask.shape[-1], (6, 12, 20)) * 0.3 * strength
    return (soft + (rough + shift) * (soft > 0.02) > 0.5)[0]


def begin(g: Generator, scene: Scene, mix: Mix) -> Task:
    """A new task about a scene."""
    dev, wanted = g.device, scene.target
    low, high = extent(wanted)
    longest = float((high - low).max()) + 1
    blank = torch.zeros_like(scene.image)
    deep = bool(heads(g, 1, 0.5))
    first = deep_voxel(g, wanted, deep)
    task = Task(scene, first, torch.full((3,), longest, device=dev), blank)
    task.plane_axis = scene.axis if scene.thickness > 1.5 or bool(heads(g, 1, 0.5)) else int(_number(g, 0, 2.999))
    kind = _number(g, 0, 1)
    if (kind := kind - mix.box) < 0:
        slack = (high - low + 1) / 10
        move = torch.rand(2, 3, generator=g, device=dev) * 2 - 1
        lo, hi = low + move[0] * slack, high + move[1] * slack
        task.box = _filled(lo, hi, scene.image.shape[-1], dev)
        task.centre, task.side = fitted(lo, hi, MARGIN * math.exp(_number(g, -0.2, 0.3)))
        if bool(heads(g, 1, 0.3)):
            task.points.append((first, True))
        return task
    if (kind := kind - mix.half) < 0:
        axis = task.plane_axis
        cut = _number(g, 0.2, 0.8) * float(high[axis] - low[axis]) + float(low[axis])
        line = torch.arange(scene.image.shape[-1], device=dev).view([-1 if a == axis + 1 else 1 for a in range(4)])
        task.previous = ((line < cut) & wanted).float()
        if bool(heads(g, 1, 0.5)):
            task.points.append((first, True))
        task.centre, task.side = fitted(low, high, MARGIN * math.exp(_number(g, -0.1, 0.5)), scene.thickness)
        return task
    if (kind := kind - mix.poor) < 0:
        task.previous = noisy(g, wanted, 2.0).float()
        task.centre, task.side = fitted(low, high, MARGIN * math.exp(_number(g, -0.2, 0.3)), scene.thickness)
        task.given = 1
        return task
    if (kind := kind - mix.slices) < 0:
        _with_slices(g, task, wanted, first)
        return task
    task.points.append((first, True))
    if (kind := kind - mix.drag) < 0:
        corner = torch.maximum(first - low, high - first)
        reach = float(corner.norm()) * math.exp(_number(g, -0.35, 0.1))
        task.box = _ball(first, reach, scene.image.shape[-1])
        task.side = torch.full((3,), 2.6 * reach, device=dev).clamp_min(LEAST_VOXELS)
        return task
    if bool(heads(g, 1, mix.suggest)):
        task.follow, task.strength = True, SUGGESTED
        task.known = noisy(g, wanted, _number(g, 0, 2)) if bool(heads(g, 1, 0.85)) else noisy(g, wanted, 4)
        task.planes.append(task.slice_at(float(first[task.plane_axis])))
    if bool(heads(g, 1, 0.25)):
        task.centre, task.side = fitted(low, high, MARGIN * math.exp(_number(g, -0.2, 0.4)), scene.thickness)
        return task
    # a look of any size round the click
    base = longest * math.exp(_number(g, 0.05, 1.6))
    stretch = torch.exp(0.3 * torch.randn(3, generator=g, device=dev)) if bool(heads(g, 1, 0.6)) else torch.ones(3)
    side = (base * stretch.to(dev)).clamp(max(LEAST_VOXELS, 4 * scene.thickness), 1.7 * scene.image.shape[-1])
    task.side = side
    task.centre = first + 0.05 * side * torch.randn(3, generator=g, device=dev)
    return task


def _with_slices(g: Generator, task: Task, wanted: Tensor, first: Tensor) -> None:
    """Makes it a task that knows one to three slices of the object."""
    axis, size = task.plane_axis, wanted.shape[-1]
    certain = bool(heads(g, 1, 0.5))
    task.strength = CONFIRMED if certain else SUGGESTED
    task.known = wanted if certain else noisy(g, wanted, _number(g, 0, 2))
    task.planes.append(task.slice_at(float(first[axis])))
    for _ in range(2 if bool(heads(g, 1, 0.25)) else 0):
        task.planes.append(task.slice_at(float(deep_voxel(g, wanted)[axis])))
    line = torch.arange(size, device=wanted.device, dtype=torch.float32)
    band = torch.zeros(size, dtype=torch.bool, device=wanted.device)
    for plane in task.planes:
        band |= (line - plane).abs() <= max(task.thickness, 1) / 2
    band = band.view([-1 if a == axis + 1 else 1 for a in range(4)])
    seen = task.known & band
    if bool(heads(g, 1, 0.7)):
        task.previous = seen.float()
    if bool(heads(g, 1, 0.75)) and bool((wanted & band).any()):
        for _ in range(1 + int(_number(g, 0, 2.999))):
            task.points.append((deep_voxel(g, wanted & band), True))
    if not bool(seen.any()):
        seen = wanted
    low, high = extent(seen)
    side = (high - low + 1) * math.exp(_number(g, 0.2, 0.8))
    flat = torch.cat([side[:axis], side[axis + 1 :]]).max()
    side[axis] = torch.maximum(side[axis], flat * math.exp(_number(g, -0.8, 0.8)))
    centre = (low + high) / 2
    centre[axis] += _number(g, -0.15, 0.15) * float(side[axis])
    side = torch.maximum(side, side.max() / ASPECT)
    task.centre, task.side = centre, side.clamp_min(max(LEAST_VOXELS, 4 * task.scene.thickness))


def _filled(lo: Tensor, hi: Tensor, size: int, device: torch.device) -> Tensor:
    line = torch.arange(size, device=device)
    z, y, x = ((line >= lo[k] - 0.5) & (line <= hi[k] + 0.5) for k in range(3))
    return (z[:, None, None] & y[None, :, None] & x[None, None])[None].float()


def _ball(at: Tensor, radius: float, size: int) -> Tensor:
    line = torch.arange(size, device=at.device, dtype=torch.float32)
    z, y, x = ((line - at[k]) ** 2 for k in range(3))
    return (z[:, None, None] + y[None, :, None] + x[None, None] <= radius * radius)[None].float()


def refit(g: Generator, task: Task) -> None:
    """Fits the task's region to its answer and prompts, a little off, as the program does after each answer."""
    mask = task.previous > 0.5
    if not bool(mask.any()):
        return
    low, high = extent(mask)
    for point, _ in task.points:
        low, high = torch.minimum(low, point), torch.maximum(high, point)
    centre, side = fitted(low, high, MARGIN * math.exp(_number(g, -0.2, 0.3)), task.scene.thickness)
    task.side = side * torch.exp(0.06 * torch.randn(3, generator=g, device=g.device))
    task.centre = centre + 0.03 * side * torch.randn(3, generator=g, device=g.device)


@dataclass(frozen=True)
class Shown:
    """A batch of tasks on the grid, each (B, 1, G, G, G); ``drawn``: the masks that known slices show."""

    image: Tensor
    target: Tensor
    previous: Tensor
    box: Tensor
    drawn: Tensor
    centre: Tensor
    side: Tensor

    def prompts(self, tasks: list[Task]) -> tuple[Tensor, Tensor]:
        """Positive and negative prompts of the tasks, as balls."""
        grid, dev = self.image.shape[-1], self.image.device
        out = []
        for wanted in (True, False):
            places, weights, sample = [], [], []
            for b, task in enumerate(tasks):
                for age, (point, positive) in enumerate(reversed(task.points)):
                    if positive == wanted:
                        places.append(grid_places(point, self.centre[b], self.side[b], grid))
                        weights.append(FADE**age)
                        sample.append(b)
            at = torch.stack(places) if places else torch.zeros(0, 3, device=dev)
            heavy = torch.tensor(weights, device=dev, dtype=torch.float32)
            which = torch.tensor(sample, device=dev, dtype=torch.long)
            out.append(balls(at, heavy, which, (len(tasks), grid, grid, grid)))
        return out[0], out[1]

    def known(self, tasks: list[Task]) -> Tensor:
        """What known slices say: plus or minus their strength, 0 elsewhere."""
        out = torch.zeros_like(self.image)
        grid = out.shape[-1]
        line = torch.arange(grid, device=out.device, dtype=torch.float32)
        for b, task in enumerate(tasks):
            if task.known is None:
                continue
            axis = task.plane_axis
            step = float(self.side[b, axis]) / grid
            at = float(self.centre[b, axis]) + (line - (grid - 1) / 2) * step
            band = torch.zeros(grid, dtype=torch.bool, device=line.device)
            for plane in task.planes:
                band |= (at - plane).abs() <= max(task.thickness, step) / 2
            said = torch.where(self.drawn[b] > 0.5, task.strength, -task.strength)
            out[b] = torch.where(band.view([-1 if a == axis + 1 else 1 for a in range(4)]), said, 0.0)
        return out


def on_grid(tasks: list[Task], grid: int) -> Shown:
    """The tasks as their regions of interest show them."""
    centre, side = torch.stack([t.centre for t in tasks]), torch.stack([t.side for t in tasks])
    parts = [[t.scene.image, t.scene.target.float(), t.previous] for t in tasks]
    seen = show(torch.stack([torch.cat(p) for p in parts]), centre, side, grid)
    rare = []
    for volumes in ([t.box for t in tasks], [t.known for t in tasks]):
        out = torch.zeros_like(seen[:, :1])
        there = [k for k, v in enumerate(volumes) if v is not None]
        if there:
            out[there] = show(
                torch.stack([v.float() for v in volumes if v is not None]), centre[there], side[there], grid
            )
        rare.append(out)
    target = (seen[:, 1:2] > 0.5).float()
    return Shown(seen[:, :1], target, seen[:, 2:], (rare[0] > 0.5).float(), rare[1], centre, side)
