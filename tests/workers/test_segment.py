"""A model's answer lies on the volume's grid, with the card's names, and stays loaded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from medseg_gui.core.volume import Volume
from medseg_gui.workers import models, segment
from medseg_gui.workers.job import run_now
from tests.ml.tiny import phantom
from tests.workers.test_models import make_model


@pytest.fixture(autouse=True)
def one_model(tmp_path: Path) -> None:
    make_model(tmp_path / "source", "mine")
    models.import_model(tmp_path / "source")


def test_segment_answers_with_the_cards_names() -> None:
    volume, _ = phantom(0, (10, 30, 41))
    seen = []
    answer = run_now(segment.segment(volume, "mine"), seen.append)
    assert answer.labels.geometry.same_as(volume.geometry)
    assert [s.name for s in answer.labels.segments] == ["bright", "dark"]
    assert answer.author == "model mine 1"
    assert answer.seconds > 0
    assert answer.notes == ()
    assert len(seen) >= 3
    assert answer.prediction.probability is not None
    background = answer.labels.voxels == 0
    # where background wins, foreground cannot have two thirds of the chance
    assert float(answer.prediction.probability[background].max()) < 0.67


def test_the_same_twice_and_loaded_once() -> None:
    volume, _ = phantom(1)
    a = run_now(segment.segment(volume, "mine"))
    model = segment.load_model("mine")
    b = run_now(segment.segment(volume, "mine"))
    assert segment.load_model("mine") is model
    assert np.array_equal(a.labels.voxels, b.labels.voxels)


def test_another_modality_is_said() -> None:
    volume, _ = phantom(0)
    ct = Volume(volume.voxels, volume.geometry, "CT")
    assert "made for MR" in run_now(segment.segment(ct, "mine")).notes[0]
