"""The steps a user can take back, bounded by bytes and never by count."""

from __future__ import annotations

from collections.abc import Iterable

from medseg_gui.core.edits import Step
from medseg_gui.core.events import Event

DEFAULT_BUDGET = 512 * 1024 * 1024
KEEP = 10

Place = tuple[int, Step | None]
"""How many steps are forgotten where none is done, and the last step done (compared by identity)."""


class History:
    """Done steps and undone ones. The oldest done steps go when ``budget_bytes`` is exceeded, but for ``keep``."""

    def __init__(self, budget_bytes: int = DEFAULT_BUDGET, keep: int = KEEP) -> None:
        self.budget_bytes = budget_bytes
        self.keep = keep
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._bytes = 0
        self.forgotten = 0
        """Steps that no longer can be undone because the budget was used up."""
        self.dropped: Event[Step] = Event()
        """The step that is forgotten now."""

    def put_back(self, done: Iterable[Step], undone: Iterable[Step]) -> None:
        """Takes over steps kept in a file: ``done`` oldest first, ``undone`` the next one to redo first."""
        self._done, self._undone = list(done), list(undone)[::-1]
        self._bytes = sum(s.bytes for s in (*self._done, *self._undone))

    @property
    def done(self) -> tuple[Step, ...]:
        """Oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Step, ...]:
        """The next one to redo first."""
        return tuple(reversed(self._undone))

    @property
    def bytes(self) -> int:
        return self._bytes

    @property
    def place(self) -> Place:
        """Where the history stands: undo and redo come back to the same place, an edit never does."""
        return (0, self._done[-1]) if self._done else (self.forgotten, None)

    def push(self, step: Step) -> None:
        self._bytes += step.bytes - sum(s.bytes for s in self._undone)
        self._undone.clear()
        self._done.append(step)
        while self._bytes > self.budget_bytes and len(self._done) > self.keep:
            oldest = self._done.pop(0)
            self._bytes -= oldest.bytes
            self.forgotten += 1
            self.dropped.emit(oldest)

    def take_undo(self) -> Step | None:
        """The step to take back next, moved to the undone ones."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def take_redo(self) -> Step | None:
        """The step to do again next, moved to the done ones."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]
