"""Smoothing: one segment by median, Gaussian, opening or closing; several together without gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from medseg_gui.core import morphology as shapes
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.i18n import mark
from medseg_gui.tools.base import option
from medseg_gui.tools.operations.base import Answer, Operation, Scene, Steps, counted

SMOOTHING = mark("Smoothing")
METHODS = {
    "median": mark("Median"),
    "gaussian": mark("Gaussian"),
    "opening": mark("Opening (takes spikes away)"),
    "closing": mark("Closing (fills dents)"),
}
# How far each method looks and writes, as a multiple of its size.
_REACH = {"median": 1.0, "gaussian": shapes.TRUNCATE, "opening": 2.0, "closing": 2.0}
_WORK = {
    "median": shapes.median,
    "gaussian": shapes.gaussian,
    "opening": shapes.opening,
    "closing": shapes.closing,
}


@dataclass
class SmoothOptions:
    method: str = option("median", mark("Method"), choices=METHODS)
    size_mm: float = option(
        2.0,
        mark("Size"),
        low=0.1,
        high=20.0,
        step=0.1,
        unit="mm",
        help=mark("Radius of the ball or box; of the Gaussian the standard deviation"),
    )


@dataclass
class JointOptions:
    size_mm: float = option(1.5, mark("Size"), low=0.1, high=20.0, step=0.1, unit="mm")


def smooth(scene: Scene, options: SmoothOptions) -> Steps:
    work = _WORK[options.method](scene.mask(), options.size_mm, scene.spacing_mm)
    mask = yield from counted(work, SMOOTHING)
    return Answer((scene.piece(mask),))


def smooth_together(scene: Scene, options: JointOptions) -> Steps:
    """All segments of the chosen one's layer that are shown and not locked."""
    layer = scene.segment.layer
    ours = [s for s in scene.segments if s.layer == layer and s.visible and not s.locked]
    work = shapes.joint_gaussian(scene.layers[layer], [s.value for s in ours], options.size_mm, scene.spacing_mm)
    labels: Any = yield from counted(work, SMOOTHING)
    return Answer(tuple(scene.piece(labels == s.value, s, moved=True) for s in ours))


def _reach(options: SmoothOptions, _geometry: Geometry) -> float:
    return _REACH[options.method] * options.size_mm


SMOOTHERS = (
    Operation(
        "segment.smooth",
        mark("Smooth…"),
        mark("Smooths the segment's surface in millimetres, across slices too"),
        smooth,
        SmoothOptions,
        reach_mm=_reach,
    ),
    Operation(
        "segment.smooth_joint",
        mark("Smooth all together…"),
        mark("Smooths all segments that are shown and not locked, without gaps between them"),
        smooth_together,
        JointOptions,
        needs="several",
        reach_mm=lambda o, g: shapes.TRUNCATE * float(o.size_mm),
    ),
)
