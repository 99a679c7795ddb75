"""A batch of eight cases by two workers against one, on the cores that are there."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api, settings
from medseg_gui.core.volume import Volume
from medseg_gui.workers.pool import cores
from tests.ml.tiny import phantom
from tests.workers.test_models import make_model

CASES, REPEAT = 8, (3, 4, 4)


@pytest.mark.bench
def test_two_workers_against_one(tmp_path: Path) -> None:
    make_model(settings.user_folder("models") / "base", "base")
    home = tmp_path / "study"
    home.mkdir()
    for seed in range(CASES):
        small = phantom(seed)[0]
        voxels = np.tile(small.voxels, REPEAT)
        large = Volume(voxels, small.geometry.axial(voxels.shape, small.geometry.spacing_mm), "MR")
        api.convert(large, home / f"case{seed}.nii.gz")
    took = {}
    for workers in (1, 2):
        began = time.perf_counter()
        assert api.batch([home], "base", tmp_path / f"by-{workers}", workers=workers).counts == {"done": CASES}
        took[workers] = time.perf_counter() - began
    masks = [[(tmp_path / f"by-{w}" / f"case{i}.nii.gz").read_bytes() for i in range(CASES)] for w in (1, 2)]
    assert masks[0] == masks[1]
    print(
        f"\n{CASES} cases of {'×'.join(map(str, voxels.shape))} on {cores()} cores, starts included: one worker"
        f" {took[1]:.1f} s, two {took[2]:.1f} s: {took[1] / took[2]:.2f} times as fast, masks identical"
    )
