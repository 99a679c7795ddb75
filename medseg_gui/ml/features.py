"""What a network makes of a whole image, in a few numbers: for telling how much cases differ."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

from medseg_gui.core.segmenter import Segmenter


@contextmanager
def bottleneck_means(segmenter: Segmenter) -> Iterator[list[torch.Tensor]]:
    """A list that gets the mean of each channel of the network's deepest layer, for each batch while inside.

    Stays empty for a model without such a layer.
    """
    network = getattr(segmenter, "_network", None)
    layer = getattr(network, "bottleneck", None)
    seen: list[torch.Tensor] = []
    if not isinstance(layer, nn.Module):
        yield seen
        return

    def look(_module: Any, _inputs: Any, output: torch.Tensor) -> None:
        seen.append(output.detach().float().flatten(2).mean(dim=2).mean(dim=0).cpu())

    handle = layer.register_forward_hook(look)
    try:
        yield seen
    finally:
        handle.remove()


def mean_of(seen: list[torch.Tensor]) -> tuple[float, ...]:
    """The mean over all batches; empty when there was none."""
    return tuple(float(v) for v in torch.stack(seen).mean(dim=0)) if seen else ()
