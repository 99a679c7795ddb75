#!/usr/bin/env python3
"""Sets medseg up on a fresh machine: ``python3 bootstrap.py demo | test | setup | package`` (standard library only)."""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import platform
import shutil
import socket
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
# Holds exactly what the installed program needs, and PyInstaller: what is not here cannot slip into a package.
PACKAGE_VENV = ROOT / ".venv-package"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
# Programs that the tests compare with; in a folder of their own, which only those tests look into.
PEERS = ROOT / "packaging" / "peers.txt"
PEERS_FOLDER = VENV / "peers"
BUILD = ROOT / "packaging" / "build.txt"
OLDEST, NEWEST = (3, 11), (3, 13)

# PyTorch's own index of CPU builds; the default index holds CUDA builds for Linux.
TORCH_CPU_HOST = "download.pytorch.org"
TORCH_CPU_INDEX = f"https://{TORCH_CPU_HOST}/whl/cpu"
TORCH_TIMEOUT_S = 5

# Sizes of the pinned files, measured for Linux x86-64 and Python 3.11, in MB.
SIZE_TORCH_CPU, SIZE_TORCH_CUDA, SIZE_RUN, SIZE_TEST = 192, 3000, 285, 205

# What Qt's plugins and OpenGL load at run time: file, Debian package.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


class SetupError(Exception):
    """What is missing, and the command that mends it."""


def say(text: str) -> None:
    print(text, flush=True)


def run(*command: str | Path, **options: object) -> None:
    code = subprocess.call([str(c) for c in command], **options)  # type: ignore[call-overload]
    if code:
        raise SetupError(f"This command failed with exit code {code}: {' '.join(str(c) for c in command)}")


def apt(packages: list[str], why: str) -> None:
    """Installs Debian packages where it may, else raises SetupError with the exact command."""
    command = "apt-get install -y " + " ".join(packages)
    if not shutil.which("apt-get"):
        raise SetupError(f"{why}. Install what your system calls these Debian packages: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise SetupError(f"{why}. Run: sudo {command}")
    say(f"{why}: installing {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=quiet)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, env=quiet, stdout=subprocess.DEVNULL)


def check_python() -> None:
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        wanted = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
        raise SetupError(f"medseg needs Python {wanted}; this is {platform.python_version()}")


def check_qt_libraries() -> None:
    if not sys.platform.startswith("linux"):
        return
    missing = []
    for library, package in QT_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if missing:
        apt(missing, "The window needs system libraries")


def python_of(folder: Path) -> Path:
    return folder / BIN.name / ("python.exe" if os.name == "nt" else "python")


def make_venv(folder: Path) -> None:
    if python_of(folder).exists():
        return
    say(f"Making {folder}")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        apt([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"], "Python comes without venv here")
    if subprocess.call([sys.executable, "-m", "venv", str(folder)]):
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True, clear=True)


def fingerprint(extras: str, cuda: bool) -> str:
    digest = hashlib.sha256(f"{extras} {cuda} {platform.python_version()} {ROOT}".encode())
    for path in (ROOT / "pyproject.toml", CONSTRAINTS, PEERS, BUILD):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def reachable(host: str) -> bool:
    try:
        with socket.create_connection((host, 443), timeout=TORCH_TIMEOUT_S):
            return True
    except OSError:
        return False


def torch_pin() -> str:
    for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("torch=="):
            return line.strip()
    raise SetupError(f"{CONSTRAINTS} does not pin torch")


def install_torch(python: Path, cuda: bool) -> None:
    pin = torch_pin()
    pip: list[str | Path] = [python, "-m", "pip", "install", "-q"]
    probe = [str(python), "-c", "import importlib.metadata as m; print(m.version('torch'))"]
    have = subprocess.run(probe, capture_output=True, text=True, check=False).stdout.strip()
    if have.split("+")[0] == pin.removeprefix("torch==") and not cuda:
        return
    if not cuda and sys.platform.startswith("linux") and reachable(TORCH_CPU_HOST):
        command = [*pip, "--timeout", str(TORCH_TIMEOUT_S), "--retries", "0", "--index-url", TORCH_CPU_INDEX, pin]
        if subprocess.call([str(c) for c in command]) == 0:
            return
        say("PyTorch's own index did not serve it: trying the default index")
    run(*pip, pin)


def install(folder: Path, extras: str, cuda: bool) -> None:
    """Brings the environment in ``folder`` up to date: "test" adds what the suite needs, "package" PyInstaller."""
    mark, ready, python = fingerprint(extras, cuda), folder / "medseg-ready", python_of(folder)
    enough = {mark} if extras else {mark, fingerprint("test", cuda)}
    if ready.exists() and ready.read_text(encoding="utf-8") in enough:
        return
    size = (SIZE_TORCH_CUDA if cuda else SIZE_TORCH_CPU) + SIZE_RUN + (SIZE_TEST if extras == "test" else 0)
    say(f"Installing what medseg needs: about {size} MB to download where nothing is cached")
    os.environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    pip: list[str | Path] = [python, "-m", "pip", "install", "-q"]
    install_torch(python, cuda)
    run(*pip, "-c", CONSTRAINTS, "-e", f"{ROOT}[test]" if extras == "test" else str(ROOT))
    if extras == "test":
        shutil.rmtree(PEERS_FOLDER, ignore_errors=True)
        run(*pip, "--no-deps", "--target", PEERS_FOLDER, "-r", PEERS)
    elif extras == "package":
        run(*pip, "-c", CONSTRAINTS, "-r", BUILD)
    ready.write_text(mark, encoding="utf-8")


def test(arguments: list[str]) -> None:
    """Lint, types, import contracts, then the test suite; arguments go to pytest."""
    env = {**os.environ, "LC_ALL": os.environ.get("LC_ALL", "C.UTF-8"), "OMP_WAIT_POLICY": "PASSIVE"}
    steps: list[list[str | Path]] = [
        [BIN / "ruff", "format", "--check", "."],
        [BIN / "ruff", "check", "."],
        [BIN / "mypy"],
        [BIN / "lint-imports"],
        [python_of(VENV), "-m", "pytest", *arguments],
    ]
    for step in steps if not arguments else steps[-1:]:
        say(f"--- {' '.join(Path(str(s)).name for s in step)}")
        run(*step, cwd=ROOT, env=env)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, epilog="Example: python3 bootstrap.py demo")
    parser.add_argument("verb", choices=("demo", "test", "setup", "package"))
    parser.add_argument("--cuda", action="store_true", help="install the CUDA build of PyTorch (NVIDIA GPU)")
    options, rest = parser.parse_known_args()
    folder = PACKAGE_VENV if options.verb == "package" else VENV
    try:
        check_python()
        make_venv(folder)
        install(folder, options.verb if options.verb in {"test", "package"} else "", options.cuda)
        check_qt_libraries()
        if options.verb == "setup":
            say(f"Ready: {BIN / 'medseg'} and {BIN / 'medseg-gui'}")
        elif options.verb == "demo":
            run(BIN / "medseg", "demo", *rest)
        elif options.verb == "package":
            run(python_of(folder), ROOT / "packaging" / "build.py", *rest)
        else:
            test(rest)
    except SetupError as error:
        print(f"bootstrap: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
