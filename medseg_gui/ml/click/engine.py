"""The model kind "click": prompts in a slice of any plane, answered in 2-D, or in 3-D.

The 3-D answer comes from the model that the card names in its plan under "solid"; without one, slice by slice from
this network. In 2-D prompts of other slices are not looked at. A lasso limits the answer to what it goes round, a
negative one cuts it out.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from medseg_gui.core.caliper import Ends2, area, room
from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import PLANES, Box, Plane, Triple
from medseg_gui.core.labelmap import Labels, Mask
from medseg_gui.core.prompts import Bidirectional, BoxPrompt, Click, Lasso, Line, PromptSet, path, places, span
from medseg_gui.core.segmenter import Hypothesis, ModelCard, NotWanted, Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.core.windows import is_ct
from medseg_gui.ml.checkpoints import ready
from medseg_gui.ml.click.answer import Answer, Guess, Network, Tuning, answer
from medseg_gui.ml.click.answer import follow as go_on
from medseg_gui.ml.click.calibration import Calibration
from medseg_gui.ml.click.evidence import CHANNELS, channels
from medseg_gui.ml.click.network import HEAD, WIDTHS, ClickNet
from medseg_gui.ml.click.propagate import Stack, spread
from medseg_gui.ml.click.views import SIZE, Mark, Mask2, Slab
from medseg_gui.ml.click.world import SLICES
from medseg_gui.ml.click3d.solid import SolidSegmenter, Suggest
from medseg_gui.ml.device import autocast, best_device, has_amx
from medseg_gui.settings import shipped_models

FOREGROUND = 1
AT_ONCE = 2
"""Looks between two questions whether an answer is still wanted: one at a time keeps two cores less busy."""
FEWEST_SLICES = 6
"""A stack of fewer slices is no solid: its 3-D answers come slice by slice."""
RIM = 0.15
"""Share of a long diameter at each end that says nothing: people draw beyond the edge."""


@dataclass(frozen=True)
class Pointed:
    """What the prompts of one slice say: marks in the order given, the last box or drag, what lassos allow."""

    marks: tuple[Mark, ...] = ()
    area: Mask2 | None = None
    allowed: Mask2 | None = None


class ClickSegmenter:
    """The trained click network and how it is asked. It keeps no state of any case.

    Raises ModelError when the weights are missing, are not those of the card, or do not fit its plan.
    """

    def __init__(self, card: ModelCard, folder: Path) -> None:
        self._card = card
        self._tuning = Tuning.read(card.plan)
        self._calibration = Calibration.read(card.plan)
        self._device = best_device()
        self._net = ready(_network(card.plan, folder), card, folder, self._device)
        # a tenth to a quarter faster; slower on AMX
        plain = self._device.type == "cpu" and not has_amx()
        self._format = torch.channels_last if plain else torch.contiguous_format
        self._net = self._net.to(memory_format=self._format)  # type: ignore[call-overload]
        self._warm_up()
        self._solid: SolidSegmenter | None = None
        if name := card.plan.get("solid"):
            home = shipped_models() / str(name)
            self._solid = SolidSegmenter(ModelCard.read(home), home)

    @property
    def card(self) -> ModelCard:
        return self._card

    def _warm_up(self) -> None:
        """Compiles and allocates what the first answer would otherwise wait for."""
        empty = torch.zeros(self._tuning.looks, SLICES, SIZE, SIZE)
        none = torch.zeros(self._tuning.looks, 1, SIZE, SIZE)
        self.probabilities(channels(empty, none, none, none, none))

    def probabilities(self, x: Tensor) -> Tensor:
        """(looks, 1, S, S) float32 on the CPU from (looks, CHANNELS, S, S)."""
        with torch.inference_mode(), autocast(self._device):
            logits = self._net(x.to(self._device).contiguous(memory_format=self._format))
        out: Tensor = logits.float().sigmoid().cpu()
        return out

    def _while(self, wanted: Callable[[], bool] | None) -> Network:
        """The network, asked for a few looks at a time so that it can stop in between. Raises NotWanted."""
        if wanted is None:
            return self.probabilities

        def in_parts(x: Tensor) -> Tensor:
            out = []
            for part in torch.split(x, AT_ONCE):
                if not wanted():
                    raise NotWanted
                out.append(self.probabilities(part))
            return torch.cat(out)

        return in_parts

    def predict(self, volume: Volume, request: Request) -> Generator[Progress, None, Prediction]:
        """The object in the slice of the last prompt, or in 3-D without a plane. Raises ModelError without a prompt."""
        began = time.perf_counter()
        thin = min(volume.geometry.shape) < FEWEST_SLICES and not request.confirmed
        if request.plane is None and self._solid is not None and not thin:
            answer = yield from self._solid.predict(volume, request, *self._help(volume, request.prompts))
            return replace(answer, author=self._solid.card.author)
        yield Progress("Looking at the slice")
        previous = request.previous
        if previous is not None and previous.shape != volume.geometry.shape:
            raise ModelError(
                f"The mask so far {previous.shape} does not fit the image {volume.geometry.shape}", self._card.name
            )
        axis, number = slice_of(volume, request.prompts, request.plane or _main_plane(volume, request.prompts))
        network = self._while(request.wanted)
        before, found = self._slice(volume, request.prompts, previous, axis, number, network)
        if request.plane is not None:
            return _prediction(found, before, axis, number, volume.geometry.shape, time.perf_counter() - began)

        def old(n: int) -> Mask2:
            return np.asarray(previous.take(n, axis), bool) if previous is not None else np.zeros_like(found.mask)

        correcting = previous is not None and bool(previous.any())
        kept = {n for plane, n in request.confirmed if volume.geometry.axis_of(plane) == axis} if correcting else set()
        prompted = {n for p in request.prompts for n in range(span(p, axis)[0], span(p, axis)[1] + 1)} - {number}
        anchors = {number: found}
        if number in kept:
            # the whole object from slices that are right already
            anchors = {n: Answer(old(n).astype(np.float32), old(n), found.quality) for n in kept}
        elif not correcting:
            for other in sorted(prompted):
                yield Progress("Looking at the slices with prompts")
                anchors[other] = self._slice(volume, request.prompts, None, axis, other)[1]

        def follow(n: int, mask: Mask2) -> Guess:
            return go_on(self.probabilities, slab_of(volume, axis, n), mask, self._tuning)

        fixed = prompted | kept if correcting else ()
        stack = yield from spread(anchors, fixed, volume.geometry.shape[axis], follow, old if correcting else None)
        return _stacked(stack, old, axis, volume.geometry.shape, found.quality, time.perf_counter() - began)

    def _help(self, volume: Volume, prompts: PromptSet) -> tuple[Suggest, int]:
        """What the 3-D network asks of this one: the answer to the prompts of a slice; and the axis to go along."""
        axis, _ = slice_of(volume, prompts, _main_plane(volume, prompts))

        def suggest(along: int, number: int) -> Mask2:
            return self._slice(volume, prompts, None, along, number)[1].mask

        return suggest, axis

    def _slice(
        self,
        volume: Volume,
        prompts: PromptSet,
        previous: Mask | None,
        axis: int,
        number: int,
        network: Network | None = None,
    ) -> tuple[Mask2, Answer]:
        """What the slice held, and the answer in it."""
        slab = slab_of(volume, axis, number)
        before = np.zeros(slab.shape, bool) if previous is None else np.asarray(previous.take(number, axis), bool)
        return before, self.answer(slab, point(prompts, axis, number, slab.shape, slab.mm), before, network)

    def answer(self, slab: Slab, pointed: Pointed, before: Mask2, network: Network | None = None) -> Answer:
        """The answer in a slice that is already cut out. Raises ModelError without a prompt."""
        found = answer(network or self.probabilities, slab, pointed.marks, pointed.area, before, self._tuning)
        expected = self._calibration.later if before.any() else self._calibration.first
        guesses = tuple(replace(g, quality=expected(g.quality)) for g in found.hypotheses)
        found = replace(found, quality=expected(found.quality), hypotheses=guesses)
        if pointed.allowed is None:
            return found
        # what was there before the lasso stays, wherever the lasso did not forbid it
        room = pointed.allowed
        guesses = tuple(replace(g, mask=g.mask & (room | before)) for g in found.hypotheses)
        return replace(found, mask=found.mask & (room | before), hypotheses=guesses)


def _network(plan: Mapping[str, Any], folder: Path) -> ClickNet:
    made = plan.get("network", {})
    try:
        widths = tuple(int(w) for w in made.get("widths", WIDTHS))
        inputs, head = int(made.get("inputs", CHANNELS)), int(made.get("head", HEAD))
        if inputs != CHANNELS or not 2 <= len(widths) <= 6 or any(w % 8 or not 8 <= w <= 1024 for w in (*widths, head)):
            raise ValueError(f"{inputs} inputs, widths {widths}, head {head}")
        return ClickNet(inputs, widths, head)
    except (TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"The model's plan is damaged: {error}", folder) from error


# ----- prompts -------------------------------------------------------------------------------------
def slice_of(volume: Volume, prompts: PromptSet, plane: Plane) -> tuple[int, int]:
    """The array axis of the plane and the number of the last prompt's slice. Raises ModelError."""
    axis = volume.geometry.axis_of(plane)
    shape = volume.geometry.shape
    given = [p for p in prompts if places(p)]
    if not given:
        raise ModelError("There is nothing to answer to", todo="Click on the object, or draw a box round it.")
    for index in (place for prompt in given for place in places(prompt)):
        if not all(0 <= i < n for i, n in zip(index, shape, strict=True)):
            raise ModelError(f"The prompt at {index} lies outside the image {shape}")
    low, high = span(given[-1], axis)
    return axis, (low + high) // 2


