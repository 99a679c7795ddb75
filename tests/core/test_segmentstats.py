"""Figures of segments against SimpleITK, pyradiomics' published ones, brute force and closed forms."""

from __future__ import annotations

import csv
from math import dist
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from medseg_gui import api
from medseg_gui.core.geometry import PLANES, Box, Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.measures import length_mm, short_mm
from medseg_gui.core.measuretable import COLUMNS, measure_rows, segment_rows, to_csv
from medseg_gui.core.segmentstats import extent_3d_mm, longest_in_plane, segment_figures
from medseg_gui.core.volume import Volume
from tests.core.test_measures import turned


def blob(shape: tuple[int, int, int], seed: int) -> np.ndarray:
    """A few overlapping ellipsoids."""
    rng = np.random.default_rng(seed)
    grid = np.ogrid[tuple(slice(n) for n in shape)]
    out = np.zeros(shape, bool)
    for _ in range(3):
        middle = [rng.uniform(0.3, 0.7) * n for n in shape]
        radius = [rng.uniform(0.12, 0.3) * n for n in shape]
        out |= sum(((g - m) / r) ** 2 for g, m, r in zip(grid, middle, radius, strict=True)) <= 1
    return out


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_those_of_simpleitk_on_oblique_grids(seed: int) -> None:
    import SimpleITK

    g = turned((3.0, 0.7, 0.9), (0.2, -0.3, 0.4 * seed))
    rng = np.random.default_rng(seed)
    mask = blob(g.shape, seed)
    voxels = rng.integers(-100, 300, g.shape).astype(np.int16)
    labels = LabelMap([(mask * 7).astype(np.uint8)], g, [Segment(7, "Blob"), Segment(3, "Nothing")])
    found, nothing = segment_figures(Volume(voxels, g, "CT"), labels)

    image, picture = (SimpleITK.GetImageFromArray(a) for a in (mask.astype(np.uint8), voxels))
    for one in (image, picture):
        one.SetSpacing(g.spacing_mm[::-1])
        one.SetDirection(g.directions[:, ::-1].ravel().tolist())
        one.SetOrigin(g.origin_mm)
    shape, grey = SimpleITK.LabelShapeStatisticsImageFilter(), SimpleITK.LabelIntensityStatisticsImageFilter()
    shape.ComputeFeretDiameterOn()
    shape.Execute(image)
    grey.Execute(image, picture)
    assert found.volume_ml == pytest.approx(shape.GetPhysicalSize(1) / 1000, rel=1e-9)
    assert found.grey.mean == pytest.approx(grey.GetMean(1), rel=1e-9)
    assert found.grey.sd == pytest.approx(grey.GetStandardDeviation(1), rel=1e-9)
    assert (found.grey.minimum, found.grey.maximum) == (grey.GetMinimum(1), grey.GetMaximum(1))
    assert found.grey.voxels == shape.GetNumberOfPixels(1)
    assert found.percentiles[50] == pytest.approx(np.median(voxels[mask]))
    # ITK measures between voxel centres, we between their outer faces
    assert found.length_3d_mm is not None
    assert shape.GetFeretDiameter(1) < found.length_3d_mm < shape.GetFeretDiameter(1) + np.linalg.norm(g.spacing_mm)

    assert (nothing.volume_ml, nothing.grey.voxels, nothing.diameters, nothing.length_3d_mm) == (0.0, 0, {}, None)


