"""Doubt in the real window: overlays, strips, what was reviewed, intervals, and what speaks for a voxel."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.interval import VolumeEstimate
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import ModelCard, Prediction, Progress
from medseg_gui.core.soft import Layer, Soft
from medseg_gui.core.trust import level_colours
from medseg_gui.core.volume import Volume
from medseg_gui.ui.doubt_strip import DoubtStrip, DoubtWatch
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.panels.segments import NAME, VOLUME, SegmentsPanel
from medseg_gui.workers import models, saliency, variation
from medseg_gui.workers import segment as worker

MIDDLE = (10, 32, 32)
Floats = npt.NDArray[np.float32]


def probability(volume: Volume) -> Floats:
    """A ball whose border is unsure, most of all in slices 12 and 8, with nothing at all beside it."""
    p = np.where(volume.voxels > 0, 0.95, 0.0).astype(np.float32)
    p[12, 28:36, 20:44], p[8, 28:36, 24:40], p[5, 30, 30] = 0.5, 0.5, 0.4
    return p


@pytest.fixture
def answered(window: MainWindow, case: Case, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The case after a run of a model that knows one segment, with an interval."""

    def segment(volume: Volume, name: str) -> Generator[Progress, None, worker.Answer]:
        yield Progress()
        p = probability(volume)
        labels = LabelMap.from_voxels((p >= 0.5).astype(np.uint8), volume.geometry, {1: "Ball"})
        box = Box.whole(p.shape)
        soft = Soft.of_foreground(p, box, p.shape, 1)
        volume_ml = float((p >= 0.5).sum()) * volume.geometry.voxel_ml
        known = VolumeEstimate("Ball", volume_ml, 1.0, volume_ml - 2, volume_ml + 2)
        return worker.Answer(labels, "model net 1", Prediction(box, labels.voxels, 0.1, p, soft=soft), (known,))

    monkeypatch.setattr(worker, "segment", segment)
    monkeypatch.setattr(models, "find", lambda name: ModelCard(name, "1", "unet", (), None))
    window.session.models.name = "net"
    window.session.set_crosshair((10, 5, 5))
    window.session.run("view.crosshair")
    window.session.run("ai.segment")
    window.session.wait(20)
    return window


def watch(window: MainWindow) -> DoubtWatch:
    found = window.preview.findChild(DoubtWatch)
    assert isinstance(found, DoubtWatch)
    return found


def strip(window: MainWindow, plane: str = "axial") -> DoubtStrip:
    found = window.findChild(DoubtStrip, f"doubt.{plane}")
    assert isinstance(found, DoubtStrip)
    return found


def colour(window: MainWindow, at: tuple[int, int, int], plane: str = "axial") -> tuple[int, int, int]:
    view = window.views.views[plane]  # type: ignore[index]
    QApplication.processEvents()
    pixel = view.grab().toImage().pixelColor(view.place_of(at).toPoint())
    return pixel.red(), pixel.green(), pixel.blue()


def paint(case: Case, z: int, rows: slice = slice(5, 9)) -> None:
    with case.edit("Brush") as edit:
        box = Box((z, rows.start, 5), (z + 1, rows.stop, 9))
        edit.paint(case.labelmap.segments[0], box, np.ones(box.shape, bool))


# ----- overlays ---------------------------------------------------------------------------------------------------
def test_overlays_show_what_the_model_said_and_that_it_was_edited(answered: MainWindow, case: Case) -> None:
    session, unsure, sure = answered.session, (12, 32, 23), (12, 40, 32)
    session.set_crosshair((12, 5, 5))
    plain = colour(answered, unsure), colour(answered, sure)
    session.run("view.entropy")
    red, green, blue, alpha = level_colours(np.array([255], np.uint8), True)[0].tolist()
    expected = [c * alpha / 255 + p * (1 - alpha / 255) for c, p in zip((red, green, blue), plain[0], strict=True)]
    assert np.abs(np.subtract(colour(answered, unsure), expected)).max() <= 6
    session.run("view.probability")  # one at a time
    assert session.settings.doubt_overlay == "probability"
    assert colour(answered, unsure) != plain[0]
    overlay = session.doubts.overlay()
    assert overlay is not None
    assert (overlay.kind, overlay.stale) == ("probability", False)
    paint(case, 3)
    assert (overlay := session.doubts.overlay()) is not None
    assert overlay.stale
    session.undo()
    assert (overlay := session.doubts.overlay()) is not None
    assert not overlay.stale
    revision = case.revision
    session.undo()  # the answer itself: nothing is left to doubt
    assert session.doubts.overlay() is None
    assert not strip(answered).isVisible()
    session.redo()
    assert session.doubts.overlay() is not None
    session.run("view.probability")
    assert session.doubts.overlay() is None
    assert case.revision == revision + 2  # overlays change nothing


