"""A thick slab of slices as one: the brightest, darkest or mean value along the view's normal.

The slab is symmetric round the shown slice and holds every slice whose plane lies within half the thickness of it,
measured at right angles to it. On a sheared grid (gantry tilt) each slice is moved, by whole voxels, to where it
lies along the normal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.planeview import PlaneView

Mode = Literal["off", "mip", "minip", "mean"]
Grey = npt.NDArray[np.generic]
MOST_MM = 500.0
_REDUCE = {"mip": (np.maximum, np.fmax), "minip": (np.minimum, np.fmin), "mean": (np.add, np.add)}
"""For whole numbers, and for others: there a value that is no number yields to one."""


@dataclass(frozen=True)
class Thick:
    """How slices are shown: one at a time ("off") or as a slab. Raises BadInput for other modes or thicknesses."""

    mode: Mode = "off"
    thickness_mm: float = 10.0

    def __post_init__(self) -> None:
        if self.mode not in get_args(Mode) or not 0 < self.thickness_mm <= MOST_MM:
            raise BadInput(f"This is no slab: {self.mode!r}, {self.thickness_mm} mm")


class Projection:
    """Slabs across one plane of a volume. Keeps nothing but what the grid says."""

    def __init__(self, layout: PlaneView, voxels: Grey, geometry: Geometry) -> None:
        self._layout = layout
        self._voxels = voxels
        step = geometry.affine[:3, layout.axis]
        self._others = [a for a in range(3) if a != layout.axis]
        inside = geometry.affine[:3, self._others]
        # a step of one slice and this many rows and columns back goes straight along the normal
        shift = np.linalg.lstsq(inside, step, rcond=None)[0]
        self._shift = (-float(shift[0]), -float(shift[1]))
        self.step_mm = float(np.linalg.norm(step - inside @ shift))
        """Distance of neighbouring slices along the normal."""

    def reach(self, thickness_mm: float) -> int:
        """How many slices on either side belong to a slab."""
        return int(thickness_mm / 2 / self.step_mm + 1e-6)

    def span(self, index: int, thickness_mm: float) -> tuple[int, int]:
        """First slice of the slab round a slice, and the one past the last; fewer at the ends of the volume."""
        reach = self.reach(thickness_mm)
        return max(index - reach, 0), min(index + reach + 1, self._layout.slices)

    def cut(self, index: int, thick: Thick) -> Grey:
        """The slab as it is shown (row, column); of the volume's type, the mean as float32."""
        first, last = self.span(index, thick.thickness_mm)
        if thick.mode == "off" or last - first == 1:
            return self._layout.cut(self._voxels, index)
        reach = max(index - first, last - 1 - index)
        if any(round(s * reach) for s in self._shift):
            flat = self._moved(index, first, last, thick.mode)
        else:
            flat = self._straight(first, last, thick.mode)
        return self._layout.cut(np.expand_dims(flat, self._layout.axis), 0)

    def _straight(self, first: int, last: int, mode: Mode) -> Grey:
        axis = self._layout.axis
        block = self._voxels[tuple(slice(first, last) if a == axis else slice(None) for a in range(3))]
        reduce = _REDUCE[mode][block.dtype.kind == "f"]
        kind = np.dtype(np.float32) if mode == "mean" else block.dtype
        if block.strides[axis] == block.itemsize and axis == 2:
            # Across the fastest axis: the run of each line is copied as one piece, and then the slab is taken slice
            # by slice from this small block; numpy's reduction over short runs takes three times as long.
            runs = block.view(f"V{block.itemsize * (last - first)}")[..., 0]
            block = np.ascontiguousarray(runs).view(block.dtype).reshape(block.shape)
            out = block[..., 0].astype(kind)
            for at in range(1, last - first):
                reduce(out, block[..., at], out=out)
        else:
            out = reduce.reduce(block, axis=axis, dtype=kind)
        return _mean(out, last - first) if mode == "mean" else out

    def _moved(self, index: int, first: int, last: int, mode: Mode) -> Grey:
        """Slice by slice, each moved along the normal; beside a slice there is nothing to take."""
        layout = self._layout
        rows, cols = (layout.shape[a] for a in self._others)
        reduce = _REDUCE[mode][self._voxels.dtype.kind == "f"]
        here_now = np.take(self._voxels, index, axis=layout.axis)
        out: Grey = here_now.astype(np.float32) if mode == "mean" else here_now
        count = np.ones(out.shape, np.float32)
        for number in range(first, last):
            down, right = (round(s * (number - index)) for s in self._shift)
            here = (slice(max(-down, 0), min(rows - down, rows)), slice(max(-right, 0), min(cols - right, cols)))
            there = (slice(max(down, 0), min(rows + down, rows)), slice(max(right, 0), min(cols + right, cols)))
            if number != index and abs(down) < rows and abs(right) < cols:
                cut = self._voxels[tuple(number if a == layout.axis else slice(None) for a in range(3))]
                reduce(out[here], cut[there], out=out[here])
                count[here] += 1
        return _mean(out, count) if mode == "mean" else out


def _mean(total: Grey, count: int | npt.NDArray[np.float32]) -> Grey:
    out: npt.NDArray[np.float32] = total.astype(np.float32, copy=False)
    out /= np.float32(count) if isinstance(count, int) else count
    return out
