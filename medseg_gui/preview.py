"""The answer that a click would get where the mouse rests: shown, never written; a click there takes it.

Qt-free, part of the session. It waits for nothing and nothing waits for it: a click goes first, a moved mouse ends it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from medseg_gui.clickasks import Question
from medseg_gui.core.case import Case
from medseg_gui.core.events import Event
from medseg_gui.core.geometry import Box, Plane
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.prompts import Click, Prompt
from medseg_gui.core.segmenter import NotWanted
from medseg_gui.jobs import Jobs
from medseg_gui.workers.job import Done, Job, Outcome, Priority, Steps
from medseg_gui.workers.replay import Replayed, Task

KEY = "preview"


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

    question: Question
    click: Click
    near: float
    job: Job[Any] | None = None
    wanted: bool = True
    answer: Replayed | None = None


class Preview:
    """At most one preview. ``shown`` is what a view draws; ``changed``: there is another one, or none any more."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._ahead: Ahead | None = None
        self.shown: Shown | None = None
        self.changed: Event[None] = Event()

    def rest(self, question: Question, click: Click, near: float) -> None:
        """The mouse rests where ``click`` would be. A click up to ``near`` voxels beside it counts as this one."""
        if self.is_for(question):
            return
        self.clear()
        ahead = self._ahead = Ahead(question, click, near)
        asked = replace(question, task=replace(question.task, wanted=lambda: ahead.wanted))

        def steps() -> Steps[Replayed | None]:
            from medseg_gui.workers import trainer

            with trainer.give_way():
                try:
                    ahead.answer = yield from asked.steps()
                except NotWanted:
                    return None
            return ahead.answer

        def ended(outcome: Outcome[Any]) -> None:
            if self._ahead is ahead and isinstance(outcome, Done):
                self._show(question.task, outcome.value)

        ahead.job = self._jobs.submit(mark("Preview"), steps, ended, "model", KEY, Priority.NORMAL)

    def is_for(self, question: Question) -> bool:
        """True when what is previewed, or about to be, is the answer to this question."""
        return self._ahead is not None and self._ahead.question.same_as(question)

    def _show(self, task: Task, found: Replayed) -> None:
        inner = Box.around(found.masks[0])
        if inner is not None and task.plane is not None:
            lo, hi = (tuple(a + o for a, o in zip(end, task.room.lo, strict=True)) for end in (inner.lo, inner.hi))
            box = Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))
            self.shown = Shown(task.plane, box, found.masks[0][inner.slices].copy(), found.answer.quality)
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
        if ahead is None or ahead.question.part.case is not case or not isinstance(prompt, Click):
            return prompt
        apart = max(abs(a - b) for a, b in zip(prompt.index, ahead.click.index, strict=True))
        return (
            ahead.click if apart <= ahead.near and replace(prompt, index=ahead.click.index) == ahead.click else prompt
        )

    def take(self, question: Question) -> Ahead | None:
        """What was asked ahead, where it is this very question; anything else is given up. Ends the preview.

        Its ``answer`` may still be under way on the model's thread: it is there when that thread takes up new work.
        """
        ahead = self._ahead
        if ahead is None or not self.is_for(question):
            self.clear()
            return None
        self._ahead = None  # not given up: what is being computed is wanted
        if ahead.job is not None:
            ahead.job.cancel()
        self.clear()
        return ahead
