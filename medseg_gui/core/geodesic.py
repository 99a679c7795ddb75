"""Geodesic distance on images: how far a point is from the seeds, when crossing an edge costs more than tissue.

Raster scans with eight neighbours, as Criminisi et al. (ECCV 2008, GeoS) and FastGeodis do; compiled with numba,
because its wheels are there for every platform that the program runs on; the C++ packages of the field must be built.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
FAR = np.float32(1e4)


@cache
def _kernel() -> Any:
    from numba import njit

    @njit(cache=True, fastmath=True)  # type: ignore[untyped-decorator,unused-ignore]
    def scan(image: Floats, distance: Floats, step: float, edge: float, rounds: int) -> None:
        batch, rows, cols = image.shape
        diagonal = step * 1.4142135
        for b in range(batch):
            for _ in range(rounds):
                for y in range(rows):
                    for x in range(cols):
                        best = distance[b, y, x]
                        here = image[b, y, x]
                        if x > 0:
                            best = min(best, distance[b, y, x - 1] + step + edge * abs(here - image[b, y, x - 1]))
                        if y > 0:
                            best = min(best, distance[b, y - 1, x] + step + edge * abs(here - image[b, y - 1, x]))
                            if x > 0:
                                d = distance[b, y - 1, x - 1] + diagonal + edge * abs(here - image[b, y - 1, x - 1])
                                best = min(best, d)
                            if x < cols - 1:
                                d = distance[b, y - 1, x + 1] + diagonal + edge * abs(here - image[b, y - 1, x + 1])
                                best = min(best, d)
                        distance[b, y, x] = best
                for y in range(rows - 1, -1, -1):
                    for x in range(cols - 1, -1, -1):
                        best = distance[b, y, x]
                        here = image[b, y, x]
                        if x < cols - 1:
                            best = min(best, distance[b, y, x + 1] + step + edge * abs(here - image[b, y, x + 1]))
                        if y < rows - 1:
                            best = min(best, distance[b, y + 1, x] + step + edge * abs(here - image[b, y + 1, x]))
                            if x < cols - 1:
                                d = distance[b, y + 1, x + 1] + diagonal + edge * abs(here - image[b, y + 1, x + 1])
                                best = min(best, d)
                            if x > 0:
                                d = distance[b, y + 1, x - 1] + diagonal + edge * abs(here - image[b, y + 1, x - 1])
                                best = min(best, d)
                        distance[b, y, x] = best

    return scan


def geodesic(
    image: npt.NDArray[Any], seeds: npt.NDArray[np.bool_], step: float = 0.3, edge: float = 12.0, rounds: int = 2
) -> Floats:
    """(B, H, W) float32 distances from the nearest seed of each image of (B, H, W); FAR where there is no seed.

    A step to a neighbour costs ``step`` (times √2 on the diagonal) plus ``edge`` times the difference in intensity.
    """
    grey = np.ascontiguousarray(image, dtype=np.float32)
    distance = np.where(seeds, np.float32(0), FAR).astype(np.float32)
    _kernel()(grey, distance, step, edge, rounds)
    return distance


@cache
def _kernel3() -> Any:
    from numba import njit

    offsets = [(z, y, x) for z in (-1, 0) for y in (-1, 0, 1) for x in (-1, 0, 1) if (z, y, x) < (0, 0, 0)]
    before = np.array(offsets, np.int64)
    length = np.sqrt((before**2).sum(1)).astype(np.float32)

    @njit(cache=True, fastmath=True)  # type: ignore[untyped-decorator,unused-ignore]
    def scan(
        image: Floats,
        distance: Floats,
        step: float,
        edge: float,
        rounds: int,
        before: npt.NDArray[np.int64],
        length: Floats,
    ) -> None:
        batch, planes, rows, cols = image.shape
        for b in range(batch):
            for turn in range(2 * rounds):
                sign = 1 if turn % 2 == 0 else -1
                for k in range(planes):
                    z = k if sign > 0 else planes - 1 - k
                    for i in range(rows):
                        y = i if sign > 0 else rows - 1 - i
                        for j in range(cols):
                            x = j if sign > 0 else cols - 1 - j
                            best = distance[b, z, y, x]
                            here = image[b, z, y, x]
                            for n in range(13):
                                oz, oy, ox = z + sign * before[n, 0], y + sign * before[n, 1], x + sign * before[n, 2]
                                if 0 <= oz < planes and 0 <= oy < rows and 0 <= ox < cols:
                                    d = distance[b, oz, oy, ox] + step * length[n]
                                    d += edge * abs(here - image[b, oz, oy, ox])
                                    best = min(best, d)
                            distance[b, z, y, x] = best

    return scan, before, length


def geodesic3(
    image: npt.NDArray[Any],
    seeds: npt.NDArray[np.bool_],
    step: float = 0.3,
    edge: float = 12.0,
    rounds: int = 2,
    known: Floats | None = None,
) -> Floats:
    """(B, D, H, W) float32 distances from the nearest seed of each volume, over 26 neighbours; FAR without a seed.

    ``known``: distances of earlier rounds, which are made shorter in place.
    """
    grey = np.ascontiguousarray(image, dtype=np.float32)
    distance = known if known is not None else np.where(seeds, np.float32(0), FAR).astype(np.float32)
    scan, before, length = _kernel3()
    scan(grey, distance, step, edge, rounds, before, length)
    return distance
