"""Help for who has a problem: what the program runs on, and the diagnostic. Qt-free, part of the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from medseg_gui.core.i18n import mark
from medseg_gui.diagnostic import diagnostic
from medseg_gui.jobs import Jobs
from medseg_gui.settings import Settings
from medseg_gui.workers.job import Done, Outcome

if TYPE_CHECKING:
    from medseg_gui.workers.hardware import Hardware


class HelpDesk:
    """All methods run on the UI thread."""

    def __init__(self, jobs: Jobs, settings: Settings) -> None:
        self._jobs, self._settings = jobs, settings
        self.hardware: Hardware | None = None
        """What networks run on; None until somebody asked."""

    def look(self, ended: Callable[[], None]) -> None:
        """Finds out what networks run on, in the background: their runtime takes seconds to load."""
        from medseg_gui.workers import hardware

        def done(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Done):
                self.hardware = outcome.value
            self._jobs.report_failure(outcome)
            ended()

        if self.hardware is not None:
            ended()
        else:
            self._jobs.submit(mark("Looking for a graphics card"), hardware.look, done, lane="model")

    def diagnostic(self, ready: Callable[[str], None], more: tuple[tuple[str, str], ...] = ()) -> None:
        """Hands over what helps with a problem, as soon as it is known; nothing in it says who or where."""
        self.look(lambda: ready(diagnostic(self._settings, self.hardware, more)))
