"""The 3-D click network: U-Net on half the resolution; its head answers for all eight voxels of a cell at once.

The head sees the full-resolution channels again, eight voxels as eight channels: nothing is computed on the full
grid, where convolutions of few channels and interpolation would cost more than the whole body.
"""

from __future__ import annotations

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from medseg_gui.ml.click3d.evidence import CHANNELS, SHARP

WIDTHS = (16, 40, 80, 128)
HEAD = 32
GROUPS = 8
SLOPE = 0.01


def _block(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv3d(inputs, outputs, kernel, stride, padding=(kernel - stride + 1) // 2, bias=False),
        nn.GroupNorm(GROUPS, outputs),
        nn.LeakyReLU(SLOPE, inplace=True),
    )


class Residual(nn.Module):
    """Two 3×3×3 convolutions round a skip."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _block(width, width)
        self.second = nn.Sequential(nn.Conv3d(width, width, 3, padding=1, bias=False), nn.GroupNorm(GROUPS, width))

    def forward(self, x: Tensor) -> Tensor:
        return F.leaky_relu(x + self.second(self.first(x)), SLOPE, inplace=True)


class SolidNet(nn.Module):
    """(B, 1, D, H, W) logits from (B, CHANNELS, D, H, W); sides are multiples of 16."""

    def __init__(self, inputs: int = CHANNELS, widths: tuple[int, ...] = WIDTHS, head: int = HEAD) -> None:
        super().__init__()
        self.stem = _block(inputs, widths[0], 4, 2)
        self.down = nn.ModuleList([nn.Identity(), *(_block(a, b, 2, 2) for a, b in pairwise(widths))])
        self.encode = nn.ModuleList([Residual(w) for w in widths])
        self.decode = nn.ModuleList([_block(a + b, b) for a, b in zip(widths[:0:-1], widths[-2::-1], strict=True)])
        self.refine = _block(widths[0] + 8 * len(SHARP), head)
        self.out = nn.Conv3d(head, 8, 1)

    def forward(self, x: Tensor) -> Tensor:
        h = self.stem(x)
        kept: list[Tensor] = []
        for down, encode in zip(self.down, self.encode, strict=True):
            h = encode(down(h))
            kept.append(h)
        for decode, skip in zip(self.decode, reversed(kept[:-1]), strict=True):
            h = decode(torch.cat([F.interpolate(h, scale_factor=2.0, mode="nearest"), skip], 1))
        h = self.refine(torch.cat([h, _unshuffle(x[:, SHARP]).to(h.dtype)], 1))
        return _shuffle(self.out(h))


def _unshuffle(x: Tensor) -> Tensor:
    """(B, 8 C, D/2, H/2, W/2) from (B, C, D, H, W)."""
    b, c, d, h, w = x.shape
    y = x.view(b, c, d // 2, 2, h // 2, 2, w // 2, 2).permute(0, 1, 3, 5, 7, 2, 4, 6)
    return y.reshape(b, 8 * c, d // 2, h // 2, w // 2)


def _shuffle(x: Tensor) -> Tensor:
    """(B, 1, D, H, W) from (B, 8, D/2, H/2, W/2)."""
    b, _, d, h, w = x.shape
    return x.reshape(b, 2, 2, 2, d, h, w).permute(0, 4, 1, 5, 2, 6, 3).reshape(b, 1, 2 * d, 2 * h, 2 * w)
