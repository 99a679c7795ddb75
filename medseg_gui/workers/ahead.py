"""The next image of a list, read while nothing else is to do: opening it then takes what is there.

One image is kept, and only while it fits into the bound. The reading goes on in whichever job needs it next: all of
them run on one lane.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Volume
from medseg_gui.workers.job import Steps

Image = tuple[Volume, list[Any]]


@dataclass(eq=False)
class _Ahead:
    key: tuple[str, str, int, int]
    steps: Steps[Image]
    thread: int
    value: Image | None = None


_kept: list[_Ahead] = []
"""One at most."""


def read_ahead(path: str, series: str | None, bound_bytes: int) -> Steps[None]:
    """Reads an image ahead; it is dropped when it takes more than ``bound_bytes``, and when it cannot be read."""
    from medseg_gui.workers import open_case

    forget()
    try:
        if _bytes(Path(path)) > bound_bytes:
            return
        key = _key(path, series)
    except OSError:  # opening it will say why
        return
    mine = _Ahead(key, open_case.read_path(path, series), threading.get_ident())
    _kept.append(mine)
    while mine in _kept and mine.value is None:
        try:
            progress = next(mine.steps)
        except StopIteration as stop:
            mine.value = stop.value
            if mine.value[0].voxels.nbytes > bound_bytes:
                forget()
        except (MedsegError, OSError):  # opening it will say why
            forget()
        else:
            yield progress


def taken(path: str, series: str | None) -> Steps[Image | None]:
    """The image that was read ahead, read to its end where it was begun; None for another one. It is kept no longer."""
    mine = next(iter(_kept), None)
    if mine is None or mine.thread != threading.get_ident():
        return None
    forget()
    try:
        if mine.key != _key(path, series):
            return None
    except OSError:
        return None
    if mine.value is None:
        mine.value = yield from mine.steps
    yield Progress("Opening")
    return mine.value


def forget() -> None:
    """Nothing is kept any more."""
    _kept.clear()


def _key(path: str, series: str | None) -> tuple[str, str, int, int]:
    """The image as it is now on the disk: one that was changed since is read anew. Raises OSError."""
    now = os.stat(path)
    return str(Path(path).resolve()), series or "", now.st_mtime_ns, now.st_size


def _bytes(path: Path) -> int:
    """What the image takes, roughly: the files' size, or what a gzip file says of itself. Raises OSError."""
    if path.is_dir():
        return sum(entry.stat().st_size for entry in os.scandir(path) if entry.is_file())
    size = path.stat().st_size
    if path.name.lower().endswith(".gz") and size > 4:
        with path.open("rb") as file:
            file.seek(-4, os.SEEK_END)  # RFC 1952, section 2.3.1: ISIZE
            size = max(size, int.from_bytes(file.read(4), "little"))
    return size
