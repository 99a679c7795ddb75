"""The shipped 3-D click model is whole, is what the click model asks, and finds a nodule and a liver of full size."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import numpy as np
import numpy.typing as npt
import pytest

from medseg_gui import api
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.robots import dice
from medseg_gui.core.volume import Volume
from medseg_gui.workers import models
from tests.ml.click.geodesics import ellipsoid

NAME = "click3d"
Floats = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def segmenter() -> api.Segmenter:
    return api.load_model("click")


def test_it_is_whole_and_its_card_complete() -> None:
    card = models.verify(NAME)
    assert models.is_shipped(card)
    for words in (card.trained_on, card.limits, card.licence):
        assert words
    assert models.find("click").plan["solid"] == NAME
    assert (Path(card.folder) / "train.log").is_file()
    assert sum(f.stat().st_size for f in Path(card.folder).iterdir()) < 16e6


def _grown(segmenter: api.Segmenter, volume: Volume, target: npt.NDArray[np.bool_], *clicks: api.Click) -> float:
    mask = np.zeros(volume.geometry.shape, bool)
    given: list[api.Click] = []
    for click in clicks:
        given.append(click)
        mask = api.predict(segmenter, volume, given, previous=mask if mask.any() else None).mask
    return dice(mask, target)


def test_a_nodule_of_6_mm_in_a_lung(segmenter: api.Segmenter) -> None:
    shape, spacing, chance = (60, 300, 300), (2.5, 0.7, 0.7), np.random.default_rng(0)
    nodule = ellipsoid(shape, (31, 150, 120), (3, 3, 3), spacing)
    wall = ellipsoid(shape, (31, 150, 40), (200, 60, 30), spacing)
    voxels = np.where(nodule | wall, 40, -850) + 25 * chance.standard_normal(shape)
    volume = Volume(voxels.astype(np.int16), Geometry.axial(shape, spacing), "CT")
    assert _grown(segmenter, volume, nodule, api.Click((31, 150, 120))) > 0.6


@pytest.mark.slow
def test_a_liver_in_a_volume_of_full_size(segmenter: api.Segmenter) -> None:
    shape, spacing, chance = (200, 512, 512), (1.5, 0.75, 0.75), np.random.default_rng(0)
    voxels: npt.NDArray[np.int16] = np.full(shape, -1000, np.int16)
    body = Box((0, 60, 40), (200, 450, 470))
    voxels[body.slices] = chance.normal(-20, 12, body.shape)
    liver = np.zeros(shape, bool)
    inner = Box((50, 120, 100), (160, 380, 420))
    liver[inner.slices] = ellipsoid(inner.shape, (55, 130, 160), (80, 95, 118), spacing)
    voxels[liver] += 90
    volume = Volume(voxels, Geometry.axial(shape, spacing), "CT")
    began = perf_counter()
    found = _grown(segmenter, volume, liver, api.Click((105, 250, 260)), api.Click((105, 250, 170)))
    assert found > 0.8
    assert perf_counter() - began < 120
