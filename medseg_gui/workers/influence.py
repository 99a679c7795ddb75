"""Which prompt made which area: the object with a prompt, and the object that the other prompts alone give.

The models keep no state, so asking again without a prompt gives exactly the answers that would have been given.
"""

from __future__ import annotations

from dataclasses import dataclass

from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Mask
from medseg_gui.workers.job import Steps
from medseg_gui.workers.replay import Task, ask, ask_whole


@dataclass(frozen=True, eq=False)
class Influence:
    """In ``box``: what belongs to the object because of prompt ``number``, and what does not because of it."""

    number: int
    box: Box
    given: Mask
    taken: Mask


def influence(number: int, box: Box, base: Mask, having: Mask, task: Task | None, without: Mask) -> Steps[Influence]:
    """What prompt ``number`` did, from the object with it (``having``) and what to ask without it.

    Where there is nothing to ask, ``without`` is the object. ``base``, what the segment held before, is no prompt's.
    """
    if task is not None:
        anew = task.plane is None and task.given < task.prompts.whole
        found = yield from ask_whole(task) if anew else ask(task)
        without = found.masks[0]
    return Influence(number, box, having & ~without & ~base, without & ~having & ~base)
