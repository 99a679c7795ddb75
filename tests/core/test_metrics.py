"""Figures equal MONAI's and DeepMind's on the same masks, volumes those published; undefined ones say why."""

from __future__ import annotations

import csv
import io
import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from medseg_gui import api
from medseg_gui.core import metrics
from medseg_gui.core.errors import BadInput, GeometryMismatch
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import LabelMap, Segment, partners_of
from medseg_gui.core.phantom import make_phantom
from medseg_gui.workers.evaluate import evaluate_job
from medseg_gui.workers.job import run_now
from tests.phantoms import Mask, ball, geometries, labels_of

Spacing = tuple[float, float, float]


def pair(p: Mask, r: Mask, spacing: Spacing = (1, 1, 1), tolerance_mm: float = 1.0) -> metrics.Figures:
    geometry = Geometry.axial(p.shape, spacing)
    return metrics.evaluate(labels_of(geometry, x=p), labels_of(geometry, x=r), tolerance_mm).segments[0]


def monai(p: Mask, r: Mask, spacing: Spacing) -> dict[str, float]:
    import torch
    from monai.metrics import compute_average_surface_distance, compute_hausdorff_distance

    torch.set_num_threads(1)
    a, b = (torch.from_numpy(np.ascontiguousarray(m))[None, None].float() for m in (p, r))
    same = {"include_background": True, "spacing": spacing}
    with warnings.catch_warnings():  # MONAI 1.6 calls its own deprecated argument
        warnings.simplefilter("ignore", FutureWarning)
        return {
            "hausdorff_mm": float(compute_hausdorff_distance(a, b, **same)),
            "hd95_mm": float(compute_hausdorff_distance(a, b, percentile=95, **same)),
            "assd_mm": float(compute_average_surface_distance(a, b, symmetric=True, **same)),
        }


def deepmind_nsd(p: Mask, r: Mask, spacing: Spacing, tolerance_mm: float) -> float:
    from surface_distance import metrics as peer

    return float(peer.compute_surface_dice_at_tolerance(peer.compute_surface_distances(r, p, spacing), tolerance_mm))


