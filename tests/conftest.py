"""Fixtures that every test may use."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import pytest

from medseg_gui import api, commands
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.settings import Settings
from medseg_gui.workers.runner import Runner

ROOT = Path(__file__).resolve().parent.parent
IMAGE_SHAPE = (4, 70, 80)


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


class Person:
    """Answers what a session asks; to what was not told beforehand with None."""

    def __init__(self, **answers: object) -> None:
        self.answers = answers

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *args: self.answers.get(name)


def _session() -> Session:
    """Its ``wait`` delivers what the lanes bring."""
    made = Session(Runner(), Settings(), commands.run)

    def wait_until(done: Callable[[], bool], timeout_s: float) -> bool:
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            made.runner.deliver()
            if done():
                return True
            time.sleep(0.001)
        return False

    made.wait_until = wait_until
    return made


@pytest.fixture
def session() -> Iterator[Session]:
    """A session without a window. Nobody is there to be asked."""
    made = _session()
    yield made
    made.runner.close()


@pytest.fixture
def sessions() -> Iterator[Callable[..., Session]]:
    """Makes further windows, so to say, each with a Person who gives these answers."""
    made: list[Session] = []

    def make(**answers: object) -> Session:
        made.append(_session())
        made[-1].ask = Person(**answers)
        return made[-1]

    yield make
    for session in made:
        session.keep.leave()
        session.runner.close()


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A NIfTI file of IMAGE_SHAPE in a folder of its own."""
    voxels = np.arange(np.prod(IMAGE_SHAPE), dtype=np.int16).reshape(IMAGE_SHAPE)
    (tmp_path / "study").mkdir()
    api.convert(api.volume_from_array(voxels, (3.0, 1.0, 1.0)), tmp_path / "study" / "image.nii.gz")
    return tmp_path / "study" / "image.nii.gz"


def opened(session: Session, path: Path) -> Session:
    session.open(path)
    session.wait(30)
    assert session.case is not None
    return session


@pytest.fixture
def said(session: Session) -> list[Message]:
    """What the session tells the person."""
    messages: list[Message] = []
    session.said.connect(messages.append)
    return messages
