"""What every way to start the program does first: settings of libraries, and the log."""

from __future__ import annotations

import copy
import faulthandler
import logging
import os
import re
import sys
import time
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, Any

from medseg_gui import __version__
from medseg_gui.core.veil import PATH, trace_of
from medseg_gui.settings import user_folder

log = logging.getLogger(__name__)
LOG_BYTES, LOGS_KEPT = 1_000_000, 4
CRASH_LOG = "crash.log"


def own_command(window: bool = False) -> list[str]:
    """What starts this program once more, without or with a window: from a checkout, an install and when frozen."""
    if getattr(sys, "frozen", False):
        this = Path(sys.executable)
        return [str(this.with_name(("medseg-gui" if window else "medseg") + this.suffix))]
    return [sys.executable, "-m", "medseg_gui.app" if window else "medseg_gui.cli"]


def prepare_process() -> None:
    """Sets what libraries read once, when they are loaded."""
    # spinning OpenMP threads slow each other and the window many times over
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # numba keeps what it compiled where the user may write, also in a read-only installation
    os.environ.setdefault("NUMBA_CACHE_DIR", str(user_folder("cache") / "numba"))


class _Discreet(logging.Formatter):
    """Leaves paths out of what is logged: folder names of studies often hold patients' names.

    The ``File "..."`` lines of tracebacks stay: they name the program's own files.
    """

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging's name
        return trace_of(ei[1]) if ei[1] is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # what another formatter made of it
        lines = super().format(record).splitlines()
        return "\n".join(line if line.lstrip().startswith('File "') else PATH.sub("<path>", line) for line in lines)


def keep_log() -> Path:
    """The log file: from now on the program's own log lines go there, a few megabytes at most."""
    path = user_folder("logs") / "medseg.log"
    handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8")
    handler.setFormatter(_Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    ours = logging.getLogger("medseg_gui")  # not the root: other libraries log what files hold
    for old in [h for h in ours.handlers if isinstance(h, RotatingFileHandler)]:
        ours.removeHandler(old)
        old.close()
    ours.setLevel(logging.INFO)
    ours.addHandler(handler)
    ours.propagate = False
    log.info("medseg %s, Python %s, %s", __version__, sys.version.split()[0], sys.platform)
    return path


@dataclass(frozen=True)
class Crash:
    """A crash of native code: when it was, and the file with its trace."""

    when: str
    path: Path


def catch_native_crashes() -> Crash | None:
    """From now on a crash of native code leaves the Python stacks of all threads in ``crash.log``.

    Returns the crash that nobody was told of yet, if there was one: the file has grown since the last start.
    """
    path = user_folder("logs") / CRASH_LOG
    # the file stays open for as long as the program runs: that is what faulthandler needs
    file = path.open("a+", encoding="utf-8", errors="replace")
    crash = _untold(path, file)
    faulthandler.enable(file=file, all_threads=True)
    return crash


def last_trace() -> str:
    """What the last crash left, without the folders that code lies in; empty where there was none."""
    path = user_folder("logs") / CRASH_LOG
    if not path.is_file():
        return ""
    traces = [trace for trace in _traces(path.read_text(encoding="utf-8", errors="replace")) if trace]
    return _CODE.sub(lambda found: _code_name(found[0]), traces[-1]) if traces else ""


_MARK = "----- "
_CODE = re.compile(r'(?<=File ")[^"\n]+(?=")')


def _code_name(path: str) -> str:
    """A file of code without the folders that lead to its package: they may be named after somebody."""
    parts = re.split(r"[\\/]", path)
    start = next((i for i, part in enumerate(parts) if part in ("medseg_gui", "site-packages")), len(parts) - 1)
    return "/".join(parts[start:])


def _traces(written: str) -> list[str]:
    """The traces between the marks; the last one has none yet, and is empty where all were told of."""
    first, *others = written.split(_MARK)
    return [trace.strip() for trace in (first, *(other.partition("\n")[2] for other in others))]


def _untold(path: Path, file: IO[str]) -> Crash | None:
    """The crash behind the last mark in the file, which is marked now."""
    file.seek(0)
    written = file.read()
    if not _traces(written)[-1]:
        return None
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(path.stat().st_mtime))
    if len(written) > LOG_BYTES:
        file.truncate(0)
        file.write(written[-LOG_BYTES // 2 :])
    file.write(f"\n{_MARK}the crash of {when}, told by medseg {__version__}\n")
    file.flush()
    return Crash(when, path)
