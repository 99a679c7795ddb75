"""The click engine finds a bright object in every plane and spacing, obeys corrections, and leaves the rest alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import PLANES, Geometry, Plane, Triple
from medseg_gui.core.prompts import Bidirectional, BoxPrompt, Click, Lasso, Prompt, PromptSet, Scribble
from medseg_gui.core.robots import dice
from medseg_gui.core.segmenter import ModelCard, Prediction, Request
from medseg_gui.core.volume import Volume
from medseg_gui.ml.click.engine import ClickSegmenter, point, slab_of
from medseg_gui.ml.click.network import ClickNet
from tests.ml.click.geodesics import ellipsoid, geodesic_network, volume_of
from tests.ml.tiny import end, make_model

SHAPE = (40, 48, 56)


def make_click_model(folder: Path, **plan: Any) -> ModelCard:
    """A model folder with a tiny untrained network."""
    return make_model(folder, "click", ClickNet, **plan)


@pytest.fixture
def segmenter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClickSegmenter:
    """A segmenter whose network answers by geodesics."""
    out = ClickSegmenter(make_click_model(tmp_path / "tiny"), tmp_path / "tiny")
    monkeypatch.setattr(out, "probabilities", geodesic_network)
    return out


def ask(
    segmenter: ClickSegmenter, volume: Volume, *prompts: Prompt, previous: Any = None, plane: Plane | None = "axial"
) -> Prediction:
    return end(segmenter.predict(volume, Request(PromptSet(prompts), previous, plane)))


def whole(found: Prediction, volume: Volume, previous: Any = None) -> Any:
    mask = np.zeros(volume.geometry.shape, bool) if previous is None else previous.copy()
    mask[found.box.slices] = found.labels > 0
    return mask


@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (4.0, 0.8, 0.8), (1.0, 0.5, 2.0)])
def test_a_click_finds_the_object_in_every_plane_and_spacing(
    segmenter: ClickSegmenter, plane: Plane, spacing: tuple[float, float, float]
) -> None:
    centre = (20, 22, 30)
    object_ = ellipsoid(SHAPE, centre, tuple(9 * s for s in spacing), spacing)
    volume = volume_of(object_, spacing)
    found = ask(segmenter, volume, Click(centre), plane=plane)
    axis = volume.geometry.axis_of(plane)
    assert found.box.shape[axis] == 1
    assert found.box.lo[axis] == centre[axis]
    mask = whole(found, volume)
    assert dice(mask.take(centre[axis], axis), object_.take(centre[axis], axis)) > 0.9
    assert found.probability is not None
    assert found.probability.shape == found.box.shape == found.labels.shape
    assert found.quality is not None
    assert 0 <= found.quality <= 1
    assert found.seconds > 0
    first, *others = found.hypotheses
    np.testing.assert_array_equal(first.labels, found.labels)
    assert len(others) <= 2
    assert all(h.labels.shape == found.box.shape for h in others)


@pytest.mark.parametrize("at", [(0, 0), (0, 55), (47, 0), (47, 55), (24, 0)])
def test_a_click_at_the_border_of_the_image(segmenter: ClickSegmenter, at: tuple[int, int]) -> None:
    object_ = ellipsoid(SHAPE, (20, *at), (9, 9, 9), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    for number in (0, 20, SHAPE[0] - 1):
        found = ask(segmenter, volume, Click((number, *at)))
        if number == 20:
            assert dice(whole(found, volume)[20], object_[20]) > 0.85


def test_a_negative_click_removes_its_part_and_nothing_else(segmenter: ClickSegmenter) -> None:
    object_ = ellipsoid(SHAPE, (20, 24, 18), (9, 9, 9), (1, 1, 1))
    other = ellipsoid(SHAPE, (20, 24, 36), (9, 9, 9), (1, 1, 1))
    volume = volume_of(object_ | other, (1, 1, 1))
    first = object_ | other  # as an answer that took both
    painted = first.copy()
    painted[5:8, 2:6, 2:6] = True
    painted[20, 40:46, 4:10] = True  # by hand, in the same slice
    prompts = (Click((20, 24, 18)), Click((20, 24, 36), False))
    found = ask(segmenter, volume, *prompts, previous=painted)
    second = whole(found, volume, painted)
    assert not second[20, 24, 36]
    assert dice(second[20, :, 8:44], object_[20, :, 8:44]) > 0.8
    np.testing.assert_array_equal(np.delete(second, 20, 0), np.delete(painted, 20, 0))
    assert second[20, 40:46, 4:10].all()
    # the same request gives the same answer
    again = ask(segmenter, volume, *prompts, previous=painted)
    np.testing.assert_array_equal(again.labels, found.labels)
    np.testing.assert_array_equal(again.probability, found.probability)


def test_a_negative_click_beside_the_object_changes_almost_nothing(segmenter: ClickSegmenter) -> None:
    object_ = ellipsoid(SHAPE, (20, 24, 18), (9, 9, 9), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    mask = whole(ask(segmenter, volume, Click((20, 24, 18))), volume)
    for far in ((20, 24, 50), (20, 3, 3), (20, 45, 28)):
        found = ask(segmenter, volume, Click((20, 24, 18)), Click(far, False), previous=mask)
        changed = whole(found, volume, mask) ^ mask
        assert changed.sum() <= 0.005 * mask.sum()


def test_a_click_far_from_the_mask_begins_a_new_object_and_keeps_the_old(segmenter: ClickSegmenter) -> None:
    one = ellipsoid(SHAPE, (20, 12, 12), (6, 6, 6), (1, 1, 1))
    two = ellipsoid(SHAPE, (20, 36, 44), (6, 6, 6), (1, 1, 1))
    volume = volume_of(one | two, (1, 1, 1))
    mask = whole(ask(segmenter, volume, Click((20, 12, 12))), volume)
    both = whole(ask(segmenter, volume, Click((20, 12, 12)), Click((20, 36, 44)), previous=mask), volume, mask)
    assert dice(both[20], (one | two)[20]) > 0.85
    np.testing.assert_array_equal(both & one, mask & one)


def test_every_kind_of_prompt(segmenter: ClickSegmenter) -> None:
    object_ = ellipsoid(SHAPE, (20, 24, 28), (10, 10, 10), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    line = tuple((20, 24, x) for x in range(22, 34))
    mask = whole(ask(segmenter, volume, Scribble(line)), volume)
    assert dice(mask[20], object_[20]) > 0.9
    assert mask[20, 24, 22:34].all()
    gone = whole(ask(segmenter, volume, Click((20, 20, 28)), Scribble(line, False), previous=mask), volume, mask)
    assert not gone[20, 24, 22:34].any()
    dragged = ask(segmenter, volume, Click((20, 24, 28), reach_mm=11.0))
    assert dice(whole(dragged, volume)[20], object_[20]) > 0.9
    boxed = whole(ask(segmenter, volume, BoxPrompt((20, 34, 38), (20, 14, 18))), volume)
    assert dice(boxed[20], object_[20]) > 0.7
    ring = tuple(
        (20, round(24 + 8 * np.sin(a)), round(28 + 8 * np.cos(a))) for a in np.linspace(0, 2 * np.pi, 60, False)
    )
    inside = whole(ask(segmenter, volume, Click((20, 24, 28)), Lasso(ring)), volume)
    assert inside[20, 24, 28]
    assert not (inside[20] & ~ellipsoid(SHAPE, (20, 24, 28), (9.1, 9.1, 9.1), (1, 1, 1))[20]).any()
    hole = tuple((20, round(24 + 4 * np.sin(a)), round(28 + 4 * np.cos(a))) for a in np.linspace(0, 6, 40))
    cut = whole(ask(segmenter, volume, Click((20, 16, 28)), Lasso(hole, False), previous=mask), volume, mask)
    assert not cut[20, 22:27, 26:31].any()
    assert cut[20, 16, 28]


@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (3.0, 0.8, 0.8)])
def test_without_a_plane_the_answer_goes_through_the_slices(
    segmenter: ClickSegmenter, spacing: tuple[float, float, float]
) -> None:
    object_ = ellipsoid(SHAPE, (20, 24, 28), (10 * spacing[0], 9, 9), spacing)
    volume = volume_of(object_, spacing)
    found = ask(segmenter, volume, Click((20, 24, 28)), plane=None)
    mask = whole(found, volume)
    assert dice(mask, object_) > 0.85
    assert not mask[:8].any()
    assert not mask[33:].any()
    assert found.probability is not None
    assert found.probability.shape == found.labels.shape == found.box.shape


def test_the_whole_object_grows_from_confirmed_slices_and_keeps_them(segmenter: ClickSegmenter) -> None:
    object_ = ellipsoid(SHAPE, (20, 24, 28), (8, 10, 10), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    before = np.zeros_like(object_)
    for n in (17, 23):
        before[n] = object_[n]
    before[17, 24, 28] = False  # so the user wants it
    request = Request(
        PromptSet((Click((17, 24, 24)), Click((23, 24, 28)))), before, None, (("axial", 17), ("axial", 23))
    )
    mask = whole(end(segmenter.predict(volume, request)), volume, before)
    assert dice(mask, object_) > 0.9
    assert np.array_equal(mask[[17, 23]], before[[17, 23]])


def test_a_3d_correction_keeps_confirmed_slices_and_what_lies_elsewhere(segmenter: ClickSegmenter) -> None:
    object_ = ellipsoid(SHAPE, (20, 24, 18), (10, 9, 9), (1, 1, 1))
    other = ellipsoid(SHAPE, (20, 24, 36), (10, 9, 9), (1, 1, 1))
    volume = volume_of(object_ | other, (1, 1, 1))
    previous = object_ | other
    previous[20, 2:5, 2:5] = True
    previous[38, 24, 18] = True
    prompts = (Click((15, 24, 18)), Click((20, 24, 18)), Click((20, 24, 36), False))
    mask = whole(ask(segmenter, volume, *prompts, previous=previous, plane=None), volume, previous)
    np.testing.assert_array_equal(mask[:16], previous[:16])  # slice 15 holds a prompt: fixed, and all before it
    assert mask[20, 2:5, 2:5].all()
    assert mask[38, 24, 18]
    assert not mask[20, 24, 36]
    assert not mask[22, 24, 36]
    assert mask[22, 24, 18]


def test_prompts_of_other_slices_do_not_speak(segmenter: ClickSegmenter) -> None:
    object_ = ellipsoid(SHAPE, (20, 24, 28), (10, 10, 10), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    alone = ask(segmenter, volume, Click((20, 24, 28)))
    among = ask(segmenter, volume, Click((3, 2, 2)), Click((9, 24, 28), False), Click((20, 24, 28)))
    np.testing.assert_array_equal(alone.labels, among.labels)


def test_twenty_further_clicks_do_not_crash(segmenter: ClickSegmenter) -> None:
    chance = np.random.default_rng(1)
    object_ = ellipsoid(SHAPE, (20, 24, 28), (10, 10, 10), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    prompts: list[Prompt] = []
    mask = np.zeros(SHAPE, bool)
    for _ in range(21):
        index = (20, int(chance.integers(SHAPE[1])), int(chance.integers(SHAPE[2])))
        prompts.append(Click(index, bool(object_[index])))
        mask = whole(ask(segmenter, volume, *prompts, previous=mask), volume, mask)
    wanted = {p.index: p.positive for p in prompts if isinstance(p, Click)}
    assert all(mask[index] == positive for index, positive in wanted.items())


def test_the_network_itself_runs_and_odd_grey_values_do_no_harm(tmp_path: Path) -> None:
    model = ClickSegmenter(make_click_model(tmp_path / "tiny"), tmp_path / "tiny")
    object_ = ellipsoid((3, 20, 24), (1, 10, 12), (5, 5, 5), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    voxels = volume.voxels.copy()
    voxels[1, 0, 0], voxels[1, 0, 1] = np.nan, np.inf
    flat = np.full((1, 5, 6), 7, np.int16)
    for one in (replace(volume, voxels=voxels), Volume(flat, Geometry.axial((1, 5, 6), (1, 1, 1)), "CT")):
        found = ask(model, one, Click((0, 2, 3)))
        assert found.probability is not None
        assert np.isfinite(found.probability).all()


def test_what_cannot_be_answered_is_said(segmenter: ClickSegmenter) -> None:
    volume = volume_of(ellipsoid((4, 20, 20), (2, 10, 10), (5, 5, 5), (1, 1, 1)), (1, 1, 1))
    with pytest.raises(ModelError, match="nothing to answer"):
        ask(segmenter, volume)
    with pytest.raises(ModelError, match="outside the image"):
        ask(segmenter, volume, Click((2, 20, 3)))
    with pytest.raises(ModelError, match="does not fit"):
        ask(segmenter, volume, Click((2, 10, 10)), previous=np.zeros((4, 20, 21), bool))
    empty = ask(segmenter, volume, Click((2, 10, 10), False))
    assert not empty.labels.any()


@pytest.mark.parametrize(
    "plan",
    [
        {"network": {"widths": [8, 17]}},
        {"network": {"inputs": 3}},
        {"network": {"widths": "wide"}},
        {"answer": {"looks": "many"}},
        {"answer": {"magic": 1}},
    ],
)
def test_a_damaged_plan_is_refused(tmp_path: Path, plan: dict[str, Any]) -> None:
    card = make_click_model(tmp_path / "tiny")
    with pytest.raises(ModelError, match="plan"):
        ClickSegmenter(replace(card, plan={**card.plan, **plan}), tmp_path / "tiny")


def test_other_weights_are_refused(tmp_path: Path) -> None:
    card = make_click_model(tmp_path / "tiny")
    with pytest.raises(ModelError, match="card names"):
        ClickSegmenter(replace(card, sha256="0" * 64), tmp_path / "tiny")


def test_a_drag_is_a_disk_in_millimetres() -> None:
    pointed = point(PromptSet((Click((3, 20, 30), reach_mm=8.0),)), 0, 3, (40, 60), (2.0, 0.8))
    assert pointed.area is not None
    rows, cols = np.nonzero(pointed.area)
    assert (rows.min(), rows.max(), cols.min(), cols.max()) == (16, 24, 20, 40)
    assert point(PromptSet((Click((3, 20, 30)),)), 0, 3, (40, 60), (2.0, 0.8)).area is None


@pytest.mark.parametrize("short", [None, ((3, 13, 30), (3, 25, 30))])
def test_diameters_are_an_area_and_a_mark_along_the_long_one(short: tuple[Triple, Triple] | None) -> None:
    long = ((3, 20, 10), (3, 20, 50))
    pointed = point(PromptSet((Bidirectional(long, short, "axial"),)), 0, 3, (40, 60), (2.0, 1.0))
    assert pointed.area is not None
    rows, cols = np.nonzero(pointed.area)
    assert (cols.min(), cols.max()) == (10, 50)
    assert (rows.min(), rows.max()) == ((13, 27) if short is None else (13, 25))
    (mark,) = pointed.marks
    assert mark.positive
    assert set(mark.pixels[:, 0]) == {20}
    assert 10 < mark.pixels[:, 1].min() < 20
    assert 40 < mark.pixels[:, 1].max() < 50
    assert pointed.allowed is not None
    assert not (pointed.area & ~pointed.allowed).any()
    assert pointed.allowed.sum() < (1.4 if short else 4) * pointed.area.sum()
    assert point(PromptSet((Bidirectional(long),)), 0, 4, (40, 60), (2.0, 1.0)).area is None
    further = point(PromptSet((Bidirectional(long, short), Click((3, 20, 58)))), 0, 3, (40, 60), (2.0, 1.0))
    assert further.allowed is None  # the newest word holds


def test_ct_without_a_name_is_known_by_its_air(segmenter: ClickSegmenter) -> None:
    object_ = ellipsoid((5, 30, 30), (2, 15, 15), (8, 8, 8), (1, 1, 1))
    hu = np.where(object_, 50, -1000).astype(np.int16)
    volume = replace(volume_of(object_, (1, 1, 1)), voxels=hu, modality="")
    assert slab_of(volume, 0, 2).modality == "CT"
    assert slab_of(volume_of(object_, (1, 1, 1)), 0, 2).modality == "MR"
