"""De-identified copies: nothing of the patient left in any byte, all else as it was, links between objects whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pydicom
import pydicom.data
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medseg_gui import api
from medseg_gui.core.deidentify import Choice, Pseudonyms, cleaned, shifted
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.io import deid_files
from medseg_gui.io.deid_dataset import Known
from medseg_gui.io.deid_rules import Rules, table
from tests.io.helpers import change
from tests.privacy.helpers import ACCESSION, BORN, NAME, PATIENT, SECRETS, STATION, STUDIED, copies, hits, study
from tests.test_cli import figures, run


def all_options() -> dict[str, object]:
    return {
        "dates": "shift",
        "device": True,
        "institution": True,
        "patient": True,
        "descriptors": True,
        "private": True,
    }


def test_basic_profile_leaves_no_byte_of_the_patient(tmp_path: Path) -> None:
    files = study(tmp_path / "source")
    assert len({s for _, s in hits(tmp_path / "source")}) == len(SECRETS)  # the search itself works
    before = {p: p.read_bytes() for p in files}
    report = api.deidentify(tmp_path / "source", tmp_path / "out")
    assert {p: p.read_bytes() for p in files} == before
    assert (report.files, report.left_out) == (3, [])
    assert hits(tmp_path / "out") == []
    for path, copy in zip(
        files, sorted(copies(tmp_path / "out"), key=lambda p: pydicom.dcmread(p).InstanceNumber), strict=True
    ):
        old, new = pydicom.dcmread(path), pydicom.dcmread(copy)
        assert new.PixelData == old.PixelData
        assert new.PatientName == new.PatientID == copy.relative_to(tmp_path / "out").parts[0]
        assert (new.PatientBirthDate, new.StudyDate, new.AccessionNumber) == ("", "", "")
        assert not any(e.tag.is_private or e.tag.group == 0x6000 for e in new)
        assert "SourceApplicationEntityTitle" not in new.file_meta
        assert new.file_meta.MediaStorageSOPInstanceUID == new.SOPInstanceUID != old.SOPInstanceUID
        assert new.PatientIdentityRemoved == "YES"
        assert new.LongitudinalTemporalInformationModified == "REMOVED"
        assert [i.CodeValue for i in new.DeidentificationMethodCodeSequence] == ["113100"]
        assert (new.ImagePositionPatient, new.PixelSpacing) == (old.ImagePositionPatient, old.PixelSpacing)


def test_options_keep_what_they_say_and_no_more(tmp_path: Path) -> None:
    study(tmp_path / "source", 1)
    api.deidentify(tmp_path / "source", tmp_path / "out", **all_options())
    (copy,) = copies(tmp_path / "out")
    new = pydicom.dcmread(copy)
    assert hits(tmp_path / "out", tuple(s for s in SECRETS if s != STATION)) == []
    assert (new.PatientAge, new.PatientWeight, new.PatientSex) == ("090Y", 81.5, "M")
    assert (new.StationName, new.InstitutionName) == (STATION, "Krankenhaus am Rande")
    assert (new.StudyDescription, new.SeriesDescription) == (
        "CT Abdomen venous 5.0",
        "Axial thin",
    )
    assert new.RequestAttributesSequence[0].RequestedProcedureDescription == "liver"
    assert "RequestedProcedureID" not in new.RequestAttributesSequence[0]
    assert new[0x0019, 0x100C].value == 1000
    assert (0x0019, 0x1077) not in new
    assert len({str(new[k].value)[:8] for k in ("StudyDate", "SeriesDate", "AcquisitionDateTime")} - {STUDIED}) == 1
    assert new.AcquisitionDateTime.endswith("121314.5")
    assert new.StudyTime == "121314"
    codes = {i.CodeValue for i in new.DeidentificationMethodCodeSequence}
    assert codes == {"113100", "113105", "113107", "113108", "113109", "113111", "113112"}


def test_a_calibration_on_the_day_of_the_study_stays_with_the_device(tmp_path: Path) -> None:
    (path,) = study(tmp_path / "source", 1)
    change(path, DateOfLastCalibration=STUDIED)
    assert api.deidentify(tmp_path / "source", tmp_path / "out", device=True).files == 1
    new = pydicom.dcmread(copies(tmp_path / "out")[0])
    assert (new.DateOfLastCalibration, new.StudyDate) == (STUDIED, "")


def test_a_name_that_only_another_file_of_the_study_knows(tmp_path: Path) -> None:
    files = study(tmp_path / "source", 2)
    change(files[0], PatientName="")
    change(files[0], ManufacturerModelName=f"For_{NAME}")
    assert api.deidentify(tmp_path / "source", tmp_path / "out").files == 2
    assert hits(tmp_path / "out") == []


@pytest.mark.parametrize("seed", range(6))
def test_damaged_files_are_left_out_or_come_clean(seed: int, tmp_path: Path) -> None:
    """Bytes changed, cut and repeated at random: never another error, never a name in a copy."""
    rng = np.random.default_rng(seed)
    data = study(tmp_path / "one", 1)[0].read_bytes()
    (tmp_path / "source").mkdir()
    for number in range(40):
        broken = bytearray(data)
        for at in rng.integers(128, len(broken), rng.integers(1, 12)):
            broken[at] = rng.integers(256)
        cut = int(rng.integers(200, len(broken)))
        broken = broken[:cut] if number % 4 == 0 else broken[:cut] + broken[cut // 2 :] if number % 4 == 1 else broken
        (tmp_path / "source" / f"{number}.dcm").write_bytes(broken)
    report = api.deidentify(tmp_path / "source", tmp_path / "out")
    assert report.files + len(report.left_out) == 40
    assert hits(tmp_path / "out") == []


def test_dates_and_uids_are_kept_when_told(tmp_path: Path) -> None:
    (path,) = study(tmp_path / "source", 1)
    api.deidentify(tmp_path / "source", tmp_path / "out", dates="keep", keep_uids=True)
    old, new = pydicom.dcmread(path), pydicom.dcmread(copies(tmp_path / "out")[0])
    assert (new.StudyDate, new.SOPInstanceUID) == (STUDIED, old.SOPInstanceUID)
    assert new.PatientBirthDate == ""
    assert hits(tmp_path / "out", (NAME, PATIENT, BORN, ACCESSION)) == []


def test_a_study_in_parts_with_one_key_hangs_together(tmp_path: Path) -> None:
    """SEG and RTSTRUCT, given later, still point at their images; another key gives other names for all."""
    study(tmp_path / "source")
    volume = api.open_volume(tmp_path / "source")
    voxels = np.zeros(volume.geometry.shape, np.uint8)
    voxels[1, 2:5, 2:6] = 1
    labels = LabelMap.from_voxels(voxels, volume.geometry)
    api.save_labels(labels, tmp_path / "masks" / "seg.dcm", source=volume) if (
        tmp_path / "masks"
    ).mkdir() is None else None
    api.save_labels(labels, tmp_path / "masks" / "rt.dcm", source=volume, rtstruct=True)
    key = tmp_path / "project.key"
    for _ in range(2):  # a second time changes nothing
        api.deidentify(tmp_path / "source", tmp_path / "out", key=key)
        second = api.deidentify(tmp_path / "masks", tmp_path / "out", key=key)
    assert (second.files, second.there_before, second.left_out) == (2, 2, [])
    assert len(copies(tmp_path / "out")) == 5
    assert hits(tmp_path / "out") == []
    assert key.stat().st_mode & 0o077 == 0
    row = next(r for r in api.find_series(tmp_path / "out") if r.modality == "CT")
    clean = api.open_volume(tmp_path / "out", row.uid)
    assert np.array_equal(clean.voxels, volume.voxels)
    for mask in tmp_path.joinpath("out").rglob("*"):
        if mask.name.startswith(("SEG-", "RTSTRUCT-")):
            assert np.array_equal(api.open_labels(mask, like=clean).voxels, voxels)
    api.deidentify(tmp_path / "source", tmp_path / "other", key=tmp_path / "other.key")
    assert not {p.name for p in copies(tmp_path / "out")} & {p.name for p in copies(tmp_path / "other")}


def test_text_burned_in_is_refused_looked_at_or_blackened(tmp_path: Path) -> None:
    files = study(tmp_path / "source")
    change(files[0], BurnedInAnnotation="YES")
    change(files[1], SOPClassUID="1.2.840.10008.5.1.4.1.1.7", ConversionType="WSD")
    report = api.deidentify(tmp_path / "source", tmp_path / "refused")
    assert report.files == 1
    assert all("burned in" in why for _, why in report.left_out)
    assert api.deidentify(tmp_path / "source", tmp_path / "looked", burned="looked").files == 3
    api.deidentify(tmp_path / "source", tmp_path / "blank", burned="blank", blank=((0, 0, 1, 3),))
    for copy in copies(tmp_path / "blank"):
        new = pydicom.dcmread(copy)
        old = pydicom.dcmread(files[new.InstanceNumber - 1]).pixel_array
        changed = np.argwhere(new.pixel_array != old)
        codes = [item.CodeValue for item in new.DeidentificationMethodCodeSequence]
        assert ("113101" in codes) == (new.InstanceNumber != 3)
        if new.InstanceNumber == 3:
            assert not len(changed)
        else:
            assert len(changed)
            assert changed.max(0).tolist() <= [1, 3]
            assert new.BurnedInAnnotation == "NO"
    with pytest.raises(MedsegError, match="rectangle"):
        Choice(burned="blank")


def test_what_cannot_be_cleaned_is_left_out_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = study(tmp_path / "source")
    change(files[0], SOPClassUID="1.2.840.10008.5.1.4.1.1.88.11")
    (tmp_path / "source" / f"{NAME}.txt").write_text("notes")
    files[1].write_bytes(files[1].read_bytes()[:900])
    found = figures(capsys, "deidentify", tmp_path / "source", tmp_path / "out")
    assert found["files"] == 1
    assert len(found["left_out_files"]) == 3
    assert hits(tmp_path / "out") == []  # the report names no file either
    saved = json.loads((tmp_path / "out" / "deidentification.json").read_text())
    assert sum(row["files"] for row in saved["left_out"]) == 3
    assert NAME not in (tmp_path / "out" / "deidentification.txt").read_text()

    monkeypatch.setattr(deid_files.Scrubber, "_items", lambda *_: None)  # a rule that does nothing
    code, _, error = run(capsys, "deidentify", tmp_path / "source", tmp_path / "unclean")
    assert code == 1
    assert "not clean" in error
    assert not copies(tmp_path / "unclean")


def test_a_zip_with_a_dicomdir_is_taken_and_the_dicomdir_left(tmp_path: Path) -> None:
    study(tmp_path / "medium")
    shutil.copy(Path(pydicom.data.__file__).parent / "test_files" / "dicomdirtests" / "DICOMDIR", tmp_path / "medium")
    shutil.make_archive(str(tmp_path / "medium"), "zip", tmp_path / "medium")
    report = api.deidentify(tmp_path / "medium.zip", tmp_path / "out")
    assert report.files == 3
    assert [why for _, why in report.left_out] == [
        "a DICOMDIR: it names the patient, and lists files that are no longer the same"
    ]
    assert hits(tmp_path / "out") == []


def test_never_among_the_originals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study(tmp_path / "source")
    for out in (tmp_path / "source", tmp_path / "source" / "out", tmp_path):
        code, _, error = run(capsys, "deidentify", tmp_path / "source", out)
        assert code == 1
        assert "apart" in error
    assert run(capsys, "deidentify", tmp_path / "source", tmp_path / "out", "--blank", "1,2,3")[0] == 1


def test_another_copy_is_never_written_over(tmp_path: Path) -> None:
    study(tmp_path / "source")
    api.deidentify(tmp_path / "source", tmp_path / "out")
    before = {p: p.read_bytes() for p in copies(tmp_path / "out")}
    report = api.deidentify(tmp_path / "source", tmp_path / "out", dates="keep")
    assert (report.files, len(report.left_out)) == (0, 3)
    assert {p: p.read_bytes() for p in copies(tmp_path / "out")} == before


@pytest.mark.parametrize("folder", ["sarcoma-sts/dicom/STS_002", "dcmqi", "breast-ucsf"])
def test_real_studies_come_through_voxel_for_voxel(folder: str, data_dir: Path, tmp_path: Path) -> None:
    report = api.deidentify(data_dir / folder, tmp_path / "out", burned="looked", **all_options())
    assert report.files
    # one mask of dcmqi has the UID of another
    assert not [why for _, why in report.left_out if why != "no DICOM file" and not why.startswith("another copy")]
    old, new = (
        [api.open_volume(p, row.uid) for row in api.find_series(p) if not row.refusal]
        for p in (data_dir / folder, tmp_path / "out")
    )
    assert len(old) == len(new)
    for volume in old:
        same = (v for v in new if v.voxels.shape == volume.voxels.shape and np.array_equal(v.voxels, volume.voxels))
        assert any(np.array_equal(v.geometry.affine, volume.geometry.affine) for v in same)


def test_the_table_is_the_standards() -> None:
    """Some rows of Table E.1-1, and every date, UID and person's name of the dictionary is provided for."""
    rules = Rules(Choice())
    expected = {
        (0x00080050, "SH"): "empty", (0x00100010, "PN"): "empty", (0x00080018, "UI"): "uid",
        (0x0008103E, "LO"): "remove", (0x00181030, "LO"): "dummy", (0x00181000, "LO"): "dummy",
        (0x0040A730, "SQ"): "dummy", (0x00102180, "SH"): "remove", (0x00080016, "UI"): "keep",
    }  # fmt: skip
    from pydicom.datadict import DicomDictionary, keyword_for_tag

    for (tag, vr), action in expected.items():
        assert rules.action(tag, vr, keyword_for_tag(tag)) == action
    assert len(table().actions) == 652
    for tag, (vr, *_rest) in DicomDictionary.items():
        if vr in ("PN", "DA", "DT"):
            assert rules.action(tag, vr, keyword_for_tag(tag)) in ("remove", "empty", "dummy"), hex(tag)


