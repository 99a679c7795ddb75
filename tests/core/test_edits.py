"""Any sequence of edits, aborts, undos and redos equals a model that keeps whole copies of everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core import tiles
from medseg_gui.core.case import Case
from medseg_gui.core.edits import Edit
from medseg_gui.core.errors import BadInput, Locked, MedsegError
from medseg_gui.core.events import Aspect, Change
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.history import History
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.prompts import Click, PromptSet
from medseg_gui.core.volume import Volume

Shape = tuple[int, int, int]


def new_case(shape: Shape = (5, 11, 13), history: History | None = None, segments: tuple[Segment, ...] = ()) -> Case:
    geometry = Geometry.axial(shape, (2.0, 1.0, 1.0))
    return Case(Volume(np.zeros(shape, np.int16), geometry), LabelMap.empty(geometry, segments), history)


# ----- the model ------------------------------------------------------------------------------------


@dataclass
class State:
    """Plain copies; layers are never taken away, so that a shorter list equals one with empty layers behind."""

    layers: list[np.ndarray]
    segments: tuple[Segment, ...] = ()
    prompts: PromptSet = field(default_factory=PromptSet)

    def copy(self) -> State:
        return State([layer.copy() for layer in self.layers], self.segments, self.prompts)


class Model:
    """What a case should do, the slow way."""

    def __init__(self, shape: Shape) -> None:
        self.now = State([np.zeros(shape, np.int64)])
        self.past: list[State] = []
        self.future: list[State] = []

    def locked_values(self, layer: int) -> list[int]:
        return [s.value for s in self.now.segments if s.layer == layer and s.locked]

    def paint(self, segment: Segment, box: Box, where: np.ndarray, rule: str) -> int:
        layer = self.now.layers[segment.layer]
        count = 0
        for offset in np.argwhere(where):
            index = tuple(int(i) for i in offset + box.lo)
            if not Box.whole(layer.shape).holds(index) or layer[index] == segment.value:
                continue
            if rule == "background" and layer[index] != 0:
                continue
            if rule == "unlocked" and layer[index] in self.locked_values(segment.layer):
                continue
            layer[index] = segment.value
            count += 1
        return count

    def erase(self, segment: Segment, box: Box, where: np.ndarray) -> int:
        layer = self.now.layers[segment.layer]
        count = 0
        for offset in np.argwhere(where):
            index = tuple(int(i) for i in offset + box.lo)
            if Box.whole(layer.shape).holds(index) and layer[index] == segment.value:
                layer[index] = 0
                count += 1
        return count


def check(case: Case, model: Model) -> None:
    layers = case.labelmap.layers
    assert len(layers) >= len(model.now.layers)
    for number, layer in enumerate(layers):
        if number < len(model.now.layers):
            assert np.array_equal(layer, model.now.layers[number])
        else:
            assert not layer.any()
    assert case.labelmap.segments == model.now.segments
    assert case.prompts == model.now.prompts
    assert not case.editing


# ----- what may happen --------------------------------------------------------------------------------

boxes = st.builds(
    lambda lo, size: Box(lo, tuple(a + n for a, n in zip(lo, size, strict=True))),  # type: ignore[arg-type]
    st.tuples(st.integers(-2, 4), st.integers(-2, 10), st.integers(-2, 12)),
    st.tuples(st.integers(0, 7), st.integers(0, 12), st.integers(0, 14)),
)
action = st.one_of(
    st.tuples(
        st.sampled_from(["paint", "erase", "replace"]),
        st.integers(0, 5),
        boxes,
        st.integers(0, 10**6),
        st.sampled_from([0.1, 0.6, 1.0]),
        st.sampled_from(["unlocked", "background", "all"]),
    ),
    st.tuples(
        st.sampled_from(["add", "add_far", "add_layer", "remove", "lock", "unlock", "rename", "prompt"]),
        st.integers(0, 5),
    ),
)
session = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["commit", "commit", "abort"]), st.lists(action, max_size=6)),
        st.tuples(st.sampled_from(["undo", "redo"]), st.integers(1, 3)),
    ),
    max_size=14,
)


class Stop(Exception):
    """Leaves an edit half-way."""


def act(edit: Edit, model: Model, what: tuple[Any, ...]) -> None:
    """The same action on both; a refusal must be the same too."""
    kind, which = what[0], what[1]
    now = model.now
    assert edit.labels.segments == now.segments
    chosen = now.segments[which % len(now.segments)] if now.segments else None
    if kind == "add":
        layer = which % len(now.layers)
        now.segments = (*now.segments, edit.add_segment(f"new {which}", layer))
        assert len({s.key for s in now.segments}) == len(now.segments)
    elif kind == "add_far":  # a value that no uint8 holds, also where the layer already is painted
        far = Segment(300 + which, "far", layer=which % len(now.layers))
        if far.key not in {s.key for s in now.segments}:
            now.segments = (*now.segments, far)
            edit.set_segments(now.segments)
    elif kind == "add_layer":
        number = edit.add_layer()
        while len(now.layers) <= number:
            now.layers.append(np.zeros_like(now.layers[0]))
    elif kind == "prompt":
        now.prompts = now.prompts.plus(Click((which, 0, 0)))
        edit.set_prompts(now.prompts)
    elif chosen is None:
        return
    elif kind in ("lock", "unlock", "rename"):
        values = {"name": f"name {which}"} if kind == "rename" else {"locked": kind == "lock"}
        new = edit.change_segment(chosen, **values)
        now.segments = tuple(new if s.key == chosen.key else s for s in now.segments)
    else:
        try:
            if kind == "remove":
                edit.remove_segment(chosen)
                whole = Box.whole(now.layers[0].shape)
                model.erase(chosen, whole, np.ones(whole.shape, bool))
                now.segments = tuple(s for s in now.segments if s.key != chosen.key)
            else:
                _, _, box, seed, density, rule = what
                where = np.random.default_rng(seed).random(box.shape) < density
                if kind == "paint":
                    assert edit.paint(chosen, box, where, rule) == model.paint(chosen, box, where, rule)
                elif kind == "erase":
                    assert edit.erase(chosen, box, where) == model.erase(chosen, box, where)
                else:
                    changed = edit.replace_mask(chosen, box, where, rule)
                    assert changed == model.erase(chosen, box, ~where) + model.paint(chosen, box, where, rule)
            assert not chosen.locked, "a locked segment was changed"
        except Locked:
            assert chosen.locked


def play(case: Case, model: Model, events: list[tuple[str, Any]]) -> None:
    """Plays on both and compares after every event; also that the news covers what changed, and the revision grows."""
    heard: list[Change] = []
    case.changed.connect(heard.append)
    for kind, detail in events:
        before = [layer.copy() for layer in case.labelmap.layers]
        revision = case.revision
        heard.clear()
        if kind in ("commit", "abort"):
            start = model.now.copy()
            try:
                with case.edit(kind) as edit:
                    for what in detail:
                        act(edit, model, what)
                    if kind == "abort":
                        raise Stop
            except Stop:
                model.now = start
            else:
                same = all(np.array_equal(a, b) for a, b in zip(start.layers, model.now.layers, strict=False))
                if not same or start.segments != model.now.segments or start.prompts != model.now.prompts:
                    model.past.append(start)
                    model.future.clear()
                    assert case.revision == revision + 1
                else:
                    assert case.revision == revision
        else:
            for _ in range(detail):
                back = kind == "undo"
                here, there = (model.past, model.future) if back else (model.future, model.past)
                step = case.undo() if back else case.redo()
                assert (step is None) == (not here)
                if here:
                    there.append(model.now)
                    model.now = here.pop()
        check(case, model)
        assert len(case.history.done) == len(model.past)
        assert len(case.history.undone) == len(model.future)
        told = [c.box for c in heard if c.aspects & Aspect.VOXELS and c.box is not None]
        for old, new in zip(before, case.labelmap.layers, strict=False):
            changed = old != new
            for box in told:
                changed[box.slices] = False
            assert not changed.any(), "a change that no listener was told of"


@pytest.mark.parametrize(("tile", "pack_bytes"), [(64, 2**26), (4, 2**26), (3, 50)])
@settings(max_examples=70, deadline=None)
@given(events=session)
def test_any_session_equals_the_model_of_copies(tile: int, pack_bytes: int, events: list[tuple[str, Any]]) -> None:
    """With the program's sizes; with many tiles; with many tiles in many deltas."""
    with patch.object(tiles, "TILE", tile), patch.object(tiles, "PACK_BYTES", pack_bytes):
        case = new_case(segments=(Segment(1, "a"), Segment(2, "b")))
        model = Model(case.labelmap.geometry.shape)
        model.now.segments = case.labelmap.segments
        play(case, model, events)


