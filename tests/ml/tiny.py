"""Tiny phantoms and networks: seconds, not minutes."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Labels
from medseg_gui.core.segmenter import ModelCard
from medseg_gui.core.volume import Volume
from medseg_gui.ml import checkpoints
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
TINY = {"widths": [8, 16], "head": 8}


def make_model(folder: Path, kind: str, network: Callable[..., nn.Module], /, **plan: Any) -> ModelCard:
    """A model folder of a click model with a tiny untrained network."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    weights = folder / checkpoints.WEIGHTS
    checkpoints.save(weights, checkpoints.halves(network(**TINY).state_dict()))
    card = ModelCard(f"tiny-{kind}", "1", kind, sha256=checkpoints.sha256_of(weights), plan={"network": TINY, **plan})
    (folder / "card.json").write_text(card.to_json(), encoding="utf-8")
    return ModelCard.read(folder)
