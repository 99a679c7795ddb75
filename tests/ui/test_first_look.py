"""The first slice stands in the window while the rest is read; reading can be stopped at any time."""

from __future__ import annotations

import gc
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import SeriesInfo, Volume
from medseg_gui.io import dicom
from medseg_gui.ui.main_window import MainWindow
from tests.io.helpers import change, ct, write
from tests.ui.conftest import FakeAsk

ESCAPE, LEFT = Qt.Key.Key_Escape, Qt.MouseButton.LeftButton


class Gate:
    """Holds a job after its first steps until it is opened or the job is stopped."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str, steps: int = 1) -> None:
        self.open, self.calls, self.closed = threading.Event(), 0, threading.Event()
        real = getattr(dicom, name)

        def held(*args: Any, **more: Any) -> Iterator[Progress]:
            self.calls += 1
            inner = real(*args, **more)
            try:
                for _ in range(steps):
                    yield next(inner)
                while not self.open.wait(0.002):
                    yield Progress("held", 1, 4)
                return (yield from inner)
            finally:
                self.closed.set()

        monkeypatch.setattr(dicom, name, held)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch, "read_series")


def picture(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()


def coming(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.opening.coming is not None, timeout=10_000)
    qtbot.wait(50)  # the layout settles


@pytest.mark.parametrize("normal", ["axial", "sagittal"])
def test_the_first_slice_is_replaced_by_the_volume_without_a_jump(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, reading: Gate, ask: FakeAsk, normal: str
) -> None:
    turned = np.array([[2.5, 0, 0, -20], [0, 0, 0.7, 0], [0, -0.7, 0, 9], [0, 0, 0, 1]], float)
    shape = (8, 40, 50)
    grid = Geometry.axial(shape, (2.5, 0.7, 0.7)) if normal == "axial" else Geometry(shape, turned)
    values = np.random.default_rng(0).integers(0, 900, shape).astype(np.int16)
    for n in range(2):  # two series: the browser takes room from the views
        write(Volume(values + n, grid, "MR", SeriesInfo(description=f"T{n + 1}")), tmp_path / str(n))
    ask.answers["series"] = lambda rows: rows[1].uid
    window.session.open(tmp_path)
    coming(window, qtbot)
    look = window.first_look
    assert look.canvas is not None
    assert look.canvas.plane == normal
    assert look.isVisible()
    assert window.docks["panel.series"].isVisible()
    before = picture(look.canvas.grab().toImage())
    window_level = look.canvas.window_level
    reading.open.set()
    window.session.wait(30)
    assert window.session.volume is not None
    assert look.isHidden()
    assert look.canvas is None
    view = window.views.views[normal]  # type: ignore[index]
    view.clearFocus()
    assert view.window_level == window_level
    assert np.array_equal(picture(view.grab().toImage()), before)


def test_escape_stops_reading_and_the_open_case_stays_as_it_was(
    window: MainWindow, qtbot: QtBot, case: Case, tmp_path: Path, reading: Gate
) -> None:
    with case.edit("Add segment") as edit:
        edit.add_segment("Mine")
    session = window.session
    session.set_crosshair((3, 4, 5))
    write(ct((6, 20, 20)), tmp_path)
    session.open(tmp_path)
    coming(window, qtbot)
    steps = len(case.history.done)
    for command in ("edit.undo", "segment.clear", "tool.brush", "ai.accept"):
        with pytest.raises(MedsegError, match="still being read"):
            session.run(command)
    qtbot.mouseClick(window.first_look, LEFT, pos=window.first_look.rect().center())
    qtbot.mouseClick(window.first_look.canvas, LEFT)
    assert "still being read" in window.status.text
    assert window.first_look.stop.isVisible()
    assert "1 of 4" in window.first_look.text.text()
    assert window.first_look.canvas is not None
    assert window.first_look.canvas.corners().top_left
    session.run("view.identity")  # who it is can be hidden at once
    assert not window.first_look.canvas.corners().top_left
    assert "1 of 4" in window.first_look.text.text()
    qtbot.keyClick(window.views.views["axial"], ESCAPE)
    assert window.first_look.isHidden()
    assert reading.closed.wait(0.2)
    session.wait(5)
    assert session.case is case
    assert session.crosshair == (3, 4, 5)
    assert len(case.history.done) == steps
    assert not window.docks["panel.series"].isVisible()
    session.run("edit.undo")


def test_the_button_stops_reading_and_the_memory_is_free(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Gate(monkeypatch, "read_series", 2)
    write(Volume(np.ones((40, 512, 512), np.int16), Geometry.axial((40, 512, 512), (1, 1, 1)), "CT"), tmp_path)
    gc.collect()
    tracemalloc.start()
    window.session.open(tmp_path)
    coming(window, qtbot)
    held = tracemalloc.get_traced_memory()[0]
    assert held > 40 * 512 * 512 * 2
    qtbot.mouseClick(window.first_look.stop, LEFT)
    assert reading.closed.wait(0.2)
    window.session.wait(5)
    qtbot.wait(20)
    gc.collect()
    left = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert left < held - 40 * 512 * 512 * 2 + 2**20
    assert window.session.case is None
    assert window.welcome.isVisible()


def test_escape_stops_looking_for_series(
    window: MainWindow, qtbot: QtBot, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = Gate(monkeypatch, "find_series")
    write(ct((6, 20, 20)), tmp_path)
    window.session.open(tmp_path)
    qtbot.waitUntil(lambda: looking.calls == 1)
    qtbot.keyClick(window, ESCAPE)
    assert looking.closed.wait(0.2)
    window.session.wait(5)
    assert window.session.case is case
    assert not window.session.opening.under_way


def test_another_opening_takes_the_place_of_one_under_way(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, reading: Gate
) -> None:
    for name in ("a", "b"):
        write(ct((6, 20, 20), seed=ord(name)), tmp_path / name)
    window.session.open(tmp_path / "a")
    coming(window, qtbot)
    window.session.open(tmp_path / "b")
    assert window.first_look.isHidden()
    coming(window, qtbot)
    reading.open.set()
    window.session.wait(30)
    assert window.session.path == str(tmp_path / "b")


def test_a_series_once_found_is_not_looked_for_again_unless_its_files_changed(
    window: MainWindow, tmp_path: Path, ask: FakeAsk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from medseg_gui import opening

    looking = Gate(monkeypatch, "find_series")
    looking.open.set()
    files = [write(ct((5, 20, 20), seed=n), tmp_path / str(n)) for n in range(2)]
    ask.answers["series"] = lambda rows: rows[0].uid
    now = opening.time.time()
    monkeypatch.setattr(opening.time, "time", lambda: now + 10)  # files just written count as changed
    window.session.open(tmp_path)
    window.session.wait(30)
    first, other = (row.uid for row in window.session.rows)
    assert window.session.series_uid == first
    window.session.open_series(other)
    window.session.wait(30)
    assert window.session.series_uid == other
    assert looking.calls == 1
    monkeypatch.setattr(opening.time, "time", lambda: now - 10)
    window.session.open(tmp_path)
    window.session.wait(30)
    for path in files[0] + files[1]:
        change(path, RescaleIntercept="-24")
    window.session.open_series(other)
    window.session.wait(30)
    assert looking.calls == 4  # also after the choice: the files are younger than what was found
    assert window.session.volume is not None
    assert window.session.volume.voxels.max() >= 2900
