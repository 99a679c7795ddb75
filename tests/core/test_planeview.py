"""Which way up slices are shown, on every orientation that a grid can have."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medseg_gui.core.geometry import PLANES, Box, Geometry, Plane
from medseg_gui.core.planeview import Letters, PlaneView

EXPECTED = {
    "axial": Letters("R", "L", "A", "P"),
    "coronal": Letters("R", "L", "H", "F"),
    "sagittal": Letters("A", "P", "H", "F"),
}
SPACING = (5.0, 0.7, 0.9)
GRIDS = [(order, signs) for order in permutations(range(3)) for signs in product((1, -1), repeat=3)]


def grid(order: tuple[int, ...], signs: tuple[int, ...], turn: np.ndarray | None = None) -> Geometry:
    """A (4, 5, 6) grid whose array axis i runs along LPS axis order[i] in the direction signs[i]."""
    affine = np.eye(4)
    affine[:3, :3] = 0
    for axis in range(3):
        affine[order[axis], axis] = signs[axis] * SPACING[axis]
    if turn is not None:
        affine[:3, :3] = turn @ affine[:3, :3]
    affine[:3, 3] = (11, -22, 33)
    return Geometry((4, 5, 6), affine)


def rotation(degrees: tuple[float, float, float]) -> np.ndarray:
    out = np.eye(3)
    for axis, angle in enumerate(np.radians(degrees)):
        i, j = (axis + 1) % 3, (axis + 2) % 3
        one = np.eye(3)
        one[i, i] = one[j, j] = np.cos(angle)
        one[i, j], one[j, i] = -np.sin(angle), np.sin(angle)
        out = one @ out
    return out


@pytest.mark.parametrize(("order", "signs"), GRIDS)
def test_letters_follow_the_convention_on_all_48_orientations(order: tuple[int, ...], signs: tuple[int, ...]) -> None:
    geometry = grid(order, signs)
    for plane in PLANES:
        view = PlaneView.of(geometry, plane)
        assert view.letters(geometry) == EXPECTED[plane]
        assert (view.row_mm, view.col_mm) == (SPACING[view.row_axis], SPACING[view.col_axis])


@pytest.mark.parametrize(("order", "signs"), GRIDS)
def test_a_point_is_shown_where_the_patient_has_it(order: tuple[int, ...], signs: tuple[int, ...]) -> None:
    """Rows grow to the back or the feet, columns to the patient's left or back: never mirrored."""
    geometry = grid(order, signs)
    grows = {"axial": (1, 0), "coronal": (-2, 0), "sagittal": (-2, 1)}
    for plane in PLANES:
        view = PlaneView.of(geometry, plane)
        here = geometry.to_world(view.to_index(1, 1, 2))
        down = geometry.to_world(view.to_index(2, 1, 2)) - here
        right = geometry.to_world(view.to_index(1, 2, 2)) - here
        row, col = grows[plane]
        assert down[abs(row)] * (-1 if row < 0 else 1) == pytest.approx(view.row_mm)
        assert right[col] == pytest.approx(view.col_mm)


def test_oblique_edges_have_several_letters() -> None:
    geometry = grid((2, 1, 0), (1, 1, 1), rotation((0, 0, 30)))
    letters = PlaneView.of(geometry, "axial").letters(geometry)
    assert letters == Letters("RA", "LP", "AL", "PR")


@given(
    which=st.integers(0, 47),
    angles=st.tuples(*[st.floats(-40, 40)] * 3),
    plane=st.sampled_from(PLANES),
    at=st.tuples(st.floats(-3, 9), st.floats(-3, 9)),
    index=st.integers(0, 3),
)
def test_index_and_shown_place_are_inverse(
    which: int, angles: tuple[float, float, float], plane: Plane, at: tuple[float, float], index: int
) -> None:
    view = PlaneView.of(grid(*GRIDS[which], rotation(angles)), plane)
    assert view.to_shown(view.to_index(*at, index)) == pytest.approx(at)
    assert view.to_index(*at, index)[view.axis] == index
    assert {view.axis, view.row_axis, view.col_axis} == {0, 1, 2}


@given(which=st.integers(0, 47), plane=st.sampled_from(PLANES), seed=st.integers(0, 1000))
def test_cut_and_rect_agree_with_the_index_map(which: int, plane: Plane, seed: int) -> None:
    rng = np.random.default_rng(seed)
    geometry = grid(*GRIDS[which])
    view = PlaneView.of(geometry, plane)
    voxels = np.arange(4 * 5 * 6).reshape(4, 5, 6)
    index = int(rng.integers(view.slices))
    cut = view.cut(voxels, index)
    assert cut.shape == (view.rows, view.cols)
    row, col = int(rng.integers(view.rows)), int(rng.integers(view.cols))
    assert cut[row, col] == voxels[tuple(int(i) for i in view.to_index(row, col, index))]
    lo = tuple(int(rng.integers(n)) for n in geometry.shape)
    hi = tuple(int(rng.integers(low, n)) + 1 for low, n in zip(lo, geometry.shape, strict=True))
    marked = np.zeros(geometry.shape, bool)
    marked[Box(lo, hi).slices] = True  # type: ignore[arg-type]
    rect = view.rect(Box(lo, hi), index)  # type: ignore[arg-type]
    shown = view.cut(marked, index)
    if rect is None:
        assert not shown.any()
    else:
        r0, c0, r1, c1 = rect
        assert shown[r0:r1, c0:c1].all()
        assert shown.sum() == (r1 - r0) * (c1 - c0)


def test_position_is_the_distance_along_the_normal() -> None:
    geometry = Geometry.axial((4, 5, 6), (5, 1, 1), (-100, 0, -12.5))
    view = PlaneView.of(geometry, "axial")
    assert view.position(geometry, 0) == ("F", 12.5)
    assert view.position(geometry, 3) == ("H", 2.5)
    assert PlaneView.of(geometry, "sagittal").position(geometry, 0) == ("R", 100)
    tilted = geometry.affine.copy()
    tilted[1, 0] = 2.0  # a gantry tilt: slices shift to the back, yet lie as far to the head
    assert view.position(Geometry((4, 5, 6), tilted), 3) == ("H", pytest.approx(2.5))
