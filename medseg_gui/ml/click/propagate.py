"""A 3-D answer slice by slice: from the slices that hold prompts outwards, until the object ends.

The 2-D network was trained to go on from a neighbour's mask. It stops where the object vanishes, jumps in size, hardly
overlaps or gets unsure. Slices with prompts are fixed points. A correction re-runs its slice and goes on only until it
meets the mask that was there, or another fixed point. This is the simple way; a 3-D network is to replace it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import ndimage as ndi

from medseg_gui.core.segmenter import Progress
from medseg_gui.ml.click.answer import EIGHT, Answer, Guess, dice
from medseg_gui.ml.click.views import Floats, Mask2

Follow = Callable[[int, Mask2], Guess]
"""Number of a slice, its neighbour's mask → the object in it."""
# A slice is the object's last when the next one has less, or more, than these shares of its area ...
SHRINKS, GROWS = 0.2, 2.5
# ... overlaps less than this Dice, or is expected to be less right than this.
OVERLAP, SURE = 0.4, 0.6
SMALLEST_PX = 6
MEETS = 0.93
"""A corrected slice that agrees so well with the mask that was there ends the re-run."""


@dataclass
class Stack:
    """Slices by number along the axis: masks and probabilities that replace what was there."""

    masks: dict[int, Mask2]
    probabilities: dict[int, Floats]


def ends(before: Mask2, guess: Guess) -> bool:
    """True when the object does not go on into the guessed slice."""
    size, old = int(guess.mask.sum()), int(before.sum())
    return (
        size < max(SMALLEST_PX, SHRINKS * old)
        or size > GROWS * old
        or guess.quality < SURE
        or dice(before, guess.mask) < OVERLAP
    )


def spread(
    anchors: Mapping[int, Answer],
    fixed: Collection[int],
    count: int,
    follow: Follow,
    old: Callable[[int], Mask2] | None = None,
) -> Generator[Progress, None, Stack]:
    """The anchors and all slices that follow from them; yields for each slice.

    ``anchors``: answers in slices with prompts, each reaching half the way to the next. ``fixed``: numbers of slices
    that are not to change. ``old``: the masks that are being corrected; other parts of theirs stay.
    """
    out = Stack({n: a.mask for n, a in anchors.items()}, {n: a.probability for n, a in anchors.items()})
    for start in sorted(anchors):
        for step in (-1, 1):
            others = [abs(n - start) for n in anchors if (n - start) * step > 0]
            reach = min(others) // 2 if others else count
            mask = anchors[start].mask
            gone = old(start) & ~mask if old is not None else np.zeros_like(mask)
            for number in range(start + step, start + step * (reach + 1), step):
                if not 0 <= number < count or number in fixed or number in out.masks or not mask.any():
                    break
                yield Progress("Going through the slices", len(out.masks), 0)
                guess = follow(number, mask)
                if ends(mask, guess):
                    break
                held = old(number) if old is not None else np.zeros_like(mask)
                if dice(held, guess.mask) >= MEETS:
                    break
                kept = apart(held, mask | guess.mask, gone)
                gone = held & ~kept & ~guess.mask
                out.masks[number] = guess.mask | kept
                out.probabilities[number] = guess.probability
                mask = guess.mask
    return out


def apart(held: Mask2, object_: Mask2, gone: Mask2) -> Mask2:
    """The parts of a mask that neither touch the object nor lie mostly over what was taken away next to them."""
    parts, count = ndi.label(held, EIGHT)
    size, over = (np.bincount(parts[of], minlength=count + 1) for of in (held, held & gone))
    leaves = 2 * over > size
    leaves[parts[object_ & held]] = True
    return np.asarray(held & ~leaves[parts])
