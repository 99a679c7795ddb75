"""Query, retrieve and send against a real Orthanc, by DIMSE and by DICOMweb, through the command line."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest

from medseg_gui import api
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.pacs import Server, Wanted
from medseg_gui.io import pacs_store, pacs_web
from medseg_gui.io.pacs_inbox import Inbox
from medseg_gui.io.wire import Transient
from medseg_gui.process import keep_log
from medseg_gui.workers import pacs
from medseg_gui.workers.job import run_now
from tests.pacs.conftest import NAME, PASSWORD, PATIENT, USER, Orthanc
from tests.test_cli import figures, run

WAYS = ("dimse", "web")


def uids(files: list[Path]) -> tuple[str, str]:
    dataset = pydicom.dcmread(files[0], stop_before_pixels=True)
    return dataset.StudyInstanceUID, dataset.SeriesInstanceUID


def address(orthanc: Orthanc, way: str) -> list[str]:
    return [orthanc.web, "--user", USER] if way == "web" else [orthanc.dimse]


def log_of_this_test() -> str:
    for handler in logging.getLogger("medseg_gui").handlers:
        handler.flush()
    return keep_log().read_text()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.usefixtures("secret")
def test_what_was_sent_is_found_and_comes_back_voxel_for_voxel(
    way: str, orthanc: Orthanc, series: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study, uid = uids(series)
    where = address(orthanc, way)
    sent = figures(capsys, "pacs", "send", *where, series[0].parent)
    assert (len(sent["sent"]), sent["failed"]) == (5, [])

    name = "Müll*" if way == "dimse" else "M*"  # this Orthanc's QIDO does not decode what is percent-encoded
    (row,) = figures(capsys, "pacs", "query", *where, "--patient-name", name, "--date", "20191231-20200102")
    assert (row["study"], row["patient_id"], row["patient_name"], row["modality"]) == (study, PATIENT, NAME, "CT")
    assert figures(capsys, "pacs", "query", *where, "--patient-id", "nobody") == []
    (row,) = figures(capsys, "pacs", "query", *where, "--study", study)
    assert (row["series"], row["modality"], row["description"], row["instances"]) == (uid, "CT", "Bäuche", 5)

    got = figures(capsys, "pacs", "get", *where, "--study", study, "--out", tmp_path / "got")
    assert (got["files"], got["expected"], got["kept"], got["series"]) == (5, 5, 0, [uid])
    before, after = api.open_volume(series[0].parent), api.open_volume(got["folder"])
    assert after.geometry.same_as(before.geometry)
    assert np.array_equal(after.voxels, before.voxels)
    assert all(NAME.split("^")[0] not in str(p) and PATIENT not in str(p) for p in (tmp_path / "got").rglob("*"))

    gone = next(Path(got["folder"]).rglob("*.dcm"))
    gone.unlink()
    again = figures(capsys, "pacs", "get", *where, "--study", study, "--series", uid, "--out", tmp_path / "got")
    assert (again["files"], again["kept"]) == (5, 4)
    assert gone.exists()

    code, _, error = run(capsys, "pacs", "get", *where, "--study", "1.2.3.4", "--out", tmp_path / "none")
    assert code == 1
    assert "no " in error
    text = log_of_this_test()
    assert not [secret for secret in (PASSWORD, PATIENT, "Müll", "nobody") if secret in text]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.usefixtures("secret")
def test_a_mask_goes_back_and_is_found_beside_its_series(
    way: str, orthanc: Orthanc, series: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    volume = api.open_volume(series[0].parent)
    voxels = np.zeros(volume.geometry.shape, np.uint8)
    voxels[1:4, 2:5, 2:6] = 1
    mask = tmp_path / "mask.dcm"
    api.save_labels(LabelMap.from_voxels(voxels, volume.geometry), mask, source=volume)
    where = address(orthanc, way)
    sent = figures(capsys, "pacs", "send", *where, series[0].parent, mask)
    assert (len(sent["sent"]), sorted(sent["listed"]), sent["unasked"]) == (6, sorted(sent["sent"]), "")
    study = uids(series)[0]
    rows = figures(capsys, "pacs", "query", *where, "--study", study)
    assert sorted(row["modality"] for row in rows) == ["CT", "SEG"]
    (seg,) = [row["series"] for row in rows if row["modality"] == "SEG"]
    got = figures(capsys, "pacs", "get", *where, "--study", study, "--series", seg, "--out", tmp_path / "back")
    (file,) = Path(got["folder"]).glob("*.dcm")
    assert np.array_equal(api.open_labels(file, like=volume).voxels, voxels)


def test_c_move_to_our_receiver(
    orthanc: Orthanc, series: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study, _ = uids(series)
    figures(capsys, "pacs", "send", orthanc.dimse, *series)
    move = ["pacs", "get", orthanc.dimse, "--via", "move", "--study", study, "--port", str(orthanc.move_port)]
    got = figures(capsys, *move, "--out", tmp_path / "moved")
    assert (got["files"], got["expected"]) == (5, 5)
    code, _, error = run(capsys, *move, "--ae", "STRANGER", "--out", tmp_path / "other")
    assert code == 1
    assert "STRANGER" in error


def test_compressed_images_come_as_they_are(
    orthanc: Orthanc, data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = {}
    for path in sorted(p for p in data_dir.joinpath("dicom2nifti").rglob("*") if p.is_file()):
        try:
            dataset = pydicom.dcmread(path, stop_before_pixels=True)
        except (pydicom.errors.InvalidDicomError, OSError):
            continue
        syntax = str(dataset.file_meta.TransferSyntaxUID)
        proper = dataset.get("SOPInstanceUID") == dataset.file_meta.MediaStorageSOPInstanceUID
        if proper and syntax not in kinds and dataset.SOPClassUID == dataset.file_meta.MediaStorageSOPClassUID:
            kinds[syntax] = (path, dataset)
    assert len(kinds) >= 4
    for number, (syntax, (path, dataset)) in enumerate(sorted(kinds.items())):
        orthanc.clear()  # some are the same image, packed in another way
        figures(capsys, "pacs", "send", orthanc.dimse, path)
        out = tmp_path / str(number)
        got = figures(capsys, "pacs", "get", orthanc.dimse, "--study", dataset.StudyInstanceUID, "--out", out)
        back = pydicom.dcmread(next(p for p in Path(got["folder"]).rglob(f"{dataset.SOPInstanceUID}.dcm")))
        assert back.file_meta.TransferSyntaxUID == syntax
        assert back.PixelData == pydicom.dcmread(path).PixelData


@pytest.mark.usefixtures("secret")
def test_a_wrong_password_a_wrong_title_and_a_closed_port_are_one_line(
    orthanc: Orthanc, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def line(*arguments: str) -> str:
        code, _, error = run(capsys, "pacs", "query", *arguments)
        assert code == 1
        assert error.count("\n") == 1
        return error

    monkeypatch.setattr("medseg_gui.io.wire.WAITS_S", (0.01, 0.01))
    assert "title" in line(f"dicom://NOBODY@localhost:{orthanc.dicom}")
    assert "cannot be reached" in line("dicom://ANY@localhost:1")
    assert "cannot be reached" in line("http://localhost:1/dicom-web")
    assert "TLS" in line(f"dicoms://ORTHANC@localhost:{orthanc.dicom}")
    assert "no such thing" in line(f"http://localhost:{orthanc.http}/elsewhere", "--user", USER)
    monkeypatch.setenv("MEDSEG_PACS_PASSWORD", "wrong-one")
    assert "user and password" in line(orthanc.web, "--user", USER)
    assert "wrong-one" not in log_of_this_test()


@pytest.mark.parametrize("way", WAYS)
def test_cancelled_half_way_and_gone_on_with_later(
    way: str, orthanc: Orthanc, series: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole objects alone are left after a cancel; the rest comes later, though one of them only at the second try."""
    server = Server(orthanc.web, user=USER, password=PASSWORD) if way == "web" else Server(orthanc.dimse)
    run_now(pacs.send(server, series))
    study, _ = uids(series)
    add, added = Inbox.add, threading.Event()

    def slowly(inbox: Inbox, data: bytes, instance: str = "") -> tuple[Path, bool]:
        time.sleep(0.3)
        added.set()
        return add(inbox, data, instance)

    monkeypatch.setattr(Inbox, "add", slowly)
    steps = pacs.retrieve(server, Wanted(study), tmp_path / "got")
    while not added.is_set():
        next(steps)
    steps.close()
    time.sleep(0.5)
    left = list((tmp_path / "got").rglob("*.*"))
    files = [p for p in left if p.is_file()]
    assert 0 < len(files) < 5
    assert all(pydicom.dcmread(p).PixelData for p in files)

    monkeypatch.setattr("medseg_gui.io.wire.WAITS_S", (0.01, 0.01))
    tries: list[int] = []

    def once_away(inbox: Inbox, data: bytes, instance: str = "") -> tuple[Path, bool]:
        tries.append(1)
        if len(tries) == 1:
            raise Transient("away")
        return add(inbox, data, instance)

    monkeypatch.setattr(Inbox, "add", once_away)
    got = run_now(pacs.retrieve(server, Wanted(study), tmp_path / "got"))
    assert (got.files, got.kept) == (5, len(files))
    assert len(tries) == 5 - len(files) + 1


@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_takes_an_object_and_has_it_not_is_found_out(
    way: str, orthanc: Orthanc, series: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(orthanc.web, user=USER, password=PASSWORD) if way == "web" else Server(orthanc.dimse)
    monkeypatch.setattr("medseg_gui.workers.pacs.LISTED_AFTER_S", (0.01,))
    module = pacs_web if way == "web" else pacs_store
    put = module.send

    def loses(*args: Any) -> Any:
        sent = put(*args)
        orthanc.clear()
        return sent

    monkeypatch.setattr(module, "send", loses)
    sent = run_now(pacs.send(server, series[:2]))
    assert (len(sent.files), sent.listed, sent.unasked) == (2, (), "")
    with pytest.raises(MedsegError, match="does not list it"):
        sent.require_all(server)
