"""The click exam as a job: a robot user corrects a model, and classical methods, on every object of labelled images.

Means are over a patient's targets, then over a group's patients, then over groups; some groups may be told apart.
Nothing here learns; the baselines' options are chosen by their own result in this very exam.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import PLANES, Plane
from medseg_gui.core.prompts import BoxPrompt, Click, Prompt, PromptSet
from medseg_gui.core.robots import Target, clicks_to, dice, first_box, first_reach, next_click, targets
from medseg_gui.core.segmenter import Progress, Request, Segmenter
from medseg_gui.core.volume import Volume
from medseg_gui.workers import open_case
from medseg_gui.workers.baselines import BASELINES, Clicks
from medseg_gui.workers.job import Steps, run_now
from medseg_gui.workers.pairs import Pair, read_pairs
from medseg_gui.workers.segment import load_model

CLICKS = 10
SHOWN = (1, 2, 3, 5, 10)
CAPS = (5, 10)
WANTED = (0.85, 0.90)
APART = ("hippocampus",)
DRAWS = 2000
Mask2 = npt.NDArray[np.bool_]
Span = tuple[int, int, int, int]
Answers = Callable[[Clicks, Mask2, Span | float | None], tuple[Mask2, float, Sequence[Mask2]]]
"""Clicks, the mask so far, and a box or the first click's reach in mm → the mask, seconds, and every hypothesis."""
Robot = Literal["clicks", "jittered clicks", "box first", "drag first"]
ROBOTS: tuple[Robot, ...] = ("clicks", "jittered clicks", "box first", "drag first")


@dataclass(frozen=True)
class Row:
    """One target of one method: Dice after each click, the best hypothesis of the first, seconds of each click."""

    name: str
    patient: str
    group: str
    scores: tuple[float, ...]
    best_of_three: float
    seconds: tuple[float, ...]


@dataclass(frozen=True)
class ClickReport:
    """The exam's rows by method; the model's own come first. ``options``: what each baseline was tuned to."""

    rows: Mapping[str, tuple[Row, ...]]
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    apart: tuple[str, ...] = APART

    def to_dict(self) -> dict[str, Any]:
        return {
            name: summary(rows, self.apart) | ({"options": dict(self.options[name])} if name in self.options else {})
            for name, rows in self.rows.items()
        }

    def to_csv(self, path: str | Path) -> None:
        with Path(path).open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            most = max((len(r.scores) for rows in self.rows.values() for r in rows), default=0)
            numbers = [f"dice_{k + 1}" for k in range(most)]
            out.writerow(["method", "group", "patient", "target", *numbers, "best_of_three_1", "median_ms"])
            for method, rows in self.rows.items():
                for r in rows:
                    cells = [f"{s:.4f}" for s in r.scores]
                    middle = f"{1000 * float(np.median(r.seconds)):.1f}"
                    out.writerow([method, r.group, r.patient, r.name, *cells, f"{r.best_of_three:.4f}", middle])


# ----- the exam ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Case:
    """A target with the image that it lies in."""

    name: str
    pair: Pair
    volume: Volume
    target: Target


def click_exam(
    pairs: str | Path,
    model: str = "click",
    *,
    clicks: int = CLICKS,
    robots: Sequence[Robot] = ("clicks",),
    baselines: bool = False,
    seed: int = 0,
    apart: tuple[str, ...] = APART,
) -> Steps[ClickReport]:
    """Runs the exam on all pairs. Raises BadInput, ModelError."""
    listed = read_pairs(pairs)
    segmenter = load_model(model)
    name = segmenter.card.name
    names = {robot: name if robot == "clicks" else f"{name}, {robot}" for robot in robots}
    rows: dict[str, list[Row]] = {names[robot]: [] for robot in robots}
    tried: dict[tuple[str, int], list[Row]] = {}
    number = 0
    for done, pair in enumerate(listed):
        yield Progress(f"Opening {Path(pair.image).name}", done, len(listed))
        for case in cases(pair):
            for robot in robots:
                chance = np.random.default_rng(seed + number)
                rows[names[robot]].append(play(case, of_model(segmenter, case), clicks, robot, chance))
            for method_name, (method, choices) in BASELINES.items() if baselines else ():
                image = np.asarray(case.volume.voxels[case.target.number], np.float32)
                for k, options in enumerate(choices):
                    answers = of_method(method, image, options)
                    tried.setdefault((method_name, k), []).append(play(case, answers, clicks))
            number += 1
            yield Progress(f"{pair.group or case.name}: {number} targets", done, len(listed))
    if number == 0:
        raise BadInput("None of the masks holds an object large enough to be clicked", pairs)
    options = {}
    for name in dict.fromkeys(key[0] for key in tried):
        best = max(
            (k for n, k in tried if n == name), key=lambda k: sum(_at(tried[name, k], c, apart) for c in (1, 3, 5))
        )
        rows[name] = tried[name, best]
        options[name] = BASELINES[name][1][best]
    return ClickReport({k: tuple(v) for k, v in rows.items()}, options, apart)


def cases(pair: Pair) -> Iterator[Case]:
    """Every target of a pair."""
    volume = run_now(open_case.open_volume(pair.image, pair.series or None))
    labels = run_now(open_case.open_labels(pair.label, like=volume))
    for segment in labels.segments:
        for target in targets(labels.mask(segment)):
            name = f"{Path(pair.label).name}:{segment.value}:{target.number}"
            yield Case(name, pair, volume, target)


def first_plane(volume: Volume) -> Plane:
    """The anatomical plane whose slices lie along the first array axis."""
    return next(p for p in PLANES if volume.geometry.axis_of(p) == 0)


