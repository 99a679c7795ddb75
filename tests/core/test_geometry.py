"""Grids and boxes: maps and their inverses, crops, planes, letters, on any oblique grid of either handedness."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import PLANES, Box, Geometry
from tests.phantoms import geometries

triples = st.tuples(*[st.integers(-6, 9)] * 3)
boxes = st.builds(Box, triples, triples)
shapes = st.tuples(*[st.integers(1, 7)] * 3)


def voxels_of(box: Box, shape: tuple[int, int, int] = (16, 16, 16), shift: int = 7) -> np.ndarray:
    """The box as a mask on a canvas that reaches from -7 to 8 in every direction."""
    canvas = np.zeros(shape, bool)
    if not box.empty:
        canvas[tuple(slice(a + shift, b + shift) for a, b in zip(box.lo, box.hi, strict=True))] = True
    return canvas


# ----- boxes ----------------------------------------------------------------------------------------


@given(boxes, boxes)
def test_boxes_intersect_as_sets_and_unite_to_the_smallest_hull(a: Box, b: Box) -> None:
    both = voxels_of(a) & voxels_of(b)
    assert np.array_equal(voxels_of(a.intersect(b)), both)
    either = Box.around(voxels_of(a) | voxels_of(b))
    if either is None:
        assert a.union(b).empty
    else:
        assert a.union(b) == Box(tuple(v - 7 for v in either.lo), tuple(v - 7 for v in either.hi))  # type: ignore[arg-type]
    assert a.size == voxels_of(a).sum()
    assert a.empty == (a.size == 0)
    assert a.union(None) == a


@given(st.data(), shapes, st.tuples(*[st.integers(0, 3)] * 3))
def test_padding_grows_a_box_inside_the_grid(
    data: st.DataObject, shape: tuple[int, int, int], by: tuple[int, int, int]
) -> None:
    lo = tuple(data.draw(st.integers(0, n - 1)) for n in shape)
    hi = tuple(data.draw(st.integers(a + 1, n)) for a, n in zip(lo, shape, strict=True))
    padded = Box(lo, hi).pad(by, shape)
    for axis in range(3):
        assert padded.lo[axis] == max(0, lo[axis] - by[axis])
        assert padded.hi[axis] == min(shape[axis], hi[axis] + by[axis])
    assert Box(lo, hi).pad(2, shape) == Box(lo, hi).pad((2, 2, 2), shape)


@given(shape=shapes, seed=st.integers(0, 10**6), density=st.sampled_from([0.0, 0.01, 0.1, 1.0]))
def test_the_box_around_a_mask_is_the_smallest(shape: tuple[int, int, int], seed: int, density: float) -> None:
    mask = np.random.default_rng(seed).random(shape) < density
    box = Box.around(mask)
    if not mask.any():
        assert box is None
        return
    assert box is not None
    found = np.argwhere(mask)
    assert box.lo == tuple(found.min(axis=0))
    assert box.hi == tuple(found.max(axis=0) + 1)
    assert mask[box.slices].sum() == mask.sum()
    assert all(box.holds(index) for index in found)


@given(boxes, st.integers(1, 300))
def test_slabs_cut_a_box_without_gap_or_overlap(box: Box, voxels: int) -> None:
    slabs = list(box.slabs(voxels))
    count = sum((voxels_of(s).astype(int) for s in slabs), np.zeros((16, 16, 16), int))
    assert np.array_equal(count, voxels_of(box).astype(int))
    assert all(s.size <= voxels or s.shape[0] == 1 for s in slabs)


# ----- maps ------------------------------------------------------------------------------------------


@given(geometries(shear=True), st.lists(st.tuples(*[st.floats(-50, 50)] * 3), min_size=1, max_size=5))
def test_world_and_index_are_inverse(geometry: Geometry, points: list[tuple[float, float, float]]) -> None:
    world = geometry.to_world(points)
    assert world.shape == (len(points), 3)
    assert np.allclose(geometry.to_index(world), points, atol=1e-6)
    assert np.allclose(geometry.to_world((0, 0, 0)), geometry.origin_mm)


@given(geometries(shear=True))
def test_spacing_volume_and_handedness_follow_the_affine(geometry: Geometry) -> None:
    for axis in range(3):
        step = np.eye(3)[axis]
        moved = geometry.to_world(step) - geometry.to_world((0, 0, 0))
        assert np.linalg.norm(moved) == pytest.approx(geometry.spacing_mm[axis])
        assert np.allclose(moved, geometry.directions[:, axis] * geometry.spacing_mm[axis])
    slice_, row, column = (geometry.directions[:, i] for i in range(3))
    assert geometry.voxel_ml == pytest.approx(
        abs(np.dot(np.cross(row * geometry.spacing_mm[1], column * geometry.spacing_mm[2]), slice_))
        * geometry.spacing_mm[0]
        / 1000
    )
    assert geometry.left_handed == (np.dot(np.cross(column, row), slice_) < 0)
    right_angles = all(abs(np.dot(a, b)) < 1e-3 for a, b in ((slice_, row), (slice_, column), (row, column)))
    assert geometry.sheared == (not right_angles)


@given(geometries(max_side=9, shear=True), st.data())
def test_a_crop_keeps_every_voxel_where_it_is(geometry: Geometry, data: st.DataObject) -> None:
    lo = tuple(data.draw(st.integers(0, n - 1)) for n in geometry.shape)
    hi = tuple(data.draw(st.integers(a + 1, n)) for a, n in zip(lo, geometry.shape, strict=True))
    part = geometry.crop(Box(lo, hi))
    assert part.shape == Box(lo, hi).shape
    index = np.array(lo) + [data.draw(st.integers(0, n - 1)) for n in part.shape]
    assert np.allclose(part.to_world(index - lo), geometry.to_world(index))
    assert part.frame_uid == geometry.frame_uid


@given(geometries())
def test_a_grid_holds_what_rounds_to_its_voxels(geometry: Geometry) -> None:
    last = np.array(geometry.shape) - 1
    assert geometry.holds((0, 0, 0))
    assert geometry.holds(last + 0.49)
    assert geometry.holds((-0.5, -0.5, -0.5))
    for axis in range(3):
        assert not geometry.holds(last + np.eye(3)[axis] * 0.5)
        assert not geometry.holds(-np.eye(3)[axis] * 0.51)


# ----- planes and letters ------------------------------------------------------------------------------


@given(geometries(shear=True))
def test_each_plane_has_its_own_axis_and_no_assignment_is_better(geometry: Geometry) -> None:
    axes = geometry.plane_axes
    assert sorted(axes.values()) == [0, 1, 2]
    cosines = np.abs(geometry.directions)
    normal = {"sagittal": 0, "coronal": 1, "axial": 2}
    own = sum(cosines[normal[plane], axes[plane]] for plane in PLANES)
    for other in permutations(range(3)):
        assert own >= sum(cosines[normal[plane], axis] for plane, axis in zip(PLANES, other, strict=True)) - 1e-9


@given(geometries(shear=True))
def test_orientation_names_each_body_axis_once(geometry: Geometry) -> None:
    letters = geometry.orientation
    assert sorted("RAF".find(c) if c in "RAF" else "LPH".find(c) for c in letters) == [0, 1, 2]
    for axis, letter in enumerate(letters):
        direction = geometry.directions[:, axis]
        plane_axis = next(i for i in range(3) if letter in ("RL", "AP", "FH")[i])
        assert (direction[plane_axis] > 0) == (letter in "LPH")
        if not geometry.sheared and np.abs(direction).max() > 0.9:
            assert Geometry.letters(direction)[0] == letter


@pytest.mark.parametrize(
    ("columns", "letters"),
    [
        (((0, 0, 1), (0, 1, 0), (1, 0, 0)), "HPL"),
        (((0, 0, -1), (0, 1, 0), (1, 0, 0)), "FPL"),
        (((1, 0, 0), (0, 0, -1), (0, 1, 0)), "LFP"),
        (((0, 1, 0), (0, 0, -1), (-1, 0, 0)), "PFR"),
    ],
)
def test_letters_of_plain_acquisitions(columns: tuple[tuple[int, int, int], ...], letters: str) -> None:
    affine = np.eye(4)
    affine[:3, :3] = np.array(columns).T
    assert Geometry((2, 2, 2), affine).orientation == letters


def test_letters_of_an_oblique_direction_come_by_dominance() -> None:
    assert Geometry.letters((0.9, 0.4, 0.1)) == "LP"
    assert Geometry.letters((-0.3, 0.2, 0.93)) == "HR"
    assert Geometry.letters((0, -5, 0)) == "A"


def test_at_45_degrees_the_letters_still_name_three_body_axes() -> None:
    c = np.sqrt(0.5)
    affine = np.eye(4)
    affine[:3, :3] = np.array([[0, 0, 1], [-c, c, 0], [c, c, 0]])
    geometry = Geometry((3, 3, 3), affine)
    assert sorted(geometry.orientation) in (["A", "H", "L"], ["H", "L", "P"])


# ----- sameness ----------------------------------------------------------------------------------------


@given(geometries(shear=True), st.integers(0, 2), st.floats(0.0, 0.5))
def test_same_grids_are_those_whose_corners_fit_to_a_thousandth(geometry: Geometry, axis: int, shift: float) -> None:
    affine = geometry.affine.copy()
    smallest = min(geometry.spacing_mm)
    assume(abs(shift - 1e-3) > 1e-5)
    affine[axis, 3] += shift * smallest
    moved = Geometry(geometry.shape, affine)
    assert geometry.same_as(moved) == moved.same_as(geometry) == (shift < 1e-3)
    assert geometry.distance_mm(moved) == pytest.approx(shift * smallest, abs=1e-9)


def test_a_tiny_turn_counts_by_its_effect_at_the_far_corner() -> None:
    small, large = (Geometry.axial((n, 512, 512), (1, 0.5, 0.5)) for n in (2, 400))
    for geometry, same in ((small, True), (large, False)):
        affine = geometry.affine.copy()
        affine[0, 0] += 1e-4
        assert geometry.same_as(Geometry(geometry.shape, affine)) == same


def test_frames_of_reference_must_agree_where_both_are_known() -> None:
    a, b, unknown = (Geometry((2, 2, 2), np.eye(4), uid) for uid in ("1.2", "1.3", ""))
    assert not a.same_as(b)
    assert a.same_as(unknown)
    assert unknown.same_as(b)
    assert not a.same_as(Geometry((2, 2, 3), np.eye(4), "1.2"))


# ----- refusals ----------------------------------------------------------------------------------------


def with_last_row(*row: float) -> np.ndarray:
    affine = np.eye(4)
    affine[3] = row
    return affine


@pytest.mark.parametrize(
    ("shape", "affine"),
    [
        ((0, 2, 2), np.eye(4)),
        ((2, 2), np.eye(4)),
        ((2, 2, 2, 2), np.eye(4)),
        ((2, 2, 2), np.eye(3)),
        ((2, 2, 2), np.full((4, 4), np.nan)),
        ((2, 2, 2), np.diag([1, np.inf, 1, 1])),
        ((2, 2, 2), np.diag([1, 0, 1, 1])),
        ((2, 2, 2), np.array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1.0]])),
        ((2, 2, 2), np.array([[1, 1, 0, 0], [1, 1 + 1e-9, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1.0]])),
        ((2, 2, 2), with_last_row(0, 0, 0, 2)),
        ((2, 2, 2), with_last_row(1, 0, 0, 1)),
    ],
)
def test_a_grid_that_is_none_is_refused(shape: tuple[int, ...], affine: np.ndarray) -> None:
    with pytest.raises(BadInput):
        Geometry(shape, affine)  # type: ignore[arg-type]


def test_a_microscope_grid_is_a_grid() -> None:
    geometry = Geometry.axial((3, 4, 5), (2e-4, 1e-4, 1e-4))
    assert geometry.voxel_ml == pytest.approx(2e-15)
    assert np.allclose(geometry.to_index(geometry.to_world((1, 2, 3))), (1, 2, 3))


def test_an_affine_cannot_be_changed_from_outside() -> None:
    affine = np.eye(4)
    geometry = Geometry((2, 2, 2), affine)
    affine[0, 3] = 99
    assert geometry.origin_mm == (0, 0, 0)
    with pytest.raises(ValueError, match="read-only"):
        geometry.affine[0, 3] = 1


def test_an_unknown_plane_is_refused() -> None:
    with pytest.raises(BadInput, match="axial"):
        Geometry((2, 2, 2), np.eye(4)).axis_of("oblique")  # type: ignore[arg-type]
