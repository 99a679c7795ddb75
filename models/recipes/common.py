"""What the recipes share: a training with a log, and the model folder at its end."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch

from medseg_gui.core.interval import least_cases
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.metrics import Figures, evaluate
from medseg_gui.core.segmenter import CardSegment, ModelCard, Progress, Request
from medseg_gui.ml import checkpoints
from medseg_gui.ml.cases import TrainingCase
from medseg_gui.ml.device import best_device, fast_bf16
from medseg_gui.ml.training import Recipe, Trained, train
from medseg_gui.ml.unet import UNetSegmenter
from medseg_gui.workers.calibrate import calibrate_on, write
from medseg_gui.workers.job import run_now
from medseg_gui.workers.trainer import write_model

LOG_EVERY = 50
TOLERANCE_MM = 1.0


def arguments(description: str, data: str | None = None, start: str | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    if data:
        parser.add_argument("--data", type=Path, required=True, help=data)
    if start:
        parser.add_argument("--start", type=Path, help=start)
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=0, help="instead of the recipe's own number")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--work", type=Path, help="where checkpoints go (default: beside the model folder)")
    return parser.parse_args()


def run(
    options: argparse.Namespace,
    segments: Sequence[CardSegment],
    recipe: Recipe,
    words: Mapping[str, str],
    start: Callable[[Recipe, Path], Generator[Progress, None, Trained]],
    modality: tuple[str, ...] = (),
) -> ModelCard:
    """Trains, writes card.json, weights.safetensors and train.log to ``options.out``. Started again, it goes on.

    ``start``: begins the training with a recipe and a folder for its checkpoints.
    """
    torch.set_num_threads(options.threads)
    out: Path = options.out
    work: Path = options.work or out.with_name(f".{out.name}.work")
    for folder in (out, work):
        folder.mkdir(parents=True, exist_ok=True)
    recipe = replace(recipe, seed=options.seed, steps=options.steps or recipe.steps)
    began = time.monotonic()
    with (work / "train.log").open("a", encoding="utf-8") as log:

        def note(text: str) -> None:
            line = f"{time.monotonic() - began:7.0f} s  {text}"
            log.write(line + "\n")
            log.flush()
            sys.stdout.write(line + "\n")
            sys.stdout.flush()

        kind = "bfloat16" if fast_bf16(best_device().type) else "float32"
        note(
            f"torch {torch.__version__}, {best_device()}, {options.threads} threads, {kind}, {platform.machine()}, "
            f"seed {options.seed}, {recipe.steps} steps"
        )
        steps = start(recipe, work)
        while True:
            try:
                progress = next(steps)
            except StopIteration as stop:
                trained = stop.value
                break
            if progress.text == "Training" and progress.done % LOG_EVERY == 0:
                figures = " ".join(f"{k} {v:.4f}" for k, v in progress.figures.items())
                note(f"step {progress.done:.0f}/{progress.total:.0f} {figures}")
        trained = replace(trained, segments=tuple(segments), modality=modality or trained.modality)
        card = write_model(out, out.name, trained, None, words)
        card = with_surfaces(card, trained.split.held)
        card = with_intervals(card, trained.split.held)
        note(json.dumps(card.scores))
    for file in out.iterdir():
        file.chmod(0o644)  # shipped: every user of an installation reads it
    (out / "train.log").write_bytes((work / "train.log").read_bytes())
    return card


def on_cases(
    cases: Sequence[TrainingCase], segments: Sequence[CardSegment], start: Path | None = None
) -> Callable[[Recipe, Path], Generator[Progress, None, Trained]]:
    """The training of an automatic U-Net on images with masks; ``start``: the model folder that it goes on from."""
    base = None
    if start is not None:
        tensors, _ = checkpoints.load(start / checkpoints.WEIGHTS)
        base = (ModelCard.read(start), {name: t.float() for name, t in tensors.items()})
    return lambda recipe, work: train(cases, {s.value: s.name for s in segments}, recipe, work, base)


def with_surfaces(card: ModelCard, held: Sequence[TrainingCase]) -> ModelCard:
    """The card with HD95, NSD and volume error per structure of the finished model on the held-out cases, rewritten."""
    segmenter = UNetSegmenter(card, Path(card.folder))
    rows: dict[str, list[Figures]] = {s.name: [] for s in card.segments}
    names = {s.value: s.name for s in card.segments}
    for case in held:
        volume, truth = case.load()
        prediction = run_now(segmenter.predict(volume, Request()))
        ours, theirs = (LabelMap.from_voxels(v, volume.geometry, names) for v in (prediction.labels, truth))
        for row in evaluate(ours, theirs, TOLERANCE_MM).segments:
            rows[row.name].append(row)
    for name, found in rows.items():
        scores = card.scores["after"][name]
        for key in ("hd95_mm", "nsd", "volume_difference_ml"):
            values = [v for row in found if (v := getattr(row, key)) is not None]
            scores[key] = round(float(np.mean(values)), 3) if values else None
            scores[f"{key}_sd"] = round(float(np.std(values, ddof=1)), 3) if len(values) > 1 else None
    card.scores["tolerance_mm"] = TOLERANCE_MM
    (Path(card.folder) / "card.json").write_text(card.to_json(), encoding="utf-8")
    return card


def with_intervals(card: ModelCard, held: Sequence[TrainingCase]) -> ModelCard:
    """The card with the calibration of its volumes' intervals, rewritten; as it is where the cases are too few."""
    if len(held) < least_cases():
        return card
    return write(card, run_now(calibrate_on(card, [(case.name, case.load) for case in held])))
