"""Grey values as a second witness: how each structure looks in this image, learnt from where the network expects it.

A Gaussian for each structure (both sides share theirs), a histogram for all else and a smooth bias field are fitted by
expectation maximisation, the network's shares being the prior (unified segmentation: Ashburner and Friston, NeuroImage
2005; sequence-adaptive: Puonti, Iglesias and Van Leemput, NeuroImage 2016). So a coarse answer becomes as sharp as the
image wherever the image tells structures apart, and stays as it is wherever it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

ROUNDS = 6
ORDER = 3
"""Of the polynomial that is the logarithm of the bias field."""
SURE = 0.6
"""Structures are learnt from voxels that are theirs with this share at the least."""
LEAST_VOXELS = 200
"""Of the sample; a structure of fewer looks like the mean of the others."""
TRUST = 0.5
"""The power of what grey values say: a neighbour's says little that is new, and real tissue is not one Gaussian."""
LEAST_SHARE = 1e-4
OUTLIERS = 0.02
LEAST_SPREAD = 0.02
"""Of a structure, as a share of the image's."""
BINS = 64
SURELY_OUTSIDE, FIELD_OUTSIDE = 0.9, 0.1
DARKEST = 0.002
TINY = 1e-9


@dataclass(frozen=True)
class Looks:
    """What was learnt of one image. ``means``, ``spreads``: of each class of the network; ``known``: those seen."""

    dark: float
    means: torch.Tensor
    spreads: torch.Tensor
    known: torch.Tensor
    rest: torch.Tensor
    ends: tuple[float, float]
    field: torch.Tensor

    def weigh(self, shares: torch.Tensor, grey: torch.Tensor, places: Sequence[torch.Tensor]) -> torch.Tensor:
        """Shares (classes, ...) after a look at the grey values there; ``places``: -1 to 1 along the window's axes."""
        even = (grey - self.dark) / torch.exp(_terms(places) @ self.field)
        return self._given(shares, even)

    def _given(self, shares: torch.Tensor, even: torch.Tensor) -> torch.Tensor:
        out = (shares.clamp(min=0) + LEAST_SHARE).mul_(self._like(even).pow_(TRUST))
        return out.div_(out.sum(0))

    def _like(self, even: torch.Tensor) -> torch.Tensor:
        """(classes, ...): how well each class explains the grey values."""
        lo, hi = self.ends
        means, spreads = (t.view(-1, *[1] * even.ndim) for t in (self.means, self.spreads))
        out = (even - means).div_(spreads).square_().mul_(-0.5).exp_().div_(spreads * (2 * torch.pi) ** 0.5)
        out.mul_(1 - OUTLIERS).add_(OUTLIERS / (hi - lo))
        out[0] = self.rest[((even - lo) * (BINS / (hi - lo))).long().clamp_(0, BINS - 1)]
        if not bool(self.known.all()):
            out[~self.known] = out[self.known].mean(0)
        return out


def learn(
    grey: torch.Tensor, shares: torch.Tensor, places: Sequence[torch.Tensor], twins: torch.Tensor
) -> Looks | None:
    """From a sample of voxels: grey values (n,), shares (classes, n) with the rest first, and places, each (n,).

    ``twins``: for each class its number on the other side, or its own. None where there is too little to learn from.
    """
    inside = shares[0] < SURELY_OUTSIDE
    if int(inside.sum()) < LEAST_VOXELS:
        return None
    dark = float(torch.quantile(grey, DARKEST))
    own = grey[inside] - dark
    prior = shares[:, inside].clamp(min=0)
    terms = _terms([p[inside] for p in places])
    scale = float(own.std())
    if not scale > 0:
        return None
    pairs = torch.minimum(torch.arange(len(twins)), twins)
    field = torch.zeros(terms.shape[1])
    now = prior
    for _ in range(ROUNDS):
        even = own / torch.exp(terms @ field)
        looks = _fitted(dark, even, now, pairs, scale, field)
        now = looks._given(prior, even)
        field = _field(own, now, looks, terms)
    return Looks(dark, looks.means, looks.spreads, looks.known, looks.rest, looks.ends, field)


def _fitted(
    dark: float, even: torch.Tensor, shares: torch.Tensor, pairs: torch.Tensor, scale: float, field: torch.Tensor
) -> Looks:
    weights = torch.zeros_like(shares).index_add_(0, pairs, torch.where(shares > SURE, shares, 0))
    total = weights.sum(1)
    means = (weights @ even) / total.clamp(min=1)
    spreads = ((weights @ even.square()) / total.clamp(min=1) - means.square()).clamp(min=(LEAST_SPREAD * scale) ** 2)
    known = total > LEAST_VOXELS
    lo, hi = float(even.min()), float(even.max())
    counts = torch.histc(even[shares[0] > 0.5], BINS, lo, hi) + 1
    known = known[pairs].clone()
    known[0] = True
    density = counts / counts.sum() * (BINS / (hi - lo))
    return Looks(dark, means[pairs], spreads.sqrt()[pairs], known, density, (lo, hi), field)


def _field(grey: torch.Tensor, shares: torch.Tensor, looks: Looks, terms: torch.Tensor) -> torch.Tensor:
    """The bias field's coefficients: least squares of what the grey values differ by from what is expected there."""
    certain = shares[1:] / looks.spreads[1:, None].square()
    weight = certain.sum(0)
    expected = (certain * looks.means[1:, None]).sum(0) / weight.clamp(min=TINY)
    bright = (shares[0] < FIELD_OUTSIDE) & (expected > 0.05 * float(looks.means[1:].max()))
    if int(bright.sum()) < LEAST_VOXELS:
        return looks.field
    off = torch.log((grey[bright] / expected[bright]).clamp(0.3, 3))
    weight = (weight * expected.square())[bright]
    weight = weight.clamp(max=float(torch.quantile(weight, 0.9)))
    known = torch.cat([terms[bright], torch.ones(len(off), 1)], 1)
    left = known.T @ (known * weight[:, None])
    left += 1e-3 * left.diagonal().mean() * torch.eye(len(left))
    found: torch.Tensor = torch.linalg.solve(left, known.T @ (off * weight))
    return found[:-1]


def _terms(places: Sequence[torch.Tensor]) -> torch.Tensor:
    """(..., n): all products of powers of the places up to ORDER, the constant left out."""
    powers = [[p**k for k in range(ORDER + 1)] for p in places]
    return torch.stack(
        [
            powers[0][a] * powers[1][b] * powers[2][c]
            for a in range(ORDER + 1)
            for b in range(ORDER + 1 - a)
            for c in range(ORDER + 1 - a - b)
            if a + b + c
        ],
        -1,
    )
