"""Who drew it, in the real window: the colours, the pointer's text and the dialog say the last author."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Segment
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.statistics import StatisticsDialog, duration
from medseg_gui.ui.view_authors import FAMILIES

from .conftest import FakeAsk

HAND, MODEL = (10, 20, 20), (10, 40, 40)


@pytest.fixture
def drawn(window: MainWindow, case: Case) -> Segment:
    with case.edit("Add segment") as edit:
        segment = edit.add_segment("Liver")
    for author, at in (("hand", HAND), ("model net 2", MODEL)):
        box = Box((10, at[1] - 6, at[2] - 6), (11, at[1] + 6, at[2] + 6))
        with case.edit("Brush", author=author) as edit:
            edit.paint(segment, box, np.ones(box.shape, bool))
    window.session.set_crosshair((10, 60, 60))
    return segment


def colour_at(window: MainWindow, place: tuple[int, int, int]) -> tuple[int, int, int]:
    view = window.views.views["axial"]
    QApplication.processEvents()
    picture: QImage = view.grab().toImage()
    at = view.place_of(place)
    colour = picture.pixelColor(at.toPoint() * picture.devicePixelRatio())
    return colour.red(), colour.green(), colour.blue()


def hover(window: MainWindow, place: tuple[int, int, int]) -> str:
    view = window.views.views["axial"]
    at: QPointF = view.place_of(place)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)
    return window.status.value.text()


def near(a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
    return max(abs(x - y) for x, y in zip(a, b, strict=True)) < 60


def test_each_author_has_a_colour_and_a_name(window: MainWindow, case: Case, drawn: Segment) -> None:
    assert "(by hand)" not in hover(window, HAND)
    window.session.run("view.authors")
    assert near(colour_at(window, HAND), FAMILIES["hand"][0])
    assert near(colour_at(window, MODEL), FAMILIES["model"][0])
    assert hover(window, HAND).endswith("Brush (by hand)")
    assert hover(window, MODEL).endswith("net 2 (model)")
    with case.edit("Erase") as edit:
        box = Box((10, 34, 34), (11, 46, 46))
        edit.erase(drawn, box, np.ones(box.shape, bool))
    assert not near(colour_at(window, MODEL), FAMILIES["model"][0])
    assert hover(window, MODEL).endswith("erased: Erase (by hand)")
    window.session.undo()
    assert near(colour_at(window, MODEL), FAMILIES["model"][0])
    assert hover(window, MODEL).endswith("net 2 (model)")
    window.session.run("view.authors")
    assert not near(colour_at(window, HAND), FAMILIES["hand"][0])


def test_the_dialog_shows_and_exports_what_was_counted(
    window: MainWindow, case: Case, drawn: Segment, ask: FakeAsk, qtbot: QtBot, tmp_path: Path
) -> None:
    window.session.run("measure.statistics")
    window.session.wait(30)
    dialog = window.findChild(StatisticsDialog)
    assert isinstance(dialog, StatisticsDialog)
    texts = [[dialog.table.item(row, column).text() for column in range(5)] for row in range(2)]  # type: ignore[union-attr]
    assert sorted(row[1] for row in texts) == ["Brush (by hand)", "net 2 (model)"]
    assert {row[2] for row in texts} == {"144"}
    assert {row[4] for row in texts} == {"50%"}
    dialog.reject()
    ask.answers["save_file"] = str(tmp_path / "s.json")
    window.session.run("measure.export_statistics")
    window.session.wait(30)
    assert len(json.loads((tmp_path / "s.json").read_text())["segments"]) == 2


def test_durations_are_told_as_people_say_them() -> None:
    assert [duration(s) for s in (12, 303, 3900)] == ["12 s", "5 min 03 s", "1 h 05 min"]
