"""A training holds patches, never all cases: its peak memory on 50 cases is that on 5, within a tenth."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.bench.training_memory_child import SHAPE
from tests.conftest import ROOT

pytestmark = [pytest.mark.bench, pytest.mark.slow]


def peak_mb(cases: int) -> float:
    command = [sys.executable, "-m", "tests.bench.training_memory_child", str(cases)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout.splitlines()[-1])


def test_fifty_cases_take_the_memory_of_five() -> None:
    five, fifty = peak_mb(5), peak_mb(50)
    held = 45 * SHAPE[0] * SHAPE[1] * SHAPE[2] * 5 / 1e6  # float32 and classes of the other 45
    print(
        f"\ntraining peak with 5 cases {five:.0f} MB, with 50 {fifty:.0f} (×{fifty / five:.3f}, target 1.1); "
        f"holding the other cases would add {held:.0f}"
    )
    assert fifty < 1.1 * five
