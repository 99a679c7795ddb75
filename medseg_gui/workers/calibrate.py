"""Calibrates the intervals of a model's volumes on labelled cases that it has not seen (``core.interval``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from medseg_gui.core.errors import BadInput, ModelError, WriteFailed
from medseg_gui.core.interval import KEY, LEVEL, Measured, for_card
from medseg_gui.core.labelmap import Labels
from medseg_gui.core.segmenter import ModelCard, Prediction, Progress
from medseg_gui.core.volume import Volume
from medseg_gui.io.safewrite import replace_text
from medseg_gui.workers import models
from medseg_gui.workers.job import Steps, told_as
from medseg_gui.workers.pairs import Pair, read_pairs, training_case
from medseg_gui.workers.segment import predict
from medseg_gui.workers.volumes import spread_ml

Load = Callable[[], tuple[Volume, Labels]]


def calibrate(model: str, pairs: str | Path | Sequence[Pair]) -> Steps[dict[str, Any]]:
    """What the card's scores may keep, measured on those of the pairs that the model has not seen.

    Where the card names the cases that were held out, the others are left out; else all are taken. Raises BadInput for
    too few cases, ModelError.
    """
    card = models.find(model)
    found = read_pairs(pairs) if isinstance(pairs, str | Path) else tuple(pairs)
    held = card.scores.get("held_out")
    if isinstance(held, list):
        found = tuple(pair for pair in found if Path(pair.image).name in held) or found
    names: dict[int, str] = {}
    cases = [(Path(pair.image).name, training_case(pair, names).load) for pair in found]
    return (yield from calibrate_on(card, cases))


def calibrate_on(card: ModelCard, cases: Sequence[tuple[str, Load]]) -> Steps[dict[str, Any]]:
    """The same with cases by name, each loaded when its turn comes; their labels have the card's values."""
    found: list[Measured] = []
    for number, (name, load) in enumerate(cases):
        now = Progress(f"Measuring {name}", number, len(cases))
        yield now
        volume, truth = load()
        prediction = yield from told_as(predict(volume, card.folder), now)
        found += measured(card, name, volume, prediction, truth)
    return for_card(found, LEVEL)


def measured(card: ModelCard, case: str, volume: Volume, prediction: Prediction, truth: Labels) -> list[Measured]:
    """A row for each structure that is there, in the answer or in truth. Raises ModelError without probabilities."""
    ml, out = volume.geometry.voxel_ml, []
    for segment in card.segments:
        voxels = int(np.count_nonzero(prediction.labels == segment.value))
        true = int(np.count_nonzero(truth == segment.value))
        spread = spread_ml(card, prediction, segment.value, ml)
        if spread is None:
            raise ModelError(f"{card.name} gives no probability of {segment.name}: it cannot be calibrated")
        if voxels or true:
            out.append(Measured(segment.name, case, true * ml, voxels * ml, spread))
    return out


def keep(card: ModelCard, found: dict[str, Any]) -> ModelCard:
    """The card with the calibration, written in its folder. Raises ModelError for a shipped model, WriteFailed."""
    if models.is_shipped(card):
        raise ModelError(f"{card.name} came with the program and stays as it is", card.folder)
    return write(card, found)


def write(card: ModelCard, found: dict[str, Any]) -> ModelCard:
    """The same for any card, for those who make the shipped models."""
    card = replace(card, scores={**card.scores, KEY: found})
    if not card.folder:
        raise BadInput("The card stands nowhere")
    try:
        replace_text(Path(card.folder) / models.CARD, card.to_json())
    except OSError as error:
        raise WriteFailed(f"The card could not be written: {error.strerror}", card.folder) from error
    return card
