"""Network work as a job: it runs on a thread of its own, so that a server that is slow never holds cancel up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from typing import TypeVar

from medseg_gui.core.errors import RemoteFailed
from medseg_gui.core.segmenter import Progress

T = TypeVar("T")
WAITS_S = (0.5, 2.0)
"""Pauses before the second and third try."""
LOOK_S = 0.05
LEAVE_S = 1.0
"""How long a cancelled job waits for its thread; a server that hangs may keep that longer, without effect."""


class Transient(RemoteFailed):
    """What may go better the next time: no connection, a time-out, a server that is busy."""


class Stopped(Exception):
    """The job was cancelled; leaves the network thread."""


class Wire:
    """Between the network's thread and the job: progress one way, the wish to stop the other."""

    def __init__(self, text: str) -> None:
        self.latest = Progress(text)
        self.on_stop: Callable[[], object] | None = None
        """What ends a call that waits for the server, called from the job's thread."""
        self.hurried = False
        """Nothing is tried a second time."""
        self._stopped = threading.Event()

    def say(self, text: str, done: float = 0, total: float = 0) -> None:
        self.check()
        self.latest = Progress(text, done, total)

    def check(self) -> None:
        """Raises Stopped when the job was cancelled."""
        if self._stopped.is_set():
            raise Stopped

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()
        if self.on_stop is not None:
            self.on_stop()

    def rest(self, wait_s: float) -> None:
        """Waits so long. Raises Stopped when the job is cancelled meanwhile."""
        if self._stopped.wait(wait_s):
            raise Stopped

    def retry(self, attempt: Callable[[], T]) -> T:
        """What the attempt gives, which is made three times at most. Raises the last Transient."""
        for wait_s in () if self.hurried else WAITS_S:
            try:
                return attempt()
            except Transient as error:
                self.check()
                self.latest = Progress(f"Trying again: {error.what}", self.latest.done, self.latest.total)
                if self._stopped.wait(wait_s):
                    raise Stopped from error
        return attempt()


def on_wire(text: str, work: Callable[[Wire], T]) -> Generator[Progress, None, T]:
    """The work's result; its progress meanwhile. Closing the generator stops the work within about a second."""
    wire = Wire(text)
    results: list[T] = []
    errors: list[Exception] = []
    ended = threading.Event()

    def run() -> None:
        try:
            results.append(work(wire))
        except Stopped:
            pass
        except Exception as error:  # noqa: BLE001  it is raised again on the job's thread
            errors.append(error)
        finally:
            ended.set()

    thread = threading.Thread(target=run, name="network", daemon=True)
    thread.start()
    try:
        while not ended.wait(LOOK_S):
            yield wire.latest
    finally:
        if not ended.is_set():
            wire.stop()
            thread.join(LEAVE_S)
    if errors:
        raise errors[0]
    return results[0]
