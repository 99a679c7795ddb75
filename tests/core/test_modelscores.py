"""A model's figures over cases: definitions that can be counted by hand, intervals by patient, plain advice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from medseg_gui.core.casescore import PLACES, CaseScore, calibration, error_places, named, score_case, smoothness
from medseg_gui.core.doubt import doubt
from medseg_gui.core.errorpicture import ANSWER_COLOUR, LABELS_COLOUR, error_picture
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.modeladvice import advice
from medseg_gui.core.modelscores import MEAN, ranked, spread, summarise
from medseg_gui.core.volume import Volume

SHAPE = (12, 40, 40)
GEOMETRY = Geometry.axial(SHAPE, (2.0, 1.0, 1.0))
NAMES = {1: "left", 2: "right"}


def box(*spans: tuple[int, int]) -> Mask:
    out = np.zeros(SHAPE, bool)
    out[tuple(slice(*s) for s in spans)] = True
    return out


TRUTH = box((3, 9), (8, 28), (4, 16)).astype(np.uint8) + 2 * box((3, 9), (8, 28), (24, 36)).astype(np.uint8)


def a_case(number: int, answer: np.ndarray, probability: np.ndarray | None = None) -> CaseScore:  # type: ignore[type-arg]
    found = score_case(named(NAMES, answer, GEOMETRY), named({}, TRUTH, GEOMETRY), probability)
    return CaseScore(
        f"k{number}",
        f"case {number}",
        f"p{number}",
        found.classes,
        found.confusion,
        found.calibration,
        worst=found.worst,
    )


def test_figures_confusion_and_volumes_of_a_shifted_answer() -> None:
    answer = np.roll(TRUTH, 2, axis=1)
    case = a_case(1, answer)
    left = case.classes[0]
    assert left.name == "left"
    assert left.figures["dice"] == pytest.approx(18 / 20)
    assert left.figures["volume_difference_ml"] == 0
    table = np.array(case.confusion)
    assert table.sum() == answer.size
    assert table[1, 1] == 6 * 18 * 12
    assert table[1, 2] == 0
    assert sum(left.places.values()) == pytest.approx(2 * 6 * 2 * 12 * GEOMETRY.voxel_ml)


@given(st.data())
def test_the_places_of_error_add_up_to_all_that_differs(data: st.DataObject) -> None:
    a, b = (np.pad(data.draw(arrays(bool, (5, 6, 7))), 1) for _ in range(2))
    found = error_places(a, b, GEOMETRY, 1.0)
    assert set(found) == set(PLACES)
    assert sum(found.values()) == np.count_nonzero(a != b)


def test_each_kind_of_error_is_found_where_it_is() -> None:
    truth = box((3, 9), (8, 28), (4, 16))
    for place, answer in (
        ("rim_added", box((3, 9), (8, 29), (4, 16))),
        ("far_added", box((3, 9), (8, 38), (4, 16))),
        ("rim_missed", box((3, 9), (9, 28), (4, 16))),
        ("deep_missed", truth & ~box((5, 7), (12, 22), (7, 13))),
        ("islands_added", truth | box((3, 5), (30, 34), (30, 34))),
    ):
        found = error_places(answer, truth, GEOMETRY, 1.0)
        assert max(found, key=found.__getitem__) == place, (place, found)
    found = error_places(truth, truth | box((3, 5), (30, 34), (30, 34)), GEOMETRY, 1.0)
    assert found["islands_missed"] == 2 * 4 * 4


def test_a_jagged_surface_is_less_smooth_than_a_ball() -> None:
    z, y, x = np.ogrid[:40, :40, :40]
    ball = (z - 20) ** 2 + (y - 20) ** 2 + (x - 20) ** 2 < 15**2
    iso = Geometry.axial((40, 40, 40), (1, 1, 1))
    rough = ball ^ (np.random.default_rng(0).random(ball.shape) < 0.05)
    smooth, jagged = smoothness(ball, iso), smoothness(rough, iso)
    assert smooth is not None
    assert jagged is not None
    assert 0.88 < smooth < 1
    assert jagged < smooth - 0.2
    assert smoothness(np.zeros((3, 3, 3), bool), GEOMETRY) is None


def test_probabilities_that_are_chances_are_calibrated_and_others_are_not() -> None:
    rng = np.random.default_rng(0)
    p = rng.random(SHAPE).astype(np.float32)
    truth = rng.random(SHAPE) < p
    honest = a_case(1, truth.astype(np.uint8))
    for sharpened, low, high in ((p, 0, 0.02), ((p > 0.5).astype(np.float32), 0.15, 1)):
        bins = calibration(sharpened, truth, truth, GEOMETRY)
        ece = summarise([replace(honest, calibration=bins)]).ece
        assert ece is not None
        assert low <= ece <= high


def test_cases_of_one_patient_do_not_narrow_the_interval() -> None:
    values = [0.7, 0.8, 0.9, 0.75, 0.85]
    one = spread(values, list("abcde"))
    copies = spread(values * 4, list("abcde") * 4)
    apart = spread(values * 4, [str(i) for i in range(20)])
    assert one is not None
    assert copies is not None
    assert apart is not None
    assert one.low is not None
    assert (copies.low, copies.high) == (one.low, one.high)
    assert apart.low is not None
    assert apart.low > one.low
    assert spread([None, None], ["a", "b"]) is None
    single = spread([0.5], ["a"])
    assert single is not None
    assert single.low is None
    assert single.sd is None


def test_bland_and_altman() -> None:
    small = a_case(1, np.where(box((3, 9), (8, 18), (0, 40)), TRUTH, 0).astype(np.uint8))
    scores = summarise([small, a_case(2, TRUTH)])
    found = scores.agreement["left"]
    half = 6 * 10 * 12 * GEOMETRY.voxel_ml
    assert found.bias_ml == pytest.approx(-half / 2)
    assert found.high_ml == pytest.approx(-half / 2 + 1.96 * half / 2**0.5)
    assert found.points[1][1] == 0


def test_advice_names_the_weak_class_the_bias_and_the_odd_case() -> None:
    rng = np.random.default_rng(0)
    cases = []
    for n in range(12):
        answer = TRUTH.copy()
        answer[(TRUTH == 2) & ~box((3, 9), (8, 18 + int(rng.integers(3))), (0, 40))] = 0
        cases.append(a_case(n, answer))
    cases.append(a_case(12, box((0, 2), (0, 4), (0, 4)).astype(np.uint8)))
    cases.append(CaseScore("broken", "broken", problem="The file is damaged."))
    lines = "\n".join(advice(summarise(cases), cases))
    assert "1 of 14 cases could not be scored" in lines
    assert "right is the weakest class" in lines
    assert "right is drawn too small" in lines
    assert "case 12" in lines
    assert ranked(cases)[0].name == "case 12"


def test_a_model_that_takes_one_class_for_another_is_told_so() -> None:
    swapped = np.where(TRUTH == 1, 2, TRUTH).astype(np.uint8)
    cases = [a_case(n, swapped) for n in range(3)]
    assert any("left taken for right" in line for line in advice(summarise(cases), cases))


def test_a_case_survives_json_and_the_mean_is_of_the_classes() -> None:
    case = a_case(1, np.roll(TRUTH, 1, axis=0))
    assert CaseScore.from_dict(case.to_dict()) == case
    scores = summarise([case])
    assert scores.spreads[MEAN]["dice"].mean == pytest.approx(case.mean("dice"))


def test_doubt_grows_with_doubt_and_not_with_size() -> None:
    sure, unsure = (np.full(SHAPE, v, np.float32) for v in (0.999, 0.7))
    assert doubt(np.zeros(SHAPE, np.float32)) == 0
    assert doubt(sure) < doubt(unsure)
    assert doubt(unsure) == pytest.approx(doubt(unsure[:4]))


def test_the_picture_shows_both_outlines() -> None:
    volume = Volume(np.random.default_rng(0).normal(size=SHAPE).astype(np.float32), GEOMETRY, "MR")
    picture = error_picture(volume, named(NAMES, np.roll(TRUTH, 3, 1), GEOMETRY), named({}, TRUTH, GEOMETRY), 5)
    colours = {tuple(c) for c in picture.reshape(-1, 3).tolist()}
    assert ANSWER_COLOUR in colours
    assert LABELS_COLOUR in colours
