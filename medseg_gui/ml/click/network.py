"""The 2-D click network: half-resolution U-Net body, light full-resolution head that sees the raw channels again."""

from __future__ import annotations

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from medseg_gui.ml.click.evidence import CHANNELS

WIDTHS = (32, 64, 96, 128, 160)
HEAD = 16
GROUPS = 8
SLOPE = 0.01


def _block(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2 if stride == 1 else 0, bias=False),
        nn.GroupNorm(GROUPS, outputs),  # not batch norm: answers come one at a time, and fine-tuning has few images
        nn.LeakyReLU(SLOPE, inplace=True),
    )


class Residual(nn.Module):
    """Two 3×3 convolutions round a skip."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _block(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, padding=1, bias=False), nn.GroupNorm(GROUPS, width))

    def forward(self, x: Tensor) -> Tensor:
        return F.leaky_relu(x + self.second(self.first(x)), SLOPE, inplace=True)


class ClickNet(nn.Module):
    """(B, 1, S, S) logits from (B, CHANNELS, S, S); S a multiple of 32."""

    def __init__(self, inputs: int = CHANNELS, widths: tuple[int, ...] = WIDTHS, head: int = HEAD) -> None:
        super().__init__()
        self.stem = _block(inputs * 4, widths[0])
        self.down = nn.ModuleList([nn.Identity(), *(_block(a, b, 2, 2) for a, b in pairwise(widths))])
        self.encode = nn.ModuleList([Residual(w) for w in widths])
        self.decode = nn.ModuleList(
            [nn.Sequential(_block(a + b, b), _block(b, b)) for a, b in zip(widths[:0:-1], widths[-2::-1], strict=True)]
        )
        self.up = _block(widths[0], head)
        self.refine = _block(head + inputs, head)
        self.out = nn.Conv2d(head, 1, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        h = self.stem(F.pixel_unshuffle(x, 2))
        kept: list[Tensor] = []
        for down, encode in zip(self.down, self.encode, strict=True):
            h = encode(down(h))
            kept.append(h)
        for decode, skip in zip(self.decode, reversed(kept[:-1]), strict=True):
            h = F.interpolate(h, scale_factor=2.0, mode="bilinear", align_corners=False)
            h = decode(torch.cat([h, skip], 1))
        h = F.interpolate(self.up(h), scale_factor=2.0, mode="bilinear", align_corners=False)
        logits: Tensor = self.out(self.refine(torch.cat([h, x.to(h.dtype)], 1)))
        return logits
