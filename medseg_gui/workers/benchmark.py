"""The click exam as a job: a robot user corrects a model, and classical methods, on every object of labelled images.

Without labelled images a built-in synthetic exam stands in. Nothing here learns; the baselines' options are chosen by
their own result in this very exam.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import PLANES, Geometry, Plane
from medseg_gui.core.metrics import contour_dice
from medseg_gui.core.prompts import BoxPrompt, Click, Prompt, PromptSet, Scribble
from medseg_gui.core.robots import Target, dice, first_box, first_reach, next_click, next_stroke, spoilt, targets
from medseg_gui.core.segmenter import Progress, Request, Segmenter
from medseg_gui.core.volume import Volume
from medseg_gui.workers import exam_synthetic, open_case
from medseg_gui.workers.baselines import BASELINES
from medseg_gui.workers.exam_figures import APART, ClickReport, Row, at, figures, summary
from medseg_gui.workers.job import Steps, run_now
from medseg_gui.workers.pairs import Pair, read_pairs
from medseg_gui.workers.segment import load_model

CLICKS = 10
TUNED_ON = 3
"""Baselines are tuned on every third target, for all their options on all of them would take hours."""
TUNED_FOR = (1, 3, 5)
SYNTHETIC = "synthetic"
Mask2 = npt.NDArray[np.bool_]
Span = tuple[int, int, int, int]
Robot = Literal["clicks", "jittered clicks", "box first", "drag first", "scribbles", "from a mask"]
ROBOTS: tuple[Robot, ...] = ("clicks", "jittered clicks", "box first", "drag first", "scribbles", "from a mask")


class Stroke(NamedTuple):
    """A click (one pixel) or a scribble: its pixels (row, column)."""

    pixels: tuple[tuple[int, int], ...]
    positive: bool


class Answered(NamedTuple):
    """What a method says to the prompts so far; ``quality``: the Dice it predicts, or None."""

    mask: Mask2
    seconds: float
    hypotheses: Sequence[Mask2]
    quality: float | None = None


Answers = Callable[[Sequence[Stroke], Mask2, Span | float | None], Answered]
"""Prompts, the mask so far, and a box or the first click's reach in mm → the answer."""


@dataclass(frozen=True)
class Case:
    """A target with the image that it lies in."""

    name: str
    pair: Pair
    volume: Volume
    target: Target


def click_exam(
    pairs: str | Path | None,
    model: str = "click",
    *,
    clicks: int = CLICKS,
    robots: Sequence[Robot] = ("clicks",),
    baselines: bool = False,
    seed: int = 0,
    apart: tuple[str, ...] = APART,
) -> Steps[ClickReport]:
    """Runs the exam on all pairs; on the synthetic exam for None or "synthetic". Raises BadInput, ModelError."""
    given = None if pairs is None or str(pairs) == SYNTHETIC else pairs
    listed = synthetic_pairs() if given is None else read_pairs(given)
    segmenter = load_model(model)
    name = segmenter.card.name
    names = {robot: name if robot == "clicks" else f"{name}, {robot}" for robot in robots}
    rows: dict[str, list[Row]] = {names[robot]: [] for robot in robots}
    flat: list[Case] = []
    number = 0
    for done, pair in enumerate(listed):
        yield Progress(f"Opening {Path(pair.image).name}", done, len(listed))
        for case in cases(pair) if given is not None else synthetic_cases(pair, done):
            for robot in robots:
                chance = np.random.default_rng(seed + number)
                rows[names[robot]].append(play(case, of_model(segmenter, case), clicks, robot, chance))
            if baselines:
                flat.append(_one_slice(case))
            number += 1
            yield Progress(f"{pair.group or case.name}: {number} targets", done, len(listed))
    if number == 0:
        raise BadInput("None of the masks holds an object large enough to be clicked", pairs)
    options: dict[str, Mapping[str, Any]] = {}
    for name in BASELINES if baselines else ():
        options[name], rows[name] = yield from _baseline(name, flat, clicks, apart)
    return ClickReport({k: tuple(v) for k, v in rows.items()}, options, apart)


def _baseline(
    name: str, flat: Sequence[Case], clicks: int, apart: tuple[str, ...]
) -> Steps[tuple[Mapping[str, Any], list[Row]]]:
    """The options with the best mean Dice after 1, 3 and 5 clicks on every third target, and all rows with them."""
    method, choices = BASELINES[name]
    tried: list[float] = []
    for k, options in enumerate(choices):
        some: list[Row] = []
        for case in flat[::TUNED_ON]:
            some.append(play(case, of_method(method, case, options), min(clicks, max(TUNED_FOR))))
            yield Progress(f"{name}: choosing its options", k, len(choices))
        tried.append(sum(at(some, f"dice_{c}", apart) for c in TUNED_FOR))
    best = choices[int(np.argmax(tried))]
    rows: list[Row] = []
    for case in flat:
        rows.append(play(case, of_method(method, case, best), clicks))
        yield Progress(f"{name}: {len(rows)} targets", len(rows), len(flat))
    return best, rows


# ----- targets -------------------------------------------------------------------------------------
def cases(pair: Pair) -> Iterator[Case]:
    """Every target of a pair."""
    volume = run_now(open_case.open_volume(pair.image, pair.series or None))
    labels = run_now(open_case.open_labels(pair.label, like=volume))
    for segment in labels.segments:
        for target in targets(labels.mask(segment)):
            name = f"{Path(pair.label).name}:{segment.value}:{target.number}"
            yield Case(name, pair, volume, target)


