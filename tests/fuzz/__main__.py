"""``python -m tests.fuzz [READER ...] [--count 20000] [--seed 0] --state FOLDER``: fuzzes the readers,
one process at a time.

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

_SHOWN = 12
ROOT = Path(__file__).resolve().parent.parent.parent


def count_of(state: Path, name: str) -> Count:
    try:
        return Count(**json.loads((state / f"{name}.count").read_text()))
    except (FileNotFoundError, ValueError):
        return Count()


def fuzz(names: str, count: int, seed: int, state: Path) -> dict[str, Count]:
    """The counts after ``count`` files of each of the readers (with commas between)."""
    state.mkdir(parents=True, exist_ok=True)
    listed = names.split(",")
    while left := [name for name in listed if count_of(state, name).next < count]:
        command = [
            sys.executable,
            "-m",
            "tests.fuzz.child",
            ",".join(left),
            str(seed),
            str(count),
            str(state.resolve()),
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode:
            name = next(name for name in left if count_of(state, name).next < count)
            _died(state, name, done)
    return {name: count_of(state, name) for name in listed}


def _died(state: Path, name: str, done: subprocess.CompletedProcess[str]) -> None:
    """Writes down that the process died over a file; the next one comes then. Raises RuntimeError when it did not."""
    notes = state / f"{name}.trace"
    trace = notes.read_text(errors="replace") if notes.is_file() else ""
    if done.returncode == 1 and "Timeout" not in trace:
        raise RuntimeError(f"the fuzzer itself failed: {done.stderr[-3000:]}")
    now = count_of(state, name)
    what = "a hang" if done.returncode == HUNG or "Timeout" in trace else f"the process died ({done.returncode})"
    now.findings += 1
    with (state / f"{name}.findings").open("a") as findings:
        findings.write(json.dumps({"n": now.next, "what": what, "trace": (done.stderr[-1000:] + trace)[-3000:]}) + "\n")
    for path in (state / name / "in").glob("[xdD]*"):
        if path.is_file():
            keep(state, name, now.next, path.name, path.read_bytes(), now.findings)
    now.next += 1
    now.refused += 1
    (state / f"{name}.count").write_text(json.dumps(vars(now)).ljust(300))


def kinds(state: Path, name: str) -> Counter[tuple[str, str]]:
    """How often each finding was met: (what, the last lines of where)."""
    out: Counter[tuple[str, str]] = Counter()
    path = state / f"{name}.findings"
    for line in path.read_text().splitlines() if path.is_file() else ():
        row = json.loads(line)
        places = [part.strip() for part in row["trace"].splitlines() if part.strip()]
        files = [part for part in places if part.startswith("File ")]
        out[row["what"], " | ".join([*files[-2:], places[-1] if places else ""])[-300:]] += 1
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
        c = fuzz(name, args.count, args.seed, args.state)[name]
        wrong += c.findings
        print(
            f"{name:13} {c.next:6} files: {c.read:6} read, {c.refused:6} refused, {c.findings:4} findings, "
            f"peak {c.peak_mib} MiB, slowest {c.slowest_s} s, {time.monotonic() - start:.0f} s",
            flush=True,
        )
        for (what, where), times in kinds(args.state, name).most_common(_SHOWN):
            print(f"    {times:5} × {what}: {where}", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
