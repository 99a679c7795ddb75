"""Dice of a network on cases, per structure with its spread."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from medseg_gui.core.errorpicture import Picture, sample_picture
from medseg_gui.core.labelmap import Labels
from medseg_gui.core.segmenter import CardSegment, Progress
from medseg_gui.ml.cases import IGNORED, Prepared, TrainingCase
from medseg_gui.ml.inference import probabilities
from medseg_gui.ml.preprocess import answer_out, image_in, way
from medseg_gui.ml.resample import Floats32

QUICK_SLICES = 24
PICTURES = 3
Scores = list[dict[int, float | None]]
"""For each case the Dice of each label value; None where neither side has a voxel of it."""


def dice(answer: Labels, truth: Labels, value: int) -> float | None:
    a, b = answer == value, truth == value
    total = int(np.count_nonzero(a)) + int(np.count_nonzero(b))
    return None if total == 0 else 2 * int(np.count_nonzero(a & b)) / total


def score(
    network: nn.Module,
    plan: Mapping[str, Any],
    cases: Sequence[TrainingCase],
    device: torch.device,
    text: str,
    held_slices: tuple[int, ...] | None = None,
) -> Generator[Progress, None, Scores]:
    """The answers on each case's own grid against its labels; of ``held_slices`` (canonical) alone if given."""
    out: Scores = []
    values = [int(v) for v in plan["values"]]
    network.eval()
    for number, case in enumerate(cases):
        volume, truth = case.load()
        route = way(volume.geometry, plan)
        image = image_in(volume, plan, route)
        steps = probabilities(network, plan, image, device)
        while True:
            try:
                next(steps)
            except StopIteration as stop:
                answer, _ = answer_out(stop.value[0], route, values)
                break
            yield Progress(text, number, len(cases))
        a, b = route.canonical(answer), route.canonical(truth)
        if held_slices is not None:
            a, b = a[list(held_slices)], b[list(held_slices)]
        out.append({value: dice(a, b, value) for value in values})
    return out


def quick_dice(
    network: nn.Module, plan: Mapping[str, Any], cases: Sequence[Prepared], device: torch.device
) -> tuple[float, list[Picture]]:
    """Mean Dice over classes and cases on the network's own grid, of a 2-D network on some slices alone; pictures."""
    found: list[float] = []
    pictures: list[Picture] = []
    for case in cases:
        truth = np.asarray(case.labels())
        some: slice | npt.NDArray[np.intp] = slice(None)
        if int(plan["network"]["dims"]) == 2:
            counted = np.flatnonzero((truth != IGNORED).any(axis=(1, 2)))
            some = counted[np.linspace(0, len(counted) - 1, min(QUICK_SLICES, len(counted))).astype(int)]
        truth = truth[some]
        image = torch.from_numpy(case.image()[some].astype(np.float32))
        steps = probabilities(network, plan, image, device)
        while True:
            try:
                next(steps)
            except StopIteration as stop:
                answer = stop.value[0].argmax(0).numpy().astype(np.uint8)
                break
        answer[truth == IGNORED] = IGNORED
        if len(pictures) < PICTURES:
            pictures.append(_picture(case, image.numpy(), answer, truth))
        for c in range(1, len(plan["values"]) + 1):
            one = dice(answer, truth, c)
            if one is not None:
                found.append(one)
    return float(np.mean(found)) if found else 0.0, pictures


def _picture(case: Prepared, image: Floats32, answer: Labels, truth: Labels) -> Picture:
    """The slice that shows most of what is labelled."""
    z = int(((truth != 0) & (truth != IGNORED)).sum((1, 2)).argmax())
    return sample_picture(image[z], answer[z], truth[z], case.spacing_mm[1:])


def summary(scores: Scores, segments: Sequence[CardSegment]) -> dict[str, Any]:
    """Per structure: mean, standard deviation and number of cases; "mean" is the mean of the structures' means."""
    out: dict[str, Any] = {}
    means = []
    for segment in segments:
        values = [v for s in scores if (v := s.get(segment.value)) is not None]
        if values:
            means.append(float(np.mean(values)))
            out[segment.name] = {
                "dice": round(means[-1], 4),
                "sd": round(float(np.std(values, ddof=1)), 4) if len(values) > 1 else None,
                "min": round(min(values), 4),
                "cases": len(values),
            }
    out["mean"] = round(float(np.mean(means)), 4) if means else None
    return out
