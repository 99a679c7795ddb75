"""The click model taught with a reader's corrected masks, and judged by a robot user on cases that it did not see."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from medseg_gui.core.errorpicture import sample_picture
from medseg_gui.core.errors import BadInput
from medseg_gui.core.gate import Verdict, judge
from medseg_gui.core.robots import SMALLEST_PX, Target, largest_part, targets
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.io.safewrite import replace_text
from medseg_gui.settings import user_folder
from medseg_gui.workers import models, watching
from medseg_gui.workers.benchmark import Answered, Case, of_model, play, synthetic_cases, synthetic_pairs
from medseg_gui.workers.job import Steps
from medseg_gui.workers.pairs import Pair

if TYPE_CHECKING:
    from medseg_gui.ml.cases import TrainingCase
    from medseg_gui.ml.click.train import Plan

CLICKS = 3
EXAM_TASKS = 32
EXAM, CORRECTED = "synthetic exam", "held-out cases after three clicks"
PLAN = {
    "batch": 12,
    "real_share": 0.5,
    "atlas_share": 0.0,
    "warm_up": 5,
    "flat": 0.3,
    "average": 0.98,
    "drag_share": 0.3,
    "deep_share": 0.4,
    "hard_share": 0.5,
    "jitter_share": 0.3,
    "patchy_share": 0.3,
}
"""Half of the tasks are the reader's, the others synthetic as in the first training, so that nothing is forgotten."""
STEPS_ALLOWED = (20, 2000)
RATE, PULL = 4e-4, 1e-2
"""Gentler than a U-Net's fine-tuning: the click model shall go on to answer for everything else."""
MIXES = (1.0, 0.5, 0.25)
"""How far to go from the old weights to the new ones (WiSE-FT, Wortsman et al. 2022); the next only if one forgets."""
SAVE_EVERY_S = 30.0
LOOK_EVERY, LOOKS = 20, 3
"""Steps between two looks at held-out targets, and how many."""
CHECKPOINT = "click.pt"
HELD_EVERY, BLOCKS = 4, 3
MOST_TARGETS = 6
"""Of a single case."""


@dataclass(frozen=True)
class _Split:
    train: tuple[TrainingCase, ...]
    held: tuple[TrainingCase, ...]
    slices: tuple[int, ...]
    """Of a single case the slices (first array axis) that are held out."""
    note: str


