"""Real series against reference conversions by other programs, in patient coordinates."""

from __future__ import annotations

from pathlib import Path

import nibabel
import numpy as np
import pydicom
import pytest

from medseg_gui.core.errors import BadInput
from medseg_gui.core.volume import Volume
from medseg_gui.io import dicom
from medseg_gui.workers import export, open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import moved_onto

RAS_TO_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])

# (series, reference) in dicom2nifti/
PAIRS = [
    ("failing/slicecount/001", "failing/slicecount/001_ground_truth.nii.gz"),
    *((f"generic/{c}/001", f"generic/{c}/001_ground_truth.nii.gz") for c in (
        "compressed", "compressed_j2k", "compressed_jpeg", "compressed_jpegls", "compressed_rle")),
    ("philips_enhanced/anatomical/001", "philips_enhanced/anatomical/001_ground_truth.nii.gz"),
    ("philips_enhanced/anatomical/001_implicit", "philips_enhanced/anatomical/001_implicit_ground_truth.nii.gz"),
    ("siemens_multiframe/anatomical/001", "siemens_multiframe/anatomical/001_ground_truth.nii.gz"),
]  # fmt: skip


def plain_nifti(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """(voxels (i, j, k), LPS affine) by nibabel alone."""
    image = nibabel.load(path)
    voxels = np.asanyarray(image.dataobj)
    while voxels.ndim > 3:
        voxels = voxels[..., 0]
    return voxels, RAS_TO_LPS @ image.affine


def assert_agrees(ours: tuple[np.ndarray, np.ndarray], reference: Path, like: Volume) -> None:
    ref, ref_affine = moved_onto(*plain_nifti(reference), like.geometry)
    mine, affine = moved_onto(*ours, like.geometry)
    np.testing.assert_allclose(affine, ref_affine, atol=1e-3)
    np.testing.assert_array_equal(mine, ref)


def test_every_reference_is_compared(data_dir: Path) -> None:
    there = {str(p.relative_to(data_dir / "dicom2nifti")) for p in (data_dir / "dicom2nifti").rglob("*_truth.nii.gz")}
    assert there == {reference for _, reference in PAIRS}


@pytest.mark.parametrize(("series", "reference"), PAIRS)
@pytest.mark.parametrize("suffix", [".nii.gz", ".nrrd", ".mha"])
def test_convert_agrees_with_the_reference(
    data_dir: Path, tmp_path: Path, series: str, reference: str, suffix: str
) -> None:
    volume = run_now(open_case.open_volume(data_dir / "dicom2nifti" / series))
    truth = data_dir / "dicom2nifti" / reference
    assert_agrees((volume.voxels, volume.geometry.affine), truth, volume)
    assert not [n for n in volume.notes if n.kind in ("gap", "tilt", "spacing", "duplicate")]

    report = run_now(export.convert(volume, tmp_path / f"out{suffix}"))
    assert report.verified[0].startswith("voxels: 0 of")
    if suffix == ".nii.gz":
        assert_agrees(plain_nifti(report.path), truth, volume)
    else:
        back = run_now(open_case.open_volume(report.path))
        assert_agrees((back.voxels, back.geometry.affine), truth, volume)


def test_gantry_tilt_is_named_and_kept_in_the_grid(data_dir: Path, tmp_path: Path) -> None:
    folder = data_dir / "dicom2nifti/failing/gantrytilting/001"
    volume = run_now(open_case.open_volume(folder))
    (note,) = [n for n in volume.notes if n.kind == "tilt"]
    assert note.mm == pytest.approx(3 * 5 * np.sin(np.radians(14)), abs=1e-3)
    assert "14.0°" in note.text
    assert "1.21 mm" in note.text
    assert volume.geometry.sheared
    positions = sorted((pydicom.dcmread(f).ImagePositionPatient for f in folder.iterdir()), key=lambda p: float(p[2]))
    for z, position in enumerate(positions):
        np.testing.assert_allclose(volume.geometry.to_world((z, 0, 0)), np.array(position, float), atol=1e-6)
    # The sheared grid survives each format.
    for suffix in (".nii.gz", ".nrrd", ".mha"):
        report = run_now(export.convert(volume, tmp_path / f"tilted{suffix}"))
        back = run_now(open_case.open_volume(report.path))
        assert back.geometry.distance_mm(volume.geometry) < 1e-3
        np.testing.assert_array_equal(back.voxels, volume.voxels)


def test_uneven_slices_are_named_with_their_mm(data_dir: Path) -> None:
    folder = data_dir / "dicom2nifti/failing/sliceincrement/001"
    (row,) = run_now(open_case.find(folder))
    (note,) = [n for n in row.notes if n.kind == "gap"]
    with pytest.raises(open_case.GridChoice, match=r"10\.00 mm between slices 2 and 3"):
        run_now(open_case.open_volume(folder))
    even = run_now(open_case.open_volume(folder, grid="resample"))
    stored = run_now(dicom.read_series(row)).voxels
    np.testing.assert_array_equal(even.voxels[[0, 1, 2, 4]], stored)
    assert note.mm == pytest.approx(10.0)
    assert "10.00 mm between slices 2 and 3, 5.00 mm elsewhere" in note.text
    assert "up to 3.33 mm" in note.text


@pytest.mark.parametrize("kind", ["CT", "MR_T1"])
def test_sarcoma_agrees_with_its_nifti(data_dir: Path, kind: str) -> None:
    sarcoma = data_dir / "sarcoma-sts"
    volume = run_now(open_case.open_volume(sarcoma / "dicom/STS_002" / kind / "image"))
    reference = sarcoma / f"nifti/STS_002/{kind}_image.nii.gz"
    ref, ref_affine = moved_onto(*plain_nifti(reference), volume.geometry)
    np.testing.assert_allclose(volume.geometry.affine, ref_affine, atol=1e-3)
    np.testing.assert_array_equal(volume.voxels, ref)
    mask = run_now(open_case.open_labels(sarcoma / f"nifti/STS_002/{kind}_mask.nii.gz", like=volume))
    assert mask.geometry.same_as(volume.geometry)
    assert mask.voxels.any()


def test_pet_uses_each_slices_own_slope(data_dir: Path) -> None:
    folder = data_dir / "sarcoma-sts/dicom/STS_002/PET/image"
    volume = run_now(open_case.open_volume(folder))
    assert volume.voxels.dtype == np.float32
    for path in sorted(folder.iterdir())[::9]:
        ds = pydicom.dcmread(path)
        z = round(float(volume.geometry.to_index(np.array(ds.ImagePositionPatient, float))[0]))
        expected = ds.pixel_array * float(ds.RescaleSlope) + float(ds.RescaleIntercept)
        np.testing.assert_allclose(volume.voxels[z], expected, rtol=1e-6)


def test_abdomen_is_in_hu_and_sorted(data_dir: Path) -> None:
    volume = run_now(open_case.open_volume(data_dir / "abdomen-crlm"))
    assert volume.geometry.shape == (41, 512, 512)
    assert volume.geometry.orientation == "HPL"
    assert volume.voxels.dtype == np.int16
    assert volume.info.window == (400.0, 40.0)
    assert volume.info.units == "HU"
    assert volume.notes == ()
    path = data_dir / "abdomen-crlm/CRLM-CT-1004/image/1-41.dcm"
    ds = pydicom.dcmread(path)
    np.testing.assert_array_equal(volume.voxels[0], ds.pixel_array.astype(int) - 1024)
    np.testing.assert_allclose(volume.geometry.origin_mm, np.array(ds.ImagePositionPatient, float))


def test_breast_opens_beside_its_segmentation(data_dir: Path) -> None:
    volume = run_now(open_case.open_volume(data_dir / "breast-ucsf"))
    assert volume.geometry.shape == (60, 256, 256)
    assert volume.geometry.orientation == "RFP"
    labels = run_now(open_case.open_labels(data_dir / "breast-ucsf/UCSF-BR-06/mask/1-1.dcm", like=volume))
    assert labels.geometry.shape == volume.geometry.shape
    assert labels.segments
    assert all(labels.mask(segment).any() for segment in labels.segments)


def test_time_points_become_rows_of_their_own(data_dir: Path) -> None:
    folder = data_dir / "dcm-qa-nih/In/20180918GE/mr_0004"
    rows = run_now(dicom.find_series(folder))
    reference, affine = nibabel.load(data_dir / "dcm-qa-nih/Ref/DCM2NIIX_regression_test_4.nii"), None
    data = np.asanyarray(reference.dataobj)
    affine = RAS_TO_LPS @ reference.affine
    assert len(rows) == data.shape[3] == 10
    assert len({r.uid for r in rows}) == 10
    for t in (0, 9):
        volume = run_now(dicom.read_series(rows[t]))
        ref, ref_affine = moved_onto(data[..., t], affine, volume.geometry)
        np.testing.assert_allclose(volume.geometry.affine, ref_affine, atol=1e-3)
        np.testing.assert_array_equal(volume.voxels, ref)


def test_time_points_of_a_nifti_file_agree_with_nibabel(data_dir: Path) -> None:
    path = data_dir / "dcm-qa-nih/Ref/DCM2NIIX_regression_test_4.nii"
    image = nibabel.load(path)
    rows = run_now(open_case.find(path))
    assert [(row.uid, row.label, row.size) for row in rows[:2]] == [
        ("time/1", "time point 1", (15, 64, 64)),
        ("time/2", "time point 2", (15, 64, 64)),
    ]
    assert len(rows) == 10
    for t in (0, 9):
        volume, siblings = run_now(open_case.open_path(path, rows[t].uid))
        assert [r.uid for r in siblings] == [r.uid for r in rows]
        assert volume.info.uid == rows[t].uid
        ref, ref_affine = moved_onto(np.asanyarray(image.dataobj)[..., t], RAS_TO_LPS @ image.affine, volume.geometry)
        np.testing.assert_allclose(volume.geometry.affine, ref_affine, atol=1e-4)
        np.testing.assert_array_equal(volume.voxels, ref)
    with pytest.raises(BadInput, match="no series time/11"):
        run_now(open_case.open_volume(path, "time/11"))
