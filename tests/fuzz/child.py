"""One process that reads fuzzed files under limits and writes down how each went; its death is a finding."""

from __future__ import annotations

import faulthandler
import json
import os
import re
import resource
import signal
import sys
import tempfile
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

LIMIT_S = float(os.environ.get("MEDSEG_FUZZ_LIMIT_S", "5"))
"""Processor time without progress."""
WALL_S = 60.0
"""Of a call that holds Python's lock, on a machine where others work too."""
LIMIT_MIB = 256
"""What the readers are told (MEDSEG_MEMORY_GIB) that a file may take."""
SPARE_MIB = 256
"""What they may take beyond it, as docs/hostile-files.md says."""
ADDRESS_SPACE_MIB = 3072
"""More than this cannot be asked of the system, touched or not."""
HUNG, KEPT = 97, 40

_UNCLEAR = re.compile(r"0x[0-9a-fA-F]{6,}|Traceback|<class|object at|Errno|\bself\b|\w+Error\b")
_MEMORY = re.compile(
    r"bad_alloc|bad allocation|cannot allocate|unable to allocate|failed to allocate|out of memory", re.I
)


@dataclass
class Count:
    """``next``: the number of the file that comes now."""

    next: int = 0
    read: int = 0
    refused: int = 0
    findings: int = 0
    peak_mib: int = 0
    slowest_s: float = 0.0
    peak_n: int = 0
    slowest_n: int = 0


class Watch:
    """Ends the process when it makes no progress for ``LIMIT_S`` of its own processor time."""

    def __init__(self, notes: TextIO) -> None:
        self._notes = notes
        self._since, self._armed = time.process_time(), -WALL_S
        self.ended = False
        threading.Thread(target=self._look, daemon=True).start()

    def progress(self) -> None:
        self._since = time.process_time()
        if time.monotonic() - self._armed > WALL_S / 4:  # dear: it starts a thread
            self._armed = time.monotonic()
            faulthandler.dump_traceback_later(WALL_S, exit=True, file=self._notes)

    def _look(self) -> None:
        while True:
            time.sleep(0.25)
            if not self.ended and time.process_time() - self._since > LIMIT_S:
                faulthandler.dump_traceback(self._notes)
                self._notes.flush()
                os._exit(HUNG)


def memory_mib(key: str) -> int:
    """A figure of this process: VmRSS, VmHWM, VmSize."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith(key))


def judge(error: BaseException) -> str:
    """What is wrong with this error; empty when it is one clear line for a person."""
    from medseg_gui.core.errors import MedsegError

    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, MemoryError) or _MEMORY.search(str(chain)):
            return "more memory was asked for than the limit allows"
        chain = chain.__cause__ or chain.__context__
    if not isinstance(error, MedsegError):
        return "an error that is not the program's own"
    if (
        not error.what
        or len(error.what) > 300
        or not error.where
        or not error.what.isprintable()
        or _UNCLEAR.search(error.what)
    ):
        return "an error that is not clear"
    return ""


def check(things: list[Any]) -> None:
    """What was read is whole: finite grids, the grid's shape, no line break in what people see."""
    import numpy as np

    from medseg_gui.core.volume import Volume

    for thing in things:
        layers = [thing.voxels] if isinstance(thing, Volume) else thing.layers
        if any(a.shape != thing.geometry.shape or a.dtype.kind not in "iuf" for a in layers):
            raise AssertionError("voxels that do not fit their grid")
        if not np.isfinite(thing.geometry.affine).all() or not np.isfinite(thing.geometry.spacing_mm).all():
            raise AssertionError("a grid that is not finite")
        if any("\n" in note.text for note in thing.notes):
            raise AssertionError("a note of several lines")


