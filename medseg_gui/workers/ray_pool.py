"""Workers of a Ray cluster (an optional extra): Ray starts them where there is room, and says when one has died."""

from __future__ import annotations

import contextlib
import logging
import os
from importlib import import_module
from typing import Any

from medseg_gui.core.errors import BadInput, RemoteFailed
from medseg_gui.workers import children
from medseg_gui.workers.cohort_case import Answer, Task, segment_case
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pool import Ended, cores

# Tasks and answers are a few kilobytes; images and masks never pass through Ray. Its least is 75 MB.
OBJECT_STORE_BYTES = 100_000_000


def do_case(task: Task) -> Answer:
    """The whole case, on the computer that Ray chose."""
    from medseg_gui.process import keep_log, prepare_process

    prepare_process()
    keep_log()
    return run_now(segment_case(task))


class RayPool:
    """Workers of the cluster at ``address`` ("local": one for this computer alone, started and ended with the pool).

    ``gpus``: what each takes of a GPU. Raises BadInput when Ray is not installed or the cluster is too small,
    RemoteFailed when it does not answer.
    """

    def __init__(self, address: str, size: int, gpus: float = 0.0) -> None:
        # no figures are sent to Ray's makers; must stand before the import
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        try:
            ray: Any = import_module("ray")
        except ImportError as error:
            raise BadInput(
                "--cluster needs Ray, which is not installed", todo="pip install 'medseg[cluster]', or leave it out."
            ) from error
        self._ray = ray
        logging.getLogger("ray").setLevel(logging.ERROR)  # what it announces is no concern of who waits for masks
        here = address == "local"
        start = {"num_cpus": cores(), "include_dashboard": False, "object_store_memory": OBJECT_STORE_BYTES}
        try:
            ray.init(address, log_to_driver=False, configure_logging=False, **(start if here else {}))
        except (ConnectionError, ValueError, RuntimeError, OSError) as error:
            raise RemoteFailed(
                f"The Ray cluster {address} does not answer: {_first_line(error)}",
                todo="Start it with `ray start`, or leave --cluster out.",
            ) from error
        self._running: dict[Any, str] = {}
        try:
            self._task = self._remote(size, gpus, here)
        except BaseException:
            self.close()
            raise

    def _remote(self, size: int, gpus: float, here: bool) -> Any:
        nodes = [node["Resources"] for node in self._ray.nodes() if node["Alive"]]
        cpus = max(1, int(min(sum(n.get("CPU", 0) for n in nodes) // size, max(n.get("CPU", 0) for n in nodes))))
        if max(n.get("CPU", 0) for n in nodes) < 1 or max(n.get("GPU", 0) for n in nodes) < gpus:
            raise BadInput(f"No computer of the cluster has a CPU and {gpus:g} GPUs", todo="Ask for fewer with --gpus.")
        more = {"OMP_NUM_THREADS": str(cpus), "OMP_WAIT_POLICY": "PASSIVE"}
        if here:  # elsewhere medseg is installed, and has a home of its own
            more["PYTHONPATH"] = children.environment()["PYTHONPATH"]
        # a second try is the batch's to decide, the same for every kind of pool
        options = {"num_cpus": cpus, "num_gpus": gpus, "max_retries": 0, "runtime_env": {"env_vars": more}}
        return self._ray.remote(**options)(do_case)

    def start(self, task: Task) -> None:
        self._running[self._task.remote(task)] = task["name"]

    def ended(self, patience_s: float) -> Ended:
        done, _ = self._ray.wait(list(self._running), timeout=patience_s) if self._running else ([], [])
        return [(self._running.pop(one), self._answer(one)) for one in done]

    def _answer(self, one: Any) -> Answer | None:
        try:
            answer: Answer = self._ray.get(one)
            return answer
        except self._ray.exceptions.RayTaskError as error:
            return {"problem": f"The worker could not begin: {_first_line(error.cause)}. Is medseg installed there?"}
        except self._ray.exceptions.RuntimeEnvSetupError as error:
            return {"problem": f"The worker could not be set up: {_first_line(error)}"}
        except self._ray.exceptions.RayError:
            return None

    def close(self) -> None:
        for one in self._running:
            with contextlib.suppress(self._ray.exceptions.RayError):
                self._ray.cancel(one, force=True)
        self._running.clear()
        self._ray.shutdown()


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".")[:200] if lines else type(error).__name__
