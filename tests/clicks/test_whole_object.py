"""The whole object is one step, corrected in 3-D, and meets clicks and paint made meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator

import numpy as np
import pytest

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box
from medseg_gui.core.prompts import Click
from medseg_gui.core.segmenter import Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.session import Session
from medseg_gui.workers import segment as worker
from tests.clicks.squares import ASKED, click, mask, squares

pytestmark = pytest.mark.usefixtures("blank")


def test_the_whole_object_is_one_step_and_keeps_the_slices_with_prompts(session: Session) -> None:
    click(session, 10, 10)
    click(session, 10, 12, z=2)
    case = session.the_case()
    steps = len(case.history.done)
    session.run("ai.whole_object")
    session.wait(5)
    assert set(ASKED[-1].confirmed) == {("axial", 1), ("axial", 2)}
    assert ASKED[-1].plane is None
    assert [int(m.sum()) for m in mask(session)] == [63, 49, 49, 63]
    assert len(case.history.done) == steps + 1
    assert case.prompts.whole == 2
    with pytest.raises(MedsegError, match="not possible now"):
        session.run("ai.whole_object")
    session.undo()
    assert [int(m.sum()) for m in mask(session)] == [0, 49, 49, 0]
    click(session, 10, 18, z=2)  # in the slice alone again
    assert [int(m.sum()) for m in mask(session)] == [0, 49, 91, 0]


def test_a_correction_of_the_whole_object_is_made_in_3d(session: Session) -> None:
    segment = session.add_segment("Organ")
    with session.the_case().edit("Brush") as edit:
        edit.paint(segment, Box((0, 35, 35), (1, 38, 38)), np.ones((1, 3, 3), bool))
    click(session, 10, 10)
    session.run("ai.whole_object")
    session.wait(5)
    assert mask(session).sum() == 4 * 49 + 9
    click(session, 10, 13, positive=False, z=2)
    assert ASKED[-1].plane is None
    assert ASKED[-1].confirmed == (("axial", 1),)
    assert [int(m.sum()) for m in mask(session)] == [58, 49, 21, 21]
    session.undo()
    assert mask(session).sum() == 4 * 49 + 9
    session.redo()
    session.clicks.change(session.the_case(), 1, Click((0, 10, 13), False, "axial"))
    session.wait(5)
    assert [int(m.sum()) for m in mask(session)] == [30, 49, 49, 49]
    session.clicks.change(session.the_case(), 0, Click((1, 20, 20), True, "axial"))  # from the beginning
    session.wait(5)
    assert [int(m.sum()) for m in mask(session)] == [58, 49, 49, 49]
    session.run("ai.reject")
    assert mask(session).sum() == 9
    assert len(session.the_case().prompts) == 0


def test_paint_made_while_the_whole_object_is_computed_stays(session: Session) -> None:
    segment = session.add_segment("Organ")
    click(session, 10, 10)
    session.run("ai.whole_object")
    with session.the_case().edit("Brush") as edit:
        edit.paint(segment, Box((3, 30, 30), (4, 33, 33)), np.ones((1, 3, 3), bool))
    session.wait(5)
    assert mask(session).sum() == 4 * 49 + 9
    session.clicks.remove(session.the_case(), 0)
    assert mask(session).sum() == 9


def test_a_click_given_meanwhile_is_part_of_the_whole_object(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    case = session.the_case()

    def patient(volume: Volume, name: str, request: Request | None = None) -> Generator[Progress, None, Prediction]:
        while request is not None and request.plane is None and len(case.prompts) < 2:
            yield Progress()
        return (yield from squares(volume, name, request))

    monkeypatch.setattr(worker, "predict", patient)
    click(session, 10, 10)
    session.run("ai.whole_object")
    session.point(Click((1, 10, 14), True, "axial"))
    session.wait(5)
    assert mask(session).sum() == 4 * 77
    assert session.the_case().prompts.whole == 2


def test_a_click_that_the_whole_object_overtakes_corrects_it(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    click(session, 10, 10)
    asked_late = threading.Event()

    def slow(volume: Volume, name: str, request: Request | None = None) -> Generator[Progress, None, Prediction]:
        assert request is not None
        while request.plane is not None and not asked_late.is_set():
            yield Progress()  # gives way to nothing of its own urgency: the whole object is asked for first
            time.sleep(0.001)
        return (yield from squares(volume, name, request))

    session.run("ai.whole_object")
    session.wait(5)
    session.undo()
    monkeypatch.setattr(worker, "predict", slow)
    session.point(Click((1, 10, 14), True, "axial"))
    session.redo()  # the whole object is there again before the click's answer is
    asked_late.set()
    session.wait(5)
    assert session.the_case().prompts.whole == 1
    assert len(session.the_case().prompts) == 2
    assert ASKED[-1].plane is None
    assert [int(m.sum()) for m in mask(session)] == [49, 77, 77, 49]


def test_a_whole_object_that_was_rejected_or_stopped_meanwhile_is_dropped(session: Session) -> None:
    click(session, 10, 10)
    session.run("ai.whole_object")
    session.run("ai.reject")
    session.wait(5)
    assert mask(session).sum() == 0
    click(session, 10, 10)
    session.run("ai.whole_object")
    session.cancel_jobs()
    session.wait(5)
    assert mask(session).sum() == 49
    session.run("ai.whole_object")
    session.wait(5)
    assert mask(session).sum() == 4 * 49
