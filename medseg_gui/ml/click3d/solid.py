"""The model kind "click3d": prompts anywhere in a volume, answered for the whole object at once.

The click model asks it for its 3-D answers, and lends it 2-D answers in the slices of the prompts as suggestions;
alone it does without.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from medseg_gui.core.errors import ModelError
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.prompts import Bidirectional, BoxPrompt, Click, Lasso, PromptSet, is_positive, path, places
from medseg_gui.core.segmenter import Hypothesis, ModelCard, Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.core.windows import is_ct
from medseg_gui.ml.checkpoints import ready
from medseg_gui.ml.click.answer import CT_WINDOWS, SOFT_TISSUE_HU
from medseg_gui.ml.click3d.answer import Answer3, Guess3, Tuning3, begin, correct
from medseg_gui.ml.click3d.evidence import CHANNELS, CONFIRMED, SUGGESTED
from medseg_gui.ml.click3d.look import KnownSlice, Mark3, Mask2, Mask3, Question, Solid, Window
from medseg_gui.ml.click3d.masks import object_at
from medseg_gui.ml.click3d.network import HEAD, WIDTHS, SolidNet
from medseg_gui.ml.device import autocast, best_device, has_amx

Suggest = Callable[[int, int], Mask2]
"""Array axis, slice number → the 2-D answer to the prompts in that slice."""
RIM = 0.15
"""Share of a diameter at each end that is not drawn: it lies on the outline."""
THIN = 6
"""An object of fewer slices is hardly seen across them."""
SUGGESTIONS = 4
"""So many slices with prompts, the newest, get a 2-D answer first."""


class SolidSegmenter:
    """The trained 3-D click network. It keeps no state of any case.

    Raises ModelError when the weights are missing, are not those of the card, or do not fit its plan.
    """

    def __init__(self, card: ModelCard, folder: Path) -> None:
        self._card = card
        self.tuning = Tuning3.read(card.plan)
        self._device = best_device()
        self._net = ready(_network(card.plan, folder), card, folder, self._device)
        if self._device.type == "cpu" and not has_amx():
            self._net = self._net.to(memory_format=torch.channels_last_3d)  # type: ignore[call-overload]

    @property
    def card(self) -> ModelCard:
        return self._card

    def probabilities(self, x: Tensor) -> Tensor:
        """(B, 1, D, H, W) float32 on the CPU from (B, CHANNELS, D, H, W)."""
        with torch.inference_mode(), autocast(self._device):
            logits = self._net(x.to(self._device))
            out: Tensor = logits.float().sigmoid().cpu()
        return out.clone()

    def predict(
        self, volume: Volume, request: Request, suggest: Suggest | None = None, axis: int | None = None
    ) -> Generator[Progress, None, Prediction]:
        """The whole object. ``suggest``: 2-D answers along array axis ``axis``, asked for slices with prompts.

        Raises ModelError without a prompt, and for prompts or masks that do not fit the volume.
        """
        began = time.perf_counter()
        if request.plane is not None:
            raise ModelError("This model answers in 3-D only", self._card.name, "Use the click model for one slice.")
        shape = volume.geometry.shape
        previous = None if request.previous is None else np.asarray(request.previous, bool)
        if previous is not None and previous.shape != shape:
            raise ModelError(f"The mask so far {previous.shape} does not fit the image {shape}", self._card.name)
        asked = question(volume, request, previous)
        own = None if previous is None else object_at(previous, asked.marks, asked.solid.mm)
        known, going_on = _known_part(asked, own)
        if own is not None and not going_on:
            answer = yield from correct(self.probabilities, asked, own, self.tuning)
            return _prediction(answer, previous, own, time.perf_counter() - began)
        if suggest is not None and axis is not None and asked.area is None and not going_on:
            yield Progress("Looking at the slices with prompts")
            known = (*_suggested(asked, axis, suggest), *known)
        asked = replace(asked, known=known)
        if not asked.marks and asked.area is None and not any(k.mask.any() for k in asked.known):
            raise ModelError("There is nothing to answer to", todo="Click on the object, or draw a box round it.")
        answer = yield from begin(self.probabilities, asked, self.tuning, own)
        if suggest is not None and axis is not None and not going_on:
            answer = _ranked(answer, asked, axis, suggest)
        return _prediction(answer, previous, own, time.perf_counter() - began)


def _network(plan: Mapping[str, Any], folder: Path) -> SolidNet:
    made = plan.get("network", {})
    try:
        widths = tuple(int(w) for w in made.get("widths", WIDTHS))
        inputs, head = int(made.get("inputs", CHANNELS)), int(made.get("head", HEAD))
        if inputs != CHANNELS or not 2 <= len(widths) <= 4 or any(w % 8 or not 8 <= w <= 512 for w in (*widths, head)):
            raise ValueError(f"{inputs} inputs, widths {widths}, head {head}")
        return SolidNet(inputs, widths, head)
    except (TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"The model's plan is damaged: {error}", folder) from error


# ----- what is asked -------------------------------------------------------------------------------
def question(volume: Volume, request: Request, previous: Mask3 | None) -> Question:
    """What the request asks about the volume, but for suggestions. Raises ModelError."""
    shape, spacing = volume.geometry.shape, volume.geometry.spacing_mm
    marks, area = _marks(request.prompts, shape)
    known = []
    for plane, number in request.confirmed:
        axis = volume.geometry.axis_of(plane)
        if previous is None or not 0 <= number < shape[axis]:
            raise ModelError(f"Slice {number} ({plane}) cannot be confirmed: there is no mask of it")
        known.append(KnownSlice(axis, number, np.asarray(previous.take(number, axis)), CONFIRMED))
    solid = Solid(np.asarray(volume.voxels), spacing, is_ct(volume))
    return Question(solid, marks, area, tuple(known), _window(solid, marks))


def _marks(prompts: PromptSet, shape: tuple[int, int, int]) -> tuple[tuple[Mark3, ...], dict[str, Any] | None]:
    marks: list[Mark3] = []
    area: dict[str, Any] | None = None
    for prompt in prompts:
        if isinstance(prompt, BoxPrompt):
            low, high = (np.array(f([prompt.lo, prompt.hi], axis=0), float) for f in (np.min, np.max))
            _check(np.array([low, high], np.intp), shape)
            if (high > low).all():  # a flat box speaks through the 2-D answer in its slice
                area = {"low": low, "high": high}
            else:
                marks += (
                    [] if any(m.positive for m in marks) else [Mark3(((low + high) / 2).round().astype(np.intp)[None])]
                )
            continue
        indices = path(prompt.long) if isinstance(prompt, Bidirectional) else places(prompt)
        voxels: npt.NDArray[np.intp] = np.array(indices, np.intp).reshape(-1, 3)
        _check(voxels, shape)
        if not len(voxels):
            continue
        if isinstance(prompt, Lasso):
            inside = _enclosed(voxels)
            marks.append(Mark3(inside if not prompt.positive else inside[len(inside) // 2][None], prompt.positive))
            continue
        if isinstance(prompt, Bidirectional):
            rim = round(len(voxels) * RIM)
            voxels = voxels[rim : len(voxels) - rim]
        marks.append(Mark3(voxels, is_positive(prompt)))
        if isinstance(prompt, Click) and prompt.positive and prompt.reach_mm > 0:
            area = {"centre": voxels[0].astype(float), "radius_mm": prompt.reach_mm}
    return tuple(marks), area


def _check(voxels: npt.NDArray[np.intp], shape: tuple[int, int, int]) -> None:
    for index in voxels:
        if not all(0 <= i < n for i, n in zip(index, shape, strict=True)):
            raise ModelError(f"The prompt at {tuple(int(i) for i in index)} lies outside the image {shape}")


def _enclosed(voxels: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The voxels (n, 3) that a closed curve in one slice goes round, its own included."""
    from skimage.draw import polygon2mask

    axis = int(np.ptp(voxels, 0).argmin())
    flat = np.delete(voxels, axis, 1)
    low = flat.min(0)
    inside = polygon2mask(tuple(int(n) for n in np.ptp(flat, 0) + 1), (flat - low).astype(float))  # type: ignore[no-untyped-call,unused-ignore]
    inside[tuple((flat - low).T)] = True
    found = np.argwhere(inside) + low
    out: npt.NDArray[np.intp] = np.insert(found, axis, voxels[0, axis], 1).astype(np.intp)
    return out


