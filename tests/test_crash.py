"""SIGKILL at random moments while the real program is painted in: at most the unfinished stroke is lost."""

from __future__ import annotations

import os
import random
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.workers import case_files
from tests.crashing import killed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a signal of POSIX systems")
CHILD = Path(__file__).parent / "crash_child.py"
SHAPE = (12, 160, 160)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    voxels = np.random.default_rng(0).integers(-100, 200, SHAPE).astype(np.int16)
    api.convert(api.volume_from_array(voxels, (3.0, 1.0, 1.0)), tmp_path / "image.nii.gz")
    return tmp_path / "image.nii.gz"


def crash_and_reopen(image: Path, tmp_path: Path, saved: bool, kills: int, seed: int) -> tuple[int, int]:
    """(strokes finished in all, finished strokes lost): the program is killed and started again so many times."""
    rng = random.Random(seed)
    case = tmp_path / "case.medseg" if saved else None
    home = tmp_path / "home"
    finished, lost, before = 0, 0, None
    for run in range(kills + 1):  # the last start only looks at what came back
        path = image if run == 0 else case
        word, after = ("end" if run == 0 or rng.random() < 0.8 else "ready"), rng.uniform(0, 1.0)
        values = {"CRASH_CASE": str(case or ""), "CRASH_SEED": str(seed * 1000 + run)}
        words = killed(CHILD, path, home, values, word, after)
        opened = next(w for w in words if w[0] == "opened")
        if before is not None:
            told, begun = before
            # what was under way may be there or not: killed before its end, or after it and before it was told
            if opened[1:] != told[1:] and not begun:
                lost += 1
            if opened[1:] != told[1:] and begun:
                assert abs(int(opened[1]) - int(told[1])) == 1
        before = ([w for w in words if w[0] in ("ready", "end")][-1], words[-1][0] == "begin")
        finished += sum(w[0] == "end" for w in words)
    return finished, lost


@pytest.mark.parametrize("saved", [False, True])
def test_three_kills(image: Path, tmp_path: Path, saved: bool) -> None:
    finished, lost = crash_and_reopen(image, tmp_path, saved, 2 if saved else 1, 1)
    assert finished > 0
    assert lost == 0


@pytest.mark.slow
@pytest.mark.parametrize("saved", [False, True])
def test_fifty_kills(image: Path, tmp_path: Path, saved: bool) -> None:
    finished, lost = crash_and_reopen(image, tmp_path, saved, 30, 2)
    print(f"\n30 kills, {'saved' if saved else 'never saved'}: {finished} strokes finished, {lost} lost")
    assert finished > 30
    assert lost == 0
    for left in (tmp_path / "home" / "cases").glob("*.journal"):
        assert case_files.journal.header_of(left) is not None
