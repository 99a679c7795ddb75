"""Panels, forms and dialogs, each in the real window."""

from __future__ import annotations

import json
import math
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDoubleSpinBox, QLabel, QMessageBox, QSpinBox
from pytestqt.qtbot import QtBot

from medseg_gui.core.case import Case
from medseg_gui.core.segmenter import CardSegment, ModelCard, Progress
from medseg_gui.settings import user_folder
from medseg_gui.tools.base import option
from medseg_gui.ui.crashing import tell_crash
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.option_form import OptionForm
from medseg_gui.ui.panels.training import before_after
from medseg_gui.workers import watching
from medseg_gui.workers.job import Job, Steps

CARD = ModelCard(
    "liver-ct",
    "2",
    "unet",
    ("CT",),
    segments=(CardSegment(1, "Liver"),),
    trained_on="12 patients",
    limits="Adults only",
    licence="CC BY 4.0",
    scores={"held_out_dice": 0.951, "after": {"Liver": {"dice": 0.951, "sd": 0.02, "cases": 4}, "mean": 0.951}},
)


def install(card: ModelCard) -> None:
    folder = user_folder("models") / card.name
    folder.mkdir()
    (folder / "card.json").write_text(card.to_json(), encoding="utf-8")


def texts(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())  # type: ignore[attr-defined]


def visible_texts(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())  # type: ignore[attr-defined]


# ----- models -------------------------------------------------------------------------------------------------
def test_a_model_that_another_one_asks_is_no_choice_of_its_own(window: MainWindow) -> None:
    install(replace(CARD, name="pointer", kind="click", plan={"solid": "pointer3d"}))
    install(replace(CARD, name="pointer3d", kind="click3d"))
    panel = window.panels["panel.models"]
    panel.fill()  # type: ignore[attr-defined]
    assert [widget.card.name for widget in panel.cards] == ["pointer"]  # type: ignore[attr-defined]


def test_a_model_card_tells_scores_limits_and_licence_and_warns_of_the_wrong_modality(
    qtbot: QtBot, window: MainWindow, case: Case
) -> None:
    install(CARD)
    install(replace(CARD, name="brain-mr", modality=("MR",)))
    panel = window.panels["panel.models"]
    panel.fill()  # type: ignore[attr-defined]
    window.session.set_case(case)
    assert window.session.models.name == ""  # whether a model may draw on this image is the reader's word
    window.session.models.choose("liver-ct")
    cards = {w.card.name: w for w in panel.cards}  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "Adults only" in visible_texts(cards["liver-ct"]))
    said = visible_texts(cards["liver-ct"])
    for text in ("liver-ct", "Dice 0.95, 4 held-out cases", "12 patients", "Adults only", "CC BY 4.0"):
        assert text in said
    assert "12 patients" not in visible_texts(cards["brain-mr"])
    qtbot.mouseClick(cards["brain-mr"], Qt.MouseButton.LeftButton)
    assert window.session.models.name == "brain-mr"
    assert "Made for MR; this image is CT." in visible_texts(cards["brain-mr"])
    assert not window.actions_["ai.segment"].isEnabled()
    assert "made for MR, and this image is CT" in window.actions_["ai.segment"].toolTip()


# ----- training -----------------------------------------------------------------------------------------------
def test_a_training_draws_its_curves_and_waits_for_a_word(qtbot: QtBot, window: MainWindow, case: Case) -> None:
    session, panel = window.session, window.panels["panel.training"]
    go = threading.Event()

    def steps() -> Steps[None]:
        for i in range(1, 101):
            yield Progress(
                "Training", i, 100, {"loss": math.exp(-i / 30), "dice": 0.5 + i // 25 / 10, "minutes_left": 2}
            )
        go.wait(10)

    job: Job[None] = session.submit("Fine-tuning liver-ct", steps, lambda outcome: None, key="train")
    forward = job.on_progress
    assert forward is not None

    def both(progress: Progress) -> None:
        forward(progress)
        session.models.trained.emit(progress)

    job.on_progress = both
    qtbot.waitUntil(lambda: bool(panel.points["loss"]) and panel.points["loss"][-1][0] == 100, timeout=20_000)  # type: ignore[attr-defined]
    assert "step 100 of 100" in panel.state.text()  # type: ignore[attr-defined]
    xs, ys = panel._curves["loss"].getData()  # type: ignore[attr-defined]
    assert list(zip(xs, ys, strict=True)) == panel.points["loss"]  # type: ignore[attr-defined]
    dice = [d for _, d in panel.points["dice"]]  # type: ignore[attr-defined]
    assert dice == sorted(set(dice))  # a point for each new figure, none for repeats
    assert panel.stop.isVisible()  # type: ignore[attr-defined]
    go.set()
    session.wait(10)
    assert not panel.stop.isVisible()  # type: ignore[attr-defined]

    session.models.pending = replace(
        CARD,
        name="liver-ct-2",
        scores={"before": {"Liver": {"dice": 0.9}}, "after": {"Liver": {"dice": 0.95}}, "note": "of one case"},
    )
    session.chosen.emit("model")
    assert "liver-ct-2 is trained. Keep it?" in panel.state.text()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: {"0.900", "0.950", "of one case"} <= set(visible_texts(panel.result).splitlines()))  # type: ignore[attr-defined]
    assert window.actions_["ai.accept_model"].isEnabled()
    session.models.pending = None
    session.chosen.emit("model")
    assert not panel.result.isVisible()  # type: ignore[attr-defined]


