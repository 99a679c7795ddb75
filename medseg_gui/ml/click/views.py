"""A slice with its neighbours, and square looks at it (in millimetres) as the click network sees them.

Positions in a slice are (row, column) voxel indices, centres at integers; ``side_mm`` is the side of the square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from medseg_gui.ml.click.evidence import FADE, channels, disk
from medseg_gui.ml.click.paint import normalise_by_middle

SIZE = 128
"""Pixels along a look's side: what the network was trained at."""
# From so many voxels a pixel on they are averaged: over a window round each, or, where there are many, over cells.
FINE, COARSE = 1.2, 2.5
Window = tuple[float, float]
Mask2 = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Pixel = tuple[int, int]


@dataclass(frozen=True)
class Mark:
    """A click, scribble or lasso in a slice: the pixels (n, 2) that it covers; negative: not the object."""

    pixels: npt.NDArray[np.intp]
    positive: bool = True


@dataclass(frozen=True)
class Slab:
    """``image`` (3, rows, columns) float32: the slice in the middle, its neighbours round it; ``mm`` (row, column)."""

    image: Tensor
    mm: tuple[float, float]
    modality: str = ""

    @property
    def shape(self) -> tuple[int, int]:
        return int(self.image.shape[1]), int(self.image.shape[2])

    @property
    def pixel_mm(self) -> float:
        """The side of a square with a voxel's area in the slice."""
        return float(np.sqrt(self.mm[0] * self.mm[1]))

    @property
    def largest_mm(self) -> float:
        """The side of a look that shows the whole slice with a margin."""
        return 1.3 * max(n * mm for n, mm in zip(self.shape, self.mm, strict=True))


@dataclass(frozen=True)
class Look:
    """A square round ``centre`` (row, column), shown through a window of grey values, or with all of them.

    ``shift``: by so many pixels of the slice (row, column) the prompts are drawn off their place.
    """

    centre: tuple[float, float]
    side_mm: float
    window: Window | None = None
    shift: Pixel = (0, 0)

    def box(self, slab: Slab) -> tuple[slice, slice]:
        """The pixels of the slice that lie inside."""
        out = []
        for at, mm, n in zip(self.centre, slab.mm, slab.shape, strict=True):
            half = self.side_mm / mm / 2
            low = min(max(int(np.ceil(at - half)), 0), n - 1)
            out.append(slice(low, max(low + 1, min(int(np.floor(at + half)) + 1, n))))
        return out[0], out[1]


def show(slab: Slab, look: Look, previous: Tensor, marks: Sequence[Mark], box: Tensor | None) -> tuple[Tensor, ...]:
    """What a look at an already windowed slab holds.

    (1, 3, S, S) grey values, then (1, 1, S, S) positive prompts, negative prompts, box, previous answer.
    """
    rows, cols = slab.shape
    step = [look.side_mm / mm / SIZE for mm in slab.mm]  # voxels a pixel of the look
    region, offset = _region(slab, look, step)
    size = (int(region.shape[2]), int(region.shape[3]))
    if max(step) >= COARSE:
        # whole cells are averaged first: cheaper than a window round each pixel
        cell = [max(1, round(s / 1.5)) for s in step]
        region = F.avg_pool2d(region, (cell[0], cell[1]), ceil_mode=True, count_include_pad=False)
        size = (int(region.shape[2]) * cell[0], int(region.shape[3]) * cell[1])
    elif max(step) > FINE:
        region = mean_near(region, 3 if step[0] > FINE else 1, 3 if step[1] > FINE else 1)
    grid = grid_of(look, step, offset, size)
    crop = F.grid_sample(region, grid, padding_mode="border", align_corners=False)
    whole = grid_of(look, step, (0, 0), (rows, cols))
    before = torch.zeros(1, 1, SIZE, SIZE)
    if bool(previous.any()):
        before = F.grid_sample(previous, whole, align_corners=False)
    positive, negative = torch.zeros(1, 1, SIZE, SIZE), torch.zeros(1, 1, SIZE, SIZE)
    for mark in marks:
        drawn = _draw(mark, look, step)
        nothing = torch.zeros_like(drawn)
        positive = torch.maximum(positive * FADE, drawn if mark.positive else nothing)
        negative = torch.maximum(negative * FADE, nothing if mark.positive else drawn)
    boxed = torch.zeros_like(positive)
    if box is not None:
        boxed = (F.grid_sample(box, whole, align_corners=False) > 0.5).float()
    return crop, positive, negative, boxed, before


