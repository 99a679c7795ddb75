"""Save, Discard or Cancel before the open case is left: what was wished comes after the saving, or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from medseg_gui import api
from medseg_gui.core.case import Case
from medseg_gui.io import casefile
from medseg_gui.ui.dialogs import QtAsk
from medseg_gui.ui.main_window import MainWindow
from tests.ui.conftest import FakeAsk


@pytest.fixture
def other(tmp_path: Path) -> Path:
    api.convert(api.volume_from_array(np.zeros((5, 20, 20), np.int16), (1, 1, 1)), tmp_path / "other.nii.gz")
    return tmp_path / "other.nii.gz"


@pytest.fixture
def target(window: MainWindow, case: Case, ask: FakeAsk, tmp_path: Path) -> Path:
    """Where the open case, with one unsaved step, would be saved."""
    window.session.add_segment("Liver")
    ask.answers |= {"leave": "save", "save_file": str(tmp_path / "kept.medseg")}
    return tmp_path / "kept.medseg"


def test_save_and_open_another(window: MainWindow, case: Case, ask: FakeAsk, target: Path, other: Path) -> None:
    window.session.open(other)
    window.session.wait(30)
    assert casefile.read(target).segments[0].name == "Liver"
    assert window.session.case is not case
    assert window.session.path == str(other)
    assert ask.asked == ["Open another image", "Save case"]


def test_no_file_name_means_stay(window: MainWindow, case: Case, ask: FakeAsk, target: Path, other: Path) -> None:
    ask.answers["save_file"] = None
    window.session.open(other)
    window.session.wait(30)
    assert window.session.case is case
    assert window.session.unsaved
    assert not window.close()


def test_a_save_that_fails_means_stay(
    window: MainWindow, case: Case, target: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(casefile, "write", full)
        window.session.open(other)
        window.session.wait(30)
    assert window.session.case is case
    assert window.session.unsaved
    assert "no space left" in window.session.keep.offers.all[0].text


def test_save_and_close(qtbot: QtBot, window: MainWindow, case: Case, ask: FakeAsk, target: Path) -> None:
    assert not window.close()  # not yet: it is saved first
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20000)
    assert target.is_file()
    assert ask.asked == ["Close medseg", "Save case"]


def test_drawn_on_while_it_was_saved(window: MainWindow, case: Case, ask: FakeAsk, target: Path, other: Path) -> None:
    window.session.open(other)
    window.session.add_segment("Spleen")  # the saving is under way
    window.session.wait(30)
    assert ask.asked == ["Open another image", "Save case", "Open another image"]
    assert [s.name for s in casefile.read(target).segments] == ["Liver", "Spleen"]
    assert window.session.case is not case


@pytest.mark.parametrize(
    ("button", "answer"),
    [
        (QMessageBox.StandardButton.Save, "save"),
        (QMessageBox.StandardButton.Discard, "discard"),
        (QMessageBox.StandardButton.Cancel, None),
    ],
)
def test_the_question_has_three_buttons(
    window: MainWindow, button: QMessageBox.StandardButton, answer: str | None
) -> None:
    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.defaultButton() is box.button(QMessageBox.StandardButton.Save)
        box.button(button).click()

    QTimer.singleShot(50, press)
    assert QtAsk(window, window.session).leave("Close medseg", "The last edits are in no file.") == answer
