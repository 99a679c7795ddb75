"""What can be done with a series whose slices lie on no even grid, or lean (gantry tilt): resample, or split.

Both give rows whose uid says how they came about, so that a saved case finds its grid again: "UID#even" for the
upright, even grid, "UID#part1" ... for the even parts. An even, tilted series can also be read as it is: "UID#true".
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Floats, Geometry
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Note
from medseg_gui.io.dicom_stack import UNEVEN_MM, UNEVEN_SHARE, stack_of

if TYPE_CHECKING:
    from medseg_gui.io.dicom import SeriesRow

Voxels = npt.NDArray[np.generic]
EVEN, PART, TRUE = "#even", "#part", "#true"
# Slices that lie further from the even grid than this share of their distance make the grid untrue.
HOLDS_SHARE = 0.1
# Closer than this share of a voxel to a stored place nothing is interpolated.
_SNAP = 1e-3
_AIR_HU = -1024


@dataclass(frozen=True, eq=False)
class Plan:
    """How each slice of an even, upright grid is made: from ``pairs[z]`` = (below, above, share of above).

    ``shifts`` (source slices, 2): where the first voxel of each lies on the grid, in rows and columns.
    """

    shape: tuple[int, int]
    pairs: tuple[tuple[int, int, float], ...]
    shifts: Floats
    fill: int

    def slice_of(self, z: int, get: Callable[[int], Voxels]) -> Voxels:
        """Slice ``z`` of the grid, of the source's type; ``get`` gives a source slice (row, column)."""
        below, above, share = self.pairs[z]
        first = get(below)
        if share == 0 and not self.shifts[below].any() and first.shape == self.shape:
            return first
        out = self._placed(first, below)
        if share:
            other = self._placed(get(above), above)
            both = out * np.float32(1 - share) + other * np.float32(share)
            out = np.where(np.isnan(other), out, np.where(np.isnan(out), other, both))
        out = np.nan_to_num(out, nan=self.fill)
        return (np.rint(out) if first.dtype.kind in "iu" else out).astype(first.dtype)

    def volume(self, voxels: Voxels) -> Generator[Progress, None, Voxels]:
        """All of it. Takes the memory of the new grid beside that of the old."""
        out = np.empty((len(self.pairs), *self.shape), voxels.dtype)
        for z in range(len(out)):
            yield Progress("Resampling slices", z, len(out))
            out[z] = self.slice_of(z, lambda n: voxels[n])
        return out

    def _placed(self, image: Voxels, source: int) -> npt.NDArray[np.float32]:
        """The image moved to where it lies (bilinear), NaN round it."""
        at = np.floor(self.shifts[source]).astype(int)
        down, right = (self.shifts[source] - at).astype(np.float32)
        moved = image.astype(np.float32)
        for axis, part in ((0, down), (1, right)):
            if part:
                pad = [(1, 1) if a == axis else (0, 0) for a in (0, 1)]
                edged = np.pad(moved, pad, mode="edge")
                n = edged.shape[axis] - 1
                moved = np.take(edged, range(1, n + 1), axis) * (1 - part) + np.take(edged, range(n), axis) * part
        out = np.full(self.shape, np.nan, np.float32)
        rows, columns = (min(n, room - first) for n, room, first in zip(moved.shape, self.shape, at, strict=True))
        out[at[0] : at[0] + rows, at[1] : at[1] + columns] = moved[:rows, :columns]
        return out


def evened(row: SeriesRow) -> SeriesRow:
    """The row on an upright grid of even spacing: linear between neighbours, and nothing that was there is cut off."""
    positions = np.array([f.position_mm for f in row.frames], dtype=np.float64)
    affine = row.geometry.affine
    rows, columns = affine[:3, 1], affine[:3, 2]
    normal = np.cross(columns, rows)
    normal /= np.linalg.norm(normal)
    depths = (positions - positions[0]) @ normal
    usual = float(np.median(np.diff(depths)))
    count = int(np.rint(depths[-1] / usual)) + 1
    step = depths[-1] / (count - 1)
    # where each slice's first voxel lies in rows and columns of the first slice
    inverse = np.linalg.inv(np.column_stack([normal, rows, columns]))
    shifts = ((positions - positions[0]) @ inverse.T)[:, 1:]
    nearest = np.rint(shifts)
    shifts = np.where(np.abs(shifts - nearest) < _SNAP, nearest, shifts)
    least = np.floor(shifts.min(axis=0))
    extra = np.ceil(shifts.max(axis=0)) - least
    shape = (row.geometry.shape[1] + int(extra[0]), row.geometry.shape[2] + int(extra[1]))
    pairs = tuple(_pair(z * step, depths, usual) for z in range(count))
    new = np.eye(4)
    new[:3, 0], new[:3, 1], new[:3, 2] = normal * step, rows, columns
    new[:3, 3] = positions[0] + rows * least[0] + columns * least[1]
    fill = _AIR_HU if row.modality == "CT" else 0
    made = sum(share > 0 for _, _, share in pairs)
    text = (
        f"Resampled to {count} slices every {step:.2f} mm, upright: {made} of them lie between recorded ones, "
        f"up to {_furthest(pairs, depths, step):.2f} mm from the nearest"
    )
    if shifts.any():
        text += f"; slices are moved by up to {_most_mm(shifts, rows, columns):.2f} mm in their plane"
    return replace(
        row,
        uid=row.uid + EVEN,
        geometry=Geometry((count, *shape), new, row.geometry.frame_uid),
        notes=(*_kept(row), Note("resampled", text, _furthest(pairs, depths, step))),
        info=replace(row.info, uid=row.uid + EVEN),
        label=", ".join(t for t in (row.label, "resampled") if t),
        uneven_mm=0.0,
        plan=Plan(shape, pairs, shifts - least, fill),
    )


