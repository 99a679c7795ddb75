"""Where keys are shown: cheat sheet, palette, guide; and what is said about settings that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from medseg_gui.commands import COMMANDS
from medseg_gui.core.case import Case
from medseg_gui.keymaps import ORDER, shipped
from medseg_gui.settings import Settings
from medseg_gui.ui.actions import shown_keys
from medseg_gui.ui.cheat_sheet import gesture_text, sections, sheet_html, write_sheet
from medseg_gui.ui.main_window import MainWindow


def use(window: MainWindow, profile: str) -> None:
    window.actions_.keys.use(profile)
    window.use_keys()


@pytest.mark.parametrize("profile", ORDER)
def test_the_cheat_sheet_has_every_key_of_the_profile(window: MainWindow, profile: str, tmp_path: Path) -> None:
    use(window, profile)
    keys = window.actions_.keys
    listed = [(row_keys, what) for _, rows in sections(window.actions_) for row_keys, what in rows]
    for c in COMMANDS:
        if keys.of(c.id):
            native = tuple(shown_keys((key,)) for key in keys.of(c.id))
            assert (native, c.title.rstrip("…")) in listed, c.id
    for gesture in keys.mouse:
        assert any(row_keys == (gesture_text(gesture),) for row_keys, _ in listed), gesture
    assert shipped(profile).title in sheet_html(window.actions_)
    write_sheet(window.actions_, tmp_path / "keys.pdf")
    pdf = (tmp_path / "keys.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 1
    write_sheet(window.actions_, tmp_path / "keys.html")
    assert "Ctrl + wheel" in (tmp_path / "keys.html").read_text(encoding="utf-8")


def test_sheet_palette_and_guide_say_the_keys_as_they_are(window: MainWindow, case: Case) -> None:
    use(window, "itksnap")
    window.session.run("help.keys")
    sheet = next(d for d in window.findChildren(QDialog) if hasattr(d, "text"))
    assert "ITK-SNAP" in sheet.text.toPlainText()
    sheet.close()
    window.session.run("help.palette")
    palette = next(d for d in window.findChildren(QDialog) if hasattr(d, "field"))
    palette.field.setText("masks transparent")
    assert palette.shown_rows() == [("View: Masks more transparent", "A")]
    palette.close()
    assert window.actions_.with_keys("{tool.brush} and {file.open_folder}") == "4 and “Open DICOM folder”"


def test_broken_settings_are_told_in_one_line_and_the_standard_keys_hold(
    window: MainWindow, case: Case, qtbot: QtBot
) -> None:
    from medseg_gui import commands
    from medseg_gui.session import Session
    from medseg_gui.settings import user_folder
    from medseg_gui.workers.runner import Runner

    (user_folder("config") / "settings.json").write_text('{"keymap": "vi", "keys": {"tool.brush": "Nope"}}')
    other = MainWindow(Session(Runner(), Settings.load(), commands.run))
    qtbot.addWidget(other)
    lines = [offer.text for offer in other.session.keep.offers.all]
    assert len(lines) == 1
    assert "tool.brush" in lines[0]
    assert other.actions_["tool.brush"].shortcut() == QKeySequence("B")
    assert any("tool.brush" in label.text() for label in other.findChildren(QLabel))
    QApplication.processEvents()
    assert other.close()
