"""Figures of a model over many cases, in the background: on which cases, where the report goes, and opening it.

Qt-free, part of the session.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.asking import Offer
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.i18n import mark
from medseg_gui.workers.job import Done, Outcome, Priority

if TYPE_CHECKING:
    from medseg_gui.session import Session
    from medseg_gui.workers.modelreport import ModelReport

FOLDS = 5
KEY = "report"


class ReportDesk:
    """All methods run on the UI thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.last: ModelReport | None = None
        """The newest report of this sitting."""

    def choose(self) -> None:
        """Asks for the cases and the folder, then makes the report of the chosen model."""
        from medseg_gui.workers import finetune, models
        from medseg_gui.workers.pairs import kept_cases

        session, ask, name = self._session, self._session.ask, self._session.models.name
        if ask is None:
            return
        kept = kept_cases(finetune.kept_folder(models.find(name)))
        options = [
            mark("A list (CSV)…"),
            mark("A folder with images/ and labels/…"),
            mark("Cross-validation over a list…"),
        ]
        if kept:
            options.append(mark("The {n} cases corrected for it").format(n=len(kept)))
        text = mark(
            "The model segments every case, and its answer is compared with the labels. Take cases that it did not "
            "learn from. Cross-validation trains {folds} copies of it, which takes a while."
        )
        chosen = ask.choice(mark("Evaluate {name} on").format(name=name), text.format(folds=FOLDS), options)
        if chosen is None:
            return
        pairs: Any = kept
        if chosen in (0, 2):
            pairs = ask.open_file(mark("List of images and labels"), "CSV (*.csv)")
        elif chosen == 1:
            pairs = ask.folder(mark("Folder with images/ and labels/"))
        folder = ask.folder(mark("Folder for the report")) if pairs else None
        if folder:
            folds = FOLDS if chosen == 2 else 0
            self.make(name, pairs, Path(folder) / f"{name}-{'folds' if folds else 'report'}", folds)
        elif pairs:
            session.say(mark("No folder was chosen: there is no report."))

    def make(self, name: str, pairs: Any, out: str | Path, folds: int = 0) -> None:
        """Makes the report in the background; the same call again goes on where an earlier one was stopped."""
        from medseg_gui.workers import modelreport

        self._session.submit(
            mark("Evaluating {name}").format(name=name),
            lambda: modelreport.report(name, pairs, out, folds=folds),
            self._ended,
            lane="model",
            key=KEY,
            priority=Priority.LONG,
        )

    def _ended(self, outcome: Outcome[Any]) -> None:
        session = self._session
        if not isinstance(outcome, Done):
            session.report(outcome)
            return
        made: ModelReport = outcome.value
        self.last = made
        session.chosen.emit("report")
        from medseg_gui.core.modelscores import MEAN  # with scipy: not before a report is made

        found = made.scores.spreads[MEAN].get("dice")
        text = mark("{name}: Dice {dice:.3f} over {n} cases.").format(
            name=made.model, dice=found.mean if found else float("nan"), n=made.scores.cases
        )
        if made.scores.failed:
            text += " " + mark("{n} could not be scored.").format(n=len(made.scores.failed))
        session.say(text, "warning" if made.scores.failed else "info")
        session.keep.offers.add(Offer("report", text, ((mark("Open the report"), self.open),)))

    def open(self) -> None:
        """Shows the newest report in the reader's browser. Raises MedsegError without one."""
        if self.last is None:
            raise MedsegError(mark("There is no report yet"), todo=mark("Evaluate a model first."))
        self._session.wanted.emit("report")
