"""The steps of a training: batches, loss, averaged weights, looks at held-out cases, checkpoints to go on from."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from medseg_gui.core.choices import LOSSES, NETWORKS
from medseg_gui.core.errorpicture import Picture
from medseg_gui.core.errors import ModelError
from medseg_gui.core.segmenter import Progress
from medseg_gui.ml import checkpoints, distributed
from medseg_gui.ml.cases import Prepared, Source, draw_batch
from medseg_gui.ml.device import autocast
from medseg_gui.ml.loss import training_loss
from medseg_gui.ml.networks import parameters, tensors_of
from medseg_gui.ml.scoring import quick_dice

CHECKPOINT = "checkpoint.safetensors"
CHECKPOINT_EVERY_S = 60.0
STEPS_ALLOWED = (40, 20_000)
SHARE_FOR_STEPS = 0.85
"""Of a training's minutes; the rest is for preparing and scoring."""
EMA = 0.999
CLIP = 1.0
Show = Callable[[Sequence[Picture]], None]


@dataclass(frozen=True)
class Recipe:
    """How to train. ``steps`` 0: as many as fit into ``minutes``. ``mirror``: patch axes (slice, row, column).

    ``greys``: strength of the grey-value changes, 0 for none. ``towards_base``: pull to the weights that a
    fine-tuning began with (L2-SP, Li et al. 2018). ``loss``, ``network``: names of core.choices; a fine-tuning keeps
    its base's network. ``deep``: learn from coarser answers inside the network, too; None: on a GPU only.
    ``memory_gib``: the most that a step may hold, which bounds patch and width; cases are never held.
    ``plan``: overrules for the self-configuration.

    With ``steps`` a CPU gives the same weights each time; ``minutes`` fits steps, patch and width to the machine, and
    the card's plan says to what.
    """

    seed: int = 0
    minutes: float = 10.0
    steps: int = 0
    batch: int = 0
    rate: float = 1e-3
    decay: float = 1e-2
    towards_base: float = 0.0
    mirror: tuple[int, ...] = ()
    greys: float = 1.0
    score: bool = True
    loss: str = LOSSES[0]
    network: str = NETWORKS[0]
    deep: bool | None = None
    memory_gib: float = 8.0
    plan: dict[str, Any] = field(default_factory=dict)

    def learns_deep(self, device: torch.device) -> bool:
        return device.type == "cuda" if self.deep is None else self.deep


