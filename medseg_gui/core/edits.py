"""The only door to voxels, segments, prompts and measurements: an Edit, which can always be undone.

A delta (``core/tiles.py``) is old XOR new of the touched tiles, LZ4-packed: toggling it twice changes nothing, so undo
and redo are one operation (idea: ITK-SNAP's UndoDataManager; XOR form ours).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput, Locked, MedsegError
from medseg_gui.core.events import Aspect
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import LabelMap, Mask, Segment
from medseg_gui.core.masks import box_of
from medseg_gui.core.measures import Measure
from medseg_gui.core.prompts import PromptSet
from medseg_gui.core.tiles import NEVER, Codes, KeptTiles, Rule, VoxelDelta

if TYPE_CHECKING:
    from medseg_gui.core.case import Case

PaintRule = Literal["unlocked", "background", "all"]


@dataclass(frozen=True)
class Step:
    """One user action: what the history keeps, undoes and redoes."""

    name: str
    voxels: tuple[VoxelDelta, ...] = ()
    segments: tuple[tuple[Segment, ...], tuple[Segment, ...]] | None = None
    prompts: tuple[PromptSet, PromptSet] | None = None
    author: str = "hand"
    """Who made it: "hand", or a kind and a name as ``core.provenance.Author`` has them."""
    measures: tuple[tuple[Measure, ...], tuple[Measure, ...]] | None = None
    when: float = 0.0
    """When it was done, in seconds of Unix time; 0 where that is not known."""

    @property
    def bytes(self) -> int:
        return 200 + sum(d.bytes for d in self.voxels)

    @property
    def box(self) -> Box | None:
        box: Box | None = None
        for delta in self.voxels:
            box = delta.box.union(box)
        return box

    @property
    def aspects(self) -> Aspect:
        out = Aspect.HISTORY
        if self.voxels:
            out |= Aspect.VOXELS
        if self.segments is not None:
            out |= Aspect.SEGMENTS
        if self.prompts is not None:
            out |= Aspect.PROMPTS
        if self.measures is not None:
            out |= Aspect.MEASURES
        return out

    @property
    def empty(self) -> bool:
        return not self.voxels and self.segments is None and self.prompts is None and self.measures is None


class Edit:
    """The open door. Made by ``case.edit(name)``; leaving by an exception rolls everything back.

    Every method keeps the first old copy of what it touches, writes, and tells the case's listeners.
    """

    def __init__(self, case: Case, name: str, author: str = "hand", source: object = None) -> None:
        self.name = name
        self._case = case
        self._labels = case.labelmap
        self._author = author
        self._source = source
        self._open = True
        self._kept: dict[int, KeptTiles] = {}
        self._protected: dict[int, npt.NDArray[np.bool_] | None] = {}
        self._segments_before = case.labelmap.segments
        self._prompts_before = case.prompts
        self._measures_before = case.measures

    @property
    def labels(self) -> LabelMap:
        """The label map as it stands inside this edit."""
        return self._labels

    # ----- voxels ----------------------------------------------------------------------------------
    def paint(self, segment: Segment, box: Box, where: Mask, rule: PaintRule = "unlocked") -> int:
        """Number of voxels that become the segment's: those of ``where`` (the box's shape) that the rule allows.

        "unlocked" paints over everything but locked segments, "background" over nothing but background,
        "all" over locked segments too. Raises Locked when the segment itself is locked.
        """
        return self._write(segment, box, where, rule, paint=1)

    def erase(self, segment: Segment, box: Box, where: Mask) -> int:
        """Number of the segment's voxels in ``where`` that become background. Raises Locked."""
        return self._write(segment, box, where, "all", erase=1)

    def replace_mask(self, segment: Segment, box: Box, mask: Mask, rule: PaintRule = "unlocked") -> int:
        """Number of voxels changed so that, inside the box, the segment is ``mask`` where the rule allows."""
        return self._write(segment, box, mask, rule, paint=1, erase=0)

    def change_mask(self, segment: Segment, box: Box, change: Codes) -> int:
        """Number of voxels that the segment gains where ``change`` is 1, from whomever, and loses where it is -1."""
        return self._write(segment, box, change, "all", paint=1, erase=-1)

    def _write(
        self, segment: Segment, box: Box, codes: Mask | Codes, rule: PaintRule, paint: int = NEVER, erase: int = NEVER
    ) -> int:
        """Number of voxels that become the segment's where a code is ``paint``, and background where it is ``erase``.

        Keeps the tiles under the box before they change for the first time in this edit. Raises Locked.
        """
        self._require_open()
        self._require_unlocked(segment)
        if rule not in get_args(PaintRule):
            raise BadInput(f"There is no rule {rule!r} for painting", todo=f"Use one of {get_args(PaintRule)}.")
        if codes.shape != box.shape or codes.dtype not in (np.bool_, np.int8):
            raise BadInput(f"A mask of {codes.dtype} {codes.shape} does not fit the box {box.shape}")
        clipped = box.clip(self._labels.geometry.shape)
        if clipped.empty:
            return 0
        if clipped != box:
            codes = codes[tuple(slice(c - b, d - b) for b, c, d in zip(box.lo, clipped.lo, clipped.hi, strict=True))]
        layer = segment.layer
        if layer not in self._kept:
            self._kept[layer] = KeptTiles(self._labels.geometry.shape)
        spared = self._protected_values(layer) if rule == "unlocked" else None
        how = Rule(segment.value, paint, erase, 0 if rule == "background" else None, spared)
        count = self._kept[layer].write(self._labels._writable(layer), clipped, codes, how)
        if count:
            self._case._emit(Aspect.VOXELS, clipped, self._source, final=False)
        return count

    def _protected_values(self, layer: int) -> npt.NDArray[np.bool_] | None:
        """Lookup table: does that value belong to a locked segment of the layer? None: there is none."""
        if layer not in self._protected:
            values = [s.value for s in self._labels.segments if s.layer == layer and s.locked]
            table = np.zeros(65536, bool)
            table[values] = True
            self._protected[layer] = table if values else None
        return self._protected[layer]

    # ----- segments --------------------------------------------------------------------------------
    def add_segment(self, name: str = "", layer: int = 0) -> Segment:
        """The new segment, with the lowest free value and an unused colour."""
        segment = self._labels.next_segment(name, layer)
        self.set_segments((*self._labels.segments, segment))
        return segment

    def add_layer(self) -> int:
        """Number of a new, empty layer. An empty layer is not taken away by undo: it costs and shows nothing."""
        self._require_open()
        return self._labels._add_layer()

    def change_segment(self, segment: Segment, **values: object) -> Segment:
        """The segment with other values (name, colour, visible, locked, code) in its place."""
        new = replace(segment, **values)  # type: ignore[arg-type]
        if new.key != segment.key:
            raise BadInput(f"The voxels of {segment.name!r} keep their value and layer", todo="Add a segment instead.")
        self.set_segments(tuple(new if s.key == segment.key else s for s in self._labels.segments))
        return new

    def clear_segment(self, segment: Segment) -> None:
        """Takes all the segment's voxels away. Raises Locked."""
        self._require_unlocked(segment)
        box = box_of(self._labels, segment)
        if box is not None:
            self.erase(segment, box, np.ones(box.shape, bool))

    def remove_segment(self, segment: Segment) -> None:
        """Takes the segment and all its voxels away. Raises Locked."""
        self.clear_segment(segment)
        self.set_segments(tuple(s for s in self._labels.segments if s.key != segment.key))

    def set_segments(self, segments: tuple[Segment, ...]) -> None:
        self._require_open()
        self._labels._set_segments(segments)
        self._protected.clear()
        self._case._emit(Aspect.SEGMENTS, None, self._source, final=False)

    def _require_unlocked(self, segment: Segment) -> None:
        if self._labels.segment(segment.key).locked:
            raise Locked(f"Segment {segment.name!r} is locked", todo="Unlock it in the segments panel.")

    def _require_open(self) -> None:
        if not self._open:
            raise MedsegError(f"{self.name} has ended", todo="Begin a new edit.")

    # ----- prompts ---------------------------------------------------------------------------------
    def set_prompts(self, prompts: PromptSet) -> None:
        self._require_open()
        self._case._prompts = prompts
        self._case._emit(Aspect.PROMPTS, None, self._source, final=False)

    def set_measures(self, measures: tuple[Measure, ...]) -> None:
        self._require_open()
        self._case._measures = measures
        self._case._emit(Aspect.MEASURES, None, self._source, final=False)

    # ----- end -------------------------------------------------------------------------------------
    def _finish(self) -> Step:
        """Closes the edit; what it changed in all."""
        self._open = False
        deltas: list[VoxelDelta] = []
        for layer, kept in self._kept.items():
            deltas += kept.deltas(layer, self._labels._writable(layer))
        self._kept.clear()  # whoever still holds the edit does not hold copies of the volume
        after, prompts, measures = self._labels.segments, self._case.prompts, self._case.measures
        return Step(
            self.name,
            tuple(deltas),
            (self._segments_before, after) if after != self._segments_before else None,
            (self._prompts_before, prompts) if prompts != self._prompts_before else None,
            self._author,
            (self._measures_before, measures) if measures != self._measures_before else None,
            round(time.time(), 3),
        )

    def _roll_back(self) -> Box | None:
        """Closes the edit and puts everything back; the box that changed back."""
        self._open = False
        touched: Box | None = None
        for layer, kept in self._kept.items():
            box = kept.put_back(self._labels._writable(layer))
            touched = box.union(touched) if box is not None else touched
        self._labels._set_segments(self._segments_before)
        self._case._prompts = self._prompts_before
        self._case._measures = self._measures_before
        return touched
