"""Which prompt made which area: exact, for the shipped model too, and other click methods on the same prompts."""

from __future__ import annotations

import numpy as np
import pytest

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box
from medseg_gui.core.prompts import Click
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from tests.clicks.squares import click
from tests.ml.click.geodesics import ellipsoid, volume_of


def test_each_prompt_in_turn_shows_its_own_area(session: Session, blank: Case, said: list[Message]) -> None:
    click(session, 10, 10)
    click(session, 10, 20)
    click(session, 10, 12, positive=False)
    revision = blank.revision
    areas = []
    for _ in range(3):
        session.run("ai.influence")
        session.wait(5)
        found = session.influence.shown(blank)
        assert found is not None
        areas.append((int(found.given.sum()), int(found.taken.sum())))
    # the negative click (columns 9 to 15) took 5 of the first square's 7 columns and none of the second's from 17 on
    assert areas == [(14, 0), (49, 0), (0, 35)]
    assert "Prompt 3 of 3" in said[-1].text
    assert "0.35 cm²" in said[-1].text
    session.run("ai.influence")
    assert session.influence.shown(blank) is None
    assert blank.revision == revision
    session.run("ai.influence")
    assert session.influence.shown(blank) is not None  # known already
    click(session, 30, 30)
    assert session.influence.shown(blank) is None  # the object is another one now


def test_what_the_segment_held_before_is_no_prompts_work(session: Session, blank: Case) -> None:
    segment = session.add_segment("Lesions")
    with blank.edit("Brush") as edit:
        edit.paint(segment, Box((1, 8, 8), (2, 12, 12)), np.ones((1, 4, 4), bool))
    click(session, 10, 12)
    session.run("ai.influence")
    session.wait(5)
    found = session.influence.shown(blank)
    assert found is not None
    assert found.given.sum() == 49 - 12
    assert not (found.given[0] & (np.indices((40, 40)) < 12).all(0) & (np.indices((40, 40)) > 7).all(0)).any()


def test_without_an_object_the_command_says_why(session: Session, blank: Case) -> None:
    with pytest.raises(Exception, match="not possible now"):
        session.run("ai.influence")


@pytest.fixture
def two_balls(session: Session) -> Case:
    """Two bright balls that touch: the shipped model takes both, then is told otherwise."""
    shape = (3, 72, 96)
    pair = ellipsoid(shape, (1, 36, 34), (9, 14, 14), (1, 1, 1)) | ellipsoid(shape, (1, 36, 60), (9, 14, 14), (1, 1, 1))
    session.set_case(Case(volume_of(pair, (1, 1, 1))))
    for at, positive in (((1, 36, 34), True), ((1, 36, 64), False), ((1, 26, 36), True)):
        session.point(Click(at, positive, "axial"))
        session.wait(120)
    return session.the_case()


def test_an_area_is_just_what_goes_when_its_prompt_is_taken_away(session: Session, two_balls: Case) -> None:
    drawn = two_balls.labelmap.any_mask().copy()
    for number in range(3):
        session.influence.show(two_balls, number)
        session.wait(60)
        found = session.influence.shown(two_balls)
        assert found is not None
        session.clicks.remove(two_balls, number)
        session.wait(60)
        without = two_balls.labelmap.any_mask()
        np.testing.assert_array_equal(found.given[0], (drawn & ~without)[1])
        np.testing.assert_array_equal(found.taken[0], (without & ~drawn)[1])
        assert found.given.any() or number > 0
        assert found.taken.any() or number != 1
        session.undo()
        np.testing.assert_array_equal(two_balls.labelmap.any_mask(), drawn)


def test_k_asks_the_next_method_with_the_same_prompts(session: Session, two_balls: Case) -> None:
    drawn, steps = two_balls.labelmap.any_mask().copy(), len(two_balls.history.done)
    answers = []
    for name in ("random-walker", "region-growing", "click"):
        session.run("ai.next_method")
        session.wait(60)
        assert session.clicks.method == name
        answers.append(two_balls.labelmap.any_mask().copy())
        assert two_balls.history.done[-1].author == f"{'click' if name == 'click' else 'method'} {name} 1"
        assert answers[-1][1, 36, 34]
        assert not answers[-1][1, 36, 64]
        answer = session.clicks.answer(two_balls)
        assert answer is not None
        assert (answer.quality is None) == (name != "click")
    assert len(two_balls.history.done) <= steps + 3
    np.testing.assert_array_equal(answers[2], drawn)
    assert len(two_balls.prompts) == 3
    session.run("ai.method_region_growing")
    session.wait(60)
    session.point(Click((1, 40, 40), True, "axial"))
    session.wait(60)
    assert len(two_balls.prompts) == 4
    session.run("ai.reject")
    assert not two_balls.labelmap.any_mask().any()
