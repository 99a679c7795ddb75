"""A study in a ZIP and on a medium with a DICOMDIR, whole, damaged and hostile."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pydicom
import pydicom.data
import pytest

from medseg_gui.core.errors import BadInput
from medseg_gui.io import media
from medseg_gui.workers import open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import ct, write

MEDIUM = Path(pydicom.data.__file__).parent / "test_files" / "dicomdirtests" / "DICOMDIR"


def pack(files: list[Path], to: Path, name: str = "study/{}") -> Path:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, name.format(file.name))
    return to


def test_a_zip_of_a_study_opens_and_leaves_no_second_copy(tmp_path: Path) -> None:
    volume = ct()
    path = pack(write(volume, tmp_path / "a"), tmp_path / "Study.ZIP")
    back = run_now(open_case.open_volume(path))
    np.testing.assert_array_equal(back.voxels, volume.voxels)
    assert back.info.source == str(path)
    folder = run_now(media.unpacked(path))
    assert run_now(media.unpacked(path)) == folder


@pytest.mark.parametrize("name", ["../../../{}", "/{}", "..\\..\\{}", "C:\\{}"])
def test_names_in_a_zip_lead_nowhere(tmp_path: Path, name: str) -> None:
    path = pack(write(ct(), tmp_path / "a"), tmp_path / "s.zip", name)
    before = set(tmp_path.rglob("*"))
    folder = run_now(media.unpacked(path))
    assert set(tmp_path.rglob("*")) == before
    assert all(p.parent == folder for p in folder.rglob("*"))
    assert len(list(folder.iterdir())) == 5


def test_a_truncated_encrypted_or_empty_zip_is_one_clear_error(tmp_path: Path) -> None:
    path = pack(write(ct(), tmp_path / "a"), tmp_path / "s.zip")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInput, match="truncated or damaged"):
        run_now(open_case.open_volume(path))
    # bit 0 of the general purpose flags, in the local and the central headers: encrypted
    locked = bytearray(whole)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = locked.find(sign)
        while start >= 0:
            locked[start + at] |= 1
            start = locked.find(sign, start + 4)
    path.write_bytes(locked)
    with pytest.raises(BadInput, match="encrypted"):
        run_now(open_case.open_volume(path))
    pack([], path)
    with pytest.raises(BadInput, match="nothing to open"):
        run_now(open_case.open_volume(path))


def test_a_zip_that_claims_more_than_the_disk_holds_is_refused(tmp_path: Path) -> None:
    path = pack(write(ct(), tmp_path / "a"), tmp_path / "s.zip")
    data = bytearray(path.read_bytes())
    start = data.find(b"PK\x01\x02")
    data[start + 24 : start + 28] = (0xFFFFFFFE).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(BadInput, match="more than it can hold"):
        run_now(open_case.open_volume(path))


def test_a_dicomdir_opens_the_files_that_it_lists() -> None:
    rows = run_now(open_case.find(MEDIUM))
    listed = {f for row in rows for f in row.files}
    assert listed <= set(media.listed_files(MEDIUM))
    assert {row.info.patient_name for row in rows} == {"Doe^Archibald", "Doe^Peter"}
    volume = run_now(open_case.open_volume(MEDIUM, rows[-1].uid))
    assert volume.geometry.shape == rows[-1].size


def test_a_dicomdir_names_files_below_its_folder_only(tmp_path: Path) -> None:
    outside = write(ct(), tmp_path / "outside")
    folder = tmp_path / "medium"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "im1").write_bytes(outside[0].read_bytes())
    dataset = pydicom.dcmread(MEDIUM)
    images = [r for r in dataset.DirectoryRecordSequence if r.get("ReferencedFileID")]
    for record in images:
        record.ReferencedFileID = ["..", "outside", outside[1].name]
    images[0].ReferencedFileID = ["IMAGES", "IM1"]  # as another system mounts it
    dataset.save_as(folder / "DICOMDIR")
    assert media.listed_files(folder / "DICOMDIR") == [(folder / "images" / "im1").resolve()]
    images[0].ReferencedFileID = ["IMAGES", "IM2"]
    dataset.save_as(folder / "DICOMDIR")
    with pytest.raises(BadInput, match=r"None of the .* files that the DICOMDIR lists is there"):
        run_now(open_case.find(folder / "DICOMDIR"))
    (folder / "DICOMDIR").write_bytes(outside[0].read_bytes())
    with pytest.raises(BadInput, match="not a DICOMDIR"):
        run_now(open_case.find(folder / "DICOMDIR"))
