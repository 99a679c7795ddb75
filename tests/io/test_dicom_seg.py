"""DICOM SEG: what others wrote against the NRRD it must give; what we write against what we meant."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom
import pytest

from medseg_gui.core.errors import BadInput, GeometryMismatch
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Code, LabelMap, Segment
from medseg_gui.core.volume import Volume
from medseg_gui.workers import export, export_plan, open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import change, ct, write

PAIRS = [
    ("liver.dcm", "ct-3slice", ["liver_seg.nrrd"]),
    ("partial_overlaps.dcm", "ct-3slice", [f"partial_overlaps-{n}.nrrd" for n in (1, 2, 3)]),
    ("24x38x3/seg/label.seg", "24x38x3/image", ["24x38x3/nrrd/label.nrrd"]),
    ("23x38x3/seg/label.seg", "23x38x3/multiframe", ["23x38x3/nrrd/label.nrrd"]),
    ("sparse-labelmap-noppv.dcm", "24x38x3/image", ["sparse_labelmap_noppv_seg.nrrd"]),
]


@pytest.mark.parametrize(("seg", "image", "references"), PAIRS)
@pytest.mark.parametrize("with_image", [True, False])
def test_foreign_segmentations_give_their_nrrd(
    data_dir: Path, seg: str, image: str, references: list[str], with_image: bool
) -> None:
    folder = data_dir / "dcmqi"
    like = run_now(open_case.open_volume(folder / image)) if with_image else None
    labels = run_now(open_case.open_labels(folder / seg, like=like))
    seen = 0
    for name in references:
        reference = run_now(open_case.open_labels(folder / name))
        assert labels.geometry.distance_mm(reference.geometry) < 1e-3
        for segment in reference.segments:
            mine = next(s for s in labels.segments if s.value == segment.value)
            np.testing.assert_array_equal(labels.mask(mine), reference.mask(segment))
            seen += 1
    assert seen == len([s for s in labels.segments if labels.mask(s).any()])


def test_background_values_of_a_label_map_are_no_segment(data_dir: Path) -> None:
    labels = run_now(open_case.open_labels(data_dir / "dcmqi/sparse-labelmap-ppv5.dcm"))
    assert [(s.value, s.name) for s in labels.segments] == [(1, "Liver")]
    tissue = Code("85756007", "SCT", "Tissue")
    assert labels.segments[0].code == Code("10200004", "SCT", "Liver", category=tissue)


def two_layers(geometry: Geometry) -> LabelMap:
    one, two = np.zeros((2, *geometry.shape), np.uint8)
    one[1:3, 1:4, 2:5], one[0, 0, 0], two[2, :3] = 3, 7, 1
    return LabelMap(
        [one, two],
        geometry,
        [
            Segment(3, "Leber", (200, 30, 20), 0, Code("10200004", "SCT", "Liver")),
            Segment(7, "Lesion", (20, 200, 30), 0, Code("52988006", "SCT", "Lesion")),
            Segment(1, "overlap", (0, 0, 255), 1),
        ],
    )


@pytest.mark.parametrize("overlap", [True, False])
@pytest.mark.parametrize("reverse", [True, False])
def test_round_trip(tmp_path: Path, overlap: bool, reverse: bool) -> None:
    affine = ct().geometry.affine.copy()
    if reverse:
        affine[:3, 0] *= -1
    write(ct(affine=affine), tmp_path / "ct")
    volume = run_now(open_case.open_volume(tmp_path / "ct"))
    labels = two_layers(volume.geometry)
    if not overlap:
        labels = LabelMap(labels.layers[:1], labels.geometry, labels.segments[:2])
    path = tmp_path / "seg.dcm"
    report = run_now(export.save_labels(labels, path, volume, "MANUAL"))
    assert report.verified[0].startswith("voxels: 0 of")
    back = run_now(open_case.open_labels(path, like=volume))
    assert back.geometry is volume.geometry
    assert len(back.segments) == len(labels.segments)
    for mine, theirs in zip(labels.segments, back.segments, strict=True):
        assert theirs.name == mine.name
        np.testing.assert_array_equal(labels.mask(mine), back.mask(theirs))
        assert max(abs(a - b) for a, b in zip(mine.colour, theirs.colour, strict=True)) <= 1
        if mine.code:
            assert theirs.code == mine.code
    ds = pydicom.dcmread(path)
    assert ds.SegmentationType == "BINARY"
    assert ds.SegmentSequence[0].SegmentAlgorithmType == "MANUAL"
    assert ds.SegmentSequence[1].SegmentedPropertyCategoryCodeSequence[0].CodeValue == "49755003"
    assert ds.FrameOfReferenceUID == volume.geometry.frame_uid
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_real_series_take_a_segmentation(data_dir: Path, tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    for folder in ("abdomen-crlm", "breast-ucsf", "sarcoma-sts/dicom/STS_002/PET"):
        volume = run_now(open_case.open_volume(data_dir / folder))
        labels = two_layers(volume.geometry)
        report = run_now(export.save_labels(labels, tmp_path / "a.dcm", volume))
        assert report.volumes_ml["Leber"] == pytest.approx(18 * volume.geometry.voxel_ml)
    assert len(recwarn) == 0  # pydicom's warnings quote patient names


def test_without_its_series_or_frame_of_reference(data_dir: Path, tmp_path: Path) -> None:
    volume = ct()
    with pytest.raises(BadInput, match="needs the DICOM series"):
        run_now(export.save_labels(two_layers(volume.geometry), tmp_path / "a.dcm", volume))
    volume = run_now(open_case.open_volume(data_dir / "dicom2nifti/failing/gantrytilting"))
    with pytest.raises(BadInput, match="no frame of reference") as caught:
        run_now(export.save_labels(two_layers(volume.geometry), tmp_path / "a.dcm", volume))
    assert caught.value.where == str(tmp_path / "a.dcm")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("rtstruct", [False, True])
def test_interpolated_slices_are_refused_and_even_parts_are_not(tmp_path: Path, rtstruct: bool) -> None:
    files = write(ct((8, 6, 6)), tmp_path / "ct")
    files[3].unlink()
    volume = run_now(open_case.open_volume(tmp_path / "ct", grid="resample"))
    with pytest.raises(BadInput, match="not evenly spaced"):
        run_now(export.save_labels(two_layers(volume.geometry), tmp_path / "a.dcm", volume, rtstruct=rtstruct))
    kind, keys = export_plan.kind_of("rtstruct" if rtstruct else "seg"), frozenset({(0, 3)})
    assert "interpolated" in export_plan.reason(kind, two_layers(volume.geometry), keys, volume)
    uid = volume.info.uid.replace("#even", "#part2")
    part = run_now(open_case.open_volume(tmp_path / "ct", uid))
    labels = two_layers(part.geometry)
    assert not export_plan.reason(kind, labels, keys, part)
    run_now(export.save_labels(labels, tmp_path / "a.dcm", part, rtstruct=rtstruct))
    back = run_now(open_case.open_labels(tmp_path / "a.dcm", like=part))
    for mine, theirs in zip(labels.segments, back.segments, strict=True):
        np.testing.assert_array_equal(labels.mask(mine), back.mask(theirs))


def test_an_empty_mask_is_refused(tmp_path: Path) -> None:
    write(ct(), tmp_path / "ct")
    volume = run_now(open_case.open_volume(tmp_path / "ct"))
    with pytest.raises(BadInput, match="nothing to export"):
        run_now(export.save_labels(LabelMap.empty(volume.geometry), tmp_path / "a.dcm", volume))


def test_a_segmentation_of_another_frame_of_reference_is_refused(tmp_path: Path) -> None:
    write(ct(), tmp_path / "ct")
    volume = run_now(open_case.open_volume(tmp_path / "ct"))
    path = tmp_path / "a.dcm"
    run_now(export.save_labels(two_layers(volume.geometry), path, volume))
    other = Volume(volume.voxels, Geometry(volume.geometry.shape, volume.geometry.affine, "1.2.3"), "CT")
    with pytest.raises(GeometryMismatch, match="frame of reference"):
        run_now(open_case.open_labels(path, like=other))


CODES = ("SegmentedPropertyCategoryCodeSequence", "SegmentedPropertyTypeCodeSequence", "AnatomicRegionSequence")


def told(path: Path) -> list[str]:
    """Each segment's name and codes with their modifiers, as pydicom writes them out."""
    rows = []
    for item in pydicom.dcmread(path).SegmentSequence:
        codes = [str(item[k].value) for k in CODES if k in item]
        rows.append(" ".join([str(item.SegmentLabel), *(" ".join(c.split()) for c in codes)]))
    return rows


