"""What in the image made a network say a class at a voxel: integrated gradients on the patch round it.

Sundararajan, Taly and Yan, ICML 2017: the gradient of the class's log-odds at the voxel, averaged along the way from a
blurred patch (in which nothing is to be told) to the real one, times the difference of both. Summed over all voxels it
is what the log-odds differ by between the two patches.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy import ndimage
from torch import nn

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.soft import FULL, Layer, Levels
from medseg_gui.core.volume import Volume
from medseg_gui.ml.device import is_out_of_memory
from medseg_gui.ml.networks import divisor
from medseg_gui.ml.preprocess import Way, image_in, way
from medseg_gui.ml.resample import resize

STEPS = 16
BLUR = 4.0
"""Voxels of the network's grid, one standard deviation."""
LARGEST = {2: 192, 3: 48}
"""Sides of the patch that is looked at, by the network's dimensions: gradients need all layers in memory at once."""
SMOOTH = 1.0


def explain(
    network: nn.Module, plan: Mapping[str, Any], volume: Volume, at: Triple, value: int, device: torch.device
) -> Generator[Progress, None, Layer]:
    """How much each voxel near ``at`` speaks for or against class ``value`` there, strongest at FULL.

    Yields after each step. Raises ModelError for a class that the model does not know.
    """
    if value != 0 and value not in plan["values"]:
        raise ModelError("The model does not know this structure")
    route = way(volume.geometry, plan)
    image = image_in(volume, plan, route)
    channel = [0, *plan["values"]].index(value)
    return (yield from on_grid(network, plan["patch"], divisor(plan["network"]), image, route, at, channel, device))


def on_grid(
    network: nn.Module,
    patch: Sequence[int],
    step: Sequence[int],
    image: torch.Tensor,
    route: Way,
    at: Triple,
    channel: int,
    device: torch.device,
) -> Generator[Progress, None, Layer]:
    """The same on an image that lies on the network's grid already; ``at`` in the array that ``route`` turns."""
    turned = [n - 1 - at[a] if f else at[a] for a, n, f in zip(route.order, route.shape, route.flip, strict=True)]
    here = [min(int((i + 0.5) * m / n), m - 1) for i, n, m in zip(turned, route.shape, route.size, strict=True)]
    strength, window = yield from strengths(network, patch, step, image, here, channel, device)
    return _home(strength, window, route)


def strengths(
    network: nn.Module,
    patch: Sequence[int],
    step: Sequence[int],
    image: torch.Tensor,
    here: Sequence[int],
    channel: int,
    device: torch.device,
) -> Generator[Progress, None, tuple[torch.Tensor, list[tuple[int, int]]]]:
    """How much each voxel of a window round ``here`` speaks for or against a channel there, and where the window lies.

    ``patch``: what the network sees at once, two sizes for one of slices; ``step``: what its sides are multiples of.
    """
    window, inside = _window(image.shape, here, patch)
    seen = image[tuple(slice(a, b) for a, b in window)]
    flat = len(patch) == 2
    try:
        found = yield from attributions(
            network, seen[0] if flat else seen, inside[-len(patch) :], channel, step, device
        )
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        raise ModelError("There is not enough memory to explain this answer", todo="Close other programs.") from error
    strength = torch.from_numpy(ndimage.gaussian_filter(np.abs(found.numpy()), SMOOTH))
    return strength[None] if flat else strength, window


def attributions(
    network: nn.Module,
    patch: torch.Tensor,
    at: Sequence[int],
    channel: int,
    step: Sequence[int],
    device: torch.device,
) -> Generator[Progress, None, torch.Tensor]:
    """For each voxel of a patch what it adds to the log-odds of a class at ``at``, against the blurred patch."""
    inner = tuple(slice(0, n) for n in patch.shape)
    pads = [p for n, d in zip(reversed(patch.shape), reversed(step), strict=True) for p in (0, -n % d)]
    whole = torch.nn.functional.pad(patch, pads)
    blurred = torch.from_numpy(ndimage.gaussian_filter(whole.numpy(), BLUR))
    total = torch.zeros_like(whole)
    for number in range(STEPS):
        yield Progress("Looking what speaks for it", number, STEPS)
        share = (number + 0.5) / STEPS
        x = (blurred + share * (whole - blurred)).to(device).requires_grad_(True)
        with torch.enable_grad():
            odds = log_odds(network, x, at, channel)
            (gradient,) = torch.autograd.grad(odds, x)
        total += gradient.cpu().float()
    return ((whole - blurred) * total / STEPS)[inner]


def log_odds(network: nn.Module, patch: torch.Tensor, at: Sequence[int], channel: int) -> torch.Tensor:
    """Of the class at that voxel against all others; a network of one channel gives them itself."""
    logits = network(patch[None, None])[(0, slice(None), *at)].float()
    out: torch.Tensor = logits[channel]
    if len(logits) > 1:
        out = out - torch.logsumexp(torch.cat((logits[:channel], logits[channel + 1 :])), 0)
    return out


def _window(shape: Sequence[int], here: Sequence[int], patch: Sequence[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """For each axis where the patch round a voxel lies, and the voxel's place in it."""
    dims = len(patch)
    sizes = [1] * (3 - dims) + [min(int(p), LARGEST[dims]) for p in patch]
    window = []
    for n, i, size in zip(shape, here, sizes, strict=True):
        start = min(max(0, i - size // 2), max(0, n - size))
        window.append((start, min(n, start + size)))
    return window, [i - a for i, (a, _) in zip(here, window, strict=True)]


def _home(strength: torch.Tensor, window: Sequence[tuple[int, int]], route: Way) -> Layer:
    """Strengths in a window of the network's grid as levels on the volume's."""
    ends = [
        (min(n - 1, round(a * n / m)), max(round(b * n / m), min(n - 1, round(a * n / m)) + 1))
        for (a, b), n, m in zip(window, route.shape, route.size, strict=True)
    ]
    grown = resize(strength, tuple(b - a for a, b in ends)).numpy()
    (a, b), (c, d), (e, f) = ends
    return Layer(route.box_home(Box((a, c, e), (b, d, f))), np.ascontiguousarray(route.home(levels(grown))))


def levels(strength: npt.NDArray[np.float32]) -> Levels:
    """The strongest at FULL. The root: what is near the voxel speaks so much louder that the rest would not be seen."""
    share = np.sqrt(np.maximum(strength, 0) / max(float(strength.max()), 1e-9))
    return np.asarray(np.rint(share * FULL), np.uint8)
