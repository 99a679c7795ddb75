"""The model kind "click-nninteractive": an imported nnInteractive answers prompts as its own session does.

Source: nnInteractive 2.6 (Isensee et al. 2025, arXiv:2503.08373; Apache-2.0), inference/inference_session.py: prompts
are stamped into channels beside image and previous mask, older ones weaker; the network looks at a patch round the last
prompt; while the answer changes at the patch's border it looks again at a coarser, larger one; then what has changed is
refined patch by patch. All of it in voxels, on axes (slice, row, column). That session keeps the prompts of a case;
here they come with each request.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import interpolate

from medseg_gui.core.errors import ModelError
from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.prompts import BoxPrompt, Click, Lasso, Prompt, Scribble, is_positive, path, places
from medseg_gui.core.segmenter import ModelCard, NotWanted, Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.ml.checkpoints import ready
from medseg_gui.ml.device import best_device, is_out_of_memory
from medseg_gui.ml.interactive_cover import cover
from medseg_gui.ml.networks import divisor
from medseg_gui.ml.nnunet_net import build

KIND, PREVIOUS = "click-nninteractive", "prev_seg"
FARTHEST, FARTHER = 4.0, 1.5
"""The largest patch, in patches, and how much larger each next one is."""
THIN = ("points", "scribble")
"""Prompts that would vanish when they are made coarser: they are widened first."""
OPENED = 5
"""Changes narrower than this, in voxels, are not refined."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Stamp:
    """A prompt as the network sees it: its channel, and values from ``lo`` on, inside the image."""

    kind: str
    channel: int
    lo: Triple
    values: Floats


@dataclass(frozen=True)
class _Scene:
    """What one question is about: the normalised image, the prompts, the mask so far."""

    grey: torch.Tensor
    stamps: tuple[Stamp, ...]
    previous: Mask


