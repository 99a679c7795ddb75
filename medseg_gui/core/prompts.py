"""What the user points at: plain, immutable data owned by the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from medseg_gui.core.geometry import Plane, Triple


@dataclass(frozen=True)
class Click:
    """A point (slice, row, column) on the object (positive) or beside it (negative).

    ``plane`` is the view that it was made in, None when it came from a script. ``reach_mm``: how far the object
    reaches from here, as press-and-drag says it; 0 where it was not said.
    """

    index: Triple
    positive: bool = True
    plane: Plane | None = None
    reach_mm: float = 0.0


@dataclass(frozen=True)
class BoxPrompt:
    """A box round the object, both corners inclusive, (slice, row, column)."""

    lo: Triple
    hi: Triple
    plane: Plane | None = None


@dataclass(frozen=True)
class Scribble:
    """A line drawn on the object (positive) or beside it, as the voxels it passes."""

    indices: tuple[Triple, ...]
    positive: bool = True
    plane: Plane | None = None


@dataclass(frozen=True)
class Lasso:
    """A closed curve round the object in one slice, as the voxels of its outline."""

    indices: tuple[Triple, ...]
    positive: bool = True
    plane: Plane | None = None


Prompt = Click | BoxPrompt | Scribble | Lasso


@dataclass(frozen=True)
class PromptSet:
    """Prompts in the order in which they were given; adding makes a new set."""

    prompts: tuple[Prompt, ...] = ()

    def plus(self, prompt: Prompt) -> PromptSet:
        return replace(self, prompts=(*self.prompts, prompt))

    def minus(self, position: int) -> PromptSet:
        return replace(self, prompts=self.prompts[:position] + self.prompts[position + 1 :])

    def __iter__(self) -> Iterator[Prompt]:
        return iter(self.prompts)

    def __len__(self) -> int:
        return len(self.prompts)
