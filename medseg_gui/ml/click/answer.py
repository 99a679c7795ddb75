"""The 2-D answer to prompts in one slice: several looks at a first click, fitted looks at a correction.

A first answer averages looks of different sizes round the prompts, and offers a part and a whole beside it. A
correction is looked at fitted to the object so far, and changes only the connected region that its prompt touches
(FocalClick's progressive merge). Everything is computed from the prompts and the mask so far: no state, no chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any

import numpy as np
import torch
from scipy import ndimage as ndi
from torch import Tensor

from medseg_gui.core.errors import ModelError
from medseg_gui.ml.click.plan import figures_of
from medseg_gui.ml.click.views import Floats, Look, Mark, Mask2, Slab, Window, back, inputs

Network = Callable[[Tensor], Tensor]
EIGHT = np.ones((3, 3), np.uint8)
AROUND = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))
"""Each first look takes the prompts a pixel off in another direction: their mean hangs less on where a hand clicked."""
ALIKE = 0.97
"""Hypotheses of at least this Dice are one."""
# Usual windows of CT (low, high in HU) for tissue below, within and above the range of soft tissue.
SOFT_TISSUE_HU = (-180.0, 300.0)
CT_WINDOWS: dict[str, Window] = {"air": (-1050.0, 150.0), "soft": (-200.0, 350.0), "bone": (-150.0, 1500.0)}


@dataclass(frozen=True)
class Tuning:
    """How looks are laid; the card's plan may hold other figures under "answer".

    ``looks`` at a first prompt: their sides go in geometric steps from ``nearest`` to the whole slice, on a scale where
    0 is ``least_px`` pixels and 1 the slice. The closest one stands for the part and is not in the mean; the whole is
    where the mean exceeds ``whole``. A correction looks at ``fit`` times the object and at ``near`` of that. A negative
    second prompt still tells which object is meant, so the first looks, asked anew, have the weight ``anew`` there,
    unless one of them shows by a Dice below ``own`` that it was not the first prompt that drew the object. A box is
    looked at ``box_fit`` times its size; a change within ``reach_px`` of the prompt is touched by it.
    """

    looks: int = 5
    nearest: float = 0.2
    whole: float = 0.15
    fit: float = 3.0
    near: float = 0.7
    anew: float = 0.5
    own: float = 0.75
    box_fit: float = 2.5
    least_px: float = 40.0
    prompt_margin: float = 1.5
    reach_px: int = 2

    @classmethod
    def read(cls, plan: Mapping[str, Any]) -> Tuning:
        """Raises ModelError when the card's figures are unknown or of the wrong kind."""
        return figures_of(cls, plan)


@dataclass(frozen=True)
class Guess:
    """One possible answer: ``probability`` over the slice, its ``mask``, and its predicted Dice."""

    probability: Floats
    mask: Mask2
    quality: float


@dataclass(frozen=True)
class Answer:
    """``mask`` of the whole slice, what the slice held before included; ``hypotheses`` best first, the mask first."""

    probability: Floats
    mask: Mask2
    quality: float
    hypotheses: tuple[Guess, ...] = ()


def answer(
    network: Network, slab: Slab, marks: Sequence[Mark], area: Mask2 | None, previous: Mask2, tuning: Tuning
) -> Answer:
    """The object that the prompts mean, in the slice, given the mask so far. Raises ModelError without a prompt.

    ``area``: a box drawn round the object, or the disk that a drag from the click made, as a mask.
    """
    if not marks and area is None:
        raise ModelError("There is nothing to answer to", todo="Click on the object, or draw a box round it.")
    own = _object(previous, marks)
    if own.any():
        return _correct(network, slab, marks, area, previous, own, tuning)
    if marks and not marks[-1].positive and not any(m.positive for m in marks) and area is None:
        # nothing to take away here
        return Answer(np.zeros(slab.shape, np.float32), _forced(previous, marks), 1.0)
    return _begin(network, slab, marks, area, previous, tuning)


def follow(network: Network, slab: Slab, before: Mask2, tuning: Tuning) -> Guess:
    """The object in a slice whose neighbour shows it as ``before``: asked with that mask and a click in its middle."""
    depth = np.asarray(ndi.distance_transform_edt(np.pad(before, 1)))[1:-1, 1:-1]
    middle = Mark(np.array([np.unravel_index(int(depth.argmax()), depth.shape)], np.intp))
    look = _fitted(slab, _corners(before), tuning.fit, tuning, window_for(slab, [middle]))
    probability = look_at(network, slab, [look], before.astype(np.float32), [middle], None)[0]
    mask = probability > 0.5
    parts, _ = ndi.label(mask, EIGHT)
    keep = np.unique(parts[before & mask])
    mask = np.asarray(np.isin(parts, keep[keep > 0]))
    return Guess(probability, mask, soft_dice(probability, mask))