def test_stop_cancels_the_training_alone(window: MainWindow, qtbot: QtBot) -> None:
    def forever() -> Steps[None]:
        while True:
            threading.Event().wait(0.005)
            yield Progress("on", 1, 2)

    ended: dict[str, object] = {}
    for key in ("train", "other"):
        window.session.submit(key, forever, lambda outcome, k=key: ended.setdefault(k, outcome), key=key)  # type: ignore[misc]
    window.panels["panel.training"].stop.click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "train" in ended)
    assert [job.key for job in window.session.runner.active] == ["other"]
    window.session.cancel_jobs()
    window.session.wait(10)


def test_a_training_is_paused_and_goes_on_and_its_pictures_are_shown(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    panel, session = window.panels["panel.training"], window.session
    assert "No training is under way" in window.actions_["ai.pause_training"].toolTip()

    def forever() -> Steps[None]:
        while True:
            threading.Event().wait(0.005)
            yield Progress("on", 1, 2)

    session.submit("Fine-tuning", forever, lambda outcome: None, key="train")
    window.show_panel("panel.training")
    assert panel.pause.isVisible()  # type: ignore[attr-defined]
    assert not panel.pause.isEnabled()  # type: ignore[attr-defined]
    session.models.samples = watching.Samples(tmp_path)
    session.chosen.emit("model")
    panel.pause.click()  # type: ignore[attr-defined]
    assert watching.is_paused(tmp_path)
    assert panel.pause.text() == "Resume"  # type: ignore[attr-defined]
    assert window.actions_["ai.pause_training"].isChecked()
    panel.pause.click()  # type: ignore[attr-defined]
    assert not watching.is_paused(tmp_path)
    assert panel.pause.text() == "Pause"  # type: ignore[attr-defined]
    watching.keep_samples(tmp_path, [np.full((60, 40, 3), 200, np.uint8), np.zeros((40, 60, 3), np.uint8)])
    panel.show_progress(Progress("Training", 5, 10))  # type: ignore[attr-defined]
    shown = panel.samples.canvas.pixmap()  # type: ignore[attr-defined]
    assert panel.samples.isVisible()  # type: ignore[attr-defined]
    assert 60 < shown.deviceIndependentSize().width() <= panel.samples.width()  # type: ignore[attr-defined]
    session.cancel_jobs()
    session.wait(10)
    assert not panel.pause.isVisible()  # type: ignore[attr-defined]


def test_before_and_after_per_structure_and_in_the_mean() -> None:
    scores = {
        "before": {"A": {"dice": 0.5}, "mean": 0.5},
        "after": {"A": {"dice": 0.6}, "B": {"dice": 0.7}, "mean": 0.65},
        "held_out_dice_before": 0.5,
        "held_out_dice": 0.65,
    }
    rows = before_after(replace(CARD, scores=scores))
    assert rows == [("A", 0.5, 0.6), ("B", None, 0.7), ("Mean", 0.5, 0.65)]
    assert before_after(replace(CARD, scores={})) == []


# ----- jobs -----------------------------------------------------------------------------------------------------
def test_each_job_has_a_card_with_its_cancel_button(qtbot: QtBot, window: MainWindow) -> None:
    def forever() -> Steps[None]:
        while True:
            threading.Event().wait(0.005)
            yield Progress("halfway", 1, 2)

    job = window.session.submit("Endless", forever, lambda outcome: None)
    panel = window.panels["panel.jobs"]
    qtbot.waitUntil(lambda: job.number in panel.cards)  # type: ignore[attr-defined]
    card = panel.cards[job.number]  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: card.text.text() == "halfway")
    assert card.bar.value() == 500
    qtbot.waitUntil(window.status.cancel.isVisible, timeout=3000)
    card.cancel.click()
    window.session.wait(10)
    qtbot.waitUntil(lambda: not panel.cards)  # type: ignore[attr-defined]
    assert not window.status.cancel.isVisible()


