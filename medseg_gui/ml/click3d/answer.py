"""The 3-D answer to prompts: looks of several sizes at a first prompt, a fitted look at a correction.

A first answer takes the smallest look that the object fits in, as the mean of all looks shows it, and asks again in the
region fitted to it. A correction looks in the region fitted to the object and the prompt, and changes only what hangs
together with the prompt, only between the confirmed slices that enclose it. No state, no chance.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box
from medseg_gui.core.segmenter import Progress
from medseg_gui.ml.click.answer import dice
from medseg_gui.ml.click.plan import figures_of
from medseg_gui.ml.click3d.evidence import CONFIRMED
from medseg_gui.ml.click3d.look import Floats, Mark3, Mask3, Network, Question, Region, Seen, Vector, look
from medseg_gui.ml.click3d.masks import corner, force, merged, parts_of, soft_dice, touched, within
from medseg_gui.ml.click3d.tasks import ASPECT, LEAST_VOXELS, MARGIN

OTHER = 1.6
"""Regions differ by this factor of their volumes, or mean the same object."""
ALIKE = 0.9
"""Masks of a higher Dice are one answer."""
Steps = Generator[Progress, None, "Answer3"]


@dataclass(frozen=True)
class Tuning3:
    """How looks are laid; the card's plan may hold other figures under "answer".

    First looks go from ``nearest_mm`` to ``farthest_mm`` in ``looks`` geometric steps, on grids of ``first_grid``
    voxels; a fitted look on ``fit_grid`` follows. A region is ``margin`` times the object. A correction is one look on
    ``correct_grid``. A change within ``reach_voxels`` of the prompt is touched by it.
    """

    nearest_mm: float = 24.0
    farthest_mm: float = 160.0
    looks: int = 4
    first_grid: int = 48
    fit_grid: int = 64
    correct_grid: int = 48
    margin: float = MARGIN
    reach_voxels: int = 2

    @classmethod
    def read(cls, plan: Mapping[str, Any]) -> Tuning3:
        """Raises ModelError when the card's figures are unknown or of the wrong kind."""
        own = figures_of(cls, plan)
        if any(grid % 16 or not 16 <= grid <= 160 for grid in (own.first_grid, own.fit_grid, own.correct_grid)):
            raise ModelError("The model's plan is damaged: a grid's sides are multiples of 16, 160 at most")
        return own


@dataclass(frozen=True)
class Guess3:
    """One thing that the prompts may mean, with its probabilities and the Dice that these expect."""

    mask: Mask3
    probability: Floats
    quality: float


@dataclass(frozen=True)
class Answer3:
    """What the prompts may mean, best first, all in ``box``; outside it the mask so far stays as it was."""

    box: Box
    guesses: tuple[Guess3, ...]


def begin(network: Network, asked: Question, tuning: Tuning3, instead: Mask3 | None = None) -> Steps:
    """A new object, from its prompts and known slices; the box holds that one too ``instead`` of which it comes."""
    # suggestions would pull the choice of the region towards their own scale
    blind = replace(asked, known=tuple(k for k in asked.known if k.strength >= CONFIRMED))
    if not any(m.positive for m in asked.marks) and asked.area is None:
        blind = asked
    regions = _first_regions(blind, tuning)
    wide = _wide(asked, regions, tuning)
    seen = []
    for k, region in enumerate([*regions, *wide]):
        yield Progress("Looking at the volume", k, len(regions) + len(wide) + 1)
        seen += look(network, blind, [region], [None])
    old = None if instead is None else Box.around(instead)
    chosen = _chosen(blind, seen[: len(regions)], tuning)
    closely = [chosen, *_other_regions(blind, seen, chosen, tuning)]
    found: list[tuple[Box, Guess3]] = []
    for k, region in enumerate(closely):
        yield Progress("Looking closely", len(seen) + k, len(seen) + len(closely))
        found.append(_guess(asked, look(network, asked, [region], [None])[0], old))
    box = found[0][0]
    for other, _ in found[1:]:
        box = box.union(other)
    guesses: list[Guess3] = []
    while found:
        own, guess = found.pop(0)
        mask, probability = _in_box(guess.mask, own, box), _in_box(guess.probability, own, box)
        if all(dice(mask, g.mask) < ALIKE for g in guesses):
            guesses.append(Guess3(mask, probability, guess.quality))
    return Answer3(box, tuple(guesses))


