"""The built program, where there is one in dist/: what it weighs, what is in it, and its whole smoke test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
TREE = ROOT / "dist" / "medseg"
INSTALLED_MB, PACKAGE_MB = 1600, 400
built = pytest.mark.skipif(not TREE.is_dir(), reason="nothing is built: python3 bootstrap.py package")


@built
def test_it_keeps_to_its_size(script: Callable[[str], ModuleType]) -> None:
    assert sum(script("sizes").measure(TREE).values()) < INSTALLED_MB * 1e6
    for package in TREE.parent.glob("medseg[_-]*.*"):
        assert package.stat().st_size < PACKAGE_MB * 1e6, package


@built
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="knows where Linux builds have their files")
def test_licences_models_and_translations_are_inside() -> None:
    inside = TREE / "_internal"
    for place in ("licences/LICENSE", "licences/THIRD-PARTY.txt", "docs/keys.md", "models/click/weights.safetensors"):
        assert (inside / place).is_file()
    shipped = sorted(path.name for path in (inside / "resources" / "translations").glob("*.qm"))
    assert shipped == sorted(path.name for path in (ROOT / "resources" / "translations").glob("*.qm"))
    notices = (inside / "licences" / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    for name in ("PySide6_Essentials", "torch", "SimpleITK", "numpy", "GNU LESSER GENERAL PUBLIC LICENSE"):
        assert name.lower() in notices.lower()


@built
@pytest.mark.slow
def test_the_built_program_does_one_whole_case(tmp_path: Path) -> None:
    display = ["xvfb-run", "-a", "-s", "-screen 0 1700x1100x24"] if shutil.which("xvfb-run") else []
    command = [
        *display,
        sys.executable,
        str(ROOT / "packaging" / "smoke.py"),
        str(TREE),
        "--out",
        str(tmp_path / "out"),
    ]
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM" or not display}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "out" / "window.png").stat().st_size > 50_000
