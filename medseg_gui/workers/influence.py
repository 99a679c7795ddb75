"""Which prompt made which area: all prompts of an object replayed, with one of them and without it.

The models keep no state, so a replay gives exactly the answers that were given; no gradients, no guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from medseg_gui.core.geometry import Box, Plane
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.prompts import Prompt, PromptSet
from medseg_gui.core.segmenter import Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.workers import segment
from medseg_gui.workers.job import Steps


@dataclass(frozen=True)
class Ask:
    """What is replayed: the model and plane that answered, and what the segment held in ``box`` (a slice) before."""

    volume: Volume
    model: str
    plane: Plane
    box: Box
    base: Mask


@dataclass(frozen=True)
class Influence:
    """In ``box``: what belongs to the object because of prompt number ``number``, and what does not because of it."""

    number: int
    box: Box
    given: Mask
    taken: Mask


def replay(
    ask: Ask, prompts: Sequence[Prompt], first: int = 0, before: Mask | None = None
) -> Steps[tuple[Mask, Prediction | None]]:
    """The object in the slice after prompts ``first`` and later were given one by one, and the last answer.

    ``before``: the object after the prompts before ``first`` (None: nothing was asked yet); what the segment held
    before the object is never part of it.
    """
    now = before
    answer: Prediction | None = None
    for count in range(first + 1, len(prompts) + 1):
        yield Progress("Looking at the slice", count - 1, len(prompts))
        previous: Mask | None = None
        if now is not None:
            previous = np.zeros(ask.volume.geometry.shape, bool)
            previous[ask.box.slices] = now
        request = Request(PromptSet(tuple(prompts[:count])), previous, ask.plane)
        answer = yield from segment.predict(ask.volume, ask.model, request)
        now = np.zeros(ask.box.shape, bool)
        now[tuple(slice(a - o, b - o) for a, b, o in zip(answer.box.lo, answer.box.hi, ask.box.lo, strict=True))] = (
            answer.labels > 0
        )
        now &= ~ask.base
    return (np.zeros(ask.box.shape, bool) if now is None else now), answer


def influence(ask: Ask, prompts: Sequence[Prompt], number: int) -> Steps[Influence]:
    """What prompt ``number`` did. Raises ModelError, IndexError."""
    prompts = tuple(prompts)
    prompts[number]
    shared: Mask | None = None
    if number:
        shared, _ = yield from replay(ask, prompts[:number])
    having, _ = yield from replay(ask, prompts, number, shared)
    lacking, _ = yield from replay(ask, prompts[:number] + prompts[number + 1 :], number, shared)
    return Influence(number, ask.box, having & ~lacking, lacking & ~having)
