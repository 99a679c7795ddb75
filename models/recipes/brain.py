"""The brain model: python models/recipes/brain.py --data DIR --out models/brain --seed 0

DIR holds SynthSeg's training label maps (training_seg_NN.nii.gz, BBillot/SynthSeg, Apache-2.0). No image is seen: each
window is painted anew from a map with random contrast, sharpness, bias and noise. Maps 17 to 20 are held out and scored
in painted images of three contrasts at 1 mm. About a second a step on one core with AMX. ``--start`` goes on from the
weights of an earlier model; started again with the same ``--work``, a training goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from brain_maps import CONTRASTS, PAIRED, exam, in_template, prior, segments
from torch import nn

from medseg_gui import api
from medseg_gui.core.segmenter import ModelCard, Request
from medseg_gui.ml import checkpoints
from medseg_gui.ml.aligned import AlignedSegmenter, Guided
from medseg_gui.ml.cases import Source
from medseg_gui.ml.device import best_device
from medseg_gui.ml.fitting import Recipe, fit
from medseg_gui.ml.networks import build, describe, tensors_of
from medseg_gui.ml.template import Window
from medseg_gui.ml.windows import Learnt, Sought
from medseg_gui.workers.job import run_now

HELD = (17, 18, 19, 20)
FIND, ANSWER = Window((48, 48, 48), 5.0), Window((64, 80, 64), 2.5)
FIND_RECIPE, ANSWER_RECIPE = Recipe(steps=800, batch=1, rate=2e-3), Recipe(steps=5200, batch=1, rate=1.5e-3)
COARSER = 2
WORDS = {
    "trained_on": (
        "Images painted from 16 label maps of heads (SynthSeg's training label maps, BBillot/SynthSeg, Apache-2.0): "
        "random contrast, resolution, sharpness, bias field and noise; no real image. Scored on 4 other maps of the "
        "same set, painted in three contrasts at 1 mm."
    ),
    "limits": (
        "A first look: the network sees 2.5 mm, the image's own grey values give the borders. Trained for hours on one "
        "processor core, it never saw a real image. Small and pale structures (accumbens, pallidum) are inexact. The "
        "images it is scored on are painted as it assumes tissue to look, one Gaussian each: real ones are harder. "
        "Whole heads or brains of adults; tumours, large lesions and children were not in the maps. Correct what it "
        "draws. Not a medical device."
    ),
    "licence": "Apache-2.0",
}


def learn(
    network: nn.Module, sources: Sequence[Source], plan: dict[str, Any], recipe: Recipe, work: Path, seed: int
) -> dict[str, torch.Tensor]:
    """The averaged weights; each 50th step is logged to ``work`` and told."""
    work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    plan = plan | {"training": {"seed": seed, "steps": recipe.steps, "batch": 1, "unlabelled": []}}
    began = time.monotonic()
    steps = fit(network, plan, recipe, sources, [], work, best_device())
    with (work / "train.log").open("a", encoding="utf-8") as log:
        while True:
            try:
                now = next(steps)
            except StopIteration as stop:
                done: dict[str, torch.Tensor] = stop.value
                return done
            if now.done % 50 == 0:
                figures = " ".join(f"{k} {v:.4f}" for k, v in now.figures.items())
                line = f"{time.monotonic() - began:7.0f} s  step {now.done:.0f}/{now.total:.0f} {figures}\n"
                log.write(line)
                log.flush()
                sys.stdout.write(line)


def scored(card: ModelCard, files: Sequence[Path], numbers: tuple[int, ...]) -> dict[str, Any]:
    """Dice per structure over all held-out maps and contrasts, and the mean of each contrast."""
    segmenter = AlignedSegmenter(card, Path(card.folder))
    found: dict[str, list[list[float]]] = {contrast: [] for contrast in CONTRASTS}
    for file in files:
        for contrast in CONTRASTS:
            volume, truth = exam(file, contrast, numbers).load()
            answer = run_now(segmenter.predict(volume, Request())).labels
            pairs = [(answer == s.value, truth == s.value) for s in card.segments]
            found[contrast].append([2 * int((a & b).sum()) / max(1, int(a.sum() + b.sum())) for a, b in pairs])
            sys.stdout.write(f"{file.name} {contrast}: {np.mean(found[contrast][-1]):.4f}\n")
    every = np.array([row for rows in found.values() for row in rows])
    after: dict[str, Any] = {
        s.name: {"dice": round(float(v.mean()), 4), "sd": round(float(v.std(ddof=1)), 4), "cases": len(files)}
        for s, v in zip(card.segments, every.T, strict=True)
    }
    after["mean"] = round(float(every.mean()), 4)
    contrasts = {name: round(float(np.mean(rows)), 4) for name, rows in found.items()}
    return {"held_out_dice": after["mean"], "held_out": [f.name for f in files], "contrasts": contrasts, "after": after}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the label maps")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    parser.add_argument("--work", type=Path, required=True, help="where checkpoints and logs go")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path, help="weights.safetensors of an earlier model, to go on from")
    parser.add_argument("--steps", type=int, default=ANSWER_RECIPE.steps, help="of the answering network; 0: none")
    options = parser.parse_args()
    torch.set_num_threads(1)
    files = sorted(options.data.glob("training_seg_*.nii.gz"))
    held = [f for f in files if int(f.name[-9:-7]) in HELD]
    found = {int(v) for f in files for v in np.unique(api.open_volume(f).voxels)}
    numbers = tuple(sorted(found | {0} | {n for _, left, right in PAIRED for n in (*left, *right)}))
    maps, _ = in_template([f for f in files if f not in held], numbers)

    count = len(segments()) + 2
    finder = {"network": describe(FIND.shape, [FIND.side_mm] * 3, 2, 8, 128)}
    network = {"network": describe((64, 64, 64), [ANSWER.side_mm] * 3, count, 16, 160)}
    find = build(finder["network"])
    answer = Guided(build(network["network"]), prior(maps, ANSWER, COARSER), ANSWER.shape)
    before = checkpoints.load(options.start)[0] if options.start else {}
    for part, into in (("find.", find), ("answer.", answer)):
        into.load_state_dict({n.removeprefix(part): t.float() for n, t in before.items() if n.startswith(part)}, False)
    tensors = tensors_of(answer)
    if options.steps:
        recipe = Recipe(steps=options.steps, batch=1, rate=ANSWER_RECIPE.rate, seed=options.seed)
        tensors = learn(
            answer, [Learnt(m, ANSWER) for m in maps], network, recipe, options.work / "answer", options.seed
        )
    there = {n.removeprefix("find."): t for n, t in before.items() if n.startswith("find.")}
    sought = [Sought(m, FIND) for m in maps]
    there = there or learn(find, sought, finder, FIND_RECIPE, options.work / "find", options.seed)

    options.out.mkdir(parents=True, exist_ok=True)
    weights = options.out / checkpoints.WEIGHTS
    both = {f"find.{n}": t for n, t in there.items()} | {f"answer.{n}": t for n, t in tensors.items()}
    checkpoints.save(weights, checkpoints.halves(both))
    half = len(PAIRED)
    twins = [0, *range(half + 1, 2 * half + 1), *range(1, half + 1), *range(2 * half + 1, count)]
    plan = {
        "finder": finder | {"shape": list(FIND.shape), "side_mm": FIND.side_mm},
        **network,
        "window": {"shape": list(ANSWER.shape), "side_mm": ANSWER.side_mm, "prior_coarser": COARSER},
        "values": list(range(1, count - 1)),
        "twins": twins,
    }
    about: dict[str, Any] = WORDS | {"sha256": checkpoints.sha256_of(weights), "folder": str(options.out)}
    card = ModelCard(options.out.name, "1", "aligned", ("MR",), None, segments(), plan=plan, **about)
    card.scores.update(scored(card, held, numbers))
    (options.out / "card.json").write_text(card.to_json(), encoding="utf-8")
    logs = [part / "train.log" for part in (options.work / "find", options.work / "answer")]
    (options.out / "train.log").write_bytes(b"".join(log.read_bytes() for log in logs if log.is_file()))
    for file in options.out.iterdir():
        file.chmod(0o644)  # shipped: every user of an installation reads it


if __name__ == "__main__":
    main()
