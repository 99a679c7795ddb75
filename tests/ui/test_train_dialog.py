"""A new model from the window: from the open case with the reader's own classes, or from a folder of cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QScrollArea

from medseg_gui import settings
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.segmenter import Progress
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.panels.training import TrainingPanel
from medseg_gui.ui.train_dialog import TrainDialog
from medseg_gui.workers import finetune, models
from tests.ml.tiny import PLAN, phantom
from tests.workers.test_models import make_model


@pytest.fixture
def drawn(window: MainWindow) -> Case:
    """A case with two classes of the reader's own."""
    volume, truth = phantom(3)
    case = Case(volume)
    window.session.set_case(case)
    with case.edit("Draw") as edit:
        for value, name in ((1, "Nidus"), (2, "Oedema")):
            edit.paint(edit.add_segment(name), Box.whole(truth.shape), truth == value, "all")
    return case


def dialog(window: MainWindow) -> TrainDialog:
    window.actions_["ai.train_model"].trigger()
    found = window.findChild(TrainDialog)
    assert found is not None
    return found


def test_a_model_of_own_classes_from_the_open_case(
    window: MainWindow, drawn: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    start = finetune.train_open_case
    short = {"steps": 3, "batch": 1, "plan": PLAN}
    given: dict[str, Any] = {}

    def shorter(*what: Any, **options: Any) -> Any:
        given.update(options)
        return start(*what, **{**options, **short})

    monkeypatch.setattr(finetune, "train_open_case", shorter)
    form = dialog(window)
    assert form.files.isHidden()
    form.name.setText("lesions")
    form.loss.setCurrentIndex(form.loss.findData("focal"))
    form.network.setCurrentIndex(form.network.findData("residual"))
    form.buttons["train"].click()
    assert not form.isVisible()
    assert not window.actions_["ai.train_model"].isEnabled()
    window.session.wait(180)
    assert given == {"loss": "focal", "network": "residual", "minutes": 10}
    card = window.session.models.pending
    assert card is not None
    assert [s.name for s in card.segments] == ["Nidus", "Oedema"]
    assert card.plan["training"]["loss"] == "focal"
    assert card.plan["network"]["residual"] is True
    assert len(finetune.cases_kept("lesions")) == 1
    window.actions_["ai.accept_model"].trigger()
    assert models.find("lesions").name == "lesions"


def test_what_will_not_do_is_said_in_the_dialog(window: MainWindow, drawn: Case, tmp_path: Path) -> None:
    make_model(settings.user_folder("models") / "old", "old")
    form = dialog(window)
    form.name.setText("old")
    form.buttons["train"].click()
    assert form.isVisible()
    assert "already" in form.line.text()
    form.name.setText("new")
    form.source.setCurrentIndex(form.source.findData("files"))
    assert not form.files.isHidden()
    form.cases.setText(str(tmp_path))
    form.buttons["train"].click()
    assert form.isVisible()
    assert "images/" in form.line.text()
    assert not window.session.runner.active


def test_without_masks_only_files_can_teach(window: MainWindow) -> None:
    form = dialog(window)
    assert [form.source.itemData(i) for i in range(form.source.count())] == ["files"]
    form.reject()


def test_the_panel_scrolls_and_keeps_the_curves_axis(window: MainWindow, drawn: Case) -> None:
    panel = window.findChild(TrainingPanel)
    assert panel is not None
    window.show_panel("panel.training")
    for step in range(1, 41):
        figures = {"loss": 1 / step} | ({"dice": step / 50} if step % 20 == 0 else {})
        panel.show_progress(Progress("Training", step, 40, figures))
    panel.show_progress(Progress("Scoring the new model", 1, 2))
    assert panel.minimumSizeHint().height() < 200
    assert panel.findChild(QScrollArea) is not None
    for name in ("loss", "dice"):
        low, high = panel._plots[name].viewRange()[0]
        assert (low <= 0, high >= 40) == (True, True)
