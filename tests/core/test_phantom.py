"""The computed patient: true volumes on every grid, plausible Hounsfield values, the same voxels for the same seed."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core import phantom as ph
from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Box

GRIDS = [
    ((48, 256, 256), (5.0, 1.5, 1.5), 0.0),
    ((48, 128, 128), (5.0, 3.0, 3.0), 0.0),
    ((48, 128, 128), (5.0, 3.0, 3.0), 17.0),
    ((96, 96, 96), (2.5, 4.0, 4.0), -30.0),
    ((40, 64, 64), (2.5, 2.5, 2.5), 8.0),
]


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_sampled_volumes_are_the_analytic_ones(
    seed: int, grid: tuple[ph.Triple, tuple[float, float, float], float]
) -> None:
    shape, spacing, oblique = grid
    made = ph.make_phantom(seed, shape, spacing, oblique, noise_hu=10)
    assert made.volume.voxels.shape == shape
    assert made.volume.geometry.same_as(made.labels.geometry)
    assert np.allclose(made.volume.geometry.spacing_mm, spacing)
    for segment in made.labels.segments:
        sampled = made.labels.mask(segment).sum() * made.labels.geometry.voxel_ml
        true = made.analytic_ml[segment.name]
        assert sampled == pytest.approx(true, rel=0.02 if true > 10 else 0.05), segment.name


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), oblique=st.sampled_from([0.0, 0.0, 10.0, -25.0, 40.0]))
def test_every_seed_gives_disjoint_structures_inside_the_grid(seed: int, oblique: float) -> None:
    """Checked on the solids themselves at 2 mm, not on the labels, which could hide an overlap."""
    rng = np.random.default_rng(seed)
    geometry = ph._grid(rng, (48, 128, 128), (5.0, 3.0, 3.0), oblique)
    patient = ph._plan(rng, seed, geometry)
    _, analytic = ph._label(patient, geometry)
    fine = ph.Geometry.axial((130, 190, 190), (2, 2, 2), tuple(patient.centre_mm - (190, 190, 130)))
    count = np.zeros(fine.shape, np.uint8)
    for segment in ph.SEGMENTS:
        solid = patient.organs[segment.name]
        for axis in range(3):
            way = geometry.directions[:, axis] * ph.reach(solid, geometry.directions[:, axis])
            ends = geometry.to_index([solid.centre_mm - way, solid.centre_mm + way])[:, axis]
            assert ends.min() > -0.5
            assert ends.max() < geometry.shape[axis] - 0.5
        box, mask = solid.inside(fine)
        if segment.name == ph.LIVER_LESION:
            liver_box, liver = patient.organs[ph.LIVER].inside(fine)
            assert liver_box.intersect(box) == box
            whole = np.zeros(fine.shape, bool)
            whole[liver_box.slices] = liver
            assert whole[box.slices][mask].all(), "the lesion sticks out of the liver"
        else:
            count[box.slices] += mask
    assert count.max() == 1, "two structures overlap"
    assert analytic[ph.LIVER] + analytic[ph.LIVER_LESION] == pytest.approx(patient.organs[ph.LIVER].volume_ml)


@given(
    semi=st.tuples(*[st.floats(8, 40)] * 3),
    at=st.floats(-0.9, 1.2),
    normal=st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda n: np.linalg.norm(n) > 0.1),
    angles=st.tuples(st.floats(-180, 180), st.floats(-180, 180)),
)
@settings(max_examples=30, deadline=None)
def test_closed_form_of_a_cut_ellipsoid_equals_fine_sampling(
    semi: tuple[float, float, float],
    at: float,
    normal: tuple[float, float, float],
    angles: tuple[float, float],
) -> None:
    direction = np.array(normal) / np.linalg.norm(normal)
    solid = ph.Ellipsoid(np.zeros(3), np.array(semi), ph._tilt(*angles))
    solid = ph.replace(solid, cut=(direction, at * ph.reach(solid, direction)))
    # turned, so that no face of the solid lies along the samples
    turned = ph._grid(np.random.default_rng(0), (100, 100, 100), (1, 1, 1), 37)
    solid = ph.replace(solid, centre_mm=turned.to_world((49.3, 49.6, 49.4)))
    _, mask = solid.inside(turned)
    assert mask.sum() / 1000 == pytest.approx(solid.volume_ml, rel=0.02, abs=0.05)


def test_hounsfield_values_are_those_of_a_portal_venous_ct() -> None:
    made = ph.make_phantom(5)
    voxels = made.volume.voxels
    assert voxels.dtype == np.int16
    expected = {ph.LIVER: (95, 120), ph.RIGHT_KIDNEY: (135, 175), ph.LEFT_KIDNEY: (135, 175), ph.LIVER_LESION: (45, 85)}
    for name, (low, high) in expected.items():
        mask = made.labels.mask(made.labels.named(name))
        assert low <= np.median(voxels[mask]) <= high, name
    assert np.median(voxels[:, :20, :20]) == pytest.approx(-1000, abs=5), "air beside the patient"
    counts, edges = np.histogram(voxels, bins=np.arange(-1050, 1300, 25))
    lung = counts[(edges[:-1] >= -900) & (edges[:-1] < -650)].sum() / voxels.size
    fat = counts[(edges[:-1] >= -150) & (edges[:-1] < -50)].sum() / voxels.size
    soft = counts[(edges[:-1] >= 0) & (edges[:-1] < 150)].sum() / voxels.size
    bone = (voxels > 300).mean()
    assert 0.03 < lung < 0.3
    assert 0.1 < fat < 0.4
    assert 0.1 < soft < 0.4
    assert 0.003 < bone < 0.05


def test_noise_is_correlated_within_slices_and_not_between_them() -> None:
    """In the liver, away from its surface."""
    made = ph.make_phantom(6, noise_hu=20)
    quiet = ph.make_phantom(6, noise_hu=0)
    noise = made.volume.voxels.astype(float) - quiet.volume.voxels
    box = Box.around(made.labels.mask(made.labels.named(ph.LIVER)))
    assert box is not None
    noise = noise[box.slices]
    assert noise.std() == pytest.approx(20, rel=0.1)

    def along(axis: int) -> float:
        a, b = np.moveaxis(noise, axis, 0)[:-1], np.moveaxis(noise, axis, 0)[1:]
        return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])

    assert along(2) > 0.3
    assert along(1) > 0.3
    assert abs(along(0)) < 0.05


def test_thick_slices_blend_across_a_surface() -> None:
    """The liver's flat side, oblique to the slices, is a ramp of the voxel's extent: partial volume."""
    made = ph.make_phantom(7, noise_hu=0)
    hard = np.diff(made.volume.voxels[24].astype(int), axis=0)
    assert np.abs(hard).max() < 1400, "no voxel jumps from air to bone"
    liver = made.shapes[ph.LIVER]
    geometry = made.volume.geometry
    assert liver.cut is not None
    normal, at = liver.cut
    point = liver.centre_mm + normal * at
    steps = point + np.linspace(-8, 8, 65)[:, None] * normal
    level = [float(liver.level(geometry.crop(Box(tuple(i), tuple(i + 1))))[0, 0, 0])
             for i in np.rint(geometry.to_index(steps)).astype(int)]  # fmt: skip
    assert sum(-0.5 < v < 0.5 for v in level) > 5


def test_same_arguments_same_voxels_and_other_seed_other_patient() -> None:
    small = {"shape": (40, 64, 64), "spacing_mm": (5.0, 5.0, 5.0)}
    a, b, c = (ph.make_phantom(seed, **small) for seed in (11, 11, 12))
    assert np.array_equal(a.volume.voxels, b.volume.voxels)
    assert np.array_equal(a.labels.voxels, b.labels.voxels)
    assert not np.array_equal(a.labels.voxels, c.labels.voxels)
    assert a.analytic_ml != c.analytic_ml


def test_slabs_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ph.make_phantom(3, (40, 64, 64), (5.0, 5.0, 5.0), 12.0, noise_hu=0)
    monkeypatch.setattr(ph, "SLAB_VOXELS", 7 * 64 * 64)
    parts = ph.make_phantom(3, (40, 64, 64), (5.0, 5.0, 5.0), 12.0, noise_hu=0)
    # only the lung's texture (some tens of HU) is drawn anew per slab
    difference = np.abs(whole.volume.voxels.astype(int) - parts.volume.voxels)
    assert difference.max() < 120
    assert np.median(whole.volume.voxels[difference > 1]) < -700


@pytest.mark.parametrize(
    "arguments",
    [
        {"shape": (3, 8, 8)},
        {"shape": (6, 20, 20), "spacing_mm": (40.0, 20.0, 20.0)},
        {"spacing_mm": (5.0, 0.0, 1.0)},
        {"spacing_mm": (5.0, float("nan"), 1.0)},
        {"shape": (0, 256, 256)},
        {"noise_hu": -1.0},
    ],
)
def test_an_impossible_grid_says_so(arguments: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        ph.make_phantom(0, **arguments)  # type: ignore[arg-type]


@pytest.mark.bench
def test_making_one_takes_less_than_two_seconds() -> None:
    start = time.perf_counter()
    ph.make_phantom(0)
    print(f"\nphantom of 48×256×256: {time.perf_counter() - start:.2f} s")
