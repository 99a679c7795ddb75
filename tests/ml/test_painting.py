"""Images painted from tissue maps: grey goes with the tissues, twins look alike, classes stay on their side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from medseg_gui.ml.painting import TissueMap, Tissues, paint

# air, left organ, right organ, skull, middle organ
OF = Tissues(np.array([0, 1, 2, 0, 3], np.uint8), np.array([0, 2, 1, 3, 4], np.uint8), (3,), ((1, 2), (4,), (3,), ()))
PLAN: dict[str, Any] = {"patch": [32, 32, 32], "spacing_mm": [2.0, 2.0, 2.0]}


def head() -> TissueMap:
    tissues = np.zeros((64, 64, 64), np.uint8)
    tissues[4:60, 4:60, 4:60] = 3
    tissues[8:56, 8:56, 8:56] = 4
    tissues[20:44, 20:44, 12:28] = 2
    tissues[20:44, 20:44, 36:52] = 1
    return TissueMap("head", tissues, (1.0, 1.0, 1.0), OF, np.array([31.5, 31.5, 31.5]))


def test_twins_are_equally_grey_and_families_alike() -> None:
    rng = np.random.default_rng(0)
    drawn = np.array([OF.means(rng) for _ in range(200)])
    assert np.array_equal(drawn[:, 1], drawn[:, 2])
    assert drawn.std(0).min() > 0.2, "every contrast occurs"


@pytest.mark.parametrize("seed", range(8))
def test_a_patch_holds_every_class_on_its_side_though_mirrored(seed: int) -> None:
    _, classes = head().draw(PLAN, np.random.default_rng(seed), True)
    assert classes.shape == (32, 32, 32)
    left, right = ((classes == c).nonzero()[:, 2].float().mean() for c in (1, 2))
    assert left > right + 4, "left is where the columns are high, in a mirrored patch too"


def test_the_image_shows_the_tissues_of_the_classes() -> None:
    sharp = 0
    for seed in range(12):
        image, classes = head().draw(PLAN, np.random.default_rng(seed), True)
        assert float(image.mean()) == pytest.approx(0, abs=1e-3)
        assert float(image.std()) == pytest.approx(1, abs=1e-3)
        inside, round_it = image[classes == 1], image[classes == 3]
        sharp += bool(abs(inside.mean() - round_it.mean()) > 0.3 * image.std())
    assert sharp >= 8


def test_an_exam_image_has_the_contrast_asked_for_and_is_the_same_each_time() -> None:
    tissues = torch.from_numpy(head().tissues).long()
    means = np.array([0.0, 0.9, 0.9, 0.5, 0.2])
    images = [paint(tissues, OF, np.random.default_rng(3), (1.0, 1.0, 1.0), means, rough=False) for _ in range(2)]
    assert torch.equal(*images)
    found = [float(images[0][tissues == t].mean()) for t in (0, 4, 3, 1)]
    assert found == sorted(found)


def test_the_same_seed_draws_the_same_patch() -> None:
    one, two = (head().draw(PLAN, np.random.default_rng(5), True) for _ in range(2))
    assert torch.equal(one[0], two[0])
    assert torch.equal(one[1], two[1])
