"""Supervision in a network's depth: as on a GPU, tried on a CPU; the model that is kept knows nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from medseg_gui.core.choices import LOSSES
from medseg_gui.ml import fitting
from medseg_gui.ml.fitting import Recipe, loss_at_depths
from medseg_gui.ml.loss import training_loss
from medseg_gui.ml.networks import build, describe, tensors_of
from medseg_gui.ml.training import train
from tests.ml.tiny import NAMES, PLAN, case, end


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.mark.parametrize(("patch", "spacing"), [((32, 64, 64), (2, 1, 1)), ((64, 48), (1, 1)), ((8, 8, 8), (1, 1, 1))])
@pytest.mark.parametrize("residual", [False, True])
def test_it_answers_from_several_depths_only_while_it_trains(
    patch: tuple[int, ...], spacing: tuple[float, ...], residual: bool
) -> None:
    plan = describe(patch, spacing, classes=3, width=4, widest=16) | ({"residual": True} if residual else {})
    plain, deep = build(plan), build(plan, deep=True)
    assert tensors_of(plain).keys() == tensors_of(deep).keys()
    deep.load_state_dict(plain.state_dict(), strict=False)
    image = torch.randn(2, 1, *patch)
    depths = deep(image)
    assert depths.shape[0] == 2
    assert 2 <= depths.shape[1] <= 4
    assert depths.shape[2:] == (3, *patch)
    with torch.no_grad():
        assert torch.equal(deep.eval()(image), plain.eval()(image))


@pytest.mark.parametrize("loss", LOSSES)
def test_the_finest_answer_counts_most(loss: str) -> None:
    torch.manual_seed(0)
    target = torch.randint(0, 3, (2, 8, 8))
    answers = torch.randn(2, 3, 3, 8, 8)
    one, two, three = (training_loss(answers[:, i], target, (), loss) for i in range(3))
    whole = loss_at_depths(answers, target, (), loss)
    assert float(whole) == pytest.approx(float(one * 4 + two * 2 + three) / 7)
    assert float(loss_at_depths(answers[:, 0], target, (), loss)) == float(one)


def test_only_a_gpu_learns_so_by_itself() -> None:
    assert not Recipe().learns_deep(torch.device("cpu"))
    assert Recipe().learns_deep(torch.device("cuda"))
    assert not Recipe(deep=False).learns_deep(torch.device("cuda"))


def test_it_learns_and_goes_on_from_a_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = Recipe(seed=1, steps=100, batch=1, rate=5e-3, plan=PLAN, deep=True)
    whole, halves = tmp_path / "whole", tmp_path / "halves"
    whole.mkdir()
    halves.mkdir()
    cases = [case(i) for i in range(5)]
    done = end(train(cases, NAMES, recipe, whole))
    assert done.scores()["after"]["mean"] > 0.7
    assert not any("deep" in name for name in done.tensors)
    monkeypatch.setattr(fitting, "CHECKPOINT_EVERY_S", 0.0)
    steps = train(cases, NAMES, recipe, halves)
    next(p for p in steps if p.text == "Training" and p.done == 30)
    steps.close()
    again = end(train(cases, NAMES, recipe, halves))
    assert all(torch.equal(t, again.tensors[name]) for name, t in done.tensors.items())
