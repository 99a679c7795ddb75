"""What in the image made a model say what it says at a voxel, as jobs: by gradients, or by hiding parts of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput, ModelError
from medseg_gui.core.geometry import Box, Plane, Triple
from medseg_gui.core.prompts import PromptSet
from medseg_gui.core.segmenter import Prediction, Progress, Request
from medseg_gui.core.soft import FULL, Layer
from medseg_gui.core.volume import Volume
from medseg_gui.workers.job import Steps, told_as
from medseg_gui.workers.replay import slice_box
from medseg_gui.workers.segment import load_model

CELLS = 12
"""The slice's window is hidden square by square, so many along each side."""
REACH = 0.6
"""The window's half side: this share of the object's longer side more than the object's own half."""
LEAST_SIDE = 48
"""Pixels of the window at the least."""


@runtime_checkable
class Explains(Protocol):
    """A segmenter that tells what in the image speaks for a class at a voxel."""

    def explain(self, volume: Volume, at: Triple, value: int) -> Steps[Layer]: ...


def of_model(volume: Volume, name: str, at: Triple, value: int) -> Steps[Layer]:
    """What speaks for a label value of an automatic model at a voxel. Raises ModelError where it cannot tell."""
    yield Progress(f"Loading {name}")
    segmenter = load_model(name)
    if not isinstance(segmenter, Explains):
        raise ModelError(
            f"{name} cannot be asked why",
            todo="U-Nets (nnU-Net and MONAI, too) and the click model can: choose one of them.",
        )
    return (yield from segmenter.explain(volume, at, value))


def of_click(volume: Volume, name: str, prompts: PromptSet, plane: Plane, at: Triple) -> Steps[Layer]:
    """How much the log-odds of the object at a voxel change when a square of the slice is blurred away.

    The prompts stay. Raises BadInput where the voxel lies in another slice than the last prompt, ModelError.
    """
    axis = volume.geometry.axis_of(plane)
    request = Request(prompts, None, plane)
    segmenter = load_model(name)
    room = slice_box(volume, (plane, at[axis]))
    first = yield from segmenter.predict(volume, request)
    if not first.box.lo[axis] <= at[axis] < first.box.hi[axis]:
        raise BadInput("The crosshair is in another slice than the last prompt", todo="Go to the slice of the prompt.")
    row, col = (a for a in range(3) if a != axis)
    (top, bottom), (left, right) = (_side(first.box, a, at, volume.geometry.shape) for a in (row, col))
    grey = np.asarray(volume.voxels[room.slices]).astype(np.float32).squeeze(axis)
    base, blank = _odds(first, at), _blurred(grey)
    voxels = volume.voxels.copy()  # one for all: only this slice of it changes
    rows, cols = np.linspace(top, bottom, CELLS + 1).astype(int), np.linspace(left, right, CELLS + 1).astype(int)
    found = np.zeros((bottom - top, right - left), np.float32)
    for i in range(CELLS):
        for j in range(CELLS):
            now = Progress("Hiding parts of the image", i * CELLS + j, CELLS**2)
            yield now
            part = (slice(rows[i], rows[i + 1]), slice(cols[j], cols[j + 1]))
            if not grey[part].size:
                continue
            hidden = grey.copy()
            hidden[part] = blank[part]
            voxels[room.slices] = np.expand_dims(hidden, axis).astype(voxels.dtype)
            answer = yield from told_as(segmenter.predict(replace(volume, voxels=voxels), request), now)
            found[part[0].start - top : part[0].stop - top, part[1].start - left : part[1].stop - left] = abs(
                base - _odds(answer, at)
            )
    levels = np.rint(found / max(float(found.max()), 1e-6) * FULL).astype(np.uint8)
    lo, hi = list(room.lo), list(room.hi)
    lo[row], hi[row], lo[col], hi[col] = top, bottom, left, right
    return Layer(Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2])), np.expand_dims(levels, axis))


def _side(box: Box, axis: int, at: Triple, shape: Triple) -> tuple[int, int]:
    """From where to where the window goes along an axis: the object and the voxel, with room round them."""
    low, high = min(box.lo[axis], at[axis]), max(box.hi[axis], at[axis] + 1)
    more = max(round(REACH * (high - low) / 2), (LEAST_SIDE - (high - low)) // 2)
    return max(0, low - more), min(shape[axis], high + more)


def _odds(answer: Prediction, at: Triple) -> float:
    """The log-odds of the object at a voxel; beside what the answer keeps it is surely background."""
    if answer.probability is None:
        raise ModelError("The model gives no probabilities")
    p = 0.0
    if answer.box.holds(at):
        z, y, x = (i - low for i, low in zip(at, answer.box.lo, strict=True))
        p = float(answer.probability[z, y, x])
    p = min(max(p, 1e-4), 1 - 1e-4)
    return float(np.log(p / (1 - p)))


def _blurred(grey: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    from scipy import ndimage

    return np.asarray(ndimage.gaussian_filter(grey, max(grey.shape) / 16), np.float32)
