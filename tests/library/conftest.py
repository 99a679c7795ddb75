"""Where the other programs are that imported models are compared with."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from medseg_gui.core.errors import ModelError
from medseg_gui.core.soft import FULL
from medseg_gui.core.volume import Volume
from medseg_gui.workers import saliency, segment
from medseg_gui.workers.job import run_now


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


def check_sure_and_why(volume: Volume, name: str, alike: float, crops: bool) -> None:
    """An imported model's probabilities agree with its labels, and what speaks for a voxel lies round it.

    ``crops``: the model does not look at the image's empty border.
    """
    answer = run_now(segment.segment(volume, name))
    soft, labels = answer.prediction.soft, answer.prediction.labels
    assert soft is not None
    assert set(soft.classes) == {1, 2} == set(soft.spread)
    shares = np.zeros((3, *volume.geometry.shape))
    for value, layer in soft.classes.items():
        shares[(value, *layer.box.slices)] = layer.levels / FULL
    shares[0] = 1 - shares[1:].sum(0)
    assert (shares.argmax(0) == labels).mean() >= alike
    assert abs(sum(soft.wrong[0]) - sum(soft.wrong[2])) < 1e-3 * sum(soft.wrong[0])
    at = (5, 33, 11)  # far from where a wrong turn would put it
    layer = run_now(saliency.of_model(volume, name, at, 2))
    assert layer.levels.max() == FULL
    peak = np.add(np.unravel_index(int(layer.levels.argmax()), layer.levels.shape), layer.box.lo)
    assert np.linalg.norm((peak - at) * np.array(volume.geometry.spacing_mm)) <= 8
    with pytest.raises(ModelError, match="does not look") if crops else nullcontext():
        run_now(saliency.of_model(volume, name, (0, 0, volume.geometry.shape[2] - 1), 2))
    with pytest.raises(ModelError, match="does not know"):
        run_now(saliency.of_model(volume, name, at, 7))
