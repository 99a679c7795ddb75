"""A list of cases and how far each one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from medseg_gui.core.i18n import mark

Status = Literal["open", "work", "done", "flagged"]
STATUSES: tuple[Status, ...] = get_args(Status)
STATUS_TITLES: dict[str, str] = {
    "open": mark("Open"),
    "work": mark("In work"),
    "done": mark("Done"),
    "flagged": mark("Flagged"),
}


@dataclass(frozen=True)
class Item:
    """One case of a list. ``key`` tells it from the others, also when the list moves with its folder.

    ``image``: folder, file or saved case; ``series``: which series of a folder, where it holds several. ``label``: a
    mask to begin with; ``reference``: manual labels to measure against. ``problem``: why it cannot be opened, or empty.
    """

    key: str
    name: str
    image: str
    series: str = ""
    label: str = ""
    reference: str = ""
    patient: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Standing:
    """How far one case is. ``time_s``: active time on it. ``case``: where it is saved, empty while it never was.

    ``rank``: its place among the cases to label, from 1; 0 while nobody ranked them. ``why``: what it was ranked by.
    """

    status: Status = "open"
    time_s: float = 0.0
    case: str = ""
    rank: int = 0
    why: str = ""


@dataclass(frozen=True)
class State:
    """How far all are, by key; ``folder``: where new cases are saved, empty while nobody chose."""

    folder: str = ""
    standings: Mapping[str, Standing] = field(default_factory=dict)

    def of(self, item: Item) -> Standing:
        return self.standings.get(item.key, Standing())


def in_order(items: Sequence[Item], state: State) -> tuple[Item, ...]:
    """Ranked cases that nobody has begun by rank, after those in work and before all others; else as they were."""

    def place(item: Item) -> tuple[int, int]:
        standing = state.of(item)
        if standing.status == "open" and standing.rank:
            return (1, standing.rank)
        return (0 if standing.status == "work" else 2, 0)

    return tuple(sorted(items, key=place)) if any(s.rank for s in state.standings.values()) else tuple(items)


def step_from(items: Sequence[Item], state: State, at: int, by: int, only: Status | None = None) -> int | None:
    """Number of the next (``by`` 1) or previous (-1) case that can be opened and has that status; None at the end."""
    number = at + by
    while 0 <= number < len(items):
        if not items[number].problem and only in (None, state.of(items[number]).status):
            return number
        number += by
    return None
