"""A job is a generator: yield = progress and a chance to cancel, return = result, raise = error."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count
from typing import Any, Generic, Literal, TypeVar

from medseg_gui.core.segmenter import Progress

T = TypeVar("T")
Steps = Generator[Progress, None, T]
Lane = Literal["model", "background", "saving", "network"]

_numbers = count(1)


class Priority(IntEnum):
    """Higher goes first; a click goes before a whole-volume run, and that before idle work."""

    IDLE = 0
    LONG = 1
    NORMAL = 2
    CLICK = 3


@dataclass(eq=False)
class Job(Generic[T]):
    """Work for a lane. ``start`` makes the generator, on the lane's thread.

    A job with a ``key`` replaces an earlier one of the same key (newest wins). ``cancelled`` may be set from
    any thread; the generator is then closed at its next yield.
    """

    name: str
    start: Callable[[], Steps[T]]
    lane: Lane = "background"
    priority: Priority = Priority.NORMAL
    key: str = ""
    on_end: Callable[[Outcome[T]], None] | None = None
    on_progress: Callable[[Progress], None] | None = None
    number: int = field(default_factory=lambda: next(_numbers))
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass(frozen=True)
class Done(Generic[T]):
    """The job returned."""

    value: T


@dataclass(frozen=True)
class Cancelled:
    """The job was cancelled or replaced by a newer one of its key."""


@dataclass(frozen=True)
class Failed:
    """The job raised; ``trace`` is for the log, ``str(error)`` for the user when it is a MedsegError."""

    error: Exception
    trace: str


Outcome = Done[T] | Cancelled | Failed


def run_now(steps: Steps[T], on_progress: Callable[[Progress], Any] | None = None) -> T:
    """The result of a job run to its end on this thread (for commands and scripts)."""
    while True:
        try:
            progress = next(steps)
        except StopIteration as stop:
            value: T = stop.value
            return value
        if on_progress is not None:
            on_progress(progress)


def told_as(steps: Steps[T], progress: Progress) -> Steps[T]:
    """The same job, whose every step says ``progress``: for the parts of a larger one."""
    try:
        while True:
            try:
                next(steps)
            except StopIteration as stop:
                value: T = stop.value
                return value
            yield progress
    finally:
        steps.close()