def test_strokes_and_fills_mixed_at_the_programs_own_sizes() -> None:
    """Stroke, fill of the volume, stroke, fill of a part, in one edit; undone, redone, and aborted."""
    shape = (6, 300, 310)
    case = new_case(shape)
    with case.edit("two") as edit:
        a, b = edit.add_segment("a"), edit.add_segment("b")
    before = case.labelmap.voxels.copy()

    def scribble(edit: Edit) -> None:
        rng = np.random.default_rng(1)
        for number in range(12):
            segment = (a, b)[number % 2]
            lo = tuple(int(v) for v in rng.integers(-10, np.array(shape) - 1))
            size = (2, 40, 40) if number % 3 else (6, 290, 300)
            box = Box(lo, tuple(v + n for v, n in zip(lo, size, strict=True)))  # type: ignore[arg-type]
            edit.paint(segment, box, rng.random(box.shape) < 0.7)
            edit.erase(b, box, rng.random(box.shape) < 0.2)

    with case.edit("scribble") as edit:
        scribble(edit)
    after = case.labelmap.voxels.copy()
    assert len(np.unique(after)) == 3
    case.undo()
    assert np.array_equal(case.labelmap.voxels, before)
    case.redo()
    assert np.array_equal(case.labelmap.voxels, after)

    def half_way() -> None:
        with case.edit("abort") as edit:
            scribble(edit)
            raise Stop

    with pytest.raises(Stop):
        half_way()
    assert np.array_equal(case.labelmap.voxels, after)


