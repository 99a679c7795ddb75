"""Pointing at an object: prompts go to the click model, and each comes back with its answer as one undo step.

Qt-free, part of the session. The prompts themselves belong to the case; what stands here is only what the answer to the
next prompt needs, so undo takes prompt and answer back together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box, Plane
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Labels, Mask, Segment
from medseg_gui.core.prompts import Click, Prompt, PromptSet
from medseg_gui.core.segmenter import Prediction, Request
from medseg_gui.jobs import Jobs
from medseg_gui.workers.job import Cancelled, Done, Failed, Outcome, Priority, Steps

MODEL = "click"
KEY = "click"


@dataclass
class _Object:
    """The object under way: its segment, its slice, and what the segment held there before the first prompt."""

    case: Case
    segment: Segment
    plane: Plane
    slice_box: Box
    base: Mask


class ClickDesk:
    """The object that the user points at. ``positive``: what a left click means now (T turns it round)."""

    def __init__(self, jobs: Jobs, changed: Callable[[str], None]) -> None:
        self.positive = True
        self.quality: float | None = None
        self._jobs, self._changed = jobs, changed
        self._object: _Object | None = None
        self._waiting: list[Prompt] = []
        self._guesses: list[tuple[Box, Labels]] = []
        self._guess = 0
        self._answered = -1  # the case's revision when the guesses were written: undo makes them stale

    def guesses(self, case: Case | None) -> int:
        """How many answers the last prompt has; Tab goes through them."""
        fresh = case is not None and self._object is not None and self._object.case is case
        return len(self._guesses) if fresh and case is not None and case.revision == self._answered else 0

    def under_way(self, case: Case | None) -> bool:
        """True while an object has prompts that are neither accepted nor rejected."""
        return case is not None and (bool(len(case.prompts)) or bool(self._waiting))

    def turn(self) -> None:
        """Left clicks mean the opposite from now on."""
        self.positive = not self.positive
        self._changed("click")

    # ----- prompts -----------------------------------------------------------------------------
    def add(self, case: Case, segment: Segment, prompt: Prompt) -> None:
        """Asks the model with all prompts of the object and this one; the answer is written when it comes.

        A prompt in another slice or segment begins another object: the one before is accepted as it stands.
        """
        plane = prompt.plane
        if plane is None:
            raise MedsegError(mark("A prompt needs the plane that it was made in"))
        box = _slice_box(case, prompt, plane)
        current = self._object
        fresh = not (len(case.prompts) or self._waiting)
        if fresh or current is None or current.case is not case or not _same_place(current, segment, plane, box):
            if isinstance(prompt, Click) and not prompt.positive:
                raise MedsegError(mark("There is nothing to take away here"), todo=mark("Click on the object first."))
            self._waiting.clear()
            if len(case.prompts):
                self.accept(case)
            base = case.labelmap.mask(segment, box).copy()
            current = self._object = _Object(case, segment, plane, box, base)
        self._waiting.append(prompt)
        self._ask(current)

    def _ask(self, current: _Object) -> None:
        case = current.case
        now = case.labelmap.mask(current.segment, current.slice_box).copy()
        previous: Mask | None = None
        if len(case.prompts):
            previous = np.zeros(case.volume.geometry.shape, bool)
            previous[current.slice_box.slices] = now & ~current.base
        known = tuple(case.prompts)
        prompts = known + tuple(self._waiting)
        request = Request(PromptSet(prompts), previous, current.plane)
        volume = case.volume

        def steps() -> Steps[Prediction]:
            from medseg_gui.workers import segment as worker
            from medseg_gui.workers import trainer

            with trainer.give_way():
                return (yield from worker.predict(volume, MODEL, request))

        def ended(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Cancelled):
                return  # a newer prompt asks for this one too
            if isinstance(outcome, Failed):
                self._waiting.clear()
                self._jobs.report(outcome)
            elif isinstance(outcome, Done) and self._object is current and tuple(case.prompts) == known:
                self._write(current, prompts, outcome.value, now)
            else:
                self._waiting.clear()  # undone, rejected or another image: nobody waits for this answer

        self._jobs.submit(
            mark("Click"),
            steps,
            ended,
            lane="model",
            key=KEY,
            priority=Priority.CLICK,
        )

    def _write(self, current: _Object, prompts: tuple[Prompt, ...], answer: Prediction, before: Mask) -> None:
        case = current.case
        self._waiting.clear()
        self._guesses = [(answer.box, h.labels) for h in answer.hypotheses] or [(answer.box, answer.labels)]
        self._guess = 0
        self.quality = answer.quality
        name = mark("Click") if isinstance(prompts[-1], Click) else mark("Prompt")
        with case.edit(name, author=MODEL) as edit:
            edit.set_prompts(PromptSet(prompts))
            self._paint(edit, current, answer.box, answer.labels, before)
        self._answered = case.revision
        self._changed("click")

    @staticmethod
    def _paint(edit: Any, current: _Object, box: Box, labels: Labels, before: Mask | None) -> None:
        """The segment becomes what it was before the object, and the answer; what was painted meanwhile stays."""
        whole = current.slice_box
        mask = current.base.copy()
        inner = tuple(slice(a - o, b - o) for a, b, o in zip(box.lo, box.hi, whole.lo, strict=True))
        mask[inner] |= labels > 0
        now = current.case.labelmap.mask(current.segment, whole)
        if before is not None:
            mask = np.where(now != before, now, mask)
        changed = Box.around(mask != now)
        if changed is not None:
            lo = tuple(a + o for a, o in zip(changed.lo, whole.lo, strict=True))
            hi = tuple(b + o for b, o in zip(changed.hi, whole.lo, strict=True))
            edit.replace_mask(current.segment, Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2])), mask[changed.slices])

    # ----- answers -----------------------------------------------------------------------------
    def next_guess(self, case: Case, step: int = 1) -> None:
        """Another of the answers to the last prompt in the place of this one, as one undo step."""
        current = self._object
        if current is None or self.guesses(case) < 2:
            raise MedsegError(mark("There is no other answer"), todo=mark("Click on the object first."))
        self._guess = (self._guess + step) % len(self._guesses)
        with case.edit(mark("Other answer"), author=MODEL) as edit:
            self._paint(edit, current, *self._guesses[self._guess], before=None)
        self._answered = case.revision

    def accept(self, case: Case) -> None:
        """The object stays as it is; the next click begins another."""
        self._end(case)
        with case.edit(mark("Accept object")) as edit:
            edit.set_prompts(PromptSet())

    def reject(self, case: Case) -> None:
        """The object goes, with its prompts; what the segment held before stays."""
        current = self._object
        self._end(case)
        with case.edit(mark("Reject object")) as edit:
            edit.set_prompts(PromptSet())
            if current is not None and current.case is case:
                nothing = np.zeros((0, 0, 0), np.uint8)
                origin = current.slice_box.lo
                self._paint(edit, current, Box(origin, origin), nothing, before=None)

    def _end(self, case: Case) -> None:
        if not self.under_way(case):
            raise MedsegError(mark("No object is under way"), todo=mark("Click on one first."))
        self._waiting.clear()
        self._guesses = []
        self.quality = None
        self._object = None
        self._changed("click")


def _slice_box(case: Case, prompt: Prompt, plane: Plane) -> Box:
    """The box of the slice that the prompt lies in. Raises MedsegError when it lies outside the image."""
    axis = case.volume.geometry.axis_of(plane)
    shape = case.volume.geometry.shape
    if isinstance(prompt, Click):
        at = prompt.index
    else:
        at = prompt.lo if hasattr(prompt, "lo") else prompt.indices[0]
    if not Box.whole(shape).holds(at):
        raise MedsegError(mark("The click lies outside the image"))
    lo, hi = [0, 0, 0], list(shape)
    lo[axis], hi[axis] = at[axis], at[axis] + 1
    return Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))


def _same_place(current: _Object, segment: Segment, plane: Plane, box: Box) -> bool:
    return current.segment.key == segment.key and current.plane == plane and current.slice_box == box
