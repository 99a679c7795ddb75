"""Automatic models: choosing one, running it, teaching it, keeping what it learned or not.

Qt-free, part of the session.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError, ModelError
from medseg_gui.core.events import Event
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.jobs import Jobs
from medseg_gui.workers import watching
from medseg_gui.workers.job import Done, Outcome, Priority, Steps
from medseg_gui.workers.watching import Samples

if TYPE_CHECKING:
    from medseg_gui.workers.segment import Answer

Apply = Callable[[LabelMap, str, str, LabelMap | None], None]
"""``Session.apply``: the answer, the undo step's name, the author, the masks before."""


class ModelDesk:
    """The chosen model and the newly trained one. ``open_case``: the case that is open now, if any."""

    def __init__(
        self,
        jobs: Jobs,
        chosen: Callable[[str], None],
        open_case: Callable[[], Case | None],
        apply: Apply,
        click_with: Callable[[str], None],
    ) -> None:
        self.name = ""
        """The model that ``run`` runs and ``finetune`` starts from."""
        self.teachable = True
        """False for a model from elsewhere, which is run as it is."""
        self.made_for: tuple[str, ...] = ()
        """The modalities that it was made for; empty: any, or not known."""
        self.clicks = False
        """True when the chosen model answers clicks and cannot run by itself."""
        self.parent = ""
        """The model that the chosen one was made from, where it is still here."""
        self.pending: ModelCard | None = None
        """A newly trained model that the user has neither accepted nor discarded."""
        self.trained: Event[Progress] = Event()
        """Each step of a training: figures for the curves."""
        self.samples: Samples | None = None
        """What the training under way has shown of itself; it stands in the training's own folder."""
        self.answered: Event[tuple[Case, Answer, str]] = Event()
        """The open case holds the answer of that model now."""
        self._jobs, self._chosen, self._open_case, self._apply = jobs, chosen, open_case, apply
        self._click_with = click_with

    @property
    def offered(self) -> bool:
        """True when the new model may be accepted: it is better on held-out cases, or was never compared."""
        return self.pending is not None and bool(self.pending.scores.get("gate", {}).get("offered", True))

    def choose(self, name: str) -> None:
        """The model that runs, or that clicks are answered with."""
        from medseg_gui.workers import models

        card = _card(name)
        self.name, self.made_for = name, card.modality if card else ()
        self.clicks = card is not None and card.kind in models.CLICKS
        self.teachable = card is None or card.kind not in models.UNTAUGHT
        above = card.parent.rpartition(" ")[0] if card else ""
        self.parent = above if above and _card(above) else ""
        if self.clicks:
            self._click_with(name)
        self._chosen("model")

    def roll_back(self) -> None:
        """The model that the chosen one was made from is chosen; the newer one stays in the library."""
        newer, older = self.name, self.parent
        if not older:
            raise MedsegError(mark("There is no older version of this model"))
        self.choose(older)
        self._jobs.say(mark("Back to {older}. {newer} stays in the list.").format(older=older, newer=newer))

    def run(self, case: Case, name: str | None = None) -> None:
        """Automatic segmentation in the background; the answer is one undo step."""
        from medseg_gui.workers import segment

        name = name or self.name
        if not name:
            raise MedsegError(mark("No model is chosen"), todo=mark("Choose one in the models panel."))
        volume, before, jobs = case.volume, case.labelmap.frozen(), self._jobs

        def ended(outcome: Outcome[Any]) -> None:
            if not isinstance(outcome, Done):
                jobs.report(outcome)
            elif self._open_case() is not case:
                jobs.say(mark("Another image was opened meanwhile: the answer was dropped."), "warning")
            else:
                answer = outcome.value
                self._apply(answer.labels, mark("Segment with {name}").format(name=name), answer.author, before)
                self.answered.emit((case, answer, name))
                for note in answer.notes:
                    jobs.say(note, "warning")
                jobs.say(mark("{name}: done in {seconds:.1f} s").format(name=name, seconds=answer.seconds))

        jobs.submit(
            mark("Segmenting with {name}").format(name=name),
            lambda: segment.segment(volume, name),
            ended,
            lane="model",
            key="segment",
            priority=Priority.LONG,
        )

    def finetune(self, case: Case, base: str | None = None, name: str | None = None, size: str = "case") -> None:
        """Trains a copy of a model on this corrected case and those collected before, in the trainer process.

        ``size``: "quick", "case" or "project" (``workers.finetune.SIZES``).
        """
        from medseg_gui.workers import finetune

        base = base or self.name
        if not base:
            raise MedsegError(mark("No model is chosen"), todo=mark("Choose the model to improve in the models panel."))
        if not case.labelmap.any_mask().any():
            raise MedsegError(mark("There is nothing to learn from"), todo=mark("Correct a mask on this case first."))
        self._check_free()
        volume, labels = case.volume, case.labelmap.frozen()
        self._teach(
            mark("Fine-tuning {name}").format(name=base),
            lambda: finetune.finetune_open_case(
                volume, labels, base, name or finetune.next_name(base), **finetune.SIZES[size]
            ),
        )

    def train(self, name: str, case: Case | None = None, pairs: str | Path = "", **options: Any) -> None:
        """Trains a new model from nothing: on the case and those kept under the name, else on ``pairs``.

        ``pairs``: a folder or a table. ``options``: fields of ml.training.Recipe. Raises MedsegError.
        """
        from medseg_gui.workers import finetune, models
        from medseg_gui.workers.pairs import read_pairs

        models.check_name(name)
        self._check_free()
        if case is None:
            read_pairs(pairs)
            self._teach(mark("Training {name}").format(name=name), lambda: finetune.train(pairs, name, **options))
            return
        if not case.labelmap.any_mask().any():
            raise MedsegError(mark("There is nothing to learn from"), todo=mark("Draw a mask on this case first."))
        volume, labels = case.volume, case.labelmap.frozen()
        self._teach(
            mark("Training {name}").format(name=name),
            lambda: finetune.train_open_case(volume, labels, name, **options),
        )

    def _check_free(self) -> None:
        if self.pending is not None:
            raise MedsegError(
                mark("The model trained before is still waiting"),
                todo=mark("Accept or discard it in the training panel."),
            )

    def _teach(self, title: str, job: Callable[[], Steps[ModelCard]]) -> None:
        def heard(progress: Progress) -> None:
            if progress.folder and self.samples is None:
                self.samples = Samples(Path(progress.folder))
                self._chosen("model")
            self.trained.emit(progress)

        def ended(outcome: Outcome[Any]) -> None:
            self.samples = None
            if isinstance(outcome, Done):
                self.pending = outcome.value
                said = mark("A new model waits for your word: {name}") if self.offered else mark("{name} is no better.")
                self._jobs.say(said.format(name=outcome.value.name))
            else:
                self._jobs.report(outcome)
            self._chosen("model")

        self._jobs.submit(title, job, ended, key="train", priority=Priority.LONG, news=heard)

    @property
    def paused(self) -> bool:
        """True while the training under way waits because the person said so."""
        return self.samples is not None and watching.is_paused(self.samples.work)

    def pause_or_resume(self) -> None:
        """The training waits after its step, or goes on."""
        if self.samples is None:
            raise MedsegError(mark("No training is under way"))
        watching.pause(self.samples.work, not self.paused)
        self._chosen("model")

    def accept(self) -> None:
        """The newly trained model is kept beside the others, and chosen."""
        from medseg_gui.workers import models

        card = self._the_pending()
        accepted = models.accept(card)
        self.pending = None
        self.choose(accepted.name)
        self._jobs.say(mark("Model {name} is ready to use.").format(name=accepted.name))

    def discard(self) -> None:
        """The newly trained model is thrown away."""
        from medseg_gui.workers import models

        models.discard(self._the_pending())
        self.pending = None
        self._chosen("model")

    def _the_pending(self) -> ModelCard:
        if self.pending is None:
            raise MedsegError(mark("No new model is waiting"), todo=mark("Fine-tune one first."))
        return self.pending


def _card(name: str) -> ModelCard | None:
    from medseg_gui.workers import models

    try:
        return models.find(name)
    except ModelError:  # running it says so
        return None
