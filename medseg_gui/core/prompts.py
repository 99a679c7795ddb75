"""What the user points at: plain, immutable data owned by the case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from medseg_gui.core.geometry import Plane, Triple

Line = tuple[Triple, Triple]


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


@dataclass(frozen=True)
class Bidirectional:
    """A lesion's longest diameter in a slice and, once it is drawn, the longest one across it (RECIST 1.1)."""

    long: Line
    short: Line | None = None
    plane: Plane | None = None


Prompt = Click | BoxPrompt | Scribble | Lasso | Bidirectional


@dataclass(frozen=True)
class PromptSet:
    """Prompts in the order in which they were given; adding makes a new set.

    ``whole``: how many of them had been given when the whole object was asked for in 3-D; 0 where it was not.
    """

    prompts: tuple[Prompt, ...] = ()
    whole: int = 0

    def plus(self, prompt: Prompt) -> PromptSet:
        return replace(self, prompts=(*self.prompts, prompt))

    def minus(self, position: int) -> PromptSet:
        """Without the prompt at that position."""
        left = self.prompts[:position] + self.prompts[position + 1 :]
        return PromptSet(
            left, max(self.whole - 1, 1) if left and 0 < self.whole > position else self.whole * bool(left)
        )

    def changed(self, position: int, prompt: Prompt) -> PromptSet:
        """With another prompt at that position."""
        return replace(self, prompts=(*self.prompts[:position], prompt, *self.prompts[position + 1 :]))

    def __iter__(self) -> Iterator[Prompt]:
        return iter(self.prompts)

    def __len__(self) -> int:
        return len(self.prompts)


# ----- places --------------------------------------------------------------------------------------
def is_positive(prompt: Prompt) -> bool:
    """True when the prompt says what belongs to the object."""
    return getattr(prompt, "positive", True)


def places(prompt: Prompt) -> tuple[Triple, ...]:
    """The voxels that a prompt is made of: a click's, a box's corners, a line's, the ends of diameters."""
    if isinstance(prompt, Click):
        return (prompt.index,)
    if isinstance(prompt, BoxPrompt):
        return (prompt.lo, prompt.hi)
    if isinstance(prompt, Bidirectional):
        return (*prompt.long, *(prompt.short or ()))
    return prompt.indices


def span(prompt: Prompt, axis: int) -> tuple[int, int]:
    """First and last slice along an array axis that a prompt lies in; (0, -1) for one without voxels."""
    numbers = [place[axis] for place in places(prompt)]
    return (min(numbers), max(numbers)) if numbers else (0, -1)


def moved(prompt: Prompt, by: Triple) -> Prompt:
    """The prompt at another place, so many voxels on along each axis."""

    def to(place: Triple) -> Triple:
        return (place[0] + by[0], place[1] + by[1], place[2] + by[2])

    def line(ends: Line) -> Line:
        return (to(ends[0]), to(ends[1]))

    if isinstance(prompt, Click):
        return replace(prompt, index=to(prompt.index))
    if isinstance(prompt, BoxPrompt):
        return replace(prompt, lo=to(prompt.lo), hi=to(prompt.hi))
    if isinstance(prompt, Bidirectional):
        return replace(prompt, long=line(prompt.long), short=line(prompt.short) if prompt.short else None)
    return replace(prompt, indices=tuple(to(place) for place in prompt.indices))


def handles(prompt: Prompt) -> tuple[Triple, ...]:
    """Places that can be dragged alone: a box's corners, the ends of diameters; others are dragged as they are."""
    if isinstance(prompt, BoxPrompt):
        ends = [sorted({a, b}) for a, b in zip(prompt.lo, prompt.hi, strict=True)]
        return tuple((z, y, x) for z in ends[0] for y in ends[1] for x in ends[2])
    return places(prompt) if isinstance(prompt, Bidirectional) else ()


def with_handle(prompt: Prompt, number: int, place: Triple) -> Prompt:
    """The prompt with one of its handles at another place."""
    at = handles(prompt)[number]
    if isinstance(prompt, BoxPrompt):
        fixed = [lo + hi - i for lo, hi, i in zip(prompt.lo, prompt.hi, at, strict=True)]
        lo = [min(i, j) for i, j in zip(fixed, place, strict=True)]
        hi = [max(i, j) for i, j in zip(fixed, place, strict=True)]
        return replace(prompt, lo=(lo[0], lo[1], lo[2]), hi=(hi[0], hi[1], hi[2]))
    if isinstance(prompt, Bidirectional):
        ends = [*places(prompt)]
        ends[number] = place
        return replace(prompt, long=(ends[0], ends[1]), short=(ends[2], ends[3]) if prompt.short else None)
    return prompt


def path(corners: Sequence[Triple], closed: bool = False) -> tuple[Triple, ...]:
    """The voxels along the straight lines from corner to corner, each once in a row."""
    out = list(corners[:1])
    for a, b in zip(corners, [*corners[1:], *(corners[:1] if closed else ())], strict=False):
        steps = max(abs(j - i) for i, j in zip(a, b, strict=True))
        for k in range(1, steps + 1):
            z, y, x = (i + (2 * (j - i) * k + steps) // (2 * steps) for i, j in zip(a, b, strict=True))
            out.append((z, y, x))
    return tuple(out[:-1] if closed and len(out) > 1 and out[-1] == out[0] else out)
