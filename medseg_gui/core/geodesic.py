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
