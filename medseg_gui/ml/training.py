"""A U-Net trained on cases: configures itself, streams patches, scores held-out cases, can stop and go on."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from medseg_gui.core.choices import LOSSES, NETWORKS, check_choices
from medseg_gui.core.errorpicture import Picture
from medseg_gui.core.errors import BadInput, ModelError
from medseg_gui.core.gate import Verdict, judge
from medseg_gui.core.segmenter import CardSegment, ModelCard, Progress
from medseg_gui.ml import checkpoints, distributed
from medseg_gui.ml.cases import Prepared, Source, TrainingCase, draw_batch, prepare
from medseg_gui.ml.device import autocast, best_device, fast_bf16
from medseg_gui.ml.distributed import Ranks
from medseg_gui.ml.loss import training_loss
from medseg_gui.ml.networks import build, parameters, tensors_of
from medseg_gui.ml.plan import Fingerprint, fingerprint, make_plan
from medseg_gui.ml.scoring import Scores, quick_dice, score, summary
from medseg_gui.ml.splitting import Split, split_cases

CHECKPOINT = "checkpoint.safetensors"
CHECKPOINT_EVERY_S = 60.0
STEPS_ALLOWED = (40, 20_000)
QUICK_CASES = 4
EMA = 0.999
MIXES = (1.0, 0.5)
"""How far to go from the old weights to the new ones (WiSE-FT, Wortsman et al. 2022); the next only if one fails."""
CLIP = 1.0
Show = Callable[[Sequence[Picture]], None]


@dataclass(frozen=True)
class Recipe:
    """How to train. ``steps`` 0: as many as fit into ``minutes``. ``mirror``: patch axes (slice, row, column).

    ``greys``: strength of the grey-value changes, 0 for none. ``towards_base``: pull to the weights that a
    fine-tuning began with (L2-SP, Li et al. 2018). ``loss``, ``network``: names of core.choices; a fine-tuning keeps
    its base's network. ``plan``: overrules for the self-configuration.
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
    plan: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Trained:
    """The result: weights by name, the plan, and scores on held-out cases before (fine-tuning only) and after."""

    plan: dict[str, Any]
    tensors: dict[str, torch.Tensor]
    modality: tuple[str, ...]
    spacing_mm: tuple[float, float, float]
    segments: tuple[CardSegment, ...]
    split: Split
    before: Scores | None
    after: Scores | None

    def scores(self) -> dict[str, Any]:
        """For the model's card."""
        held = self.split.held
        out: dict[str, Any] = {"held_out": [c.name for c in held], "note": self.split.note}
        if verdict := self.verdict:
            out["gate"] = verdict.to_dict()
            out["cases"] = [{"name": c.name, "before": round(b, 4), "after": round(a, 4)} for c, b, a in self._paired()]
        if self.before is not None:
            out["before"] = summary(self.before, self.segments)
        if self.after is not None:
            out["after"] = summary(self.after, self.segments)
        return out

    @property
    def verdict(self) -> Verdict | None:
        """Whether the fine-tuned model is better; None without scores from before."""
        if self.before is None or self.after is None:
            return None
        cases, before, after = zip(*self._paired(), strict=True) if self._paired() else ((), (), ())
        return judge(before, after, [c.patient or c.name for c in cases])

    def _paired(self) -> list[tuple[TrainingCase, float, float]]:
        """Each held-out case with its mean Dice before and after over the structures that were scored both times."""
        out = []
        for case, old, new in zip(self.split.held, self.before or (), self.after or (), strict=True):
            both = [(b, a) for value, b in old.items() if b is not None and (a := new.get(value)) is not None]
            if both:
                out.append((case, float(np.mean([b for b, _ in both])), float(np.mean([a for _, a in both]))))
        return out


def train(
    cases: Sequence[TrainingCase],
    names: Mapping[int, str],
    recipe: Recipe,
    work: Path,
    base: tuple[ModelCard, dict[str, torch.Tensor]] | None = None,
    show: Show | None = None,
) -> Generator[Progress, None, Trained]:
    """Yields after every step; closing it stops, and the same call with the same ``work`` folder goes on.

    ``names``: of label values; a value without one is called by its number. ``base``: start from that model's
    weights and plan; its head is kept for structures of the same name and begun anew for others. ``show`` is given
    pictures of held-out slices whenever these are looked at.
    On a CPU the same cases, recipe and thread count give the same weights. Under torchrun all processes call this
    together, and the first one's result has the scores. Raises BadInput, ModelError.
    """
    check_choices({"loss": recipe.loss, "network": recipe.network})
    ranks = distributed.ranks()
    device = best_device()
    split = split_cases(cases)
    found = ranks.share((yield from fingerprint(split.train)) if ranks.first else None)
    names = ranks.share(dict(names))  # those that the first one has read
    # a structure of the base model that these cases do not show stays in the model, neither taught nor untaught
    values = sorted(found.values | ({s.value for s in base[0].segments} if base else set()))
    segments = _segments(values, names, base[0] if base else None)
    plan = ranks.share(_plan(found, values, recipe, device, base))
    prepared = yield from _prepare_all(split.train, plan, ranks.folder(work), 0, split.held_slices, ranks)
    seen = {c for case in prepared for c in case.places}
    plan["training"]["unlabelled"] = [i + 1 for i in range(len(values)) if i + 1 not in seen]
    looked_at = split.held[:QUICK_CASES] if ranks.first else ()
    quick = yield from _prepare_all(looked_at, plan, work, len(prepared), _learnt(split, found))

    torch.manual_seed(recipe.seed)
    network = build(plan["network"])
    before = None
    if base is not None:
        start_from(network, base[1], base[0], segments)
        if recipe.score and ranks.first and {s.name for s in base[0].segments} & {s.name for s in segments}:
            old = build(base[0].plan["network"])
            checkpoints.fill(old, base[1], base[0].name)
            held = split.held_slices
            before = yield from score(old.to(device), base[0].plan, split.held, device, "Scoring the old model", held)
    begun = {n: t.detach().clone() for n, t in tensors_of(network).items()}
    network.to(device)
    if device.type == "cpu" and fast_bf16("cpu") and int(plan["network"]["dims"]) == 3:
        # a fifth faster in training; nothing gained in float32 or in 2-D
        network.to(memory_format=torch.channels_last_3d)  # type: ignore[call-overload]
    tensors = yield from fit(network, plan, recipe, prepared, quick, work, device, show)
    z, y, x = (float(round(v, 3)) for v in np.median(np.array(found.spacings_mm), axis=0))
    trained = Trained(plan, tensors, tuple(sorted(found.modalities - {""})), (z, y, x), segments, split, before, None)
    for mix in MIXES if recipe.score and ranks.first else ():
        plan["training"]["mix"] = mix
        mixed = checkpoints.between(begun, tensors, mix) if mix < 1 else tensors
        network.load_state_dict(mixed, strict=False)
        after = yield from score(network, plan, split.held, device, "Scoring the new model", split.held_slices)
        trained = replace(trained, plan=copy.deepcopy(plan), tensors=mixed, after=after)
        if trained.verdict is None or trained.verdict.offered:
            break
    return trained