def _guess(asked: Question, seen: Seen, old: Box | None) -> tuple[Box, Guess3]:
    """A look as an answer of its own, in a box that holds ``old`` too."""
    box, probability = seen.voxels(asked.solid.shape)
    mask = touched(probability > 0.5, asked.marks, box, _seeds(asked, box))
    box, mask, probability = _holding(asked, box, mask, probability, old)
    quality = soft_dice(probability, mask)
    force(mask, asked.marks, asked.known, box)
    return box, Guess3(mask, probability, quality)


def correct(network: Network, asked: Question, own: Mask3, tuning: Tuning3) -> Steps:
    """The object ``own`` (the volume's shape) changed as the last prompt wants it."""
    yield Progress("Looking at the change", 0, 1)
    held = Box.around(own)
    if held is None:
        raise ModelError("There is no object to correct")
    low, high = np.array(held.lo, float), np.array(held.hi, float) - 1
    slab = _slab(asked)
    if slab is not None:
        # a little of the object beyond the confirmed slices tells how it goes on
        axis, first, end = slab
        pad = max(3, (end - first) // 4)
        low[axis], high[axis] = max(low[axis], first - pad), min(high[axis], end - 1 + pad)
        high = np.maximum(low, high)
    region = replace(fitted(asked, *_with_prompts(asked, low, high), tuning), grid=tuning.correct_grid)
    whole, probability = look(network, asked, [region], [own])[0].voxels(asked.solid.shape)
    box = whole if slab is None else _cut(whole, slab)
    inner = tuple(slice(a - o, b - o) for a, b, o in zip(box.lo, box.hi, whole.lo, strict=True))
    probability = np.ascontiguousarray(probability[inner])
    before = own[box.slices]
    mask = touched(probability > 0.5, asked.marks, box, before if asked.marks and not _inside(asked, box) else None)
    if asked.marks:
        mask = merged(before, mask, asked.marks[-1], box, tuning.reach_voxels)
    quality = soft_dice(probability, mask)
    force(mask, asked.marks, asked.known, box)
    return Answer3(box, (Guess3(mask, probability, quality),))


# ----- regions -------------------------------------------------------------------------------------
def fitted(asked: Question, low: Vector, high: Vector, tuning: Tuning3) -> Region:
    """The region round the voxels low … high: no side under a third of the longest, none too small to show slices."""
    mm = np.array(asked.solid.mm)
    side = (high - low + 1) * mm * tuning.margin
    side = np.maximum(side, side.max() / ASPECT)
    side = np.maximum(side, _least_mm(asked))
    return _inside_volume(asked, Region((low + high) / 2, side / mm, tuning.fit_grid))


def _inside_volume(asked: Question, region: Region) -> Region:
    """The region moved into the volume, and cut to it: beyond its border there is nothing to be seen.

    A side stays at least a third of the longest: thin volumes go on beyond their border as they end.
    """
    mm, shape = np.array(asked.solid.mm), np.array(asked.solid.shape, float)
    side = np.minimum(region.side, shape)
    side = np.maximum(side, np.minimum(region.side, (side * mm).max() / ASPECT / mm))
    room = np.maximum(shape - side, 0) / 2
    middle = (shape - 1) / 2
    return Region(np.clip(region.centre, middle - room, middle + room), side, region.grid)


def _least_mm(asked: Question) -> float:
    return max(LEAST_VOXELS * min(asked.solid.mm), min(4 * max(asked.solid.mm), 30.0))


def _first_regions(asked: Question, tuning: Tuning3) -> list[Region]:
    mm, extent = np.array(asked.solid.mm), asked.solid.extent_mm
    if asked.area is not None:
        if "radius_mm" in asked.area:
            reach = float(asked.area["radius_mm"])
            side = np.full(3, max(2.6 * reach, _least_mm(asked)))
            region = Region(np.asarray(asked.area["centre"], float), side / mm, tuning.first_grid)
            return [_inside_volume(asked, region)]
        return [replace(fitted(asked, asked.area["low"], asked.area["high"], tuning), grid=tuning.first_grid)]
    regions = _slice_regions(asked, tuning)
    points = [m.voxels for m in asked.marks if m.positive and len(m.voxels)]
    if not points:
        return regions
    low, high = (np.min([p.min(0) for p in points], 0), np.max([p.max(0) for p in points], 0))
    spread = float(((high - low) * mm).max()) * tuning.margin
    least = max(_least_mm(asked), tuning.nearest_mm)
    most = max(min(tuning.farthest_mm, 1.1 * float(extent.max())), least)
    for wanted in np.geomspace(least, most, tuning.looks) if most > 1.2 * least else [most]:
        size = max(float(wanted), spread)
        side = np.full(3, max(size, _least_mm(asked)))
        region = _inside_volume(asked, Region((low + high) / 2, side / mm, tuning.first_grid))
        if not any(np.allclose(region.side, r.side) for r in regions):
            regions.append(region)
    return regions


def _wide(asked: Question, regions: Sequence[Region], tuning: Tuning3) -> list[Region]:
    """A look more at a first click, twice the widest, if the volume goes on; a liver without texture fills the rest.

    It is one guess more; in the mean of all it would draw small objects too large.
    """
    points = [m.voxels for m in asked.marks if m.positive and len(m.voxels)]
    side = 2 * tuning.farthest_mm
    if asked.area is not None or not points or not regions or float(asked.solid.extent_mm.max()) < 0.75 * side:
        return []
    middle = np.concatenate(points).mean(0)
    return [_inside_volume(asked, Region(middle, side / np.array(asked.solid.mm), tuning.first_grid))]


def _slice_regions(asked: Question, tuning: Tuning3) -> list[Region]:
    """Regions fitted to what known slices show, of several depths across them."""
    drawn = [k for k in asked.known if k.mask.any()]
    if not drawn:
        return []
    mm = np.array(asked.solid.mm)
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    across = drawn[-1].axis
    for known in drawn:
        flat = np.argwhere(np.expand_dims(known.mask, known.axis))
        flat[:, known.axis] = known.number
        low, high = np.minimum(low, flat.min(0)), np.maximum(high, flat.max(0))
    low, high = _with_prompts(asked, low, high)
    side = (high - low + 1) * mm * tuning.margin
    widest = float(np.delete(side, across).max())
    out = []
    for share in (0.6, 1.3):
        deep = side.copy()
        deep[across] = max(side[across], share * widest)
        deep = np.maximum(np.maximum(deep, deep.max() / ASPECT), _least_mm(asked))
        out.append(_inside_volume(asked, Region((low + high) / 2, deep / mm, tuning.first_grid)))
    return out


def _with_prompts(asked: Question, low: Vector, high: Vector) -> tuple[Vector, Vector]:
    for mark in asked.marks:
        if len(mark.voxels):
            low, high = np.minimum(low, mark.voxels.min(0)), np.maximum(high, mark.voxels.max(0))
    return low, high


def _chosen(asked: Question, seen: Sequence[Seen], tuning: Tuning3) -> Region:
    """The region fitted to the object as the mean of the looks shows it in the smallest one that it fits in."""
    best: tuple[Vector, Vector] | None = None
    for one in sorted(seen, key=lambda s: float(np.prod(s.region.side))):
        total, weight = torch.zeros_like(one.values), torch.zeros_like(one.values)
        for other in seen:
            values, inside = other.onto(one.region)
            total, weight = total + values, weight + inside
        mean = total / weight.clamp_min(1e-6)
        span = _span(asked, mean, one.region)
        if span is None:
            continue
        best = span
        if _fits(asked, one.region, span):
            break
    if best is None:
        # nothing is sure enough: look once more where the prompts are
        return replace(seen[0].region, grid=tuning.fit_grid)
    return fitted(asked, *_with_prompts(asked, *best), tuning)


def _other_regions(asked: Question, seen: Sequence[Seen], chosen: Region, tuning: Tuning3) -> list[Region]:
    """Regions of clearly other sizes, fitted to what single looks show: the smallest and the largest one."""
    spans = [_span(asked, one.values, one.region) for one in seen]
    found = [fitted(asked, *_with_prompts(asked, *span), tuning) for span in spans if span is not None]
    size = float(np.prod(chosen.side))
    found = [r for r in found if not OTHER**-1 < float(np.prod(r.side)) / size < OTHER]
    found.sort(key=lambda r: float(np.prod(r.side)))
    return found if len(found) < 2 else [found[0], found[-1]]


def _span(asked: Question, values: Tensor, region: Region) -> tuple[Vector, Vector] | None:
    """First and last voxel of the prompted part of a look's mask, inside the volume; None where there is none."""
    mask = values[0, 0].numpy() > 0.5
    step = region.side / region.grid
    origin = region.centre - (region.grid - 1) / 2 * step
    whole = Box.whole((region.grid,) * 3)
    on_grid = [
        Mark3(np.unique(np.round((m.voxels - origin) / step), axis=0).astype(np.intp), m.positive)
        for m in asked.marks
        if len(m.voxels)
    ]
    # beyond the volume's border its last voxels go on: what is found there is not there
    for axis, n in enumerate(asked.solid.shape):
        at = origin[axis] + np.arange(region.grid) * step[axis]
        mask &= ((at > -0.5) & (at < n - 0.5)).reshape([-1 if a == axis else 1 for a in range(3)])
    if not mask.any():
        return None
    parts = parts_of(mask)
    near: set[int] = set()
    for mark in on_grid:
        if mark.positive:
            for z, y, x in within(mark.voxels, whole):
                near |= set(np.unique(parts[max(z - 1, 0) : z + 2, max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2]))
    near -= {0}
    if near:
        mask = np.isin(parts, list(near))
    elif on_grid and any(m.positive for m in on_grid):
        return None
    ends = np.argwhere(mask)
    return origin + ends.min(0) * step, origin + ends.max(0) * step


def _fits(asked: Question, region: Region, span: tuple[Vector, Vector]) -> bool:
    """True unless the object reaches the look's border where the volume goes on."""
    step = region.side / region.grid
    low, high = region.centre - region.side / 2 + 1.6 * step, region.centre + region.side / 2 - 1.6 * step
    shape = np.array(asked.solid.shape)
    inside = ((span[0] >= low) | (low < 0)) & ((span[1] <= high) | (high > shape - 1))
    return bool(inside.all())


# ----- masks ---------------------------------------------------------------------------------------
def _seeds(asked: Question, box: Box) -> Mask3 | None:
    """Voxels of the known slices' objects in a box, where no positive prompt says which part is meant."""
    if not asked.known:
        return None
    out = np.zeros(box.shape, bool)
    sure = [k for k in asked.known if k.strength >= 1]
    if not sure and any(m.positive and len(m.voxels) for m in asked.marks):
        return None
    force(out, (), [replace(k, strength=1.0) for k in sure or asked.known], box)
    return out


def _holding(asked: Question, box: Box, mask: Mask3, probability: Floats, old: Box | None) -> tuple[Box, Mask3, Floats]:
    """The same in the smallest box that holds the mask, the old one's box, every prompt and every confirmed object."""
    union = Box.around(mask)
    hold = (
        None
        if union is None
        else Box(
            corner([a + o for a, o in zip(union.lo, box.lo, strict=True)]),
            corner([a + o for a, o in zip(union.hi, box.lo, strict=True)]),
        )
    )
    hold = old.union(hold) if old is not None else hold
    for mark in asked.marks:
        if len(mark.voxels):
            hold = Box(corner(mark.voxels.min(0)), corner(mark.voxels.max(0) + 1)).union(hold)
    for known in asked.known:
        if known.strength >= 1 and known.mask.any():
            flat = np.argwhere(np.expand_dims(known.mask, known.axis))
            flat[:, known.axis] = known.number
            hold = Box(corner(flat.min(0)), corner(flat.max(0) + 1)).union(hold)
    hold = (hold or Box(box.lo, corner([a + 1 for a in box.lo]))).pad(2, asked.solid.shape)
    out, likely = np.zeros(hold.shape, bool), np.zeros(hold.shape, np.float32)
    common = hold.intersect(box)
    if not common.empty:
        to = tuple(slice(a - o, b - o) for a, b, o in zip(common.lo, common.hi, hold.lo, strict=True))
        of = tuple(slice(a - o, b - o) for a, b, o in zip(common.lo, common.hi, box.lo, strict=True))
        out[to], likely[to] = mask[of], probability[of]
    return hold, out, likely


def _in_box(part: npt.NDArray[Any], box: Box, wider: Box) -> npt.NDArray[Any]:
    """What fills ``box``, with zeros round it, in a box that holds it."""
    return np.pad(part, [(a - o, e - b) for a, b, o, e in zip(box.lo, box.hi, wider.lo, wider.hi, strict=True)])


def _inside(asked: Question, box: Box) -> bool:
    """True when a positive prompt lies in the box."""
    return any(m.positive and len(within(m.voxels, box)) for m in asked.marks)


def _slab(asked: Question) -> tuple[int, int, int] | None:
    """(axis, first, end) of the slices between the confirmed ones round the last prompt; None without any."""
    sure = [k for k in asked.known if k.strength >= 1]
    if not sure or not asked.marks or not len(asked.marks[-1].voxels):
        return None
    axis = sure[-1].axis
    at = int(np.median(asked.marks[-1].voxels[:, axis]))
    numbers = [k.number for k in sure if k.axis == axis and k.number != at]
    first = max((n for n in numbers if n < at), default=-1) + 1
    return axis, first, min((n for n in numbers if n > at), default=asked.solid.shape[axis])


def _cut(box: Box, slab: tuple[int, int, int]) -> Box:
    axis, first, end = slab
    lo, hi = list(box.lo), list(box.hi)
    lo[axis] = min(max(lo[axis], first), end - 1)
    hi[axis] = max(min(hi[axis], end), lo[axis] + 1)
    return Box(corner(lo), corner(hi))
