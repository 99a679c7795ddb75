"""What stands over a slice: crosshair, texts, values under the pointer, manual outlines."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication

from medseg_gui.core.brush import sweep
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.volume import Volume
from medseg_gui.ui.view_text import value_text
from tests.ui.desk import SHAPE, SHIFT, Desk


def test_shift_moves_the_crosshair_and_shift_wheel_steps_the_radius(desk: Desk) -> None:
    desk.move(desk.at((10, 20, 30)), modifiers=SHIFT)
    assert desk.heard["crosshair_moved"] == [(10, 20, 30)]
    desk.move(QPoint(1, 1), modifiers=SHIFT)
    z, y, x = desk.heard["crosshair_moved"][1]
    assert (z, y, x) == (10, 0, 0)
    desk.move(QPoint(50, 60))
    assert len(desk.heard["crosshair_moved"]) == 2
    desk.wheel(QPoint(0, 240), SHIFT)
    desk.wheel(QPoint(0, -120), SHIFT)
    assert desk.heard["radius_stepped"] == [2, -1]
    assert desk.view.slice_index == 10


def test_value_and_segment_under_the_pointer(desk: Desk) -> None:
    with desk.case.edit("one voxel") as edit:
        segment = desk.segment
        assert segment is not None
        box, mask = sweep(desk.case.volume.geometry, (10, 20, 30), (10, 20, 30), 0.1, "axial")
        edit.paint(segment, box, mask)
    desk.move(desk.at((10, 20, 30)))
    line = desk.heard["value_hovered"][-1]
    value = int(desk.case.volume.voxels[10, 20, 30])
    assert line.startswith(f"{value} HU".replace("-", "−"))
    assert "Liver" in line
    assert "(10, 20, 30)" in line
    assert "H 30.0 mm" in line
    assert desk.view.corners().bottom_left[0] == f"{value} HU".replace("-", "−")
    QApplication.sendEvent(desk.view, QEvent(QEvent.Type.Leave))
    assert desk.heard["value_hovered"][-1] == ""


def test_manual_labels_show_as_an_outline_that_can_be_switched_off(desk: Desk) -> None:
    desk.view.set_text_visible(False)
    without = desk.picture()
    voxels = np.zeros(SHAPE, np.uint8)
    voxels[:, 20:40, 20:60] = 1
    desk.case.add_reference("manual.nii.gz", LabelMap.from_voxels(voxels, desk.case.volume.geometry))
    shown = desk.picture()
    changed = (shown != without).any(axis=-1) if shown.ndim == 3 else shown != without
    assert 20 < changed.sum() < 1000
    voxels = voxels.copy()
    voxels[:, 30:, :] = 0
    desk.case.add_reference("other.nii.gz", LabelMap.from_voxels(voxels, desk.case.volume.geometry))
    assert not np.array_equal(desk.picture(), shown)
    desk.view.set_reference_visible(False)
    assert np.array_equal(desk.picture(), without)
    with desk.case.edit("Brush") as edit:  # painting goes on under it
        segment = edit.add_segment("Liver")
        edit.paint(segment, Box((10, 20, 20), (11, 40, 60)), np.ones((1, 20, 40), bool), "all")
    painted = desk.picture()
    desk.view.set_reference_visible(True)
    assert not np.array_equal(desk.picture(), painted)


def test_a_small_view_still_tells_its_slice(desk: Desk) -> None:
    desk.view.resize(190, 300)
    assert desk.view.corners().bottom_right == ("11/20",)


def test_corners_and_identity(desk: Desk) -> None:
    corners = desk.view.corners()
    assert corners.top_left == ("Doe, Jane", "P-17")
    assert corners.top_right == ("2024-01-31", "CT  ABD")
    assert corners.bottom_left == ("W 400  L 40", "Zoom 100%")
    assert corners.bottom_right == ("Axial  11/20", "H 30.0 mm", "Spacing 4.00 mm")
    desk.view.set_identity_visible(False)
    hidden = desk.view.corners()
    assert hidden.top_left == ()
    assert hidden.top_right == ("CT  ABD",)
    with_text = desk.picture()
    desk.view.set_text_visible(False)
    assert not np.array_equal(with_text, desk.picture())


def test_crosshair_lines_have_the_colours_of_the_other_planes(desk: Desk) -> None:
    desk.view.set_text_visible(False)
    desk.view.set_window(1, 10_000)  # a black image
    desk.view.set_crosshair((10, 10, 20))
    place = desk.at((10, 10, 20))
    image = desk.picture().astype(int)
    blue, green, red = image[10, place.x(), :3]  # the vertical line: sagittal, yellow
    assert red > 100
    assert green > 100
    assert blue < red / 2
    blue, green, red = image[place.y(), 350, :3]  # the horizontal one: coronal, green
    assert green > red
    assert green > blue
    assert image[place.y(), place.x(), :3].tolist() == [0, 0, 0]
    desk.view.set_crosshair_visible(False)
    assert desk.picture()[2:-2, 2:-2, :3].max() == 0


@pytest.mark.parametrize(
    ("value", "shown"),
    [(463485.0, "463485"), (-12345.678, "−12346"), (0.03125, "0.03125"), (99.25, "99.25"), (1e12, "1e+12"), (0.0, "0")],
)
def test_values_are_written_without_powers_of_ten_where_a_reader_would(value: float, shown: str) -> None:
    geometry = Geometry.axial((1, 1, 1), (1.0, 1.0, 1.0))
    case = Case(Volume(np.full((1, 1, 1), value, np.float64), geometry, "MR"))
    assert value_text(case, (0, 0, 0)) == shown
