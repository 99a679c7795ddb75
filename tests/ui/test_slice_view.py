"""The slice view driven by real mouse, wheel and key events."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from medseg_gui.core.brush import sweep
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import PLANES, Box, Geometry, Plane
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.volume import SeriesInfo, Volume
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext, options_of
from medseg_gui.tools.paint import BrushOptions, EraserOptions
from medseg_gui.tools.registry import TOOLS, tool
from medseg_gui.ui.slice_view import SliceView
from medseg_gui.ui.view_text import value_text

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
SHAPE = (20, 60, 80)
SPACING = (4.0, 1.5, 1.0)


class Desk:
    """A view with a case, wired as the window wires it, and hands to work it with."""

    def __init__(self, qtbot: QtBot, plane: Plane = "axial", size: tuple[int, int] = (400, 300)) -> None:
        rng = np.random.default_rng(0)
        info = SeriesInfo(patient_name="Doe^Jane", patient_id="P-17", description="ABD", study_date="20240131")
        voxels = rng.integers(-200, 300, SHAPE).astype(np.int16)
        self.case = Case(Volume(voxels, Geometry.axial(SHAPE, SPACING, (-40, -45, -10)), "CT", info))
        with self.case.edit("Add segment") as edit:
            self.segment: Segment | None = edit.add_segment("Liver")
        self.case.history.take_undo()
        self.view = SliceView(plane)
        qtbot.addWidget(self.view)
        self.view.resize(*size)
        self.view.set_case(self.case)
        self.case.changed.connect(self.view.apply_change)
        self.view.show()
        self.view.setFocus()
        self.options: Any = BrushOptions(radius_mm=4.0)
        self.heard: dict[str, list[Any]] = {}
        for name in ("index_changed", "crosshair_moved", "value_hovered", "refused", "radius_stepped", "right_clicked"):
            getattr(self.view, name).connect(lambda value, name=name: self.heard.setdefault(name, []).append(value))
        self.view.window_changed.connect(lambda *values: self.heard.setdefault("window_changed", []).append(values))
        self.view.maximise_requested.connect(lambda: self.heard.setdefault("maximise_requested", []).append(True))

    def take(self, name: str, options: Any = None) -> None:
        if options is not None:
            self.options = options
        self.view.set_tool(tool(name), lambda handle: ToolContext(handle, self.case, self.segment, self.options))

    def at(self, index: tuple[float, float, float]) -> QPoint:
        place = self.view.place_of(index)
        return QPoint(int(place.x()), int(place.y()))

    def mouse(
        self,
        kind: QEvent.Type,
        at: QPoint,
        button: Qt.MouseButton = Qt.MouseButton.NoButton,
        held: Qt.MouseButton = Qt.MouseButton.NoButton,
        modifiers: Qt.KeyboardModifier = NONE,
    ) -> None:
        event = QMouseEvent(kind, QPointF(at), self.view.mapToGlobal(QPointF(at)), button, held, modifiers)
        QApplication.sendEvent(self.view, event)

    def press(self, at: QPoint, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, at, button, button, modifiers)

    def move(
        self, at: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton, modifiers: Qt.KeyboardModifier = NONE
    ) -> None:
        self.mouse(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, held, modifiers)

    def release(self, at: QPoint, button: Qt.MouseButton = LEFT) -> None:
        self.mouse(QEvent.Type.MouseButtonRelease, at, button)

    def drag(self, points: list[QPoint], button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.press(points[0], button, modifiers)
        for point in points[1:]:
            self.move(point, button, modifiers)
        self.release(points[-1], button)

    def wheel(
        self,
        angle: QPoint,
        modifiers: Qt.KeyboardModifier = NONE,
        pixels: QPoint | None = None,
        at: QPoint | None = None,
    ) -> None:
        place = QPointF(at if at is not None else self.view.rect().center())
        phase = Qt.ScrollPhase.NoScrollPhase if pixels is None else Qt.ScrollPhase.ScrollUpdate
        event = QWheelEvent(place, place, pixels or QPoint(), angle, Qt.MouseButton.NoButton, modifiers, phase, False)
        QApplication.sendEvent(self.view, event)

    def key(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, kind: QEvent.Type = QEvent.Type.KeyPress
    ) -> QKeyEvent:
        event = QKeyEvent(kind, key, modifiers)
        QApplication.sendEvent(self.view, event)
        return event

    def labels(self) -> np.ndarray:
        return self.case.labelmap.voxels.copy()

    def picture(self) -> np.ndarray:
        """(row, column, blue green red alpha) of the view as painted now."""
        image = self.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


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


# ----- painting ------------------------------------------------------------------------------------
@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("ball", [False, True])
def test_a_stroke_changes_exactly_the_voxels_under_the_brush(qtbot: QtBot, plane: Plane, ball: bool) -> None:
    desk = Desk(qtbot, plane)
    desk.take("tool.brush", BrushOptions(radius_mm=6.0, ball=ball))
    points = [QPoint(150, 120), QPoint(190, 140), QPoint(185, 180)]
    at = [desk.view.index_at(p.x(), p.y()) for p in points]
    desk.drag(points)
    expected = np.zeros(SHAPE, bool)
    for a, b in ((at[0], at[0]), (at[0], at[1]), (at[1], at[2])):
        box, mask = sweep(desk.case.volume.geometry, a, b, 6.0, None if ball else plane)
        expected[box.slices] |= mask
    assert expected.any()
    np.testing.assert_array_equal(desk.labels() == 1, expected)
    assert [step.name for step in desk.case.history.done] == ["Brush"]
    desk.case.undo()
    assert not desk.labels().any()


def test_the_stroke_is_painted_where_the_pointer_is(desk: Desk) -> None:
    desk.view.set_text_visible(False)
    desk.view.set_crosshair_visible(False)
    desk.take("tool.brush", BrushOptions(radius_mm=10.0))
    desk.view.set_overlay(1.0, False, True)
    QApplication.sendEvent(desk.view, QEvent(QEvent.Type.Leave))
    before = desk.picture()
    place = QPoint(140, 110)
    desk.drag([place, place])
    QApplication.sendEvent(desk.view, QEvent(QEvent.Type.Leave))  # takes the brush's outline away
    after = desk.picture()
    changed = (after != before).any(axis=2)
    changed[[0, -1]] = changed[:, [0, -1]] = False  # the focus frame
    rows, cols = np.nonzero(changed)
    reach = 10 * desk.view.camera.px_per_mm
    assert rows.mean() == pytest.approx(110, abs=1)
    assert cols.mean() == pytest.approx(140, abs=1)
    assert np.hypot(rows - 110, cols - 140).max() < reach + 5
    assert tuple(after[110, 140][:3]) == desk.segment.colour[::-1]  # type: ignore[union-attr]
    desk.view.set_overlay(1.0, False, False)
    np.testing.assert_array_equal(desk.picture()[1:-1, 1:-1], before[1:-1, 1:-1])


def test_partial_repaints_leave_the_same_picture_as_a_whole_one(desk: Desk) -> None:
    desk.take("tool.brush")
    rng = np.random.default_rng(3)
    for _ in range(4):
        desk.view.camera.zoom_at(*(float(v) for v in rng.uniform(50, 250, 2)), float(rng.uniform(0.7, 1.6)))
        desk.view._view_moved()
        desk.drag([QPoint(*(int(v) for v in rng.integers(40, 260, 2))) for _ in range(4)])
        desk.case.undo() if rng.uniform() < 0.3 else None
        partial = desk.picture()
        desk.view._view_moved()
        np.testing.assert_array_equal(partial, desk.picture())


def test_escape_rolls_the_stroke_back(desk: Desk) -> None:
    desk.take("tool.brush")
    desk.drag([QPoint(100, 100), QPoint(120, 100)])
    before = desk.labels()
    desk.press(QPoint(200, 150))
    desk.move(QPoint(220, 160), LEFT)
    assert not np.array_equal(desk.labels(), before)
    override = desk.key(Qt.Key.Key_Escape, kind=QEvent.Type.ShortcutOverride)
    assert override.isAccepted()
    desk.key(Qt.Key.Key_Escape)
    np.testing.assert_array_equal(desk.labels(), before)
    desk.move(QPoint(230, 170), LEFT)
    desk.release(QPoint(230, 170))
    np.testing.assert_array_equal(desk.labels(), before)
    assert len(desk.case.history.done) == 1
    assert not desk.case.editing


@pytest.mark.parametrize("end", ["tool", "case", "hide"])
def test_leaving_mid_stroke_rolls_back(desk: Desk, end: str) -> None:
    desk.take("tool.brush")
    desk.press(QPoint(200, 150))
    assert desk.case.editing
    if end == "tool":
        desk.take("tool.eraser", EraserOptions())
    elif end == "case":
        desk.view.set_case(None)
    else:
        desk.view.hide()
    assert not desk.case.editing
    assert not desk.labels().any()


def test_the_wheel_waits_for_the_stroke_and_a_lost_release_ends_it(desk: Desk) -> None:
    desk.take("tool.brush")
    desk.press(QPoint(200, 150))
    desk.wheel(QPoint(0, -120))
    desk.view.step(1)
    assert desk.view.slice_index == 10
    desk.move(QPoint(210, 150))  # no button any more
    assert not desk.case.editing
    assert len(desk.case.history.done) == 1


def test_eraser_and_ctrl_brush_take_voxels_away(desk: Desk) -> None:
    desk.take("tool.brush", BrushOptions(radius_mm=10.0))
    desk.drag([QPoint(200, 150), QPoint(201, 150)])
    full = int((desk.labels() == 1).sum())
    desk.options = BrushOptions(radius_mm=3.0)
    desk.drag([QPoint(200, 150), QPoint(201, 150)], modifiers=CTRL)
    less = int((desk.labels() == 1).sum())
    assert 0 < less < full
    desk.take("tool.eraser", EraserOptions(radius_mm=30.0))
    desk.drag([QPoint(200, 150), QPoint(201, 150)])
    assert not desk.labels().any()
    assert [step.name for step in desk.case.history.done] == ["Brush", "Erase", "Erase"]


def test_eraser_of_all_segments_spares_locked_and_hidden_ones(desk: Desk) -> None:
    with desk.case.edit("fill") as edit:
        others = [edit.add_segment(name) for name in ("locked", "hidden", "free")]
        edit.change_segment(others[0], locked=True)
        edit.change_segment(others[1], visible=False)
    array = desk.case.labelmap._writable(0)
    for value in range(1, 5):
        array[10, :, value * 10 : value * 10 + 10] = value
    desk.take("tool.eraser", EraserOptions(radius_mm=80.0, every=True))
    desk.drag([QPoint(200, 150), QPoint(201, 150)])
    assert set(np.unique(desk.labels())) == {0, 2, 3}


def test_painting_says_why_it_does_not_work(desk: Desk) -> None:
    desk.take("tool.brush")
    place = QPoint(200, 150)
    mine = desk.segment
    desk.segment = None
    desk.drag([place, place])
    desk.segment = mine
    assert mine is not None
    with desk.case.edit("lock") as edit:
        edit.change_segment(mine, locked=True)
    desk.drag([place, place])
    with desk.case.edit("hide") as edit:
        edit.change_segment(mine, locked=False, visible=False)
    desk.drag([place, place])
    with desk.case.edit("show") as edit:
        edit.change_segment(mine, visible=True)
    desk.view.camera.pan(300, 0)
    desk.view._view_moved()
    desk.drag([QPoint(2, 2), QPoint(2, 2)])
    why = desk.heard["refused"]
    assert len(why) == 4
    for line, word in zip(why, ("No segment", "locked", "hidden", "outside"), strict=True):
        assert word in line
        assert line.endswith(".")
    assert not desk.labels().any()


def test_a_tool_that_fails_leaves_nothing_behind(desk: Desk) -> None:
    def broken(ctx: ToolContext, press: Pointer) -> Gesture:
        with ctx.edit("Broken") as edit:
            box, mask = sweep(ctx.geometry, press.index, press.index, 5.0, ctx.plane)
            edit.paint(ctx.need_segment(), box, mask)
            yield
            raise ZeroDivisionError("a bug")

    bad = Tool("tool.bad", "Bad", "bad", "", "", broken)
    desk.view.set_tool(bad, lambda handle: ToolContext(handle, desk.case, desk.segment))
    desk.press(QPoint(200, 150))
    assert desk.labels().any()
    with pytest.raises(ZeroDivisionError):
        desk.move(QPoint(210, 150), LEFT)
    assert not desk.labels().any()
    assert not desk.case.editing
    desk.take("tool.brush")
    desk.release(QPoint(210, 150))
    desk.drag([QPoint(200, 150), QPoint(205, 150)])
    assert desk.labels().any()


# ----- pointer, crosshair, texts -------------------------------------------------------------------
def test_shift_moves_the_crosshair_and_shift_wheel_steps_the_radius(desk: Desk) -> None:
    desk.move(desk.at((10, 20, 30)), modifiers=SHIFT)
    assert desk.heard["crosshair_moved"] == [(10, 20, 30)]
    desk.move(QPoint(1, 1), modifiers=SHIFT)
    z, y, x = desk.heard["crosshair_moved"][1]
    assert (z, y, x) == (10, 0, 0)
    desk.move(QPoint(50, 60))
    assert len(desk.heard["crosshair_moved"]) == 2
    desk.wheel(QPoint(0, 240), SHIFT)
    desk.wheel(QPoint(0, -120), SHIFT)
    assert desk.heard["radius_stepped"] == [2, -1]
    assert desk.view.slice_index == 10


def test_value_and_segment_under_the_pointer(desk: Desk) -> None:
    with desk.case.edit("one voxel") as edit:
        segment = desk.segment
        assert segment is not None
        box, mask = sweep(desk.case.volume.geometry, (10, 20, 30), (10, 20, 30), 0.1, "axial")
        edit.paint(segment, box, mask)
    desk.move(desk.at((10, 20, 30)))
    line = desk.heard["value_hovered"][-1]
    value = int(desk.case.volume.voxels[10, 20, 30])
    assert line.startswith(f"{value} HU".replace("-", "−"))
    assert "Liver" in line
    assert "(10, 20, 30)" in line
    assert "H 30.0 mm" in line
    assert desk.view.corners().bottom_left[0] == f"{value} HU".replace("-", "−")
    QApplication.sendEvent(desk.view, QEvent(QEvent.Type.Leave))
    assert desk.heard["value_hovered"][-1] == ""


def test_manual_labels_show_as_an_outline_that_can_be_switched_off(desk: Desk) -> None:
    desk.view.set_text_visible(False)
    without = desk.picture()
    voxels = np.zeros(SHAPE, np.uint8)
    voxels[:, 20:40, 20:60] = 1
    desk.case.add_reference("manual.nii.gz", LabelMap.from_voxels(voxels, desk.case.volume.geometry))
    shown = desk.picture()
    changed = (shown != without).any(axis=-1) if shown.ndim == 3 else shown != without
    assert 20 < changed.sum() < 1000
    voxels = voxels.copy()
    voxels[:, 30:, :] = 0
    desk.case.add_reference("other.nii.gz", LabelMap.from_voxels(voxels, desk.case.volume.geometry))
    assert not np.array_equal(desk.picture(), shown)
    desk.view.set_reference_visible(False)
    assert np.array_equal(desk.picture(), without)
    with desk.case.edit("Brush") as edit:  # painting goes on under it
        segment = edit.add_segment("Liver")
        edit.paint(segment, Box((10, 20, 20), (11, 40, 60)), np.ones((1, 20, 40), bool), "all")
    painted = desk.picture()
    desk.view.set_reference_visible(True)
    assert not np.array_equal(desk.picture(), painted)


def test_a_small_view_still_tells_its_slice(desk: Desk) -> None:
    desk.view.resize(190, 300)
    assert desk.view.corners().bottom_right == ("11/20",)


def test_corners_and_identity(desk: Desk) -> None:
    corners = desk.view.corners()
    assert corners.top_left == ("Doe, Jane", "P-17")
    assert corners.top_right == ("2024-01-31", "CT  ABD")
    assert corners.bottom_left == ("W 400  L 40", "Zoom 100%")
    assert corners.bottom_right == ("Axial  11/20", "H 30.0 mm", "Spacing 4.00 mm")
    desk.view.set_identity_visible(False)
    hidden = desk.view.corners()
    assert hidden.top_left == ()
    assert hidden.top_right == ("CT  ABD",)
    with_text = desk.picture()
    desk.view.set_text_visible(False)
    assert not np.array_equal(with_text, desk.picture())


def test_crosshair_lines_have_the_colours_of_the_other_planes(desk: Desk) -> None:
    desk.view.set_text_visible(False)
    desk.view.set_window(1, 10_000)  # a black image
    desk.view.set_crosshair((10, 10, 20))
    place = desk.at((10, 10, 20))
    image = desk.picture().astype(int)
    blue, green, red = image[10, place.x(), :3]  # the vertical line: sagittal, yellow
    assert red > 100
    assert green > 100
    assert blue < red / 2
    blue, green, red = image[place.y(), 350, :3]  # the horizontal one: coronal, green
    assert green > red
    assert green > blue
    assert image[place.y(), place.x(), :3].tolist() == [0, 0, 0]
    desk.view.set_crosshair_visible(False)
    assert desk.picture()[2:-2, 2:-2, :3].max() == 0


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


# ----- tools as data -------------------------------------------------------------------------------
def test_every_tool_says_what_it_is_and_its_options_can_be_shown() -> None:
    assert len({t.id for t in TOOLS}) == len({t.key for t in TOOLS}) == len(TOOLS)
    for row in TOOLS:
        assert row.id.startswith("tool.")
        assert row.title
        assert row.help
        for option in options_of(row.Options):
            assert option.label
            if option.kind in ("int", "float"):
                assert option.low is not None
                assert option.high is not None
                assert option.low <= option.default <= option.high
    radius = options_of(BrushOptions)[0]
    assert (radius.name, radius.unit, radius.kind) == ("radius_mm", "mm", "float")
    assert replace(BrushOptions(), radius_mm=2.0).radius_mm == 2.0


@pytest.mark.parametrize(
    ("value", "shown"),
    [(463485.0, "463485"), (-12345.678, "−12346"), (0.03125, "0.03125"), (99.25, "99.25"), (1e12, "1e+12"), (0.0, "0")],
)
def test_values_are_written_without_powers_of_ten_where_a_reader_would(value: float, shown: str) -> None:
    geometry = Geometry.axial((1, 1, 1), (1.0, 1.0, 1.0))
    case = Case(Volume(np.full((1, 1, 1), value, np.float64), geometry, "MR"))
    assert value_text(case, (0, 0, 0)) == shown
