"""How much longer a click takes while a training runs: the target is 1.5 times, on two cores."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.bench


def test_clicks_while_a_training_runs(data_dir: Path) -> None:
    plain = {"ONEDNN_MAX_CPU_ISA": "AVX2", "OMP_NUM_THREADS": "2", "OMP_WAIT_POLICY": "PASSIVE"}
    given = [str(data_dir / "abdomen-crlm"), str(data_dir / "hippocampus-msd")]
    command = [sys.executable, "-m", "tests.bench.click_training_child", *given]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | plain, capture_output=True, text=True, check=True)
    times = {name: np.array(ms) for name, ms in json.loads(done.stdout.splitlines()[-1]).items()}
    usual, meanwhile = (np.percentile(times[name], (50, 95)) for name in ("paused", "training"))
    print(
        f"\nfirst clicks, training paused: p50 {usual[0]:.0f} ms, p95 {usual[1]:.0f}; while it runs: p50 "
        f"{meanwhile[0]:.0f}, p95 {meanwhile[1]:.0f}; ratio {meanwhile[0] / usual[0]:.2f} of the medians, "
        f"{meanwhile.mean() / usual.mean():.2f} (target 1.5)"
    )
    assert len(times["paused"]) == len(times["training"]) > 20
