"""What every way to start the program does first: settings of libraries, and the log."""

from __future__ import annotations

import copy
import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from medseg_gui import __version__
from medseg_gui.core.veil import PATH, trace_of
from medseg_gui.settings import user_folder

log = logging.getLogger(__name__)
LOG_BYTES, LOGS_KEPT = 1_000_000, 4


def own_command(window: bool = False) -> list[str]:
    """What starts this program once more, without or with a window: from a checkout, an install and a frozen program."""
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
