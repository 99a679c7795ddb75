"""Prompts taken away or moved: the object is as if they had always been so."""

from __future__ import annotations

import numpy as np
import pytest

from medseg_gui.core.geometry import Box
from medseg_gui.core.prompts import Click
from medseg_gui.session import Session
from tests.clicks.squares import ASKED, click, mask

pytestmark = pytest.mark.usefixtures("blank")


def test_a_prompt_taken_away_is_as_if_it_had_never_been_given(session: Session) -> None:
    for x, positive in ((10, True), (16, True), (13, False)):
        click(session, 10, x, positive)
    case = session.the_case()
    steps, before = len(case.history.done), mask(session)
    session.clicks.remove(case, 1)
    session.wait(5)
    assert [p.index[2] for p in case.prompts if isinstance(p, Click)] == [10, 13]
    assert mask(session).sum() == 21
    assert len(case.history.done) == steps + 1
    session.undo()
    assert np.array_equal(mask(session), before)
    assert len(case.prompts) == 3
    session.redo()
    assert mask(session).sum() == 21


def test_the_last_prompt_taken_away_needs_no_model(session: Session) -> None:
    click(session, 10, 10)
    click(session, 10, 16)
    asked = len(ASKED)
    session.run("ai.remove_prompt")
    assert mask(session).sum() == 49
    session.run("ai.remove_prompt")
    assert mask(session).sum() == 0
    assert len(ASKED) == asked
    session.undo()
    assert mask(session).sum() == 49
    click(session, 10, 16)  # and one goes on from there
    assert mask(session).sum() == 91


def test_a_moved_prompt_is_answered_anew_in_its_place_among_the_others(session: Session) -> None:
    click(session, 10, 10)
    click(session, 10, 13, positive=False)
    case = session.the_case()
    ASKED.clear()
    session.clicks.change(case, 0, Click((1, 20, 20), True, "axial"))
    session.wait(5)
    assert [[p.index[1:] for p in r.prompts if isinstance(p, Click)] for r in ASKED] == [
        [(20, 20)],
        [(20, 20), (10, 13)],
    ]
    assert ASKED[0].previous is None
    assert ASKED[1].previous is not None
    assert ASKED[1].previous.sum() == 49
    assert mask(session).sum() == 49
    assert [p.positive for p in case.prompts if isinstance(p, Click)] == [True, False]
    session.undo()
    assert mask(session).sum() == 21


def test_what_was_painted_by_hand_outlives_every_change_of_prompts(session: Session) -> None:
    segment = session.add_segment("Organ")
    click(session, 10, 10)
    with session.the_case().edit("Brush") as edit:
        edit.paint(segment, Box((1, 30, 30), (2, 33, 33)), np.ones((1, 3, 3), bool))
        edit.erase(segment, Box((1, 7, 7), (2, 9, 14)), np.ones((1, 2, 7), bool))
    click(session, 10, 20)
    assert mask(session).sum() == 49 - 14 + 9 + 49
    session.clicks.change(session.the_case(), 0, Click((1, 10, 11), True, "axial"))
    session.wait(5)
    assert mask(session)[1, 30:33, 30:33].all()
    assert not mask(session)[1, 7:9, 7:14].any()
    click(session, 31, 31, positive=False)  # the newest word holds
    assert not mask(session)[1, 30:33, 30:33].any()


def test_other_segments_come_back_where_the_object_gives_way(session: Session) -> None:
    liver = session.add_segment("Liver")
    with session.the_case().edit("Brush") as edit:
        edit.paint(liver, Box((0, 5, 5), (4, 15, 15)), np.ones((4, 10, 10), bool))
    session.add_segment("Lesion")
    labels = session.the_case().labelmap

    def sizes() -> list[int]:
        return [int(labels.mask(s).sum()) for s in labels.segments]

    click(session, 10, 10)
    assert sizes() == [400 - 49, 49]
    click(session, 10, 13, positive=False)
    assert sizes() == [400 - 21, 21]
    session.run("ai.whole_object")
    session.wait(5)
    assert sizes() == [400 - 84, 84]
    session.run("ai.reject")
    assert sizes() == [400, 0]
