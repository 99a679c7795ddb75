"""The classical click methods answer as segmenters do: in every plane, to every prompt, obeying each click."""

from __future__ import annotations

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import PLANES, Plane
from medseg_gui.core.prompts import BoxPrompt, Click, Lasso, Prompt, PromptSet, Scribble
from medseg_gui.core.robots import dice
from medseg_gui.core.segmenter import Prediction, Request
from medseg_gui.core.volume import Volume
from medseg_gui.workers.classical import CLASSICAL
from medseg_gui.workers.job import run_now
from medseg_gui.workers.segment import load_model
from tests.ml.click.geodesics import ellipsoid, volume_of

SHAPE = (20, 60, 64)
CENTRE = (10, 30, 34)


@pytest.fixture(scope="module")
def volume() -> Volume:
    return volume_of(ellipsoid(SHAPE, CENTRE, (9, 14, 14), (1, 1, 1)), (1, 1, 1), 0.03)


def ask(name: str, volume: Volume, *prompts: Prompt, plane: Plane | None = "axial") -> Prediction:
    return run_now(load_model(name).predict(volume, Request(PromptSet(prompts), None, plane)))


def whole(found: Prediction, volume: Volume) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    mask = np.zeros(volume.geometry.shape, bool)
    mask[found.box.slices] = found.labels > 0
    return mask


@pytest.mark.parametrize("name", CLASSICAL)
@pytest.mark.parametrize("plane", PLANES)
def test_a_click_finds_the_object_in_every_plane(name: str, plane: Plane, volume: Volume) -> None:
    object_ = ellipsoid(SHAPE, CENTRE, (9, 14, 14), (1, 1, 1))
    axis = volume.geometry.axis_of(plane)
    found = whole(ask(name, volume, Click(CENTRE, plane=plane), plane=plane), volume)
    assert dice(found.take(CENTRE[axis], axis), object_.take(CENTRE[axis], axis)) > 0.9
    assert not np.delete(found, CENTRE[axis], axis).any()


@pytest.mark.parametrize("name", CLASSICAL)
def test_clicks_scribbles_boxes_and_lassos_are_obeyed(name: str, volume: Volume) -> None:
    z, y, x = CENTRE
    first = whole(ask(name, volume, Click(CENTRE)), volume)
    less = whole(ask(name, volume, Click(CENTRE), Click((z, y, x + 9), False)), volume)
    assert not less[z, y, x + 9]
    assert less[z, y, x]
    assert less.sum() < 0.9 * first.sum()
    line = Scribble(tuple((z, y, c) for c in range(x - 8, x + 8)))
    assert dice(whole(ask(name, volume, line), volume)[z], first[z]) > 0.85
    for limit in (
        BoxPrompt((z, y - 5, x - 5), (z, y + 5, x + 5)),
        Lasso(tuple((z, y + r, x + c) for r, c in ((-5, -5), (-5, 5), (5, 5), (5, -5)))),
    ):
        inside = whole(ask(name, volume, limit), volume)
        assert inside.any()
        assert not np.delete(np.delete(inside, np.s_[y - 6 : y + 7], 1), np.s_[x - 6 : x + 7], 2).any()
        assert not inside[:, :, : x - 6].any()


def test_region_growing_offers_other_tolerances_and_the_walker_a_probability(volume: Volume) -> None:
    noisy = Volume(volume.voxels + np.random.default_rng(0).normal(0, 30, SHAPE), volume.geometry, "MR")
    grown = ask("region-growing", noisy, Click(CENTRE))
    areas = [int((h.labels > 0).sum()) for h in grown.hypotheses]
    assert len(areas) > 1
    assert len(set(areas)) == len(areas)
    walked = ask("random-walker", volume, Click(CENTRE))
    assert walked.probability is not None
    np.testing.assert_array_equal(walked.probability > 0.5, walked.labels > 0)


def test_the_walker_looks_closer_at_a_small_object_in_a_large_slice() -> None:
    shape = (1, 400, 400)
    object_ = ellipsoid(shape, (0, 200, 150), (1, 8, 8), (1, 1, 1))
    large = volume_of(object_, (1, 1, 1), 0.03)
    ring = [(0, 200 + 14, 150), (0, 200 - 14, 150), (0, 200, 150 - 14), (0, 200, 150 + 14)]
    found = ask("random-walker", large, Click((0, 200, 150)), *(Click(at, False) for at in ring))
    assert dice(whole(found, large)[0], object_[0]) > 0.85


def test_what_cannot_be_answered_is_refused(volume: Volume) -> None:
    with pytest.raises(ModelError, match="one slice"):
        ask("random-walker", volume, Click(CENTRE), plane=None)
    with pytest.raises(ModelError, match="outside"):
        ask("random-walker", volume, Click((10, 30, 400)))
    with pytest.raises(ModelError, match="nothing to answer"):
        ask("region-growing", volume)


def test_the_public_verbs_know_them(volume: Volume) -> None:
    answer = api.predict(api.load_model("region-growing"), volume, [api.Click(CENTRE)], plane="axial")
    assert answer.mask[CENTRE]
    assert answer.quality is None
