"""The log holds what happened and nothing that names a patient."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from medseg_gui.process import keep_log, own_command


def test_the_log_holds_no_paths_and_no_other_libraries_lines() -> None:
    logger = logging.getLogger("medseg_gui")
    before = list(logger.handlers)
    try:
        path = keep_log()
        logging.getLogger("medseg_gui.test").error(
            'Job failed\n  File "/opt/medseg/session.py", line 3, in f\n'
            "BadInput: It is broken (/data/Doe^Jane 1970/series 2/IM1). Choose C:\\Users\\Doe\\x.nii or ~/Doe/y."
        )
        logging.getLogger("pydicom").error("value of PatientName: Doe")
    finally:
        for handler in set(logger.handlers) - set(before):
            logger.removeHandler(handler)
            handler.close()
        logger.propagate = True
    text = path.read_text(encoding="utf-8")
    assert "Doe" not in text
    assert 'File "/opt/medseg/session.py", line 3' in text
    assert "It is broken (<path>)" in text


def test_starting_twice_keeps_one_log() -> None:
    keep_log()
    keep_log()
    handlers = logging.getLogger("medseg_gui").handlers
    assert sum(isinstance(h, RotatingFileHandler) for h in handlers) == 1


def test_how_it_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert own_command() == [sys.executable, "-m", "medseg_gui.cli"]
    assert own_command(window=True) == [sys.executable, "-m", "medseg_gui.app"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    for program in ("medseg", "medseg-gui"):
        for suffix in ("", ".exe"):
            monkeypatch.setattr(sys, "executable", str(Path("lib") / f"{program}{suffix}"))
            assert own_command() == [str(Path("lib") / f"medseg{suffix}")]
            assert own_command(window=True) == [str(Path("lib") / f"medseg-gui{suffix}")]
