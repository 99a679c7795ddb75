"""Fill, region growing and threshold in the real window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QToolButton
from pytestqt.qtbot import QtBot

from medseg_gui.core.case import Case
from medseg_gui.jobs import Message
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.slice_view import SliceView

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def axial(window: MainWindow, case: Case) -> SliceView:
    window.session.add_segment("Ball")
    window.session.set_crosshair((10, 5, 5))
    return window.views.views["axial"]


def place(view: SliceView, y: int, x: int) -> QPoint:
    at = view.place_of((view.slice_index, y, x))
    return QPoint(round(at.x()), round(at.y()))


@pytest.mark.parametrize(("tool", "solid"), [("tool.fill", False), ("tool.fill", True), ("tool.grow", True)])
def test_a_click_fills_and_with_ctrl_erases(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView, tool: str, solid: bool
) -> None:
    session = window.session
    session.run(tool)
    if tool == "tool.fill":
        session.tools.chosen.solid = solid
    else:
        session.tools.chosen.smooth = False
    ball = case.volume.voxels == 100
    if not solid:
        ball[np.arange(20) != 10] = False
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    session.wait(20)
    np.testing.assert_array_equal(case.labelmap.voxels == 1, ball)
    assert len(case.history.done) == 2
    qtbot.mouseClick(axial, LEFT, CTRL, pos=place(axial, 30, 30))
    session.wait(20)
    assert not case.labelmap.voxels.any()
    session.undo()
    np.testing.assert_array_equal(case.labelmap.voxels == 1, ball)


def test_the_threshold_is_shown_live_and_enter_fills_it(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView
) -> None:
    session = window.session
    axial.setFocus()
    bare = axial.grab().toImage()
    session.run("tool.threshold")
    preset = window.tools.form.findChild(QComboBox, "option.preset")
    assert preset is not None
    preset.setCurrentIndex(preset.findData("bone"))
    assert session.tools.limits == (226, 3071)
    session.tools.chosen.low, session.tools.chosen.high = 50.0, 120.0
    session.tools.told()
    at = place(axial, 30, 30)
    shown = axial.grab().toImage()
    assert shown.pixelColor(at) != bare.pixelColor(at)
    assert not case.labelmap.voxels.any()
    qtbot.keyClick(axial, Qt.Key.Key_Return)
    session.wait(20)
    np.testing.assert_array_equal(case.labelmap.voxels == 1, case.volume.voxels == 100)
    assert [step.name for step in case.history.done] == ["Add segment", "Threshold"]
    session.run("tool.brush")
    assert session.tools.limits is None


def test_otsu_and_a_click_set_the_range(qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView) -> None:
    session = window.session
    session.run("tool.threshold")
    buttons = [b.defaultAction().objectName() for b in window.tools.form.findChildren(QToolButton) if b.defaultAction()]
    assert buttons == ["tool.otsu", "tool.apply"]
    session.run("tool.otsu")
    session.wait(20)
    assert -100 < session.tools.chosen.low < 100
    assert session.tools.chosen.high == 100
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 5, 5))
    assert session.tools.limits == (-100, -100)


def test_a_fill_that_a_lock_forbids_says_so(qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView) -> None:
    session = window.session
    said: list[Message] = []
    session.said.connect(said.append)
    session.run("tool.fill")
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    assert "already" in said[-1].text
    assert session.segment is not None
    session.change_segment(session.segment, locked=True)
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 5, 5))
    assert "locked" in said[-1].text
