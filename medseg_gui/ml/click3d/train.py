"""Training of the 3-D click network on synthetic tasks: resumable, seedable, the same on CPU and GPU.

As in 2-D a pool holds tasks at different click counts: each step trains every task, the answer just given places the
next click and fits the next region, and some tasks are replaced.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

from medseg_gui.ml.click.plan import Resumable
from medseg_gui.ml.click3d.evidence import channels, depth
from medseg_gui.ml.click3d.fields import ALL, draw, heads, normalise
from medseg_gui.ml.click3d.network import SolidNet
from medseg_gui.ml.click3d.paint import Scene, scenes
from medseg_gui.ml.click3d.tasks import Mix, Shown, Task, begin, on_grid, refit
from medseg_gui.ml.click3d.views import put_back
from medseg_gui.ml.click3d.world import Atlas, Moulds, World, shapes

SMALLEST_VOXELS, LARGEST_SHARE = 40, 0.35
MOST_CLICKS = 12


@dataclass(frozen=True)
class Plan:
    """What a training is made of; goes into the model card.

    The last ``late_share`` of the steps see a finer grid in smaller batches. Each scene is asked about ``uses`` times,
    in different ways.
    """

    seed: int = 0
    steps: int = 4000
    batch: int = 8
    grid: int = 48
    source: int = 64
    late_share: float = 0.2
    late_batch: int = 4
    late_grid: int = 64
    rate: float = 2e-3
    warm_up: int = 40
    flat: float = 0.6
    end: float = 0.02
    average: float = 0.997
    refresh: float = 0.3
    atlas_share: float = 0.15
    waiting: int = 40
    uses: int = 2
    rerun: float = 0.25
    fit_share: float = 0.75
    hard_share: float = 0.6
    mix: Mix = field(default_factory=Mix)


def loss_of(logits: Tensor, target: Tensor) -> Tensor:
    """Soft Dice + binary cross-entropy, mean over the batch."""
    p = logits.sigmoid()
    overlap = (p * target).sum(ALL)
    dice = 1 - (2 * overlap + 30) / (p.sum(ALL) + target.sum(ALL) + 30)
    return dice.mean() + F.binary_cross_entropy_with_logits(logits, target)


class Trainer(Resumable):
    """One training. ``run`` yields progress; ``save`` and ``load`` make it resumable at any step."""

    title = "3-D click network"
    plan: Plan

    def __init__(
        self, plan: Plan, atlas: Atlas | None = None, moulds: Moulds | None = None, device: str = "cpu"
    ) -> None:
        super().__init__(plan, SolidNet, device)
        self.atlas, self.moulds = atlas, moulds
        self.waiting: list[Scene] = []
        self.pool: list[Task] = []

    # ----- tasks -------------------------------------------------------------------------------
    def _scene(self) -> Scene:
        """A scene from the waiting ones, mixed; makes new ones where they run short."""
        g, plan = self.g, self.plan
        while len(self.waiting) < plan.waiting:
            from_atlas = self.atlas is not None and bool(heads(g, 1, plan.atlas_share))
            world: World = (
                self.atlas.worlds(g, 2, plan.source)
                if from_atlas and self.atlas
                else shapes(g, 2, plan.source, self.moulds)
            )
            wanted: list[list[Tensor]] = [[] for _ in range(2)]
            for target in world.targets:
                voxels = target.sum(ALL)
                good = (voxels > SMALLEST_VOXELS) & (voxels < LARGEST_SHARE * plan.source**3)
                if from_atlas and self.atlas:
                    good &= self.atlas.worth(g, world.labels, target)
                for b in range(2):
                    if good[b] and not any(torch.equal(target[b], other) for other in wanted[b]):
                        wanted[b].append(target[b])
            made = scenes(g, world, wanted)
            self.waiting += [s for s in made if int(s.target.sum()) > SMALLEST_VOXELS // 2] * plan.uses
        return self.waiting.pop(draw(g, len(self.waiting)))

    def _now(self) -> tuple[int, int]:
        """Batch and grid of this step."""
        late = self.step >= (1 - self.plan.late_share) * self.plan.steps
        return (self.plan.late_batch, self.plan.late_grid) if late else (self.plan.batch, self.plan.grid)

    def _tasks(self, batch: int) -> list[Task]:
        """The pool, some tasks replaced, the others' regions fitted anew to their answers."""
        plan, g = self.plan, self.g
        self.pool = self.pool[:batch]
        renew = heads(g, len(self.pool), plan.refresh)
        move = heads(g, len(self.pool), plan.fit_share)
        for k, task in enumerate(self.pool):
            if renew[k] or task.given > MOST_CLICKS:
                self.pool[k] = begin(g, self._scene(), plan.mix)
            elif move[k]:
                refit(g, task)
        while len(self.pool) < batch:
            self.pool.append(begin(g, self._scene(), plan.mix))
        return self.pool

    def _click(self, tasks: list[Task], seen: Shown) -> None:
        """Gives most tasks that have an answer their next click: near the middle of the larger error in sight."""
        g, grid = self.g, seen.image.shape[-1]
        missed = seen.target * (seen.previous < 0.5)
        extra = (1 - seen.target) * (seen.previous >= 0.5)
        in_missed, in_extra = depth(missed), depth(extra)
        positive = (in_missed.amax(ALL) >= in_extra.amax(ALL)) & (missed.sum(ALL) > 0)
        weight = torch.where(positive.view(-1, 1, 1, 1, 1), in_missed, in_extra).flatten(1)
        some = weight.amax(1) > 0
        weight = (weight / weight.amax(1, keepdim=True).clamp_min(1e-9)) ** 4
        weight[~some] = 1
        at = torch.multinomial(weight, 1, generator=g)[:, 0]
        at = torch.where(heads(g, len(at), 0.5) & some, weight.argmax(1), at)
        places = torch.stack([at // (grid * grid), at // grid % grid, at % grid], 1).float()
        voxels = seen.centre + (places - (grid - 1) / 2) * seen.side / grid
        again = heads(g, len(at), self.plan.rerun)
        for b, task in enumerate(tasks):
            if task.given == 0 or not some[b] or again[b]:
                continue
            task.points.append((voxels[b], bool(positive[b])))
            if task.follow:
                task.planes.append(task.slice_at(float(voxels[b, task.plane_axis])))

    # ----- steps -------------------------------------------------------------------------------
    def _one(self) -> float:
        batch, grid = self._now()
        tasks = self._tasks(batch)
        seen = on_grid(tasks, grid)
        self._click(tasks, seen)
        positive, negative = seen.prompts(tasks)
        x = channels(normalise(seen.image), positive, negative, seen.box, seen.previous, seen.known(tasks))
        logits = self._logits(x)
        loss = self._learn(loss_of(logits, seen.target))
        with torch.no_grad():
            self._answered(tasks, seen, logits.sigmoid())
        return loss

    def _answered(self, tasks: list[Task], seen: Shown, answer: Tensor) -> None:
        """Writes the answers back into the tasks and keeps the running Dice."""
        size = self.plan.source
        back = put_back(answer, seen.centre, seen.side, (size, size, size))
        hard = heads(self.g, len(tasks), self.plan.hard_share)
        mask = answer > 0.5
        total = mask.sum(ALL) + seen.target.sum(ALL)
        dice = 2 * (mask * seen.target).sum(ALL) / total.clamp_min(1)
        for b, task in enumerate(tasks):
            kind = f"dice_{len(task.points)}"
            if task.known is not None and not task.follow:
                kind = "dice_slices" if task.given == 0 else ""
            if kind in ("dice_1", "dice_3", "dice_5", "dice_slices"):
                now = float(dice[b])
                self.dice[kind] = 0.98 * self.dice.get(kind, now) + 0.02 * now
            task.previous = (back[b] > 0.5).float() if hard[b] else back[b]
            task.given += 1
