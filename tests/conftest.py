"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real imaging data; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("MEDSEG_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "README.md").is_file():
        pytest.skip(f"real imaging data is not at {folder} (set MEDSEG_DATA)")
    return folder


@pytest.fixture(autouse=True)
def own_user_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the real user's settings, models or caches."""
    monkeypatch.setenv("MEDSEG_HOME", str(tmp_path / "home"))
