"""The click exam for whole objects: a robot clicks anywhere in the volume, or three times on one slice.

Every label's largest part of each case is a target. The robot clicks the deepest voxel of the largest 3-D error; the
reader (R3) scrolls to the slice with the most wrong voxels and clicks there; the third clicks on the slice of the
target's largest area only, as in 2-D, and asks for the whole object then. Means and intervals as in the 2-D exam.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.labelmap import Labels
from medseg_gui.core.prompts import Click, Prompt, PromptSet
from medseg_gui.core.robots import dice, next_click, next_click_3d, next_click_of_reader, whole_object
from medseg_gui.core.segmenter import Prediction, Progress, Request, Segmenter
from medseg_gui.core.volume import Volume
from medseg_gui.workers import open_case
from medseg_gui.workers.baselines_solid import BASELINES_3D, Method3, solid_answer
from medseg_gui.workers.benchmark import CLICKS, TUNED_FOR, TUNED_ON, first_plane
from medseg_gui.workers.exam_figures import APART, ClickReport, Row, at
from medseg_gui.workers.job import Steps, run_now
from medseg_gui.workers.pairs import Pair, read_pairs
from medseg_gui.workers.segment import load_model

Mask3 = npt.NDArray[np.bool_]
Robot3 = Literal["anywhere", "reader"]
ROBOTS_3D: tuple[Robot3, ...] = ("anywhere", "reader")
Answers3 = Callable[[Sequence[Click], Mask3], tuple[tuple[Mask3, ...], float]]
"""All clicks and the mask so far → the answer, what else they may mean, and the seconds taken."""
TABS = 3
"""So many hypotheses count for the best of three, the answer among them."""
ON_ONE_SLICE = 3


@dataclass(frozen=True)
class Whole:
    """A whole object to be found, with the image that it lies in."""

    name: str
    pair: Pair
    volume: Volume
    target: Mask3

    def row(self, scores: list[float], seconds: list[float], best: float = 0.0) -> Row:
        """``best``: the best Dice of the first answer's hypotheses."""
        patient = self.pair.patient or Path(self.pair.image).name
        return Row(self.name, patient, self.pair.group, tuple(scores), max(best, scores[0]), tuple(seconds))


def solid_exam(
    pairs: str | Path,
    model: str = "click",
    *,
    clicks: int = CLICKS,
    robots: Sequence[Robot3] = ("anywhere",),
    baselines: bool = False,
    apart: tuple[str, ...] = APART,
) -> Steps[ClickReport]:
    """Runs the exam on all pairs. Raises BadInput, ModelError."""
    listed = read_pairs(pairs)
    segmenter = load_model(model)
    name = segmenter.card.name
    names = {robot: name if robot == "anywhere" else f"{name}, {robot}" for robot in robots}
    rows: dict[str, list[Row]] = {n: [] for n in (*names.values(), f"{name}, clicks on one slice")}
    tried: dict[str, list[list[Row]]] = {n: [[] for _ in options] for n, (_, options) in BASELINES_3D.items()}
    number = 0
    for done, whole in _all(listed):
        yield Progress(f"{whole.pair.group or whole.name}: {whole.name}", done, len(listed))
        for robot in robots:
            rows[names[robot]].append(anywhere(of_model(segmenter, whole), whole, clicks, robot))
        rows[f"{name}, clicks on one slice"].append(on_one_slice(segmenter, whole))
        if baselines and number % TUNED_ON == 0:
            for method, (answer, choices) in BASELINES_3D.items():
                for games, options in zip(tried[method], choices, strict=True):
                    yield Progress(f"{method}: choosing its options", done, len(listed))
                    games.append(anywhere(of_method(answer, whole, options), whole, min(clicks, max(TUNED_FOR))))
        number += 1
    if not number:
        raise BadInput("None of the masks holds an object large enough to be clicked", pairs)
    best = {n: _best(choices, tried[n], apart) for n, (_, choices) in BASELINES_3D.items()} if baselines else {}
    # volumes are opened once more rather than all kept
    for done, whole in _all(listed) if baselines else ():
        for method, tuned in best.items():
            yield Progress(f"{method}: {whole.name}", done, len(listed))
            game = anywhere(of_method(BASELINES_3D[method][0], whole, tuned), whole, clicks)
            rows.setdefault(method, []).append(game)
    return ClickReport({k: tuple(v) for k, v in rows.items()}, best, apart)


