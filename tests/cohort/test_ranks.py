"""Two processes under a real torchrun train as one with the doubled batch; a dead one ends all, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from medseg_gui import settings
from medseg_gui.core.errors import BadInput, ModelError
from medseg_gui.ml import checkpoints, fitting
from medseg_gui.ml.cases import draw_batch
from medseg_gui.ml.distributed import Ranks
from medseg_gui.process import own_command
from medseg_gui.workers import children, failing, finetune, models, segment, torchrun
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pairs import Pair
from medseg_gui.workers.trainer import run_trainer
from tests.cohort import rank_child
from tests.ml.tiny import phantom
from tests.workers.conftest import pairs  # noqa: F401
from tests.workers.test_models import make_model
from tests.workers.test_trainer import spec, until_training

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="torchrun's processes are found by /proc")
TORCHRUN = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
ROOT = Path(__file__).parents[2]


def launched(out: Path, *more: str) -> int:
    out.mkdir(exist_ok=True)
    command = [*TORCHRUN, "-m", "tests.cohort.rank_child", str(out), *more]
    return subprocess.run(command, cwd=ROOT, env=children.environment(), check=False, capture_output=True).returncode


def result(out: Path) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    return checkpoints.load(out / "result.safetensors")


def rank_pid(which: int) -> int:
    """The process of that rank of a training that these tests started."""
    for entry in Path("/proc").iterdir():
        try:
            variables = (entry / "environ").read_bytes().split(b"\0") if entry.name.isdigit() else []
        except OSError:
            continue
        home = f"MEDSEG_HOME={os.environ['MEDSEG_HOME']}".encode()
        if {f"RANK={which}".encode(), home} <= set(variables):
            return int(entry.name)
    raise AssertionError(f"no rank {which}")


def test_two_ranks_train_as_one_process_with_the_doubled_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert launched(tmp_path / "two") == 0

    numbers: list[tuple[int, ...]] = []

    def both(cases: Any, plan: Any, _: Any) -> Any:
        """What the two ranks draw at this step, as one batch."""
        draws = [draw_batch(cases, plan, np.random.default_rng([*numbers[-1], rank])) for rank in range(2)]
        return tuple(map(torch.cat, zip(*draws, strict=True)))

    one = tmp_path / "one"
    one.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(fitting, "CHECKPOINT_EVERY_S", 0.0)
        patch.setattr(fitting, "draw_batch", both)
        patch.setattr(Ranks, "seed", lambda _, *given: numbers.append(given) or list(given))
        rank_child.main(one)
    (two_tensors, two_facts), (one_tensors, one_facts) = result(tmp_path / "two"), result(one)
    assert two_facts["losses"] == pytest.approx(one_facts["losses"], rel=1e-4)
    assert two_facts["losses"][0] != two_facts["losses"][-1]
    # the mean gradients, which the optimiser keeps; weights differ where Adam makes steps of rounding errors
    apart, size = (
        torch.stack([f(n).double().norm() for n in one_tensors if n.startswith("exp_avg.")]).norm()
        for f in (lambda n: two_tensors[n] - one_tensors[n], lambda n: one_tensors[n])
    )
    print(f"gradients {float(apart / size):.2e} apart")
    assert apart < 0.03 * size
    # each case was prepared by one of them
    prepared = [(tmp_path / "two" / f"prepared-{rank}").read_text().split() for rank in range(2)]
    assert [len(p) for p in prepared] == [2 * 2 + 2, 2]  # image and labels; the held-out case is the first one's


@pytest.mark.slow
def test_a_rank_that_dies_ends_all_and_the_same_training_goes_on(tmp_path: Path) -> None:
    assert launched(tmp_path / "whole") == 0
    assert launched(tmp_path / "killed", "3") != 0
    assert not (tmp_path / "killed" / "result.safetensors").exists()
    assert checkpoints.load(tmp_path / "killed" / "work-0" / fitting.CHECKPOINT)[1]["done"] >= 2
    assert launched(tmp_path / "killed") == 0
    (whole, _), (again, facts) = result(tmp_path / "whole"), result(tmp_path / "killed")
    assert facts["done"] == 6
    assert len(facts["losses"]) < 6
    for name, tensor in whole.items():
        assert torch.equal(again[name], tensor), name


def test_processes_of_one_computer_make_one_model(pairs: tuple[Pair, ...]) -> None:  # noqa: F811
    two = torchrun_spec(pairs, 6)
    card = run_now(run_trainer(two))
    assert models.pending() == [card]
    assert 0 <= card.scores["held_out_dice"] <= 1
    accepted = models.accept(card)
    assert run_now(segment.segment(phantom(9)[0], accepted.name)).labels.segments
    assert not list((settings.user_folder("cache") / "training").iterdir())


def torchrun_spec(pairs: tuple[Pair, ...], steps: int) -> Any:  # noqa: F811
    from dataclasses import replace

    return replace(spec(pairs, steps), processes=2)


def test_a_dead_process_is_one_clear_error(pairs: tuple[Pair, ...]) -> None:  # noqa: F811
    steps = run_trainer(torchrun_spec(pairs, 20_000))
    until_training(steps)
    os.kill(rank_pid(1), signal.SIGKILL)
    with pytest.raises(ModelError, match=r"One of the processes.*goes on from its last checkpoint"):
        run_now(steps)
    assert models.pending() == []
    assert len(list((settings.user_folder("cache") / "training").iterdir())) == 1  # the checkpoint's folder


@pytest.mark.slow
def test_the_users_own_torchrun_says_one_line_where_a_process_dies(tmp_path: Path) -> None:
    """``torchrun -m medseg_gui.cli train``: a whole run, then one whose second process is killed."""
    from medseg_gui import api
    from medseg_gui.core.labelmap import LabelMap, Segment

    for seed in range(4):
        volume, labels = phantom(seed)
        for part in ("images", "labels"):
            (tmp_path / "pairs" / part).mkdir(parents=True, exist_ok=True)
        api.convert(volume, tmp_path / "pairs" / "images" / f"{seed}.nii.gz")
        both = LabelMap([labels], volume.geometry, [Segment(1, "bright"), Segment(2, "dark")])
        api.save_labels(both, tmp_path / "pairs" / "labels" / f"{seed}.nii.gz", volume)
    train = [*TORCHRUN, *own_command()[1:], "train", str(tmp_path / "pairs"), "--accept"]
    options: dict[str, Any] = {"env": children.environment(), "text": True, "cwd": ROOT}
    done = subprocess.run([*train, "--name", "mine", "--steps", "4"], check=False, capture_output=True, **options)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("mine: held_out_dice") == 1
    assert models.verify("mine").name == "mine"
    pipe = subprocess.PIPE
    with subprocess.Popen([*train, "--name", "other", "--steps", "100000"], stderr=pipe, **options) as child:
        home = settings.user_folder("cache") / "training"
        while child.poll() is None and not list(home.glob("*/0000*.labels.npy")):
            pass
        os.kill(rank_pid(1), signal.SIGKILL)
        _, said = child.communicate(timeout=120)
    ours = [line for line in said.splitlines() if line.startswith("medseg:")]
    assert len(ours) == 1, said
    assert ours[0].startswith(f"medseg: {failing.ANOTHER}")


def test_what_cannot_train_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    make_model(settings.user_folder("models") / "base", "base")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(ModelError, match="trains in one process"):
        torchrun.command(2, "_trainer", "job.json")
    with pytest.raises(BadInput, match="at least one process"):
        next(finetune.train(tmp_path, "mine", processes=0))
