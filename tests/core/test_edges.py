"""Edges on pictures whose edges are known, with noise on them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from medseg_gui.core.edges import Wire, level_line, within_edges


def disc(size: int = 80, radius: float = 25.0, noise: float = 10.0) -> np.ndarray:
    r, c = np.mgrid[:size, :size]
    inside = np.hypot(r - size / 2, c - size / 2) < radius
    return np.where(inside, 100, -50) + np.random.default_rng(1).normal(0, noise, inside.shape)


def radii(points: np.ndarray, size: int = 80) -> np.ndarray:
    return np.hypot(points[:, 0] - size / 2, points[:, 1] - size / 2)


@pytest.mark.parametrize("axis", [0, 1, 2, None])
def test_the_smart_brush_fills_up_to_the_edge_and_not_past_it(axis: int | None) -> None:
    flat = disc()
    values = np.expand_dims(flat, axis) if axis is not None else np.stack([flat] * 5)
    allowed = np.ones(values.shape, bool)
    seeds = np.zeros(values.shape, bool)
    middle = tuple(n // 2 for n in values.shape)
    seeds[middle] = True
    found = within_edges(values, allowed, seeds, 60.0)
    grid = np.indices(values.shape)
    off = [g - m for g, m in zip(grid, middle, strict=True)]
    away = np.sqrt(sum(o**2 for a, o in enumerate(off) if a != (0 if axis is None else axis)))
    assert found[away < 22].mean() > 0.99
    assert not found[away > 27].any()
    allowed[away > 10] = False
    assert not within_edges(values, allowed, seeds, 1e4)[~allowed].any()


def test_what_lies_behind_an_edge_is_not_reached_through_what_is_not_allowed() -> None:
    values = np.zeros((1, 20, 20))
    allowed = np.ones((1, 20, 20), bool)
    allowed[0, :, 10] = False
    seeds = np.zeros((1, 20, 20), bool)
    seeds[0, 10, 3] = True
    found = within_edges(values, allowed, seeds, 10.0)
    # the wall is as smooth as the rest, but it is a wall
    assert found[0, :, :8].all()
    assert not found[0, :, 11:].any()


def test_a_wire_keeps_to_the_edge_of_a_disc() -> None:
    wire = Wire(disc(), (1.0, 1.0), (400.0, 40.0))
    way = wire.way((40, 65), (65, 40))  # a quarter of the way round
    assert way[0] == (40, 65)
    assert way[-1] == (65, 40)
    assert np.abs(radii(np.array(way)) - 25).max() < 2.5
    assert all(max(abs(a - c), abs(b - d)) == 1 for (a, b), (c, d) in pairwise(way))
    assert wire.way((-5, 200), (3, 90))[0] == (0, 79)


def test_a_corner_is_moved_to_the_edge_near_it() -> None:
    wire = Wire(disc(noise=2.0), (1.0, 1.0), (400.0, 40.0))
    assert radii(np.array([wire.snapped((40, 62))]))[0] == pytest.approx(25, abs=1.0)
    wire.snapped((-3, 500))


def test_the_level_line_through_an_edge_is_the_disc() -> None:
    line = level_line(disc(noise=3.0), (40.0, 65.0))
    assert np.array_equal(line[0], line[-1])
    assert np.abs(radii(line) - 25).max() < 1.5
    assert len(level_line(np.zeros((10, 10)), (5.0, 5.0))) == 0
