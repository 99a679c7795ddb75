"""The dialog of the PACS in a real window, against a real receiver or Orthanc where there is one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from medseg_gui import api
from medseg_gui.core.geometry import Box
from medseg_gui.core.pacs import Server
from medseg_gui.settings import user_folder
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.pacs_dialog import PacsDialog
from medseg_gui.workers import pacs
from medseg_gui.workers.job import run_now
from tests.io.helpers import change, ct, write
from tests.pacs import conftest as real

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def orthanc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[real.Orthanc]:
    process, made = real.start(tmp_path_factory.mktemp("orthanc"))
    yield made
    real.stop(process)


def opened(window: MainWindow) -> PacsDialog:
    window.actions_["file.pacs"].trigger()
    (dialog,) = window.findChildren(PacsDialog)
    return dialog


def click(qtbot: QtBot, dialog: PacsDialog, name: str) -> None:
    assert dialog.buttons[name].isEnabled(), (name, dialog.status.text())
    qtbot.mouseClick(dialog.buttons[name], Qt.MouseButton.LeftButton)


def test_search_retrieve_draw_and_send_back(
    qtbot: QtBot, window: MainWindow, orthanc: real.Orthanc, tmp_path: Path
) -> None:
    files = write(ct(), tmp_path / "source")
    for path in files:
        change(path, PatientID=real.PATIENT, PatientName="Doe^Jane")
    server = Server(orthanc.web, user=real.USER, password=real.PASSWORD)
    run_now(pacs.send(server, files))
    dialog = opened(window)
    assert not dialog.buttons["retrieve"].isEnabled()
    assert "Open an image first." in dialog.buttons["send"].toolTip()
    dialog.address.setText(orthanc.web)
    dialog.user.setText(real.USER)
    dialog.password.setText("wrong")
    click(qtbot, dialog, "search")
    window.session.wait(60)
    assert "user and password" in dialog.status.text()
    dialog.password.setText(real.PASSWORD)
    dialog.asked["patient_id"].setText(real.PATIENT)
    dialog.asked["patient_name"].setText("Doe*")
    click(qtbot, dialog, "search")
    window.session.wait(60)
    assert dialog.table.rowCount() == 1
    click(qtbot, dialog, "series")
    window.session.wait(60)
    assert dialog.table.item(0, 6).text() == "5"
    click(qtbot, dialog, "retrieve")
    window.session.wait(60)
    window.session.wait(60)
    volume = window.session.volume
    assert volume is not None
    assert np.array_equal(volume.voxels, api.open_volume(tmp_path / "source").voxels)

    segment = window.session.add_segment("Liver")
    with window.session.the_case().edit("Brush") as edit:
        edit.paint(segment, Box((1, 1, 1), (3, 3, 3)), np.ones((2, 2, 2), bool))
    qtbot.waitUntil(lambda: not window.findChildren(PacsDialog), timeout=2000)
    dialog = opened(window)
    assert (dialog.address.text(), dialog.user.text(), dialog.password.text()) == (orthanc.web, real.USER, "")
    dialog.password.setText(real.PASSWORD)
    click(qtbot, dialog, "send")
    window.session.wait(60)
    assert "sent" in dialog.status.text()
    assert len(orthanc.instances()) == 6
    kept = (user_folder("config") / "settings.json").read_text()
    assert json.loads(kept)["pacs_address"] == orthanc.web
    assert real.PASSWORD not in kept
    dialog.reject()


def test_an_address_that_is_none_is_said_in_the_dialog(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window)
    dialog.address.setText("somewhere")
    click(qtbot, dialog, "search")
    assert "no address of a PACS" in dialog.status.text()
    dialog.reject()
