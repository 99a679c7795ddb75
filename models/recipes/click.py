"""Trains the 2-D click network: ``python models/recipes/click.py --data DIR --out FOLDER [--steps N] [--seed 0]``.

Synthetic tasks, a share of them cut from the brain label maps of SynthSeg (labels only, painted with random contrasts).
No real image is seen. Goes on where it stopped when FOLDER holds a checkpoint.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path

import nibabel as nib
import numpy as np
import torch

from medseg_gui.ml.click.train import Plan, Trainer
from medseg_gui.ml.click.world import Atlas

log = logging.getLogger("click")
SAVE_EVERY = 250
KEEP_EVERY = 1000


def atlas(folder: Path) -> Atlas | None:
    """The label maps in the folder, values compacted to 0..MOST-1 by how often they occur."""
    files = sorted(folder.glob("*.nii.gz"))
    volumes = []
    values: list[int] = []
    for file in files:
        voxels = np.asarray(nib.load(file).dataobj).astype(np.int32)
        if not values:
            found, counts = np.unique(voxels[voxels > 0], return_counts=True)
            values = [int(v) for v in found[np.argsort(-counts)]][: Atlas.MOST - 1]
        table = np.zeros(int(voxels.max()) + 1, np.uint8)
        for i, value in enumerate(values):
            if value < len(table):
                table[value] = i + 1
        volumes.append(torch.from_numpy(table[voxels]))
    return Atlas(volumes) if volumes else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of brain label maps (.nii.gz)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=Plan.steps)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    for name in ("flat", "drag_share", "deep_share", "hard_share"):
        default = getattr(Plan, name)
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=default, help=f"see Plan ({default})")
    parser.add_argument("--begin", type=Path, help="a checkpoint of another plan to go on from, where OUT has none")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", filename=options.out / "train.log")
    plan = Plan(
        seed=options.seed,
        steps=options.steps,
        flat=options.flat,
        drag_share=options.drag_share,
        deep_share=options.deep_share,
        hard_share=options.hard_share,
    )
    trainer = Trainer(plan, atlas(options.data), options.device)
    checkpoint = options.out / "checkpoint.pt"
    log.info("plan %s", json.dumps(asdict(plan)))
    if checkpoint.exists():
        trainer.load(checkpoint)
    elif options.begin:
        trainer.load(options.begin)
        log.info("goes on from step %d of %s", trainer.step, options.begin.name)
    for progress in trainer.run():
        if trainer.step % 50 == 0:
            log.info(json.dumps(progress.figures))
        if trainer.step % SAVE_EVERY == 0 or trainer.step == options.steps:
            trainer.save(checkpoint)
        if trainer.step % KEEP_EVERY == 0 or trainer.step == options.steps:
            torch.save(trainer.mean.state_dict(), options.out / f"mean_{trainer.step}.pt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
