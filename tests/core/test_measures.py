"""Measurements against closed forms, on anisotropic, oblique and sheared grids."""

from __future__ import annotations

from math import cos, pi, radians, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import PLANES, Geometry, Plane
from medseg_gui.core.measures import (
    Measure,
    angle_deg,
    area_mm2,
    figures,
    grey_unit,
    handles,
    inside,
    length_mm,
    lines,
    point,
    shifted,
    slice_of,
    texts,
    with_handle,
)
from medseg_gui.core.volume import SeriesInfo, Volume

SHAPE = (12, 40, 50)
angles = st.floats(-0.5, 0.5)
spacings = st.floats(0.4, 6.0)


def turned(spacing_mm: tuple[float, float, float], turns: tuple[float, float, float], shear: float = 0.0) -> Geometry:
    """A grid of that spacing, turned round all three axes; ``shear`` moves each slice so far along the rows."""
    affine = Geometry.axial(SHAPE, spacing_mm, (10.0, -20.0, 30.0)).affine.copy()
    affine[:3, 0] += shear * affine[:3, 1]
    for axis, by in enumerate(turns):
        a, b = (k for k in range(3) if k != axis)
        turn = np.eye(4)
        turn[[a, b], [a, b]], turn[a, b], turn[b, a] = cos(by), -sin(by), sin(by)
        affine = turn @ affine
    return Geometry(SHAPE, affine)


grids = st.builds(turned, st.tuples(spacings, spacings, spacings), st.tuples(angles, angles, angles), st.floats(-1, 1))


def placed(geometry: Geometry, plane: Plane, kind: str, *indices: tuple[float, float, float]) -> Measure:
    return Measure(kind, tuple(point(geometry.to_world(i)) for i in indices), plane)  # type: ignore[arg-type]


def in_slice(geometry: Geometry, plane: Plane, number: int, row: float, col: float) -> tuple[float, float, float]:
    axis = geometry.axis_of(plane)
    at = [0.0, 0.0, 0.0]
    at[axis], at[next(a for a in range(3) if a != axis)] = number, row
    at[max(a for a in range(3) if a != axis)] = col
    return (at[0], at[1], at[2])


@settings(max_examples=60, deadline=None)
@given(grids, st.sampled_from(PLANES), st.floats(0, 9), st.floats(0, 9), st.floats(0, 9), st.floats(0, 9))
def test_a_distance_is_that_of_the_patient(
    g: Geometry, plane: Plane, r0: float, c0: float, r1: float, c1: float
) -> None:
    m = placed(g, plane, "distance", in_slice(g, plane, 4, r0, c0), in_slice(g, plane, 4, r1, c1))
    a, b = (a for a in range(3) if a != g.axis_of(plane))
    along, aside = g.affine[:3, a] * (r1 - r0), g.affine[:3, b] * (c1 - c0)
    # the law of cosines, with the angle that the two array axes really have
    expected = np.sqrt(max(along @ along + aside @ aside + 2 * along @ aside, 0.0))
    assert length_mm(m) == pytest.approx(expected, abs=1e-6)
    assert slice_of(m, g) == 4


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 360), st.floats(0, 180), st.floats(1, 50), st.floats(1, 50))
def test_an_angle_is_the_one_drawn(start: float, turn: float, first: float, second: float) -> None:
    def at(degrees: float, size: float) -> tuple[float, float, float]:
        return (5 + size * cos(radians(degrees)), 3 + size * sin(radians(degrees)), 7.0)

    m = Measure("angle", (at(start, first), (5.0, 3.0, 7.0), at(start + turn, second)), "axial")
    assert angle_deg(m) == pytest.approx(turn, abs=1e-4)
    assert angle_deg(Measure("angle", ((1, 1, 1), (1, 1, 1), (2, 2, 2)), "axial")) == 0.0


