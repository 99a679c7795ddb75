"""Keys and mouse by the keymap, in the real window: each key, what changes them, and where they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from medseg_gui.commands import COMMANDS
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.segmenter import Prediction
from medseg_gui.keymaps import ORDER, Keys, normal, shipped
from medseg_gui.settings import Settings
from medseg_gui.ui.key_recorder import KeyRecorder, key_of
from medseg_gui.ui.keys_dialog import KeysDialog
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.mouse import MouseMap
from medseg_gui.ui.slice_view import SliceView
from tests.ui.conftest import FakeAsk
from tests.ui.desk import CTRL, LEFT, MIDDLE, NONE, RIGHT, SHIFT, Desk

ALT = Qt.KeyboardModifier.AltModifier
DEFAULTS = {c.id: c.shortcut for c in COMMANDS}


def press(key: str, on: SliceView) -> None:
    both = QKeySequence(key)[0]
    QTest.keyClick(on, both.key(), both.keyboardModifiers())


def use(window: MainWindow, profile: str) -> None:
    window.actions_.keys.use(profile)
    window.use_keys()


@pytest.fixture
def dialog(window: MainWindow, case: Case) -> Iterator[KeysDialog]:
    window.session.run("help.shortcuts")
    found = next(d for d in window.findChildren(KeysDialog) if d.isVisible())
    yield found
    if isValid(found):
        found.close()


# ----- each key --------------------------------------------------------------------------------------
@pytest.mark.parametrize("profile", ORDER)
def test_each_key_of_each_profile_triggers_its_command(
    profile: str, window: MainWindow, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(window, profile)
    ran: list[str] = []
    monkeypatch.setattr(window.session, "run_command", lambda session, command_id: ran.append(command_id))
    monkeypatch.setattr(window.actions_, "refresh", lambda: None)
    for action in window.actions_:
        action.setEnabled(True)
    on = window.views.views["axial"]
    on.setFocus()
    expected = [(key, c.id) for c in COMMANDS for key in window.actions_.keys.of(c.id)]
    for key, _ in expected:
        press(key, on)
    assert [*zip((key for key, _ in expected), ran, strict=False)] == expected
    assert len(ran) == len(expected)


def test_every_key_is_one_that_qt_knows_by_the_same_name() -> None:
    for profile in ORDER:
        keys = Keys(Settings(keymap=profile), DEFAULTS)
        for c in COMMANDS:
            for key in keys.of(c.id):
                assert QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) == key
                assert QKeySequence(key).count() == 1


def test_arrows_go_through_slices_in_the_view_and_through_rows_in_a_table(
    window: MainWindow, case: Case, qtbot: QtBot
) -> None:
    on = window.views.views["axial"]
    on.setFocus()
    for key, at in (("Down", 11), ("Up", 10), ("Shift+Up", 0), ("End", 19), ("Home", 0), ("Shift+Down", 10)):
        press(key, on)
        assert window.session.crosshair[0] == at, key
    coronal = window.views.views["coronal"]
    coronal.setFocus()
    press("Down", coronal)
    assert window.session.crosshair[:2] == (10, 33)
    for name in ("Liver", "Spleen"):
        window.session.add_segment(name)
    table = window.panels["panel.segments"].table  # type: ignore[attr-defined]
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert window.session.segment is not None
    assert window.session.segment.name == "Liver"
    assert window.session.crosshair[:2] == (10, 33)


def test_keys_for_segments_zoom_opacity_and_the_tool_before(window: MainWindow, case: Case) -> None:
    session, on = window.session, window.views.views["axial"]
    on.setFocus()
    for name in ("Liver", "Spleen"):
        session.add_segment(name)
    press("<", on)
    assert session.segment is not None
    assert session.segment.name == "Liver"
    press(">", on)
    assert session.segment.name == "Spleen"
    before = on.camera.px_per_mm
    press("+", on)
    assert on.camera.px_per_mm > before
    press("-", on)
    assert on.camera.px_per_mm == pytest.approx(before)
    press("Ctrl+Up", on)
    assert session.settings.label_opacity == pytest.approx(0.5)
    press("B", on)
    press("Space", on)
    assert session.tool_id == "tool.pointer"
    press("Space", on)
    assert session.tool_id == "tool.brush"
    press("Shift+U", on)
    assert session.tools.chosen.ranged
    press("Z", on)
    assert window.views.maximised == "axial"


def test_the_doubtful_slices_come_one_after_another(
    window: MainWindow, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    probability = np.ones((4, 8, 8), np.float32)
    probability[1, 2:6, 2:6] = 0.5
    probability[3, 3:6, 3:6] = 0.6
    probability[0, 0, 0] = 0.9  # hardly any doubt: no visit
    box = Box((5, 20, 30), (9, 28, 38))
    found = Prediction(box, np.ones((4, 8, 8), np.uint8), 0.1, probability)
    press("D", window.views.views["axial"])
    assert window.session.crosshair == (10, 32, 32)
    monkeypatch.setattr(window.session.clicks, "answer", lambda case: found)
    window.actions_.refresh()
    window.views.views["axial"].setFocus()
    slices = []
    for _ in range(3):
        press("D", window.views.views["axial"])
        slices.append(window.session.crosshair[0])
    assert slices == [6, 8, 6]
    assert 22 <= window.session.crosshair[1] < 26


# ----- the mouse -------------------------------------------------------------------------------------
def test_ctrl_turns_brush_and_eraser_round_and_the_outline_says_so(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.take("tool.brush")
    place = QPoint(200, 150)
    desk.drag([place, place + QPoint(30, 0)])
    painted = desk.labels().sum()
    assert painted
    desk.move(place)
    assert desk.view._brush is not None
    assert not desk.view._brush[3]
    desk.key(Qt.Key.Key_Control, NONE)
    assert desk.view._brush[3]
    desk.drag([place, place + QPoint(10, 0)], modifiers=CTRL)
    assert 0 < desk.labels().sum() < painted
    desk.key(Qt.Key.Key_Control, CTRL, QEvent.Type.KeyRelease)
    assert not desk.view._brush[3]
    desk.take("tool.eraser")
    desk.drag([place, place + QPoint(10, 0)], modifiers=CTRL)
    assert desk.labels().sum() == painted


def test_slicer_pans_with_shift_and_has_no_w(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.take("tool.brush")
    desk.view.set_mouse(MouseMap(shipped("slicer").mouse))
    before = desk.view.camera.to_screen(0, 0)
    desk.drag([QPoint(200, 150), QPoint(220, 160)], modifiers=SHIFT)
    after = desk.view.camera.to_screen(0, 0)
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((20, 10))
    assert not desk.labels().any()
    desk.key(Qt.Key.Key_W)
    desk.drag([QPoint(200, 150), QPoint(220, 160)])
    assert desk.labels().any()
    assert "window_changed" not in desk.heard


def test_itksnap_moves_the_crosshair_and_erases_with_the_right_button(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.view.set_mouse(MouseMap(shipped("itksnap").mouse))
    desk.drag([desk.at((10, 20, 20)), desk.at((10, 30, 40))])
    assert desk.heard["crosshair_moved"][-1] == (10, 30, 40)
    assert "window_changed" not in desk.heard
    desk.take("tool.brush")
    place = QPoint(200, 150)
    desk.drag([place, place + QPoint(30, 0)])
    assert desk.labels().any()
    desk.drag([place - QPoint(5, 0), place + QPoint(40, 0)], RIGHT)
    assert not desk.labels().any()


@pytest.mark.parametrize("profile", ORDER)
def test_what_all_profiles_share(profile: str, qtbot: QtBot) -> None:
    mouse = MouseMap(shipped(profile).mouse)
    brush, click = Desk(qtbot), Desk(qtbot)
    brush.take("tool.brush")
    click.take("tool.click")
    for desk in (brush, click):
        desk.view.set_mouse(mouse)
        before = desk.view.camera.to_screen(0, 0)
        desk.drag([QPoint(200, 150), QPoint(210, 150)], MIDDLE)
        assert desk.view.camera.to_screen(0, 0)[0] == pytest.approx(before[0] + 10)
        desk.wheel(QPoint(0, -120))
        assert desk.view.slice_index == 11
        scale = desk.view.camera.px_per_mm
        desk.wheel(QPoint(0, 120), CTRL)
        assert desk.view.camera.px_per_mm > scale
        desk.move(desk.at((11, 5, 5)), modifiers=SHIFT)
        assert desk.heard["crosshair_moved"][-1] == (11, 5, 5)
    brush.wheel(QPoint(0, 120), SHIFT)
    assert brush.heard["radius_stepped"] == [1]
    click.drag([QPoint(200, 150), QPoint(200, 150)], RIGHT)
    assert len(click.heard["right_clicked"]) == 1


# ----- changing --------------------------------------------------------------------------------------
def test_a_recorded_key_names_its_owner_and_moves_when_told_to(
    window: MainWindow, dialog: KeysDialog, qtbot: QtBot
) -> None:
    dialog.choose("tool.brush")
    qtbot.mouseClick(dialog.recorder, LEFT)
    assert dialog.recorder.isChecked()
    qtbot.keyClick(dialog.recorder, Qt.Key.Key_E)
    assert "Eraser" in dialog.note.text()
    assert window.actions_.keys.of("tool.brush") == ("B",)
    dialog.leave.click()
    assert not dialog.note.text()
    qtbot.mouseClick(dialog.recorder, LEFT)
    qtbot.keyClick(dialog.recorder, Qt.Key.Key_E)
    dialog.take.click()
    assert window.actions_.keys.of("tool.brush") == ("E",)
    assert window.actions_["tool.brush"].shortcut() == QKeySequence("E")
    assert window.actions_["tool.eraser"].shortcuts() == []
    assert "(E)" in window.actions_["tool.brush"].toolTip()
    dialog.add.click()
    qtbot.keyClick(dialog.recorder, Qt.Key.Key_F9, CTRL)
    assert window.actions_.keys.of("tool.brush") == ("E", "Ctrl+F9")
    qtbot.mouseClick(dialog.recorder, LEFT)
    qtbot.keyClick(dialog.recorder, Qt.Key.Key_W)
    assert "held for the mouse" in dialog.note.text()
    assert Keys(Settings.load(), DEFAULTS).of("tool.brush") == ("E", "Ctrl+F9")  # after a restart
    dialog.reset.click()
    assert window.actions_["tool.brush"].shortcut() == QKeySequence("B")
    assert window.actions_["tool.eraser"].shortcut() == QKeySequence("E")


def test_a_changed_key_works_at_once_and_the_old_one_no_longer(
    window: MainWindow, dialog: KeysDialog, qtbot: QtBot
) -> None:
    dialog.choose("tool.lasso")
    dialog._recorded("F9")
    dialog.close()
    window.activateWindow()
    on = window.views.views["axial"]
    on.setFocus()
    qtbot.waitUntil(on.hasFocus)
    press("B", on)
    press("L", on)
    assert window.session.tool_id == "tool.brush"
    window.actions_["tool.lasso"].setEnabled(True)  # the fixture has no click model
    press("F9", on)
    assert "Lasso" in window.status.text


def test_another_profile_holds_at_once_and_reset_brings_it_back(
    window: MainWindow, dialog: KeysDialog, qtbot: QtBot
) -> None:
    dialog.profiles.setCurrentIndex(1)
    dialog.profiles.activated.emit(1)
    assert window.actions_["tool.brush"].shortcut() == QKeySequence("2")
    assert Settings.load().keymap == "slicer"
    dialog.choose("tool.brush")
    dialog.none.click()
    assert window.actions_["tool.brush"].shortcuts() == []
    dialog.reset_all.click()
    assert window.actions_["tool.brush"].shortcut() == QKeySequence("2")


def test_the_search_finds_by_name_and_by_key(dialog: KeysDialog) -> None:
    def rows() -> list[str]:
        return [item.text(0) for item in dialog._items()]

    assert len(rows()) == len(COMMANDS)
    dialog.search.setText("ctrl+z")
    assert rows() == ["Undo"]
    dialog.search.setText("smart brush")
    assert rows() == ["Smart brush"]
    assert dialog.chosen == "tool.smart_brush"


def test_keymaps_travel_as_files(window: MainWindow, dialog: KeysDialog, ask: FakeAsk, tmp_path: Path) -> None:
    dialog.choose("tool.brush")
    dialog._recorded("F9")
    ask.answers["save_file"] = ask.answers["open_file"] = str(tmp_path / "mine.json")
    dialog._export()
    dialog.reset_all.click()
    dialog._import()
    assert window.actions_["tool.brush"].shortcut() == QKeySequence("F9")
    (tmp_path / "mine.json").write_text("{")
    dialog._import()
    assert "no keymap" in dialog.note.text()
    assert window.actions_["tool.brush"].shortcut() == QKeySequence("F9")


@pytest.mark.parametrize(
    ("key", "held", "meant"),
    [
        (Qt.Key.Key_K, CTRL, "Ctrl+K"),
        (Qt.Key.Key_Less, SHIFT, "<"),
        (Qt.Key.Key_K, SHIFT, "Shift+K"),
        (Qt.Key.Key_Backtab, SHIFT, "Shift+Tab"),
        (Qt.Key.Key_Plus, CTRL, "Ctrl++"),
        (Qt.Key.Key_PageDown, NONE, "PgDown"),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, "Enter"),
        (Qt.Key.Key_Control, CTRL, ""),
    ],
)
def test_what_is_pressed_is_what_is_written(key: Qt.Key, held: Qt.KeyboardModifier, meant: str) -> None:
    found = key_of(QKeyEvent(QEvent.Type.KeyPress, key, held))
    assert found == meant
    assert not found or normal(found) == found


def test_the_recorder_gives_up_on_escape_and_when_the_focus_goes(qtbot: QtBot) -> None:
    recorder = KeyRecorder("Record")
    qtbot.addWidget(recorder)
    recorder.show()
    heard: list[str] = []
    recorder.recorded.connect(heard.append)
    recorder.start()
    qtbot.keyClick(recorder, Qt.Key.Key_Escape)
    assert not recorder.isChecked()
    recorder.start()
    qtbot.keyClick(recorder, Qt.Key.Key_Tab)
    assert heard == ["Tab"]
    recorder.start()
    QApplication.sendEvent(recorder, QFocusEvent(QEvent.Type.FocusOut))
    assert not recorder.isChecked()
