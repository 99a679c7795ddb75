"""The preview: computed ahead, taken by a click there, never in a click's way, never part of the case."""

from __future__ import annotations

import threading
from collections.abc import Generator

import numpy as np
import pytest

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.prompts import Click
from medseg_gui.core.segmenter import NotWanted, Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.session import Session
from medseg_gui.workers import segment as worker
from tests.ml.click.geodesics import ellipsoid, volume_of

SHAPE = (4, 48, 56)
AT = (2, 22, 30)


class Model:
    """Answers with a square; ``asked`` counts; while ``hold`` is clear it waits, asking whether it is still wanted."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.hold = threading.Event()
        self.hold.set()
        self.entered = threading.Event()

    def __call__(self, volume: Volume, name: str, request: Request) -> Generator[Progress, None, Prediction]:
        yield Progress()
        self.asked.append(request)
        self.entered.set()
        while not self.hold.wait(0.005):
            if request.wanted is not None and not request.wanted():
                raise NotWanted
        z, y, x = next(p.index for p in request.prompts if isinstance(p, Click))
        mask = np.zeros(SHAPE, bool) if request.previous is None else request.previous.copy()
        mask[z, y - 3 : y + 4, x - 3 : x + 4] = True
        for prompt in request.prompts:
            if isinstance(prompt, Click) and not prompt.positive:
                mask[prompt.index[0], :, prompt.index[2] :] = False
        box = Box((z, 0, 0), (z + 1, *SHAPE[1:]))
        return Prediction(box, mask[box.slices].astype(np.uint8), 0.0, quality=0.9)


@pytest.fixture
def model(session: Session, monkeypatch: pytest.MonkeyPatch) -> Model:
    made = Model()
    monkeypatch.setattr(worker, "predict", made)
    session.set_case(Case(Volume(np.zeros(SHAPE, np.int16), Geometry.axial(SHAPE, (3, 1, 1)))))
    return made


def rest(session: Session, at: tuple[int, int, int] = AT, positive: bool = True, near: float = 1.5) -> None:
    case, click = session.the_case(), Click(at, positive, "axial")
    question = session.clicks.ahead(case, session.segment, click)
    assert question is not None
    session.clicks.preview.rest(question, click, near)


def area(session: Session) -> int:
    return int(session.the_case().labelmap.any_mask().sum())


def test_a_preview_is_shown_and_changes_nothing(session: Session, model: Model) -> None:
    case = session.the_case()
    rest(session)
    session.wait(5)
    shown = session.clicks.preview.shown
    assert shown is not None
    assert shown.mask.sum() == 49
    assert shown.quality == 0.9
    assert (area(session), len(case.prompts), case.revision, len(case.history.done)) == (0, 0, 0, 0)
    session.clicks.preview.clear()
    assert session.clicks.preview.shown is None


@pytest.mark.parametrize("at", [AT, (2, 23, 29)])
def test_a_click_there_takes_the_answer_at_once(session: Session, model: Model, at: tuple[int, int, int]) -> None:
    rest(session)
    session.wait(5)
    session.point(Click(at, True, "axial"))
    assert area(session) == 49  # nobody waited for anything
    assert [p.index for p in session.the_case().prompts if isinstance(p, Click)] == [AT]
    assert len(model.asked) == 1
    assert session.clicks.preview.shown is None
    session.undo()
    assert area(session) == 0


def test_a_click_while_it_is_computed_takes_it_when_it_comes(session: Session, model: Model) -> None:
    model.hold.clear()
    rest(session)
    assert model.entered.wait(5)
    session.point(Click(AT, True, "axial"))
    model.hold.set()
    session.wait(5)
    assert area(session) == 49
    assert len(model.asked) == 1


def test_a_click_elsewhere_does_not_wait_for_it(session: Session, model: Model) -> None:
    model.hold.clear()
    rest(session)
    assert model.entered.wait(5)
    session.point(Click((2, 10, 10), True, "axial"))
    while len(model.asked) < 2:  # the preview, still held, gave way
        session.runner.deliver()
    model.hold.set()
    session.wait(5)
    assert session.the_case().labelmap.any_mask()[2, 10, 10]
    assert area(session) == 49
    assert session.clicks.preview.shown is None


def test_the_newest_place_wins_and_one_that_was_left_is_not_shown(session: Session, model: Model) -> None:
    rest(session, (2, 10, 10))
    rest(session, (2, 30, 40))
    session.wait(5)
    shown = session.clicks.preview.shown
    assert shown is not None
    assert shown.box == Box((2, 27, 37), (3, 34, 44))
    model.hold.clear()
    rest(session, (2, 20, 20))
    session.clicks.preview.clear()
    session.wait(5)
    assert session.clicks.preview.shown is None


def test_with_an_object_under_way_it_shows_the_object_after_the_next_click(session: Session, model: Model) -> None:
    session.point(Click(AT, True, "axial"))
    session.wait(5)
    rest(session, (2, 22, 31), positive=False)
    session.wait(5)
    shown = session.clicks.preview.shown
    assert shown is not None
    assert shown.mask.sum() == 28
    assert area(session) == 49
    session.point(Click((2, 22, 31), False, "axial"))
    assert area(session) == 28
    # the state that a preview was made for is gone: its answer is too
    rest(session, (2, 22, 29), positive=False)
    session.wait(5)
    session.undo()
    asked = len(model.asked)
    session.point(Click((2, 22, 29), False, "axial"))
    session.wait(5)
    assert len(model.asked) == asked + 1


def test_where_no_click_could_be_given_there_is_nothing_to_ask(session: Session, model: Model) -> None:
    case = session.the_case()
    assert session.clicks.ahead(case, None, Click(AT, False, "axial")) is None
    assert session.clicks.ahead(case, None, Click((2, 22, 400), True, "axial")) is None
    segment = session.add_segment()
    session.change_segment(segment, locked=True)
    assert session.clicks.ahead(case, session.segment, Click(AT, True, "axial")) is None


def test_a_broken_preview_is_silent_and_the_click_tells(
    session: Session, model: Model, said: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Generator[Progress, None, Prediction]:
        yield Progress()
        raise RuntimeError("no")

    monkeypatch.setattr(worker, "predict", broken)
    rest(session)
    session.wait(5)
    assert said == []
    session.point(Click(AT, True, "axial"))
    session.wait(5)
    assert len(said) == 1


def test_the_shipped_model_previews_what_it_answers(session: Session) -> None:
    object_ = ellipsoid(SHAPE, AT, (9, 12, 12), (3, 1, 1))
    session.set_case(Case(volume_of(object_, (3, 1, 1))))
    rest(session)
    session.wait(120)
    shown = session.clicks.preview.shown
    assert shown is not None
    ahead = np.zeros(SHAPE, bool)
    ahead[shown.box.slices] = shown.mask
    session.clicks.preview.clear()
    session.point(Click(AT, True, "axial"))
    session.wait(60)
    np.testing.assert_array_equal(session.the_case().labelmap.any_mask(), ahead)
