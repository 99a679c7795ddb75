"""Class probabilities of a whole image from a network that sees patches."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import nn

from medseg_gui.core.errors import ModelError
from medseg_gui.core.segmenter import Progress
from medseg_gui.ml.device import autocast, is_out_of_memory
from medseg_gui.ml.networks import divisor

OVERLAP = 0.5
# The Gaussian's sigma as a share of the patch, and its floor (nnunetv2, inference/sliding_window_prediction.py).
SIGMA = 1 / 8
SLICES_AT_ONCE_VOXELS = 256 * 256 * 4
# Probabilities of many classes on a large grid are gathered in half precision beyond this.
FULL_PRECISION_BYTES = 1 << 30


def starts(size: int, patch: int, overlap: float = OVERLAP) -> list[int]:
    """Where patches begin along one axis: evenly spread, the last one ends at the edge."""
    if size <= patch:
        return [0]
    count = int(np.ceil((size - patch) / (patch * (1 - overlap)))) + 1
    return [round(i * (size - patch) / (count - 1)) for i in range(count)]


def gaussian(patch: Sequence[int]) -> torch.Tensor:
    """Weights of a patch, 1 in the middle and small but never 0 at its rim."""
    out = torch.ones(1)
    for n in patch:
        x = torch.arange(n, dtype=torch.float32) - (n - 1) / 2
        out = out[..., None] * torch.exp(-0.5 * (x / max(n * SIGMA, 1e-3)) ** 2)
    out = out[0] / out.max()
    return out.clamp(min=1e-3)


See = Callable[[torch.Tensor], torch.Tensor]
"""(batch, classes, ...) on the CPU from a batch (batch, channel, ...)."""


@dataclass(frozen=True)
class Windows:
    """How an image is seen: by ``patch`` (two sizes: slice by slice), a multiple of ``step``; ``classes`` answers.

    ``starts``: where patches begin along an axis, from its size and the patch's. ``kernel``: the weights of a patch.
    """

    patch: tuple[int, ...]
    step: tuple[int, ...]
    classes: int
    starts: Callable[[int, int], list[int]] = starts
    kernel: Callable[[Sequence[int]], torch.Tensor] = gaussian


def probabilities(
    network: nn.Module, plan: Mapping[str, Any], image: torch.Tensor, device: torch.device
) -> Generator[Progress, None, tuple[torch.Tensor, tuple[str, ...]]]:
    """(classes, slice, row, column) probabilities of an image (slice, row, column), and notes; see ``sliding``."""
    windows = Windows(tuple(int(n) for n in plan["patch"]), divisor(plan["network"]), int(plan["network"]["classes"]))
    return (yield from sliding(lambda batch: forward(network, batch, device), windows, image[None]))


def sliding(
    see: See, windows: Windows, image: torch.Tensor
) -> Generator[Progress, None, tuple[torch.Tensor, tuple[str, ...]]]:
    """(classes, slice, row, column): the weighted mean of what is seen in each part of (channel, slice, row, column).

    Yields after each patch or group of slices. When memory runs out the patch is halved along its longest axis
    and the image begun anew, down to the smallest the network takes; the notes say so. Raises ModelError when even
    that does not fit.
    """
    whole = windows.patch
    notes: list[str] = []
    while True:
        try:
            part = _by_slices if len(windows.patch) == 2 else _by_patches
            return (yield from part(see, windows, image)), tuple(notes)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            smaller = halved(windows.patch, windows.step)
            if smaller is None:
                raise ModelError(
                    "There is not enough memory for this model, not even with its smallest patches",
                    todo="Close other programs, or choose a smaller model.",
                ) from error
            windows = replace(windows, patch=tuple(smaller))
            notes = [
                f"Memory ran out: patches of {'×'.join(str(n) for n in smaller)} voxels were used instead of "
                f"{'×'.join(str(n) for n in whole)}; the answer may be less exact."
            ]
            if torch.cuda.is_available():
                torch.cuda.empty_cache()
        yield Progress(notes[0])


def halved(patch: Sequence[int], step: Sequence[int]) -> list[int] | None:
    """The patch with its longest axis halved (a multiple of ``step``, at least two of them), or None."""
    order = sorted(range(len(patch)), key=lambda a: -patch[a])
    for axis in order:
        half = patch[axis] // 2 // step[axis] * step[axis]
        if 2 * step[axis] <= half < patch[axis]:
            return [half if a == axis else int(n) for a, n in enumerate(patch)]
    return None


def _by_patches(see: See, windows: Windows, image: torch.Tensor) -> Generator[Progress, None, torch.Tensor]:
    patch, classes = windows.patch, windows.classes
    padded, inner = _padded(image, patch)
    grid = padded.shape[1:]
    total = torch.zeros((classes, *grid), dtype=_gather_type(classes, grid.numel()))
    weight = torch.zeros(grid)
    kernel = windows.kernel(patch)
    places = list(itertools.product(*(windows.starts(n, p) for n, p in zip(grid, patch, strict=True))))
    for i, place in enumerate(places):
        window = tuple(slice(s, s + p) for s, p in zip(place, patch, strict=True))
        answer = see(padded[(slice(None), *window)][None])[0]
        total[(slice(None), *window)] += answer * kernel
        weight[window] += kernel
        yield Progress("Segmenting", i + 1, len(places))
    total /= weight
    return total[(slice(None), *inner)]


def _by_slices(see: See, windows: Windows, image: torch.Tensor) -> Generator[Progress, None, torch.Tensor]:
    patch, classes = windows.patch, windows.classes
    padded, inner = _padded(image, (1, *patch))
    grid = padded.shape[1:]
    total = torch.zeros((classes, *grid), dtype=_gather_type(classes, grid.numel()))
    weight = torch.zeros(grid[1:])
    kernel = windows.kernel(patch)
    group = max(1, SLICES_AT_ONCE_VOXELS // (patch[0] * patch[1]))
    places = list(itertools.product(*(windows.starts(n, p) for n, p in zip(grid[1:], patch, strict=True))))
    boxes = [tuple(slice(s, s + p) for s, p in zip(place, patch, strict=True)) for place in places]
    for box in boxes:
        weight[box] += kernel
    for first in range(0, grid[0], group):
        some = slice(first, first + group)
        for box in boxes:
            answer = see(padded[(slice(None), some, *box)].transpose(0, 1))
            total[(slice(None), some, *box)] += answer.transpose(0, 1) * kernel
        yield Progress("Segmenting", min(first + group, grid[0]), grid[0])
    total /= weight
    return total[(slice(None), *inner)]


def forward(network: nn.Module, batch: torch.Tensor, device: torch.device) -> torch.Tensor:
    """Class probabilities (batch, classes, ...) of a batch (batch, channel, ...), on the CPU as float32."""
    with torch.inference_mode(), autocast(device):
        logits = network(batch.to(device))
    return torch.softmax(logits.float(), 1).cpu()


def _padded(image: torch.Tensor, patch: Sequence[int]) -> tuple[torch.Tensor, tuple[slice, ...]]:
    """The image (channel, ...) with zeros round it so that a patch fits, and where the image lies inside."""
    pads: list[int] = []
    inner: list[slice] = []
    for n, p in zip(image.shape[1:], patch, strict=True):
        lack = max(0, p - n)
        pads = [lack // 2, lack - lack // 2, *pads]
        inner.append(slice(lack // 2, lack // 2 + n))
    return torch.nn.functional.pad(image, pads), tuple(inner)


def _gather_type(classes: int, voxels: int) -> torch.dtype:
    return torch.float32 if classes * voxels * 4 <= FULL_PRECISION_BYTES else torch.float16
