"""What one file may make the program take: asked before anything is allocated. See docs/hostile-files.md."""

from __future__ import annotations

import math
import os
from pathlib import Path

from medseg_gui.core.errors import BadInput

VARIABLE = "MEDSEG_MEMORY_GIB"
MOST_PACKED = 1032
"""Deflate cannot pack more than this many bytes into one (zlib's technical notes, "maximum compression factor")."""
MOST_HEADER_BYTES = 256 << 20
"""No header of an image is longer; the largest known, of whole slides, have some 50 MB."""


def most_bytes() -> int:
    """The memory that one file may take: half of the machine's, or MEDSEG_MEMORY_GIB."""
    try:
        gib = float(os.environ.get(VARIABLE, ""))
    except ValueError:
        gib = 0.0
    return int(gib * 2**30) if 0 < gib < math.inf else physical_bytes() // 2


def physical_bytes() -> int:
    """The machine's memory; 64 GiB where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 64 << 30


def require_room(needed_bytes: int, path: Path, what: str = "image") -> None:
    """Raises BadInput when reading the file would take more than ``most_bytes``."""
    if needed_bytes > most_bytes():
        raise too_large(needed_bytes, path, what)


def too_large(needed_bytes: int, path: Path, what: str = "image") -> BadInput:
    return BadInput(
        f"The {what} does not fit in memory: it needs at least {needed_bytes / 2**30:.1f} GiB, and a file may take "
        f"{most_bytes() / 2**30:.1f} GiB",
        path,
        f"Set {VARIABLE} to allow more.",
    )
