"""Networks in the number type that this computer is given, against float32, one core, in the same run.

Where nothing computes in bfloat16 (``device.fast_bf16``) both are float32, and the ratios say how quiet the machine is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
import torch

from medseg_gui.ml import device
from medseg_gui.ml.click import engine
from medseg_gui.ml.click3d import solid as solid_module
from medseg_gui.ml.networks import build, describe
from medseg_gui.workers import models

pytestmark = pytest.mark.bench
ROUNDS = 8


def test_number_types(monkeypatch: pytest.MonkeyPatch) -> None:
    card = models.find("click")
    clicks = engine.ClickSegmenter(card, Path(card.folder))
    solid = clicks._solid
    assert solid is not None
    look, region = torch.rand(5, engine.CHANNELS, engine.SIZE, engine.SIZE), torch.rand(1, 9, 64, 96, 96)
    network = build(describe((64, 64, 64), [1.0] * 3, 12, 16, 160))
    patch = torch.rand(1, 1, 64, 64, 64)

    def train() -> None:
        with device.autocast(torch.device("cpu")):
            answer = network(patch)
        answer.float().square().mean().backward()

    asked: dict[str, Callable[[], object]] = {
        "five 2-D looks of a click": lambda: clicks.probabilities(look),
        "a 3-D look of 64×96×96": lambda: solid.probabilities(region),
        "a training step on a patch of 64³": train,
    }
    usual, threads = device.autocast, torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        print(f"\nbfloat16: {device.fast_bf16('cpu')}, AMX: {device.has_amx()}")
        for name, ask in asked.items():
            took: dict[str, list[float]] = {"given": [], "float32": []}
            for _ in range(ROUNDS):
                for kind, times in took.items():
                    given = usual if kind == "given" else lambda _: nullcontext()
                    for module in (device, engine, solid_module):
                        monkeypatch.setattr(module, "autocast", given)
                    began = time.process_time()
                    ask()
                    times.append(time.process_time() - began)
            given_s, plain_s = (float(np.median(times[1:])) for times in took.values())
            print(f"{name}: {given_s * 1000:.0f} ms, {given_s / plain_s:.2f} of float32 ({plain_s * 1000:.0f} ms)")
            assert given_s < 2 * plain_s  # else the type chosen is wrong for this processor
    finally:
        torch.set_num_threads(threads)