@pytest.mark.parametrize("rule", ["unlocked", "background"])
@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_a_locked_segment_never_loses_or_gains_a_voxel(rule: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    case = new_case((3, 20, 20))
    with case.edit("start") as edit:
        segments = [edit.add_segment(n) for n in "abc"]
        for s in segments:
            edit.paint(s, Box.whole((3, 20, 20)), rng.random((3, 20, 20)) < 0.3)
        edit.change_segment(segments[1], locked=True)
    locked = case.labelmap.mask(segments[1]).copy()
    with case.edit("attack") as edit:
        for s in segments:
            where = rng.random((3, 20, 20)) < 0.5
            for attack in (
                lambda s=s, w=where: edit.paint(s, Box.whole((3, 20, 20)), w, rule),
                lambda s=s, w=where: edit.erase(s, Box.whole((3, 20, 20)), w),
                lambda s=s, w=where: edit.replace_mask(s, Box.whole((3, 20, 20)), w, rule),
            ):
                if s is segments[1]:
                    with pytest.raises(Locked):
                        attack()
                else:
                    attack()
        with pytest.raises(Locked):
            edit.remove_segment(segments[1])
        edit.change_segment(segments[1], locked=False)
        edit.change_segment(segments[0], locked=True)
        edit.paint(segments[1], Box.whole((3, 20, 20)), np.zeros((3, 20, 20), bool))
        before = case.labelmap.mask(segments[0]).copy()
        edit.paint(segments[2], Box.whole((3, 20, 20)), ~case.labelmap.mask(segments[1]), rule)
        assert np.array_equal(case.labelmap.mask(segments[0]), before), "locked in the middle of the edit"
    assert np.array_equal(case.labelmap.mask(segments[1]), locked)


# ----- compactness and budget ---------------------------------------------------------------------------


def test_a_stroke_costs_kilobytes_and_a_whole_fill_little_more() -> None:
    shape = (20, 512, 512)
    case = new_case(shape)
    disc = (np.hypot(*np.ogrid[-20:21, -20:21]) <= 20)[None]
    with case.edit("start") as edit:
        segment = edit.add_segment()
    with case.edit("stroke") as edit:
        for step in range(60):
            edit.paint(segment, Box((10, 100 + 2 * step, 100 + step), (11, 141 + 2 * step, 141 + step)), disc)
    assert case.history.done[-1].bytes < 8_000
    with case.edit("fill") as edit:
        edit.paint(segment, Box.whole(shape), np.ones(shape, bool))
    assert case.history.done[-1].bytes < 0.02 * np.prod(shape)
    with case.edit("nothing new") as edit:
        edit.paint(segment, Box.whole(shape), np.ones(shape, bool))
    assert case.history.done[-1].name == "fill"


def test_painting_and_erasing_the_same_in_one_edit_is_no_step() -> None:
    case = new_case()
    with case.edit("start") as edit:
        segment = edit.add_segment()
    box = Box((0, 0, 0), (2, 5, 5))
    with case.edit("to and fro") as edit:
        edit.paint(segment, box, np.ones(box.shape, bool))
        edit.erase(segment, box, np.ones(box.shape, bool))
    assert [s.name for s in case.history.done] == ["start"]


@given(
    budget=st.integers(0, 6000),
    keep=st.integers(0, 5),
    kinds=st.lists(st.sampled_from(["edit", "undo", "redo"]), max_size=40),
)
@settings(max_examples=60, deadline=None)
def test_history_keeps_its_budget_but_for_the_last_steps(budget: int, keep: int, kinds: list[str]) -> None:
    segment = Segment(1, "a")
    case = new_case(history=History(budget, keep), segments=(segment,))
    rng = np.random.default_rng(0)
    for kind in kinds:
        if kind == "edit":
            with case.edit("noise") as edit:
                box = Box.whole((5, 11, 13))
                edit.replace_mask(segment, box, rng.random(box.shape) < 0.5)
        elif kind == "undo":
            case.undo()
        else:
            case.redo()
        history = case.history
        assert history.bytes == sum(s.bytes for s in (*history.done, *history.undone))
        assert history.bytes <= budget or len(history.done) <= max(keep, 1) or kind != "edit"


# ----- refusals -----------------------------------------------------------------------------------------


def painting(edit: Edit, segment: Segment, box: Box, where: Any, **more: Any) -> Callable[[], object]:
    return lambda: edit.paint(segment, box, where, **more)


def test_what_makes_no_sense_is_refused_and_changes_nothing() -> None:
    case = new_case()
    with case.edit("start") as edit:
        segment = edit.add_segment("a")
        other = edit.add_segment("b")
    box = Box((0, 0, 0), (2, 3, 4))
    with case.edit("refused") as edit:
        for bad in (
            painting(edit, segment, box, np.ones((2, 3, 1), bool)),
            painting(edit, segment, box, np.ones((3, 4), bool)),
            painting(edit, segment, box, np.ones((2, 3, 4), np.uint8) * 2),
            painting(edit, segment, box, np.ones((2, 3, 4), bool), rule="nonsense"),
            painting(edit, replace(segment, value=77), box, np.ones((2, 3, 4), bool)),
            lambda: edit.erase(segment, box, np.ones((2, 3, 1), bool)),
            lambda: edit.change_segment(segment, value=9),
            lambda: edit.change_segment(segment, layer=1),
            lambda: edit.set_segments((segment, replace(other, value=segment.value))),
            lambda: edit.set_segments((replace(segment, value=0),)),
            lambda: edit.set_segments((replace(segment, value=65536),)),
            lambda: edit.add_segment("c", layer=4),
        ):
            with pytest.raises(BadInput):
                bad()
    assert not case.labelmap.voxels.any()
    assert case.labelmap.segments == (segment, other)
    assert len(case.history.done) == 1


def test_an_edit_that_has_ended_is_no_door_any_more() -> None:
    case = new_case()
    with case.edit("start") as edit:
        segment = edit.add_segment()
    box = Box((0, 0, 0), (2, 3, 4))
    for late in (
        lambda: edit.paint(segment, box, np.ones(box.shape, bool)),
        lambda: edit.set_segments(()),
        lambda: edit.set_prompts(PromptSet()),
        edit.add_layer,
    ):
        with pytest.raises(MedsegError, match="ended"):
            late()
    assert not case.labelmap.voxels.any()


def test_one_edit_at_a_time_and_no_undo_inside() -> None:
    case = new_case()
    with case.edit("outer") as edit:
        edit.add_segment()
        with pytest.raises(MedsegError, match="outer"), case.edit("inner"):
            pass
        with pytest.raises(MedsegError, match="outer"):
            case.undo()
    assert [s.name for s in case.history.done] == ["outer"]


def test_a_listener_that_fails_takes_the_edit_back() -> None:
    case = new_case()
    with case.edit("start") as edit:
        segment = edit.add_segment()
    box = Box((0, 0, 0), (2, 3, 4))

    def fail(change: Change) -> None:
        if not change.final:
            raise Stop

    case.changed.connect(fail)

    def paint() -> None:
        with case.edit("paint") as edit:
            edit.paint(segment, box, np.ones(box.shape, bool))

    with pytest.raises(Stop):
        paint()
    assert not case.labelmap.voxels.any()
    assert len(case.history.done) == 1
    assert not case.editing


def test_an_aborted_edit_tells_the_views_where_to_look_again() -> None:
    case = new_case((3, 200, 200), segments=(Segment(1, "a"),))
    heard: list[Change] = []
    case.changed.connect(heard.append)

    def abort() -> None:
        with case.edit("abort") as edit:
            for lo in ((0, 10, 10), (2, 150, 20)):
                box = Box(lo, tuple(v + n for v, n in zip(lo, (1, 30, 40), strict=True)))  # type: ignore[arg-type]
                edit.paint(case.labelmap.segments[0], box, np.ones(box.shape, bool))
            raise Stop

    with pytest.raises(Stop):
        abort()
    *during, last = heard
    assert not any(c.final for c in during)
    assert last.final
    assert last.aspects & Aspect.VOXELS
    for change in during:
        assert change.box is not None
        assert last.box is not None
        assert change.box.intersect(last.box) == change.box
