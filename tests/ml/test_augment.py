"""Patches are cut where they are asked for, and image and labels stay together."""

from __future__ import annotations

import numpy as np
import torch

from medseg_gui.ml.augment import cut, greys, mirrored, random_bend, random_map

SHAPE = (12, 20, 24)


def block() -> tuple[np.ndarray, np.ndarray]:
    labels = np.zeros(SHAPE, np.uint8)
    labels[3:9, 6:15, 8:18] = 2
    return labels.astype(np.float16), labels


def test_a_plain_patch_is_the_array_itself_with_zeros_outside() -> None:
    image, labels = block()
    x, y = cut(image, labels, np.array([5.5, 9.5, 11.5]), (12, 20, 24), np.eye(3))
    assert torch.equal(x, torch.from_numpy(image.astype(np.float32)))
    assert torch.equal(y, torch.from_numpy(labels.astype(np.int64)))
    x, y = cut(image, labels, np.array([5.5, 9.5, 11.5]), (16, 24, 28), np.eye(3))
    assert torch.equal(x[2:-2, 2:-2, 2:-2], torch.from_numpy(image.astype(np.float32)))
    assert float(x[:2].abs().sum()) == 0
    assert int(y[:2].sum()) == 0


def test_turned_and_scaled_image_and_labels_agree() -> None:
    image, labels = block()
    rng = np.random.default_rng(0)
    seen = bent = 0
    for _ in range(30):
        matrix = random_map(rng, (2.0, 1.0, 1.0), 3)
        bend = random_bend(rng, matrix, (2.0, 1.0, 1.0), (10, 18, 20))
        x, y = cut(image, labels, np.array([5.5, 9.5, 11.5]), (10, 18, 20), matrix, bend)
        bent += bend is not None
        assert torch.equal(x > 1.0, y == 2) or ((x > 1.0) != (y == 2)).float().mean() < 0.01
        seen += not np.array_equal(matrix, np.eye(3))
    assert seen > 5
    assert bent > 3


def test_a_nearly_plain_map_gives_nearly_the_plain_patch() -> None:
    image, labels = block()
    at = np.array([5.5, 9.5, 11.5])
    plain, _ = cut(image, labels, at, (6, 10, 12), np.eye(3))
    turned, _ = cut(image, labels, at, (6, 10, 12), np.eye(3) * 1.0001)
    torch.testing.assert_close(plain, turned, atol=0.02, rtol=0)


def test_a_slice_is_never_turned_out_of_its_plane() -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        matrix = random_map(rng, (5.0, 0.8, 0.8), 2)
        assert np.array_equal(matrix[0], (1, 0, 0))
        assert np.array_equal(matrix[1:, 0], (0, 0))
        thick = random_map(rng, (5.0, 1.0, 1.0), 3)
        assert np.allclose(thick[0, 1:], 0)


def test_mirrors_flip_both() -> None:
    image, labels = torch.arange(24.0).reshape(2, 3, 4), torch.arange(24).reshape(2, 3, 4)
    for seed in range(8):
        x, y = mirrored(image, labels, (1, 2), np.random.default_rng(seed))
        assert torch.equal(x.long(), y)


def test_grey_changes_stay_finite_and_repeat() -> None:
    x = torch.randn(1, 16, 16, generator=torch.manual_seed(0))
    for seed in range(40):
        a, b = (greys(x, np.random.default_rng(seed)) for _ in range(2))
        assert torch.equal(a, b)
        assert torch.isfinite(a).all()
    assert torch.equal(greys(torch.zeros(4, 4, 4), np.random.default_rng(0), 0), torch.zeros(4, 4, 4))


def test_a_bend_is_small_smooth_and_stays_in_the_plane() -> None:
    rng = np.random.default_rng(0)
    turned = np.eye(3) * 1.1
    for shape, spacing in (((1, 32, 32), (5.0, 1.0, 1.0)), ((16, 32, 32), (1.0, 1.0, 1.0))):
        bends = [b for _ in range(20) if (b := random_bend(rng, turned, spacing, shape)) is not None]
        assert bends
        for bend in bends:
            assert bend.shape == (3, *shape)
            assert float(bend.abs().max()) < 6
            assert float(bend.diff(dim=-1).abs().max()) < 1
            if shape[0] == 1:
                assert float(bend[0].abs().max()) == 0
    assert random_bend(rng, np.eye(3), (1.0, 1.0, 1.0), (8, 8, 8)) is None