def learn_clicks(
    card: ModelCard, cases: Sequence[TrainingCase], name: str, recipe: Mapping[str, Any], work: Path
) -> Steps[Path]:
    """The pending folder of a copy of the click model that learnt from the cases; resumable from ``work``.

    ``recipe``: seed, minutes or steps, and ``exam`` to sit it also where it cannot change the verdict. The card's
    scores hold a robot user's Dice on held-out cases before and after, and the verdict on them. Raises BadInput when
    nothing is marked.
    """
    from medseg_gui.ml import checkpoints
    from medseg_gui.ml.click.answer import Tuning
    from medseg_gui.ml.click.lessons import Lesson, Lessons, learner

    split = _split(cases)
    lessons: list[Lesson] = []
    for number, case in enumerate(split.train):
        yield Progress(f"Preparing {case.name}", number, len(split.train))
        volume, labels = case.load()
        lessons += Lesson.keep(volume, labels, work, split.slices)
    if not lessons:
        raise BadInput("Nothing that is marked is large enough to learn from", todo="Mark larger objects.")
    start, _ = checkpoints.load(Path(card.folder) / models.WEIGHTS, card.sha256)
    before = yield from _figures(card, split, "Scoring the old model")

    source = Lessons(lessons, Tuning.read(card.plan))
    steps = int(recipe.get("steps", 0)) or _steps_in(
        float(recipe["minutes"]), learner(source, start, _plan(recipe, 0), PULL)
    )
    trainer = learner(source, start, _plan(recipe, steps), PULL)
    kept = work / CHECKPOINT
    if kept.is_file():
        trainer.load(kept)
    saved = time.monotonic()
    shown: dict[str, float] = {}
    for progress in trainer.run():
        left = trainer.seconds / trainer.step * (steps - trainer.step) / 60
        shown |= {"loss": float(progress.figures["loss"]), "minutes_left": left}
        if trainer.step % max(LOOK_EVERY, steps // 12) == 0 or trainer.step == steps:
            shown["dice"] = _look(card, split, trainer.mean.state_dict(), work)
        yield Progress("Training", trainer.step, steps, dict(shown))
        if time.monotonic() - saved > SAVE_EVERY_S:
            trainer.save(kept)
            saved = time.monotonic()

    folder = work / "candidate"  # what is not judged yet must not wait for acceptance, should the program end here
    folder.mkdir(exist_ok=True)
    learnt = {n: t.detach() for n, t in trainer.mean.state_dict().items()}
    shown_card = replace(
        card,
        name=name,
        version="1",
        parent=f"{card.name} {card.version}",
        trained_on=f"{len(split.train)} corrected cases, starting from {card.name} {card.version} ({card.trained_on})",
        scores={},
    )
    exam = None
    for mix in MIXES:
        weights = checkpoints.halves(checkpoints.between(start, learnt, mix))
        checkpoints.save(folder / models.WEIGHTS, weights)
        candidate = _write(folder, shown_card, {})
        after = yield from _figures(candidate, split, "Scoring the new model")
        verdict = _judged(before, after, {})
        if verdict.offered or recipe.get("exam"):
            exam = ((yield from _known_exam(card)), (yield from _exam(candidate)))
        if not verdict.offered or exam is None:
            break  # only forgetting is mended by going less far: trying until chance helps is no proof
        verdict = _judged(before, after, {EXAM: exam})
        if verdict.offered:
            break
    shares = {"lessons": len(lessons), "steps": steps, "mix": mix, "seed": trainer.plan.seed, **PLAN}
    plan = {**card.plan, "tuning": shares}
    scores = _scores(before, after, verdict, split)
    if exam is not None:
        scores["exam"] = {"before": round(exam[0], 4), "after": round(exam[1], 4)}
    _write(folder, replace(shown_card, plan=plan), scores)
    with models.building() as waiting:
        for file in (models.WEIGHTS, models.CARD):
            shutil.copyfile(folder / file, waiting / file)
    return waiting


def _plan(recipe: Mapping[str, Any], steps: int) -> Plan:
    from medseg_gui.ml.click.train import Plan

    shares: dict[str, Any] = PLAN
    return Plan(seed=int(recipe.get("seed", 0)), steps=steps or STEPS_ALLOWED[0], rate=RATE, **shares)


def _steps_in(minutes: float, trainer: Any) -> int:
    """How many steps this machine makes in that time, from the first ones of a training that is thrown away."""
    times = []
    for _ in zip(range(5), trainer.run(), strict=False):
        times.append(trainer.seconds)
    return int(np.clip(minutes * 60 / np.median(np.diff(times)), *STEPS_ALLOWED))


def _write(folder: Path, card: ModelCard, scores: Mapping[str, Any]) -> ModelCard:
    from medseg_gui.ml import checkpoints

    card = replace(card, sha256=checkpoints.sha256_of(folder / models.WEIGHTS), scores=dict(scores))
    beside = folder / "card.json.new"
    beside.write_text(card.to_json(), encoding="utf-8")
    beside.replace(folder / models.CARD)
    return ModelCard.read(folder)


# ----- what is held out -----------------------------------------------------------------------------------
def _split(cases: Sequence[TrainingCase]) -> _Split:
    from medseg_gui.ml.splitting import split_cases

    if len(cases) > 1:
        split = split_cases(cases)
        return _Split(split.train, split.held, (), split.note)
    _, labels = cases[0].load()
    marked = np.flatnonzero((labels > 0).any((1, 2)))
    if len(marked) < HELD_EVERY:
        raise BadInput("One case of so few marked slices is not enough to learn from", cases[0].name)
    length = max(1, len(marked) // (HELD_EVERY * BLOCKS))
    held = tuple(int(n) for i, n in enumerate(marked) if i // length % HELD_EVERY == 2)
    note = f"One case only: {len(held)} of its slices were held out, beside those learnt from; the score is kind."
    return _Split(tuple(cases), tuple(cases), held, note)


def _held_targets(case: TrainingCase, slices: Sequence[int]) -> Iterator[Case]:
    volume, labels = case.load()
    pair = Pair(case.name, case.name, case.patient or case.name)
    for value in np.unique(labels[labels > 0]):
        mask = labels == value
        if not slices:
            found = list(targets(mask))
        else:
            parts = [(n, largest_part(mask[n])) for n in slices]
            parts = [(n, part) for n, part in parts if part.sum() >= SMALLEST_PX]
            found = [Target(n, part) for n, part in parts[:: max(1, -(-len(parts) // MOST_TARGETS))]]
        for target in found:
            yield Case(f"{case.name}:{value}:{target.number}", pair, volume, target)


Figures = list[tuple[str, "np.ndarray[Any, np.dtype[np.float64]]"]]
"""For each held-out target its patient and the Dice after each click."""


def _look(card: ModelCard, split: _Split, tensors: Mapping[str, Any], work: Path) -> float:
    """Mean Dice after the first click on a few held-out targets, which are drawn for the person who watches."""
    from medseg_gui.ml import checkpoints
    from medseg_gui.ml.click.engine import ClickSegmenter

    checkpoints.save(work / models.WEIGHTS, checkpoints.halves(tensors))
    sha256 = checkpoints.sha256_of(work / models.WEIGHTS)
    segmenter = ClickSegmenter(replace(_alone(card), sha256=sha256), work)
    scores, pictures = [], []
    for held in split.held[:LOOKS]:
        for case in islice(_held_targets(held, split.slices), LOOKS if len(split.held) == 1 else 1):
            seen: list[Answered] = []
            ask = of_model(segmenter, case)

            def answers(*asked: Any, ask: Any = ask, seen: list[Answered] = seen) -> Answered:
                seen.append(ask(*asked))
                return seen[-1]

            scores.append(play(case, answers, 1).scores[0])
            grey = case.volume.voxels[case.target.number]
            pixel_mm = case.volume.geometry.spacing_mm[1:]
            pictures.append(sample_picture(grey, seen[0].mask, case.target.mask, pixel_mm))
    watching.keep_samples(work, pictures)
    return float(np.mean(scores)) if scores else 0.0


def _alone(card: ModelCard) -> ModelCard:
    """The card without the 3-D model, which this exam does not ask."""
    return replace(card, plan={k: v for k, v in card.plan.items() if k != "solid"})


def _figures(card: ModelCard, split: _Split, text: str) -> Steps[Figures]:
    from medseg_gui.ml.click.engine import ClickSegmenter

    segmenter = ClickSegmenter(_alone(card), Path(card.folder))
    out: Figures = []
    for number, held in enumerate(split.held):
        for case in _held_targets(held, split.slices):
            yield Progress(text, number, len(split.held))
            out.append((case.pair.patient, np.array(play(case, of_model(segmenter, case), CLICKS).scores)))
    return out


def _known_exam(card: ModelCard) -> Steps[float]:
    """The same for a model that may have sat it before on this computer: half a minute less between two slices."""
    kept = user_folder("cache") / "exams.json"
    key = f"{card.sha256} {EXAM_TASKS} {CLICKS}"
    try:
        known: dict[str, float] = dict(json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        known = {}
    if not isinstance(known.get(key), float):
        known[key] = yield from _exam(card)
        replace_text(kept, json.dumps(known))
    return known[key]


def _exam(card: ModelCard) -> Steps[float]:
    """Mean Dice over CLICKS clicks on the built-in exam's first tasks."""
    from medseg_gui.ml.click.engine import ClickSegmenter

    segmenter = ClickSegmenter(_alone(card), Path(card.folder))
    found = []
    for number, pair in enumerate(synthetic_pairs()[:EXAM_TASKS]):
        for case in synthetic_cases(pair, number):
            found.append(np.mean(play(case, of_model(segmenter, case), CLICKS).scores))
        yield Progress("Has it forgotten anything?", number, EXAM_TASKS)
    return float(np.mean(found))


def _judged(before: Figures, after: Figures, exams: Mapping[str, tuple[float, float]]) -> Verdict:
    """By the first click, which says what the model knows by itself; what corrections reach may not get worse."""
    if exams:
        exams = {
            CORRECTED: (float(np.mean([b[-1] for _, b in before])), float(np.mean([a[-1] for _, a in after]))),
            **exams,
        }
    patients = [patient for patient, _ in before]
    return judge([float(b[0]) for _, b in before], [float(a[0]) for _, a in after], patients, exams)


def _scores(before: Figures, after: Figures, verdict: Verdict, split: _Split) -> dict[str, Any]:
    def table(rows: Figures) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for clicks in (1, CLICKS):
            values = [float(r[clicks - 1]) for _, r in rows]
            out[f"{clicks} click{'s' if clicks > 1 else ''}"] = {
                "dice": round(float(np.mean(values)), 4),
                "sd": round(float(np.std(values, ddof=1)), 4) if len(values) > 1 else None,
                "min": round(min(values), 4),
                "cases": len(values),
            }
        out["mean"] = round(float(np.mean([r.mean() for _, r in rows])), 4)
        return out

    if not before:
        return {"gate": verdict.to_dict(), "note": split.note}
    first, last = table(before), table(after)
    return {
        "held_out_dice_before": first["mean"],
        "held_out_dice": last["mean"],
        "held_out": [c.name for c in split.held],
        "note": split.note,
        "before": first,
        "after": last,
        "gate": verdict.to_dict(),
    }


__all__ = ["learn_clicks"]
