"""Preview, probability, traffic light and prompt influence in the real window."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QLabel, QTextBrowser
from pytestqt.qtbot import QtBot

from medseg_gui import settings
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.prompts import Click
from medseg_gui.core.segmenter import Hypothesis, Prediction, Progress, Request
from medseg_gui.core.trust import probability_colours
from medseg_gui.core.volume import Volume
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.slice_view import SliceView
from medseg_gui.ui.trust_bar import TrafficLight
from medseg_gui.workers import segment as worker

LEFT = Qt.MouseButton.LeftButton


class Ball:
    """Answers with what is bright in the slice, less what lies beyond a negative click; ``asked`` counts."""

    def __init__(self) -> None:
        self.asked = 0
        self.quality = 0.9

    def __call__(
        self, volume: Volume, name: str, request: Request | None = None
    ) -> Generator[Progress, None, Prediction]:
        yield Progress()
        assert request is not None
        self.asked += 1
        z = next(p.index[0] for p in request.prompts if isinstance(p, Click))
        box = Box((z, 0, 0), (z + 1, 64, 64))
        mask = np.asarray(volume.voxels[box.slices] > 0)
        for prompt in request.prompts:
            if isinstance(prompt, Click) and not prompt.positive:
                mask[:, :, prompt.index[2] :] = False
        probability = np.where(mask, 1.0, 0.0).astype(np.float32)
        labels, half = mask.astype(np.uint8), mask.astype(np.uint8)
        half[:, ::2] = 0
        others = (Hypothesis(labels, self.quality), Hypothesis(half, 0.75))
        return Prediction(box, labels, 0.0, probability, self.quality, hypotheses=others)


@pytest.fixture
def ball(window: MainWindow, case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ball:
    (tmp_path / "shipped" / "click").mkdir(parents=True)
    (tmp_path / "shipped" / "click" / "card.json").write_text("{}")
    made = Ball()
    monkeypatch.setattr(worker, "predict", made)
    monkeypatch.setattr(worker, "is_loaded", lambda name: True)
    monkeypatch.setattr(worker, "is_quick", lambda name: True)
    window.session.set_crosshair((10, 5, 5))
    window.session.run("view.crosshair")
    return made


@pytest.fixture
def axial(window: MainWindow, ball: Ball) -> SliceView:
    window.session.run("tool.click")
    return window.views.views["axial"]


def place(view: SliceView, y: float, x: float) -> QPoint:
    at = view.place_of((10, y, x))
    return QPoint(round(at.x()), round(at.y()))


def hover(qtbot: QtBot, view: SliceView, y: float, x: float) -> None:
    """Moves the mouse there and lets it rest."""
    qtbot.mouseMove(view, place(view, y, x))
    qtbot.wait(1)


def previewed(qtbot: QtBot, window: MainWindow, view: SliceView, y: float = 30, x: float = 30) -> None:
    hover(qtbot, view, y, x)
    qtbot.waitUntil(lambda: window.session.clicks.preview.shown is not None, timeout=10_000)


def colour(picture: QImage, at: QPoint) -> tuple[int, int, int]:
    pixel = picture.pixelColor(at)
    return pixel.red(), pixel.green(), pixel.blue()


def picture(view: SliceView) -> QImage:
    return view.grab().toImage()


def test_a_resting_mouse_previews_and_a_moving_one_ends_it(
    qtbot: QtBot, window: MainWindow, case: Case, ball: Ball, axial: SliceView
) -> None:
    qtbot.mouseMove(axial, place(axial, 45, 30))
    bare = picture(axial)
    previewed(qtbot, window, axial)
    dashed = picture(axial)
    edge = [place(axial, y, 32 - 15) for y in np.arange(27, 37, 0.1)]
    seen = {colour(dashed, at + QPoint(d, 0)) for at in edge for d in range(-6, 7)}
    assert dashed != bare
    assert len(seen - {colour(bare, at + QPoint(d, 0)) for at in edge for d in range(-6, 7)}) >= 2  # dashes and gaps
    assert window.bar.trust.light.text() == "Preview ● 0.90 likely good"
    assert window.bar.trust.light.accessibleName() == "Predicted Dice of a click here 0.90: likely good"
    assert (case.revision, len(case.prompts), ball.asked) == (0, 0, 1)
    hover(qtbot, axial, 30.2, 30)  # trembling
    assert window.session.clicks.preview.shown is not None
    qtbot.wait(400)
    assert ball.asked == 1  # asked once, however long it rests
    qtbot.mouseMove(axial, place(axial, 45, 30))
    assert window.session.clicks.preview.shown is None
    assert picture(axial) == bare
    assert window.bar.trust.light.text() == ""


def test_a_slow_model_is_not_asked_ahead(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ball: Ball, axial: SliceView
) -> None:
    monkeypatch.setattr(worker, "is_quick", lambda name: False)
    hover(qtbot, axial, 26, 34)
    qtbot.wait(600)
    assert ball.asked == 0


def test_a_click_on_a_preview_is_answered_at_once(
    qtbot: QtBot, window: MainWindow, case: Case, ball: Ball, axial: SliceView
) -> None:
    previewed(qtbot, window, axial)
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    assert case.labelmap.any_mask().sum() == (case.volume.voxels[10] > 0).sum()
    assert ball.asked == 1
    assert [step.name for step in case.history.done] == ["Add segment", "Click"]
    # the mouse is on the prompt now; beside it, what the next click would do is previewed
    hover(qtbot, axial, 40, 36)
    qtbot.waitUntil(lambda: ball.asked == 2, timeout=10_000)
    window.session.wait(10)
    assert len(case.prompts) == 1


def test_nothing_is_previewed_where_it_is_not_wanted(
    qtbot: QtBot, window: MainWindow, ball: Ball, axial: SliceView
) -> None:
    session = window.session

    def quiet() -> bool:
        hover(qtbot, axial, 25, 25)
        hover(qtbot, axial, 30, 30)
        qtbot.wait(300)
        session.wait(10)
        return ball.asked == 0

    session.run("ai.preview")
    assert quiet()
    session.run("ai.preview")
    session.run("ai.method_random_walker")
    assert quiet()
    session.run("ai.method_click")
    session.run("tool.brush")
    assert quiet()
    session.run("tool.click")
    session.run("tool.turn_click")  # there is nothing to take away
    assert quiet()
    session.run("tool.turn_click")
    previewed(qtbot, window, axial, 35, 35)


def test_the_model_is_loaded_when_its_tool_is_chosen_and_not_before(
    qtbot: QtBot, window: MainWindow, ball: Ball, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def load(name: str) -> Generator[Progress, None, None]:
        yield Progress()
        loaded.append(name)

    monkeypatch.setattr(worker, "is_loaded", lambda name: name in loaded)
    monkeypatch.setattr(worker, "load_ahead", load)
    view = window.views.views["axial"]
    hover(qtbot, view, 30, 30)
    window.session.run("tool.brush")
    qtbot.wait(200)
    assert not loaded
    window.session.run("tool.click")
    qtbot.waitUntil(lambda: loaded == ["click"], timeout=10_000)
    qtbot.waitUntil(lambda: ball.asked == 1, timeout=10_000)  # the mouse is still there


def test_the_light_tells_the_answers_predicted_dice_while_it_stands(
    qtbot: QtBot, window: MainWindow, ball: Ball, axial: SliceView
) -> None:
    light = window.findChild(TrafficLight, "trust.light")
    assert light is not None
    window.session.run("ai.preview")
    for quality, text in ((0.85, "● 0.85 likely good"), (0.849, "▲ 0.85 look again"), (0.5, "■ 0.50 doubtful")):
        ball.quality = quality
        qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
        window.session.wait(10)
        assert light.text() == text
        assert light.isVisible()
        if quality == 0.5:  # the other answer has a light of its own
            window.session.run("ai.next_guess")
            assert light.text() == "▲ 0.75 look again"
            window.session.run("ai.previous_guess")
            assert light.text() == text
            window.session.go_to_step(1)
        else:
            window.session.run("edit.undo")
        assert light.text() == ""
        assert light.accessibleName() == "Predicted Dice: none"
    window.session.run("tool.brush")
    assert not light.isVisible()


def test_the_probability_is_drawn_over_its_slice_until_it_is_stale(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView
) -> None:
    session = window.session
    session.run("ai.preview")
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 30))
    session.wait(10)
    qtbot.mouseMove(axial, QPoint(5, 5))
    plain, inside, outside = picture(axial), place(axial, 38, 36), place(axial, 5, 36)
    session.run("view.probability")
    coloured = picture(axial)
    red, green, blue, alpha = probability_colours(np.array([1.0]))[0].tolist()
    under = colour(plain, inside)
    expected = [c * alpha / 255 + p * (1 - alpha / 255) for c, p in zip((red, green, blue), under, strict=True)]
    assert np.abs(np.subtract(colour(coloured, inside), expected)).max() <= 3
    assert colour(coloured, outside) == colour(plain, outside)
    # in no other slice and no other plane
    other = window.views.views["coronal"]
    session.run("view.probability")
    assert picture(axial) == plain
    before = picture(other)
    session.run("view.probability")
    assert picture(other) == before
    session.set_crosshair((12, 5, 5))
    assert colour(picture(axial), inside) != colour(coloured, inside)
    session.set_crosshair((10, 5, 5))
    assert picture(axial) == coloured
    session.run("edit.undo")
    assert colour(picture(axial), inside) != colour(coloured, inside)
    gone = picture(axial)
    session.run("view.probability")
    assert picture(axial) == gone


def test_j_hatches_the_area_of_one_prompt(qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView) -> None:
    session = window.session
    session.run("ai.preview")
    for x, button in ((25, LEFT), (38, Qt.MouseButton.RightButton)):
        qtbot.mouseClick(axial, button, pos=place(axial, 30, x))
        session.wait(10)
    qtbot.mouseMove(axial, QPoint(5, 5))
    bare = picture(axial)

    def changed(x0: int, x1: int) -> int:
        now = picture(axial)
        spots = [place(axial, y, x) for y in np.arange(26, 38, 0.25) for x in np.arange(x0, x1, 0.25)]
        return sum(colour(now, at) != colour(bare, at) for at in spots)

    session.run("ai.influence")
    session.wait(10)
    assert changed(20, 36) > 100
    assert changed(40, 46) == 0
    session.run("ai.influence")
    session.wait(10)
    assert changed(20, 36) == 0
    assert changed(40, 46) > 30
    session.run("ai.influence")
    assert picture(axial) == bare


def test_hovering_over_a_prompt_hatches_its_area(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView
) -> None:
    session = window.session
    session.run("ai.preview")
    qtbot.mouseClick(axial, LEFT, pos=place(axial, 30, 25))
    session.wait(10)
    hover(qtbot, axial, 50, 50)
    assert session.influence.shown(case) is None
    hover(qtbot, axial, 30, 25)
    qtbot.waitUntil(lambda: session.influence.shown(case) is not None, timeout=10_000)
    hover(qtbot, axial, 50, 50)
    assert session.influence.shown(case) is None


def test_the_guide_shows_each_step_with_its_picture(window: MainWindow) -> None:
    window.session.run("help.clicking")
    (dialog,) = window.findChildren(QDialog)
    text = dialog.findChild(QTextBrowser)
    assert text is not None
    pictures = re.findall(r'src="([^"]+)"', text.toHtml())
    assert len(pictures) == 7
    assert all(QImage(QUrl(one).toLocalFile()).width() == 640 for one in pictures)
    dialog.reject()


def test_the_shipped_model_in_the_window(
    qtbot: QtBot, window: MainWindow, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medseg_gui.workers.models.shipped_models", settings.shipped_models)
    session, view = window.session, window.views.views["axial"]
    session.set_crosshair((10, 5, 5))
    session.run("tool.click")
    qtbot.waitUntil(lambda: worker.is_loaded("click"), timeout=120_000)
    qtbot.mouseMove(view, place(view, 30, 30))
    qtbot.waitUntil(lambda: session.clicks.preview.shown is not None, timeout=60_000)
    shown = session.clicks.preview.shown
    assert shown is not None
    assert shown.quality is not None
    asked: list[Any] = []
    monkeypatch.setattr(worker, "predict", lambda *args: asked.append(args))
    qtbot.mouseClick(view, LEFT, pos=place(view, 30, 30))
    drawn = case.labelmap.any_mask()
    assert not asked
    np.testing.assert_array_equal(drawn[shown.box.slices], shown.mask)
    ball = case.volume.voxels[10] > 0
    assert 2 * (drawn[10] & ball).sum() / (drawn[10].sum() + ball.sum()) > 0.9
    monkeypatch.undo()
    answer = session.clicks.answer(case)
    assert answer is not None
    assert answer.probability is not None
    label = window.findChild(QLabel, "trust.light")
    assert label is not None
    qtbot.mouseMove(view, QPoint(5, 5))
    assert f"{answer.quality:.2f}" in label.text()
