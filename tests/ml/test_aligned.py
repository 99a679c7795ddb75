"""The model kind "aligned": whatever lies where, and however the array runs, each structure is drawn where it is.

The networks are replaced by ones that know the answer from the grey value, so that only finding, aligning and bringing
back are tested here; what the shipped weights can do stands in the slow test.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from scipy.ndimage import center_of_mass

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.segmenter import CardSegment, ModelCard, Request
from medseg_gui.core.volume import Volume
from medseg_gui.ml import aligned, checkpoints
from medseg_gui.ml.aligned import Aligned, AlignedSegmenter
from medseg_gui.ml.networks import describe, tensors_of
from medseg_gui.ml.template import Window, back, spread
from medseg_gui.workers.job import run_now

WINDOW, FINDER, RADIUS_MM = Window((32, 40, 40), 4.0), Window((24, 24, 24), 8.0), 15.0
PLACES = np.array([[12.0 * ((i + j) % 3 - 1), 38.0 * (i - 1), 38.0 * (j - 1)] for i in range(3) for j in range(3)])
"""Of nine balls in the common space, mm; ball k + 1 has the grey value 10 (k + 1)."""


def balls(way: Any, axes: list[torch.Tensor]) -> np.ndarray:
    """Which ball holds each place of a grid, 0 for none."""
    places = torch.stack(spread(way, axes), -1).double().numpy()
    away = np.linalg.norm(places[..., None, :] - PLACES, axis=-1)
    return np.where(away.min(-1) < RADIUS_MM, away.argmin(-1) + 1, 0).astype(np.uint8)


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AlignedSegmenter:
    plan: dict[str, Any] = {
        "finder": {"network": describe((16, 16, 16), [8.0] * 3, 2, 4, 8), "shape": FINDER.shape, "side_mm": 8.0},
        "network": describe((16, 16, 16), [4.0] * 3, 11, 4, 8),
        "window": {"shape": WINDOW.shape, "side_mm": 4.0, "prior_coarser": 2},
        "values": list(range(1, 10)),
        "twins": list(range(11)),
    }
    networks = Aligned(plan)
    truth = torch.from_numpy(balls(np.eye(3, 4), WINDOW.axes(2)))
    shares = torch.nn.functional.avg_pool3d(torch.stack([(truth == c).float() for c in range(11)]), 4)
    networks.answer.prior = torch.log(shares * 0.98 + 0.001)
    checkpoints.save(tmp_path / checkpoints.WEIGHTS, tensors_of(networks))
    segments = tuple(CardSegment(k, f"ball {k}") for k in range(1, 10))
    sha256 = checkpoints.sha256_of(tmp_path / checkpoints.WEIGHTS)
    card = ModelCard("balls", "1", "aligned", ("MR",), segments=segments, sha256=sha256, plan=plan)
    (tmp_path / "card.json").write_text(card.to_json(), encoding="utf-8")
    made = AlignedSegmenter(ModelCard.read(tmp_path), tmp_path)
    monkeypatch.setattr(aligned, "standard", lambda image: image)

    def see(network: torch.nn.Module, window: torch.Tensor) -> torch.Tensor:
        if network is made._networks.find:
            return torch.stack([torch.zeros_like(window), window - 5])
        greys = torch.tensor([1e6, *range(10, 100, 10), 1e6])[:, None, None, None]
        off = (window[None] - greys).abs()
        # the rims of balls have the grey values of others: what is even all round, and its neighbours
        even = (torch.nn.functional.max_pool3d(off, 3, 1, 1) < 1).float()
        same = torch.nn.functional.max_pool3d(even, 3, 1, 1)
        same[0] = 1 - same[1:].sum(0)
        return 20 * same

    monkeypatch.setattr(made, "_see", see)
    return made


def scene(order: tuple[int, ...], flip: tuple[int, ...], turn_degrees: float, shift_mm: float) -> tuple[Volume, Any]:
    """The balls, turned, larger and shifted, in an array whose axes run in that order and direction; and the truth."""
    shape, spacing = (60, 80, 80), (3.0, 2.5, 2.5)
    a = np.deg2rad(turn_degrees)
    turned = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]]) / 1.1
    middle = np.array(shape) * spacing / 2 + shift_mm
    way = np.c_[turned, -turned @ middle]
    axes = [(torch.arange(n, dtype=torch.float32) + 0.5) * s for n, s in zip(shape, spacing, strict=True)]
    truth = balls(way, axes)
    truth = np.ascontiguousarray(np.flip(truth.transpose(order), flip))
    # canonical axes run to the head, back and left: LPS z, y, x
    unit = np.eye(3)[:, ::-1]
    directions = np.stack([unit[:, o] * (-1 if i in flip else 1) for i, o in enumerate(order)], 1)
    ends = [spacing[o] * (shape[o] - 1) if i in flip else 0.0 for i, o in enumerate(order)]
    origin = -directions @ np.array(ends)
    affine = np.eye(4)
    affine[:3, :3] = directions * [spacing[o] for o in order]
    affine[:3, 3] = origin
    geometry = Geometry(truth.shape, affine)
    return Volume((truth * np.int16(10)).astype(np.int16), geometry, "MR"), truth


@pytest.mark.parametrize(
    ("order", "flip", "turn", "shift"),
    [((0, 1, 2), (), 0, 0), ((0, 1, 2), (2,), 8, 10), ((2, 0, 1), (0, 1), -8, -10), ((1, 2, 0), (), 12, 15)],
)
def test_each_structure_is_drawn_where_it_is(
    model: AlignedSegmenter, order: tuple[int, ...], flip: tuple[int, ...], turn: float, shift: float
) -> None:
    volume, truth = scene(order, flip, turn, shift)
    answer = run_now(model.predict(volume, Request()))
    for k in range(1, 10):
        ours, theirs = answer.labels == k, truth == k
        assert ours.sum() > 100, k
        assert (ours & theirs).sum() > 0.9 * ours.sum(), k
        off = np.array(center_of_mass(ours)) - center_of_mass(theirs)
        assert np.abs(off * volume.geometry.spacing_mm).max() < WINDOW.side_mm, (k, off)
    assert answer.probability is not None
    assert answer.soft is not None
    assert answer.probability.shape == truth.shape
    assert set(answer.soft.classes) == set(range(1, 10))


def test_an_image_without_the_organ_is_refused(model: AlignedSegmenter) -> None:
    volume, _ = scene((0, 1, 2), (), 0, 0)
    empty = replace(volume, voxels=np.zeros_like(volume.voxels))
    with pytest.raises(ModelError, match="does not find in this image"):
        run_now(model.predict(empty, Request()))


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("twins", [0, 1]),
        ("window", {"shape": [1, 2, 3], "side_mm": 1, "prior_coarser": 1}),
        ("finder", {}),
        ("values", 3),
    ],
)
def test_a_damaged_plan_is_an_error(model: AlignedSegmenter, tmp_path: Path, part: str, wrong: object) -> None:
    data = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    data["plan"][part] = wrong
    (tmp_path / "card.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ModelError, match="plan"):
        AlignedSegmenter(ModelCard.read(tmp_path), tmp_path)


def test_there_and_back() -> None:
    way = np.c_[np.diag([1.1, 0.9, 1.0]), [3.0, -4.0, 5.0]]
    there_and_back = back(way)[:, :3] @ way[:, :3]
    np.testing.assert_allclose(there_and_back, np.eye(3), atol=1e-12)
