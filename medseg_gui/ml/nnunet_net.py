"""nnU-Net's two networks from a plain description: PlainConvUNet and ResidualEncoderUNet, for inference alone.

Layers and names are those of dynamic-network-architectures 0.4 (Isensee et al., Apache-2.0), so that its weights load
by name; that package itself is not needed, as it draws in torchvision builds that clash with CPU builds of torch.
Left out are the heads of deep supervision and the second names that its modules give to the same tensors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from medseg_gui.core.errors import ModelError

KINDS = ("plain", "residual", "residual-bottleneck")
MOST_LEVELS, MOST_FILTERS, MOST_BLOCKS = 10, 2048, 32
# Second names of tensors: the encoder as the decoder knows it, and each block's layers as a sequence.
_SECOND_NAME = re.compile(r"^decoder\.encoder\.|\.all_modules\.")
_HEAD = re.compile(r"^decoder\.seg_layers\.(\d+)\.")


def build(plan: Mapping[str, Any]) -> nn.Module:
    """The network of a description, with fresh weights. Raises ModelError when the description is not sound."""
    try:
        dims, channels, classes = int(plan["dims"]), int(plan["channels"]), int(plan["classes"])
        filters = [int(f) for f in plan["filters"]]
        strides = [[int(s) for s in level] for level in plan["strides"]]
        kernels = [[int(k) for k in level] for level in plan["kernels"]]
        down, up = [int(n) for n in plan["down"]], [int(n) for n in plan["up"]]
        sound = (
            plan["kind"] in KINDS
            and dims in (2, 3)
            and 1 <= channels <= 16
            and 2 <= classes <= 1024
            and 2 <= len(filters) == len(strides) == len(kernels) == len(down) == len(up) + 1 <= MOST_LEVELS
            and all(1 <= f <= MOST_FILTERS for f in filters)
            and all(1 <= n <= MOST_BLOCKS for n in (*down, *up))
            and all(len(level) == dims and set(level) <= {1, 2, 3, 4} for level in strides)
            and all(len(level) == dims and set(level) <= {1, 3, 5, 7} for level in kernels)
            and plan["activation"] in ("leaky", "relu")
            and plan["norm"] in ("instance", "batch")
        )
        block = _Block(dims, plan["norm"], float(plan["norm_eps"]), plan["activation"], bool(plan["bias"]))
        middle = [int(n) for n in plan.get("bottleneck", ())]
        sound = sound and (len(middle) == len(filters) if plan["kind"] == KINDS[2] else not middle)
        stem = int(plan.get("stem", filters[0]))
        sound = sound and all(1 <= n <= MOST_FILTERS for n in (stem, *middle))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ModelError(f"The model's plan does not describe an nnU-Net: {error!r}") from error
    if not sound:
        raise ModelError("The model's plan describes a network that this program does not build")
    encoder = _Encoder(block, channels, filters, strides, kernels, down, plan["kind"], stem, middle)
    return _UNet(encoder, _Decoder(block, classes, filters, strides, kernels, up))


def own_names(weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """An nnU-Net's weights under the names of ``build``'s network: each tensor once, and the finest head alone."""
    plain = {name.removeprefix("module.").removeprefix("_orig_mod."): t for name, t in weights.items()}
    heads = [int(found[1]) for name in plain if (found := _HEAD.match(name))]
    finest = max(heads, default=0)
    out = {}
    for name, tensor in plain.items():
        head = _HEAD.match(name)
        if _SECOND_NAME.search(name) or (head and int(head[1]) != finest):
            continue
        out[_HEAD.sub("decoder.head.", name)] = tensor
    return out


class _Block:
    """Makes the layers that all stages share: convolution, norm, activation."""

    def __init__(self, dims: int, norm: str, eps: float, activation: str, bias: bool) -> None:
        self.dims, self.activation, self.bias = dims, activation, bias
        self._norm: Any = {
            ("instance", 2): nn.InstanceNorm2d,
            ("instance", 3): nn.InstanceNorm3d,
            ("batch", 2): nn.BatchNorm2d,
            ("batch", 3): nn.BatchNorm3d,
        }.get((norm, dims))
        self._eps = eps

    def conv(self, n_in: int, n_out: int, kernel: list[int], stride: list[int] | int, bias: bool) -> nn.Module:
        kind: Any = nn.Conv3d if self.dims == 3 else nn.Conv2d
        made: nn.Module = kind(n_in, n_out, kernel, stride, padding=[(k - 1) // 2 for k in kernel], bias=bias)
        return made

    def up(self, n_in: int, n_out: int, stride: list[int]) -> nn.Module:
        kind: Any = nn.ConvTranspose3d if self.dims == 3 else nn.ConvTranspose2d
        made: nn.Module = kind(n_in, n_out, stride, stride, bias=self.bias)
        return made

    def pool(self, stride: list[int]) -> nn.Module:
        kind: Any = nn.AvgPool3d if self.dims == 3 else nn.AvgPool2d
        made: nn.Module = kind(stride, stride)
        return made

    def norm(self, n: int) -> nn.Module:
        made: nn.Module = self._norm(n, eps=self._eps, affine=True)
        return made

    def nonlin(self) -> nn.Module:
        return nn.LeakyReLU(inplace=True) if self.activation == "leaky" else nn.ReLU(inplace=True)


class _Layer(nn.Module):
    """Convolution, norm and, unless it ends a residual block, activation."""

    def __init__(
        self,
        block: _Block,
        n_in: int,
        n_out: int,
        kernel: list[int],
        stride: list[int] | int = 1,
        active: bool = True,
        bias: bool | None = None,
    ) -> None:
        super().__init__()
        self.conv = block.conv(n_in, n_out, kernel, stride, block.bias if bias is None else bias)
        self.norm = block.norm(n_out)
        self.nonlin = block.nonlin() if active else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.nonlin(self.norm(self.conv(x)))
        return out


class _Stack(nn.Module):
    """Layers one after the other; the first one strides."""

    def __init__(self, block: _Block, count: int, n_in: int, n_out: int, kernel: list[int], stride: Any = 1) -> None:
        super().__init__()
        layers = [_Layer(block, n_in, n_out, kernel, stride)]
        layers += [_Layer(block, n_out, n_out, kernel) for _ in range(count - 1)]
        self.convs = nn.Sequential(*layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.convs(x)
        return out


class _Residual(nn.Module):
    """ResNet-D's block (He et al., CVPR 2019): the shortcut averages, then projects. ``middle``: a narrow middle."""

    def __init__(
        self, block: _Block, n_in: int, n_out: int, kernel: list[int], stride: list[int], middle: int = 0
    ) -> None:
        super().__init__()
        one = [1] * block.dims
        if middle:
            self.conv1 = _Layer(block, n_in, middle, one)
            self.conv2 = _Layer(block, middle, middle, kernel, stride)
            self.conv3: nn.Module = _Layer(block, middle, n_out, one, active=False)
        else:
            self.conv1 = _Layer(block, n_in, n_out, kernel, stride)
            self.conv2 = _Layer(block, n_out, n_out, kernel, active=False)
            self.conv3 = nn.Identity()
        self.last = block.nonlin()
        ways: list[nn.Module] = []
        if any(s != 1 for s in stride):
            ways.append(block.pool(stride))
        if n_in != n_out:
            ways.append(_Layer(block, n_in, n_out, one, active=False, bias=False))
        self.skip = nn.Sequential(*ways)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.last(self.conv3(self.conv2(self.conv1(x))) + self.skip(x))
        return out


