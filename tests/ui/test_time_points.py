"""Going through the time points of a series in the real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom

from medseg_gui.ui.main_window import MainWindow
from tests.io.helpers import change, ct, write
from tests.ui.conftest import FakeAsk


def test_a_slider_goes_through_time_points_and_the_eye_stays(window: MainWindow, tmp_path: Path, ask: FakeAsk) -> None:
    uid = ""
    for t in range(3):
        for path in write(ct((5, 8, 8), seed=t), tmp_path / str(t)):
            uid = uid or str(pydicom.dcmread(path).SeriesInstanceUID)
            change(path, SeriesInstanceUID=uid, TemporalPositionIdentifier=t + 1)
    session = window.session
    session.open(tmp_path)
    session.wait(60)
    times = window.panels["panel.series"].times  # type: ignore[attr-defined]
    assert "series" not in ask.asked
    assert times.isVisible()
    assert window.panels["panel.series"].list.count() == 1  # type: ignore[attr-defined]
    assert session.volume is not None
    assert session.volume.notes == ()
    assert times.text.text() == "Time point 1 (1 of 3)"
    session.set_crosshair((1, 2, 3))
    session.set_window(123.0, 45.0)
    times.slider.setValue(2)
    session.wait(60)
    assert times.text.text() == "Time point 3 (3 of 3)"
    np.testing.assert_array_equal(session.volume.voxels, ct((5, 8, 8), seed=2).voxels)
    assert (session.crosshair, session.window) == ((1, 2, 3), (123.0, 45.0))

    session.open(write(ct((5, 8, 8)), tmp_path.parent / "one")[0])
    session.wait(60)
    assert not times.isVisible()
