"""Answers of models and files, written into a case as one undo step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from medseg_gui.core.case import Case
from medseg_gui.core.edits import Edit
from medseg_gui.core.errors import BadInput
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.masks import box_of


def write_answer(
    case: Case, answer: LabelMap, name: str, author: str, before: LabelMap | None = None
) -> Segment | None:
    """The first segment written. Segments are matched by name and replaced; new names are added.

    Locked segments stay, and so do voxels that differ from ``before``: what the user touched while the answer was
    computed. Raises BadInput, with nothing changed, when the answer lies on another grid.
    """
    if not answer.geometry.same_as(case.volume.geometry):
        raise BadInput(mark("The answer belongs to another image"))
    first: Segment | None = None
    with case.edit(name, author=author) as edit:
        for theirs in answer.segments:
            ours = next((s for s in case.labelmap.segments if s.name == theirs.name), None)
            if ours is None:
                ours = _place_for(edit, theirs)
            first = first or ours
            if ours.locked:
                continue
            boxes = [b for b in (box_of(answer, theirs), box_of(case.labelmap, ours)) if b is not None]
            if not boxes:
                continue
            box = boxes[0].union(boxes[-1])
            mask = answer.mask(theirs, box)
            if before is not None and ours.layer < len(before.layers):
                touched = case.labelmap.layers[ours.layer][box.slices] != before.layers[ours.layer][box.slices]
                mask = np.where(touched, case.labelmap.mask(ours, box), mask)
            edit.replace_mask(ours, box, mask, "unlocked")
    return first


def named_like(labels: LabelMap, known: LabelMap) -> LabelMap:
    """The same masks, where a segment without a name of its own takes the known one's of its layer and value.

    NIfTI keeps values alone: so a mask that was exported and is loaded again finds its segments.
    """
    names = {s.key: s for s in known.segments}
    segments = [
        replace(s, name=names[s.key].name, colour=names[s.key].colour, code=names[s.key].code)
        if s.name == f"Segment {s.value}" and s.key in names
        else s
        for s in labels.segments
    ]
    return LabelMap(labels.layers, labels.geometry, segments, labels.notes)


def _place_for(edit: Edit, theirs: Segment) -> Segment:
    """A new segment of the case for one of the answer's, in the layer of the same number."""
    labels = edit.labels
    while len(labels.layers) <= theirs.layer:
        edit.add_layer()
    used = {s.value for s in labels.segments if s.layer == theirs.layer}
    value = theirs.value if theirs.value not in used else labels.next_segment(layer=theirs.layer).value
    segment = replace(theirs, value=value, locked=False, visible=True)
    edit.set_segments((*labels.segments, segment))
    return segment
