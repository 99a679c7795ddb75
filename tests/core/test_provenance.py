"""The last author of each voxel equals that of a naive map kept as copies, through undo, redo, forgetting and files."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medseg_gui.core.case import Case
from medseg_gui.core.edits import Step
from medseg_gui.core.effort import IDLE_S, Effort
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.history import History
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.prompts import Click, PromptSet
from medseg_gui.core.provenance import MOST, OTHERS, Author, AuthorMap, authors_in, counts
from medseg_gui.core.volume import Volume
from medseg_gui.io import casefile, journal, replay
from medseg_gui.io.casecodec import Reference, provenance_from_json
from medseg_gui.workers.case_files import snapshot

SHAPE = (3, 70, 66)
WHOLE = Box.whole(SHAPE)
VOLUME = Volume(np.zeros(SHAPE, np.int16), Geometry.axial(SHAPE, (3, 1, 1)), "CT")
WRITERS = ("hand", "model net 1", "click click 2", "operation segment.smooth", "file a.nii.gz")


def names_of(case: Case, layer: int = 0) -> np.ndarray:
    """For each voxel the author's kind, in a plain array of texts."""
    found = authors_in(case.written, case.history.done, WHOLE)
    table = np.array(["", *(a.kind for a in found.authors)], dtype="U20")
    ids = found.layers[layer] if layer < len(found.layers) else np.zeros(SHAPE, np.uint8)
    return np.asarray(table[ids])


class Naive:
    """Writes down the author of every changed voxel, and keeps a copy for each step."""

    def __init__(self) -> None:
        self.now = np.full(SHAPE, "", dtype="U20")
        self.past: list[np.ndarray] = []
        self.future: list[np.ndarray] = []

    def did(self, before: np.ndarray, after: np.ndarray, kind: str) -> None:
        if (before != after).any():
            self.past.append(self.now.copy())
            self.future.clear()
            self.now[before != after] = kind


@given(
    st.lists(
        st.tuples(st.sampled_from(["paint", "paint", "erase", "undo", "redo", "save"]), st.integers(0, 10**6)),
        max_size=16,
    ),
    st.sampled_from([2**29, 3000]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_equals_the_naive_map(tmp_path: Path, actions: list[tuple[str, int]], budget: int) -> None:
    segments = (Segment(1, "a"), Segment(2, "b"))
    case = Case(VOLUME, LabelMap.empty(VOLUME.geometry, segments), History(budget, 2))
    naive = Naive()
    for what, number in actions:
        rng = np.random.default_rng(number)
        if what in ("paint", "erase"):
            lo = [int(rng.integers(0, n - 1)) for n in SHAPE]
            hi = [int(rng.integers(a + 1, n + 1)) for a, n in zip(lo, SHAPE, strict=True)]
            box = Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))
            mask, author = rng.random(box.shape) < 0.6, WRITERS[number % len(WRITERS)]
            before = case.labelmap.voxels.copy()
            with case.edit("Something", author=author) as edit:
                write = edit.paint if what == "paint" else edit.erase
                write(segments[number % 2], box, mask)
            naive.did(before, case.labelmap.voxels, author.split()[0])
        elif what == "undo" and case.undo() is not None:
            naive.future.append(naive.now)
            naive.now = naive.past.pop()
        elif what == "redo" and case.redo() is not None:
            naive.past.append(naive.now)
            naive.now = naive.future.pop()
        elif what == "save":
            path = tmp_path / "case.medseg"
            casefile.write(snapshot(case, path, None, True), path)
            file = casefile.read(path)
            history = History(budget, 2)
            history.forgotten = file.forgotten
            history.put_back(file.done, file.undone)
            reopened = Case(VOLUME, LabelMap(file.layers, VOLUME.geometry, file.segments), history)
            reopened.written, reopened.effort = provenance_from_json(file.provenance, file.written, SHAPE)
            assert reopened.effort == case.effort
            case = reopened
        np.testing.assert_array_equal(names_of(case), naive.now)


