"""Pointing at an object: prompts go to the click model, and each comes back with its answer as one undo step.

Qt-free, part of the session. The prompts themselves belong to the case; what stands here is only what the answer to the
next prompt needs, looked up by the prompts there are, so undo takes prompt and answer back together.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np

from medseg_gui.clickasks import METHODS, MODEL, Question, lacking, lane_of, question
from medseg_gui.clickparts import Known, Part, others
from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Mask, Segment
from medseg_gui.core.patch import PackedLabels, Patch
from medseg_gui.core.prompts import Click, Prompt, PromptSet, is_positive, places
from medseg_gui.core.segmenter import Prediction
from medseg_gui.jobs import Jobs
from medseg_gui.preview import Preview
from medseg_gui.workers.influence import Influence, influence
from medseg_gui.workers.job import Cancelled, Done, Failed, Lane, Outcome, Priority, Steps
from medseg_gui.workers.replay import Place, Replayed, Task, ask_whole, place_of, slices_of

KEY = "click"
WHOLE_KEY = "whole"
KEPT_PARTS = 24
"""Parts of objects that are remembered, so that one can go on with them after an undo."""


class ClickDesk:
    """The object that the user points at. ``positive``: what a left click means now (T turns it round)."""

    def __init__(self, jobs: Jobs, changed: Callable[[str], None]) -> None:
        self.positive = True
        self.method = MODEL
        self.model = MODEL
        """The click model that answers where ``method`` is MODEL: the shipped one, or one that learnt from it."""
        self.preview = Preview(jobs)
        self.pointed: int | None = None
        """Position of the prompt under the pointer, if any."""
        self._jobs, self._changed = jobs, changed
        self._parts: deque[Part] = deque(maxlen=KEPT_PARTS)
        self._last: Part | None = None
        self._answer: Prediction | None = None
        self._answered = -1  # the case's revision when the guesses were written: undo makes them stale

    def guesses(self, case: Case | None) -> int:
        """How many answers the last prompt has; Tab goes through them."""
        known = self._guessed(case)
        return len(known.masks) if known is not None else 0

    def answer(self, case: Case | None) -> Prediction | None:
        """The answer to the last prompt, while the case is as that left it."""
        return self._answer if self._guessed(case) is not None else None

    def quality(self, case: Case | None) -> float | None:
        """The predicted Dice of the answer that is drawn now; None where no model said one."""
        known = self._guessed(case)
        return known.qualities[known.chosen] if known is not None and known.qualities else None

    def _guessed(self, case: Case | None) -> Known | None:
        part = self._last
        if case is None or part is None or part.case is not case or case.revision != self._answered:
            return None
        return part.known.get(part.prompts())

    def under_way(self, case: Case | None) -> bool:
        """True while an object has prompts that are neither accepted nor rejected."""
        return case is not None and (bool(len(case.prompts)) or any(p.waited_for(case) for p in self._parts))

    def waiting(self, case: Case | None) -> tuple[Prompt, ...]:
        """Prompts that were given and are not answered yet."""
        parts = [p for p in self._parts if case is not None and p.waited_for(case)]
        return tuple(prompt for p in parts for prompt in p.wanted or () if prompt not in p.prompts())

    def turn(self) -> None:
        """Left clicks mean the opposite from now on."""
        self.positive = not self.positive
        self._changed("click")

    def point_at(self, case: Case, position: int | None) -> None:
        """The pointer is over that prompt now, or over none."""
        position = position if position is not None and position < len(case.prompts) else None
        if position != self.pointed:
            self.pointed = position
            self._changed("prompt")

    # ----- prompts -----------------------------------------------------------------------------
    def add(self, case: Case, segment: Segment, prompt: Prompt) -> None:
        """Asks the model with the object's prompts and this one; the answer is written when it comes.

        Prompts in several slices are of one object. A prompt for another segment begins another object: the one
        before is accepted as it stands.
        """
        prompt = self.preview.snapped(case, prompt)
        part, begins = self._meant(case, segment, prompt)
        if begins and self.under_way(case):
            self.accept(case)
        if part not in self._parts:
            self._parts.append(part)
        self._ask(
            part, (*(part.wanted or part.prompts()), prompt), mark("Click" if isinstance(prompt, Click) else "Prompt")
        )

    def ahead(self, case: Case, segment: Segment | None, prompt: Prompt) -> Question | None:
        """What the prompt would ask in its slice; None where it could not be given, and for a whole object in 3-D."""
        if case.editing or (segment is not None and (segment.locked or not segment.visible)):
            return None
        try:
            part, begins = self._meant(case, segment or case.labelmap.next_segment(), prompt)
        except MedsegError:
            return None
        if part.place is None or part.wanted:
            return None
        before = () if begins else part.prompts()
        return question(part, (*before, prompt), self._named(self.method), before=before)

    def _meant(self, case: Case, segment: Segment, prompt: Prompt) -> tuple[Part, bool]:
        """The part that a prompt belongs to, a new one for the first in its slice, and whether it begins an object.

        Raises MedsegError where the prompt makes no sense.
        """
        place = place_of(case.volume, prompt)
        if place is None:
            raise MedsegError(mark("A prompt needs the plane that it was made in"))
        if not all(Box.whole(case.volume.geometry.shape).holds(at) for at in places(prompt)) or not places(prompt):
            raise MedsegError(mark("The click lies outside the image"))
        begun = self._begun(case)
        begins = begun is None or begun.segment.key != segment.key
        part = None if begins else self._whole(case) or self._at(case, place)
        if part is None and not is_positive(prompt):
            raise MedsegError(mark("There is nothing to take away here"), todo=mark("Click on the object first."))
        return part or Part.in_slice(case, segment, place), begins

    def change(self, case: Case, position: int, prompt: Prompt) -> None:
        """Puts another prompt in the place of one; the answers are computed anew, in order, as one undo step."""
        self._redo(case, position, (prompt,), mark("Change prompt"))

    def remove(self, case: Case, position: int | None = None) -> None:
        """Takes a prompt away (the last one by default); the answers are computed anew, as one undo step."""
        position = len(case.prompts) - 1 if position is None else position
        self.point_at(case, None)
        self._redo(case, position, (), mark("Remove prompt"))

    def _redo(self, case: Case, position: int, instead: tuple[Prompt, ...], name: str) -> None:
        if not 0 <= position < len(case.prompts):
            raise MedsegError(mark("There is no such prompt"))
        old = case.prompts.prompts[position]
        place = place_of(case.volume, old)
        part = self._whole(case) or (self._at(case, place) if place else None)
        if part is None or any(
            not Box.whole(case.volume.geometry.shape).holds(at) for p in instead for at in places(p)
        ):
            raise MedsegError(mark("This prompt cannot be changed any more"), todo=mark("Accept or reject the object."))
        if part.wanted:
            raise MedsegError(mark("An answer is under way"), todo=mark("Wait a moment and try again."))
        before = part.prompts()
        here = next(i for i, p in enumerate(before) if p is old)
        wanted = (*before[:here], *instead, *before[here + 1 :])
        whole = case.prompts.whole if instead else case.prompts.minus(position).whole
        self._ask(part, wanted, name, one_by_one=True, whole=whole)

    # ----- asking ------------------------------------------------------------------------------
    def _named(self, method: str) -> str:
        return self.model if method == MODEL else method

    def _ask(
        self,
        part: Part,
        wanted: tuple[Prompt, ...],
        name: str,
        one_by_one: bool = False,
        whole: int | None = None,
        fresh: bool = False,
    ) -> None:
        method = self.method if part.place is not None else MODEL
        asked = question(part, wanted, self._named(method), one_by_one=one_by_one, whole=whole, fresh=fresh)
        known = asked.own_answer
        if known is not None:
            self._write(asked, [known], name)
            return
        ahead = self.preview.take(asked)
        part.wanted = wanted
        self._changed("click")

        def write(found: Replayed) -> None:
            self._write(asked, list(found.masks), name, found.answer, beside=fresh)

        def steps() -> Steps[Replayed]:
            if ahead is not None and ahead.answer is not None:
                return ahead.answer  # it came while this waited for its turn
            return (yield from asked.steps())

        def late() -> None:
            if part.outgrown:  # the whole object came meanwhile
                for prompt in wanted[len(asked.before) :]:
                    self.add(part.case, part.segment, prompt)

        key, now = f"{KEY} {part.place}", ahead.answer if ahead is not None else None
        self._submit(part, steps, name, key, Priority.CLICK, wanted, asked.before, write, late, method, now)

    def _submit(
        self,
        part: Part,
        start: Callable[[], Steps[Replayed]],
        name: str,
        key: str,
        priority: Priority,
        wanted: tuple[Prompt, ...],
        before: tuple[Prompt, ...],
        write: Callable[[Replayed], None],
        late: Callable[[], None] = lambda: None,
        method: str = MODEL,
        now: Replayed | None = None,
    ) -> None:
        """``late``: what to do when the prompts are no longer those asked with. ``now``: the answer, where known."""

        def steps() -> Steps[Replayed]:
            from medseg_gui.workers import trainer

            with trainer.give_way():
                return (yield from start())

        def ended(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Cancelled):
                if part.wanted is wanted:  # stopped by hand; else a newer prompt asks for this one too
                    part.wanted = None
                    self._changed("click")
                    self._jobs.report(outcome)
                return
            asked, part.wanted = part.wanted, None
            if isinstance(outcome, Failed):
                self._jobs.report(outcome)
            elif isinstance(outcome, Done) and asked is wanted and part.prompts() == before and not part.outgrown:
                write(outcome.value)
            else:  # undone, rejected or another image: nobody waits for this answer
                late()
            self._changed("click")

        if now is not None:
            ended(Done(now))
        else:
            self._jobs.submit(name, steps, ended, lane_of(method), key, priority)

    def _write(
        self, asked: Question, masks: list[Mask], name: str, answer: Prediction | None = None, beside: bool = False
    ) -> None:
        """Prompts and answer as one undo step; what was painted since it was asked stays.

        ``beside``: the answers so far stay among those that Tab goes through.
        """
        part, prompts = asked.part, asked.wanted
        case, now = part.case, part.now()
        late = now != asked.now
        on, off = (asked.on & ~late) | (late & now), (asked.off & ~late) | (late & ~now)
        base = part.base.mask()
        written = [((base | mask) | on) & ~off for mask in masks]
        qualities = tuple(h.quality for h in answer.hypotheses) if answer else ()
        if len(qualities) != len(masks):
            qualities = (answer.quality if answer else None,) * len(masks)
        author = answer.author if answer else part.author_at(prompts) or "click"
        known = Known(
            [Patch.of(mask) for mask in written], Patch.of(on), Patch.of(off), 0, qualities, (author,) * len(written)
        )
        if beside and prompts in part.known:
            known = part.known[prompts].joined(known)
        with case.edit(name, author=author) as edit:
            edit.set_prompts(part.joined(prompts, asked.whole))
            part.paint(edit, written[0], now)
        part.known[prompts] = known
        self._last, self._answered, self._answer = part, case.revision, answer
        self._changed("click")

    # ----- other methods -----------------------------------------------------------------------
    def use(self, case: Case | None, method: str) -> None:
        """Another method answers from now on. The slice under way is asked for anew, as one undo step."""
        self.method = method
        self.preview.clear()
        self._changed("click")
        part = self._begun(case) if case is not None else None
        if part is not None and part.place is not None and not part.wanted:
            self._ask(part, part.prompts(), METHODS[method], fresh=True)

    def next_method(self, case: Case | None) -> None:
        """The next of ``METHODS``."""
        names = list(METHODS)
        self.use(case, names[(names.index(self.method) + 1) % len(names)])

    def influence_of(self, case: Case, position: int) -> tuple[Lane, Steps[Influence]] | None:
        """The lane, and the steps that find what a prompt of the object under way did; None for no such prompt."""
        if not 0 <= position < len(case.prompts):
            return None
        prompt = case.prompts.prompts[position]
        place = place_of(case.volume, prompt)
        part = self._whole(case) or (self._at(case, place) if place else None)
        if part is None or part.wanted:
            return None
        here = next(i for i, p in enumerate(part.prompts()) if p is prompt)
        method = self.method if part.place is not None else MODEL
        having, task, without = lacking(part, here, self._named(method))
        return lane_of(method), influence(position, part.room, part.base.mask(), having, task, without)

    # ----- the whole object --------------------------------------------------------------------
    def whole(self, case: Case) -> None:
        """Asks for the whole object in 3-D, in the background; slices with prompts stay as they are."""
        begun = self._begun(case)
        if begun is None or case.prompts.whole:
            raise MedsegError(mark("No object in slices is under way"), todo=mark("Click on one first."))
        volume, prompts = case.volume, case.prompts.prompts
        before = case.labelmap.mask(begun.segment)
        room = Box.whole(volume.geometry.shape)
        base, beneath = before.copy(), others(case, begun.segment, room)
        for place, slice_room, _own in slices_of(volume, prompts):
            slice_part = self._at(case, place)
            if slice_part is not None:
                base[slice_room.slices] = slice_part.base.mask()
                beneath[slice_room.slices] = slice_part.beneath.labels()
        part = Part(case, begun.segment, room, None, Patch.of(base), PackedLabels.of(beneath))
        start = before & ~base
        count = len(prompts)
        task = Task(volume, self.model, PromptSet(prompts, count), count, start, part.room, None)
        part.wanted = prompts

        def write(found: Replayed) -> None:
            self._parts.append(part)
            nothing = np.zeros_like(before)
            asked = Question(part, prompts, prompts, (), count, nothing, nothing, before, task, anew=True)
            self._write(asked, list(found.masks[:1]), mark("Whole object"), found.answer)

        def late() -> None:
            if case.prompts.prompts[:1] == prompts[:1] and not case.prompts.whole:
                self.whole(case)  # clicks were given meanwhile

        def steps() -> Steps[Replayed]:
            return (yield from ask_whole(task))

        self._submit(part, steps, mark("Whole object"), WHOLE_KEY, Priority.LONG, prompts, prompts, write, late)

    # ----- answers -----------------------------------------------------------------------------
    def next_guess(self, case: Case, step: int = 1) -> None:
        """Another of the answers to the last prompt in the place of this one, as one undo step."""
        known, part = self._guessed(case), self._last
        if known is None or part is None or len(known.masks) < 2:
            raise MedsegError(mark("There is no other answer"), todo=mark("Click on the object first."))
        known.chosen = (known.chosen + step) % len(known.masks)
        with case.edit(mark("Other answer"), author=known.author) as edit:
            part.paint(edit, known.mask(), part.now())
        self._answered = case.revision
        self._changed("click")

    def accept(self, case: Case) -> None:
        """The object stays as it is; the next click begins another."""
        self._end(case)
        with case.edit(mark("Accept object")) as edit:
            edit.set_prompts(PromptSet())

    def reject(self, case: Case) -> None:
        """The object goes, with its prompts; what the segment held before stays. In slices: only the last slice's."""
        part = self._begun(case)
        self._end(case)
        with case.edit(mark("Reject object")) as edit:
            edit.set_prompts(PromptSet() if part is None else part.joined((), 0))
            if part is not None:
                part.paint(edit, part.base.mask(), part.now())

    def _end(self, case: Case) -> None:
        if not self.under_way(case):
            raise MedsegError(mark("No object is under way"), todo=mark("Click on one first."))
        for part in self._parts:
            part.wanted = None
        self.pointed = self._last = self._answer = None
        self._changed("click")

    # ----- looking up --------------------------------------------------------------------------
    def _begun(self, case: Case) -> Part | None:
        """The part that the last prompt is in, given or waiting; None when there is none or it is forgotten."""
        waiting = next((p for p in reversed(self._parts) if p.waited_for(case)), None)
        if waiting is not None or not len(case.prompts):
            return waiting
        place = place_of(case.volume, case.prompts.prompts[-1])
        return self._whole(case) or (self._at(case, place) if place is not None else None)

    def _at(self, case: Case, place: Place) -> Part | None:
        """The part of the object under way in that slice."""
        return next((p for p in reversed(self._parts) if p.place == place and p.fits(case)), None)

    def _whole(self, case: Case) -> Part | None:
        if not case.prompts.whole:
            return None
        return next((p for p in reversed(self._parts) if p.place is None and p.fits(case)), None)
