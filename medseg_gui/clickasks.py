"""What prompts ask of a method: worked out from a part of an object as it is now, changing nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from medseg_gui.clickparts import Part
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.prompts import Prompt, PromptSet, is_positive
from medseg_gui.workers.job import Lane, Steps
from medseg_gui.workers.replay import Replayed, Task, ask, ask_whole

MODEL = "click"
# What may answer prompts: its name and title. A further method is one row here and in workers.classical.
METHODS: dict[str, str] = {
    MODEL: mark("Click model"),
    "random-walker": mark("Random walker"),
    "region-growing": mark("Region growing"),
}


def lane_of(method: str) -> Lane:
    """Networks have a lane of their own."""
    return "model" if method == MODEL else "background"


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked with the prompts ``wanted`` where ``before`` were answered.

    ``on`` and ``off``: what the hand painted and erased in the room; ``now``: the segment there. ``anew``: the 3-D
    answer is made again from the slices' prompts on. ``known``: of ``wanted``, those that are answered already.
    """

    part: Part
    wanted: tuple[Prompt, ...]
    before: tuple[Prompt, ...]
    known: tuple[Prompt, ...]
    whole: int
    on: Mask
    off: Mask
    now: Mask
    task: Task
    anew: bool = False

    @property
    def own_answer(self) -> Mask | None:
        """The object where no model need be asked: no prompt says where it is, or all are answered already."""
        if not any(is_positive(p) for p in self.wanted):
            return self.on
        return self.task.mask if self.known == self.wanted else None

    def steps(self) -> Steps[Replayed]:
        return (yield from ask_whole(self.task) if self.anew else ask(self.task))

    def same_as(self, other: Question) -> bool:
        """True when the answer to one is the answer to the other."""
        a, b = self.task, other.task
        if (a.model, a.prompts, a.given, a.room, a.plane, a.together, self.anew) != (
            b.model,
            b.prompts,
            b.given,
            b.room,
            b.plane,
            b.together,
            other.anew,
        ):
            return False
        mine, theirs = ((q.task.mask, q.on, q.off, q.part.base.mask()) for q in (self, other))
        return a.volume is b.volume and all((m == t).all() for m, t in zip(mine, theirs, strict=True))


def question(
    part: Part,
    wanted: tuple[Prompt, ...],
    method: str,
    *,
    one_by_one: bool = False,
    whole: int | None = None,
    fresh: bool = False,
    before: tuple[Prompt, ...] | None = None,
) -> Question:
    """What the prompts ask. ``one_by_one``: from the longest beginning that was answered on, each after the other.

    ``fresh``: from the first prompt on, whatever was answered before. ``before``: the part's prompts (the case's).
    """
    case, now = part.case, part.now()
    before = part.prompts() if before is None else before
    on, off = part.hand(before, now)
    for prompt in wanted[len(before) :]:
        part.release(prompt, on, off)  # the newest word holds
    whole = case.prompts.whole if whole is None else whole
    base = part.base.mask()
    known = () if fresh else part.longest_known(wanted) if one_by_one else before
    start = part.object_at(known) if one_by_one or fresh else now & ~base
    start = (start | (on & ~base)) & ~off

    def fix(mask: Mask) -> Mask:
        return (mask | (on & ~base)) & ~off

    anew = part.place is None and len(known) < whole
    task = Task(
        case.volume,
        method,
        PromptSet(wanted, whole if part.place is None else 0),
        0 if anew else len(known),
        np.zeros_like(start) if anew else start,
        part.room,
        part.place[0] if part.place is not None else None,
        fix,
        together=not (one_by_one or fresh) and part.place is not None,
        confirmed=part.touched(on | off) if part.place is None else (),
    )
    return Question(part, wanted, before, known, whole, on, off, now, task, anew)


def lacking(part: Part, position: int, method: str) -> tuple[Mask, Task | None, Mask]:
    """The object in the part's room; and what to ask for the object without one of the part's prompts.

    The task is None where nothing need be asked: then the last mask is that object.
    """
    prompts = part.prompts()
    having = part.object_at(prompts)
    known = part.longest_known(prompts[:position])
    wanted = prompts[:position] + prompts[position + 1 :]
    start = part.object_at(known)
    if not any(is_positive(p) for p in wanted):
        return having, None, np.zeros_like(having)
    if known == wanted:
        return having, None, start
    whole = PromptSet(prompts, part.case.prompts.whole).minus(position).whole
    anew = part.place is None and len(known) < whole
    task = Task(
        part.case.volume,
        method,
        PromptSet(wanted, whole if part.place is None else 0),
        0 if anew else len(known),
        np.zeros_like(start) if anew else start,
        part.room,
        part.place[0] if part.place is not None else None,
    )
    return having, task, start
