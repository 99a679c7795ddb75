"""The shipped models are whole, say what they are, and still do what their cards claim."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.core.errors import ModelError
from medseg_gui.core.interval import KEY, conformal_ratio
from medseg_gui.core.phantom import make_phantom
from medseg_gui.ml.scoring import dice
from medseg_gui.workers import calibrate, models, segment
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pairs import Pair, training_case

NAMES = ("body-phantom", "brain", "hippocampus")


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_model_is_whole_and_its_card_complete(name: str) -> None:
    card = models.verify(name)
    assert models.is_shipped(card)
    for words in (card.trained_on, card.limits, card.licence):
        assert words
    assert card.scores["held_out_dice"] > 0.7
    surfaces = {"min", "hd95_mm", "nsd"} if card.kind == "unet" else set()
    for one in card.segments:
        assert {"dice", "sd", "cases"} | surfaces <= set(card.scores["after"][one.name])
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


@pytest.mark.slow
def test_the_hippocampus_intervals_hold_on_the_other_half(data_dir: Path) -> None:
    """Calibrated on every second held-out case and checked on the others, and the other way round: n = 62."""
    card = models.find("hippocampus")
    found = run_now(calibrate.calibrate("hippocampus", data_dir / "hippocampus-msd"))
    assert found["check"] == card.scores[KEY]["check"]
    assert found["check"]["of"] == 62
    assert found["ratios"] == pytest.approx(card.scores[KEY]["ratios"], rel=0.02)
    # fewer than 51 of 62 would happen in 2 of 100 such checks of a true 90 % interval
    assert found["check"]["held"] >= 51


@pytest.mark.slow
def test_intervals_hold_on_phantoms_that_calibrated_nothing() -> None:
    """30 phantoms calibrate, 30 others are checked: the share of a binomial with a true 90 % and n = 150."""
    card, rows = models.find("body-phantom"), []
    for seed in range(5000, 5060):
        phantom = make_phantom(seed)
        answer = run_now(segment.predict(phantom.volume, "body-phantom"))
        rows += calibrate.measured(card, f"{seed}", phantom.volume, answer, phantom.labels.voxels)
    held = of = 0
    for segment_ in card.segments:
        own = [row for row in rows if row.name == segment_.name]
        ratio = conformal_ratio([row.ratio for row in own if int(row.case) < 5030])
        checked = [row for row in own if int(row.case) >= 5030]
        held, of = held + sum(row.held(ratio) for row in checked), of + len(checked)
    assert held / of > 0.8


def test_the_brain_model_finds_left_and_right_in_real_images(data_dir: Path) -> None:
    """T1 and FLAIR of one patient: the same structures in about the same place and size, left where left is."""
    files = sorted((data_dir / "ms-lesions").glob("*/*.nii.gz"))
    images = [next(f for f in files if f.name.startswith(kind)) for kind in ("T1_", "FLAIR_")]
    one, other = (run_now(segment.segment(api.open_volume(f), "brain")).labels for f in images)
    assert len(one.segments) == 29
    for name in ("thalamus", "putamen", "hippocampus", "lateral ventricle", "cerebellar cortex"):
        for side, sign in (("Left", 1), ("Right", -1)):
            value = one.named(f"{side} {name}").value
            found = dice(one.voxels, other.voxels, value)
            assert found is not None
            assert found > 0.7, name
            middle = np.argwhere(one.voxels == value).mean(0)
            whole = np.argwhere(one.voxels > 0).mean(0)
            assert sign * (one.geometry.to_world(middle) - one.geometry.to_world(whole))[0] > 5, name  # LPS: left is +


def test_the_brain_model_is_run_and_not_taught() -> None:
    with pytest.raises(ModelError, match="not taught"):
        models.check_teachable(models.find("brain"))
