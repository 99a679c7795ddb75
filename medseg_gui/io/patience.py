"""What a drive that may never answer is asked: with a limit, after which the person's window goes on."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class NoAnswer(OSError):
    """The drive did not answer in time. What was asked of it goes on by itself."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(errno.ETIMEDOUT, f"the drive has not answered for {wait_s:g} s")


class _Asked(Generic[T]):
    def __init__(self, do: Callable[[], T], late: Callable[[T], object]) -> None:
        self._do, self._late = do, late
        self._state = threading.Lock()
        self._given_up = False
        self.value: T
        self.error: Exception | None = None
        self.ended = threading.Event()

    def run(self) -> None:
        try:
            self.value = self._do()
        except Exception as error:  # noqa: BLE001  told to the one who asked
            self.error = error
        with self._state:
            self.ended.set()
            late = self._given_up and self.error is None
        if late:
            self._late(self.value)

    def give_up(self) -> bool:
        """False when it ended after all."""
        with self._state:
            self._given_up = not self.ended.is_set()
        return self._given_up


def in_time(do: Callable[[], T], wait_s: float, late: Callable[[T], object] = lambda value: None) -> T:
    """What ``do`` gives, or its error, when that comes within ``wait_s`` seconds.

    Raises NoAnswer otherwise; ``do`` then goes on, on a thread of its own, and ``late`` gets there what it gives.
    """
    asked = _Asked(do, late)
    threading.Thread(target=asked.run, name="medseg-asks", daemon=True).start()
    if not asked.ended.wait(wait_s) and asked.give_up():
        raise NoAnswer(wait_s)
    if asked.error is not None:
        raise asked.error
    return asked.value
