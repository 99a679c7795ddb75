"""Patch and width of a network for the time that a step takes here: the usual, larger and smaller ones are tried.

A training that is told its minutes begins so; one that is told its steps takes the usual sizes of ``ml.plan``, so that
the same seed gives the same weights on any day. What was measured stands in the plan, and the plan in the model's card.
"""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from medseg_gui.core.segmenter import Progress
from medseg_gui.ml import distributed
from medseg_gui.ml.cases import Prepared, draw_batch
from medseg_gui.ml.device import autocast, is_out_of_memory
from medseg_gui.ml.fitting import SHARE_FOR_STEPS, Recipe, loss_at_depths
from medseg_gui.ml.networks import build
from medseg_gui.ml.plan import BATCH, PATCH_VOXELS, WIDTH, Fingerprint, make_plan

RUNGS = ((0.5, 0.5), (1.0, 0.5), (1.0, 1.0), (2.0, 1.0), (2.0, 1.5), (4.0, 2.0))
"""Voxels of the patch and width of the network, as shares of the usual ones."""
STEPS_WANTED = 600
"""A larger network that sees fewer batches than this in its time learns less, not more."""
SLOWEST_STEP_S = 1.5
MOST_OF_GPU = 0.7
MOST_OF_TIME = 0.05
"""Of the minutes; no larger network is tried beyond that."""
TIMED_STEPS = 1
_NEVER = float("inf")
KEPT = "pace.json"


def paced_plan(
    found: Fingerprint, values: Sequence[int], recipe: Recipe, device: torch.device, work: Path
) -> Generator[Progress, None, dict[str, Any]]:
    """The plan for these cases with the largest patch and width that the recipe's minutes and memory allow.

    ``measured`` in it: what was chosen (as a recipe's ``plan`` it gives this plan again, on any machine), budget_s of a
    step, and what was tried. A training that goes on takes what it began with, from ``work``. What the recipe's plan
    says is not tried.
    """

    def planned(**sizes: int) -> dict[str, Any]:
        return make_plan(found, values, device.type, recipe.network == "residual", **sizes | recipe.plan)

    usual = planned()
    kind = (int(usual["network"]["dims"]), device.type)
    rungs: list[dict[str, Any]] = []
    sizes: list[dict[str, int]] = []
    for patch, width in RUNGS if not recipe.steps else ():
        size = {"patch_voxels": round(PATCH_VOXELS[kind] * patch), "width": round(WIDTH[kind] * width)}
        plan = planned(**size)
        if plan not in rungs:  # a patch that holds the whole case grows no more
            rungs.append(plan)
            sizes.append(size)
    if len(rungs) <= 1:
        return usual
    ranks, kept = distributed.ranks(), work / KEPT
    if begun := ranks.share(json.loads(kept.read_text(encoding="utf-8")) if ranks.first and kept.is_file() else {}):
        return dict(begun)
    budget_s = min(SLOWEST_STEP_S, recipe.minutes * 60 * SHARE_FOR_STEPS / STEPS_WANTED)
    batch = recipe.batch or usual_batch(kind[0], device)
    tried: list[dict[str, Any]] = []
    began = time.monotonic()

    def fits(number: int) -> bool:
        seconds, memory_gib = cost(rungs[number], batch, recipe, device)
        seconds = ranks.mean(seconds)  # all measure at once, as they will train, and agree
        seen = {"patch": rungs[number]["patch"], "memory_gib": round(memory_gib, 2) if memory_gib < _NEVER else None}
        tried.append({**sizes[number], **seen, "seconds_per_step": round(seconds, 3) if seconds < _NEVER else None})
        return seconds <= budget_s and ranks.mean(float(memory_gib > recipe.memory_gib)) == 0

    def may_go_on() -> bool:
        return ranks.mean(time.monotonic() - began) < MOST_OF_TIME * 60 * recipe.minutes

    yield Progress("Timing this machine")
    at = rungs.index(usual)
    if fits(at):
        while at + 1 < len(rungs) and may_go_on() and fits(at + 1):
            at += 1
            yield Progress("Timing this machine")
    else:
        while at > 0:
            at -= 1
            yield Progress("Timing this machine")
            if fits(at):
                break
    measured = {"chosen": sizes[at], "budget_s": round(budget_s, 3), "tried": tried}
    plan = rungs[at] | {"measured": measured}
    if ranks.first:
        kept.write_text(json.dumps(plan), encoding="utf-8")
    return plan


@dataclass(frozen=True)
class _Noise(Prepared):
    """A case that is held in memory: twice as long as the patch along each axis."""

    grey: npt.NDArray[np.float16] = field(default_factory=lambda: np.zeros((1, 1, 1), np.float16))
    classes: npt.NDArray[np.uint8] = field(default_factory=lambda: np.zeros((1, 1, 1), np.uint8))

    @classmethod
    def of(cls, plan: Mapping[str, Any], rng: np.random.Generator) -> _Noise:
        shape = [2 * int(n) for n in plan["patch"]]
        shape = shape if len(shape) == 3 else [2, *shape]
        z, y, x = (float(s or 1.0) for s in plan["spacing_mm"])
        grey = rng.standard_normal(shape, np.float32).astype(np.float16)
        classes = rng.integers(0, int(plan["network"]["classes"]), shape, np.uint8)
        return cls("noise", Path(), Path(), (z, y, x), {}, grey, classes)

    def image(self) -> npt.NDArray[np.float16]:
        return self.grey

    def labels(self) -> npt.NDArray[np.uint8]:
        return self.classes


def usual_batch(dims: int, device: torch.device) -> int:
    return BATCH[dims, device.type]


def cost(plan: Mapping[str, Any], batch: int, recipe: Recipe, device: torch.device) -> tuple[float, float]:
    """(seconds of a step, GiB that it holds) of the plan's network on patches of noise; infinite where memory ends.

    On a CPU this thread's own time: what else happens to run at the moment shall not choose the network.
    """
    held = 0
    clock = time.perf_counter if device.type == "cuda" else time.thread_time

    def count(tensor: torch.Tensor) -> torch.Tensor:
        nonlocal held
        held += tensor.nbytes
        return tensor

    try:
        with torch.random.fork_rng():
            network = build(plan["network"], recipe.learns_deep(device)).to(device)
        rng = np.random.default_rng(0)
        case = _Noise.of(plan, rng)
        settings = {"batch": batch, "mirror": list(recipe.mirror), "greys": recipe.greys}
        optimiser = torch.optim.AdamW(network.parameters())
        took = []
        for _ in range(1 + TIMED_STEPS):  # the first one compiles
            held = 0
            began = clock()
            image, target = (t.to(device) for t in draw_batch([case], {**plan, "training": settings}, rng))
            optimiser.zero_grad(set_to_none=True)
            with torch.autograd.graph.saved_tensors_hooks(count, lambda t: t):
                with autocast(device):
                    logits = network(image)
                loss = loss_at_depths(logits, target, (), recipe.loss)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            float(loss.detach())  # waits for a GPU
            took.append(clock() - began)
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        return _NEVER, _NEVER
    # weights, gradients, two moments and the average
    gib = (held + 5 * sum(p.nbytes for p in network.parameters())) / 2**30
    if device.type == "cuda" and torch.cuda.max_memory_allocated() > MOST_OF_GPU * torch.cuda.mem_get_info()[1]:
        return _NEVER, gib
    return min(took[1:]), gib
