"""A new model is offered only when it is better on held-out samples and has not forgotten an exam."""

from __future__ import annotations

import numpy as np
import pytest

from medseg_gui.core.gate import judge

PATIENTS = [f"p{i // 2}" for i in range(12)]


def test_a_clear_gain_is_offered_and_said() -> None:
    old = np.linspace(0.6, 0.8, 12)
    verdict = judge(old, old + 0.04, PATIENTS)
    assert verdict.offered
    assert verdict.gain == pytest.approx(0.04)
    assert verdict.low == pytest.approx(0.04)
    assert "+0.040" in verdict.why
    assert "6 patients" in verdict.why


def test_a_loss_is_refused_whatever_the_spread() -> None:
    old = np.full(12, 0.8)
    verdict = judge(old, old - 0.02, PATIENTS)
    assert not verdict.offered
    assert verdict.chance == 0


def test_a_gain_of_one_patient_alone_is_not_believed() -> None:
    old = np.full(6, 0.7)
    new = old + np.array([0.03, -0.01, -0.008, -0.004, -0.003, -0.002])
    verdict = judge(old, new, [str(i) for i in range(6)])
    assert verdict.gain > 0
    assert verdict.low < 0 < verdict.high
    assert not verdict.offered


def test_who_forgets_the_exam_is_refused_though_better() -> None:
    old = np.full(12, 0.7)
    verdict = judge(old, old + 0.1, PATIENTS, {"fixed exam": (0.80, 0.78)})
    assert not verdict.offered
    assert "fixed exam -0.020" in verdict.why
    assert judge(old, old + 0.1, PATIENTS, {"fixed exam": (0.80, 0.795)}).offered


def test_patients_count_not_their_slices() -> None:
    """Twenty slices of one patient that got better do not outvote four patients that got worse."""
    patients = ["many"] * 20 + ["a", "b", "c", "d"]
    change = np.array([0.05] * 20 + [-0.03] * 4)
    verdict = judge(np.full(24, 0.7), 0.7 + change, patients)
    assert change.mean() > 0 > verdict.gain
    assert not verdict.offered


def test_nothing_scored_is_not_offered() -> None:
    assert not judge([], [], []).offered
    with pytest.raises(ValueError, match="one patient"):
        judge([0.5], [0.6], [])
