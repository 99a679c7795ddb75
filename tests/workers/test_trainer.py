"""The trainer process: it trains, it can be stopped or killed, and the library stays whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from medseg_gui import settings
from medseg_gui.core.errors import BadInput, ModelError
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.workers import children, finetune, models, segment, trainer
from medseg_gui.workers.job import Steps, run_now
from medseg_gui.workers.pairs import Pair
from medseg_gui.workers.trainer import TrainingSpec, run_trainer
from tests.ml.tiny import NAMES, PLAN, phantom
from tests.workers.test_models import make_model

pytestmark = pytest.mark.usefixtures("one_thread")


def spec(pairs: tuple[Pair, ...], steps: int, **recipe: Any) -> TrainingSpec:
    return TrainingSpec("mine", pairs, "", NAMES, {"steps": steps, "batch": 1, "plan": PLAN, **recipe})


def child_of(steps: Steps[ModelCard]) -> subprocess.Popen[bytes]:
    child: subprocess.Popen[bytes] = steps.gi_frame.f_locals["child"]
    return child


def until_training(steps: Steps[ModelCard]) -> Progress:
    return next(p for p in steps if p.text == "Training" and p.done >= 2)


def test_the_spec_survives_json(pairs: tuple[Pair, ...]) -> None:
    one = spec(pairs, 5)
    assert TrainingSpec.from_json(one.to_json()) == one
    assert one.digest != spec(pairs, 6).digest


def test_a_training_in_its_own_process_gives_a_pending_model_that_can_be_accepted(pairs: tuple[Pair, ...]) -> None:
    seen: list[Progress] = []
    card = run_now(run_trainer(spec(pairs, 30)), seen.append)
    assert any(p.text == "Training" and "loss" in p.figures for p in seen)
    assert models.pending() == [card]
    assert [s.name for s in card.segments] == ["bright", "dark"]
    assert 0 <= card.scores["held_out_dice"] <= 1
    assert "mine" not in [c.name for c in models.list_models()]
    accepted = models.accept(card)
    assert models.verify("mine") == accepted
    volume, _ = phantom(9)
    assert run_now(segment.segment(volume, "mine")).labels.segments
    assert not list((settings.user_folder("cache") / "training").iterdir())
    # and a copy of it learns on, in the window's way
    corrected, voxels = phantom(11)
    theirs = np.array([0, 4, 7], np.uint8)[voxels]  # the window's own values: names decide
    labels = LabelMap([theirs], corrected.geometry, [Segment(4, "bright"), Segment(7, "dark")])
    steps = finetune.finetune_open_case(corrected, labels, "mine", finetune.next_name("mine"), steps=2)
    new = run_now(steps)
    assert new.name == "mine-2"
    assert new.parent == "mine 1"
    assert {"held_out_dice", "held_out_dice_before"} <= set(new.scores)
    assert [s.value for s in new.segments] == [1, 2]


def test_cancel_ends_the_child_and_forgets(pairs: tuple[Pair, ...]) -> None:
    steps = run_trainer(spec(pairs, 20_000))
    until_training(steps)
    child = child_of(steps)
    steps.close()
    assert child.poll() is not None
    assert models.pending() == []
    assert not list((settings.user_folder("cache") / "training").iterdir())


def test_a_killed_trainer_is_a_clear_error_and_can_go_on(pairs: tuple[Pair, ...]) -> None:
    make_model(settings.user_folder("models") / "old", "old")
    steps = run_trainer(spec(pairs, 20_000))
    until_training(steps)
    os.kill(child_of(steps).pid, signal.SIGKILL)
    with pytest.raises(ModelError, match=r"ended from outside, or memory ran out.*goes on from its last checkpoint"):
        run_now(steps)
    assert models.verify("old").name == "old"
    assert models.pending() == []
    assert [c.name for c in models.list_models() if not models.is_shipped(c)] == ["old"]
    kept = list((settings.user_folder("cache") / "training").iterdir())
    assert len(kept) == 1


def test_the_childs_error_arrives_as_it_was(pairs: tuple[Pair, ...]) -> None:
    bad = [Pair(p.image, p.label, p.patient, "", "test") for p in pairs]
    with pytest.raises(BadInput, match="none is left to learn from"):
        run_now(run_trainer(spec(tuple(bad), 5)))


def test_it_gives_way_and_dies_with_its_parent(pairs: tuple[Pair, ...]) -> None:
    """The child, driven by hand: a fresh flag stops its steps, closing its stdin ends it."""
    work = settings.user_folder("cache") / "by-hand"
    work.mkdir()
    (work / "job.json").write_text(spec(pairs, 20_000).to_json())
    child = subprocess.Popen(
        trainer.child_command(work / "job.json"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=children.environment(),
    )
    assert child.stdin is not None
    assert child.stdout is not None

    def step() -> float:
        assert child.stdout is not None
        message = json.loads(child.stdout.readline())["progress"]
        return float(message["done"]) if message["text"] == "Training" else 0.0

    try:
        while step() < 2:
            pass
        os.set_blocking(child.stdout.fileno(), False)
        with trainer.give_way():
            time.sleep(0.5)
            child.stdout.read()
            time.sleep(1.0)
            assert not child.stdout.read()  # no step is reported while a click has the machine
        deadline = time.monotonic() + 10
        while not child.stdout.read() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert time.monotonic() < deadline
        child.stdin.close()
        assert child.wait(10) == 1
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def test_a_taken_name_is_refused_before_anything_starts(tmp_path: Path) -> None:
    make_model(settings.user_folder("models") / "old", "old")
    with pytest.raises(ModelError, match="already"):
        next(finetune.train(tmp_path, "old"))
