"""Builds the program that needs no Python, and its packages: ``python3 bootstrap.py package``.

Everything comes into ``dist/``: the folder ``medseg/``, and beside it what users download: on Linux a ``.deb`` and a
``.tar.xz``, on Windows a setup program, on macOS a ``.dmg``. Two builds of one commit can be compared with
``compare.py``: times come from the commit, names are sorted, Python's hashes are fixed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def version() -> str:
    """The version, from the one place where it stands."""
    text = (ROOT / "medseg_gui" / "__init__.py").read_text(encoding="utf-8")
    return next(line.split('"')[1] for line in text.splitlines() if line.startswith("__version__"))


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def commit() -> tuple[str, int]:
    """(commit, its time in seconds since 1970); outside a repository "unknown" and SOURCE_DATE_EPOCH."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return _git("rev-parse", "HEAD"), int(given or _git("log", "-1", "--format=%ct"))
    except (OSError, subprocess.CalledProcessError):
        if given is None:
            raise SystemExit("build: not a git checkout: set SOURCE_DATE_EPOCH to the time of the sources") from None
        return "unknown", int(given)


def sources() -> str:
    """A digest of the program's own files: what numba compiled from other sources is not used again."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "medseg_gui").rglob("*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def prepare(work: Path) -> None:
    """Writes what the spec takes from ``work``: licences, models without scratch files, icons, the build's name."""
    import icons
    import notices

    shutil.rmtree(work, ignore_errors=True)
    (work / "licences").mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", work / "licences" / "LICENSE")
    (work / "licences" / "THIRD-PARTY.txt").write_text(notices.notices(version()), encoding="utf-8")
    shutil.copytree(ROOT / "models", work / "models", ignore=shutil.ignore_patterns("__pycache__", "recipes"))
    (work / "build.txt").write_text(
        f"medseg {version()}\ncommit {commit()[0]}\nsources {sources()}\n", encoding="utf-8"
    )
    if sys.platform == "win32":
        import windows_version

        (work / "version.txt").write_text(windows_version.text(version()), encoding="utf-8")
    icons.draw(ROOT / "resources" / "icons" / "app.svg", work / "icons")


def freeze(work: Path, out: Path) -> Path:
    """The program's folder, made by PyInstaller."""
    icon = {"win32": "medseg.ico", "darwin": "medseg.icns"}.get(sys.platform)
    environment = {
        **os.environ,
        "MEDSEG_BUILD": str(work),
        "MEDSEG_VERSION": version(),
        "MEDSEG_ICON": str(work / "icons" / icon) if icon else "",
        "SOURCE_DATE_EPOCH": str(commit()[1]),
        "PYTHONHASHSEED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    tree = out / "medseg"
    shutil.rmtree(tree, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(out), "--workpath", str(work / "pyinstaller"), str(HERE / "medseg.spec")]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    if sys.platform.startswith("linux"):
        import tidy

        (tree / "medseg-gui").symlink_to("medseg")
        say(f"taken out: {' '.join(tidy.prune(tree))}")
        say(f"symbols stripped: {tidy.strip(tree) / 1e6:.0f} MB")
        add_system_texts(tree)
        tidy.same_rights(tree)
    return tree


def add_system_texts(tree: Path) -> None:
    """Appends the licences of the libraries that the builder's system gave."""
    import notices

    file = tree / "_internal" / "licences" / "THIRD-PARTY.txt"
    with file.open("a", encoding="utf-8") as out:
        for title, text in notices.system_texts(system_libraries(tree)):
            out.write(f"\n{'=' * 100}\n{title}\n{'=' * 100}\n{text}\n")


def system_libraries(tree: Path) -> list[Path]:
    """Where the builder's system has the libraries that lie at the top of the program's folder."""
    folder = Path("/usr/lib", f"{platform.machine()}-linux-gnu")
    names = sorted(p.name for p in (tree / "_internal").iterdir() if p.name.startswith("lib") and not p.is_symlink())
    return [folder / name for name in names if (folder / name).exists()]


def packages(work: Path, out: Path) -> Iterator[Path]:
    """What users download for this system, as it is made."""
    if sys.platform == "win32":
        command = [shutil.which("ISCC") or r"C:\Program Files (x86)\Inno Setup 6\ISCC.exe", f"/DVersion={version()}"]
        command += [f"/DTree={out / 'medseg'}", f"/DOut={out}", f"/DBuild={work}", str(HERE / "windows" / "medseg.iss")]
        subprocess.run(command, check=True)
        yield out / f"medseg-{version()}-windows-x64.exe"
    elif sys.platform == "darwin":
        image = out / f"medseg-{version()}-macos-{platform.machine()}.dmg"
        subprocess.run([str(HERE / "macos" / "dmg.sh"), str(out / "medseg.app"), str(image)], check=True)
        yield image
    else:
        import linux_packages

        yield from linux_packages.make(out / "medseg", work, out, version(), commit()[1], platform.machine())


def main() -> int:
    parser = argparse.ArgumentParser(prog="bootstrap.py package", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where everything goes")
    parser.add_argument("--only", choices=("program", "packages"), help="freeze only, or only pack what is frozen")
    options = parser.parse_args()
    sys.path.insert(0, str(HERE))
    out: Path = options.out.resolve()
    work = out / "build"
    began = time.monotonic()
    if options.only != "packages":
        prepare(work)
        freeze(work, out)
        say(f"{out / 'medseg'}: built in {time.monotonic() - began:.0f} s")
    if options.only != "program":
        for path in packages(work, out):
            say(f"{path}: {path.stat().st_size / 1e6:.0f} MB")
    import sizes

    say(sizes.table(out / "medseg"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
