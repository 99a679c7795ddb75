"""Logic between segments: united, subtracted, intersected, inverted, copied, merged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.segmenter import Progress
from medseg_gui.tools.base import NoOptions, option
from medseg_gui.tools.operations.base import Answer, Operation, Piece, Scene, Steps, other_segment

COMPUTING = mark("Computing")
NEW_HELP = mark("The result becomes a new segment and may overlap others; both segments stay as they are")


@dataclass
class PairOptions:
    other: str = other_segment(mark("With"))
    new: bool = option(False, mark("As a new segment"), help=NEW_HELP)


@dataclass
class LessOptions:
    other: str = other_segment(mark("Less"))
    new: bool = option(False, mark("As a new segment"), help=NEW_HELP)


@dataclass
class MergeOptions:
    other: str = other_segment(mark("With"))


def _result(scene: Scene, mask: Mask, new: bool, sign: str) -> Answer:
    if new:
        return Answer((scene.new(f"{scene.segment.name} {sign} {scene.the_other().name}", mask),))
    return Answer((scene.piece(mask),))


def union(scene: Scene, options: PairOptions) -> Steps:
    yield Progress(COMPUTING)
    return _result(scene, scene.mask() | scene.mask(scene.the_other()), options.new, "+")


def subtract(scene: Scene, options: LessOptions) -> Steps:
    yield Progress(COMPUTING)
    return _result(scene, scene.mask() & ~scene.mask(scene.the_other()), options.new, "−")


def intersect(scene: Scene, options: PairOptions) -> Steps:
    yield Progress(COMPUTING)
    return _result(scene, scene.mask() & scene.mask(scene.the_other()), options.new, "∩")


def merge(scene: Scene, options: MergeOptions) -> Steps:
    """The other segment's voxels become the chosen one's, and the other is gone."""
    yield Progress(COMPUTING)
    other = scene.the_other()
    before = scene.mask(other)
    pieces: list[Piece] = [scene.piece(scene.mask() | before, moved=other.layer == scene.segment.layer)]
    if other.layer != scene.segment.layer:
        pieces.append(scene.piece(np.zeros_like(before), other))
    return Answer(tuple(pieces), removed=(other.key,))


def invert(scene: Scene, _options: NoOptions) -> Steps:
    yield Progress(COMPUTING)
    return Answer((scene.piece(~scene.mask()),))


def duplicate(scene: Scene, _options: NoOptions) -> Steps:
    yield Progress(COMPUTING)
    return Answer((scene.new(mark("{name} copy").format(name=scene.segment.name), scene.mask()),))


LOGIC = (
    Operation(
        "segment.duplicate",
        mark("Duplicate segment"),
        mark("A copy of the segment, lying over it as a segment of its own"),
        duplicate,
        needs="segment",
    ),
    Operation(
        "segment.merge",
        mark("Merge segments…"),
        mark("Another segment's voxels become the chosen one's; the other segment is removed"),
        merge,
        MergeOptions,
        needs="other",
    ),
    Operation(
        "segment.union",
        mark("Unite with…"),
        mark("Adds another segment to the chosen one (what may be painted over decides who keeps the voxels)"),
        union,
        PairOptions,
        needs="other",
    ),
    Operation(
        "segment.subtract",
        mark("Subtract…"),
        mark("Takes another segment away from the chosen one"),
        subtract,
        LessOptions,
        needs="other",
    ),
    Operation(
        "segment.intersect",
        mark("Intersect with…"),
        mark("Keeps only what is in another segment too (of use where segments overlap)"),
        intersect,
        PairOptions,
        needs="other",
    ),
    Operation(
        "segment.invert",
        mark("Invert"),
        mark("Makes what is not the segment the segment, as far as may be painted over"),
        invert,
        whole=True,
    ),
)
