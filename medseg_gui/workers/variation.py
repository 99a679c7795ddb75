"""How much a model's answer varies when the image is changed in ways that should not matter: test-time augmentation.

The volume itself is changed and the answer brought back exactly, so every automatic model can be asked: mirrored along
the axes that its training mirrored, moved by two voxels against its patches, with more and less contrast, with noise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box, Geometry, Triple
from medseg_gui.core.segmenter import ModelCard, Prediction, Progress, Request
from medseg_gui.core.soft import ANY, FULL, Layer, Levels, Soft, moved
from medseg_gui.core.volume import Volume
from medseg_gui.workers.job import Steps, told_as
from medseg_gui.workers.segment import load_model

MOVE = 2
"""Voxels; the deepest layers see blocks of eight and more."""
GAMMAS = (0.8, 1.25)
NOISE = 0.03
"""Of the range of grey values, one standard deviation."""
TAILS = (0.5, 99.5)
MARGIN = 4
BUDGET_BYTES = 1 << 29
MOST_SD = 0.5
"""The largest standard deviation of a probability; its level is FULL."""
Voxels = npt.NDArray[np.generic]


@dataclass(frozen=True)
class View:
    """A change: ``flip`` mirrors an axis, ``move`` shifts along one; ``gamma`` and ``noise`` change grey values."""

    flip: int | None = None
    move: int | None = None
    gamma: float = 1.0
    noise: float = 0.0


@dataclass(frozen=True, eq=False)
class Variation:
    """``classes``: by label value the standard deviation of its probability (MOST_SD at FULL). ``volume_sd_ml``: of
    each class's volume. ``views``: how many answers there were, the first one included.
    """

    classes: dict[int, Layer]
    volume_sd_ml: dict[int, float]
    views: int


def views_of(volume: Volume, card: ModelCard) -> list[View]:
    """What may be changed for this model. Only a U-Net of this program says which axes it may see mirrored."""
    out = [View(flip=axis) for axis in _mirrored(volume.geometry, card)]
    out += [View(move=axis) for axis in range(3) if volume.geometry.shape[axis] > 1]
    return [*out, *(View(gamma=g) for g in GAMMAS), View(noise=NOISE)]


def _mirrored(geometry: Geometry, card: ModelCard) -> list[int]:
    if card.kind != "unet":
        return []
    from medseg_gui.ml.preprocess import way

    order = way(geometry, card.plan).order
    axes = card.plan.get("training", {}).get("mirror", ())
    first = 3 - int(card.plan["network"]["dims"])  # axes of a patch: of a 2-D network rows and columns alone
    return [order[first + int(a)] for a in axes if 0 <= first + int(a) < 3]


def changed(volume: Volume, view: View) -> Volume:
    """The volume as that view has it; its grid has more voxels where it is moved."""
    voxels, geometry = volume.voxels, volume.geometry
    if view.flip is not None:
        voxels = np.flip(voxels, view.flip)
    if view.move is not None:
        voxels = np.pad(voxels, [(MOVE if a == view.move else 0, 0) for a in range(3)], mode="edge")
        z, y, x = voxels.shape
        geometry = Geometry((z, y, x), geometry.affine)
    if view.gamma != 1.0 or view.noise:
        voxels = _regreyed(voxels, view)
    return replace(volume, voxels=np.ascontiguousarray(voxels), geometry=geometry)


def _regreyed(voxels: Voxels, view: View) -> npt.NDArray[np.float32]:
    some = voxels.ravel()[:: max(1, voxels.size // 1_000_000)].astype(np.float64)
    low, high = (float(v) for v in np.percentile(some[np.isfinite(some)], TAILS))
    reach = max(high - low, 1e-6)
    out = voxels.astype(np.float32)
    if view.gamma != 1.0:
        share = (out - low) / reach
        inside = (share > 0) & (share < 1)
        out[inside] = share[inside] ** view.gamma * reach + low
    if view.noise:
        out += np.random.default_rng(0).standard_normal(out.shape, np.float32) * view.noise * reach
    return out


def restored(array: npt.NDArray[np.generic], view: View) -> npt.NDArray[np.generic]:
    """An array on a view's grid as one on the volume's own."""
    if view.move is not None:
        array = array[tuple(slice(MOVE if a == view.move else 0, None) for a in range(3))]
    return np.flip(array, view.flip) if view.flip is not None else array


def variation(volume: Volume, name: str, first: Soft) -> Steps[Variation]:
    """How much the answer varies whose soft one is ``first``. Raises ModelError."""
    segmenter = load_model(name)
    card, shape = segmenter.card, volume.geometry.shape
    boxes = {value: layer.box.pad(MARGIN, shape) for value, layer in first.classes.items()}
    if not boxes or 6 * sum(box.size for box in boxes.values()) > BUDGET_BYTES:
        raise ModelError(
            f"There is not enough memory to compare the answers of {card.name}",
            todo="Cut the image to the part that matters.",
        )
    sums = {value: np.zeros(box.shape, np.uint16) for value, box in boxes.items()}
    squares = {value: np.zeros(box.shape, np.uint32) for value, box in boxes.items()}
    volumes: dict[int, list[float]] = {value: [] for value in boxes}

    def take(levels: dict[int, Levels]) -> None:
        for value, one in levels.items():
            sums[value] += one
            squares[value] += one.astype(np.uint32) ** 2
            volumes[value].append(float(np.count_nonzero(one > FULL // 2)))

    take({value: _in(first.classes[value], box) for value, box in boxes.items()})
    views = views_of(volume, card)
    for number, view in enumerate(views):
        now = Progress(f"Looking how much {card.name} varies", number, len(views))
        yield now
        seen = changed(volume, view)
        answer = yield from told_as(segmenter.predict(seen, Request()), now)
        take(dict(_levels(answer, seen.geometry.shape, view, boxes)))
    count = len(views) + 1
    classes = {}
    for value, box in boxes.items():
        mean = sums[value] / np.float32(count)
        spread = np.sqrt(np.maximum(squares[value] / np.float32(count) - mean**2, 0)) / FULL
        classes[value] = Layer(box, np.rint(np.minimum(spread / MOST_SD, 1) * FULL).astype(np.uint8))
    ml = volume.geometry.voxel_ml
    return Variation(classes, {v: float(np.std(found, ddof=1)) * ml for v, found in volumes.items()}, count)


def _levels(answer: Prediction, shape: Triple, view: View, boxes: dict[int, Box]) -> Iterator[tuple[int, Levels]]:
    """The probability of each class of an answer to a view, in the boxes of the volume itself."""
    for value, box in boxes.items():
        if answer.soft is not None and value in answer.soft.classes:
            layer = answer.soft.classes[value]
        elif answer.probability is not None:
            layer = Soft.of_foreground(answer.probability, answer.box, shape, ANY).classes[ANY]
        else:
            raise ModelError("The model gives no probabilities")
        whole = np.zeros(shape, np.uint8)
        whole[layer.box.slices] = layer.levels
        yield value, np.asarray(restored(whole, view)[box.slices], np.uint8)


def _in(layer: Layer, box: Box) -> Levels:
    """The layer's levels in a box that holds it."""
    out = np.zeros(box.shape, np.uint8)
    out[moved(layer.box, [-n for n in box.lo]).slices] = layer.levels
    return out
