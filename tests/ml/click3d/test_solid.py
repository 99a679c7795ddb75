"""3-D answers: objects of any size and spacing are found, confirmed slices stay, corrections stay where they belong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.prompts import BoxPrompt, Click, Lasso, Prompt, PromptSet, Scribble
from medseg_gui.core.robots import dice
from medseg_gui.core.segmenter import ModelCard, Prediction, Request
from medseg_gui.core.volume import Volume
from medseg_gui.ml.click import engine
from medseg_gui.ml.click.engine import ClickSegmenter
from medseg_gui.ml.click3d.answer import Answer3, Guess3
from medseg_gui.ml.click3d.look import KnownSlice, Mark3, Question, Solid
from medseg_gui.ml.click3d.masks import force, merged, object_at
from medseg_gui.ml.click3d.solid import SolidSegmenter, _ranked, question
from tests.ml.click.geodesics import ellipsoid, geodesic_network, volume_of
from tests.ml.click.test_engine import make_click_model
from tests.ml.click3d.geodesics3 import geodesic_network_3d, make_solid_model
from tests.ml.tiny import end

SHAPE = (40, 48, 56)
MIDDLE = (20, 22, 30)


@pytest.fixture
def segmenter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SolidSegmenter:
    """A segmenter whose network answers by geodesics."""
    out = SolidSegmenter(make_solid_model(tmp_path / "tiny"), tmp_path / "tiny")
    monkeypatch.setattr(out, "probabilities", geodesic_network_3d)
    return out


def ask(segmenter: Any, volume: Volume, *prompts: Prompt, previous: Any = None, confirmed: Any = ()) -> Prediction:
    return end(segmenter.predict(volume, Request(PromptSet(prompts), previous, None, confirmed)))


def whole(found: Prediction, volume: Volume, previous: Any = None) -> Any:
    mask = np.zeros(volume.geometry.shape, bool) if previous is None else previous.copy()
    mask[found.box.slices] = found.labels > 0
    return mask


@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (5.0, 0.8, 0.8), (1.0, 0.5, 2.0)])
def test_a_click_finds_the_whole_object_in_every_spacing(
    segmenter: SolidSegmenter, spacing: tuple[float, float, float]
) -> None:
    object_ = ellipsoid(SHAPE, MIDDLE, tuple(9 * s for s in spacing), spacing)
    volume = volume_of(object_, spacing)
    found = ask(segmenter, volume, Click(MIDDLE))
    assert dice(whole(found, volume), object_) > 0.85
    assert found.probability is not None
    assert found.probability.shape == found.labels.shape == found.box.shape
    assert found.quality is not None
    assert 0 <= found.quality <= 1
    assert found.seconds > 0


def test_a_liver_in_a_volume_of_full_size_is_found_in_bounded_memory(segmenter: SolidSegmenter) -> None:
    import tracemalloc

    shape, spacing = (200, 512, 512), (1.5, 0.75, 0.75)
    voxels = np.zeros(shape, np.int16)
    inner = Box((50, 120, 100), (160, 380, 420))
    object_ = ellipsoid(inner.shape, (55, 130, 160), (80, 95, 118), spacing)
    voxels[inner.slices] = object_ * np.int16(100)
    volume = Volume(voxels, Geometry.axial(shape, spacing), "MR")
    tracemalloc.start()
    found = ask(segmenter, volume, Click((105, 250, 260)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    mask = whole(found, volume)[inner.slices]
    assert dice(mask, object_) > 0.85
    assert peak < 9 * voxels.size  # bytes, for three guesses; the volume itself has two a voxel


def test_confirmed_slices_stay_exactly_and_the_object_goes_on_from_them(segmenter: SolidSegmenter) -> None:
    object_ = ellipsoid(SHAPE, MIDDLE, (9, 9, 9), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    previous = np.zeros(SHAPE, bool)
    previous[20, 14:31, 25:29] = True  # not what any network would say
    found = ask(segmenter, volume, Click(MIDDLE), previous=previous, confirmed=(("axial", 20),))
    mask = whole(found, volume, previous)
    assert np.array_equal(mask[20], previous[20])
    assert dice(mask[22:], object_[22:]) > 0.8
    # coronal and sagittal ones too
    for plane, axis, number in (("coronal", 1, 25), ("sagittal", 2, 33)):
        before = np.zeros(SHAPE, bool)
        where: list[Any] = [slice(18, 24)] * 3
        where[axis] = number
        before[tuple(where)] = True
        got = whole(
            ask(segmenter, volume, Click(MIDDLE), previous=before, confirmed=((plane, number),)), volume, before
        )
        assert np.array_equal(got.take(number, axis), before.take(number, axis))


def test_a_correction_stays_between_the_confirmed_slices(segmenter: SolidSegmenter) -> None:
    object_ = ellipsoid(SHAPE, MIDDLE, (14, 9, 9), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    previous = object_.copy()
    previous[16:20] = False  # the click's slab
    previous[28:] = False  # another fault, beyond a confirmed slice
    previous[13:15] &= np.arange(56) < 30
    confirmed = (("axial", 15), ("axial", 24))
    found = ask(segmenter, volume, Click(MIDDLE), Click((17, 22, 30)), previous=previous, confirmed=confirmed)
    mask = whole(found, volume, previous)
    assert dice(mask[16:24], object_[16:24]) > 0.8
    assert np.array_equal(mask[:16], previous[:16])
    assert np.array_equal(mask[24:], previous[24:])


def test_a_negative_click_leaves_the_rest_alone(segmenter: SolidSegmenter) -> None:
    object_ = ellipsoid(SHAPE, MIDDLE, (9, 9, 9), (1, 1, 1))
    other = ellipsoid(SHAPE, (20, 40, 48), (4, 4, 4), (1, 1, 1))
    leak = np.zeros(SHAPE, bool)
    leak[18:23, 20:25, 40:48] = True
    volume = volume_of(object_, (1, 1, 1))
    previous = object_ | leak | other
    found = ask(segmenter, volume, Click(MIDDLE), Click((20, 22, 44), False), previous=previous)
    mask = whole(found, volume, previous)
    assert not mask[20, 22, 44]
    assert mask[other].all()
    far = np.ones(SHAPE, bool)
    far[14:27, 16:29, 34:] = False
    assert (mask ^ previous)[far].mean() < 0.005
    assert dice(mask & ~other, object_) > dice(previous & ~other, object_)


def test_changes_away_from_the_prompt_are_not_merged() -> None:
    before = np.zeros((20, 20, 20), bool)
    before[5:15, 5:15, 5:15] = True
    after = before.copy()
    after[5:15, 5:15, 15:19] = True  # at the prompt
    after[5:15, 5:15, 1:4] = True  # elsewhere
    mark = Mark3(np.array([[10, 10, 17]]))
    got = merged(before, after, mark, Box.whole(before.shape), 2)
    assert got[5:15, 5:15, 15:19].all()
    assert not got[:, :, 1:4].any()
    assert got[before].all()
    assert np.array_equal(merged(before, after, Mark3(np.array([[1, 10, 10]])), Box.whole(before.shape), 1), before)


def test_prompts_and_confirmed_slices_are_written_slices_last() -> None:
    mask = np.zeros((4, 6, 6), bool)
    known = KnownSlice(0, 2, np.eye(8, dtype=bool)[1:7, 1:7], 1.0)
    hint = KnownSlice(0, 1, np.ones((8, 8), bool), 0.5)
    box = Box((0, 0, 0), (4, 6, 6))
    marks = [Mark3(np.array([[0, 1, 1], [2, 0, 3], [9, 9, 9]])), Mark3(np.array([[0, 1, 1]]), False)]
    force(mask, marks, [known, hint], box)
    assert np.array_equal(mask[2], known.mask[:6, :6])
    assert not mask[0, 1, 1]
    assert not mask[1].any()


def test_a_prompt_far_from_everything_begins_a_new_object() -> None:
    previous = np.zeros((30, 30, 30), bool)
    previous[2:8, 2:8, 2:8] = True
    previous[20:24, 20:24, 20:24] = True
    mm = (1.0, 1.0, 1.0)
    assert object_at(previous, [Mark3(np.array([[14, 28, 2]]))], mm) is None
    on = object_at(previous, [Mark3(np.array([[4, 4, 4]]))], mm)
    assert on is not None
    assert on.sum() == 6**3
    negative = object_at(previous, [Mark3(np.array([[14, 28, 2]]), False)], mm)
    assert negative is not None
    assert negative.any()


@pytest.mark.parametrize(
    "prompt",
    [
        BoxPrompt((11, 13, 21), (29, 31, 39)),
        Scribble(tuple((20, 22, x) for x in range(24, 37))),
        Click(MIDDLE, reach_mm=9.5),
    ],
)
def test_every_prompt_speaks(segmenter: SolidSegmenter, prompt: Prompt) -> None:
    object_ = ellipsoid(SHAPE, MIDDLE, (9, 9, 9), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    assert dice(whole(ask(segmenter, volume, prompt), volume), object_) > 0.55


def test_a_negative_lasso_cuts_out(segmenter: SolidSegmenter) -> None:
    object_ = ellipsoid(SHAPE, MIDDLE, (9, 9, 9), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    outline = tuple((24, y, x) for y, x in ((18, 26), (18, 33), (24, 33), (24, 26)))
    found = ask(segmenter, volume, Click(MIDDLE), Lasso(outline, False), previous=object_)
    mask = whole(found, volume, object_)
    assert not mask[24, 18:25, 26:34].any()
    assert mask[MIDDLE]


def test_what_does_not_fit_is_refused(segmenter: SolidSegmenter) -> None:
    volume = volume_of(np.zeros(SHAPE, bool), (1, 1, 1))
    for given in (
        Request(),
        Request(PromptSet((Click((0, 0, 99)),))),
        Request(PromptSet((Click(MIDDLE),)), np.zeros((2, 2, 2), bool)),
        Request(PromptSet((Click(MIDDLE),)), None, "axial"),
        Request(PromptSet((Click(MIDDLE),)), None, None, (("axial", 3),)),
    ):
        with pytest.raises(ModelError):
            end(segmenter.predict(volume, given))


def test_it_can_be_stopped_and_says_where_it_is(segmenter: SolidSegmenter) -> None:
    volume = volume_of(ellipsoid(SHAPE, MIDDLE, (9, 9, 9), (1, 1, 1)), (1, 1, 1))
    steps = segmenter.predict(volume, Request(PromptSet((Click(MIDDLE),))))
    first = next(steps)
    assert first.text
    assert first.total > 1
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)


def test_an_empty_or_broken_image_raises_nothing(segmenter: SolidSegmenter) -> None:
    flat = Volume(np.zeros((1, 12, 12), np.float32), Geometry.axial((1, 12, 12), (1, 1, 1)), "MR")
    assert whole(ask(segmenter, flat, Click((0, 3, 3))), flat)[0, 3, 3]
    broken = Volume(np.full((9, 12, 12), np.nan, np.float32), Geometry.axial((9, 12, 12), (1, 1, 1)), "MR")
    assert whole(ask(segmenter, broken, Click((4, 3, 3))), broken)[4, 3, 3]


def test_damaged_weights_and_plans_are_refused(tmp_path: Path) -> None:
    card = make_solid_model(tmp_path / "m")
    file = tmp_path / "m" / "weights.safetensors"
    whole_file = file.read_bytes()
    file.write_bytes(whole_file[:-7] + b"damaged")
    with pytest.raises(ModelError):
        SolidSegmenter(card, tmp_path / "m")
    file.write_bytes(whole_file)
    for plan in ({"network": {"widths": [12, 7]}}, {"answer": {"looks": "many"}}, {"answer": {"fit_grid": 50}}):
        with pytest.raises(ModelError):
            SolidSegmenter(make_solid_model(tmp_path / "n", **plan), tmp_path / "n")


def test_the_click_model_asks_the_3_d_model_that_its_card_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "shipped_models", lambda: tmp_path)
    make_solid_model(tmp_path / "solid")
    two = ClickSegmenter(make_click_model(tmp_path / "two", solid="solid"), tmp_path / "two")
    monkeypatch.setattr(two, "probabilities", geodesic_network)
    seen: list[Question] = []
    assert two._solid is not None

    def network(x: Any) -> Any:
        seen.append(x)
        return geodesic_network_3d(x)

    monkeypatch.setattr(two._solid, "probabilities", network)
    object_ = ellipsoid(SHAPE, MIDDLE, (9, 9, 9), (1, 1, 1))
    volume = volume_of(object_, (1, 1, 1))
    assert dice(whole(ask(two, volume, Click(MIDDLE)), volume), object_) > 0.85
    assert any((x[:, 6] == 0.5).any() for x in seen)  # the 2-D answer in the click's slice was a suggestion
    with pytest.raises(ModelError):
        ClickSegmenter(make_click_model(tmp_path / "three", solid="nowhere"), tmp_path / "three")


def test_ct_is_seen_through_the_window_of_the_clicked_tissue() -> None:
    voxels = np.full((5, 9, 9), 700, np.int16)
    volume = Volume(voxels, Geometry.axial((5, 9, 9), (1, 1, 1)), "CT")
    assert question(volume, Request(PromptSet((Click((2, 4, 4)),))), None).window == (-150.0, 1500.0)
    assert Solid(voxels, (1, 1, 1)).shape == (5, 9, 9)


def test_the_card_says_click3d(tmp_path: Path) -> None:
    from medseg_gui.workers.segment import make_segmenter

    card = make_solid_model(tmp_path / "m")
    assert isinstance(make_segmenter(card), SolidSegmenter)
    assert ModelCard.read(tmp_path / "m").kind == "click3d"


def test_the_guess_that_the_2_d_answers_agree_with_comes_first() -> None:
    """Between a whole and its part only the planes across the click's slice tell them apart."""
    shape = (20, 20, 20)
    whole_, part = np.zeros(shape, bool), np.zeros(shape, bool)
    whole_[2:18, 5:15, 5:15] = True
    part[8:12, 5:15, 5:15] = True
    box = Box.whole(shape)
    guesses = tuple(Guess3(m, m.astype(np.float32), q) for m, q in ((part, 0.9), (whole_, 0.5)))
    asked = Question(Solid(np.zeros(shape), (1.0, 1.0, 1.0)), (Mark3(np.array([[10, 10, 10]])),))
    told: list[int] = []

    def suggest(axis: int, number: int) -> Any:
        told.append(axis)
        return whole_.take(number, axis)

    ranked = _ranked(Answer3(box, guesses), asked, 0, suggest)
    assert np.array_equal(ranked.guesses[0].mask, whole_)
    assert sorted(told) == [1, 2]
    alone = Answer3(box, guesses[:1])
    assert _ranked(alone, asked, 0, suggest) is alone


def test_a_first_click_may_mean_several_objects(segmenter: SolidSegmenter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where looks of different sizes see different objects, these are offered; a correction has one answer."""

    def half_of_every_look(x: Any) -> Any:
        line = torch.linspace(-1, 1, x.shape[-1]) ** 2
        ball = line.view(-1, 1, 1) + line.view(1, -1, 1) + line < 0.3
        return ball.float()[None, None].expand(len(x), 1, -1, -1, -1)

    monkeypatch.setattr(segmenter, "probabilities", half_of_every_look)
    volume = volume_of(np.zeros((90, 100, 110), bool), (1, 1, 1))
    found = ask(segmenter, volume, Click((45, 50, 55)))
    sizes = [int(np.count_nonzero(h.labels)) for h in found.hypotheses]
    assert len(sizes) == 3
    assert min(sizes) * 1.5 < sizes[0] < max(sizes) / 1.5
    assert np.array_equal(found.hypotheses[0].labels, found.labels)
    again = ask(segmenter, volume, Click((45, 50, 55)), Click((45, 50, 75), False), previous=whole(found, volume))
    assert len(again.hypotheses) == 1
