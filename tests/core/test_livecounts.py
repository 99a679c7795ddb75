"""Counts that follow edits equal a count of everything."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.livecounts import LiveCounts, partners_of
from medseg_gui.core.volume import Volume

SHAPE = (5, 70, 130)  # more than one tile each way, and not whole ones


def fresh(seed: int) -> tuple[Case, LabelMap]:
    rng = np.random.default_rng(seed)
    geometry = Geometry.axial(SHAPE, (2.0, 1.0, 1.0))
    labels = LabelMap(
        [rng.integers(0, 3, SHAPE, np.uint8), np.zeros(SHAPE, np.uint8)],
        geometry,
        [Segment(1, "A"), Segment(2, "B"), Segment(1, "C", layer=1)],
    )
    reference = LabelMap([rng.integers(0, 3, SHAPE, np.uint8)], geometry, [Segment(2, "a"), Segment(1, "c")])
    return Case(Volume(np.zeros(SHAPE, np.int16), geometry), labels), reference


def check(counts: LiveCounts, case: Case, reference: LabelMap) -> None:
    partners = partners_of(case.labelmap.segments, reference.segments)
    for segment in case.labelmap.segments:
        mask = case.labelmap.mask(segment)
        assert counts.voxels(segment) == mask.sum()
        partner = partners.get(segment.key)
        if partner is None:
            assert counts.dice(segment) is None
        else:
            other = reference.mask(partner)
            total = mask.sum() + other.sum()
            assert counts.dice(segment) == (2 * (mask & other).sum() / total if total else None)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 99), st.lists(st.tuples(st.integers(0, 2), st.integers(0, 99)), max_size=5))
def test_counts_follow_every_edit_and_its_undo(seed: int, strokes: list[tuple[int, int]]) -> None:
    case, reference = fresh(seed)
    counts = LiveCounts(case.labelmap, reference)
    case.changed.connect(lambda change: counts.update(change.box) if change.final else None)
    check(counts, case, reference)
    for which, where in strokes:
        rng = np.random.default_rng(where)
        lo = [int(rng.integers(0, n)) for n in SHAPE]
        hi = [int(rng.integers(a, n)) + 1 for a, n in zip(lo, SHAPE, strict=True)]
        box = Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))
        with case.edit("Stroke") as edit:
            edit.paint(case.labelmap.segments[which], box, rng.random(box.shape) < 0.5)
        check(counts, case, reference)
    while case.undo():
        check(counts, case, reference)


def test_new_renamed_and_removed_segments_keep_the_counts_right() -> None:
    case, reference = fresh(1)
    counts = LiveCounts(case.labelmap, reference)
    case.changed.connect(lambda change: counts.update(change.box) if change.final else None)
    with case.edit("Rename: now it has another partner") as edit:
        edit.change_segment(case.labelmap.named("B"), name="c")
    check(counts, case, reference)
    with case.edit("Remove") as edit:
        edit.remove_segment(case.labelmap.named("A"))
    check(counts, case, reference)
    with case.edit("Add") as edit:
        edit.paint(edit.add_segment("new"), Box((0, 0, 0), (2, 9, 99)), np.ones((2, 9, 99), bool))
    check(counts, case, reference)
    case.undo()
    case.undo()
    check(counts, case, reference)


def test_partners_by_name_then_by_value_and_the_only_ones() -> None:
    liver, tumour = Segment(1, "Liver"), Segment(2, "Tumour")
    theirs = (Segment(5, "LIVER"), Segment(2, "lesion"))
    assert partners_of((liver, tumour), theirs) == {liver.key: theirs[0], tumour.key: theirs[1]}
    assert partners_of((liver,), (Segment(9, "mask"),)) == {liver.key: Segment(9, "mask")}
    assert partners_of((liver, tumour), ()) == {}