class _Blocks(nn.Module):
    def __init__(self, blocks: list[nn.Module]) -> None:
        super().__init__()
        self.blocks = nn.Sequential(*blocks)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.blocks(x)
        return out


class _Encoder(nn.Module):
    def __init__(
        self,
        block: _Block,
        channels: int,
        filters: list[int],
        strides: list[list[int]],
        kernels: list[list[int]],
        counts: list[int],
        kind: str,
        stem: int,
        middle: list[int],
    ) -> None:
        super().__init__()
        stages: list[nn.Module] = []
        self.stem: nn.Module = nn.Identity()
        n_in = channels
        if kind != "plain":
            self.stem = _Stack(block, 1, channels, stem, kernels[0])
            n_in = stem
        for i, (n_out, stride, kernel, count) in enumerate(zip(filters, strides, kernels, counts, strict=True)):
            if kind == "plain":
                stages.append(nn.Sequential(_Stack(block, count, n_in, n_out, kernel, stride)))
            else:
                width, one = middle[i] if middle else 0, [1] * block.dims
                first = _Residual(block, n_in, n_out, kernel, stride, width)
                rest = [_Residual(block, n_out, n_out, kernel, one, width) for _ in range(count - 1)]
                stages.append(_Blocks([first, *rest]))
            n_in = n_out
        self.stages = nn.Sequential(*stages)

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        x = self.stem(x)
        skips = []
        for stage in self.stages:
            x = stage(x)
            skips.append(x)
        return skips


class _Decoder(nn.Module):
    def __init__(
        self,
        block: _Block,
        classes: int,
        filters: list[int],
        strides: list[list[int]],
        kernels: list[list[int]],
        counts: list[int],
    ) -> None:
        super().__init__()
        ups, stages = [], []
        for i, count in enumerate(counts, 1):
            below, skip = filters[-i], filters[-i - 1]
            ups.append(block.up(below, skip, strides[-i]))
            stages.append(_Stack(block, count, 2 * skip, skip, kernels[-i - 1]))
        self.transpconvs, self.stages = nn.ModuleList(ups), nn.ModuleList(stages)
        self.head = block.conv(filters[0], classes, [1] * block.dims, 1, True)

    def forward(self, skips: list[torch.Tensor]) -> torch.Tensor:
        x = skips[-1]
        for up, stage, skip in zip(self.transpconvs, self.stages, reversed(skips[:-1]), strict=True):
            x = stage(torch.cat((up(x), skip), 1))
        out: torch.Tensor = self.head(x)
        return out


class _UNet(nn.Module):
    def __init__(self, encoder: _Encoder, decoder: _Decoder) -> None:
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.decoder(self.encoder(x))
        return out
