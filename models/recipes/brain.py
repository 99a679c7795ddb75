"""The brain model: python models/recipes/brain.py --data DIR --out models/brain --seed 0

DIR holds SynthSeg's training label maps (training_seg_NN.nii.gz, BBillot/SynthSeg, Apache-2.0). No image is seen: each
patch is painted anew from a map with random contrast, sharpness, bias and noise. Maps 17 to 20 are held out and scored
in painted images of three contrasts at 1 mm. About a second a step on one core with AMX.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import common
import numpy as np
import torch

from medseg_gui import api
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Labels
from medseg_gui.core.segmenter import CardSegment
from medseg_gui.core.volume import Volume
from medseg_gui.ml.cases import TrainingCase, prepare
from medseg_gui.ml.device import best_device
from medseg_gui.ml.networks import build, describe
from medseg_gui.ml.painting import TissueMap, Tissues, paint
from medseg_gui.ml.preprocess import Way, way
from medseg_gui.ml.scoring import score
from medseg_gui.ml.splitting import Split
from medseg_gui.ml.training import Recipe, Trained, fit

HELD = (17, 18, 19, 20)
QUICK = 2
SPACING_MM, PATCH = 2.5, 64
RECIPE = Recipe(steps=5900, batch=1, rate=2e-3)
# Name, FreeSurfer's numbers on the left, and on the right; the first number of each gives the class its tissue.
# Choroid plexus (136, 137; 163, 164) belongs to the ventricle round it, lesions and vessels to the white matter.
PAIRED: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = (
    ("cerebral white matter", (2, 25, 30), (41, 57, 62)),
    ("cerebral cortex", (3,), (42,)),
    ("lateral ventricle", (4, 5, 136, 137), (43, 44, 163, 164)),
    ("cerebellar white matter", (7,), (46,)),
    ("cerebellar cortex", (8,), (47,)),
    ("thalamus", (10,), (49,)),
    ("caudate nucleus", (11,), (50,)),
    ("putamen", (12,), (51,)),
    ("pallidum", (13,), (52,)),
    ("hippocampus", (17,), (53,)),
    ("amygdala", (18,), (54,)),
    ("nucleus accumbens", (26,), (58,)),
    ("ventral diencephalon", (28,), (60,)),
)
SINGLE: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("Third ventricle", (14, 72)),
    ("Fourth ventricle", (15,)),
    ("Brain stem", (16,)),
)
# White matter, grey matter, fluid, and what lies between white and grey matter.
FAMILIES = (
    (2, 41, 7, 46, 16, 28, 60),
    (3, 42, 8, 47, 17, 53, 18, 54),
    (24, 4, 5, 43, 44, 14, 15),
    (10, 49, 11, 50, 12, 51, 13, 52, 26, 58, 136, 137, 163, 164),
)
OUTER_FROM = 500
"""Numbers from here are skull, scalp, eyes and neck."""
# Grey values 0..1 of the exam's contrasts: white matter, grey matter, fluid, deep grey matter, pallidum, thalamus.
CONTRASTS = {
    "T1-like": (0.80, 0.52, 0.12, 0.60, 0.72, 0.66),
    "T2-like": (0.32, 0.50, 0.92, 0.44, 0.28, 0.42),
    "FLAIR-like": (0.40, 0.56, 0.08, 0.50, 0.38, 0.46),
}
WORDS = {
    "version": "1",
    "trained_on": (
        "Images painted from 16 label maps of heads (training_seg_01 to 16 of BBillot/SynthSeg, Apache-2.0), each "
        "with random contrast, resolution, bias and noise; no real image. Method: SynthSeg (Billot et al., 2023). "
        "Scored on painted T1-, T2- and FLAIR-like images of maps 17 to 20."
    ),
    "limits": (
        "MR of adult heads of any contrast, with or without skull; the whole brain in the picture. Works at 2.5 mm. "
        "Large lesions, tumours and defects were hardly in the maps. Scored on painted images only: real ones are "
        "harder. Not a medical device."
    ),
    "licence": "Apache-2.0",
}


def segments() -> tuple[CardSegment, ...]:
    names = [f"Left {n}" for n, _, _ in PAIRED] + [f"Right {n}" for n, _, _ in PAIRED] + [n for n, _ in SINGLE]
    return tuple(CardSegment(i + 1, name) for i, name in enumerate(names))


@functools.cache
def tables(numbers: tuple[int, ...]) -> Tissues:
    """The tables for tissue maps whose tissue i is FreeSurfer's ``numbers[i]``."""
    groups = [left for _, left, _ in PAIRED] + [right for _, _, right in PAIRED] + [found for _, found in SINGLE]
    classes = {n: i + 1 for i, group in enumerate(groups) for n in group}
    twins = {a: b for _, left, right in PAIRED for a, b in zip(left, right, strict=True)}
    twins |= {b: a for a, b in twins.items()}
    return Tissues(
        np.array([classes.get(n, 0) for n in numbers], np.uint8),
        np.array([numbers.index(twins.get(n, n)) for n in numbers], np.uint8),
        tuple(i for i, n in enumerate(numbers) if n >= OUTER_FROM),
        tuple(tuple(numbers.index(n) for n in family if n in numbers) for family in FAMILIES),
    )


