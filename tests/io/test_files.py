"""NIfTI, NRRD, MetaImage: any grid there and back, agreement with SimpleITK, label maps, notes."""

from __future__ import annotations

from pathlib import Path

import nibabel
import numpy as np
import pytest
import SimpleITK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medseg_gui.core.errors import BadInput, GeometryMismatch
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Code, LabelMap, Segment
from medseg_gui.core.volume import Volume
from medseg_gui.io import formats
from medseg_gui.workers import export, export_plan, open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import ct, random_affine

SUFFIXES = [".nii", ".nii.gz", ".nrrd", ".mha"]
DTYPES = [np.int16, np.uint8, np.uint16, np.int32, np.float32, np.float64]


@given(
    seed=st.integers(0, 2**32 - 1), shear=st.booleans(),
    suffix=st.sampled_from(SUFFIXES), dtype=st.sampled_from(DTYPES),
    shape=st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(1, 6)),
)  # fmt: skip
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_grid_and_type_there_and_back(
    tmp_path: Path, seed: int, shear: bool, suffix: str, dtype: type, shape: tuple[int, int, int]
) -> None:
    rng = np.random.default_rng(seed)
    geometry = Geometry(shape, random_affine(rng, shear))
    volume = Volume((rng.normal(size=shape) * 100).astype(dtype), geometry)
    path = tmp_path / f"a{suffix}"
    report = run_now(export.convert(volume, path))
    assert report.verified[0] == f"voxels: 0 of {volume.voxels.size} differ"
    back = run_now(open_case.open_volume(path))
    np.testing.assert_array_equal(back.voxels, volume.voxels)
    assert back.voxels.dtype == dtype
    assert back.geometry.same_as(geometry)
    assert back.notes == ()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@given(
    seed=st.integers(0, 2**32 - 1),
    suffix=st.sampled_from([".nii.gz", ".nrrd", ".mha", ".seg.nrrd"]),
    top=st.sampled_from([3, 255, 256, 60000]),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_labels_there_and_back(tmp_path: Path, seed: int, suffix: str, top: int) -> None:
    rng = np.random.default_rng(seed)
    voxels = rng.choice([0, 1, 2, top], (4, 5, 6)).astype(np.uint16)
    voxels[0, 0, :4] = [0, 1, 2, top]
    labels = LabelMap.from_voxels(voxels, Geometry((4, 5, 6), random_affine(rng)))
    path = tmp_path / f"a{suffix}"
    report = run_now(export.save_labels(labels, path))
    back = run_now(open_case.open_labels(path))
    np.testing.assert_array_equal(back.voxels, voxels)
    assert [s.value for s in back.segments] == [s.value for s in labels.segments]
    for s in labels.segments:
        assert report.volumes_ml[s.name] == pytest.approx(
            (voxels == s.value).sum() * labels.geometry.voxel_ml, rel=1e-5
        )


def test_slicer_segmentation_keeps_names_colours_codes_and_overlaps(tmp_path: Path) -> None:
    one, two = np.zeros((2, 3, 4, 5), np.uint8)
    one[1:, 1:], two[:, 2:] = 4, 1
    segments = [
        Segment(4, "Leber – links", (10, 200, 30), 0, Code("10200004", "SCT", "Liver")),
        Segment(1, "Läsion", (255, 0, 128), 1),
        Segment(9, "empty", (1, 2, 3), 0),
    ]
    labels = LabelMap([one, two], ct((3, 4, 5)).geometry, segments)
    path = tmp_path / "a.seg.nrrd"
    run_now(export.save_labels(labels, path))
    back = run_now(open_case.open_labels(path))
    assert {s.key: s for s in back.segments} == {s.key: s for s in labels.segments}
    for mine, theirs in zip(labels.layers, back.layers, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_plain_formats_refuse_overlaps(tmp_path: Path) -> None:
    layers = np.zeros((2, 3, 4, 5), np.uint8)
    labels = LabelMap(list(layers), ct((3, 4, 5)).geometry)
    for suffix in (".nii.gz", ".nrrd", ".mha"):
        with pytest.raises(BadInput, match="overlap"):
            run_now(export.save_labels(labels, tmp_path / f"a{suffix}"))
    assert list(tmp_path.iterdir()) == []


def test_all_real_files_agree_with_simpleitk(data_dir: Path) -> None:
    """Array order and corners of every 3-D file that SimpleITK opens with an orthogonal grid."""
    compared = 0
    for path in sorted(data_dir.rglob("*.n*")):
        fmt = formats.format_of(path)
        if fmt is None or fmt.read_volume is None or path.stat().st_size > 1_000_000:
            continue
        if "hippocampus" in path.name and not path.name.startswith("hippocampus_00"):
            continue
        reader = SimpleITK.ImageFileReader()
        reader.SetFileName(str(path))
        reader.ReadImageInformation()
        if reader.GetDimension() != 3 or reader.GetNumberOfComponents() != 1:
            continue
        image = reader.Execute()
        volume = run_now(fmt.read_volume(path))
        np.testing.assert_allclose(volume.voxels, SimpleITK.GetArrayFromImage(image), rtol=1e-6, err_msg=str(path))
        if any(n.kind == "sform" for n in volume.notes) or volume.geometry.sheared:
            continue
        for index in ((0, 0, 0), tuple(n - 1 for n in volume.geometry.shape)):
            point = image.TransformIndexToPhysicalPoint(index[::-1])
            np.testing.assert_allclose(volume.geometry.to_world(index), point, atol=2e-3, err_msg=str(path))
        compared += 1
    assert compared > 40


def nifti(path: Path, array: np.ndarray, affine: np.ndarray, **codes: int) -> nibabel.Nifti1Image:
    image = nibabel.Nifti1Image(array, affine)
    image.set_sform(affine, codes.get("sform", 1))
    image.set_qform(affine, codes.get("qform", 1))
    nibabel.save(image, path)
    return image


def test_sform_and_qform_that_disagree_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.nii"
    image = nifti(path, np.ones((4, 5, 6), np.int16), np.diag([2.0, 2, 2, 1]))
    other = np.diag([2.0, 2, 2, 1])
    other[0, 3] = 3.5
    image.set_sform(other, 1)
    nibabel.save(image, path)
    volume = run_now(open_case.open_volume(path))
    (note,) = volume.notes
    assert note.kind == "sform"
    assert note.mm == pytest.approx(3.5)
    assert volume.geometry.origin_mm[0] == pytest.approx(-3.5)


def test_no_orientation_at_all_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.nii"
    nifti(path, np.ones((4, 5, 6), np.int16), np.diag([2.0, 2, 2, 1]), sform=0, qform=0)
    assert [n.kind for n in run_now(open_case.open_volume(path)).notes] == ["position"]


@pytest.mark.parametrize(("slope", "inter", "dtype"), [(1, -1024, np.int16), (2, 0, np.int16), (0.5, 1, np.float32)])
def test_scl_slope(tmp_path: Path, slope: float, inter: float, dtype: type) -> None:
    path = tmp_path / "a.nii"
    raw = np.arange(120, dtype=np.int16).reshape(4, 5, 6)
    nifti(path, raw, np.eye(4))
    data = bytearray(path.read_bytes())
    data[112:120] = np.array([slope, inter], "<f4").tobytes()
    path.write_bytes(data)
    np.testing.assert_allclose(nibabel.load(path).get_fdata(), raw * slope + inter)
    volume = run_now(open_case.open_volume(path))
    assert volume.voxels.dtype == dtype
    np.testing.assert_allclose(volume.voxels, (raw * slope + inter).T)


def test_metres_become_millimetres(tmp_path: Path) -> None:
    path = tmp_path / "a.nii"
    image = nifti(path, np.ones((4, 5, 6), np.int16), np.diag([0.002, 0.002, 0.003, 1]))
    image.header.set_xyzt_units("meter")
    nibabel.save(image, path)
    assert run_now(open_case.open_volume(path)).geometry.spacing_mm == pytest.approx((3, 2, 2))


def test_a_two_dimensional_image_is_one_slice(tmp_path: Path) -> None:
    plane = np.arange(20, dtype=np.uint8).reshape(4, 5)
    SimpleITK.WriteImage(SimpleITK.GetImageFromArray(plane), str(tmp_path / "a.mha"))
    nibabel.save(nibabel.Nifti1Image(plane.T, np.eye(4)), tmp_path / "a.nii")
    for name in ("a.mha", "a.nii"):
        volume = run_now(open_case.open_volume(tmp_path / name))
        np.testing.assert_array_equal(volume.voxels, plane[None])


def test_big_endian_nifti(tmp_path: Path) -> None:
    path = tmp_path / "a.nii"
    raw = np.arange(24, dtype=">i2").reshape(2, 3, 4)
    nibabel.save(nibabel.Nifti1Image(raw, np.eye(4), nibabel.Nifti1Header(endianness=">")), path)
    back = run_now(open_case.open_volume(path)).voxels
    np.testing.assert_array_equal(back, raw.T)
    assert back.dtype.isnative


def test_detached_headers_are_read(tmp_path: Path) -> None:
    voxels = np.arange(60, dtype=np.int16).reshape(3, 4, 5)
    for name in ("a.mhd", "a.nhdr"):
        SimpleITK.WriteImage(SimpleITK.GetImageFromArray(voxels), str(tmp_path / name))
        np.testing.assert_array_equal(run_now(open_case.open_volume(tmp_path / name)).voxels, voxels)


# ----- masks and the image's grid ---------------------------------------------------------------------------------
def test_a_mask_with_turned_axes_is_moved_exactly(tmp_path: Path) -> None:
    volume = ct((4, 5, 6))
    voxels = np.random.default_rng(1).integers(0, 3, (4, 5, 6)).astype(np.uint8)
    affine = volume.geometry.affine.copy()
    # stored as (column, slice from above, row): the same voxels of the patient
    flipped = np.flip(voxels, 0).transpose(2, 0, 1)
    affine[:3, 3] += affine[:3, 0] * 3
    affine[:3, 0] *= -1
    turned = LabelMap.from_voxels(flipped, Geometry(flipped.shape, affine[:, [2, 0, 1, 3]]))
    path = tmp_path / "a.nii.gz"
    run_now(export.save_labels(turned, path))
    back = run_now(open_case.open_labels(path, like=volume))
    np.testing.assert_array_equal(back.voxels, voxels)
    assert back.geometry.same_as(volume.geometry)


@pytest.mark.parametrize("change", ["shift", "crop", "spacing"])
def test_a_mask_of_another_grid_is_refused_unless_resampling_is_asked(tmp_path: Path, change: str) -> None:
    volume = ct((6, 8, 8))
    shape = (6, 8, 8) if change == "shift" else (4, 8, 8)
    affine = volume.geometry.affine.copy()
    if change == "shift":
        affine[:3, 3] += affine[:3, 2] * 0.4
    if change == "spacing":
        affine[:3, 0] *= 1.5
    labels = LabelMap.from_voxels(np.ones(shape, np.uint8), Geometry(shape, affine))
    path = tmp_path / "a.nii.gz"
    run_now(export.save_labels(labels, path))
    with pytest.raises(GeometryMismatch, match="another grid") as caught:
        run_now(open_case.open_labels(path, like=volume))
    assert "Resample" in caught.value.todo
    back = run_now(open_case.open_labels(path, like=volume, resample=True))
    assert back.geometry.same_as(volume.geometry)
    assert back.voxels.mean() == {"shift": 1.0, "crop": 4 / 6, "spacing": 1.0}[change]


def test_nearest_resampling_takes_the_nearest_voxel(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    source = Geometry((5, 6, 7), random_affine(rng))
    labels = LabelMap.from_voxels(rng.integers(0, 9, (5, 6, 7)).astype(np.uint8), source)
    like = ct((6, 7, 8))
    like = type(like)(like.voxels, Geometry((6, 7, 8), source.affine @ np.diag([0.7, 0.9, 0.8, 1])), "CT")
    path = tmp_path / "a.nrrd"
    run_now(export.save_labels(labels, path))
    back = run_now(open_case.open_labels(path, like=like, resample=True))
    for index in np.ndindex(6, 7, 8):
        nearest = np.rint(source.to_index(like.geometry.to_world(index)) - 1e-6).astype(int)
        inside = (nearest >= 0).all() and (nearest < source.shape).all()
        assert back.voxels[index] == (labels.voxels[tuple(nearest)] if inside else 0)


def test_dialog_filters_come_from_the_table() -> None:
    assert open_case.volume_filters().startswith("All formats (*.nii.gz *.nii ")
    offered = {k.suffix for k in export_plan.KINDS}
    assert {f.suffixes[0] for f in formats.FORMATS if f.write_labels} <= offered


# ----- NRRD as others write it ------------------------------------------------------------------------------------
def nrrd(path: Path, header: str, data: bytes) -> None:
    path.write_bytes(f"NRRD0005\n{header}encoding: raw\nendian: little\n\n".encode() + data)


def test_nrrd_in_ras_is_turned_to_lps(tmp_path: Path) -> None:
    path = tmp_path / "a.nrrd"
    voxels = np.arange(24, dtype="<i2").reshape(2, 3, 4)
    head = "type: int16\ndimension: 3\nsizes: 4 3 2\nspace: right-anterior-superior\n"
    nrrd(path, head + "space directions: (2,0,0) (0,3,0) (0,0,4)\nspace origin: (10,20,30)\n", voxels.tobytes())
    volume = run_now(open_case.open_volume(path))
    np.testing.assert_array_equal(volume.voxels, voxels)
    np.testing.assert_allclose(volume.geometry.to_world((1, 1, 1)), (-12, -23, 34))
    assert volume.notes == ()


def test_nrrd_without_patient_axes_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.nrrd"
    nrrd(path, "type: int16\ndimension: 3\nsizes: 4 3 2\nspacings: 1 2 3\n", bytes(48))
    volume = run_now(open_case.open_volume(path))
    assert [n.kind for n in volume.notes] == ["position"]
    assert volume.geometry.spacing_mm == (3, 2, 1)


def test_slicers_layers_are_a_list_axis(tmp_path: Path) -> None:
    path = tmp_path / "a.seg.nrrd"
    layers = np.zeros((2, 3, 4, 2), np.uint8)
    layers[0, ..., 0], layers[:, 1, :, 1] = 1, 1
    head = "type: unsigned char\ndimension: 4\nspace: left-posterior-superior\nsizes: 2 4 3 2\n"
    head += "space directions: none (1,0,0) (0,1,0) (0,0,1)\nkinds: list domain domain domain\nspace origin: (0,0,0)\n"
    for n, name in enumerate(("liver", "vessel")):
        head += (
            f"Segment{n}_ID:=Segment_{n}\nSegment{n}_Name:={name}\nSegment{n}_LabelValue:=1\nSegment{n}_Layer:={n}\n"
        )
        head += f"Segment{n}_Color:=0.5 0.25 {n}\n"
    nrrd(path, head, layers.tobytes())
    labels = run_now(open_case.open_labels(path))
    assert [(s.name, s.layer, s.value) for s in labels.segments] == [("liver", 0, 1), ("vessel", 1, 1)]
    for n in (0, 1):
        np.testing.assert_array_equal(labels.layers[n], layers[..., n])
