"""What corrected cases teach a model: held-out Dice before, and after 1, 3, 5, 10 of them, as a table.

Each point is the same fine-tuning that a user starts, by the trainer process. Point by point is kept in OUT/points, and
a training that was killed goes on from its checkpoint: a restart repeats nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from medseg_gui.core.errors import BadInput, WriteFailed
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.io.safewrite import replace_text
from medseg_gui.workers import models
from medseg_gui.workers.finetune import FINE
from medseg_gui.workers.job import Steps, told_as
from medseg_gui.workers.pairs import Pair, keep_case, read_pairs, training_case
from medseg_gui.workers.trainer import TrainingSpec, run_trainer

VERSION = 1
"""Of what stands in OUT/points: what another version wrote is made anew."""
CASES = (1, 3, 5, 10)
NOISE = 0.04
"""Of an altered image: standard deviation as a share of its grey values' range (1 to 99 %)."""


@dataclass(frozen=True)
class Point:
    """One fine-tuning: mean Dice on the held-out cases before and after, by name ("Dice", or "1 click", "3 clicks").

    ``exam``: the click model's built-in exam before and after. ``minutes``: of the whole job with its scoring;
    ``core_minutes``: of processor time, which other programs on the machine change less (0 where it is not told).
    """

    fold: int
    cases: int
    held: int
    before: dict[str, float]
    after: dict[str, float]
    offered: bool
    why: str
    minutes: float
    core_minutes: float
    exam: tuple[float, float] | None = None


@dataclass(frozen=True)
class Gain:
    """``points`` by fold, then by number of cases; ``markdown`` and ``figures`` (JSON) are files."""

    model: str
    settings: dict[str, Any]
    points: tuple[Point, ...]
    markdown: Path
    figures: Path

    def to_dict(self) -> dict[str, Any]:
        return {"model": self.model, "settings": self.settings, "points": [asdict(p) for p in self.points]}


def learning_gain(
    pairs: str | Path | Sequence[Pair],
    model: str,
    out: str | Path,
    *,
    cases: Sequence[int] = CASES,
    folds: int = 2,
    steps: int = 200,
    seed: int = 0,
    altered: bool = False,
) -> Steps[Gain]:
    """Fine-tunes ``model`` on the first ``cases`` of each fold and writes learning.md and learning.json to ``out``.

    Fold k holds out every ``folds``-th patient from the k-th on; where the list has a split, that is the only fold.
    More cases than a fold has are left out. ``altered``: bright and dark exchanged, and noise added, in all images.
    Raises BadInput when nobody is left to learn from, ModelError, WriteFailed.
    """
    card = models.find(model)
    models.check_teachable(card)
    found = read_pairs(pairs) if isinstance(pairs, str | Path) else tuple(pairs)
    target = Path(out).expanduser().absolute()
    try:
        (target / "points").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteFailed(f"The folder cannot be made: {error.strerror}", target, "Choose another one.") from error
    parts = _folds([replace(p, patient=p.patient or Path(p.image).name) for p in found], folds)
    plan = [(k, n, learn, held) for k, (learn, held) in enumerate(parts) for n in cases if n <= len(learn)]
    if not plan:
        raise BadInput("There are too few cases to learn from", todo="Give more, or ask for fewer.")
    recipe = FINE | {"steps": steps, "seed": seed}
    points = []
    for number, (fold, count, learn, held) in enumerate(plan):
        now = Progress(f"Fold {fold + 1}, {count} corrected cases", number, len(plan))
        chosen = [*(replace(p, split="train") for p in learn[:count]), *(replace(p, split="test") for p in held)]
        if altered:
            chosen = [_altered(p, target / "altered") for p in chosen]
        points.append((yield from told_as(_point(card, chosen, recipe, fold, count, target / "points"), now)))
    yield Progress("Writing the table", len(plan), len(plan))
    return _write(card, {**recipe, "folds": len(parts), "altered": altered, "cores": os.cpu_count()}, points, target)


def _folds(pairs: Sequence[Pair], folds: int) -> list[tuple[list[Pair], list[Pair]]]:
    """For each fold the cases to learn from and the held-out ones, in the order of the list."""
    if any(p.split for p in pairs):
        from medseg_gui.ml.splitting import HELD, TRAIN

        return [
            ([p for p in pairs if p.split.lower() in TRAIN], [p for p in pairs if p.split.lower() in HELD]),
        ]
    patients = list(dict.fromkeys(p.patient for p in pairs))
    if not 2 <= folds <= len(patients):
        raise BadInput(f"{len(patients)} patients cannot be split into {folds} folds", todo="Choose 2 folds or more.")
    out = []
    for k in range(folds):
        held = set(patients[k::folds])
        out.append(([p for p in pairs if p.patient not in held], [p for p in pairs if p.patient in held]))
    return out


