"""The model kind "nnunet": an imported nnU-Net v2, answering as nnU-Net's own predictor does.

Source: nnunetv2 2.8 (Isensee et al., Nature Methods 2021; Apache-2.0): default_preprocessor.py,
predict_from_raw_data.py and export_prediction.py. Order: axes, crop to what is not zero, normalise, resample; then the
mean of the logits of all folds and mirrored views; then all of it backwards.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.segmenter import ModelCard, Prediction, Progress, Request
from medseg_gui.core.soft import Gather, Layer, moved
from medseg_gui.core.volume import Volume
from medseg_gui.ml import nnunet_resample
from medseg_gui.ml.checkpoints import WEIGHTS, fill, load
from medseg_gui.ml.device import best_device
from medseg_gui.ml.inference import SIGMA, Windows, sliding
from medseg_gui.ml.networks import divisor
from medseg_gui.ml.nnunet_net import build
from medseg_gui.ml.preprocess import LARGEST_GRID, Way, slabs, three, way
from medseg_gui.ml.resample import Floats32

NORMALISATIONS = ("ct", "zscore", "none", "rescale")
STORED, RAS = "stored", "RAS"
_TINY = 1e-8


class NnUNetSegmenter:
    """An nnU-Net's folds, each a network. Raises ModelError when plan and weights are not sound."""

    def __init__(self, card: ModelCard, folder: Path) -> None:
        check_plan(card, folder)
        self._card, self._device = card, best_device()
        tensors, _ = load(folder / WEIGHTS, card.sha256)
        self._networks = []
        for fold in card.plan["folds"]:
            start = f"{fold}/"
            network = build(card.plan["network"])
            own = {name.removeprefix(start): t for name, t in tensors.items() if name.startswith(start)}
            fill(network, own, folder / WEIGHTS)
            self._networks.append(network.to(self._device).eval())

    @property
    def card(self) -> ModelCard:
        return self._card

    def predict(self, volume: Volume, request: Request) -> Generator[Progress, None, Prediction]:
        """The labels of the whole volume; prompts are not looked at. Yields after each patch. Raises ModelError."""
        began = time.perf_counter()
        plan = self._card.plan
        yield Progress("Preparing the image")
        route = _route(volume, plan)
        image = image_in(volume, plan, route)
        yield Progress("Preparing the image")
        grid = image.on_grid(plan)
        windows = Windows(
            tuple(plan["patch"]), divisor(plan["network"]), int(plan["network"]["classes"]), kernel=gaussian
        )
        logits, notes = yield from sliding(self._see, windows, grid[None])
        labels, foreground = yield from answer_out(logits, image, plan)
        yield Progress("Looking how sure it is")
        gather = Gather(image.grey.shape, plan["values"])
        for start, slab in slabs(logits, image.frame.shape):
            gather.add(start, torch.softmax(slab, 0).numpy())
        shape = volume.geometry.shape
        whole, sure = np.zeros(shape, labels.dtype), np.zeros(shape, np.float32)
        whole[image.place.slices] = image.frame.home(labels)
        sure[image.place.slices] = image.frame.home(foreground)
        soft = gather.done(image.frame.order, image.frame.flip).placed(image.place, shape)
        return Prediction(Box.whole(shape), whole, time.perf_counter() - began, sure, None, tuple(notes), soft=soft)

    def explain(self, volume: Volume, at: Triple, value: int) -> Generator[Progress, None, Layer]:
        """What in the image speaks for that label value at that voxel (``ml.explain``). Raises ModelError."""
        from medseg_gui.ml.explain import on_grid

        plan = self._card.plan
        if value not in (0, *plan["values"]):
            raise ModelError("The model does not know this structure")
        image = image_in(volume, plan, _route(volume, plan))
        if not image.place.holds(at):
            raise ModelError("The model does not look at this voxel", self._card.name)
        z, y, x = (i - lo for i, lo in zip(at, image.place.lo, strict=True))
        step, patch, device = divisor(plan["network"]), plan["patch"], self._device
        folds = _Folds(self._networks)
        channel = [0, *plan["values"]].index(value)
        layer = yield from on_grid(folds, patch, step, image.on_grid(plan), image.frame, (z, y, x), channel, device)
        return Layer(moved(layer.box, image.place.lo), layer.levels)

    def _see(self, batch: torch.Tensor) -> torch.Tensor:
        """Logits of a batch: the mean over the folds and the mirrored views that the model was trained for."""
        axes = [a + 2 for a in self._card.plan["mirror"]]
        views = [c for n in range(len(axes) + 1) for c in itertools.combinations(axes, n)]
        where = torch.autocast("cuda") if self._device.type == "cuda" else nullcontext()
        x = batch.to(self._device)
        total = None
        with torch.inference_mode(), where:
            for network in self._networks:
                for view in views:
                    answer = torch.flip(network(torch.flip(x, view)), view).float()
                    total = answer if total is None else total.add_(answer)
        if total is None:
            raise ModelError("The model has no networks", self._card.folder)
        return (total / (len(views) * len(self._networks))).cpu()


