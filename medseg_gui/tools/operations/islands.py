"""Islands: connected parts of a segment kept, removed or made segments of their own; and its holes filled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from medseg_gui.core.errors import BadInput
from medseg_gui.core.i18n import mark
from medseg_gui.core.morphology import fill_holes, voxels_of
from medseg_gui.core.runs import parts_of
from medseg_gui.core.segmenter import Progress
from medseg_gui.tools.base import option
from medseg_gui.tools.operations.base import Answer, Operation, Scene, Steps, plane_option

SEEKING = mark("Looking for islands")
CORNERS = option(
    False, mark("Corners connect"), help=mark("Voxels that share only an edge or a corner belong together")
)


@dataclass
class LargestOptions:
    largest: int = option(1, mark("Islands kept"), low=1, high=20)
    corners: bool = CORNERS


@dataclass
class SmallOptions:
    least_ml: float = option(0.5, mark("Smaller than"), low=0.0, high=50.0, step=0.01, unit="mL")
    corners: bool = CORNERS


@dataclass
class SplitOptions:
    least_ml: float = option(0.0, mark("Smaller ones stay"), low=0.0, high=50.0, step=0.01, unit="mL")
    most: int = option(20, mark("Segments at most"), low=2, high=100)
    corners: bool = CORNERS


@dataclass
class ClickedOptions:
    corners: bool = CORNERS


@dataclass
class HolesOptions:
    each_slice: bool = option(False, mark("In each slice"), help=mark("Also holes that are open to the next slice"))
    plane: str = plane_option()
    most_ml: float = option(0.0, mark("Up to (0: any)"), low=0.0, high=100.0, step=0.01, unit="mL")


def keep_largest(scene: Scene, options: LargestOptions) -> Steps:
    yield Progress(SEEKING)
    parts = parts_of(scene.mask(), options.corners)
    wanted = np.zeros(len(parts), bool)
    wanted[np.argsort(-parts.voxels, kind="stable")[: options.largest]] = True
    note = mark("{n} of {all} islands stay").format(n=int(wanted.sum()), all=len(parts))
    return Answer((scene.piece(parts.mask(wanted)),), note=note)


def remove_small(scene: Scene, options: SmallOptions) -> Steps:
    yield Progress(SEEKING)
    parts = parts_of(scene.mask(), options.corners)
    wanted = parts.voxels >= voxels_of(options.least_ml, scene.spacing_mm)
    note = mark("{n} of {all} islands stay").format(n=int(wanted.sum()), all=len(parts))
    return Answer((scene.piece(parts.mask(wanted)),), note=note)


def split(scene: Scene, options: SplitOptions) -> Steps:
    yield Progress(SEEKING)
    parts = parts_of(scene.mask(), options.corners)
    order = np.argsort(-parts.voxels, kind="stable")
    least = voxels_of(options.least_ml, scene.spacing_mm)
    apart = [int(i) for i in order[1 : options.most] if parts.voxels[i] >= least]
    stays = np.ones(len(parts), bool)
    stays[apart] = False
    pieces = [scene.piece(parts.mask(stays))]
    for number, part in enumerate(apart):
        yield Progress(SEEKING, number, len(apart))
        one = np.zeros(len(parts), bool)
        one[part] = True
        pieces.append(scene.new(f"{scene.segment.name} {number + 2}", parts.mask(one)))
    return Answer(tuple(pieces), note=mark("{n} new segments").format(n=len(apart)))


def keep_clicked(scene: Scene, options: ClickedOptions) -> Steps:
    yield Progress(SEEKING)
    index = scene.local(scene.crosshair)
    parts = parts_of(scene.mask(), options.corners)
    inside = all(0 <= i < n for i, n in zip(index, scene.box.shape, strict=True))
    part = parts.at(index) if inside else None
    if part is None:
        raise BadInput(
            mark("The crosshair is not on the segment {name}").format(name=scene.segment.name),
            todo=mark("Move it onto the island to keep (Shift and the mouse)."),
        )
    wanted = np.zeros(len(parts), bool)
    wanted[part] = True
    return Answer((scene.piece(parts.mask(wanted)),), note=mark("1 of {all} islands stays").format(all=len(parts)))


def holes(scene: Scene, options: HolesOptions) -> Steps:
    yield Progress(mark("Filling holes"))
    axis = scene.axis(options.plane) if options.each_slice else None
    most = options.most_ml and options.most_ml * 1000 / float(np.prod(scene.spacing_mm))
    filled = fill_holes(scene.mask(), axis, most or np.inf)
    return Answer((scene.piece(filled),))


ISLANDS = (
    Operation(
        "segment.islands",
        mark("Keep largest islands…"),
        mark("Keeps the largest connected parts of the segment and erases the others"),
        keep_largest,
        LargestOptions,
    ),
    Operation(
        "segment.islands_small",
        mark("Remove small islands…"),
        mark("Erases the connected parts of the segment that are smaller than a volume"),
        remove_small,
        SmallOptions,
    ),
    Operation(
        "segment.islands_split",
        mark("Split islands into segments…"),
        mark("Makes each connected part a segment of its own; the largest stays what it is"),
        split,
        SplitOptions,
    ),
    Operation(
        "segment.islands_clicked",
        mark("Keep island at crosshair…"),
        mark("Keeps the connected part that the crosshair is on and erases the others"),
        keep_clicked,
        ClickedOptions,
        at_crosshair=True,
    ),
    Operation(
        "segment.fill_holes",
        mark("Fill holes…"),
        mark("Fills what the segment encloses, in the volume or in each slice"),
        holes,
        HolesOptions,
    ),
)
