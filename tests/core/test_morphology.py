"""Morphology in millimetres against scipy and SimpleITK on anisotropic grids; parts of masks against scipy."""

from __future__ import annotations

import numpy as np
import pytest
import SimpleITK
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as some
from scipy import ndimage

from medseg_gui.core import morphology as shapes
from medseg_gui.core.geometry import Triple
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.runs import parts_of

SPACING = st.sampled_from([(2.0, 0.7, 0.7), (1.0, 1.0, 1.0), (0.5, 1.5, 0.9), (5.0, 0.8, 1.1)])
RADIUS = st.floats(0.3, 6.0)


@st.composite
def masks(draw: st.DrawFn, smooth: bool = True) -> Mask:
    """Blobs, some at the edges of the array."""
    shape = draw(st.tuples(st.integers(1, 14), st.integers(1, 24), st.integers(1, 24)))
    rng = np.random.default_rng(draw(st.integers(0, 2**16)))
    noise = rng.random(shape)
    noise = ndimage.gaussian_filter(noise, 1.5) if smooth else noise
    return np.asarray(noise > np.quantile(noise, draw(st.sampled_from([0.02, 0.5, 0.9]))))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks so small that every example has several."""
    monkeypatch.setattr(shapes, "BLOCK", (4, 6, 8))


def ellipsoid(radius_mm: float, spacing_mm: shapes.Spacing) -> Mask:
    reach = shapes.reach_of(radius_mm, spacing_mm)
    axes = np.ogrid[tuple(slice(-r, r + 1) for r in reach)]
    return np.asarray(sum((a * s) ** 2 for a, s in zip(axes, spacing_mm, strict=True)) <= radius_mm**2 * (1 + 1e-5))


EASY = settings(max_examples=60, deadline=None)


@EASY
@given(masks(), SPACING, RADIUS)
def test_margins_are_scipys_with_an_ellipsoid(mask: Mask, spacing: shapes.Spacing, radius: float) -> None:
    ball = ellipsoid(radius, spacing)
    grown = ndimage.binary_dilation(mask, ball)
    shrunk = ndimage.binary_erosion(mask, ball, border_value=1)
    np.testing.assert_array_equal(shapes.finished(shapes.grow(mask, radius, spacing)), grown)
    np.testing.assert_array_equal(shapes.finished(shapes.shrink(mask, radius, spacing)), shrunk)
    np.testing.assert_array_equal(
        shapes.finished(shapes.opening(mask, radius, spacing)), ndimage.binary_dilation(shrunk, ball)
    )
    np.testing.assert_array_equal(
        shapes.finished(shapes.closing(mask, radius, spacing)), ndimage.binary_erosion(grown, ball, border_value=1)
    )


@settings(max_examples=25, deadline=None)
@given(masks(), SPACING, RADIUS)
def test_a_margin_is_simpleitks_distance(mask: Mask, spacing: shapes.Spacing, radius: float) -> None:
    if not mask.any():
        return
    image = SimpleITK.GetImageFromArray(mask.astype(np.uint8))
    image.SetSpacing(spacing[::-1])
    far = SimpleITK.GetArrayFromImage(
        SimpleITK.SignedMaurerDistanceMap(image, insideIsPositive=False, squaredDistance=False, useImageSpacing=True)
    )
    clear = np.abs(far - radius) > 1e-3  # ties are rounded differently
    grown = shapes.finished(shapes.grow(mask, radius, spacing))
    np.testing.assert_array_equal(grown[clear], (far <= radius)[clear])


@EASY
@given(masks(), SPACING, st.floats(0.3, 3.0))
def test_smoothing_is_scipys(mask: Mask, spacing: shapes.Spacing, size: float) -> None:
    sides = [2 * r + 1 for r in shapes.reach_of(size, spacing)]
    expected = ndimage.median_filter(mask.astype(np.uint8), sides, mode="nearest").astype(bool)
    np.testing.assert_array_equal(shapes.finished(shapes.median(mask, size, spacing)), expected)
    sigmas = [size / s for s in spacing]
    blurred = ndimage.gaussian_filter(mask.astype(np.float64), sigmas, mode="nearest")
    clear = np.abs(blurred - 0.5) > 1e-4
    ours = shapes.finished(shapes.gaussian(mask, size, spacing))
    np.testing.assert_array_equal(ours[clear], (blurred > 0.5)[clear])


@EASY
@given(masks(smooth=False), st.sampled_from([6, 26]))
def test_parts_are_those_of_scipy(mask: Mask, neighbours: int) -> None:
    labels, count = ndimage.label(mask, ndimage.generate_binary_structure(3, 1 if neighbours == 6 else 3))
    parts = parts_of(mask, corners=neighbours == 26)
    assert len(parts) == count
    for part in range(len(parts)):
        one = parts.mask(np.arange(len(parts)) == part)
        values = np.unique(labels[one])
        assert len(values) == 1
        assert np.count_nonzero(one) == parts.voxels[part] == np.count_nonzero(labels == values[0])
        where = np.argwhere(one)[0]
        assert parts.at((int(where[0]), int(where[1]), int(where[2]))) == part


@EASY
@given(masks(smooth=False), st.sampled_from([None, 0, 1, 2]))
def test_holes_are_those_of_scipy(mask: Mask, axis: int | None) -> None:
    if axis is None:
        expected = ndimage.binary_fill_holes(mask)
    else:
        slices = [ndimage.binary_fill_holes(s) for s in np.moveaxis(mask, axis, 0)]
        expected = np.moveaxis(np.array(slices), 0, axis)
    np.testing.assert_array_equal(shapes.fill_holes(mask, axis), expected)


def test_only_holes_up_to_a_size_are_filled() -> None:
    mask = np.ones((5, 12, 12), bool)
    mask[2, 2, 2] = mask[2, 5:8, 5:8] = False
    filled = shapes.fill_holes(mask, largest=8)
    assert filled[2, 2, 2]
    assert np.count_nonzero(~filled) == 9


@EASY
@given(
    some.arrays(
        np.uint8, st.tuples(st.integers(2, 8), st.integers(2, 12), st.integers(2, 12)), elements=st.integers(0, 3)
    ),
    SPACING,
)
def test_joint_smoothing_gives_each_voxel_what_is_most_there(labels: np.ndarray, spacing: shapes.Spacing) -> None:
    steps = shapes.joint_gaussian(labels, [1, 2], 1.0, spacing)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            ours = stop.value
            break
    shares = np.array(
        [ndimage.gaussian_filter((labels == v) * 1.0, [1 / s for s in spacing], mode="nearest") for v in range(3)]
    )
    ordered = np.sort(shares, axis=0)
    clear = (ordered[-1] - ordered[-2] > 1e-4) & (labels != 3)
    np.testing.assert_array_equal(ours[clear], shares.argmax(axis=0)[clear])
    np.testing.assert_array_equal(ours == 3, labels == 3)


def test_no_gap_opens_between_two_halves_of_a_ball() -> None:
    z, y, x = np.ogrid[:20, :40, :40]
    ball = (2.0 * (z - 10)) ** 2 + (y - 20) ** 2 + (x - 20) ** 2 < 15**2
    jagged = (x + 3 * ((y // 3) % 2)) < 21
    labels = np.where(ball, np.where(jagged, 1, 2), 0).astype(np.uint8)
    steps = shapes.joint_gaussian(labels, [1, 2], 2.0, (2.0, 1.0, 1.0))
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            smooth = stop.value
            break
    core = shapes.finished(shapes.shrink(ball, 3.0, (2.0, 1.0, 1.0)))
    assert np.all(smooth[core] > 0)
    assert np.count_nonzero(smooth != labels) > 100


def test_what_is_uniform_is_not_looked_at() -> None:
    mask = np.zeros((40, 60, 60), bool)
    mask[20, 30, 30] = True
    looked: list[Triple] = []

    def work(piece: Mask) -> Mask:
        looked.append(piece.shape)  # type: ignore[arg-type]
        return piece

    shapes.finished(shapes.blockwise(mask, (1, 1, 1), work))
    assert 1 <= len(looked) <= 8