class InteractiveSegmenter:
    """The network and how it is asked. Raises ModelError when plan and weights are not sound."""

    def __init__(self, card: ModelCard, folder: Path) -> None:
        check_plan(card, folder)
        self._card, self._device = card, best_device()
        self._network = ready(build(card.plan["network"]), card, folder, self._device)
        self._patch = tuple(int(n) for n in card.plan["patch"])

    @property
    def card(self) -> ModelCard:
        return self._card

    def predict(self, volume: Volume, request: Request) -> Generator[Progress, None, Prediction]:
        """The object in 3-D, or of it what lies in the last prompt's slice. Raises ModelError without a prompt."""
        began = time.perf_counter()
        shape = volume.geometry.shape
        previous = request.previous if request.previous is not None else np.zeros(shape, bool)
        if previous.shape != shape:
            raise ModelError(f"The mask so far {previous.shape} does not fit the image {shape}", self._card.name)
        if not len(request.prompts):
            raise ModelError("There is no prompt: click on an object.", self._card.name)
        yield Progress("Looking at the object")
        scene = _Scene(normalised(volume), stamps_of(request.prompts.prompts, shape, self._card.plan), previous)
        try:
            mask = yield from self._answer(scene, request)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            todo = "Close other programs, or click with the model that comes with this program."
            raise ModelError("There is not enough memory for this model", self._card.name, todo) from error
        box = Box.around(mask | previous) or Box((0, 0, 0), (1, 1, 1))
        if request.plane is not None:
            axis = volume.geometry.axis_of(request.plane)
            number = places(request.prompts.prompts[-1])[0][axis]
            whole = Box.whole(shape)
            lo, hi = list(whole.lo), list(whole.hi)
            lo[axis], hi[axis] = number, number + 1
            box = Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))
        labels = np.ascontiguousarray(mask[box.slices]).astype(np.uint8)
        return Prediction(box, labels, time.perf_counter() - began)

    def _answer(self, scene: _Scene, request: Request) -> Generator[Progress, None, Mask]:
        middle, zoom = where_to_look(scene.stamps[-1], self._patch)
        while True:
            if request.wanted is not None and not request.wanted():
                raise NotWanted
            seen = _round(middle, [round(n * zoom) for n in self._patch])
            given = torch.from_numpy(_cut(scene.previous, seen)).half()[None, None]
            before = interpolate(given, self._patch, mode="nearest")[0, 0] > 0.5
            answer = self._see(self._input(scene, seen, scene.previous, seen, zoom))
            yield Progress("Looking at the object")
            if zoom >= FARTHEST or not changes_at_border(answer.numpy(), before.numpy()):
                break
            zoom = min(FARTHEST, zoom * FARTHER)
        out = scene.previous.copy()
        if zoom == 1:
            _paste(out, answer.numpy(), seen, seen)
            return out
        size = [hi - lo for lo, hi in seen]
        coarse = (interpolate(answer[None, None].float(), size, mode="trilinear")[0, 0] >= 0.5).numpy()
        boxes = self._to_refine(scene, coarse, seen, middle)
        context = [(min(b[a][0] for b in boxes), max(b[a][1] for b in boxes)) for a in range(3)]
        drawn = scene.previous.copy()
        _paste(drawn, coarse, seen, seen)
        held = _cut(drawn, context)
        for i, box in enumerate(boxes):
            if request.wanted is not None and not request.wanted():
                raise NotWanted
            held[_local(box, context)] = self._see(self._input(scene, box, held, context, 1)).numpy()
            yield Progress("Refining", i + 1, len(boxes))
        for box in boxes:
            _paste(out, held, context, box)
        return out

    def _input(self, scene: _Scene, seen: Bounds, mask: Mask, at: Bounds, zoom: float) -> torch.Tensor:
        """(1, channels, *patch): image, mask so far (``mask`` from ``at`` on; the image's own where both are one)."""
        plan, half = self._card.plan, torch.float16
        x = torch.zeros((1 + int(plan["channels"]), *self._patch), dtype=torch.float32)
        held = _cut(mask, seen) if mask is scene.previous else mask[_local(seen, at)]
        grey = _cut(scene.grey.numpy(), seen)
        x[0] = self._shrunk(torch.from_numpy(grey), zoom, "trilinear")
        x[1 + int(plan["previous"])] = self._shrunk(torch.from_numpy(held).to(half), zoom, "area")
        reach = (_odd(zoom * 2 - 1) - 1) // 2
        for channel in {s.channel for s in scene.stamps}:
            field = np.zeros([hi - lo for lo, hi in seen], np.float16)
            for stamp in scene.stamps:
                if stamp.channel == channel:
                    _press(field, stamp, seen, reach if stamp.kind in THIN else 0)
            x[1 + channel] = self._shrunk(torch.from_numpy(field), zoom, "area")
        return x[None]

    def _shrunk(self, field: torch.Tensor, zoom: float, mode: str) -> torch.Tensor:
        return field.float() if zoom == 1 else interpolate(field[None, None], self._patch, mode=mode)[0, 0].float()

    def _see(self, x: torch.Tensor) -> torch.Tensor:
        """Bool of the patch's shape, on the CPU."""
        where = torch.autocast("cuda") if self._device.type == "cuda" else nullcontext()
        with torch.inference_mode(), where:
            logits = self._network(x.to(self._device))[0]
            found: torch.Tensor = (logits[1] > logits[0]).cpu()
        return found

    def _to_refine(self, scene: _Scene, coarse: Mask, seen: Bounds, middle: Triple) -> list[Bounds]:
        from scipy.ndimage import maximum_filter, minimum_filter

        inside = [(max(lo, 0), min(hi, n)) for (lo, hi), n in zip(seen, scene.previous.shape, strict=True)]
        if any(hi <= lo for lo, hi in inside):
            return [_round(middle, self._patch)]
        changed = coarse[_local(inside, seen)] != _cut(scene.previous, inside)
        changed = minimum_filter(changed.view(np.uint8), OPENED, mode="nearest")
        changed = maximum_filter(changed, OPENED, mode="nearest").astype(bool)
        boxes: list[Bounds] = [
            [(lo + start, hi + start) for (lo, hi), (start, _) in zip(box, inside, strict=True)]
            for box in cover(changed, self._patch)
        ]
        return boxes or [_round(middle, self._patch)]


# ----- what the network sees -----------------------------------------------------------------------------------
Bounds = Sequence[tuple[int, int]]
"""From and to (exclusive) on each axis, in voxels of the image; may reach beyond it."""


def normalised(volume: Volume) -> torch.Tensor:
    """The image with mean 0 and deviation 1 inside the box of what is not zero. Raises ModelError for an empty one."""
    grey = torch.from_numpy(np.nan_to_num(np.array(volume.voxels, np.float32), nan=0.0, posinf=0.0, neginf=0.0))
    found = Box.around(grey.numpy() != 0)
    part = grey[found.slices] if found else grey
    spread = float(part.std()) if part.numel() > 1 else 0.0
    if not spread > 0:
        raise ModelError("The image is one grey value throughout: there is nothing to see in it")
    return (grey - part.mean()) / part.std()


