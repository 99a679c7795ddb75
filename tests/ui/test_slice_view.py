"""The slice view driven by real mouse, wheel and key events."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from medseg_gui.core.geometry import PLANES, Plane
from medseg_gui.tools.registry import tool
from medseg_gui.ui.slice_view import SliceView
from tests.ui.desk import CTRL, LEFT, MIDDLE, RIGHT, Desk


# ----- slices --------------------------------------------------------------------------------------
def test_wheel_and_steps_go_through_slices(desk: Desk) -> None:
    assert desk.view.slice_index == 10
    desk.wheel(QPoint(0, -120))
    assert desk.view.slice_index == 11
    desk.wheel(QPoint(0, 240))
    assert desk.view.slice_index == 9
    for by, expected in ((1, 10), (-1, 9), (10, 19), (-10, 9), (10**9, 19), (1, 19), (-(10**9), 0), (-1, 0)):
        desk.view.step(by)
        assert desk.view.slice_index == expected
    assert desk.heard["index_changed"] == [11, 9, 10, 9, 19, 9, 19, 0]


def test_fine_grained_wheels_and_trackpads_add_up(desk: Desk) -> None:
    for _ in range(7):
        desk.wheel(QPoint(0, -15))
    assert desk.view.slice_index == 10
    desk.wheel(QPoint(0, -15))
    assert desk.view.slice_index == 11
    for _ in range(3):
        desk.wheel(QPoint(0, -200), pixels=QPoint(0, -9))
    assert desk.view.slice_index == 12
    desk.wheel(QPoint(-120, 0), Qt.KeyboardModifier.AltModifier)  # Alt turns the wheel's axis
    assert desk.view.slice_index == 13


def test_setters_never_tell(desk: Desk) -> None:
    desk.view.set_index(3)
    desk.view.set_crosshair((1, 2, 3))
    desk.view.set_window(100, 50)
    assert desk.view.slice_index == 3
    assert not {"index_changed", "crosshair_moved", "window_changed"} & desk.heard.keys()
    desk.view.set_index(99)
    assert desk.view.slice_index == 19


# ----- window, zoom, pan ---------------------------------------------------------------------------
def test_dragging_with_the_pointer_changes_window_and_level(desk: Desk) -> None:
    desk.take("tool.pointer", tool("tool.pointer").Options())
    desk.view.set_window(300, 40)
    desk.drag([QPoint(100, 100), QPoint(130, 100), QPoint(130, 90)])
    assert desk.heard["window_changed"] == [(330, 40), (330, 50)]
    assert desk.view.window_level == (330, 50)
    desk.drag([QPoint(390, 100), QPoint(-4000, 100)])
    assert desk.view.window_level[0] == 1


def test_w_held_gives_the_window_to_the_brush_too(desk: Desk) -> None:
    desk.take("tool.brush")
    before = desk.labels()
    desk.key(Qt.Key.Key_W)
    desk.drag([QPoint(200, 150), QPoint(240, 150)])
    assert desk.heard["window_changed"]
    assert np.array_equal(desk.labels(), before)
    desk.key(Qt.Key.Key_W, kind=QEvent.Type.KeyRelease)
    desk.drag([QPoint(200, 150), QPoint(201, 150)])
    assert not np.array_equal(desk.labels(), before)


def test_right_drag_zooms_about_the_press_and_right_click_is_a_click(desk: Desk) -> None:
    press = QPoint(120, 90)
    under = desk.view.index_at(120, 90)
    desk.drag([press, QPoint(120, 60), QPoint(120, 40)], RIGHT)
    assert desk.view.camera.zoom == pytest.approx(1.006**50, rel=1e-6)
    assert desk.view.index_at(120, 90) == pytest.approx(under)
    assert "right_clicked" not in desk.heard
    desk.drag([press, press], RIGHT)
    assert desk.heard["right_clicked"][0] == pytest.approx(under)
    assert desk.view.camera.zoom == pytest.approx(1.006**50, rel=1e-6)


def test_ctrl_wheel_zooms_about_the_pointer_and_middle_drag_pans(desk: Desk) -> None:
    under = desk.view.index_at(300, 200)
    desk.wheel(QPoint(0, 120), CTRL, at=QPoint(300, 200))
    assert desk.view.camera.zoom == pytest.approx(1.15)
    assert desk.view.index_at(300, 200) == pytest.approx(under)
    desk.drag([QPoint(300, 200), QPoint(260, 230)], MIDDLE)
    assert desk.view.index_at(260, 230) == pytest.approx(under)
    assert desk.view.slice_index == 10
    desk.view.reset_view()
    assert desk.view.camera.zoom == 1


@pytest.mark.parametrize("plane", PLANES)
def test_anisotropic_voxels_keep_their_true_shape(qtbot: QtBot, plane: Plane) -> None:
    desk = Desk(qtbot, plane)
    geometry = desk.case.volume.geometry
    origin = desk.view.place_of((5, 10, 10))
    scale = desk.view.camera.px_per_mm
    for axis in range(3):
        if axis != desk.view.plane_view.axis:
            index = [5.0, 10.0, 10.0]
            index[axis] += 3
            there = desk.view.place_of(tuple(index)) - origin  # type: ignore[arg-type]
            length_px = np.hypot(there.x(), there.y())
            assert length_px == pytest.approx(3 * geometry.spacing_mm[axis] * scale)
    layout = desk.view.plane_view
    assert scale == pytest.approx(min(400 / (layout.cols * layout.col_mm), 300 / (layout.rows * layout.row_mm)))


# ----- hands, focus, redraws ------------------------------------------------------------
def test_double_click_maximises_but_not_while_painting(desk: Desk) -> None:
    place = QPoint(200, 150)
    desk.mouse(QEvent.Type.MouseButtonDblClick, place, LEFT, LEFT)
    desk.release(place)
    assert desk.heard["maximise_requested"] == [True]
    desk.take("tool.brush")
    desk.mouse(QEvent.Type.MouseButtonDblClick, place, LEFT, LEFT)
    desk.release(place)
    assert desk.heard["maximise_requested"] == [True]
    assert desk.labels().any()


def test_tab_stays_and_keys_follow_the_mouse_from_view_to_view(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = QVBoxLayout(window)
    views, field = [SliceView("axial"), SliceView("coronal")], QLineEdit()
    for widget in (*views, field):
        box.addWidget(widget)
    window.show()
    window.activateWindow()
    views[0].setFocus()
    qtbot.waitUntil(views[0].hasFocus)
    qtbot.keyClick(views[0], Qt.Key.Key_Tab)
    assert views[0].hasFocus()
    qtbot.mouseMove(views[1])
    QApplication.sendEvent(views[1], QEnterEvent(*[QPointF(5, 5)] * 3))
    assert views[1].hasFocus()
    field.setFocus()
    QApplication.sendEvent(views[0], QEnterEvent(*[QPointF(5, 5)] * 3))
    assert field.hasFocus()


def test_without_a_case_there_is_a_hint_and_nothing_breaks(qtbot: QtBot) -> None:
    view = SliceView("coronal")
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    for point in (QPoint(50, 50), QPoint(80, 60)):
        qtbot.mouseMove(view, point)
        qtbot.mousePress(view, LEFT, pos=point)
        qtbot.mouseRelease(view, LEFT, pos=point)
    view.step(1)
    view.zoom(1)
    image = view.grab().toImage()
    levels = {image.pixelColor(x, y).lightness() for x in range(20, 280, 2) for y in range(20, 180, 2)}
    assert 0 in levels
    assert 60 < max(levels) < 200  # quiet


def test_many_changes_are_painted_once(desk: Desk, qtbot: QtBot) -> None:
    desk.take("tool.brush")
    qtbot.wait(60)
    painted: list[int] = []
    original = desk.view.paintEvent
    desk.view.paintEvent = lambda event: (painted.append(1), original(event))[1]  # type: ignore[method-assign]
    desk.press(QPoint(100, 100))
    for step in range(60):
        desk.move(QPoint(100 + step, 100), LEFT)
    desk.release(QPoint(160, 100))
    qtbot.wait(60)
    assert 1 <= len(painted) <= 6