def slab_of(volume: Volume, axis: int, number: int) -> Slab:
    """The slice and its neighbours along an axis; at an end the slice itself stands for the missing one.

    The last one of each volume is kept: most prompts follow another one in the same slice.
    """
    kept = _slab_of.get(volume)
    if kept is None or kept[0] != (axis, number):
        kept = (axis, number), _cut_slab(volume, axis, number)
        _slab_of[volume] = kept
    return kept[1]


def _cut_slab(volume: Volume, axis: int, number: int) -> Slab:
    last = volume.geometry.shape[axis] - 1
    parts = [np.asarray(volume.voxels.take(min(max(number + k, 0), last), axis), np.float32) for k in (-1, 0, 1)]
    image = np.nan_to_num(np.stack(parts), nan=float(np.nanmin(parts[1])) if np.isfinite(parts[1]).any() else 0.0)
    row, col = (a for a in range(3) if a != axis)
    spacing = volume.geometry.spacing_mm
    return Slab(torch.from_numpy(image), (spacing[row], spacing[col]), "CT" if _is_ct(volume) else volume.modality)


# What costs milliseconds of each volume, whose voxels never change; dropped with the volume.
_ct_of: weakref.WeakKeyDictionary[Volume, bool] = weakref.WeakKeyDictionary()
_slab_of: weakref.WeakKeyDictionary[Volume, tuple[tuple[int, int], Slab]] = weakref.WeakKeyDictionary()


