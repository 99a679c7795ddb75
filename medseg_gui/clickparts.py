"""What the click desk remembers of an object: its part in a slice, or the whole, and what was written for it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from medseg_gui.core.case import Case
from medseg_gui.core.edits import Edit
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import Labels, Mask, Segment
from medseg_gui.core.patch import PackedLabels, Patch
from medseg_gui.core.prompts import Prompt, PromptSet, is_positive, places
from medseg_gui.workers.replay import Place, place_of, slice_box


@dataclass
class Known:
    """What was written for some prompts, one mask of the room for each answer, and what the hand had changed."""

    masks: list[Patch]
    on: Patch
    off: Patch
    chosen: int = 0
    qualities: tuple[float | None, ...] = ()
    """Predicted Dice of each of the masks, where it is known."""
    authors: tuple[str, ...] = ()
    """Who gave each of the masks."""

    @property
    def author(self) -> str:
        return self.authors[self.chosen] if self.authors else ""

    def mask(self) -> Mask:
        return self.masks[self.chosen].mask()

    def joined(self, other: Known) -> Known:
        """These answers and the other ones, of which the first is chosen; each once."""
        masks, qualities, authors = list(self.masks), list(self.qualities), list(self.authors)
        at = [next((n for n, m in enumerate(masks) if m.same_as(patch)), -1) for patch in other.masks]
        for patch, known, quality, author in zip(other.masks, at, other.qualities, other.authors, strict=True):
            if known < 0:
                masks.append(patch)
                qualities.append(quality)
                authors.append(author)
        chosen = at[0] if at[0] >= 0 else len(self.masks)
        return Known(masks, other.on, other.off, chosen, tuple(qualities), tuple(authors))


@dataclass(eq=False)
class Part:
    """A part of the object: in the slice ``place``, or the whole volume where that is None.

    ``room``: the voxels that it may change. ``base``: what the segment held there before the first prompt, ``beneath``:
    what the others held there: it comes back where the object gives way.
    ``known``: by the part's prompts. ``wanted``: prompts with those that wait for an answer; None when none does.
    """

    case: Case
    segment: Segment
    room: Box
    place: Place | None
    base: Patch
    beneath: PackedLabels
    known: dict[tuple[Prompt, ...], Known] = field(default_factory=dict)
    wanted: tuple[Prompt, ...] | None = None

    @classmethod
    def in_slice(cls, case: Case, segment: Segment, place: Place) -> Part:
        """A part without prompts: what the segment holds in the slice now stays whatever comes."""
        room = slice_box(case.volume, place)
        base, nothing = Patch.of(case.labelmap.mask(segment, room)), Patch.of(np.zeros(room.shape, bool))
        beneath = PackedLabels.of(others(case, segment, room))
        return cls(case, segment, room, place, base, beneath, {(): Known([base], nothing, nothing)})

    def now(self) -> Mask:
        """The segment in the room, a new array."""
        return self.case.labelmap.mask(self.segment, self.room)

    def paint(self, edit: Edit, mask: Mask, now: Mask) -> None:
        """Makes the segment ``mask`` in the room; where it gives way, the other segments are as they were before."""
        inner = Box.around(mask != now)
        if inner is None:
            return
        lo = [a + o for a, o in zip(inner.lo, self.room.lo, strict=True)]
        hi = [b + o for b, o in zip(inner.hi, self.room.lo, strict=True)]
        box = Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))
        edit.replace_mask(self.segment, box, mask[inner.slices])
        left = np.where(now[inner.slices] & ~mask[inner.slices], self.beneath.labels()[inner.slices], 0)
        for other in self.case.labelmap.segments:
            if other.layer == self.segment.layer and not other.locked and (left == other.value).any():
                edit.paint(other, box, left == other.value, "background")

    def prompts(self) -> tuple[Prompt, ...]:
        """Those of the case's prompts that are in this part."""
        given = self.case.prompts.prompts
        return given if self.place is None else tuple(p for p in given if place_of(self.case.volume, p) == self.place)

    def joined(self, own: tuple[Prompt, ...], whole: int) -> PromptSet:
        """The case's prompts with ``own`` as this part's, which come last."""
        others = [
            p for p in self.case.prompts if self.place is not None and place_of(self.case.volume, p) != self.place
        ]
        return PromptSet((*others, *own), whole if own else 0)

    def waited_for(self, case: Case) -> bool:
        return self.case is case and self.wanted is not None

    @property
    def outgrown(self) -> bool:
        """True for a slice's part of an object that is a whole one in 3-D by now."""
        return self.place is not None and self.case.prompts.whole > 0

    def fits(self, case: Case) -> bool:
        """True when the case's prompts are at a state that this part knows, or wait for the first one."""
        if self.case is not case:
            return False
        here = self.prompts()
        return self.wanted is not None or (bool(here) and here in self.known)

    def longest_known(self, wanted: tuple[Prompt, ...]) -> tuple[Prompt, ...]:
        """The longest beginning of the prompts that an answer was written for."""
        return next((wanted[:n] for n in range(len(wanted), -1, -1) if wanted[:n] in self.known), ())

    def object_at(self, prompts: tuple[Prompt, ...]) -> Mask:
        """The object that was written for those prompts, without what the segment held before."""
        known = self.known.get(prompts)
        return known.mask() & ~self.base.mask() if known is not None else np.zeros(self.room.shape, bool)

    def author_at(self, prompts: tuple[Prompt, ...]) -> str:
        """Who answered those prompts, or the last ones that the part knows; empty where nobody did."""
        known = self.known.get(prompts)
        found = [known] if known is not None else []
        return next((k.author for k in (*found, *reversed(self.known.values())) if k.author), "")

    # ----- what was painted by hand ----------------------------------------------------------------
    def hand(self, prompts: tuple[Prompt, ...], now: Mask) -> tuple[Mask, Mask]:
        """(painted, erased) by hand since the object's first prompt."""
        known = self.known.get(prompts)
        if known is None:
            return np.zeros(self.room.shape, bool), np.zeros(self.room.shape, bool)
        changes = [now ^ patch.mask() for patch in known.masks]
        # undo may have gone back to another of the answers
        known.chosen = min(range(len(changes)), key=lambda n: int(np.count_nonzero(changes[n])))
        change = changes[known.chosen]
        on, off = known.on.mask(), known.off.mask()
        return (on & ~change) | (change & now), (off & ~change) | (change & ~now)

    def release(self, prompt: Prompt, on: Mask, off: Mask) -> None:
        """Forgets, in place, what was painted by hand where the prompt says the opposite."""
        against = off if is_positive(prompt) else on
        if not against.any():
            return
        from scipy import ndimage as ndi

        labels, _ = ndi.label(against, np.ones((3, 3, 3)))
        at = [tuple(i - o for i, o in zip(p, self.room.lo, strict=True)) for p in places(prompt)]
        touched = {int(labels[i]) for i in at if Box.whole(against.shape).holds(i)} - {0}
        if touched:
            against &= ~np.isin(labels, list(touched))

    def touched(self, hand: Mask) -> tuple[Place, ...]:
        """The slices that the hand changed, in the plane of the first prompt: a 3-D answer keeps them."""
        first = next((p.plane for p in self.prompts() if p.plane is not None), None)
        if first is None:
            return ()
        axis = self.case.volume.geometry.axis_of(first)
        others = tuple(a for a in range(3) if a != axis)
        return tuple((first, int(n)) for n in np.flatnonzero(hand.any(axis=others)))


def others(case: Case, segment: Segment, room: Box) -> Labels:
    """The labels of the other segments of the layer in the room, a new array."""
    layer = case.labelmap.layers[segment.layer][room.slices]
    return np.where(layer == segment.value, 0, layer).astype(layer.dtype, copy=False)
