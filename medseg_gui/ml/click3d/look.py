"""A look at a region of a volume through the 3-D network, and its probabilities back on the voxels.

Whatever the volume's size, a look costs what its grid costs: where grid voxels are larger than voxels, only as many
voxels as the grid can hold are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy import ndimage as ndi
from torch import Tensor

from medseg_gui.core.geometry import Box
from medseg_gui.ml.click3d.evidence import FADE, balls, channels
from medseg_gui.ml.click3d.fields import along, normalise
from medseg_gui.ml.click3d.views import between, off_grid, onto_grid

Network = Callable[[Tensor], Tensor]
"""(B, CHANNELS, G, G, G) → (B, 1, G, G, G) probabilities, float32 on the CPU."""
Mask3 = npt.NDArray[np.bool_]
Mask2 = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float64]
Window = tuple[float, float]
MOST_DISKS = 600
"""Voxels of one scribble that are drawn as balls."""


@dataclass(frozen=True)
class Solid:
    """A volume as the network is asked about it: voxels (slice, row, column), their size in mm, is it CT."""

    voxels: npt.NDArray[np.generic]
    mm: tuple[float, float, float]
    ct: bool = False

    @property
    def shape(self) -> tuple[int, int, int]:
        d, h, w = self.voxels.shape
        return d, h, w

    @property
    def extent_mm(self) -> Vector:
        return np.multiply(self.shape, self.mm).astype(np.float64)


@dataclass(frozen=True)
class Region:
    """A box round ``centre`` with sides ``side``, both (3,) in voxels, shown on a grid of ``grid`` voxels a side."""

    centre: Vector
    side: Vector
    grid: int

    def box(self, shape: tuple[int, int, int]) -> Box:
        """The voxels whose centres lie inside; at least one."""
        half = self.side / 2
        low = [min(max(int(np.ceil(c - h)), 0), n - 1) for c, h, n in zip(self.centre, half, shape, strict=True)]
        high = [max(int(np.floor(c + h)) + 1, a + 1) for c, h, a in zip(self.centre, half, low, strict=True)]
        high = [min(b, n) for b, n in zip(high, shape, strict=True)]
        return Box((low[0], low[1], low[2]), (high[0], high[1], high[2]))


@dataclass(frozen=True)
class Mark3:
    """A click, scribble or lasso: the voxels (n, 3) that it covers; negative: not the object."""

    voxels: npt.NDArray[np.intp]
    positive: bool = True


@dataclass(frozen=True)
class KnownSlice:
    """A slice (number along an array axis) whose mask is known, by the reader or as a suggestion (``strength``)."""

    axis: int
    number: int
    mask: Mask2
    strength: float

    @property
    def middle(self) -> npt.NDArray[np.intp]:
        """(1, 3) the mask's deepest voxel, the most central of about equals."""
        depth = np.asarray(ndi.distance_transform_edt(np.pad(self.mask, 1)))[1:-1, 1:-1]
        deep = np.argwhere(depth >= 0.9 * depth.max())
        at = deep[int(((deep - deep.mean(0)) ** 2).sum(1).argmin())]
        return np.insert(at.astype(np.intp), self.axis, self.number)[None]


@dataclass(frozen=True)
class Question:
    """What all looks of one answer share: the volume, the prompts, a box or ball, known slices, the CT window."""

    solid: Solid
    marks: tuple[Mark3, ...] = ()
    area: Mapping[str, Any] | None = None
    """{"low", "high"} of a box in voxels, or {"centre", "radius_mm"} of a ball."""
    known: tuple[KnownSlice, ...] = ()
    window: Window | None = None

    @cached_property
    def told(self) -> tuple[Mark3, ...]:
        """The marks that the network is told of: confirmed slices speak for those on them, by their deepest voxel.

        Corrections on a slice lie at its object's edge: told in 3-D they would bend the neighbouring slices.
        """
        sure = [k for k in self.known if k.strength >= 1]
        middles = [Mark3(k.middle) for k in sure if k.mask.any()]
        return (
            *middles,
            *(m for m in self.marks if not any((m.voxels[:, k.axis] == k.number).all() for k in sure)),
        )


@dataclass(frozen=True)
class Seen:
    """A look's probabilities (1, 1, G, G, G) and where it looked."""

    region: Region
    values: Tensor

    def onto(self, region: Region) -> tuple[Tensor, Tensor]:
        """The probabilities and their weight (1 inside this look, 0 outside) on the grid of another region."""
        out, inside = self.values, torch.ones_like(self.values)
        for axis in range(3):
            m = between(_pair(self.region, axis), self.region.grid, _pair(region, axis), region.grid)
            out, inside = along(out, m, axis), along(inside, m, axis)
        return out, inside

    def voxels(self, shape: tuple[int, int, int]) -> tuple[Box, Floats]:
        """The region's voxels and their probabilities, linear between grid voxels."""
        box = self.region.box(shape)
        out = self.values
        order = sorted(range(3), key=lambda a: box.shape[a])
        for axis in order:
            at = torch.arange(box.lo[axis], box.hi[axis], dtype=torch.float32)
            centre, side = _pair(self.region, axis)
            out = along(out, off_grid(at, centre, side, self.region.grid), axis)
        return box, np.ascontiguousarray(out[0, 0].numpy())


