"""News from other threads, waiting, and the crash hook."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from medseg_gui.core.errors import BadInput
from medseg_gui.core.segmenter import Progress
from medseg_gui.ui.bridge import Bridge
from medseg_gui.ui.crashing import CrashHook
from medseg_gui.workers.job import Done, Job, Outcome, Steps
from medseg_gui.workers.runner import Runner


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge(Runner())
    yield made
    made.close()


def counting(n: int) -> Steps[int]:
    for i in range(n):
        yield Progress("counting", i, n)
    return n


def test_thousands_of_jobs_news_arrive_on_the_ui_thread(bridge: Bridge) -> None:
    """Also the guard against a PySide6 that loses a reference at each signal and aborts."""
    seen: list[tuple[Outcome[int], threading.Thread]] = []
    for _ in range(300):
        job: Job[int] = Job("count", lambda: counting(10))
        job.on_end = lambda outcome: seen.append((outcome, threading.current_thread()))
        job.on_progress = lambda progress: None
        bridge._runner.submit(job)
    assert bridge.wait_until(lambda: len(seen) == 300, 30)
    assert {o for o, _ in seen} == {Done(10)}
    assert {t for _, t in seen} == {threading.main_thread()}


def test_many_signals_leave_python_alive(bridge: Bridge) -> None:
    calls = []
    bridge.woken.connect(lambda: calls.append(None))
    for _ in range(5000):
        bridge.woken.emit()
    assert bridge.wait_until(lambda: len(calls) == 5000, 10)


def test_wait_until_gives_up_in_time(bridge: Bridge) -> None:
    began = time.monotonic()
    assert not bridge.wait_until(lambda: False, 0.2)
    assert 0.15 < time.monotonic() - began < 2
    assert bridge.wait_until(lambda: True, 0)


def test_errors_of_any_thread_are_told_on_the_ui_thread(bridge: Bridge, caplog: pytest.LogCaptureFixture) -> None:
    told: list[tuple[str, bool, threading.Thread]] = []
    quit_asked: list[bool] = []
    before = sys.excepthook, threading.excepthook
    hook = CrashHook(
        bridge,
        lambda text, serious: told.append((text, serious, threading.current_thread())),
        lambda: quit_asked.append(True),
    )
    try:
        with caplog.at_level(logging.CRITICAL, "medseg_gui"):
            worker = threading.Thread(target=lambda: 1 / 0)
            worker.start()
            worker.join()
            foreseen = BadInput("It is broken")
            sys.excepthook(BadInput, foreseen, None)
            sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
            assert bridge.wait_until(lambda: len(told) == 2, 5)
    finally:
        hook.remove()
    assert (sys.excepthook, threading.excepthook) == before
    assert {t[:2] for t in told} == {("ZeroDivisionError: division by zero", True), ("It is broken.", False)}
    assert {t[2] for t in told} == {threading.main_thread()}
    assert quit_asked == [True]
    assert "ZeroDivisionError" in caplog.text
