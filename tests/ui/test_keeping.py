"""The window and work that must not be lost: the bar of offers, the star in the title, the saved row of the history."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from medseg_gui import commands
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.io import journal
from medseg_gui.session import Session
from medseg_gui.settings import Settings
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.offer_bar import OfferBar
from medseg_gui.workers.runner import Runner
from tests.ui.conftest import FakeAsk


def bar(window: MainWindow) -> OfferBar:
    found = window.findChild(OfferBar)
    assert isinstance(found, OfferBar)
    return found


def button(window: MainWindow, text: str) -> QPushButton:
    return next(b for b in bar(window).findChildren(QPushButton) if b.text() == text and not b.isHidden())


def paint(session: Session) -> None:
    segment = session.segment or session.add_segment("Liver")
    with session.the_case().edit("Brush") as edit:
        edit.paint(segment, Box((3, 3, 3), (4, 9, 9)), np.ones((1, 6, 6), bool))


def test_the_title_the_history_and_the_file(window: MainWindow, case: Case, ask: FakeAsk, tmp_path: Path) -> None:
    session = window.session
    history = window.panels["panel.history"].list  # type: ignore[attr-defined]

    def bold() -> list[int]:
        return [row for row in range(history.count()) if history.item(row).font().bold()]

    assert bold() == [0]
    paint(session)
    assert window.windowTitle() == "CT Ball* – medseg"
    ask.answers["save_file"] = str(tmp_path / "ball.medseg")
    window.actions_["file.save_case"].trigger()
    session.wait(30)
    assert window.windowTitle() == "ball.medseg – medseg"
    assert bold() == [2]
    paint(session)
    session.add_segment("Spleen")
    assert window.windowTitle() == "ball.medseg* – medseg"
    history.itemClicked.emit(history.item(1))
    assert len(case.history.done) == 1
    assert bold() == [2]
    history.itemClicked.emit(history.item(2))
    assert window.windowTitle() == "ball.medseg – medseg"
    window.actions_["file.save_case"].trigger()  # saved where it is: nobody is asked
    session.wait(30)
    assert ask.asked == ["Save case"]
    assert session.settings.recent[0] == str(tmp_path / "ball.medseg")


def test_what_a_crash_left_is_offered_in_the_bar(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    from medseg_gui import api

    voxels = np.zeros((5, 20, 20), np.int16)
    api.convert(api.volume_from_array(voxels, (1, 1, 1)), tmp_path / "image.nii.gz")
    crashed = Session(Runner(), Settings(), commands.run)
    crashed.set_case(Case(api.open_volume(tmp_path / "image.nii.gz")), fresh=True)
    paint(crashed)
    crashed.keep.leave(keep=True)
    assert not bar(window).isVisible()
    window.session.keep.offer_unfinished()
    assert bar(window).isVisible()
    assert "image.nii.gz" in bar(window).text.text()
    button(window, "Restore").click()
    window.session.wait(30)
    assert not bar(window).isVisible()
    assert window.session.the_case().labelmap.any_mask().sum() == 36
    assert window.windowTitle().endswith("image.nii.gz* – medseg")


def test_a_full_disk_is_said_at_once(
    window: MainWindow, case: Case, ask: FakeAsk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(handle: int, data: memoryview) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(journal, "_write", full)
    paint(window.session)
    assert bar(window).isVisible()
    assert "No space left on device" in bar(window).text.text()
    ask.answers["save_file"] = str(tmp_path / "elsewhere.medseg")
    button(window, "Save elsewhere…").click()
    window.session.wait(30)
    assert not bar(window).isVisible()
    assert (tmp_path / "elsewhere.medseg").is_file()


def test_a_case_of_another_window_is_shown_read_only(
    qtbot: QtBot, window: MainWindow, case: Case, ask: FakeAsk, tmp_path: Path
) -> None:
    path = tmp_path / "ball.medseg"
    paint(window.session)
    window.session.keep.save(str(path), with_image=True)
    window.session.wait(30)
    other = Session(Runner(), Settings(), commands.run)
    window.session.set_case(None)
    other.wait_until = window.bridge.wait_until
    other.runner.set_wake(lambda: window.bridge.call(other.runner.deliver))
    other.keep.open(str(path))
    other.wait(30)
    window.session.open(path)
    window.session.wait(30)
    assert window.windowTitle() == "ball.medseg (read-only) – medseg"
    assert "read-only" in bar(window).text.text()
    for name in ("tool.brush", "edit.undo", "segment.add", "file.save_case", "ai.segment"):
        assert not window.actions_[name].isEnabled(), name
        assert "open in another window" in window.actions_[name].toolTip()
    for name in ("view.reset", "file.save_case_as", "file.export", "tool.pointer"):
        assert window.actions_[name].isEnabled(), name
    before = window.session.the_case().labelmap.any_mask().sum()
    window.session.choose_tool("tool.brush")
    axial = window.views.views["axial"]
    qtbot.mouseClick(axial, Qt.MouseButton.LeftButton, pos=axial.rect().center())
    assert "another window" in window.status.text
    assert window.session.the_case().labelmap.any_mask().sum() == before
    other.keep.leave()
    button(window, "Open for editing").click()
    window.session.wait(30)
    assert window.windowTitle() == "ball.medseg – medseg"
    assert window.actions_["tool.brush"].isEnabled()
    other.runner.close()
