"""A process that loads the series of a folder and says what memory that took at most: run by test_load.py."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from medseg_gui.io import dicom
from medseg_gui.workers.job import run_now
from tests.bench.memory_child import resident_mb


def peak_mb() -> float:
    """Of this program alone: getrusage also counts what its parent had when it started it."""
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) * 1024 / 1e6


def main(folder: str) -> None:
    (row,) = run_now(dicom.find_series(Path(folder)))
    dicom.read_slice(row, 0)  # what is imported once does not count
    before = resident_mb()
    voxels = run_now(dicom.read_series(row)).voxels
    print(json.dumps({"volume_mb": voxels.nbytes / 1e6, "peak_mb": peak_mb() - before}))


if __name__ == "__main__":
    main(sys.argv[1])
