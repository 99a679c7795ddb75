"""What a batch does with its cases: names, records, restart, failures, and what is never overwritten."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api, cli
from medseg_gui.core.errors import BadInput, Locked, MedsegError, ModelError, WriteFailed
from medseg_gui.core.volume import SeriesInfo, Volume
from medseg_gui.io.caselock import CaseLock
from medseg_gui.settings import user_folder
from medseg_gui.workers.cohort import Cohort
from tests.cohort.conftest import HerePool
from tests.io.helpers import write
from tests.ml.tiny import phantom
from tests.workers.test_models import make_model

NAMES = ["a", "b", "c", "sub-1_anat_T1w"]


def status(found: Cohort) -> dict[str, str]:
    return {c.name: c.status for c in found.cases}


def test_masks_are_those_of_a_single_run_and_a_restart_does_nothing(
    here: HerePool, study: Path, tmp_path: Path
) -> None:
    out = tmp_path / "masks"
    found = api.batch([study], "base", out, formats=("nii.gz", "csv"))
    assert status(found) == dict.fromkeys(NAMES, "done")
    volume = api.open_volume(study / "a.nii.gz")
    alone = api.segment(volume, "base")
    np.testing.assert_array_equal(api.open_labels(out / "a.nii.gz", like=volume).voxels, alone.voxels)
    rows = list(csv.DictReader(found.table.read_text().splitlines()))
    assert [r["case"] for r in rows] == NAMES
    bright = float((alone.voxels == 1).sum() * volume.geometry.voxel_ml)
    assert float(rows[0]["bright (mL)"]) == pytest.approx(bright, rel=1e-4)
    assert "base" in found.figures.read_text()
    here.done.clear()
    assert status(api.batch([study], "base", out, formats=("nii.gz", "csv"))) == dict.fromkeys(NAMES, "kept")
    assert here.done == []


def test_a_changed_image_another_model_and_a_missing_mask_are_done_anew(
    here: HerePool, study: Path, tmp_path: Path
) -> None:
    out = tmp_path / "masks"
    api.batch([study], "base", out)
    api.convert(phantom(9)[0], study / "b.nii.gz")
    (out / "c.nii.gz").unlink()
    here.done.clear()
    api.batch([study], "base", out)
    assert here.done == ["b", "c"]
    make_model(user_folder("models") / "other", "other", seed=5)
    here.done.clear()
    assert status(api.batch([study], "other", out)) == dict.fromkeys(NAMES, "done")
    assert here.done == NAMES


def test_a_moved_cohort_goes_on_and_its_own_masks_are_no_cases(here: HerePool, study: Path, tmp_path: Path) -> None:
    api.batch([study], "base", study / "masks")
    study.rename(tmp_path / "moved")
    here.done.clear()
    found = api.batch([tmp_path / "moved"], "base", tmp_path / "moved" / "masks")
    assert status(found) == dict.fromkeys(NAMES, "kept")


def test_a_failed_case_is_reported_and_the_rest_goes_on(
    here: HerePool, study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study / "b.nii.gz").write_bytes(b"nothing")
    arguments = ["batch", str(study), "--model", "base", "--out", str(tmp_path / "masks")]
    assert cli.main(arguments) == 1
    said = capsys.readouterr()
    assert "Failed: b: This is not a NIfTI file" in said.out
    assert "4 of 4 cases, 1 failed" in said.err
    assert not (tmp_path / "masks" / "b.nii.gz").exists()
    api.convert(phantom(1)[0], study / "b.nii.gz")
    here.done.clear()
    assert cli.main([*arguments, "--json"]) == 0
    assert here.done == ["b"]
    assert json.loads(capsys.readouterr().out)["counts"] == {"kept": 3, "done": 1}


def test_a_csv_names_its_cases_and_a_missing_file_is_one_failure(here: HerePool, study: Path, tmp_path: Path) -> None:
    table = study / "list.csv"
    table.write_text(
        "image,name,patient\na.nii.gz,one.x,Doe\nb.nii.gz,One.x,Doe\nsub-1/anat/T1w.nii.gz,,Doe\nz.nii,,\n"
    )
    found = api.batch([table, study / "c.nii.gz"], "base", tmp_path / "masks")
    names = [c.name for c in found.cases]
    assert names[2:] == ["T1w", "z", "c"]
    assert [n[:6] for n in names[:2]] == ["one.x-", "One.x-"]  # told apart, also where case does not count
    assert [c.name for c in found.failed] == ["z"]
    assert "no such file" in found.failed[0].reason
    assert "Doe" not in found.table.read_text() + found.figures.read_text()


def test_dicom_series_are_named_by_a_hash_and_written_as_dicom(here: HerePool, study: Path, tmp_path: Path) -> None:
    source = tmp_path / "dicom"
    for number in range(2):
        volume = phantom(number)[0]
        info = SeriesInfo(patient_name="Doe^Jane", patient_id="12345", description="Jane's head")
        voxels = np.rint(volume.voxels).astype(np.int16)
        write(Volume(voxels, volume.geometry, "MR", info), source / f"visit{number}")
    found = api.batch([source], "base", tmp_path / "masks", formats=("dcm", "nii.gz"))
    assert status(found) == dict.fromkeys([c.name for c in found.cases], "done")
    assert len({c.name for c in found.cases}) == 2
    for case in found.cases:
        assert case.name.startswith("series-")
        volume = api.open_volume(case.image, case.series)
        masks = [api.open_labels(tmp_path / "masks" / f"{case.name}.{s}", like=volume) for s in ("dcm", "nii.gz")]
        np.testing.assert_array_equal(masks[0].any_mask(), masks[1].any_mask())
    text = found.table.read_text() + found.figures.read_text()
    assert "Doe" not in text
    assert "Jane" not in text
    assert "12345" not in text


def test_what_somebody_made_is_never_overwritten(here: HerePool, study: Path, tmp_path: Path) -> None:
    out = tmp_path / "masks"
    out.mkdir()
    (out / "a.nii.gz").write_bytes(b"mine")  # before the batch
    (study / "b.nii.gz").write_bytes(b"broken")
    found = api.batch([study], "base", out)
    assert status(found) == {**dict.fromkeys(NAMES, "done"), "a": "failed", "b": "failed"}
    assert "in the way" in found.failed[0].reason
    (out / "b.nii.gz").write_bytes(b"drawn by hand")  # after its case had failed
    (out / "c.nii.gz").write_bytes(b"corrected")
    again = api.batch([study], "base", out)
    assert status(again) == {**dict.fromkeys(NAMES, "kept"), "a": "failed", "b": "failed"}
    assert "Changed by somebody" in again.cases[2].notes[-1]
    make_model(user_folder("models") / "other", "other", seed=5)
    assert status(api.batch([study], "other", out)) == {**dict.fromkeys(NAMES, "failed"), "sub-1_anat_T1w": "done"}
    kept = [(out / f"{n}.nii.gz").read_bytes() for n in "abc"]
    assert kept == [b"mine", b"drawn by hand", b"corrected"]


def test_a_case_whose_worker_died_is_tried_once_more(here: HerePool, study: Path, tmp_path: Path) -> None:
    whole = here.instead
    here.instead = lambda task: None if task["name"] == "a" or here.done.count(task["name"]) == 1 else whole(task)
    found = api.batch([study], "base", tmp_path / "masks")
    assert status(found) == {**dict.fromkeys(NAMES, "done"), "a": "failed"}
    assert [c.tries for c in found.cases] == [2, 2, 2, 2]
    assert "twice" in found.failed[0].reason
    assert here.done[:4] == NAMES  # the second tries come last


def test_what_a_killed_writer_left_is_swept(here: HerePool, study: Path, tmp_path: Path) -> None:
    out = tmp_path / "masks"
    out.mkdir()
    (out / ".0123456789ab.part.nii.gz").write_bytes(b"half")
    (out / ".hidden").write_bytes(b"")
    api.batch([study], "base", out)
    assert sorted(p.name for p in out.iterdir() if p.name.startswith(".")) == [".hidden"]


@pytest.mark.parametrize(
    ("changes", "error", "text"),
    [
        ({"formats": ("jpg",)}, BadInput, "no format 'jpg'"),
        ({"workers": 0}, BadInput, "at least one worker"),
        ({"model": "click"}, ModelError, "answers prompts"),
        ({"model": "nobody"}, ModelError, "no model named"),
        ({"sources": ()}, BadInput, "no image"),
    ],
)
def test_what_cannot_begin(
    study: Path, tmp_path: Path, changes: dict[str, object], error: type[MedsegError], text: str
) -> None:
    options = {"sources": [study], "model": "base", "out": tmp_path / "masks", **changes}
    with pytest.raises(error, match=text):
        api.batch(**options)  # type: ignore[arg-type]


def test_one_folder_takes_one_batch_at_a_time(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "masks"
    out.mkdir()
    lock = CaseLock.take(out / ".batch.lock", "This")
    with pytest.raises(Locked, match="This batch is open"):
        api.batch([study], "base", out)
    lock.release()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteFailed, match="Nothing can be written there"):
        api.batch([study], "base", tmp_path / "file" / "masks")


def test_without_ray_it_says_what_to_install(study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(BadInput, match=r"Ray, which is not installed.*medseg\[cluster\]"):
        api.batch([study], "base", tmp_path / "masks", cluster="local")
