"""Losses and networks by choice: each learns, each respects what does not count, other names are one clear error."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from medseg_gui.core.choices import LOSSES
from medseg_gui.core.errors import BadInput, ModelError
from medseg_gui.core.segmenter import Request
from medseg_gui.ml import checkpoints
from medseg_gui.ml.cases import IGNORED
from medseg_gui.ml.loss import FALSE_NEGATIVE, FALSE_POSITIVE, FOCUS, training_loss
from medseg_gui.ml.networks import build, describe
from medseg_gui.ml.training import Recipe, train
from medseg_gui.ml.unet import UNetSegmenter
from medseg_gui.workers import finetune
from medseg_gui.workers.job import run_now
from medseg_gui.workers.trainer import write_model
from tests.ml.tiny import NAMES, PLAN, case, end, phantom


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.mark.parametrize("loss", LOSSES)
def test_each_loss_learns(loss: str, tmp_path: Path) -> None:
    recipe = Recipe(seed=1, steps=60, batch=1, rate=5e-3, plan=PLAN, loss=loss)
    done = end(train([case(i) for i in range(5)], NAMES, recipe, tmp_path))
    assert done.plan["training"]["loss"] == loss
    assert done.scores()["after"]["mean"] > 0.7


@pytest.mark.parametrize("loss", LOSSES)
def test_what_does_not_count_and_what_nobody_marked(loss: str) -> None:
    chance = torch.manual_seed(0)
    logits = torch.randn(1, 3, 4, 4, generator=chance)
    target = torch.randint(0, 3, (1, 4, 4), generator=chance)
    target[:, :2] = IGNORED
    other = logits.clone()
    other[:, :, :2] += 5 * torch.randn(1, 3, 2, 4, generator=chance)
    assert float(training_loss(logits, target, (), loss)) == pytest.approx(
        float(training_loss(other, target, (), loss))
    )
    assert float(training_loss(logits, torch.full_like(target, IGNORED), (), loss)) == 0
    target = torch.zeros(1, 4, 4, dtype=torch.int64)
    target[:, 0] = 1
    sure = torch.full((1, 3, 4, 4), -20.0)
    sure[:, 1, 0] = 20
    sure[:, 2, 1:] = 20  # says class 2 where the mask says background
    assert float(training_loss(sure, target, (), loss)) > 0.3
    assert float(training_loss(sure, target, [2], loss)) < 0.01


def test_focal_and_tversky_equal_monais() -> None:
    from monai.losses import FocalLoss, TverskyLoss

    logits = torch.randn(2, 3, 6, 6, generator=torch.manual_seed(0))
    target = torch.randint(0, 3, (2, 6, 6), generator=torch.manual_seed(1))
    focal = FocalLoss(to_onehot_y=True, use_softmax=True, gamma=FOCUS)(logits, target[:, None])
    assert float(training_loss(logits, target, (), "focal")) == pytest.approx(3 * float(focal), rel=1e-5)
    tversky = TverskyLoss(
        to_onehot_y=True, softmax=True, alpha=FALSE_POSITIVE, beta=FALSE_NEGATIVE, batch=True, smooth_nr=0, smooth_dr=0
    )(logits, target[:, None])
    assert float(training_loss(logits, target, (), "tversky")) == pytest.approx(float(tversky), rel=1e-5)


@pytest.mark.parametrize(("patch", "spacing"), [((16, 32, 32), (2, 1, 1)), ((64, 48), (1, 1))])
def test_a_residual_network_answers_on_its_patch(patch: tuple[int, ...], spacing: tuple[float, ...]) -> None:
    plan = describe(patch, spacing, classes=3, width=4, widest=16)
    network = build(plan | {"residual": True}).eval()
    assert set(network.state_dict()) > set(build(plan).state_dict())
    with torch.no_grad():
        assert network(torch.zeros(1, 1, *patch)).shape == (1, 3, *patch)
    with pytest.raises(ModelError):
        build(plan | {"residual": "yes"})


def test_a_residual_network_is_kept_loaded_and_learns_on(tmp_path: Path) -> None:
    recipe = Recipe(seed=1, steps=40, batch=1, rate=5e-3, plan=PLAN, network="residual", score=False)
    done = end(train([case(i) for i in range(4)], NAMES, recipe, tmp_path))
    card = write_model(tmp_path, "residual", done, None, {})
    volume, truth = phantom(9)
    found = run_now(UNetSegmenter(card, tmp_path).predict(volume, Request())).labels
    assert 2 * ((found == 1) & (truth == 1)).sum() / ((found == 1).sum() + (truth == 1).sum()) > 0.5
    work = tmp_path / "more"
    work.mkdir()
    tensors = checkpoints.load(tmp_path / checkpoints.WEIGHTS, card.sha256)[0]
    more = end(train([case(7)], NAMES, Recipe(steps=1, batch=1, score=False), work, (card, tensors)))
    assert more.plan["network"]["residual"] is True


def test_other_names_are_one_clear_error_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Unknown loss 'hinge'"):
        end(train([case(0)], NAMES, Recipe(loss="hinge"), tmp_path))
    with pytest.raises(BadInput, match="Unknown network 'gpt'"):
        next(finetune.train(tmp_path, "mine", network="gpt"))
    with pytest.raises(BadInput, match="Unknown loss"):
        next(finetune.finetune(tmp_path, "hippocampus", "mine", loss="hinge"))
    with pytest.raises(BadInput, match="keeps the network of its base"):
        next(finetune.finetune(tmp_path, "hippocampus", "mine", network="residual"))
    with pytest.raises(BadInput, match="loss of its own"):
        next(finetune.finetune(tmp_path, "click", "mine", loss="ce"))
