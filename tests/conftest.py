"""Fixtures that every test may use."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import pytest

from medseg_gui import commands
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.settings import Settings
from medseg_gui.workers.runner import Runner

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


@pytest.fixture
def session() -> Iterator[Session]:
    """A session without a window: ``wait`` delivers what the lanes bring. Nobody is there to be asked."""
    runner = Runner()

    def wait_until(done: Callable[[], bool], timeout_s: float) -> bool:
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            runner.deliver()
            if done():
                return True
            time.sleep(0.001)
        return False

    made = Session(runner, Settings(), commands.run)
    made.wait_until = wait_until
    yield made
    runner.close()


@pytest.fixture
def said(session: Session) -> list[Message]:
    """What the session tells the person."""
    messages: list[Message] = []
    session.said.connect(messages.append)
    return messages
