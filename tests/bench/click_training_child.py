"""Times clicks while a U-Net trains, and while that training is paused, in turn; prints milliseconds as JSON.

``python -m tests.bench.click_training_child IMAGE CASES``: clicks on IMAGE, training from nothing on the folder CASES.
The clicks are asked as the window asks them: on a thread of their own, the trainer giving way.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

os.environ["MEDSEG_HOME"] = tempfile.mkdtemp()

import numpy as np

ROUNDS, CLICKS = 8, 4
BETWEEN_S = 0.7
"""A quick reader's pause between two clicks: the trainer is in the midst of a step when the next one comes."""


def main(image: str, cases: str) -> None:
    from medseg_gui import api
    from medseg_gui.workers import trainer, watching
    from medseg_gui.workers.pairs import read_pairs

    pairs = read_pairs(cases)[:6]
    steps = trainer.run_trainer(trainer.TrainingSpec("mine", pairs, recipe={"steps": 20_000}))
    work = Path(next(p for p in steps if p.text == "Training" and p.done >= 3).folder)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            next(steps)
        steps.close()

    lane = threading.Thread(target=listen)
    lane.start()
    volume = api.open_volume(image)
    segmenter = api.load_model("click")
    chance = np.random.default_rng(0)
    tissue = np.argwhere((volume.voxels[::4, ::4, ::4] > 0) & (volume.voxels[::4, ::4, ::4] < 300)) * 4
    times: dict[str, list[float]] = {"paused": [], "training": []}
    for number in range(2 * ROUNDS + 1):
        kind = ("paused", "training")[number % 2]
        watching.pause(work, kind == "paused")
        time.sleep(4)
        for _ in range(CLICKS):
            z, y, x = (int(v) for v in tissue[int(chance.integers(len(tissue)))])
            time.sleep(BETWEEN_S)
            began = time.perf_counter()
            with trainer.give_way():
                api.predict(segmenter, volume, [api.Click((z, y, x), True)], None, "axial")
            if number:  # the first round is for warming up
                times[kind].append(1e3 * (time.perf_counter() - began))
    stop.set()
    lane.join()
    print(json.dumps(times))


if __name__ == "__main__":
    main(*sys.argv[1:3])
