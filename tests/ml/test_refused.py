"""A U-Net that forgot what it knew, or learnt from wrong masks, is refused; one that learnt something is offered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from medseg_gui.core.labelmap import Labels
from medseg_gui.core.segmenter import ModelCard
from medseg_gui.core.volume import Volume
from medseg_gui.ml.cases import TrainingCase
from medseg_gui.ml.fitting import Recipe
from medseg_gui.ml.training import Trained, train
from tests.ml.tiny import NAMES, PLAN, case, end, phantom

Base = tuple[ModelCard, dict[str, torch.Tensor]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """It knows bright and dark balls."""
    torch.set_num_threads(1)
    recipe = Recipe(seed=1, steps=100, batch=2, rate=5e-3, plan=PLAN, score=False)
    learnt = end(train([case(i) for i in range(5)], NAMES, recipe, tmp_path_factory.mktemp("base")))
    return ModelCard("base", "1", "unet", segments=learnt.segments, plan=learnt.plan), learnt.tensors


def taught(base: Base, work: Path, cases: list[TrainingCase]) -> Trained:
    return end(train(cases, NAMES, Recipe(seed=1, steps=20, batch=2, rate=5e-3, greys=0), work, base))


def shuffled(seed: int) -> TrainingCase:
    """One case's image with the mask of another, upside down."""

    def load() -> tuple[Volume, Labels]:
        volume, _ = phantom(seed)
        return volume, np.ascontiguousarray(phantom(seed + 1)[1][:, :, ::-1])

    return TrainingCase(f"wrong {seed}", load, f"patient{seed}", "train")


def test_what_it_learns_is_offered(base: Base, tmp_path: Path) -> None:
    new = [case(i, "test" if i > 22 else "train", -1.0) for i in range(20, 26)]
    verdict = taught(base, tmp_path, new).verdict
    assert verdict is not None
    assert verdict.offered, verdict.why
    assert verdict.gain > 0.2


def test_who_forgets_what_it_knew_is_refused(base: Base, tmp_path: Path) -> None:
    """It learns turned contrast; the exam shows the contrast that it came with."""
    trained = taught(
        base, tmp_path, [*(case(i, "train", -1.0) for i in range(20, 23)), *(case(i, "test") for i in (6, 7, 8))]
    )
    assert trained.verdict is not None
    assert not trained.verdict.offered, trained.verdict.why
    assert "The old model stays" in trained.verdict.why
    assert trained.scores()["gate"]["gain"] < 0


def test_shuffled_masks_teach_nothing_that_is_offered(base: Base, tmp_path: Path) -> None:
    trained = taught(base, tmp_path, [*(shuffled(i) for i in range(30, 34)), *(case(i, "test") for i in (6, 7, 8))])
    assert trained.verdict is not None
    assert not trained.verdict.offered, trained.verdict.why
    assert trained.scores()["after"]["mean"] <= trained.scores()["before"]["mean"]
