"""The model kind "monai": a network and a preprocessing of MONAI, built from plain figures of an allow-list.

Image and answer go MONAI's way: axes (column, row, slice), affine to RAS, MONAI's own transforms and their inverses,
and windows placed and weighted as ``monai.inferers.sliding_window_inference`` does.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box, Geometry, Triple
from medseg_gui.core.segmenter import ModelCard, Prediction, Progress, Request
from medseg_gui.core.soft import BUDGET_BYTES, FULL, Layer, Levels, Soft
from medseg_gui.core.volume import Volume
from medseg_gui.ml.checkpoints import ready
from medseg_gui.ml.device import best_device
from medseg_gui.ml.inference import Windows, sliding
from medseg_gui.ml.preprocess import LARGEST_GRID, three

# What may be built: class → its module below monai.networks.nets. None of them loads or runs anything by its arguments.
NETWORKS = {
    "UNet": "unet",
    "BasicUNet": "basic_unet",
    "DynUNet": "dynunet",
    "SegResNet": "segresnet",
    "VNet": "vnet",
    "AttentionUnet": "attentionunet",
}
# Class → the arguments that are passed on. Those of the first group move voxels and are undone afterwards.
SPATIAL: dict[str, tuple[str, ...]] = {
    "Orientation": ("axcodes",),
    "Spacing": ("pixdim", "diagonal", "mode", "padding_mode", "align_corners", "min_pixdim", "max_pixdim"),
    "CropForeground": ("margin", "allow_smaller", "k_divisible"),
    "SpatialPad": ("spatial_size", "method", "mode"),
}
INTENSITY: dict[str, tuple[str, ...]] = {
    "ScaleIntensityRange": ("a_min", "a_max", "b_min", "b_max", "clip"),
    "ScaleIntensityRangePercentiles": ("lower", "upper", "b_min", "b_max", "clip", "relative"),
    "ScaleIntensity": ("minv", "maxv", "factor"),
    "NormalizeIntensity": ("subtrahend", "divisor", "nonzero", "channel_wise"),
}
TRANSFORMS = SPATIAL | INTENSITY
BLENDS, ACTIVATIONS = ("constant", "gaussian"), ("softmax", "sigmoid")
# No network of the list needs a larger number than this among its arguments.
_LARGEST = 4096


class BundleSegmenter:
    """A network from a MONAI bundle. Raises ModelError when plan and weights are not sound."""

    def __init__(self, card: ModelCard, folder: Path) -> None:
        check_plan(card, folder)
        self._card, self._device = card, best_device()
        self._network = _First(ready(build(card.plan["network"]), card, folder, self._device)).eval()

    @property
    def card(self) -> ModelCard:
        return self._card

    def predict(self, volume: Volume, request: Request) -> Generator[Progress, None, Prediction]:
        """The labels of the whole volume; prompts are not looked at. Yields after each patch. Raises ModelError."""
        began = time.perf_counter()
        plan = self._card.plan
        image, spatial = yield from _prepared(volume, plan)
        patch = tuple(plan["patch"])
        windows = Windows(
            patch,
            tuple(math.gcd(n, 32) for n in patch),
            int(plan["channels_out"]),
            partial(starts, overlap=float(plan["overlap"])),
            partial(importance, blend=plan["blend"]),
        )
        logits, notes = yield from sliding(self._see, windows, image.as_tensor().float())
        labels = np.zeros(volume.geometry.shape, np.uint16 if max(plan["values"]) > 255 else np.uint8)
        best: Any = None
        kept: list[Levels] = []
        keeps = len(plan["values"]) * labels.size <= BUDGET_BYTES
        # a single channel holds the structure itself, several hold the background first
        single = plan["activation"] == "sigmoid"
        share = torch.sigmoid(logits) if single else torch.softmax(logits, 0)
        for i, value in enumerate(plan["values"] if single else (0, *plan["values"])):
            yield Progress("Bringing the answer back", i, len(share))
            one = _back(share[i : i + 1], image, spatial)
            if keeps and (single or i):
                kept.append(np.rint(np.clip(one, 0, 1) * FULL).astype(np.uint8))
            if best is None:
                best, first = one, one
                labels[:] = value * (one > 0.5) if single else 0
                continue
            labels[one > best] = value
            best = np.maximum(best, one)
        foreground = np.clip(first if single else 1 - first, 0, 1)
        soft = Soft.of_levels(kept, plan["values"]) if keeps else None
        box = Box.whole(volume.geometry.shape)
        return Prediction(box, labels, time.perf_counter() - began, foreground, None, tuple(notes), soft=soft)

    def explain(self, volume: Volume, at: Triple, value: int) -> Generator[Progress, None, Layer]:
        """What in the image speaks for that label value at that voxel (``ml.explain``). Raises ModelError."""
        from medseg_gui.ml.explain import levels, strengths

        plan = self._card.plan
        classes = plan["values"] if plan["activation"] == "sigmoid" else [0, *plan["values"]]
        if value not in classes:
            raise ModelError("The model does not know this structure")
        image, spatial = yield from _prepared(volume, plan)
        place = np.linalg.inv(np.asarray(image.affine)) @ ras_affine(volume.geometry) @ (*at[::-1], 1)
        here = [round(float(i)) for i in place[:3]]
        if any(not 0 <= i < n for i, n in zip(here, image.shape[1:], strict=True)):
            raise ModelError("The model does not look at this voxel", self._card.name)
        grey, patch = image.as_tensor()[0].float(), tuple(plan["patch"])
        step, channel, device = tuple(math.gcd(n, 32) for n in patch), classes.index(value), self._device
        found, window = yield from strengths(self._network, patch, step, grey, here, channel, device)
        whole = torch.zeros_like(grey)
        whole[tuple(slice(a, b) for a, b in window)] = found
        home = _back(whole[None], image, spatial)
        box = Box.around(home > 0) or Box(at, three(i + 1 for i in at))
        return Layer(box, levels(home[box.slices]))

    def _see(self, batch: torch.Tensor) -> torch.Tensor:
        with torch.inference_mode():
            out: torch.Tensor = self._network(batch.to(self._device))
        return out.float().cpu()


class _First(nn.Module):
    """A network that may answer from its depth, too: its finest answer."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self._network = network

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        answer = self._network(x)
        out: torch.Tensor = answer[0] if isinstance(answer, list | tuple) else answer
        return out


