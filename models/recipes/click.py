"""Trains the 2-D click network: ``python models/recipes/click.py --data DIR --out FOLDER [--steps N] [--seed 0]``.

Synthetic tasks, a share of them cut from the brain label maps of SynthSeg (labels only, painted with random contrasts).
Of real images only the hippocampus scans that may be trained on are seen, if given. Goes on where it stopped when
FOLDER holds a checkpoint.

``--export models/click --mean FOLDER/mean_N.pt [--exam exam.json]`` writes the model folder instead: the averaged
weights as float16, the card with the exam's figures (``medseg benchmark click PAIRS --json``), and the training's log.

``--calibrate models/click [--tasks 160]`` fits what Dice to expect of an answer, on synthetic tasks of the exam's
painter (others than the exam's), and writes it into the card's plan. ``--export`` does it too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import click_common
import nibabel as nib
import numpy as np
import torch

from medseg_gui.core.segmenter import CardSegment, ModelCard
from medseg_gui.ml.click import calibration
from medseg_gui.ml.click.answer import Tuning
from medseg_gui.ml.click.crops import Crops, Scan
from medseg_gui.ml.click.engine import ClickSegmenter, slab_of
from medseg_gui.ml.click.evidence import CHANNELS
from medseg_gui.ml.click.network import HEAD, WIDTHS
from medseg_gui.ml.click.train import Plan, Trainer
from medseg_gui.ml.click.views import Mask2, Slab
from medseg_gui.ml.click.world import Atlas
from medseg_gui.workers import exam_synthetic

LOG_EVERY, SAVE_EVERY, KEEP_EVERY = 50, 250, 1000
SHARES = (
    "flat",
    "atlas_share",
    "drag_share",
    "deep_share",
    "hard_share",
    "real_share",
    "patchy_share",
    "jitter_share",
)
FIRST_TASK = 100_000


def crops(folder: Path) -> Crops:
    """Tasks from the hippocampus scans that models may train on."""
    scans = []
    for file in click_common.hippocampus(folder / "images"):
        image, labels = (
            torch.from_numpy(np.asarray(nib.load(folder / kind / file.name).dataobj).astype(np.float32))
            for kind in ("images", "labels")
        )
        scans.append(Scan(image, labels.round().to(torch.uint8)))
    return Crops(scans)


TRAINED_ON = (
    "Synthetic tasks: random shapes, and cuts of the 20 brain label maps of SynthSeg (BBillot/SynthSeg, Apache-2.0; "
    "labels, no images), painted with random contrasts and artefacts. Beside them 6 % of the last tasks are slices of "
    "the 160 hippocampus scans with ids below 250 (Medical Segmentation Decathlon Task04, CC BY-SA 4.0). No other real "
    "image."
)
LIMITS = (
    "Answers in one slice at a time. A first click leaves open how much is meant: see the other hypotheses, or draw a "
    "box. Weak where nothing in the image marks the boundary (parts of a vertebra, touching muscles) and on objects of "
    "a few pixels. Probabilities are not calibrated on patients. Not a medical device."
)


def export(options: argparse.Namespace) -> None:
    card = ModelCard(
        name="click",
        version="1",
        kind="click",
        segments=(CardSegment(1, "object"),),
        prompts=("click", "box", "scribble", "lasso", "diameters"),
        trained_on=TRAINED_ON,
        limits=LIMITS,
        licence="CC BY-SA 4.0",
        plan={
            "network": {"inputs": CHANNELS, "widths": list(WIDTHS), "head": HEAD},
            "answer": asdict(Tuning()),
            "solid": "click3d",
        },
    )
    click_common.export(options, card, (*click_common.KEPT, "calibration", "options"))


def write_calibration(folder: Path, tasks: int) -> None:
    """Fits the card's calibration on the one half of synthetic tasks, and says how well it fits the other half."""
    card = ModelCard.read(folder)
    segmenter = ClickSegmenter(card, folder)
    tuning = Tuning.read(card.plan)

    def synthetic(numbers: Iterable[int]) -> Iterator[tuple[Slab, Mask2]]:
        for number in numbers:
            volume, target = exam_synthetic.task(number)
            yield slab_of(volume, 0, 1), target

    # the exam's painter, which no network is trained with; none of the exam's own tasks
    halves = (range(k, tasks, 2) for k in (0, 1))
    played = [
        list(calibration.play(segmenter.probabilities, tuning, synthetic(FIRST_TASK + n for n in half)))
        for half in halves
    ]
    fitted, other = calibration.calibrate(played[0]), played[1]
    expected = [(fitted.first if p.first else fitted.later)(p.raw) for p in other]
    errors = {
        "raw": calibration.error([p.raw for p in other], [p.dice for p in other]),
        "fitted": calibration.error(expected, [p.dice for p in other]),
    }
    errors = {key: round(value, 4) for key, value in errors.items()}
    table = {**calibration.calibrate(played[0] + other).to_dict(), "tasks": tasks, "error_other_half": errors}
    (folder / "card.json").write_text(replace(card, plan={**card.plan, "calibration": table}).to_json(), "utf-8")
    sys.stdout.write(json.dumps(table) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of brain label maps (.nii.gz)")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--calibrate", type=Path, help="fit this model folder's predicted Dice instead of training")
    parser.add_argument("--tasks", type=int, default=160, help="synthetic tasks to fit it on (160)")
    parser.add_argument("--hippocampus", type=Path, help="folder of the Decathlon's Task04, for real tasks")
    parser.add_argument("--steps", type=int, default=Plan.steps)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    for name in SHARES:
        default = getattr(Plan, name)
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=default, help=f"see Plan ({default})")
    parser.add_argument("--begin", type=Path, help="a checkpoint of another plan to go on from, where OUT has none")
    click_common.add_arguments(parser)
    options = parser.parse_args()
    if options.calibrate:
        write_calibration(options.calibrate, options.tasks)
        return 0
    if options.out is None:
        parser.error("--out is needed")
    if options.export:
        if options.mean is None:
            parser.error("--export needs --mean")
        export(options)
        write_calibration(options.export, options.tasks)
        return 0
    if options.data is None:
        parser.error("--data is needed to train")
    plan = Plan(seed=options.seed, steps=options.steps, **{name: getattr(options, name) for name in SHARES})
    real = crops(options.hippocampus) if options.hippocampus else None
    volumes = click_common.label_maps(options.data)
    trainer = Trainer(plan, Atlas(volumes) if volumes else None, options.device, real)
    click_common.train(trainer, options.out, LOG_EVERY, SAVE_EVERY, KEEP_EVERY, options.begin)
    return 0


if __name__ == "__main__":
    sys.exit(main())
