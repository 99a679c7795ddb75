"""Edges of the picture: where a brush stops, where a wire runs, and the line of one grey value.

Edges are measured against what the window shows: what looks the same to the person is the same to the tool.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geodesic import geodesic, geodesic3
from medseg_gui.core.labelmap import Mask

Slice = npt.NDArray[np.float32]
SMOOTH = 1.0
"""Standard deviation, in voxels, that takes the noise off before edges are looked for."""
WALL = 1e6
"""Grey value of what must not be crossed."""
EDGE_PER_MM = 0.05
"""A change by this share of the window in a millimetre is an edge that a wire holds to."""
CHEAPEST = 0.03
"""What a wire pays on the sharpest edge, of 1 on even ground: how far round it goes for an edge."""
SNAP = 3
"""Pixels that a corner may be moved to lie on an edge."""
MARGIN = 24
"""Pixels beside the straight line that a wire may use."""


def within_edges(values: npt.NDArray[Any], allowed: Mask, seeds: Mask, limit: float) -> Mask:
    """The allowed voxels that a way from a seed reaches whose grey values change by ``limit`` in all at most.

    Arrays of one 3-D shape; where it is one voxel thick, ways run in that slice, over 8 neighbours, else over 26.
    """
    from scipy.ndimage import gaussian_filter

    thin = [axis for axis, n in enumerate(values.shape) if n == 1]
    grey = gaussian_filter(np.asarray(values, np.float32), [0 if axis in thin else SMOOTH for axis in range(3)])
    grey[~allowed] = WALL
    if thin:
        far = np.expand_dims(geodesic(grey.squeeze(thin[0])[None], seeds.squeeze(thin[0])[None], 0.0, 1.0)[0], thin[0])
    else:
        far = geodesic3(grey[None], seeds[None], 0.0, 1.0)[0]
    out: Mask = (far <= limit) & allowed
    return out


class Wire:
    """Finds the way along edges between places of a slice (row, column), given the window (width, level)."""

    def __init__(self, image: npt.NDArray[Any], spacing_mm: tuple[float, float], window: tuple[float, float]) -> None:
        from scipy.ndimage import gaussian_filter

        width, level = window
        shown = np.clip((np.asarray(image, np.float32) - level) / width + 0.5, 0, 1)
        down, right = np.gradient(gaussian_filter(shown, SMOOTH), *spacing_mm)
        self._spacing_mm = spacing_mm
        self._cost = CHEAPEST + (1 - CHEAPEST) * np.exp(-np.hypot(down, right) / EDGE_PER_MM)

    def snapped(self, at: tuple[int, int]) -> tuple[int, int]:
        """The pixel on the sharpest edge near a place."""
        rows, cols = self._cost.shape
        r, c = (min(max(i, 0), n - 1) for i, n in zip(at, (rows, cols), strict=True))
        top, left = max(r - SNAP, 0), max(c - SNAP, 0)
        near = self._cost[top : r + SNAP + 1, left : c + SNAP + 1]
        row, col = np.unravel_index(int(near.argmin()), near.shape)
        return int(row) + top, int(col) + left

    def way(self, start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
        """The pixels from start to end, both included; places beside the slice are moved to its border."""
        from skimage.graph import MCP_Geometric

        rows, cols = self._cost.shape
        ends = [(min(max(r, 0), rows - 1), min(max(c, 0), cols - 1)) for r, c in (start, end)]
        top, left = (max(min(a[k] for a in ends) - MARGIN, 0) for k in (0, 1))
        bottom, right = (max(a[k] for a in ends) + MARGIN + 1 for k in (0, 1))
        (r0, c0), (r1, c1) = ends
        finder = MCP_Geometric(self._cost[top:bottom, left:right], sampling=self._spacing_mm)
        finder.find_costs([(r0 - top, c0 - left)], [(r1 - top, c1 - left)])
        return [(int(r) + top, int(c) + left) for r, c in finder.traceback((r1 - top, c1 - left))]


def level_line(image: npt.NDArray[Any], at: tuple[float, float]) -> npt.NDArray[np.float64]:
    """(n, 2) rows and columns of the line of one grey value that passes a place (row, column); empty on even ground.

    The first and last point are one, unless the line leaves the slice.
    """
    from scipy.ndimage import gaussian_filter, map_coordinates
    from skimage.measure import find_contours

    smooth = gaussian_filter(np.asarray(image, np.float32), SMOOTH)
    level = float(map_coordinates(smooth, np.array(at)[:, None], order=1, mode="nearest")[0])
    best: npt.NDArray[np.float64] = np.zeros((0, 2))
    least = np.inf
    for line in find_contours(smooth, level):  # type: ignore[no-untyped-call,unused-ignore]
        far = float(((line - np.array(at)) ** 2).sum(axis=1).min())
        if far < least:
            best, least = line, far
    return best