# ----- option form ------------------------------------------------------------------------------------------------
@dataclass
class SampleOptions:
    size_mm: float = option(5.0, "Size", low=0.5, high=50, step=0.5, unit="mm")
    count: int = option(3, "Count", low=1, high=9)
    on: bool = option(False, "On")
    how: str = option("b", "How", choices={"a": "First", "b": "Second"})
    hidden: float = 1.0


def test_a_form_is_made_from_the_options_and_writes_to_them(qtbot: QtBot) -> None:
    options, calls = SampleOptions(), []
    form = OptionForm(options, lambda: calls.append(None))
    qtbot.addWidget(form)
    size = form.findChild(QDoubleSpinBox, "option.size_mm")
    count = form.findChild(QSpinBox, "option.count")
    on = form.findChild(QCheckBox, "option.on")
    how = form.findChild(QComboBox, "option.how")
    assert (size.value(), count.value(), on.isChecked(), how.currentText()) == (5.0, 3, False, "Second")
    assert size.text() == "5.0 mm"
    size.setValue(7.5)
    count.setValue(99)
    on.click()
    how.setCurrentIndex(0)
    assert options == SampleOptions(7.5, 9, True, "a", 1.0)
    assert len(calls) == 4
    options.size_mm = 20.0
    form.refresh()
    assert size.value() == 20.0
    assert len(calls) == 4


# ----- dialogs ------------------------------------------------------------------------------------------------------
def test_keys_about_and_messages_are_told(qtbot: QtBot, window: MainWindow) -> None:
    window.session.say("Something happened", "warning")
    window.session.run("help.keys")
    window.session.run("help.about")
    window.status.messages.click()
    dialogs = {d.windowTitle(): d for d in window.findChildren(QDialog)}
    assert set(dialogs) == {"Keys and mouse", "About medseg", "Messages"}
    assert "not a medical device" in texts(dialogs["About medseg"])
    for dialog in dialogs.values():
        dialog.close()


def test_a_mistake_of_the_program_is_one_dialog_and_the_case_stays(window: MainWindow, case: Case) -> None:
    with case.edit("Add segment") as edit:
        edit.add_segment("Liver")
    tell_crash(window, window.session, "ZeroDivisionError: division by zero", True)
    tell_crash(window, window.session, "IndexError: list index out of range", True)
    tell_crash(window, window.session, "The disk is full.", False)
    boxes = window.findChildren(QMessageBox)
    assert len(boxes) == 1
    assert "division by zero" in boxes[0].informativeText()
    assert "Every step is written to disk" in boxes[0].informativeText()
    titles = {button.text().replace("&", "") for button in boxes[0].buttons()}
    assert titles == {"OK", "Save a copy…", "Open log folder", "Copy diagnostic"}
    assert window.status.text == "The disk is full."
    assert window.session.case is case
    boxes[0].close()


def test_the_palette_finds_and_runs_a_command(qtbot: QtBot, window: MainWindow, case: Case) -> None:
    window.session.run("help.palette")
    palette = next(d for d in window.findChildren(QDialog) if hasattr(d, "field"))
    qtbot.keyClicks(palette.field, "ct lung")
    assert palette.list.count() == 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.session.window == (1500.0, -600.0)


# ----- layout -------------------------------------------------------------------------------------------------------
def test_the_layout_is_kept_and_can_be_put_back(window: MainWindow, case: Case) -> None:
    window.docks["panel.history"].hide()
    assert window.docks["panel.segments"].isVisible()
    window.standard_layout()
    assert not window.docks["panel.history"].isHidden()
    window.docks["panel.jobs"].hide()
    window.session.ask.answers["confirm"] = True  # type: ignore[union-attr]
    window.close()
    kept = json.loads((user_folder("config") / "settings.json").read_text())
    assert kept["window_layout"]
    window.standard_layout()
    window.session.settings.window_layout = kept["window_layout"]
    window.restore_layout()
    assert window.docks["panel.jobs"].isHidden()


@pytest.mark.parametrize("panel", ["series", "segments", "models", "metrics", "training", "jobs", "history"])
def test_every_panel_is_a_dock_of_the_contract(window: MainWindow, panel: str) -> None:
    dock = window.docks[f"panel.{panel}"]
    assert dock.objectName() == f"panel.{panel}"
    assert window.findChild(type(dock), f"panel.{panel}") is dock
