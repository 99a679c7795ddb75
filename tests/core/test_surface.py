"""Surfaces: closed, of the mask's own volume, and every voxel centre on its side."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from medseg_gui.core.surface import Surface, centres_inside, enclosed, surface_of


def edges(surface: Surface) -> Counter[tuple[int, int]]:
    return Counter((int(f[i]), int(f[i - 2])) for f in surface.faces for i in range(3))


@given(arrays(bool, st.tuples(*[st.integers(1, 5)] * 3)))
@settings(max_examples=100, deadline=None)
def test_any_mask_is_enclosed(mask: np.ndarray) -> None:
    if not mask.any():
        mask = ~mask
    surface = surface_of(mask)
    inside, leaks = centres_inside(surface, mask.shape)
    assert leaks == 0
    np.testing.assert_array_equal(inside, mask)
    assert enclosed(surface.vertices, surface.faces) == pytest.approx(np.count_nonzero(mask), rel=1e-6)


def test_a_ball_is_closed_and_has_its_volume() -> None:
    ball = np.linalg.norm(np.indices((23, 24, 25)) - np.array([11, 11.5, 12])[:, None, None, None], axis=0) < 9.2
    surface = surface_of(ball)
    count = edges(surface)
    assert all(n == 1 and count[b, a] == 1 for (a, b), n in count.items())
    assert enclosed(surface.vertices, surface.faces) == pytest.approx(np.count_nonzero(ball), rel=1e-9)
    radius = np.linalg.norm(surface.vertices - (11, 11.5, 12), axis=1)
    assert radius.min() > 8.2
    assert radius.max() < 10.2


def test_a_hole_in_a_surface_is_found() -> None:
    surface = surface_of(np.ones((4, 4, 4), bool))
    middle = surface.vertices[surface.faces].mean(axis=1)
    for axis in range(3):
        kept = surface.faces[np.arange(len(middle)) != middle[:, axis].argmax()]
        assert centres_inside(Surface(surface.vertices, kept), (4, 4, 4))[1]
