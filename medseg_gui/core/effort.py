"""What a case has cost: active time, strokes, clicks, operations, model runs, whatever is undone later."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from medseg_gui.core.edits import Step

IDLE_S = 60.0
"""A pause longer than this is no work: nothing of it counts."""


@dataclass
class Effort:
    """``active_s``: time between actions, pauses left out. ``last_s``: when the last action was (Unix time)."""

    active_s: float = 0.0
    last_s: float = 0.0
    strokes: int = 0
    """Steps of the hand that changed voxels."""
    clicks: int = 0
    """Prompts given to a click model or method, of every kind."""
    operations: int = 0
    model_runs: int = 0
    """Answers of automatic models."""
    imports: int = 0
    undos: int = 0
    redos: int = 0

    def act(self, now_s: float) -> None:
        """Something was done at that time."""
        if 0 < now_s - self.last_s <= IDLE_S:
            self.active_s += now_s - self.last_s
        self.last_s = now_s

    def did(self, step: Step) -> None:
        """A step was done (not: done again)."""
        if step.when:
            self.act(step.when)
        kind = step.author.partition(" ")[0]
        given = len(step.prompts[1]) - len(step.prompts[0]) if step.prompts is not None else 0
        if given > 0:
            self.clicks += given
        elif step.voxels and step.prompts is None and kind == "hand":
            self.strokes += 1
        elif kind == "operation":
            self.operations += 1
        elif kind == "file":
            self.imports += 1
        elif kind == "model" and step.prompts is None and step.voxels:
            self.model_runs += 1

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Effort:
        """Raises TypeError or ValueError for what is none; what a newer program counts too is left out."""
        known = {f.name for f in fields(cls)}
        out = cls(**{name: value for name, value in data.items() if name in known})
        if not all(isinstance(value, int | float) for value in asdict(out).values()):
            raise ValueError("effort that is no number")
        return out
