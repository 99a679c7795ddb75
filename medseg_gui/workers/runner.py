"""Lanes: long-lived threads that advance jobs one step at a time, the most urgent first.

A lane loops: look at cancel flags, take the highest-priority job, advance its generator one step. Priority, giving way,
cancel, progress and clean-up are this one loop. Results wait in a queue until the UI thread asks for them.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from medseg_gui.core.segmenter import Progress
from medseg_gui.core.veil import trace_of
from medseg_gui.workers.job import Cancelled, Done, Failed, Job, Lane, Outcome, Steps

log = logging.getLogger(__name__)


@dataclass
class _Running:
    job: Job[Any]
    steps: Steps[Any] | None = None
    turn: int = 0


def _spent() -> Steps[Any]:
    raise RuntimeError("a job runs once")


class _LaneThread(threading.Thread):
    def __init__(self, name: str, runner: Runner) -> None:
        super().__init__(name=f"medseg-{name}", daemon=True)
        self.runner = runner
        self.jobs: list[_Running] = []
        self.wanted = threading.Condition()
        self.stopping = False
        self.turns = 0

    def run(self) -> None:
        while True:
            with self.wanted:
                while not self.jobs and not self.stopping:
                    self.wanted.wait()
                if self.stopping:
                    left, self.jobs = self.jobs, []
                else:
                    left = []
                    # the most urgent first; among equals the one that waited longest
                    running = max(self.jobs, key=lambda r: (r.job.cancelled, r.job.priority, -r.turn))
            if self.stopping:
                for running in left:
                    self._close(running)
                return
            self.turns += 1
            running.turn = self.turns
            outcome = self._advance(running)
            if outcome is not None:
                with self.wanted:
                    self.jobs.remove(running)
                running.steps, running.job.start = None, _spent  # what it worked on is free before its answer is used
                self.runner._post(running.job, outcome)
            del running, outcome  # a waiting lane holds no copies of volumes

    def _advance(self, running: _Running) -> Outcome[Any] | None:
        job = running.job
        if job.cancelled:
            self._close(running)
            return Cancelled()
        try:
            if running.steps is None:
                running.steps = job.start()
            progress = next(running.steps)
        except StopIteration as stop:
            return Cancelled() if job.cancelled else Done(stop.value)
        except Exception as error:  # noqa: BLE001  a job may fail in any way: it becomes an Outcome, never the lane's end
            return Failed(error, trace_of(error))
        self.runner._post(job, progress)
        return None

    @staticmethod
    def _close(running: _Running) -> None:
        if running.steps is not None:
            try:
                running.steps.close()
            except Exception:
                log.exception("Clean-up of job %s failed", running.job.name)


class Runner:
    """The lanes, and the queue of news for the UI thread.

    ``wake`` is called from a lane's thread whenever news waits; it must only arrange that ``deliver`` is called soon on
    the UI thread. ``deliver`` calls the jobs' ``on_progress`` and ``on_end`` there.
    """

    def __init__(self, wake: Callable[[], None] | None = None) -> None:
        self._wake = wake or (lambda: None)
        self._news: deque[tuple[Job[Any], Progress | Outcome[Any]]] = deque()
        self._threads: dict[Lane, _LaneThread] = {}
        self._active: dict[int, Job[Any]] = {}
        self.listeners: list[Callable[[], None]] = []
        """Called on the UI thread after news was delivered or a job submitted."""

    @property
    def active(self) -> tuple[Job[Any], ...]:
        """Jobs submitted and not yet delivered, oldest first."""
        return tuple(self._active.values())

    def set_wake(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def submit(self, job: Job[Any]) -> Job[Any]:
        """Puts the job on its lane; an earlier job of the same key is cancelled (newest wins)."""
        if job.key:
            for other in self._active.values():
                if other.key == job.key:
                    other.cancel()
        self._active[job.number] = job
        thread = self._threads.get(job.lane)
        if thread is None:
            thread = self._threads[job.lane] = _LaneThread(job.lane, self)
            thread.start()
        with thread.wanted:
            thread.jobs.append(_Running(job))
            thread.wanted.notify()
        self._tell()
        return job

    def abandon(self, lane: Lane) -> None:
        """Gives up the lane's jobs, of which one does not come back; the lane's next job has a thread of its own."""
        thread = self._threads.pop(lane, None)
        if thread is None:
            return
        for job in [job for job in self._active.values() if job.lane == lane]:
            job.on_end = job.on_progress = None
            job.cancel()
            del self._active[job.number]
        with thread.wanted:
            thread.stopping = True
            thread.wanted.notify()
        self._tell()

    def cancel_all(self) -> None:
        for job in self._active.values():
            job.cancel()

    def deliver(self) -> None:
        """Hands all waiting news to the jobs' callbacks. Call on the UI thread."""
        latest: dict[int, tuple[Job[Any], Progress]] = {}
        ended: list[tuple[Job[Any], Outcome[Any]]] = []
        while self._news:
            job, news = self._news.popleft()
            if isinstance(news, Progress):
                latest[job.number] = (job, news)
            else:
                ended.append((job, news))
        for job, progress in latest.values():
            if job.on_progress is not None and not job.cancelled:
                job.on_progress(progress)
        for job, outcome in ended:
            self._active.pop(job.number, None)
            # a job cancelled after its last step still counts as cancelled: its user no longer wants the answer
            result: Outcome[Any] = Cancelled() if job.cancelled and isinstance(outcome, Done) else outcome
            if isinstance(result, Failed):
                log.error("Job %s failed\n%s", job.name, result.trace)
            if job.on_end is not None:
                job.on_end(result)
        if latest or ended:
            self._tell()

    def close(self, timeout_s: float = 10.0) -> None:
        """Cancels everything and ends the threads."""
        self.cancel_all()
        for thread in self._threads.values():
            with thread.wanted:
                thread.stopping = True
                thread.wanted.notify()
        for thread in self._threads.values():
            thread.join(timeout_s)
        self._threads.clear()
        self._active.clear()
        self._news.clear()

    def _post(self, job: Job[Any], news: Progress | Outcome[Any]) -> None:
        self._news.append((job, news))
        self._wake()

    def _tell(self) -> None:
        for listener in tuple(self.listeners):
            listener()
