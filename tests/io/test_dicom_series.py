"""DICOM series made here: sorting, splitting, notes, grids."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import Volume
from medseg_gui.io import dicom
from medseg_gui.io.dicom_header import _values_of, read_dataset, read_header
from medseg_gui.io.dicom_quick import quick as quickly
from medseg_gui.workers import open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import change, ct, moved_onto, random_affine, write


def rows_of(path: Path) -> list[dicom.SeriesRow]:
    return run_now(dicom.find_series(path))


@given(
    seed=st.integers(0, 2**32 - 1), shear=st.booleans(), depth=st.integers(1, 5), modality=st.sampled_from(["CT", "MR"])
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_back(tmp_path: Path, seed: int, shear: bool, depth: int, modality: str) -> None:
    """Any oblique grid, either handedness, tilted, one slice or several, file names shuffled."""
    rng = np.random.default_rng(seed)
    shape = (depth, int(rng.integers(2, 7)), int(rng.integers(2, 7)))
    affine = random_affine(rng, shear and depth > 1)
    volume = Volume(rng.integers(-1024, 3000, shape, dtype=np.int16), Geometry(shape, affine), modality)
    folder = tmp_path / f"s{seed}{shear}{depth}{modality}"
    shutil.rmtree(folder, ignore_errors=True)
    files = write(volume, folder)
    names = random.Random(seed).sample(range(1000), len(files))
    for path, name in zip(files, names, strict=True):
        path.rename(folder / f"{name}")

    (row,) = rows_of(folder)
    back = run_now(dicom.read_series(row))
    normal = np.cross(back.geometry.affine[:3, 2], back.geometry.affine[:3, 1])
    assert normal @ back.geometry.affine[:3, 0] > 0  # ascending along row × column
    if depth == 1 and normal @ affine[:3, 0] < 0:
        affine = affine.copy()
        affine[:3, 0] *= -1  # a single slice says nothing about the side on which its neighbour would lie
    voxels, moved = moved_onto(volume.voxels, affine, back.geometry)
    np.testing.assert_array_equal(back.voxels, voxels)
    np.testing.assert_allclose(back.geometry.affine, moved, atol=1e-6)
    assert back.voxels.dtype == np.int16
    for z in range(depth):
        np.testing.assert_array_equal(dicom.read_slice(row, z), back.voxels[z])
    assert ("tilt" in {n.kind for n in back.notes}) == (shear and depth > 1)
    assert not {n.kind for n in back.notes} & {"gap", "spacing", "duplicate"}


def test_texts_window_and_units_come_along(tmp_path: Path) -> None:
    write(ct(), tmp_path)
    (row,) = rows_of(tmp_path)
    info = run_now(dicom.read_series(row)).info
    assert row.description == info.description == "Bäuche"
    assert info.window == (400.0, 40.0)
    assert info.units == "HU"
    assert info.patient_name == "Phantom^Sample"
    assert info.study_date == "20200101"
    assert info.source == str(tmp_path)
    assert row.geometry.frame_uid == "1.2.826.0.1.3680043.8.498.7"


def test_neither_thickness_nor_names_nor_numbers_decide(tmp_path: Path) -> None:
    volume = ct((6, 4, 4))
    files = write(volume, tmp_path)
    for n, path in enumerate(files):
        change(path, SliceThickness="7", SpacingBetweenSlices="9", InstanceNumber=6 - n)
    back = run_now(open_case.open_volume(tmp_path))
    assert back.geometry.distance_mm(volume.geometry) < 1e-6
    np.testing.assert_array_equal(back.voxels, volume.voxels)


def test_a_missing_slice_is_named(tmp_path: Path) -> None:
    files = write(ct((8, 4, 4)), tmp_path)
    files[3].unlink()
    (note,) = rows_of(tmp_path)[0].notes
    assert note.kind == "gap"
    assert note.mm == pytest.approx(5.0)
    assert "About 1 slice is missing" in note.text
    assert "between slices 2 and 3" in note.text


def test_uneven_spacing_is_named(tmp_path: Path) -> None:
    files = write(ct((6, 4, 4)), tmp_path)
    change(files[2], ImagePositionPatient=[-20, -30, 45.3])
    (note,) = rows_of(tmp_path)[0].notes
    assert note.kind == "spacing"
    assert note.mm == pytest.approx(0.3, abs=1e-6)
    assert "2.200 to 2.800 mm" in note.text


def test_a_duplicate_position_keeps_one_image(tmp_path: Path) -> None:
    volume = ct((5, 4, 4))
    files = write(volume, tmp_path)
    other = pydicom.dcmread(files[2])
    other.SOPInstanceUID += ".9"
    other.InstanceNumber = 99
    other.PixelData = bytes(len(other.PixelData))
    other.save_as(tmp_path / "other.dcm")
    back = run_now(open_case.open_volume(tmp_path))
    assert [n.kind for n in back.notes] == ["duplicate"]
    np.testing.assert_array_equal(back.voxels, volume.voxels)


def test_a_second_copy_of_a_file_is_left_out(tmp_path: Path) -> None:
    volume = ct()
    files = write(volume, tmp_path)
    shutil.copy(files[0], tmp_path / "copy")
    back = run_now(open_case.open_volume(tmp_path))
    assert [n.kind for n in back.notes] == ["copies"]
    np.testing.assert_array_equal(back.voxels, volume.voxels)


def test_missing_rescale_is_noted(tmp_path: Path) -> None:
    for path in write(ct(), tmp_path):
        change(path, RescaleSlope=None, RescaleIntercept=None)
    back = run_now(open_case.open_volume(tmp_path))
    assert [n.kind for n in back.notes] == ["rescale"]
    np.testing.assert_array_equal(back.voxels, ct().voxels.astype(int) + 1024)


def test_localizer_echoes_and_orientations_become_rows(tmp_path: Path) -> None:
    series = write(ct((4, 4, 5)), tmp_path / "a")
    uid = str(pydicom.dcmread(series[0]).SeriesInstanceUID)
    # the same positions again with another echo
    for path in write(ct((4, 4, 5), seed=1), tmp_path / "b"):
        change(path, SeriesInstanceUID=uid, EchoTime="80", SOPInstanceUID=pydicom.uid.generate_uid(None))
    turned = Geometry.axial((3, 4, 4), (1, 1, 1)).affine[:, [1, 0, 2, 3]]
    for path in write(ct((3, 4, 4), turned), tmp_path / "c"):
        change(path, SeriesInstanceUID=uid)
    (scout,) = write(ct((1, 4, 5), seed=2), tmp_path / "d")
    change(scout, SeriesInstanceUID=uid, ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"])

    rows = rows_of(tmp_path)
    assert [r.size for r in rows] == [(4, 4, 5), (4, 4, 5), (3, 4, 4), (1, 4, 5)]
    assert [r.uid for r in rows] == [f"{uid}/{n}" for n in (1, 2, 3, 4)]
    texts = [next(n.text for n in r.notes if n.kind == "split") for r in rows]
    assert "4 stacks" in texts[0]
    assert any("echo time 80" in t for t in texts[:2])
    assert "normal P" in texts[2] or "normal A" in texts[2]
    assert "localizer" in texts[3]
    echo = next(r for r, t in zip(rows, texts, strict=True) if "echo time 80" in t)
    np.testing.assert_array_equal(run_now(dicom.read_series(echo)).voxels, ct((4, 4, 5), seed=1).voxels)


def test_time_points_without_an_attribute_split_by_order(tmp_path: Path) -> None:
    first, second = ct((4, 4, 4), seed=1), ct((4, 4, 4), seed=2)
    files = write(first, tmp_path / "a")
    uid = str(pydicom.dcmread(files[0]).SeriesInstanceUID)
    for n, path in enumerate(write(second, tmp_path / "b")):
        change(path, SeriesInstanceUID=uid, InstanceNumber=100 + n)
    one, two = rows_of(tmp_path)
    np.testing.assert_array_equal(run_now(dicom.read_series(one)).voxels, first.voxels)
    np.testing.assert_array_equal(run_now(dicom.read_series(two)).voxels, second.voxels)


@pytest.mark.parametrize(
    ("slope", "intercept", "dtype"),
    [("2", "-1024", np.int16), ("1", "40000", np.uint16), ("1", "64000", np.int32), ("0.5", "1", np.float32)],
)
def test_rescale_keeps_integers_where_it_can(tmp_path: Path, slope: str, intercept: str, dtype: type) -> None:
    volume = ct()
    for path in write(volume, tmp_path):
        change(path, RescaleSlope=slope, RescaleIntercept=intercept)
    back = run_now(open_case.open_volume(tmp_path))
    assert back.voxels.dtype == dtype
    np.testing.assert_allclose(back.voxels, (volume.voxels.astype(float) + 1024) * float(slope) + float(intercept))


def test_twelve_stored_bits_ignore_what_lies_above(tmp_path: Path) -> None:
    volume = ct()
    stored = np.arange(5 * 6 * 7, dtype=np.int16).reshape(5, 6, 7) * 9 - 900
    for z, path in enumerate(write(volume, tmp_path)):
        pixels = (stored[z].view(np.uint16) & 0x0FFF) | 0x5000
        change(path, BitsStored=12, HighBit=11, PixelData=pixels.astype("<u2").tobytes())
    back = run_now(open_case.open_volume(tmp_path))
    np.testing.assert_array_equal(back.voxels, stored - 1024)


@pytest.mark.parametrize(
    "syntax", ["ImplicitVRLittleEndian", "DeflatedExplicitVRLittleEndian", "RLELossless", "ExplicitVRBigEndian"]
)
def test_other_transfer_syntaxes(tmp_path: Path, syntax: str) -> None:
    volume = ct()
    uid = getattr(pydicom.uid, syntax)
    for z, path in enumerate(write(volume, tmp_path)):
        ds = pydicom.dcmread(path)
        if syntax == "RLELossless":
            ds.compress(uid)
        else:
            ds.file_meta.TransferSyntaxUID = uid
        if syntax == "ExplicitVRBigEndian":
            ds["PixelData"].VR = "OW"
            ds.PixelData = (volume.voxels[z].astype(np.int32) + 1024).astype(">i2").tobytes()
        little = syntax != "ExplicitVRBigEndian"
        pydicom.dcmwrite(path, ds, implicit_vr=syntax.startswith("Implicit"), little_endian=little, force_encoding=True)
    np.testing.assert_array_equal(run_now(open_case.open_volume(tmp_path)).voxels, volume.voxels)


def test_old_files_without_preamble_open(tmp_path: Path) -> None:
    volume = ct()
    for path in write(volume, tmp_path):
        path.write_bytes(path.read_bytes()[132:])
    np.testing.assert_array_equal(run_now(open_case.open_volume(tmp_path)).voxels, volume.voxels)


def test_a_file_opens_its_own_series(tmp_path: Path) -> None:
    a = write(ct(seed=1), tmp_path / "x")
    for path in write(ct(seed=2), tmp_path / "y"):
        path.rename(tmp_path / "x" / f"other{path.name}")
    back = run_now(open_case.open_volume(a[2]))
    np.testing.assert_array_equal(back.voxels, ct(seed=1).voxels)


def test_several_series_ask_for_a_choice(tmp_path: Path) -> None:
    write(ct(seed=1), tmp_path / "x")
    write(ct((3, 4, 4), seed=2), tmp_path / "y")
    with pytest.raises(open_case.SeriesChoice, match="There are 2 series") as caught:
        run_now(open_case.open_volume(tmp_path))
    rows = caught.value.rows
    assert {r.size for r in rows} == {(5, 6, 7), (3, 4, 4)}
    assert all(r.uid in caught.value.todo for r in rows)
    for row in rows:
        assert run_now(open_case.open_volume(tmp_path, row.uid)).geometry.shape == row.size
    with pytest.raises(open_case.SeriesChoice, match=r"no series 1\.2\.3"):
        run_now(open_case.open_volume(tmp_path, "1.2.3"))


def test_a_job_can_be_left_at_any_step(tmp_path: Path) -> None:
    write(ct((40, 4, 4)), tmp_path)
    steps = open_case.open_volume(tmp_path)
    for _ in range(5):
        next(steps)
    steps.close()


def test_the_small_parser_agrees_with_pydicom_on_all_real_files(data_dir: Path) -> None:
    compared = 0
    for folder in ("abdomen-crlm", "sarcoma-sts/dicom", "dicom2nifti", "dcmqi", "dcm-qa-nih/In", "breast-ucsf"):
        for path in sorted((data_dir / folder).rglob("*.dcm")):
            quick = quickly(path)
            assert quick is not None
            if quick.nested:
                continue
            theirs, _ = _values_of(read_dataset(path), path)
            compared += 1
            for tag in set(theirs) | set(quick.values):
                mine, other = quick.values.get(tag, ""), theirs.get(tag, "")
                if mine != other:
                    assert [float(v) for v in str(mine).split("\\")] == [float(v) for v in str(other).split("\\")]
    assert compared > 300


def test_a_row_without_positions_says_so(tmp_path: Path) -> None:
    for path in write(ct((2, 4, 4)), tmp_path):
        change(path, ImagePositionPatient=None)
    back = run_now(open_case.open_volume(tmp_path))
    assert "position" in {n.kind for n in back.notes}


def test_headers_give_frames(tmp_path: Path) -> None:
    (path,) = write(ct((1, 4, 4)), tmp_path)
    (frame,) = read_header(path)
    assert frame.matrix == (4, 4)
    assert frame.spacing_mm == (0.7, 0.8)