def inputs(
    slab: Slab, looks: Sequence[Look], previous: Tensor, marks: Sequence[Mark], box: Tensor | None = None
) -> Tensor:
    """(looks, CHANNELS, S, S): the network's input. ``previous`` and ``box`` are (1, 1, rows, columns)."""
    # most looks share one window: it is applied once
    windowed = {w: slab if w is None else replace(slab, image=slab.image.clamp(*w)) for w in {k.window for k in looks}}
    shown = [show(windowed[look.window], look, previous, marks, box) for look in looks]
    crop, positive, negative, boxed, before = (torch.cat(part) for part in zip(*shown, strict=True))
    return channels(normalise_by_middle(crop), positive, negative, boxed, before)


def back(values: Tensor, look: Look, slab: Slab) -> Floats:
    """(rows, columns) of the slice from (S, S) of a look; 0 outside it."""
    out = np.zeros(slab.shape, np.float32)
    where = look.box(slab)
    lines = [
        (torch.arange(part.start, part.stop, dtype=torch.float32) - at) * mm / look.side_mm * 2
        for part, at, mm in zip(where, look.centre, slab.mm, strict=True)
    ]
    grid = torch.stack(torch.meshgrid(*lines, indexing="ij")[::-1], -1)[None]
    out[where] = F.grid_sample(values[None, None], grid, padding_mode="border", align_corners=False)[0, 0].numpy()
    return out


def mean_near(image: Tensor, high: int, wide: int) -> Tensor:
    """(…, rows, columns) means of the ``high`` × ``wide`` pixels (odd) round each, of those that there are.

    To the last bit what a pooling with stride 1 gives, in a third of its time on a CPU: added in the same order.
    """
    up, left = high // 2, wide // 2
    rows, cols = image.shape[-2:]
    padded = F.pad(image, (left, left, up, up))
    parts = [padded[..., i : i + rows, j : j + cols] for i in range(high) for j in range(wide)]
    out = parts[0].clone()
    for part in parts[1:]:
        out += part
    counts = [
        torch.tensor([min(k + reach, n - 1) - max(k - reach, 0) + 1 for k in range(n)], dtype=image.dtype)
        for n, reach in ((rows, up), (cols, left))
    ]
    return out / (counts[0][:, None] * counts[1])


def _region(slab: Slab, look: Look, step: Sequence[float]) -> tuple[Tensor, tuple[int, int]]:
    """(1, 3, r, c) of the slab that a look needs, with a margin, and its first row and column."""
    parts = []
    for at, s, n in zip(look.centre, step, slab.shape, strict=True):
        half = s * SIZE / 2 + 2 * s + 2
        low = min(max(int(at - half), 0), n - 1)
        parts.append(slice(low, max(low + 1, min(int(at + half) + 2, n))))
    return slab.image[None, :, parts[0], parts[1]], (parts[0].start, parts[1].start)


def grid_of(look: Look, step: Sequence[float], offset: tuple[int, int], shape: tuple[int, int]) -> Tensor:
    """(1, S, S, 2) places of a look's pixels for ``grid_sample`` in a region of that shape that begins at ``offset``.

    ``step``: voxels (row, column) a pixel of the look.
    """
    line = torch.arange(SIZE, dtype=torch.float32) + 0.5 - SIZE / 2
    rows, cols = (
        (at + line * s - first + 0.5) / n * 2 - 1
        for at, s, first, n in zip(look.centre, step, offset, shape, strict=True)
    )
    return torch.stack(torch.meshgrid(rows, cols, indexing="ij")[::-1], -1)[None]


def _draw(mark: Mark, look: Look, step: Sequence[float]) -> Tensor:
    """(1, 1, S, S) disks at a mark's pixels; drawn in pixels of the look, so that no prompt is ever scaled away."""
    places = np.stack(
        [(mark.pixels[:, k] + look.shift[k] - look.centre[k]) / step[k] + (SIZE - 1) / 2 for k in range(2)], 1
    )
    places = np.unique(places.round(), axis=0)
    places = places[((places > -3) & (places < SIZE + 2)).all(1)]
    if len(places) == 0:
        return torch.zeros(1, 1, SIZE, SIZE)
    # a long scribble needs no disk at every pixel
    places = places[:: max(1, len(places) // 400)]
    at = torch.from_numpy(places.astype(np.float32))
    return disk(at[:, 0], at[:, 1], SIZE).amax(0, keepdim=True)
