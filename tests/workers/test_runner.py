"""Lanes: order, cancel, newest wins, errors as outcomes, no thread left behind."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterator
from functools import partial

import pytest

from medseg_gui.core.errors import BadInput
from medseg_gui.core.segmenter import Progress
from medseg_gui.workers.job import Cancelled, Done, Failed, Job, Outcome, Priority, Steps, run_now
from medseg_gui.workers.runner import Runner


@pytest.fixture
def runner() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("medseg-")]


def drain(runner: Runner, timeout_s: float = 10.0) -> None:
    end = time.monotonic() + timeout_s
    while runner.active and time.monotonic() < end:
        runner.deliver()
        time.sleep(0.001)
    assert not runner.active


def count(n: int, told: list[str], name: str, gate: threading.Event | None = None) -> Callable[[], Steps[int]]:
    def steps() -> Generator[Progress, None, int]:
        for i in range(n):
            if gate is not None:
                gate.wait(5)
            told.append(name)
            yield Progress(name, i, n)
        return n

    return steps


def test_a_job_returns_its_value_on_the_thread_that_delivers(runner: Runner) -> None:
    ends: list[tuple[Outcome[int], threading.Thread]] = []
    runner.submit(Job("one", count(3, [], "a"), on_end=lambda o: ends.append((o, threading.current_thread()))))
    drain(runner)
    assert ends == [(Done(3), threading.current_thread())]


def test_the_more_urgent_job_goes_first_and_the_other_gives_way(runner: Runner) -> None:
    told: list[str] = []
    gate = threading.Event()
    runner.submit(Job("long", count(50, told, "long", gate), priority=Priority.LONG))
    runner.submit(Job("click", count(5, told, "click", gate), priority=Priority.CLICK))
    gate.set()
    drain(runner)
    last_click = max(i for i, name in enumerate(told) if name == "click")
    assert told.count("long") == 50
    assert last_click <= 6  # at most the one step that was under way came before


def test_equal_jobs_take_turns(runner: Runner) -> None:
    told: list[str] = []
    gate = threading.Event()
    for name in ("a", "b"):
        runner.submit(Job(name, count(20, told, name, gate)))
    gate.set()
    drain(runner)
    first_half = told[:20]
    assert 6 <= first_half.count("a") <= 14


def test_newest_wins(runner: Runner) -> None:
    ends: dict[str, Outcome[int]] = {}
    told: list[str] = []
    gate = threading.Event()
    for name in ("old", "new"):
        runner.submit(
            Job(name, count(5, told, name, gate), key="segment", on_end=lambda o, n=name: ends.update({n: o}))
        )
    gate.set()
    drain(runner)
    assert isinstance(ends["old"], Cancelled)
    assert ends["new"] == Done(5)


def test_cancel_closes_the_generator_and_runs_its_clean_up(runner: Runner) -> None:
    cleaned = threading.Event()
    started = threading.Event()

    def steps() -> Generator[Progress, None, int]:
        try:
            while True:
                started.set()
                yield Progress()
        finally:
            cleaned.set()

    ends: list[Outcome[int]] = []
    job = runner.submit(Job("endless", steps, on_end=ends.append))
    assert started.wait(5)
    job.cancel()
    drain(runner)
    assert cleaned.is_set()
    assert isinstance(ends[0], Cancelled)


def test_an_error_is_an_outcome_and_the_lane_lives_on(runner: Runner) -> None:
    def broken() -> Generator[Progress, None, int]:
        yield Progress()
        raise BadInput("no such thing")

    ends: list[Outcome[int]] = []
    runner.submit(Job("broken", broken, on_end=ends.append))
    drain(runner)
    runner.submit(Job("fine", count(1, [], "x"), on_end=ends.append))
    drain(runner)
    assert isinstance(ends[0], Failed)
    assert "no such thing" in str(ends[0].error)
    assert "Traceback" in ends[0].trace
    assert ends[1] == Done(1)


def test_progress_arrives_latest_only_and_never_after_a_cancel(runner: Runner) -> None:
    seen: list[float] = []
    job = Job("many", count(200, [], "m"), on_progress=lambda p: seen.append(p.done))
    runner.submit(job)
    drain(runner)
    assert seen == sorted(seen)
    assert seen[-1] == 199


def test_jobs_of_one_lane_share_one_thread(runner: Runner) -> None:
    threads: set[int] = set()

    def steps() -> Generator[Progress, None, None]:
        threads.add(threading.get_ident())
        yield Progress()

    for _ in range(5):
        runner.submit(Job("t", steps, lane="model"))
    drain(runner)
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_run_now_gives_the_value_and_every_progress() -> None:
    seen: list[Progress] = []
    assert run_now(count(4, [], "n")(), seen.append) == 4
    assert len(seen) == 4


def test_a_waiting_lane_holds_neither_what_was_worked_on_nor_the_answer(runner: Runner) -> None:
    """Each may be as large as the image."""

    class Big:
        pass

    given = Big()
    held: list[bool] = []
    refs = [weakref.ref(given)]

    def work(big: Big) -> Steps[Big]:
        yield Progress("big")
        answer = Big()
        refs.append(weakref.ref(answer))
        return answer

    def ended(outcome: Outcome[Big]) -> None:
        held.append(refs[0]() is not None)

    runner.submit(Job("big", partial(work, given), on_end=ended))
    del given
    drain(runner)
    end = time.monotonic() + 5
    while any(ref() is not None for ref in refs) and time.monotonic() < end:
        time.sleep(0.01)
    assert [ref() for ref in refs] == [None, None]
    assert held == [False]
