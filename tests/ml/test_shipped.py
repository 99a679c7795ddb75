"""The shipped models are whole, say what they are, and still do what their cards claim."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from medseg_gui.core.phantom import make_phantom
from medseg_gui.ml.scoring import dice
from medseg_gui.workers import models, segment
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pairs import Pair, training_case

NAMES = ("body-phantom", "hippocampus")


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_model_is_whole_and_its_card_complete(name: str) -> None:
    card = models.verify(name)
    assert models.is_shipped(card)
    for words in (card.trained_on, card.limits, card.licence):
        assert words
    assert card.scores["held_out_dice"] > 0.75
    for one in card.segments:
        assert {"dice", "sd", "min", "cases", "hd95_mm", "nsd"} <= set(card.scores["after"][one.name])
    assert (Path(card.folder) / "train.log").is_file()
    assert sum(f.stat().st_size for f in Path(card.folder).iterdir()) < 16e6


def test_the_phantom_model_finds_the_organs_of_a_phantom_it_never_saw() -> None:
    phantom = make_phantom(77)
    answer = run_now(segment.segment(phantom.volume, "body-phantom"))
    assert [s.name for s in answer.labels.segments] == [s.name for s in phantom.labels.segments]
    found = [dice(answer.labels.voxels, phantom.labels.voxels, s.value) for s in phantom.labels.segments]
    assert found[0] is not None
    assert found[0] > 0.9
    assert float(np.mean([f for f in found if f is not None])) > 0.6


def test_the_hippocampus_model_on_held_out_cases(data_dir: Path) -> None:
    card = models.find("hippocampus")
    folder = data_dir / "hippocampus-msd"
    found = []
    for name in card.scores["held_out"][::8]:
        volume, truth = training_case(Pair(str(folder / "images" / name), str(folder / "labels" / name)), {}).load()
        answer = run_now(segment.segment(volume, "hippocampus")).labels.voxels
        found += [dice(answer, truth, value) for value in (1, 2)]
    assert float(np.mean([f for f in found if f is not None])) > 0.85
