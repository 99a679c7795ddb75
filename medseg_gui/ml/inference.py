"""Class probabilities of a whole image from a network that sees patches."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Mapping, Sequence
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


def probabilities(
    network: nn.Module, plan: Mapping[str, Any], image: torch.Tensor, device: torch.device
) -> Generator[Progress, None, tuple[torch.Tensor, tuple[str, ...]]]:
    """(classes, slice, row, column) probabilities of an image (slice, row, column), and notes.

    Yields after each patch or group of slices. When memory runs out the patch is halved along its longest axis
    and the image begun anew, down to the smallest the network takes; the notes say so. Raises ModelError when even
    that does not fit.
    """
    dims = int(plan["network"]["dims"])
    patch = [int(n) for n in plan["patch"]]
    step = divisor(plan["network"])
    notes: list[str] = []
    while True:
        try:
            if dims == 2:
                out = yield from _by_slices(network, plan, image, patch, device)
            else:
                out = yield from _by_patches(network, plan, image, patch, device)
            return out, tuple(notes)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            smaller = halved(patch, step)
            if smaller is None:
                raise ModelError(
                    "There is not enough memory for this model, not even with its smallest patches",
                    todo="Close other programs, or choose a smaller model.",
                ) from error
            patch = smaller
            notes = [
                f"Memory ran out: patches of {'×'.join(str(n) for n in patch)} voxels were used instead of "
                f"{'×'.join(str(n) for n in plan['patch'])}; the answer may be less exact."
            ]
            if device.type == "cuda":
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


def _by_patches(
    network: nn.Module, plan: Mapping[str, Any], image: torch.Tensor, patch: Sequence[int], device: torch.device
) -> Generator[Progress, None, torch.Tensor]:
    padded, inner = _padded(image, patch)
    classes = int(plan["network"]["classes"])
    total = torch.zeros((classes, *padded.shape), dtype=_gather_type(classes, padded.numel()))
    weight = torch.zeros(tuple(padded.shape))
    kernel = gaussian(patch)
    places = list(itertools.product(*(starts(n, p) for n, p in zip(padded.shape, patch, strict=True))))
    for i, place in enumerate(places):
        window = tuple(slice(s, s + p) for s, p in zip(place, patch, strict=True))
        answer = forward(network, padded[window][None, None], device)[0]
        total[(slice(None), *window)] += answer * kernel
        weight[window] += kernel
        yield Progress("Segmenting", i + 1, len(places))
    total /= weight
    return total[(slice(None), *inner)]


def _by_slices(
    network: nn.Module, plan: Mapping[str, Any], image: torch.Tensor, patch: Sequence[int], device: torch.device
) -> Generator[Progress, None, torch.Tensor]:
    padded, inner = _padded(image, [1, *patch])
    classes = int(plan["network"]["classes"])
    total = torch.zeros((classes, *padded.shape), dtype=_gather_type(classes, padded.numel()))
    weight = torch.zeros(tuple(padded.shape[1:]))
    kernel = gaussian(patch)
    group = max(1, SLICES_AT_ONCE_VOXELS // (patch[0] * patch[1]))
    places = list(itertools.product(*(starts(n, p) for n, p in zip(padded.shape[1:], patch, strict=True))))
    windows = [tuple(slice(s, s + p) for s, p in zip(place, patch, strict=True)) for place in places]
    for window in windows:
        weight[window] += kernel
    for first in range(0, len(padded), group):
        some = slice(first, first + group)
        for window in windows:
            answer = forward(network, padded[(some, *window)][:, None], device)
            total[(slice(None), some, *window)] += answer.transpose(0, 1) * kernel
        yield Progress("Segmenting", min(first + group, len(padded)), len(padded))
    total /= weight
    return total[(slice(None), *inner)]


def forward(network: nn.Module, batch: torch.Tensor, device: torch.device) -> torch.Tensor:
    """Class probabilities (batch, classes, ...) of a batch (batch, channel, ...), on the CPU as float32."""
    with torch.inference_mode(), autocast(device):
        logits = network(batch.to(device))
    return torch.softmax(logits.float(), 1).cpu()


def _padded(image: torch.Tensor, patch: Sequence[int]) -> tuple[torch.Tensor, tuple[slice, ...]]:
    """The image with zeros round it so that a patch fits, and where the image lies inside."""
    pads: list[int] = []
    inner: list[slice] = []
    for n, p in zip(image.shape, patch, strict=True):
        lack = max(0, p - n)
        pads = [lack // 2, lack - lack // 2, *pads]
        inner.append(slice(lack // 2, lack // 2 + n))
    return torch.nn.functional.pad(image, pads), tuple(inner)


def _gather_type(classes: int, voxels: int) -> torch.dtype:
    return torch.float32 if classes * voxels * 4 <= FULL_PRECISION_BYTES else torch.float16
