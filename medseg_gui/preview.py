"""The answer that a click would get where the mouse rests: shown, never written; a click there takes it.

Qt-free, part of the session. It waits for nothing and nothing waits for it: a click goes first, a moved mouse ends it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from medseg_gui.core.case import Case
from medseg_gui.core.events import Event
from medseg_gui.core.geometry import Box, Plane
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.prompts import Click, Prompt
from medseg_gui.core.segmenter import NotWanted, Prediction, Request
from medseg_gui.jobs import Jobs
from medseg_gui.workers.job import Done, Job, Outcome, Priority, Steps

KEY = "preview"


@dataclass(frozen=True)
class Question:
    """What a prompt asks the model, with the prompts before it. ``slice_box``: the slice that is answered in."""

    request: Request
    slice_box: Box
    plane: Plane
    method: str

    def same_as(self, other: Question) -> bool:
        """True when the answer to one is the answer to the other."""
        mine, theirs = self.request, other.request
        if (self.method, self.slice_box, self.plane) != (other.method, other.slice_box, other.plane):
            return False
        if mine.prompts != theirs.prompts:
            return False
        if mine.previous is None or theirs.previous is None:
            return mine.previous is theirs.previous
        here = self.slice_box.slices
        return bool((mine.previous[here] == theirs.previous[here]).all())


@dataclass(frozen=True, eq=False)
class Shown:
    """A preview to be drawn: the object's ``mask`` in ``box`` after a click there, and its predicted Dice."""

    plane: Plane
    box: Box
    mask: Mask
    quality: float | None


@dataclass(eq=False)
class Ahead:
    """A question asked ahead; the model's thread puts the ``answer`` here, so that a click can take it at once."""

    case: Case
    question: Question
    click: Click
    near: float
    job: Job[Any] | None = None
    wanted: bool = True
    answer: Prediction | None = None


class Preview:
    """At most one preview. ``shown`` is what a view draws; ``changed``: there is another one, or none any more."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._ahead: Ahead | None = None
        self.shown: Shown | None = None
        self.changed: Event[None] = Event()

    def rest(self, case: Case, question: Question, click: Click, near: float) -> None:
        """The mouse rests where ``click`` would be. A click up to ``near`` voxels beside it counts as this one."""
        if self.is_for(case, question):
            return
        self.clear()
        ahead = self._ahead = Ahead(case, question, click, near)
        request = replace(question.request, wanted=lambda: ahead.wanted)

        def steps() -> Steps[Prediction | None]:
            from medseg_gui.workers import segment as worker
            from medseg_gui.workers import trainer

            with trainer.give_way():
                try:
                    ahead.answer = yield from worker.predict(case.volume, question.method, request)
                except NotWanted:
                    return None
            return ahead.answer

        def ended(outcome: Outcome[Any]) -> None:
            if self._ahead is ahead and isinstance(outcome, Done):
                self._show(question, outcome.value)

        ahead.job = self._jobs.submit(mark("Preview"), steps, ended, "model", KEY, Priority.NORMAL)

    def is_for(self, case: Case, question: Question) -> bool:
        """True when what is previewed, or about to be, is the answer to this question."""
        return self._ahead is not None and self._ahead.case is case and self._ahead.question.same_as(question)

    def _show(self, question: Question, answer: Prediction) -> None:
        if (answer.labels > 0).any():
            self.shown = Shown(question.plane, answer.box, np.asarray(answer.labels > 0), answer.quality)
            self.changed.emit(None)

    def clear(self) -> None:
        """The mouse went on, or something else happened: nothing is previewed any more."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead.wanted = False
            if ahead.job is not None:
                ahead.job.cancel()
        if self.shown is not None:
            self.shown = None
            self.changed.emit(None)

    # ----- clicks ------------------------------------------------------------------------------------------------
    def snapped(self, case: Case, prompt: Prompt) -> Prompt:
        """The previewed click, where this prompt is one that means the same: its answer is already there."""
        ahead = self._ahead
        if ahead is None or ahead.case is not case or not isinstance(prompt, Click):
            return prompt
        apart = max(abs(a - b) for a, b in zip(prompt.index, ahead.click.index, strict=True))
        return (
            ahead.click if apart <= ahead.near and replace(prompt, index=ahead.click.index) == ahead.click else prompt
        )

    def take(self, case: Case, question: Question) -> Ahead | None:
        """What was asked ahead, where it is this very question; anything else is given up. Ends the preview.

        Its ``answer`` may still be under way on the model's thread: it is there when that thread takes up new work.
        """
        ahead = self._ahead
        if ahead is None or not self.is_for(case, question):
            self.clear()
            return None
        self._ahead = None  # not given up: what is being computed is wanted
        if ahead.job is not None:
            ahead.job.cancel()
        self.clear()
        return ahead
