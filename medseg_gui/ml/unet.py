"""The automatic model kind "unet": a card, its weights, and an answer on the volume's own grid."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.segmenter import ModelCard, Prediction, Progress, Request
from medseg_gui.core.soft import Gather, Layer
from medseg_gui.core.volume import Volume
from medseg_gui.ml.checkpoints import ready
from medseg_gui.ml.device import best_device
from medseg_gui.ml.inference import probabilities
from medseg_gui.ml.networks import build, divisor
from medseg_gui.ml.preprocess import answer_out, image_in, way


class UNetSegmenter:
    """A trained U-Net. It keeps the network and no state of any case.

    Raises ModelError when the weights are missing, are not those of the card, or do not fit its plan.
    """

    def __init__(self, card: ModelCard, folder: Path) -> None:
        check_plan(card, folder)
        self._card = card
        self._device = best_device()
        self._network = ready(build(card.plan["network"]), card, folder, self._device)

    @property
    def card(self) -> ModelCard:
        return self._card

    def predict(self, volume: Volume, request: Request) -> Generator[Progress, None, Prediction]:
        """The labels of the whole volume; prompts are not looked at. Yields after each patch. Raises ModelError."""
        began = time.perf_counter()
        plan = self._card.plan
        yield Progress("Preparing the image")
        route = way(volume.geometry, plan)
        image = image_in(volume, plan, route)
        probability, notes = yield from probabilities(self._network, plan, image, self._device)
        yield Progress("Bringing the answer back", 1, 1)
        gather = Gather(route.shape, plan["values"])
        labels, foreground = answer_out(probability, route, plan["values"], gather)
        soft = gather.done(route.order, route.flip)
        box = Box.whole(volume.geometry.shape)
        return Prediction(box, labels, time.perf_counter() - began, foreground, None, tuple(notes), soft=soft)

    def explain(self, volume: Volume, at: Triple, value: int) -> Generator[Progress, None, Layer]:
        """What in the image speaks for that label value at that voxel (``ml.explain``). Raises ModelError."""
        from medseg_gui.ml.explain import explain

        return (yield from explain(self._network, self._card.plan, volume, at, value, self._device))


def check_plan(card: ModelCard, where: Path | str) -> None:
    """Raises ModelError when the card's plan lacks something that inference needs."""
    plan: Mapping[str, Any] = card.plan
    try:
        network = plan["network"]
        dims = int(network["dims"])
        patch = [int(n) for n in plan["patch"]]
        spacing = plan["spacing_mm"]
        values = [int(v) for v in plan["values"]]
        sound = (
            len(patch) == dims == len(divisor(network))
            and all(0 < n <= 1024 and n % d == 0 for n, d in zip(patch, divisor(network), strict=True))
            and len(spacing) == 3
            and all(s is None or 0.01 < float(s) < 100 for s in spacing)
            and len(values) + 1 == int(network["classes"])
            and all(0 < v <= 65535 for v in values)
            and isinstance(plan["normalise"], dict)
            and {s.value for s in card.segments} == set(values)
            and int(network["channels"]) == 1
        )
        if plan["normalise"].get("kind") == "ct":
            low, high = (float(v) for v in plan["normalise"]["clip"])
            sound = sound and low < high and float(plan["normalise"]["sd"]) > 0
            float(plan["normalise"]["mean"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"The model's plan is damaged: {error!r}", where) from error
    if not sound:
        raise ModelError("The model's plan contradicts itself", where, "Import the model again.")
