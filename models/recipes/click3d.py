"""Trains the 3-D click network: ``python models/recipes/click3d.py --maps DIR --masks DIR --out FOLDER [--steps N]``.

Synthetic tasks; shares of them come from the brain label maps of SynthSeg and from the shapes of the hippocampus masks
of the training split (labels only, painted with random contrasts). No real image is seen. Goes on where it stopped when
FOLDER holds a checkpoint; ``--steps`` and ``--flat`` may change then, so that the rate can begin to fall at any time.

``--export models/click3d --mean FOLDER/mean_N.pt [--exam exam.json]`` writes the model folder instead: the averaged
weights as float16, the card with the exam's figures, and the training's log.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import click_common
import nibabel as nib
import numpy as np
import torch

from medseg_gui.core.segmenter import CardSegment, ModelCard
from medseg_gui.ml.click3d.evidence import CHANNELS
from medseg_gui.ml.click3d.network import HEAD, WIDTHS
from medseg_gui.ml.click3d.train import Plan, Trainer
from medseg_gui.ml.click3d.world import Atlas, Moulds

LOG_EVERY, SAVE_EVERY, KEEP_EVERY = 25, 100, 250


def moulds(folder: Path) -> Moulds:
    """The masks of the hippocampus cases that may be trained on."""
    files = click_common.hippocampus(folder)
    return Moulds([torch.from_numpy(np.asarray(nib.load(f).dataobj).astype(np.uint8)) for f in files])


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
    card = ModelCard(
        name="click3d",
        version="1",
        kind="click3d",
        segments=(CardSegment(1, "object"),),
        prompts=("click", "box", "scribble", "lasso"),
        trained_on=TRAINED_ON,
        limits=LIMITS,
        licence="CC BY-SA 4.0",
        plan={"network": {"inputs": CHANNELS, "widths": list(WIDTHS), "head": HEAD}},
    )
    click_common.export(options, card)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maps", type=Path, help="folder of brain label maps (.nii.gz)")
    parser.add_argument("--masks", type=Path, help="folder of hippocampus masks (.nii.gz)")
    parser.add_argument("--out", type=Path, required=True)
    for name in ("steps", "seed", "flat", "late_share", "rate"):
        kind = type(getattr(Plan, name))
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=getattr(Plan, name))
    click_common.add_arguments(parser)
    options = parser.parse_args()
    if options.export:
        if options.mean is None:
            parser.error("--export needs --mean")
        export(options)
        return 0
    plan = Plan(
        seed=options.seed, steps=options.steps, flat=options.flat, late_share=options.late_share, rate=options.rate
    )
    trainer = Trainer(
        plan,
        Atlas(click_common.label_maps(options.maps, tight=True)) if options.maps else None,
        moulds(options.masks) if options.masks else None,
        options.device,
    )
    click_common.train(trainer, options.out, LOG_EVERY, SAVE_EVERY, KEEP_EVERY)
    return 0


if __name__ == "__main__":
    sys.exit(main())
