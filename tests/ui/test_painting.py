"""Brush and eraser in the slice view: the right voxels, the right picture, and no half-made stroke."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medseg_gui.core.brush import sweep
from medseg_gui.core.geometry import PLANES, Plane
from medseg_gui.tools.base import Gesture, Pointer, Tool, ToolContext
from medseg_gui.tools.paint import BrushOptions, EraserOptions
from tests.ui.desk import CTRL, LEFT, SHAPE, Desk


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