def _is_ct(volume: Volume) -> bool:
    if volume not in _ct_of:
        _ct_of[volume] = is_ct(volume)
    return _ct_of[volume]


def point(prompts: PromptSet, axis: int, number: int, shape: tuple[int, int], mm: tuple[float, float]) -> Pointed:
    """What the prompts say about one slice of that shape and spacing (row, column)."""
    row, col = (a for a in range(3) if a != axis)
    out = Pointed()
    for prompt in prompts:
        low, high = span(prompt, axis)
        if not low <= number <= high:
            continue
        if isinstance(prompt, BoxPrompt):
            ends = [sorted((prompt.lo[a], prompt.hi[a])) for a in (row, col)]
            out = replace(out, area=_rectangle(shape, ends[0][0], ends[1][0], ends[0][1], ends[1][1]))
            continue
        if isinstance(prompt, Bidirectional):
            out = _measured(out, prompt, (row, col), shape, mm)
            continue
        indices = (prompt.index,) if isinstance(prompt, Click) else prompt.indices
        pixels = np.array([(i[row], i[col]) for i in indices if i[axis] == number], np.intp).reshape(-1, 2)
        if isinstance(prompt, Lasso):
            out = _lassoed(out, pixels, prompt.positive, shape)
        elif len(pixels):
            out = replace(out, marks=(*out.marks, Mark(pixels, prompt.positive)))
            if prompt.positive and out.allowed is not None and not out.allowed[pixels[:, 0], pixels[:, 1]].all():
                out = replace(out, allowed=None)  # a later word: the object goes on out there
        if isinstance(prompt, Click) and prompt.positive and prompt.reach_mm > 0:
            rows, cols = np.ogrid[: shape[0], : shape[1]]
            far = ((rows - pixels[0, 0]) * mm[0]) ** 2 + ((cols - pixels[0, 1]) * mm[1]) ** 2
            out = replace(out, area=np.asarray(far <= prompt.reach_mm**2))
    return out


def _rectangle(shape: tuple[int, int], top: int, left: int, bottom: int, right: int) -> Mask2:
    """Corners inclusive."""
    area = np.zeros(shape, bool)
    area[top : bottom + 1, left : right + 1] = True
    return area


