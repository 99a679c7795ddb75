"""The case list in the order in which to label its cases: ranked by a model in the background.

Qt-free, part of the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.workers.job import Done, Job, Outcome, Priority

if TYPE_CHECKING:
    from medseg_gui.session import Session
    from medseg_gui.workers.ranking import Ranking

KEY = "rank"


class RankDesk:
    """All methods run on the UI thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.last: Ranking | None = None
        """The newest ranking of this sitting."""

    def rank(self, model: str | None = None) -> Job[Any]:
        """Ranks the cases of the open list that nobody has begun; Next then goes to the first of them."""
        from medseg_gui.workers import ranking

        session, desk = self._session, self._session.worklist
        opened, items, state = desk.opened, desk.items, desk.state
        name = model or session.models.name
        if opened is None or not name:
            raise MedsegError(mark("There is nothing to rank"), todo=mark("Open a case list and choose a model first."))

        def ended(outcome: Outcome[Any]) -> None:
            if not isinstance(outcome, Done):
                session.report(outcome)
            elif desk.opened is None or desk.opened.source != opened.source:
                session.say(mark("Another list was opened meanwhile: the ranking was dropped."), "warning")
            else:
                self._use(outcome.value)

        return session.submit(
            mark("Ranking cases with {name}").format(name=name),
            lambda: ranking.rank_cases(name, items, state),
            ended,
            lane="model",
            key=KEY,
            priority=Priority.LONG,
        )

    def _use(self, found: Ranking) -> None:
        """Puts the list in order and says what the order stands on."""
        self.last = found
        changes: dict[str, dict[str, Any]] = {}
        for row in found.rows:
            why = mark("doubt {doubt:.2f}, differs {novelty:.2f}").format(doubt=row.doubt, novelty=row.novelty)
            if row.expected_dice is not None:
                why += mark(", Dice now about {dice:.2f}").format(dice=row.expected_dice)
            changes[row.key] = {"rank": row.rank, "why": why}
        self._session.worklist.put_in_order(changes)
        text = mark("{n} cases ranked.").format(n=len(found.rows)) + " " + found.trust.describe()
        if found.failed:
            text += " " + mark("{n} could not be looked at, the first: {name}.").format(
                n=len(found.failed), name=found.failed[0][0]
            )
        self._session.say(text, "warning" if found.failed else "info")
