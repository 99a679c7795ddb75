"""Time of the user's thread for a stroke and an undo on 512×512×400 with a journal, against the same without one."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.volume import SeriesInfo, Volume
from medseg_gui.io import journal, replay
from medseg_gui.io.casecodec import Reference
from medseg_gui.io.journal import Header, Journal

pytestmark = pytest.mark.bench
SHAPE = (400, 512, 512)
KINDS = {"do": "S", "undo": "U", "redo": "R"}


def timed(work: Callable[[], object]) -> float:
    start = time.thread_time()
    work()
    return 1e3 * (time.thread_time() - start)


def new_case() -> Case:
    geometry = Geometry.axial(SHAPE, (1, 1, 1))
    volume = Volume(np.broadcast_to(np.int16(0), SHAPE), geometry, "CT", SeriesInfo(source="x"))
    labels = np.zeros(SHAPE, np.uint8)
    labels.fill(0)  # the system gives the memory now, not while a stroke is timed
    return Case(volume, LabelMap([labels], geometry, [Segment(1, "s")]))


def test_strokes_and_undo_with_and_without_a_journal(tmp_path: Path) -> None:
    plain, kept = new_case(), new_case()
    writer = Journal(tmp_path / "a.journal", Header("an id", Reference.of(kept.volume)))
    kept.stepped.connect(lambda news: writer.write(KINDS[news[0]], news[1] if news[0] == "do" else None) or None)  # type: ignore[arg-type]
    y, x = np.ogrid[-20:21, -20:21]
    disc = (y * y + x * x <= 400)[None]
    times: dict[str, list[float]] = {}

    def stroke(case: Case, number: int) -> None:
        with case.edit("Brush") as edit:
            for step in range(60):
                lo = (number % 400, 60 + 4 * step, 100 + 3 * step + number % 50)
                edit.paint(case.labelmap.segments[0], Box(lo, (lo[0] + 1, lo[1] + 41, lo[2] + 41)), disc)

    gc.disable()
    for number in range(60):
        for name, case in (("without", plain), ("with", kept)):
            times.setdefault(f"stroke {name}", []).append(timed(lambda case=case, n=number: stroke(case, n)))
            if number % 3 == 0:
                times.setdefault(f"undo {name}", []).append(timed(case.undo))
    everywhere = np.ones(SHAPE, bool)
    for name, case in (("without", plain), ("with", kept)):

        def fill(case: Case = case) -> None:
            with case.edit("Fill") as edit:
                edit.paint(case.labelmap.segments[0], Box.whole(SHAPE), everywhere)

        times[f"whole volume {name}"] = [timed(fill)]
        times[f"undo of it {name}"] = [timed(case.undo)]
    gc.enable()
    writer.close()
    for name, values in times.items():
        print(f"\n{name}: median {median(values):.3f} ms, worst {max(values):.2f}", end="")
    size = (tmp_path / "a.journal").stat().st_size
    again = replay.empty_case(kept.volume, Header("an id", Reference.of(kept.volume)))
    again.labelmap._set_segments(kept.labelmap.segments)
    replayed = timed(lambda: replay.replay(again, islice(journal.read(tmp_path / "a.journal"), 1, None)))
    print(f"\n{size / 1e6:.2f} MB in the file, replayed in {replayed:.0f} ms")
    assert np.array_equal(again.labelmap.voxels, kept.labelmap.voxels)
