"""Training cases, prepared once and kept on disk, so that a training holds patches in memory and never all cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch

from medseg_gui.core.errors import BadInput
from medseg_gui.core.labelmap import Labels
from medseg_gui.core.volume import Volume
from medseg_gui.ml.augment import cut, greys, mirrored, random_bend, random_map
from medseg_gui.ml.preprocess import image_in, labels_in, way

IGNORED = 255
"""A class that no loss and no score counts: voxels held out of training."""
PLACES_KEPT = 4000


@dataclass(frozen=True)
class TrainingCase:
    """An image with its labels, read when ``load`` is called and not kept.

    ``split``: "train", "test" (held out), or "" for the program to choose. ``values_seen``: None, or which label
    values were annotated at all.
    """

    name: str
    load: Callable[[], tuple[Volume, Labels]]
    patient: str = ""
    split: str = ""


@dataclass(frozen=True)
class Prepared:
    """A case on the network's grid, as files: image float16 and classes uint8 (slice, row, column).

    ``places``: for each class that occurs, up to PLACES_KEPT voxels of it.
    """

    name: str
    image_file: Path
    labels_file: Path
    spacing_mm: tuple[float, float, float]
    places: dict[int, npt.NDArray[np.int32]] = field(default_factory=dict)

    def image(self) -> npt.NDArray[np.float16]:
        loaded: npt.NDArray[np.float16] = np.load(self.image_file, mmap_mode="r", allow_pickle=False)
        return loaded

    def labels(self) -> npt.NDArray[np.uint8]:
        loaded: npt.NDArray[np.uint8] = np.load(self.labels_file, mmap_mode="r", allow_pickle=False)
        return loaded

    def draw(self, plan: Mapping[str, Any], rng: np.random.Generator, seek: bool) -> tuple[torch.Tensor, torch.Tensor]:
        """A patch, turned, bent, mirrored and changed in its grey values as the plan's training says."""
        training = plan["training"]
        dims = int(plan["network"]["dims"])
        patch = [int(n) for n in plan["patch"]]
        shape = patch if dims == 3 else [1, *patch]
        image, labels = self.image(), self.labels()
        centre = _centre(self, image.shape, shape, rng, seek)
        matrix = random_map(rng, self.spacing_mm, dims)
        bend = random_bend(rng, matrix, self.spacing_mm, shape)
        x, y = cut(image, labels, centre, shape, matrix, bend)
        x, y = mirrored(x, y, [int(a) for a in training["mirror"]], rng)
        x = greys(x, rng, float(training["greys"]))
        return (x, y) if dims == 3 else (x[0], y[0])


def prepare(
    case: TrainingCase,
    plan: Mapping[str, Any],
    folder: Path,
    number: int,
    held_slices: tuple[int, ...] | None = None,
) -> Prepared:
    """The case as the network sees it, written to ``folder``. ``held_slices`` (canonical) are marked IGNORED."""
    volume, labels = case.load()
    if labels.shape != volume.geometry.shape:
        raise BadInput(f"The labels {labels.shape} do not fit the image {volume.geometry.shape}", case.name)
    route = way(volume.geometry, plan)
    image = image_in(volume, plan, route).numpy().astype(np.float16)
    classes = labels_in(labels, route, list(plan["values"]))
    if held_slices is not None:
        scale = route.size[0] / route.shape[0]
        for z in held_slices:
            classes[int(z * scale) : int(np.ceil((z + 1) * scale))] = IGNORED
    rng = np.random.default_rng(number)
    places = {}
    for value in np.unique(classes):
        if value not in (0, IGNORED):
            found = np.argwhere(classes == value).astype(np.int32)
            places[int(value)] = found[rng.permutation(len(found))[:PLACES_KEPT]]
    image_file, labels_file = folder / f"{number:05d}.image.npy", folder / f"{number:05d}.labels.npy"
    np.save(image_file, image, allow_pickle=False)
    np.save(labels_file, classes, allow_pickle=False)
    return Prepared(case.name, image_file, labels_file, route.spacing_mm, places)


class Source(Protocol):
    """What patches are drawn from: a prepared case, or a map that images are painted from."""

    def draw(self, plan: Mapping[str, Any], rng: np.random.Generator, seek: bool) -> tuple[torch.Tensor, torch.Tensor]:
        """(image float32, classes int64), each of the plan's patch; ``seek``: centred near a voxel of a class."""


def draw_batch(
    cases: Sequence[Source], plan: Mapping[str, Any], rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """(batch, 1, *patch) float32 and (batch, *patch) int64, from random cases; all chance comes from ``rng``.

    At least every second patch of a batch is centred on a voxel of a class drawn evenly, so that small structures
    are seen.
    """
    images, targets = [], []
    for i in range(int(plan["training"]["batch"])):
        case = cases[int(rng.integers(len(cases)))]
        image, target = case.draw(plan, rng, i % 2 == 0 or bool(rng.random() < 0.33))
        images.append(image)
        targets.append(target)
    return torch.stack(images)[:, None], torch.stack(targets)


def _centre(
    case: Prepared, size: Sequence[int], shape: Sequence[int], rng: np.random.Generator, seek: bool
) -> npt.NDArray[np.float64]:
    free = rng.random(3)
    pick, which = rng.random(2)
    if seek and case.places:
        classes = sorted(case.places)
        found = case.places[classes[int(pick * len(classes))]]
        wanted = found[int(which * len(found))] + (free - 0.5) * np.asarray(shape) / 3
        wanted[np.asarray(shape) == 1] = found[int(which * len(found))][np.asarray(shape) == 1]
    else:
        wanted = free * (np.asarray(size) - 1)
    half = (np.asarray(shape) - 1) / 2
    last = np.asarray(size) - 1
    low, high = np.minimum(half, last / 2), np.maximum(last - half, last / 2)
    return np.asarray(np.round(np.clip(wanted, low, high) - half) + half, dtype=np.float64)
