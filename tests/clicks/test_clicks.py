"""Pointing at objects: prompt and answer are one undo step; newest wins; corrections, rejection, other answers."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import pytest

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box
from medseg_gui.core.prompts import Click
from medseg_gui.core.segmenter import Prediction, Progress
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.workers import segment as worker
from tests.clicks.squares import click, mask

pytestmark = pytest.mark.usefixtures("blank")


def test_click_and_answer_are_one_undo_step(session: Session) -> None:
    click(session, 10, 10)
    case = session.the_case()
    assert [step.name for step in case.history.done] == ["Add segment", "Click"]
    assert mask(session).sum() == 49
    assert len(case.prompts) == 1
    session.undo()
    assert mask(session).sum() == 0
    assert len(case.prompts) == 0
    session.redo()
    assert mask(session).sum() == 49
    assert len(case.prompts) == 1


def test_a_correction_goes_back_alone_and_a_new_click_follows_the_state(session: Session) -> None:
    click(session, 10, 10)
    click(session, 10, 13, positive=False)
    assert mask(session).sum() == 49 - 28
    session.undo()
    assert mask(session).sum() == 49
    click(session, 10, 20)
    assert mask(session).sum() == 49 * 2 - 0
    assert len(session.the_case().prompts) == 2


def test_clicks_faster_than_the_model_are_all_answered_at_once(session: Session) -> None:
    for x in (10, 18, 26):
        session.point(Click((1, 10, x), True, "axial"))
    session.wait(5)
    assert mask(session).sum() == 49 * 3 - 0
    assert [step.name for step in session.the_case().history.done].count("Click") == 1
    assert len(session.the_case().prompts) == 3


def test_what_the_segment_held_before_stays_when_an_object_is_rejected(session: Session) -> None:
    segment = session.add_segment("Lesions")
    with session.the_case().edit("Brush") as edit:
        edit.paint(segment, Box((1, 8, 8), (2, 12, 12)), np.ones((1, 4, 4), bool))
    click(session, 10, 12)
    assert mask(session).sum() > 16
    session.run("ai.reject")
    assert mask(session).sum() == 16
    assert len(session.the_case().prompts) == 0
    session.undo()
    assert mask(session).sum() > 16
    assert len(session.the_case().prompts) == 1


def test_accept_begins_another_object_and_next_object_another_segment(session: Session) -> None:
    click(session, 10, 10)
    session.run("ai.accept")
    click(session, 10, 30)
    assert mask(session).sum() == 98
    assert len(session.the_case().prompts) == 1
    session.run("ai.next_object")
    click(session, 30, 30)
    labels = session.the_case().labelmap
    assert [int(labels.mask(s).sum()) for s in labels.segments] == [98, 49]


def test_prompts_in_several_slices_are_one_object_and_reject_takes_the_last_slice(session: Session) -> None:
    click(session, 10, 10)
    click(session, 10, 10, z=2)
    click(session, 10, 16, z=2)
    assert mask(session)[1].sum() == 49
    assert mask(session)[2].sum() == 49 + 42
    assert len(session.the_case().prompts) == 3
    session.run("ai.reject")
    assert [mask(session)[z].sum() for z in (1, 2)] == [49, 0]
    assert len(session.the_case().prompts) == 1
    session.undo()
    assert mask(session)[2].sum() == 91
    session.run("ai.accept")
    assert len(session.the_case().prompts) == 0
    assert mask(session).sum() == 49 + 91


def test_a_click_for_another_segment_begins_another_object(session: Session) -> None:
    click(session, 10, 10)
    session.add_segment("Other")
    with pytest.raises(MedsegError, match="nothing to take away"):
        click(session, 10, 10, positive=False)
    click(session, 30, 30)
    assert len(session.the_case().prompts) == 1
    labels = session.the_case().labelmap
    assert [int(labels.mask(s).sum()) for s in labels.segments] == [49, 49]


def test_one_goes_on_with_an_accepted_object_after_undo(session: Session) -> None:
    click(session, 10, 10)
    session.run("ai.accept")
    click(session, 30, 30)
    session.run("ai.accept")
    for _ in range(3):
        session.undo()
    click(session, 10, 13, positive=False)
    assert mask(session).sum() == 21
    session.run("ai.reject")
    assert mask(session).sum() == 0


def test_tab_goes_through_the_answers_each_one_undoable(session: Session) -> None:
    click(session, 10, 10)
    session.run("ai.next_guess")
    fewer = mask(session).sum()
    assert 0 < fewer < 49
    session.run("ai.next_guess")
    assert mask(session).sum() == 49
    session.undo()
    assert mask(session).sum() == fewer
    with pytest.raises(MedsegError):
        session.run("ai.next_guess")  # the answers belong to a state that was undone


def test_paint_made_while_the_model_thinks_stays(session: Session) -> None:
    segment = session.add_segment("Organ")
    session.point(Click((1, 10, 10), True, "axial"))
    with session.the_case().edit("Brush") as edit:
        edit.paint(segment, Box((1, 30, 30), (2, 33, 33)), np.ones((1, 3, 3), bool))
    session.wait(5)
    assert mask(session).sum() == 49 + 9


def test_an_answer_that_was_undone_meanwhile_is_dropped(session: Session) -> None:
    click(session, 10, 10)
    session.point(Click((1, 10, 20), True, "axial"))
    session.undo()
    session.wait(5)
    assert mask(session).sum() == 0
    assert len(session.the_case().prompts) == 0
    click(session, 20, 20)
    assert mask(session).sum() == 49


def test_refusals_are_one_clear_line(session: Session, said: list[Message], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MedsegError, match="nothing to take away"):
        session.point(Click((1, 10, 10), False, "axial"))
    with pytest.raises(MedsegError, match="outside"):
        session.point(Click((1, 10, 400), True, "axial"))
    segment = session.segment
    assert segment is not None
    session.change_segment(segment, locked=True)
    with pytest.raises(MedsegError, match="locked"):
        session.point(Click((1, 10, 10), True, "axial"))
    for command_id in ("ai.accept", "ai.reject", "ai.next_guess", "ai.next_object"):
        with pytest.raises(MedsegError, match="not possible now"):
            session.run(command_id)
    session.change_segment(segment, locked=False)

    def broken(*_: Any) -> Generator[Progress, None, Prediction]:
        raise MedsegError("The model is ill")
        yield Progress()

    monkeypatch.setattr(worker, "predict", broken)
    click(session, 10, 10)
    assert [m.level for m in said] == ["error"]
    assert mask(session).sum() == 0
    assert len(session.the_case().prompts) == 0
