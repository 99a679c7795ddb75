"""Brush footprints against a distance worked out voxel by voxel."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core.brush import sweep
from medseg_gui.core.geometry import PLANES, Geometry, Plane

Point = tuple[float, float, float]


def distances_mm(geometry: Geometry, a: Point, b: Point, plane: Plane | None) -> np.ndarray:
    """Distance of every voxel centre from the line a–b in the patient; infinite off the slice of a disc."""
    start, end = np.array(a), np.array(b)
    index = np.stack(np.meshgrid(*map(np.arange, geometry.shape), indexing="ij"), axis=-1).astype(float)
    off = np.zeros(geometry.shape, bool)
    if plane is not None:
        axis = geometry.axis_of(plane)
        start[axis] = end[axis] = np.floor(end[axis] + 0.5)
        off = index[..., axis] != end[axis]
    p, q, w = geometry.to_world(start), geometry.to_world(end), geometry.to_world(index)
    d = q - p
    t = np.clip((w - p) @ d / (d @ d), 0, 1)[..., None] if d @ d > 0 else 0.0
    distance = np.linalg.norm(w - p - t * d, axis=-1)
    distance[off] = np.inf
    return distance


def on_line(geometry: Geometry, a: Point, b: Point, plane: Plane | None) -> np.ndarray:
    start, end = np.array(a), np.array(b)
    if plane is not None:
        axis = geometry.axis_of(plane)
        start[axis] = end[axis] = np.floor(end[axis] + 0.5)
    out = np.zeros(geometry.shape, bool)
    for t in np.linspace(0, 1, 2001):
        at = np.floor(start + t * (end - start) + 0.5).astype(int)
        if geometry.holds(at):
            out[tuple(at)] = True
    return out


def painted(geometry: Geometry, a: Point, b: Point, radius_mm: float, plane: Plane | None) -> np.ndarray:
    box, mask = sweep(geometry, a, b, radius_mm, plane)
    full = np.zeros(geometry.shape, bool)
    assert mask.shape == box.shape
    full[box.slices] = mask
    return full


places = st.tuples(*[st.floats(-4, 24)] * 3)


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    shape=st.tuples(*[st.integers(1, 20)] * 3),
    a=places,
    b=places,
    still=st.booleans(),
    radius_mm=st.floats(0.2, 12),
    plane=st.sampled_from((None, *PLANES)),
)
def test_exactly_the_voxels_within_the_radius(
    seed: int, shape: tuple[int, int, int], a: Point, b: Point, still: bool, radius_mm: float, plane: Plane | None
) -> None:
    rng = np.random.default_rng(seed)
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    affine = np.eye(4)
    affine[:3, :3] = turn @ np.diag(rng.uniform(0.4, 5, 3))
    if seed % 3 == 0:
        affine[:3, 0] += 0.5 * affine[:3, 1]  # a gantry tilt
    geometry = Geometry(shape, affine)
    b = a if still else b
    full = painted(geometry, a, b, radius_mm, plane)
    distance = distances_mm(geometry, a, b, plane)
    line = on_line(geometry, a, b, plane)
    sure = np.abs(distance - radius_mm) > 1e-6
    assert full[sure & (distance < radius_mm)].all()
    assert not full[sure & (distance > radius_mm) & ~line].any()


@settings(max_examples=25, deadline=None)
@given(
    at=st.tuples(st.integers(0, 11), st.integers(0, 24), st.integers(0, 27)),
    spacing=st.tuples(st.floats(0.4, 6), st.floats(0.4, 3), st.floats(0.4, 3)),
    radius_mm=st.floats(0.2, 15),
    plane=st.sampled_from((None, *PLANES)),
)
def test_a_click_of_the_brush_is_simpleitks_distance(
    at: tuple[int, int, int], spacing: tuple[float, float, float], radius_mm: float, plane: Plane | None
) -> None:
    """Ball and discs on anisotropic voxels, against the distance from one voxel as SimpleITK has it."""
    import SimpleITK

    geometry = Geometry.axial((12, 25, 28), spacing)
    seed = np.zeros(geometry.shape, np.uint8)
    seed[at] = 1
    image = SimpleITK.GetImageFromArray(seed)
    image.SetSpacing(spacing[::-1])
    far = SimpleITK.GetArrayFromImage(
        SimpleITK.SignedMaurerDistanceMap(image, insideIsPositive=False, squaredDistance=False, useImageSpacing=True)
    )
    far[at] = 0  # on the only voxel of the shape it is minus half a voxel there
    if plane is not None:
        axis = geometry.axis_of(plane)
        there = np.indices(geometry.shape)[axis] == at[axis]
        far = np.where(there, far, np.inf)
    ours = painted(geometry, at, at, radius_mm, plane)
    sure = np.abs(far - radius_mm) > 1e-3  # distances equal to the radius may fall on either side
    np.testing.assert_array_equal(ours[sure], (far < radius_mm)[sure])


def test_a_disc_is_round_in_millimetres() -> None:
    geometry = Geometry.axial((9, 81, 81), (5, 0.5, 1.0))
    disc = painted(geometry, (4, 40, 40), (4, 40, 40), 10.0, "axial")[4]
    assert np.flatnonzero(disc[:, 40]).tolist() == list(range(20, 61))
    assert np.flatnonzero(disc[40]).tolist() == list(range(30, 51))
    side = painted(geometry, (4, 40, 40), (4, 40, 40), 10.0, "sagittal")
    assert side.any(axis=(1, 2)).sum() == 5  # ±2 slices of 5 mm
    assert side.any(axis=(0, 1)).sum() == 1


def test_a_thin_brush_leaves_a_trace_without_gaps() -> None:
    geometry = Geometry.axial((1, 40, 40), (1, 1, 1))
    full = painted(geometry, (0, 2, 3), (0, 31, 38), 0.1, "axial")[0]
    rows, cols = np.nonzero(full)
    assert set(cols) == set(range(3, 39))
    order = np.lexsort((rows, cols))
    steps = np.abs(np.diff(rows[order])) + np.abs(np.diff(cols[order]))
    assert steps.max() <= 2


def test_beside_the_grid_the_box_is_empty() -> None:
    box, mask = sweep(Geometry.axial((5, 5, 5), (1, 1, 1)), (2, -20, 2), (2, -15, 2), 3, "axial")
    assert box.empty
    assert mask.size == 0
