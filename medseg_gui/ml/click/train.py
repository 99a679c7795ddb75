"""Training of the click network on synthetic tasks: resumable, seedable, the same on CPU and GPU.

A pool holds tasks at different click counts: each step trains every task, the answer just given places the task's next
click, and a third of the tasks are replaced (no forward pass is wasted on simulating clicks).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Protocol

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from medseg_gui.ml.click.evidence import FADE, channels, disk
from medseg_gui.ml.click.fields import box_sum, coin
from medseg_gui.ml.click.network import ClickNet
from medseg_gui.ml.click.paint import paint
from medseg_gui.ml.click.plan import Resumable
from medseg_gui.ml.click.world import SLICES, Atlas, World, shapes

JITTER_PX = 2.5
OLD_ANSWERS = 0.5
"""When learning goes on: share of answers that are the old network's, so that errors to be corrected do not run out."""


@dataclass(frozen=True)
class Plan:
    """What a training is made of; goes into the model card.

    Shares of the tasks: ``drag_share`` tell the object's size by a disk round the first click in the box channel, as a
    press-and-drag does; ``deep_share`` begin at the object's deepest point, not just somewhere near its middle;
    ``hard_share`` are given their previous answer as a mask, as the program gives it, not as probabilities;
    ``real_share`` are cut from labelled scans; ``patchy_share`` of the drawn objects are of several tissues;
    ``jitter_share`` of the clicks are off by a few pixels, as people click. A share of 0 draws no random numbers.
    """

    seed: int = 0
    steps: int = 6000
    batch: int = 16
    size: int = 128
    rate: float = 2e-3
    refresh: float = 0.34
    atlas_share: float = 0.15
    box_share: float = 0.12
    propagate_share: float = 0.12
    warm_up: int = 100
    flat: float = 0.5
    end: ClassVar[float] = 0.02
    average: float = 0.998
    drag_share: float = 0.0
    deep_share: float = 0.0
    hard_share: float = 0.0
    real_share: float = 0.0
    patchy_share: float = 0.0
    jitter_share: float = 0.0


@dataclass
class Pool:
    """The tasks under way, each (B, ...): slices, target, prompts, previous answer, clicks given so far."""

    image: Tensor
    target: Tensor
    positive: Tensor
    negative: Tensor
    box: Tensor
    previous: Tensor
    given: Tensor
    waiting: list[tuple[Tensor, Tensor]] = field(default_factory=list)


def depth(mask: Tensor) -> Tensor:
    """(B, 1, S, S) floats that grow towards the middle of a mask: a cheap stand-in for a distance transform."""
    total = torch.zeros_like(mask)
    for radius in (1, 3, 7, 15, 30):
        total += (box_sum(mask, radius) / (2 * radius + 1) ** 2) ** 4 * mask
    return total + mask * 1e-4


