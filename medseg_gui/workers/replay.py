"""Prompts asked one after the other, each answer being what the next one corrects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from medseg_gui.core.geometry import Box, Plane
from medseg_gui.core.labelmap import Labels, Mask
from medseg_gui.core.prompts import Prompt, PromptSet, span
from medseg_gui.core.segmenter import Prediction, Request
from medseg_gui.core.volume import Volume
from medseg_gui.workers.job import Steps

Place = tuple[Plane, int]
"""A slice: its plane and its number along the plane's axis."""
Fix = Callable[[Mask], Mask]
"""Puts right what the user drew by hand in an answer, a mask of the room."""


@dataclass(frozen=True)
class Task:
    """What is asked: prompts of which the first ``given`` are answered in ``mask`` (bool, the shape of ``room``).

    ``room``: the slice, or with ``plane`` None the whole volume. ``together``: all that are not yet answered at once
    instead of one by one. ``confirmed``: slices of ``mask`` that a 3-D answer must keep.
    """

    volume: Volume
    model: str
    prompts: PromptSet
    given: int
    mask: Mask
    room: Box
    plane: Plane | None
    fix: Fix = lambda mask: mask
    together: bool = False
    confirmed: tuple[Place, ...] = ()
    wanted: Callable[[], bool] | None = None
    """See ``Request.wanted``."""


@dataclass(frozen=True)
class Replayed:
    """The last answer, and the object's mask with it in the room, one for each hypothesis, best first."""

    answer: Prediction
    masks: tuple[Mask, ...]


def place_of(volume: Volume, prompt: Prompt) -> Place | None:
    """The slice that a prompt was made in; None for one that names no plane."""
    if prompt.plane is None:
        return None
    return prompt.plane, span(prompt, volume.geometry.axis_of(prompt.plane))[0]


def ask(task: Task) -> Steps[Replayed]:
    """The answer to the prompts of a slice, or to the corrections of a whole object."""
    prompts, mask = task.prompts.prompts, task.mask
    first = len(prompts) if task.together else task.given + 1
    for count in range(first, len(prompts) + 1):
        known = replace(task.prompts, prompts=prompts[:count])
        confirmed = task.confirmed if task.plane is not None else _others(task, known)
        out = yield from _step(task, known, mask, confirmed)
        mask = out.masks[0]
    return out


def ask_whole(task: Task) -> Steps[Replayed]:
    """The whole object from prompts in slices, then its corrections; all anew where ``given`` is 0.

    With ``given`` the slices are answered in ``mask`` already, and only the 3-D answer is asked for.
    """
    volume, prompts, whole = task.volume, task.prompts.prompts, task.prompts.whole
    mask = task.mask
    if not task.given:
        mask = np.zeros_like(task.mask)
        for place, room, own in slices_of(volume, prompts[:whole]):
            inner = replace(task, prompts=PromptSet(own), mask=mask[room.slices], room=room, plane=place[0])
            found = yield from ask(replace(inner, fix=lambda m: m))
            mask[room.slices] = found.masks[0]
        mask = task.fix(mask)
    places = tuple(place for place, _, _ in slices_of(volume, prompts[:whole]))
    asked = PromptSet(prompts[:whole], whole)
    out = yield from _step(task, asked, mask, (*task.confirmed, *places))
    if len(prompts) > whole:
        out = yield from ask(replace(task, given=whole, mask=out.masks[0]))
    return out


def slices_of(volume: Volume, prompts: tuple[Prompt, ...]) -> list[tuple[Place, Box, tuple[Prompt, ...]]]:
    """The slices that prompts were made in, in the order of their last prompts: place, box, prompts."""
    groups: dict[Place, list[Prompt]] = {}
    for prompt in prompts:
        place = place_of(volume, prompt)
        if place is not None:
            groups[place] = [*groups.pop(place, []), prompt]
    return [(place, slice_box(volume, place), tuple(own)) for place, own in groups.items()]


def slice_box(volume: Volume, place: Place) -> Box:
    """The box of a slice."""
    axis, shape = volume.geometry.axis_of(place[0]), volume.geometry.shape
    lo, hi = [0, 0, 0], list(shape)
    lo[axis], hi[axis] = place[1], place[1] + 1
    return Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))


def _others(task: Task, prompts: PromptSet) -> tuple[Place, ...]:
    """Slices with prompts, but for that of the last one: it is being corrected."""
    last = place_of(task.volume, prompts.prompts[-1])
    places = [place for place, _, _ in slices_of(task.volume, prompts.prompts)]
    return tuple(p for p in dict.fromkeys((*task.confirmed, *places)) if p != last)


def _step(task: Task, prompts: PromptSet, mask: Mask, confirmed: tuple[Place, ...]) -> Steps[Replayed]:
    from medseg_gui.workers import segment

    previous: Mask | None = None
    if not mask.any():
        confirmed = ()
    else:
        previous = np.zeros(task.volume.geometry.shape, bool)
        previous[task.room.slices] = mask
    request = Request(prompts, previous, task.plane, confirmed, task.wanted)
    answer = yield from segment.predict(task.volume, task.model, request)
    answers = [h.labels for h in answer.hypotheses] or [answer.labels]
    masks = [task.fix(_with(mask, task.room, answer.box, labels)) for labels in answers]
    if task.plane is None:
        for kept in (slice_box(task.volume, place).slices for place in confirmed):
            for made in masks:
                made[kept] = mask[kept]
    return Replayed(answer, tuple(masks))


def _with(mask: Mask, room: Box, box: Box, labels: Labels) -> Mask:
    """The mask of the room with the answer in its box."""
    out = mask.copy()
    part = box.intersect(room)
    if not part.empty:
        inner = tuple(slice(a - o, b - o) for a, b, o in zip(part.lo, part.hi, room.lo, strict=True))
        cut = tuple(slice(a - o, b - o) for a, b, o in zip(part.lo, part.hi, box.lo, strict=True))
        out[inner] = labels[cut] > 0
    return out
