"""Slabs: what is in them, where it is shown, and that scrolling and modes agree with plain numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import PLANES, Geometry, Plane
from medseg_gui.core.planeview import PlaneView
from medseg_gui.core.projection import Mode, Projection, Thick
from tests.core.test_measures import SHAPE, grids

PLAIN = {"mip": np.max, "minip": np.min, "mean": np.mean}


@pytest.mark.parametrize("kind", ["u1", "i2", "i4", "f4", "f8"])
@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("mode", ["mip", "minip", "mean"])
def test_a_slab_is_the_plain_projection(kind: str, plane: Plane, mode: Mode) -> None:
    g = Geometry.axial(SHAPE, (3.0, 0.8, 0.8))
    voxels = np.random.default_rng(0).integers(0, 200, SHAPE).astype(kind)
    layout = PlaneView.of(g, plane)
    projection = Projection(layout, voxels, g)
    mm = g.spacing_mm[layout.axis]
    for index in (0, 5, layout.slices - 1):
        for thickness in (1.0, 6.0, 10.0):
            near = [k for k in range(layout.slices) if abs(k - index) * mm <= thickness / 2 + 1e-9]
            flat = PLAIN[mode](np.take(voxels, near, axis=layout.axis), axis=layout.axis, keepdims=True)
            found = projection.cut(index, Thick(mode, thickness))
            np.testing.assert_allclose(found, layout.cut(flat, 0), rtol=1e-6)
            first, last = projection.span(index, thickness)
            assert list(range(first, last)) == near
    np.testing.assert_array_equal(projection.cut(5, Thick("off")), layout.cut(voxels, 5))


@settings(max_examples=80, deadline=None)
@given(grids, st.sampled_from(PLANES), st.tuples(*(st.integers(0, n - 1) for n in SHAPE)), st.floats(1, 40), st.data())
def test_a_bright_voxel_shows_where_it_lies_along_the_normal(
    g: Geometry, plane: Plane, bright: tuple[int, int, int], thickness_mm: float, data: st.DataObject
) -> None:
    layout = PlaneView.of(g, plane)
    index = data.draw(st.integers(0, layout.slices - 1))
    voxels = np.zeros(SHAPE, np.int16)
    voxels[bright] = 1000
    a, b = (k for k in range(3) if k != layout.axis)
    normal = np.cross(g.affine[:3, a], g.affine[:3, b])
    normal /= np.linalg.norm(normal)
    on_slice = [0.0, 0.0, 0.0]
    on_slice[layout.axis] = index
    away_mm = float((g.to_world(bright) - g.to_world(on_slice)) @ normal)
    if abs(abs(away_mm) - thickness_mm / 2) < 1e-3:
        return
    place = g.to_index(g.to_world(bright) - away_mm * normal)  # the foot of the perpendicular on the slice
    row, col = layout.to_shown((float(place[0]), float(place[1]), float(place[2])))
    shown = np.argwhere(Projection(layout, voxels, g).cut(index, Thick("mip", thickness_mm)) == 1000)
    inside = -0.49 < row < layout.rows - 0.51 and -0.49 < col < layout.cols - 0.51
    if abs(away_mm) > thickness_mm / 2:
        assert not len(shown)
    elif inside:
        assert len(shown) == 1
        assert abs(shown[0] - (row, col)).max() <= 0.5 + 1e-6


def test_what_is_no_number_yields_to_a_number() -> None:
    g = Geometry.axial((3, 4, 4), (1, 1, 1))
    voxels = np.ones((3, 4, 4), np.float32)
    voxels[0] = np.nan
    projection = Projection(PlaneView.of(g, "axial"), voxels, g)
    assert (projection.cut(1, Thick("mip", 2.0)) == 1).all()
    assert (projection.cut(1, Thick("minip", 2.0)) == 1).all()


@pytest.mark.parametrize(
    ("mode", "mm"), [("max", 3.0), ("mip", 0.0), ("mip", -1.0), ("mip", float("nan")), ("mip", 1e9)]
)
def test_what_is_no_slab_is_refused(mode: str, mm: float) -> None:
    with pytest.raises(BadInput):
        Thick(mode, mm)  # type: ignore[arg-type]
