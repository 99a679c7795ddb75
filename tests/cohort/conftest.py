"""A small cohort, a small model, and a pool that needs no process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from medseg_gui import api, settings
from medseg_gui.workers import cohort
from medseg_gui.workers.cohort_case import Answer, Task, segment_case
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pool import Ended
from tests.ml.tiny import phantom
from tests.workers.test_models import make_model


class HerePool:
    """Does the cases in this process. ``done`` are their names; ``instead`` may answer in the place of the work."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.instead: Callable[[Task], Answer | None] = lambda task: run_now(segment_case(task))
        self._answers: Ended = []

    def start(self, task: Task) -> None:
        self.done.append(task["name"])
        self._answers.append((task["name"], self.instead(task)))

    def ended(self, patience_s: float) -> Ended:
        answers, self._answers = self._answers, []
        return answers

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> HerePool:
    pool = HerePool()
    monkeypatch.setattr(cohort, "_pool", lambda *_: pool)
    return pool


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Four images, one of them in a folder below, and an untrained model "base" in the user's library."""
    make_model(settings.user_folder("models") / "base", "base")
    home = tmp_path / "study"
    (home / "sub-1" / "anat").mkdir(parents=True)
    for seed, name in enumerate(("a", "b", "c", "sub-1/anat/T1w")):
        api.convert(phantom(seed)[0], home / f"{name}.nii.gz")
    return home
