"""What models that come as one file share: a description beside it, from which the card is made, and the answer.

The file is a graph from (1, 1, slice, row, column) grey values to (1, channels, ...) figures; all around it, axes,
spacing, grey values and windows, stands in the description (docs/models.md).
"""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Generator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import PLANES, Box
from medseg_gui.core.segmenter import CardSegment, ModelCard, Prediction, Progress, Request
from medseg_gui.core.soft import Gather
from medseg_gui.core.volume import Volume
from medseg_gui.ml.checkpoints import sha256_of
from medseg_gui.ml.foreign import read_json, safe_name, text_of, write_card
from medseg_gui.ml.inference import See, Windows, sliding
from medseg_gui.ml.preprocess import answer_out, image_in, way

ACTIVATIONS = ("softmax", "sigmoid", "none")
# Larger than any grey value, small enough for float32.
_ALL = [-3e38, 3e38]


def description_of(path: Path) -> Path:
    """Where a model file's description is looked for: model.json beside model.onnx."""
    return path.with_suffix(".json")


def convert(path: Path, target: Path, kind: str, file: str) -> Generator[Progress, None, ModelCard]:
    """The model file and a card made of its description, in ``target``. Raises ModelError."""
    beside = description_of(path)
    if not beside.is_file():
        raise ModelError(
            "The model file says neither what it segments nor how it sees an image",
            path,
            f"Write that into {beside.name} beside it, as docs/models.md shows.",
        )
    said = read_json(beside)
    try:
        card = _card(said, kind, path)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ModelError(f"The description is damaged or lacks something: {error!r}", beside) from error
    check_plan(card, beside)
    yield Progress("Copying the model")
    shutil.copyfile(path, target / file)
    return write_card(target, replace(card, sha256=sha256_of(target / file)))


def _card(said: Mapping[str, Any], kind: str, path: Path) -> ModelCard:
    segments = tuple(CardSegment(int(v), str(n)) for v, n in sorted(said["segments"].items(), key=lambda p: int(p[0])))
    spacing = [None if s is None else float(s) for s in said.get("spacing_mm") or (None, None, None)]
    modality = said.get("modality") or ()
    scores = said.get("scores")
    return ModelCard(
        safe_name(str(said.get("name") or path.stem)),
        str(said.get("version") or "1"),
        kind,
        (modality,) if isinstance(modality, str) else tuple(str(m) for m in modality),
        (spacing[0], spacing[1], spacing[2]) if None not in spacing and len(spacing) == 3 else None,  # type: ignore[arg-type]
        segments,
        (),
        text_of(said, "trained_on"),
        text_of(said, "limits"),
        text_of(said, "licence", "license") or "not stated",
        scores=dict(scores) if isinstance(scores, dict) else {},
        plan={
            "patch": [int(n) for n in said["patch"]],
            "plane": str(said.get("plane", "axial")),
            "spacing_mm": spacing,
            "normalise": _normalise(said["normalise"]),
            "activation": str(said.get("activation", "softmax")),
            "values": [s.value for s in segments],
        },
    )


def _normalise(how: Mapping[str, Any]) -> dict[str, Any]:
    """One of ct, zscore, range (to 0 … 1), none, as ``preprocess.normalise`` takes it."""
    kind = how["kind"]
    if kind == "zscore":
        return {"kind": "zscore"}
    if kind == "none":
        return {"kind": "ct", "clip": _ALL, "mean": 0.0, "sd": 1.0}
    low, high = (float(v) for v in how["clip"])
    if kind == "range":
        return {"kind": "ct", "clip": [low, high], "mean": low, "sd": high - low}
    if kind != "ct":
        raise ValueError(f"normalise knows ct, zscore, range and none, not {kind!r}")
    return {"kind": "ct", "clip": [low, high], "mean": float(how["mean"]), "sd": float(how["sd"])}


def predict(card: ModelCard, see: See, volume: Volume) -> Generator[Progress, None, Prediction]:
    """The labels of the whole volume. Yields after each patch. Raises ModelError when the graph answers oddly."""
    began = time.perf_counter()
    plan = card.plan
    yield Progress("Preparing the image")
    route = way(volume.geometry, plan)
    image = image_in(volume, plan, route)
    patch, classes = tuple(plan["patch"]), len(plan["values"]) + 1

    def shares(batch: torch.Tensor) -> torch.Tensor:
        out = see(batch)
        wanted = classes - 1 if plan["activation"] == "sigmoid" else classes
        if tuple(out.shape) != (1, wanted, *batch.shape[2:]):
            raise ModelError(
                f"The model answers with {tuple(out.shape)} where its description says {wanted} channels of "
                f"{'×'.join(str(n) for n in batch.shape[2:])}",
                card.folder,
            )
        if plan["activation"] == "sigmoid":
            inside = torch.sigmoid(out.float())
            return torch.cat((1 - inside, inside), 1)
        return torch.softmax(out.float(), 1) if plan["activation"] == "softmax" else out.float()

    # patches stay as large as they are: the graph may take no others
    probability, notes = yield from sliding(shares, Windows(patch, patch, classes), image[None])
    yield Progress("Bringing the answer back", 1, 1)
    gather = Gather(route.shape, plan["values"])
    labels, foreground = answer_out(probability, route, plan["values"], gather)
    soft = gather.done(route.order, route.flip)
    box = Box.whole(volume.geometry.shape)
    return Prediction(box, labels, time.perf_counter() - began, foreground, None, tuple(notes), soft=soft)


class Described:
    """A segmenter of one file; a kind of its own says how the file ``_see``s a patch."""

    def __init__(self, card: ModelCard, folder: Path) -> None:
        check_plan(card, folder)
        self._card = card

    @property
    def card(self) -> ModelCard:
        return self._card

    def _see(self, batch: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError

    def predict(self, volume: Volume, request: Request) -> Generator[Progress, None, Prediction]:
        return predict(self._card, self._see, volume)


def check_plan(card: ModelCard, where: Path | str) -> None:
    """Raises ModelError when the card's plan lacks something that inference needs."""
    plan: Mapping[str, Any] = card.plan
    try:
        values, how = list(plan["values"]), plan["normalise"]
        sound = (
            len(plan["patch"]) == 3
            and all(isinstance(n, int) and 0 < n <= 1024 for n in plan["patch"])
            and len(plan["spacing_mm"]) == 3
            and all(s is None or 0.01 < float(s) < 100 for s in plan["spacing_mm"])
            and plan["plane"] in PLANES
            and plan["activation"] in ACTIVATIONS
            and values == list(range(1, len(values) + 1))
            and len(values) > 0
            and (plan["activation"] != "sigmoid" or len(values) == 1)
            and {s.value for s in card.segments} == set(values)
            and how["kind"] in ("ct", "zscore")
        )
        if how["kind"] == "ct":
            low, high = (float(v) for v in how["clip"])
            sound = sound and low < high and float(how["sd"]) > 0 and math.isfinite(float(how["mean"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"The model's plan is damaged: {error!r}", where) from error
    if not sound:
        raise ModelError(
            "The description contradicts itself",
            where,
            "Segments are 1, 2, 3 … in the order of the output's channels (0 is background); patch and spacing_mm are "
            "(slice, row, column).",
        )
