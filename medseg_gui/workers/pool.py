"""Workers that do one case after another: processes of this computer, each started when it is first needed.

One that dies takes its case with it and nothing else. They end when their stdin is closed, so also with their parent.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from typing import Protocol

from medseg_gui.process import own_command
from medseg_gui.settings import user_folder
from medseg_gui.workers import children
from medseg_gui.workers.cohort_case import Answer, Task, segment_case

LOG = "batch-workers.log"
Ended = list[tuple[str, Answer | None]]


class Pool(Protocol):
    """Where cases are done. ``ended``: names and answers of those that ended, None where the worker died."""

    def start(self, task: Task) -> None: ...

    def ended(self, patience_s: float) -> Ended:
        """What ended since the last call; waits for the first at most so long."""
        ...

    def close(self) -> None:
        """Ends all workers; what they were at is lost."""
        ...


class _Worker:
    """A process, its number among the workers, and the name of the case that it is at."""

    def __init__(self, number: int, child: subprocess.Popen[bytes]) -> None:
        self.number = number
        self.child = child
        self.name = ""


class LocalPool:
    """Processes of this computer, at most ``size``; the processor's cores are shared out evenly.

    ``gpus``: what each takes of a GPU; 0 leaves the choice to the library.
    """

    def __init__(self, size: int, gpus: float = 0.0) -> None:
        self._size, self._gpus = size, gpus
        self._workers: list[_Worker] = []
        self._news: queue.SimpleQueue[tuple[_Worker, Answer | None]] = queue.SimpleQueue()
        self._log = (user_folder("logs") / LOG).open("wb")

    @property
    def pids(self) -> list[int]:
        return [worker.child.pid for worker in self._workers]

    def start(self, task: Task) -> None:
        """Gives the case to an idle worker. There must be one: no more cases than workers at a time."""
        worker = next((w for w in self._workers if not w.name), None) or self._new()
        worker.name = task["name"]
        # a worker that has just died is heard of by its closed stdout
        with contextlib.suppress(OSError):
            if worker.child.stdin is not None:
                worker.child.stdin.write(json.dumps(task).encode() + b"\n")
                worker.child.stdin.flush()

    def ended(self, patience_s: float) -> Ended:
        out: Ended = []
        end = time.monotonic() + patience_s
        while not out and (left := end - time.monotonic()) > 0:
            try:
                worker, answer = self._news.get(timeout=left)
            except queue.Empty:
                break
            if answer is None:
                self._workers.remove(worker)
                children.end(worker.child)
            if worker.name:
                out.append((worker.name, answer))
                worker.name = ""
        return out

    def close(self) -> None:
        for worker in self._workers:  # all at once, so that the slowest decides how long it takes
            with contextlib.suppress(OSError):
                if worker.child.stdin is not None:
                    worker.child.stdin.close()
        for worker in self._workers:
            children.end(worker.child)
        self._workers.clear()
        self._log.close()

    def _new(self) -> _Worker:
        number = min(set(range(self._size)) - {w.number for w in self._workers})
        more = {"OMP_NUM_THREADS": str(max(1, cores() // self._size))}
        if self._gpus:
            more["CUDA_VISIBLE_DEVICES"] = str(int(number * self._gpus))
        child = subprocess.Popen(
            [*own_command(), "_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=children.environment(**({k: v for k, v in more.items() if k not in os.environ})),
            creationflags=children.WINDOWS_FLAGS,
        )
        worker = _Worker(number, child)
        self._workers.append(worker)
        threading.Thread(
            target=children.listen,
            args=(child.stdout, lambda answer: self._news.put((worker, answer))),
            daemon=True,
            name=f"medseg-batch-listener-{number}",
        ).start()
        return worker


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ----- child -------------------------------------------------------------------------------------------
def worker_main() -> int:
    """What the hidden verb runs: a case for each line of stdin, an answer for each on stdout, until stdin is closed."""
    # whatever a library prints must not break the JSON lines
    out, sys.stdout = sys.stdout, sys.stderr
    # Ctrl+C in a terminal reaches all processes; the parent decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    stop = threading.Event()
    threading.Thread(target=_read_tasks, args=(tasks, stop), daemon=True, name="medseg-batch-tasks").start()
    while (task := tasks.get()) is not None:
        steps = segment_case(task)
        while not stop.is_set():
            try:
                next(steps)
            except StopIteration as done:
                out.write(json.dumps(done.value) + "\n")
                out.flush()
                break
        else:
            steps.close()
    return 0


def _read_tasks(tasks: queue.SimpleQueue[Task | None], stop: threading.Event) -> None:
    """Hands on each line of stdin; at its end the work stops."""
    rest = b""
    with contextlib.suppress(OSError, ValueError):
        # not sys.stdin.readline(): a daemon thread that holds its lock aborts the interpreter's end
        while more := os.read(sys.stdin.fileno(), 65536):
            *lines, rest = (rest + more).split(b"\n")
            for line in lines:
                tasks.put(json.loads(line))
    stop.set()
    tasks.put(None)
