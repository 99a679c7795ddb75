"""SIGKILL at random moments while the real program works through a list: masks and marks are as they were."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.crashing import killed
from tests.worklist.helpers import three_images

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a signal of POSIX systems")
CHILD = Path(__file__).parent / "crash_child.py"


def work_and_kill(tmp_path: Path, kills: int, seed: int) -> tuple[int, int, int]:
    """(actions that ended in all, restarts whose state was known, those that differed from it)."""
    rng = random.Random(seed)
    folder, home = three_images(tmp_path / "study"), tmp_path / "home"
    ended, known, lost, at = 0, 0, 0, 0
    told: list[str] | None = None
    for run in range(kills + 1):
        values = {
            "CRASH_LIST": str(folder),
            "CRASH_OUT": str(tmp_path / "out"),
            "CRASH_AT": str(at),
            "CRASH_SEED": str(seed * 1000 + run),
        }
        words = killed(CHILD, None, home, values, "end", rng.uniform(0, 1.5))
        opened = next(w for w in words if w[0] == "opened")
        if told is not None:
            known += 1
            lost += opened[1:] != told[1:]
        last = [w for w in words if w[0] in ("opened", "end")][-1]
        # what was begun and not told may be there or not: nothing can be said of it
        told = last if words[-1][0] != "begin" else None
        at = int(last[1])
        ended += sum(w[0] == "end" for w in words)
    return ended, known, lost


def test_two_kills(tmp_path: Path) -> None:
    ended, _, lost = work_and_kill(tmp_path, 2, 1)
    assert ended > 0
    assert lost == 0


@pytest.mark.slow
def test_thirty_kills(tmp_path: Path) -> None:
    ended, known, lost = work_and_kill(tmp_path, 30, 2)
    print(f"\n30 kills in a case list: {ended} actions ended, {known} restarts compared, {lost} lost")
    assert ended > 30
    assert lost == 0
