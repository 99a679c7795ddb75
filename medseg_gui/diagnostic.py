"""What helps with a problem: versions, hardware, settings, the last crash; no patient, name or folder. Qt-free."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version

from medseg_gui import __version__
from medseg_gui.process import last_trace
from medseg_gui.settings import Settings
from medseg_gui.workers.hardware import Hardware

PACKAGES = (
    "PySide6-Essentials", "torch", "monai", "numpy", "scipy", "scikit-image", "numba", "pydicom", "SimpleITK",
    "nibabel", "highdicom",
)  # fmt: skip
WORDS = ("export_kind", "keymap", "language", "theme")
"""The settings in words that the program chose; all other text may say who or where."""


def diagnostic(settings: Settings, hardware: Hardware | None = None, more: Iterable[tuple[str, str]] = ()) -> str:
    """Lines of "name: value"; ``more``: what only the window knows."""
    lines = [
        ("medseg", f"{__version__}{' (installed program)' if getattr(sys, 'frozen', False) else ''}"),
        ("Python", platform.python_version()),
        ("System", f"{platform.system()} {platform.release()} {platform.machine()}"),
        ("Processor", f"{_processor()}, {os.cpu_count()} threads"),
        ("Memory", _memory()),
        ("GPU", _gpu(hardware)),
        *((name, _version(name)) for name in PACKAGES),
        *more,
        *((f"setting {name}", str(value)) for name, value in asdict(settings).items() if _safe(name, value)),
    ]
    text = "\n".join(f"{name}: {value}" for name, value in lines)
    trace = last_trace()
    return f"{text}\n\nLast crash\n{trace}\n" if trace else text + "\n"


def _safe(name: str, value: object) -> bool:
    return name in WORDS or isinstance(value, (bool, int, float))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(line.partition(":")[2].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.1f} GB"
    except (AttributeError, ValueError, OSError):  # not a POSIX system
        return "unknown"


def _gpu(found: Hardware | None) -> str:
    if found is None:
        return "not looked for yet"
    if not found.gpu:
        return "none"
    return f"{found.gpu}, {f'{found.memory_gb:.0f} GB' if found.used else 'not used'}"
