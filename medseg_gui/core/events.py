"""The news that travels from a case to its listeners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto
from typing import Generic, TypeVar

from medseg_gui.core.geometry import Box


class Aspect(Flag):
    """What part of a case a change touched."""

    VOXELS = auto()
    SEGMENTS = auto()
    PROMPTS = auto()
    REFERENCES = auto()
    HISTORY = auto()
    MEASURES = auto()
    ALL = VOXELS | SEGMENTS | PROMPTS | REFERENCES | HISTORY | MEASURES


@dataclass(frozen=True)
class Change:
    """One small record of what changed; views redraw only what ``box`` covers.

    ``box`` is None when the change has no place in the volume. ``source`` lets the panel that caused a
    change skip itself. ``final`` is False while a gesture is still under way.
    """

    aspects: Aspect
    box: Box | None = None
    source: object = None
    revision: int = 0
    final: bool = True


T = TypeVar("T")


class Event(Generic[T]):
    """A list of listeners, called in the order in which they connected."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[T], None]] = []

    def connect(self, listener: Callable[[T], None]) -> Callable[[], None]:
        """Returns the function that disconnects the listener again."""
        self._listeners.append(listener)

        def disconnect() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return disconnect

    def emit(self, value: T) -> None:
        for listener in tuple(self._listeners):
            listener(value)
