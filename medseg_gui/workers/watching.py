"""A training seen from the window, through its work folder: the pause that was asked for, and pictures of what it can.

Pictures of cases stay in that folder, which nobody else may read, and are deleted with it.
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from medseg_gui.core.errorpicture import Picture

PAUSED, SAMPLES = "paused", "samples.npz"


def pause(work: Path, on: bool) -> None:
    """Asks the training in that folder to wait after its step, or to go on."""
    if on:
        with contextlib.suppress(FileNotFoundError):  # it has ended meanwhile
            (work / PAUSED).touch(0o600)
    else:
        (work / PAUSED).unlink(missing_ok=True)


def is_paused(work: Path) -> bool:
    return (work / PAUSED).exists()


def keep_samples(work: Path, pictures: Sequence[Picture]) -> None:
    """Puts pictures of held-out slices, RGB (row, column, 3), where the window finds them."""
    beside = work / "samples.new.npz"
    np.savez_compressed(beside, *pictures)
    beside.replace(work / SAMPLES)


@dataclass
class Samples:
    """The pictures of one training, read when they are new."""

    work: Path
    _seen: int = 0

    def new(self) -> list[Picture]:
        """The pictures written since the last call; none when there are none."""
        file = self.work / SAMPLES
        try:
            written = file.stat().st_mtime_ns
            if written == self._seen:
                return []
            with np.load(file, allow_pickle=False) as found:
                pictures = [np.asarray(found[name], dtype=np.uint8) for name in found.files]
        except (OSError, ValueError, zipfile.BadZipFile):  # not written yet, or the training has just been swept away
            return []
        self._seen = written
        return pictures
