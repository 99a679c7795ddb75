"""What the recipes of the two click networks share: label maps to learn from, the training with its log, the model."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import nibabel as nib
import numpy as np
import torch

from medseg_gui.core.segmenter import ModelCard
from medseg_gui.ml import checkpoints
from medseg_gui.ml.click.plan import Resumable
from medseg_gui.ml.click.world import LabelMaps

log = logging.getLogger("click")
HELD_OUT_FROM = 250
"""Hippocampus ids from here on are never trained on."""
KEPT = ("targets", "patients", "mean", "low_95", "high_95", "groups", "latency_ms")
"""What a card holds of an exam's figures."""


def label_maps(folder: Path, tight: bool = False) -> list[torch.Tensor]:
    """The label maps in the folder, values compacted to 0..MOST-1 by how often they occur in the first.

    ``tight``: without their empty border.
    """
    volumes = []
    values: list[int] = []
    for file in sorted(folder.glob("*.nii.gz")):
        voxels = np.asarray(nib.load(file).dataobj).astype(np.int32)
        if not values:
            found, counts = np.unique(voxels[voxels > 0], return_counts=True)
            values = [int(v) for v in found[np.argsort(-counts)]][: LabelMaps.MOST - 1]
        table = np.zeros(int(voxels.max()) + 1, np.uint8)
        for i, value in enumerate(values):
            if value < len(table):
                table[value] = i + 1
        if tight:
            ends = [np.flatnonzero((voxels > 0).any(tuple(a for a in range(3) if a != k))) for k in range(3)]
            voxels = voxels[tuple(slice(int(e[0]), int(e[-1]) + 1) for e in ends)]
        volumes.append(torch.from_numpy(table[voxels]))
    return volumes


def hippocampus(folder: Path) -> Iterator[Path]:
    """The files of the hippocampus cases that may be trained on."""
    for file in sorted(folder.glob("hippocampus_*.nii.gz")):
        if int(file.name.removeprefix("hippocampus_").removesuffix(".nii.gz")) < HELD_OUT_FROM:
            yield file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--export", type=Path, help="write this model folder instead of training")
    parser.add_argument("--mean", type=Path, help="the averaged weights to export")
    parser.add_argument("--exam", type=Path, help="JSON of the exam, for the card")


def train(
    trainer: Resumable, out: Path, log_every: int, save_every: int, keep_every: int, begin: Path | None = None
) -> None:
    """Trains to the end; ``out`` gets the log, the checkpoint to go on from, and the averaged weights now and then.

    ``begin``: a checkpoint to go on from where ``out`` has none.
    """
    out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", filename=out / "train.log")
    checkpoint = out / "checkpoint.pt"
    log.info("plan %s", json.dumps(asdict(trainer.plan)))
    if checkpoint.exists():
        trainer.load(checkpoint)
    elif begin:
        trainer.load(begin)
        log.info("goes on from step %d of %s", trainer.step, begin.name)
    for progress in trainer.run():
        last = trainer.step == trainer.plan.steps
        if trainer.step % log_every == 0:
            log.info(json.dumps(progress.figures))
        if trainer.step % save_every == 0 or last:
            trainer.save(checkpoint)
        if trainer.step % keep_every == 0 or last:
            torch.save(trainer.mean.state_dict(), out / f"mean_{trainer.step}.pt")


def export(options: argparse.Namespace, card: ModelCard, kept: tuple[str, ...] = KEPT) -> None:
    """Writes card.json, weights.safetensors and train.log. The exam's figures go into the card as they are."""
    folder: Path = options.export
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / checkpoints.WEIGHTS
    checkpoints.save(weights, checkpoints.halves(torch.load(options.mean, weights_only=True, map_location="cpu")))
    checkpoint = torch.load(options.out / "checkpoint.pt", weights_only=True, map_location="cpu")
    steps = int(options.mean.stem.rpartition("_")[2])
    training = {**checkpoint["plan"], "stopped_at": steps, "seconds": round(checkpoint["seconds"])}
    exam = json.loads(options.exam.read_text(encoding="utf-8")) if options.exam else {}
    card = replace(
        card,
        name=folder.name,
        sha256=checkpoints.sha256_of(weights),
        scores={robot: {key: result[key] for key in kept if key in result} for robot, result in exam.items()},
        plan={**card.plan, "training": training},
    )
    (folder / "card.json").write_text(card.to_json(), encoding="utf-8")
    (folder / "train.log").write_bytes((options.out / "train.log").read_bytes())
    for file in folder.iterdir():
        file.chmod(0o644)
