"""The tasks of the 3-D training are worth asking; its views are exact."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy import ndimage as ndi

from medseg_gui.core.geodesic import FAR, geodesic3
from medseg_gui.ml.click3d import train
from medseg_gui.ml.click3d.evidence import CHANNELS, _by_planes, balls, channels, depth
from medseg_gui.ml.click3d.fields import along, boxes_mean, component_at, slicing
from medseg_gui.ml.click3d.network import SolidNet
from medseg_gui.ml.click3d.tasks import Mix, begin, on_grid
from medseg_gui.ml.click3d.train import Plan, Trainer
from medseg_gui.ml.click3d.views import off_grid, put_back, show
from medseg_gui.ml.click3d.world import Atlas, Moulds

PLAN = Plan(seed=3, steps=4, batch=3, grid=16, source=32, late_batch=2, late_grid=32, waiting=3, late_share=0.25)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "SolidNet", lambda: SolidNet(widths=(8, 16), head=8))


def test_label_maps_and_moulds_make_tasks() -> None:
    volume = torch.zeros(40, 40, 40, dtype=torch.uint8)
    volume[10:30, 8:20, 8:32] = 1
    volume[10:30, 20:32, 8:32] = 2
    mould = torch.zeros(9, 20, 9, dtype=torch.uint8)
    mould[2:7, 2:10, 2:7], mould[2:7, 10:18, 2:7] = 1, 2
    plan = replace(PLAN, steps=1)
    for trainer in (Trainer(replace(plan, atlas_share=1.0), Atlas([volume])), Trainer(plan, None, Moulds([mould]))):
        list(trainer.run())
        assert all(t.scene.target.any() for t in trainer.pool)


def test_every_kind_of_task_begins_with_something_to_go_by() -> None:
    g = torch.Generator().manual_seed(1)
    trainer = Trainer(PLAN)
    nothing = Mix(0, 0, 0, 0, 0, 0)
    for kind in ("box", "drag", "slices", "half", "poor", "suggest"):
        for _ in range(3):
            task = begin(g, trainer._scene(), replace(nothing, **{kind: 1.0}))
            seen = on_grid([task], 16)
            positive, negative = seen.prompts([task])
            known = seen.known([task])
            told = [positive, seen.box, seen.previous, (known > 0).float()]
            assert any(bool(t.any()) for t in told), kind
            assert not negative.any()
            assert torch.isfinite(seen.image).all()
            assert (task.side > 0).all()
            if kind == "suggest":
                assert set(known.unique().tolist()) <= {-0.5, 0.0, 0.5}


def test_slices_are_means_and_come_back() -> None:
    mean, back = slicing(4.0, 0.0, 32, torch.device("cpu"))
    line = torch.arange(32.0)
    seen = mean[0] @ line
    assert torch.allclose(seen, torch.arange(8) * 4 + 1.5)
    assert torch.allclose((back[0] @ seen)[2:30], line[2:30], atol=1e-4)


def test_a_region_shows_the_volume_and_comes_back() -> None:
    line = torch.arange(40.0)
    volume = (line[:, None, None] + 2 * line[None, :, None] + 3 * line[None, None])[None, None]
    centre, side = torch.tensor([[20.0, 18.0, 22.0]]), torch.tensor([[10.0, 16.0, 24.0]])
    seen = show(volume, centre, side, 16)
    assert float(seen.mean()) == pytest.approx(20 + 36 + 66, abs=0.1)
    back = put_back(seen, centre, side, (40, 40, 40))
    inside = back[0, 0, 17:24, 12:24, 13:31]
    assert torch.allclose(inside, volume[0, 0, 17:24, 12:24, 13:31], atol=0.6)
    assert back[0, 0, 2].abs().max() == 0
    assert off_grid(line, centre[:, 0], side[:, 0], 16)[0, :14].sum() == 0


def test_the_distance_is_that_of_the_cheapest_way() -> None:
    image = np.zeros((1, 9, 9, 9), np.float32)
    image[0, :, 4] = 1.0
    seeds = np.zeros(image.shape, bool)
    seeds[0, 4, 0, 4] = True
    found = geodesic3(image, seeds, 0.3, 12.0)
    assert found[0, 4, 0, 8] == pytest.approx(1.2)
    assert found[0, 8, 0, 8] == pytest.approx(1.2 * 2**0.5)
    assert found[0, 4, 8, 4] == pytest.approx(2.4 + 24)  # over the wall and down again
    planes = _by_planes(torch.from_numpy(image), torch.from_numpy(seeds))
    assert np.allclose(planes.numpy(), found, atol=1e-3)
    assert (geodesic3(image, np.zeros_like(seeds)) == FAR).all()


def test_channels_say_what_they_should() -> None:
    image = torch.rand(1, 1, 16, 16, 16)
    zero = torch.zeros_like(image)
    at = torch.tensor([[8.0, 8, 8], [0.0, 0, 15], [99.0, 0, 0]])
    positive = balls(at, torch.tensor([1.0, 0.9, 1.0]), torch.zeros(3, dtype=torch.long), (1, 16, 16, 16))
    assert positive[0, 0, 8, 8, 8] == 1
    assert positive[0, 0, 0, 0, 15] == pytest.approx(0.9)
    assert positive[0, 0, 8, 8, 11] == 0
    x = channels(image, positive, zero, zero, zero, zero)
    assert x.shape == (1, CHANNELS, 16, 16, 16)
    assert x[0, 7, 8, 8, 8] > 0.9
    assert (x[0, 8] == 0).all()
    without = channels(image, zero, zero, zero, zero, zero)
    assert (without[0, 1] == 0).all()


def test_small_operations_are_right() -> None:
    g = torch.Generator().manual_seed(0)
    x = torch.rand(1, 1, 16, 16, 16, generator=g)
    assert np.allclose(
        boxes_mean(x, 2)[0, 0].numpy(), ndi.uniform_filter(x[0, 0].numpy(), 5, mode="constant"), atol=1e-5
    )
    m = torch.rand(1, 5, 16, generator=g)
    assert torch.allclose(along(x, m, 1)[0, 0], torch.einsum("nm,dmw->dnw", m[0], x[0, 0]), atol=1e-5)
    mask = torch.zeros(1, 1, 16, 16, 16, dtype=torch.bool)
    mask[..., 2:6, 2:6, 2:6] = True
    mask[..., 10:14, 10:14, 10:14] = True
    part = component_at(mask, torch.tensor([[3, 3, 3]]))
    assert part.sum() == 64
    deep = depth(mask.float())
    assert deep[0, 0, 3, 3, 3] > deep[0, 0, 2, 2, 2] > 0
    assert deep[0, 0, 8, 8, 8] == 0