def _pair(depth: float, depths: Floats, usual: float) -> tuple[int, int, float]:
    nearest = int(np.argmin(np.abs(depths - depth)))
    if abs(depths[nearest] - depth) < _SNAP * usual:
        return nearest, nearest, 0.0
    above = min(max(int(np.searchsorted(depths, depth)), 1), len(depths) - 1)
    share = (depth - depths[above - 1]) / (depths[above] - depths[above - 1])
    return above - 1, above, float(min(max(share, 0.0), 1.0))


def _furthest(pairs: tuple[tuple[int, int, float], ...], depths: Floats, step: float) -> float:
    """Millimetres between an interpolated slice and the nearest recorded one, at most."""
    return max(float(np.abs(depths - z * step).min()) if pairs[z][2] else 0.0 for z in range(len(pairs)))


def _most_mm(shifts: Floats, rows: Floats, columns: Floats) -> float:
    return float(np.linalg.norm(shifts @ np.array([rows, columns]), axis=1).max())


def parts_of(row: SeriesRow) -> list[SeriesRow]:
    """The runs of slices that lie evenly, a row for each, in ascending order."""
    positions = np.array([f.position_mm for f in row.frames], dtype=np.float64)
    steps = np.diff(positions, axis=0)
    limit = max(UNEVEN_MM, UNEVEN_SHARE * float(np.median(np.linalg.norm(steps, axis=1))))
    cuts, first = [0], 0
    for n in range(1, len(positions)):
        if n - 1 > first and np.linalg.norm(steps[n - 1] - steps[first]) > limit:
            cuts.append(n)
            first = n
    ends = [*cuts[1:], len(positions)]
    out = []
    for n, (start, end) in enumerate(zip(cuts, ends, strict=True), 1):
        note = Note(
            "part", f"Part {n} of {len(cuts)} of a series with uneven slices: slices {start} to {end - 1} of it"
        )
        stack = stack_of(list(row.frames[start:end]), [*_kept(row), note])
        uid = f"{row.uid}{PART}{n}"
        label = ", ".join(t for t in (row.label, f"part {n} of {len(cuts)}") if t)
        new = replace(row, uid=uid, info=replace(row.info, uid=uid), label=label, uneven_mm=0.0)
        out.append(replace(new, frames=stack.frames, geometry=stack.geometry, notes=stack.notes))
    return out


def _kept(row: SeriesRow) -> list[Note]:
    """Notes that still hold on another grid."""
    return [note for note in row.notes if not is_of_grid(note)]


def is_of_grid(note: Note) -> bool:
    """True for gaps, varying distances and a tilt."""
    return note.kind in ("gap", "tilt") or (note.kind == "spacing" and note.mm is not None)


def tilted(row: SeriesRow) -> bool:
    return any(note.kind == "tilt" for note in row.notes)


def uneven(row: SeriesRow) -> bool:
    """True when no affine holds for the row as it is."""
    return row.uneven_mm > HOLDS_SHARE * row.spacing_mm[0]


def asked_for(rows: list[SeriesRow], uid: str) -> list[SeriesRow]:
    """The rows with the one that ``uid`` is made from replaced by what its ending asks for; as they are without one."""
    out: list[SeriesRow] = []
    for row in rows:
        if row.refusal or not uid.startswith(row.uid + "#"):
            out.append(row)
        elif uid.endswith(EVEN):
            out.append(evened(row))
        elif PART in uid:
            out += parts_of(row)
        else:
            out.append(row)
    return out
