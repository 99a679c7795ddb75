"""The models panel: searched by what the cards say, and an import that chooses and shows what came in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from medseg_gui.jobs import Message
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.panels.models import ModelsPanel
from tests.library.test_graphs import SAID, network, write_onnx


@pytest.fixture
def panel(window: MainWindow) -> ModelsPanel:
    window.show_panel("panel.models")
    found = window.findChild(ModelsPanel)
    assert found is not None
    return found


def bring(window: MainWindow, path: Path) -> None:
    window.session.imports.bring(path)
    window.session.wait(60)
    QApplication.processEvents()


def model(folder: Path, name: str, **said: object) -> Path:
    return write_onnx(folder / f"{name}.onnx", network(), {**SAID, "name": name, **said})


def shown(panel: ModelsPanel) -> list[str]:
    return [widget.card.name for widget in panel.cards if not widget.isHidden()]


def test_search_shows_the_cards_that_say_it(window: MainWindow, panel: ModelsPanel, tmp_path: Path) -> None:
    assert not panel._hint.isHidden()
    bring(window, model(tmp_path, "one"))
    bring(window, model(tmp_path, "two", modality="MR", segments={"1": "hippocampus", "2": "amygdala"}))
    assert shown(panel) == ["one", "two"]
    panel.search.setText("mr amyg")
    assert shown(panel) == ["two"]
    panel.search.setText("no such thing")
    assert shown(panel) == []
    assert panel._hint.text() == "No model says that."
    assert not panel._hint.isHidden()
    panel.search.clear()
    assert shown(panel) == ["one", "two"]
    assert panel._hint.isHidden()


def test_an_imported_model_is_chosen_and_in_sight(window: MainWindow, panel: ModelsPanel, tmp_path: Path) -> None:
    for number in range(6):
        bring(window, model(tmp_path, f"model-{number}"))
    panel.search.setText("model-1")
    bring(window, model(tmp_path, "zz-last"))
    assert window.session.models.name == "zz-last"
    card = next(widget for widget in panel.cards if widget.card.name == "zz-last")
    assert panel.search.text() == ""
    assert not card.visibleRegion().isEmpty()
    assert not window.actions_["ai.finetune"].isEnabled()


def test_what_cannot_be_imported_is_said(window: MainWindow, panel: ModelsPanel, tmp_path: Path) -> None:
    said: list[Message] = []
    window.session.said.connect(said.append)
    (tmp_path / "empty").mkdir()
    bring(window, tmp_path / "empty")
    assert said[-1].level == "error"
    assert "No model was found here" in said[-1].text
    assert "nnU-Net v2, nnInteractive, MONAI bundle, ONNX file" in said[-1].text
