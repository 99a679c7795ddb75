"""Robot users for the click exam: which object of a reference they want, and where they click next.

R1 clicks the deepest point of the largest error. R2 clicks as people do: anywhere in its inner half, up to two pixels
off. R4 draws a scribble along the middle of the error. R5 corrects a defective mask that somebody else made ("from an
initial mask" in FocalClick). R6 begins with a box, the dragging robot pulls its first click to the object's end; these
go on as R1. R3 reads a volume: it scrolls to the slice with the most wrong voxels and clicks there. All see the answer
so far, nothing else. Masks are 2-D (row, column) but for whole objects; parts hang together by 8 neighbours, or 26.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage as ndi

Mask2 = npt.NDArray[np.bool_]
EIGHT = np.ones((3, 3), np.uint8)
SMALLEST_PX = 40
"""A target of fewer pixels is no task."""
QUARTER = 0.25
JITTER_PX = 1.0
BOX_SLACK = 0.1
REACH_SPREAD = 0.15
SPOILT = 0.85
"""R5 begins with a mask of at most this Dice; FocalClick's DAVIS-585 begins with an IoU of 0.75 to 0.85."""


@dataclass(frozen=True)
class Target:
    """An object to be found in one slice (of the first array axis)."""

    number: int
    mask: Mask2


def largest_part(mask: Mask2) -> Mask2:
    """The mask's part with the most pixels, the first of equals; an empty mask stays empty."""
    parts, count = ndi.label(mask, EIGHT)
    if count == 0:
        return np.zeros_like(mask)
    return np.asarray(parts == np.bincount(parts.ravel())[1:].argmax() + 1)


def targets(mask: npt.NDArray[np.bool_], smallest: int = SMALLEST_PX) -> Iterator[Target]:
    """The largest part of a 3-D mask in the slice of its largest area and in the one at a quarter of its extent."""
    area = mask.sum((1, 2))
    slices = np.flatnonzero(area)
    if not len(slices):
        return
    first, last = int(slices[0]), int(slices[-1])
    for number in dict.fromkeys((int(area.argmax()), first + round((last - first) * QUARTER))):
        part = largest_part(np.asarray(mask[number]))
        if part.sum() >= smallest:
            yield Target(number, part)


def next_click(target: Mask2, answer: Mask2, chance: np.random.Generator | None = None) -> tuple[int, int, bool] | None:
    """(row, column, positive) of the robot's next click; None when the answer is the target.

    R1 without ``chance``; R2 with it. Of equal errors a missed part goes before a surplus one.
    """
    found = _largest_error(target, answer)
    if found is None:
        return None
    part, positive = found
    depth = _depth(part)
    if chance is None:
        row, col = np.unravel_index(int(depth.argmax()), depth.shape)
    else:
        inner = np.argwhere(depth > depth.max() / 2)
        shift = np.clip(np.rint(chance.normal(0, JITTER_PX, 2)), -2, 2).astype(int)
        row, col = np.clip(inner[int(chance.integers(len(inner)))] + shift, 0, np.array(target.shape) - 1)
    return int(row), int(col), positive


def next_stroke(target: Mask2, answer: Mask2) -> tuple[tuple[tuple[int, int], ...], bool] | None:
    """R4: the pixels (row, column) of a scribble and whether it is positive; None when the answer is the target.

    It runs through the inner half of the largest error, along its longer side: the deepest pixel of each line.
    """
    found = _largest_error(target, answer)
    if found is None:
        return None
    part, positive = found
    depth = _depth(part)
    inner, _ = ndi.label(depth > depth.max() / 2, EIGHT)
    depth = np.where(inner == inner[np.unravel_index(int(depth.argmax()), depth.shape)], depth, 0)
    lines = [np.flatnonzero(depth.any(1 - axis)) for axis in range(2)]
    along = int(len(lines[1]) > len(lines[0]))
    best = depth.argmax(1 - along)
    ends = [(int(n), int(best[n])) for n in lines[along]]
    return tuple((b, a) if along else (a, b) for a, b in ends), positive


def spoilt(target: Mask2, chance: np.random.Generator) -> Mask2:
    """R5's first mask: the target with a side missing, grown, shifted, or leaking, until its Dice is at most SPOILT."""
    rows, cols = np.nonzero(target)
    angle, kind = chance.uniform(0, 2 * np.pi), int(chance.integers(4))
    way = np.array([np.sin(angle), np.cos(angle)])
    grid = np.stack(np.meshgrid(*map(np.arange, target.shape), indexing="ij"))
    middle = np.array([rows.mean(), cols.mean()])
    outward = np.tensordot(way, grid - middle[:, None, None], 1)
    far = float(outward[target].max())
    away = ndi.distance_transform_edt(~target)
    size = float(np.sqrt(len(rows)))
    out = target
    for strength in np.arange(0.05, 1.5, 0.05):
        if kind == 0:
            out = target & (outward <= np.quantile(outward[target], 1 - strength / 2))
        elif kind == 1:
            out = away <= strength * size / 2
        elif kind == 2:
            out = np.asarray(ndi.shift(target.astype(np.uint8), strength * size * way / 2, order=0)) > 0
        else:
            centre = middle + far * way
            out = target | (np.hypot(*(grid - centre[:, None, None])) <= strength * size)
        if out.any() and dice(out, target) <= SPOILT:
            break
    return np.asarray(out)


