"""How long the built program takes from its start to its painted window: ``python packaging/starts.py dist/medseg``.

The last column is what the processors worked for it, start to end: it shows what a busy computer adds to the others.
Cold starts come after the system's cache of files was emptied, which only root may do (Linux). The window needs a
display; ``xvfb-run -a`` in front gives one.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Run inside the window as soon as it was painted.
SCRIPT = "import os, time\nopen(os.environ['MEDSEG_STARTED'], 'w').write(str(time.time()))\napp.quit()\n"
DROP = Path("/proc/sys/vm/drop_caches")
LIMIT_S = 120


def start_s(program: Path, folder: Path) -> tuple[float, float]:
    """Seconds until the window was painted; seconds of computing from the start to the end of the program."""
    script, told = folder / "started.py", folder / "started.txt"
    script.write_text(SCRIPT, encoding="utf-8")
    told.unlink(missing_ok=True)
    environment = {**os.environ, "MEDSEG_HOME": str(folder / "home"), "MEDSEG_STARTED": str(told)}
    began, before = time.time(), os.times()
    subprocess.run([program, "--python-script", script], env=environment, check=True, timeout=LIMIT_S)
    after = os.times()
    computed = after.children_user + after.children_system - before.children_user - before.children_system
    return float(told.read_text(encoding="utf-8")) - began, computed


def forget_files() -> None:
    os.sync()
    DROP.write_text("3", encoding="utf-8")


def row(name: str, goal_s: float, measured: list[tuple[float, float]]) -> str:
    times, computed = zip(*measured, strict=True)
    median, spread = statistics.median(times), f"{min(times):.1f} to {max(times):.1f}"
    return f"| {name} | {median:.1f} | {spread} | {goal_s:g} | {statistics.median(computed):.1f} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where medseg-gui is")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    program = options.folder.resolve() / "medseg-gui"
    lines = [
        "| start to window | median, s | range, s | goal, s | computing, s |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start_s(program, folder)  # the first one ever writes settings and compiles
        warm = [start_s(program, folder) for _ in range(options.times)]
        lines.append(row("warm", 2.5, warm))
        if os.access(DROP, os.W_OK):
            cold = []
            for _ in range(options.times):
                forget_files()
                cold.append(start_s(program, folder))
            lines.append(row("cold", 6, cold))
    cores, load = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(), os.getloadavg()
    sys.stdout.write("\n".join(lines) + f"\n\n{cores} cores, load {load[0]:.1f} (programs that wanted one)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
