"""Slice change and brush move on 512×512×400, against a plain copy and pyqtgraph's image items in the same run."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medseg_gui.core import display
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import PLANES, Box, Geometry, Plane
from medseg_gui.core.volume import Volume
from medseg_gui.tools.base import ToolContext
from medseg_gui.tools.paint import BrushOptions
from medseg_gui.tools.registry import tool
from medseg_gui.ui import view_canvas
from medseg_gui.ui.slice_view import SliceView

pytestmark = pytest.mark.bench
SHAPE = (400, 512, 512)
TARGET_MS = {"axial": 2.0, "coronal": 6.0, "sagittal": 6.0}


@pytest.fixture(scope="module")
def case() -> Case:
    """A CT-like volume with eight segments that fill about a fifth of each slice."""
    rng = np.random.default_rng(0)
    voxels = rng.integers(-1000, 1000, SHAPE, dtype=np.int16)
    case = Case(Volume(voxels, Geometry.axial(SHAPE, (1.0, 0.8, 0.8)), "CT"))
    with case.edit("Segments") as edit:
        for number in range(8):
            segment = edit.add_segment()
            low = (20, 60 + 50 * (number % 4), 80 + 180 * (number // 4))
            box = Box(low, (380, low[1] + 45, low[2] + 150))
            edit.paint(segment, box, np.ones(box.shape, bool))
    return case


def median_ms(act: Callable[[int], None], rounds: int = 41) -> float:
    times = []
    for number in range(rounds):
        start = perf_counter()
        act(number)
        times.append(perf_counter() - start)
    return float(np.median(times[1:])) * 1e3


def a_view(qtbot: QtBot, case: Case, plane: Plane, side: int) -> SliceView:
    display.warm_up()
    view = SliceView(plane)
    qtbot.addWidget(view)
    view.resize(side, side)
    view.set_case(case)
    with qtbot.waitExposed(view):
        view.show()
    view.repaint()
    assert view._last_paint.isValid()  # else the figures would be of nothing
    return view


@pytest.mark.parametrize("step", [1, 9])
@pytest.mark.parametrize("side", [512, 800])
@pytest.mark.parametrize("plane", PLANES)
def test_slice_change(qtbot: QtBot, case: Case, plane: Plane, side: int, step: int) -> None:
    """``step`` 1 is scrolling; with 9 no slice has a neighbour in any cache."""
    import pyqtgraph as pg

    view = a_view(qtbot, case, plane, side)

    def ours(number: int) -> None:
        view.set_index(20 + step * number)
        view.repaint()

    look = view.plane_view
    target = np.empty((look.rows, look.cols), np.int16)

    def copy(number: int) -> None:
        np.copyto(target, look.cut(case.volume.voxels, 20 + step * number).astype(np.int16, copy=False))

    plot = pg.GraphicsView()
    qtbot.addWidget(plot)
    plot.resize(side, side)
    box = pg.ViewBox(lockAspect=True, invertY=True)
    plot.setCentralItem(box)
    grey, labels = pg.ImageItem(axisOrder="row-major"), pg.ImageItem(axisOrder="row-major")
    colours = np.zeros((256, 4), np.uint8)
    colours[1:9] = (230, 159, 0, 102)
    labels.setLookupTable(colours)
    labels.setLevels((0, 255))
    box.addItem(grey)
    box.addItem(labels)
    with qtbot.waitExposed(plot):
        plot.show()

    def peer(number: int) -> None:
        grey.setImage(look.cut(case.volume.voxels, 20 + step * number), levels=(-160, 240))
        labels.setImage(look.cut(case.labelmap.voxels, 20 + step * number), levels=(0, 255))
        plot.viewport().repaint()

    mine, floor, theirs = median_ms(ours), median_ms(copy), median_ms(peer)
    print(
        f"\nslice change {plane} by {step} in {side}×{side}: {mine:.2f} ms (first target {TARGET_MS[plane]:g} ms), "
        f"copy of the slice {floor:.2f} ms (×{mine / floor:.1f}), pyqtgraph without outlines {theirs:.2f} ms "
        f"(×{mine / theirs:.2f})"
    )


@pytest.mark.parametrize("ball", [False, True])
@pytest.mark.parametrize("radius_mm", [5.0, 20.0, 80.0])
def test_brush_move(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, case: Case, radius_mm: float, ball: bool) -> None:
    view = a_view(qtbot, case, "axial", 800)
    disconnect = case.changed.connect(view.apply_change)
    options = BrushOptions(radius_mm=radius_mm, ball=ball)
    view.set_tool(tool("tool.brush"), lambda handle: ToolContext(handle, case, case.labelmap.segments[0], options))

    def mouse(kind: QEvent.Type, x: float, held: Qt.MouseButton) -> None:
        at = QPointF(x, 300)
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        QApplication.sendEvent(view, QMouseEvent(kind, at, at, button, held, Qt.KeyboardModifier.NoModifier))

    def move(number: int) -> None:
        mouse(QEvent.Type.MouseMove, 150 + 8 * number, Qt.MouseButton.LeftButton)

    def move_and_paint(number: int) -> None:
        move(number)
        QApplication.processEvents()

    mouse(QEvent.Type.MouseButtonPress, 150, Qt.MouseButton.LeftButton)
    moving = median_ms(move, 30)
    monkeypatch.setattr(view_canvas, "FRAME_MS", -1)  # every move gets its own frame
    shown = median_ms(move_and_paint, 30)
    mouse(QEvent.Type.MouseButtonRelease, 390, Qt.MouseButton.NoButton)
    start = perf_counter()
    case.undo()
    undo = (perf_counter() - start) * 1e3
    disconnect()
    layer = case.labelmap.voxels
    floor = median_ms(lambda n: np.copyto(np.empty((512, 512), np.uint8), layer[n]), 30)
    print(
        f"\nbrush {'ball' if ball else 'disc'} {radius_mm:g} mm: move {moving:.2f} ms (×{moving / floor:.1f} of a copy "
        f"of one slice), with its repaint {shown:.2f} ms, undo of the stroke {undo:.2f} ms"
    )