def _largest_error(target: Mask2, answer: Mask2) -> tuple[Mask2, bool] | None:
    """The largest connected error and whether it is a missed part; None when there is none."""
    missed, surplus = largest_part(target & ~answer), largest_part(answer & ~target)
    if not missed.any() and not surplus.any():
        return None
    return (missed, True) if missed.sum() >= surplus.sum() else (surplus, False)


def _depth(part: Mask2) -> npt.NDArray[Any]:
    """Distance to the part's edge; the slice's border is an edge."""
    return np.asarray(ndi.distance_transform_edt(np.pad(part, 1)))[1:-1, 1:-1]


def first_box(target: Mask2, chance: np.random.Generator) -> tuple[int, int, int, int]:
    """(first row, first column, last row, last column) of R6's box: each side up to a tenth of the object off."""
    lines = [np.flatnonzero(target.any(1 - axis)) for axis in range(2)]
    out = []
    for end in (0, -1):
        for line, n in zip(lines, target.shape, strict=True):
            off = chance.uniform(-BOX_SLACK, BOX_SLACK) * len(line)
            out.append(int(np.clip(round(int(line[end]) + off), 0, n - 1)))
    return (min(out[0], out[2]), min(out[1], out[3]), max(out[0], out[2]), max(out[1], out[3]))


def first_reach(target: Mask2, row: int, col: int, mm: tuple[float, float], chance: np.random.Generator) -> float:
    """Millimetres from a click to the target's farthest pixel, as a person drags it: some 15 % off."""
    rows, cols = np.nonzero(target)
    far = np.hypot((rows - row) * mm[0], (cols - col) * mm[1]).max() + min(mm) / 2
    return float(far * np.exp(chance.normal(0, REACH_SPREAD)))


def dice(a: Mask2, b: Mask2) -> float:
    """Dice of two masks; 1 when both are empty."""
    total = int(a.sum()) + int(b.sum())
    return 2 * int((a & b).sum()) / total if total else 1.0


def clicks_to(scores: npt.ArrayLike, wanted: float, cap: int) -> int:
    """Number of clicks until the Dice is reached; ``cap`` where it is not within that many."""
    reached = np.flatnonzero(np.asarray(scores)[:cap] >= wanted)
    return int(reached[0]) + 1 if len(reached) else cap


# ----- whole objects -------------------------------------------------------------------------------
SMALLEST_VOXELS, FEWEST_SLICES = 200, 3


def whole_object(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_] | None:
    """The largest 26-connected part of a 3-D mask; None where it is too small, or in too few slices, for a task."""
    part = largest_solid(mask)
    slices = int(part.any((1, 2)).sum())
    return part if part.sum() >= SMALLEST_VOXELS and slices >= FEWEST_SLICES else None


def largest_solid(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The largest 26-connected part of a 3-D mask, the first of equals; an empty mask stays empty."""
    import cc3d

    parts = cc3d.connected_components(mask, connectivity=26)
    sizes = np.bincount(parts.ravel())
    if len(sizes) < 2:
        return np.zeros_like(mask)
    return np.asarray(parts == sizes[1:].argmax() + 1)


def next_click_3d(
    target: npt.NDArray[np.bool_], answer: npt.NDArray[np.bool_], mm: tuple[float, float, float]
) -> tuple[int, int, int, bool] | None:
    """(slice, row, column, positive) of the deepest voxel, in mm, of the largest error; None when there is none."""
    import edt

    lines = [np.flatnonzero((target | answer).any(tuple(a for a in range(3) if a != k))) for k in range(3)]
    if not len(lines[0]):
        return None
    inner = tuple(slice(max(int(line[0]) - 1, 0), int(line[-1]) + 2) for line in lines)
    wanted, given = target[inner], answer[inner]
    best: tuple[int, npt.NDArray[np.bool_], bool] | None = None
    for error, positive in ((wanted & ~given, True), (given & ~wanted, False)):
        part = largest_solid(error)
        size = int(part.sum())
        if size and (best is None or size > best[0]):
            best = (size, part, positive)
    if best is None:
        return None
    # an object goes on beyond the volume's border: in a thin stack only that leaves its middle the deepest
    depth = edt.edt(np.ascontiguousarray(best[1]), anisotropy=mm, black_border=False)
    at = np.unravel_index(int(depth.argmax()), depth.shape)
    z, y, x = (int(i) + s.start for i, s in zip(at, inner, strict=True))
    return z, y, x, best[2]


def next_click_of_reader(
    target: npt.NDArray[np.bool_], answer: npt.NDArray[np.bool_]
) -> tuple[int, int, int, bool] | None:
    """R3: (slice, row, column, positive) of R1's click in the slice with the most wrong voxels, the first of equals."""
    number = int((target ^ answer).sum((1, 2)).argmax())
    click = next_click(target[number], answer[number])
    return None if click is None else (number, *click)
