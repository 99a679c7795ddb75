"""Smart brush, live-wire, level tracing and scissors by real mouse events on a ball with sharp edges."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import PLANES, Box, Geometry, Plane
from medseg_gui.core.labelmap import Segment
from medseg_gui.core.volume import Volume
from medseg_gui.tools.registry import tool
from medseg_gui.tools.scissors import ScissorsOptions
from medseg_gui.tools.smart_brush import SmartBrushOptions
from tests.ui.desk import CTRL, LEFT, NONE, RIGHT, Desk

SHAPE = (24, 60, 60)
MIDDLE = (12, 30, 30)


class BallDesk(Desk):
    """A bright ball of 15 mm in 2×1×1 mm voxels."""

    def __init__(self, qtbot: QtBot, plane: Plane) -> None:
        super().__init__(qtbot, plane, (500, 500))
        z, y, x = np.mgrid[: SHAPE[0], : SHAPE[1], : SHAPE[2]]
        self.far = np.sqrt(((z - 12) * 2) ** 2 + (y - 30) ** 2 + (x - 30) ** 2)
        noise = np.random.default_rng(0).normal(0, 8, SHAPE)
        voxels = (np.where(self.far < 15, 150, -50) + noise).astype(np.int16)
        self.case = Case(Volume(voxels, Geometry.axial(SHAPE, (2.0, 1.0, 1.0)), "CT"))
        with self.case.edit("Add segment") as edit:
            self.segment: Segment | None = edit.add_segment("Ball")
        self.case.history.take_undo()
        self.view.set_case(self.case)
        self.case.changed.connect(self.view.apply_change)
        self.view.set_index(MIDDLE[self.view.plane_view.axis])
        self.view.set_window(400, 40)

    def use(self, name: str, options: object = None) -> None:
        self.take(name, options if options is not None else tool(name).Options())

    def shown(self, down: float, right: float) -> QPoint:
        """A place so many mm from the ball's middle on the screen."""
        row, col = self.view.plane_view.to_shown(MIDDLE)
        view = self.view.plane_view
        at = view.to_index(row + down / view.row_mm, col + right / view.col_mm, self.view.slice_index)
        return self.at(at)

    @property
    def disc(self) -> np.ndarray:
        """The ball in the slice shown."""
        out = self.far < 15
        axis = self.view.plane_view.axis
        other = np.arange(SHAPE[axis]) != self.view.slice_index
        out[tuple(other if a == axis else slice(None) for a in range(3))] = False
        return out


def dice(a: np.ndarray, b: np.ndarray) -> float:
    return 2 * (a & b).sum() / (a.sum() + b.sum())


@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("ball", [False, True])
def test_the_smart_brush_stops_at_the_edge(qtbot: QtBot, plane: Plane, ball: bool) -> None:
    desk = BallDesk(qtbot, plane)
    desk.use("tool.smart_brush", SmartBrushOptions(radius_mm=22, ball=ball))
    desk.drag([desk.shown(0, 0), desk.shown(2, 3)])
    assert dice(desk.labels() == 1, desk.far < 15 if ball else desk.disc) > 0.9
    assert [step.name for step in desk.case.history.done] == ["Smart brush"]
    desk.drag([desk.shown(0, 0), desk.shown(2, 3)], modifiers=CTRL)
    assert not desk.labels().any()


@pytest.mark.parametrize("plane", PLANES)
def test_the_wire_runs_round_the_ball(qtbot: QtBot, plane: Plane) -> None:
    desk = BallDesk(qtbot, plane)
    desk.use("tool.livewire")
    corners = [desk.shown(-15, 0), desk.shown(0, 15), desk.shown(15, 0), desk.shown(0, -15)]
    for at in corners:
        desk.press(at)
        desk.release(at)
        desk.move(at + QPoint(4, 4))
    far = desk.shown(-29, 29)
    desk.press(far)
    desk.release(far)
    desk.key(Qt.Key.Key_Backspace)  # that one was wrong
    assert not desk.labels().any()
    desk.key(Qt.Key.Key_Return)
    assert dice(desk.labels() == 1, desk.disc) > 0.9
    desk.case.undo()
    assert not desk.labels().any()


