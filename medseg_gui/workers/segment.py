"""Automatic segmentation as a job: a model from the library, loaded once and kept, and its answer as a label map."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box
from medseg_gui.core.interval import VolumeEstimate
from medseg_gui.core.labelmap import PALETTE, Code, LabelMap, Segment
from medseg_gui.core.segmenter import ModelCard, Prediction, Progress, Request, Segmenter
from medseg_gui.core.soft import ANY, Soft
from medseg_gui.core.volume import Volume
from medseg_gui.workers import models, outside
from medseg_gui.workers.classical import CLASSICAL
from medseg_gui.workers.job import Steps
from medseg_gui.workers.volumes import estimates

# A new kind of model is one file and one row: kind in the card → module and class, loaded when first needed.
KINDS = {
    "unet": ("medseg_gui.ml.unet", "UNetSegmenter"),
    "aligned": ("medseg_gui.ml.aligned", "AlignedSegmenter"),
    "nnunet": ("medseg_gui.ml.nnunet", "NnUNetSegmenter"),
    "monai": ("medseg_gui.ml.bundle", "BundleSegmenter"),
    "onnx": ("medseg_gui.ml.onnx_model", "OnnxSegmenter"),
    "torchscript": ("medseg_gui.ml.script_model", "ScriptSegmenter"),
    "click": ("medseg_gui.ml.click.engine", "ClickSegmenter"),
    "click-nninteractive": ("medseg_gui.ml.interactive", "InteractiveSegmenter"),
    "click3d": ("medseg_gui.ml.click3d.solid", "SolidSegmenter"),
}
# An automatic model and the click model stay loaded, so that a click after a whole-volume run finds its model warm.
KEPT = 2
# The loaded models, by folder and weights, the oldest first; only jobs of the model lane touch them.
_kept: dict[tuple[str, str], Segmenter] = {}


@dataclass(frozen=True)
class Answer:
    """``labels`` on the volume's grid; ``author`` for the history; ``notes`` that a reader must see."""

    labels: LabelMap
    author: str
    prediction: Prediction
    volumes: tuple[VolumeEstimate, ...] = ()
    """Of each structure, with the interval that the model's card calibrates."""

    @property
    def notes(self) -> tuple[str, ...]:
        return self.prediction.notes

    @property
    def seconds(self) -> float:
        return self.prediction.seconds


def make_segmenter(card: ModelCard) -> Segmenter:
    """A freshly loaded and checked model. Raises ModelError."""
    if card.kind not in KINDS:
        raise ModelError(f"This program cannot run models of kind {card.kind!r}", card.folder, "Update the program.")
    module, name = KINDS[card.kind]
    segmenter: Segmenter = getattr(import_module(module), name)(card, Path(card.folder))
    return segmenter


def load_model(name: str) -> Segmenter:
    """The model of that name or folder, or the classical method; the last KEPT stay loaded. Raises ModelError."""
    if name in CLASSICAL:
        return CLASSICAL[name]
    card = models.find(name)
    key = (card.folder, card.sha256)
    if key not in _kept:
        segmenter = make_segmenter(card)
        while len(_kept) >= KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = segmenter
    return _kept[key]


def is_loaded(name: str) -> bool:
    """True when a model of that name is ready to answer at once; any thread may ask."""
    return any(segmenter.card.name == name for segmenter in tuple(_kept.values()))


def is_quick(name: str) -> bool:
    """True when that model is ready and may be asked where a click would lead, before there is one; any thread."""
    return any(s.card.name == name and s.card.kind not in models.SLOW_CLICKS for s in tuple(_kept.values()))


def load_ahead(name: str) -> Steps[None]:
    """Loads the model, so that its first answer is quick. Raises ModelError."""
    yield Progress(f"Loading {name}")
    load_model(name)


def predict(volume: Volume, name: str, request: Request | None = None) -> Steps[Prediction]:
    """The model's answer in its own label values."""
    yield Progress(f"Loading {name}")
    segmenter = load_model(name)
    answer = yield from segmenter.predict(volume, request or Request())
    card = segmenter.card
    notes = (*answer.notes, *card.unlike(volume.modality))
    return replace(answer, author=answer.author or card.author, notes=notes)


def segment(volume: Volume, name: str) -> Steps[Answer]:
    """All structures the model knows, as a label map on the volume's grid. Raises ModelError."""
    if name in outside.PROGRAMS:
        began = time.perf_counter()
        labels = yield from outside.segment(volume, name)
        author = outside.PROGRAMS[name].card.author
        nothing = Prediction(Box.whole(volume.geometry.shape), labels.voxels, time.perf_counter() - began)
        return Answer(labels, author, nothing)
    prediction = yield from predict(volume, name)
    card = models.find(name)
    volumes = estimates(card, volume, prediction)
    if prediction.soft is None and prediction.probability is not None:
        yield Progress("Looking how sure it is")
        value = card.segments[0].value if len(card.segments) == 1 else ANY
        soft = Soft.of_foreground(prediction.probability, prediction.box, volume.geometry.shape, value)
        prediction = replace(prediction, soft=soft)
    return Answer(label_map(volume, prediction, card), prediction.author, prediction, volumes)


def label_map(volume: Volume, prediction: Prediction, card: ModelCard) -> LabelMap:
    """The answer with the card's names, colours and codes."""
    segments = [
        Segment(s.value, s.name, s.colour or PALETTE[i % len(PALETTE)], code=Code(*s.code) if s.code else None)
        for i, s in enumerate(card.segments)
    ]
    labels = prediction.labels
    if prediction.box != Box.whole(volume.geometry.shape):
        whole = LabelMap.empty(volume.geometry).layers[0].astype(labels.dtype)
        whole[prediction.box.slices] = labels
        labels = whole
    return LabelMap([labels], volume.geometry, segments)
