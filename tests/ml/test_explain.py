"""Integrated gradients add up to what they explain, and lie where the image decides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import ndimage

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import Volume
from medseg_gui.ml import explain
from medseg_gui.ml.networks import build, describe
from tests.ml.tiny import end

CPU = torch.device("cpu")


class Corner(torch.nn.Module):
    """Class 1 where the voxel two rows above is bright."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat((torch.zeros_like(x), torch.roll(x, 2, -2) ** 2), 1)


def plan(**more: object) -> dict[str, object]:
    spacing = {"plane": "axial", "spacing_mm": [None] * 3, "normalise": {"kind": "zscore"}, "values": [5]}
    return {**spacing, "patch": [8, 16, 16], "network": {"strides": [[1, 1, 1]], "dims": 3}, **more}


def test_the_attributions_add_up_to_the_difference() -> None:
    torch.manual_seed(0)
    network = torch.nn.Sequential(
        torch.nn.Conv3d(1, 6, 5, padding=2), torch.nn.Tanh(), torch.nn.Conv3d(6, 3, 3, padding=1)
    )
    patch = 3 * torch.randn(8, 16, 16)
    found = end(explain.attributions(network, patch, (3, 7, 8), 1, (4, 4, 4), CPU))
    blurred = torch.from_numpy(ndimage.gaussian_filter(patch.numpy(), explain.BLUR))
    with torch.no_grad():
        gained = [explain.log_odds(network, x, (3, 7, 8), 1).item() for x in (patch, blurred)]
    assert abs(gained[0] - gained[1]) > 0.1
    assert float(found.sum()) == pytest.approx(gained[0] - gained[1], rel=0.02)


def test_a_patch_that_the_network_cannot_halve_is_padded() -> None:
    network = build(describe((8, 16, 16), (1, 1, 1), 3, 4, 16)).eval()
    found = end(explain.attributions(network, torch.randn(7, 15, 16), (3, 7, 8), 1, (4, 4, 4), CPU))
    assert found.shape == (7, 15, 16)
    assert found.abs().max() > 0


@pytest.mark.parametrize("flip", [(1, 1, 1), (-1, 1, -1)])
def test_it_lies_where_the_image_decides(flip: tuple[int, int, int]) -> None:
    """Two rows above the voxel, as the network sees the patient; on any grid."""
    shape = (10, 20, 24)
    geometry = Geometry.axial(shape, (1, 1, 1))
    affine = geometry.affine.copy()
    for axis, sign in enumerate(flip):
        affine[:, axis] *= sign
    voxels = np.random.default_rng(0).normal(0, 1, shape).astype(np.float32)
    at = (5, 12, 9)
    above = (5, 12 - 2 * flip[1], 9)
    voxels[above] = 12
    volume = Volume(voxels, Geometry(shape, affine), "MR")
    layer = end(explain.explain(Corner(), plan(), volume, at, 5, CPU))
    z, y, x = np.unravel_index(int(layer.levels.argmax()), layer.levels.shape)
    assert tuple(int(i) + o for i, o in zip((z, y, x), layer.box.lo, strict=True)) == above
    assert layer.levels.max() == 255


def test_a_network_of_slices_and_an_unknown_class() -> None:
    volume = Volume(
        np.random.default_rng(1).normal(0, 1, (4, 20, 20)).astype(np.float32), Geometry.axial((4, 20, 20), (5, 1, 1))
    )
    flat = plan(patch=[16, 16], network={"strides": [[1, 1]], "dims": 2})
    layer = end(explain.explain(Corner(), flat, volume, (2, 10, 10), 5, CPU))
    assert (layer.box.lo[0], layer.box.hi[0]) == (2, 3)
    assert layer.box.shape == layer.levels.shape
    with pytest.raises(ModelError):
        end(explain.explain(Corner(), flat, volume, (2, 10, 10), 6, CPU))


def test_a_coarser_network_answers_on_the_volumes_grid(tmp_path: Path) -> None:
    volume = Volume(
        np.random.default_rng(1).normal(0, 1, (9, 30, 31)).astype(np.float32), Geometry.axial((9, 30, 31), (2, 1, 1))
    )
    coarse = plan(spacing_mm=[3.0, 2.0, 2.0])
    layer = end(explain.explain(Corner(), coarse, volume, (8, 29, 0), 5, CPU))
    assert layer.box.shape == layer.levels.shape
    assert all(0 <= a < b <= n for a, b, n in zip(layer.box.lo, layer.box.hi, (9, 30, 31), strict=True))
    assert layer.box.holds((8, 29, 0))
