"""Tools that draw areas, and paint held to grey values, by real mouse and key events."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QDoubleSpinBox
from pytestqt.qtbot import QtBot

from medseg_gui.core.geometry import PLANES, Plane
from medseg_gui.core.shapes import corners_of, filled
from medseg_gui.tools.paint import BrushOptions
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.option_form import OptionForm
from tests.ui.desk import CTRL, LEFT, NONE, RIGHT, SHAPE, Desk

CORNERS = [QPoint(120, 90), QPoint(250, 100), QPoint(230, 200), QPoint(130, 180)]


def indices(desk: Desk, points: list[QPoint]) -> list[Any]:
    return [desk.view.index_at(p.x(), p.y()) for p in points]


def inside(desk: Desk, line: list[Any]) -> np.ndarray:
    box, mask = filled(SHAPE, desk.view.plane_view.axis, line)
    whole = np.zeros(SHAPE, bool)
    whole[box.slices] = mask
    assert whole.any()
    return whole


def click(desk: Desk, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    desk.press(at, LEFT, modifiers)
    desk.release(at)


@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("end", ["enter", "double"])
def test_a_polygon_is_clicked_and_filled_in_one_step(qtbot: QtBot, plane: Plane, end: str) -> None:
    desk = Desk(qtbot, plane)
    desk.take("tool.polygon")
    for at in CORNERS:
        click(desk, at)
        desk.move(at + QPoint(3, 3))
    assert not desk.case.editing
    assert not desk.labels().any()
    if end == "enter":
        assert desk.key(Qt.Key.Key_Return, kind=QEvent.Type.ShortcutOverride).isAccepted()
        desk.key(Qt.Key.Key_Return)
    else:
        desk.mouse(QEvent.Type.MouseButtonDblClick, CORNERS[-1], LEFT, LEFT)
        desk.release(CORNERS[-1])
    np.testing.assert_array_equal(desk.labels() == 1, inside(desk, indices(desk, CORNERS)))
    assert [step.name for step in desk.case.history.done] == ["Polygon"]
    click(desk, CORNERS[0], CTRL)
    for at in CORNERS[1:]:
        click(desk, at)
    desk.key(Qt.Key.Key_Enter)
    assert not desk.labels().any()
    desk.case.undo()
    desk.case.undo()
    assert not desk.labels().any()


def test_backspace_takes_corners_back_and_escape_drops_all(desk: Desk) -> None:
    bare = desk.picture()
    desk.take("tool.polygon")
    for at in [*CORNERS, QPoint(300, 280)]:
        click(desk, at)
    assert not np.array_equal(desk.picture(), bare)
    desk.key(Qt.Key.Key_Backspace)
    desk.key(Qt.Key.Key_Return)
    np.testing.assert_array_equal(desk.labels() == 1, inside(desk, indices(desk, CORNERS)))
    before = desk.labels()
    for end in (Qt.Key.Key_Escape, None):
        click(desk, CORNERS[0])
        click(desk, CORNERS[1])
        if end:
            desk.key(end)
        else:
            desk.take("tool.brush")
        assert not desk.view._gesture.active
        assert desk.view._shape is None
        desk.take("tool.polygon")
    for _ in range(2):
        click(desk, CORNERS[0])
        desk.key(Qt.Key.Key_Backspace)  # the first corner too
        assert not desk.view._gesture.active
    np.testing.assert_array_equal(desk.labels(), before)
    assert len(desk.case.history.done) == 1


@pytest.mark.parametrize("plane", PLANES)
def test_a_freehand_line_and_a_rectangle_fill_and_the_right_button_erases(qtbot: QtBot, plane: Plane) -> None:
    desk = Desk(qtbot, plane)
    for name, line in (
        ("tool.freehand", indices(desk, CORNERS)),
        ("tool.box_fill", corners_of(desk.view.plane_view.axis, *indices(desk, [CORNERS[0], CORNERS[2]]))),
    ):
        desk.take(name)
        points = CORNERS if name == "tool.freehand" else [CORNERS[0], CORNERS[1], CORNERS[2]]
        zoom = desk.view.camera.zoom
        desk.drag(points)
        np.testing.assert_array_equal(desk.labels() == 1, inside(desk, list(line)))
        desk.drag(points, RIGHT)
        assert not desk.labels().any()
        assert desk.view.camera.zoom == zoom
    assert len(desk.case.history.done) == 4


def test_locked_and_covered_segments_are_spared_and_the_reason_is_said(desk: Desk) -> None:
    with desk.case.edit("Test") as edit:
        other = edit.add_segment("Kidney")
    desk.take("tool.freehand")
    desk.drag(CORNERS)
    drawn = desk.labels() == 1
    with desk.case.edit("Test") as edit:
        edit.change_segment(desk.case.labelmap.segments[0], locked=True)
    desk.drag(CORNERS)
    assert "locked" in desk.heard["refused"][-1]
    desk.segment = other
    desk.take("tool.freehand")
    steps = len(desk.case.history.done)
    desk.drag(CORNERS)
    assert "locked" in desk.heard["refused"][-1]
    assert len(desk.case.history.done) == steps
    np.testing.assert_array_equal(desk.labels() == 1, drawn)
    assert not (desk.labels() == 2).any()


# ----- grey values ---------------------------------------------------------------------------------
def test_paint_in_a_range_touches_only_values_in_it(desk: Desk) -> None:
    points = [QPoint(150, 120), QPoint(190, 140)]
    desk.take("tool.brush", BrushOptions(radius_mm=9.0))
    desk.drag(points)
    plain = desk.labels() == 1
    desk.case.undo()
    desk.take("tool.brush", BrushOptions(radius_mm=9.0, ranged=True, low=-20, high=110))
    desk.drag(points)
    values = desk.case.volume.voxels
    wanted = plain & (values >= -20) & (values <= 110)
    assert 0 < wanted.sum() < plain.sum()
    np.testing.assert_array_equal(desk.labels() == 1, wanted)


def test_alt_click_takes_the_range_from_the_image_and_draws_nothing(desk: Desk) -> None:
    options = BrushOptions(radius_mm=9.0)
    desk.take("tool.brush", options)
    desk.drag([QPoint(150, 120), QPoint(150, 120)], modifiers=Qt.KeyboardModifier.AltModifier)
    assert options.ranged
    assert -200 <= options.low < options.high <= 300
    assert not desk.labels().any()
    assert not desk.case.history.done


def test_the_form_shows_the_range_when_it_is_on_and_follows_a_pick(window: MainWindow, case: object) -> None:
    session = window.session
    session.run("tool.brush")
    form = window.tools.form
    assert isinstance(form, OptionForm)
    low = form.findChild(QDoubleSpinBox, "option.low")
    assert low is not None
    assert low.isHidden()
    session.set_crosshair((10, 32, 32))
    session.run("tool.pick_range")
    assert not low.isHidden()
    assert low.value() == 100
    session.run("tool.pointer")
    assert not session.tools.ranged
