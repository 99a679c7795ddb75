"""What only a person can answer: at once (``Ask``), or when there is time (``Offers``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from medseg_gui.core.events import Event

Leave = Literal["save", "discard"]


class Ask(Protocol):
    """What only a person can answer. None or False: the person thought better of it.

    ``somebody``: False while a script drives the window, and nobody is there.
    """

    somebody: bool

    def folder(self, title: str) -> str | None: ...
    def open_file(self, title: str, filters: str) -> str | None: ...
    def save_file(self, title: str, filters: str, suggestion: str) -> str | None: ...
    def text(self, title: str, label: str, value: str) -> str | None: ...
    def series(self, rows: list[Any]) -> str | None: ...
    def confirm(self, title: str, text: str, yes: str) -> bool: ...
    def choice(self, title: str, text: str, options: list[str]) -> int | None: ...
    def leave(self, title: str, text: str) -> Leave | None: ...


@dataclass(frozen=True, eq=False)
class Offer:
    """A line and what can be done about it; blocks nothing. A new one takes the place of an older one of its topic."""

    topic: str
    text: str
    actions: tuple[tuple[str, Callable[[], None]], ...]


class Offers:
    """What is offered now, oldest first; ``changed`` tells when that is something else."""

    def __init__(self) -> None:
        self.all: tuple[Offer, ...] = ()
        self.changed: Event[None] = Event()

    def __contains__(self, topic: str) -> bool:
        return any(offer.topic == topic for offer in self.all)

    def add(self, offer: Offer) -> None:
        self._become((*(o for o in self.all if o.topic != offer.topic), offer))

    def drop(self, *topics: str) -> None:
        self._become(tuple(o for o in self.all if o.topic not in topics))

    def answer(self, offer: Offer, number: int | None) -> None:
        """Takes the offer away and does what was chosen; None: nothing now."""
        self._become(tuple(o for o in self.all if o is not offer))
        if number is not None:
            offer.actions[number][1]()

    def _become(self, offers: tuple[Offer, ...]) -> None:
        if offers != self.all:
            self.all = offers
            self.changed.emit(None)
