"""A fine-tuning is cancelled, killed, runs out of memory or disk: models stay whole, the next start is clean."""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from medseg_gui import settings
from medseg_gui.core.errors import MedsegError, ModelError, WriteFailed
from medseg_gui.workers import models, trainer
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pairs import Pair
from medseg_gui.workers.trainer import TrainingSpec, run_trainer
from tests.workers.test_models import make_model
from tests.workers.test_trainer import child_of, spec

pytestmark = [
    pytest.mark.usefixtures("one_thread"),
    pytest.mark.skipif(not hasattr(resource, "RLIMIT_AS"), reason="limits as POSIX has them"),
]
START = "import os, resource, sys\nfrom medseg_gui.workers import trainer\n"
END = "\nsys.exit(trainer.trainer_main(sys.argv[1]))"


@pytest.fixture
def library() -> Iterator[Path]:
    """The models folder with one model, which must be as it was when the test is over."""
    home = settings.user_folder("models")
    make_model(home / "old", "old")
    before = hashes(home / "old")
    yield home
    assert hashes(home / "old") == before
    assert models.verify("old").name == "old"


def hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def finetuning(pairs: tuple[Pair, ...], steps: int = 3, **recipe: object) -> TrainingSpec:
    one = spec(pairs, steps, **recipe)
    return TrainingSpec(one.name, one.pairs, "old", one.names, {k: v for k, v in one.recipe.items() if k != "plan"})


@contextmanager
def hurt(how: str) -> Iterator[None]:
    """Inside, the trainer process runs that Python first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trainer, "child_command", lambda job: [sys.executable, "-c", START + how + END, str(job)])
        yield


def nothing_new(home: Path) -> bool:
    return models.pending() == [] and sorted(p.name for p in home.iterdir() if not p.name.startswith(".")) == ["old"]


def next_start_is_clean(pairs: tuple[Pair, ...]) -> None:
    """The same training, started again by a program that nothing hurts, gives a model that can be accepted."""
    card = run_now(run_trainer(finetuning(pairs)))
    assert models.pending() == [card]
    models.discard(card)
    assert not list((settings.user_folder("models") / models.PENDING).iterdir())
    assert not list((settings.user_folder("cache") / "training").iterdir())


def test_cancelled_at_any_point(library: Path, pairs: tuple[Pair, ...]) -> None:
    for text in ("Starting the trainer", "Scoring the old model", "Training"):
        steps = run_trainer(finetuning(pairs, steps=20_000))
        next(p for p in steps if p.text in (text, "Training"))  # a short stage may pass untold
        child = child_of(steps)
        steps.close()
        assert child.poll() is not None
        assert nothing_new(library), text
        assert not list((settings.user_folder("cache") / "training").iterdir()), text


@pytest.mark.parametrize(
    "how",
    [
        "from medseg_gui.ml import scoring, training\ntraining.score = lambda *a: os.kill(os.getpid(), 9)",
        """
def half(folder, *given):
    (folder / "weights.safetensors").write_bytes(bytes(1000))
    os.kill(os.getpid(), 9)
trainer.write_model = half
""",
        """
from pathlib import Path
Path.replace = lambda self, to: os.kill(os.getpid(), 9) if to.name == "card.json" else os.replace(self, to)
""",
    ],
    ids=["while scoring", "while writing weights", "before the card is in place"],
)
def test_killed(library: Path, pairs: tuple[Pair, ...], how: str) -> None:
    with hurt(how), pytest.raises(ModelError, match="ended from outside, or memory ran out"):
        run_now(run_trainer(finetuning(pairs)))
    assert nothing_new(library)
    for left in (library / models.PENDING).glob("*"):
        os.utime(left, (time.time() - 7200,) * 2)  # as the next day finds it
    next_start_is_clean(pairs)


def test_out_of_memory(library: Path, pairs: tuple[Pair, ...]) -> None:
    """The address space is limited to what is in use and a little more before the first batch, which is large."""
    how = """
from medseg_gui.ml import fitting
draw = fitting.draw_batch
def limited(*given):
    pages = int(open("/proc/self/statm").read().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + (64 << 20),) * 2)
    return draw(*given)
fitting.draw_batch = limited
"""
    with (
        hurt(how),
        pytest.raises(ModelError, match=r"There is not enough memory to train|ended from outside, or memory") as told,
    ):
        run_now(run_trainer(finetuning(pairs, batch=2000)))
    one_line(told.value)
    assert nothing_new(library)
    next_start_is_clean(pairs)


@pytest.mark.parametrize("limit", [20_000, 100_000], ids=["cases do not fit", "weights do not fit"])
def test_no_room_for_files(library: Path, pairs: tuple[Pair, ...], limit: int) -> None:
    with (
        hurt(f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"),
        pytest.raises(WriteFailed, match=r"disk is full|could not be written") as told,
    ):
        run_now(run_trainer(finetuning(pairs)))
    one_line(told.value)
    assert nothing_new(library)
    next_start_is_clean(pairs)


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "size_kb"), [("cache", 0), ("cache", 4), ("cache", 200), ("models", 0)])
def test_a_full_disk(library: Path, pairs: tuple[Pair, ...], folder: str, size_kb: int) -> None:
    """A real one, where it may be made: a memory disk in the place of the work or of the pending folder."""
    place = settings.user_folder("cache") / "training" if folder == "cache" else library / models.PENDING
    place.mkdir(exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={max(4, size_kb)}k", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("this user may mount nothing")
    try:
        if size_kb == 0:
            with pytest.raises(OSError, match="No space"), (place / "all").open("wb") as file:
                file.write(bytes(1 << 16))
        with pytest.raises(MedsegError, match=r"disk is full|could not be written|cannot begin") as told:
            run_now(run_trainer(finetuning(pairs)))
        one_line(told.value)
        assert nothing_new(library)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
    next_start_is_clean(pairs)


def one_line(error: MedsegError) -> None:
    assert "\n" not in str(error)
    assert len(str(error)) < 500
    assert "Traceback" not in str(error)
