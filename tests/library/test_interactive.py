"""An imported nnInteractive answers prompts as its own session does; what cannot be run is refused with the reason."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from medseg_gui.core.errors import ModelError
from medseg_gui.core.prompts import BoxPrompt, Click, Lasso, Prompt, PromptSet, Scribble, path
from medseg_gui.core.segmenter import NotWanted, Request
from medseg_gui.core.volume import Volume
from medseg_gui.ml import interactive
from medseg_gui.workers import importing, models, segment
from medseg_gui.workers.job import run_now
from tests.library.conftest import worst_dice
from tests.library.images import image
from tests.library.nnunet_jobs import job

SHAPE = (70, 96, 104)
PATCH = [56, 64, 64]
PROMPTS: tuple[Prompt, ...] = (
    Click((30, 40, 50)),
    Click((4, 90, 8), positive=False),
    BoxPrompt((33, 20, 30), (33, 70, 60)),
    Scribble(path([(40, 30, 30), (40, 60, 80)])),
    Lasso(path([(20, 20, 20), (20, 20, 90), (20, 80, 60)], closed=True), positive=False),
)


class Made:
    """A real checkpoint with random weights, the image, and the session's mask after each prompt."""

    def __init__(self, folder: Path, volume: Volume) -> None:
        self.folder, self.volume = folder, volume
        self.answers = np.load(folder / "answers.npy") > 0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, interactive_peer: Callable[[Path, dict[str, Any]], None]) -> Made:
    folder = tmp_path_factory.mktemp("interactive")
    volume = image(SHAPE, oblique=False)
    np.save(folder / "image.npy", np.asarray(volume.voxels))
    told: list[tuple[str, bool, Any]] = []
    plan = {"radius": 4, "decay": 1.0, "prompts": {k: [0, 1] for k in ("points", "bbox2d", "lasso", "scribble")}}
    for at, prompt in enumerate(PROMPTS):
        positive = getattr(prompt, "positive", True)
        if isinstance(prompt, Click):
            told.append(("points", positive, list(prompt.index)))
        elif isinstance(prompt, BoxPrompt):
            told.append(("bbox", positive, [[a, b + 1] for a, b in zip(prompt.lo, prompt.hi, strict=True)]))
        else:
            stamp = interactive.stamps_of([prompt], SHAPE, plan)[0]
            mask = np.zeros(SHAPE, np.uint8)
            mask[tuple(slice(a, a + n) for a, n in zip(stamp.lo, stamp.values.shape, strict=True))] = stamp.values
            np.save(folder / f"mask_{at}.npy", mask)
            told.append((stamp.kind, positive, None))
    asked = job("model", "", network="ResidualEncoderUNet", patch=PATCH, scheme="ZScoreNormalization")
    info = {"point_radius": 4, "interaction_decay": 0.9, "preferred_scribble_thickness": [2, 2, 2]}
    interactive_peer(folder, {**asked, "inference_info": info, "prompts": told})
    return Made(folder, volume)


@pytest.fixture
def name(made: Made) -> str:
    return run_now(importing.import_model(made.folder / "model", "pointed")).name


def test_each_answer_is_the_sessions_own(made: Made, name: str) -> None:
    segmenter = segment.load_model(name)
    before = np.zeros(SHAPE, bool)
    for at, wanted in enumerate(made.answers):
        request = Request(PromptSet(PROMPTS[: at + 1]), before if at else None)
        answer = run_now(segmenter.predict(made.volume, request))
        found = before.copy()
        found[answer.box.slices] = answer.labels > 0
        assert (wanted != before).sum() > 1000, at
        assert worst_dice(found, wanted) >= 0.999, (at, PROMPTS[at])
        before = wanted


def test_it_is_a_click_model_that_is_not_taught(made: Made, name: str) -> None:
    card = models.find(name)
    assert (card.kind, card.licence, card.author[:6]) == ("click-nninteractive", "CC BY-NC-SA 4.0", "click ")
    assert card.prompts == ("click", "box", "scribble", "lasso")
    assert card.kind in models.CLICKS
    assert card.kind in models.UNTAUGHT
    segment.load_model(name)
    assert segment.is_loaded(name)
    assert not segment.is_quick(name)
    assert models.verify(name) == card


def test_in_a_slice_the_answer_is_that_slice(made: Made, name: str) -> None:
    request = Request(PromptSet((Click((30, 40, 50), plane="axial"),)), plane="axial")
    answer = run_now(segment.load_model(name).predict(made.volume, request))
    assert (answer.box.lo, answer.box.hi) == ((30, 0, 0), (31, *SHAPE[1:]))
    assert (answer.labels[0] == made.answers[0][30]).mean() > 0.999


def test_bad_questions_are_refused(made: Made, name: str) -> None:
    segmenter = segment.load_model(name)
    with pytest.raises(ModelError, match="There is no prompt"):
        run_now(segmenter.predict(made.volume, Request()))
    flat = Volume(np.zeros(SHAPE, np.int16), made.volume.geometry, "CT")
    one = PromptSet((Click((3, 3, 3)),))
    with pytest.raises(ModelError, match="one grey value"):
        run_now(segmenter.predict(flat, Request(one)))
    with pytest.raises(ModelError, match="bbox3d"):
        run_now(segmenter.predict(made.volume, Request(PromptSet((BoxPrompt((3, 3, 3), (9, 9, 9)),)))))
    with pytest.raises(NotWanted):
        run_now(segmenter.predict(made.volume, Request(one, wanted=lambda: False)))


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"inference_class": "Another"}, "asks for Another"),
        ({"inference_class_min_version": "9.1"}, "9.1"),
        ({"pad_mode_image": "edge"}, "pads images with edge"),
        ({"supported_interactions": {"gaze": True}}, "gaze"),
        ({"channel_mapping": {"points": 3}}, "damaged"),
        ({"point_radius": 9000}, "contradicts itself"),
    ],
)
def test_what_cannot_be_run_is_refused(made: Made, tmp_path: Path, told: dict[str, Any], why: str) -> None:
    shutil.copytree(made.folder / "model", tmp_path / "model")
    (tmp_path / "model" / "inference_info.json").write_text(json.dumps(told))
    count = len(models.list_models())
    with pytest.raises(ModelError, match=why):
        run_now(importing.import_model(tmp_path / "model"))
    assert len(models.list_models()) == count


def test_a_large_change_is_covered_by_patches() -> None:
    from medseg_gui.ml.interactive_cover import MARGIN, cover

    mask = np.zeros((150, 130, 90), bool)
    mask[10:140, 20:120, 30:60] = True
    size = (64, 80, 72)
    left = mask.copy()
    patches = cover(mask, size)
    for patch in patches:
        assert [hi - lo for lo, hi in patch] == list(size)
        left[tuple(slice(max(0, lo + MARGIN), max(0, hi - MARGIN)) for lo, hi in patch)] = False
    assert not left.any()
    assert len(patches) > 8
    assert cover(np.zeros((4, 4, 4), bool), size) == []
