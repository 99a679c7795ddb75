"""Files in the real window: series, dropped files, bad input, the recent list, notes, unsaved edits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from medseg_gui import api
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.volume import Note
from medseg_gui.ui.dialogs import QtAsk
from medseg_gui.ui.main_window import MainWindow
from tests.ui.conftest import FakeAsk

LEFT = Qt.MouseButton.LeftButton


def test_a_folder_of_several_series_asks_and_then_shows_the_browser(
    window: MainWindow, data_dir: Path, ask: FakeAsk
) -> None:
    ask.answers["series"] = lambda rows: next(r.uid for r in rows if not r.refusal)
    window.session.open(data_dir / "sarcoma-sts" / "dicom" / "STS_002")
    window.session.wait(60)
    assert ask.asked == ["series"]
    assert window.session.volume is not None
    browser = window.panels["panel.series"].list  # type: ignore[attr-defined]
    assert browser.count() == len(window.session.rows) > 1
    assert window.docks["panel.series"].isVisible()
    first = window.session.series_uid
    other = next(r.uid for r in window.session.rows if r.uid != first and not r.refusal)
    row = [r.uid for r in window.session.rows].index(other)
    browser.itemActivated.emit(browser.item(row))
    window.session.wait(60)
    assert window.session.series_uid == other


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    position, copy = QPointF(200, 200), Qt.DropAction.CopyAction
    window.dropEvent(QDropEvent(position, copy, mime, LEFT, Qt.KeyboardModifier.NoModifier))


def test_dropped_files_open_and_a_mask_asks_how(qtbot: QtBot, window: MainWindow, data_dir: Path, ask: FakeAsk) -> None:
    folder = data_dir / "hippocampus-msd"
    image = sorted(folder.rglob("*images*/hippocampus_*.nii.gz"))[0]
    mask = next(p for p in folder.rglob(image.name) if "label" in str(p.parent))
    drop(window, image)
    qtbot.waitUntil(lambda: window.session.volume is not None, timeout=20_000)
    assert not ask.asked
    ask.answers["choice"] = 0
    drop(window, mask)
    qtbot.waitUntil(lambda: len(window.session.the_case().labelmap.segments) == 2, timeout=20_000)
    ask.answers["choice"] = 1
    drop(window, mask)
    qtbot.waitUntil(lambda: bool(window.session.the_case().references), timeout=20_000)
    assert window.session.the_case().references[0][0] == mask.name
    assert ask.asked == ["What is this file?"] * 2
    window.session.wait(60)


def test_bad_input_is_one_clear_line_and_nothing_is_lost(window: MainWindow, case: Case, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("no image")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path, tmp_path / "not there", tmp_path / "letter.txt"):
        window.session.open(path)
        window.session.wait(30)
        assert window.session.case is case
        assert window.status.log[-1][1].level == "error", path
        assert "Traceback" not in window.status.text


def test_the_recent_list_can_be_cleared_and_switched_off(window: MainWindow, data_dir: Path) -> None:
    session = window.session
    image = sorted((data_dir / "hippocampus-msd").rglob("*images*/hippocampus_*.nii.gz"))[0]
    session.open(image)
    session.wait(60)
    window._fill_recent()
    assert [a.toolTip() for a in window._recent.actions()] == [str(image)]
    session.run("file.clear_recent")
    window._fill_recent()
    assert not session.settings.recent
    assert [a.isEnabled() for a in window._recent.actions()] == [False]
    session.run("file.keep_recent")
    session.open(image)
    session.wait(60)
    assert not session.settings.recent


def test_notes_on_the_grid_stand_above_the_views(window: MainWindow, case: Case) -> None:
    from dataclasses import replace

    assert not window.notes.isVisible()
    notes = (Note("gap", "2 slices are missing", 6.0), Note("tilt", "The gantry was tilted", 1.0))
    window.session.set_case(Case(replace(case.volume, notes=notes)))
    assert window.notes.isVisible()
    assert "2 slices are missing" in window.notes.text.text()
    window.session.set_case(case)
    assert not window.notes.isVisible()


def test_unsaved_edits_are_asked_about_before_they_are_lost(
    qtbot: QtBot, window: MainWindow, case: Case, ask: FakeAsk, tmp_path: Path
) -> None:
    window.session.add_segment("Liver")
    ask.answers["leave"] = None
    assert not window.close()
    assert window.isVisible()
    window.session.open(tmp_path)
    assert not window.session.runner.active
    assert ask.asked == ["Close medseg", "Open another image"]


@pytest.mark.parametrize("word", ["Resample", "Cancel"])
def test_a_mask_of_another_grid_is_shown_as_such(
    qtbot: QtBot, window: MainWindow, case: Case, tmp_path: Path, word: str
) -> None:
    """The real question: both grids, and the Dice there and back; nothing is loaded without the word."""
    geometry = case.volume.geometry
    affine = geometry.affine.copy()
    affine[:3, 1:3] *= 0.75
    z, y, x = np.indices((20, 85, 85))
    disc = ((np.hypot(y - 40, x - 40) < 18) & (z > 3)).astype(np.uint8)
    api.save_labels(LabelMap([disc], Geometry(disc.shape, affine), [Segment(1, "Ball")]), tmp_path / "a.seg.nrrd")
    window.session.ask = QtAsk(window, window.session)
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            next(b for b in box.buttons() if word in b.text()).click()
        else:
            QTimer.singleShot(20, answer)

    QTimer.singleShot(20, answer)
    window.session.open_labels(tmp_path / "a.seg.nrrd", reference=False)
    window.session.wait(30)
    (text,) = asked
    assert "another grid" in text
    assert "20×64×64" in text
    assert "20×85×85" in text
    assert "Ball: Dice 0.9" in text
    loaded = case.labelmap.any_mask()
    assert bool(loaded.any()) == (word == "Resample")
    if word == "Resample":
        where = geometry.to_world(np.argwhere(loaded).mean(axis=0)) - affine[:3] @ (11.5, 40, 40, 1)
        assert np.linalg.norm(where) < 0.5
        assert [s.name for s in case.labelmap.segments] == ["Ball"]
    else:
        assert "not loaded" in window.status.text
