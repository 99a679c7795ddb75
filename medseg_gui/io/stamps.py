"""What tells whether an input has changed since something was made from it."""

from __future__ import annotations

from pathlib import Path


def stamp(path: str | Path) -> tuple[str, ...]:
    """Name, bytes and time of change of a file, or of each file in a folder; the folder itself may have moved."""
    path = Path(path)
    out = []
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        try:
            now = file.stat()
            out.append(f"{file.name} {now.st_size} {now.st_mtime_ns}")
        except OSError:
            out.append(f"{file.name} gone")
    return tuple(out)
