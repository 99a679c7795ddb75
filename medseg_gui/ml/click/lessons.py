"""A reader's corrected cases as tasks for the 2-D click network, seen through the looks that the program itself takes.

Slices stand on disk and are read when a task is cut from them: memory does not grow with the number of cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage as ndi
from torch import Generator, Tensor

from medseg_gui.core.labelmap import Labels
from medseg_gui.core.robots import EIGHT, SMALLEST_PX
from medseg_gui.core.volume import Volume
from medseg_gui.ml.click.answer import Tuning, window_for
from medseg_gui.ml.click.engine import slab_of
from medseg_gui.ml.click.fields import coin, uniform
from medseg_gui.ml.click.paint import normalise_by_middle
from medseg_gui.ml.click.train import Plan, Trainer
from medseg_gui.ml.click.views import SIZE, Look, Mark, Slab, grid_of, show

SLICES_KEPT = 32
"""Of each structure of a case, evenly over its extent."""
FITTED_SHARE = 0.5
"""Tasks seen fitted to the object, as corrections are; the others as first clicks are, at any size."""


@dataclass(frozen=True)
class Lesson:
    """A slice with its neighbours and one structure's mask in all three, as files."""

    image_file: Path
    mask_file: Path
    mm: tuple[float, float]
    modality: str

    @classmethod
    def keep(cls, volume: Volume, labels: Labels, folder: Path, held: Sequence[int] = ()) -> list[Lesson]:
        """Writes the slices (first array axis) that show something; not those of ``held``, nor their neighbours."""
        out: list[Lesson] = []
        last = len(labels) - 1
        shunned = {n + k for n in held for k in (-1, 0, 1)}
        for value in np.unique(labels[labels > 0]):
            mask = labels == value
            shown = [int(n) for n in np.flatnonzero(mask.sum((1, 2)) >= SMALLEST_PX) if int(n) not in shunned]
            for n in shown[:: max(1, -(-len(shown) // SLICES_KEPT))]:
                slab = slab_of(volume, 0, n)
                stem = f"{len(list(folder.glob('*.image.npy'))):05d}"
                files = folder / f"{stem}.image.npy", folder / f"{stem}.mask.npy"
                np.save(files[0], slab.image.numpy(), allow_pickle=False)
                np.save(files[1], mask[[max(n - 1, 0), n, min(n + 1, last)]], allow_pickle=False)
                out.append(cls(*files, slab.mm, slab.modality))
        return out


class Lessons:
    """Tasks drawn from lessons, as ``Crops`` draws them from scans."""

    def __init__(self, lessons: Sequence[Lesson], tuning: Tuning) -> None:
        self.lessons, self.tuning = list(lessons), tuning

    def tasks(self, g: Generator, count: int, size: int) -> tuple[Tensor, Tensor]:
        """(count, 3, S, S) images and float targets; a target may be too small to be a task."""
        drawn = [self._cut(g) for _ in range(count)]
        image, target = torch.cat([d[0] for d in drawn]), torch.cat([d[1] for d in drawn])
        for axes in ((2,), (3,)):
            flip = coin(g, count, 0.5)
            image, target = (torch.where(flip, t.flip(axes), t) for t in (image, target))
        turn = coin(g, count, 0.5)
        image, target = (torch.where(turn, t.transpose(2, 3), t) for t in (image, target))
        image = normalise_by_middle(image)
        image = image * uniform(g, count, 0.85, 1.15) + uniform(g, count, -0.1, 0.1)
        image = image + uniform(g, count, 0, 0.06) * torch.randn(image.shape, generator=g, device=g.device)
        return image.clamp(-1.5, 1.5), target

    def _cut(self, g: Generator) -> tuple[Tensor, Tensor]:
        """(1, 3, S, S) grey values and target of a random lesson at a random look."""

        def draw(high: int) -> int:
            return int(torch.randint(0, high, (1,), generator=g, device=g.device))

        def spread(low: float, high: float) -> float:
            return float(uniform(g, 1, low, high))

        lesson = self.lessons[draw(len(self.lessons))]
        slab = Slab(torch.from_numpy(np.load(lesson.image_file)), lesson.mm, lesson.modality)
        masks = np.load(lesson.mask_file)
        parts, _ = ndi.label(masks[1], EIGHT)
        inside = np.argwhere(masks[1])
        at = inside[draw(len(inside))]
        target = masks.copy()
        target[1] = parts == parts[tuple(at)]
        rows, cols = np.nonzero(target[1])
        extent = float(max(np.ptp(rows) * slab.mm[0], np.ptp(cols) * slab.mm[1])) + slab.pixel_mm
        least = self.tuning.least_px * slab.pixel_mm
        if float(uniform(g, 1, 0, 1)) < FITTED_SHARE:
            centre = ((rows.min() + rows.max()) / 2, (cols.min() + cols.max()) / 2)
            side = max(least, self.tuning.fit * extent * spread(0.6, 1.15))
        else:
            centre = (float(at[0]), float(at[1]))
            low = min(least, slab.largest_mm / 2)
            side = max(low * (slab.largest_mm / low) ** spread(self.tuning.nearest, 1.0), 0.8 * extent)
        shift = [spread(-0.06, 0.06) * side / mm for mm in slab.mm]
        look = Look(
            (centre[0] + shift[0], centre[1] + shift[1]), side, window_for(slab, [Mark(np.array([at], np.intp))])
        )
        windowed = slab if look.window is None else replace(slab, image=slab.image.clamp(*look.window))
        image = show(windowed, look, torch.zeros(1, 1, 1, 1), [], None)[0]
        step = [side / mm / SIZE for mm in slab.mm]
        wanted = F.grid_sample(
            torch.from_numpy(target.astype(np.float32))[None],
            grid_of(look, step, (0, 0), slab.shape),
            align_corners=False,
        )
        return image, (wanted > 0.5).float()


def learner(lessons: Lessons, start: dict[str, Tensor], plan: Plan, pull: float, device: str = "cpu") -> Trainer:
    """A training that begins with the weights ``start`` and is pulled back to them (L2-SP, Li et al. 2018).

    ``plan.real_share`` of its tasks are the lessons, the others synthetic ones, so that nothing is forgotten.
    """
    trainer = Trainer(plan, None, device, lessons)
    trainer.begin(start, pull)
    return trainer
