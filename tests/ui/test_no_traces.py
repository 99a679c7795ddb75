"""Work on a patient's study leaves no name, ID or date in settings, logs, journals, exports or names of files."""

from __future__ import annotations

import gzip
import logging
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pytestqt.qtbot import QtBot

from medseg_gui import cli
from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Box
from medseg_gui.process import keep_log
from medseg_gui.ui.crashing import CrashHook
from medseg_gui.ui.export_dialog import ExportDialog
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.pacs_dialog import PacsDialog
from medseg_gui.workers.job import Steps
from tests.privacy.helpers import SECRETS, study


@pytest.fixture
def log() -> Iterator[Path]:
    """The program's own log, as when it is started."""
    logger = logging.getLogger("medseg_gui")
    before = list(logger.handlers)
    yield keep_log()
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and of what is packed in it."""
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
    elif path.suffix == ".gz":
        yield gzip.decompress(data)


def traces(*folders: Path) -> list[tuple[str, str]]:
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            pieces = [path.name.encode(), *(contents(path) if path.is_file() and path.suffix != ".dcm" else ())]
            found += [(path.name, s) for s in SECRETS if any(s.lower().encode() in p.lower() for p in pieces)]
    return found


def fails(text: str) -> Steps[None]:
    yield from ()
    try:
        raise KeyError(text)
    except KeyError as error:
        raise BadInput(f"Value {text!r} is none", f"/data/{text}", f"Choose {text}.") from error


def test_nothing_of_the_patient_is_left_behind(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, home, out = study(tmp_path / "study"), Path(os.environ["MEDSEG_HOME"]), tmp_path / "out"
    out.mkdir()
    session, suggested = window.session, []

    def save_file(_title: str, _filters: str, suggestion: str) -> str:
        suggested.append(suggestion)
        return str(out / suggestion)

    monkeypatch.setattr(session.ask, "save_file", save_file)
    session.settings.certificates = True

    def do(*ids: str) -> None:
        for command in ids:
            session.run(command)
            session.wait(60)

    session.open(tmp_path / "study")
    session.wait(60)
    segment = session.add_segment("Liver")
    with session.the_case().edit("Brush") as edit:
        edit.paint(segment, Box((1, 1, 1), (2, 3, 3)), np.ones((1, 2, 2), bool))
    do(
        "edit.undo",
        "edit.redo",
        "measure.export_statistics",
        "file.save_case",
    )
    session.run("file.export")
    (asks,) = window.findChildren(ExportDialog)
    suggested.append(asks.path.name)
    asks.reject()
    for name in (
        suggested[-1],
        "mask.nrrd",
        "mask.seg.nrrd",
        "mask.mha",
        "mask.csv",
        "mask.dcm",
        "mask.rtstruct.dcm",
        "mask.stl",
    ):
        session.export(str(out / name))
        session.wait(60)
    assert len(suggested) == 3
    assert len(list(out.glob("*.certificate.json"))) == 8

    secret = SECRETS[0]
    do("file.pacs")
    (dialog,) = window.findChildren(PacsDialog)
    dialog.address.setText("dicom://PACS@localhost:1")
    dialog.asked["patient_name"].setText(secret)
    monkeypatch.setattr("medseg_gui.io.wire.WAITS_S", (0.01, 0.01))
    dialog.search()
    session.wait(60)
    dialog.reject()
    for error in (ValueError(secret), BadInput(f"Value {secret!r}", secret, secret)):

        def raises(error: Exception = error) -> Steps[None]:
            yield from fails(secret) if isinstance(error, BadInput) else ()
            raise error

        session.submit("Test", raises, lambda _outcome: None)
        session.wait(60)
    hook = CrashHook(window.bridge, lambda *_: None, lambda: None)
    try:
        raise ValueError(secret) from KeyError(secret)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    hook.remove()
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / f"{secret}.dcm").write_bytes(files[0].read_bytes()[:700])
    other: Any = pydicom.dcmread(files[0])
    for uid in ("1.2.3", "1.2.4"):
        other.SeriesInstanceUID, other.SeriesDescription = uid, f"of {secret}"
        other.save_as(broken / f"{uid}.dcm")
    assert cli.main(["convert", str(broken), str(tmp_path / "x.nii")]) == 1  # several series: they are listed
    session.settings.save()
    window.close()

    lines = log.read_text(encoding="utf-8")
    assert "Uncaught" in lines
    assert "KeyError" in lines
    assert lines.count("BadInput") >= 2
    assert 'File "' in lines
    assert len(list(home.rglob("*"))) > 5
    assert traces(home, out) == []
