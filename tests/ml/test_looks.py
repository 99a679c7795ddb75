"""A coarse answer becomes as sharp as the image where grey values tell structures apart, and stays elsewhere."""

from __future__ import annotations

import pytest
import torch
from scipy.ndimage import gaussian_filter

from medseg_gui.ml import looks
from medseg_gui.ml.looks import Looks

SHAPE = (24, 48, 48)
TWINS = torch.tensor([0, 1, 3, 2])
"""Nothing, a shell, and one kernel on each side."""


def scene(*greys: float, bias: float = 0.5) -> tuple[torch.Tensor, torch.Tensor, list[torch.Tensor], torch.Tensor]:
    """Grey values, soft shares, places of the grid, and the true classes with their wavy borders."""
    axes = [torch.linspace(-1, 1, n) for n in SHAPE]
    z, y, x = torch.meshgrid(*axes, indexing="ij")
    wave = 0.1 * torch.sin(9 * torch.atan2(y, x))
    radius = (y**2 + x**2).sqrt() + wave
    truth = torch.where(radius < 0.85, 1, 0)
    truth[(radius < 0.5) & (x < 0)] = 2
    truth[(radius < 0.5) & (x >= 0)] = 3
    lots = torch.Generator().manual_seed(0)
    grey = torch.tensor(greys)[truth] + 0.05 * torch.randn(SHAPE, generator=lots)
    grey = grey * torch.exp(bias * (x + 0.5 * y * z))
    shares = torch.stack([torch.from_numpy(gaussian_filter((truth == c).float().numpy(), 3)) for c in range(4)])
    return grey, shares, [z, y, x], truth


def taught(grey: torch.Tensor, shares: torch.Tensor, places: list[torch.Tensor]) -> Looks:
    found = looks.learn(grey.flatten(), shares.flatten(1), [p.flatten() for p in places], TWINS)
    assert found is not None
    return found


def test_borders_follow_the_image_under_a_bias_field() -> None:
    grey, shares, places, truth = scene(0.0, 0.5, 1.0, 1.0)
    after = taught(grey, shares, places).weigh(shares, grey, places)
    assert (shares.argmax(0) == truth).float().mean() < 0.93
    assert (after.argmax(0) == truth).float().mean() > 0.985
    torch.testing.assert_close(after.sum(0), torch.ones(SHAPE))


def test_what_looks_alike_stays_as_it_was() -> None:
    grey, shares, places, _ = scene(0.7, 0.7, 0.7, 0.7, bias=0.0)
    after = taught(grey, shares, places).weigh(shares, grey, places)
    assert (after.argmax(0) == shares.argmax(0)).float().mean() > 0.97


def test_both_sides_share_their_looks_and_what_was_not_seen_looks_like_the_rest() -> None:
    grey, shares, places, _ = scene(0.0, 0.5, 1.0, 1.0)
    unseen = shares.clone()
    unseen[1] += unseen[3]
    unseen[3] = 0
    found = taught(grey, unseen, places)
    assert float(found.means[2]) == float(found.means[3])
    assert found.known.tolist() == [True] * 4
    unseen[1] += unseen[2]
    unseen[2] = 0
    assert taught(grey, unseen, places).known.tolist() == [True, True, False, False]


@pytest.mark.parametrize("empty", ["even", "nothing"])
def test_where_nothing_can_be_learnt_nothing_is(empty: str) -> None:
    grey, shares, places, _ = scene(0.0, 0.5, 1.0, 1.0)
    if empty == "even":
        grey = torch.full(SHAPE, 3.0)
    else:
        shares = torch.stack([torch.ones(SHAPE), *torch.zeros(3, *SHAPE)])
    assert looks.learn(grey.flatten(), shares.flatten(1), [p.flatten() for p in places], TWINS) is None
