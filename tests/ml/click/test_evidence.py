"""The evidence channels say the same on both paths, and what they claim."""

from __future__ import annotations

import numpy as np
import torch

from medseg_gui.core.geodesic import FAR, geodesic
from medseg_gui.ml.click.evidence import (
    CHANNELS,
    EDGE,
    REACH,
    STEP,
    _by_rows,
    channels,
    disk,
    likeness,
    nearness,
)
from medseg_gui.ml.click.paint import paint
from medseg_gui.ml.click.world import shapes


def scenes(count: int = 4, size: int = 96) -> tuple[torch.Tensor, torch.Tensor]:
    g = torch.Generator().manual_seed(5)
    world = shapes(g, count, size)
    image = paint(g, world)[:, 1:2]
    seeds = disk(torch.full((count,), size / 2), torch.full((count,), size / 2), size)
    return image, seeds


def test_compiled_and_row_parallel_distances_agree() -> None:
    image, seeds = scenes()
    compiled = geodesic(image[:, 0].numpy(), seeds[:, 0].numpy() > 0, STEP, EDGE)
    rows = _by_rows(image[:, 0], seeds[:, 0] > 0).numpy()
    near, other = np.exp(-compiled / REACH), np.exp(-rows / REACH)
    # both are bounds from above that two rounds of scans leave; what the network sees must be alike
    assert np.abs(near - other).mean() < 0.01
    assert np.quantile(np.abs(near - other), 0.99) < 0.12


def test_distance_on_plain_ground_is_the_chamfer_distance() -> None:
    flat = np.zeros((1, 30, 30), np.float32)
    seeds = np.zeros((1, 30, 30), bool)
    seeds[0, 10, 10] = True
    distance = geodesic(flat, seeds, 1.0, 12.0)[0]
    for row, col in ((10, 20), (20, 20), (0, 4), (29, 11)):
        straight, diagonal = sorted((abs(row - 10), abs(col - 10)))[::-1], min(abs(row - 10), abs(col - 10))
        assert np.isclose(distance[row, col], straight[0] - diagonal + diagonal * 2**0.5, atol=1e-4)


def test_an_edge_costs_and_no_seed_is_far() -> None:
    step = np.zeros((2, 20, 20), np.float32)
    step[:, :, 10:] = 1
    seeds = np.zeros((2, 20, 20), bool)
    seeds[0, 10, 5] = True
    distance = geodesic(step, seeds)
    assert distance[0, 10, 11] - distance[0, 10, 9] > EDGE
    assert (distance[1] == FAR).all()


def test_channels_hold_what_they_say() -> None:
    image, positive = scenes(2)
    three = image.repeat(1, 3, 1, 1)
    nothing = torch.zeros_like(positive)
    x = channels(three, positive, nothing, nothing, positive)
    assert x.shape == (2, CHANNELS, 96, 96)
    assert torch.equal(x[:, 4:5], positive)
    assert (x[:, 7] == positive[:, 0] * 2 - 1).all()
    assert (x[:, 9] == 0).all()
    assert (x[:, 8][positive[:, 0] > 0] > 0.8).all()
    assert (likeness(image, nothing) == 0).all()
    inside = likeness(image, positive)
    assert inside.abs().max() <= 1
    near = nearness(image, positive, nothing)
    assert near.shape == (2, 2, 96, 96)
