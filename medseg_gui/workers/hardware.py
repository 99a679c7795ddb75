"""What the program computes on: a GPU that networks can use, one that they cannot, or the processor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from medseg_gui.core.i18n import mark
from medseg_gui.core.segmenter import Progress
from medseg_gui.workers.job import Steps

DRIVER = Path("/proc/driver/nvidia/gpus")


@dataclass(frozen=True)
class Hardware:
    """``gpu``: its name, empty where none was found; ``used``: networks run on it."""

    gpu: str = ""
    memory_gb: float = 0.0
    used: bool = False


def look() -> Steps[Hardware]:
    """Asks the networks' runtime, which is loaded for that; then the driver, for a card that it cannot use."""
    yield Progress(mark("Looking for a graphics card"))
    from medseg_gui.ml.device import graphics

    name, memory_gb, used = graphics()
    return Hardware(name, memory_gb, used) if name else Hardware(driver_names(DRIVER))


def driver_names(folder: Path) -> str:
    """The NVIDIA cards that Linux's driver knows."""
    texts = [path.read_text(errors="replace") for path in sorted(folder.glob("*/information"))]
    return ", ".join(match[1].strip() for text in texts if (match := re.search(r"^Model:(.*)$", text, re.M)))
