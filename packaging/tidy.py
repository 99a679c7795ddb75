"""After freezing, on Linux: takes out libraries that nothing asks for and the symbols that only linkers read."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_STARTS = b"\x7fELF"


def binaries(tree: Path) -> list[Path]:
    """Every ELF file, links left out."""
    return [path for path in sorted(tree.rglob("*")) if not path.is_symlink() and path.is_file() and _is_elf(path)]


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == _STARTS


def asked_for(paths: list[Path]) -> dict[str, list[Path]]:
    """Library name → the files that are linked with it."""
    said = subprocess.run(["readelf", "-d", *map(str, paths)], capture_output=True, text=True, check=False).stdout
    out: dict[str, list[Path]] = {}
    current = paths[0] if paths else Path()
    for line in said.splitlines():
        if line.startswith("File: "):
            current = Path(line.removeprefix("File: "))
        elif "(NEEDED)" in line:
            out.setdefault(line.split("[")[1].rstrip("]"), []).append(current)
    return out


def from_outside(tree: Path) -> dict[str, list[Path]]:
    """Libraries that the system must have → the files that are linked with them."""
    have = {path.name for path in tree.rglob("*") if ".so" in path.name}
    return {name: users for name, users in sorted(asked_for(binaries(tree)).items()) if name not in have}


def prune(tree: Path) -> list[str]:
    """Names of the builder's system libraries that were taken out, because nothing is linked with them any more."""
    gone: list[str] = []
    while True:
        used = asked_for(binaries(tree))
        spare = [
            path
            for path in sorted((tree / "_internal").glob("lib*.so*"))
            if path.name not in used and not path.name.startswith("libpython") and "cpython" not in path.name
        ]
        if not spare:
            return gone
        for path in spare:
            gone.append(path.name)
            path.unlink()


def _is_sound(path: Path) -> bool:
    """Whether the loader can map every segment; strip breaks that in files which patchelf has changed."""
    said = subprocess.run(["readelf", "-lW", str(path)], capture_output=True, text=True, check=True).stdout
    for line in said.splitlines():
        words = line.split()
        if words[:1] == ["LOAD"]:
            offset, address, align = int(words[1], 16), int(words[2], 16), int(words[-1], 16)
            if offset % align != address % align:
                return False
    return True


def strip(tree: Path) -> int:
    """Bytes that were saved. Files stay as they were where stripping would break them."""
    saved = 0
    for path in binaries(tree / "_internal"):
        beside = path.with_name(path.name + ".stripped")
        done = subprocess.run(
            ["strip", "--strip-unneeded", "-o", str(beside), str(path)], capture_output=True, check=False
        )
        if done.returncode == 0 and beside.stat().st_size < path.stat().st_size and _is_sound(beside):
            saved += path.stat().st_size - beside.stat().st_size
            shutil.copymode(path, beside)
            beside.replace(path)
        else:
            beside.unlink(missing_ok=True)
    return saved


def same_rights(root: Path) -> None:
    """Folders and programs 755, libraries and files 644, whatever the builder's umask was."""
    for path in [root, *root.rglob("*")]:
        if path.is_symlink():
            continue
        runs = path.is_dir() or (path.name in {"medseg", "torch_shm_manager"} and path.is_file())
        path.chmod(0o755 if runs else 0o644)
