"""The closed forms that the computed patient is made of, and how a grid samples them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box, Floats, Geometry, Triple

Field = npt.NDArray[np.floating[Any]]

LIVER, RIGHT_KIDNEY, LEFT_KIDNEY, LIVER_LESION, LUNG_NODULE = (
    "Liver",
    "Right kidney",
    "Left kidney",
    "Liver lesion",
    "Lung nodule",
)


@dataclass(frozen=True, eq=False)
class Ellipsoid:
    """A solid ellipsoid in LPS millimetres, optionally with the side beyond a plane cut away.

    ``axes`` (3, 3): columns are the unit directions of ``semi_mm``. ``cut``: (unit normal, distance of the plane from
    the centre in mm); what lies beyond it along the normal is not part of the solid.
    """

    centre_mm: Floats
    semi_mm: Floats
    axes: Floats
    cut: tuple[Floats, float] | None = None

    @property
    def volume_ml(self) -> float:
        """Closed form: 4/3 π abc, less the cap beyond the plane (an affine image of a sphere's cap)."""
        whole = 4 / 3 * np.pi * float(np.prod(self.semi_mm)) / 1000
        if self.cut is None:
            return whole
        t = float(np.clip(self.cut[1] / reach(self, self.cut[0]), -1, 1))
        return whole * (2 + 3 * t - t**3) / 4

    def level(self, geometry: Geometry) -> Field:
        """Below 0 inside, above outside; in units of the width that a voxel covers along the normal."""
        to_unit = (self.axes / self.semi_mm).T
        per_index = to_unit @ geometry.affine[:3, :3]
        start = to_unit @ (geometry.affine[:3, 3] - self.centre_mm)
        u = [linear(geometry.shape, per_index[i], start[i]) for i in range(3)]
        width = np.zeros(geometry.shape, np.float32)
        for i in range(3):
            a, b, c = (np.float32(v) for v in per_index[:, i])
            width += np.abs(a * u[0] + b * u[1] + c * u[2])
        value: Field = (u[0] ** 2 + u[1] ** 2 + u[2] ** 2 - 1) / (2 * width + np.float32(1e-6))
        if self.cut is not None:
            normal, at = self.cut
            slope = normal @ geometry.affine[:3, :3]
            offset = float(normal @ (geometry.affine[:3, 3] - self.centre_mm)) - at
            value = np.maximum(value, linear(geometry.shape, slope, offset) / np.float32(np.abs(slope).sum()))
        return value

    def box(self, geometry: Geometry) -> Box:
        """The voxels that the solid may touch, partial volume included."""
        return self.span(geometry).clip(geometry.shape)

    def span(self, geometry: Geometry) -> Box:
        """The same, also where it leaves the grid."""
        inverse = np.linalg.inv(geometry.affine[:3, :3])
        centre = geometry.to_index(self.centre_mm)
        half = np.linalg.norm(inverse @ (self.axes * self.semi_mm), axis=1) + 1
        lo, hi = np.floor(centre - half).astype(int), np.ceil(centre + half).astype(int) + 1
        return Box((int(lo[0]), int(lo[1]), int(lo[2])), (int(hi[0]), int(hi[1]), int(hi[2])))

    def inside(self, geometry: Geometry) -> tuple[Box, npt.NDArray[np.bool_]]:
        """The box and which of its voxels have their centre inside."""
        box = self.box(geometry)
        if box.empty:
            return box, np.zeros(box.shape, bool)
        return box, self.level(geometry.crop(box)) < 0


@dataclass(frozen=True, eq=False)
class Patient:
    """Everything random about a patient, in mm about ``centre_mm``; ``scale`` fits it into the grid."""

    seed: int
    centre_mm: Floats
    scale: float
    semi_mm: tuple[float, float]
    fat_mm: float
    muscle_mm: float
    waist: float
    phase_mm: float
    organs: dict[str, Ellipsoid]
    hu: dict[str, float]


def linear(shape: Triple, slope: npt.ArrayLike, offset: float) -> Field:
    """slope · index + offset on the whole grid."""
    a, b, c = np.asarray(slope, dtype=np.float64)
    z, y, x = (np.arange(n, dtype=np.float32) for n in shape)
    plane = (np.float32(a) * z + np.float32(offset))[:, None] + np.float32(b) * y
    field: Field = plane[:, :, None] + np.float32(c) * x
    return field


def cover(level: Field) -> Field:
    """Share of the voxel that lies inside, from a level in voxel widths (negative inside)."""
    share: Field = np.clip(np.float32(0.5) - level, 0, 1)
    return share


def mix(hu: Field, share: Field, value: float | Field) -> None:
    """Fills that share of each voxel with the value, in place."""
    hu += share * (np.asarray(value, np.float32) - hu)


def reach(shape: Ellipsoid, direction: Floats) -> float:
    """How far the whole ellipsoid extends from its centre along a unit direction, in mm."""
    return float(np.linalg.norm(shape.semi_mm * (shape.axes.T @ direction)))
