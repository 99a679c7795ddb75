"""Variation, calibration and saliency as jobs: exact ways back, figures that add up, and refusals."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from medseg_gui.core.errors import BadInput, ModelError
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.interval import KEY
from medseg_gui.core.prompts import Click, PromptSet
from medseg_gui.core.segmenter import CardSegment, ModelCard, Prediction, Progress, Request
from medseg_gui.core.soft import Soft
from medseg_gui.core.volume import Volume
from medseg_gui.workers import calibrate, models, saliency, segment, variation
from medseg_gui.workers.job import run_now
from tests.ml.tiny import phantom
from tests.workers.test_models import make_model

SHAPE = (6, 20, 22)


class Bright:
    """What is above zero is the object; the probability follows the grey value."""

    card = ModelCard("bright", "1", "onnx", segments=(CardSegment(1, "bright"),))

    def predict(self, volume: Volume, request: Request) -> Generator[Progress, None, Prediction]:
        yield Progress()
        p = np.clip(volume.voxels.astype(np.float32) / 200 + 0.5, 0, 1)
        box, labels = Box.whole(p.shape), (p > 0.5).astype(np.uint8)
        if request.plane is not None:
            z = request.prompts.prompts[-1].index[0]  # type: ignore[union-attr]
            box = Box((z, 0, 0), (z + 1, *p.shape[1:]))
            p, labels = p[box.slices], labels[box.slices]
        return Prediction(box, labels, 0.0, p)


@pytest.fixture
def bright(monkeypatch: pytest.MonkeyPatch) -> Volume:
    for module in (variation, saliency):
        monkeypatch.setattr(module, "load_model", lambda name: Bright())
    voxels = np.full(SHAPE, -100, np.int16)
    voxels[2:4, 5:15, 6:16] = 100
    voxels[2:4, 5:15, 15] = 10
    return Volume(voxels, Geometry.axial(SHAPE, (2, 1, 1)), "MR")


# ----- variation --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "view", [variation.View(flip=a) for a in range(3)] + [variation.View(move=a) for a in range(3)]
)
def test_the_way_back_of_a_view_is_exact(view: variation.View) -> None:
    voxels = np.random.default_rng(0).integers(0, 999, SHAPE).astype(np.int16)
    seen = variation.changed(Volume(voxels, Geometry.axial(SHAPE, (2, 1, 1))), view)
    assert seen.voxels.shape == seen.geometry.shape
    assert np.array_equal(variation.restored(seen.voxels, view), voxels)
    assert not np.array_equal(seen.voxels, voxels)


def test_where_the_grey_values_decide_little_the_answer_varies(bright: Volume) -> None:
    first = Soft.of_foreground(run_now(Bright().predict(bright, Request())).probability, Box.whole(SHAPE), SHAPE, 1)  # type: ignore[arg-type]
    found = run_now(variation.variation(bright, "bright", first))
    assert found.views == 1 + 3 + 2 + 1  # no mirrors: the model does not say that it was taught them
    layer = found.classes[1]
    whole = np.zeros(SHAPE, np.uint8)
    whole[layer.box.slices] = layer.levels
    assert whole[2, 8, 15] > 2 * whole[2, 8, 8] > 0 or whole[2, 8, 8] == 0 < whole[2, 8, 15]
    assert found.volume_sd_ml[1] >= 0


def test_only_axes_that_the_training_mirrored_are_mirrored(tmp_path: Path) -> None:
    card = make_model(tmp_path / "m", "mine")
    volume, _ = phantom(0)
    assert not [v for v in variation.views_of(volume, card) if v.flip is not None]
    taught = replace(card, plan={**card.plan, "training": {"mirror": [2]}})
    assert [v.flip for v in variation.views_of(volume, taught) if v.flip is not None] == [2]


def test_what_does_not_fit_is_refused(bright: Volume, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variation, "BUDGET_BYTES", 100)
    first = Soft.of_foreground(np.ones(SHAPE, np.float32), Box.whole(SHAPE), SHAPE, 1)
    with pytest.raises(ModelError, match="memory"):
        run_now(variation.variation(bright, "bright", first))


# ----- calibration ------------------------------------------------------------------------------------------------
def test_a_model_is_calibrated_and_its_answers_have_intervals(tmp_path: Path) -> None:
    make_model(tmp_path / "source", "mine")
    card = models.import_model(tmp_path / "source")
    volume, _ = phantom(0)
    before = run_now(segment.segment(volume, "mine"))
    assert before.prediction.soft is not None
    assert all(v.low_ml is None and "calibrated" in v.why for v in before.volumes)
    cases = [(f"case{n}", lambda n=n: phantom(n)) for n in range(18)]
    found = run_now(calibrate.calibrate_on(card, cases))
    assert found["cases"]["bright"] == 18
    assert found["check"]["of"] == 18 * len(found["ratios"])
    kept = calibrate.keep(card, found)
    assert models.find("mine").scores[KEY] == found
    assert models.find("mine").sha256 == kept.sha256
    after = run_now(segment.segment(volume, "mine"))
    for volume_ in after.volumes:
        assert volume_.spread_ml is not None
        reach = found["ratios"][volume_.name] * volume_.spread_ml
        assert volume_.high_ml == pytest.approx(volume_.volume_ml + reach)
    with pytest.raises(BadInput, match="9 labelled cases"):
        run_now(calibrate.calibrate_on(card, cases[:8]))


def test_a_shipped_card_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "shipped_models", lambda: tmp_path / "shipped")
    card = make_model(tmp_path / "shipped" / "base", "base")
    before = (tmp_path / "shipped" / "base" / "card.json").read_bytes()
    with pytest.raises(ModelError, match="stays"):
        calibrate.keep(card, {})
    assert (tmp_path / "shipped" / "base" / "card.json").read_bytes() == before


def test_a_model_of_several_structures_without_their_shares_has_no_interval(bright: Volume) -> None:
    two = replace(Bright.card, segments=(CardSegment(1, "a"), CardSegment(2, "b")))
    answer = run_now(Bright().predict(bright, Request()))
    with pytest.raises(ModelError, match="no probability"):
        calibrate.measured(two, "case", bright, answer, answer.labels)


# ----- saliency ---------------------------------------------------------------------------------------------------
def test_hiding_a_voxel_itself_changes_it_most(bright: Volume) -> None:
    prompts = PromptSet((Click((2, 8, 8), True, "axial"),))
    layer = run_now(saliency.of_click(bright, "bright", prompts, "axial", (2, 9, 10)))
    assert (layer.box.lo[0], layer.box.hi[0]) == (2, 3)
    _z, y, x = np.unravel_index(int(layer.levels.argmax()), layer.levels.shape)
    assert abs(int(y) + layer.box.lo[1] - 9) <= 4
    assert abs(int(x) + layer.box.lo[2] - 10) <= 4
    assert layer.levels.max() == 255
    with pytest.raises(BadInput, match="another slice"):
        run_now(saliency.of_click(bright, "bright", prompts, "axial", (3, 9, 10)))


def test_other_kinds_of_models_say_that_they_cannot(bright: Volume) -> None:
    with pytest.raises(ModelError, match="cannot be asked why"):
        run_now(saliency.of_model(bright, "bright", (2, 9, 10), 1))


def test_a_unet_explains_itself(tmp_path: Path) -> None:
    make_model(tmp_path / "source", "mine")
    models.import_model(tmp_path / "source")
    volume, _ = phantom(0)
    seen: list[Any] = []
    layer = run_now(saliency.of_model(volume, "mine", (8, 16, 10), 1), seen.append)
    assert layer.box.holds((8, 16, 10))
    assert len(seen) > 10  # each a chance to cancel