class _Folds(nn.Module):
    """The mean of the folds, as one network."""

    def __init__(self, networks: Sequence[nn.Module]) -> None:
        super().__init__()
        self._networks = nn.ModuleList(networks)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.stack([network(x) for network in self._networks]).mean(0)


# ----- the way in ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Seen:
    """A normalised image in the model's axes, cut to ``place`` of the volume; ``frame``: its way from and to there."""

    grey: Floats32
    place: Box
    frame: Way
    own_mm: tuple[float, ...]

    def on_grid(self, plan: Mapping[str, Any]) -> torch.Tensor:
        """The image at the network's spacing."""
        grey, frame = torch.from_numpy(self.grey), self.frame
        return nnunet_resample.resample(grey, frame.size, self.own_mm, frame.spacing_mm, plan["resample"])


def _route(volume: Volume, plan: Mapping[str, Any]) -> Way:
    """Axes as they are stored, as SimpleITK hands them to nnU-Net; or turned to right, front, head where it asks so."""
    shape, spacing = volume.geometry.shape, volume.geometry.spacing_mm
    if plan["axes"] == STORED:
        return Way((0, 1, 2), (False, False, False), shape, shape, spacing)
    canonical = way(volume.geometry, {"spacing_mm": (None, None, None)})  # to the head, back and left
    z, y, x = canonical.flip
    return Way(canonical.order, (z, not y, not x), canonical.shape, canonical.size, canonical.spacing_mm)


def image_in(volume: Volume, plan: Mapping[str, Any], route: Way) -> Seen:
    """The image as the model's training saw it, before the change of spacing. Raises ModelError."""
    forward = plan["transpose"]
    turned = route.canonical(volume.voxels).transpose(forward)
    grey = np.array(turned, np.float32)
    if not np.isfinite(grey).all():
        grey = np.nan_to_num(grey, nan=0.0, posinf=0.0, neginf=0.0)
    from scipy.ndimage import binary_fill_holes

    filled = binary_fill_holes(grey != 0)
    found = Box.around(filled)
    box = found or Box.whole(grey.shape)
    grey = np.ascontiguousarray(grey[box.slices])
    normalise(grey, filled[box.slices], plan["normalise"])
    own = tuple(route.spacing_mm[a] for a in forward)
    wanted = three(own[i] if s is None else float(s) for i, s in enumerate(plan["spacing_mm"]))
    size = three(nnunet_resample.new_shape(grey.shape, own, wanted) if plan["resample"]["order"] >= 0 else grey.shape)
    if np.prod(size, dtype=float) > LARGEST_GRID:
        raise ModelError(f"At the model's spacing this image would have {'×'.join(map(str, size))} voxels: too many")
    whole = Way(
        three(route.order[i] for i in forward), three(route.flip[i] for i in forward), turned.shape, size, wanted
    )
    return Seen(grey, whole.box_home(box), replace(whole, shape=box.shape), own)


