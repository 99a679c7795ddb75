"""Patches that cover what has changed, as nnInteractive chooses them (utils/bboxes.py; Apache-2.0)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Mask

Patch = list[tuple[int, int]]
MARGIN = 24
"""Voxels at a patch's rim that do not count as covered."""
ROUNDS, DRAWS_LAST, DRAWS = 3, 25, 10


def cover(mask: Mask, size: Sequence[int]) -> list[Patch]:
    """Patches of that size, from and to on each axis, round voxels of the mask: the one that covers most comes first.

    They may reach beyond the mask's array. Where its grid of middles leaves something uncovered nnInteractive draws
    further ones by lot; here the lots are the same each time.
    """
    found = Box.around(mask)
    if found is None:
        return []
    stride = [max(1, round((hi - 1 - lo) / 4)) for lo, hi in zip(found.lo, found.hi, strict=True)]
    for _ in range(ROUNDS + 1):
        middles = [m for m in _grid(found, stride) if mask[m]]
        if middles:
            break
        stride = [max(1, s // 2) for s in stride]
    left = mask.copy()
    out = []
    while middles and left.any():
        best = _best(left, size, middles)
        if best is None:
            break
        out.append(_patch(best, size))
        left[_covered(best, size)] = False
        middles = [m for m in middles if left[m]]
    lots = np.random.default_rng(0)
    draws = DRAWS if out else DRAWS_LAST
    while left.any():
        places = np.argwhere(left)
        drawn = places[lots.integers(len(places), size=draws)]
        best = _best(left, size, [(int(z), int(y), int(x)) for z, y, x in drawn])
        if best is None:  # patches no larger than their margins cover nothing
            break
        out.append(_patch(best, size))
        left[_covered(best, size)] = False
    return out


def _grid(found: Box, stride: Sequence[int]) -> Iterable[tuple[int, int, int]]:
    z, y, x = (range(lo, hi, s) for lo, hi, s in zip(found.lo, found.hi, stride, strict=True))
    return itertools.product(z, y, x)


def _best(
    left: npt.NDArray[np.bool_], size: Sequence[int], middles: Iterable[tuple[int, int, int]]
) -> tuple[int, int, int] | None:
    counts = [(int(left[_covered(m, size)].sum()), m) for m in middles]
    most = max(counts, key=lambda c: c[0])
    return most[1] if most[0] else None


def _patch(middle: Sequence[int], size: Sequence[int]) -> Patch:
    return [(c - n // 2, c - n // 2 + n) for c, n in zip(middle, size, strict=True)]


def _covered(middle: Sequence[int], size: Sequence[int]) -> tuple[slice, ...]:
    return tuple(slice(max(0, lo + MARGIN), max(0, hi - MARGIN)) for lo, hi in _patch(middle, size))