def _prepared(volume: Volume, plan: Mapping[str, Any]) -> Generator[Progress, None, tuple[Any, list[Any]]]:
    """The image after the plan's transforms, and those of them that moved voxels. Raises ModelError."""
    steps = [(row["name"], transform(row)) for row in plan["transforms"]]
    image = meta_tensor(volume.voxels, volume.geometry)
    for name, step in steps:
        yield Progress("Preparing the image")
        image = step(image)
        if math.prod(image.shape) > LARGEST_GRID:
            raise ModelError(f"After {name} this image would have {math.prod(image.shape)} voxels: too many")
    return image, [step for name, step in steps if name in SPATIAL]


def meta_tensor(voxels: Any, geometry: Geometry) -> Any:
    """(1, column, row, slice) with its affine to RAS, as MONAI's LoadImage and EnsureChannelFirst give it."""
    from monai.data.meta_tensor import MetaTensor

    turned = np.nan_to_num(np.array(voxels.transpose(2, 1, 0), np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    affine = ras_affine(geometry)
    # as LoadImage: which axis is the channel
    meta = {"original_channel_dim": float("nan"), "affine": torch.from_numpy(affine)}
    return MetaTensor(torch.from_numpy(turned[None]), affine=torch.from_numpy(affine), meta=meta)


def ras_affine(geometry: Geometry) -> npt.NDArray[np.float64]:
    """From (column, row, slice) to RAS in mm."""
    swap = np.eye(4)[[2, 1, 0, 3]]
    return np.asarray(np.diag([-1.0, -1.0, 1.0, 1.0]) @ geometry.affine @ swap)


def _back(share: torch.Tensor, image: Any, spatial: Sequence[Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """A channel on the volume's own grid (slice, row, column): all that moved voxels undone, last first."""
    import copy

    from monai.data.meta_tensor import MetaTensor

    out = MetaTensor(share.clone(), meta=copy.deepcopy(image.meta))
    out.applied_operations = copy.deepcopy(image.applied_operations)
    for step in reversed(spatial):
        out = step.inverse(out)
    return np.ascontiguousarray(out.as_tensor()[0].float().numpy().transpose(2, 1, 0))


# ----- windows, as MONAI's -------------------------------------------------------------------------------------
def starts(size: int, patch: int, overlap: float) -> list[int]:
    """Where windows begin: every ``patch * (1 - overlap)``, the last one moved back to the edge."""
    if size <= patch:
        return [0]
    step = max(1, int(patch * (1 - overlap)))
    return [min(i * step, size - patch) for i in range(math.ceil((size - patch) / step) + 1)]


def importance(patch: Sequence[int], blend: str) -> torch.Tensor:
    from monai.data.utils import compute_importance_map

    out: torch.Tensor = compute_importance_map(tuple(patch), mode=blend)
    return out


# ----- from plain figures --------------------------------------------------------------------------------------
def build(description: Mapping[str, Any]) -> nn.Module:
    """The network of ``{"name", "args"}`` with fresh weights. Raises ModelError for what is not on the list."""
    name, arguments = str(description.get("name")), description.get("args")
    if name not in NETWORKS or not isinstance(arguments, dict) or not is_plain(arguments):
        raise ModelError(f"The model's plan names a network that this program does not build: {name}")
    kind: Callable[..., nn.Module] = getattr(import_module(f"monai.networks.nets.{NETWORKS[name]}"), name)
    try:
        return kind(**arguments)
    except Exception as error:  # whatever a network of MONAI says to figures that make no sense
        raise ModelError(f"MONAI's {name} cannot be built from the model's plan: {error}") from error


def transform(row: Mapping[str, Any]) -> Any:
    """One step of the preprocessing, from ``{"name", "args"}``. Raises ModelError."""
    name, arguments = str(row.get("name")), row.get("args")
    known = TRANSFORMS.get(name, ())
    if not known or not isinstance(arguments, dict) or not set(arguments) <= set(known) or not is_plain(arguments):
        raise ModelError(f"The model's plan prepares the image with what this program does not know: {name}")
    from monai import transforms

    if name == "Orientation":  # MONAI's own, said aloud because its default is about to change
        arguments = {**arguments, "labels": (("L", "R"), ("P", "A"), ("I", "S"))}
    try:
        return getattr(transforms, name)(**arguments)
    except Exception as error:
        raise ModelError(f"MONAI's {name} cannot be made from the model's plan: {error}") from error


def is_plain(value: Any, depth: int = 0) -> bool:
    """True for numbers of reasonable size, texts, and lists and tables of them."""
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int):
        return -_LARGEST <= value <= _LARGEST
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, str):
        return len(value) < 200 and not value.startswith(("$", "@", "%"))
    if depth > 6 or not isinstance(value, list | dict) or len(value) > 64:
        return False
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    return all(is_plain(part, depth + 1) for part in parts)


def check_plan(card: ModelCard, where: Path | str) -> None:
    """Raises ModelError when the card's plan lacks something that inference needs."""
    plan: Mapping[str, Any] = card.plan
    try:
        values, channels = list(plan["values"]), int(plan["channels_out"])
        sound = (
            len(plan["patch"]) == 3
            and all(isinstance(n, int) and 0 < n <= 1024 for n in plan["patch"])
            and 0 <= float(plan["overlap"]) < 1
            and plan["blend"] in BLENDS
            and plan["activation"] in ACTIVATIONS
            and len(values) == (1 if plan["activation"] == "sigmoid" else channels - 1) > 0
            and (plan["activation"] == "softmax" or channels == 1)
            and all(isinstance(v, int) and 0 < v <= 65535 for v in values)
            and {s.value for s in card.segments} == set(values)
        )
        for row in plan["transforms"]:
            transform(row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"The model's plan is damaged: {error!r}", where) from error
    if not sound:
        raise ModelError("The model's plan contradicts itself", where, "Import the model again.")
