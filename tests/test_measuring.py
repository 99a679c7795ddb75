"""Measurements of a session: each change one step, figures of segments, the table as CSV."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api, cli
from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError, WriteFailed
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.measures import Measure, length_mm, short_mm
from medseg_gui.core.projection import Thick
from medseg_gui.core.volume import Volume
from medseg_gui.measuring import acquired_plane
from medseg_gui.session import Session
from medseg_gui.workers import measure as jobs

LINE = Measure("distance", ((0.0, 0.0, 6.0), (3.0, 4.0, 6.0)), "axial")
ROI = Measure("ellipse", ((2.0, 2.0, 9.0), (12.0, 14.0, 9.0)), "axial")


@pytest.fixture
def case(session: Session) -> Case:
    """A bar of 4×10×6 voxels of 3×1×1 mm in one segment."""
    geometry = Geometry.axial((10, 30, 30), (3.0, 1.0, 1.0))
    voxels = np.random.default_rng(0).integers(0, 100, geometry.shape).astype(np.int16)
    made = Case(Volume(voxels, geometry, "CT"))
    session.set_case(made)
    segment = session.add_segment("Bar")
    with made.edit("Fill") as edit:
        edit.paint(segment, Box((2, 5, 5), (6, 15, 11)), np.ones((4, 10, 6), bool))
    return made


def measured(case: Case, *measures: Measure) -> None:
    for one in measures:
        with case.edit("Distance") as edit:
            edit.set_measures((*case.measures, one))


def test_every_change_is_one_step_and_is_taken_back(session: Session, case: Case) -> None:
    measured(case, LINE, ROI)
    session.measures.rename(0, "Cyst")
    session.measures.choose(1)
    session.run("measure.remove")
    assert case.measures == (replace(LINE, name="Cyst"),)
    assert session.measures.chosen is None
    session.run("measure.remove_all")
    names = ["Add segment", "Fill", "Distance", "Distance", "Name measurement", "Remove measurement"]
    assert [s.name for s in case.history.done] == [*names, "Remove all measurements"]
    for expected in ((replace(LINE, name="Cyst"),), (replace(LINE, name="Cyst"), ROI), (LINE, ROI), (LINE,), ()):
        session.undo()
        assert case.measures == expected
    assert case.labelmap.voxels.any()
    for _ in range(5):
        session.redo()
    assert case.measures == ()


def test_an_edit_that_is_dropped_leaves_them_as_they_were(case: Case) -> None:
    measured(case, LINE)

    def dropped() -> None:
        with case.edit("Move measurement") as edit:
            edit.set_measures(())
            raise KeyError

    with pytest.raises(KeyError):
        dropped()
    assert case.measures == (LINE,)
    with case.edit("Move measurement") as edit:
        edit.set_measures(())
        edit.set_measures((LINE,))
    assert len(case.history.done) == 3  # what changes nothing is no step


def test_the_diameters_of_a_segment_are_kept_in_the_acquired_plane(session: Session, case: Case) -> None:
    session.run("measure.diameters")
    found = case.measures[0]
    assert (found.kind, found.plane, found.name) == ("diameters", "axial", "Bar")
    assert length_mm(found) == pytest.approx(np.hypot(10, 5))
    assert short_mm(found) == pytest.approx(6 / np.cos(np.arctan(6 / 10)), abs=0.5)
    assert session.measures.chosen == 0
    assert session.crosshair[0] in range(2, 6)
    session.clear_segment()
    with pytest.raises(MedsegError, match="empty"):
        session.run("measure.diameters")
    assert acquired_plane(Geometry.axial((9, 9, 9), (1, 3, 1))) == "coronal"
    assert acquired_plane(Geometry.axial((9, 9, 9), (1, 1, 1))) == "axial"


def test_going_to_a_measurement_shows_its_slice(session: Session, case: Case) -> None:
    measured(case, ROI)
    session.measures.go_to(0)
    assert session.crosshair == (3, 8, 7)
    measured(case, Measure("distance", ((-90.0, 0.0, 900.0), (-99.0, 0.0, 900.0)), "axial"))
    session.measures.go_to(1)  # beside the image: the nearest slice
    assert session.crosshair[0] == 9


def test_figures_follow_the_segments(session: Session, case: Case) -> None:
    session.run("measure.segments")
    session.wait(30)
    (found,) = session.measures.found
    values = case.volume.voxels[2:6, 5:15, 5:11]
    assert found.volume_ml == pytest.approx(240 * 0.003)
    assert found.grey.mean == pytest.approx(values.mean())
    assert found.grey.sd == pytest.approx(values.std(ddof=1))
    assert not session.measures.stale
    session.clear_segment()
    assert session.measures.stale
    session.set_case(None)
    assert session.measures.found == ()
    assert session.measures.all == ()


def test_the_table_is_written_beside_and_never_half(
    session: Session, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(case, LINE, ROI)
    target = tmp_path / "a.csv"
    session.measures.export(target)
    session.wait(30)
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))
    assert [r["kind"] for r in rows] == ["distance", "ellipse", "segment"]
    assert rows[0]["length_mm"] == "5"
    assert (rows[0]["slice"], rows[1]["slice"]) == ("2", "3")
    assert float(rows[1]["area_mm2"]) == pytest.approx(np.pi * 5 * 6, rel=1e-5)
    assert rows[2]["volume_ml"] == "0.72"
    before = target.read_text(encoding="utf-8")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(jobs, "flush", refuse)
    with pytest.raises(WriteFailed, match="no space"):
        jobs.write_table([], target)
    assert target.read_text(encoding="utf-8") == before
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".csv"] == ["a.csv"]


def test_what_is_missing_is_said(session: Session, case: Case) -> None:
    for command, reason in (
        ("measure.remove", "no measurement yet"),
        ("measure.remove_all", "no measurement yet"),
        ("view.slab_thicker", "slab first"),
    ):
        with pytest.raises(MedsegError, match=reason):
            session.run(command)
    measured(case, LINE)
    with pytest.raises(MedsegError, match="Click a measurement"):
        session.run("measure.remove")


def test_slabs_go_through_modes_and_thicknesses(session: Session, case: Case) -> None:
    seen = []
    for _ in range(4):
        session.run("view.slab_next")
        seen.append(session.slab.thick.mode)
    assert seen == ["mip", "minip", "mean", "off"]
    session.run("view.slab_mip")
    session.run("view.slab_thicker")
    assert session.slab.thick == Thick("mip", 15.0)
    for _ in range(20):
        session.run("view.slab_thinner")
    assert session.slab.thick == Thick("mip", 2.0)
    for _ in range(20):
        session.run("view.slab_thicker")
    assert session.slab.thick == Thick("mip", 100.0)


# ----- without a window ------------------------------------------------------------------------------------------
def test_the_same_figures_from_python_and_the_command_line(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    volume, mask, table = tmp_path / "image.nrrd", tmp_path / "mask.nrrd", tmp_path / "a.csv"
    api.convert(case.volume, volume)
    api.save_labels(case.labelmap, mask, case.volume)
    (found,) = api.measure(api.open_labels(mask), api.open_volume(volume))
    assert cli.main(["measure", str(mask), "--source", str(volume), "--csv", str(table), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["segments"]
    assert row["volume_ml"] == pytest.approx(found.volume_ml) == pytest.approx(0.72)
    assert row["axial_length_mm"] == pytest.approx(np.hypot(10, 5))
    assert row["p50"] == found.percentiles[50]
    assert next(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))["name"] == row["name"]
    other = tmp_path / "other.nrrd"
    api.convert(Volume(np.zeros((3, 3, 3), np.int16), Geometry.axial((3, 3, 3), (1, 1, 1))), other)
    assert cli.main(["measure", str(mask), "--source", str(other)]) == 1
    assert "grid" in capsys.readouterr().err


def test_a_saved_case_gives_its_measurements_too(
    session: Session, case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measured(case, LINE)
    session.keep.save(str(tmp_path / "a.medseg"))  # the image comes from no file: it is copied into the case
    session.wait(30)
    assert cli.main(["measure", str(tmp_path / "a.medseg"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(m["kind"], m["length_mm"], m["slice"]) for m in found["measurements"]] == [("distance", 5.0, 2)]
    assert [s["name"] for s in found["segments"]] == ["Bar"]
    assert cli.main(["measure", str(tmp_path / "a.medseg")]) == 0
    assert "distance" in capsys.readouterr().out
    mask = tmp_path / "mask.nrrd"
    api.save_labels(case.labelmap, mask, case.volume)
    assert cli.main(["measure", str(mask)]) == 1
    assert "--source" in capsys.readouterr().err
