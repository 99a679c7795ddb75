"""What tests of the trainer share."""

from __future__ import annotations

from pathlib import Path

import pytest

from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.workers.pairs import Pair, keep_case
from tests.ml.tiny import NAMES, phantom


@pytest.fixture
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """For processes that are started."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


@pytest.fixture
def pairs(tmp_path: Path) -> tuple[Pair, ...]:
    """Four tiny cases on disk."""
    out = []
    for seed in range(4):
        volume, voxels = phantom(seed)
        labels = LabelMap([voxels], volume.geometry, [Segment(v, n) for v, n in NAMES.items()])
        out.append(keep_case(tmp_path, volume, labels, {n: v for v, n in NAMES.items()}))
    return tuple(out)
