"""Tasks cut from labelled scans that may be trained on: any axis, any zoom, with artefacts added."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from medseg_gui.ml.click.fields import blur, coin, log_uniform, octaves, uniform
from medseg_gui.ml.click.paint import normalise_by_middle


@dataclass(frozen=True)
class Scan:
    """``image`` float and ``labels`` (0 background), (slice, row, column), about isotropic."""

    image: Tensor
    labels: Tensor


class Crops:
    """Labelled scans as a source of tasks: a label, or all of them together, is the object."""

    SMALLEST = 12
    """Pixels an object must have in the scan's own slice."""

    def __init__(self, scans: list[Scan]) -> None:
        self.scans = scans

    def tasks(self, g: Generator, count: int, size: int) -> tuple[Tensor, Tensor]:
        """(count, 3, S, S) images and float targets; a target may be too small to be a task."""
        drawn = [self._cut(g) for _ in range(count)]
        line = torch.linspace(-1, 1, size, device=g.device)
        yy, xx = torch.meshgrid(line, line, indexing="ij")
        images, targets = [], []
        for image, target in drawn:
            zoom = log_uniform(g, 1, 0.5, 1.4)
            angle = uniform(g, 1, -3.2, 3.2)
            c, s = angle.cos() * zoom, angle.sin() * zoom
            flip = torch.where(coin(g, 1, 0.5), 1.0, -1.0)
            at = (target[1] > 0).nonzero().float().mean(0)
            rows, cols = image.shape[1:]
            longest = max(rows, cols)
            x = (flip * c * xx - s * yy + uniform(g, 1, -0.3, 0.3))[0, 0] * longest / cols
            y = (flip * s * xx + c * yy + uniform(g, 1, -0.3, 0.3))[0, 0] * longest / rows
            middle = 2 * at / torch.tensor([rows - 1, cols - 1], device=g.device) - 1
            grid = torch.stack([x + middle[1], y + middle[0]], -1)[None]
            images.append(F.grid_sample(image[None], grid, padding_mode="border", align_corners=True))
            targets.append(F.grid_sample(target[None], grid, align_corners=True) > 0.5)
        image = torch.cat(images)
        image = blur(image, uniform(g, count, 0.05, 1.2))
        image = image * torch.exp(uniform(g, count, 0, 0.3) * octaves(g, count, 1, size, (3, 4)))
        image = image + uniform(g, count, 0, 0.08) * torch.randn(image.shape, generator=g, device=g.device)
        image = torch.where(coin(g, count, 0.2), 1 - image, image)
        lone = coin(g, count, 0.4)
        image = torch.where(lone, image[:, 1:2].expand_as(image), image)
        return normalise_by_middle(image), torch.cat(targets).float()

    def _cut(self, g: Generator) -> tuple[Tensor, Tensor]:
        """(3, rows, columns) grey values of about 0 to 1 and target of a random slice that shows the object."""

        def draw(high: int) -> int:
            return int(torch.randint(0, high, (1,), generator=g, device=g.device))

        while True:
            scan = self.scans[draw(len(self.scans))]
            which = draw(int(scan.labels.max()) + 1)
            mask = scan.labels == which if which else scan.labels > 0
            axis = draw(3)
            area = mask.sum([a for a in range(3) if a != axis])
            shown = (area >= self.SMALLEST).nonzero()[:, 0]
            if len(shown) == 0:
                continue
            middle, last = int(shown[draw(len(shown))]), scan.image.shape[axis] - 1
            slices = [min(max(middle + k, 0), last) for k in (-1, 0, 1)]
            image = torch.stack([scan.image.select(axis, n) for n in slices]).float()
            low, high = torch.quantile(image[1], torch.tensor([0.01, 0.99], device=g.device))
            target = torch.stack([mask.select(axis, n) for n in slices]).float()
            return (image - low) / (high - low + 1e-6), target
