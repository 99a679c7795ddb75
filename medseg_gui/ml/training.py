"""A U-Net trained on cases: configures itself, streams patches, scores held-out cases, can stop and go on."""

from __future__ import annotations

import copy
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from medseg_gui.core.choices import check_choices
from medseg_gui.core.errors import BadInput, ModelError
from medseg_gui.core.gate import Verdict, judge
from medseg_gui.core.segmenter import CardSegment, ModelCard, Progress
from medseg_gui.ml import checkpoints, distributed
from medseg_gui.ml.cases import Prepared, TrainingCase, prepare
from medseg_gui.ml.device import best_device, has_amx
from medseg_gui.ml.distributed import Ranks
from medseg_gui.ml.fitting import Recipe, Show, fit
from medseg_gui.ml.networks import build, tensors_of
from medseg_gui.ml.pace import paced_plan, usual_batch
from medseg_gui.ml.plan import Fingerprint, fingerprint
from medseg_gui.ml.scoring import Scores, score, summary
from medseg_gui.ml.splitting import Split, split_cases

QUICK_CASES = 4
MIXES = (1.0, 0.5)
"""How far to go from the old weights to the new ones (WiSE-FT, Wortsman et al. 2022); the next only if one fails."""


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
    On a CPU the same cases, recipe with ``steps``, and thread count give the same weights. Under torchrun all processes
    call this together, and the first one's result has the scores. Raises BadInput, ModelError.
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
    plan = ranks.share((yield from _plan(found, values, recipe, device, base, work)))
    prepared = yield from _prepare_all(split.train, plan, ranks.folder(work), 0, split.held_slices, ranks)
    seen = {c for case in prepared for c in case.places}
    plan["training"]["unlabelled"] = [i + 1 for i in range(len(values)) if i + 1 not in seen]
    looked_at = split.held[:QUICK_CASES] if ranks.first else ()
    quick = yield from _prepare_all(looked_at, plan, work, len(prepared), _learnt(split, found))

    torch.manual_seed(recipe.seed)
    network = build(plan["network"], recipe.learns_deep(device))
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
    if device.type == "cpu" and has_amx() and int(plan["network"]["dims"]) == 3:
        # a fifth faster in training on AMX; nothing gained elsewhere or in 2-D
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
    work: Path,
) -> Generator[Progress, None, dict[str, Any]]:
    training = {
        "seed": recipe.seed,
        "steps": recipe.steps,
        "loss": recipe.loss,
        "rate": recipe.rate,
        "mirror": list(recipe.mirror),
        "greys": recipe.greys,
    }
    if base is not None:
        plan = copy.deepcopy(base[0].plan)
        plan["values"] = list(values)
        plan["network"]["classes"] = len(values) + 1
    else:
        plan = yield from paced_plan(found, values, recipe, device, work)
        training["measured"] = plan.pop("measured", None)
    batch = recipe.batch or usual_batch(int(plan["network"]["dims"]), device)
    plan["training"] = training | {"batch": batch}
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


__all__ = ["Recipe", "Trained", "fit", "start_from", "train"]
