"""Every command that is not possible now says why: in its tooltip, in the status bar, and when its key is tried."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from medseg_gui.commands import COMMANDS
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.prompts import Click, PromptSet
from medseg_gui.core.volume import Volume
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.panels.base import ActionButton

WHERE = Box((9, 20, 20), (11, 40, 40))


def segments(window: MainWindow, count: int = 1) -> None:
    for number in range(count):
        window.session.add_segment(f"Segment {number}")


def paint(window: MainWindow) -> None:
    case, segment = window.session.the_case(), window.session.segment
    assert segment is not None
    with case.edit("Brush") as edit:
        edit.paint(segment, WHERE, np.ones(WHERE.shape, bool))


def no_image(window: MainWindow) -> None:
    window.session.set_case(None)


def one_segment(window: MainWindow) -> None:
    segments(window)


def painted(window: MainWindow) -> None:
    segments(window, 2)
    paint(window)
    window.session.run("tool.brush")


def undone(window: MainWindow) -> None:
    painted(window)
    while window.session.the_case().history.done:
        window.session.undo()


def locked(window: MainWindow) -> None:
    painted(window)
    window.session.run("segment.lock")


def hidden(window: MainWindow) -> None:
    painted(window)
    window.session.run("segment.visible")


def prompted(window: MainWindow) -> None:
    segments(window)
    with window.session.the_case().edit("Click") as edit:
        edit.set_prompts(PromptSet((Click((10, 30, 30), True, "axial"),)))


def magnetic(window: MainWindow) -> None:
    old = window.session.the_case().volume
    window.session.set_case(Case(Volume(old.voxels, old.geometry, "MR", old.info)))
    window.session.models.name, window.session.models.made_for = "lungs", ("CT",)
    window.actions_.refresh()


def saving(window: MainWindow) -> None:
    painted(window)
    window.session.keep.saving = True
    window.actions_.refresh()


def elsewhere(window: MainWindow) -> None:
    painted(window)
    window.session.the_case().read_only = "ball.medseg is open in another window"
    window.actions_.refresh()


STATES: tuple[Callable[[MainWindow], None], ...] = (
    no_image, lambda window: None, one_segment, painted, undone, locked, hidden, prompted, magnetic, saving,
    elsewhere,
)  # fmt: skip
NAMES = (
    "no_image",
    "image",
    "one_segment",
    "painted",
    "undone",
    "locked",
    "hidden",
    "prompted",
    "magnetic",
    "saving",
    "elsewhere",
)


@pytest.mark.parametrize("state", STATES, ids=NAMES)
def test_every_disabled_command_says_why_and_no_other_does(
    window: MainWindow, case: Case, state: Callable[[MainWindow], None]
) -> None:
    session, view = window.session, window.views.views["axial"]
    state(window)
    view.setFocus()
    disabled = 0
    for command in COMMANDS:
        action, reason = window.actions_[command.id], command.reason(session)
        assert action.isEnabled() == (not reason), command.id
        head = action.toolTip().split("\n")
        if not reason:
            assert (head[1:], action.statusTip()) == ([command.help], command.help), command.id
            continue
        disabled += 1
        assert reason.endswith("."), command.id
        assert head[1:] == [command.help, reason], command.id
        assert action.statusTip() == reason
        for keys in action.shortcuts():
            window.status.clear_text()
            QTest.keySequence(view, keys)
            assert reason in window.status.text, (command.id, keys.toString())
            assert command.title.rstrip("…") in window.status.text
    assert disabled
    session.keep.saving = False


def test_the_reasons_of_the_issue_are_those_given(window: MainWindow, case: Case) -> None:
    def why(command: str) -> str:
        return window.actions_[command].statusTip()

    assert "nothing to undo" in why("edit.undo")
    assert "segment" in why("segment.remove")
    segments(window)
    assert "only one segment" in why("segment.solo")
    assert "other segment" in why("segment.subtract")
    assert "is shown" in why("segment.show_all")
    assert "no radius" in why("tool.larger")
    window.session.run("segment.lock")
    assert "is locked" in why("segment.clear")
    magnetic(window)
    assert why("ai.segment") == "The model lungs is made for CT, and this image is MR: choose another one."
    assert "no CT" in why("view.window_1")


def test_the_pointer_on_a_disabled_button_brings_the_reason_to_the_status_bar(window: MainWindow, case: Case) -> None:
    spot = QPointF(3, 3)
    looked = 0
    for button in [*window.findChildren(QToolButton), *window.findChildren(ActionButton)]:
        action = button.defaultAction() if isinstance(button, QToolButton) else button._action
        if action is None or not button.isVisible() or action.isEnabled() or not action.objectName():
            continue
        looked += 1
        QApplication.sendEvent(button, QEnterEvent(spot, spot, QPointF(button.mapToGlobal(spot))))
        assert window.status.currentMessage() == action.statusTip() != "", action.objectName()
        assert action.statusTip() in button.toolTip()
        QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
    assert looked > 3


def test_the_pointer_on_a_disabled_menu_entry_brings_it_too(window: MainWindow, case: Case) -> None:
    action, bar = window.actions_["edit.undo"], window.menuBar()
    menu = next(m for m in (a.menu() for a in bar.actions()) if isinstance(m, QMenu) and action in m.actions())
    assert menu.toolTipsVisible()
    menu.popup(window.mapToGlobal(window.rect().center()))
    at = QPointF(menu.actionGeometry(action).center())
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, at, menu.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(menu, event)
    assert window.status.currentMessage() == action.statusTip() == "There is nothing to undo."
    menu.close()
    assert window.status.currentMessage() == ""


def test_an_undo_in_the_middle_of_a_stroke_says_to_finish_it(window: MainWindow, case: Case) -> None:
    painted(window)
    with case.edit("Brush"):
        window.actions_.run("edit.undo")
        assert "Finish the stroke, or press Escape." in window.status.text
    assert len(case.history.done) == 3


def test_keys_of_possible_commands_are_left_alone(window: MainWindow, case: Case) -> None:
    painted(window)
    view = window.views.views["axial"]
    view.setFocus()
    for key in (Qt.Key.Key_Y, Qt.Key.Key_Tab):
        window.status.clear_text()
        QTest.keyClick(view, key)
    assert window.status.text.startswith("Other answer: ")
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_E)
    assert window.session.tool_id == "tool.eraser"