def fit(
    network: nn.Module,
    plan: dict[str, Any],
    recipe: Recipe,
    cases: Sequence[Source],
    quick: Sequence[Prepared],
    work: Path,
    device: torch.device,
    show: Show | None = None,
) -> Generator[Progress, None, dict[str, torch.Tensor]]:
    """The averaged weights after all steps on patches of ``cases``; ``quick`` are looked at now and then."""
    ranks = distributed.ranks()
    learner = ranks.wrap(network)
    network.train()
    anchor = {n: p.detach().clone() for n, p in network.named_parameters()} if recipe.towards_base else {}
    weights = dict(network.named_parameters())
    average = {n: p.detach().clone() for n, p in weights.items()}
    optimiser = torch.optim.AdamW(network.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    settings: dict[str, Any] = plan["training"]
    figures: dict[str, float] = {}
    done, steps = 0, int(settings["steps"])
    file = work / CHECKPOINT
    if kept := ranks.share(checkpoints.load(file) if ranks.first and file.is_file() else None):
        done, steps, figures = _resume(file, kept, plan, weights, average, optimiser)
    took: list[float] = []
    saved = time.monotonic()
    while steps == 0 or done < steps:
        began = time.perf_counter()
        rng = np.random.default_rng(ranks.seed(recipe.seed, done))
        image, target = draw_batch(cases, plan, rng)
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * _schedule(done, steps)
        optimiser.zero_grad(set_to_none=True)
        with autocast(device):
            logits = learner(image.to(device))
        loss = loss_at_depths(logits, target.to(device), settings["unlabelled"], recipe.loss)
        loss.backward()  # type: ignore[no-untyped-call]
        for n, p in weights.items():
            if n in anchor and p.grad is not None:
                p.grad.add_(p.detach() - anchor[n], alpha=recipe.towards_base)
        nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimiser.step()
        done += 1
        keep = min(EMA, done / (done + 10))
        with torch.no_grad():
            for n, p in weights.items():
                average[n].lerp_(p.detach(), 1 - keep)
        value = ranks.mean(float(loss.detach()))
        if not math.isfinite(value):
            raise ModelError("The training has run away: its loss is no longer a number", todo="Try a smaller rate.")
        figures["loss"] = value if "loss" not in figures else 0.95 * figures["loss"] + 0.05 * value
        took.append(time.perf_counter() - began)
        if steps == 0 and len(took) >= 6:
            steps = ranks.share(
                int(np.clip(recipe.minutes * 60 * SHARE_FOR_STEPS / np.median(took[1:]), *STEPS_ALLOWED))
            )
            settings["steps"] = steps
        if steps and quick and (done % max(25, steps // 12) == 0 or done == steps):
            figures["dice"], pictures = _quick(network, weights, average, plan, quick, device)
            if show is not None:
                show(pictures)
        figures["minutes_left"] = max(0, steps - done) * float(np.median(took[-20:])) / 60
        if ranks.first and time.monotonic() - saved > CHECKPOINT_EVERY_S:
            _save(file, done, steps, figures, plan, weights, average, optimiser)
            saved = time.monotonic()
        yield Progress("Training", done, steps, dict(figures))
    if ranks.first:
        _save(file, done, steps, figures, plan, weights, average, optimiser)
    settings["parameters"] = parameters(network)
    state = tensors_of(network)
    return {n: average.get(n, t).detach().clone().cpu() for n, t in state.items()}


def loss_at_depths(
    logits: torch.Tensor, target: torch.Tensor, unlabelled: Sequence[int] = (), kind: str = LOSSES[0]
) -> torch.Tensor:
    """``training_loss``; a network that is supervised in its depth gives (batch, depth, classes, ...): the finest
    answer counts most and each coarser one half as much, the shares adding up to 1 (nnU-Net's rule)."""
    if logits.ndim == target.ndim + 1:
        return training_loss(logits, target, unlabelled, kind)
    answers = logits.unbind(1)
    losses = [training_loss(a, target, unlabelled, kind) / 2**i for i, a in enumerate(answers)]
    return torch.stack(losses).sum() / sum(2.0**-i for i in range(len(answers)))


def _schedule(done: int, steps: int) -> float:
    """A short rise, then nnU-Net's polynomial fall to zero."""
    rise = max(1, min(50, steps // 10)) if steps else 50
    fall = (1 - done / steps) ** 0.9 if steps else 1.0
    return min(1.0, (done + 1) / rise) * fall


def _quick(
    network: nn.Module,
    weights: Mapping[str, torch.Tensor],
    average: Mapping[str, torch.Tensor],
    plan: Mapping[str, Any],
    cases: Sequence[Prepared],
    device: torch.device,
) -> tuple[float, list[Picture]]:
    """Mean Dice of the averaged weights on a few held-out cases, on the network's grid, and pictures of them."""
    with torch.no_grad():
        own = {n: p.detach().clone() for n, p in weights.items()}
        for n, p in weights.items():
            p.copy_(average[n])
        network.eval()
        looked = quick_dice(network, plan, cases, device)
        network.train()
        for n, p in weights.items():
            p.copy_(own[n])
    return looked


def _save(
    file: Path,
    done: int,
    steps: int,
    figures: Mapping[str, float],
    plan: Mapping[str, Any],
    weights: Mapping[str, torch.Tensor],
    average: Mapping[str, torch.Tensor],
    optimiser: torch.optim.Optimizer,
) -> None:
    tensors = {f"weight.{n}": p for n, p in weights.items()} | {f"average.{n}": p for n, p in average.items()}
    for n, p in weights.items():
        for kind in ("exp_avg", "exp_avg_sq", "step"):
            tensors[f"{kind}.{n}"] = optimiser.state[p][kind]
    facts = {"done": done, "steps": steps, "figures": dict(figures), "network": plan["network"]}
    checkpoints.save(file, tensors, facts)


def _resume(
    file: Path,
    kept: tuple[dict[str, torch.Tensor], dict[str, Any]],
    plan: dict[str, Any],
    weights: Mapping[str, torch.Tensor],
    average: Mapping[str, torch.Tensor],
    optimiser: torch.optim.Optimizer,
) -> tuple[int, int, dict[str, float]]:
    tensors, facts = kept
    if facts.get("network") != plan["network"]:
        raise ModelError("The interrupted training was of another network", file, "Start it anew.")
    with torch.no_grad():
        for n, p in weights.items():
            p.copy_(tensors[f"weight.{n}"])
            average[n].copy_(tensors[f"average.{n}"])
            optimiser.state[p] = {
                "step": tensors[f"step.{n}"],
                "exp_avg": tensors[f"exp_avg.{n}"].to(p.device),
                "exp_avg_sq": tensors[f"exp_avg_sq.{n}"].to(p.device),
            }
    plan["training"]["steps"] = facts["steps"]
    return int(facts["done"]), int(facts["steps"]), dict(facts["figures"])
