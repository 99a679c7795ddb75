"""Work that takes time and what became of it: jobs are submitted, errors and results become one line for the person.

Qt-free. What the session and its desks (clicks, models) stand on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.events import Event
from medseg_gui.core.i18n import mark
from medseg_gui.core.segmenter import Progress
from medseg_gui.workers.job import Cancelled, Failed, Job, Lane, Outcome, Priority, Steps
from medseg_gui.workers.runner import Runner

Level = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Message:
    """One line for the person: what happened, and how grave it is."""

    text: str
    level: Level = "info"


class Jobs:
    """Jobs of one runner, and what is said about them. All methods run on the UI thread."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.wait_until: Callable[[Callable[[], bool], float], bool] | None = None
        """Given by the window: runs the event loop until the condition holds; False when the time ran out."""
        self.call_soon: Callable[[Callable[[], None]], None] | None = None
        """Given by the window: has a function called on the UI thread; any thread may ask."""
        self.said: Event[Message] = Event()
        self.progressed: Event[tuple[Job[Any], Progress]] = Event()

    def submit(
        self,
        name: str,
        start: Callable[[], Steps[Any]],
        ended: Callable[[Outcome[Any]], None],
        lane: Lane = "background",
        key: str = "",
        priority: Priority = Priority.NORMAL,
        news: Callable[[Progress], None] | None = None,
    ) -> Job[Any]:
        """Starts a job. ``news`` hears of each step, besides ``progressed``; an error in ``ended`` is said."""

        def safely(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Cancelled) and key and any(other.key == key for other in self.runner.active):
                return  # a newer one of its kind took its place: nobody needs to hear of this one
            try:
                ended(outcome)
            except MedsegError as error:
                self.say(str(error), "error")

        job: Job[Any] = Job(name, start, lane, priority, key, safely)

        def progressed(progress: Progress) -> None:
            self.progressed.emit((job, progress))
            if news is not None:
                news(progress)

        job.on_progress = progressed
        return self.runner.submit(job)

    def cancel_jobs(self) -> None:
        self.runner.cancel_all()

    def say(self, text: str, level: Level = "info") -> None:
        self.said.emit(Message(text, level))

    def report(self, outcome: Outcome[Any]) -> None:
        """Says that a job failed, and why, or that it was cancelled."""
        if isinstance(outcome, Failed):
            expected = isinstance(outcome.error, MedsegError)
            text = (
                str(outcome.error) if expected else mark("Something went wrong: {error}. The log file has the details.")
            )
            self.say(text if expected else text.format(error=outcome.error), "error")
        elif isinstance(outcome, Cancelled):
            self.say(mark("Cancelled."))

    def report_failure(self, outcome: Outcome[Any]) -> None:
        if isinstance(outcome, Failed):
            self.report(outcome)

    def wait(self, timeout_s: float = 60.0) -> None:
        """Returns when no job is under way but idle ones; raises TimeoutError. The only nested event loop there is."""
        if self.wait_until is None:
            raise MedsegError(mark("There is no event loop to wait in"))

        def waited_for() -> list[Job[Any]]:
            return [job for job in self.runner.active if job.priority > Priority.IDLE]

        if not self.wait_until(lambda: not waited_for(), timeout_s):
            raise TimeoutError(f"After {timeout_s:g} s still under way: {', '.join(job.name for job in waited_for())}")
