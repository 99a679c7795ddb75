"""How sure the answers are: overlays, the doubt of each slice with what was reviewed, volumes with intervals.

Qt-free, part of the session. Nothing here changes masks or belongs to what is undone. The probabilities of the last
answer are kept in a byte for each class (``core.soft``) until another case is opened; what ``Case.doubts`` keeps goes
with the case file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from medseg_gui.core.case import Case
from medseg_gui.core.doubt import Doubts
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.events import Aspect, Change, Event
from medseg_gui.core.geometry import Plane, Triple
from medseg_gui.core.i18n import mark
from medseg_gui.core.interval import VolumeEstimate, of_mask
from medseg_gui.core.labelmap import Segment
from medseg_gui.core.segmenter import Prediction
from medseg_gui.core.soft import ANY, Layer, Soft
from medseg_gui.core.trust import least_sure
from medseg_gui.workers.job import Done, Job, Lane, Outcome, Priority
from medseg_gui.workers.replay import place_of

if TYPE_CHECKING:
    from medseg_gui.session import Session
    from medseg_gui.workers.segment import Answer
    from medseg_gui.workers.variation import Variation

PROBABILITY, ENTROPY, VARIATION, SALIENCY = "probability", "entropy", "variation", "saliency"
TITLES: dict[str, str] = {
    PROBABILITY: mark("probability"),
    ENTROPY: mark("entropy in bits"),
    VARIATION: mark("variation (SD)"),
    SALIENCY: mark("what speaks for it"),
}
LOOK = "look"
URGENT = ("click", "whole", "segment", SALIENCY)
"""Keys of jobs for which the variation is given up."""
AT_ONCE = 1 << 20
"""Voxels of a click's answer that are looked at on the UI thread: some 20 ms."""
PLANES = {"axial": mark("axial"), "coronal": mark("coronal"), "sagittal": mark("sagittal")}


@dataclass(frozen=True, eq=False)
class Overlay:
    """What to draw: levels in a box. ``flat``: of one slice, shown in that slice's plane alone. ``stale``: the masks
    were edited since.
    """

    kind: str
    layer: Layer
    flat: bool = False
    stale: bool = False


@dataclass(frozen=True, eq=False)
class Strip:
    """The doubt of each slice of an axis, 1 for the worst, and the slices that were reviewed."""

    doubt: Any
    voxels: Any
    reviewed: frozenset[int]
    stale: bool


@dataclass(eq=False)
class _Run:
    """What is kept of the last automatic answer."""

    case: Case
    soft: Soft
    model: str
    values: dict[str, int]
    variation: Variation | None = None


@dataclass(eq=False)
class _Clicked:
    """What follows from a click's answer. ``flat``: it lies in one slice."""

    answer: Prediction
    soft: Soft
    doubts: Doubts
    flat: bool


