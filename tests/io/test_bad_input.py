"""Hostile, damaged and foreign input: one clear BadInput each, never another error."""

from __future__ import annotations

import contextlib
import gzip
import re
from pathlib import Path

import numpy as np
import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medseg_gui.core.errors import BadInput, MedsegError
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.io import formats
from medseg_gui.workers import export, open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import change, ct, write


def refuse(path: Path, match: str, **kwargs: object) -> BadInput:
    with pytest.raises(BadInput, match=match) as caught:
        run_now(open_case.open_volume(path, **kwargs))
    assert "\n" not in caught.value.what
    return caught.value


def test_no_such_folder(tmp_path: Path) -> None:
    refuse(tmp_path / "absent", "There is no such file or folder")


def test_empty_folder(tmp_path: Path) -> None:
    assert refuse(tmp_path, "it is empty").where == str(tmp_path)


def test_folder_of_text_files(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.csv", "README"):
        (tmp_path / name).write_text("nothing to see\n" * 50)
    error = refuse(tmp_path, "no DICOM image among the 4 files")
    assert "2 × .txt" in error.what
    assert "1 × .csv" in error.what
    assert "1 × no suffix" in error.what


def test_a_text_file_by_name_of_dicom(tmp_path: Path) -> None:
    path = tmp_path / "image.dcm"
    path.write_text("nothing to see\n" * 50)
    refuse(path, "no DICOM image in this file")


def test_a_file_cut_between_two_elements_is_named_too(tmp_path: Path) -> None:
    """What is left of it is a whole data set without an image."""
    files = write(ct((6, 8, 8)), tmp_path)
    data = files[2].read_bytes()
    for tag in (b"\x08\x00\x16\x00", b"\x20\x00\x32\x00", b"\x28\x00\x10\x00", b"\xe0\x7f\x10\x00"):
        files[2].write_bytes(data[: data.index(tag, 132)])
        with pytest.raises(open_case.GridChoice, match=r"0003\.dcm"):
            run_now(open_case.open_volume(tmp_path))
        (row,) = run_now(open_case.find(tmp_path))
        assert row.size == (5, 8, 8)
        assert "0003.dcm" in {n.kind: n for n in row.notes}["unreadable"].text


@pytest.mark.parametrize("keep", [0.2, 0.7, 0.97])
def test_one_truncated_file_of_a_series_leaves_a_named_gap(tmp_path: Path, keep: float) -> None:
    files = write(ct((6, 8, 8)), tmp_path)
    data = files[2].read_bytes()
    files[2].write_bytes(data[: int(len(data) * keep)])
    (row,) = run_now(open_case.find(tmp_path))
    assert row.size == (5, 8, 8)
    kinds = {n.kind: n for n in row.notes}
    assert kinds["gap"].mm == pytest.approx(5.0)
    assert "0003.dcm" in kinds["unreadable"].text
    assert "truncated" in kinds["unreadable"].text or "ends before its image" in kinds["unreadable"].text


@pytest.mark.parametrize("keep", [0.2, 0.7, 0.97])
def test_a_truncated_file_alone_is_refused(tmp_path: Path, keep: float) -> None:
    (path,) = write(ct((1, 8, 8)), tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert refuse(path, "truncated").where == str(path)
    assert refuse(tmp_path, "truncated").where == str(path)


def test_a_truncated_compressed_file_is_refused(tmp_path: Path, data_dir: Path) -> None:
    source = data_dir / "dicom2nifti/generic/compressed_j2k/001"
    for path in source.iterdir():
        data = path.read_bytes()
        (tmp_path / path.name).write_bytes(data[: len(data) // 2] if path.name.endswith("2-0001.dcm") else data)
    refuse(tmp_path, "truncated|cannot be decoded")


def test_a_panic_of_the_rle_decoder_is_one_clear_error(tmp_path: Path) -> None:
    """The Rust decoder's PanicException is no Exception; the worker's thread must survive it."""
    (path,) = write(ct((1, 16, 16)), tmp_path)
    ds = pydicom.dcmread(path)
    ds.compress(pydicom.uid.RLELossless)
    data = bytearray(ds.PixelData)
    at = data.index(b"\xfe\xff\x00\xe0", 8) + 8  # the frame's RLE header: count, then offsets of the segments
    end = len(data) - 8
    data[at + 64 : end] = (b"\x81\x00" * len(data))[: end - at - 64]  # runs far beyond the 256 pixels
    ds.PixelData = bytes(data)
    ds.save_as(path)
    error = refuse(path, "cannot be decoded")
    assert type(error.__cause__).__name__ == "PanicException"


@pytest.mark.parametrize(
    ("keyword", "value"),
    [("ImagePositionPatient", ["1", "2", "nan"]), ("PixelSpacing", ["inf", "1"]), ("RescaleSlope", "1e400")],
)
def test_hostile_numbers(tmp_path: Path, keyword: str, value: object) -> None:
    for path in write(ct((2, 4, 4)), tmp_path):
        text = "\\".join(value) if isinstance(value, list) else str(value)
        data = path.read_bytes()
        tag = {"ImagePositionPatient": b"\x20\x00\x32\x00DS", "PixelSpacing": b"\x28\x00\x30\x00DS",
               "RescaleSlope": b"\x28\x00\x53\x10DS"}[keyword]  # fmt: skip
        at = data.index(tag)
        length = int.from_bytes(data[at + 6 : at + 8], "little")
        new = text.encode() + b" " * (len(text) % 2)
        path.write_bytes(data[: at + 6] + len(new).to_bytes(2, "little") + new + data[at + 8 + length :])
    refuse(tmp_path, "text where numbers belong")


def test_a_matrix_larger_than_the_file_is_refused(tmp_path: Path) -> None:
    for path in write(ct((2, 4, 4)), tmp_path):
        change(path, Rows=65535, Columns=65535)
    refuse(tmp_path, "truncated")


@given(cut=st.integers(0, 900), junk=st.binary(min_size=0, max_size=60), seed=st.integers(0, 10))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_damage_gives_a_volume_or_one_clear_error(tmp_path: Path, cut: int, junk: bytes, seed: int) -> None:
    path = tmp_path / "whole" / "0001.dcm"
    if not path.exists():
        write(ct((1, 4, 4)), path.parent)
    data = path.read_bytes()
    at = cut % len(data)
    damaged = tmp_path / "damaged"
    damaged.mkdir(exist_ok=True)
    (damaged / "x").write_bytes(data[:at] + junk + data[at + (len(junk) if seed % 2 else 0) :])
    with contextlib.suppress(MedsegError):
        run_now(open_case.open_volume(damaged))


@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz", "a.nrrd", "a.mha", "a.seg.nrrd", "a.mhd", "a.nhdr"])
@pytest.mark.parametrize(
    "content", [b"", b"nothing to see" * 99, gzip.compress(b"\0" * 400, mtime=0), b"NRRD0004\ntype: short\n\n"]
)
def test_garbage_in_every_format(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        run_now(open_case.open_labels(path))
    assert caught.value.where == str(path)
    if name != "a.seg.nrrd":
        refuse(path, re.escape(str(path)))


@pytest.mark.parametrize("suffix", [".nii", ".nii.gz", ".nrrd", ".mha"])
@pytest.mark.parametrize("keep", [0.3, 0.9, 0.99])
def test_truncated_files_of_every_format(tmp_path: Path, suffix: str, keep: float) -> None:
    path = tmp_path / f"a{suffix}"
    run_now(export.convert(ct((9, 20, 20)), path))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    refuse(path, re.escape(str(path)))


def test_a_nifti_that_promises_more_than_it_can_hold(tmp_path: Path) -> None:
    path = tmp_path / "a.nii"
    run_now(export.convert(ct(), path))
    data = bytearray(path.read_bytes())
    data[42:48] = np.array([30000, 30000, 30000], "<i2").tobytes()
    path.write_bytes(data)
    refuse(path, "truncated")
    path = tmp_path / "b.nii.gz"
    path.write_bytes(gzip.compress(bytes(data)))
    refuse(path, "truncated")


@pytest.mark.parametrize("suffix", [".nii.gz", ".nrrd", ".mha"])
def test_a_mask_of_fractions_or_below_zero(tmp_path: Path, suffix: str) -> None:
    volume = ct()
    path = tmp_path / f"a{suffix}"
    for voxels, words in ((volume.voxels / np.float32(3000), "whole numbers|between 0"), (volume.voxels, "between 0")):
        run_now(export.convert(type(volume)(voxels, volume.geometry), path))
        with pytest.raises(BadInput, match=words) as caught:
            run_now(open_case.open_labels(path))
        assert caught.value.where == str(path)


def test_an_image_taken_for_a_mask(tmp_path: Path) -> None:
    volume = ct((8, 20, 20))
    path = tmp_path / "a.nii"
    run_now(export.convert(type(volume)((volume.voxels + 1024).astype(np.uint16), volume.geometry), path))
    with pytest.raises(BadInput, match="it is an image, not a mask"):
        run_now(open_case.open_labels(path))


def test_four_dimensions_are_named(tmp_path: Path, data_dir: Path) -> None:
    path = data_dir / "dcm-qa-nih/Ref/DCM2NIIX_regression_test_4.nii"
    with pytest.raises(BadInput, match=r"10 images \(64×64×15×10\)"):
        run_now(open_case.open_labels(path))
    with pytest.raises(open_case.SeriesChoice, match="There are 10 series"):
        run_now(open_case.open_volume(path))


def test_unknown_suffix_lists_the_known(tmp_path: Path) -> None:
    labels = LabelMap.empty(ct().geometry)
    with pytest.raises(BadInput, match=r"\.nii\.gz"):
        run_now(export.save_labels(labels, tmp_path / "a.xyz"))
    assert formats.format_of(tmp_path / "a.seg.nrrd").id == "seg-nrrd"
    assert formats.format_of(tmp_path / "a.NII.GZ").id == "nifti"
    assert formats.format_of(tmp_path / "a.b") is None
