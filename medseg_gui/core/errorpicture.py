"""A picture of one slice with the outlines of answer and labels, for reports."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import PLANES, Box
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.planeview import PlaneView
from medseg_gui.core.volume import Volume
from medseg_gui.core.windows import default_window

Picture = npt.NDArray[np.uint8]
LABELS_COLOUR, ANSWER_COLOUR = (64, 200, 255), (255, 150, 0)
BOTH_COLOUR = (255, 255, 255)
WIDTH_PX = 440
AROUND_MM = 12.0
LINE_PX = 2
SAMPLE_PX = 240


def error_picture(volume: Volume, answer: LabelMap, truth: LabelMap, index: int) -> Picture:
    """Slice ``index`` along the first axis as RGB (row, column, 3), about WIDTH_PX in its longer side.

    Cut to AROUND_MM round answer and labels, the way up that the views show it. Labels are outlined in LABELS_COLOUR,
    the answer in ANSWER_COLOUR, and where both run along the same place in BOTH_COLOUR.
    """
    plane = next(p for p in PLANES if volume.geometry.axis_of(p) == 0)
    view = PlaneView.of(volume.geometry, plane)
    grey, ours, theirs = (view.cut(a, index) for a in (volume.voxels, answer.voxels, truth.voxels))
    rows, cols = _around((ours != 0) | (theirs != 0), view)
    grey, ours, theirs = (a[rows, cols] for a in (grey, ours, theirs))
    width, level = default_window(volume)
    shown = np.clip((np.nan_to_num(grey.astype(np.float32)) - level) / width + 0.5, 0, 1)
    return outlined(shown, ours, theirs, (view.row_mm, view.col_mm))


def outlined(
    shown: npt.NDArray[np.floating[Any]],
    ours: npt.NDArray[Any],
    theirs: npt.NDArray[Any],
    pixel_mm: tuple[float, float],
    width_px: int = WIDTH_PX,
) -> Picture:
    """A grey picture (0 to 1) as RGB, ``width_px`` in its longer side, with the outlines of answer and labels."""
    from scipy import ndimage  # the window's start does without

    size_mm = [n * mm for n, mm in zip(shown.shape, pixel_mm, strict=True)]
    px = [max(1, round(n * width_px / max(size_mm))) for n in size_mm]
    at = [((np.arange(n) + 0.5) * m / n - 0.5) for n, m in zip(px, shown.shape, strict=True)]
    grid = np.meshgrid(*at, indexing="ij")
    out = np.repeat((255 * ndimage.map_coordinates(shown, grid, order=1, mode="nearest"))[..., None], 3, 2)
    near = [np.clip(np.rint(a).astype(int), 0, n - 1) for a, n in zip(at, shown.shape, strict=True)]
    lines = [_outline(m[np.ix_(*near)]) for m in (theirs, ours)]
    for line, colour in ((lines[0], LABELS_COLOUR), (lines[1], ANSWER_COLOUR), (lines[0] & lines[1], BOTH_COLOUR)):
        out[line] = colour
    return np.asarray(np.rint(out), dtype=np.uint8)


def sample_picture(
    grey: npt.NDArray[Any], answer: npt.NDArray[Any], labels: npt.NDArray[Any], pixel_mm: tuple[float, float]
) -> Picture:
    """A small picture of one slice, cut to the surroundings of its labels so that it stays put while answers change."""
    cut = []
    for line in ((labels != 0).any(1), (labels != 0).any(0)):
        at = np.flatnonzero(line) if line.any() else np.array([0, len(line) - 1])
        more = max(8, int(at[-1] - at[0]) // 2)
        cut.append(slice(max(0, int(at[0]) - more), int(at[-1]) + more + 1))
    low, high = np.percentile(grey, (1, 99))
    shown = np.clip((grey[*cut] - low) / max(high - low, 1e-6), 0, 1)
    return outlined(shown, answer[*cut], labels[*cut], pixel_mm, SAMPLE_PX)


def _around(mask: npt.NDArray[np.bool_], view: PlaneView) -> tuple[slice, slice]:
    box = Box.around(mask[None])
    if box is None:
        return slice(None), slice(None)
    more = [int(np.ceil(AROUND_MM / mm)) for mm in (view.row_mm, view.col_mm)]
    spans = zip(box.lo[1:], box.hi[1:], more, strict=True)
    rows, cols = (slice(max(0, lo - m), hi + m) for lo, hi, m in spans)
    return rows, cols


def _outline(labels: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Labelled pixels within LINE_PX of another label."""
    from scipy import ndimage

    size = 2 * LINE_PX + 1
    low, high = ndimage.minimum_filter(labels, size), ndimage.maximum_filter(labels, size)
    return np.asarray((labels != 0) & ((low != labels) | (high != labels)), dtype=bool)
