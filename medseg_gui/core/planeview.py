"""Which way up a slice is shown: array axes and flips of a plane, by radiological convention."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box, Geometry, Plane, Triple

S = TypeVar("S", bound=np.generic)
Rect = tuple[int, int, int, int]
"""(first row, first column, past the last row, past the last column) of a shown slice"""
Point = tuple[float, float, float]

# LPS directions that point right and down on the screen. Axial is seen from the feet and coronal from the
# front, so the patient's right is on the viewer's left; sagittal has the front on the left; the head is up.
_RIGHT_DOWN: dict[Plane, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "axial": ((1, 0, 0), (0, 1, 0)),
    "coronal": ((1, 0, 0), (0, 0, -1)),
    "sagittal": ((0, 1, 0), (0, 0, -1)),
}


@dataclass(frozen=True)
class Letters:
    """Anatomical letters at the edges of a shown slice; several per edge when it is oblique."""

    left: str
    right: str
    top: str
    bottom: str


@dataclass(frozen=True)
class PlaneView:
    """How the slices of one plane are laid out on the screen.

    A shown slice is a 2-D array (row, column): rows run down the screen along array axis ``row_axis``, columns
    to the right along ``col_axis``, each reversed where its flip is set; one scrolls along ``axis``.
    ``shape`` is the volume's. Voxel centres lie at whole rows and columns.
    """

    plane: Plane
    axis: int
    row_axis: int
    col_axis: int
    row_flip: bool
    col_flip: bool
    row_mm: float
    col_mm: float
    shape: Triple

    @classmethod
    def of(cls, geometry: Geometry, plane: Plane) -> PlaneView:
        """The layout that comes nearest to the convention, for flipped, oblique and sheared grids too."""
        axis = geometry.axis_of(plane)
        first, second = (a for a in range(3) if a != axis)
        right, down = (np.array(d, dtype=np.float64) for d in _RIGHT_DOWN[plane])
        along = geometry.directions

        def fit(row: int, col: int) -> float:
            return abs(float(along[:, row] @ down)) + abs(float(along[:, col] @ right))

        row, col = max(((first, second), (second, first)), key=lambda pair: fit(*pair))
        spacing = geometry.spacing_mm
        row_flip = bool(along[:, row] @ down < 0)
        col_flip = bool(along[:, col] @ right < 0)
        return cls(plane, axis, row, col, row_flip, col_flip, spacing[row], spacing[col], geometry.shape)

    @property
    def slices(self) -> int:
        return self.shape[self.axis]

    @property
    def rows(self) -> int:
        return self.shape[self.row_axis]

    @property
    def cols(self) -> int:
        return self.shape[self.col_axis]

    def cut(self, voxels: npt.NDArray[S], index: int) -> npt.NDArray[S]:
        """The slice as shown: a strided 2-D view (row, column), nothing copied."""
        plane = voxels[tuple(index if a == self.axis else slice(None) for a in range(3))]
        if self.row_axis > self.col_axis:
            plane = plane.T
        return plane[:: -1 if self.row_flip else 1, :: -1 if self.col_flip else 1]

    def to_shown(self, index: Point) -> tuple[float, float]:
        """Continuous (row, column) on the shown slice of an index (slice, row, column)."""
        row, col = index[self.row_axis], index[self.col_axis]
        return (self.rows - 1 - row if self.row_flip else row, self.cols - 1 - col if self.col_flip else col)

    def to_index(self, row: float, col: float, index: float) -> Point:
        """Continuous index (slice, row, column) of a place on the shown slice number ``index``."""
        out = [0.0, 0.0, 0.0]
        out[self.axis] = float(index)
        out[self.row_axis] = self.rows - 1 - row if self.row_flip else row
        out[self.col_axis] = self.cols - 1 - col if self.col_flip else col
        return (out[0], out[1], out[2])

    def rect(self, box: Box, index: int) -> Rect | None:
        """The rows and columns that the box covers on the shown slice, or None when it does not reach it."""
        box = box.clip(self.shape)
        if box.empty or not box.lo[self.axis] <= index < box.hi[self.axis]:
            return None
        r0, r1 = box.lo[self.row_axis], box.hi[self.row_axis]
        c0, c1 = box.lo[self.col_axis], box.hi[self.col_axis]
        if self.row_flip:
            r0, r1 = self.rows - r1, self.rows - r0
        if self.col_flip:
            c0, c1 = self.cols - c1, self.cols - c0
        return (r0, c0, r1, c1)

    def letters(self, geometry: Geometry) -> Letters:
        """The letters at the four edges (DICOM PS3.3 C.7.6.1.1.1)."""
        right = geometry.directions[:, self.col_axis] * (-1 if self.col_flip else 1)
        down = geometry.directions[:, self.row_axis] * (-1 if self.row_flip else 1)
        read = Geometry.letters
        return Letters(left=read(-right), right=read(right), top=read(-down), bottom=read(down))

    def position(self, geometry: Geometry, index: int) -> tuple[str, float]:
        """Where the slice lies along its own normal: the letter of the side and the distance in mm, at least 0.

        The distance is from the origin of the patient's coordinates, as DICOM's Slice Location is commonly made.
        """
        ax, ay, az = (float(v) for v in geometry.directions[:, self.row_axis])
        bx, by, bz = (float(v) for v in geometry.directions[:, self.col_axis])
        normal = (ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)
        step = geometry.affine[:, self.axis]
        length = hypot(*normal)
        distance = sum(n * (o + index * s) for n, o, s in zip(normal, geometry.origin_mm, step, strict=False)) / length
        sign = -1 if distance < 0 else 1
        return Geometry.letters([sign * n for n in normal])[:1], abs(float(distance))
