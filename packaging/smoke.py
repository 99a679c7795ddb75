"""Tries the built program as a user would: ``python packaging/smoke.py dist/medseg --out smoke``.

The program is started with nothing of this machine's Python about it. It must say the same as the source tree that it
can do, pass its self-test, and go through one case in its window: open a DICOM series, segment, click, paint, undo,
export and verify, fine-tune, save, reopen, open a second window. Every step must end with exit code 0 and say nothing
on stderr.

``--prefix`` puts a command before each start (a chroot, another user, a network-less namespace); ``--view`` says what
the folder ``--out`` is called in there.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LONG_S = 1800


class Failed(Exception):
    """Which step failed, and how."""


class Program:
    """The built program, in an environment of its own."""

    def __init__(self, folder: str, prefix: str, home: str) -> None:
        self._folder, self._prefix = folder, shlex.split(prefix)
        keep = {name: os.environ[name] for name in ("DISPLAY", "QT_QPA_PLATFORM", "XAUTHORITY") if name in os.environ}
        self._environment = {"PATH": "/usr/bin:/bin", "HOME": home, "LC_ALL": "C.UTF-8", **keep}

    def run(self, name: str, *arguments: str, **more: str) -> str:
        """What the program wrote on stdout. Raises Failed."""
        settings = [f"{key}={value}" for key, value in {**self._environment, **more}.items()]
        command = [*self._prefix, "env", "-i", *settings, f"{self._folder}/{name}", *arguments]
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONG_S, check=False)
        title = " ".join([name, *arguments[:2]])
        sys.stdout.write(f"{title}: exit code {done.returncode} after {time.monotonic() - began:.1f} s\n")
        sys.stdout.flush()
        if done.returncode or done.stderr:
            raise Failed(f"{title}: exit code {done.returncode}, stderr: {done.stderr.strip()[-2000:] or 'empty'}")
        return done.stdout


def expected() -> dict[str, list[str]]:
    """What the source tree says that it can do; asked of the interpreter that runs this."""
    command = [sys.executable, "-m", "medseg_gui.cli", "selftest", "--registries", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def compare(built: dict[str, Any], source: dict[str, Any]) -> None:
    for name in sorted({*built, *source}):
        if built.get(name) != source.get(name):
            missing = sorted({*source.get(name, [])} - {*built.get(name, [])})
            raise Failed(f"the built program's {name} differ from the source tree's; missing: {missing}")
    counts = ", ".join(f"{len(rows)} {name}" for name, rows in built.items())
    sys.stdout.write(f"registries are the source tree's: {counts}\n")


def smoke(program: Program, out: Path, view: str, source: dict[str, Any]) -> None:
    version = program.run("medseg", "--version").strip()
    sys.stdout.write(f"{version}\n")
    compare(json.loads(program.run("medseg", "selftest", "--registries", "--json")), source)
    told = json.loads(program.run("medseg", "selftest", "--json"))
    sys.stdout.write(f"self-test: Dice {told['dice']} on the sample study, {len(told['verified'])} things verified\n")
    (out / "smoke_window.py").write_text((HERE / "smoke_window.py").read_text(encoding="utf-8"), encoding="utf-8")
    program.run("medseg-gui", "--python-script", f"{view}/smoke_window.py", MEDSEG_SMOKE_OUT=view)
    sys.stdout.write((out / "window.json").read_text(encoding="utf-8") + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="where medseg and medseg-gui are, as the prefix sees it")
    parser.add_argument("--out", type=Path, required=True, help="a new folder for all that is written")
    parser.add_argument("--prefix", default="", help="a command that each start is put behind")
    parser.add_argument("--view", help="what --out is called behind the prefix")
    parser.add_argument("--home", help="the user's home behind the prefix; else a folder in --out")
    parser.add_argument("--registries", type=Path, help="the source tree's registries as JSON; else asked of it")
    options = parser.parse_args()
    out: Path = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    folder = options.folder if options.prefix else str(Path(options.folder).resolve())
    home = options.home or f"{options.view or out}/home"
    try:
        source = json.loads(options.registries.read_text(encoding="utf-8")) if options.registries else expected()
        smoke(Program(folder, options.prefix, home), out, options.view or str(out), source)
    except (Failed, subprocess.TimeoutExpired) as error:
        sys.stderr.write(f"smoke: {error}\n")
        return 1
    sys.stdout.write(f"The built program is sound. Pictures and files are in {out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