def _altered(pair: Pair, folder: Path) -> Pair:
    """The case with bright and dark exchanged and some noise: as another sequence on another scanner might show it."""
    folder.mkdir(exist_ok=True)
    names: dict[int, str] = {}
    volume, voxels = training_case(pair, names).load()
    labels = LabelMap.from_voxels(voxels, volume.geometry, names)
    grey = np.asarray(volume.voxels, np.float32)
    low, high = np.percentile(grey, (1, 99))
    chance = np.random.default_rng(int(hashlib.sha256(grey.tobytes()).hexdigest()[:8], 16))
    turned = grey.max() + grey.min() - grey + NOISE * (high - low) * chance.standard_normal(grey.shape, np.float32)
    kept = keep_case(
        folder, replace(volume, voxels=turned), labels, {segment.name: segment.value for segment in labels.segments}
    )
    return replace(kept, patient=pair.patient, split=pair.split)


def _point(
    card: ModelCard, pairs: Sequence[Pair], recipe: dict[str, Any], fold: int, count: int, folder: Path
) -> Steps[Point]:
    told = {"version": VERSION, "model": card.sha256, "recipe": recipe, "pairs": [asdict(p) for p in pairs]}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    file = folder / f"fold{fold + 1}-{count}.json"
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        if known["digest"] == digest:
            return Point(**known["point"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not made yet, or by another version
    names = {s.value: s.name for s in card.segments}
    given = recipe | ({"exam": True} if card.kind == "click" else {})
    spec = TrainingSpec(f"{card.name}-gain", tuple(pairs), card.folder, names, given)
    began, cpu = time.monotonic(), _cpu_of_children()
    learnt = yield from run_trainer(spec)
    minutes, core_minutes = (time.monotonic() - began) / 60, (_cpu_of_children() - cpu) / 60
    scores = learnt.scores
    models.discard(learnt)
    gate = scores["gate"]
    exam = scores.get("exam")
    point = Point(
        fold,
        count,
        gate["samples"],
        _dice(scores["before"]),
        _dice(scores["after"]),
        gate["offered"],
        gate["why"],
        round(minutes, 2),
        round(core_minutes, 2),
        (exam["before"], exam["after"]) if exam else None,
    )
    try:
        replace_text(file, json.dumps({"digest": digest, "point": asdict(point)}, indent=1))
    except OSError as error:
        raise WriteFailed(f"The figures were not kept: {error.strerror}", file, "Make room.") from error
    return point


def _cpu_of_children() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def _dice(table: dict[str, Any]) -> dict[str, float]:
    clicks = {name: row["dice"] for name, row in table.items() if name.endswith(("click", "clicks"))}
    return clicks or {"Dice": table["mean"]}


def _write(card: ModelCard, settings: dict[str, Any], points: Sequence[Point], out: Path) -> Gain:
    gain = Gain(f"{card.name} {card.version}", settings, tuple(points), out / "learning.md", out / "learning.json")
    try:
        replace_text(gain.figures, json.dumps(gain.to_dict(), indent=1, ensure_ascii=False))
        replace_text(gain.markdown, markdown(points))
    except OSError as error:
        raise WriteFailed(f"The table cannot be written: {error.strerror}", out, "Make room.") from error
    return gain


def markdown(points: Sequence[Point]) -> str:
    """The points as a table: a row for each number of cases in each fold, then the folds' means."""
    names = list(points[0].before)
    exam = any(p.exam for p in points)
    head = ["corrected cases", "fold", *names, *(["exam"] if exam else []), "offered", "minutes", "core minutes"]
    rows = [head, ["---"] * len(head)]
    for fold in dict.fromkeys(p.fold for p in points):
        own = [p for p in points if p.fold == fold]
        first = own[0]
        shown = [f"{first.before[n]:.3f}" for n in names]
        rows.append(["0", str(fold + 1), *shown, *([f"{first.exam[0]:.3f}"] if first.exam else []), "", "", ""])
        for p in own:
            shown = [f"{p.after[n]:.3f} ({p.after[n] - p.before[n]:+.3f})" for n in names]
            if p.exam:
                shown.append(f"{p.exam[1]:.3f} ({p.exam[1] - p.exam[0]:+.3f})")
            offered = "yes" if p.offered else "no"
            rows.append([str(p.cases), str(fold + 1), *shown, offered, f"{p.minutes:.1f}", f"{p.core_minutes:.1f}"])
    if len({p.fold for p in points}) > 1:
        for count in dict.fromkeys(p.cases for p in points):
            own = [p for p in points if p.cases == count]
            means = [statistics.fmean(p.after[n] - p.before[n] for p in own) for n in names]
            if exam:
                means.append(statistics.fmean(p.exam[1] - p.exam[0] for p in own if p.exam))
            spent = [statistics.fmean(v) for v in ([p.minutes for p in own], [p.core_minutes for p in own])]
            offered = f"{sum(p.offered for p in own)} of {len(own)}"
            rows.append(
                [str(count), "mean", *(f"{m:+.3f}" for m in means), offered, *(f"{minute:.1f}" for minute in spent)]
            )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


__all__ = ["CASES", "Gain", "Point", "learning_gain", "markdown"]
