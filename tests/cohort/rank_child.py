"""Trains a tiny network, alone or as one of several that torchrun started: OUT [DIE_AT]."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from medseg_gui.ml import checkpoints, distributed, fitting, training
from tests.ml.tiny import NAMES, PLAN, case

CASES = [case(seed, "train") for seed in range(3)] + [case(9, "test")]
# Cross-entropy is a mean over voxels, so that halves of a batch add up; Dice is not.
RECIPE = training.Recipe(seed=4, steps=6, batch=1, loss="ce", score=False, plan=PLAN)


def main(out: Path, die_at: int = 0) -> None:
    fitting.CHECKPOINT_EVERY_S = 0.0
    ranks = distributed.ranks()
    work = out / f"work-{ranks.rank}"
    work.mkdir(exist_ok=True)
    losses = []
    for progress in training.train(CASES, NAMES, RECIPE, work):
        if "loss" in progress.figures:
            losses.append(progress.figures["loss"])
            if ranks.rank == 1 and progress.done == die_at:
                os.kill(os.getpid(), signal.SIGKILL)
    kept, facts = checkpoints.load(out / "work-0" / fitting.CHECKPOINT) if ranks.first else ({}, {})
    if ranks.first:
        checkpoints.save(out / "result.safetensors", kept, {**facts, "losses": losses})
    (out / f"prepared-{ranks.rank}").write_text("\n".join(sorted(p.name for p in work.glob("*.npy"))))
    distributed.leave()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
