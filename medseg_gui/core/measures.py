"""What the user measures: distances, angles, regions and diameters, as plain data in the patient's space."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import acos, cos, degrees, dist, floor, isfinite, pi, sin
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import PLANES, Box, Floats, Geometry, Plane
from medseg_gui.core.labelmap import Mask
from medseg_gui.core.planeview import Point
from medseg_gui.core.volume import Volume

Kind = Literal["distance", "angle", "ellipse", "rectangle", "diameters"]
POINTS: dict[Kind, int] = {"distance": 2, "angle": 3, "ellipse": 2, "rectangle": 2, "diameters": 4}
"""How many points each kind has."""
MOST_POINTS_MM = 1e7
CURVE = 72
"""Corners of the line that an ellipse is drawn with."""


@dataclass(frozen=True)
class Measure:
    """A measurement in one slice of a plane. ``points`` are LPS mm, so it stays true on any grid.

    distance: both ends. angle: end, corner, end. ellipse and rectangle: two opposite corners of the box round it,
    whose sides follow the array axes of the slice. diameters: the ends of the long one, then those of the short one.
    Raises BadInput for other numbers of points or places that are not finite.
    """

    kind: Kind
    points: tuple[Point, ...]
    plane: Plane
    name: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind) or self.plane not in PLANES or len(self.points) != POINTS[self.kind]:
            raise BadInput(f"This is no measurement: {self.kind!r} with {len(self.points)} points in {self.plane!r}")
        if not all(len(p) == 3 and all(isfinite(v) and abs(v) < MOST_POINTS_MM for v in p) for p in self.points):
            raise BadInput(f"The {self.kind} has a point that is no place: {self.points}")

    @property
    def is_region(self) -> bool:
        """True when it has an area and grey values inside."""
        return self.kind in ("ellipse", "rectangle")


def point(place: npt.ArrayLike) -> Point:
    """An array of three as a tuple of plain numbers."""
    x, y, z = (float(v) for v in np.asarray(place))
    return (x, y, z)


# ----- places ------------------------------------------------------------------------------------------------------
def slice_of(measure: Measure, geometry: Geometry) -> int:
    """Number of the slice of its plane that it lies in."""
    middle = geometry.to_index(measure.points)[:, geometry.axis_of(measure.plane)].mean()
    return floor(float(middle) + 0.5)


def _box(measure: Measure, geometry: Geometry) -> tuple[int, int, Floats, Floats]:
    """(row axis, column axis, middle as an index, half the sides in voxels) of a region."""
    axis = geometry.axis_of(measure.plane)
    row, col = (a for a in range(3) if a != axis)
    first, last = geometry.to_index(measure.points)
    return row, col, (first + last) / 2, np.abs(last - first) / 2


def handles(measure: Measure, geometry: Geometry) -> tuple[Point, ...]:
    """The places (LPS mm) that can be dragged: a region's corners in turn, the points of the others."""
    if not measure.is_region:
        return measure.points
    row, col, _, _ = _box(measure, geometry)
    first, last = geometry.to_index(measure.points)
    corners = []
    for r, c in ((first, first), (first, last), (last, last), (last, first)):
        at = first.copy()
        at[row], at[col] = r[row], c[col]
        corners.append(point(geometry.to_world(at)))
    return tuple(corners)


def with_handle(measure: Measure, geometry: Geometry, number: int, place: Point) -> Measure:
    """The measurement with one handle at another place (LPS mm); of a region the opposite corner stays."""
    if measure.is_region:
        points: tuple[Point, ...] = (handles(measure, geometry)[(number + 2) % 4], place)
    else:
        points = (*measure.points[:number], place, *measure.points[number + 1 :])
    return Measure(measure.kind, points, measure.plane, measure.name)


def shifted(measure: Measure, by_mm: Point) -> Measure:
    """The measurement so many mm on."""
    points = tuple(point(np.add(p, by_mm)) for p in measure.points)
    return Measure(measure.kind, points, measure.plane, measure.name)


def lines(measure: Measure, geometry: Geometry) -> Iterator[list[Point]]:
    """The lines (LPS mm) that it is drawn with; an outline ends where it begins."""
    p = measure.points
    if measure.kind == "diameters":
        yield [p[0], p[1]]
        yield [p[2], p[3]]
    elif measure.kind == "rectangle":
        yield [*handles(measure, geometry), p[0]]
    elif measure.kind == "ellipse":
        row, col, middle, half = _box(measure, geometry)
        curve = []
        for turn in range(CURVE + 1):
            at = middle.copy()
            at[row] += half[row] * sin(2 * pi * turn / CURVE)
            at[col] += half[col] * cos(2 * pi * turn / CURVE)
            curve.append(point(geometry.to_world(at)))
        yield curve
    else:
        yield list(p)


# ----- figures -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class GreyFigures:
    """Grey values in a place. ``sd`` is the sample's (n - 1), as ITK's; None for fewer than two values."""

    voxels: int = 0
    mean: float | None = None
    sd: float | None = None
    minimum: float | None = None
    maximum: float | None = None

    @classmethod
    def of(cls, values: npt.NDArray[np.generic]) -> GreyFigures:
        """``voxels`` counts all of them; values that are not finite are left out of the others."""
        finite = values.astype(np.float64)
        finite = finite[np.isfinite(finite)]
        if not finite.size:
            return cls(int(values.size))
        sd = float(finite.std(ddof=1)) if finite.size > 1 else None
        return cls(int(values.size), float(finite.mean()), sd, float(finite.min()), float(finite.max()))