@settings(max_examples=60, deadline=None)
@given(grids, st.sampled_from(PLANES), st.floats(2, 5), st.floats(2, 5))
def test_areas_and_the_voxels_inside(g: Geometry, plane: Plane, half_rows: float, half_cols: float) -> None:
    axis = g.axis_of(plane)
    a, b = (k for k in range(3) if k != axis)
    middle = [(n - 1) / 2 for n in SHAPE]
    corners = []
    for sign in (-1, 1):
        at = middle.copy()
        at[axis], at[a], at[b] = 3.0, middle[a] + sign * half_rows, middle[b] + sign * half_cols
        corners.append((at[0], at[1], at[2]))
    face = float(np.linalg.norm(np.cross(g.affine[:3, a], g.affine[:3, b])))
    for kind, whole in (("ellipse", pi), ("rectangle", 4.0)):
        m = placed(g, plane, kind, *corners)
        assert area_mm2(m, g) == pytest.approx(whole * half_rows * half_cols * face, rel=1e-6)
        box, mask = inside(m, g)
        rows, cols = np.ogrid[: SHAPE[a], : SHAPE[b]]
        s, t = (rows - middle[a]) / half_rows, (cols - middle[b]) / half_cols
        flat = s**2 + t**2 <= 1 + 1e-9 if kind == "ellipse" else (abs(s) <= 1 + 1e-9) & (abs(t) <= 1 + 1e-9)
        found = np.zeros(SHAPE, bool)
        found[box.slices] = mask
        np.testing.assert_array_equal(np.take(found, 3, axis=axis), flat)
        assert found.sum() == flat.sum()
        for line in lines(m, g):
            assert line[0] == pytest.approx(line[-1])
            edge = g.to_index(line)
            far = ((edge[:, a] - middle[a]) / half_rows) ** 2 + ((edge[:, b] - middle[b]) / half_cols) ** 2
            assert far == pytest.approx(1.0 if kind == "ellipse" else 2.0, abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(grids, st.integers(0, 3))
def test_a_dragged_corner_leaves_the_opposite_one(g: Geometry, number: int) -> None:
    m = placed(g, "axial", "rectangle", *(in_slice(g, "axial", 3, *at) for at in ((10, 12), (20, 30))))
    opposite = handles(m, g)[(number + 2) % 4]
    there = point(g.to_world(in_slice(g, "axial", 3, 2.5, 3.5)))
    new = handles(with_handle(m, g, number, there), g)
    assert any(np.allclose(h, there, atol=1e-6) for h in new)
    assert any(np.allclose(h, opposite, atol=1e-6) for h in new)
    assert slice_of(with_handle(m, g, number, there), g) == 3


def test_moved_as_a_whole_it_keeps_its_figures() -> None:
    g = turned((3.0, 1.0, 0.5), (0.1, 0.2, 0.3), 0.4)
    by = point(g.affine[:3, 2] * 2)
    for kind, points in (("angle", 3), ("distance", 2), ("diameters", 4), ("ellipse", 2)):
        m = placed(g, "axial", kind, *[(3, 5 + 4 * n, 5 + n * n) for n in range(points)])
        volume = Volume(np.ones(SHAPE), g)
        assert figures(shifted(m, by), volume) == pytest.approx(figures(m, volume))


def test_grey_values_of_a_region_are_those_of_simpleitk() -> None:
    import SimpleITK

    g = turned((3.0, 0.8, 0.8), (0.1, -0.2, 0.3))
    voxels = np.random.default_rng(0).normal(40, 30, SHAPE).astype(np.float32)
    m = placed(g, "axial", "ellipse", (4, 6, 8), (4, 30, 41))
    box, mask = inside(m, g)
    labels = np.zeros(SHAPE, np.uint8)
    labels[box.slices][mask] = 1
    peer = SimpleITK.LabelStatisticsImageFilter()
    peer.Execute(SimpleITK.GetImageFromArray(voxels), SimpleITK.GetImageFromArray(labels))
    found = figures(m, Volume(voxels, g, "CT"))
    assert found["mean"] == pytest.approx(peer.GetMean(1), rel=1e-5)
    assert found["sd"] == pytest.approx(peer.GetSigma(1), rel=1e-5)
    assert (found["min"], found["max"]) == pytest.approx((peer.GetMinimum(1), peer.GetMaximum(1)))
    assert found["voxels"] == peer.GetCount(1)


def test_a_region_beside_the_image_has_no_values() -> None:
    g = Geometry.axial(SHAPE, (1, 1, 1))
    volume = Volume(np.zeros(SHAPE, np.int16), g, "CT")
    beside = placed(g, "axial", "ellipse", (3, -20, -20), (3, -10, -10))
    assert figures(beside, volume) | {"area_mm2": 0.0} == {
        "area_mm2": 0.0, "voxels": 0, "mean": None, "sd": None, "min": None, "max": None,
    }  # fmt: skip
    assert texts(beside, volume)[0] == "– ± – HU"
    above = placed(g, "axial", "rectangle", (99, 3, 3), (99, 9, 9))
    assert figures(above, volume)["voxels"] == 0


def test_units_are_those_of_the_modality_and_the_file() -> None:
    g = Geometry.axial((1, 1, 1), (1, 1, 1))
    one = np.zeros((1, 1, 1), np.int16)
    assert grey_unit(Volume(one, g, "CT")) == "HU"
    assert grey_unit(Volume(one, g, "MR")) == "a.u."
    assert grey_unit(Volume(one, g, "PT", SeriesInfo(units="BQML"))) == "BQML"


def test_lengths_have_one_decimal() -> None:
    volume = Volume(np.zeros((1, 1, 1)), Geometry.axial((1, 1, 1), (1, 1, 1)), "CT")
    assert texts(Measure("distance", ((0, 0, 0), (3, 4, 0)), "axial"), volume) == ("5.0 mm",)
    assert texts(Measure("angle", ((1, 0, 0), (0, 0, 0), (0, 1, 0)), "axial"), volume) == ("90.0°",)
    both = Measure("diameters", ((0, 0, 0), (10, 0, 0), (5, -2, 0), (5, 2, 0)), "axial")
    assert texts(both, volume) == ("10.0 × 4.0 mm",)


@pytest.mark.parametrize(
    ("kind", "points", "plane"),
    [
        ("distance", ((0, 0, 0),), "axial"),
        ("distance", ((0, 0, 0), (float("nan"), 0, 0)), "axial"),
        ("distance", ((0, 0, 0), (1e300, 0, 0)), "axial"),
        ("circle", ((0, 0, 0), (1, 1, 1)), "axial"),
        ("distance", ((0, 0, 0), (1, 1, 1)), "oblique"),
    ],
)
def test_what_is_no_measurement_is_refused(
    kind: str, points: tuple[tuple[float, float, float], ...], plane: str
) -> None:
    with pytest.raises(BadInput):
        Measure(kind, points, plane)  # type: ignore[arg-type]
