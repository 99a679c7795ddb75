"""The options of the tools, what a tool does in the background, and what it proposes before that is applied."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Segment
from medseg_gui.core.segmenter import Progress
from medseg_gui.tools.base import put_area
from medseg_gui.tools.paint import GreyRange, take_range
from medseg_gui.tools.registry import TOOLS
from medseg_gui.tools.seeds import SEEDS
from medseg_gui.tools.threshold import THRESHOLD, ThresholdOptions
from medseg_gui.workers.job import Done, Outcome, Priority, Steps

if TYPE_CHECKING:
    from medseg_gui.session import Session
    from medseg_gui.workers.fills import Area

AT_CROSSHAIR_MM = 5.0
NAMES = {"flood": mark("Fill"), "region": mark("Grow region")}


@dataclass(frozen=True, eq=False)
class Proposal:
    """What may become several segments': ``labels`` 1, 2, … in the box belong to the segments in their order."""

    case: Case
    name: str
    box: Box
    labels: npt.NDArray[np.uint8]
    segments: tuple[Segment, ...]


class ToolDesk:
    """Holds one set of options for each tool. All methods run on the UI thread."""

    def __init__(self, session: Session, chosen: Callable[[str], None]) -> None:
        self._session = session
        self._chosen = chosen
        self._prepared: set[str] = set()
        self._proposal: Proposal | None = None
        self.options: dict[str, Any] = {tool.id: tool.Options() for tool in TOOLS}
        self._now = self.last = session.tool_id
        session.chosen.connect(self._follow)

    def _follow(self, what: str) -> None:
        """Remembers the tool before this one, to go back to it."""
        if what == "tool" and self._session.tool_id != self._now:
            self.last, self._now = self._now, self._session.tool_id

    # ----- options ---------------------------------------------------------------------------------
    @property
    def chosen(self) -> Any:
        """The options of the chosen tool."""
        return self.options[self._session.tool_id]

    @property
    def ranged(self) -> bool:
        """True when the chosen tool can be held to a range of grey values."""
        return isinstance(self.chosen, GreyRange)

    @property
    def limits(self) -> tuple[float, float] | None:
        """The range that the threshold shows now; None with another tool."""
        chosen = self.chosen
        return (chosen.low, chosen.high) if isinstance(chosen, ThresholdOptions) else None

    def told(self) -> None:
        """Options have changed."""
        self._chosen("options")

    def flip_range(self) -> None:
        """Holds the chosen tool to its range of grey values, or no longer."""
        self.chosen.ranged = not self.chosen.ranged
        self.told()

    def pick_range(self) -> None:
        """Holds the chosen tool to the grey values round the crosshair."""
        session, options = self._session, self.chosen
        radius_mm = float(getattr(options, "radius_mm", AT_CROSSHAIR_MM))
        low, high = take_range(session.the_case().volume, session.crosshair, radius_mm, "axial", options)
        session.say(mark("Only values from {low:g} to {high:g}").format(low=low, high=high))
        self.told()

    def prepare(self) -> None:
        """Has what the chosen tool needs loaded and compiled in idle time: its first gesture finds it warm."""
        tool = next(tool for tool in TOOLS if tool.id == self._session.tool_id)
        work, name = tool.prepare, mark("Preparing the tool")
        if work is None or tool.id in self._prepared:
            return
        self._prepared.add(tool.id)

        def steps() -> Steps[None]:
            yield Progress(name)
            work()

        self._session.submit(name, steps, self._session.report_failure, priority=Priority.IDLE)

    def otsu(self) -> None:
        """Sets the threshold by Otsu's method, between the dark and the bright of what the window shows."""
        from medseg_gui.workers import fills

        session, options = self._session, self.options[THRESHOLD.id]
        volume, window = session.the_case().volume, session.window

        def ended(outcome: Outcome[tuple[float, float]]) -> None:
            if not isinstance(outcome, Done):
                session.report(outcome)
            elif session.volume is volume:
                options.low, options.high = (round(v, 3) for v in outcome.value)
                options.taken("low")
                session.say(mark("Otsu's threshold in this window: {value:g}").format(value=options.low))
                self.told()

        session.submit(mark("Otsu's threshold"), lambda: fills.otsu(volume, window), ended, key="otsu")

    # ----- in the background -----------------------------------------------------------------------
    def later(self, kind: str, seed: Triple, axis: int, erases: bool) -> None:
        """Works out a fill from a place and writes it to the chosen segment, as one step."""
        from medseg_gui.workers import fills

        volume, options = self._session.the_case().volume, copy(self.chosen)
        self._write_later(NAMES[kind], lambda: fills.start(kind, volume, seed, axis, options), erases)

    def _write_later(self, name: str, start: Callable[[], Steps[Area]], erases: bool = False) -> None:
        session = self._session
        case, segment, rule = session.the_case(), session.segment, session.rule
        if segment is None:
            raise MedsegError(mark("No segment is chosen"), todo=mark("Add one or choose one in the segments panel."))

        def ended(outcome: Outcome[Area]) -> None:
            if not isinstance(outcome, Done):
                session.report(outcome)
            elif session.case is not case:
                session.say(mark("Another image was opened meanwhile: nothing was filled."), "warning")
            else:
                put_area(case, name, segment, *outcome.value, rule, erases)

        session.submit(name, start, ended, key="fill")

    def grow_seeds(self) -> None:
        """Proposes what the visible segments grow to; Enter applies it."""
        from medseg_gui.workers import seeds

        session, options = self._session, copy(self.options[SEEDS.id])
        case, window = session.the_case(), session.window
        visible = [segment for segment in case.labelmap.segments if segment.visible]
        box, begun, segments = seeds.prepared(case.labelmap, visible, options.margin_mm)

        def ended(outcome: Outcome[Any]) -> None:
            if not isinstance(outcome, Done):
                session.report(outcome)
            elif session.case is case:
                self._proposal = Proposal(case, SEEDS.title, box, outcome.value, segments)
                self._chosen("proposal")
                session.say(mark("Enter keeps what has grown, Escape drops it."))

        session.submit(SEEDS.title, lambda: seeds.grow(case.volume, box, begun, window), ended, key="seeds")

    # ----- proposals -------------------------------------------------------------------------------
    @property
    def proposal(self) -> Proposal | None:
        """What waits for Enter or Escape; None when its case is no longer open."""
        found = self._proposal
        return found if found is not None and found.case is self._session.case else None

    @property
    def pending(self) -> bool:
        """True when Enter would apply something of a tool."""
        return self._session.case is not None and (self.limits is not None or self.proposal is not None)

    def apply(self) -> None:
        """Writes what is proposed, as one step."""
        from medseg_gui.workers import fills

        proposal, limits = self.proposal, self.limits
        if proposal is not None:
            self._put(proposal)
        elif limits is not None:
            volume = self._session.the_case().volume
            self._write_later(mark("Threshold"), lambda: fills.threshold(volume, *limits))

    def _put(self, proposal: Proposal) -> None:
        there = {s.key: s for s in proposal.case.labelmap.segments}
        changed = 0
        with proposal.case.edit(proposal.name, author="method grow-from-seeds") as edit:
            for number, segment in enumerate(proposal.segments, 1):
                if segment.key in there and not there[segment.key].locked:
                    changed += edit.paint(segment, proposal.box, proposal.labels == number, "background")
        self.drop()
        if not changed:
            todo = mark("Seeds grow over background only, and not those of locked segments.")
            raise MedsegError(mark("Nothing changed there"), todo=todo)

    def drop(self) -> None:
        """Takes a proposal away."""
        self._proposal = None
        self._chosen("proposal")