def of_model(segmenter: Segmenter, case: Case) -> Answers:
    """The model as the exam asks it: through the same door as the window."""
    plane, number, shape = first_plane(case.volume), case.target.number, case.volume.geometry.shape
    previous = np.zeros(shape, bool)

    def ask(clicks: Clicks, before: Mask2, first: Span | float | None) -> tuple[Mask2, float, Sequence[Mask2]]:
        previous[number] = before
        prompts: list[Prompt] = []
        if isinstance(first, tuple):
            prompts.append(BoxPrompt((number, first[0], first[1]), (number, first[2], first[3]), plane))
        for k, (r, c, positive) in enumerate(clicks):
            reach = first if k == 0 and isinstance(first, float) else 0.0
            prompts.append(Click((number, r, c), positive, plane, reach))
        request = Request(PromptSet(tuple(prompts)), previous if before.any() else None, plane)
        found = run_now(segmenter.predict(case.volume, request))
        masks = []
        for labels in (found.labels, *(h.labels for h in found.hypotheses)):
            mask = before.copy()
            mask[found.box.slices[1:]] = labels[0] > 0
            masks.append(mask)
        return masks[0], found.seconds, masks[1:] or masks

    return ask


def of_method(method: Callable[..., Mask2], image: npt.NDArray[np.float32], options: Mapping[str, Any]) -> Answers:
    """A classical method as the exam asks it."""

    def ask(clicks: Clicks, before: Mask2, first: Span | float | None) -> tuple[Mask2, float, Sequence[Mask2]]:
        began = time.perf_counter()
        mask = method(image, clicks, **options)
        return mask, time.perf_counter() - began, [mask]

    return ask


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
    mask = np.zeros_like(wanted)
    first: Span | float | None = first_box(wanted, chance) if robot == "box first" else None
    given: list[tuple[int, int, bool]] = []
    scores: list[float] = []
    seconds: list[float] = []
    best = 0.0
    while len(scores) < prompts:
        if scores or robot != "box first":
            click = next_click(wanted, mask, chance if robot == "jittered clicks" else None)
            if click is None:
                scores += [1.0] * (prompts - len(scores))
                break
            given.append(click)
        if robot == "drag first" and not scores:
            row_mm, col_mm = case.volume.geometry.spacing_mm[1:]
            first = first_reach(wanted, given[0][0], given[0][1], (row_mm, col_mm), chance)
        mask, took, hypotheses = answers(given, mask, first)
        scores.append(dice(mask, wanted))
        seconds.append(took)
        if len(scores) == 1:
            best = max([scores[0], *(dice(h, wanted) for h in hypotheses[:3])])
    patient = case.pair.patient or Path(case.pair.image).name
    return Row(case.name, patient, case.pair.group, tuple(scores), best, tuple(seconds))


# ----- figures -------------------------------------------------------------------------------------
def figures(row: Row) -> dict[str, float]:
    """A target's figures: Dice by clicks, number of clicks to a Dice with each cap, failures."""
    out = {f"dice_{k}": row.scores[k - 1] for k in SHOWN if k <= len(row.scores)}
    out["best_of_three_1"] = row.best_of_three
    for wanted in WANTED:
        for cap in (c for c in CAPS if c <= len(row.scores)):
            out[f"noc{round(100 * wanted)}_cap{cap}"] = clicks_to(row.scores, wanted, cap)
            out[f"failed{round(100 * wanted)}_cap{cap}"] = float(max(row.scores[:cap]) < wanted)
    return out


def _by_patient(rows: Iterable[Row]) -> dict[str, dict[str, npt.NDArray[np.float64]]]:
    gathered: dict[str, dict[str, list[list[float]]]] = {}
    for row in rows:
        gathered.setdefault(row.group, {}).setdefault(row.patient, []).append(list(figures(row).values()))
    return {g: {p: np.mean(v, 0) for p, v in patients.items()} for g, patients in gathered.items()}


def summary(rows: Sequence[Row], apart: Sequence[str] = APART) -> dict[str, Any]:
    """Means with their 95 % intervals (bootstrap over the patients of each group), groups, latency in ms."""
    names = list(figures(rows[0]))
    by_patient = _by_patient(rows)
    groups = {g: np.mean(list(p.values()), 0) for g, p in by_patient.items()}
    counted = [g for g in groups if g not in apart] or list(groups)
    mean = np.mean([groups[g] for g in counted], 0)
    chance = np.random.default_rng(0)
    draws = np.zeros((DRAWS, len(names)))
    for g in counted:
        values = np.array(list(by_patient[g].values()))
        draws += values[chance.integers(len(values), size=(DRAWS, len(values)))].mean(1) / len(counted)
    low, high = np.quantile(draws, (0.025, 0.975), 0)
    seconds = np.concatenate([r.seconds for r in rows])

    def named(values: Iterable[float]) -> dict[str, float]:
        return {n: round(float(v), 4) for n, v in zip(names, values, strict=True)}

    return {
        "targets": len(rows),
        "patients": sum(len(p) for p in by_patient.values()),
        "mean": named(mean),
        "low_95": named(low),
        "high_95": named(high),
        "groups": {g: named(v) for g, v in groups.items()},
        "latency_ms": {f"p{q}": round(1000 * float(np.percentile(seconds, q)), 1) for q in (50, 95)},
    }


def _at(rows: Sequence[Row], clicks: int, apart: Sequence[str]) -> float:
    groups = {g: np.mean(list(p.values()), 0) for g, p in _by_patient(rows).items()}
    counted = [g for g in groups if g not in apart] or list(groups)
    names = list(figures(rows[0]))
    name = f"dice_{clicks}"
    return float(np.mean([groups[g][names.index(name)] for g in counted])) if name in names else 0.0
