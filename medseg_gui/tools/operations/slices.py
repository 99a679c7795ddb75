"""Slices and places: filled in between, copied to the next slice, mirrored, cropped to a box."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from medseg_gui.core.between import fill_between, gaps_of
from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Box
from medseg_gui.core.i18n import mark
from medseg_gui.core.segmenter import Progress
from medseg_gui.tools.base import option
from medseg_gui.tools.operations.base import (
    Answer,
    Operation,
    Scene,
    Steps,
    counted,
    key_of,
    other_segment,
    plane_option,
)

COMPUTING = mark("Computing")


@dataclass
class BetweenOptions:
    plane: str = plane_option()
    most_mm: float = option(0.0, mark("Gaps up to (0: any)"), low=0.0, high=200.0, step=1.0, unit="mm")
    follow_mm: float = option(
        2.0,
        mark("Follow the image within"),
        low=0.0,
        high=20.0,
        step=0.5,
        unit="mm",
        help=mark("0: by the shapes alone. Else the edge may move so far to where the image changes"),
    )
    every: bool = option(False, mark("All segments"), help=mark("All segments that are shown and not locked"))


@dataclass
class CopyOptions:
    to: str = option("next", mark("To"), choices={"next": mark("Slices above"), "previous": mark("Slices below")})
    slices: int = option(1, mark("How many"), low=1, high=50)
    plane: str = plane_option()
    replace: bool = option(False, mark("Replace"), help=mark("What the segment has there is erased"))


@dataclass
class MirrorOptions:
    across: str = option(
        "sagittal",
        mark("Swap"),
        choices={
            "sagittal": mark("Left and right"),
            "coronal": mark("Front and back"),
            "axial": mark("Head and feet"),
        },
    )
    about: str = option(
        "image", mark("About"), choices={"image": mark("The middle of the image"), "crosshair": mark("The crosshair")}
    )
    new: bool = option(True, mark("As a new segment"))


@dataclass
class CropOptions:
    to: str = option(
        "box", mark("To"), choices={"box": mark("The last box drawn"), "segment": mark("The box round a segment")}
    )
    other: str = other_segment(mark("Segment"))
    margin_mm: float = option(0.0, mark("Margin"), low=0.0, high=100.0, step=1.0, unit="mm")
    outside: bool = option(False, mark("Keep the outside"))


def between(scene: Scene, options: BetweenOptions) -> Steps:
    axis = scene.axis(options.plane)
    ours = [scene.segment]
    if options.every:
        ours = [s for s in scene.segments if s.visible and not s.locked]
    pieces, gaps = [], 0
    image = scene.image[scene.box.slices] if scene.image is not None and options.follow_mm > 0 else None
    taken = np.zeros(scene.box.shape if len(ours) > 1 else (), bool)
    for segment in ours:
        before = scene.mask(segment)
        gaps += len(gaps_of(before, axis))
        steps = fill_between(before, axis, scene.spacing_mm, options.most_mm or np.inf, image, options.follow_mm)
        mask = yield from counted(steps, mark("Filling between slices"))
        if len(ours) > 1:  # where two claim a voxel, the upper row of the table has it
            mask &= before | ~taken
            taken |= mask & ~before
        pieces.append(scene.piece(mask, segment))
    if not gaps:
        raise BadInput(
            mark("There is no empty slice between two drawn ones"),
            todo=mark("Draw every few slices, or another plane."),
        )
    return Answer(tuple(pieces), note=mark("{n} gaps").format(n=gaps))


def copy_slice(scene: Scene, options: CopyOptions) -> Steps:
    yield Progress(COMPUTING)
    axis = scene.axis(options.plane)
    mask = scene.mask().copy()
    view = np.moveaxis(mask, axis, 0)
    at = scene.crosshair[axis] - scene.box.lo[axis]
    if not 0 <= at < len(view) or not view[at].any():
        raise BadInput(
            mark("The segment {name} is not in the slice of the crosshair").format(name=scene.segment.name),
            todo=mark("Scroll to a slice where it is drawn."),
        )
    step = 1 if options.to == "next" else -1
    for number in range(1, options.slices + 1):
        there = at + step * number
        if not 0 <= there < len(view):
            break  # the image ends: the box holds every slice asked for that there is
        view[there] = view[at] if options.replace else view[there] | view[at]
    return Answer((scene.piece(mask),))


def mirror(scene: Scene, options: MirrorOptions) -> Steps:
    yield Progress(COMPUTING)
    axis = scene.axis(options.across)
    size = scene.geometry.shape[axis]
    twice = size - 1 if options.about == "image" else 2 * scene.crosshair[axis]
    mask = np.moveaxis(scene.mask(), axis, 0)
    out = np.zeros(scene.box.shape, bool)
    view = np.moveaxis(out, axis, 0)
    # voxel i goes to twice - i, as far as that lies in the image
    low, high = max(0, twice - size + 1), min(size - 1, twice)
    view[twice - high : twice - low + 1] = mask[low : high + 1][::-1]
    if options.new:
        return Answer((scene.new(mark("{name} mirrored").format(name=scene.segment.name), out),))
    return Answer((scene.piece(out),))


def crop(scene: Scene, options: CropOptions) -> Steps:
    yield Progress(COMPUTING)
    if options.to == "box":
        box = scene.drawn_box
        if box is None:
            raise BadInput(mark("No box is drawn"), todo=mark("Drag one with the box tool, or crop to a segment."))
    else:
        if key_of(options.other) is None:
            raise BadInput(mark("There is no other segment"), todo=mark("Add one first."))
        local = Box.around(scene.mask(scene.the_other()))
        if local is None:
            raise BadInput(mark("The segment {name} is empty").format(name=scene.the_other().name))
        lo, hi = ([a + o for a, o in zip(end, scene.box.lo, strict=True)] for end in (local.lo, local.hi))
        box = Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))
    z, y, x = (int(options.margin_mm / s) for s in scene.spacing_mm)
    box = box.pad((z, y, x), scene.geometry.shape).intersect(scene.box)
    inside = np.zeros(scene.box.shape, bool)
    inside[tuple(slice(a - o, b - o) for a, b, o in zip(box.lo, box.hi, scene.box.lo, strict=True))] = True
    return Answer((scene.piece(scene.mask() & (~inside if options.outside else inside)),))


SLICES = (
    Operation(
        "segment.fill_between",
        mark("Fill between slices…"),
        mark("Draws the empty slices between drawn ones from the shapes on both sides"),
        between,
        BetweenOptions,
        reach_mm=lambda o, g: float(o.follow_mm),
    ),
    Operation(
        "segment.copy_slice",
        mark("Copy to other slices…"),
        mark("Copies what the segment has in the crosshair's slice to the slices above or below"),
        copy_slice,
        CopyOptions,
        reach_mm=lambda o, g: float(o.slices * max(g.spacing_mm)),
        at_crosshair=True,
    ),
    Operation(
        "segment.mirror",
        mark("Mirror…"),
        mark("The segment on the other side of the body's or the crosshair's plane"),
        mirror,
        MirrorOptions,
        whole=True,
        at_crosshair=True,
    ),
    Operation(
        "segment.crop",
        mark("Crop to box…"),
        mark("Erases the segment outside a box, or inside it"),
        crop,
        CropOptions,
    ),
)