@pytest.mark.parametrize("plane", PLANES)
def test_level_tracing_takes_the_line_under_the_pointer(qtbot: QtBot, plane: Plane) -> None:
    desk = BallDesk(qtbot, plane)
    desk.use("tool.level")
    desk.press(desk.shown(0, 8))
    desk.move(desk.shown(0, 14.5), LEFT)
    assert desk.view._shape is not None
    desk.release(desk.shown(0, 14.5))
    assert dice(desk.labels() == 1, desk.disc) > 0.9
    desk.drag([desk.shown(0, 14.5)] * 2, RIGHT)
    assert not desk.labels().any()


@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("through", ["all", "range", "slice"])
def test_scissors_cut_inside_and_outside_through_the_slices(qtbot: QtBot, plane: Plane, through: str) -> None:
    desk = BallDesk(qtbot, plane)
    axis = desk.view.plane_view.axis
    reach = {"all": 99, "range": int(4 / desk.case.volume.geometry.spacing_mm[axis]), "slice": 0}[through]
    ball = desk.far < 15
    with desk.case.edit("Test") as edit:
        assert desk.segment is not None
        edit.paint(desk.segment, *_whole(ball))
    number = desk.view.slice_index
    near = np.abs(np.arange(SHAPE[axis]) - number) <= reach
    near = near.reshape([-1 if a == axis else 1 for a in range(3)])
    line = [desk.shown(-20, -20), desk.shown(-20, 0), desk.shown(20, 0), desk.shown(20, -20)]
    # the half of the slice that the line holds, to the left on the screen
    col = desk.view.plane_view.col_axis
    middle = desk.view.index_at(desk.shown(0, 0).x(), desk.shown(0, 0).y())[col]
    along = np.arange(SHAPE[col]).reshape([-1 if a == col else 1 for a in range(3)])
    left = along > middle if desk.view.plane_view.col_flip else along < middle
    for what, modifiers, cut in (
        ("inside", NONE, left),
        ("outside", NONE, ~left),
        ("inside", CTRL, ~left),
    ):
        desk.use("tool.scissors", ScissorsOptions(what=what, through=through, reach_mm=4.0))
        desk.drag(line, modifiers=modifiers)
        np.testing.assert_array_equal(desk.labels() == 1, ball & ~(near & cut))
        desk.case.undo()
        np.testing.assert_array_equal(desk.labels() == 1, ball)
    desk.use("tool.scissors", ScissorsOptions(what="fill", through=through, reach_mm=4.0))
    desk.drag(line)
    assert ((desk.labels() == 1) & ~near & ~ball).sum() == 0
    assert (desk.labels() == 1).sum() > ball.sum()


def test_scissors_spare_locked_segments_and_can_cut_all(qtbot: QtBot) -> None:
    desk = BallDesk(qtbot, "axial")
    with desk.case.edit("Test") as edit:
        assert desk.segment is not None
        other, third = edit.add_segment("Shell"), edit.add_segment("Locked")
        edit.paint(desk.segment, *_whole(desk.far < 6))
        edit.paint(other, *_whole((desk.far >= 6) & (desk.far < 10)))
        edit.paint(third, *_whole((desk.far >= 10) & (desk.far < 15)))
        edit.change_segment(third, locked=True)
    before = desk.labels()
    line = [desk.shown(-20, -20), desk.shown(-20, 20), desk.shown(20, 20), desk.shown(20, -20)]
    desk.use("tool.scissors", ScissorsOptions(every=True))
    desk.drag(line)
    np.testing.assert_array_equal(np.unique(desk.labels()), [0, third.value])
    np.testing.assert_array_equal(desk.labels() == third.value, before == third.value)
    assert len(desk.case.history.done) == 2
    desk.drag(line)
    assert "Nothing changed" in desk.heard["refused"][-1]


def _whole(mask: np.ndarray) -> tuple[Box, np.ndarray]:
    return Box.whole(mask.shape), mask
