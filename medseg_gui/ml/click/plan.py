"""What the 2-D and the 3-D click model share: figures of a card's plan, and a training that can be resumed."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Mapping
from collections.abc import Generator as Steps
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

import torch
from torch import Tensor, nn

from medseg_gui.core.errors import ModelError
from medseg_gui.core.segmenter import Progress

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


class Schedule(Protocol):
    """What every plan of a training says about its steps.

    The rate rises for ``warm_up`` steps, is flat for ``flat`` of all steps, then falls in a line to ``end`` of itself.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def seed(self) -> int: ...
    @property
    def steps(self) -> int: ...
    @property
    def rate(self) -> float: ...
    @property
    def warm_up(self) -> int: ...
    @property
    def flat(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def average(self) -> float: ...


class Resumable:
    """A training whose network, averaged weights, optimiser and chance go on where they were saved."""

    title: ClassVar[str]
    plan: Schedule

    def __init__(self, plan: Schedule, network: Callable[[], nn.Module], device: str) -> None:
        self.plan, self.device = plan, torch.device(device)
        torch.manual_seed(plan.seed)
        self.g = torch.Generator(self.device).manual_seed(plan.seed)
        self.net = network().to(self.device)
        self.mean = network().to(self.device)
        self.mean.load_state_dict(self.net.state_dict())
        self.optimiser = torch.optim.AdamW(self.net.parameters(), plan.rate, weight_decay=1e-3)
        self.step = 0
        self.seconds = 0.0
        self.dice: dict[str, float] = {}
        self.log: list[dict[str, float]] = []
        self._anchor: list[Tensor] = []
        self._pull = 0.0
        self.old: nn.Module | None = None
        """The network that ``begin`` started from, as it was then."""

    def begin(self, weights: Mapping[str, Tensor], pull: float) -> None:
        """Starts from those weights; ``pull`` is the strength that draws back to them (L2-SP)."""
        for network in (self.net, self.mean):
            network.load_state_dict({name: value.float() for name, value in weights.items()})
        self.old = copy.deepcopy(self.net).eval()
        self._anchor = [p.detach().clone() for p in self.net.parameters()]
        self._pull = pull

    def run(self) -> Steps[Progress, None, None]:
        """Yields every step until ``plan.steps`` are done."""
        while self.step < self.plan.steps:
            started = time.perf_counter()
            loss = self._one()
            self.seconds += time.perf_counter() - started
            figures = {"step": self.step, "seconds": round(self.seconds, 1), "loss": round(loss, 4)}
            figures |= {k: round(v, 4) for k, v in sorted(self.dice.items())}
            if self.step % 50 == 0:
                self.log.append(figures)
            yield Progress(self.title, self.step, self.plan.steps, figures)

    def _one(self) -> float:
        """Makes one step, answers its loss."""
        raise NotImplementedError

    def _logits(self, x: Tensor) -> Tensor:
        """What the network answers, computed in bfloat16, as float32."""
        with torch.autocast(self.device.type, torch.bfloat16):
            logits: Tensor = self.net(x)
        return logits.float()

    def _learn(self, loss: Tensor) -> float:
        """One step down the loss, which the averaged weights follow; answers the loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = self._rate()
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        for p, start in zip(self.net.parameters(), self._anchor, strict=bool(self._anchor)):
            if p.grad is not None:
                p.grad.add_(p.detach() - start, alpha=self._pull)
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        keep = min(self.plan.average, self.step / (self.step + 10))
        with torch.no_grad():
            for slow, fast in zip(self.mean.parameters(), self.net.parameters(), strict=True):
                slow.lerp_(fast, 1 - keep)
        return float(loss.detach())

    def _rate(self) -> float:
        plan = self.plan
        share = self.step / plan.steps
        fall = 1.0 if share < plan.flat else max(plan.end, (1 - share) / (1 - plan.flat))
        return plan.rate * min(1.0, (self.step + 1) / plan.warm_up) * fall

    def save(self, path: Path) -> None:
        """Everything needed to go on, but for the tasks under way."""
        state = {
            "plan": asdict(self.plan),
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
