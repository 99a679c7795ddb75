"""The exam's robot users want what the exam's rules say, and click where they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage as ndi

from medseg_gui.core.robots import (
    clicks_to,
    dice,
    first_box,
    first_reach,
    largest_part,
    next_click,
    next_stroke,
    spoilt,
    targets,
)


def disk(row: float, col: float, radius: float, shape: tuple[int, int] = (40, 50)) -> np.ndarray:
    r, c = np.meshgrid(*(np.arange(n) for n in shape), indexing="ij")
    return (r - row) ** 2 + (c - col) ** 2 <= radius**2


def test_targets_are_the_largest_part_in_two_slices() -> None:
    mask = np.zeros((9, 40, 50), bool)
    for z, radius in zip(range(1, 8), (4, 4, 5, 7, 6, 5, 4), strict=True):
        mask[z] = disk(20, 20, radius)
    mask[4, 35:38, 40:48] = True  # a smaller part is not wanted
    wide, quarter = targets(mask)
    assert (wide.number, quarter.number) == (4, 3)  # slices 1 to 7: a quarter of the extent is 1.5, rounded to even: 2
    np.testing.assert_array_equal(wide.mask, disk(20, 20, 7))
    np.testing.assert_array_equal(quarter.mask, disk(20, 20, 5))


def test_targets_touch_by_corners_and_have_a_smallest_size() -> None:
    mask = np.zeros((1, 40, 50), bool)
    mask[0, :6, :4] = True
    mask[0, 6:10, 4:8] = True
    (target,) = targets(mask)
    assert target.mask.sum() == 40
    mask[0, 0, 0] = False
    assert list(targets(mask)) == []
    assert list(targets(np.zeros((3, 5, 5), bool))) == []


def test_the_robot_clicks_the_deepest_point_of_the_largest_error() -> None:
    wanted = disk(20, 20, 9)
    assert next_click(wanted, np.zeros_like(wanted)) == (20, 20, True)
    extra = disk(20, 40, 5)
    assert next_click(wanted, wanted | extra) == (20, 40, False)
    assert next_click(wanted, wanted) is None
    # at the border of the image depth counts from the border
    row, col, positive = next_click(disk(0, 0, 12), np.zeros_like(wanted)) or (0, 0, False)
    assert positive
    assert min(row, col) >= 3


@given(st.integers(0, 10_000))
def test_the_jittered_robot_stays_near_the_inside(seed: int) -> None:
    wanted = disk(20, 20, 9)
    chance = np.random.default_rng(seed)
    click = next_click(wanted, np.zeros_like(wanted), chance)
    assert click is not None
    row, col, positive = click
    assert positive
    assert 0 <= row < 40
    assert 0 <= col < 50
    depth = ndi.distance_transform_edt(wanted)
    assert np.hypot(row - 20, col - 20) <= 9 - depth.max() / 2 + 1 + np.hypot(2, 2)


def test_the_jittered_robot_is_repeatable() -> None:
    wanted = disk(20, 20, 9)
    one, two = (
        [next_click(wanted, np.zeros_like(wanted), g) for _ in range(5)]
        for g in (np.random.default_rng(3), np.random.default_rng(3))
    )
    assert one == two
    assert len(set(one)) > 1


@given(st.integers(0, 10_000))
def test_boxes_and_drags_are_about_as_large_as_the_object(seed: int) -> None:
    wanted = disk(20, 20, 9)
    top, left, bottom, right = first_box(wanted, np.random.default_rng(seed))
    assert max(abs(top - 11), abs(left - 11), abs(bottom - 29), abs(right - 29)) <= 2
    reach = first_reach(wanted, 20, 20, (2.0, 1.0), np.random.default_rng(seed))
    assert 18 * 0.5 < reach < 18 * 2
    edge = first_box(disk(0, 49, 6), np.random.default_rng(seed))
    assert 0 <= edge[0] <= 1
    assert 48 <= edge[3] <= 49


def test_figures() -> None:
    assert clicks_to([0.5, 0.86, 0.8, 0.95], 0.85, 4) == 2
    assert clicks_to([0.5, 0.6, 0.8, 0.95], 0.9, 3) == 3
    assert clicks_to([0.5], 0.9, 10) == 10
    assert dice(disk(5, 5, 3), disk(5, 5, 3)) == 1
    assert dice(np.zeros((3, 3), bool), np.zeros((3, 3), bool)) == 1
    assert dice(disk(5, 5, 3), disk(30, 30, 3)) == 0
    assert dice(np.array([True, True, False]), np.array([True, False, False])) == pytest.approx(2 / 3)
    assert not largest_part(np.zeros((4, 4), bool)).any()


@given(st.floats(2, 18), st.floats(0.2, 1), st.booleans())
def test_a_scribble_is_one_line_inside_the_largest_error(radius: float, flat: float, missed: bool) -> None:
    rows, cols = np.meshgrid(np.arange(60), np.arange(60), indexing="ij")
    error = np.hypot((rows - 30) / flat, cols - 30) <= radius
    nothing = np.zeros_like(error)
    pixels, positive = next_stroke(error, nothing) if missed else next_stroke(nothing, error)  # type: ignore[misc]
    assert positive is missed
    assert all(error[p] for p in pixels)
    steps = np.abs(np.diff(np.array(pixels), axis=0))
    assert len(steps) == 0 or steps.max() <= 2
    assert len(pixels) >= radius * 0.5
    assert next_stroke(error, error) is None


@given(st.integers(0, 10_000), st.floats(4, 15))
def test_a_spoilt_mask_is_a_correction_s_work_and_repeatable(seed: int, radius: float) -> None:
    wanted = disk(20, 25, radius)
    mask = spoilt(wanted, np.random.default_rng(seed))
    assert 0.5 < dice(mask, wanted) <= 0.85
    np.testing.assert_array_equal(mask, spoilt(wanted, np.random.default_rng(seed)))