def _measured(
    pointed: Pointed, prompt: Bidirectional, axes: tuple[int, int], shape: tuple[int, int], mm: tuple[float, float]
) -> Pointed:
    """The area that the diameters span, a mark along the middle of the long one, and how far the object may reach."""

    def ends(line: Line) -> Ends2:
        (a, b), (c, d) = (tuple(place[axis] * size for axis, size in zip(axes, mm, strict=True)) for place in line)
        return (a, b), (c, d)

    pixels = np.array([(i[axes[0]], i[axes[1]]) for i in path(prompt.long)], np.intp)
    rim = round(len(pixels) * RIM)
    marks = (*pointed.marks, Mark(pixels[rim : len(pixels) - rim], True))
    long, short = ends(prompt.long), ends(prompt.short) if prompt.short else None
    reached = room(shape, mm, long, short)
    allowed = reached if pointed.allowed is None else reached | pointed.allowed
    return Pointed(marks, area(shape, mm, long, short), allowed)


def _lassoed(pointed: Pointed, pixels: Any, positive: bool, shape: tuple[int, int]) -> Pointed:
    from skimage.draw import polygon2mask

    if len(pixels) == 0:
        return pointed
    inside: Mask2 = polygon2mask(shape, pixels.astype(float))  # type: ignore[no-untyped-call,unused-ignore]
    inside[pixels[:, 0], pixels[:, 1]] = True
    if not positive:
        return replace(pointed, marks=(*pointed.marks, Mark(np.argwhere(inside), False)))
    low, high = pixels.min(0), pixels.max(0)
    allowed = inside if pointed.allowed is None else inside | pointed.allowed
    return replace(pointed, area=_rectangle(shape, *map(int, (*low, *high))), allowed=allowed)


def _main_plane(volume: Volume, prompts: PromptSet) -> Plane:
    """The plane to go through in 3-D: the last prompt's own, else the one that the image was acquired in."""
    own = [p.plane for p in prompts if p.plane is not None]
    thickest = int(np.argmax(volume.geometry.spacing_mm))
    return own[-1] if own else next(p for p in PLANES if volume.geometry.axis_of(p) == thickest)


# ----- answers -------------------------------------------------------------------------------------
def _prediction(found: Answer, before: Mask2, axis: int, number: int, shape: Triple, seconds: float) -> Prediction:
    """The answer in the smallest box that holds every changed pixel and every likely one."""
    span = (found.probability > 0.01) | (found.mask ^ before)
    for guess in found.hypotheses:
        span |= guess.mask
    lines = [np.flatnonzero(span.any(1 - k)) for k in range(2)]
    inner = [slice(int(line[0]), int(line[-1]) + 1) if len(line) else slice(0, 1) for line in lines]
    row, col = (a for a in range(3) if a != axis)
    lo, hi = [0, 0, 0], [0, 0, 0]
    for a, part in ((row, inner[0]), (col, inner[1]), (axis, slice(number, number + 1))):
        lo[a], hi[a] = part.start, part.stop

    def cut(plane: Any) -> Any:
        return np.ascontiguousarray(np.expand_dims(plane[inner[0], inner[1]], axis))

    def labels(mask: Mask2) -> Labels:
        return np.asarray(cut(mask.astype(np.uint8) * FOREGROUND))

    return Prediction(
        Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2])),
        labels(found.mask),
        seconds,
        cut(found.probability),
        found.quality,
        (),
        tuple(Hypothesis(labels(g.mask), g.quality) for g in found.hypotheses),
    )


def _stacked(
    stack: Stack, old: Callable[[int], Mask2], axis: int, shape: Triple, quality: float, seconds: float
) -> Prediction:
    """The answer in the smallest box of whole slices that holds every changed one."""
    numbers = range(min(stack.masks), max(stack.masks) + 1)
    none = np.zeros_like(next(iter(stack.probabilities.values())))
    masks = np.stack([stack.masks[n] if n in stack.masks else old(n) for n in numbers], axis)
    probability = np.stack([stack.probabilities.get(n, none) for n in numbers], axis)
    lo, hi = [0, 0, 0], list(shape)
    lo[axis], hi[axis] = numbers[0], numbers[-1] + 1
    labels = masks.astype(np.uint8) * FOREGROUND
    box = Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))
    return Prediction(box, labels, seconds, probability, quality, (), (Hypothesis(labels, quality),))


__all__ = ["ClickSegmenter", "Pointed", "point", "slab_of", "slice_of"]
