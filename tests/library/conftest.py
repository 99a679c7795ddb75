"""Where the other programs are that imported models are compared with."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest


@pytest.fixture(scope="session")
def nnunet() -> Callable[[Path, list[dict[str, Any]]], None]:
    """Runs ``nnunet_peer.py`` for jobs in a folder; skips where nnU-Net is not installed."""
    return _peer("nnunetv2", "nnunet_peer.py")


@pytest.fixture(scope="session")
def interactive_peer() -> Callable[[Path, dict[str, Any]], None]:
    """Runs ``interactive_peer.py`` for the job in a folder; skips where nnInteractive is not installed."""
    return _peer("nnInteractive", "interactive_peer.py")


def _peer(package: str, script: str) -> Callable[[Path, Any], None]:
    homes = [os.environ.get("MEDSEG_PEERS", ""), str(Path(sys.prefix) / "peers")]
    home = next((h for h in homes if h and (Path(h) / package).is_dir()), "")
    if not home and importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed (packaging/peers.txt into .venv/peers, or set MEDSEG_PEERS)")

    def run(folder: Path, jobs: Any) -> None:
        (folder / "jobs.json").write_text(json.dumps(jobs))
        env = {**os.environ, "PYTHONPATH": home, "MPLCONFIGDIR": str(folder), "MPLBACKEND": "agg"}
        command = [sys.executable, str(Path(__file__).with_name(script)), str(folder)]
        ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr[-3000:]

    return run


def worst_dice(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> float:
    """The smallest Dice of any value that either map holds, background included."""
    assert a.shape == b.shape
    both = [2 * np.sum((a == v) & (b == v)) / (np.sum(a == v) + np.sum(b == v)) for v in np.union1d(a, b)]
    return float(min(both))
