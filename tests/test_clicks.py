"""Pointing at objects: prompt and answer are one undo step; newest wins; corrections, rejection, other answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from typing import Any

import numpy as np
import pytest

from medseg_gui.core.case import Case
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.prompts import Click
from medseg_gui.core.segmenter import Hypothesis, Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from medseg_gui.workers import segment as worker

SHAPE = (4, 40, 40)


def squares(volume: Volume, name: str, request: Request | None = None) -> Generator[Progress, None, Prediction]:
    """A model that answers with a square of radius 3 round each positive click, less those round negative ones.

    In 3-D the whole object is what some slice shows, in every slice that is not confirmed; a correction reaches one
    slice further.
    """
    yield Progress()
    assert request is not None
    ASKED.append(request)
    mask = np.zeros(volume.geometry.shape, bool)
    if request.previous is not None:
        mask |= request.previous
    for prompt in request.prompts:
        assert isinstance(prompt, Click)
        z, y, x = prompt.index
        if request.plane is not None or ("axial", z) not in request.confirmed:
            slices = slice(z, z + 1) if request.plane is not None else slice(z, z + 2)
            mask[slices, y - 3 : y + 4, x - 3 : x + 4] = prompt.positive
    last = tuple(request.prompts)[-1]
    assert isinstance(last, Click)
    z = last.index[0]
    box = Box((z, 0, 0), (z + 1, SHAPE[1], SHAPE[2]))
    if request.plane is None:
        box = Box.whole(SHAPE)
        if ("axial", z) in request.confirmed:
            for n in range(SHAPE[0]):
                if ("axial", n) not in request.confirmed:
                    mask[n] = mask.any(0)
    labels = mask[box.slices].astype(np.uint8)
    small = np.zeros_like(labels)
    small[labels > 0] = 1
    small[:, ::2] = 0
    return Prediction(box, labels, 0.0, hypotheses=(Hypothesis(labels), Hypothesis(small)))


ASKED: list[Request] = []


@pytest.fixture(autouse=True)
def blank(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty image is open, and ``squares`` answers."""
    ASKED.clear()
    monkeypatch.setattr(worker, "predict", squares)
    session.set_case(Case(Volume(np.zeros(SHAPE, np.int16), Geometry.axial(SHAPE, (3, 1, 1)))))


def click(session: Session, y: int, x: int, positive: bool = True, z: int = 1) -> None:
    session.point(Click((z, y, x), positive, "axial"))
    session.wait(5)


def mask(session: Session) -> Mask:
    case = session.the_case()
    return np.asarray(case.labelmap.any_mask())


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


# ----- changing prompts ---------------------------------------------------------------------------
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


# ----- the whole object ---------------------------------------------------------------------------
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
