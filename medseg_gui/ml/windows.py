"""Painted windows to learn from: heads found in the common space, and heads anywhere in a picture.

Both are painted from tissue maps (``ml/painting.py``) whose way into the common space (``ml/template.py``) is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from medseg_gui.core.geometry import Box
from medseg_gui.ml.painting import Tissues, paint
from medseg_gui.ml.resample import resize
from medseg_gui.ml.template import FINER, Floats, Window, back, spread, standard

Bytes = npt.NDArray[np.uint8]
STILL: Floats = np.eye(3, 4)
BEND_NODES_MM = 25.0
CROPPED_CHANCE = 0.4
CROP_MARGIN_MM = 40.0
PART_MISSING = 0.1
"""Of a cropped picture up to this share of the organ's extent may be lost at each side."""


@dataclass(frozen=True)
class Jitter:
    """Standard deviations of what chance does to a map in the common space; ``shift_mm``: up to, evenly drawn."""

    turn_degrees: float
    scale: float
    bend_mm: float
    shift_mm: float

    def draw(self, rng: np.random.Generator) -> Floats:
        """An affine way of the common space to itself."""
        matrix = np.eye(3)
        for axis, angle in enumerate(np.deg2rad(rng.normal(0, self.turn_degrees, 3))):
            a, b = [i for i in range(3) if i != axis]
            one = np.eye(3)
            one[a, a] = one[b, b] = np.cos(angle)
            one[a, b], one[b, a] = -np.sin(angle), np.sin(angle)
            matrix = matrix @ one
        matrix = matrix @ np.diag(np.exp(rng.normal(0, self.scale, 3) + rng.normal(0, self.scale)))
        matrix = matrix @ (np.eye(3) + np.triu(rng.normal(0, self.scale / 2, (3, 3)), 1))
        return np.asarray(np.c_[matrix, rng.uniform(-self.shift_mm, self.shift_mm, 3)])


LEARNT = Jitter(turn_degrees=3.0, scale=0.03, bend_mm=3.0, shift_mm=5.0)
SOUGHT = Jitter(turn_degrees=12.0, scale=0.08, bend_mm=3.0, shift_mm=35.0)


@dataclass(frozen=True)
class HeadMap:
    """Tissues uint8 (slice, row, column) in canonical axes with a rim of air, and their way to the template."""

    name: str
    tissues: Bytes
    spacing_mm: tuple[float, float, float]
    of: Tissues
    way: Floats

    def numbers(
        self, window: Window, finer: int = 1, moved: Floats = STILL, bend: torch.Tensor | None = None
    ) -> torch.Tensor:
        """The tissue numbers (uint8) of a window of the template, on a grid ``finer`` times as fine.

        ``moved``: a way of the template to itself, done before; ``bend``: (3, *nodes) mm, added to it.
        """
        home = back(self.way) / np.reshape(self.spacing_mm, (3, 1))
        turn = home[:, :3] @ moved[:, :3]
        shift = home[:, :3] @ moved[:, 3] + home[:, 3]
        places = spread(np.c_[turn, shift], window.axes(finer))
        if bend is not None:
            within = torch.einsum("ab,bzyx->azyx", torch.from_numpy(home[:, :3].astype(np.float32)), bend)
            places = [p.add_(resize(b, p.shape)) for p, b in zip(places, within, strict=True)]
        flat = torch.zeros(1, dtype=torch.int32)
        for place, size in zip(places, self.tissues.shape, strict=True):
            # the rim is air, so what lies outside may be read from there
            flat = place.clamp_(0, size - 1).to(torch.int32).add_(flat.mul_(size))
        return torch.from_numpy(self.tissues).flatten()[flat]

    def view(self, window: Window, jitter: Jitter, rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """A painted float32 image of the window, and its classes int64."""
        moved = jitter.draw(rng)
        nodes = [max(2, round(n * window.side_mm / BEND_NODES_MM)) for n in window.shape]
        bend = torch.from_numpy(rng.standard_normal((3, *nodes), dtype=np.float32)) * float(
            rng.uniform(0, jitter.bend_mm)
        )
        fine, numbers = (self.numbers(window, finer, moved, bend) for finer in (FINER, 1))
        if rng.random() < 0.5:
            twins = torch.from_numpy(self.of.twins)
            fine, numbers = twins[fine.int()].flip(2), twins[numbers.int()].flip(2)
        classes = torch.from_numpy(self.of.classes)[numbers.int()].long()
        image = paint(fine.int(), self.of, rng, [window.side_mm] * 3, finer=FINER)
        if rng.random() < CROPPED_CHANCE:
            image = _cropped(image, classes > 0, window.side_mm, rng)
        return standard(image), classes


def _cropped(image: torch.Tensor, organ: torch.Tensor, side_mm: float, rng: np.random.Generator) -> torch.Tensor:
    """The image as a smaller picture shows it: nothing outside a box that holds the organ, or most of it."""
    held = torch.zeros_like(organ)
    box = Box.around(organ.numpy())
    if box is None:
        return image
    sides = []
    for lo, hi in zip(box.lo, box.hi, strict=True):
        low, high = rng.uniform(-CROP_MARGIN_MM / side_mm, PART_MISSING * (hi - lo) * float(rng.random()), 2)
        sides.append(slice(max(0, round(lo + low)), max(1, round(hi - high))))
    held[tuple(sides)] = True
    return torch.where(held, image, image.min())


@dataclass(frozen=True)
class Learnt:
    """Windows of a map that was found, each voxel with its class; ``Source`` of a training."""

    head: HeadMap
    window: Window

    def draw(self, plan: Mapping[str, Any], rng: np.random.Generator, seek: bool) -> tuple[torch.Tensor, torch.Tensor]:
        return self.head.view(self.window, LEARNT, rng)


@dataclass(frozen=True)
class Sought:
    """Windows with a map anywhere, and which voxels are of the organ, whatever the class."""

    head: HeadMap
    window: Window

    def draw(self, plan: Mapping[str, Any], rng: np.random.Generator, seek: bool) -> tuple[torch.Tensor, torch.Tensor]:
        image, classes = self.head.view(self.window, SOUGHT, rng)
        return image, (classes > 0).long()