@given(st.binary(min_size=32, max_size=40), st.text(min_size=1), st.text(min_size=1))
def test_pseudonyms_are_stable_well_formed_and_apart(key: bytes, one: str, other: str) -> None:
    names = Pseudonyms(key)
    again = Pseudonyms(key)
    assert names.uid(one) == again.uid(one)
    assert len(names.uid(one)) <= 64
    assert names.uid(one).startswith("2.25.")
    assert names.patient(one) == again.patient(one)
    assert 365 <= names.days(one) < 3650
    if one != other:
        assert names.uid(one) != names.uid(other)
        assert names.patient(one) != names.patient(other)


@given(st.dates(), st.dates(), st.integers(365, 3649))
def test_a_shift_keeps_the_days_between(one: object, other: object, days: int) -> None:
    from datetime import date

    assert isinstance(one, date)
    assert isinstance(other, date)
    new = [shifted(f"{d.year:04d}{d.month:02d}{d.day:02d}", days) for d in (one, other)]
    if all(new):
        there = [date(int(t[:4]), int(t[4:6]), int(t[6:])) for t in new]
        assert there[0] - there[1] == one - other
    assert shifted("2019", days) == shifted("20191399", days) == ""


def test_words() -> None:
    words = frozenset({"ct", "abdomen"})
    assert cleaned("CT_Abdomen 5.0 B30f Miller 1234567 b1000", words) == "CT Abdomen 5.0 B30f b1000"
    assert cleaned("CT Abdomen", words, frozenset({"abdomen"})) == "CT"
    known = Known(words={"meyer"}, values={"AB-12"})
    assert known.in_text("Dr. MEYER")
    assert known.in_text("ab-12 x")
    assert known.in_text("CT_Meyer_1")
    assert not known.in_text("Meyerling AB-123")