def _begin(
    network: Network, slab: Slab, marks: Sequence[Mark], area: Mask2 | None, previous: Mask2, tuning: Tuning
) -> Answer:
    nothing = np.zeros(slab.shape, np.float32)
    if area is not None:
        look = _fitted(slab, _pixels(marks, area), tuning.box_fit, tuning, window_for(slab, marks))
        asked = [marks]
        if not any(m.positive for m in marks):
            # with and without a click in the box: the mean is better than either
            rows, cols = (np.flatnonzero(area.any(1 - axis)) for axis in range(2))
            middle = np.array([[(rows[0] + rows[-1]) // 2, (cols[0] + cols[-1]) // 2]])
            asked = [marks, [*marks, Mark(middle)]]
        maps = [look_at(network, slab, [look], nothing, m, area)[0] for m in asked]
        far, near = maps, maps[-1]
    else:
        maps = look_at(network, slab, _first_looks(slab, marks, tuning), nothing, marks, None)
        far, near = maps[1:] or maps, maps[0]
    mean = np.asarray(np.mean(far, 0), np.float32)
    found = grasp(mean, marks)
    guesses = [Guess(mean, found, soft_dice(mean, found))]
    for probability, mask in ((near, grasp(near, marks)), (mean, grasp(mean, marks, tuning.whole))):
        if mask.any() and all(dice(mask, g.mask) < ALIKE for g in guesses):
            guesses.append(Guess(probability, mask, soft_dice(mean, mask)))
    finished = tuple(Guess(g.probability, _forced(g.mask | previous, marks), g.quality) for g in guesses)
    return Answer(mean, finished[0].mask, finished[0].quality, finished)


def _correct(
    network: Network,
    slab: Slab,
    marks: Sequence[Mark],
    area: Mask2 | None,
    previous: Mask2,
    own: Mask2,
    tuning: Tuning,
) -> Answer:
    look = _fitted(slab, [*_corners(own), *_pixels(marks, area)], tuning.fit, tuning, window_for(slab, marks))
    near = replace(look, side_mm=tuning.near * look.side_mm)
    probability, closer = look_at(network, slab, [look, near], own.astype(np.float32), marks, area)
    inside = near.box(slab)
    probability[inside] = (probability[inside] + closer[inside]) / 2
    if len(marks) == 2 and not marks[-1].positive and area is None and _drew(network, slab, marks[:1], own, tuning):
        maps = look_at(network, slab, _first_looks(slab, marks, tuning), np.zeros_like(probability), marks, None)
        probability += tuning.anew * (np.mean(maps[1:] or maps, 0) - probability)
    wanted = grasp(probability, marks)
    if marks:
        wanted = merge(own, wanted, marks[-1], tuning.reach_px)
    where = look.box(slab)
    seen = np.zeros(slab.shape, bool)
    seen[where] = True
    mask = _forced(np.where(own | (wanted & seen), wanted, previous), marks)
    quality = soft_dice(probability, wanted)
    return Answer(probability, mask, quality, (Guess(probability, mask, quality),))


def _drew(network: Network, slab: Slab, marks: Sequence[Mark], own: Mask2, tuning: Tuning) -> bool:
    """True when the object so far is about what those prompts alone give, not one that was there before them."""
    looks = _first_looks(slab, marks, tuning)[-2:-1]
    if not looks or not marks[0].positive:
        return False
    return (
        dice(own, grasp(look_at(network, slab, looks, np.zeros(slab.shape, np.float32), marks, None)[0], marks))
        >= tuning.own
    )


# ----- looks ---------------------------------------------------------------------------------------
def look_at(
    network: Network, slab: Slab, looks: Sequence[Look], previous: Floats, marks: Sequence[Mark], area: Mask2 | None
) -> list[Floats]:
    """Probabilities (rows, columns) of each look, all in one batch."""
    boxed = None
    if area is not None:
        boxed = torch.from_numpy(area.astype(np.float32))[None, None]
    x = inputs(slab, looks, torch.from_numpy(previous)[None, None], marks, boxed)
    answers = network(x)[:, 0]
    return [back(a, look, slab) for a, look in zip(answers, looks, strict=True)]


def _first_looks(slab: Slab, marks: Sequence[Mark], tuning: Tuning) -> list[Look]:
    pixels = _pixels([m for m in marks if m.positive] or marks, None)
    low, high = np.min(pixels, 0), np.max(pixels, 0)
    middle = (float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2)
    extent = float(max((high - low) * slab.mm))
    largest = max(slab.largest_mm, tuning.prompt_margin * extent)
    least = min(tuning.least_px * slab.pixel_mm, largest / 2)
    window = window_for(slab, marks)
    sides = least * (largest / least) ** np.linspace(tuning.nearest, 1, tuning.looks)
    sides = np.maximum(sides, tuning.prompt_margin * extent)
    return [
        Look(middle, side, window, shift)
        for side, shift in zip(dict.fromkeys(float(s) for s in sides), cycle(AROUND), strict=False)
    ]


def _fitted(slab: Slab, pixels: Sequence[Any], fit: float, tuning: Tuning, window: Window | None) -> Look:
    low, high = np.min(pixels, 0), np.max(pixels, 0)
    extent = float(max((high - low + 1) * slab.mm))
    side = min(max(fit * extent, tuning.least_px * slab.pixel_mm), max(slab.largest_mm, 1.3 * extent))
    return Look((float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2), side, window)


def window_for(slab: Slab, marks: Sequence[Mark]) -> Window | None:
    """The CT window of the tissue that was pointed at first; None for other images, or without a positive prompt."""
    first = next((m for m in marks if m.positive), None)
    if slab.modality != "CT" or first is None:
        return None
    rows, cols = slab.shape
    near = [
        float(slab.image[1, max(r - 1, 0) : min(r + 2, rows), max(c - 1, 0) : min(c + 2, cols)].median())
        for r, c in first.pixels[:: max(1, len(first.pixels) // 25)]
    ]
    value = float(np.median(near))
    return CT_WINDOWS["air" if value <= SOFT_TISSUE_HU[0] else "soft" if value < SOFT_TISSUE_HU[1] else "bone"]


def _pixels(marks: Sequence[Mark], area: Mask2 | None) -> list[Any]:
    out: list[Any] = [p for m in marks for p in m.pixels]
    return out if area is None else [*out, *_corners(area)]


def _corners(mask: Mask2) -> list[Any]:
    """The first and the last (row, column) of the box round a mask that is not empty."""
    lines = [np.flatnonzero(mask.any(1 - axis)) for axis in range(2)]
    return [np.array([line[end] for line in lines]) for end in (0, -1)]


# ----- masks ---------------------------------------------------------------------------------------
def dice(a: Mask2, b: Mask2) -> float:
    """Dice of two masks; 1 when both are empty."""
    total = int(a.sum()) + int(b.sum())
    return 2 * int((a & b).sum()) / total if total else 1.0


def soft_dice(probability: Floats, mask: Mask2) -> float:
    """The Dice that the probabilities themselves expect of a mask."""
    total = float(probability.sum()) + int(mask.sum())
    return 2 * float(probability[mask].sum()) / total if total > 0 else 0.0


def grasp(probability: Floats, marks: Sequence[Mark], limit: float = 0.5) -> Mask2:
    """The mask's parts that hang together with a positive prompt; all of it where none of them is touched."""
    mask = probability > limit
    return _touched(mask, [m for m in marks if m.positive]) if mask.any() else mask


def _touched(mask: Mask2, marks: Sequence[Mark]) -> Mask2:
    parts, _ = ndi.label(mask, EIGHT)
    keep = {int(v) for m in marks for v in parts[m.pixels[:, 0], m.pixels[:, 1]]} - {0}
    return np.isin(parts, list(keep)) if keep else mask


def _object(previous: Mask2, marks: Sequence[Mark]) -> Mask2:
    """The parts of the mask so far that the prompts speak of: those they lie on, else the one nearest to the last.

    A positive prompt well away from everything means a new object: nothing then.
    """
    nothing = np.zeros_like(previous)
    if not previous.any() or not marks:
        return nothing
    parts, _ = ndi.label(previous, EIGHT)
    on = {int(v) for m in marks for v in parts[m.pixels[:, 0], m.pixels[:, 1]]} - {0}
    last = marks[-1].pixels
    inside = np.argwhere(previous)
    apart = [((inside - pixel) ** 2).sum(1) for pixel in last[:: max(1, len(last) // 50)]]
    nearest = min(apart, key=lambda far: int(far.min()))
    gap = float(np.sqrt(nearest.min()))
    part = int(parts[tuple(inside[int(nearest.argmin())])])
    size = float(np.sqrt(np.count_nonzero(parts == part)))
    if gap <= max(4.0, size / 2) or (not marks[-1].positive and not on):
        on.add(part)
    return np.isin(parts, list(on)) if on else nothing


def merge(before: Mask2, after: Mask2, mark: Mark, reach: int) -> Mask2:
    """``before`` with only those connected changes of ``after`` that lie at the prompt."""
    parts, count = ndi.label(before ^ after, EIGHT)
    if count == 0:
        return before
    near = np.zeros(before.shape, bool)
    for r, c in mark.pixels:
        near[max(r - reach, 0) : r + reach + 1, max(c - reach, 0) : c + reach + 1] = True
    keep = np.unique(parts[near])
    return np.asarray(before ^ np.isin(parts, keep[keep > 0]))


def _forced(mask: Mask2, marks: Sequence[Mark]) -> Mask2:
    """The mask with every prompted pixel as the prompt says, the newest last."""
    out = mask.copy()
    for mark in marks:
        out[mark.pixels[:, 0], mark.pixels[:, 1]] = mark.positive
    return out
