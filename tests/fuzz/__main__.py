"""``python -m tests.fuzz [READER ...] [--count 20000] [--seed 0] --state FOLDER``: fuzzes the readers, one process at a time.

Goes on from where the folder's counts stand; a process that dies (or hangs) is a finding, and the next file follows.
The findings, with their files, are in the folder. Ends with 1 when there are any.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.child import HUNG, Count, keep

ROOT = Path(__file__).resolve().parent.parent.parent


def count_of(state: Path, name: str) -> Count:
    try:
        return Count(**json.loads((state / f"{name}.count").read_text()))
    except (FileNotFoundError, ValueError):
        return Count()


def fuzz(name: str, count: int, seed: int, state: Path) -> Count:
    """The counts after ``count`` files of that reader."""
    state.mkdir(parents=True, exist_ok=True)
    while count_of(state, name).next < count:
        before = count_of(state, name).next
        command = [sys.executable, "-m", "tests.fuzz.child", name, str(seed), str(count), str(state.resolve())]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
        now = count_of(state, name)
        notes = state / f"{name}.trace"
        trace = notes.read_text() if notes.is_file() else ""
        if not trace and now.next == before and "Fatal" not in done.stderr:
            raise RuntimeError(done.stderr[-3000:])
        what = "a hang" if done.returncode == HUNG or "Timeout" in trace else f"the process died ({done.returncode})"
        now.findings += 1
        with (state / f"{name}.findings").open("a") as findings:
            findings.write(json.dumps({"n": now.next, "what": what, "trace": (trace + done.stderr)[-3000:]}) + "\n")
        left = next((state / name / "in").glob("[xdD]*"), None)
        for path in (state / name / "in").glob("[xdD]*"):
            left = path
            keep(state, name, now.next, path.name, path.read_bytes(), now.findings)
        now.next += 1
        now.refused += 1
        (state / f"{name}.count").write_text(json.dumps(vars(now)).ljust(200))
    return count_of(state, name)


def kinds(state: Path, name: str) -> Counter[tuple[str, str]]:
    """How often each finding was met: (what, the last lines of where)."""
    out: Counter[tuple[str, str]] = Counter()
    path = state / f"{name}.findings"
    for line in path.read_text().splitlines() if path.is_file() else ():
        row = json.loads(line)
        places = [part.strip() for part in row["trace"].splitlines() if part.strip()]
        out[row["what"], " | ".join(places[-3:])[-400:]] += 1
    return out


def main() -> int:
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("readers", nargs="*", help=f"of {', '.join(TARGETS)}; all without")
    parser.add_argument("--count", type=int, default=20_000, help="files for each reader")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--state", type=Path, required=True, help="folder of counts and findings")
    args = parser.parse_args()
    unknown = set(args.readers) - set(TARGETS)
    if unknown:
        parser.error(f"there is no reader {', '.join(unknown)}")
    wrong = 0
    for name in args.readers or TARGETS:
        start = time.monotonic()
        c = fuzz(name, args.count, args.seed, args.state)
        wrong += c.findings
        print(
            f"{name:13} {c.next:6} files: {c.read:6} read, {c.refused:6} refused, {c.findings:4} findings, "
            f"peak {c.peak_mib} MiB, slowest {c.slowest_s} s, {time.monotonic() - start:.0f} s",
            flush=True,
        )
        for (what, where), times in kinds(args.state, name).most_common():
            print(f"    {times:5} × {what}: {where}", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
