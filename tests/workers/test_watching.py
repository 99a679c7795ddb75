"""A training is paused, goes on, and shows what it can; nothing of it stays behind."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import settings
from medseg_gui.core.errorpicture import sample_picture
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.workers import children, watching
from medseg_gui.workers.job import Steps
from medseg_gui.workers.pairs import Pair
from medseg_gui.workers.trainer import run_trainer
from medseg_gui.workers.watching import Samples
from tests.workers.test_trainer import child_of, spec, until_training

pytestmark = pytest.mark.usefixtures("one_thread")


def until_paused(steps: Steps[ModelCard]) -> tuple[Path, float]:
    """Pauses the training under way; its folder, and the step at which it stands still."""
    work = Path(until_training(steps).folder)
    watching.pause(work, True)
    quiet, last = 0, -1.0
    for progress in steps:
        quiet = quiet + 1 if progress.text == "Paused" and progress.done == last else 0
        last = progress.done
        if quiet == 20:  # a second without a step
            return work, last
    raise AssertionError("it ended")


def test_a_paused_training_stands_still_and_goes_on(pairs: tuple[Pair, ...]) -> None:
    steps = run_trainer(spec(pairs, 20_000))
    work, stood = until_paused(steps)
    began = time.monotonic()
    while time.monotonic() - began < 3:
        paused = next(steps)
        assert (paused.text, paused.done) == ("Paused", stood)
    watching.pause(work, False)
    on = next(p for p in steps if p.text == "Training" and p.done > stood)
    # three seconds of pause would be thousands of minutes for 20,000 steps
    assert on.figures["minutes_left"] < 2 * paused.figures["minutes_left"] + 5
    steps.close()


def test_a_paused_training_can_be_stopped_and_a_left_over_pause_does_not_count(
    pairs: tuple[Pair, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = run_trainer(spec(pairs, 20_000))
    work, _ = until_paused(steps)
    child = child_of(steps)
    monkeypatch.setattr(children, "STOP_S", 30)
    steps.close()
    assert child.poll() == 1  # it ended by itself: nobody had to kill it
    assert not work.exists()
    work.mkdir()
    watching.pause(work, True)
    steps = run_trainer(spec(pairs, 20_000))
    until_training(steps)
    steps.close()


def test_it_shows_held_out_slices_while_it_learns(pairs: tuple[Pair, ...]) -> None:
    seen: list[tuple[Progress, int]] = []
    steps = run_trainer(spec(pairs, 60))
    samples = Samples(Path(next(steps).folder))
    for progress in steps:
        pictures = samples.new()
        if pictures:
            assert all(p.ndim == 3 and p.shape[2] == 3 and max(p.shape) == 240 for p in pictures)
            seen.append((progress, len(pictures)))
    assert seen
    assert {n for _, n in seen} == {1}  # one of four cases is held out
    assert not samples.work.exists()
    assert samples.new() == []
    assert not list((settings.user_folder("cache") / "training").iterdir())


def test_pictures_are_read_once_and_a_torn_file_is_none(tmp_path: Path) -> None:
    samples = Samples(tmp_path)
    assert samples.new() == []
    watching.keep_samples(tmp_path, [np.zeros((4, 5, 3), np.uint8), np.ones((3, 3, 3), np.uint8)])
    assert [p.shape for p in samples.new()] == [(4, 5, 3), (3, 3, 3)]
    assert samples.new() == []
    (tmp_path / watching.SAMPLES).write_bytes(b"PK not quite")
    assert samples.new() == []


def test_a_picture_is_cut_to_the_labels_and_shows_both_outlines() -> None:
    labels = np.zeros((100, 100), np.uint8)
    labels[40:60, 30:70] = 1
    answer = np.roll(labels, 6, 0)
    picture = sample_picture(np.random.default_rng(0).normal(size=(100, 100)), answer, labels, (1.0, 1.0))
    assert picture.shape == (117, 240, 3)
    assert {(64, 200, 255), (255, 150, 0)} <= {tuple(c) for c in picture.reshape(-1, 3).tolist()}
