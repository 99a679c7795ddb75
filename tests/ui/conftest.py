"""A real window on a fresh session, with somebody to answer its questions, and nothing left of it afterwards."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medseg_gui import commands
from medseg_gui.asking import Leave
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import SeriesInfo, Volume
from medseg_gui.session import Session
from medseg_gui.settings import Settings
from medseg_gui.ui import theme
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.workers.runner import Runner
from tests.ui.desk import Desk


class FakeAsk:
    """Answers as told beforehand; ``asked`` holds the titles of all questions."""

    somebody = True

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, Any] = {"confirm": True, "leave": "discard"}

    def _answer(self, kind: str, title: str) -> Any:
        self.asked.append(title)
        return self.answers.get(kind)

    def folder(self, title: str) -> str | None:
        return self._answer("folder", title)

    def open_file(self, title: str, filters: str) -> str | None:
        return self._answer("open_file", title)

    def save_file(self, title: str, filters: str, suggestion: str) -> str | None:
        return self._answer("save_file", title)

    def text(self, title: str, label: str, value: str) -> str | None:
        return self._answer("text", title)

    def series(self, rows: list[Any]) -> str | None:
        self.asked.append("series")
        wanted = self.answers.get("series")
        return wanted(rows) if callable(wanted) else wanted

    def confirm(self, title: str, text: str, yes: str) -> bool:
        return bool(self._answer("confirm", title))

    def choice(self, title: str, text: str, options: list[str]) -> int | None:
        return self._answer("choice", title)

    def leave(self, title: str, text: str) -> Leave | None:
        return self._answer("leave", title)


@pytest.fixture(scope="session")
def themed(qapp: QApplication) -> QApplication:
    theme.apply(qapp)
    return qapp


@pytest.fixture
def window(qtbot: QtBot, themed: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A shown window, 1400×900, with a FakeAsk and without shipped models.

    Afterwards no lane lives and no timer of it runs.
    """
    monkeypatch.setattr("medseg_gui.workers.models.shipped_models", lambda: tmp_path / "shipped")
    session = Session(Runner(), Settings.load(), commands.run)
    made = MainWindow(session)
    session.ask = FakeAsk()
    made.resize(1400, 900)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    session.ask = FakeAsk()  # whatever the test answered: now it is to close
    assert made.close()
    assert not [t.name for t in threading.enumerate() if t.name.startswith("medseg-")]
    # the views' single shots run out by themselves
    qtbot.waitUntil(lambda: not [t for t in made.findChildren(QTimer) if t.isActive()], timeout=500)
    made.deleteLater()


@pytest.fixture
def ask(window: MainWindow) -> FakeAsk:
    assert isinstance(window.session.ask, FakeAsk)
    return window.session.ask


@pytest.fixture
def case(window: MainWindow) -> Case:
    """A small open image: a bright ball in an anisotropic grid, without a file."""
    geometry = Geometry.axial((20, 64, 64), (3.0, 1.0, 1.0))
    z, y, x = np.mgrid[:20, :64, :64]
    ball = ((z - 10) * 3) ** 2 + (y - 32) ** 2 + (x - 32) ** 2 < 15**2
    info = SeriesInfo(uid="1.2.3", description="Ball", patient_name="Doe^Jane", window=(400.0, 40.0))
    made = Case(Volume(np.where(ball, 100, -100).astype(np.int16), geometry, "CT", info))
    window.session.set_case(made)
    return made


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


@pytest.fixture
def abdomen(data_dir: Path) -> Path:
    return data_dir / "abdomen-crlm"
