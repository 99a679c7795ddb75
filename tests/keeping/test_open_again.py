"""Opening the case that is shown: it stays, unsaved work too; what another program made of its file is offered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from medseg_gui.io import casefile
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from tests.conftest import opened
from tests.keeping.helpers import press, saved, state, state_of_file, stroke


def test_the_case_that_is_shown_stays_with_what_is_unsaved(
    sessions: Callable[..., Session], image: Path, tmp_path: Path
) -> None:
    first = opened(sessions(), image)
    stroke(first, 1)
    path = tmp_path / "a.medseg"
    saved(first, path)
    stroke(first, 2)
    left, case = state(first), first.case
    said: list[Message] = []
    first.said.connect(said.append)
    first.open(path)
    first.wait(30)
    assert [(m.text, m.level) for m in said] == [("a.medseg is the case that is shown.", "info")]
    assert first.case is case
    assert state(first) == left
    assert first.unsaved
    assert first.keep.offers.all == ()
    stroke(first, 3)  # its journal and its lock are still there
    saved(first, path)
    assert state_of_file(path) == 4


def test_a_file_that_another_program_changed_is_offered_anew(
    sessions: Callable[..., Session], image: Path, tmp_path: Path
) -> None:
    first = opened(sessions(), image)
    stroke(first, 1)
    saved(first, tmp_path / "a.medseg")
    stroke(first, 2)
    saved(first, tmp_path / "b.medseg")
    (tmp_path / "b.medseg").replace(tmp_path / "copy.medseg")
    (tmp_path / "a.medseg").replace(tmp_path / "b.medseg")  # one stroke less, under the name that is open
    first.open(tmp_path / "b.medseg")
    first.wait(30)
    assert len(first.the_case().history.done) == 3
    press(first, "Open it anew")
    assert len(first.the_case().history.done) == 2
    assert first.keep.path == str(tmp_path / "b.medseg")
    assert not first.unsaved
    assert casefile.manifest_of(tmp_path / "b.medseg")["id"] == first.keep.base
    stroke(first, 5)
    saved(first, tmp_path / "b.medseg")
    assert first.keep.offers.all == ()


def test_a_file_that_is_gone_is_said_and_the_case_stays(
    sessions: Callable[..., Session], image: Path, tmp_path: Path
) -> None:
    first = opened(sessions(), image)
    stroke(first, 1)
    saved(first, tmp_path / "a.medseg")
    (tmp_path / "a.medseg").unlink()
    said: list[Message] = []
    first.said.connect(said.append)
    first.open(tmp_path / "a.medseg")
    first.wait(30)
    assert said[-1].level == "error"
    assert "a.medseg" in said[-1].text
    assert first.case is not None
