"""Resizing of arrays along their axes, with the exact place of every voxel kept, and without aliasing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

Floats32 = npt.NDArray[np.float32]


def weights(n_from: int, n_to: int) -> torch.Tensor:
    """(n_to, n_from): linear interpolation between grids that cover the same stretch, edge on edge.

    When shrinking, the triangle is as wide as the new voxel, so that nothing is skipped (the filter of Pillow's
    ``resize``); rows sum to one. The identity when both are equal.
    """
    scale = n_from / n_to
    reach = max(scale, 1.0)
    centres = (torch.arange(n_to, dtype=torch.float64) + 0.5) * scale - 0.5
    distance = (centres[:, None] - torch.arange(n_from, dtype=torch.float64)[None]).abs() / reach
    # beyond the first and last centre the edge voxel goes on
    out = (1 - distance).clamp(min=0)
    out[centres < 0] = 0
    out[centres < 0, 0] = 1
    out[centres > n_from - 1] = 0
    out[centres > n_from - 1, -1] = 1
    return (out / out.sum(1, keepdim=True)).to(torch.float32)


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