@pytest.mark.parametrize("budget", [2**29, 2000])
def test_a_journal_brings_authors_and_effort_back(tmp_path: Path, budget: int) -> None:
    """Both as it was written step by step, and as a whole one that begins in the middle."""
    letters = {"do": "S", "undo": "U", "redo": "R"}
    header = journal.Header("an id", Reference.of(VOLUME), budget_bytes=budget)
    case = replay.empty_case(VOLUME, header)
    writer = journal.Journal(tmp_path / "a.journal", header)
    case.stepped.connect(lambda news: writer.write(letters[news[0]], news[1] if news[0] == "do" else None) or None)  # type: ignore[arg-type]
    with case.edit("Add segment") as edit:
        segment = edit.add_segment("a")
    for number in range(30):
        with case.edit("Brush", author=WRITERS[number % 5]) as edit:
            edit.paint(segment, WHOLE, np.random.default_rng(number).random(SHAPE) < 0.02)
    case.undo()
    case.undo()
    case.redo()
    writer.close()
    whole = journal.Journal(tmp_path / "b.journal", header)
    for kind, step in journal.dump(case):
        whole.write(kind, step)
    whole.write("U")
    whole.close()
    for path in (tmp_path / "a.journal", tmp_path / "b.journal"):
        again = replay.empty_case(VOLUME, header)
        replay.replay(again, islice(journal.read(path), 1, None))
        if path.name == "b.journal":
            assert again.effort.undos == 3
            again.redo()
            again.effort.undos, again.effort.redos = 2, 1
        np.testing.assert_array_equal(names_of(again), names_of(case))
        assert again.effort == case.effort
        assert again.written.when == case.written.when
    assert case.history.forgotten == 0 or case.written.layers[0].any()


def test_steps_say_who_they_are_by() -> None:
    def of(author: str) -> Author:
        return Author.of(Step("Fill", author=author))

    assert of("hand") == Author("hand", "Fill")
    assert of("operation segment.islands") == Author("operation", "Fill")
    assert of("model lung net 1.2") == Author("model", "lung net", "1.2")
    assert of("click click 1") == Author("click", "click", "1")
    assert of("method random-walker 1") == Author("method", "random-walker", "1")
    assert of("method grow-from-seeds") == Author("method", "grow-from-seeds")
    assert of("file a b.nii.gz") == Author("file", "a b.nii.gz")
    assert of("hippocampus 2") == Author("model", "hippocampus", "2")  # written before kinds were
    assert of("click") == Author("click")


def test_more_authors_than_a_byte_holds_share_the_last_id() -> None:
    authors = AuthorMap(SHAPE)
    ids = [authors.id_of(Author("file", f"{n}.nii")) for n in range(300)]
    assert ids[:MOST] == list(range(1, MOST + 1))
    assert set(ids[MOST:]) == {MOST + 1}
    assert authors.author(MOST + 1) == OTHERS


def test_voxels_are_counted_by_segment_and_author() -> None:
    a, b = Segment(1, "a"), Segment(300, "b")
    case = Case(VOLUME, LabelMap.empty(VOLUME.geometry, (a, b)))
    with case.edit("Brush") as edit:
        edit.paint(a, Box((0, 0, 0), (1, 2, 5)), np.ones((1, 2, 5), bool))
        edit.paint(b, Box((2, 60, 60), (3, 70, 66)), np.ones((1, 10, 6), bool))
    with case.edit("Segment with net", author="model net 1") as edit:
        edit.paint(a, Box((0, 0, 0), (1, 3, 5)), np.ones((1, 3, 5), bool))
        edit.erase(b, Box((2, 60, 60), (3, 61, 66)), np.ones((1, 1, 6), bool))
    found = authors_in(case.written, case.history.done, WHOLE)
    hand, net = found.id_of(Author("hand", "Brush")), found.id_of(Author("model", "net", "1"))
    assert counts(found, case.labelmap) == {((0, 1), hand): 10, ((0, 1), net): 5, ((0, 300), hand): 54}


def test_effort_counts_what_was_done_and_leaves_pauses_out() -> None:
    effort = Effort()
    for at in (1000.0, 1010.0, 1010.0 + IDLE_S, 5000.0, 5003.0):
        effort.act(at)
    assert effort.active_s == 10 + IDLE_S + 3
    assert Effort.from_json(effort.to_json() | {"newer": 3}) == effort
    case = Case(VOLUME, LabelMap.empty(VOLUME.geometry, (segment := Segment(1, "a"),)))
    place = Box((0, 0, 0), (1, 1, 1))
    for author, prompts in (("hand", 0), ("click click 1", 1), ("operation x", 0), ("model net 1", 0), ("file f", 0)):
        with case.edit("Step", author=author) as edit:
            if prompts:
                edit.set_prompts(PromptSet((Click((0, 0, 0)),)))
            write = edit.erase if case.labelmap.any_mask().any() else edit.paint
            write(segment, place, np.ones((1, 1, 1), bool))
    case.undo()
    case.redo()
    done = case.effort
    assert (done.strokes, done.clicks, done.operations, done.model_runs, done.imports) == (1, 1, 1, 1, 1)
    assert (done.undos, done.redos) == (1, 1)
