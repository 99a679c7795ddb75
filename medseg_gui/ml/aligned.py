"""The automatic model kind "aligned": finds the organ, brings it into a common space, and answers there.

Two small networks: a finder that says for each coarse voxel whether it is of the organ, and one that answers in a
window of the common space, where it must learn only how this case differs from the average (the prior). The organ's
extent gives a first way there; then the middles of the structures that are answered are brought to those of the prior,
and it is asked again. Any contrast and resolution, as in SynthSeg (Billot et al., Medical Image Analysis 2023).
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box
from medseg_gui.core.segmenter import ModelCard, Prediction, Progress, Request
from medseg_gui.core.soft import Gather
from medseg_gui.core.volume import Volume
from medseg_gui.ml import looks
from medseg_gui.ml.checkpoints import ready
from medseg_gui.ml.device import autocast, best_device
from medseg_gui.ml.networks import build
from medseg_gui.ml.preprocess import SLAB_VOXELS, Way, way
from medseg_gui.ml.resample import resize
from medseg_gui.ml.template import Floats, Window, at, back, fit_way_robustly, into, spread, standard

LEAST_ORGAN_ML = 100.0
"""Less than this found at the coarse grid: the organ is not in the image."""
STEP_MM = 50.0
"""How far apart the finder looks, along axes on which the image is longer than its window sees well."""
ROUNDS = 4
"""Answers from which the way is made better, before the last one."""
LEAST_STRUCTURES = 8
LEAST_CHANCE = 0.03
"""What is less likely, everywhere in the window, has no say in where a structure lies."""
SAMPLE = 200_000
"""Voxels from which it is learnt how structures look."""
LEAST_SHARE = 0.3
"""Structures of which less than this is found, as a share of the average, do not guide the way."""


class Guided(nn.Module):
    """A network that learns only how a case differs from the ``prior``: its answer is added to the prior's logarithm.

    ``prior``: (classes, slice, row, column), log-probabilities on a coarser grid over the same window.
    """

    prior: torch.Tensor
    whole: torch.Tensor

    def __init__(self, network: nn.Module, prior: torch.Tensor, shape: Sequence[int]) -> None:
        super().__init__()
        self.network = network
        self._shape = tuple(shape)
        self.register_buffer("prior", prior.float())

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        answer: torch.Tensor = self.network(image)
        return answer.float() + resize(self.prior, self._shape)[None]


class Aligned(nn.Module):
    """Both networks of a plan: ``find`` and ``answer``."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        super().__init__()
        self.find = build(plan["finder"]["network"])
        window = plan["window"]
        coarser = [n // int(window["prior_coarser"]) for n in window["shape"]]
        prior = torch.zeros(int(plan["network"]["classes"]), *coarser)
        self.answer = Guided(build(plan["network"]), prior, window["shape"])


class AlignedSegmenter:
    """A trained pair of networks. It keeps no state of any case.

    Raises ModelError when the weights are missing, are not those of the card, or do not fit its plan.
    """

    def __init__(self, card: ModelCard, folder: Path) -> None:
        self._card = card
        self._device = best_device()
        try:
            plan = card.plan
            self._finder, self._window = (_window(plan[part]) for part in ("finder", "window"))
            self._values = [int(v) for v in plan["values"]]
            classes = int(plan["network"]["classes"])
            self._twins = torch.tensor([int(t) for t in plan["twins"]])
            if sorted(self._twins.tolist()) != list(range(classes)) or len(self._values) >= classes:
                raise ValueError("the classes contradict each other")
            networks = Aligned(plan)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(f"The model's plan is damaged: {error!r}", folder) from error
        self._networks = ready(networks, card, folder, self._device)
        self._average = torch.softmax(networks.answer.prior.cpu(), 0)
        self._average = torch.where(self._average > LEAST_CHANCE, self._average, 0)
        coarser = int(plan["window"]["prior_coarser"])
        a, b, c = self._average.shape[1:]
        self._coarse = Window((a, b, c), self._window.side_mm * coarser)

    @property
    def card(self) -> ModelCard:
        return self._card

    def predict(self, volume: Volume, request: Request) -> Generator[Progress, None, Prediction]:
        """The labels of the whole volume; prompts are not looked at. Raises ModelError where no organ is found."""
        began = time.perf_counter()
        yield Progress("Preparing the image")
        route = way(volume.geometry, {"spacing_mm": [None, None, None]})
        grey = np.ascontiguousarray(route.canonical(volume.voxels), dtype=np.float32)
        image = torch.from_numpy(np.nan_to_num(grey, copy=False, nan=0.0, posinf=0.0, neginf=0.0))
        found = yield from self._find(image, route)
        yield Progress("Segmenting")
        shares = self._answer(image, route, found)
        return (yield from self._home(volume, image, route, found, shares, began))

    def _find(self, image: torch.Tensor, route: Way) -> Generator[Progress, None, Floats]:
        """The way from the image (mm from its first corner) to the common space."""
        extent = np.array(route.shape) * route.spacing_mm
        room = np.array(self._finder.shape) * self._finder.side_mm
        tries = [
            np.arange(-((e - r / 2) // (2 * STEP_MM)), (e - r / 2) // (2 * STEP_MM) + 1) * STEP_MM
            if e > r / 2
            else np.zeros(1)
            for e, r in zip(extent, room, strict=True)
        ]
        best: tuple[float, Floats] = (0.0, np.eye(3, 4))
        places = list(itertools.product(*tries))
        for number, shift in enumerate(places):
            yield Progress("Looking for the organ", number, len(places))
            start = np.c_[np.eye(3), -extent / 2 - np.array(shift)]
            best = max(best, self._look(image, route, start), key=lambda found: found[0])
        if best[0] < LEAST_ORGAN_ML:
            raise ModelError(
                f"{self._card.name} does not find in this image what it was made for", todo="Choose another model."
            )
        found = best[1]
        for number in range(ROUNDS):
            yield Progress("Aligning", number, ROUNDS)
            found = self._closer(image, route, found)
        return found

    def _look(self, image: torch.Tensor, route: Way, start: Floats) -> tuple[float, Floats]:
        """How much of the organ is seen from there, mL, and the way that gives it the average's place and extent."""
        organ = torch.softmax(self._see(self._networks.find, into(image, route.spacing_mm, start, self._finder)), 0)[1:]
        ml = float(organ.sum()) * self._finder.side_mm**3 / 1000
        if ml < LEAST_ORGAN_ML:
            return 0.0, start
        middle, extent = _moments(organ * (organ > 0.5), self._finder)
        wanted, size = _moments(self._average[1:].sum(0, keepdim=True), self._coarse)
        scale = np.diag((size / extent)[0])
        return ml, np.c_[scale @ start[:, :3], scale @ (start[:, 3] - middle[0]) + wanted[0]]

    def _closer(self, image: torch.Tensor, route: Way, way_in: Floats) -> Floats:
        """The way that brings the structures found there to where they lie on average."""
        known = slice(1, 1 + len(self._values))
        shares, average = self._answer(image, route, way_in)[known], self._average[known]
        shares = torch.where(shares > LEAST_CHANCE, shares, 0)
        there, _ = _moments(average, self._coarse)
        seen, _ = _moments(shares, self._window)
        size = (self._coarse.side_mm / self._window.side_mm) ** 3 * average.sum((1, 2, 3))
        enough = (shares.sum((1, 2, 3)) > LEAST_SHARE * size).numpy()
        if enough.sum() < LEAST_STRUCTURES:
            return way_in
        home = back(way_in)
        here = seen[enough] @ home[:, :3].T + home[:, 3]
        return fit_way_robustly(here, there[enough], np.ones(len(here)))[0]

    def _answer(self, image: torch.Tensor, route: Way, found: Floats) -> torch.Tensor:
        """(classes, slice, row, column): shares in the window, the mean of the image's and the mirrored one's."""
        window = into(image, route.spacing_mm, found, self._window)
        one, other = (torch.softmax(self._see(self._networks.answer, i), 0) for i in (window, window.flip(2)))
        return (one + other.flip(3)[self._twins]) / 2

    def _see(self, network: nn.Module, window: torch.Tensor) -> torch.Tensor:
        with torch.inference_mode(), autocast(self._device):
            answer: torch.Tensor = network(standard(window)[None, None].to(self._device))[0]
        return answer.float().cpu()

    def _home(
        self, volume: Volume, image: torch.Tensor, route: Way, found: Floats, shares: torch.Tensor, began: float
    ) -> Generator[Progress, None, Prediction]:
        box = self._seen_box(route, found)
        rows = max(1, SLAB_VOXELS // max(1, box.shape[1] * box.shape[2] * len(shares)))
        table = np.array([0, *self._values, *[0] * (len(shares) - 1 - len(self._values))], np.uint8)
        labels = np.zeros(route.shape, np.uint8)
        foreground = np.zeros(route.shape, np.float32)
        gather = Gather(route.shape, self._values)
        yield Progress("Looking at the grey values")
        seen = self._looks(image, route, found, shares, box)
        for start in range(box.lo[0], box.hi[0], rows):
            yield Progress("Bringing the answer back", start - box.lo[0], box.shape[0])
            part = Box((start, *box.lo[1:]), (min(start + rows, box.hi[0]), *box.hi[1:]))
            axes = [torch.arange(lo, hi, dtype=torch.float32) for lo, hi in zip(part.lo, part.hi, strict=True)]
            places = self._places(route, found, axes)
            here = self._at(shares, places)
            if seen is not None:
                here = seen.weigh(here, image[part.slices], places)
            labels[part.slices] = table[here.argmax(0).numpy()]
            here[0] += here[1 + len(self._values) :].sum(0)
            known = here[: 1 + len(self._values)].numpy()
            foreground[part.slices] = np.clip(1 - known[0], 0, 1)
            whole = np.zeros((len(known), part.shape[0], *route.shape[1:]), np.float32)
            whole[0] = 1
            whole[(slice(None), slice(None), *part.slices[1:])] = known
            gather.add(start, whole)
        soft = gather.done(route.order, route.flip)
        labels, foreground = (np.ascontiguousarray(route.home(a)) for a in (labels, foreground))
        return Prediction(
            Box.whole(volume.geometry.shape), labels, time.perf_counter() - began, foreground, None, (), soft=soft
        )

    def _seen_box(self, route: Way, found: Floats) -> Box:
        """The image's voxels that lie in the window."""
        half = np.array(self._window.shape) * self._window.side_mm / 2
        corners = np.array(list(itertools.product((-1, 1), repeat=3))) * half
        home = back(found)
        voxels = (corners @ home[:, :3].T + home[:, 3]) / route.spacing_mm
        lo = np.clip(np.floor(voxels.min(0)), 0, np.array(route.shape) - 1).astype(int)
        hi = np.clip(np.ceil(voxels.max(0)), lo + 1, route.shape).astype(int)
        return Box((int(lo[0]), int(lo[1]), int(lo[2])), (int(hi[0]), int(hi[1]), int(hi[2])))

    def _looks(
        self, image: torch.Tensor, route: Way, found: Floats, shares: torch.Tensor, box: Box
    ) -> looks.Looks | None:
        """How the structures look in this image, from voxels of the box drawn by lot, the same each time."""
        lots = torch.Generator().manual_seed(0)
        drawn = [torch.randint(lo, hi, (SAMPLE,), generator=lots) for lo, hi in zip(box.lo, box.hi, strict=True)]
        mm = np.stack([(d.numpy() + 0.5) * s for d, s in zip(drawn, route.spacing_mm, strict=True)])
        half = np.array(self._window.shape)[:, None] * self._window.side_mm / 2
        there = (found[:, :3] @ mm + found[:, 3:]) / half
        places = [torch.from_numpy(p.astype(np.float32)) for p in there]
        own = self._at(shares, [p[None, None] for p in places])[:, 0, 0]
        return looks.learn(image[tuple(drawn)], own, places, self._twins)

    def _places(self, route: Way, found: Floats, axes: Sequence[torch.Tensor]) -> list[torch.Tensor]:
        """Where voxels of the image lie in the window, -1 to 1 along its axes."""
        mm = [(a + 0.5) * s for a, s in zip(axes, route.spacing_mm, strict=True)]
        half = [n * self._window.side_mm / 2 for n in self._window.shape]
        return [p / h for p, h in zip(spread(found, mm), half, strict=True)]

    def _at(self, shares: torch.Tensor, places: Sequence[torch.Tensor]) -> torch.Tensor:
        """The shares at places of the window."""
        here = at(shares, [2 / n for n in self._window.shape], [p + 1 for p in places])
        here[0] = 1 - here[1:].sum(0)
        return here


def _moments(shares: torch.Tensor, window: Window) -> tuple[Floats, Floats]:
    """(n, 3) each, mm: the middles of (n, slice, row, column) shares of a window, and their standard deviations."""
    total = shares.sum((1, 2, 3)).clamp(min=1e-6)
    middles, sizes = [], []
    for axis, places in enumerate(window.axes()):
        along = shares.sum([a + 1 for a in range(3) if a != axis]) / total[:, None]
        middle = along @ places
        middles.append(middle)
        sizes.append(((along * (places - middle[:, None]) ** 2).sum(1)).sqrt())
    return torch.stack(middles, 1).double().numpy(), torch.stack(sizes, 1).double().numpy()


def _window(plan: Mapping[str, Any]) -> Window:
    a, b, c = (int(n) for n in plan["shape"])
    if not all(8 <= n <= 512 for n in (a, b, c)) or not 0.1 <= float(plan["side_mm"]) <= 50:
        raise ValueError(f"a window of {plan['shape']} voxels of {plan['side_mm']} mm")
    return Window((a, b, c), float(plan["side_mm"]))
