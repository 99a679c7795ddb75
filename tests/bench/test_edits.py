"""Time of a brush move, an undo and a whole-volume fill on 512×512×400, against plain writes of the same voxels."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import pytest

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.volume import Volume

pytestmark = pytest.mark.bench

SHAPE = (400, 512, 512)
RADIUS = 20
PLANES = {
    "axial": (1, 2 * RADIUS + 1, 2 * RADIUS + 1),
    "coronal": (2 * RADIUS + 1, 1, 2 * RADIUS + 1),
    "sagittal": (2 * RADIUS + 1, 2 * RADIUS + 1, 1),
    "ball": (2 * RADIUS + 1,) * 3,
}


def new_case(locked: int = 0) -> Case:
    geometry = Geometry.axial(SHAPE, (1, 1, 1))
    volume = Volume(np.broadcast_to(np.int16(0), SHAPE), geometry)
    segments = [Segment(v, f"s{v}", locked=2 <= v < 2 + locked) for v in range(1, 10)]
    return Case(volume, LabelMap.empty(geometry, segments))


def footprint(size: tuple[int, int, int]) -> np.ndarray:
    gap = sum((np.arange(n).reshape([-1 if a == i else 1 for a in range(3)]) - n // 2) ** 2 for i, n in enumerate(size))
    return np.asarray(gap <= RADIUS**2)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - start)


@pytest.mark.parametrize("locked", [0, 2])
@pytest.mark.parametrize("plane", PLANES)
def test_brush_moves_and_undo(plane: str, locked: int) -> None:
    case = new_case(locked)
    segment = case.labelmap.segments[0]
    size = PLANES[plane]
    mask = footprint(size)
    plain = np.zeros(SHAPE, np.uint8)
    moves, peers, ends, undos, redos = [], [], [], [], []
    gc.disable()
    for stroke in range(12):
        ended = 0.0
        with case.edit("Brush") as edit:
            for step in range(60):
                lo = (100 + 3 * stroke, 60 + 4 * step, 100 + 3 * step)
                box = Box(lo, tuple(a + n for a, n in zip(lo, size, strict=True)))  # type: ignore[arg-type]
                moves.append(timed(lambda box=box: edit.paint(segment, box, mask)))
                peers.append(timed(lambda box=box: np.copyto(plain[box.slices], 1, where=mask)))
            ended = time.perf_counter()
        ends.append(1e3 * (time.perf_counter() - ended))
        undos.append(timed(case.undo))
        redos.append(timed(case.redo))
    gc.enable()
    print(
        f"\n{plane}, {locked} locked: move {median(moves):.4f} ms (worst {max(moves):.3f}; plain write "
        f"{median(peers):.4f}, ratio {median(moves) / median(peers):.1f}), end of stroke {median(ends):.2f}, "
        f"undo {median(undos):.2f}, redo {median(redos):.2f} ms, {case.history.done[-1].bytes / 1000:.1f} kB"
    )


def test_whole_volume_fill_and_undo() -> None:
    case = new_case()
    segment, other = case.labelmap.segments[:2]
    rng = np.random.default_rng(0)
    noise = np.repeat(np.repeat(rng.random((400, 64, 64)) < 0.3, 8, 1), 8, 2)
    everywhere = np.ones(SHAPE, bool)

    def fill(who: Segment, where: np.ndarray) -> None:
        with case.edit("Fill") as edit:
            edit.paint(who, Box.whole(SHAPE), where)

    copy = timed(case.labelmap.voxels.copy)
    for what, who, where in (("noise", other, noise), ("all", segment, everywhere)):
        print(
            f"\nfill {what}: {timed(lambda who=who, where=where: fill(who, where)):.0f} ms, "
            f"undo {timed(case.undo):.0f} ms, redo {timed(case.redo):.0f} ms, "
            f"{case.history.done[-1].bytes / 1e6:.2f} MB; a copy of the map {copy:.0f} ms"
        )
