"""Help for who has a problem: what the program runs on, and the diagnostic. Qt-free, part of the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from medseg_gui import __version__
from medseg_gui.asking import Offer, Offers
from medseg_gui.core.i18n import mark
from medseg_gui.diagnostic import diagnostic
from medseg_gui.jobs import Jobs
from medseg_gui.settings import Settings
from medseg_gui.workers.job import Done, Outcome

if TYPE_CHECKING:
    from medseg_gui.workers.hardware import Hardware


class HelpDesk:
    """All methods run on the UI thread."""

    def __init__(self, jobs: Jobs, settings: Settings, wanted: Callable[[str], None], offers: Offers) -> None:
        self._jobs, self._settings, self._wanted, self._offers = jobs, settings, wanted, offers
        self.hardware: Hardware | None = None
        """What networks run on; None until somebody asked."""

    def begin(self) -> None:
        """At the start: the welcome, the first time; the newest version's number where the user wants to know it."""
        if not self._settings.welcomed:
            self._wanted("welcome")
        if self._settings.update_check and self._settings.update_address:
            self.look_for_update()

    def look_for_update(self) -> None:
        """Offers to have a look when there is a newer version."""
        from medseg_gui.workers import updates

        def ended(outcome: Outcome[Any]) -> None:
            self._jobs.report_failure(outcome)
            if isinstance(outcome, Done) and outcome.value:
                text = mark("Version {number} is out; this is {own}.")
                self._offers.add(Offer("update", text.format(number=outcome.value, own=__version__), ()))

        address = self._settings.update_address
        self._jobs.submit(mark("Looking for a new version"), lambda: updates.look(address), ended, lane="network")

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