def normalise(grey: Floats32, inside: npt.NDArray[np.bool_], how: Mapping[str, Any]) -> None:
    """Changes grey values as nnU-Net's scheme of that name; ``inside``: where the image is not zero."""
    kind = how["kind"]
    if kind == "ct":
        low, high = how["clip"]
        np.clip(grey, low, high, out=grey)
        grey -= how["mean"]
        grey /= max(how["sd"], _TINY)
    elif kind == "zscore":
        some: Any = inside if how.get("masked") and inside.any() else ...
        mean, sd = grey[some].mean(), grey[some].std()
        grey[some] = (grey[some] - mean) / max(sd, _TINY)
    elif kind == "rescale":
        grey -= grey.min()
        grey /= max(float(grey.max()), _TINY)


def gaussian(patch: Sequence[int]) -> torch.Tensor:
    """nnU-Net's weights of a patch: a peak at its voxel n // 2, smoothed, and nowhere 0."""
    from scipy.ndimage import gaussian_filter

    peak = np.zeros(patch)
    peak[tuple(n // 2 for n in patch)] = 1
    peak = gaussian_filter(peak, [n * SIGMA for n in patch], mode="constant")
    out = torch.from_numpy(peak / peak.max() * 10).to(torch.float16).float()
    return out.clamp(min=float(out[out > 0].min()))


# ----- the way back --------------------------------------------------------------------------------------------
def answer_out(
    logits: torch.Tensor, image: Seen, plan: Mapping[str, Any]
) -> Generator[Progress, None, tuple[npt.NDArray[np.unsignedinteger], Floats32]]:
    """Labels and foreground probability on the cropped image's own grid; one class in memory there at a time."""
    shape, how = image.frame.shape, plan["resample_back"]
    best = total = background = None
    labels = np.zeros(shape, np.uint16 if max(plan["values"]) > 255 else np.uint8)
    for i, value in enumerate((0, *plan["values"])):
        yield Progress("Bringing the answer back", i, len(logits))
        one = nnunet_resample.resample(logits[i].float(), shape, image.frame.spacing_mm, image.own_mm, how)
        if best is None:
            best = total = background = one
            continue
        better = one > best
        labels[better.numpy()] = value
        best = torch.where(better, one, best)
        total = torch.logaddexp(total, one) if total is not None else one
    if background is None or total is None:
        raise ModelError("The model answers nothing")
    return labels, (1 - torch.exp(background - total)).clamp(0, 1).numpy()


def check_plan(card: ModelCard, where: Path | str) -> None:
    """Raises ModelError when the card's plan lacks something that inference needs."""
    plan: Mapping[str, Any] = card.plan
    try:
        network = plan["network"]
        dims, patch, step = int(network["dims"]), plan["patch"], divisor(network)
        how = plan["normalise"]
        values = list(plan["values"])
        sound = (
            len(patch) == dims == len(step)
            and all(isinstance(n, int) and 0 < n <= 4096 and n % d == 0 for n, d in zip(patch, step, strict=True))
            and len(plan["spacing_mm"]) == 3
            and all(s is None or 0.001 < float(s) < 1000 for s in plan["spacing_mm"])
            and sorted(plan["transpose"]) == [0, 1, 2]
            and all(isinstance(a, int) and 0 <= a < dims for a in plan["mirror"])
            and len(set(plan["mirror"])) == len(plan["mirror"])
            and plan["axes"] in (STORED, RAS)
            and values == list(range(1, int(network["classes"])))
            and {s.value for s in card.segments} == set(values)
            and 0 < len(plan["folds"]) <= 20
            and int(network["channels"]) == 1
            and how["kind"] in NORMALISATIONS
            and (how["kind"] != "ct" or (how["clip"][0] < how["clip"][1] and how["sd"] > 0))
        )
        for way_ in (plan["resample"], plan["resample_back"]):
            sound = sound and -1 <= int(way_["order"]) <= 5 and way_["apart"] in (None, True, False)
            sound = sound and int(way_["apart_order"]) in (0, 1) and float(way_["ratio"]) > 0
        if how["kind"] == "ct":
            float(how["mean"])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ModelError(f"The model's plan is damaged: {error!r}", where) from error
    if not sound:
        raise ModelError("The model's plan contradicts itself", where, "Import the model again.")
