"""Predicted Dice: a rising map, right on average, the identity where a card holds none, refused where it is damaged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from medseg_gui.core.errors import ModelError
from medseg_gui.core.prompts import Click
from medseg_gui.ml.click.answer import Tuning
from medseg_gui.ml.click.calibration import Calibration, Curve, calibrate, error, fit, play
from medseg_gui.ml.click.engine import ClickSegmenter, slab_of
from tests.ml.click.geodesics import ellipsoid, geodesic_network, volume_of
from tests.ml.click.test_engine import ask, make_click_model


def test_a_fit_rises_and_is_right_on_average() -> None:
    chance = np.random.default_rng(0)
    raw = chance.uniform(0.3, 1, 2000)
    true = np.clip(raw**3 + 0.1 * chance.standard_normal(2000), 0, 1)
    curve = fit(raw, true)
    expected = [curve(q) for q in raw]
    assert error(raw, true) > 0.15
    assert error(expected, true) < 0.02
    assert (np.diff([curve(q) for q in np.linspace(0, 1, 50)]) >= 0).all()
    assert Curve.read(curve.to_dict())(0.7) == pytest.approx(curve(0.7), abs=1e-3)
    with pytest.raises(ValueError, match="too few"):
        fit([0.5, 0.5], [0.1, 0.9])


def test_noise_is_pooled_not_followed() -> None:
    curve = fit([0.1, 0.2, 0.3, 0.4], [0.2, 0.8, 0.4, 0.9], knots=4)
    assert curve.dice == pytest.approx((0.2, 0.6, 0.6, 0.9))


@pytest.mark.parametrize(
    "damage",
    [
        {"first": {"raw": [0.1], "dice": [0.2]}},
        {"first": {"raw": [0.5, 0.1], "dice": [0.1, 0.2]}, "later": {"raw": [0.1], "dice": [0.1]}},
        {"first": {"raw": [0.1, 0.5], "dice": [0.4, 0.2]}, "later": {"raw": [0.1], "dice": [0.1]}},
        {"first": {"raw": [0.1, 0.5], "dice": [0.4, 1.2]}, "later": {"raw": [0.1], "dice": [0.1]}},
        {"first": {"raw": [], "dice": []}, "later": {"raw": [0.1], "dice": [0.1]}},
        {"first": {"raw": ["a"], "dice": [0.1]}, "later": {"raw": [0.1], "dice": [0.1]}},
        3,
    ],
)
def test_a_damaged_calibration_is_refused(damage: Any) -> None:
    with pytest.raises(ModelError, match="damaged"):
        Calibration.read({"calibration": damage})


def test_the_engine_tells_the_calibrated_dice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"first": {"raw": [0.0, 1.0], "dice": [0.0, 0.5]}, "later": {"raw": [0.0, 1.0], "dice": [0.25, 0.25]}}
    volume = volume_of(ellipsoid((9, 48, 56), (4, 22, 30), (9, 9, 9), (1, 1, 1)), (1, 1, 1))
    found = []
    for name, plan in (("plain", {}), ("fitted", {"calibration": table})):
        model = ClickSegmenter(make_click_model(tmp_path / name, **plan), tmp_path / name)
        monkeypatch.setattr(model, "probabilities", geodesic_network)
        first = ask(model, volume, Click((4, 22, 30)))
        mask = np.zeros(volume.geometry.shape, bool)
        mask[first.box.slices] = first.labels > 0
        later = ask(model, volume, Click((4, 22, 30)), Click((4, 22, 34), False), previous=mask)
        found.append((first, later))
    (plain, _), (fitted, later) = found
    assert plain.quality is not None
    assert fitted.quality == pytest.approx(plain.quality / 2)
    assert [h.quality for h in fitted.hypotheses] == pytest.approx([h.quality / 2 for h in plain.hypotheses])  # type: ignore[operator]
    assert later.quality == pytest.approx(0.25)


def test_synthetic_play_is_the_same_each_time_and_can_be_fitted() -> None:
    disk = ellipsoid((3, 64, 64), (1, 30, 34), (9, 12, 16), (1, 1, 1))
    tasks = []
    for noise in (0.1, 0.4, 0.7, 1.0):
        volume = volume_of(disk, (1, 1, 1), noise)
        tasks.append((slab_of(volume, 0, 1), disk[1]))
    one, two = (list(play(geodesic_network, Tuning(), tasks, seed=3, clicks=3)) for _ in range(2))
    assert one == two
    assert {p.clicks for p in one} == {1, 2, 3}
    assert all(0 <= p.dice <= 1 for p in one)
    fitted = calibrate(one)
    assert fitted.first.raw
    assert fitted.later.raw


def test_the_shipped_model_is_calibrated() -> None:
    from medseg_gui.workers.models import find

    fitted = Calibration.read(find("click").plan)
    assert len(fitted.first.raw) > 4
    assert len(fitted.later.raw) > 4
