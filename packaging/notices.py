"""The licences of everything in the program, from the metadata of the packages that it was built from."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
# In the program by its starter alone, which PyInstaller's exception to the GPL allows for any program.
STARTER = "pyinstaller"
_TEXT = re.compile(r"(licen[cs]e|copying|notice|copyright|authors)", re.IGNORECASE)
_RULE = "=" * 100


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed() -> dict[str, Distribution]:
    """The distributions that the program needs on this system, by normal name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, Distribution] = {}
    waiting: list[str] = list(project["dependencies"])
    while waiting:
        requirement = Requirement(waiting.pop())
        name = normal(requirement.name)
        if name in found or not (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            continue
        found[name] = distribution(name)
        waiting += found[name].requires or ()
    return dict(sorted(found.items()))


def licence(package: Distribution) -> str:
    """One line: the SPDX expression, else what the classifiers or the licence field say."""
    data = package.metadata
    if data.get("License-Expression"):
        return str(data["License-Expression"])
    said = [c.split(" :: ")[-1] for c in data.get_all("Classifier") or () if c.startswith("License ::")]
    field = (data.get("License") or "").strip()
    return ", ".join(said) or (field.splitlines()[0] if field else "see its text")


def texts(package: Distribution) -> Iterator[tuple[str, str]]:
    """(file name, text) of each licence text that the package brings."""
    for file in sorted(package.files or (), key=str):
        inside = "dist-info" in file.parts[0] or "licenses" in file.parts
        if inside and _TEXT.search("/".join(file.parts[-2:])) and file.suffix.lower() not in {".py", ".pyc", ".json"}:
            path = Path(str(package.locate_file(file)))
            if path.is_file():
                yield str(file), path.read_text(encoding="utf-8", errors="replace").strip()


def home(package: Distribution) -> str:
    data = package.metadata
    links = dict(row.split(", ", 1) for row in data.get_all("Project-URL") or ())
    first = next((url for name, url in links.items() if name.lower() in {"homepage", "source", "repository"}), "")
    return str(data.get("Home-page") or first or next(iter(links.values()), ""))


def table(packages: Iterable[Distribution]) -> str:
    rows = [(p.metadata["Name"], p.version, licence(p), home(p)) for p in packages]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]).rstrip()
        for row in rows
    )


def system_texts(libraries: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """(Debian package, its copyright text) of the libraries that the builder's system gave."""
    owners: dict[str, list[str]] = {}
    for library in sorted(libraries):
        for path in (library, library.resolve(), Path("/usr") / str(library.resolve()).lstrip("/")):
            asked = subprocess.run(["dpkg", "-S", str(path)], capture_output=True, text=True, check=False)
            if asked.returncode == 0:
                owners.setdefault(asked.stdout.split(":")[0], []).append(library.name)
                break
    for owner, names in sorted(owners.items()):
        text = Path("/usr/share/doc", owner, "copyright")
        if text.is_file():
            yield f"{owner} ({', '.join(sorted(names))})", text.read_text(encoding="utf-8", errors="replace").strip()


def notices(version: str) -> str:
    """The whole text for the program built from this environment."""
    packages = [*needed().values(), distribution(STARTER)]
    python = Path(sys.base_prefix) / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "LICENSE.txt"
    parts = [
        f"medseg {version}: works of others that are part of this program\n\n"
        "medseg itself is under the Apache License 2.0 (LICENSE beside this file). It holds the works below, each\n"
        "under its own licence. Qt and PySide6 are used under the GNU LGPL 3: their libraries are separate files and\n"
        "may be replaced by builds of your own. PyInstaller gave the program's starter, under the GPL 2 with its\n"
        "exception for such use.\n",
        f"Python  {sys.version.split()[0]}  PSF-2.0  https://www.python.org\n{table(packages)}\n",
    ]
    own = [("Python: LICENSE", python.read_text(encoding="utf-8"))] if python.is_file() else []
    for title, text in [
        *own,
        *((f"{p.metadata['Name']} {p.version}: {name}", text) for p in packages for name, text in texts(p)),
    ]:
        parts.append(f"{_RULE}\n{title}\n{_RULE}\n{text}\n")
    return "\n".join(parts)
