"""Whatever a user does in whatever order: one undo step each, and undo and redo bring back whole copies.

Gestures, every command of the segments' table and every operation, masks that come from models and files, prompts with
their answers, edits that fail half-way. The model is a list of copies of everything.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medseg_gui import commands
from medseg_gui.commands.operations import OPERATING
from medseg_gui.commands.segments import SEGMENTS
from medseg_gui.core.case import Case
from medseg_gui.core.edits import Edit
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.geometry import PLANES, Box
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.measures import Measure
from medseg_gui.core.prompts import BoxPrompt, Click, PromptSet
from medseg_gui.session import Session
from medseg_gui.tools.operations.registry import BY_ID
from tests.tools.test_any_sequence import DRAWING, draw, open_case, places

# All that may change a case without a file, a model or a window.
TABLE = [c.id for c in (*SEGMENTS, *OPERATING) if c.id.startswith("segment.")]
OTHERS = ["ai.remove_prompt", "ai.next_object", "ai.whole_object", "measure.diameters", "measure.remove_all"]


@dataclass(frozen=True)
class Copy:
    layers: tuple[bytes, ...]
    segments: tuple[Segment, ...]
    prompts: PromptSet
    measures: tuple[Measure, ...]

    @classmethod
    def of(cls, case: Case) -> Copy:
        """Layers as wide numbers, empty ones at the end left away: undo leaves an empty layer where it is."""
        layers = [layer.astype(np.uint16).tobytes() for layer in case.labelmap.layers]
        while len(layers) > 1 and not any(layers[-1]):
            layers.pop()
        return cls(tuple(layers), case.labelmap.segments, case.prompts, case.measures)


def gesture(session: Session, *how: Any) -> None:
    tool, *rest, number = how
    segments = session.the_case().labelmap.segments
    if segments:
        draw(session.the_case(), tool, *rest, number % len(segments))


def row(session: Session, command_id: str, number: int) -> None:
    """A command of the table, on any segment; an operation's options are left as they are offered."""
    segments = session.the_case().labelmap.segments
    if segments:
        session.choose_segment(segments[number % len(segments)])
    session.set_crosshair((number % 10, 20, 24))
    try:
        session.run(command_id)
        if session.operations.current is not None:
            session.wait(600)
            session.operations.apply()
        session.wait(600)
    finally:
        session.operations.close()  # a refused one stays open for its reader; here the next action has its own


def answer(session: Session, seed: int, named: bool) -> None:
    """Masks of a model: some of the case's segments, and a new one."""
    case = session.the_case()
    chance = np.random.default_rng(seed)
    blobs = np.repeat(np.repeat(np.repeat(chance.integers(0, 3, (2, 4, 6)), 5, 0), 10, 1), 8, 2).astype(np.uint8)
    known = [s.name for s in case.labelmap.segments]
    names = {1: known[seed % len(known)] if known and named else f"Organ {seed % 3}", 2: f"Vessel {seed % 2}"}
    session.apply(LabelMap.from_voxels(blobs, case.volume.geometry, names), "Model", "organs 1.0")


def prompted(session: Session, seed: int, whole: bool) -> None:
    """Prompts and the answer to them, written together as a click's are."""
    case = session.the_case()
    segment = next((s for s in case.labelmap.segments if not s.locked), None)
    if segment is None:
        return
    chance = np.random.default_rng(seed)
    at = tuple(int(chance.integers(n)) for n in (10, 40, 48))
    box = Box(at, tuple(min(a + 9, n) for a, n in zip(at, (10, 40, 48), strict=True)))  # type: ignore[arg-type]
    prompt = BoxPrompt(box.lo, tuple(h - 1 for h in box.hi)) if whole else Click(at, bool(seed % 2))  # type: ignore[arg-type]
    with case.edit("Click", author="click 1.0") as edit:
        edit.set_prompts(case.prompts.plus(prompt))
        edit.replace_mask(segment, box, chance.random(box.shape) < 0.5)


def measured(session: Session, seed: int, _: bool) -> None:
    case = session.the_case()
    made = Measure(
        "distance", ((0.0, 0.0, 3.0 * (seed % 10)), (float(seed), 5.0, 3.0 * (seed % 10))), "axial", f"m{seed}"
    )
    with case.edit("Measure") as edit:
        edit.set_measures((*case.measures, made))


def every_door(edit: Edit, seed: int) -> None:
    new = edit.add_segment("gone", edit.add_layer())
    whole = Box.whole(edit.labels.geometry.shape)
    edit.paint(new, whole, np.random.default_rng(seed).random(whole.shape) < 0.5)
    for segment in edit.labels.segments:
        if not segment.locked and segment != new:
            edit.remove_segment(segment)
    edit.set_prompts(PromptSet())
    edit.set_measures(())
    raise ZeroDivisionError


def failing(session: Session, seed: int, _: bool) -> None:
    """An edit that fails after all that an edit can do: nothing of it may stay."""
    with suppress(ZeroDivisionError), session.the_case().edit("Fails") as edit:
        every_door(edit, seed)


verbs: list[Callable[[Session, int, bool], None]] = [answer, prompted, measured, failing]
actions = st.one_of(
    st.tuples(
        st.just(gesture), st.sampled_from(DRAWING), st.integers(0, 5), st.sampled_from(PLANES), st.integers(0, 50),
        st.lists(places, min_size=2, max_size=4), st.just("left"), st.booleans(),
        st.sampled_from(["release", "escape"]), st.sampled_from(["unlocked", "background"]), st.integers(0, 9),
    ),
    st.tuples(st.just(row), st.sampled_from([*TABLE, *OTHERS]), st.integers(0, 9)),
    st.tuples(st.just(row), st.sampled_from(sorted(BY_ID)), st.integers(0, 9)),
    st.tuples(st.sampled_from(verbs), st.integers(0, 99), st.booleans()),
    st.tuples(st.sampled_from(["undo", "redo"])),
    st.tuples(st.just("go"), st.integers(0, 12)),
)  # fmt: skip


def test_the_tables_are_all_covered() -> None:
    assert len(TABLE) > 25
    assert set(BY_ID) <= set(TABLE)
    assert all(commands.command(c) for c in OTHERS)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=st.lists(actions, min_size=2, max_size=10))
def test_any_session_is_what_a_list_of_copies_says(session: Session, sequence: list[tuple[Any, ...]]) -> None:
    case = open_case()
    session.set_case(case)
    copies, at = [Copy.of(case)], 0
    first = len(case.history.done)
    for act, *how in sequence:
        steps = len(case.history.done)
        if act in ("undo", "redo", "go"):
            to = {"undo": at - 1, "redo": at + 1, "go": how[0] if how else 0}[act]
            at = min(max(to, 0), len(copies) - 1)
            session.go_to_step(first + at)
        else:
            try:
                act(session, *how)
            except MedsegError:
                assert Copy.of(case) == copies[at], "a refusal changed something"
            now = Copy.of(case)
            if len(case.history.done) > steps:
                assert len(case.history.done) == steps + 1, f"{act.__name__} {how[:1]} is more than one step"
                copies, at = [*copies[: at + 1], now], at + 1
        assert not case.editing
        assert Copy.of(case) == copies[at]
        assert (len(case.history.done), len(case.history.undone)) == (first + at, len(copies) - 1 - at)
    session.go_to_step(first)
    assert Copy.of(case) == copies[0]
    session.set_case(None)  # its journal ends with it
