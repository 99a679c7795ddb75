"""Where segments lie, found in one pass over the layer and without an array as large as the volume."""

from __future__ import annotations

import itertools
from functools import cache, partial
from typing import Any

import numpy as np

from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import LabelMap, Labels, Segment
from medseg_gui.core.tiles import MANY, THREADS, spread


def box_of(labels: LabelMap, segment: Segment) -> Box | None:
    """The smallest box that holds the segment's voxels, or None when it has none."""
    layer = labels.layers[segment.layer]
    ends = np.linspace(0, len(layer), (THREADS if layer.size >= MANY else 1) + 1).astype(int).tolist()
    box: Box | None = None
    for found in spread([partial(_found, layer, segment.value, *part) for part in itertools.pairwise(ends)]):
        box = found.union(box) if found is not None else box
    return box


def _found(layer: Labels, value: int, begin: int, end: int) -> Box | None:
    z0, y0, x0, z1, y1, x1 = _extent()(layer, begin, end, value)
    return Box((z0, y0, x0), (z1, y1, x1)) if z1 > z0 else None


@cache
def _extent() -> Any:
    from numba import i8, njit, types, u1, u2

    six: Any = types.UniTuple(i8, 6)  # type: ignore[no-untyped-call,unused-ignore]
    ways = [six(types.Array(t, 3, "C", readonly=True), i8, i8, i8) for t in (u1, u2)]

    @njit(ways, cache=True, nogil=True)  # type: ignore[untyped-decorator,unused-ignore]
    def extent(layer, begin, end, value):  # type: ignore[no-untyped-def]
        """The box round a value in some slices; of no size when it is not there."""
        rows, cols = layer.shape[1], layer.shape[2]
        wanted = layer.dtype.type(value)
        z0, y0, x0, z1, y1, x1 = end, rows, cols, begin, 0, 0
        for z in range(begin, end):
            for y in range(rows):
                voxels = layer[z, y]
                some = False
                for x in range(cols):
                    some |= voxels[x] == wanted
                if some:
                    z0, z1 = min(z0, z), z + 1
                    y0, y1 = min(y0, y), max(y1, y + 1)
                    for x in range(x0):
                        if voxels[x] == wanted:
                            x0 = x
                            break
                    for x in range(cols - 1, x1 - 1, -1):
                        if voxels[x] == wanted:
                            x1 = x + 1
                            break
        return z0, y0, x0, z1, y1, x1

    return extent
