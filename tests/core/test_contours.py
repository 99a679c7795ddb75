"""Contours: filling gives back the mask, whatever it looks like; scikit-image fills them alike."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skimage.draw import polygon2mask
from skimage.measure import points_in_poly

from medseg_gui.core.contours import filled, outlines, signed_area


@given(arrays(bool, st.tuples(st.integers(1, 12), st.integers(1, 12))))
@settings(max_examples=150, deadline=None)
def test_any_mask_there_and_back(mask: np.ndarray) -> None:
    contours = outlines(mask)
    np.testing.assert_array_equal(filled(contours, mask.shape), mask)
    other = np.zeros(mask.shape, bool)
    for contour in contours:
        other ^= polygon2mask(mask.shape, contour)
    np.testing.assert_array_equal(other, mask)


@given(
    arrays(float, st.tuples(st.integers(3, 9), st.just(2)), elements=st.floats(-5, 15)),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
@settings(max_examples=100, deadline=None)
def test_filling_is_the_even_odd_rule(polygon: np.ndarray, shift: tuple[float, float]) -> None:
    polygon = polygon + np.array(shift)
    inside = filled([polygon], (9, 11))
    for y in range(9):
        for x in range(11):
            a, b = polygon, np.roll(polygon, -1, axis=0)
            length = np.maximum(((b - a) ** 2).sum(axis=1), 1e-300)
            share = np.clip((((y, x) - a) * (b - a)).sum(axis=1) / length, 0, 1)
            if np.linalg.norm(a + share[:, None] * (b - a) - (y, x), axis=1).min() > 1e-9:
                assert inside[y, x] == points_in_poly([(y, x)], polygon)[0]


def test_neighbours_share_no_pixel() -> None:
    """Edges through voxel centres: each centre belongs to one of two squares, as planning systems draw them."""
    left = np.array([[1.0, 1], [1, 4], [5, 4], [5, 1]])
    right = left + np.array([0.0, 3])
    both = filled([left], (8, 9)).astype(int) + filled([right], (8, 9))
    assert both.max() == 1
    assert both.sum() == 4 * 6


def test_area_lies_half_a_pixel_below_the_count() -> None:
    """Corners are cut by an eighth of a pixel, and any closed contour turns four corners more out than in."""
    disc = np.hypot(*(np.indices((90, 90)) - 44.6)) < 40
    (contour,) = outlines(disc)
    assert abs(abs(signed_area(contour)) - (disc.sum() - 0.5)) < 1e-6
