"""Measuring in the real window: drawing, dragging, Delete, the panel, slabs."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.measures import angle_deg, figures, length_mm, short_mm
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.ui.panels.measures import NAME, VALUE, MeasuresPanel
from medseg_gui.ui.slice_view import SliceView

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def axial(window: MainWindow, case: Case) -> SliceView:
    window.session.set_crosshair((10, 5, 5))
    return window.views.views["axial"]


def at(view: SliceView, row: float, col: float) -> QPoint:
    return view.place_of((view.slice_index, row, col)).toPoint()


def drag(qtbot: QtBot, view: SliceView, *places: tuple[float, float]) -> None:
    qtbot.mousePress(view, LEFT, pos=at(view, *places[0]))
    for place in places[1:]:
        qtbot.mouseMove(view, at(view, *place))
    qtbot.mouseRelease(view, LEFT, pos=at(view, *places[-1]))


def test_a_distance_is_drawn_dragged_and_deleted(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView
) -> None:
    session, bare = window.session, axial.grab().toImage()
    session.run("tool.distance")
    drag(qtbot, axial, (20, 10), (25, 20), (20, 40))
    (line,) = case.measures
    assert length_mm(line) == pytest.approx(30, abs=0.3)
    assert session.measures.chosen == 0
    assert axial.grab().toImage() != bare
    session.run("tool.pointer")
    window_before = session.window
    drag(qtbot, axial, (20, 40), (22, 45), (20, 50))  # its end
    assert length_mm(case.measures[0]) == pytest.approx(40, abs=0.5)
    drag(qtbot, axial, (20, 30), (30, 30))  # all of it
    assert length_mm(case.measures[0]) == pytest.approx(40, abs=0.5)
    assert case.volume.geometry.to_index(case.measures[0].points[0])[1] == pytest.approx(30, abs=0.5)
    assert session.window == window_before
    assert [s.name for s in case.history.done] == ["Distance", "Move measurement", "Move measurement"]
    drag(qtbot, axial, (50, 50), (50, 60))  # beside it the pointer is the pointer
    assert session.window != window_before
    assert session.measures.chosen is None
    qtbot.mouseClick(axial, LEFT, pos=at(axial, 30, 30))
    assert session.measures.chosen == 0
    assert len(case.history.done) == 3
    axial.setFocus()
    qtbot.keyClick(axial, Qt.Key.Key_Delete)
    assert case.measures == ()
    session.undo()
    assert len(case.measures) == 1


def test_escape_drops_what_is_under_way(qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView) -> None:
    window.session.run("tool.ellipse")
    axial.setFocus()
    qtbot.mousePress(axial, LEFT, pos=at(axial, 20, 20))
    qtbot.mouseMove(axial, at(axial, 40, 40))
    assert len(case.measures) == 1
    qtbot.keyClick(axial, Qt.Key.Key_Escape)
    assert case.measures == ()
    qtbot.mouseRelease(axial, LEFT, pos=at(axial, 40, 40))
    qtbot.mouseClick(axial, LEFT, pos=at(axial, 20, 20))  # a click measures nothing
    assert not case.history.done


def test_an_angle_takes_a_drag_and_a_click(qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView) -> None:
    window.session.run("tool.angle")
    drag(qtbot, axial, (20, 10), (20, 20), (20, 40))
    assert case.measures == ()
    qtbot.mouseMove(axial, at(axial, 40, 40))
    qtbot.mouseClick(axial, LEFT, pos=at(axial, 40, 40))
    assert angle_deg(case.measures[0]) == pytest.approx(90, abs=1)
    assert len(case.history.done) == 1
    drag(qtbot, axial, (40, 40), (30, 50), (20, 60))  # the end of a leg, with the tool that drew it
    assert angle_deg(case.measures[0]) == pytest.approx(180, abs=1)
    assert len(case.measures) == 1


def test_regions_measure_what_they_hold(qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView) -> None:
    window.session.run("tool.ellipse")
    drag(qtbot, axial, (26, 26), (30, 30), (38, 38))
    window.session.run("tool.rectangle")
    drag(qtbot, axial, (2, 2), (5, 5), (12, 22))
    inside, beside = (figures(m, case.volume) for m in case.measures)
    assert (inside["mean"], inside["min"], inside["max"]) == (100, 100, 100)
    assert (beside["mean"], beside["area_mm2"]) == (-100, pytest.approx(200, abs=8))
    drag(qtbot, axial, (2, 2), (3, 3), (7, 2))  # a corner: the opposite one stays
    assert figures(case.measures[1], case.volume)["area_mm2"] == pytest.approx(100, abs=8)


def test_the_panel_follows_chooses_names_and_jumps(
    qtbot: QtBot, window: MainWindow, case: Case, axial: SliceView
) -> None:
    session, panel = window.session, window.panels["panel.measures"]
    assert isinstance(panel, MeasuresPanel)
    window.show_panel("panel.measures")
    session.run("tool.distance")
    drag(qtbot, axial, (20, 10), (25, 20), (20, 40))
    drag(qtbot, axial, (50, 10), (50, 20), (50, 30))
    assert panel.table.rowCount() == 2
    item = panel.table.item(1, VALUE)
    assert item is not None
    assert item.text().endswith(" mm")
    assert abs(float(item.text()[:-3]) - 20) < 0.5
    session.set_crosshair((3, 1, 1))
    panel.table.cellDoubleClicked.emit(0, VALUE)
    assert session.crosshair[0] == 10
    assert session.measures.chosen == 0
    name = panel.table.item(1, NAME)
    assert name is not None
    name.setText("Spleen")
    assert case.measures[1].name == "Spleen"
    panel.table.setCurrentCell(1, VALUE)
    assert session.measures.chosen == 1
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert [m.name for m in case.measures] == [""]
    assert panel.table.rowCount() == 1
    session.undo()
    assert panel.table.rowCount() == 2


def test_the_card_shows_the_figures_of_the_chosen_segment(window: MainWindow, case: Case, axial: SliceView) -> None:
    session, panel = window.session, window.panels["panel.measures"]
    assert isinstance(panel, MeasuresPanel)
    segment = session.add_segment("Ball")
    with case.edit("Fill") as edit:
        edit.paint(segment, Box.whole(case.volume.geometry.shape), np.asarray(case.volume.voxels == 100))
    window.show_panel("panel.measures")
    assert not panel.card.isVisible()
    session.run("measure.segments")
    session.wait(30)
    assert panel.card.isVisible()
    texts = [label.text() for label in panel.card.findChildren(QLabel)]
    assert "Ball" in texts
    found = session.measures.found[0].diameters["axial"]
    assert length_mm(found) == pytest.approx(30, abs=1)
    assert f"{length_mm(found):.1f} × {short_mm(found):.1f} mm" in texts


def test_a_slab_is_shown_in_every_view_and_said(window: MainWindow, case: Case, axial: SliceView) -> None:
    session = window.session
    session.set_crosshair((4, 5, 5))  # just above the ball
    pictures = {plane: view.grab().toImage() for plane, view in window.views.views.items()}
    session.run("view.slab_mip")
    session.slab.set(thickness_mm=20.0)
    for plane, view in window.views.views.items():
        assert view.grab().toImage() != pictures[plane]
        assert any("MIP 20 mm" in line for line in view.corners().bottom_right)
    assert axial.slab_value((4, 32, 32)) == 100
    assert case.volume.voxels[4, 32, 32] == -100
    session.set_case(Case(case.volume))  # the next image is shown the same way
    assert any("MIP" in line for line in axial.corners().bottom_right)
    session.run("view.slab_off")
    session.set_crosshair((4, 5, 5))
    assert axial.slab_value((4, 32, 32)) is None
    for plane, view in window.views.views.items():
        assert view.grab().toImage() == pictures[plane]