def stamps_of(prompts: Sequence[Prompt], shape: Triple, plan: Mapping[str, Any]) -> tuple[Stamp, ...]:
    """The prompts in their channels, each older one weaker by the plan's decay. Raises ModelError for unknown ones."""
    out = []
    for age, prompt in enumerate(reversed(prompts)):
        kind, lo, values = _stamp(prompt, int(plan["radius"]))
        if kind == "bbox2d" and (kind not in plan["prompts"] or min(values.shape) > 1):
            kind = "bbox3d"
        if kind not in plan["prompts"]:
            raise ModelError(f"This nnInteractive takes no prompt of the kind {kind}")
        channel = plan["prompts"][kind][0 if is_positive(prompt) else 1]
        inner = [slice(max(0, -a), max(0, n - a)) for a, n in zip(lo, shape, strict=True)]
        cut = values[tuple(inner)] * np.float32(float(plan["decay"]) ** age)
        start = (max(lo[0], 0), max(lo[1], 0), max(lo[2], 0))
        if not cut.size or not cut.any():
            raise ModelError(f"The prompt at {lo} lies outside the image {shape}")
        out.append(Stamp(kind, channel, start, cut))
    return tuple(reversed(out))


def _stamp(prompt: Prompt, radius: int) -> tuple[str, Triple, Floats]:
    if isinstance(prompt, Click):
        z, y, x = prompt.index
        return "points", (z - radius, y - radius, x - radius), _ball(radius)
    where = np.array(places(prompt) if isinstance(prompt, BoxPrompt | Scribble | Lasso) else _lines(prompt))
    if not len(where):
        raise ModelError("There is no prompt: click on an object.")
    lo, hi = where.min(0), where.max(0)
    if isinstance(prompt, BoxPrompt):
        return "bbox2d", (int(lo[0]), int(lo[1]), int(lo[2])), np.ones(hi - lo + 1, np.float32)
    flat = int(np.argmin(hi - lo))
    room = np.array([a != flat for a in range(3)], int)
    lo = lo - room  # a line is drawn three voxels wide in its slice
    values = np.zeros(hi + room - lo + 1, np.float32)
    values[tuple((where - lo).T)] = 1
    start = (int(lo[0]), int(lo[1]), int(lo[2]))
    from scipy.ndimage import binary_dilation, binary_fill_holes, generate_binary_structure

    if isinstance(prompt, Lasso):
        filled = binary_fill_holes(values.take(0, flat))
        return "lasso", start, np.expand_dims(filled, flat).astype(np.float32)
    cross = np.expand_dims(generate_binary_structure(2, 1), flat)
    return "scribble", start, binary_dilation(values > 0, cross).astype(np.float32)


def _lines(prompt: Any) -> tuple[Triple, ...]:
    """The voxels along the diameters of a bidirectional measurement."""
    return (*path(prompt.long), *(path(prompt.short) if prompt.short else ()))


def _ball(radius: int) -> Floats:
    """1 at the middle and falling to the rim, 0 beyond."""
    from scipy import ndimage
    from skimage.morphology import ball

    depth = np.asarray(ndimage.distance_transform_edt(np.asarray(ball(radius))))  # type: ignore[no-untyped-call,unused-ignore]
    return np.asarray(depth / depth.max(), np.float32)


