"""How long somebody worked: time between signs of life, pauses left out."""

from __future__ import annotations

import time
from collections.abc import Callable

IDLE_S = 60.0
"""A longer gap between two signs of life is a pause and counts nothing: reading a slice takes less."""


class ActiveTime:
    """Seconds of work on one case. ``touch`` at every sign of life (a key, the mouse, a change)."""

    def __init__(
        self, seconds: float = 0.0, idle_s: float = IDLE_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.seconds = seconds
        self._idle_s = idle_s
        self._clock = clock
        self._last: float | None = None

    def touch(self) -> None:
        """Somebody is there: the time since the last sign of life counts, unless it was a pause."""
        now = self._clock()
        if self._last is not None and now - self._last <= self._idle_s:
            self.seconds += now - self._last
        self._last = now