class DoubtDesk:
    """``changed``: there is something else to draw. ``plane``: the plane of the view that the user works in."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.plane: Plane = "axial"
        self.changed: Event[None] = Event()
        self._run: _Run | None = None
        self._clicked: _Clicked | None = None
        self._jobs: dict[str, Job[Any]] = {}
        self._stood: tuple[Case, int, Doubts, str] | None = None
        self._jumped = (-1, -1)
        """Axis and slice that ``next`` went to last: pressed again before it counts as reviewed, it goes on."""
        session.case_opened.connect(self._opened)
        session.changed.connect(self._case_changed)
        session.chosen.connect(lambda what: self._follow() if what in ("display", "segment") else None)
        session.models.answered.connect(lambda news: self._answered(*news))
        session.runner.listeners.append(self._give_way)

    # ----- what there is -----------------------------------------------------------------------------------------
    def overlay(self) -> Overlay | None:
        """What to draw over the open case now."""
        case, kind = self._session.case, self._session.settings.doubt_overlay
        if case is None:
            return None
        clicked = self._of_click(case)
        if clicked is not None and kind in (PROBABILITY, ENTROPY):
            layer = clicked.soft.classes.get(ANY) if kind == PROBABILITY else clicked.soft.entropy
            return Overlay(kind, layer, clicked.flat) if layer is not None else None
        run, standing = self._of_run(case)
        if run is None or standing == "gone" or not kind:
            return None
        if kind == ENTROPY:
            return Overlay(kind, run.soft.entropy, stale=bool(standing))
        classes = run.soft.classes if kind == PROBABILITY else run.variation.classes if run.variation else {}
        segment = self._session.segment
        value = run.values.get(segment.name, ANY) if segment is not None else ANY
        found = classes.get(value) or classes.get(ANY)
        return Overlay(kind, found, stale=bool(standing)) if found is not None else None

    def why_not_shown(self) -> str:
        """Why the overlay that is switched on shows nothing; empty where it does."""
        case = self._session.case
        if case is None or self.overlay() is not None:
            return ""
        run, standing = self._of_run(case)
        if run is None or standing == "gone":
            return mark("There is no answer of this sitting: run an automatic model, or click on an object.")
        if VARIATION in self._jobs:
            return mark("It is shown as soon as it is worked out, in the background.")
        if not run.soft.classes:
            return mark("The model has too many structures to keep their probabilities: the entropy is kept.")
        return mark("The model does not know the chosen segment: choose one of its own.")

    def doubts(self) -> Doubts | None:
        """Of the answer that is reviewed now: the click model's where it has several slices, else the model's."""
        case = self._session.case
        clicked = self._of_click(case)
        if case is None or (clicked is not None and not clicked.flat):
            return clicked.doubts if clicked is not None else None
        return case.doubts if case.doubts is not None and self._standing(case) != "gone" else None

    def strip(self, axis: int) -> Strip | None:
        """The doubt of the slices of an axis; None where there is none or just one slice."""
        doubts = self.doubts()
        if doubts is None or len(doubts.wrong[axis]) < 2 or not doubts.wrong[axis].max() > 0:
            return None
        wrong = doubts.wrong[axis]
        case = self._session.case
        stale = case is not None and doubts is case.doubts and self._standing(case) == "edited"
        return Strip(wrong / wrong.max(), wrong, frozenset(doubts.reviewed[axis]), stale)

    def estimate(self, segment: Segment, volume_ml: float) -> VolumeEstimate | None:
        """The interval of a segment's volume, or why it has none; None where no model answered with that segment."""
        case = self._session.case
        if case is None or case.doubts is None or self._standing(case) == "gone":
            return None
        known = next((v for v in case.doubts.volumes if v.name == segment.name), None)
        return of_mask(known, volume_ml) if known is not None else None

    def variation_ml(self, segment: Segment) -> float | None:
        """The standard deviation of the segment's volume under test-time augmentation, where it was worked out."""
        run = self._run
        if run is None or run.variation is None or segment.name not in run.values:
            return None
        return run.variation.volume_sd_ml.get(run.values[segment.name])

    @property
    def bytes(self) -> int:
        """What the kept answers take."""
        parts = [self._run.soft.bytes] if self._run else []
        parts += [self._clicked.soft.bytes] if self._clicked else []
        if self._run is not None and self._run.variation is not None:
            parts += [layer.levels.nbytes for layer in self._run.variation.classes.values()]
        return sum(parts)

    def clicked(self) -> bool:
        """True while what is shown is of a click's answer."""
        return self._of_click(self._session.case) is not None

    @property
    def asked(self) -> tuple[str, dict[str, int]] | None:
        """The model that answered last for the open case, and its value of each of its segments."""
        case = self._session.case
        run = self._of_run(case)[0] if case is not None else None
        return (run.model, run.values) if run is not None else None

    def _of_run(self, case: Case) -> tuple[_Run | None, str]:
        """The last automatic answer to the case and how it stands there."""
        run = self._run
        return (run, self._standing(case)) if run is not None and run.case is case else (None, "")

    def _standing(self, case: Case) -> str:
        """How the answer stands in the case; looked up once for each revision, as every paint asks."""
        doubts = case.doubts
        if doubts is None:
            return "gone"
        if self._stood is None or self._stood[:3] != (case, case.revision, doubts):
            self._stood = (case, case.revision, doubts, doubts.standing(case.history.done, case.history.undone))
        return self._stood[3]

    # ----- news --------------------------------------------------------------------------------------------------
    def _opened(self, _case: Case | None) -> None:
        self._run = self._clicked = self._stood = None
        for job in self._jobs.values():
            job.cancel()
        self.changed.emit(None)

    def _answered(self, case: Case, answer: Answer, model: str) -> None:
        soft = answer.prediction.soft
        if soft is None:
            self._run, case.doubts = None, None
            self.changed.emit(None)
            return
        self._run = _Run(case, soft, model, {s.name: s.value for s in answer.labels.segments})
        done = case.history.done
        anchor = (done[-1].author, done[-1].when) if done else None
        case.doubts = Doubts(answer.author, anchor, soft.wrong, answer.volumes)
        self._follow()

    def _case_changed(self, change: Change) -> None:
        if not change.final:
            return
        doubts = self.doubts()
        if doubts is not None and change.box is not None and change.aspects & Aspect.VOXELS:
            for axis, size in enumerate(change.box.shape):
                if size == 1:  # drawn in that slice
                    doubts.reviewed[axis].add(change.box.lo[axis])
        if change.aspects & (Aspect.VOXELS | Aspect.PROMPTS):
            self._stop(VARIATION)
        self.changed.emit(None)

    def _of_click(self, case: Case | None) -> _Clicked | None:
        """What follows from the click's answer that stands now; a large one is looked at in the background."""
        answer = self._session.clicks.answer(case)
        if case is None or answer is None or answer.probability is None:
            return None
        if self._clicked is not None and self._clicked.answer is answer:
            return self._clicked
        probability, box, shape = answer.probability, answer.box, case.volume.geometry.shape
        if probability.size <= AT_ONCE:
            self._take_click(case, answer, Soft.of_foreground(probability, box, shape))
        elif LOOK not in self._jobs:
            from medseg_gui.workers.volumes import look

            def done(soft: Soft) -> None:
                self._take_click(case, answer, soft)
                self.changed.emit(None)

            self._submit(LOOK, mark("Looking how sure it is"), lambda: look(probability, box, shape), done)
        return self._clicked if self._clicked is not None and self._clicked.answer is answer else None

    def _take_click(self, case: Case, answer: Prediction, soft: Soft) -> None:
        doubts = Doubts("click", None, soft.wrong)
        for prompt in case.prompts:
            place = place_of(case.volume, prompt)
            if place is not None:
                doubts.reviewed[case.volume.geometry.axis_of(place[0])].add(place[1])
        flat = any(a == 1 < b for a, b in zip(answer.box.shape, case.volume.geometry.shape, strict=True))
        self._clicked = _Clicked(answer, soft, doubts, flat)

    # ----- reviewing ---------------------------------------------------------------------------------------------
    def review(self, axis: int, index: int) -> None:
        """The user has looked at that slice."""
        doubts = self.doubts()
        if doubts is not None and index not in doubts.reviewed[axis]:
            doubts.reviewed[axis].add(index)
            self.changed.emit(None)

    def next(self) -> None:
        """Goes to the most doubtful slice of the plane that is not reviewed yet; from there on to the one after it."""
        session, doubts = self._session, self.doubts()
        case = session.case
        if case is None or doubts is None:
            raise MedsegError(mark("No answer tells how sure it is"), todo=mark("Run a model first."))
        axis = case.volume.geometry.axis_of(self.plane)
        ranking = doubts.ranking(axis)
        left = [i for i in ranking if i not in doubts.reviewed[axis]]
        here = session.crosshair[axis]
        if not left:
            session.say(mark("All doubtful {plane} slices are reviewed.").format(plane=PLANES[self.plane]))
            return
        came = self._jumped == (axis, here) and here in left
        index = left[(left.index(here) + 1) % len(left)] if came else left[0]
        self._jumped = (axis, index)
        at = list(session.crosshair)
        at[axis] = index
        clicked = self._of_click(case)
        source = clicked if clicked is not None and clicked.doubts is doubts else self._run
        soft = source.soft if source is not None else None
        spot = _spot(soft.entropy, axis, index) if soft is not None else None
        session.set_crosshair(spot or (at[0], at[1], at[2]))
        text = mark("Doubtful {plane} slice {at} of {count}; {left} not reviewed yet")
        session.say(
            text.format(plane=PLANES[self.plane], at=ranking.index(index) + 1, count=len(ranking), left=len(left))
        )

    # ----- variation ---------------------------------------------------------------------------------------------
    def _follow(self) -> None:
        """Brings what is worked out in line with what is to be shown."""
        run = self._run
        if self._session.settings.doubt_overlay == VARIATION:
            if run is not None and run.variation is None and VARIATION not in self._jobs:
                self._vary(run)
        else:
            self._stop(VARIATION)
        self.changed.emit(None)

    def _vary(self, run: _Run) -> None:
        from medseg_gui.workers import variation

        volume, model, soft = run.case.volume, run.model, run.soft

        def done(found: Variation) -> None:
            run.variation = found
            self.changed.emit(None)

        self._submit(
            VARIATION,
            mark("Looking how much {name} varies").format(name=model),
            lambda: variation.variation(volume, model, soft),
            done,
        )

    def _give_way(self) -> None:
        """A click, or another run of a model, ends the variation."""
        job = self._jobs.get(VARIATION)
        if job is not None and not job.cancelled and any(other.key in URGENT for other in self._session.runner.active):
            job.cancel()
            self._session.say(mark("The variation was given up for that; show it again to have it."))

    # ----- jobs --------------------------------------------------------------------------------------------------
    def _submit(self, key: str, name: str, start: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Variation on the model lane when that has nothing else to do, all else in the background."""

        def ended(outcome: Outcome[Any]) -> None:
            if self._jobs.get(key) is job:
                del self._jobs[key]
            if isinstance(outcome, Done):
                done(outcome.value)
            else:
                self._session.report_failure(outcome)

        lane: Lane = "model" if key == VARIATION else "background"
        priority = Priority.IDLE if key == VARIATION else Priority.NORMAL
        job = self._session.submit(name, start, ended, lane, key, priority)
        self._jobs[key] = job

    def _stop(self, key: str) -> None:
        job = self._jobs.pop(key, None)
        if job is not None:
            job.cancel()


def _spot(layer: Layer, axis: int, index: int) -> Triple | None:
    """Where in that slice the doubt is greatest; None where the layer has none there."""
    inside = index - layer.box.lo[axis]
    if not 0 <= inside < layer.box.shape[axis]:
        return None
    cut = np.take(layer.levels, inside, axis).astype(np.float32) / 255
    if not cut.any():
        return None
    found = list(least_sure(1 - cut / 2))
    out = list(layer.box.lo)
    for a in (a for a in range(3) if a != axis):
        out[a] += found.pop(0)
    out[axis] = index
    return (out[0], out[1], out[2])
