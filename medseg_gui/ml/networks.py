"""A network from a plain dictionary: MONAI's DynUNet, 2-D or 3-D, from an allow-listed description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import nn

from medseg_gui.core.errors import ModelError

# nnU-Net's rules (Isensee et al., Nature Methods 2021): an axis is halved only while its spacing is below
# twice the finest, no feature map gets smaller than 4, and a kernel is 1 along an axis that is still too coarse.
SMALLEST_MAP = 4
MOST_LEVELS = 6
MOST_FILTERS = 512
MOST_DEPTHS = 3
_HELPERS = {"skip_layers", "deep_supervision_heads"}


def describe(
    patch: Sequence[int], spacing_mm: Sequence[float], classes: int, width: int, widest: int, levels: int = MOST_LEVELS
) -> dict[str, Any]:
    """The description of a U-Net for patches of that size and spacing (as many axes as the network has).

    ``width``: filters at full resolution, doubled at each level up to ``widest``; ``classes`` counts background.
    """
    size = [int(n) for n in patch]
    spacing = [float(s) for s in spacing_mm]
    strides: list[list[int]] = [[1] * len(size)]
    kernels: list[list[int]] = [_kernel(spacing)]
    while len(strides) < levels:
        finest = min(spacing)
        halve = [s < 2 * finest and n % 2 == 0 and n // 2 >= SMALLEST_MAP for s, n in zip(spacing, size, strict=True)]
        if not any(halve):
            break
        stride = [2 if h else 1 for h in halve]
        size = [n // s for n, s in zip(size, stride, strict=True)]
        spacing = [a * s for a, s in zip(spacing, stride, strict=True)]
        strides.append(stride)
        kernels.append(_kernel(spacing))
    while len(strides) < 3:  # DynUNet's smallest depth
        strides.append([1] * len(size))
        kernels.append(_kernel(spacing))
    filters = [min(width * 2**i, widest) for i in range(len(strides))]
    return {
        "kind": "dynunet",
        "dims": len(size),
        "channels": 1,
        "classes": classes,
        "filters": filters,
        "strides": strides,
        "kernels": kernels,
        "norm": "instance",
    }


def _kernel(spacing: Sequence[float]) -> list[int]:
    return [3 if s < 2 * min(spacing) else 1 for s in spacing]


def build(plan: Mapping[str, Any], deep: bool = False) -> nn.Module:
    """The network of a description, with fresh weights. Raises ModelError when the description is not sound.

    ``deep``: while it trains it answers from its depth, too: (batch, depth, classes, ...), the finest first.
    """
    try:
        dims, channels, classes = int(plan["dims"]), int(plan["channels"]), int(plan["classes"])
        filters = [int(f) for f in plan["filters"]]
        strides = [[int(s) for s in level] for level in plan["strides"]]
        kernels = [[int(k) for k in level] for level in plan["kernels"]]
        norm = {
            "instance": ("instance", {"affine": True}),
            "group": ("group", {"num_groups": 8}),
        }[plan["norm"]]
        residual = plan.get("residual", False)
        sound = (
            plan["kind"] == "dynunet"
            and isinstance(residual, bool)
            and dims in (2, 3)
            and 1 <= channels <= 8
            and 2 <= classes <= 256
            and 3 <= len(filters) == len(strides) == len(kernels) <= 8
            and all(1 <= f <= MOST_FILTERS for f in filters)
            and all(len(level) == dims and set(level) <= {1, 2} for level in strides)
            and all(len(level) == dims and set(level) <= {1, 3} for level in kernels)
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"The model's plan does not describe a network: {error!r}") from error
    if not sound:
        raise ModelError("The model's plan describes a network that this program does not build")
    from monai.networks.nets.dynunet import DynUNet  # 1.5 s beyond torch: MONAI's package loads as a whole

    network: nn.Module = DynUNet(
        spatial_dims=dims,
        in_channels=channels,
        out_channels=classes,
        kernel_size=kernels,
        strides=strides,
        upsample_kernel_size=strides[1:],
        filters=filters,
        norm_name=norm,
        res_block=residual,
        deep_supervision=deep,
        deep_supr_num=min(MOST_DEPTHS, len(strides) - 2),
    )
    return network


def divisor(plan: Mapping[str, Any]) -> tuple[int, ...]:
    """By what the size of a patch must be divisible along each axis."""
    out = [1] * int(plan["dims"])
    for level in plan["strides"]:
        out = [o * int(s) for o, s in zip(out, level, strict=True)]
    return tuple(out)


def head_names(network: nn.Module) -> tuple[str, ...]:
    """The names of the tensors of the last layer, the only ones that depend on the classes."""
    return tuple(name for name in network.state_dict() if name.startswith("output_block."))


def parameters(network: nn.Module) -> int:
    return sum(p.numel() for p in network.parameters())


def tensors_of(network: nn.Module) -> dict[str, torch.Tensor]:
    """The network's own tensors by name, each once (DynUNet also lists its blocks under ``skip_layers``), without
    the heads that are for training alone."""
    return {name: t for name, t in network.state_dict().items() if not _HELPERS.intersection(name.split("."))}