def test_what_cannot_be_shown_says_why(window: MainWindow, case: Case) -> None:
    window.session.run("view.entropy")
    assert "run an automatic model" in window.status.text


def test_the_kept_answers_take_little_memory(answered: MainWindow, case: Case) -> None:
    assert 0 < answered.session.doubts.bytes < 2 * case.volume.voxels.size
    answered.session.set_case(None)
    assert answered.session.doubts.bytes == 0


# ----- slices -----------------------------------------------------------------------------------------------------
def test_the_strip_shows_the_doubt_and_a_click_jumps(qtbot: QtBot, answered: MainWindow) -> None:
    bar = strip(answered)
    assert bar.isVisible()
    height = bar.height()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(4, round(12.5 / 20 * height)))
    assert answered.session.crosshair[0] == 12
    picture = bar.grab().toImage()

    def at(z: float) -> QColor:
        return picture.pixelColor(2, round((z + 0.3) / 20 * height))

    assert at(12).value() > at(7).value() > at(1).value()
    assert "mL in doubt" in bar.text_at(12.5 / 20 * height)
    assert strip(answered, "coronal").isVisible()
    answered.session.set_case(None)
    assert not bar.isVisible()


def test_d_goes_to_the_worst_slice_that_was_not_reviewed(qtbot: QtBot, answered: MainWindow, case: Case) -> None:
    session = answered.session
    view = answered.views.views["axial"]
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_D)
    assert session.crosshair[0] == 12
    assert 28 <= session.crosshair[1] < 36
    qtbot.keyClick(view, Qt.Key.Key_D)
    assert session.crosshair[0] == 8
    watch(answered).looked()  # it was shown for a second
    assert case.doubts is not None
    assert case.doubts.reviewed[0] == {8}
    assert "reviewed" in strip(answered).text_at(8.5 / 20 * strip(answered).height())
    qtbot.keyClick(view, Qt.Key.Key_D)
    assert session.crosshair[0] == 12
    paint(case, 12)  # edited there: reviewed
    assert case.doubts.reviewed[0] == {12, 8}
    ranking = case.doubts.ranking(0)
    assert ranking[:2] == [12, 8]
    qtbot.keyClick(view, Qt.Key.Key_D)
    assert session.crosshair[0] == ranking[2]
    for z in ranking:
        session.doubts.review(0, z)
    qtbot.keyClick(view, Qt.Key.Key_D)
    assert answered.status.text == "All doubtful axial slices are reviewed."


def test_a_slice_that_stays_is_reviewed_and_one_passed_by_is_not(
    qtbot: QtBot, answered: MainWindow, case: Case
) -> None:
    assert case.doubts is not None
    doubts, seen = case.doubts, watch(answered)
    answered.activateWindow()
    qtbot.waitUntil(answered.isActiveWindow, timeout=2000)
    seen._timer.setInterval(60)
    for z in (1, 2, 3):
        answered.session.set_crosshair((z, 5, 5))
    qtbot.waitUntil(lambda: 3 in doubts.reviewed[0], timeout=3000)
    assert doubts.reviewed[0] <= {3, 10}
    answered.session.doubts.plane = "coronal"
    answered.session.set_crosshair((3, 40, 5))
    qtbot.waitUntil(lambda: 40 in doubts.reviewed[1], timeout=3000)


def test_what_is_known_goes_with_the_saved_case(answered: MainWindow, case: Case, tmp_path: Path) -> None:
    session = answered.session
    session.doubts.review(0, 12)
    session.keep.save(str(tmp_path / "case.medseg"))
    session.wait(30)
    session.set_case(None)
    session.open(tmp_path / "case.medseg")
    session.wait(30)
    assert session.case is not None
    assert session.case is not case
    assert strip(answered).isVisible()
    assert "reviewed" in strip(answered).text_at(12.5 / 20 * strip(answered).height())
    session.run("ai.next_doubtful")
    assert session.crosshair[0] == 8
    assert "±2.00 mL" in volume_text(answered)[0]


