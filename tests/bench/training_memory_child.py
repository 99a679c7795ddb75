"""Peak resident memory of a training on CASES cases, in MB: ``python -m tests.bench.training_memory_child CASES``.

Cases of 1.6 million voxels, made when they are asked for; 40 steps, looks at held-out cases and scoring included.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from functools import partial
from pathlib import Path

SHAPE = (64, 160, 160)


def main(count: int) -> None:
    import torch

    from medseg_gui.ml.cases import TrainingCase
    from medseg_gui.ml.training import Recipe, train
    from tests.ml.tiny import NAMES, end, phantom

    torch.set_num_threads(1)
    cases = [TrainingCase(f"case{i}", partial(phantom, i, SHAPE), f"patient{i}") for i in range(count)]
    recipe = Recipe(steps=40, plan={"dims": 3, "width": 8, "widest": 32, "patch_voxels": 32 * 64 * 64})
    with tempfile.TemporaryDirectory() as work:
        end(train(cases, NAMES, recipe, Path(work)))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)


if __name__ == "__main__":
    main(int(sys.argv[1]))
