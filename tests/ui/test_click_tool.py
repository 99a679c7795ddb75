"""The click tool in the real window: left click, right click, T, the marks in the view, undo."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.prompts import Click
from medseg_gui.core.segmenter import Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.slice_view import SliceView
from medseg_gui.ui.view_overlay import NEGATIVE, POSITIVE
from medseg_gui.workers import segment as worker

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def ball(volume: Volume, name: str, request: Request | None = None) -> Generator[Progress, None, Prediction]:
    """Answers with what is brighter than 0 in the slice, less the half beyond a negative click."""
    yield Progress()
    assert request is not None
    last = tuple(request.prompts)[-1]
    assert isinstance(last, Click)
    z, _, x = last.index
    box = Box((z, 0, 0), (z + 1, 64, 64))
    mask = np.asarray(volume.voxels[box.slices] > 0)
    if not last.positive:
        mask[:, :, x:] = False
    return Prediction(box, mask.astype(np.uint8), 0.0)


@pytest.fixture
def axial(window: MainWindow, case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SliceView:
    (tmp_path / "shipped" / "click").mkdir(parents=True)
    (tmp_path / "shipped" / "click" / "card.json").write_text("{}")
    monkeypatch.setattr(worker, "predict", ball)
    window.session.set_crosshair((10, 5, 5))
    window.session.run("tool.click")
    view = window.findChild(SliceView, "view.axial")
    assert view is not None
    return view


def place(view: SliceView, y: int, x: int) -> QPoint:
    at = view.place_of((10, y, x))
    return QPoint(round(at.x()), round(at.y()))


def test_left_click_draws_right_click_takes_away_and_each_is_undone(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView
) -> None:
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    window.session.wait(10)
    whole = int(case.labelmap.any_mask().sum())
    assert whole == int((case.volume.voxels[10] > 0).sum())
    assert [p.index for p in case.prompts if isinstance(p, Click)] == [(10, 30, 30)]
    qtbot.mouseClick(axial, RIGHT, pos=place(axial, 30, 40))
    window.session.wait(10)
    assert 0 < case.labelmap.any_mask().sum() < whole
    picture = axial.grab().toImage()
    for y, x, colour in ((30, 30, POSITIVE), (30, 40, NEGATIVE)):
        at = place(axial, y, x)
        assert picture.pixelColor(at.x() + 2, at.y() + 2).rgb() == colour.rgb()
    window.session.run("edit.undo")
    assert case.labelmap.any_mask().sum() == whole
    window.session.run("edit.undo")
    assert not case.labelmap.any_mask().any()
    assert len(case.prompts) == 0


def test_a_drag_is_no_click_and_t_turns_the_button_round(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView
) -> None:
    qtbot.mousePress(axial, LEFT, pos=place(axial, 30, 30))
    qtbot.mouseMove(axial, place(axial, 45, 45))
    qtbot.mouseRelease(axial, LEFT, pos=place(axial, 45, 45))
    window.session.wait(10)
    assert len(case.prompts) == 0
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    window.session.wait(10)
    window.session.run("tool.turn_click")
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 40))
    window.session.wait(10)
    assert [p.positive for p in case.prompts if isinstance(p, Click)] == [True, False]


def test_keys_accept_and_reject(qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView) -> None:
    axial.setFocus()
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    window.session.wait(10)
    qtbot.keyClick(axial, Qt.Key.Key_Return)
    assert len(case.prompts) == 0
    drawn = int(case.labelmap.any_mask().sum())
    assert drawn
    window.session.set_crosshair((12, 5, 5))
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    window.session.wait(10)
    assert case.labelmap.any_mask().sum() > drawn
    qtbot.keyClick(axial, Qt.Key.Key_Escape)
    assert case.labelmap.any_mask().sum() == drawn
