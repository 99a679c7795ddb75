"""Networks come from allow-listed descriptions only, and their shapes fit."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from medseg_gui.core.errors import ModelError
from medseg_gui.ml.networks import build, describe, divisor, head_names, tensors_of


@pytest.mark.parametrize(
    ("patch", "spacing"),
    [((16, 32, 32), (1, 1, 1)), ((8, 64, 64), (5, 1, 1)), ((64, 48), (1, 1)), ((8, 8, 8), (1, 1, 1))],
)
def test_a_described_network_answers_on_its_patch(patch: tuple[int, ...], spacing: tuple[float, ...]) -> None:
    plan = describe(patch, spacing, classes=4, width=4, widest=16)
    assert all(n % d == 0 for n, d in zip(patch, divisor(plan), strict=True))
    network = build(plan).eval()
    with torch.no_grad():
        assert network(torch.zeros(1, 1, *patch)).shape == (1, 4, *patch)
    assert {n.split(".")[0] for n in head_names(network)} == {"output_block"}
    assert len(tensors_of(network)) == len(set(tensors_of(network)))


def test_coarse_slices_are_not_mixed_at_first() -> None:
    plan = describe((8, 64, 64), (5, 1, 1), 2, 4, 16)
    assert plan["kernels"][0] == [1, 3, 3]
    assert plan["strides"][1] == [1, 2, 2]
    assert [3, 3, 3] in plan["kernels"]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "os.system"},
        {"dims": 4},
        {"classes": 1},
        {"filters": [4, 8]},
        {"filters": [10**6] * 3},
        {"norm": "evil"},
        {"strides": "x"},
        {"kernels": None},
        {"channels": -1},
    ],
)
def test_other_descriptions_are_refused(change: dict[str, Any]) -> None:
    plan = describe((16, 16, 16), (1, 1, 1), 2, 4, 16) | change
    with pytest.raises(ModelError):
        build(plan)


def test_missing_parts_are_refused() -> None:
    with pytest.raises(ModelError):
        build({})