def _best(
    choices: Sequence[Mapping[str, float]], tried: Sequence[Sequence[Row]], apart: tuple[str, ...]
) -> Mapping[str, float]:
    """The options with the best sum of Dice after 1, 3 and 5 clicks."""
    scores = [sum(at(rows, f"dice_{c}", apart) for c in TUNED_FOR) for rows in tried]
    return choices[int(np.argmax(scores))]


def _all(listed: Sequence[Pair]) -> Iterator[tuple[int, Whole]]:
    for done, pair in enumerate(listed):
        for whole in wholes(pair):
            yield done, whole


def wholes(pair: Pair) -> Iterator[Whole]:
    """Every target of a pair."""
    volume = run_now(open_case.open_volume(pair.image, pair.series or None))
    labels = run_now(open_case.open_labels(pair.label, like=volume))
    for segment in labels.segments:
        target = whole_object(labels.mask(segment))
        if target is not None:
            yield Whole(f"{Path(pair.label).name}:{segment.value}", pair, volume, target)


# ----- who answers ---------------------------------------------------------------------------------
def of_model(segmenter: Segmenter, whole: Whole) -> Answers3:
    """The model as the exam asks it: through the same door as the window."""

    def ask(clicks: Sequence[Click], before: Mask3) -> tuple[tuple[Mask3, ...], float]:
        request = Request(PromptSet(tuple(clicks)), before if before.any() else None)
        found = run_now(segmenter.predict(whole.volume, request))
        others = [h.labels for h in found.hypotheses[1:TABS]]
        return tuple(written(before, found, one) for one in (found.labels, *others)), found.seconds

    return ask


def of_method(method: Method3, whole: Whole, options: Mapping[str, float]) -> Answers3:
    """A classical method as the exam asks it: it sees all clicks, and not what it said before."""
    voxels, mm = np.asarray(whole.volume.voxels), whole.volume.geometry.spacing_mm

    def ask(clicks: Sequence[Click], before: Mask3) -> tuple[tuple[Mask3, ...], float]:
        began = time.perf_counter()
        mask = solid_answer(voxels, mm, [(*c.index, c.positive) for c in clicks], method, **options)
        return (mask,), time.perf_counter() - began

    return ask


# ----- the games -----------------------------------------------------------------------------------
def anywhere(answers: Answers3, whole: Whole, clicks: int, robot: Robot3 = "anywhere") -> Row:
    """A robot's game with clicks anywhere, or in the slices that the reader scrolls to."""
    plane, mm = first_plane(whole.volume), whole.volume.geometry.spacing_mm
    mask = np.zeros_like(whole.target)
    prompts: list[Click] = []
    scores: list[float] = []
    seconds: list[float] = []
    best = 0.0
    while len(scores) < clicks:
        reads = robot == "reader"
        click = next_click_of_reader(whole.target, mask) if reads else next_click_3d(whole.target, mask, mm)
        if click is None:
            scores += [1.0] * (clicks - len(scores))
            break
        prompts.append(Click(click[:3], click[3], plane) if reads else Click(click[:3], click[3]))
        (mask, *others), took = answers(prompts, mask)
        scores.append(dice(mask, whole.target))
        if len(scores) == 1:
            best = max([scores[0], *(dice(other, whole.target) for other in others)])
        seconds.append(took)
    return whole.row(scores, seconds, best)


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


def written(mask: Mask3, found: Prediction, labels: Labels | None = None) -> Mask3:
    """The mask with the answer, or another of its hypotheses, in its box."""
    out = mask.copy()
    out[found.box.slices] = (found.labels if labels is None else labels) > 0
    return out
