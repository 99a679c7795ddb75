"""Where numba keeps what it compiled for a frozen program, which has no source files to lay it beside."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import config
from numba.core.caching import _CacheLocator


class Place(_CacheLocator):
    """``NUMBA_CACHE_DIR`` (the user's cache folder), whatever the working directory; one build's answers are its own.

    numba's own locators want the source file, or put the folder outside ours. Source: numba 0.68, core/caching.py.
    """

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        self._line = function.__code__.co_firstlineno
        self._folder = Path(config.CACHE_DIR, *Path(file).with_suffix("").parts)

    def get_cache_path(self) -> str:
        return str(self._folder)

    def get_source_stamp(self) -> str:
        return (Path(sys._MEIPASS) / "build.txt").read_text(encoding="utf-8")  # type: ignore[attr-defined]

    def get_disambiguator(self) -> str:
        return str(self._line)

    @classmethod
    def from_function(cls, function: Callable[..., Any], file: str) -> Place:
        here = os.path.relpath(file, sys._MEIPASS) if os.path.isabs(file) else file  # type: ignore[attr-defined]
        place = cls(function, here)
        place.ensure_cache_path()
        return place
