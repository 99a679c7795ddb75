"""What a reader may choose for an automatic U-Net, known without torch, so that a wrong name is refused at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from medseg_gui.core.errors import BadInput

LOSSES = ("dice_ce", "ce", "focal", "tversky", "mse")
"""Dice plus cross-entropy, cross-entropy, focal, Tversky, mean squared error."""
NETWORKS = ("unet", "residual")
"""nnU-Net's plain blocks, or residual blocks on the way down as in V-Net and nnU-Net's ResEnc."""


def check_choices(options: Mapping[str, Any]) -> None:
    """Raises BadInput when ``loss`` or ``network`` among the options is not a known name."""
    for field, names in (("loss", LOSSES), ("network", NETWORKS)):
        name = options.get(field, names[0])
        if name not in names:
            raise BadInput(f"Unknown {field} {name!r}", todo=f"Choose one of: {', '.join(names)}.")
