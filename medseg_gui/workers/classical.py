"""The classical click methods as segmenters: the same prompts, the same slice, no training, for comparison.

They answer in 2-D, from all prompts at once, whatever the mask so far. A box or lasso limits where they look.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box, Plane
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Labels
from medseg_gui.core.prompts import Bidirectional, BoxPrompt, Lasso, PromptSet, is_positive, path, places, span
from medseg_gui.core.segmenter import CardSegment, Hypothesis, ModelCard, Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.workers import baselines

Mask2 = npt.NDArray[np.bool_]
Image = npt.NDArray[np.float32]
Answers = list[tuple[Mask2, npt.NDArray[np.float32] | None]]
"""What the clicks may mean, best first, each with its probability where the method has one."""

TOLERANCES = (2.5, 1.7, 3.5)
"""Deviations of the clicked tissue's own grey value that region growing takes in: usual, narrow, wide."""
SEEDS = 12
"""A long scribble grows from so many of its pixels."""


@dataclass(frozen=True)
class _Pointed:
    """The slice's prompts: clicks and scribbles as pixels, and the span of rows and columns to look at."""

    clicks: baselines.Clicks
    rows: slice
    cols: slice


class Classical:
    """A method that needs no training, asked as the click model is. It keeps no state."""

    def __init__(self, name: str, about: str, method: Callable[[Image, baselines.Clicks], Answers]) -> None:
        self._method = method
        self.card = ModelCard(
            name,
            "1",
            "classical",
            segments=(CardSegment(1, "object"),),
            prompts=("click", "box", "scribble", "lasso", "bidirectional"),
            trained_on=mark("Nothing: a fixed rule on grey values."),
            limits=about,
            licence="Apache-2.0",
        )

    def predict(self, volume: Volume, request: Request) -> Generator[Progress, None, Prediction]:
        """The object in the slice of the last prompt. Raises ModelError without a plane or a prompt."""
        began = time.perf_counter()
        yield Progress(mark("Looking at the slice"))
        if request.plane is None:
            raise ModelError(f"{self.card.name} answers in one slice at a time", todo="Say in which plane.")
        axis, number = _slice_of(volume, request.prompts, request.plane)
        image = np.nan_to_num(np.asarray(volume.voxels.take(number, axis), np.float32))
        shape = (image.shape[0], image.shape[1])
        pointed = _pointed(request.prompts, axis, number, shape)
        inner = (pointed.rows, pointed.cols)
        found = self._method(np.ascontiguousarray(image[inner]), pointed.clicks)
        row, col = (a for a in range(3) if a != axis)
        lo, hi = [0, 0, 0], [0, 0, 0]
        for a, part in ((row, pointed.rows), (col, pointed.cols), (axis, slice(number, number + 1))):
            lo[a], hi[a] = part.start, part.stop

        def labels(mask: Mask2) -> Labels:
            return np.ascontiguousarray(np.expand_dims(mask, axis)).astype(np.uint8)

        first, probability = found[0]
        return Prediction(
            Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2])),
            labels(first),
            time.perf_counter() - began,
            None if probability is None else np.ascontiguousarray(np.expand_dims(probability, axis)),
            hypotheses=tuple(Hypothesis(labels(mask)) for mask, _ in found),
        )


def _walk(image: Image, clicks: baselines.Clicks) -> Answers:
    probability = baselines.walked(image, clicks)
    return [(probability > 0.5, probability)]


def _grow(image: Image, clicks: baselines.Clicks) -> Answers:
    from medseg_gui.io import regions

    out: Answers = []
    flowed = regions.smooth(image)
    for tolerance in TOLERANCES:
        mask = baselines.grown(flowed, clicks, tolerance)
        for r, c, positive in clicks:
            mask[r, c] = positive
        if not any((mask == other).all() for other, _ in out):
            out.append((mask, None))
    return out


# A further method is one row: its name → what its card says, and how it answers.
CLASSICAL: Mapping[str, Classical] = {
    "random-walker": Classical(
        "random-walker",
        mark("Random walker (Grady 2006): the border of the slice, or of a box, counts as background."),
        _walk,
    ),
    "region-growing": Classical(
        "region-growing",
        mark("Region growing from each click; Tab changes the tolerance. Leaks where the edge has a gap."),
        _grow,
    ),
}


# ----- prompts -------------------------------------------------------------------------------------
def _slice_of(volume: Volume, prompts: PromptSet, plane: Plane) -> tuple[int, int]:
    axis = volume.geometry.axis_of(plane)
    whole = Box.whole(volume.geometry.shape)
    given = [p for p in prompts if places(p)]
    if not given:
        raise ModelError("There is nothing to answer to", todo="Click on the object, or draw a box round it.")
    outside = next((i for p in given for i in places(p) if not whole.holds(i)), None)
    if outside is not None:
        raise ModelError(f"The prompt at {outside} lies outside the image {volume.geometry.shape}")
    return axis, sum(span(given[-1], axis)) // 2


def _pointed(prompts: PromptSet, axis: int, number: int, shape: tuple[int, int]) -> _Pointed:
    row, col = (a for a in range(3) if a != axis)
    clicks: list[tuple[int, int, bool]] = []
    limits = [[0, shape[0]], [0, shape[1]]]
    for prompt in prompts:
        low, high = span(prompt, axis)
        if not low <= number <= high:
            continue
        if isinstance(prompt, BoxPrompt) or (isinstance(prompt, Lasso) and prompt.positive):
            for limit, a in zip(limits, (row, col), strict=True):
                # one pixel more on each side, which is background
                first, last = span(prompt, a)
                limit[0], limit[1] = max(first - 1, 0), last + 2
            continue
        voxels = places(prompt)
        if isinstance(prompt, Bidirectional):
            voxels = (*path(prompt.long), *(path(prompt.short) if prompt.short else ()))
        pixels = [(i[row], i[col]) for i in voxels if i[axis] == number]
        clicks += [(r, c, is_positive(prompt)) for r, c in pixels[:: max(1, len(pixels) // SEEDS)]]
    rows, cols = (slice(low, min(high, n)) for (low, high), n in zip(limits, shape, strict=True))
    inside = [
        (r - rows.start, c - cols.start, positive)
        for r, c, positive in clicks
        if rows.start <= r < rows.stop and cols.start <= c < cols.stop
    ]
    if not any(positive for _, _, positive in inside):
        # a box alone: its middle
        inside.insert(0, ((rows.stop - rows.start) // 2, (cols.stop - cols.start) // 2, True))
    return _Pointed(inside, rows, cols)