def look(
    network: Network, asked: Question, regions: Sequence[Region], previous: Sequence[Tensor | Mask3 | None]
) -> list[Seen]:
    """What the network sees in regions of one grid size, given an answer so far for each.

    An answer so far is a mask of the whole volume or (1, 1, G, G, G) probabilities on the region's grid.
    """
    x = torch.cat([_inputs(asked, r, p) for r, p in zip(regions, previous, strict=True)])
    values = network(x)
    return [Seen(r, values[k : k + 1]) for k, r in enumerate(regions)]


def _inputs(asked: Question, region: Region, previous: Tensor | Mask3 | None) -> Tensor:
    n = region.grid
    image = _shown(asked.solid.voxels, region, asked.window)
    before = torch.zeros(1, 1, n, n, n)
    if isinstance(previous, Tensor):
        before = previous
    elif previous is not None:
        before = _shown(previous, region, None)
    positive, negative = (_drawn(asked.told, region, wanted) for wanted in (True, False))
    return channels(normalise(image), positive, negative, _area(asked, region), before, _known(asked.known, region))


def _pair(region: Region, axis: int) -> tuple[Tensor, Tensor]:
    return torch.tensor([region.centre[axis]]).float(), torch.tensor([region.side[axis]]).float()


def _shown(voxels: npt.NDArray[np.generic], region: Region, window: Window | None) -> Tensor:
    """(1, 1, G, G, G) grey values of the region, through a window."""
    places = []
    for axis, n in enumerate(voxels.shape):
        step = region.side[axis] / region.grid
        stride = max(1, int(step / 1.5))
        reach = region.side[axis] / 2 + step + stride
        low = min(max(int(region.centre[axis] - reach), 0), n - 1)
        high = max(low + 1, min(int(region.centre[axis] + reach) + 2, n))
        places.append(slice(low, high, stride))
    part = np.array(voxels[places[0], places[1], places[2]], np.float32, order="C")
    if not np.isfinite(part).all():
        part = np.nan_to_num(part, nan=float(np.nanmin(part)) if np.isfinite(part).any() else 0.0)
    if window is not None:
        part = part.clip(*window)
    out = torch.from_numpy(part)[None, None]
    # the axis that shrinks most goes first: it costs least
    for axis in sorted(range(3), key=lambda a: region.grid / part.shape[a]):
        at = torch.arange(places[axis].start, places[axis].stop, places[axis].step, dtype=torch.float32)
        centre, side = _pair(region, axis)
        out = along(out, onto_grid(at, centre, side, region.grid), axis)
    return out


def _drawn(marks: Sequence[Mark3], region: Region, wanted: bool) -> Tensor:
    """(1, 1, G, G, G) prompts of a sign as balls, the newest the heaviest."""
    n = region.grid
    places, weights = [], []
    for age, mark in enumerate(reversed(marks)):
        if mark.positive != wanted or not len(mark.voxels):
            continue
        at = (mark.voxels - region.centre) / (region.side / n) + (n - 1) / 2
        at = np.unique(at.round(), axis=0)
        at = at[:: max(1, len(at) // MOST_DISKS)]
        places.append(at)
        weights.append(np.full(len(at), FADE**age))
    if not places:
        return torch.zeros(1, 1, n, n, n)
    where = torch.from_numpy(np.concatenate(places)).float()
    heavy = torch.from_numpy(np.concatenate(weights)).float()
    return balls(where, heavy, torch.zeros(len(where), dtype=torch.long), (1, n, n, n))


def _lines(region: Region) -> list[Vector]:
    """The voxel positions of the grid along each axis."""
    line = np.arange(region.grid) - (region.grid - 1) / 2
    return [c + line * s / region.grid for c, s in zip(region.centre, region.side, strict=True)]


def _area(asked: Question, region: Region) -> Tensor:
    n = region.grid
    if asked.area is None:
        return torch.zeros(1, 1, n, n, n)
    z, y, x = _lines(region)
    if "radius_mm" in asked.area:
        centre, mm = asked.area["centre"], asked.solid.mm
        far = [((line - c) * m) ** 2 for line, c, m in zip((z, y, x), centre, mm, strict=True)]
        inside = far[0][:, None, None] + far[1][None, :, None] + far[2][None, None] <= asked.area["radius_mm"] ** 2
    else:
        low, high = asked.area["low"] - 0.5, asked.area["high"] + 0.5
        rows = [(line >= a) & (line <= b) for line, a, b in zip((z, y, x), low, high, strict=True)]
        inside = rows[0][:, None, None] & rows[1][None, :, None] & rows[2][None, None]
    return torch.from_numpy(inside.astype(np.float32))[None, None]


def _known(slices: Sequence[KnownSlice], region: Region) -> Tensor:
    """(1, 1, G, G, G): what known slices say; where two meet, the stronger."""
    n = region.grid
    out = torch.zeros(1, 1, n, n, n)
    lines = _lines(region)
    for known in sorted(slices, key=lambda k: k.strength):
        step = region.side[known.axis] / n
        band = torch.from_numpy(np.abs(lines[known.axis] - known.number) <= max(1.0, step) / 2)
        if not band.any():
            continue
        flat = _shown(np.expand_dims(known.mask, known.axis), _flattened(region, known), None)
        inside = flat.narrow(2 + known.axis, 0, 1) > 0.5
        said = torch.where(inside, known.strength, -known.strength)
        shape = [1] * 5
        shape[2 + known.axis] = n
        out = torch.where(band.view(shape), said, out)
    return out


def _flattened(region: Region, known: KnownSlice) -> Region:
    centre, side = region.centre.copy(), region.side.copy()
    centre[known.axis], side[known.axis] = 0.0, float(region.grid)
    return Region(centre, side, region.grid)