def read(file: Path, numbers: tuple[int, ...]) -> tuple[Volume, np.ndarray, Way]:
    """The label map as a volume, as tissues uint8 in canonical axes, and the way between."""
    volume = api.open_volume(file)
    table = np.zeros(max(numbers) + 1, np.uint8)
    table[list(numbers)] = np.arange(len(numbers))
    route = way(volume.geometry, {"spacing_mm": [None, None, None]})
    return volume, np.ascontiguousarray(route.canonical(table[volume.voxels.astype(int)])), route


def greys(contrast: str, numbers: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    white, grey, fluid, deep, pallidum, thalamus = CONTRASTS[contrast]
    kinds = dict(zip((white, grey, fluid, deep), FAMILIES, strict=True)) | {pallidum: (13, 52), thalamus: (10, 49)}
    known = {n: value for value, group in kinds.items() for n in group}
    return np.array([known.get(n, white if n < OUTER_FROM else rng.uniform(0, 1)) for n in numbers])


def exam(file: Path, contrast: str, numbers: tuple[int, ...], crop: bool = False) -> TrainingCase:
    """A painted image with its classes, the same each time; ``crop`` to the brain, for a quick look."""

    def load() -> tuple[Volume, Labels]:
        volume, tissues, route = read(file, numbers)
        of = tables(numbers)
        rng = np.random.default_rng([int(file.name[-9:-7]), list(CONTRASTS).index(contrast)])
        image = paint(
            torch.from_numpy(tissues).long(), of, rng, route.spacing_mm, greys(contrast, numbers, rng), rough=False
        )
        labels = np.ascontiguousarray(route.home(of.classes[tissues]))
        box = Box.whole(labels.shape)
        if crop and (found := Box.around(labels > 0)) is not None:
            box = found.pad(8, labels.shape)
        voxels = np.ascontiguousarray(route.home(image.numpy())[box.slices])
        return Volume(voxels, volume.geometry.crop(box), "MR"), labels[box.slices]

    return TrainingCase(f"{file.name.split('.')[0]} {contrast}", load, file.name, "test")


def main() -> None:
    options = common.arguments(__doc__ or "", "folder with training_seg_NN.nii.gz")
    files = sorted(options.data.glob("training_seg_*.nii.gz"))
    held = [f for f in files if int(f.name[-9:-7]) in HELD]
    train = [f for f in files if f not in held]
    found: set[int] = {0}
    for file in files:
        found |= {int(v) for v in np.unique(api.open_volume(file).voxels)}
    both = {n for _, left, right in PAIRED for n in (*left, *right)}
    numbers = tuple(sorted(found | both))
    of = tables(numbers)
    maps, cases = [], []
    for file in train:
        _, tissues, route = read(file, numbers)
        box = Box.around(of.classes[tissues] > 0) or Box.whole(tissues.shape)
        middle = np.array([(part.start + part.stop - 1) / 2 for part in box.slices])
        maps.append(TissueMap(file.name, tissues, route.spacing_mm, of, middle))
        cases.append(TrainingCase(file.name.split(".")[0], functools.partial(_unpainted, file), file.name, "train"))
    values = list(range(1, len(segments()) + 1))
    plan: dict[str, Any] = {
        "format": 1,
        "network": describe([PATCH] * 3, [SPACING_MM] * 3, len(values) + 1, 16, 160),
        "patch": [PATCH] * 3,
        "plane": "axial",
        "spacing_mm": [SPACING_MM] * 3,
        "normalise": {"kind": "zscore"},
        "values": values,
    }
    exams = tuple(exam(f, contrast, numbers) for f in held for contrast in CONTRASTS)

    def train_it(recipe: Recipe, work: Path) -> Any:
        plan["training"] = {
            "seed": recipe.seed,
            "steps": recipe.steps,
            "batch": recipe.batch,
            "rate": recipe.rate,
            "unlabelled": [],
        }
        quick = [
            prepare(exam(f, contrast, numbers, crop=True), plan, work, i)
            for i, (f, contrast) in enumerate(zip(held[:QUICK], CONTRASTS, strict=False))
        ]
        torch.manual_seed(recipe.seed)
        network = build(plan["network"])
        device = best_device()
        tensors = yield from fit(network.to(device), plan, recipe, maps, quick, work, device)
        network.load_state_dict(tensors, strict=False)
        after = yield from score(network, plan, exams, device, "Scoring")
        split = Split(tuple(cases), exams, None, f"Scored on {len(exams)} painted images of {len(held)} held-out maps.")
        sides = (SPACING_MM, SPACING_MM, SPACING_MM)
        return Trained(plan, tensors, (), sides, segments(), split, None, after)

    common.run(options, segments(), RECIPE, WORDS, train_it)


def _unpainted(file: Path) -> tuple[Volume, Labels]:
    raise NotImplementedError(f"{file} has no image: it is painted")


if __name__ == "__main__":
    main()
