"""RTSTRUCT: what others drew against its reference masks; what we draw against a reader that shares no code with us."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
import SimpleITK
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skimage.draw import polygon2mask

from medseg_gui.core.contours import distance_to
from medseg_gui.core.errors import BadInput, GeometryMismatch, WriteFailed
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Code, LabelMap, Segment
from medseg_gui.core.volume import Volume
from medseg_gui.io import rtstruct, rtstruct_write
from medseg_gui.workers import export, open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import ct, random_affine, write

STS = "sarcoma-sts/dicom/STS_002"


def rings(geometry: Geometry) -> LabelMap:
    """A ring with an island in its hole, two parts on one slice, an overlap, an empty segment."""
    z, y, x = np.indices(geometry.shape)
    one, two = np.zeros((2, *geometry.shape), np.uint8)
    apart = np.hypot(y - 12, x - 14)
    one[(apart < 9) & (apart > 5)] = 1
    one[apart < 2.5] = 1
    one[1, 20:23, 2:5] = 4
    one[2, 23, 1] = 4
    one[:, 0, :] = 5  # along the image's edge
    two[(z > 0) & (np.hypot(y - 10, x - 20) < 6)] = 1
    code = Code("86049000", "SCT", "Neoplasm, Primary")
    segments = [
        Segment(1, "GTV–Ring äöü", (10, 200, 30), 0, code), Segment(4, "two parts", (1, 2, 3)), Segment(5, "edge"),
        Segment(9, "ITV_empty"), Segment(1, "GTV^overlap", (0, 0, 255), 1),
    ]  # fmt: skip
    return LabelMap([one, two], geometry, segments)


def by_simpleitk(path: Path, name: str, image: SimpleITK.Image) -> np.ndarray:
    """One region as others fill it: SimpleITK's grid, scikit-image's polygons, exclusive or."""
    ds = pydicom.dcmread(path)
    number = next(r.ROINumber for r in ds.StructureSetROISequence if r.ROIName == name)
    (roi,) = (c for c in ds.ROIContourSequence if c.ReferencedROINumber == number)
    out = np.zeros(image.GetSize()[::-1], bool)
    for contour in roi.get("ContourSequence") or []:
        points = np.array(contour.ContourData, float).reshape(-1, 3)
        index = np.array([image.TransformPhysicalPointToContinuousIndex(p.tolist()) for p in points])
        z = round(index[0, 2])
        assert np.abs(index[:, 2] - z).max() < 1e-3
        out[z] ^= polygon2mask(out.shape[1:], index[:, 1::-1])
    return out


def image_of(geometry: Geometry) -> SimpleITK.Image:
    image = SimpleITK.Image(*geometry.shape[::-1], SimpleITK.sitkUInt8)
    image.SetOrigin(geometry.origin_mm)
    image.SetSpacing(geometry.spacing_mm[::-1])
    image.SetDirection(geometry.directions[:, ::-1].ravel().tolist())
    return image


@pytest.mark.parametrize("modality", ["CT", "MR_T1"])
def test_contours_of_others_give_their_reference_mask(data_dir: Path, modality: str) -> None:
    volume = run_now(open_case.open_volume(data_dir / STS / modality / "image"))
    labels = run_now(open_case.open_labels(data_dir / STS / modality / "mask/RS.dcm", like=volume))
    path = data_dir / f"sarcoma-sts/nifti/STS_002/{modality}_mask.nii.gz"
    reference = run_now(open_case.open_labels(path, like=volume))
    assert [(s.name, s.colour) for s in labels.segments] == [(f"GTV_Mass_{modality}", (255, 0, 0))]
    np.testing.assert_array_equal(labels.voxels, reference.voxels)
    assert int(labels.voxels.sum()) == 17090


def test_the_pet_contour_is_the_ct_contour(data_dir: Path) -> None:
    """No reference mask: one tumour was drawn once and copied, so volume and centroid agree within a PET voxel."""
    found = {}
    for modality in ("CT", "PET"):
        volume = run_now(open_case.open_volume(data_dir / STS / modality / "image"))
        labels = run_now(open_case.open_labels(data_dir / STS / modality / "mask/RS.dcm", like=volume))
        where = np.argwhere(labels.voxels)
        found[modality] = len(where) * volume.geometry.voxel_ml, volume.geometry.to_world(where.mean(axis=0))
    assert found["PET"][0] == pytest.approx(found["CT"][0], rel=0.03)
    assert np.linalg.norm(found["PET"][1] - found["CT"][1]) < 1.0


@pytest.mark.parametrize("modality", ["CT", "MR_T1", "PET"])
def test_a_real_series_there_and_back(data_dir: Path, tmp_path: Path, modality: str) -> None:
    volume = run_now(open_case.open_volume(data_dir / STS / modality / "image"))
    labels = run_now(open_case.open_labels(data_dir / STS / modality / "mask/RS.dcm", like=volume))
    report = run_now(export.save_labels(labels, tmp_path / "a.dcm", volume, rtstruct=True))
    assert report.verified[0].startswith("voxels: 0 of")
    name = labels.segments[0].name
    other = by_simpleitk(tmp_path / "a.dcm", name, image_of(volume.geometry))
    np.testing.assert_array_equal(other, labels.voxels != 0)
    ds = pydicom.dcmread(tmp_path / "a.dcm")
    assert ds.StudyInstanceUID == volume.info.study_uid
    assert ds.FrameOfReferenceUID == volume.geometry.frame_uid
    assert [r.ROIName for r in ds.StructureSetROISequence] == [name]


@pytest.mark.parametrize("kind", ["axial", "reversed", "oblique", "tilted", "single"])
def test_round_trip_on_any_grid(tmp_path: Path, kind: str) -> None:
    rng = np.random.default_rng(7)
    affine = Geometry.axial((4, 26, 30), (2.5, 0.7, 0.8), (-20, -30, 40)).affine.copy()
    if kind == "reversed":
        affine[:3, 0] *= -1
    if kind in ("oblique", "tilted"):
        affine = random_affine(rng)
        if np.linalg.det(affine[:3, :3]) > 0:
            affine[:3, 2] *= -1
        affine[:3, 0] += affine[:3, 1] * (0.6 if kind == "tilted" else 0)
    write(ct((1 if kind == "single" else 4, 26, 30), affine), tmp_path / "ct")
    volume = run_now(open_case.open_volume(tmp_path / "ct"))
    labels = rings(volume.geometry) if kind != "single" else _first_slice(volume.geometry)
    path = tmp_path / "a.dcm"
    report = run_now(export.save_labels(labels, path, volume, "MANUAL", rtstruct=True))
    assert report.verified[0].startswith("voxels: 0 of")
    assert [c.name for c in report.checks] == [s.name for s in labels.segments]
    assert max(c.apart_mm for c in report.checks) < 1e-3
    back = run_now(open_case.open_labels(path, like=volume))
    for mine, theirs in zip(labels.segments, back.segments, strict=True):
        assert (theirs.name, theirs.colour, theirs.code) == (mine.name, mine.colour, mine.code)
        np.testing.assert_array_equal(labels.mask(mine), back.mask(theirs))
        if kind != "tilted":  # SimpleITK holds no sheared grid
            other = by_simpleitk(path, mine.name, image_of(volume.geometry))
            np.testing.assert_array_equal(labels.mask(mine), other)


def _first_slice(geometry: Geometry) -> LabelMap:
    whole = rings(Geometry((4, *geometry.shape[1:]), geometry.affine))
    return LabelMap([layer[1:2] for layer in whole.layers], geometry, whole.segments)


def test_the_file_is_a_whole_structure_set(tmp_path: Path) -> None:
    """What readers need (PS3.3 A.19.3, type 1 attributes), and each contour names the image that it lies on."""
    write(ct((4, 26, 30)), tmp_path / "ct")
    volume = run_now(open_case.open_volume(tmp_path / "ct"))
    run_now(export.save_labels(rings(volume.geometry), tmp_path / "a.dcm", volume, rtstruct=True))
    ds = pydicom.dcmread(tmp_path / "a.dcm")
    (series,) = ds.ReferencedFrameOfReferenceSequence[0].RTReferencedStudySequence[0].RTReferencedSeriesSequence
    images = {i.ReferencedSOPInstanceUID for i in series.ContourImageSequence}
    files = [pydicom.dcmread(f) for f in (tmp_path / "ct").iterdir()]
    assert images == {f.SOPInstanceUID for f in files}
    position = {f.SOPInstanceUID: f.ImagePositionPatient[2] for f in files}
    for roi in ds.ROIContourSequence:
        for contour in roi.get("ContourSequence", []):
            (image,) = contour.ContourImageSequence
            assert set(contour.ContourData[2::3]) == {position[image.ReferencedSOPInstanceUID]}
            assert contour.NumberOfContourPoints * 3 == len(contour.ContourData)
    numbers = {r.ROINumber for r in ds.StructureSetROISequence}
    assert numbers == {o.ReferencedROINumber for o in ds.RTROIObservationsSequence}
    assert {str(r.ROIGenerationAlgorithm) for r in ds.StructureSetROISequence} == {"SEMIAUTOMATIC"}
    ring = ds.ROIContourSequence[0].ContourSequence
    assert len(ring) == 2 * 4  # the ring with its hole is one contour, its island another


def shifted(ds: Any, by_mm: float) -> None:
    for roi in ds.ROIContourSequence:
        for contour in roi.get("ContourSequence", []):
            data = np.array(contour.ContourData.split(b"\\"), float)
            data[0::3] += by_mm
            contour.ContourData = "\\".join(f"{v:.4f}" for v in data).encode()


@pytest.mark.parametrize(("pixels", "kept"), [(0.3, True), (0.45, True), (0.7, False), (3.0, False)])
def test_contours_half_a_pixel_off_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pixels: float, kept: bool
) -> None:
    write(ct((2, 120, 120)), tmp_path / "ct")
    volume = run_now(open_case.open_volume(tmp_path / "ct"))
    disc = np.hypot(*(np.indices((120, 120)) - 59.7)) < 50
    labels = LabelMap.from_voxels(np.stack([disc, disc]).astype(np.uint8), volume.geometry, {1: "disc"})
    true = rtstruct_write._dataset

    def moved(*args: Any) -> Any:
        ds = true(*args)
        shifted(ds, pixels * volume.geometry.spacing_mm[2])
        return ds

    monkeypatch.setattr(rtstruct_write, "_dataset", moved)
    if kept:
        report = run_now(export.save_labels(labels, tmp_path / "a.dcm", volume, rtstruct=True))
        assert report.checks[0].apart_mm < 0.5 * volume.geometry.spacing_mm[2]
    else:
        with pytest.raises(WriteFailed, match=r"differs away from its contour|the centre of disc lies"):
            run_now(export.save_labels(labels, tmp_path / "a.dcm", volume, rtstruct=True))
        assert not (tmp_path / "a.dcm").exists()


def test_what_cannot_be_read_is_refused_or_noted(tmp_path: Path, data_dir: Path) -> None:
    path = data_dir / STS / "CT/mask/RS.dcm"
    with pytest.raises(BadInput, match="contours, not voxels"):
        run_now(open_case.open_labels(path))
    volume = run_now(open_case.open_volume(data_dir / STS / "CT/image"))
    other = Geometry(volume.geometry.shape, volume.geometry.affine, "1.2.3")
    with pytest.raises(GeometryMismatch, match="frame of reference"):
        run_now(rtstruct.read_labels(path, other))
    affine = volume.geometry.affine.copy()
    affine[:3, 3] += affine[:3, 0] * 0.4
    half = Volume(volume.voxels, Geometry(volume.geometry.shape, affine), "CT")
    with pytest.raises(GeometryMismatch, match="lie on no slice"):
        run_now(open_case.open_labels(path, like=half))
    near = run_now(open_case.open_labels(path, like=half, resample=True))
    assert [n.kind for n in near.notes] == ["resampled"]
    assert int(near.voxels.sum()) == 17090
    ds = pydicom.dcmread(path)
    del ds.ROIContourSequence[0].ContourSequence[4]
    ds.ROIContourSequence[0].ContourSequence[7].ContourGeometricType = "OPEN_PLANAR"
    ds.save_as(tmp_path / "gap.dcm")
    gap = run_now(open_case.open_labels(tmp_path / "gap.dcm", like=volume))
    assert {n.kind for n in gap.notes} == {"open", "gap"}
    ds.ROIContourSequence[0].ContourSequence[3].ContourData = ["1", "2", "3", "4"]
    ds.save_as(tmp_path / "bad.dcm")
    with pytest.raises(BadInput, match="damaged"):
        run_now(open_case.open_labels(tmp_path / "bad.dcm", like=volume))
    (tmp_path / "cut.dcm").write_bytes(path.read_bytes()[:5000])
    with pytest.raises(BadInput, match=r"truncated|damaged"):
        run_now(open_case.open_labels(tmp_path / "cut.dcm", like=volume))
    nifti = run_now(open_case.open_volume(data_dir / "sarcoma-sts/nifti/STS_002/CT_image.nii.gz"))
    labels = run_now(open_case.open_labels(path, like=volume))
    moved = LabelMap([np.zeros(nifti.geometry.shape, np.uint8)], nifti.geometry, labels.segments)
    with pytest.raises(BadInput, match="needs the DICOM series"):
        run_now(export.save_labels(moved, tmp_path / "a.dcm", nifti, rtstruct=True))
    with pytest.raises(BadInput, match=r"ends in \.dcm"):
        run_now(export.save_labels(labels, tmp_path / "a.nii", volume, rtstruct=True))


@given(
    arrays(np.int8, st.tuples(st.integers(90, 160), st.just(2)), elements=st.integers(-8, 60)),
    st.sampled_from([0.25, 0.5, 1.0, 1 / 3]),
)
def test_a_band_at_a_time_scikit_image_says_the_same(corners: np.ndarray, scale: float) -> None:
    """Also with corners and edges on pixel centres, where the answer hangs on its own order of tests."""
    polygon = corners * scale
    np.testing.assert_array_equal(rtstruct_write.enclosed(polygon, (21, 18)), polygon2mask((21, 18), polygon))


def test_distance_is_to_edges_not_to_corners() -> None:
    square = np.array([[0.0, 0], [0, 10], [10, 10], [10, 0]])
    np.testing.assert_allclose(distance_to(square, np.array([[5.0, 1], [-3, -4], [9.5, 5]])), [1, 5, 0.5])


def test_contours_above_64_kilobytes(tmp_path: Path) -> None:
    """Explicit syntax has no room for them: pydicom then writes them without their type, and so do others."""
    write(ct((1, 100, 100)), tmp_path / "ct")
    volume = run_now(open_case.open_volume(tmp_path / "ct"))
    comb = np.zeros((1, 100, 100), np.uint8)
    comb[0, 5:95, 5:95:2] = 1
    comb[0, 5, 5:95] = 1
    labels = LabelMap.from_voxels(comb, volume.geometry, {1: "comb"})
    run_now(export.save_labels(labels, tmp_path / "a.rtstruct.dcm", volume))
    ds = pydicom.dcmread(tmp_path / "a.rtstruct.dcm")
    assert ds.ROIContourSequence[0].ContourSequence[0].NumberOfContourPoints > 6_000
    ds.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    with pytest.warns(UserWarning, match="64 kByte"):
        ds.save_as(tmp_path / "b.dcm")
    assert isinstance(pydicom.dcmread(tmp_path / "b.dcm").ROIContourSequence[0].ContourSequence[0].ContourData, bytes)
    for name in ("a.rtstruct.dcm", "b.dcm"):
        back = run_now(open_case.open_labels(tmp_path / name, like=volume))
        np.testing.assert_array_equal(back.voxels, comb)
