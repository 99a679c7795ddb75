"""Which files of two builds differ: ``python packaging/compare.py dist/medseg other/medseg``.

Two builds of one commit are the same in every file, so exit code 1 is for each that is not. The packages are the same
bytes where the folders are.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path


def contents(tree: Path) -> dict[str, str]:
    """Place below ``tree`` → rights and SHA-256, or where a link leads."""
    out: dict[str, str] = {}
    for path in sorted(tree.rglob("*")):
        place = path.relative_to(tree).as_posix()
        if path.is_symlink():
            out[place] = f"link to {path.readlink()}"
        elif path.is_file():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            out[place] = f"{path.stat().st_mode & 0o777:o} {digest}"
    return out


def differences(one: Path, other: Path) -> list[str]:
    """A line for each place that is not the same in both."""
    here, there = contents(one), contents(other)
    lines = [f"only in {one}: {place}" for place in sorted(here.keys() - there.keys())]
    lines += [f"only in {other}: {place}" for place in sorted(there.keys() - here.keys())]
    return lines + [f"differs: {place}" for place in sorted(here.keys() & there.keys()) if here[place] != there[place]]


def main() -> int:
    one, other = (Path(name) for name in sys.argv[1:3])
    found = differences(one, other)
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.stdout.write(f"{len(contents(one))} files and links, {len(found)} differ\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
