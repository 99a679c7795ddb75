"""What the brain recipe knows of SynthSeg's label maps: classes, tissues, places, and exam images."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from scipy.ndimage import center_of_mass

from medseg_gui import api
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Labels
from medseg_gui.core.segmenter import CardSegment
from medseg_gui.core.volume import Volume
from medseg_gui.ml.cases import TrainingCase
from medseg_gui.ml.painting import Tissues, blurred, paint
from medseg_gui.ml.preprocess import Way, way
from medseg_gui.ml.template import Floats, Window, common_places, fit_way
from medseg_gui.ml.windows import HeadMap

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
HIDDEN: tuple[tuple[str, tuple[int, ...]], ...] = (("fluid round the brain", (24,)),)
"""Learnt, so that cortex ends where it ends, but not written."""
FAMILIES = (
    (2, 41, 7, 46, 16, 28, 60),
    (3, 42, 8, 47, 17, 53, 18, 54),
    (24, 4, 5, 43, 44, 14, 15),
    (10, 49, 11, 50, 12, 51, 13, 52, 26, 58, 136, 137, 163, 164),
)
FLOOR, PRIOR_BLUR = 0.001, 0.6
OUTER_FROM = 500
"""Numbers from here are skull, scalp, eyes and neck."""
# Grey values 0..1 of the exam's contrasts: white matter, grey matter, fluid, deep grey matter, pallidum, thalamus.
CONTRASTS = {
    "T1-like": (0.80, 0.52, 0.12, 0.60, 0.72, 0.66),
    "T2-like": (0.32, 0.50, 0.92, 0.44, 0.28, 0.42),
    "FLAIR-like": (0.40, 0.56, 0.08, 0.50, 0.38, 0.46),
}


def segments() -> tuple[CardSegment, ...]:
    names = [f"Left {n}" for n, _, _ in PAIRED] + [f"Right {n}" for n, _, _ in PAIRED] + [n for n, _ in SINGLE]
    return tuple(CardSegment(i + 1, name) for i, name in enumerate(names))


@functools.cache
def tables(numbers: tuple[int, ...]) -> Tissues:
    """The tables for tissue maps whose tissue i is FreeSurfer's ``numbers[i]``."""
    groups = (
        [left for _, left, _ in PAIRED] + [right for _, _, right in PAIRED] + [found for _, found in (*SINGLE, *HIDDEN)]
    )
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
        classes = of.classes[tissues]
        classes[classes > len(segments())] = 0
        labels = np.ascontiguousarray(route.home(classes))
        box = Box.whole(labels.shape)
        if crop and (found := Box.around(labels > 0)) is not None:
            box = found.pad(8, labels.shape)
        voxels = np.ascontiguousarray(route.home(image.numpy())[box.slices])
        return Volume(voxels, volume.geometry.crop(box), "MR"), labels[box.slices]

    return TrainingCase(f"{file.name.split('.')[0]} {contrast}", load, file.name, "test")


def in_template(
    files: Sequence[Path], numbers: tuple[int, ...], common: Floats | None = None
) -> tuple[list[HeadMap], Floats]:
    """The label maps with their ways into the space where each structure has its ``common`` place, and those places.

    Without ``common`` it is where the structures of these maps lie on average, the middle of the brain's extent at 0.
    """
    of = tables(numbers)
    count = len(segments())
    maps, places = [], []
    for file in files:
        _, tissues, route = read(file, numbers)
        box = Box.around(tissues > 0) or Box.whole(tissues.shape)
        classes = of.classes[tissues]
        found = np.array(center_of_mass(classes > 0, classes, range(1, count + 1)))
        places.append((found - box.lo + 1.5) * route.spacing_mm)
        maps.append(HeadMap(file.name, np.pad(tissues[box.slices], 1), route.spacing_mm, of, np.eye(3, 4)))
    if common is None:
        paired = len(PAIRED)
        twins = [*range(paired, 2 * paired), *range(paired), *range(2 * paired, count)]
        common = common_places(places, twins)
        middles = []
        for head, place in zip(maps, places, strict=True):
            route_in = fit_way(place, common)
            inside = (np.argwhere(of.classes[head.tissues[::4, ::4, ::4]] > 0) * 4 + 0.5) * head.spacing_mm
            points = inside @ route_in[:, :3].T + route_in[:, 3]
            middles.append((np.percentile(points, 0.05, axis=0) + np.percentile(points, 99.95, axis=0)) / 2)
        common = common - np.mean(middles, axis=0) * (1, 1, 0)
    ways = [fit_way(place, common) for place in places]
    return [replace(head, way=route_in) for head, route_in in zip(maps, ways, strict=True)], common


def prior(maps: Sequence[HeadMap], window: Window, coarser: int) -> torch.Tensor:
    """(classes, slice, row, column): log-probabilities in the common space, alike on both sides, never below FLOOR."""
    of = maps[0].of
    count = int(of.classes.max()) + 1
    total = torch.zeros(count, *(n // coarser for n in window.shape))
    for head in maps:
        numbers = head.numbers(window, 2)
        for one in (numbers, torch.from_numpy(of.twins)[numbers.int()].flip(2)):
            classes = torch.from_numpy(of.classes)[one.int()]
            for c in range(count):
                total[c] += torch.nn.functional.avg_pool3d((classes == c).float()[None], 2 * coarser)[0]
    share = total / (2 * len(maps))
    blurry = torch.stack([blurred(s, [PRIOR_BLUR] * 3) for s in share])
    return torch.log(blurry * (1 - count * FLOOR) + FLOOR)
