"""Any sequence of edits, aborts, undos and redos equals a model that keeps whole copies of everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core import tiles
from medseg_gui.core.case import Case
from medseg_gui.core.edits import Edit
from medseg_gui.core.errors import Locked
from medseg_gui.core.events import Aspect, Change
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Segment
from medseg_gui.core.prompts import Click, PromptSet
from tests.core.helpers import Shape, Stop, new_case

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
