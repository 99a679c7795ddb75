"""What the 2-D and the 3-D click model share: figures of a card's plan, and a training that can be resumed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Generator, nn

from medseg_gui.core.errors import ModelError

T = TypeVar("T")


def figures_of(kind: type[T], plan: Mapping[str, Any]) -> T:
    """The dataclass ``kind`` (all fields with defaults) with the figures that stand under "answer" in a card's plan.

    Raises ModelError when they are unknown or of the wrong kind.
    """
    given = plan.get("answer", {})
    known: dict[str, Any] = {f.name: f.default for f in fields(kind)}  # type: ignore[arg-type]
    try:
        own = {name: type(default)(given[name]) for name, default in known.items() if name in given}
        unknown = sorted(set(given) - set(known))
    except (TypeError, ValueError) as error:
        raise ModelError(f"The model's plan is damaged: {error}") from error
    if unknown:
        raise ModelError(f"The model's plan asks for {unknown[0]!r}, which this program does not know")
    return kind(**own)


class Resumable:
    """A training whose network, averaged weights, optimiser and chance go on where they were saved."""

    device: torch.device
    net: nn.Module
    mean: nn.Module
    optimiser: torch.optim.Optimizer
    g: Generator
    step: int
    seconds: float
    log: list[dict[str, float]]

    def plan_figures(self) -> dict[str, Any]:
        """The plan as it goes into checkpoints and cards."""
        raise NotImplementedError

    def save(self, path: Path) -> None:
        """Everything needed to go on, but for the tasks under way."""
        state = {
            "plan": self.plan_figures(),
            "net": self.net.state_dict(),
            "mean": self.mean.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "random": self.g.get_state(),
            "step": self.step,
            "seconds": self.seconds,
            "log": json.dumps(self.log),
        }
        beside = path.with_suffix(".new")
        torch.save(state, beside)
        beside.replace(path)

    def load(self, path: Path) -> None:
        """Goes on from a checkpoint. Raises RuntimeError when it is of another network."""
        state = torch.load(path, weights_only=True, map_location=self.device)
        self.net.load_state_dict(state["net"])
        self.mean.load_state_dict(state["mean"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.g.set_state(state["random"].cpu())
        self.step, self.seconds = int(state["step"]), float(state["seconds"])
        self.log = json.loads(state["log"])
