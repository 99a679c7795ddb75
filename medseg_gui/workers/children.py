"""Processes that are this program started again: how they are started, heard and ended."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

log = logging.getLogger(__name__)
STOP_S = 3.0
# Windows has no nice: the class stands in for it; and no console window may flash up.
WINDOWS_FLAGS = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)


def environment(**more: str) -> dict[str, str]:
    """This process's environment for a child that runs the same code."""
    package = str(Path(__file__).resolve().parents[2])
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "OMP_WAIT_POLICY": "PASSIVE",
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONIOENCODING": "utf-8",
        **more,
    }


def listen(pipe: IO[bytes] | None, tell: Callable[[dict[str, Any] | None], None]) -> None:
    """Tells each JSON line of the pipe, and None at its end."""
    for line in pipe or ():
        try:
            message = json.loads(line)
        except ValueError:
            log.warning("A child said %d bytes that are no message", len(line))
            continue
        if isinstance(message, dict):
            tell(message)
    tell(None)


def end(child: subprocess.Popen[bytes]) -> None:
    """Asks the child to stop by closing its stdin, then makes it."""
    with contextlib.suppress(OSError):
        if child.stdin is not None:
            child.stdin.close()
    try:
        child.wait(STOP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdout is not None:
        child.stdout.close()