@pytest.mark.parametrize(
    ("seg", "image"),
    [
        ("dcmqi/liver.dcm", "dcmqi/ct-3slice"),
        ("dcmqi/partial_overlaps.dcm", "dcmqi/ct-3slice"),
        ("dcmqi/24x38x3/seg/label.seg", "dcmqi/24x38x3/image"),
        ("breast-ucsf/UCSF-BR-06/mask/1-1.dcm", "breast-ucsf/UCSF-BR-06/image_dce_pe1"),
    ],
)
def test_the_codes_of_others_are_kept(data_dir: Path, tmp_path: Path, seg: str, image: str) -> None:
    """Category, type and body region with their modifiers: through DICOM SEG, and through .seg.nrrd on the way."""
    volume = run_now(open_case.open_volume(data_dir / image))
    labels = run_now(open_case.open_labels(data_dir / seg, like=volume))
    run_now(export.save_labels(labels, tmp_path / "a.seg.nrrd", volume))
    again = run_now(open_case.open_labels(tmp_path / "a.seg.nrrd", like=volume))
    run_now(export.save_labels(labels, tmp_path / "a.dcm", volume))
    run_now(export.save_labels(again, tmp_path / "b.dcm", volume))
    assert told(tmp_path / "a.dcm") == told(data_dir / seg)
    assert told(tmp_path / "b.dcm") == told(data_dir / seg)


