"""The classical methods for whole objects: the same clicks, a bounded region, tuned in the exam; the reader's robot."""

from __future__ import annotations

import numpy as np
import pytest

from medseg_gui.core.robots import dice, next_click_of_reader
from medseg_gui.workers.baselines_solid import BASELINES_3D, GRID, solid_answer
from medseg_gui.workers.walker import walk
from tests.ml.click.geodesics import ellipsoid

MM = (3.0, 1.0, 1.0)
SHAPE = (20, 60, 64)


def bright_ball(noise: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    mask = ellipsoid(SHAPE, (10, 30, 32), (14, 14, 12), MM)
    return mask, (mask + np.random.default_rng(0).normal(0, noise, SHAPE)).astype(np.float32)


@pytest.mark.parametrize("name", BASELINES_3D)
def test_each_finds_a_clear_object_with_some_of_its_options(name: str) -> None:
    mask, image = bright_ball()
    method, choices = BASELINES_3D[name]
    clicks = [(10, 30, 32, True)]
    assert max(dice(solid_answer(image, MM, clicks, method, **options), mask) for options in choices) > 0.7


@pytest.mark.parametrize("name", BASELINES_3D)
def test_a_negative_click_is_outside(name: str) -> None:
    mask, image = bright_ball()
    twin = np.roll(mask, 25, 2)
    image = np.maximum(image, np.roll(image, 25, 2))
    method, choices = BASELINES_3D[name]
    found = solid_answer(image, MM, [(10, 30, 32, True), (10, 30, 57, False)], method, **choices[0])
    assert found[10, 30, 32]
    assert not found[10, 30, 57]
    assert (found & twin & ~mask).sum() < (twin & ~mask).sum() / 2


@pytest.mark.parametrize("name", BASELINES_3D)
def test_only_the_region_round_the_clicks_is_asked_and_never_more_than_the_grid(name: str) -> None:
    seen: list[tuple[int, ...]] = []
    method, _ = BASELINES_3D[name]

    def spy(image: np.ndarray, *args: object) -> np.ndarray:
        seen.append(image.shape)
        return method(image, *args)

    image = np.random.default_rng(0).normal(0, 1, (9, 130, 140)).astype(np.float32)
    found = solid_answer(image, (5.0, 1.0, 1.0), [(4, 100, 20, True)], spy, 40)
    assert max(seen[0]) <= GRID
    assert seen[0] == (9, 35, 31)  # 70 × 61 pixels in cells of two
    assert not found[:, :60].any()
    assert not found[:, :, 61:].any()
    assert not solid_answer(image, (5.0, 1.0, 1.0), [(4, 100, 20, False)], spy, 40).any()
    assert len(seen) == 1  # without a positive click nothing is asked


def test_a_coarse_answer_lies_where_the_object_is() -> None:
    """Cells of several voxels must not shift the mask: its middle stays."""
    mask = np.zeros((12, 150, 150), bool)
    mask[2:10, 40:112, 48:120] = True  # cells of four pixels end where it does
    method, _ = BASELINES_3D["geodesic"]
    found = solid_answer(mask.astype(np.float32), (5.0, 1.0, 1.0), [(6, 75, 85, True)], method, 120, limit=13.0)
    assert dice(found, mask) > 0.9
    middles = [np.argwhere(m).mean(0) for m in (found, mask)]
    np.testing.assert_allclose(*middles, atol=0.3)


def test_the_random_walker_agrees_with_scikit_image_in_3d() -> None:
    from skimage.segmentation import random_walker

    mask = ellipsoid((10, 26, 28), (5, 13, 14), (9, 8, 7), MM)
    image = (mask + np.random.default_rng(1).normal(0, 0.2, mask.shape)).astype(np.float32)
    seeds = np.zeros(mask.shape, np.int8)
    seeds[:, [0, -1]] = seeds[:, :, [0, -1]] = 2
    seeds[5, 13, 14] = 1
    for mm in ((1.0, 1.0, 1.0), MM):
        theirs = random_walker(
            image, seeds.astype(np.int32), 130, "cg_j", tol=1e-7, return_full_prob=True, spacing=np.array(mm) / min(mm)
        )[0]
        ours = walk(image, seeds, 130, mm=mm)
        assert np.abs(ours - theirs).mean() < 1e-3
        assert dice(ours > 0.5, theirs > 0.5) > 0.99
    different = walk(image, seeds, 130) - walk(image, seeds, 130, mm=MM)
    assert np.abs(different).max() > 1e-3


def test_the_reader_clicks_in_the_slice_with_the_most_wrong_voxels() -> None:
    target = np.zeros((8, 30, 30), bool)
    target[2, 5:15, 5:15] = target[5, 4:20, 4:20] = True
    nothing = np.zeros_like(target)
    z, y, x, positive = next_click_of_reader(target, nothing) or (0, 0, 0, False)
    assert (z, positive) == (5, True)
    assert 10 <= y <= 13
    assert 10 <= x <= 13
    leak = target.copy()
    leak[2, 18:29, 18:29] = True
    z, y, x, positive = next_click_of_reader(target, leak) or (0, 0, 0, True)
    assert (z, y, x, positive) == (2, 23, 23, False)
    assert next_click_of_reader(target, target) is None
