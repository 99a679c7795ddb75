"""The program keeps to itself: no network at its start, files in the platform's places, no way home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from medseg_gui.settings import Settings, user_folder
from medseg_gui.ui import settings_dialog

if TYPE_CHECKING:
    from medseg_gui.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
# The whole start with a first case, models warmed up and the help's start, while every socket is an error.
START = """
import os, sys
from pathlib import Path
OUT = Path(sys.argv[1])
def hook(event, details):
    if event.startswith("socket.") and event != "socket.gethostname":
        with (OUT / "sockets.txt").open("a") as file:
            file.write(f"{event} {details}\\n")
sys.addaudithook(hook)
from medseg_gui import app
sys.exit(app.main(["--python-script", str(OUT / "script.py")]))
"""
SCRIPT = """
session.warm_up()
session.help.begin()
session.wait(120)
app.quit()
"""


@pytest.mark.parametrize("wanted", [False, True])
def test_no_socket_is_opened_unless_asked_for(tmp_path: Path, wanted: bool) -> None:
    (tmp_path / "home" / "config").mkdir(parents=True, exist_ok=True)
    chosen = {"welcomed": True, "update_check": wanted, "update_address": "http://127.0.0.1:9/newest.json"}
    (tmp_path / "home" / "config" / "settings.json").write_text(json.dumps(chosen))
    (tmp_path / "script.py").write_text(SCRIPT)
    environment = {**os.environ, "MEDSEG_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", START, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    said = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert (done.returncode, said) == (0, [])
    opened = tmp_path / "sockets.txt"
    assert opened.exists() == wanted, opened.read_text() if opened.exists() else "the watch sees no sockets"


def test_looking_for_updates_is_off_until_the_user_turns_it_on() -> None:
    assert not Settings().update_check
    assert Settings().update_address == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks for Linux's places")
def test_files_lie_where_linux_keeps_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MEDSEG_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    found = {kind: user_folder(kind).relative_to(tmp_path).as_posix() for kind in ("config", "models", "cache", "logs")}
    assert found == {
        "config": ".config/medseg",
        "models": ".local/share/medseg/models",
        "cache": ".cache/medseg",
        "logs": ".local/state/medseg/log",
    }
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    assert user_folder("config") == tmp_path / "elsewhere" / "medseg"


def test_one_folder_holds_all_where_the_user_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDSEG_HOME", str(tmp_path / "stick"))
    assert {user_folder(kind).parent for kind in ("config", "models", "cache", "logs", "cases")} == {tmp_path / "stick"}


@pytest.mark.parametrize("frozen", [False, True])
def test_starting_again_starts_the_window(frozen: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(settings_dialog.QProcess, "startDetached", lambda name, rest: started.append([name, *rest]))
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setattr(sys, "executable", str(Path("/opt/medseg/medseg")))
    settings_dialog.restart(cast("MainWindow", SimpleNamespace(close=lambda: True)))
    own = str(Path("/opt/medseg/medseg"))
    assert started == [[str(Path("/opt/medseg/medseg-gui"))] if frozen else [own, "-m", "medseg_gui.app"]]
    settings_dialog.restart(cast("MainWindow", SimpleNamespace(close=lambda: False)))  # the user would rather stay
    assert len(started) == 1
