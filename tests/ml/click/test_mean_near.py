"""The mean round each pixel is the library's pooling to the last bit: what the network sees did not change with it."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from medseg_gui.ml.click.views import mean_near


@pytest.mark.parametrize("shape", [(1, 3, 131, 97), (1, 3, 2, 40), (1, 3, 1, 1), (2, 1, 64, 64)])
@pytest.mark.parametrize("window", [(3, 3), (3, 1), (1, 3), (1, 1)])
def test_it_is_the_pooling_to_the_last_bit(shape: tuple[int, ...], window: tuple[int, int]) -> None:
    image = 700 * torch.randn(shape, generator=torch.Generator().manual_seed(3)) - 100
    pad = (window[0] // 2, window[1] // 2)
    pooled = F.avg_pool2d(image, window, 1, pad, count_include_pad=False)
    assert torch.equal(mean_near(image, *window), pooled)
    assert window == (1, 1) or not torch.equal(pooled, image) or shape[-2:] == (1, 1)