def synthetic_pairs() -> tuple[Pair, ...]:
    """One for each task of the built-in exam, which needs no file."""
    return tuple(
        Pair(f"task {n}", f"task {n}", f"task {n}", f"synthetic {exam_synthetic.kind(n)}")
        for n in range(exam_synthetic.TASKS)
    )


def synthetic_cases(pair: Pair, number: int) -> Iterator[Case]:
    volume, mask = exam_synthetic.task(number)
    yield Case(pair.image, pair, volume, Target(1, mask))


def _one_slice(case: Case) -> Case:
    """The same target with no more of the image than its slice, so that a whole exam fits into memory."""
    image = np.asarray(case.volume.voxels[case.target.number], np.float32)[None]
    geometry = Geometry.axial(image.shape, case.volume.geometry.spacing_mm)
    return Case(case.name, case.pair, Volume(image, geometry, case.volume.modality), Target(0, case.target.mask))


# ----- who answers ---------------------------------------------------------------------------------
def first_plane(volume: Volume) -> Plane:
    """The anatomical plane whose slices lie along the first array axis."""
    return next(p for p in PLANES if volume.geometry.axis_of(p) == 0)


def of_model(segmenter: Segmenter, case: Case) -> Answers:
    """The model as the exam asks it: through the same door as the window."""
    plane, number, shape = first_plane(case.volume), case.target.number, case.volume.geometry.shape
    previous = np.zeros(shape, bool)

    def ask(strokes: Sequence[Stroke], before: Mask2, first: Span | float | None) -> Answered:
        previous[number] = before
        prompts: list[Prompt] = []
        if isinstance(first, tuple):
            prompts.append(BoxPrompt((number, first[0], first[1]), (number, first[2], first[3]), plane))
        for k, (pixels, positive) in enumerate(strokes):
            reach = first if k == 0 and isinstance(first, float) else 0.0
            where = tuple((number, r, c) for r, c in pixels)
            if len(where) == 1:
                prompts.append(Click(where[0], positive, plane, reach))
            else:
                prompts.append(Scribble(where, positive, plane))
        request = Request(PromptSet(tuple(prompts)), previous if before.any() else None, plane)
        found = run_now(segmenter.predict(case.volume, request))
        masks = []
        for labels in (found.labels, *(h.labels for h in found.hypotheses)):
            mask = before.copy()
            mask[found.box.slices[1:]] = labels[0] > 0
            masks.append(mask)
        return Answered(masks[0], found.seconds, masks[1:] or masks, found.quality)

    return ask


def of_method(method: Callable[..., Mask2], case: Case, options: Mapping[str, Any]) -> Answers:
    """A classical method as the exam asks it: every pixel of a stroke is a click."""
    image = np.asarray(case.volume.voxels[case.target.number], np.float32)

    def ask(strokes: Sequence[Stroke], before: Mask2, first: Span | float | None) -> Answered:
        began = time.perf_counter()
        mask = method(image, [(r, c, s.positive) for s in strokes for r, c in s.pixels], **options)
        return Answered(mask, time.perf_counter() - began, [mask])

    return ask


# ----- the game ------------------------------------------------------------------------------------
def play(
    case: Case,
    answers: Answers,
    prompts: int,
    robot: Robot = "clicks",
    chance: np.random.Generator | None = None,
) -> Row:
    """A robot user's game on one target; ``chance`` for robots that are not exact."""
    wanted = case.target.mask
    chance = chance or np.random.default_rng(0)
    row_mm, col_mm = case.volume.geometry.spacing_mm[1:]

    def marks(mask: Mask2) -> tuple[float, float, float]:
        return (
            dice(mask, wanted),
            contour_dice(mask, wanted, (1, 1), 1),
            contour_dice(mask, wanted, (row_mm, col_mm), 2),
        )

    mask = spoilt(wanted, chance) if robot == "from a mask" else np.zeros_like(wanted)
    first: Span | float | None = first_box(wanted, chance) if robot == "box first" else None
    given: list[Stroke] = []
    begun = marks(mask)
    scored: list[tuple[float, float, float]] = []
    found: list[Answered] = []
    best = 0.0
    while len(found) < prompts:
        if found or robot != "box first":
            stroke = _next(wanted, mask, robot, chance)
            if stroke is None:
                break
            given.append(stroke)
        if robot == "drag first" and not found:
            first = first_reach(wanted, *given[0].pixels[0], (row_mm, col_mm), chance)
        found.append(answers(given, mask, first))
        mask = found[-1].mask
        scored.append(marks(mask))
        if len(found) == 1:
            best = max([scored[0][0], *(dice(h, wanted) for h in found[0].hypotheses[:3])])
    # who has found the target is asked no more
    scored += [(1.0, 1.0, 1.0)] * (prompts - len(scored))
    scores, nsd_px, nsd_2mm = zip(*scored, strict=True)
    return Row(
        case.name,
        case.pair.patient or Path(case.pair.image).name,
        case.pair.group,
        scores,
        best,
        tuple(a.seconds for a in found),
        begun,
        nsd_px,
        nsd_2mm,
        tuple(a.quality for a in found),
    )


def _next(wanted: Mask2, mask: Mask2, robot: Robot, chance: np.random.Generator) -> Stroke | None:
    if robot == "scribbles":
        drawn = next_stroke(wanted, mask)
        return None if drawn is None else Stroke(*drawn)
    click = next_click(wanted, mask, chance if robot == "jittered clicks" else None)
    return None if click is None else Stroke((click[:2],), click[2])


__all__ = ["ROBOTS", "ClickReport", "Row", "cases", "click_exam", "figures", "of_model", "play", "summary"]
