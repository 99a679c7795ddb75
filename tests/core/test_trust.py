"""Lights, colours and outlines say what they stand for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays

from medseg_gui.core.trust import FAIR_FROM, GOOD_FROM, LIGHTS, light, outline, probability_colours


@pytest.mark.parametrize(
    ("quality", "level"),
    [(0.0, 0), (FAIR_FROM - 1e-6, 0), (FAIR_FROM, 1), (GOOD_FROM - 1e-6, 1), (GOOD_FROM, 2), (1, 2)],
)
def test_a_light_changes_at_its_limits(quality: float, level: int) -> None:
    assert light(quality).level == level


def test_lights_differ_without_colour() -> None:
    assert len({one.shape for one in LIGHTS}) == len({one.word for one in LIGHTS}) == 3


def test_probabilities_rise_in_even_steps_of_lightness() -> None:
    colours = probability_colours(np.linspace(0, 1, 21))
    assert colours[0, 3] == 0
    assert (np.diff(colours[:, 3].astype(int)) >= 0).all()
    linear = np.where((v := colours[:, :3] / 255) <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)
    lightness = 116 * np.cbrt(linear @ (0.2126, 0.7152, 0.0722)) - 16  # CIE L*
    steps = np.diff(lightness)
    assert (steps > 0).all()
    assert steps.max() < 1.6 * steps.mean()


@given(arrays(bool, array_shapes(min_dims=2, max_dims=2, max_side=9)))
def test_outlines_enclose_just_the_mask(mask: npt.NDArray[np.bool_]) -> None:
    lines = outline(mask)
    area = 0.0
    for line in lines:
        assert ((line * 2) % 2 == 1).all()  # corners of pixels
        step = np.roll(line, -1, 0) - line
        assert ((step == 0).sum(1) == 1).all()  # along rows and columns alone
        area -= (line[:, 0] * np.roll(line[:, 1], -1) - np.roll(line[:, 0], -1) * line[:, 1]).sum() / 2
    assert area == pytest.approx(mask.sum())
    edges = np.pad(mask, 1)
    length = (edges[1:] != edges[:-1]).sum() + (edges[:, 1:] != edges[:, :-1]).sum()
    assert sum(np.abs(np.roll(line, -1, 0) - line).sum() for line in lines) == length


def test_pixels_that_touch_at_a_corner_have_outlines_of_their_own() -> None:
    assert sorted(len(line) for line in outline(np.eye(3, dtype=bool))) == [4, 4, 4]
