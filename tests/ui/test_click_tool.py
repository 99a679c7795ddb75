"""The click tool in the real window: left click, right click, T, the marks in the view, undo."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.prompts import (
    Bidirectional,
    BoxPrompt,
    Click,
    Lasso,
    Prompt,
    PromptSet,
    Scribble,
    is_positive,
    path,
    places,
)
from medseg_gui.core.segmenter import Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.slice_view import SliceView
from medseg_gui.ui.view_prompts import NEGATIVE, POSITIVE
from medseg_gui.workers import segment as worker

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def ball(volume: Volume, name: str, request: Request | None = None) -> Generator[Progress, None, Prediction]:
    """Answers with what is brighter than 0 in the slice, less the half beyond a negative click."""
    yield Progress()
    assert request is not None
    last = tuple(request.prompts)[-1]
    z, _, x = places(last)[0]
    box = Box((z, 0, 0), (z + 1, 64, 64))
    mask = np.asarray(volume.voxels[box.slices] > 0)
    if not is_positive(last):
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
    window.session.wait(60)
    whole = int(case.labelmap.any_mask().sum())
    assert whole == int((case.volume.voxels[10] > 0).sum())
    assert [p.index for p in case.prompts if isinstance(p, Click)] == [(10, 30, 30)]
    qtbot.mouseClick(axial, RIGHT, pos=place(axial, 30, 40))
    window.session.wait(60)
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


def drag(
    qtbot: QtBot, view: SliceView, *corners: tuple[int, int], button: Qt.MouseButton = LEFT, escape: bool = False
) -> None:
    """Presses at the first (row, column), moves along the others and releases."""
    qtbot.mousePress(view, button, pos=place(view, *corners[0]))
    for corner in corners[1:]:
        move(view, corner, button)
    if escape:
        qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view, button, pos=place(view, *corners[-1]))


def move(view: SliceView, to: tuple[int, int], button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    at = QPointF(place(view, *to))
    where = view.mapToGlobal(at)
    kind, none = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QMouseEvent(kind, at, where, Qt.MouseButton.NoButton, button, none))


def test_a_drag_says_how_far_the_object_reaches_and_shows_it(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView
) -> None:
    shown: list[Prompt | None] = []
    show = axial.show_prompt
    axial.show_prompt = lambda prompt: (shown.append(prompt), show(prompt))[1]  # type: ignore[method-assign]
    drag(qtbot, axial, (30, 30), (30, 38), (30, 42), escape=True)
    assert len(case.prompts) == 0
    assert [round(p.reach_mm) for p in shown if isinstance(p, Click)] == [8, 12]
    assert shown[-1] is None
    drag(qtbot, axial, (30, 30), (30, 42))
    window.session.wait(60)
    (only,) = case.prompts
    assert isinstance(only, Click)
    assert only.reach_mm == pytest.approx(12, abs=0.3)
    window.session.run("tool.turn_click")
    drag(qtbot, axial, (40, 30), (40, 42))
    window.session.wait(60)
    assert len(case.prompts) == 1  # what does not belong to the object has no reach


def test_t_turns_the_button_round(qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView) -> None:
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    window.session.wait(60)
    window.session.run("tool.turn_click")
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 40))
    window.session.wait(60)
    assert [p.positive for p in case.prompts if isinstance(p, Click)] == [True, False]


def test_keys_accept_and_reject(qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView) -> None:
    axial.setFocus()
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    window.session.wait(60)
    qtbot.keyClick(axial, Qt.Key.Key_Return)
    assert len(case.prompts) == 0
    drawn = int(case.labelmap.any_mask().sum())
    assert drawn
    window.session.set_crosshair((12, 5, 5))
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    window.session.wait(60)
    assert case.labelmap.any_mask().sum() > drawn
    qtbot.keyClick(axial, Qt.Key.Key_Escape)
    assert case.labelmap.any_mask().sum() == drawn


# ----- drawn prompts ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tool", "corners", "kind", "voxels"),
    [
        ("tool.box", [(20, 20), (30, 50), (44, 46)], BoxPrompt, {(10, 20, 20), (10, 44, 46)}),
        ("tool.scribble", [(30, 25), (30, 28), (32, 28)], Scribble, {(10, 30, 27), (10, 31, 28)}),
        ("tool.lasso", [(20, 20), (20, 44), (44, 44)], Lasso, {(10, 20, 30), (10, 30, 44), (10, 32, 32)}),
        ("tool.caliper", [(32, 18), (32, 46)], Bidirectional, {(10, 32, 18), (10, 32, 46)}),
    ],
)
def test_drawn_prompts_are_answered_and_undone_with_their_answer(
    qtbot: QtBot,
    window: MainWindow,
    case: Case,
    axial: SliceView,
    tool: str,
    corners: list[tuple[int, int]],
    kind: type[Prompt],
    voxels: set[tuple[int, int, int]],
) -> None:
    window.session.run(tool)
    drag(qtbot, axial, *corners, escape=True)
    assert len(case.prompts) == 0
    drag(qtbot, axial, *corners)
    window.session.wait(60)
    (only,) = case.prompts
    assert isinstance(only, kind)
    assert only.plane == "axial"
    assert voxels <= set(places(only))
    assert case.labelmap.any_mask().sum() > 100
    window.session.run("edit.undo")
    assert len(case.prompts) == 0
    assert not case.labelmap.any_mask().any()


def test_the_second_drag_across_a_diameter_is_the_short_one_at_right_angles(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView
) -> None:
    window.session.run("tool.caliper")
    drag(qtbot, axial, (32, 18), (32, 46))
    window.session.wait(60)
    drag(qtbot, axial, (24, 28), (40, 34))
    window.session.wait(60)
    (only,) = case.prompts
    assert isinstance(only, Bidirectional)
    assert only.short is not None
    assert {end[1] for end in only.short} == {24, 40}
    assert len({end[2] for end in only.short}) == 1
    drag(qtbot, axial, (10, 10), (14, 10))  # beside it: another one
    window.session.wait(60)
    assert len(case.prompts) == 2


def test_the_right_button_scribbles_what_does_not_belong(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView
) -> None:
    window.session.run("tool.scribble")
    drag(qtbot, axial, (30, 25), (30, 30))
    window.session.wait(60)
    zoom = axial.camera.zoom
    drag(qtbot, axial, (40, 40), (40, 44), button=RIGHT)
    window.session.wait(60)
    assert [is_positive(p) for p in case.prompts] == [True, False]
    assert axial.camera.zoom == zoom


def test_a_prompt_under_the_pointer_is_highlighted_moved_and_removed(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView
) -> None:
    clicks = window.session.clicks
    for x in (26, 36):
        qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, x))
        window.session.wait(60)
    move(axial, (50, 50))
    assert clicks.pointed is None
    plain = axial.grab().toImage()
    move(axial, (30, 26))
    assert clicks.pointed == 0
    assert axial.grab().toImage() != plain
    drag(qtbot, axial, (30, 26), (35, 30), (40, 30))
    window.session.wait(60)
    assert [p.index[1:] for p in case.prompts if isinstance(p, Click)] == [(40, 30), (30, 36)]
    assert case.history.done[-1].name == "Change prompt"
    move(axial, (40, 30))
    axial.setFocus()
    qtbot.keyClick(axial, Qt.Key.Key_Delete)
    window.session.wait(60)
    assert [p.index[1:] for p in case.prompts if isinstance(p, Click)] == [(30, 36)]
    move(axial, (30, 36))
    qtbot.mouseClick(axial, RIGHT, pos=place(axial, 30, 36))
    (menu,) = window.views.findChildren(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert len(case.prompts) == 0
    assert not case.labelmap.any_mask().any()
    for _ in range(3):
        window.session.run("edit.undo")
    assert [p.index[1:] for p in case.prompts if isinstance(p, Click)] == [(30, 26), (30, 36)]


def test_a_boxs_corner_is_dragged_alone(qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView) -> None:
    window.session.run("tool.box")
    drag(qtbot, axial, (20, 20), (44, 46))
    window.session.wait(60)
    window.session.run("tool.click")
    drag(qtbot, axial, (44, 46), (46, 50), (50, 52))
    window.session.wait(60)
    assert tuple(case.prompts) == (BoxPrompt((10, 20, 20), (10, 50, 52), "axial"),)


def test_every_prompt_is_drawn_in_its_slice_alone(window: MainWindow, case: Case, axial: SliceView) -> None:
    line = ((10, 16, 18), (10, 46, 48))
    prompts: tuple[Prompt, ...] = (
        Click((10, 30, 30), plane="axial"),
        Click((10, 30, 30), plane="axial", reach_mm=15.0),
        Click((10, 30, 30), False, "axial"),
        BoxPrompt((10, 20, 20), (10, 44, 46), "axial"),
        Scribble(path(line), True, "axial"),
        Scribble(path(line), False, "axial"),
        Lasso(path([(10, 22, 22), (10, 22, 40), (10, 40, 40)], closed=True), True, "axial"),
        Bidirectional(line, None, "axial"),
        Bidirectional(line, ((10, 26, 40), (10, 40, 24)), "axial"),
    )
    bare = axial.grab().toImage()
    pictures = []
    for prompt in prompts:
        with case.edit("Test") as edit:
            edit.set_prompts(PromptSet((prompt,)))
        pictures.append(axial.grab().toImage())
        assert pictures[-1] != bare
        window.session.set_crosshair((11, 5, 5))
        next_slice = axial.grab().toImage()
        window.session.undo()
        assert axial.grab().toImage() == next_slice
        window.session.set_crosshair((10, 5, 5))
    for number, picture in enumerate(pictures):
        assert picture not in pictures[:number]
