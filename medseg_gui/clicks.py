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
from medseg_gui.preview import Preview, Question
from medseg_gui.workers.influence import Ask
from medseg_gui.workers.job import Cancelled, Done, Failed, Lane, Outcome, Priority, Steps

MODEL = "click"
KEY = "click"
# What may answer prompts: its name and title. A further method is one row here and in workers.classical.
METHODS: dict[str, str] = {
    MODEL: mark("Click model"),
    "random-walker": mark("Random walker"),
    "region-growing": mark("Region growing"),
}


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
        self.method = MODEL
        self.preview = Preview(jobs)
        self._answer: Prediction | None = None
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

    def answer(self, case: Case | None) -> Prediction | None:
        """The answer to the last prompt, while the case is as that left it."""
        fresh = case is not None and self._object is not None and self._object.case is case
        return self._answer if fresh and case is not None and case.revision == self._answered else None

    def replayed(self, case: Case) -> Ask | None:
        """What a replay of the object's prompts needs; None while there is no object."""
        current = self._object
        if current is None or current.case is not case or not len(case.prompts):
            return None
        return Ask(case.volume, self.method, current.plane, current.slice_box, current.base)

    def use(self, case: Case | None, method: str) -> None:
        """Another method answers from now on; an object under way is asked for anew, as one undo step."""
        self.method = method
        self.preview.clear()
        self._changed("click")
        ask = self.replayed(case) if case is not None else None
        current = self._object
        if case is None or ask is None or current is None or self._waiting:
            return
        prompts = tuple(case.prompts)

        def steps() -> Steps[Prediction | None]:
            from medseg_gui.workers.influence import replay

            return (yield from replay(ask, prompts))[1]

        def ended(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Failed):
                self._jobs.report(outcome)
            elif isinstance(outcome, Done) and current is self._object and tuple(case.prompts) == prompts:
                self._write(current, prompts, outcome.value, None, METHODS[method])

        lane: Lane = "model" if method == MODEL else "background"
        self._jobs.submit(METHODS[method], steps, ended, lane=lane, key=KEY, priority=Priority.CLICK)

    def next_method(self, case: Case | None) -> None:
        """The next of ``METHODS``."""
        names = list(METHODS)
        self.use(case, names[(names.index(self.method) + 1) % len(names)])

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
        prompt = self.preview.snapped(case, prompt)
        question, current = self._question(case, segment, prompt)
        if current is None:
            self._waiting.clear()
            if len(case.prompts):
                self.accept(case)
            box, plane = question.slice_box, question.plane
            current = self._object = _Object(case, segment, plane, box, case.labelmap.mask(segment, box).copy())
        self._waiting.append(prompt)
        self._ask(current, question)

    def ahead(self, case: Case, segment: Segment | None, prompt: Prompt) -> Question | None:
        """What the prompt would ask now; None where it could not be given."""
        if case.editing or self._waiting or (segment is not None and segment.locked):
            return None
        try:
            return self._question(case, segment, prompt)[0]
        except MedsegError:
            return None

    def _question(self, case: Case, segment: Segment | None, prompt: Prompt) -> tuple[Question, _Object | None]:
        """What a prompt asks, and the object under way that it belongs to; None where it begins another one.

        Raises MedsegError where it makes no sense.
        """
        plane = prompt.plane
        if plane is None:
            raise MedsegError(mark("A prompt needs the plane that it was made in"))
        box = _slice_box(case, prompt, plane)
        current = self._object
        known: tuple[Prompt, ...] = (*case.prompts, *self._waiting)
        if not known or current is None or current.case is not case or not _same_place(current, segment, plane, box):
            if isinstance(prompt, Click) and not prompt.positive:
                raise MedsegError(mark("There is nothing to take away here"), todo=mark("Click on the object first."))
            return Question(Request(PromptSet((prompt,)), None, plane), box, plane, self.method), None
        previous: Mask | None = None
        if len(case.prompts):
            previous = np.zeros(case.volume.geometry.shape, bool)
            previous[box.slices] = case.labelmap.mask(current.segment, box) & ~current.base
        return Question(Request(PromptSet((*known, prompt)), previous, plane), box, plane, self.method), current

    def _ask(self, current: _Object, question: Question) -> None:
        case = current.case
        now = case.labelmap.mask(current.segment, current.slice_box).copy()
        known, prompts = tuple(case.prompts), tuple(question.request.prompts)
        volume = case.volume
        ahead = self.preview.take(case, question)

        def steps() -> Steps[Prediction]:
            from medseg_gui.workers import segment as worker
            from medseg_gui.workers import trainer

            if ahead is not None and ahead.answer is not None:
                return ahead.answer  # it came while this waited for its turn
            with trainer.give_way():
                return (yield from worker.predict(volume, question.method, question.request))

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

        if ahead is not None and ahead.answer is not None:
            ended(Done(ahead.answer))
            return
        self._jobs.submit(
            mark("Click"),
            steps,
            ended,
            lane="model" if question.method == MODEL else "background",
            key=KEY,
            priority=Priority.CLICK,
        )

    def _write(
        self, current: _Object, prompts: tuple[Prompt, ...], answer: Prediction, before: Mask | None, name: str = ""
    ) -> None:
        case = current.case
        self._waiting.clear()
        self._guesses = [(answer.box, h.labels) for h in answer.hypotheses] or [(answer.box, answer.labels)]
        self._guess = 0
        self._answer = answer
        name = name or (mark("Click") if isinstance(prompts[-1], Click) else mark("Prompt"))
        with case.edit(name, author=self.method) as edit:
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
        self._answer = None
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


def _same_place(current: _Object, segment: Segment | None, plane: Plane, box: Box) -> bool:
    same = segment is not None and current.segment.key == segment.key
    return same and current.plane == plane and current.slice_box == box
