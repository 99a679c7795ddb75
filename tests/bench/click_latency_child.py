"""Times clicks in a process of its own and prints them as JSON: ``python -m tests.bench.click_latency_child IMAGE``.

Wall and processor milliseconds: the latter are what counts where other programs hold the cores (divide by the threads).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

PLACES, CORRECTIONS = 12, 4


def timed(act: Callable[..., Any], *given: Any) -> tuple[Any, list[float]]:
    wall, busy = time.perf_counter(), time.process_time()
    out = act(*given)
    return out, [1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - busy)]


def main(path: str) -> None:
    from medseg_gui import api

    volume = api.open_volume(path)
    chance = np.random.default_rng(0)
    segmenter, start = timed(api.load_model, "click")
    import torch

    kinds = ("first after start", "first", "later", "five looks", "one look")
    times: dict[str, list[list[float]]] = {"start": [start], **{kind: [] for kind in kinds}}
    tissue = np.argwhere((volume.voxels[::4, ::4, ::4] > 0) & (volume.voxels[::4, ::4, ::4] < 300)) * 4
    for n in range(PLACES):
        z, y, x = (int(v) for v in tissue[int(chance.integers(len(tissue)))])
        clicks = [api.Click((z, y, x), True)]
        answer, ms = timed(api.predict, segmenter, volume, clicks, None, "axial")
        times["first" if n else "first after start"].append(ms)
        for k in range(CORRECTIONS):
            far = int(chance.integers(5, 40))
            where = (z, min(max(y + far * (k % 2), 0), 511), min(max(x + far * (1 - k % 2), 0), 511))
            clicks = [*clicks, api.Click(where, k % 2 == 0)]
            answer, ms = timed(api.predict, segmenter, volume, clicks, answer.mask, "axial")
            times["later"].append(ms)
        for name, looks in (("five looks", 5), ("one look", 1)):
            times[name].append(timed(segmenter.probabilities, torch.randn(looks, 10, 128, 128))[1])
    print(json.dumps({"threads": torch.get_num_threads(), "times": times}))


if __name__ == "__main__":
    main(sys.argv[1])
