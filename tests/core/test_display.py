"""The compiled display pass against its numpy reference and against values worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core.display import (
    BLACK,
    Look,
    Masks,
    Sampling,
    colour_table,
    compose,
    compose_reference,
    grey_slice,
)
from medseg_gui.core.geometry import PLANES, Box, Geometry, Plane
from medseg_gui.core.labelmap import Segment
from medseg_gui.core.planeview import PlaneView
from medseg_gui.core.slab import Slab

SEGMENTS = (
    Segment(1, "a", (255, 0, 0)),
    Segment(2, "b", (0, 255, 0), visible=False),
    Segment(3, "c", (10, 20, 30), layer=1),
    Segment(300, "d", (200, 100, 50), layer=1),
)
TABLE = colour_table(SEGMENTS, 2)
WITH_MANUAL = colour_table(SEGMENTS, 2, (Segment(1, "a", (255, 0, 0)), Segment(3, "c", (0, 0, 255))))
PLAIN = Look(255, 127.5, 0.5, 0)


def exact(count: int) -> Sampling:
    """One pixel a voxel."""
    return Sampling.along(count, 0, 1, count, smooth=False)


def picture(grey: np.ndarray, labels: np.ndarray, look: Look) -> np.ndarray:
    out = np.zeros(grey.shape, np.uint32)
    compose(
        out,
        grey.astype(np.float32),
        Masks(list(labels.astype(np.uint16)), grey.shape),
        TABLE,
        *map(exact, grey.shape),
        look,
    )
    return out


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    shape=st.tuples(st.integers(1, 20), st.integers(1, 20)),
    size=st.tuples(st.integers(1, 50), st.integers(1, 50)),
    smooth=st.booleans(),
    outline=st.integers(0, 3),
    opacity=st.floats(0, 1),
    layers=st.integers(0, 3),
)
def test_the_pass_equals_its_reference(
    seed: int,
    shape: tuple[int, int],
    size: tuple[int, int],
    smooth: bool,
    outline: int,
    opacity: float,
    layers: int,
) -> None:
    rng = np.random.default_rng(seed)
    grey = rng.normal(40, 300, shape).astype(np.float32)
    labels = rng.choice(np.array([0, 1, 2, 3, 300, 999], np.uint16), size=(layers, *shape))
    axes = [
        Sampling.along(n, float(rng.uniform(-5, m)), float(rng.uniform(0.05, 2.5)), m, smooth)
        for n, m in zip(size, shape, strict=True)
    ]
    y0, y1 = sorted(int(n) for n in rng.integers(0, size[0] + 1, 2))
    x0, x1 = sorted(int(n) for n in rng.integers(0, size[1] + 1, 2))
    look = Look(float(rng.uniform(1, 2000)), float(rng.uniform(-500, 500)), opacity, outline)
    ours, theirs = (np.full(size, 7, np.uint32) for _ in range(2))
    masks = Masks(list(labels), shape)
    compose(ours, grey, masks, WITH_MANUAL, *axes, look, (y0, x0, y1, x1))
    compose_reference(theirs, grey, masks, WITH_MANUAL, *axes, look, (y0, x0, y1, x1))
    np.testing.assert_array_equal(ours, theirs)
    outside = np.ones(size, bool)
    outside[y0:y1, x0:x1] = False
    assert (ours[outside] == 7).all()


def test_manual_labels_are_a_dashed_white_outline_and_nothing_else() -> None:
    labels = np.zeros((1, 12, 12), np.uint16)
    labels[0, 2:10, 2:10] = 1
    table = colour_table((), 0, (Segment(1, "a", (255, 0, 0)),))
    for outline in (0, 1):
        out = np.zeros((12, 12), np.uint32)
        compose(out, np.full((12, 12), 500, np.float32), Masks(list(labels), (12, 12)), table, *map(exact, (12, 12)),
                replace(PLAIN, level=500, outline_px=outline))  # fmt: skip
        white, black = out == 0xFFFFFFFF, out == BLACK
        edge = labels[0] == 1
        edge[3:9, 3:9] = False
        assert ((white | black) == edge).all()
        assert 10 < white.sum() < 18  # of 28


def test_window_limits_are_level_plus_minus_half_the_width() -> None:
    grey = np.array([[-161, -160, 40, 240, 5000]])
    out = picture(grey, np.zeros((0, 1, 5)), Look(400, 40, 0, 0))
    assert (out & 0xFF).tolist() == [[0, 0, 128, 255, 255]]
    assert (out >> 24 == 0xFF).all()


def test_fill_blends_and_hidden_segments_do_not_show() -> None:
    grey = np.full((1, 3), 100.0)
    labels = np.array([[[0, 1, 2]], [[0, 0, 0]]])
    out = picture(grey, labels, PLAIN)
    assert [hex(p) for p in out[0]] == ["0xff646464", "0xffb13232", "0xff646464"]


def test_upper_layers_lie_over_lower_ones_and_unknown_values_do_not_show() -> None:
    labels = np.array([[[1, 0, 99]], [[300, 300, 0]]])
    out = picture(np.zeros((1, 3)), labels, replace(PLAIN, opacity=1.0))
    assert [hex(p) for p in out[0]] == ["0xffc86432", "0xffc86432", "0xff000000"]


def test_outline_is_one_screen_pixel_wide_at_any_zoom() -> None:
    labels = np.zeros((1, 10, 10), np.uint16)
    labels[0, 3:7, 3:7] = 1
    for zoom in (4, 11):
        axis = Sampling.along(10 * zoom, 0.5 / zoom - 0.5, 1 / zoom, 10, smooth=True)
        out = np.zeros((10 * zoom, 10 * zoom), np.uint32)
        compose(
            out,
            np.zeros((10, 10), np.float32),
            Masks(labels, (10, 10)),
            TABLE,
            axis,
            axis,
            Look(opacity=0.0, outline_px=1),
        )
        line = np.flatnonzero(out[5 * zoom] == 0xFFFF0000)
        assert line.tolist() == [3 * zoom, 7 * zoom - 1]


def test_pixels_beside_the_slice_are_black_and_interpolation_stops_at_the_border() -> None:
    axis = Sampling.along(8, -2.0, 0.5, 2, smooth=True)
    out = np.zeros((8, 8), np.uint32)
    grey = np.array([[0, 100], [0, 100]], np.float32)
    compose(out, grey, Masks((), (2, 2)), TABLE, axis, axis, PLAIN)
    assert axis.lo == 3
    assert axis.hi == 7
    assert (out[:3] == BLACK).all()
    assert (out[:, 7] == BLACK).all()
    assert (out[4, 3:7] & 0xFF).tolist() == [0, 0, 50, 100]


def test_values_that_are_not_numbers_are_dark_and_harm_no_neighbour() -> None:
    grey = np.array([[np.nan, 50.0, np.inf, -np.inf]], np.float32)[None]
    shown = grey_slice(grey[0])
    assert np.isfinite(shown).all()
    out = picture(shown, np.zeros((0, 1, 4)), PLAIN)
    assert (out & 0xFF).tolist() == [[0, 50, 255, 0]]


@pytest.mark.parametrize("dtype", [np.int16, np.uint16, np.uint8, np.int32, np.float32, np.float64])
@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("strided", [False, True])
def test_slices_are_read_through_any_strides(dtype: type, plane: Plane, strided: bool) -> None:
    rng = np.random.default_rng(1)
    voxels = rng.integers(0, 200, (24, 28, 42)).astype(dtype)
    if strided:  # every second voxel of a Fortran-ordered, reversed array: no axis is contiguous
        voxels = np.asfortranarray(voxels)[::-2, ::2, ::-2]
    geometry = Geometry(voxels.shape, np.array([[0.1, 0, -2, 0], [0, -3, 0.2, 0], [4, 0.3, 0, 0], [0, 0, 0, 1]]))
    view = PlaneView.of(geometry, plane)
    slab = Slab(view, voxels)
    for index in (2, 3, view.slices - 1, view.slices // 2, 0):
        got = grey_slice(slab.cut(index))
        assert got.shape == (view.rows, view.cols)
        for row, col in rng.integers(0, got.shape, (40, 2)):
            assert got[row, col] == voxels[tuple(int(i) for i in view.to_index(row, col, index))]


@pytest.mark.parametrize("plane", PLANES)
def test_a_slab_follows_the_array_where_it_is_told_to(plane: Plane) -> None:
    rng = np.random.default_rng(2)
    array = rng.integers(0, 5, (20, 21, 22)).astype(np.uint8)
    view = PlaneView.of(Geometry.axial(array.shape, (1, 1, 1)), plane)
    slab = Slab(view, array)
    masks = Masks([slab.cut(9)], (view.rows, view.cols))
    for _ in range(30):
        lo = tuple(int(n) for n in rng.integers(0, array.shape))
        box = Box(lo, tuple(n + 6 for n in lo)).clip(array.shape)  # type: ignore[arg-type]
        array[box.slices] = rng.integers(0, 2, box.shape)
        slab.reread(box)
        rect = view.rect(box, 9)
        if rect is not None:
            masks.read([slab.cut(9)], rect)
        fresh = Masks([view.cut(array, 9)], (view.rows, view.cols))
        np.testing.assert_array_equal(masks.labels, fresh.labels)
        np.testing.assert_array_equal(masks.span, fresh.span)