def _segments(values: Sequence[int], names: Mapping[int, str], base: ModelCard | None) -> tuple[CardSegment, ...]:
    known = {s.value: s for s in base.segments} if base else {}
    out = []
    for value in values:
        old = known.get(value)
        name = names.get(value) or (old.name if old else f"Segment {value}")
        out.append(old if old and old.name == name else CardSegment(value, name))
    return tuple(out)


def _plan(
    found: Fingerprint,
    values: Sequence[int],
    recipe: Recipe,
    device: torch.device,
    base: tuple[ModelCard, dict[str, torch.Tensor]] | None,
) -> dict[str, Any]:
    if base is None:
        plan = make_plan(found, values, device.type, recipe.network == "residual", **recipe.plan)
    else:
        plan = copy.deepcopy(base[0].plan)
        plan["values"] = list(values)
        plan["network"]["classes"] = len(values) + 1
    dims = int(plan["network"]["dims"])
    plan["training"] = {
        "seed": recipe.seed,
        "steps": recipe.steps,
        "loss": recipe.loss,
        "batch": recipe.batch or (2 if dims == 3 else 4) * (1 if device.type == "cpu" else 2),
        "rate": recipe.rate,
        "mirror": list(recipe.mirror),
        "greys": recipe.greys,
    }
    return plan


def _learnt(split: Split, found: Fingerprint) -> tuple[int, ...] | None:
    """With a single case, on both sides of the split: its slices that were learnt from, which no score may count."""
    if split.held_slices is None:
        return None
    return tuple(z for z in range(found.sizes[0][0]) if z not in split.held_slices)


def _prepare_all(
    cases: Sequence[TrainingCase],
    plan: Mapping[str, Any],
    work: Path,
    first: int,
    held: tuple[int, ...] | None,
    ranks: Ranks = Ranks(),  # noqa: B008  immutable
) -> Generator[Progress, None, list[Prepared]]:
    own = []
    for i, case in enumerate(cases):
        yield Progress(f"Preparing {case.name}", i, len(cases))
        if ranks.mine(i):
            own.append(prepare(case, plan, work, first + i, held))
    out = ranks.together(own)
    if held is None and first == 0 and not any(p.places for p in out):
        raise BadInput("At the model's spacing nothing that is labelled is left", todo="Choose larger structures.")
    return out


def start_from(
    network: nn.Module, tensors: Mapping[str, torch.Tensor], base: ModelCard, segments: Sequence[CardSegment]
) -> None:
    """Fills a network with a base model's weights; head rows go by structure name, new ones stay as they are."""
    own = tensors_of(network)
    rows = [0, *(next((i + 1 for i, b in enumerate(base.segments) if b.name == s.name), -1) for s in segments)]
    for name, mine in own.items():
        theirs = tensors.get(name)
        if theirs is None or theirs.shape[1:] != mine.shape[1:]:
            raise ModelError(f"The base model's weights do not fit its plan (first: {name})", base.folder or base.name)
        if name.startswith("output_block."):
            for row, source in enumerate(rows):
                if source >= 0:
                    mine[row] = theirs[source].to(mine.dtype)
        elif theirs.shape != mine.shape:
            raise ModelError(f"The base model's weights do not fit its plan (first: {name})", base.folder or base.name)
        else:
            mine.copy_(theirs)


def fit(
    network: nn.Module,
    plan: dict[str, Any],
    recipe: Recipe,
    cases: Sequence[Source],
    quick: Sequence[Prepared],
    work: Path,
    device: torch.device,
    show: Show | None = None,
    own_loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor] | None = None,
) -> Generator[Progress, None, dict[str, torch.Tensor]]:
    """The averaged weights after all steps on patches of ``cases``; ``quick`` are looked at now and then.

    ``own_loss``: of logits and target, instead of the recipe's.
    """
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
        if own_loss is not None:
            loss = own_loss(logits, target.to(device))
        else:
            loss = training_loss(logits, target.to(device), settings["unlabelled"], recipe.loss)
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
            steps = ranks.share(int(np.clip(recipe.minutes * 60 * 0.85 / np.median(took[1:]), *STEPS_ALLOWED)))
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
