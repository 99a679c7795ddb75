"""Slices filled in between: solids that are known come back to within a voxel; drawn slices stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core import morphology as shapes
from medseg_gui.core.between import fill_between, gaps_of, signed_distance
from medseg_gui.core.labelmap import Mask

SHAPE = (33, 80, 80)
SPACING = (2.0, 0.8, 1.1)


def filled(
    mask: Mask,
    axis: int = 0,
    spacing: shapes.Spacing = SPACING,
    most_mm: float = np.inf,
    image: np.ndarray | None = None,
    follow_mm: float = 0.0,
) -> Mask:
    steps = fill_between(mask, axis, spacing, most_mm, image, follow_mm)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            out: Mask = stop.value
            return out


def millimetres() -> list[np.ndarray]:
    return [(a - n / 2) * s for a, n, s in zip(np.ogrid[tuple(map(slice, SHAPE))], SHAPE, SPACING, strict=True)]


def slanted(z: np.ndarray, y: np.ndarray, x: np.ndarray) -> Mask:
    return np.asarray((y - 0.5 * z) ** 2 + (x + 0.4 * z) ** 2 < 6**2)


SOLIDS: dict[str, Callable[..., Mask]] = {
    "ellipsoid": lambda z, y, x: (z / 28) ** 2 + (y / 25) ** 2 + (x / 30) ** 2 < 1,
    "cone": lambda z, y, x: np.hypot(y, x) < 18 - 0.4 * z,
    "slanted cylinder": slanted,
    "tube": lambda z, y, x: np.abs(np.hypot(y, x) - 18) < 4 + 0 * z,
    "two": lambda z, y, x: ((y - 12) ** 2 + x**2 < 9**2) | ((y + 14) ** 2 + (x - 0.1 * z) ** 2 < 8**2),
}


@pytest.mark.parametrize("solid", SOLIDS)
@pytest.mark.parametrize("every", [2, 4])
def test_a_known_solid_comes_back_within_a_voxel(solid: str, every: int) -> None:
    whole = SOLIDS[solid](*millimetres())
    drawn = whole.copy()
    keep = np.zeros(SHAPE[0], bool)
    keep[::every] = True
    drawn[~keep] = False
    found = filled(drawn)
    first, last = np.flatnonzero(drawn.any(axis=(1, 2)))[[0, -1]]
    span = slice(int(first), int(last) + 1)
    # nothing lies further outside, and nothing further inside is missing, than a voxel's diagonal; where the solid is
    # straight, the diagonal in the slice will do
    straight = solid != "ellipsoid"
    voxel = float(np.hypot(*SPACING[1:]) if straight else np.linalg.norm(SPACING)) * 1.01
    parts = [slice(z, z + 1) for z in range(SHAPE[0])] if straight else [slice(0, SHAPE[0])]
    wide, core = np.zeros(SHAPE, bool), np.zeros(SHAPE, bool)
    for part in parts:
        wide[part] = shapes.finished(shapes.grow(whole[part], voxel, SPACING))
        core[part] = shapes.finished(shapes.shrink(whole[part], voxel, SPACING))
    assert not (found & ~wide).any()
    assert not (core & ~found)[span].any()
    both = 2 * np.count_nonzero(found[span] & whole[span])
    assert both / (np.count_nonzero(found[span]) + np.count_nonzero(whole[span])) > 0.96
    np.testing.assert_array_equal(found[keep], drawn[keep])
    np.testing.assert_array_equal(found[: span.start], drawn[: span.start])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**16), st.integers(0, 2))
def test_drawn_slices_stay_and_the_same_shape_is_drawn_between(seed: int, axis: int) -> None:
    rng = np.random.default_rng(seed)
    shape = [12, 12, 12]
    mask = np.zeros(shape, bool)
    view = np.moveaxis(mask, axis, 0)
    picture = rng.random((12, 12)) > 0.6
    picture[5, 5] = True
    view[1] = view[7] = picture
    found = np.moveaxis(filled(mask, axis), axis, 0)
    for z in range(1, 8):
        np.testing.assert_array_equal(found[z], picture)
    assert not found[0].any()
    assert not found[8:].any()


def test_wide_gaps_stay() -> None:
    mask = np.zeros((20, 9, 9), bool)
    mask[[0, 3, 15], 3:6, 3:6] = True
    assert gaps_of(mask, 0) == [(0, 3), (3, 15)]
    found = filled(mask, 0, (2.0, 1.0, 1.0), most_mm=10)
    assert found[1:3].any(axis=(1, 2)).all()
    assert not found[4:15].any()


def test_the_distance_changes_sign_at_the_edge() -> None:
    mask = np.zeros((9, 9), bool)
    mask[3:6, 3:6] = True
    distance = signed_distance(mask, (1.0, 1.0))
    assert ((distance > 0) == mask).all()
    assert distance[4, 2] == -0.5
    assert distance[4, 3] == 0.5
    assert np.isfinite(signed_distance(np.ones((4, 4), bool), (1.0, 1.0))).all()


def dice(a: Mask, b: Mask) -> float:
    return 2 * np.count_nonzero(a & b) / (np.count_nonzero(a) + np.count_nonzero(b))


def test_the_edge_follows_the_image_where_the_shapes_alone_cannot_know() -> None:
    z, y, x = millimetres()
    whole = np.hypot(y, x) < 14 + 4 * np.sin(z / 2.6)  # swells and narrows between the drawn slices
    rng = np.random.default_rng(1)
    image = np.where(whole, 120, 60) + rng.normal(0, 20, SHAPE)
    drawn = whole.copy()
    drawn[np.arange(SHAPE[0]) % 8 != 0] = False
    alone, followed = filled(drawn), filled(drawn, image=image, follow_mm=8.0)
    assert dice(followed, whole) > dice(alone, whole) + 0.05
    assert dice(followed, whole) > 0.93
    np.testing.assert_array_equal(followed[::8], drawn[::8])


def test_without_contrast_the_image_changes_little() -> None:
    whole = SOLIDS["cone"](*millimetres())
    image = np.random.default_rng(2).normal(0, 20, SHAPE)
    drawn = whole.copy()
    drawn[np.arange(SHAPE[0]) % 4 != 0] = False
    followed = filled(drawn, image=image, follow_mm=3.0)
    assert dice(followed, whole) > 0.93
    flat = filled(drawn, image=np.zeros(SHAPE), follow_mm=3.0)
    np.testing.assert_array_equal(flat, filled(drawn))


def test_following_the_image_helps_on_real_hippocampi(data_dir: Path) -> None:
    """Every fourth slice of manual labels is kept, the others are filled in (T1 MR, 1 mm)."""
    from medseg_gui import api

    gains = []
    for path in sorted((data_dir / "hippocampus-msd" / "images").glob("*.nii.gz"))[:4]:
        volume = api.open_volume(path)
        whole = api.open_labels(path.parent.parent / "labels" / path.name, like=volume).any_mask()
        slices = np.flatnonzero(whole.any(axis=(1, 2)))
        drawn = np.zeros_like(whole)
        drawn[slices[0] :: 4] = whole[slices[0] :: 4]
        empty = [z for z in range(slices[0], slices[-1]) if not drawn[z].any()]
        spacing = volume.geometry.spacing_mm
        alone, followed = (filled(drawn, 0, spacing, image=volume.voxels, follow_mm=mm) for mm in (0.0, 2.0))
        gains.append(dice(followed[empty], whole[empty]) - dice(alone[empty], whole[empty]))
    assert np.mean(gains) > 0.01
