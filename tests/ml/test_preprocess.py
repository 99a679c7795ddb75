"""The way to the network's grid and back loses nothing that it need not lose."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import Volume
from medseg_gui.ml.preprocess import answer_out, image_in, labels_in, normalise, way
from medseg_gui.ml.resample import resize, resize_labels, weights

ORDERS = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]


def grid(order: tuple[int, ...], signs: tuple[int, ...], spacing: tuple[float, ...], tilt_deg: float) -> Geometry:
    """Axes permuted, flipped and turned about two world axes."""
    t = np.deg2rad(tilt_deg)
    about_x = np.array([[1, 0, 0], [0, np.cos(t), -np.sin(t)], [0, np.sin(t), np.cos(t)]])
    about_z = np.array([[np.cos(t), -np.sin(t), 0], [np.sin(t), np.cos(t), 0], [0, 0, 1]])
    axes = np.eye(3)[:, list(order)] * np.array(signs)
    affine = np.eye(4)
    affine[:3, :3] = about_x @ about_z @ axes * np.array(spacing)
    affine[:3, 3] = (-30, 12, 400)
    return Geometry((7, 9, 11), affine)


@st.composite
def grids(draw: st.DrawFn) -> Geometry:
    order = draw(st.sampled_from(ORDERS))
    signs = draw(st.tuples(*[st.sampled_from((-1, 1))] * 3))
    spacing = draw(st.tuples(*[st.sampled_from((0.5, 1.0, 3.0))] * 3))
    return grid(order, signs, spacing, draw(st.sampled_from((0.0, 8.0, 20.0))))


def one_hot(classes: np.ndarray[Any, Any], count: int) -> torch.Tensor:
    return torch.stack([torch.from_numpy((classes == c).astype(np.float32)) for c in range(count)])


@settings(max_examples=60, deadline=None)
@given(grids(), st.sampled_from(("axial", "coronal", "sagittal")), st.integers(0, 100))
def test_without_a_change_of_spacing_labels_come_back_exactly(geometry: Geometry, plane: str, seed: int) -> None:
    labels = np.random.default_rng(seed).choice(np.array([0, 3, 7], np.uint8), geometry.shape)
    plan = {"plane": plane, "spacing_mm": [None, None, None]}
    route = way(geometry, plan)
    classes = labels_in(labels, route, [3, 7])
    back, foreground = answer_out(one_hot(classes, 3), route, [3, 7])
    assert np.array_equal(back, labels)
    assert np.array_equal(foreground > 0.5, labels > 0)


@settings(max_examples=40, deadline=None)
@given(grids())
def test_canonical_axes_grow_to_head_back_and_left(geometry: Geometry) -> None:
    route = way(geometry, {"plane": "axial", "spacing_mm": [None, None, None]})
    for world, axis, flip in zip((2, 1, 0), route.order, route.flip, strict=True):
        along = geometry.directions[world, axis] * (-1 if flip else 1)
        assert along > 0.5
    # the same voxel is found by both ways
    index = np.arange(np.prod(geometry.shape)).reshape(geometry.shape)
    assert np.array_equal(route.home(route.canonical(index)), index)


@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (2.5, 1.0, 1.2), (0.7, 0.9, 0.8)])
def test_a_smooth_mask_survives_a_change_of_spacing(spacing: tuple[float, float, float]) -> None:
    shape = (20, 48, 40)
    geometry = Geometry.axial(shape, (2.5, 0.9, 1.1))
    z, y, x = np.meshgrid(*(np.arange(n) for n in shape), indexing="ij")
    ball = ((z - 9.3) * 2.5) ** 2 + ((y - 22) * 0.9) ** 2 + ((x - 19) * 1.1) ** 2 < 15**2
    route = way(geometry, {"plane": "axial", "spacing_mm": list(spacing)})
    classes = labels_in(ball.astype(np.uint8) * 5, route, [5])
    # the volume stays
    voxel = np.prod(route.spacing_mm)
    assert classes.sum() * voxel == pytest.approx(ball.sum() * 2.5 * 0.9 * 1.1, rel=0.03)
    back, _ = answer_out(one_hot(classes, 2), route, [5])
    assert set(np.unique(back)) == {0, 5}
    dice = 2 * (ball & (back == 5)).sum() / (ball.sum() + (back == 5).sum())
    assert dice > 0.95


def test_slabs_do_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    geometry = Geometry.axial((31, 20, 20), (1.0, 1.0, 1.0))
    route = way(geometry, {"plane": "axial", "spacing_mm": [2.3, 1.5, 1.5]})
    probability = torch.softmax(torch.randn(3, *route.size, generator=torch.manual_seed(0)), 0)
    whole = answer_out(probability, route, [1, 2])
    monkeypatch.setattr("medseg_gui.ml.preprocess.SLAB_VOXELS", 3 * 20 * 20 * 3)
    slabs = answer_out(probability, route, [1, 2])
    assert np.array_equal(whole[0], slabs[0])
    np.testing.assert_allclose(whole[1], slabs[1], atol=1e-6)


def test_weights_keep_a_line_straight_and_positions_exact() -> None:
    for n, m in ((10, 10), (10, 17), (17, 10), (50, 9), (51, 50), (1, 4), (4, 1)):
        matrix = weights(n, m).double()
        np.testing.assert_allclose(matrix.sum(1), 1, atol=1e-6)
        line = matrix @ torch.arange(n, dtype=torch.float64)
        wanted = (np.arange(m) + 0.5) * n / m - 0.5
        inner = (wanted > n / m) & (wanted < n - 1 - n / m)
        np.testing.assert_allclose(line.numpy()[inner], wanted[inner], atol=1e-5)
    assert torch.equal(weights(6, 6), torch.eye(6))


def test_shrinking_does_not_alias() -> None:
    fine = torch.zeros(1, 8, 64)
    fine[..., ::2] = 1.0
    assert float((resize(fine, (1, 4, 16)) - 0.5).abs().max()) < 0.1


def test_thin_labels_are_chosen_by_share() -> None:
    labels = np.zeros((4, 4, 4), np.uint8)
    labels[:, :, 2:] = 9
    assert np.array_equal(np.unique(resize_labels(labels, (8, 8, 8))), [0, 9])


def test_ct_is_scaled_by_the_plan_and_others_by_themselves() -> None:
    grey = np.linspace(-1000, 1000, 1000, dtype=np.float32).reshape(10, 10, 10)
    ct = normalise(grey, {"kind": "ct", "clip": [-100, 300], "mean": 50.0, "sd": 100.0})
    assert ct.min() == pytest.approx(-1.5)
    assert ct.max() == pytest.approx(2.5)
    z = normalise(grey * 7 + 3, {"kind": "zscore"})
    assert abs(float(z.mean())) < 1e-3
    assert float(z.std()) == pytest.approx(1, abs=1e-3)
    with pytest.raises(ModelError):
        normalise(grey, {"kind": "magic"})


def test_values_that_are_not_numbers_do_not_spread() -> None:
    voxels = np.ones((4, 8, 8), np.float32)
    voxels[1, 2, 3] = np.nan
    volume = Volume(voxels, Geometry.axial((4, 8, 8), (1, 1, 1)))
    plan = {"plane": "axial", "spacing_mm": [None, None, None], "normalise": {"kind": "zscore"}}
    assert torch.isfinite(image_in(volume, plan, way(volume.geometry, plan))).all()