def next_click(
    g: Generator, target: Tensor, previous: Tensor, first: Tensor, deep_share: float = 0.0
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Row, column (B,), is it positive (B,), is there any error to click (B,): near the middle of the larger error.

    ``deep_share`` of the clicks lie right in the middle.
    """
    missed = target * (previous < 0.5)
    extra = (1 - target) * (previous >= 0.5)
    in_missed, in_extra = depth(missed), depth(extra)
    positive = first | (in_missed.amax((1, 2, 3)) >= in_extra.amax((1, 2, 3)))
    positive &= missed.sum((1, 2, 3)) > 0
    weight = torch.where(positive.view(-1, 1, 1, 1), in_missed, in_extra).flatten(1)
    weight = (weight / weight.amax(1, keepdim=True).clamp_min(1e-9)) ** 4
    some = weight.sum(1) > 0
    weight[~some] = 1
    at = torch.multinomial(weight, 1, generator=g)[:, 0]
    if deep_share:
        deep = torch.rand(len(at), generator=g, device=at.device) < deep_share
        at = torch.where(deep & some, weight.argmax(1), at)
    size = target.shape[-1]
    return at // size, at % size, positive, some


def jittered(g: Generator, row: Tensor, col: Tensor, share: float, size: int) -> tuple[Tensor, Tensor]:
    """The clicks (B,), a share of them off by some pixels."""
    off = torch.randn(2, len(row), generator=g, device=row.device) * JITTER_PX
    off *= torch.rand(len(row), generator=g, device=row.device) < share
    moved = [(at + d.round().long()).clamp(0, size - 1) for at, d in zip((row, col), off, strict=True)]
    return moved[0], moved[1]


def loss_of(logits: Tensor, target: Tensor) -> Tensor:
    """Soft Dice + binary cross-entropy, mean over the batch."""
    p = logits.sigmoid()
    overlap = (p * target).sum((1, 2, 3))
    dice = 1 - (2 * overlap + 20) / (p.sum((1, 2, 3)) + target.sum((1, 2, 3)) + 20)
    entropy = F.binary_cross_entropy_with_logits(logits, target, reduction="none").mean((1, 2, 3))
    return (dice + entropy).mean()


class TaskSource(Protocol):
    """Where real tasks come from."""

    def tasks(self, g: Generator, count: int, size: int) -> tuple[Tensor, Tensor]:
        """(count, 3, S, S) images and float targets; a target may be too small to be a task."""


class Trainer(Resumable):
    """One training. ``run`` yields progress; ``save`` and ``load`` make it resumable at any step."""

    title = "click network"
    plan: Plan

    def __init__(
        self, plan: Plan, atlas: Atlas | None = None, device: str = "cpu", crops: TaskSource | None = None
    ) -> None:
        super().__init__(plan, ClickNet, device)
        self.atlas, self.crops = atlas, crops
        self.pool: Pool | None = None

    # ----- tasks -------------------------------------------------------------------------------
    def _tasks(self, count: int, waiting: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
        """(count, 3, S, S) images and (count, 3, S, S) targets that are worth a click."""
        plan = self.plan
        while len(waiting) < count:
            if self.crops and plan.real_share and self._chance(plan.real_share):
                # a few at a time: they are alike
                pairs = zip(*self.crops.tasks(self.g, plan.batch // 4, plan.size), strict=True)
                waiting += [(image, target) for image, target in pairs if 20 < target[1].sum() < 0.6 * plan.size**2]
                continue
            from_atlas = self.atlas is not None and self._chance(plan.atlas_share)
            world: World = (
                self.atlas.worlds(self.g, plan.batch, plan.size)
                if from_atlas and self.atlas
                else shapes(self.g, plan.batch, plan.size, plan.patchy_share)
            )
            image, target = paint(self.g, world), world.target.float()
            area = target[:, 1].mean((1, 2))
            good = (area > 20 / plan.size**2) & (area < 0.6)
            if from_atlas:
                # nobody clicks the air, and few the ribbon of the cortex: most atlas targets shall be compact
                solid = (box_sum(target[:, 1:2], 2) > 24.5).float().mean((1, 2, 3)) > 0.25 * area
                ribbon_too = torch.rand(plan.batch, generator=self.g, device=self.device) < 0.15
                air = (world.labels[:, 1] * target[:, 1]).amax((1, 2)) == 0
                good &= (solid | ribbon_too) & ~air
            waiting += [(image[i], target[i]) for i in range(plan.batch) if good[i]]
        taken = [waiting.pop(0) for _ in range(count)]
        return torch.stack([t[0] for t in taken]), torch.stack([t[1] for t in taken])

    def _chance(self, share: float) -> bool:
        return float(torch.rand(1, generator=self.g, device=self.device)) < share

    def _fill(self) -> Pool:
        """The pool with fresh tasks in the place of some, or of all at the start."""
        plan, batch = self.plan, self.plan.batch
        blank = torch.zeros(batch, 1, plan.size, plan.size, device=self.device)
        if self.pool is None:
            wide = torch.zeros(batch, SLICES, plan.size, plan.size, device=self.device)
            given = torch.zeros(batch, dtype=torch.long, device=self.device)
            self.pool = Pool(wide, blank, blank.clone(), blank.clone(), blank.clone(), blank.clone(), given)
            renew = torch.ones(batch, dtype=torch.bool, device=self.device)
        else:
            renew = torch.rand(batch, generator=self.g, device=self.device) < plan.refresh
        pool, count = self.pool, int(renew.sum())
        if count:
            pool.image[renew], target = self._tasks(count, pool.waiting)
            pool.target[renew] = target[:, 1:2]
            for part in (pool.positive, pool.negative, pool.previous, pool.box):
                part[renew] = 0
            pool.given[renew] = 0
            box = boxes(self.g, target[:, 1:2]) * coin(self.g, count, plan.box_share)
            pool.box[renew] = box
            # the neighbouring slice's mask as the answer so far: what slice-to-slice propagation asks
            before = target[:, 0:1] * coin(self.g, count, plan.propagate_share)
            pool.previous[renew] = before
        return pool

    # ----- steps -------------------------------------------------------------------------------
    def _one(self) -> float:
        plan = self.plan
        pool = self._fill()
        target = pool.target
        first = pool.given == 0
        row, col, positive, some = next_click(
            self.g, target, pool.previous * (~first).view(-1, 1, 1, 1), first, plan.deep_share
        )
        # a box alone may stand for the first click
        some &= ~(
            first
            & (pool.box.amax((1, 2, 3)) > 0)
            & (torch.rand(plan.batch, generator=self.g, device=self.device) < 0.7)
        )
        if plan.drag_share:
            dragged = first & some & (pool.box.amax((1, 2, 3)) == 0)
            dragged &= torch.rand(plan.batch, generator=self.g, device=self.device) < plan.drag_share
            pool.box = torch.where(dragged.view(-1, 1, 1, 1), drags(self.g, target, row, col), pool.box)
        if plan.jitter_share:
            row, col = jittered(self.g, row, col, plan.jitter_share, plan.size)
        mark = disk(row.float(), col.float(), plan.size) * some.view(-1, 1, 1, 1)
        sign = positive.view(-1, 1, 1, 1).float()
        pool.positive = torch.maximum(pool.positive * FADE, mark * sign)
        pool.negative = torch.maximum(pool.negative * FADE, mark * (1 - sign))
        pool.given += 1
        x = channels(pool.image, pool.positive, pool.negative, pool.box, pool.previous)
        logits = self._logits(x)
        loss = self._learn(loss_of(logits, target))
        with torch.no_grad():
            pool.previous = logits.sigmoid()
            if self.old is not None:
                with torch.autocast(self.device.type, torch.bfloat16):
                    before: Tensor = self.old(x)
                theirs = torch.rand(plan.batch, generator=self.g, device=self.device) < OLD_ANSWERS
                pool.previous = torch.where(theirs.view(-1, 1, 1, 1), before.float().sigmoid(), pool.previous)
            if plan.hard_share:
                hard = torch.rand(plan.batch, generator=self.g, device=self.device) < plan.hard_share
                whole = (pool.previous > 0.5).float()
                pool.previous = torch.where(hard.view(-1, 1, 1, 1), whole, pool.previous)
            self._score(pool, target)
        return loss

    def _score(self, pool: Pool, target: Tensor) -> None:
        mask = (pool.previous > 0.5).float()
        dice = 2 * (mask * target).sum((1, 2, 3)) / (mask.sum((1, 2, 3)) + target.sum((1, 2, 3)))
        for k in (1, 2, 3, 5):
            at = pool.given == k
            if at.any():
                now = float(dice[at].mean())
                self.dice[f"dice_{k}"] = 0.97 * self.dice.get(f"dice_{k}", now) + 0.03 * now


def boxes(g: Generator, target: Tensor) -> Tensor:
    """(B, 1, S, S) filled boxes round the targets, each side off by up to an eighth of the box, as people draw them."""
    batch, _, size, _ = target.shape
    line = torch.arange(size, device=target.device, dtype=torch.float32)
    sides = []
    for axis in (2, 3):
        hit = target.amax(5 - axis)[:, 0] > 0
        low = torch.where(hit, line, float(size)).amin(1)
        high = torch.where(hit, line, -1.0).amax(1)
        slack = (high - low + 2) / 8
        move = torch.rand(2, batch, generator=g, device=target.device) * 2 - 1
        sides.append((line >= (low + move[0] * slack)[:, None]) & (line <= (high + move[1] * slack)[:, None]))
    return (sides[0][:, :, None] & sides[1][:, None, :]).float()[:, None]


def drags(g: Generator, target: Tensor, row: Tensor, col: Tensor) -> Tensor:
    """(B, 1, S, S) disks round (row, column) that reach the target's farthest pixel, a fifth off, as people drag."""
    batch, _, size, _ = target.shape
    line = torch.arange(size, device=target.device, dtype=torch.float32)
    far = (line[None, :, None] - row.float().view(-1, 1, 1)) ** 2 + (
        line[None, None, :] - col.float().view(-1, 1, 1)
    ) ** 2
    reach = (far * (target[:, 0] > 0)).flatten(1).amax(1).sqrt() + 0.5
    reach = reach * torch.exp(0.2 * torch.randn(batch, generator=g, device=target.device))
    return (far <= reach.view(-1, 1, 1) ** 2).float()[:, None]
