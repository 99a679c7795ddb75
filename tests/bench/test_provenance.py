"""What keeping the authors costs: a stroke, an undo, the map on 512×512×600; the history's bare work is the peer."""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable
from statistics import median
from unittest.mock import patch

import numpy as np
import pytest

from medseg_gui.core.case import Case
from medseg_gui.core.effort import Effort
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.history import History
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.provenance import authors_in, counts
from medseg_gui.core.volume import Volume

pytestmark = pytest.mark.bench

SHAPE = (600, 512, 512)
WHOLE = Box.whole(SHAPE)


def new_case(budget: int = 2**29) -> Case:
    geometry = Geometry.axial(SHAPE, (1, 1, 1))
    segments = [Segment(v, f"s{v}") for v in range(1, 10)]
    return Case(
        Volume(np.broadcast_to(np.int16(0), SHAPE), geometry), LabelMap.empty(geometry, segments), History(budget)
    )


def timed(work: Callable[[], object]) -> float:
    """Processor time in ms: other programs do not count."""
    start = time.thread_time()
    work()
    return 1e3 * (time.thread_time() - start)


def stroke(case: Case, number: int, moves: int = 60) -> None:
    y, x = np.ogrid[-20:21, -20:21]
    mask = (y * y + x * x <= 400)[None]
    with case.edit("Brush") as edit:
        for step in range(moves):
            lo = (number % 600, 60 + 4 * step, 100 + 3 * step)
            edit.paint(case.labelmap.segments[number % 9], Box(lo, (lo[0] + 1, lo[1] + 41, lo[2] + 41)), mask)


def test_a_stroke_and_an_undo_pay_nothing() -> None:
    """With and without the count of the effort, by turns; and with a history that forgets a step at each stroke."""
    case, plain, tight = new_case(), new_case(), new_case(budget=40_000)
    kept, bare, forgetting, undos = [], [], [], []
    gc.disable()
    for number in range(150):
        kept.append(timed(lambda number=number: stroke(case, number)))
        undos.append(timed(case.undo))
        case.redo()
        with patch.object(Effort, "did", lambda self, step: None):
            bare.append(timed(lambda number=number: stroke(plain, number)))
        forgetting.append(timed(lambda number=number: stroke(tight, number)))
    gc.enable()
    print(
        f"\nprocessor time: stroke of 60 moves {median(kept):.2f} ms, without counting {median(bare):.2f} (ratio "
        f"{median(kept) / median(bare):.3f}), forgetting another {median(forgetting):.2f} (ratio "
        f"{median(forgetting) / median(bare):.3f}); undo {median(undos):.2f} ms; {tight.history.forgotten} forgotten"
    )


def test_the_map_of_many_steps() -> None:
    case = new_case()
    for number in range(1000):
        stroke(case, number, 10)
    everywhere = np.ones((200, 512, 512), bool)
    fill = timed(lambda: _fill(case, everywhere))
    undo = timed(case.undo)
    case.redo()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = []
    whole = timed(lambda: found.append(authors_in(case.written, case.history.done, WHOLE)))
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    counting = timed(lambda: counts(found[0], case.labelmap))
    stroke(case, 3)
    step = case.history.done[-1]
    one = timed(lambda: found[0].write(step))
    print(
        f"\nprocessor time: 1000 strokes, a fill of 52 million voxels ({fill:.0f} ms, undo {undo:.0f} ms): map "
        f"{whole:.0f} ms, at most {more:.0f} MB more; counting {counting:.0f} ms; one stroke more {one:.2f} ms"
    )


def _fill(case: Case, everywhere: np.ndarray) -> None:
    with case.edit("Fill") as edit:
        edit.paint(case.labelmap.segments[0], Box((0, 0, 0), (200, 512, 512)), everywhere)
