"""Why a voxel: what in the image speaks for its class, asked of the model that answered. Qt-free, in the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Triple
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Segment
from medseg_gui.core.soft import Layer
from medseg_gui.doubts import SALIENCY, DoubtDesk, Overlay
from medseg_gui.workers.job import Done, Job, Outcome, Priority

if TYPE_CHECKING:
    from medseg_gui.session import Session


class ExplainDesk:
    """What was found is shown until the case changes or Escape is pressed."""

    def __init__(self, session: Session, doubts: DoubtDesk) -> None:
        self._session, self._doubts = session, doubts
        self._found: tuple[Case, int, Layer] | None = None
        self._job: Job[Any] | None = None
        self._says: dict[str, bool] = {}
        session.case_opened.connect(lambda _case: self.end())

    def overlay(self) -> Overlay | None:
        case = self._session.case
        if case is None or self._found is None or self._found[:2] != (case, case.revision):
            return None
        return Overlay(SALIENCY, self._found[2])

    @property
    def active(self) -> bool:
        """True while it is being looked for, or shown."""
        return self._job is not None or self.overlay() is not None

    def why_not(self) -> str:
        """Why nothing can be asked about the crosshair's voxel; empty where it can."""
        asked = self._doubts.asked
        if self._doubts.clicked() or (asked is not None and self._can_say(asked[0])):
            return ""
        if asked is not None:
            return mark("This model cannot be asked why: U-Nets (nnU-Net and MONAI, too) and the click model can.")
        return mark("Run an automatic model, or click on an object, first.")

    def _can_say(self, model: str) -> bool:
        """False for kinds of model that do not explain themselves; the card is read once, as each menu asks."""
        if model not in self._says:
            from medseg_gui.workers import models

            try:
                self._says[model] = models.find(model).kind not in models.SILENT
            except MedsegError:  # running it says so
                return True
        return self._says[model]

    def explain(self) -> None:
        """Looks in the background what speaks for the class at the crosshair's voxel. Raises MedsegError."""
        from medseg_gui.workers import saliency

        session, at = self._session, self._session.crosshair
        case, asked = session.the_case(), self._doubts.asked
        volume, state = case.volume, (case, case.revision)
        start: Callable[[], Any]
        if self._doubts.clicked():
            prompts, model, name = case.prompts, session.clicks.model, mark("the object")
            plane = next((p.plane for p in reversed(prompts.prompts) if p.plane is not None), self._doubts.plane)
            start = lambda: saliency.of_click(volume, model, prompts, plane, at)  # noqa: E731
        elif asked is not None:
            model, values = asked
            name = self._name_at(case, values, at)
            start = lambda: saliency.of_model(volume, model, at, values[name])  # noqa: E731
        else:
            raise MedsegError(mark("There is no answer to explain"), todo=self.why_not())

        def ended(outcome: Outcome[Any]) -> None:
            if self._job is job:
                self._job = None
            if isinstance(outcome, Done) and (session.case, case.revision) == state:
                self._found = (*state, outcome.value)
                session.say(mark("What speaks for {name} at the crosshair; Escape takes it away").format(name=name))
            session.report_failure(outcome)
            self._doubts.changed.emit(None)
            session.chosen.emit("doubt")

        text = mark("Looking what speaks for {name}").format(name=name)
        self._job = job = session.submit(text, start, ended, "model", SALIENCY, Priority.LONG)
        session.chosen.emit("doubt")

    def _name_at(self, case: Case, values: dict[str, int], at: Triple) -> str:
        """The model's structure that is drawn at a voxel, else the chosen one. Raises MedsegError."""
        chosen: Segment | None = self._session.segment
        here = [s for s in case.labelmap.segments if int(case.labelmap.layers[s.layer][at]) == s.value]
        for segment in (*here, chosen):
            if segment is not None and segment.name in values:
                return segment.name
        raise MedsegError(mark("The model does not know this structure"), todo=mark("Choose one of its segments."))

    def end(self) -> None:
        """Ends the search, or takes away what it found."""
        if self._job is not None:
            self._job.cancel()
        self._job = self._found = None
        self._doubts.changed.emit(None)
        self._session.chosen.emit("doubt")
