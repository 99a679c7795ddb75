"""Shapes made larger, smaller, smoother or whole, in millimetres on anisotropic grids.

Every function looks only at blocks that its result can differ in: a block that is all inside or all outside, with its
surroundings, stays as it is. Outside the array a shape goes on as it ends at the edge, so nothing is eaten from
the border of the image. The filters are generators: they yield (done, total) after each block and return the mask.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import cache
from math import ceil, prod
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.runs import parts_of

Spacing = tuple[float, float, float]
Blocks = Generator[tuple[int, int], None, Mask]
Floats = npt.NDArray[np.float32]

# Side of a block (slice, row, column): with the surroundings it fits a second-level cache as float32.
BLOCK: Triple = (32, 96, 128)
# A Gaussian is cut off at so many standard deviations (scipy.ndimage's default).
TRUNCATE = 4.0
# Distances that are equal but for rounding count as equal.
TIE = 1e-5


# ----- in blocks ------------------------------------------------------------------------------------------------
def blocks_of(shape: Triple, halo: Triple) -> Iterator[tuple[Box, Box]]:
    """(block, block with surroundings clipped to the array); blocks grow with the halo, so that it costs less."""
    size = [min(max(b, 2 * h), n) for b, h, n in zip(BLOCK, halo, shape, strict=True)]
    for z in range(0, shape[0], size[0]):
        for y in range(0, shape[1], size[1]):
            for x in range(0, shape[2], size[2]):
                block = Box((z, y, x), (z + size[0], y + size[1], x + size[2])).clip(shape)
                yield block, block.pad(halo, shape)


def blockwise(mask: Mask, halo: Triple, work: Callable[[Mask], Mask]) -> Blocks:
    """The mask that ``work`` makes of each block with ``halo`` voxels round it; uniform blocks are not looked at."""
    out = mask.copy()
    shape: Triple = mask.shape
    pairs = list(blocks_of(shape, halo))
    for done, (block, around) in enumerate(pairs):
        piece = mask[around.slices]
        if piece[0, 0, 0] != piece[-1, -1, -1] or (piece.any() and not piece.all()):
            inner = tuple(slice(b - a, b - a + n) for a, b, n in zip(around.lo, block.lo, block.shape, strict=True))
            out[block.slices] = work(np.ascontiguousarray(piece))[inner]
            yield done + 1, len(pairs)
    return out


def finished(blocks: Blocks) -> Mask:
    """The mask, without a look at the progress."""
    while True:
        try:
            next(blocks)
        except StopIteration as stop:
            mask: Mask = stop.value
            return mask


def reach_of(radius_mm: float, spacing_mm: Spacing) -> Triple:
    """How many voxels a radius reaches along each axis."""
    z, y, x = (int(radius_mm / s * (1 + TIE)) for s in spacing_mm)
    return (z, y, x)


# ----- margins ----------------------------------------------------------------------------------------------------
def near(mask: Mask, radius_mm: float, spacing_mm: Spacing) -> Mask:
    """True where a voxel of the mask lies within ``radius_mm`` (centre to centre, the ball's own voxels included)."""
    reach = reach_of(radius_mm, spacing_mm)
    out: Mask = _kernels()[0](
        np.ascontiguousarray(mask), np.float32(radius_mm), np.array(spacing_mm, np.float32), np.array(reach)
    )
    return out


def grow(mask: Mask, radius_mm: float, spacing_mm: Spacing) -> Blocks:
    """The mask and what lies within ``radius_mm`` of it."""
    return blockwise(mask, reach_of(radius_mm, spacing_mm), lambda m: near(m, radius_mm, spacing_mm))


def shrink(mask: Mask, radius_mm: float, spacing_mm: Spacing) -> Blocks:
    """The voxels of the mask that lie further than ``radius_mm`` from all others."""
    return blockwise(mask, reach_of(radius_mm, spacing_mm), lambda m: ~near(~m, radius_mm, spacing_mm))


def opening(mask: Mask, radius_mm: float, spacing_mm: Spacing) -> Blocks:
    """What balls of that radius can reach inside the mask: thin bridges and spikes go."""
    z, y, x = reach_of(radius_mm, spacing_mm)
    return blockwise(
        mask,
        (2 * z, 2 * y, 2 * x),
        lambda m: near(~near(~m, radius_mm, spacing_mm), radius_mm, spacing_mm),
    )


def closing(mask: Mask, radius_mm: float, spacing_mm: Spacing) -> Blocks:
    """The mask with what no ball of that radius outside it can reach: gaps and dents are filled."""
    z, y, x = reach_of(radius_mm, spacing_mm)
    return blockwise(
        mask,
        (2 * z, 2 * y, 2 * x),
        lambda m: ~near(~near(m, radius_mm, spacing_mm), radius_mm, spacing_mm),
    )


# ----- smoothing ------------------------------------------------------------------------------------------------
def median(mask: Mask, radius_mm: float, spacing_mm: Spacing) -> Blocks:
    """What most voxels are in the box of half-widths ``radius_mm`` round each voxel (an odd number of voxels)."""
    reach = reach_of(radius_mm, spacing_mm)
    kernels = [np.ones(r + 1, np.float32) for r in reach]
    half = prod(2 * r + 1 for r in reach) / 2
    return blockwise(mask, reach, lambda m: convolved(m, kernels) > half)


def gaussian(mask: Mask, sigma_mm: float, spacing_mm: Spacing) -> Blocks:
    """Where the mask, blurred by a Gaussian of that standard deviation, is more than a half."""
    kernels = gaussian_kernels(sigma_mm, spacing_mm)
    z, y, x = (len(k) - 1 for k in kernels)
    return blockwise(mask, (z, y, x), lambda m: convolved(m, kernels) > 0.5)


def gaussian_kernels(sigma_mm: float, spacing_mm: Spacing) -> list[Floats]:
    """For each axis the weights at 0, 1, 2, ... voxels; they sum to 1 over both sides."""
    out = []
    for spacing in spacing_mm:
        sigma = max(sigma_mm / spacing, 1e-3)
        w = np.exp(-0.5 * (np.arange(int(TRUNCATE * sigma + 0.5) + 1) / sigma) ** 2)
        out.append((w / (w[0] + 2 * w[1:].sum())).astype(np.float32))
    return out


def convolved(mask: Mask, kernels: list[Floats]) -> Floats:
    """The array blurred along each axis by a symmetric kernel (weights at 0, 1, 2, ... voxels), edges repeated."""
    out = np.ascontiguousarray(mask, np.float32)
    for axis, kernel in enumerate(kernels):
        if len(kernel) > 1:
            out = _kernels()[1](out, kernel, axis)
        else:
            out = out * kernel[0]
    return out


def joint_gaussian(
    labels: npt.NDArray[np.unsignedinteger], values: list[int], sigma_mm: float, spacing_mm: Spacing
) -> Generator[tuple[int, int], None, npt.NDArray[np.unsignedinteger]]:
    """Labels smoothed together: each voxel gets what is most there after blurring, so no gap opens between two.

    Only ``values`` and background change places; other labels stay, and take nothing.
    """
    kernels = gaussian_kernels(sigma_mm, spacing_mm)
    halo: Triple = (len(kernels[0]) - 1, len(kernels[1]) - 1, len(kernels[2]) - 1)
    out = labels.copy()
    pairs = list(blocks_of(labels.shape, halo))
    for done, (block, around) in enumerate(pairs):
        piece = np.ascontiguousarray(labels[around.slices])
        if piece.min() == piece.max():
            continue
        inner = tuple(slice(b - a, b - a + n) for a, b, n in zip(around.lo, block.lo, block.shape, strict=True))
        here = np.unique(piece).tolist()
        most = np.full(block.shape, -1.0, np.float32)
        winner = piece[inner].copy()
        for value in here:
            if value != 0 and value not in values:
                continue
            share = convolved(piece == value, kernels)[inner]
            better = share > most
            most[better] = share[better]
            winner[better] = value
        free = np.isin(piece[inner], [0, *values])
        out[block.slices] = np.where(free, winner, piece[inner])
        yield done + 1, len(pairs)
    return out


# ----- holes --------------------------------------------------------------------------------------------------
def fill_holes(mask: Mask, axis: int | None = None, largest: float = np.inf) -> Mask:
    """The mask with the holes that it encloses, of at most so many voxels each.

    ``axis``: holes are sought in each slice along that axis by itself. A hole shares no face with the outside; what
    touches the array's edge is outside, so the array must hold the whole shape or end where the image does.
    """
    turned = mask if axis is None else np.moveaxis(mask, axis, 0)
    parts = parts_of(turned, each_slice=axis is not None, of=False)
    filled = turned | parts.mask(parts.enclosed & (parts.voxels <= largest))
    return np.ascontiguousarray(filled if axis is None else np.moveaxis(filled, 0, axis))


# ----- compiled ---------------------------------------------------------------------------------------------------
@cache
def _kernels() -> tuple[Any, Any]:
    from numba import njit

    @njit(cache=True)  # type: ignore[untyped-decorator,unused-ignore]
    def near_kernel(mask, radius, spacing, reach):  # type: ignore[no-untyped-def]
        """Squared distances by axis: along a row by two scans, then the least over the rows and slices in reach."""
        nz, ny, nx = mask.shape
        far = np.float32(3e38)
        limit = radius * radius * np.float32(1 + 2e-5)
        step = spacing[2]
        rows = np.empty((nz, ny, nx), np.float32)
        some = np.zeros((nz, ny), np.bool_)
        for z in range(nz):
            for y in range(ny):
                last = -(1 << 30)
                for x in range(nx):
                    if mask[z, y, x]:
                        last = x
                        some[z, y] = True
                    gap = (x - last) * step
                    rows[z, y, x] = gap * gap if gap <= radius * 1.00001 else far
                last = 1 << 30
                for x in range(nx - 1, -1, -1):
                    if mask[z, y, x]:
                        last = x
                    gap = (last - x) * step
                    if gap <= radius * 1.00001 and gap * gap < rows[z, y, x]:
                        rows[z, y, x] = gap * gap
        flat = np.empty((nz, ny, nx), np.float32)
        any_in = np.zeros((nz, ny), np.bool_)
        for z in range(nz):
            for y in range(ny):
                best = flat[z, y]
                best[:] = far
                for d in range(-min(reach[1], y), min(reach[1], ny - 1 - y) + 1):
                    if some[z, y + d]:
                        any_in[z, y] = True
                        add = (d * spacing[1]) * (d * spacing[1])
                        source = rows[z, y + d]
                        for x in range(nx):
                            value = source[x] + np.float32(add)
                            best[x] = value if value < best[x] else best[x]
        out = np.zeros((nz, ny, nx), np.bool_)
        for z in range(nz):
            for d in range(-min(reach[0], z), min(reach[0], nz - 1 - z) + 1):
                room = np.float32(limit - (d * spacing[0]) * (d * spacing[0]))
                for y in range(ny):
                    if any_in[z + d, y]:
                        source = flat[z + d, y]
                        target = out[z, y]
                        for x in range(nx):
                            target[x] |= source[x] <= room
        return out

    @njit(cache=True, fastmath=True)  # type: ignore[untyped-decorator,unused-ignore]
    def blur(array, kernel, axis):  # type: ignore[no-untyped-def]
        nz, ny, nx = array.shape
        n = len(kernel) - 1
        out = np.empty((nz, ny, nx), np.float32)
        wide = np.empty(nx + 2 * n, np.float32)
        for z in range(nz):
            for y in range(ny):
                target = out[z, y]
                if axis == 2:
                    wide[:n] = array[z, y, 0]
                    wide[n : n + nx] = array[z, y]
                    wide[n + nx :] = array[z, y, nx - 1]
                    for x in range(nx):
                        target[x] = kernel[0] * array[z, y, x]
                    for k in range(1, n + 1):
                        w = kernel[k]
                        a, b = wide[n - k : n - k + nx], wide[n + k : n + k + nx]
                        for x in range(nx):
                            target[x] += w * (a[x] + b[x])
                else:
                    for x in range(nx):
                        target[x] = kernel[0] * array[z, y, x]
                    for k in range(1, n + 1):
                        w = kernel[k]
                        if axis == 1:
                            a, b = array[z, max(y - k, 0)], array[z, min(y + k, ny - 1)]
                        else:
                            a, b = array[max(z - k, 0), y], array[min(z + k, nz - 1), y]
                        for x in range(nx):
                            target[x] += w * (a[x] + b[x])
        return out

    return near_kernel, blur


def voxels_of(volume_ml: float, spacing_mm: Spacing) -> int:
    """The number of voxels that a volume is, rounded up."""
    return ceil(volume_ml * 1000 / prod(spacing_mm) * (1 - 1e-9))