@pytest.mark.parametrize("case", ["brain1", "brain2", "breast1", "lung1", "lung2"])
def test_diameters_are_those_pyradiomics_publishes(data_dir: Path, case: str) -> None:
    """It measures between the corners of a surface mesh, which are the middles of our faces."""
    folder = data_dir / "pyradiomics"
    with (folder / "baseline" / "baseline_shape.csv").open(encoding="utf-8") as file:
        rows = {r["featureName"].removeprefix("original_shape_"): r for r in csv.DictReader(file)}
    labels = api.open_labels(folder / f"{case}_label.nrrd")
    mask = np.asarray(labels.voxels == 1)
    box = Box.around(mask)
    assert box is not None
    g, mask = labels.geometry.crop(box), mask[box.slices]
    assert extent_3d_mm(mask, g)[0] == pytest.approx(float(rows["Maximum3DDiameter"][case]), rel=1e-9)
    for plane, name in (("coronal", "Column"), ("sagittal", "Row"), ("axial", "Slice")):
        found = longest_in_plane(mask, g, plane)  # type: ignore[arg-type]
        assert found is not None
        published = float(rows[f"Maximum2DDiameter{name}"][case])
        if plane == "axial" and case in ("brain1", "lung1"):
            # published is the outline half-way between two slices, which holds what only one of them has
            assert length_mm(found) < published
        else:
            assert length_mm(found) == pytest.approx(published, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(
    hnp.arrays(bool, st.tuples(st.just(1), st.integers(1, 9), st.integers(1, 9))).filter(lambda m: bool(m.any())),
    st.floats(0.3, 3.0),
    st.floats(-0.8, 0.8),
)
def test_in_a_slice_nothing_is_longer_and_no_chord_across_is(mask: np.ndarray, row_mm: float, shear: float) -> None:
    g = Geometry.axial(mask.shape, (4.0, row_mm, 1.0))
    affine = g.affine.copy()
    affine[:3, 2] += shear * affine[:3, 1]  # rows and columns that are not at right angles
    g = Geometry(mask.shape, affine)
    found = longest_in_plane(mask, g, "axial")
    assert found is not None
    edges = [
        (0.0, r + a, c + b) for _, r, c in np.argwhere(mask) for a, b in ((0.5, 0), (-0.5, 0), (0, 0.5), (0, -0.5))
    ]
    corners = g.to_world(edges)
    apart = np.linalg.norm(corners[:, None] - corners[None], axis=-1)
    assert length_mm(found) == pytest.approx(float(apart.max()), rel=1e-9)
    a, b, c, d = (np.array(p) for p in found.points)
    assert abs((b - a) @ (d - c)) <= 1e-6 * length_mm(found) * max(short_mm(found), 1e-9)
    # chords across, one through each edge middle and its neighbours, worked out plainly
    from scipy.spatial import ConvexHull

    along = (b - a) / np.linalg.norm(b - a)
    flat = np.stack((corners @ along, corners @ np.cross([0, 0, 1], along)), axis=1)
    outline = flat[ConvexHull(flat).vertices]
    longest = 0.0
    for at in np.linspace(outline[:, 0].min(), outline[:, 0].max(), 101):
        heights = []
        for p, q in zip(outline, np.roll(outline, -1, axis=0), strict=True):
            if min(p[0], q[0]) <= at <= max(p[0], q[0]) and p[0] != q[0]:
                heights.append(p[1] + (at - p[0]) / (q[0] - p[0]) * (q[1] - p[1]))
        longest = max(longest, max(heights, default=0.0) - min(heights, default=0.0))
    assert short_mm(found) >= longest - 1e-6
    assert short_mm(found) <= longest * 1.05 + 1e-6


@pytest.mark.parametrize("turns", [(0.0, 0.0, 0.0), (0.3, -0.2, 0.5)])
def test_an_ellipsoid_has_the_diameters_it_was_made_with(turns: tuple[float, float, float]) -> None:
    shape, spacing = (41, 120, 120), (1.0, 0.4, 0.5)
    g = Geometry(shape, turned(spacing, turns).affine)
    half_mm = (14.0, 20.0, 26.0)
    grid = np.ogrid[tuple(slice(n) for n in shape)]
    mask = sum(
        ((i - n // 2) * mm / half) ** 2 for i, n, mm, half in zip(grid, shape, spacing, half_mm, strict=True)
    ) <= 1  # fmt: skip
    length, width = extent_3d_mm(np.asarray(mask), g)
    assert length == pytest.approx(52, abs=0.6)
    assert width == pytest.approx(40, abs=0.8)
    expected = {0: (52, 40), 1: (52, 28), 2: (40, 28)}
    for plane in PLANES:
        found = longest_in_plane(np.asarray(mask), g, plane)
        assert found is not None
        assert (length_mm(found), short_mm(found)) == pytest.approx(expected[g.axis_of(plane)], abs=1.0)


def test_a_single_voxel_is_as_long_as_it_is() -> None:
    g = Geometry.axial((1, 1, 1), (5.0, 2.0, 1.0))
    found = longest_in_plane(np.ones((1, 1, 1), bool), g, "axial")
    assert found is not None
    assert (length_mm(found), short_mm(found)) == pytest.approx((2.0, 1.0))
    assert extent_3d_mm(np.ones((1, 1, 1), bool), g)[0] == pytest.approx(5.0)
    assert longest_in_plane(np.zeros((1, 1, 1), bool), g, "axial") is None


def test_the_table_holds_every_figure_and_no_formula() -> None:
    g = Geometry.axial((20, 30, 30), (2.0, 1.0, 1.0))
    mask = blob(g.shape, 1)
    labels = LabelMap([mask.astype(np.uint8)], g, [Segment(1, "=SUM(A1)")])
    volume = Volume(np.full(g.shape, 7, np.int16), g, "CT")
    found = tuple(segment_figures(volume, labels))
    drawn = found[0].diameters["axial"]
    text = to_csv([*measure_rows([drawn], volume), *segment_rows(found)])
    first, second = list(csv.DictReader(text.splitlines()))
    assert tuple(first) == COLUMNS
    assert float(first["length_mm"]) == pytest.approx(dist(*drawn.points[:2]), rel=1e-5)
    assert second["name"] == "'=SUM(A1)"
    assert float(second["volume_ml"]) == pytest.approx(mask.sum() * 0.002)
    assert {second[k] for k in ("mean", "min", "max", "p5", "p50", "p95")} == {"7"}
    assert second["unit"] == "HU"
    assert float(second["axial_length_mm"]) == pytest.approx(float(first["length_mm"]))
