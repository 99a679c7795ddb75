"""The volumes of a model's answer, each with the interval that its card calibrates, or with the reason why not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.interval import VolumeEstimate, estimate
from medseg_gui.core.segmenter import ModelCard, Prediction, Progress
from medseg_gui.core.soft import FLOOR, Soft, class_doubt
from medseg_gui.core.volume import Volume
from medseg_gui.workers.job import Steps


def spread_ml(card: ModelCard, prediction: Prediction, value: int, voxel_ml: float) -> float | None:
    """The millilitres of that class that the model expects to be wrong, a voxel at the least; None if not known."""
    if prediction.soft is not None and value in prediction.soft.spread:
        return max(1.0, prediction.soft.spread[value]) * voxel_ml
    if prediction.probability is not None and len(card.segments) == 1:
        p = np.clip(prediction.probability, 0, 1)
        return max(1.0, float(class_doubt(p)[p >= FLOOR].sum(dtype=np.float64))) * voxel_ml
    return None


def estimates(card: ModelCard, volume: Volume, prediction: Prediction) -> tuple[VolumeEstimate, ...]:
    """One for each of the card's structures."""
    ml = volume.geometry.voxel_ml
    counts = np.bincount(prediction.labels.ravel(), minlength=1 + max((s.value for s in card.segments), default=0))
    return tuple(
        estimate(card.scores, s.name, float(counts[s.value]) * ml, spread_ml(card, prediction, s.value, ml))
        for s in card.segments
    )


def look(probability: npt.NDArray[np.float32], box: Box, shape: Triple) -> Steps[Soft]:
    """What follows from the probability of one object in a box of a volume."""
    yield Progress("Looking how sure it is")
    return Soft.of_foreground(probability, box, shape)