def where_to_look(last: Stamp, patch: Sequence[int]) -> tuple[Triple, float]:
    """The middle of the last prompt and how many patches wide the first look is."""
    if last.kind == "points":
        peak = np.unravel_index(int(np.argmax(last.values)), last.values.shape)
        z, y, x = (lo + int(p) for lo, p in zip(last.lo, peak, strict=True))
        return (z, y, x), 1.0
    found = Box.around(last.values > 0) or Box.whole((1, 1, 1))
    ends = [(a + lo, a + hi) for a, lo, hi in zip(last.lo, found.lo, found.hi, strict=True)]
    z, y, x = (round((lo + hi) / 2) for lo, hi in ends)
    wide = max((hi - lo + n // 3) / n for (lo, hi), n in zip(ends, patch, strict=True))
    return (z, y, x), min(FARTHEST, max(1.0, wide))


def changes_at_border(now: Mask, before: Mask, many: int = 1500, share: float = 0.2, few: int = 100) -> bool:
    """True when the answer differs on a face of the patch: the object goes on beyond it."""
    for axis in range(3):
        for end in (0, -1):
            a, b = before.take(end, axis), now.take(end, axis)
            differing, low, high = int((a != b).sum()), *sorted((int(a.sum()), int(b.sum())))
            if differing > many or (differing > few and high / max(low, 1e-5) - 1 > share):
                return True
    return False


# ----- cutting and pasting -------------------------------------------------------------------------------------
def _round(middle: Triple, size: Sequence[int]) -> Bounds:
    return [(c - n // 2, c - n // 2 + n) for c, n in zip(middle, size, strict=True)]


def _odd(width: float) -> int:
    """The odd number nearest to it (``utils/rounding.py``)."""
    up, down = int(np.ceil(width)), int(np.floor(width))
    return up if up % 2 else down if down % 2 else round(width) + 1


def _local(bounds: Bounds, frame: Bounds) -> tuple[slice, ...]:
    return tuple(slice(lo - start, hi - start) for (lo, hi), (start, _) in zip(bounds, frame, strict=True))


def _cut(array: npt.NDArray[Any], bounds: Bounds) -> npt.NDArray[Any]:
    """That part of an array of the image's shape, 0 beyond the image."""
    inside = [(max(lo, 0), min(hi, n)) for (lo, hi), n in zip(bounds, array.shape, strict=True)]
    out = np.zeros([hi - lo for lo, hi in bounds], array.dtype)
    if all(hi > lo for lo, hi in inside):
        out[_local(inside, bounds)] = array[tuple(slice(lo, hi) for lo, hi in inside)]
    return out


def _paste(target: Mask, source: Mask, frame: Bounds, bounds: Bounds) -> None:
    """Of ``source``, which starts where ``frame`` does, what lies in ``bounds`` and in the image."""
    inside = [(max(lo, 0), min(hi, n)) for (lo, hi), n in zip(bounds, target.shape, strict=True)]
    if all(hi > lo for lo, hi in inside):
        target[tuple(slice(lo, hi) for lo, hi in inside)] = source[_local(inside, frame)]


def _press(field: npt.NDArray[np.float16], stamp: Stamp, seen: Bounds, reach: int) -> None:
    """Puts a prompt into a field that starts where ``seen`` does, wider by ``reach`` voxels on each side."""
    ends = [(lo, lo + n) for lo, n in zip(stamp.lo, stamp.values.shape, strict=True)]
    inside = [(max(a, lo), min(b, hi)) for (a, b), (lo, hi) in zip(ends, seen, strict=True)]
    if any(b <= a for a, b in inside):
        return
    values = stamp.values[_local(inside, ends)]
    if reach:
        from scipy.ndimage import maximum_filter

        values = maximum_filter(np.pad(values, reach), 2 * reach + 1, mode="constant")
        wide = [(a - reach, b + reach) for a, b in inside]
        inside = [(max(a, lo), min(b, hi)) for (a, b), (lo, hi) in zip(wide, seen, strict=True)]
        values = values[_local(inside, wide)]
    part = field[_local(inside, seen)]
    np.maximum(part, values.astype(np.float16), out=part)


def check_plan(card: ModelCard, where: Path | str) -> None:
    """Raises ModelError when the card's plan lacks something that answering needs."""
    plan: Mapping[str, Any] = card.plan
    try:
        network, patch, channels = plan["network"], plan["patch"], int(plan["channels"])
        step = divisor(network)
        pairs = dict(plan["prompts"])
        sound = (
            int(network["dims"]) == len(patch) == len(step) == 3
            and all(isinstance(n, int) and 0 < n <= 512 and n % d == 0 for n, d in zip(patch, step, strict=True))
            and int(network["channels"]) == 1 + channels
            and int(network["classes"]) == 2
            and 0 <= int(plan["previous"]) < channels
            and {"points"} <= set(pairs) <= {"points", "bbox2d", "bbox3d", "lasso", "scribble"}
            and all(len(p) == 2 and all(isinstance(i, int) and 0 <= i < channels for i in p) for p in pairs.values())
            and 0 < int(plan["radius"]) <= 50
            and 0 < float(plan["decay"]) <= 1
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ModelError(f"The model's plan is damaged: {error!r}", where) from error
    if not sound:
        raise ModelError("The model's plan contradicts itself", where, "Import the model again.")
