"""The bar of an open operation: its form, its preview over the slices, Apply, Cancel and the keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QMenu
from pytestqt.qtbot import QtBot

from medseg_gui.commands import COMMANDS
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Segment
from medseg_gui.tools.operations.registry import BY_ID
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.panels.segments import NAME, SegmentsPanel


@pytest.fixture
def ball(window: MainWindow, case: Case) -> Segment:
    """The bright ball as a segment, and another one beside it."""
    segment = window.session.add_segment("Ball")
    other = window.session.add_segment("Block")
    window.session.choose_segment(segment)
    whole = Box.whole(case.volume.geometry.shape)
    with case.edit("Fill") as edit:
        edit.paint(segment, whole, case.volume.voxels > 0)
        edit.paint(other, Box((8, 50, 50), (12, 60, 60)), np.ones((4, 10, 10), bool))
    return segment


def count(case: Case, segment: Segment) -> int:
    return int(np.count_nonzero(case.labelmap.mask(segment)))


def test_growing_is_previewed_and_applied(qtbot: QtBot, window: MainWindow, case: Case, ball: Segment) -> None:
    session, bar = window.session, window.operation
    assert not bar.isVisible()
    before = count(case, ball)
    window.actions_["segment.grow"].trigger()
    assert bar.isVisible()
    session.wait(120)
    view = window.views.views["axial"]
    view.repaint()
    field = bar.form.findChild(QDoubleSpinBox, "option.margin_mm")
    note = bar.findChild(QLabel, "operation.note")
    assert field is not None
    assert note is not None
    first = note.text()
    assert first.startswith("+")
    field.setValue(6.0)
    qtbot.waitUntil(lambda: note.text() not in (first, "Computing…"), timeout=30000)
    assert count(case, ball) == before
    expected = float(note.text().removeprefix("+").removesuffix(" mL")) / case.volume.geometry.voxel_ml
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    session.wait(120)
    assert not bar.isVisible()
    assert count(case, ball) - before == pytest.approx(expected, abs=10)
    assert case.history.done[-1].name == "Grow"


def test_the_preview_is_drawn_over_the_slice_and_goes_with_escape(
    qtbot: QtBot, window: MainWindow, case: Case, ball: Segment
) -> None:
    session, bar = window.session, window.operation
    session.settings.show_crosshair = False
    view = window.views.views["axial"]

    def colour() -> QColor:
        """3 mm right of the ball, where growing by 8 mm adds voxels."""
        row, col = 38, 32 + 17
        x0, y0 = view.camera.to_screen(row, col)
        return view.grab().toImage().pixelColor(round(x0), round(y0))

    plain = colour()
    session.run("segment.grow")
    session.operations.options.margin_mm = 8.0
    session.operations.preview()
    session.wait(120)
    assert colour().green() > plain.green() + 30
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert colour() == plain
    assert case.history.done[-1].name == "Fill"


def test_escape_and_enter_in_a_view_are_the_open_operations(
    qtbot: QtBot, window: MainWindow, case: Case, ball: Segment
) -> None:
    view, before = window.views.views["axial"], count(case, ball)
    for key, name in ((Qt.Key.Key_Escape, "Fill"), (Qt.Key.Key_Return, "Grow")):
        window.actions_["segment.grow"].trigger()
        window.session.wait(120)
        qtbot.keyClick(view, key)
        window.session.wait(120)
        assert not window.operation.isVisible()
        assert case.history.done[-1].name == name
    assert count(case, ball) > before


def test_what_enter_writes_is_not_replaced_by_a_preview(window: MainWindow, case: Case, ball: Segment) -> None:
    """The timer of the options may end while the operation is being written."""
    window.session.run("segment.grow")
    window.session.operations.options.margin_mm = 4.0
    window.session.run("ai.accept")
    window.session.operations.preview()
    window.session.wait(120)
    assert case.history.done[-1].name == "Grow"


def test_the_other_segment_is_chosen_by_name(window: MainWindow, case: Case, ball: Segment) -> None:
    window.session.run("segment.union")
    box = window.operation.form.findChild(QComboBox, "option.other")
    assert box is not None
    assert [box.itemText(i) for i in range(box.count())] == ["Block"]


def test_why_there_is_no_preview_is_said_and_apply_is_grey(window: MainWindow, case: Case, ball: Segment) -> None:
    session, bar = window.session, window.operation
    session.set_crosshair((0, 0, 0))
    session.run("segment.islands_clicked")
    session.wait(120)
    note = bar.findChild(QLabel, "operation.note")
    assert note is not None
    assert "crosshair is not on the segment" in note.text()
    assert not bar.apply.isEnabled()
    session.set_crosshair((10, 32, 32))
    session.operations.preview()
    session.wait(120)
    assert bar.apply.isEnabled()


def test_a_new_case_closes_the_operation(window: MainWindow, case: Case, ball: Segment) -> None:
    window.session.run("segment.grow")
    window.session.set_case(Case(case.volume))
    assert not window.operation.isVisible()
    window.session.wait(120)
    assert window.session.operations.current is None


def test_the_context_menu_gives_a_segment_its_own_opacity(
    qtbot: QtBot, window: MainWindow, case: Case, ball: Segment
) -> None:
    panel = window.panels["panel.segments"]
    assert isinstance(panel, SegmentsPanel)
    panel._menu(panel.table.visualItemRect(panel.table.item(0, NAME)).center())
    (menu,) = [m for m in panel.findChildren(QMenu) if m.isVisible()]
    view = window.views.views["axial"]
    x, y = (round(v) for v in view.camera.to_screen(38, 36))
    before = view.grab().toImage().pixelColor(x, y)
    fill = next(a for a in menu.actions() if a.text() == "Opacity").menu()
    next(a for a in fill.actions() if a.text().startswith("0")).trigger()  # type: ignore[attr-defined]
    menu.close()
    assert case.labelmap.named("Ball").opacity == 0
    grey = view.grab().toImage().pixelColor(x, y)
    assert grey != before
    assert grey.red() == grey.green() == grey.blue()
    window.session.undo()
    assert view.grab().toImage().pixelColor(x, y) == before


def test_no_operation_makes_the_window_wider(qtbot: QtBot, window: MainWindow, case: Case, ball: Segment) -> None:
    window.session.add_segment("A second lesion in the left lobe of the liver, segment 3")
    window.session.choose_segment(ball)
    window.resize(1280, 800)
    bar = window.operation
    for command in COMMANDS:
        if command.id in BY_ID and not command.reason(window.session):
            window.session.run(command.id)
            window.session.wait(120)
            qtbot.wait(20)
            assert window.width() == 1280, command.id
            assert bar.minimumSizeHint().width() <= window.views.width(), command.id
            assert bar.apply.geometry().right() < bar.width(), command.id
            window.session.operations.close()
