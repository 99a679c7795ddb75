"""Tiny phantoms and networks: seconds, not minutes."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Labels
from medseg_gui.core.volume import Volume
from medseg_gui.ml.cases import TrainingCase

T = TypeVar("T")


def end(steps: Generator[Any, None, T]) -> T:
    """The result of a job."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            value: T = stop.value
            return value


def phantom(
    seed: int, shape: tuple[int, int, int] = (16, 32, 32), contrast: float = 1.0, modality: str = "MR"
) -> tuple[Volume, Labels]:
    """A bright ball (1) and a dark ball (2) at random places on noise."""
    rng = np.random.default_rng(seed)
    grid = np.stack(np.meshgrid(*(np.arange(n) for n in shape), indexing="ij"), -1).astype(float)
    labels: npt.NDArray[np.uint8] = np.zeros(shape, np.uint8)
    size = np.array(shape)
    for value, side in ((1, 0.3), (2, 0.7)):
        centre = size * np.array([0.5, 0.5, side]) + rng.uniform(-1.5, 1.5, 3)
        radius = size * rng.uniform(0.14, 0.2)
        labels[(((grid - centre) / radius) ** 2).sum(-1) < 1] = value
    grey = np.array([0.0, 100.0, -100.0])[labels] * contrast + rng.normal(0, 20, shape)
    return Volume(grey.astype(np.float32), Geometry.axial(shape, (2.0, 1.0, 1.0)), modality), labels


def case(seed: int, split: str = "", contrast: float = 1.0) -> TrainingCase:
    return TrainingCase(f"case{seed}", lambda: phantom(seed, contrast=contrast), f"patient{seed}", split)


PLAN: dict[str, Any] = {"dims": 3, "width": 8, "patch_voxels": 16 * 32 * 32}
NAMES = {1: "bright", 2: "dark"}