def length_mm(measure: Measure) -> float:
    """Length of a distance; of diameters that of the long one."""
    return dist(measure.points[0], measure.points[1])


def short_mm(measure: Measure) -> float:
    """Length of the short one of diameters."""
    return dist(measure.points[2], measure.points[3])


def angle_deg(measure: Measure) -> float:
    """Between the two legs of an angle, 0 to 180; 0 where a leg has no length."""
    first, corner, last = (np.array(p) for p in measure.points)
    a, b = first - corner, last - corner
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return degrees(acos(min(max(float(a @ b) / size, -1.0), 1.0))) if size else 0.0


def sides_mm(measure: Measure, geometry: Geometry) -> tuple[float, float]:
    """(along the rows, along the columns) of the box round a region."""
    row, col, _, half = _box(measure, geometry)
    return (2 * float(half[row]) * geometry.spacing_mm[row], 2 * float(half[col]) * geometry.spacing_mm[col])


def area_mm2(measure: Measure, geometry: Geometry) -> float:
    """Area of a region, exact also where the slice's axes are not at right angles."""
    row, col, _, half = _box(measure, geometry)
    across = np.cross(geometry.affine[:3, row] * half[row], geometry.affine[:3, col] * half[col])
    return (pi if measure.kind == "ellipse" else 4.0) * float(np.linalg.norm(across))


def inside(measure: Measure, geometry: Geometry) -> tuple[Box, Mask]:
    """The voxels of its slice whose centre lies in a region: a box and a bool array of its shape."""
    row, col, middle, half = _box(measure, geometry)
    axis, number = geometry.axis_of(measure.plane), slice_of(measure, geometry)
    lo, hi = [0, 0, 0], [0, 0, 0]
    for a in (row, col):
        lo[a] = max(int(np.ceil(middle[a] - half[a] - 1e-9)), 0)
        hi[a] = max(min(int(np.floor(middle[a] + half[a] + 1e-9)) + 1, geometry.shape[a]), lo[a])
    lo[axis], hi[axis] = number, number + 1 if 0 <= number < geometry.shape[axis] else number
    box = Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))
    away = [
        (np.arange(box.lo[a], box.hi[a]) - middle[a]) / max(float(half[a]), 1e-9) if a != axis else np.zeros(1)
        for a in range(3)
    ]
    if box.empty:
        return box, np.zeros(box.shape, bool)
    grid = np.ix_(*away)
    within = sum(g**2 for g in grid) <= 1 + 1e-9 if measure.kind == "ellipse" else np.ones(box.shape, bool)
    return box, np.asarray(within, bool)


def grey_figures(measure: Measure, volume: Volume) -> GreyFigures:
    """What the image holds in a region."""
    box, mask = inside(measure, volume.geometry)
    return GreyFigures.of(volume.voxels[box.slices][mask] if not box.empty else np.zeros(0))


def figures(measure: Measure, volume: Volume) -> dict[str, float | None]:
    """Every figure of the measurement by its name, the unit in it; grey values in the image's unit."""
    if measure.kind == "distance":
        return {"length_mm": length_mm(measure)}
    if measure.kind == "angle":
        return {"angle_deg": angle_deg(measure)}
    if measure.kind == "diameters":
        return {"length_mm": length_mm(measure), "short_mm": short_mm(measure)}
    grey = grey_figures(measure, volume)
    return {
        "area_mm2": area_mm2(measure, volume.geometry),
        "voxels": grey.voxels,
        "mean": grey.mean,
        "sd": grey.sd,
        "min": grey.minimum,
        "max": grey.maximum,
    }


def grey_unit(volume: Volume) -> str:
    """What grey values are counted in: what the file says, HU for CT, else "a.u." (arbitrary units)."""
    return volume.info.units or ("HU" if volume.modality == "CT" else "a.u.")


def grey_text(value: float | None) -> str:
    """A grey value with the digits that mean something; an en dash where there is none."""
    if value is None:
        return "–"
    size = abs(value)
    return (f"{value:.1f}" if size >= 10 or value == 0 else f"{value:.3g}").replace("-", "−")


def texts(measure: Measure, volume: Volume) -> tuple[str, ...]:
    """The lines that stand beside it: lengths in mm with one decimal."""
    found = figures(measure, volume)
    if measure.kind == "distance":
        return (f"{found['length_mm']:.1f} mm",)
    if measure.kind == "angle":
        return (f"{found['angle_deg']:.1f}°",)
    if measure.kind == "diameters":
        return (f"{found['length_mm']:.1f} × {found['short_mm']:.1f} mm",)
    mean, sd, low, high = (grey_text(found[k]) for k in ("mean", "sd", "min", "max"))
    return (f"{mean} ± {sd} {grey_unit(volume)}", f"{low} … {high}", f"{found['area_mm2']:.1f} mm²")
