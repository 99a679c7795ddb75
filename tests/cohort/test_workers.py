"""Real workers, of this program and of a local Ray: same masks as one, killed ones survived, a killed batch goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medseg_gui import api
from medseg_gui.core.segmenter import Progress
from medseg_gui.process import own_command
from medseg_gui.workers import children, cohort
from medseg_gui.workers.cohort_case import Task
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pool import LocalPool

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals")


class Deadly(LocalPool):
    """Kills the worker that gets the first case, so often."""

    deaths = 0

    def start(self, task: Task) -> None:
        super().start(task)
        if task["name"] == "a" and self.deaths:
            self.deaths -= 1
            next(w for w in self._workers if w.name == "a").child.kill()


def masks(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.glob("*.nii.gz")}


def started(study: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    command = [*own_command(), "batch", str(study), "--model", "base", "--out", str(out), *more]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=children.environment(), text=True, **pipes)  # type: ignore[call-overload,no-any-return]


# ----- processes of this program ----------------------------------------------------------------------------------
def test_two_workers_make_the_masks_of_one(study: Path, tmp_path: Path) -> None:
    (study / "bad.nii.gz").write_bytes(b"nothing")
    one = api.batch([study], "base", tmp_path / "one")
    seen: list[Progress] = []
    two = api.batch([study], "base", tmp_path / "two", workers=2, progress=seen.append)
    assert len(masks(tmp_path / "one")) == 4
    assert masks(tmp_path / "one") == masks(tmp_path / "two")
    assert [(c.name, c.status, c.volumes_ml) for c in one.cases] == [
        (c.name, c.status, c.volumes_ml) for c in two.cases
    ]
    assert [c.name for c in two.failed] == ["bad"]
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert (seen[-1].done, seen[-1].total) == (5, 5)
    assert any("left" in p.text for p in seen)


@pytest.mark.parametrize(("deaths", "status", "tries"), [(1, "done", 2), (2, "failed", 2)])
def test_a_killed_worker_costs_its_case_one_try(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deaths: int, status: str, tries: int
) -> None:
    monkeypatch.setattr(Deadly, "deaths", deaths)
    monkeypatch.setattr(cohort, "LocalPool", Deadly)
    found = api.batch([study], "base", tmp_path / "masks", workers=2)
    first, *others = found.cases
    assert (first.status, first.tries) == (status, tries)
    assert ("twice" in first.reason) == (status == "failed")
    assert [(c.status, c.tries) for c in others] == [("done", 1)] * 3
    assert len(masks(tmp_path / "masks")) == (4 if status == "done" else 3)


def test_a_stopped_batch_ends_its_workers_and_goes_on(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pools: list[LocalPool] = []
    monkeypatch.setattr(cohort, "_pool", lambda _, size, gpus: pools.append(LocalPool(size, gpus)) or pools[-1])
    steps = cohort.batch([study], "base", tmp_path / "masks")
    next(p for p in steps if p.done == 1)
    child = pools[0]._workers[0].child
    assert child.poll() is None
    steps.close()
    assert child.poll() is not None
    done = masks(tmp_path / "masks")
    assert ",waiting," in (tmp_path / "masks" / cohort.TABLE).read_text()
    found = run_now(cohort.batch([study], "base", tmp_path / "masks"))
    assert found.counts["kept"] == len(done) < 4
    assert len(masks(tmp_path / "masks")) == 4
    assert done.items() <= masks(tmp_path / "masks").items()


@posix
def test_a_killed_batch_leaves_no_worker_and_goes_on(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "masks"
    with started(study, out) as child:
        assert child.stderr is not None
        assert child.stderr.readline() == "Starting workers\n"
        assert child.stderr.readline().startswith("1 of 4")
        child.kill()
    end = time.monotonic() + 20
    while _growing(out) and time.monotonic() < end:
        pass
    done = [p.stem for p in sorted((out / cohort.RECORDS).iterdir()) if '"done"' in p.read_text()]
    assert done
    again = api.batch([study], "base", out)
    assert [c.name for c in again.cases if c.status == "kept"] == done
    assert len(masks(out)) == 4
    assert not list(out.glob(".*part*"))


def _growing(folder: Path) -> bool:
    before = masks(folder)
    time.sleep(1)
    return masks(folder) != before


# ----- Ray --------------------------------------------------------------------------------------------------------
@pytest.fixture
def ray_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray", reason="Ray is an optional extra: pip install medseg[cluster]")
    monkeypatch.setenv("HOME", str(tmp_path))  # Ray keeps the key of its clusters there


def ended(child: subprocess.Popen[str], kill: int = 0) -> tuple[int, Any, str]:
    """Exit code, figures and what was said; the first so many workers that are seen at a case are killed."""
    killed: set[int] = set()
    while child.poll() is None and len(killed) < kill:
        for pid in ray_workers():
            if pid not in killed and len(killed) < kill:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
    out, err = child.communicate(timeout=120)
    assert len(killed) == kill
    return child.returncode, json.loads(out), err


def ray_workers() -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if b"ray::do_case" in (entry / "cmdline").read_bytes():
                    yield int(entry.name)
            except OSError:
                continue
    time.sleep(0.05)


@pytest.mark.usefixtures("ray_home")
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds the workers by /proc")
def test_two_workers_of_ray_make_the_same_masks_and_survive_a_kill(study: Path, tmp_path: Path) -> None:
    (study / "bad.nii.gz").write_bytes(b"nothing")
    api.batch([study], "base", tmp_path / "one")
    with started(study, tmp_path / "two", "--workers", "2", "--cluster", "local", "--json") as child:
        code, figures, said = ended(child, kill=1)
    assert code == 1
    assert figures["counts"] == {"done": 4, "failed": 1}
    assert "not a NIfTI file" in next(c["reason"] for c in figures["cases"] if c["status"] == "failed")
    assert sum(c["tries"] for c in figures["cases"]) == 6
    assert "5 of 5 cases, 1 failed" in said
    assert masks(tmp_path / "one") == masks(tmp_path / "two")


@pytest.mark.usefixtures("ray_home")
@pytest.mark.parametrize(
    ("more", "text"),
    [
        (("--cluster", "127.0.0.1:9"), "The Ray cluster 127.0.0.1:9 does not answer"),
        pytest.param(
            ("--cluster", "local", "--gpus", "99"),
            "No computer of the cluster has a CPU and 99 GPUs",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_cluster_that_does_not_answer_and_one_that_is_too_small(
    study: Path, tmp_path: Path, more: tuple[str, ...], text: str
) -> None:
    with started(study, tmp_path / "masks", *more) as child:
        _, err = child.communicate(timeout=120)
    assert child.returncode == 1
    assert text in err.splitlines()[-1]
