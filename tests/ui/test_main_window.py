"""The real window, driven by mouse, keys and session."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from medseg_gui.commands import COMMANDS
from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.tools.registry import TOOLS
from medseg_gui.ui import theme
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.slice_view import SliceView
from tests.ui.conftest import FakeAsk

LEFT = Qt.MouseButton.LeftButton


def view(window: MainWindow, plane: str = "axial") -> SliceView:
    found = window.findChild(SliceView, f"view.{plane}")
    assert isinstance(found, SliceView)
    return found


def drag(qtbot: QtBot, on: SliceView, start: QPoint, *through: QPoint) -> None:
    qtbot.mousePress(on, LEFT, pos=start)
    for at in through:
        qtbot.mouseMove(on, at)
    qtbot.mouseRelease(on, LEFT, pos=through[-1] if through else start)


def stroke(qtbot: QtBot, window: MainWindow, length: int = 40) -> None:
    on = view(window)
    middle = on.rect().center()
    drag(qtbot, on, middle, middle + QPoint(length // 2, 0), middle + QPoint(length, 0))


def figures(window: MainWindow) -> dict[str, dict[str, str]]:
    """By segment and title what the metrics panel shows."""
    head, *lines = (line.split("\t") for line in window.panels["panel.metrics"].as_text().splitlines())  # type: ignore[attr-defined]
    return {name: dict(zip(head[1:], rest, strict=True)) for name, *rest in lines}


# ----- commands --------------------------------------------------------------------------------------------
def check_actions(window: MainWindow) -> None:
    for command in COMMANDS:
        action = window.actions_[command.id]
        reason = command.reason(window.session)
        assert action.objectName() == command.id
        assert action.isEnabled() == (not reason), command.id
        assert reason in action.toolTip()
        assert action.statusTip() == (reason or command.help)
        if command.checkable:
            assert action.isChecked() == command.checked(window.session), command.id


def test_every_command_is_an_action_that_says_why_it_is_disabled(window: MainWindow, case: Case) -> None:
    session = window.session
    session.set_case(None)
    check_actions(window)
    session.set_case(case)
    check_actions(window)
    session.add_segment("Liver")
    check_actions(window)
    session.undo()
    session.choose_tool("tool.brush")
    check_actions(window)


def test_every_command_has_a_menu_an_icon_and_its_own_keys(window: MainWindow) -> None:
    menus = {a.text(): a.menu() for a in window.menuBar().actions()}
    keys: dict[str, str] = {}
    for command in COMMANDS:
        action = window.actions_[command.id]
        entries = menus[command.menu].actions()
        assert action in [*entries, *(a for e in entries if e.menu() for a in e.menu().actions())], command.id
        assert not action.icon().isNull(), command.id
        for key in action.shortcuts():
            text = key.toString(QKeySequence.SequenceFormat.PortableText)
            assert text, command.id
            assert keys.setdefault(text, command.id) == command.id, text


def test_a_disabled_command_tells_its_reason_in_one_line(window: MainWindow) -> None:
    window.actions_.run("edit.undo")
    assert "Open an image first" in window.status.text
    assert window.status.log[-1][1].level == "error"


# ----- the main job on a real series -------------------------------------------------------------------------
def test_open_look_paint_undo_measure_export(
    qtbot: QtBot, window: MainWindow, abdomen: Path, tmp_path: Path, ask: FakeAsk
) -> None:
    session = window.session
    session.open(abdomen)
    session.wait(60)
    assert session.volume is not None
    assert session.volume.geometry.shape == (41, 512, 512)
    assert "CT" in window.windowTitle()

    # look: a wheel notch in one view moves the crosshair of all
    axial = view(window)
    before = session.crosshair
    qtbot.keyClick(axial, Qt.Key.Key_Down)
    assert session.crosshair[0] == before[0] + 1
    session.run("view.window_2")
    assert {v.window_level for v in window.views.views.values()} == {(1500.0, -600.0)}

    # paint, with the keys that a person presses
    qtbot.keyClick(axial, Qt.Key.Key_A)
    assert [s.name for s in session.the_case().labelmap.segments] == ["Segment 1"]
    qtbot.keyClick(axial, Qt.Key.Key_B)
    stroke(qtbot, window)
    painted = int(np.count_nonzero(session.labels.voxels))  # type: ignore[union-attr]
    assert painted > 50
    assert np.count_nonzero(session.labels.voxels[before[0] + 1]) == painted  # type: ignore[union-attr]
    window.live.count_now()
    table = window.panels["panel.segments"].table  # type: ignore[attr-defined]
    expected_ml = painted * session.volume.geometry.voxel_ml
    assert table.item(0, 3).text() == f"{expected_ml:.2f} mL" if expected_ml < 10 else f"{expected_ml:.1f} mL"

    # undo and redo follow in table and history
    session.run("edit.undo")
    window.live.count_now()
    assert not session.labels.voxels.any()  # type: ignore[union-attr]
    assert table.item(0, 3).text() == "0.00 mL"
    session.run("edit.redo")
    history = window.panels["panel.history"].list  # type: ignore[attr-defined]
    assert [history.item(i).text() for i in range(history.count())] == ["Image opened", "Add segment", "Brush"]
    assert history.currentRow() == 2

    # measure and export
    session.evaluate()
    session.wait(60)
    window.live.count_now()
    assert figures(window)["Segment 1"] == {"Volume (mL)": table.item(0, 3).text().split()[0]}
    assert session.unsaved
    out = tmp_path / "mask.nii.gz"
    session.export(out)
    session.wait(60)
    assert "verified" in window.status.text
    assert not session.unsaved

    # the exported mask, loaded as manual labels, agrees with itself
    session.open_labels(out, reference=True)
    session.wait(60)
    assert figures(window)["Segment 1"]["Dice"] == "1.000"


def test_figures_follow_edits_against_manual_labels(qtbot: QtBot, window: MainWindow, case: Case) -> None:
    session = window.session
    truth = case.labelmap.frozen()
    session.add_segment("Ball")
    with case.edit("Half of it") as edit:
        mask = np.asarray(case.volume.voxels > 0)
        mask[:, :, 32:] = False
        edit.paint(edit.labels.named("Ball"), _whole(case), mask)
    reference = type(truth).from_voxels((case.volume.voxels > 0).astype(np.uint8), truth.geometry, {1: "Ball"})
    case.add_reference("manual.nii.gz", reference)
    session.evaluate()
    session.wait(30)
    measured = figures(window)["Ball"]
    both, own, theirs = mask.sum(), mask.sum(), (case.volume.voxels > 0).sum()
    assert measured["Dice"] == f"{2 * both / (own + theirs):.3f}"
    assert measured["Recall"] == f"{both / theirs:.3f}"
    assert measured["Precision"] == "1.000"
    assert float(measured["HD95 (mm)"]) > 0
    with case.edit("The other half") as edit:
        edit.paint(edit.labels.named("Ball"), _whole(case), np.asarray(case.volume.voxels > 0))
    window.live.count_now()
    live = figures(window)["Ball"]
    assert live["Dice"] == "1.000"
    assert live["HD95 (mm)"] == measured["HD95 (mm)"]  # not yet measured again, and greyed
    window.panels["panel.metrics"].measure_again()  # type: ignore[attr-defined]
    session.wait(30)
    assert float(figures(window)["Ball"]["HD95 (mm)"]) == 0


def _whole(case: Case):  # type: ignore[no-untyped-def]
    from medseg_gui.core.geometry import Box

    return Box.whole(case.volume.geometry.shape)


# ----- keys ----------------------------------------------------------------------------------------------------
def test_letters_typed_into_a_field_are_no_shortcuts(qtbot: QtBot, window: MainWindow, case: Case) -> None:
    window.session.add_segment("x")
    table = window.panels["panel.segments"].table  # type: ignore[attr-defined]
    table.setFocus()
    table.editItem(table.item(0, 2))
    field = table.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "bread 4[")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [s.name for s in case.labelmap.segments] == ["bread 4["])
    assert window.session.tool_id == "tool.pointer"
    assert window.session.window == (400.0, 40.0)


def test_radius_keys_and_the_form_change_one_value(qtbot: QtBot, window: MainWindow, case: Case) -> None:
    window.session.choose_tool("tool.brush")
    options = window.tools.options["tool.brush"]
    before = options.radius_mm
    qtbot.keyClick(view(window), Qt.Key.Key_BracketRight)
    assert options.radius_mm > before
    qtbot.keyClick(view(window), Qt.Key.Key_BracketLeft)
    assert options.radius_mm == before
    box = window.tools.form.findChild(object, "option.radius_mm")
    box.setValue(12.5)  # type: ignore[attr-defined]
    assert options.radius_mm == 12.5
    for _ in range(30):
        window.tools.step_radius(1)
    assert options.radius_mm == 80.0
    assert box.value() == 80.0  # type: ignore[attr-defined]


# ----- views ---------------------------------------------------------------------------------------------------
def test_a_double_click_fills_the_window_with_a_view_and_brings_the_others_back(
    qtbot: QtBot, window: MainWindow, case: Case
) -> None:
    sagittal = view(window, "sagittal")
    qtbot.mouseDClick(sagittal, LEFT, pos=sagittal.rect().center())
    assert [v.isVisible() for v in window.views.views.values()] == [False, False, True]
    qtbot.mouseDClick(sagittal, LEFT, pos=sagittal.rect().center())
    assert all(v.isVisible() for v in window.views.views.values())


def test_a_drag_in_one_view_sets_the_window_of_all(qtbot: QtBot, window: MainWindow, case: Case) -> None:
    on = view(window, "coronal")
    middle = on.rect().center()
    drag(qtbot, on, middle, middle + QPoint(60, 0))
    width, level = window.session.window
    assert width > 400
    assert level == 40
    assert {v.window_level for v in window.views.views.values()} == {(width, level)}


def test_painting_on_a_locked_segment_says_so_and_changes_nothing(qtbot: QtBot, window: MainWindow, case: Case) -> None:
    session = window.session
    segment = session.add_segment("Liver")
    session.change_segment(segment, locked=True)
    session.choose_tool("tool.brush")
    stroke(qtbot, window)
    assert not case.labelmap.any_mask().any()
    assert "locked" in window.status.text


# ----- segments and history ------------------------------------------------------------------------------------
def test_the_segments_table_changes_what_it_shows(qtbot: QtBot, window: MainWindow, case: Case) -> None:
    session = window.session
    for name in ("Liver", "Spleen"):
        session.add_segment(name)
    table = window.panels["panel.segments"].table  # type: ignore[attr-defined]
    assert table.currentRow() == 1
    table.cellClicked.emit(0, 0)
    table.cellClicked.emit(1, 4)
    assert [(s.visible, s.locked) for s in case.labelmap.segments] == [(False, False), (True, True)]
    table.setCurrentCell(0, 2)
    assert session.segment is not None
    assert session.segment.name == "Liver"
    session.undo()
    session.undo()
    assert [(s.visible, s.locked) for s in case.labelmap.segments] == [(True, False), (True, False)]
    session.run("segment.remove")
    assert [table.item(r, 2).text() for r in range(table.rowCount())] == ["Spleen"]


def test_a_click_in_the_history_goes_to_that_step(window: MainWindow, case: Case) -> None:
    session = window.session
    for name in "abcd":
        session.add_segment(name)
    history = window.panels["panel.history"].list  # type: ignore[attr-defined]
    history.itemClicked.emit(history.item(2))
    assert [s.name for s in case.labelmap.segments] == ["a", "b"]
    history.itemClicked.emit(history.item(4))
    assert [s.name for s in case.labelmap.segments] == ["a", "b", "c", "d"]
    history.itemClicked.emit(history.item(0))
    assert not case.labelmap.segments
    history.itemClicked.emit(history.item(1))
    session.add_segment("other")  # the three steps taken back are gone
    listed = [history.item(i).text() for i in range(history.count())]
    assert listed == ["Image opened", "Add segment", "Add segment"]
    colours = {history.item(i).foreground().color().name() for i in range(1, history.count())}
    assert colours == {theme.TEXT}
    session.undo()
    assert history.currentRow() == 1
    assert history.item(2).foreground().color().name() == theme.FAINT
    session.set_case(Case(case.volume))
    assert history.count() == 1


# ----- messages --------------------------------------------------------------------------------------------------
def test_what_was_said_about_one_image_is_gone_with_the_next(window: MainWindow, case: Case) -> None:
    window.session.say("About 1 slice is missing", "warning")
    window.session.set_case(case)
    assert window.status.text == ""


def test_an_error_stays_until_the_next_action(window: MainWindow, case: Case) -> None:
    session = window.session
    session.say("It went wrong", "error")
    session.say("Something else", "info")
    assert window.status.text == "It went wrong"
    assert [m.text for _, m in window.status.log][-2:] == ["It went wrong", "Something else"]
    window.actions_.run("view.reset")
    assert window.status.text == ""


def test_the_identity_is_not_in_the_title(window: MainWindow, case: Case) -> None:
    assert window.windowTitle() == "CT Ball – medseg"
    assert "Doe" not in window.windowTitle()


def test_a_failing_verb_in_a_slot_is_told(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: object, series: object = None) -> None:
        raise MedsegError("The disk is gone", todo="Look for it.")

    monkeypatch.setattr(window.session, "open", broken)
    window.open_paths(["/nowhere"])
    assert window.status.text == "The disk is gone. Look for it."


@pytest.mark.parametrize("width", [1280, 1700])
def test_no_tool_pushes_a_button_behind_an_arrow(qtbot: QtBot, window: MainWindow, case: Case, width: int) -> None:
    window.resize(width, 800)
    bar = window.bar
    for tool in TOOLS:
        window.session.choose_tool(tool.id)
        qtbot.waitUntil(lambda: bar.sizeHint().width() <= bar.width(), timeout=5000)
        button = bar.widgetForAction(window.actions_["file.export"])
        qtbot.waitUntil(button.isVisible, timeout=5000)
    window.session.choose_tool("tool.pointer")
    words = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    qtbot.waitUntil(lambda: button.toolButtonStyle() == words, timeout=5000)
