"""Grey values of an image told apart by its own tissues: chances of a coarse network made sharp at the image's voxels.

Each class has a Gaussian of grey values, found from the chances by expectation maximisation together with a smooth
bias field (the likelihood of SAMSEG, Puonti et al., NeuroImage 2016; here the network is the prior). Background, which
is many tissues, has a histogram instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

ROUNDS = 10
BINS = 64
LEAST_SD = 0.01
"""Of the range of grey values."""
ORDER = 3
STRENGTH = 1.0
"""How much an image's grey values count beside the chances: neighbours are alike, so they say less than they seem to."""


@dataclass(frozen=True)
class Tissue:
    """What an image's classes look like; ``groups``: for each class the tissue it shares its grey values with."""

    groups: torch.Tensor
    means: torch.Tensor
    sds: torch.Tensor
    background: torch.Tensor
    bias: torch.Tensor

    def chances(self, grey: torch.Tensor, places: torch.Tensor, before: torch.Tensor) -> torch.Tensor:
        """(n, classes) from grey values (n) 0..1, places (n, 3) about -1..1, and the chances before (n, classes)."""
        even = grey / (1 + terms(places) @ self.bias).clamp(0.3, 3)
        return _posterior(self, even, before)


def terms(places: torch.Tensor) -> torch.Tensor:
    """(n, terms): polynomials of the places up to ORDER, the constant left away."""
    out = []
    for a in range(ORDER + 1):
        for b in range(ORDER + 1 - a):
            for c in range(ORDER + 1 - a - b):
                if a + b + c:
                    out.append(places[:, 0] ** a * places[:, 1] ** b * places[:, 2] ** c)
    return torch.stack(out, 1)


def _posterior(tissue: Tissue, even: torch.Tensor, before: torch.Tensor) -> torch.Tensor:
    likely = -0.5 * ((even[:, None] - tissue.means) / tissue.sds) ** 2 - torch.log(tissue.sds) - 0.919
    every = likely[:, tissue.groups]
    every[:, 0] = tissue.background[(even * BINS).long().clamp(0, BINS - 1)]
    return torch.softmax(torch.log(before.clamp(min=1e-6)) + STRENGTH * every, 1)


def learn(grey: torch.Tensor, places: torch.Tensor, before: torch.Tensor, groups: Sequence[int]) -> Tissue:
    """The tissues of an image from a sample of its voxels; ``groups`` of class 0 is not used."""
    of = torch.tensor(list(groups))
    count = int(of.max()) + 1
    basis = terms(places)
    bias = torch.zeros(basis.shape[1])
    after = before
    for _ in range(ROUNDS):
        even = grey / (1 + basis @ bias).clamp(0.3, 3)
        share = torch.zeros(len(grey), count).index_add_(1, of[1:], after[:, 1:])
        weight = share.sum(0).clamp(min=1e-3)
        means = (share * even[:, None]).sum(0) / weight
        # a few voxels' worth of the whole spread keeps small tissues from collapsing
        wide = float(even.std())
        sds = ((share * (even[:, None] - means) ** 2).sum(0) + 10 * (0.3 * wide) ** 2).div(weight + 10).sqrt()
        sds = sds.clamp(min=LEAST_SD)
        counts = torch.zeros(BINS).index_add_(0, (even * BINS).long().clamp(0, BINS - 1), after[:, 0])
        smooth = torch.nn.functional.avg_pool1d(counts[None, None], 5, 1, 2)[0, 0] + 1e-3 * float(counts.sum()) / BINS
        tissue = Tissue(of, means, sds, torch.log(smooth / smooth.sum() * BINS), bias)
        after = _posterior(tissue, even, before)
        share = torch.zeros(len(grey), count).index_add_(1, of[1:], after[:, 1:])
        weights = (share * means**2 / sds**2).sum(1)
        wanted = (share * means / sds**2).sum(1) * grey - weights
        gram = basis.T @ (basis * weights[:, None]) + torch.eye(len(bias)) * weights.sum() * 1e-4
        bias = torch.linalg.solve(gram, basis.T @ wanted)
    return Tissue(of, means, sds, torch.log(smooth / smooth.sum() * BINS), bias)
