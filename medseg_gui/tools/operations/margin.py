"""Margins in millimetres: a segment grown, shrunk or hollowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from medseg_gui.core import morphology as shapes
from medseg_gui.core.i18n import mark
from medseg_gui.tools.base import option
from medseg_gui.tools.operations.base import Answer, Operation, Scene, Steps, counted

SIDES = {
    "inside": mark("Inside the surface"),
    "outside": mark("Outside the surface"),
    "both": mark("On both sides of it"),
}


@dataclass
class GrowOptions:
    margin_mm: float = option(3.0, mark("By"), low=0.1, high=50.0, step=0.1, unit="mm")


@dataclass
class ShrinkOptions:
    margin_mm: float = option(3.0, mark("By"), low=0.1, high=50.0, step=0.1, unit="mm")


@dataclass
class HollowOptions:
    wall_mm: float = option(3.0, mark("Wall"), low=0.1, high=50.0, step=0.1, unit="mm")
    side: str = option("inside", mark("The wall lies"), choices=SIDES)


def grow(scene: Scene, options: GrowOptions) -> Steps:
    mask = yield from counted(shapes.grow(scene.mask(), options.margin_mm, scene.spacing_mm), mark("Growing"))
    return Answer((scene.piece(mask),))


def shrink(scene: Scene, options: ShrinkOptions) -> Steps:
    mask = yield from counted(shapes.shrink(scene.mask(), options.margin_mm, scene.spacing_mm), mark("Shrinking"))
    return Answer((scene.piece(mask),))


def hollow(scene: Scene, options: HollowOptions) -> Steps:
    before, text = scene.mask(), mark("Hollowing")
    wall = options.wall_mm / (2 if options.side == "both" else 1)
    inner: Any = before
    outer: Any = before
    if options.side != "outside":
        inner = yield from counted(shapes.shrink(before, wall, scene.spacing_mm), text)
    if options.side != "inside":
        outer = yield from counted(shapes.grow(before, wall, scene.spacing_mm), text)
    return Answer((scene.piece(outer & ~inner),))


MARGINS = (
    Operation(
        "segment.grow",
        mark("Grow…"),
        mark("Adds a margin in millimetres all round the segment, across slices too"),
        grow,
        GrowOptions,
        reach_mm=lambda o, g: float(o.margin_mm),
    ),
    Operation(
        "segment.shrink",
        mark("Shrink…"),
        mark("Takes a margin in millimetres away all round the segment, across slices too"),
        shrink,
        ShrinkOptions,
        reach_mm=lambda o, g: float(o.margin_mm),
    ),
    Operation(
        "segment.hollow",
        mark("Hollow…"),
        mark("Leaves a wall of so many millimetres along the segment's surface"),
        hollow,
        HollowOptions,
        reach_mm=lambda o, g: float(o.wall_mm),
    ),
)
