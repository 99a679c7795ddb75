"""A series with a gap or a tilt, in the real window: the person says what to do with it, or it is not opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from medseg_gui.core.case import Case
from medseg_gui.ui.dialogs import ScriptAsk
from medseg_gui.ui.main_window import MainWindow
from tests.io.test_dicom_even import SHAPE, series
from tests.ui.conftest import FakeAsk


def open_with(window: MainWindow, folder: Path, answer: int | None) -> None:
    window.session.ask.answers["choice"] = answer  # type: ignore[union-attr]
    window.session.open(folder)
    window.session.wait(30)


def test_cancel_leaves_what_is_open(window: MainWindow, case: Case, tmp_path: Path, ask: FakeAsk) -> None:
    series(tmp_path, without=(4,))
    open_with(window, tmp_path, None)
    assert ask.asked == ["The slices lie unevenly"]
    assert window.session.case is case
    assert "1 slice is missing" in window.status.text


@pytest.mark.parametrize(("answer", "depth", "kind"), [(0, 9, "resampled"), (1, 4, "part")])
def test_a_gap_is_resampled_or_split(
    window: MainWindow, tmp_path: Path, ask: FakeAsk, answer: int, depth: int, kind: str
) -> None:
    series(tmp_path, without=(4,))
    ask.answers["series"] = lambda rows: rows[1].uid
    open_with(window, tmp_path, answer)
    volume = window.session.volume
    assert volume is not None
    assert volume.geometry.shape[0] == depth
    assert [n.kind for n in volume.notes] == [kind]
    assert window.notes.isVisible()
    assert window.session.series_uid in [row.uid for row in window.session.rows]
    assert ask.asked == ["The slices lie unevenly"] + ["series"] * (kind == "part")
    if kind == "part":  # the other part is known, and nothing is asked
        window.session.run("view.previous_series")
        window.session.wait(30)
        assert window.session.series_uid == window.session.rows[0].uid
        assert len(ask.asked) == 2


@pytest.mark.parametrize(("answer", "kind"), [(1, "resampled"), (0, "tilt")])
def test_a_tilt_is_resampled_or_kept(window: MainWindow, tmp_path: Path, ask: FakeAsk, answer: int, kind: str) -> None:
    series(tmp_path, tilt=0.7)
    open_with(window, tmp_path, answer)
    volume = window.session.volume
    assert volume is not None
    assert [n.kind for n in volume.notes] == [kind]
    assert (volume.geometry.shape == SHAPE) == (kind == "tilt")
    assert ask.asked == ["The slices lean"]


def test_a_saved_case_finds_its_resampled_grid_again(window: MainWindow, tmp_path: Path, ask: FakeAsk) -> None:
    series(tmp_path / "ct", without=(4,))
    open_with(window, tmp_path / "ct", 0)
    before = window.session.the_case().volume
    window.session.add_segment("Mine")
    window.session.keep.save(str(tmp_path / "mine.medseg"))
    window.session.wait(30)
    window.session.set_case(None)
    window.session.open(tmp_path / "mine.medseg")
    window.session.wait(30)
    after = window.session.the_case()
    assert after.volume.geometry.same_as(before.geometry)
    assert [s.name for s in after.labelmap.segments] == ["Mine"]
    assert len(ask.asked) == 1


def test_a_script_is_told_of_a_gap_and_gets_the_true_grid_of_a_tilt(window: MainWindow, tmp_path: Path) -> None:
    series(tmp_path / "gap", without=(4,))
    series(tmp_path / "tilt", tilt=0.7)
    window.session.ask = ScriptAsk()
    window.session.open(tmp_path / "gap")
    window.session.wait(30)
    assert window.session.case is None
    assert "Say what to do with its grid: resample" in window.status.text
    window.session.open(tmp_path / "tilt")
    window.session.wait(30)
    assert window.session.the_case().volume.geometry.shape == SHAPE
