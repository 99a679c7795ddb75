"""The click desk with the shipped model: every kind of prompt finds a plain object, and replays are exact."""

from __future__ import annotations

import numpy as np
import pytest

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.prompts import Bidirectional, BoxPrompt, Click, Lasso, Prompt, Scribble, path
from medseg_gui.core.robots import dice
from medseg_gui.core.volume import Volume
from medseg_gui.session import Session

SHAPE = (9, 112, 128)
MIDDLE = (4, 56, 64)
WAIT_S = 240


@pytest.fixture
def organ(session: Session) -> Mask:
    """An ellipsoid, brighter than its noisy surroundings, is open; its mask."""
    chance = np.random.default_rng(0)
    z, y, x = np.mgrid[: SHAPE[0], : SHAPE[1], : SHAPE[2]]
    object_ = ((z - 4) / 4) ** 2 + ((y - 56) / 20) ** 2 + ((x - 64) / 28) ** 2 < 1
    grey = 100 + 80 * object_ + chance.normal(0, 8, SHAPE)
    session.set_case(Case(Volume(grey.astype(np.int16), Geometry.axial(SHAPE, (4, 1, 1)), "MR")))
    return np.asarray(object_)


def given(session: Session, *prompts: Prompt) -> Mask:
    for prompt in prompts:
        session.point(prompt)
        session.wait(WAIT_S)
    return np.asarray(session.the_case().labelmap.any_mask())


def ring(rows: float, columns: float) -> tuple[tuple[int, int, int], ...]:
    turn = np.linspace(0, 2 * np.pi, 40, False)
    return path([(4, round(56 + rows * np.sin(a)), round(64 + columns * np.cos(a))) for a in turn], closed=True)


@pytest.mark.parametrize(
    "prompt",
    [
        Click(MIDDLE, plane="axial"),
        Click(MIDDLE, plane="axial", reach_mm=28.0),
        BoxPrompt((4, 35, 35), (4, 77, 93), "axial"),
        Scribble(path([(4, 56, 44), (4, 60, 84)]), plane="axial"),
        Lasso(ring(23, 31), plane="axial"),
        Bidirectional(((4, 56, 36), (4, 56, 92)), None, "axial"),
        Bidirectional(((4, 56, 36), (4, 56, 92)), ((4, 36, 64), (4, 76, 64)), "axial"),
        Click(MIDDLE, plane="coronal"),
    ],
    ids=["click", "drag", "box", "scribble", "lasso", "diameter", "diameters", "coronal"],
)
def test_every_kind_of_prompt_finds_the_object_in_its_slice(session: Session, organ: Mask, prompt: Prompt) -> None:
    mask = given(session, prompt)
    axis = 0 if prompt.plane == "axial" else 1
    assert dice(mask.take(MIDDLE[axis], axis), organ.take(MIDDLE[axis], axis)) > 0.85
    assert mask.sum() == mask.take(MIDDLE[axis], axis).sum()


def test_prompts_that_are_left_give_what_they_alone_would_have_given(session: Session, organ: Mask) -> None:
    first, wrong, last = (
        Click(MIDDLE, plane="axial"),
        Click((4, 62, 70), False, "axial"),
        Click((4, 56, 91), plane="axial"),
    )
    alone = given(session, first, last)
    session.run("ai.reject")
    with_it = given(session, first, wrong, last)
    assert not np.array_equal(with_it, alone)
    session.clicks.remove(session.the_case(), 1)
    session.wait(WAIT_S)
    assert np.array_equal(session.the_case().labelmap.any_mask(), alone)
    session.undo()
    assert np.array_equal(session.the_case().labelmap.any_mask(), with_it)


def test_the_whole_object_is_found_corrected_and_undone(session: Session, organ: Mask) -> None:
    slice_ = given(session, Click(MIDDLE, plane="axial"))
    session.run("ai.whole_object")
    session.wait(WAIT_S)
    case = session.the_case()
    whole = np.asarray(case.labelmap.any_mask())
    assert dice(whole, organ) > 0.75
    assert np.array_equal(whole[4], slice_[4])
    steps = len(case.history.done)
    corrected = given(session, Click((2, 56, 64), False, "axial"))
    assert not corrected[2, 56, 64]
    assert np.array_equal(corrected[4], slice_[4])
    assert len(case.history.done) == steps + 1
    session.undo()
    session.undo()
    assert np.array_equal(case.labelmap.any_mask(), slice_)