# ----- volumes ----------------------------------------------------------------------------------------------------
def volume_text(window: MainWindow) -> tuple[str, str]:
    panel = window.panels["panel.segments"]
    assert isinstance(panel, SegmentsPanel)
    window.live.count_now()
    item = panel.table.item(0, VOLUME)
    assert item is not None
    assert panel.table.item(0, NAME).text() == "Ball"  # type: ignore[union-attr]
    return item.text(), item.toolTip()


def test_the_interval_stands_beside_the_volume_until_it_is_edited(answered: MainWindow, case: Case) -> None:
    text, tip = volume_text(answered)
    assert "±2.00 mL" in text
    assert "90 % interval" in tip
    paint(case, 3)
    text, tip = volume_text(answered)
    assert "±" not in text
    assert "changed" in tip
    answered.session.undo()
    assert "±2.00 mL" in volume_text(answered)[0]


# ----- in the background ------------------------------------------------------------------------------------------
def test_the_variation_is_worked_out_when_nothing_else_is_and_a_click_ends_it(
    qtbot: QtBot, answered: MainWindow, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, passes = answered.session, []

    def slowly(volume: Volume, name: str, first: Soft) -> Generator[Progress, None, variation.Variation]:
        for number in range(200 if not passes else 2):
            passes.append(number)
            yield Progress()

            time.sleep(0.01)
        layer = first.classes[1]
        return variation.Variation({1: Layer(layer.box, layer.levels // 2)}, {1: 0.2}, 8)

    monkeypatch.setattr(variation, "variation", slowly)
    session.run("view.variation")
    qtbot.waitUntil(lambda: len(passes) > 2, timeout=5000)
    assert session.doubts.overlay() is None
    with case.edit("Brush"):
        pass
    session.submit("A click", _nothing, lambda _outcome: None, "background", "click")
    qtbot.waitUntil(lambda: not session.runner.active, timeout=5000)
    assert len(passes) < 150
    assert session.doubts.overlay() is None
    session.run("view.variation")
    session.run("view.variation")
    qtbot.waitUntil(lambda: session.doubts.overlay() is not None, timeout=5000)
    assert "0.2 mL" in volume_text(answered)[1]


def _nothing() -> Generator[Progress, None, None]:
    yield Progress()


def test_escape_ends_what_speaks_for_it(
    qtbot: QtBot, answered: MainWindow, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, asked = answered.session, []

    def explained(wait: bool) -> Callable[..., Generator[Progress, None, Layer]]:
        def steps(volume: Volume, name: str, at: tuple[int, int, int], value: int) -> Generator[Progress, None, Layer]:
            asked.append((name, at, value))
            while wait:
                yield Progress()
            yield Progress()
            return Layer(Box((8, 20, 20), (12, 40, 40)), np.full((4, 20, 20), 255, np.uint8))

        return steps

    session.set_crosshair(MIDDLE)
    view = answered.views.views["axial"]
    plain = colour(answered, (10, 30, 30))
    monkeypatch.setattr(saliency, "of_model", explained(True))
    session.run("ai.explain")
    qtbot.waitUntil(lambda: bool(asked), timeout=5000)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not session.runner.active, timeout=5000)
    assert not session.explaining.active
    monkeypatch.setattr(saliency, "of_model", explained(False))
    session.run("ai.explain")
    session.wait(10)
    assert asked[-1] == ("net", MIDDLE, 1)
    assert session.explaining.active
    assert colour(answered, (10, 30, 30)) != plain
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert colour(answered, (10, 30, 30)) == plain
    assert not session.explaining.active
    assert len(case.labelmap.segments) == 1  # Escape took nothing else away


def test_without_an_answer_there_is_a_reason(window: MainWindow, case: Case) -> None:
    for command in ("ai.explain", "ai.next_doubtful"):
        assert not window.actions_[command].isEnabled()
        assert "Run an automatic model" in window.actions_[command].toolTip()


def test_a_model_that_does_not_explain_itself_is_not_asked(
    answered: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answered.actions_["ai.explain"].isEnabled()
    monkeypatch.setattr(models, "find", lambda name: ModelCard(name, "1", "aligned", (), None))
    answered.session.models.name = "brain"
    answered.session.run("ai.segment")
    answered.session.wait(10)
    assert not answered.actions_["ai.explain"].isEnabled()
    assert "cannot be asked why" in answered.actions_["ai.explain"].toolTip()
