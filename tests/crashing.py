"""The real program with a script, killed with SIGKILL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path


def killed(
    child: Path, path: Path | None, home: Path, values: dict[str, str], word: str, after_s: float
) -> list[list[str]]:
    """The words of a program that was killed so long after it said ``word`` first; ``values``: its environment."""
    command = [sys.executable, "-m", "medseg_gui.app", *([str(path)] if path else []), "--python-script", str(child)]
    env = {
        **os.environ,
        "MEDSEG_HOME": str(home),
        "OMP_NUM_THREADS": "1",
        "QT_QPA_PLATFORM": "offscreen",
        **values,
    }
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
    assert program.stdout is not None
    assert program.stderr is not None
    lines: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        for line in program.stdout or ():
            lines.append(line)
            if line.startswith(word):
                ready.set()
        ready.set()

    listener = threading.Thread(target=listen)
    listener.start()
    assert ready.wait(300), lines
    time.sleep(after_s)
    assert program.poll() is None, program.stderr.read()
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    listener.join()
    program.stdout.close()
    program.stderr.close()
    return [line.split() for line in lines if line.endswith("\n")]
