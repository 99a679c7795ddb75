"""The automatic model kind "aligned": finds the organ, brings it into a common space, and answers there."""

from __future__ import annotations

import torch
from torch import nn

from medseg_gui.ml.resample import resize


class Guided(nn.Module):
    """A network that learns only how a case differs from the ``prior``: its answer is added to the prior's logarithm.

    ``prior``: (classes, slice, row, column), log-probabilities on a coarser grid over the same window.
    """

    prior: torch.Tensor
    whole: torch.Tensor

    def __init__(self, network: nn.Module, prior: torch.Tensor, shape: tuple[int, int, int]) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("prior", prior.float())
        self.register_buffer("whole", resize(prior.float(), shape)[None], persistent=False)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        answer: torch.Tensor = self.network(image)
        return answer.float() + self.whole