@st.composite
def two_masks(draw: st.DrawFn) -> tuple[Mask, Mask, Spacing]:
    """Blobs, noise, single voxels, at the edge of the grid or not; never empty."""
    shape = draw(st.tuples(st.integers(1, 9), st.integers(1, 11), st.integers(1, 10)))
    spacing = draw(st.tuples(*[st.floats(0.3, 6.0)] * 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    masks = []
    for _ in range(2):
        kind = draw(st.sampled_from(["noise", "ball", "voxel", "full"]))
        if kind == "noise":
            mask = rng.random(shape) < draw(st.sampled_from([0.1, 0.5, 0.9]))
        elif kind == "ball":
            mask = ball(shape, spacing, tuple(rng.uniform(0, n) for n in shape), rng.uniform(1, 20))
        else:
            mask = np.full(shape, kind == "full")
        mask[tuple(rng.integers(0, n) for n in shape)] = True
        masks.append(mask)
    return masks[0], masks[1], spacing


@settings(max_examples=120, deadline=None)
@given(two_masks())
def test_surface_distances_equal_monai(masks: tuple[Mask, Mask, Spacing]) -> None:
    row = pair(*masks)
    for name, value in monai(*masks).items():
        assert getattr(row, name) == pytest.approx(value, rel=1e-5, abs=1e-5), name


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@settings(max_examples=120, deadline=None)
@given(masks=two_masks(), tolerance_mm=st.floats(0.0, 8.0))
def test_nsd_equals_deepmind(masks: tuple[Mask, Mask, Spacing], tolerance_mm: float) -> None:
    p, r, spacing = masks
    # a tolerance that is a distance between grid points is decided by rounding there, and counts as within here
    steps = np.stack(np.meshgrid(*(np.arange(n + 1) * s for n, s in zip(p.shape, spacing, strict=True))), -1)
    assume(np.abs(np.linalg.norm(steps, axis=-1) - tolerance_mm).min() > 1e-5 * (1 + tolerance_mm))
    assert pair(p, r, spacing, tolerance_mm).nsd == pytest.approx(deepmind_nsd(p, r, spacing, tolerance_mm), abs=1e-9)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_distance_equal_to_the_tolerance_is_within() -> None:
    p = np.zeros((9, 9, 9), bool)
    p[3:6, 3:6, 3:6] = True
    for spacing in [(1.0, 1.0, 1.0), (0.7, 0.7, 0.7), (0.1, 0.3, 1.1)]:
        r = np.roll(p, 2, axis=1)
        tolerance = 2 * spacing[1]
        assert pair(p, r, spacing, tolerance).nsd == pytest.approx(deepmind_nsd(p, r, spacing, tolerance), abs=1e-9)
        assert pair(p, r, spacing, tolerance).nsd == 1.0
        assert pair(p, r, spacing, 0.99 * tolerance).nsd < 1.0


@settings(max_examples=30, deadline=None)
@given(st.tuples(*[st.floats(0.2, 7)] * 3))
def test_surface_element_areas_equal_the_published_table(spacing: Spacing) -> None:
    from surface_distance import lookup_tables

    theirs = lookup_tables.create_table_neighbour_code_to_surface_area(spacing)
    assert np.allclose(metrics._element_areas(np.diag(spacing)), theirs, rtol=1e-12, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(two_masks())
def test_overlap_figures_equal_their_definitions(masks: tuple[Mask, Mask, Spacing]) -> None:
    p, r, spacing = masks
    row = pair(p, r, spacing)
    tp, fp, fn, tn = (p & r).sum(), (p & ~r).sum(), (~p & r).sum(), (~p & ~r).sum()
    assert row.dice == row.f1 == pytest.approx(2 * tp / (2 * tp + fp + fn))
    assert row.iou == pytest.approx(tp / (tp + fp + fn))
    assert row.accuracy == pytest.approx((tp + tn) / p.size)
    assert row.precision == pytest.approx(tp / (tp + fp))
    assert row.recall == pytest.approx(tp / (tp + fn))
    assert row.volume_ml == pytest.approx(p.sum() * np.prod(spacing) / 1000)
    assert row.reference_ml == pytest.approx(r.sum() * np.prod(spacing) / 1000)
    assert row.volume_difference_ml == pytest.approx(row.volume_ml - row.reference_ml, abs=1e-12)
    swapped = pair(r, p, spacing)
    for name in ("dice", "iou", "hausdorff_mm", "hd95_mm", "assd_mm", "nsd"):
        assert getattr(swapped, name) == pytest.approx(getattr(row, name)), name


@settings(max_examples=30, deadline=None)
@given(geometry=geometries(6, shear=True), seed=st.integers(0, 10**6))
def test_distances_are_the_patients_on_any_affine(geometry: Geometry, seed: int) -> None:
    """Sheared grids too: against all pairs of boundary voxels in world coordinates."""
    rng = np.random.default_rng(seed)
    p, r = (rng.random(geometry.shape) < 0.4 for _ in range(2))
    assume(p.any() and r.any())
    row = metrics.evaluate(labels_of(geometry, x=p), labels_of(geometry, x=r)).segments[0]

    def edge(mask: Mask) -> np.ndarray:
        padded = np.pad(mask, 1)
        near = [np.roll(padded, s, a)[1:-1, 1:-1, 1:-1] for a in range(3) for s in (-1, 1)]
        return geometry.to_world(np.argwhere(mask & ~np.logical_and.reduce(near)))

    gap = np.linalg.norm(edge(p)[:, None] - edge(r)[None], axis=-1)
    forth, back = gap.min(1), gap.min(0)
    assert row.hausdorff_mm == pytest.approx(max(forth.max(), back.max()), abs=1e-6)
    assert row.hd95_mm == pytest.approx(max(np.percentile(forth, 95), np.percentile(back, 95)), abs=1e-6)
    assert row.assd_mm == pytest.approx(np.concatenate([forth, back]).mean(), abs=1e-6)


def test_shifted_balls_have_the_distances_geometry_gives_them() -> None:
    spacing = (2.0, 0.5, 1.0)
    p = ball((40, 100, 60), spacing, (20, 44, 30), 12)
    r = np.roll(p, 6, axis=1)  # 3 mm
    row = pair(p, r, spacing, 3.0)
    assert row.hausdorff_mm == pytest.approx(3.0, abs=0.6)
    assert row.hausdorff_mm <= 3.0 + 1e-9
    assert row.nsd == 1.0
    assert row.volume_difference_ml == 0
    # two balls of radius r at distance d share 1 - 3d/4r + d³/16r³ of their volume
    assert row.dice == pytest.approx(1 - 3 * 3 / 48 + 27 / (16 * 12**3), abs=0.02)


@pytest.mark.parametrize(
    ("p", "r", "note", "defined"),
    [
        (False, False, metrics.BOTH_EMPTY, {"accuracy": 1.0}),
        (True, False, metrics.REFERENCE_EMPTY, {"dice": 0.0, "iou": 0.0, "precision": 0.0, "nsd": 0.0}),
        (False, True, metrics.MASK_EMPTY, {"dice": 0.0, "iou": 0.0, "recall": 0.0, "nsd": 0.0}),
    ],
)
def test_undefined_figures_are_none_and_say_why(p: bool, r: bool, note: str, defined: dict[str, float]) -> None:
    shape = (4, 5, 6)
    row = pair(np.full(shape, p), np.full(shape, r))
    assert row.note == note
    for name in ("dice", "f1", "iou", "precision", "recall", "hausdorff_mm", "hd95_mm", "assd_mm", "nsd"):
        expected = defined.get("dice" if name == "f1" else name)
        assert getattr(row, name) == expected, name
    assert None not in (row.accuracy, row.volume_ml, row.reference_ml, row.volume_difference_ml)


def test_rows_are_matched_by_name_then_by_value_and_leftovers_compared_with_nothing() -> None:
    geometry = Geometry.axial((4, 8, 8), (1, 1, 1))
    ours, theirs = np.zeros((2, *geometry.shape), np.uint8)
    ours[1, 1:3, 1:3], ours[1, 4:6, 1:3], ours[2, 1:3, 4:6] = 1, 2, 3
    theirs[1, 1:3, 1:3], theirs[1, 4:6, 1:3], theirs[3, 1:3, 4:6] = 2, 1, 9
    mask = LabelMap([ours], geometry, [Segment(1, "Liver"), Segment(2, "Segment 2"), Segment(3, "Spleen")])
    truth = LabelMap([theirs], geometry, [Segment(1, "Tumour"), Segment(2, "LIVER"), Segment(9, "Kidney")])
    got = metrics.evaluate(mask, truth)
    assert [(r.value, r.name, r.reference_name) for r in got.segments] == [
        (1, "Liver", "LIVER"),
        (2, "Segment 2", ""),
        (3, "Spleen", ""),
        (1, "Tumour", "Tumour"),
        (9, "Kidney", "Kidney"),
    ]
    assert [r.dice for r in got.segments] == [1.0, 0.0, 0.0, 0.0, 0.0]
    assert got.segments[1].note == metrics.NOT_IN_REFERENCE
    assert got.segments[4].note == metrics.NOT_IN_MASK
    assert got.whole.dice == pytest.approx(2 * 8 / 24)
    names = LabelMap([ours], geometry, [Segment(1, "a"), Segment(2, "b"), Segment(3, "c")])
    by_value = metrics.evaluate(names, LabelMap([ours], geometry, [Segment(1, "x"), Segment(2, "y"), Segment(3, "z")]))
    assert [(r.reference_name, r.dice) for r in by_value.segments] == [("x", 1.0), ("y", 1.0), ("z", 1.0)]


@given(
    ours=st.lists(st.tuples(st.integers(1, 4), st.sampled_from("abcd")), max_size=4, unique_by=lambda s: s[0]),
    theirs=st.lists(st.tuples(st.integers(1, 4), st.sampled_from("abCD")), max_size=4, unique_by=lambda s: s[0]),
)
def test_no_segment_is_measured_against_twice(ours: list[tuple[int, str]], theirs: list[tuple[int, str]]) -> None:
    mine, other = [Segment(v, n) for v, n in ours], [Segment(v, n) for v, n in theirs]
    found = partners_of(mine, other)
    assert len({s.key for s in found.values()}) == len(found)
    for segment in mine:
        partner = found.get(segment.key)
        assert (
            partner is None
            or partner.name.lower() == segment.name
            or partner.value == segment.value
            or (len(mine) == len(other) == 1)
        )


def test_several_layers_and_values_above_255() -> None:
    geometry = Geometry.axial((3, 6, 6), (1, 1, 1))
    low, high = np.zeros(geometry.shape, np.uint8), np.zeros(geometry.shape, np.uint16)
    low[1, 1:4, 1:4], high[1, 2:5, 2:5] = 1, 700
    mask = LabelMap([low, high], geometry, [Segment(1, "organ"), Segment(700, "lesion", layer=1)])
    truth = LabelMap([high.astype(bool)], geometry, [Segment(1, "Lesion")])
    organ, lesion = metrics.evaluate(mask, truth).segments
    assert (lesion.value, lesion.layer, lesion.dice) == (700, 1, 1.0)
    assert (organ.layer, organ.reference_name) == (0, "")
    assert metrics.evaluate(mask, truth).whole.volume_ml == pytest.approx(14 / 1000)


def test_without_a_reference_there_are_volumes_alone() -> None:
    made = make_phantom(2, (40, 64, 64), (5, 5, 5))
    got = metrics.evaluate(made.labels, None)
    assert [r.name for r in got.segments] == [s.name for s in made.labels.segments]
    for row in got.segments:
        true = made.analytic_ml[row.name]
        assert row.volume_ml == pytest.approx(true, rel=0.02 if true > 10 else 0.05)
        assert row.dice is row.reference_ml is None
        assert row.note == metrics.NO_REFERENCE


def test_dictionary_and_csv_hold_what_the_contract_names() -> None:
    made = make_phantom(2, (40, 64, 64), (5, 5, 5))
    other = np.roll(made.labels.voxels, 1, axis=2)
    got = run_now(evaluate_job(made.labels, LabelMap([other], made.labels.geometry, made.labels.segments), 2.0))
    data = json.loads(json.dumps(got.to_dict(), allow_nan=False))
    wanted = {
        *("value", "name", "dice", "iou", "accuracy", "precision", "recall", "hausdorff_mm", "hd95_mm", "assd_mm"),
        *("nsd", "tolerance_mm", "volume_ml", "reference_ml", "volume_difference_ml", "note"),
    }
    for row in (*data["segments"], data["whole"]):
        assert wanted <= set(row)
        assert row["tolerance_mm"] == 2.0
        assert 0 < row["dice"] < 1
    assert got == api.evaluate(made.labels, LabelMap([other], made.labels.geometry, made.labels.segments), 2.0)
    table = list(csv.DictReader(io.StringIO(got.to_csv())))
    assert [r["name"] for r in table] == [*(r.name for r in got.segments), "whole"]
    assert float(table[0]["dice"]) == got.segments[0].dice


def test_the_job_can_be_cancelled_between_segments() -> None:
    made = make_phantom(2, (40, 64, 64), (5, 5, 5))
    steps = evaluate_job(made.labels, made.labels)
    texts = [next(steps).text for _ in range(3)]
    steps.close()
    assert "Liver" in texts[1]


def test_wrong_grids_and_tolerances_are_refused() -> None:
    a = LabelMap.empty(Geometry.axial((4, 5, 6), (1, 1, 1)))
    b = LabelMap.empty(Geometry.axial((4, 5, 6), (1, 1, 1.1)))
    with pytest.raises(GeometryMismatch, match="different grids"):
        metrics.evaluate(a, b)
    for bad in (-1.0, float("nan"), float("inf")):
        with pytest.raises(BadInput, match="tolerance"):
            metrics.evaluate(a, a, bad)


# ----- real masks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["brain1", "brain2", "breast1", "lung1", "lung2"])
def test_volumes_are_those_pyradiomics_publishes(data_dir: Path, case: str) -> None:
    folder = data_dir / "pyradiomics"
    with (folder / "baseline" / "baseline_shape.csv").open(encoding="utf-8") as file:
        rows = {r["featureName"]: r for r in csv.DictReader(file)}
    labels = api.open_labels(folder / f"{case}_label.nrrd")
    row = next(r for r in metrics.evaluate(labels, None).segments if r.value == 1)
    assert row.volume_ml == pytest.approx(float(rows["original_shape_VoxelVolume"][case]) / 1000, rel=1e-6)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", ["lung2_label.nrrd", "breast1_label.nrrd", "brain1_label.nrrd"])
def test_real_masks_shifted_and_eroded_agree_with_both_peers(data_dir: Path, name: str) -> None:
    labels = api.open_labels(data_dir / "pyradiomics" / name)
    r = np.asarray(labels.voxels == 1)
    spacing = labels.geometry.spacing_mm
    p = np.roll(r, (1, 2, -3), (0, 1, 2)) & (np.random.default_rng(0).random(r.shape) < 0.98)
    row = metrics.evaluate(labels_of(labels.geometry, x=p), labels_of(labels.geometry, x=r), 1.37).segments[0]
    for key, value in monai(p, r, spacing).items():
        assert getattr(row, key) == pytest.approx(value, rel=1e-5), key
    assert row.nsd == pytest.approx(deepmind_nsd(p, r, spacing, 1.37), abs=1e-9)


def test_two_real_hippocampi_agree_with_monai_per_class(data_dir: Path) -> None:
    paths = sorted((data_dir / "hippocampus-msd").rglob("labels*/*.nii.gz"))
    truth = api.open_labels(paths[0])
    moved = LabelMap([np.roll(truth.voxels, (1, -1, 2), (0, 1, 2))], truth.geometry, truth.segments)
    got = metrics.evaluate(moved, truth)
    assert len(got.segments) == 2
    for row in got.segments:
        p, r = moved.voxels == row.value, truth.voxels == row.value
        for key, value in monai(p, r, truth.geometry.spacing_mm).items():
            assert getattr(row, key) == pytest.approx(value, rel=1e-5), key


def test_the_surface_dice_of_two_outlines() -> None:
    square = np.zeros((30, 40), bool)
    square[5:15, 5:25] = True
    moved = np.roll(square, 3, 1)
    nothing = np.zeros_like(square)
    assert metrics.contour_dice(square, square, (1, 1), 0) == 1
    assert metrics.contour_dice(square, nothing, (1, 1), 1) == 0
    assert metrics.contour_dice(nothing, nothing, (1, 1), 1) == 1
    # the short sides lie 3 pixels apart; of the long sides the 3 pixels beyond the other's end are partly too far
    assert metrics.contour_dice(square, moved, (1, 1), 3) == 1
    inexact = metrics.contour_dice(square, moved, (1, 1), 1)
    assert 2 * 17 / 60 <= inexact <= 2 * 20.5 / 60
    assert metrics.contour_dice(square, moved, (1, 0.3), 1) == 1
    # at the image's edge an outline counts like any other
    edge = np.zeros_like(square)
    edge[:10, :20] = True
    assert metrics.contour_dice(edge, np.roll(edge, (5, 5), (0, 1)), (1, 1), 0.1) < 0.6
    assert metrics.contour_dice(edge, edge, (1, 1), 0) == 1
