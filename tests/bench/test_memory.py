"""Peak resident memory with 20 segments after 200 mixed edits on 512×512×600, and what 50 segments cost beside one."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.bench, pytest.mark.slow]


def child(segments: int, edits: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.memory_child", str(segments), str(edits)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_peak_after_mixed_edits() -> None:
    found = child(20, 200)
    limit = 3 * found["image_mb"] + 500
    print(
        f"\npeak resident {found['peak_mb']:.0f} MB (target {limit:.0f}); open {found['opened_mb']:.0f}, with 20 "
        f"segments {found['drawn_mb']:.0f}, afterwards {found['after_mb']:.0f}, of it history {found['history_mb']:.0f}"
    )
    assert found["steps"] > 100


def test_fifty_segments_beside_one() -> None:
    one, fifty = child(1, 0), child(50, 0)
    ratio = fifty["drawn_mb"] / one["drawn_mb"]
    print(
        f"\nresident with one segment {one['drawn_mb']:.0f} MB, with fifty {fifty['drawn_mb']:.0f} (×{ratio:.2f}, "
        f"target 2); peak {one['peak_mb']:.0f} and {fifty['peak_mb']:.0f}"
    )
