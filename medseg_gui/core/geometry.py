"""Where a voxel grid lies in the patient: index (slice, row, column) to LPS millimetres and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput

Plane = Literal["axial", "coronal", "sagittal"]
PLANES: tuple[Plane, ...] = ("axial", "coronal", "sagittal")
Triple = tuple[int, int, int]
Floats = npt.NDArray[np.float64]

# LPS axis that each plane is perpendicular to (DICOM PS3.3 C.7.6.2.1.1: x to the left, y to the back, z to the head)
_NORMAL: dict[Plane, int] = {"sagittal": 0, "coronal": 1, "axial": 2}
# letters (negative end, positive end) of the LPS axes
_LETTERS = (("R", "L"), ("A", "P"), ("F", "H"))
# Two grids are the same when no corner is further apart than this share of the smallest spacing.
SAME_TOLERANCE = 1e-3
# Axes count as orthogonal when the cosine between them is below this (0.06 degrees).
ORTHOGONAL_TOLERANCE = 1e-3
# Axes span no volume when the parallelepiped of their unit vectors is smaller than this.
SINGULAR_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Box:
    """Half-open index box, ``lo`` inclusive and ``hi`` exclusive, both (slice, row, column)."""

    lo: Triple
    hi: Triple

    @classmethod
    def whole(cls, shape: Iterable[int]) -> Box:
        z, y, x = shape
        return cls((0, 0, 0), (int(z), int(y), int(x)))

    @classmethod
    def around(cls, mask: npt.NDArray[np.bool_]) -> Box | None:
        """The smallest box that holds every true voxel of a 3-D mask, or None for an empty mask."""
        slices = np.flatnonzero(mask.any(axis=(1, 2)))
        if not len(slices):
            return None
        z0, z1 = int(slices[0]), int(slices[-1]) + 1
        flat = np.any(mask[z0:z1], axis=0)
        rows, columns = np.flatnonzero(flat.any(axis=1)), np.flatnonzero(flat.any(axis=0))
        return cls((z0, int(rows[0]), int(columns[0])), (z1, int(rows[-1]) + 1, int(columns[-1]) + 1))

    @property
    def shape(self) -> Triple:
        a, b, c = (max(0, h - low) for low, h in zip(self.lo, self.hi, strict=True))
        return (a, b, c)

    @property
    def empty(self) -> bool:
        return 0 in self.shape

    @property
    def size(self) -> int:
        a, b, c = self.shape
        return a * b * c

    @property
    def slices(self) -> tuple[slice, slice, slice]:
        a, b, c = (slice(low, h) for low, h in zip(self.lo, self.hi, strict=True))
        return (a, b, c)

    def turned(self, shape: Sequence[int], order: Sequence[int], flip: Sequence[bool]) -> Box:
        """Where this box of a turned grid of that shape lies in the volume.

        ``order``, ``flip``: the axis of the volume that each axis here is, and whether it runs backwards.
        """
        ends = [(n - hi, n - lo) if f else (lo, hi) for lo, hi, n, f in zip(self.lo, self.hi, shape, flip, strict=True)]
        (a, b), (c, d), (e, f) = (ends[list(order).index(axis)] for axis in range(3))
        return Box((a, c, e), (b, d, f))

    def clip(self, shape: Iterable[int]) -> Box:
        return self.intersect(Box.whole(shape))

    def intersect(self, other: Box) -> Box:
        lo = [max(a, b) for a, b in zip(self.lo, other.lo, strict=True)]
        hi = [max(low, min(a, b)) for low, a, b in zip(lo, self.hi, other.hi, strict=True)]
        return Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))

    def union(self, other: Box | None) -> Box:
        if other is None or other.empty:
            return self
        if self.empty:
            return other
        lo = [min(a, b) for a, b in zip(self.lo, other.lo, strict=True)]
        hi = [max(a, b) for a, b in zip(self.hi, other.hi, strict=True)]
        return Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2]))

    def pad(self, by: int | Triple, shape: Iterable[int]) -> Box:
        b = (by, by, by) if isinstance(by, int) else by
        lo = [a - p for a, p in zip(self.lo, b, strict=True)]
        hi = [a + p for a, p in zip(self.hi, b, strict=True)]
        return Box((lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2])).clip(shape)

    def slabs(self, voxels: int) -> Iterator[Box]:
        """The box cut along the first axis into boxes of at most so many voxels (one slice at the least)."""
        step = max(1, voxels // max(1, self.shape[1] * self.shape[2]))
        for z in range(self.lo[0], self.hi[0], step):
            yield Box((z, *self.lo[1:]), (min(z + step, self.hi[0]), *self.hi[1:]))

    def holds(self, index: Iterable[int]) -> bool:
        return all(a <= i < b for a, i, b in zip(self.lo, index, self.hi, strict=True))


@dataclass(frozen=True, eq=False)
class Geometry:
    """A voxel grid without voxels.

    ``affine`` (4, 4) maps (slice, row, column, 1) to LPS millimetres, voxel centres at integers.
    ``frame_uid`` is the DICOM Frame of Reference UID where one is known.
    Raises BadInput when the shape is not three positive sizes or the affine is singular or not finite.
    """

    shape: Triple
    affine: Floats
    frame_uid: str = ""

    def __post_init__(self) -> None:
        affine = np.array(self.affine, dtype=np.float64)
        shape = tuple(int(n) for n in self.shape)
        if len(shape) != 3 or min(shape) < 1:
            raise BadInput(f"A volume needs three axes with at least one voxel each, not {shape}")
        if affine.shape != (4, 4) or not np.isfinite(affine).all():
            raise BadInput("The affine must be a finite 4×4 matrix")
        if not np.allclose(affine[3], (0, 0, 0, 1), rtol=0, atol=1e-9):
            raise BadInput("The last row of the affine must be 0 0 0 1")
        steps = np.linalg.norm(affine[:3, :3], axis=0)
        if min(steps) == 0 or abs(np.linalg.det(affine[:3, :3] / steps)) < SINGULAR_TOLERANCE:
            raise BadInput("The affine is singular: two axes point the same way or a spacing is zero")
        affine.setflags(write=False)
        object.__setattr__(self, "affine", affine)
        object.__setattr__(self, "shape", shape)

    @classmethod
    def axial(
        cls,
        shape: Triple,
        spacing_mm: tuple[float, float, float],
        origin_mm: tuple[float, float, float] = (0, 0, 0),
    ) -> Geometry:
        """The standard axial grid: slice to the head, row to the back, column to the patient's left."""
        z, y, x = spacing_mm
        affine = np.array([[0, 0, x, origin_mm[0]], [0, y, 0, origin_mm[1]], [z, 0, 0, origin_mm[2]], [0, 0, 0, 1]])
        return cls(shape, affine)

    # ----- figures -------------------------------------------------------------------------------------
    @cached_property
    def spacing_mm(self) -> tuple[float, float, float]:
        """Distance between neighbouring voxel centres along (slice, row, column)."""
        z, y, x = np.linalg.norm(self.affine[:3, :3], axis=0)
        return (float(z), float(y), float(x))

    @cached_property
    def directions(self) -> Floats:
        """(3, 3): column i is the unit LPS vector along array axis i."""
        return np.asarray(self.affine[:3, :3] / np.array(self.spacing_mm), dtype=np.float64)

    @property
    def origin_mm(self) -> tuple[float, float, float]:
        """LPS position of the centre of voxel (0, 0, 0)."""
        a, b, c = self.affine[:3, 3]
        return (float(a), float(b), float(c))

    @cached_property
    def voxel_ml(self) -> float:
        """Volume of one voxel in millilitres (true for sheared grids too)."""
        return float(abs(np.linalg.det(self.affine[:3, :3]))) / 1000.0

    @cached_property
    def sheared(self) -> bool:
        """True when the axes are not perpendicular (a gantry-tilted series, for one)."""
        gram = self.directions.T @ self.directions
        return bool(np.abs(gram - np.eye(3)).max() > ORTHOGONAL_TOLERANCE)

    @property
    def left_handed(self) -> bool:
        """True when (column, row, slice) form a left-handed system in LPS."""
        return bool(np.linalg.det(self.affine[:3, :3]) > 0)

    @property
    def orientation(self) -> str:
        """Three letters, the main direction in which slice, row and column indices grow, e.g. "HPL".

        Each body axis is named once, as ``plane_axes`` assigns them, also at 45 degrees.
        """
        letters = [""] * 3
        for plane, axis in self.plane_axes.items():
            body = _NORMAL[plane]
            letters[axis] = _LETTERS[body][int(self.directions[body, axis] > 0)]
        return "".join(letters)

    @staticmethod
    def letters(direction: npt.ArrayLike, smallest: float = 0.25) -> str:
        """Anatomical letters of an LPS direction in order of dominance ("L", "LA", ...): oblique shows several.

        Source: DICOM PS3.3 C.7.6.1.1.1 (Patient Orientation).
        """
        d = np.asarray(direction, dtype=np.float64)
        d = d / max(float(np.linalg.norm(d)), 1e-12)
        order = sorted(range(3), key=lambda a: -abs(d[a]))
        return "".join(_LETTERS[a][int(d[a] > 0)] for a in order if abs(d[a]) >= smallest)

    # ----- maps ----------------------------------------------------------------------------------------
    @cached_property
    def _inverse(self) -> Floats:
        return np.asarray(np.linalg.inv(self.affine), dtype=np.float64)

    def to_world(self, index: npt.ArrayLike) -> Floats:
        """LPS millimetres (..., 3) of indices (..., 3) given as (slice, row, column)."""
        i = np.asarray(index, dtype=np.float64)
        return i @ self.affine[:3, :3].T + self.affine[:3, 3]

    def to_index(self, world_mm: npt.ArrayLike) -> Floats:
        """Continuous indices (..., 3) as (slice, row, column) of LPS points (..., 3)."""
        w = np.asarray(world_mm, dtype=np.float64)
        return w @ self._inverse[:3, :3].T + self._inverse[:3, 3]

    def holds(self, index: Iterable[float]) -> bool:
        """True when the index rounds to a voxel of the grid."""
        return all(-0.5 <= i < n - 0.5 for i, n in zip(index, self.shape, strict=True))

    # ----- planes --------------------------------------------------------------------------------------
    @cached_property
    def plane_axes(self) -> dict[Plane, int]:
        """The array axis that is perpendicular to each anatomical plane; each axis is used once.

        The assignment with the largest summed cosine is taken, so oblique grids get a sensible one.
        """
        from itertools import permutations

        cosines = np.abs(self.directions)
        best = max(
            permutations(range(3)),
            key=lambda p: sum(float(cosines[_NORMAL[pl], p[i]]) for i, pl in enumerate(PLANES)),
        )
        return {plane: best[i] for i, plane in enumerate(PLANES)}

    def axis_of(self, plane: Plane) -> int:
        """The array axis along which one scrolls through slices of that plane."""
        if plane not in PLANES:
            raise BadInput(f"Unknown plane {plane!r}", todo="Use axial, coronal or sagittal.")
        return self.plane_axes[plane]

    # ----- relations -----------------------------------------------------------------------------------
    def same_as(self, other: Geometry) -> bool:
        """True when both grids have one shape and every corner lies within SAME_TOLERANCE of a voxel.

        Frame of Reference UIDs must agree where both are known (DICOM PS3.3 C.7.4.1).
        """
        if self.shape != other.shape:
            return False
        if self.frame_uid and other.frame_uid and self.frame_uid != other.frame_uid:
            return False
        return self.distance_mm(other) <= SAME_TOLERANCE * min(self.spacing_mm)

    def distance_mm(self, other: Geometry) -> float:
        """The largest distance between corresponding corners of the two grids."""
        n = np.array(self.shape) - 1
        corners = np.array([[a, b, c] for a in (0, n[0]) for b in (0, n[1]) for c in (0, n[2])], dtype=np.float64)
        return float(np.linalg.norm(self.to_world(corners) - other.to_world(corners), axis=1).max())

    def crop(self, box: Box) -> Geometry:
        """The grid of the voxels in the box."""
        affine = self.affine.copy()
        affine[:3, 3] = self.to_world(box.lo)
        return Geometry(box.shape, affine, self.frame_uid)

    def upright(self) -> Geometry:
        """A grid without shear that holds every voxel of this one: columns run as here, rows and slices across them.

        Slices are as far apart as these are across, so those of a gantry-tilted series stay on their planes.
        """
        column, row, normal = np.linalg.qr(self.affine[:3, [2, 1, 0]])[0].T
        axes = np.stack([normal, row, column], axis=1)
        axes *= np.sign(np.sum(axes * self.affine[:3, :3], axis=0))
        steps = np.sum(axes * self.affine[:3, :3], axis=0)
        n = np.array(self.shape) - 1
        corners = np.array([[a, b, c] for a in (0, n[0]) for b in (0, n[1]) for c in (0, n[2])], dtype=np.float64)
        at = (corners @ self.affine[:3, :3].T) @ axes / steps
        low, high = np.floor(at.min(axis=0) + 1e-6), np.ceil(at.max(axis=0) - 1e-6)
        affine = np.eye(4)
        affine[:3, :3] = axes * steps
        affine[:3, 3] = self.affine[:3, 3] + affine[:3, :3] @ low
        z, y, x = (int(v) + 1 for v in high - low)
        return Geometry((z, y, x), affine, self.frame_uid)

    def describe(self) -> str:
        """One line for people: size, spacing and orientation."""
        z, y, x = self.spacing_mm
        return f"{self.shape[0]}×{self.shape[1]}×{self.shape[2]}, {z:.3g}×{y:.3g}×{x:.3g} mm, {self.orientation}"
