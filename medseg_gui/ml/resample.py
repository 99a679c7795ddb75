"""Resizing of arrays along their axes, with the exact place of every voxel kept, and without aliasing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

Floats32 = npt.NDArray[np.float32]


def weights(n_from: int, n_to: int) -> torch.Tensor:
    """(n_to, n_from): linear interpolation between grids that cover the same stretch, edge on edge.

    When shrinking, the linear interpolant is averaged over a width that grows with the factor, so that nothing is
    skipped; a straight line of values stays the same line. The identity when both are equal; rows sum to one.
    """
    scale = n_from / n_to
    # an old voxel has width 1 already, so only the rest up to the new width is added, in quadrature
    width = max(scale * scale - 1, 0.0) ** 0.5
    reach = int(np.ceil(scale / 2 + width / 2)) + 2
    centres = (torch.arange(n_to, dtype=torch.float64) + 0.5) * scale - 0.5
    offset = centres[:, None] - torch.arange(-reach, n_from + reach, dtype=torch.float64)[None]
    if width < 1e-6:
        out = (1 - offset.abs()).clamp(min=0)
    else:
        out = (_hat_integral(offset + width / 2) - _hat_integral(offset - width / 2)) / width
    # beyond the first and last voxel their values go on
    inner = out[:, reach : reach + n_from].clone()
    inner[:, 0] += out[:, :reach].sum(1)
    inner[:, -1] += out[:, reach + n_from :].sum(1)
    return inner.to(torch.float32)


def _hat_integral(x: torch.Tensor) -> torch.Tensor:
    """The integral from minus infinity to x of the triangle max(0, 1 - |t|)."""
    x = x.clamp(-1, 1)
    return torch.where(x < 0, (x + 1) ** 2 / 2, 1 - (1 - x) ** 2 / 2)


def resize(array: torch.Tensor, shape: Sequence[int]) -> torch.Tensor:
    """The last three axes of a float32 tensor brought to ``shape``; shrinking axes first, to save work."""
    lead = array.ndim - 3
    order = sorted(range(3), key=lambda a: shape[a] / array.shape[lead + a])
    for axis in order:
        n_from, n_to = array.shape[lead + axis], shape[axis]
        if n_from != n_to:
            array = along(array, weights(n_from, n_to), lead + axis)
    return array


def along(array: torch.Tensor, matrix: torch.Tensor, axis: int) -> torch.Tensor:
    """``matrix`` (n_to, n_from) applied along one axis."""
    return torch.movedim(torch.movedim(array, axis, -1) @ matrix.T, -1, axis)


def resize_labels(labels: npt.NDArray[np.unsignedinteger], shape: Sequence[int]) -> npt.NDArray[np.unsignedinteger]:
    """The label map on another number of voxels: at each the value whose resized mask is largest."""
    if tuple(labels.shape) == tuple(shape):
        return labels
    best = torch.zeros(tuple(shape))
    out = np.zeros(tuple(shape), labels.dtype)
    for value in np.unique(labels):
        share = resize(torch.from_numpy((labels == value).astype(np.float32)), shape)
        better = share > best
        best = torch.where(better, share, best)
        out[better.numpy()] = value
    return out
