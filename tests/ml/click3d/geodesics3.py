"""A 3-D network that needs no training: inside is what is nearer to the positive than to the negative prompts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from medseg_gui.core.segmenter import ModelCard
from medseg_gui.ml.click3d.network import SolidNet
from tests.ml.tiny import make_model

LIKE, POSITIVE, BOX, KNOWN, NEAR_POSITIVE, NEAR_NEGATIVE = 1, 2, 4, 6, 7, 8


def geodesic_network_3d(x: Tensor) -> Tensor:
    """(B, 1, D, H, W) probabilities from the evidence channels alone; a box counts where nothing was clicked."""
    near = x[:, NEAR_POSITIVE : NEAR_POSITIVE + 1] - x[:, NEAR_NEGATIVE : NEAR_NEGATIVE + 1].clamp_min(0.08)
    without = (x[:, POSITIVE : POSITIVE + 1].amax((2, 3, 4), keepdim=True) == 0).float()
    return torch.sigmoid(40 * near * (1 - without) + 40 * (x[:, BOX : BOX + 1] - 0.5) * without)


def make_solid_model(folder: Path, **plan: Any) -> ModelCard:
    """A model folder with a tiny untrained network."""
    return make_model(folder, "click3d", SolidNet, **plan)
