"""The author desk's map follows any sequence of steps and undos; statistics are counted and written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import authors as desk_module
from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.history import History
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.provenance import authors_in
from medseg_gui.core.volume import Volume
from medseg_gui.session import Session

SHAPE = (4, 70, 66)
WHOLE = Box.whole(SHAPE)
WRITERS = ("hand", "model net 1", "click click 2", "operation x", "file a.nii.gz")


@pytest.fixture
def case(session: Session) -> Case:
    geometry = Geometry.axial(SHAPE, (2, 1, 1))
    segments = (Segment(1, "a"), Segment(2, "b"))
    history = History(4000, 3)  # forgets soon
    made = Case(Volume(np.zeros(SHAPE, np.int16), geometry), LabelMap.empty(geometry, segments), history)
    session.set_case(made)
    return made


def paint(case: Case, number: int, author: str = "hand", share: float = 0.2) -> None:
    rng = np.random.default_rng(number)
    lo = [int(rng.integers(0, n - 1)) for n in SHAPE]
    box = Box((lo[0], lo[1], lo[2]), SHAPE)
    with case.edit("Brush", author=author) as edit:
        edit.paint(case.labelmap.segments[number % 2], box, rng.random(box.shape) < share)


def require_true(session: Session, case: Case) -> None:
    session.wait(30)
    shown = session.authors.shown
    assert shown is not None
    fresh = authors_in(case.written, case.history.done, WHOLE)
    for layer in range(max(len(shown.layers), len(fresh.layers))):
        for z in range(SHAPE[0]):
            ids = {(shown.at(layer, (z, y, x)), fresh.at(layer, (z, y, x))) for y in range(70) for x in range(66)}
            for a, b in ids:
                assert shown.author(a) == fresh.author(b)


@pytest.mark.parametrize("at_once", [2**23, 20_000, 0])
def test_the_map_follows_the_history(
    session: Session, case: Case, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """At once, in the background, and by turns, as the work is large."""
    monkeypatch.setattr(desk_module, "AT_ONCE", at_once)
    paint(case, 1)
    session.run("view.authors")
    require_true(session, case)
    rng = np.random.default_rng(0)
    for number in range(2, 40):
        action = rng.integers(0, 4)
        if action == 0:
            session.undo()
        elif action == 1:
            session.redo()
        else:
            paint(case, number, WRITERS[number % 5])
        if number % 5 == 0:
            require_true(session, case)
    assert case.history.forgotten
    require_true(session, case)
    for _ in range(len(case.history.done)):
        session.undo()
    require_true(session, case)
    session.run("view.authors")
    assert session.authors.shown is None


def test_statistics_are_those_of_the_case(session: Session, case: Case, tmp_path: Path) -> None:
    paint(case, 1)
    paint(case, 3, "model net 1")
    session.undo()
    session.redo()
    session.authors.export(tmp_path / "s.json")
    session.wait(30)
    session.authors.export(tmp_path / "s.csv")
    session.wait(30)
    found = json.loads((tmp_path / "s.json").read_text())
    effort = found["effort"]
    assert (effort["strokes"], effort["model_runs"], effort["undos"], effort["redos"]) == (1, 1, 1, 1)
    assert [(a["kind"], a["name"], a["version"]) for a in found["authors"]] == [
        ("hand", "Brush", ""),
        ("model", "net", "1"),
    ]
    assert all(a["first"].endswith("+00:00") for a in found["authors"])
    rows = list(csv.DictReader((tmp_path / "s.csv").read_text().splitlines()))
    assert [int(r["voxels"]) for r in rows] == [row["voxels"] for row in found["segments"]]
    total = sum(row["voxels"] for row in found["segments"] if row["segment"] == "b")
    assert total == np.count_nonzero(case.labelmap.voxels == 2)
    assert sum(row["share"] for row in found["segments"] if row["segment"] == "b") == pytest.approx(1, abs=1e-5)
    assert {row["volume_ml"] for row in found["segments"]} == {
        round(row["voxels"] * 0.002, 6) for row in found["segments"]
    }


def test_active_time_grows_with_what_the_user_does_and_not_with_pauses(
    session: Session, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    for pause in (0, 5, 7, 4000, 3):
        now[0] += pause
        session.set_crosshair((int(now[0]) % 4, 3, 3))
    now[0] += 10
    paint(case, 1)
    assert case.effort.active_s == pytest.approx(5 + 7 + 3 + 10, abs=0.01)  # and what opening took