def test_damaged_and_foreign_files(tmp_path: Path, data_dir: Path) -> None:
    data = (data_dir / "dcmqi/liver.dcm").read_bytes()
    path = tmp_path / "a.dcm"
    for keep in (300, 5000, len(data) // 2, len(data) - 9):
        path.write_bytes(data[:keep])
        with pytest.raises(BadInput, match="truncated"):
            run_now(open_case.open_labels(path))
    path.write_text("nothing to see\n" * 50)
    with pytest.raises(BadInput, match="not a DICOM file"):
        run_now(open_case.open_labels(path))
    (image,) = write(ct((1, 4, 4)), tmp_path / "ct")
    with pytest.raises(BadInput, match="not a segmentation"):
        run_now(open_case.open_labels(image))
    change(image, Modality="MR")
    with pytest.raises(BadInput, match="this is a folder"):
        run_now(open_case.open_labels(tmp_path))


def test_a_fractional_segmentation_is_cut_at_a_half(data_dir: Path, tmp_path: Path) -> None:
    """Real: semi-automatic, occupancy, all none or full. Changed in place: the voxels on both sides of a half."""
    folder = data_dir / "breast-ucsf/UCSF-BR-06"
    path = folder / "mask/1-1.dcm"
    volume = run_now(open_case.open_volume(folder / "image_dce_pe1"))
    labels = run_now(open_case.open_labels(path, like=volume))
    ds = pydicom.dcmread(path)
    assert int(labels.voxels.sum()) == np.count_nonzero(ds.pixel_array) == 82527
    placed = [
        np.array(g.PlanePositionSequence[0].ImagePositionPatient, float) for g in ds.PerFrameFunctionalGroupsSequence
    ]
    for frame, position in zip(ds.pixel_array, placed, strict=True):
        z, y, x = np.rint(volume.geometry.to_index(position)).astype(int)
        assert (y, x) == (0, 0)
        np.testing.assert_array_equal(labels.voxels[z], frame != 0)
    (segment,) = labels.segments
    left = Code("T-04000", "SRT", "Breast", modifier=Code("G-A101", "SRT", "Left"))
    code = Code("B-1000", "MRSC", "Breast", category=Code("T-D0050", "SRT", "Tissue"), region=left)
    assert (segment.name, segment.code) == ("Breast", code)
    assert labels.notes[0].kind == "fractional"
    assert "nothing is lost" in labels.notes[0].text

    pixels = ds.pixel_array.copy()
    filled = np.flatnonzero(pixels)
    pixels.flat[filled[:100]], pixels.flat[filled[100:150]] = 127, 128  # the half of 255 lies between
    ds.PixelData = pixels.tobytes()
    ds.SegmentationFractionalType = "PROBABILITY"
    ds.save_as(tmp_path / "a.dcm")
    cut = run_now(open_case.open_labels(tmp_path / "a.dcm", like=volume))
    assert int(cut.voxels.sum()) == 82527 - 100
    assert "probability" in cut.notes[0].text
    assert "150 voxels" in cut.notes[0].text
