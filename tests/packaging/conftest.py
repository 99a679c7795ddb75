"""What these tests share: the scripts that build packages, as modules."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """A module of packaging/ by its name. They find each other as when build.py runs; nothing stays behind."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    ours = {path.stem for path in PACKAGING.glob("*.py")}
    for name in ours:
        monkeypatch.delitem(sys.modules, name, raising=False)

    def load(name: str) -> ModuleType:
        module = importlib.import_module(name)
        for found in ours & sys.modules.keys():
            monkeypatch.setitem(sys.modules, found, sys.modules[found])
        return module

    return load
