"""One 3-D update of a 96³ and of a 128³ region, as a laptop without AMX computes it, against one of 64³."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.bench
TARGET_S = {96: 1.2, 128: 2.5}

CODE = """
import json, time
import numpy as np, torch
torch.set_num_threads(2)
from medseg_gui.ml import device
device.fast_bf16 = lambda kind: False
from medseg_gui.ml.click3d.look import Mark3, Question, Region, Solid, look
from medseg_gui.ml.click3d.network import SolidNet

net = SolidNet().eval().to(memory_format=torch.channels_last_3d)
chance = np.random.default_rng(0)
asked = Question(Solid(chance.normal(size=(160, 256, 256)).astype(np.float32), (1.5, 1.0, 1.0)),
                 (Mark3(np.array([[80, 128, 128]])), Mark3(np.array([[60, 100, 128]]), False)))

def network(x):
    with torch.inference_mode():
        return net(x).sigmoid().clone()

own = np.zeros((160, 256, 256), bool)
own[60:100, 90:160, 90:160] = True
out = {}
for grid in (64, 96, 128):
    region = Region(np.array([80.0, 128.0, 128.0]), np.array([80.0, 140.0, 140.0]), grid)
    times = []
    for _ in range(6):
        began, used = time.perf_counter(), time.process_time()
        look(network, asked, [region], [own])[0].voxels(asked.solid.shape)
        times.append((time.perf_counter() - began, (time.process_time() - used) / 2))
    out[grid] = sorted(times[1:])
print(json.dumps(out))
"""


def test_3_d_update() -> None:
    environment = {**os.environ, "ONEDNN_MAX_CPU_ISA": "AVX2", "OMP_NUM_THREADS": "2"}
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True, env=environment)
    times = {int(k): v for k, v in json.loads(run.stdout.splitlines()[-1]).items()}
    for grid, target in TARGET_S.items():
        (median, _), (worst, _) = times[grid][len(times[grid]) // 2], times[grid][-1]
        busy = min(t[1] for t in times[grid])
        print(f"\n{grid}³: {median:.2f} s, at worst {worst:.2f} s, {busy:.2f} s of each core (target {target} s)")
        print(f"{busy / min(t[1] for t in times[64]):.1f} times a 64³ look")
    assert times[96][0] > times[64][0]
