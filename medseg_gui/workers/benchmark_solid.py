"""The click exam for whole objects: a robot clicks anywhere in the volume, or three times on one slice.

Every label's largest part of each case is a target. The robot clicks the deepest voxel of the largest 3-D error; the
other one clicks on the slice of the target's largest area only, as in 2-D, and asks for the whole object then. Means
and intervals as in the 2-D exam.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.prompts import Click, Prompt, PromptSet
from medseg_gui.core.robots import dice, next_click, next_click_3d, whole_object
from medseg_gui.core.segmenter import Prediction, Progress, Request, Segmenter
from medseg_gui.core.volume import Volume
from medseg_gui.workers import open_case
from medseg_gui.workers.benchmark import CLICKS, first_plane
from medseg_gui.workers.exam_figures import APART, ClickReport, Row
from medseg_gui.workers.job import Steps, run_now
from medseg_gui.workers.pairs import Pair, read_pairs
from medseg_gui.workers.segment import load_model

Mask3 = npt.NDArray[np.bool_]
ON_ONE_SLICE = 3


@dataclass(frozen=True)
class Whole:
    """A whole object to be found, with the image that it lies in."""

    name: str
    pair: Pair
    volume: Volume
    target: Mask3

    def row(self, scores: list[float], seconds: list[float]) -> Row:
        patient = self.pair.patient or Path(self.pair.image).name
        return Row(self.name, patient, self.pair.group, tuple(scores), scores[0], tuple(seconds))


def solid_exam(
    pairs: str | Path, model: str = "click", *, clicks: int = CLICKS, apart: tuple[str, ...] = APART
) -> Steps[ClickReport]:
    """Runs the exam on all pairs. Raises BadInput, ModelError."""
    listed = read_pairs(pairs)
    segmenter = load_model(model)
    name = segmenter.card.name
    rows: dict[str, list[Row]] = {name: [], f"{name}, clicks on one slice": []}
    for done, pair in enumerate(listed):
        yield Progress(f"Opening {Path(pair.image).name}", done, len(listed))
        for whole in wholes(pair):
            yield Progress(f"{pair.group or whole.name}: {whole.name}", done, len(listed))
            rows[name].append(anywhere(segmenter, whole, clicks))
            rows[f"{name}, clicks on one slice"].append(on_one_slice(segmenter, whole))
    if not rows[name]:
        raise BadInput("None of the masks holds an object large enough to be clicked", pairs)
    return ClickReport({k: tuple(v) for k, v in rows.items()}, {}, apart)


def wholes(pair: Pair) -> Iterator[Whole]:
    """Every target of a pair."""
    volume = run_now(open_case.open_volume(pair.image, pair.series or None))
    labels = run_now(open_case.open_labels(pair.label, like=volume))
    for segment in labels.segments:
        target = whole_object(labels.mask(segment))
        if target is not None:
            yield Whole(f"{Path(pair.label).name}:{segment.value}", pair, volume, target)


def anywhere(segmenter: Segmenter, whole: Whole, clicks: int) -> Row:
    """A robot's game with clicks anywhere."""
    mask = np.zeros_like(whole.target)
    prompts: list[Prompt] = []
    scores: list[float] = []
    seconds: list[float] = []
    while len(scores) < clicks:
        click = next_click_3d(whole.target, mask, whole.volume.geometry.spacing_mm)
        if click is None:
            scores += [1.0] * (clicks - len(scores))
            break
        prompts.append(Click(click[:3], click[3]))
        request = Request(PromptSet(tuple(prompts)), mask if mask.any() else None)
        found = run_now(segmenter.predict(whole.volume, request))
        mask = written(mask, found)
        scores.append(dice(mask, whole.target))
        seconds.append(found.seconds)
    return whole.row(scores, seconds)


def on_one_slice(segmenter: Segmenter, whole: Whole, clicks: int = ON_ONE_SLICE) -> Row:
    """A robot's game on the slice of the largest area, answered in 2-D; the 3-D Dice when the object is then asked for.

    The 2-D answer counts as confirmed: whoever asks for the whole object is content with the slice.
    """
    plane = first_plane(whole.volume)
    number = int(whole.target.sum((1, 2)).argmax())
    wanted = whole.target[number]
    mask = np.zeros_like(whole.target)
    prompts: list[Prompt] = []
    scores: list[float] = []
    seconds: list[float] = []
    for _ in range(clicks):
        click = next_click(wanted, mask[number])
        if click is not None:
            prompts.append(Click((number, *click[:2]), click[2], plane))
            given = Request(PromptSet(tuple(prompts)), mask if mask.any() else None, plane)
            mask = written(mask, run_now(segmenter.predict(whole.volume, given)))
        asked = Request(PromptSet(tuple(prompts)), mask if mask.any() else None, None, ((plane, number),))
        if not mask.any():
            asked = Request(PromptSet(tuple(prompts)))
        found = run_now(segmenter.predict(whole.volume, asked))
        scores.append(dice(written(mask, found), whole.target))
        seconds.append(found.seconds)
    return whole.row(scores, seconds)


def written(mask: Mask3, found: Prediction) -> Mask3:
    """The mask with the answer in its box."""
    out = mask.copy()
    out[found.box.slices] = found.labels > 0
    return out
