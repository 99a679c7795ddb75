"""The trainings of the 2-D and the 3-D click network repeat exactly and go on where they stopped."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch

from medseg_gui.ml.click import train as flat
from medseg_gui.ml.click.network import ClickNet
from medseg_gui.ml.click.plan import Resumable
from medseg_gui.ml.click3d import train as solid
from medseg_gui.ml.click3d.network import SolidNet

Plan = flat.Plan | solid.Plan
FLAT = flat.Plan(seed=3, steps=4, batch=4, size=96)
MORE = replace(FLAT, drag_share=0.5, deep_share=0.5, hard_share=0.5)
SOLID = solid.Plan(seed=3, steps=4, batch=3, grid=16, source=32, late_batch=2, late_grid=32, waiting=3, late_share=0.25)
each = pytest.mark.parametrize("plan", [FLAT, SOLID], ids=["2-D", "3-D"])


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flat, "ClickNet", lambda: ClickNet(widths=(8, 16, 16), head=8))
    monkeypatch.setattr(solid, "SolidNet", lambda: SolidNet(widths=(8, 16), head=8))


def training(plan: Plan) -> Resumable:
    return flat.Trainer(plan) if isinstance(plan, flat.Plan) else solid.Trainer(plan)


def weights(trainer: Resumable) -> torch.Tensor:
    return torch.cat([p.detach().flatten() for p in trainer.mean.parameters()])


def trained(plan: Plan) -> torch.Tensor:
    trainer = training(plan)
    assert [p.done for p in trainer.run()] == list(range(1, plan.steps + 1))
    return weights(trainer)


@pytest.mark.parametrize("plan", [FLAT, MORE, SOLID], ids=["2-D", "2-D, more options", "3-D"])
def test_a_seed_gives_one_network(plan: Plan) -> None:
    one = trained(plan)
    assert torch.equal(one, trained(plan))
    assert not torch.equal(one, trained(replace(plan, seed=4)))
    assert torch.isfinite(one).all()


@each
def test_a_stopped_training_goes_on(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    first = training(plan)
    steps = first.run()
    next(steps), next(steps)
    first.save(path)
    results = []
    for _ in range(2):
        again = training(plan)
        again.load(path)
        assert again.step == 2
        assert torch.equal(weights(again), weights(first))
        assert [p.done for p in again.run()] == [3, 4]
        results.append(weights(again))
    assert torch.equal(*results)
    assert not list(tmp_path.glob("*.new"))


@each
def test_checkpoints_of_earlier_versions_are_read_and_written(plan: Plan, tmp_path: Path) -> None:
    """The layout since the first training; running trainings and released cards depend on it."""
    old = training(plan)
    for _ in zip(range(3), old.run(), strict=False):
        pass
    state = {
        "plan": {**asdict(plan), "an option that is gone": 1},
        "net": old.net.state_dict(),
        "mean": old.mean.state_dict(),
        "optimiser": old.optimiser.state_dict(),
        "random": old.g.get_state(),
        "step": 3,
        "seconds": 12.5,
        "log": json.dumps([{"step": 50, "loss": 1.5}]),
    }
    torch.save(state, tmp_path / "old.pt")
    new = training(plan)
    new.load(tmp_path / "old.pt")
    assert (new.step, new.seconds, new.log) == (3, 12.5, [{"step": 50, "loss": 1.5}])
    assert torch.equal(weights(new), weights(old))
    assert [p.done for p in new.run()] == [4]
    new.save(tmp_path / "new.pt")
    written = torch.load(tmp_path / "new.pt", weights_only=True)
    assert {key: type(value) for key, value in written.items()} == {key: type(value) for key, value in state.items()}
    assert written["plan"] == asdict(plan)
