"""Footprints of a brush in millimetres: which voxels a disc or a ball covers on its way between two points."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box, Floats, Geometry, Plane
from medseg_gui.core.labelmap import Mask


def sweep(
    geometry: Geometry,
    start: Iterable[float],
    end: Iterable[float],
    radius_mm: float,
    plane: Plane | None = None,
) -> tuple[Box, Mask]:
    """The voxels whose centre lies within ``radius_mm`` of the line from ``start`` to ``end``, and those on the line.

    ``start`` and ``end`` are indices (slice, row, column), not rounded, and may lie outside the grid. With a
    ``plane`` the brush is a disc in the slice of that plane that holds ``end``; without, a ball. Distances are the
    patient's, so spacing and shear count. Returns the box, clipped to the grid (empty when the brush does not
    reach it), and a bool array of its shape.
    """
    a, b = np.array(tuple(start), dtype=np.float64), np.array(tuple(end), dtype=np.float64)
    free = [0, 1, 2]
    if plane is not None:
        axis = geometry.axis_of(plane)
        free.remove(axis)
        a[axis] = b[axis] = np.floor(b[axis] + 0.5)
    step = geometry.affine[:3, free]
    gram = step.T @ step
    # how far an ellipsoid {w : w' gram w <= r²} reaches along each index axis
    reach = np.zeros(3)
    reach[free] = radius_mm * np.sqrt(np.diag(np.linalg.inv(gram)))
    lo = np.minimum(np.ceil(np.minimum(a, b) - reach), np.floor(np.minimum(a, b) + 0.5)).astype(int)
    hi = np.maximum(np.floor(np.maximum(a, b) + reach), np.floor(np.maximum(a, b) + 0.5)).astype(int) + 1
    z, y, x = (int(n) for n in lo)
    box = Box((z, y, x), (int(hi[0]), int(hi[1]), int(hi[2]))).clip(geometry.shape)
    if box.empty:
        return box, np.zeros(box.shape, bool)
    corner = np.array(box.lo, dtype=np.float64)
    sizes = [box.shape[f] for f in free]
    mask = _capsule((a - corner)[free], (b - corner)[free], gram, radius_mm, sizes).reshape(box.shape)
    _mark_line(mask, a - corner, b - corner)
    return box, mask


def _capsule(a: Floats, b: Floats, gram: Floats, radius_mm: float, sizes: list[int]) -> Mask:
    """Bool array of ``sizes``: index w is true where its distance to the line a–b, measured by ``gram``, is small.

    A capsule is convex, so each line of voxels along the last axis meets it in one interval, the hull of what it
    cuts off the two end balls and the cylinder between them: two roots a line instead of a distance a voxel.
    """
    before = np.meshgrid(*(np.arange(n) - a[i] for i, n in enumerate(sizes[:-1])), indexing="ij")
    u = np.stack([*before, np.zeros(before[0].shape)], axis=-1)
    d = b - a
    e = gram[-1]
    uu, ue, ud = np.einsum("...i,ij,...j->...", u, gram, u), u @ e, u @ (gram @ d)
    ee, ed, dd = float(e[-1]), float(e @ d), float(d @ gram @ d)
    r2 = radius_mm * radius_mm
    # distances along the last axis from a
    lo, hi = _interval(ee, ue, uu - r2)
    if dd > 1e-12:
        last = u - d * np.array([1.0] * (len(d) - 1) + [0.0])
        far_lo, far_hi = _interval(ee, last @ e, np.einsum("...i,ij,...j->...", last, gram, last) - r2)
        lo, hi = np.fmin(lo, far_lo + d[-1]), np.fmax(hi, far_hi + d[-1])
        mid_lo, mid_hi = _interval(ee - ed * ed / dd, ue - ud * ed / dd, uu - ud * ud / dd - r2)
        with np.errstate(divide="ignore", invalid="ignore"):
            t0, t1 = -ud / ed, (dd - ud) / ed  # where the foot on the line passes its ends
        if abs(ed) < 1e-9 * dd:
            inside = (ud >= 0) & (ud <= dd)
            t0, t1 = np.where(inside, -np.inf, np.nan), np.where(inside, np.inf, np.nan)
        mid_lo, mid_hi = np.maximum(mid_lo, np.minimum(t0, t1)), np.minimum(mid_hi, np.maximum(t0, t1))
        none = ~(mid_lo <= mid_hi)
        mid_lo[none] = mid_hi[none] = np.nan
        lo, hi = np.fmin(lo, mid_lo), np.fmax(hi, mid_hi)
    along = np.arange(sizes[-1])
    mask: Mask = (along >= (lo + a[-1])[..., None]) & (along <= (hi + a[-1])[..., None])
    return mask


def _interval(alpha: float, beta: npt.NDArray[np.float64], gamma: npt.NDArray[np.float64]) -> tuple[Floats, Floats]:
    """Where alpha s² + 2 beta s + gamma <= 0: (from, to), NaN where nowhere. alpha >= 0."""
    if alpha < 1e-12:  # the last axis runs along the line: everywhere or nowhere
        open_ended = np.where(gamma <= 0, np.inf, np.nan)
        return -open_ended, open_ended
    root = beta * beta - alpha * gamma
    half = np.sqrt(np.where(root >= 0, root, np.nan))
    return (-beta - half) / alpha, (-beta + half) / alpha


def _mark_line(mask: Mask, a: Floats, b: Floats) -> None:
    """Sets the voxels that the line passes, so that a brush thinner than a voxel leaves a trace without gaps."""
    steps = 2 * int(np.ceil(np.abs(b - a).max())) + 1
    points = np.floor(np.linspace(a, b, steps) + 0.5).astype(int)
    inside = ((points >= 0) & (points < mask.shape)).all(axis=1)
    mask[tuple(points[inside].T)] = True
