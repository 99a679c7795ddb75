"""Prompts as data: where they lie, how they are moved, the lines and areas that they draw."""

from __future__ import annotations

from itertools import pairwise
from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medseg_gui.core.caliper import across, area, crossing, length
from medseg_gui.core.geometry import Triple
from medseg_gui.core.patch import PackedLabels, Patch
from medseg_gui.core.prompts import (
    Bidirectional,
    BoxPrompt,
    Click,
    Lasso,
    Prompt,
    PromptSet,
    Scribble,
    handles,
    is_positive,
    moved,
    path,
    places,
    span,
    with_handle,
)

TRIPLES = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
ALL: tuple[Prompt, ...] = (
    Click((1, 2, 3), False, "axial", 4.0),
    BoxPrompt((1, 2, 3), (1, 5, 9), "axial"),
    Scribble(((1, 2, 3), (1, 3, 3)), False, "axial"),
    Lasso(((1, 2, 3), (1, 3, 3), (1, 3, 4)), True, "axial"),
    Bidirectional(((1, 2, 3), (1, 8, 3)), None, "axial"),
    Bidirectional(((1, 2, 3), (1, 8, 3)), ((1, 5, 1), (1, 5, 6)), "axial"),
)


@pytest.mark.parametrize("prompt", ALL)
def test_a_moved_prompt_is_the_same_elsewhere(prompt: Prompt) -> None:
    there = moved(prompt, (2, -1, 4))
    assert places(there) == tuple((z + 2, y - 1, x + 4) for z, y, x in places(prompt))
    assert moved(there, (-2, 1, -4)) == prompt
    assert is_positive(there) == is_positive(prompt)
    assert span(there, 0) == (3, 3)
    assert span(Scribble(()), 0) == (0, -1)


def test_a_handle_goes_alone_and_a_box_stays_a_box() -> None:
    box = BoxPrompt((1, 2, 3), (1, 5, 9), "axial")
    assert set(handles(box)) == {(1, 2, 3), (1, 2, 9), (1, 5, 3), (1, 5, 9)}
    number = handles(box).index((1, 2, 9))
    assert with_handle(box, number, (1, 0, 12)) == BoxPrompt((1, 0, 3), (1, 5, 12), "axial")
    assert with_handle(box, number, (1, 8, 1)) == BoxPrompt((1, 5, 1), (1, 8, 3), "axial")  # past its opposite
    both = ALL[-1]
    assert isinstance(both, Bidirectional)
    assert with_handle(both, 1, (1, 9, 4)) == Bidirectional(((1, 2, 3), (1, 9, 4)), both.short, "axial")
    assert with_handle(both, 2, (1, 5, 0)) == Bidirectional(both.long, ((1, 5, 0), (1, 5, 6)), "axial")
    assert handles(Click((1, 2, 3))) == ()


@given(st.lists(TRIPLES, min_size=1, max_size=6), st.booleans())
def test_a_path_goes_through_all_corners_without_a_gap(corners: list[Triple], closed: bool) -> None:
    line = path(corners, closed)
    assert set(corners) <= set(line)
    pairs = [*pairwise(line), *([(line[-1], line[0])] if closed and len(line) > 1 else [])]
    for a, b in pairs:
        assert max(abs(i - j) for i, j in zip(a, b, strict=True)) <= 1


def test_taking_prompts_away_keeps_what_came_before_the_whole_object() -> None:
    clicks = tuple(Click((n, 0, 0)) for n in range(4))
    given_ = PromptSet(clicks, whole=2)
    assert given_.minus(3) == PromptSet(clicks[:3], 2)
    assert given_.minus(0) == PromptSet(clicks[1:], 1)
    assert PromptSet(clicks[:2], 1).minus(0) == PromptSet(clicks[1:2], 1)
    assert PromptSet(clicks[:1], 1).minus(0) == PromptSet()
    assert given_.changed(1, clicks[3]).prompts == (clicks[0], clicks[3], clicks[2], clicks[3])


# ----- diameters ----------------------------------------------------------------------------------
def test_diameters_cross_or_do_not() -> None:
    long = ((0.0, 0.0), (0.0, 10.0))
    assert crossing(long, ((-2.0, 4.0), (2.0, 6.0))) == pytest.approx((0.0, 5.0))
    assert crossing(long, ((1.0, 4.0), (2.0, 6.0))) is None
    assert crossing(long, ((1.0, 0.0), (1.0, 10.0))) is None
    assert length(long) == 10


@given(st.floats(0, pi), st.floats(2, 8), st.floats(1, 5), st.floats(1, 5))
def test_the_short_diameter_stands_at_right_angles_where_it_was_drawn(
    turn: float, at: float, up: float, down: float
) -> None:
    u, v = np.array([np.sin(turn), np.cos(turn)]), np.array([np.cos(turn), -np.sin(turn)])
    start = np.array([20.0, 20.0])
    end = start + 10 * u
    drawn = (start + at * u + up * v + 0.3 * u, start + at * u - down * v - 0.3 * u)
    one, other = across((_p(start), _p(end)), (_p(drawn[0]), _p(drawn[1])))
    assert (np.array(other) - one) @ u == pytest.approx(0, abs=1e-6)
    assert length((one, other)) == pytest.approx(up + down, abs=1e-6)


def _p(a: np.ndarray) -> tuple[float, float]:  # type: ignore[type-arg]
    return float(a[0]), float(a[1])


@pytest.mark.parametrize("mm", [(1.0, 1.0), (0.5, 2.0)])
@pytest.mark.parametrize("middle", [0.5, 0.3])
def test_the_area_of_two_diameters_goes_through_their_ends(mm: tuple[float, float], middle: float) -> None:
    shape = (round(60 / mm[0]), round(60 / mm[1]))
    a, b = np.array([15.0, 10.0]), np.array([40.0, 45.0])
    u = (b - a) / np.hypot(*(b - a))
    v = np.array([-u[1], u[0]])
    cross = a + middle * (b - a)
    short = (_p(cross - 6 * v), _p(cross + 9 * v))
    found = area(shape, mm, (_p(a), _p(b)), short)
    assert found.sum() * mm[0] * mm[1] == pytest.approx(pi * np.hypot(*(b - a)) / 2 * 7.5, rel=0.04)
    for end, out in ((a, -u), (b, u), (cross - 6 * v, -v), (cross + 9 * v, v)):
        inside, beyond = ((end + k * out) / mm for k in (-2.5, 2.5))
        assert found[tuple(np.rint(inside).astype(int))]
        assert not found[tuple(np.rint(beyond).astype(int))]


def test_a_lone_diameter_has_the_usual_width() -> None:
    found = area((60, 60), (1, 1), ((30.0, 10.0), (30.0, 50.0)), None)
    assert found[30].sum() == 41
    assert found[:, 30].sum() == pytest.approx(28, abs=1)


# ----- small copies -------------------------------------------------------------------------------
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.02, 0.5, 1.0]))
def test_a_patch_and_packed_labels_come_back_as_they_were(seed: int, share: float) -> None:
    chance = np.random.default_rng(seed)
    mask = chance.random((3, 9, 11)) < share
    assert np.array_equal(Patch.of(mask).mask(), mask)
    labels = np.asarray(mask * chance.integers(0, 300, mask.shape), np.uint16)
    again = PackedLabels.of(labels[:, ::2]).labels()
    assert again.dtype == np.uint16
    assert np.array_equal(again, labels[:, ::2])
