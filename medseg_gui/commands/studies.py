"""Models over many cases: their report, and which case to label next."""

from __future__ import annotations

from medseg_gui.commands.base import Command
from medseg_gui.commands.cases import MENU, needs_list
from medseg_gui.core.i18n import mark
from medseg_gui.rankdesk import KEY as RANKING
from medseg_gui.reporting import KEY
from medseg_gui.session import Session

AI = mark("AI")


def needs_automatic(s: Session) -> str:
    """A chosen model that segments by itself."""
    if not s.models.name:
        return mark("Choose a model in the models panel first.")
    return mark("This model answers clicks: choose an automatic one.") if s.models.clicks else ""


def _needs_quiet(s: Session) -> str:
    under_way = any(job.key == KEY for job in s.runner.active)
    return needs_automatic(s) or (mark("An evaluation is under way.") if under_way else "")


def _needs_unranked(s: Session) -> str:
    under_way = any(job.key == RANKING for job in s.runner.active)
    return needs_list(s) or needs_automatic(s) or (mark("A ranking is under way.") if under_way else "")


def _rank(s: Session) -> None:
    s.ranking.rank()


STUDIES: tuple[Command, ...] = (
    Command(
        "models.report",
        mark("Evaluate model…"),
        mark("Scores the chosen model on labelled cases and says what to do next: a report as HTML and PDF"),
        lambda s: s.reports.choose(),
        "",
        AI,
        _needs_quiet,
    ),
    Command(
        "models.open_report",
        mark("Open the model's report"),
        mark("Shows the newest report of a model"),
        lambda s: s.reports.open(),
        "",
        AI,
        lambda s: "" if s.reports.last is not None else mark("Evaluate a model first."),
    ),
    Command(
        "worklist.rank",
        mark("Rank unlabelled cases"),
        mark("Puts first what the chosen model is least sure of, and what differs most from the cases before"),
        _rank,
        "",
        MENU,
        _needs_unranked,
    ),
)
