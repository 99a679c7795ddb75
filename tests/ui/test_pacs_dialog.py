"""The dialog of the PACS in a real window, against a real receiver or Orthanc where there is one."""

from __future__ import annotations

import json
import socket
import threading
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
    assert "the PACS lists them" in dialog.status.text()
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


def test_our_receiver_takes_what_is_pushed_until_it_is_stopped(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    files = write(ct(), tmp_path / "source")
    dialog, desk = opened(window), window.session.pacs
    more = dialog.more
    more.port.setValue(real.free_port())
    more.allowed.setText("FRIEND")
    qtbot.mouseClick(more.listen, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Listening" in more.state.text(), timeout=20_000)
    assert more.listen.text() == "Stop receiving"
    assert not more.port.isEnabled()
    dialog.reject()  # it goes on without the dialog
    port = window.session.settings.pacs_port
    done = []

    def push() -> None:
        done.append(run_now(pacs.send(Server(f"dicom://MEDSEG@localhost:{port}", "FRIEND"), files)))

    thread = threading.Thread(target=push)
    thread.start()
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    thread.join(5)
    qtbot.waitUntil(lambda: "5 images" in desk.said, timeout=20_000)
    (offer,) = [o for o in window.session.keep.offers.all if o.topic == "pacs"]
    window.session.keep.offers.answer(offer, 0)
    qtbot.waitUntil(lambda: window.session.volume is not None, timeout=20_000)
    assert window.session.volume is not None
    assert np.array_equal(window.session.volume.voxels, api.open_volume(tmp_path / "source").voxels)
    dialog = opened(window)
    assert "5 images" in dialog.more.state.text()
    qtbot.mouseClick(dialog.more.listen, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.listening, timeout=20_000)
    assert dialog.more.listen.text() == "Start receiving"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 1)
    dialog.reject()


@pytest.mark.parametrize("running", [False, True])
def test_retrieved_by_c_move_into_our_receiver(
    qtbot: QtBot, window: MainWindow, orthanc: real.Orthanc, tmp_path: Path, running: bool
) -> None:
    run_now(pacs.send(Server(orthanc.dimse), write(ct(), tmp_path / "source")))
    dialog = opened(window)
    dialog.address.setText(orthanc.dimse)
    dialog.more.via.setCurrentIndex(1)
    dialog.more.port.setValue(orthanc.move_port)
    if running:
        qtbot.mouseClick(dialog.more.listen, Qt.MouseButton.LeftButton)
        more = dialog.more
        qtbot.waitUntil(lambda: "Listening" in more.state.text(), timeout=20_000)
    click(qtbot, dialog, "search")
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1, timeout=60_000)
    click(qtbot, dialog, "retrieve")
    qtbot.waitUntil(lambda: window.session.volume is not None, timeout=60_000)
    window.session.pacs.stop_listening()
    window.session.wait(60)
    assert window.session.volume is not None
    assert np.array_equal(window.session.volume.voxels, api.open_volume(tmp_path / "source").voxels)


def test_certificates_token_and_way_are_taken_and_all_but_the_token_kept(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window)
    dialog.address.setText("https://localhost:1/dicom-web")
    dialog.more.certificate.setText("own.pem")
    dialog.more.key.setText("own.key")
    dialog.more.token.setText("t0k3n")
    server = dialog._server()
    assert (server.certificate, server.key, server.token) == ("own.pem", "own.key", "t0k3n")
    window.session.pacs.keep(server)
    dialog.more.keep()
    window.session.settings.save()
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(PacsDialog), timeout=2000)
    again = opened(window)
    assert (again.more.certificate.text(), again.more.key.text(), again.more.token.text()) == ("own.pem", "own.key", "")
    assert "t0k3n" not in (user_folder("config") / "settings.json").read_text()
    again.reject()