def _window(solid: Solid, marks: tuple[Mark3, ...]) -> Window | None:
    """The CT window of the tissue that was pointed at first; None for other images, or without a positive prompt."""
    first = next((m for m in marks if m.positive and len(m.voxels)), None)
    if not solid.ct or first is None:
        return None
    values = []
    for index in first.voxels[:: max(1, len(first.voxels) // 25)]:
        near = tuple(slice(max(int(i) - k, 0), int(i) + k + 1) for i, k in zip(index, (0, 1, 1), strict=True))
        values.append(float(np.median(np.asarray(solid.voxels[near], np.float32))))
    value = float(np.median(values))
    return CT_WINDOWS["air" if value <= SOFT_TISSUE_HU[0] else "soft" if value < SOFT_TISSUE_HU[1] else "bone"]


def _known_part(asked: Question, own: Mask3 | None) -> tuple[tuple[KnownSlice, ...], bool]:
    """The known slices, and whether the object is to go on from them: nothing of it lies outside.

    An object of one slice that nobody confirmed is known as a suggestion.
    """
    if own is None:
        return asked.known, False
    count = int(np.count_nonzero(own))
    seen = np.zeros(own.shape, bool)
    for known in asked.known:
        where: list[int | slice] = [slice(None)] * 3
        where[known.axis] = known.number
        seen[tuple(where)] = True
    if asked.known and not (own & ~seen).any():
        return asked.known, True
    for axis in range(3):
        lines = np.flatnonzero(own.any(tuple(a for a in range(3) if a != axis)))
        if len(lines) == 1 and own.shape[axis] > 1 and count > 1:
            number = int(lines[0])
            return (*asked.known, KnownSlice(axis, number, np.asarray(own.take(number, axis)), SUGGESTED)), True
    return asked.known, False


def _suggested(asked: Question, axis: int, suggest: Suggest) -> list[KnownSlice]:
    """2-D answers in the newest slices with positive prompts."""
    numbers = dict.fromkeys(int(np.median(m.voxels[:, axis])) for m in reversed(asked.marks) if m.positive)
    out = [KnownSlice(axis, n, suggest(axis, n), SUGGESTED) for n in list(numbers)[:SUGGESTIONS]]
    return [k for k in out if k.mask.any()]


# ----- what is answered ----------------------------------------------------------------------------
def _ranked(answer: Answer3, asked: Question, axis: int, suggest: Suggest) -> Answer3:
    """The guess first that the 2-D answers agree with most, in the worse of the planes that no guess was told of.

    Across the click's own slice: there all guesses look alike. An object of few slices shows too little there.
    """
    click = next((m.voxels[len(m.voxels) // 2] for m in asked.marks if m.positive and len(m.voxels)), None)
    across = tuple(a for a in range(3) if a != axis)
    slices = max(np.count_nonzero(g.mask.any(across)) for g in answer.guesses)
    if click is None or len(answer.guesses) < 2 or slices < THIN:
        return answer
    flat = {a: suggest(a, int(click[a])) for a in across}

    def agreement(guess: Guess3) -> float:
        out: list[float] = []
        for a, mask in flat.items():
            cut = guess.mask.take(int(click[a]) - answer.box.lo[a], a)
            inner = tuple(answer.box.slices[b] for b in range(3) if b != a)
            both, total = int((cut & mask[inner]).sum()), int(cut.sum()) + int(mask.sum())
            out.append(2 * both / max(total, 1))
        return min(out)

    return replace(answer, guesses=tuple(sorted(answer.guesses, key=agreement, reverse=True)))


def _prediction(answer: Answer3, previous: Mask | None, own: Mask3 | None, seconds: float) -> Prediction:
    """The answer's box; other objects that the mask so far holds there stay."""
    kept = None
    if previous is not None:
        kept = previous[answer.box.slices]
        kept = kept & ~own[answer.box.slices] if own is not None else kept
    hypotheses = tuple(
        Hypothesis((g.mask if kept is None else g.mask | kept).astype(np.uint8), g.quality) for g in answer.guesses
    )
    best = answer.guesses[0]
    return Prediction(answer.box, hypotheses[0].labels, seconds, best.probability, best.quality, (), hypotheses)