def run(name: str, seed: int, end: int, state: Path) -> None:
    """Reads files from where the state stands up to ``end``. See the module."""
    os.environ["MEDSEG_MEMORY_GIB"] = str(LIMIT_MIB / 1024)
    from tests.fuzz.targets import TARGETS

    work = state / name
    (work / "tmp").mkdir(parents=True, exist_ok=True)
    os.environ["MEDSEG_HOME"] = str(work / "home")
    tempfile.tempdir = str(work / "tmp")
    folder = work / "in"
    folder.mkdir(exist_ok=True)
    target = TARGETS[name]
    count = Count()
    with suppress(FileNotFoundError, ValueError):
        count = Count(**json.loads((state / f"{name}.count").read_text()))
    if count.next >= end:
        return
    target.ready(folder)
    known = set(work.rglob("*"))
    counts = os.open(state / f"{name}.count", os.O_RDWR | os.O_CREAT)
    with (state / f"{name}.trace").open("w") as notes, (state / f"{name}.findings").open("a") as findings:
        faulthandler.enable(notes)
        watch = Watch(notes)
        while count.next < end:
            os.pwrite(counts, json.dumps(asdict(count)).ljust(300).encode(), 0)
            file, data = target.file(seed, count.next)
            path = folder / file
            path.write_bytes(data)
            watch.progress()
            _play(count.next)
            found = _one(target, path, watch, count)
            strange = [p for p in work.rglob("*") if p not in known and p != path and not _lock(p)]
            if strange:
                found = found or ("a file elsewhere", str(strange[:3]))
                known.update(strange)
            if found:
                count.findings += 1
                keep(state, name, count.next, file, data, count.findings)
                findings.write(json.dumps({"n": count.next, "what": found[0], "trace": found[1]}) + "\n")
                findings.flush()
            path.unlink(missing_ok=True)
            count.next += 1
        os.pwrite(counts, json.dumps(asdict(count)).ljust(300).encode(), 0)
        watch.ended = True
        faulthandler.cancel_dump_traceback_later()


def _play(n: int) -> None:
    """For the fuzzer's own test: dies or hangs at the numbers that MEDSEG_FUZZ_SELFTEST gives."""
    wish = os.environ.get("MEDSEG_FUZZ_SELFTEST", "")
    if f"{n}:die" in wish:
        os.kill(os.getpid(), signal.SIGSEGV)
    while f"{n}:hang" in wish:
        pass


def keep(state: Path, name: str, n: int, file: str, data: bytes, so_far: int) -> None:
    """Puts the file aside, while there are few."""
    if so_far <= KEPT:
        (state / f"{name}-{n}-{file}").write_bytes(data)


def _lock(path: Path) -> bool:
    return path.name.endswith((".lock", ".journal")) or path.name == "home" or "home" in path.parts


def _one(target: Any, path: Path, watch: Watch, count: Count) -> tuple[str, str] | None:
    """Reads one file: (what is wrong, where), or None."""
    Path("/proc/self/clear_refs").write_text("5")
    before, start = memory_mib("VmRSS"), time.process_time()
    watch.progress()
    found: tuple[str, str] | None = None
    try:
        steps = target.read(path)
        while True:
            try:
                next(steps)
            except StopIteration as stop:
                things = stop.value
                break
            watch.progress()
        check(things)
        del things
        count.read += 1
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        wrong = judge(error)
        count.refused += 1
        if wrong:
            found = (wrong, "".join(traceback.format_exception(error))[-3000:])
    took, peak = time.process_time() - start, memory_mib("VmHWM") - before
    if peak > count.peak_mib:
        count.peak_mib, count.peak_n = peak, count.next
    if took > count.slowest_s:
        count.slowest_s, count.slowest_n = round(took, 2), count.next
    if found is None and peak > LIMIT_MIB + SPARE_MIB:
        found = ("too much memory", f"{peak} MiB")
    return found


if __name__ == "__main__":
    os.nice(15)
    import tests.fuzz.targets  # noqa: F401  what it loads takes address space of its own

    resource.setrlimit(resource.RLIMIT_AS, ((memory_mib("VmSize") + ADDRESS_SPACE_MIB) << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for one in sys.argv[1].split(","):
        run(one, int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
