"""Which prompt made which area: shown for one prompt at a time, computed in the background, never part of the case.

Qt-free, part of the session.
"""

from __future__ import annotations

from typing import Any

from medseg_gui.clicks import ClickDesk
from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.events import Event
from medseg_gui.core.i18n import mark
from medseg_gui.core.prompts import Click
from medseg_gui.jobs import Jobs
from medseg_gui.workers.influence import Influence
from medseg_gui.workers.job import Done, Outcome, Priority, Steps

KEY = "influence"


class InfluenceDesk:
    """The prompt whose work is shown. ``changed``: there is another area to draw, or none any more."""

    def __init__(self, jobs: Jobs, clicks: ClickDesk) -> None:
        self._jobs, self._clicks = jobs, clicks
        self._state: tuple[Case, int] | None = None
        self._wanted: int | None = None
        self._hovering = False
        self._known: dict[int, Influence] = {}
        self.changed: Event[None] = Event()

    def shown(self, case: Case | None) -> Influence | None:
        """What to draw over the case as it is now."""
        fresh = case is not None and self._state is not None and self._state == (case, case.revision)
        return self._known.get(self._wanted) if fresh and self._wanted is not None else None

    def next(self, case: Case) -> None:
        """The next prompt's area; after the last one none."""
        number = 0 if self._wanted is None or self.shown(case) is None else self._wanted + 1
        self.show(case, number if number < len(case.prompts) else None)

    def hover(self, case: Case, number: int | None) -> None:
        """The pointer rests on a prompt, or on none any more; what the command shows is left alone."""
        commanded = self._wanted is not None and not self._hovering and self._state == (case, case.revision)
        if number is not None and not commanded:
            self._hovering = True
            try:
                self.show(case, number)
            except MedsegError:
                self._hovering = False  # an answer is under way: nothing to tell
        elif number is None and self._hovering:
            self._hovering = False
            self.show(case, None)

    def show(self, case: Case, number: int | None) -> None:
        """The area of that prompt of the object under way; None: no area. Raises MedsegError."""
        if self._state != (case, case.revision):
            self._known.clear()
        self._state, self._wanted = (case, case.revision), number
        if number is None:
            self.changed.emit(None)
            return
        if number in self._known:
            self._tell(case, number)
            return
        asked, state = self._clicks.influence_of(case, number), self._state
        if asked is None:
            raise MedsegError(mark("This prompt's area cannot be told"), todo=mark("Click on an object first."))
        lane, found = asked

        def steps() -> Steps[Influence]:
            from medseg_gui.workers import trainer

            with trainer.give_way():
                return (yield from found)

        def ended(outcome: Outcome[Any]) -> None:
            if not isinstance(outcome, Done):
                self._jobs.report_failure(outcome)
            elif self._state == state:
                self._known[number] = outcome.value
                self._tell(case, number)

        self._jobs.submit(mark("Looking for a prompt's area"), steps, ended, lane, KEY, Priority.NORMAL)

    def _tell(self, case: Case, number: int) -> None:
        """Draws it, and says how large it is."""
        found = self.shown(case)
        if found is None:
            return
        spacing = case.volume.geometry.spacing_mm
        axis = min(range(3), key=lambda a: found.box.shape[a])
        row, col = (a for a in range(3) if a != axis)
        pixel_cm2 = spacing[row] * spacing[col] / 100
        prompt = tuple(case.prompts)[number]
        which = mark("Prompt {n} of {all}").format(n=number + 1, all=len(case.prompts))
        if isinstance(prompt, Click):
            which += " (+)" if prompt.positive else " (−)"
        given, taken = (f"{area.sum() * pixel_cm2:.2f}" for area in (found.given, found.taken))
        self._jobs.say(
            mark("{which}: gave {given} cm², took {taken} cm²").format(which=which, given=given, taken=taken)
        )
        self.changed.emit(None)
