"""Operations on 3-D masks of answers: components, merging of changes, constraints. (slice, row, column) throughout."""

from __future__ import annotations

from collections.abc import Sequence

import cc3d
import numpy as np
import numpy.typing as npt
from scipy import ndimage as ndi

from medseg_gui.core.geometry import Box, Triple
from medseg_gui.ml.click3d.look import Floats, KnownSlice, Mark3, Mask3


def parts_of(mask: Mask3) -> npt.NDArray[np.int32]:
    """Numbers of the 26-connected parts, 0 outside."""
    parts: npt.NDArray[np.int32] = np.asarray(cc3d.connected_components(mask, connectivity=26), np.int32)
    return parts


def within(voxels: npt.NDArray[np.intp], box: Box) -> npt.NDArray[np.intp]:
    """Those voxels (n, 3) that lie in the box, counted from its corner."""
    at: npt.NDArray[np.intp] = voxels - np.array(box.lo)
    inside: npt.NDArray[np.intp] = at[((at >= 0) & (at < np.array(box.shape))).all(1)]
    return inside


def touched(mask: Mask3, marks: Sequence[Mark3], box: Box, seeds: Mask3 | None = None) -> Mask3:
    """The mask's parts that hang together with a positive prompt or a seed; all where none is touched."""
    if not mask.any():
        return mask
    parts = parts_of(mask)
    keep: set[int] = set()
    for mark in marks:
        if mark.positive:
            z, y, x = within(mark.voxels, box).T
            keep |= set(np.unique(parts[z, y, x]).tolist())
    if seeds is not None:
        keep |= set(np.unique(parts[seeds & mask]).tolist())
    keep -= {0}
    return np.isin(parts, list(keep)) if keep else mask


def object_at(previous: Mask3, marks: Sequence[Mark3], mm: tuple[float, float, float]) -> Mask3 | None:
    """The parts of the mask so far that the prompts speak of, or None: they begin a new object.

    Those that prompts lie on, else the part nearest to the last prompt, unless that is positive and well away.
    """
    inside = Box.around(previous)
    if inside is None:
        return None
    parts = parts_of(previous[inside.slices])
    on: set[int] = set()
    for mark in marks:
        z, y, x = within(mark.voxels, inside).T
        on |= set(np.unique(parts[z, y, x]).tolist())
    on -= {0}
    if marks and len(marks[-1].voxels):
        last = marks[-1]
        surface = np.argwhere(parts > 0) if parts.size < 2e6 else np.argwhere(_shell(parts > 0))
        point = last.voxels[len(last.voxels) // 2] - np.array(inside.lo)
        far = (((surface - point) * np.array(mm)) ** 2).sum(1)
        nearest = surface[int(far.argmin())]
        part = int(parts[tuple(nearest)])
        size_mm = float(np.cbrt(np.count_nonzero(parts == part) * np.prod(mm)))
        if np.sqrt(far.min()) <= max(3 * min(mm), size_mm / 2) or (not last.positive and not on):
            on.add(part)
    elif not marks:
        on = set(np.unique(parts).tolist()) - {0}
    if not on:
        return None
    out = np.zeros_like(previous)
    out[inside.slices] = np.isin(parts, list(on))
    return out


def _shell(mask: Mask3) -> Mask3:
    return np.asarray(mask & ~ndi.binary_erosion(mask))


def merged(before: Mask3, after: Mask3, mark: Mark3, box: Box, reach: int) -> Mask3:
    """``before`` with only those changes of ``after`` that hang together with what lies at the prompt."""
    changed = before ^ after
    near = np.zeros(before.shape, bool)
    for voxel in within(mark.voxels, box)[:: max(1, len(mark.voxels) // 300)]:
        near[tuple(slice(max(v - reach, 0), v + reach + 1) for v in voxel)] = True
    parts = parts_of(changed)
    keep = np.unique(parts[near])
    return before ^ np.isin(parts, keep[keep > 0])


def force(mask: Mask3, marks: Sequence[Mark3], known: Sequence[KnownSlice], box: Box) -> None:
    """Writes every prompted voxel and every confirmed slice into the mask of a box, slices last."""
    for mark in marks:
        z, y, x = within(mark.voxels, box).T
        mask[z, y, x] = mark.positive
    for one in known:
        if one.strength >= 1 and box.lo[one.axis] <= one.number < box.hi[one.axis]:
            inner = [box.slices[a] for a in range(3) if a != one.axis]
            where: list[int | slice] = [slice(None)] * 3
            where[one.axis] = one.number - box.lo[one.axis]
            mask[tuple(where)] = one.mask[inner[0], inner[1]]


def soft_dice(probability: Floats, mask: Mask3) -> float:
    """The Dice that the probabilities themselves expect of a mask."""
    total = float(probability.sum(dtype=np.float64)) + int(mask.sum())
    return 2 * float(probability[mask].sum(dtype=np.float64)) / total if total > 0 else 0.0


def corner(index: Sequence[int]) -> Triple:
    """The same three numbers as a Triple of ints."""
    z, y, x = (int(i) for i in index)
    return z, y, x
