"""The panel of cases in a real window: it opens with the list, its keys work, and a disabled one says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.panels.worklist import NAME, TIME, WorklistPanel, minutes
from tests.ui.conftest import FakeAsk
from tests.worklist.helpers import image_of, paint, three_images


@pytest.fixture
def panel(window: MainWindow, ask: FakeAsk, tmp_path: Path) -> WorklistPanel:
    """The panel with a list of three, the first one open."""
    ask.answers |= {"folder": str(three_images(tmp_path / "study")), "choice": 0}
    window.actions_["worklist.open_folder"].trigger()
    settle(window)
    panel = window.panels["panel.worklist"]
    assert isinstance(panel, WorklistPanel)
    return panel


def settle(window: MainWindow) -> None:
    for _ in range(3):
        window.session.wait(30)


def names(table: QTableWidget) -> list[str]:
    return [table.item(row, NAME).text() for row in range(table.rowCount())]


def test_without_a_list_it_is_hidden_and_says_what_to_do(window: MainWindow) -> None:
    assert not window.docks["panel.worklist"].isVisible()
    assert "Open a case list first." in window.actions_["worklist.next"].toolTip()


def test_keys_go_through_the_list(qtbot: QtBot, window: MainWindow, panel: WorklistPanel) -> None:
    assert window.docks["panel.worklist"].isVisible()
    assert names(panel.table) == ["a", "b", "c"]
    assert panel.progress.text() == "0 of 3 done"
    paint(window.session)
    qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert image_of(window.session) == "b.nii.gz"
    assert panel.table.currentRow() == 1
    assert panel.table.item(1, NAME).font().bold()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Return, keys)
    settle(window)
    assert image_of(window.session) == "c.nii.gz"
    assert panel.progress.text() == "1 of 3 done"
    assert not window.actions_["worklist.next"].isEnabled()
    assert "It is the last one." in window.actions_["worklist.next"].statusTip()
    qtbot.keyClick(window, Qt.Key.Key_F, keys)
    assert window.actions_["worklist.flag"].isChecked()
    panel.only.setCurrentIndex(panel.only.findData("done"))
    assert names(panel.table) == ["b", "c"]  # the open case stays in sight
    panel.table.itemActivated.emit(panel.table.item(0, NAME))
    settle(window)
    assert image_of(window.session) == "b.nii.gz"
    assert names(panel.table) == ["b"]
    window.actions_["worklist.close"].trigger()
    assert not window.docks["panel.worklist"].isVisible()


def test_the_time_of_the_open_case_is_written_when_the_window_closes(window: MainWindow, panel: WorklistPanel) -> None:
    window.session.the_case().effort.active_s = 3725.0
    panel.fill()
    assert panel.table.item(0, TIME).text().startswith("1:02:0")
    opened = window.session.worklist.opened
    assert opened is not None
    window.close()
    assert '"time_s": 37' in opened.state_path.read_text()


def test_a_list_case_is_saved_in_its_folder_when_the_window_closes(
    qtbot: QtBot, window: MainWindow, panel: WorklistPanel, ask: FakeAsk, tmp_path: Path
) -> None:
    paint(window.session)
    ask.answers["leave"] = "save"
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20000)
    assert (tmp_path / "study-cases" / "a.medseg").is_file()


@pytest.mark.parametrize(("time_s", "text"), [(0, ""), (9, "0:09"), (75, "1:15"), (3600, "1:00:00")])
def test_minutes(time_s: float, text: str) -> None:
    assert minutes(time_s) == text
