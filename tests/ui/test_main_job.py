"""Segment, correct, measure, learn, accept, export: the main job through the real window, with a real small network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from medseg_gui import settings
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.ui.export_dialog import ExportDialog
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.workers import finetune, models
from tests.ml.tiny import phantom
from tests.ui.conftest import FakeAsk
from tests.workers.test_models import make_model


def test_segment_correct_measure_learn_accept_export(
    qtbot: QtBot, window: MainWindow, ask: FakeAsk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setattr(finetune, "FINE", {"steps": 40, "rate": 5e-3})  # enough to get better and be offered
    make_model(settings.user_folder("models") / "tiny", "tiny")
    session = window.session
    window.panels["panel.models"].fill()  # type: ignore[attr-defined]
    volume, truth = phantom(3)
    case = Case(volume)
    session.set_case(case)
    session.models.choose("tiny")

    # segment: one step of the history, made by the model
    window.actions_["ai.segment"].trigger()
    session.wait(120)
    assert case.labelmap.segments
    assert [step.author for step in case.history.done] == ["model tiny 1"]

    # correct: what was painted is the chosen segment's
    case.add_reference("truth", LabelMap([truth], volume.geometry, [Segment(1, "bright"), Segment(2, "dark")]))
    session.choose_segment(case.labelmap.named("bright"))
    session.choose_tool("tool.brush")
    view = window.views.views["axial"]
    at = view.place_of((8.0, 2.0, 2.0)).toPoint()
    session.set_crosshair((8, 16, 16))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(view, at + QPoint(3, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at + QPoint(3, 0))
    assert case.labelmap.voxels[8, 2, 2] == case.labelmap.named("bright").value

    # measure: the table and the evaluation say the same
    session.run("measure.evaluate")
    session.wait(60)
    bright = case.labelmap.mask(case.labelmap.named("bright"))
    dice = 2 * np.count_nonzero(bright & (truth == 1)) / (bright.sum() + np.count_nonzero(truth == 1))
    assert session.evaluation.segments[0].dice == pytest.approx(dice)
    assert f"{dice:.3f}" in window.panels["panel.metrics"].as_text()  # type: ignore[attr-defined]

    # the reader corrects the rest: a model is offered only when it comes nearer to that
    with case.edit("Correct") as edit:
        for name, value in (("bright", 1), ("dark", 2)):
            segment = case.labelmap.named(name)
            edit.replace_mask(segment, Box.whole(truth.shape), truth == value)

    # learn: a new model waits, and is in the library only after the user's word
    window.actions_["ai.finetune"].trigger()
    assert window.panels["panel.training"].stop.isEnabled()  # type: ignore[attr-defined]
    session.wait(180)
    assert session.models.pending is not None, window.status.log
    assert session.models.pending.parent == "tiny 1"
    assert session.models.offered, session.models.pending.scores["gate"]["why"]
    assert not window.actions_["ai.finetune"].isEnabled()
    assert [c.name for c in models.list_models() if c.name.startswith("tiny")] == ["tiny"]
    window.actions_["ai.accept_model"].trigger()
    assert session.models.name == "tiny-2"
    assert [w.card.name for w in window.panels["panel.models"].cards if w.card.name.startswith("tiny")] == [  # type: ignore[attr-defined]
        "tiny",
        "tiny-2",
    ]
    window.actions_["ai.segment"].trigger()
    session.wait(120)
    assert case.history.done[-1].author == "model tiny-2 1"

    # export
    session.masks.folder = tmp_path
    window.actions_["file.export"].trigger()
    (dialog,) = window.findChildren(ExportDialog)
    dialog.kinds.setCurrentIndex(dialog.kinds.findData("nrrd"))
    dialog.name.setText("mask")
    dialog.export.click()
    session.wait(60)
    dialog.accept()
    assert (tmp_path / "mask.nrrd").is_file()
    assert not session.unsaved
