"""The 2-D training draws no chance that it does not use, makes tasks of label maps, and tells size as people do."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from medseg_gui.ml.click import train
from medseg_gui.ml.click.network import ClickNet
from medseg_gui.ml.click.train import Plan, Trainer, drags, next_click
from medseg_gui.ml.click.world import Atlas

PLAN = Plan(seed=3, steps=4, batch=4, size=96)
MORE = replace(PLAN, drag_share=0.5, deep_share=0.5, hard_share=0.5)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "ClickNet", lambda: ClickNet(widths=(8, 16, 16), head=8))


def done(plan: Plan, atlas: Atlas | None = None) -> Trainer:
    trainer = Trainer(plan, atlas)
    steps = [p.done for p in trainer.run()]
    assert steps == list(range(1, plan.steps + 1))
    return trainer


def test_options_of_share_0_draw_no_random_numbers() -> None:
    trainer = done(PLAN)
    state = trainer.g.get_state()
    assert not torch.equal(state, done(MORE).g.get_state())
    assert torch.equal(state, done(replace(PLAN, drag_share=0.0)).g.get_state())


def test_label_maps_make_tasks() -> None:
    volume = torch.zeros(40, 40, 40, dtype=torch.uint8)
    volume[10:30, 8:20, 8:32] = 1
    volume[10:30, 20:32, 8:32] = 2
    trainer = done(replace(PLAN, steps=2, atlas_share=1.0), Atlas([volume]))
    assert trainer.pool is not None
    assert (trainer.pool.target.sum((1, 2, 3)) > 0).all()


def test_drags_reach_as_far_as_the_object() -> None:
    target = torch.zeros(64, 1, 64, 64)
    target[:, :, 20:40, 20:40] = 1
    row, col = torch.full((64,), 29), torch.full((64,), 29)
    made = drags(torch.Generator().manual_seed(0), target, row, col)
    radius = (made.sum((1, 2, 3)) / torch.pi).sqrt()
    assert 12 < float(radius.median()) < 17  # the far corner is 14.1 pixels away
    assert float(radius.std()) > 1
    assert (made[:, 0, 29, 29] == 1).all()


def test_deep_clicks_lie_in_the_middle() -> None:
    target = torch.zeros(16, 1, 64, 64)
    target[:, :, 20:41, 20:41] = 1
    first = torch.ones(16, dtype=torch.bool)
    g = torch.Generator().manual_seed(0)
    row, col, positive, some = next_click(g, target, torch.zeros_like(target), first, 1.0)
    assert positive.all()
    assert some.all()
    assert ((row - 30).abs() <= 4).all()
    assert ((col - 30).abs() <= 4).all()
