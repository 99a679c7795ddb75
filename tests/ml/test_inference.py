"""Sliding windows give what the whole image would give, and memory that runs out is said and survived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from medseg_gui.core.errors import ModelError
from medseg_gui.ml.inference import gaussian, halved, probabilities, starts
from tests.ml.tiny import end

CPU = torch.device("cpu")


class Pointwise(nn.Module):
    """Looks at one voxel only: windows cannot matter."""

    def __init__(self, dims: int) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.conv = nn.Conv3d(1, 3, 1) if dims == 3 else nn.Conv2d(1, 3, 1)

    def forward(self, x: torch.Tensor) -> Any:
        return self.conv(x)


def plan(patch: Sequence[int], classes: int = 3) -> dict[str, Any]:
    dims = len(patch)
    return {"patch": list(patch), "network": {"dims": dims, "classes": classes, "strides": [[1] * dims, [2] * dims]}}


@pytest.fixture(autouse=True)
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medseg_gui.ml.device.fast_bf16", lambda kind: False)


@pytest.mark.parametrize("patch", [(8, 8, 8), (4, 16, 6), (32, 32, 32), (8, 8), (64, 64)])
def test_windows_of_a_pointwise_network_equal_the_whole(patch: tuple[int, ...]) -> None:
    network = Pointwise(len(patch))
    image = torch.randn(11, 23, 18, generator=torch.manual_seed(0))
    answer, notes = end(probabilities(network, plan(patch), image, CPU))
    with torch.no_grad():
        whole = network(image[None, None])[0] if len(patch) == 3 else network(image[:, None]).transpose(0, 1)
    torch.testing.assert_close(answer, torch.softmax(whole, 0), atol=1e-5, rtol=1e-5)
    assert notes == ()


def test_inside_its_reach_a_real_convolution_equals_the_whole() -> None:
    torch.manual_seed(0)
    network = nn.Conv3d(1, 2, 3, padding=1)
    image = torch.randn(16, 16, 16)
    answer, _ = end(probabilities(network, plan((16, 16, 16), 2), image, CPU))
    with torch.no_grad():
        torch.testing.assert_close(answer, torch.softmax(network(image[None, None])[0], 0), atol=1e-5, rtol=1e-5)


def test_windows_cover_every_voxel_and_overlap_by_half() -> None:
    for size in range(1, 70):
        for patch in (4, 8, 33):
            places = starts(size, patch)
            covered = np.zeros(max(size, patch), bool)
            for s in places:
                covered[s : s + patch] = True
            assert covered.all()
            assert max(np.diff(places), default=0) <= patch * 0.5 + 1


def test_weights_never_vanish() -> None:
    kernel = gaussian((20, 30))
    assert kernel.shape == (20, 30)
    assert float(kernel.min()) > 0
    assert float(kernel.max()) == pytest.approx(1)


class Greedy(nn.Module):
    """Runs out of memory on patches above a size."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if x[0].numel() > self.limit:
            raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate")
        return torch.cat([x, -x], 1)


def test_smaller_patches_when_memory_runs_out_and_a_note_says_so() -> None:
    image = torch.randn(20, 20, 20, generator=torch.manual_seed(0))
    answer, notes = end(probabilities(Greedy(16 * 8 * 8), plan((16, 16, 16), 2), image, CPU))
    torch.testing.assert_close(answer[0], torch.sigmoid(2 * image), atol=1e-5, rtol=1e-5)
    assert len(notes) == 1
    assert "Memory ran out" in notes[0]


def test_no_memory_at_all_is_one_clear_error() -> None:
    with pytest.raises(ModelError, match="not enough memory"):
        end(probabilities(Greedy(0), plan((16, 16, 16), 2), torch.zeros(20, 20, 20), CPU))


def test_other_errors_are_not_taken_for_memory() -> None:
    class Broken(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("shapes differ")

    with pytest.raises(RuntimeError, match="shapes differ"):
        end(probabilities(Broken(), plan((8, 8, 8), 2), torch.zeros(8, 8, 8), CPU))


def test_halving_ends() -> None:
    patch: list[int] | None = [48, 64, 40]
    seen = []
    while patch is not None:
        seen.append(patch)
        assert all(n % 8 == 0 for n in patch)
        patch = halved(patch, (8, 8, 8))
    assert max(seen[-1]) < 2 * 16


def test_cancel_between_patches() -> None:
    steps = probabilities(Pointwise(3), plan((8, 8, 8)), torch.zeros(16, 16, 16), CPU)
    first = next(steps)
    assert 0 < first.done < first.total
    steps.close()
