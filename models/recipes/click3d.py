"""Trains the 3-D click network: ``python models/recipes/click3d.py --maps DIR --masks DIR --out FOLDER [--steps N]``.

Synthetic tasks; shares of them come from the brain label maps of SynthSeg and from the shapes of the hippocampus masks
of the training split (labels only, painted with random contrasts). No real image is seen. Goes on where it stopped when
FOLDER holds a checkpoint; ``--steps`` and ``--flat`` may change then, so that the rate can begin to fall at any time.

``--export models/click3d --mean FOLDER/mean_N.pt [--exam exam.json]`` writes the model folder instead: the averaged
weights as float16, the card with the exam's figures, and the training's log.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nibabel as nib
import numpy as np
import torch

from medseg_gui.core.segmenter import CardSegment, ModelCard
from medseg_gui.ml import checkpoints
from medseg_gui.ml.click3d.evidence import CHANNELS
from medseg_gui.ml.click3d.network import HEAD, WIDTHS
from medseg_gui.ml.click3d.train import Plan, Trainer
from medseg_gui.ml.click3d.world import Atlas, Moulds

log = logging.getLogger("click3d")
SAVE_EVERY = 100
KEEP_EVERY = 250
TRAINS_BELOW = 250
"""Hippocampus cases from this number on are held out."""


def atlas(folder: Path) -> Atlas:
    """The label maps in the folder without their empty border, the values compacted by how often they occur."""
    volumes = []
    values: list[int] = []
    for file in sorted(folder.glob("*.nii.gz")):
        voxels = np.asarray(nib.load(file).dataobj).astype(np.int32)
        if not values:
            found, counts = np.unique(voxels[voxels > 0], return_counts=True)
            values = [int(v) for v in found[np.argsort(-counts)]][: Atlas.MOST - 1]
        table = np.zeros(int(voxels.max()) + 1, np.uint8)
        for i, value in enumerate(values):
            if value < len(table):
                table[value] = i + 1
        ends = [np.flatnonzero((voxels > 0).any(tuple(a for a in range(3) if a != k))) for k in range(3)]
        inner = tuple(slice(int(e[0]), int(e[-1]) + 1) for e in ends)
        volumes.append(torch.from_numpy(table[voxels[inner]]))
    return Atlas(volumes)


def moulds(folder: Path) -> Moulds:
    """The masks of the hippocampus cases that may be trained on."""
    masks = []
    for file in sorted(folder.glob("hippocampus_*.nii.gz")):
        if int(file.name.removeprefix("hippocampus_").removesuffix(".nii.gz")) < TRAINS_BELOW:
            masks.append(torch.from_numpy(np.asarray(nib.load(file).dataobj).astype(np.uint8)))
    return Moulds(masks)


TRAINED_ON = (
    "Synthetic tasks only: random solids, cubes of the 20 brain label maps of SynthSeg (BBillot/SynthSeg, Apache-2.0), "
    "and the shapes of hippocampus masks (Medical Segmentation Decathlon Task04, CC BY-SA 4.0, ids below 250), all "
    "painted with random contrasts and artefacts. No real image."
)
LIMITS = (
    "Whole objects that hang together. A first click leaves open how much is meant: box, drag or a slice tell "
    "it. Thin sheets and parts of a bone with no edge between them stay weak. Probabilities are not calibrated on "
    "patients. Not a medical device."
)


def export(options: argparse.Namespace) -> None:
    """Writes card.json, weights.safetensors and train.log. The exam's figures go into the card as they are."""
    folder: Path = options.export
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / checkpoints.WEIGHTS
    checkpoints.save(weights, checkpoints.halves(torch.load(options.mean, weights_only=True, map_location="cpu")))
    checkpoint = torch.load(options.out / "checkpoint.pt", weights_only=True, map_location="cpu")
    steps = int(options.mean.stem.rpartition("_")[2])
    exam = json.loads(options.exam.read_text(encoding="utf-8")) if options.exam else {}
    scores: dict[str, Any] = {}
    for robot, result in exam.items():
        kept = ("targets", "patients", "mean", "low_95", "high_95", "groups", "latency_ms")
        scores[robot] = {key: result[key] for key in kept if key in result}
    card = ModelCard(
        name=folder.name,
        version="1",
        kind="click3d",
        segments=(CardSegment(1, "object"),),
        prompts=("click", "box", "scribble", "lasso"),
        trained_on=TRAINED_ON,
        limits=LIMITS,
        licence="CC BY-SA 4.0",
        sha256=checkpoints.sha256_of(weights),
        scores=scores,
        plan={
            "network": {"inputs": CHANNELS, "widths": list(WIDTHS), "head": HEAD},
            "training": {**checkpoint["plan"], "stopped_at": steps, "seconds": round(checkpoint["seconds"])},
        },
    )
    (folder / "card.json").write_text(card.to_json(), encoding="utf-8")
    (folder / "train.log").write_bytes((options.out / "train.log").read_bytes())
    for file in folder.iterdir():
        file.chmod(0o644)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maps", type=Path, help="folder of brain label maps (.nii.gz)")
    parser.add_argument("--masks", type=Path, help="folder of hippocampus masks (.nii.gz)")
    parser.add_argument("--out", type=Path, required=True)
    for name in ("steps", "seed", "flat", "late_share", "rate"):
        kind = type(getattr(Plan, name))
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=getattr(Plan, name))
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--export", type=Path, help="write this model folder instead of training")
    parser.add_argument("--mean", type=Path, help="the averaged weights to export")
    parser.add_argument("--exam", type=Path, help="JSON of the exam, for the card")
    options = parser.parse_args()
    if options.export:
        if options.mean is None:
            parser.error("--export needs --mean")
        export(options)
        return 0
    options.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", filename=options.out / "train.log")
    plan = Plan(
        seed=options.seed, steps=options.steps, flat=options.flat, late_share=options.late_share, rate=options.rate
    )
    trainer = Trainer(
        plan,
        atlas(options.maps) if options.maps else None,
        moulds(options.masks) if options.masks else None,
        options.device,
    )
    checkpoint = options.out / "checkpoint.pt"
    log.info("plan %s", json.dumps(asdict(plan)))
    if checkpoint.exists():
        trainer.load(checkpoint)
    for progress in trainer.run():
        if trainer.step % 25 == 0:
            log.info(json.dumps(progress.figures))
        if trainer.step % SAVE_EVERY == 0 or trainer.step == options.steps:
            trainer.save(checkpoint)
        if trainer.step % KEEP_EVERY == 0 or trainer.step == options.steps:
            torch.save(trainer.mean.state_dict(), options.out / f"mean_{trainer.step}.pt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
