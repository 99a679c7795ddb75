"""The dialog of de-identification in a real window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from medseg_gui.ui.deidentify_dialog import DeidentifyDialog
from medseg_gui.ui.main_window import MainWindow
from tests.io.helpers import change
from tests.privacy.helpers import NAME, PATIENT, copies, hits, study


def opened(window: MainWindow) -> DeidentifyDialog:
    window.actions_["file.deidentify"].trigger()
    (dialog,) = window.findChildren(DeidentifyDialog)
    return dialog


def test_the_open_study_is_copied_and_the_report_shown(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    files = study(tmp_path / "source")
    change(files[0], BurnedInAnnotation="YES")
    window.session.open(tmp_path / "source")
    window.session.wait(60)
    dialog = opened(window)
    assert dialog.source.text() == str(tmp_path / "source")
    assert not dialog.buttons["start"].isEnabled()
    dialog.target.setText(str(tmp_path / "out"))
    dialog.dates.setCurrentIndex(1)
    dialog.kept["patient"].setChecked(True)
    dialog.burned.setCurrentIndex(2)
    dialog.rectangles.setText("0,0,1")
    qtbot.mouseClick(dialog.buttons["start"], Qt.MouseButton.LeftButton)
    assert "no rectangle" in dialog.status.text()
    dialog.burned.setCurrentIndex(0)
    qtbot.mouseClick(dialog.buttons["start"], Qt.MouseButton.LeftButton)
    window.session.wait(60)
    assert "2 files" in dialog.status.text()
    text = dialog.report.toPlainText()
    assert "Retain Patient Characteristics" in text
    assert "burned in" in text
    assert NAME not in text
    assert PATIENT not in text
    assert len(copies(tmp_path / "out")) == 2
    assert hits(tmp_path / "out") == []
    dialog.target.setText(str(tmp_path / "source" / "in"))
    qtbot.mouseClick(dialog.buttons["start"], Qt.MouseButton.LeftButton)
    window.session.wait(60)
    assert "apart" in dialog.status.text()
    dialog.reject()
