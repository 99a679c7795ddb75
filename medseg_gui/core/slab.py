"""Slices of one array, fetched in groups where neighbours share memory."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box
from medseg_gui.core.planeview import PlaneView

# A slice across the fastest axis (the sagittal one, mostly) takes one voxel of each cache line: fetching this many
# bytes of a line costs the same 3 ms on 400×512, and then the neighbouring slices are there too.
GROUP_BYTES = 16


class Slab:
    """The shown slices of an array (slice, row, column), as 2-D views.

    Across a slow axis they are views of the array itself; across the fastest one, of a copy of a few neighbouring
    slices, which ``reread`` brings up to date where the array has changed.
    """

    def __init__(self, layout: PlaneView, array: npt.NDArray[np.generic]) -> None:
        self.array = array
        self._layout = layout
        self._lines = np.moveaxis(array, layout.axis, -1)
        count = GROUP_BYTES // array.itemsize
        contiguous = self._lines.strides[-1] == array.itemsize
        self._count = count if contiguous and 1 < count <= layout.slices else 1
        self._first = -1
        self._block: npt.NDArray[np.generic] | None = None

    def cut(self, index: int) -> npt.NDArray[np.generic]:
        """The slice as shown; good until the next call."""
        if self._count == 1:
            return self._layout.cut(self.array, index)
        first = min(index // self._count * self._count, self._layout.slices - self._count)
        if self._block is None or first != self._first:
            group = self._lines[:, :, first : first + self._count].view(f"V{GROUP_BYTES}")
            self._block = np.ascontiguousarray(group[..., 0])[..., None].view(self.array.dtype)
            self._first = first
        return self._layout.cut(np.moveaxis(self._block, -1, self._layout.axis), index - self._first)

    def reread(self, box: Box) -> None:
        """The array changed inside the box."""
        if self._block is not None:
            here = [slice(*ends) for a, ends in enumerate(zip(box.lo, box.hi, strict=True)) if a != self._layout.axis]
            group = self._lines[:, :, self._first : self._first + self._count]
            self._block[here[0], here[1]] = group[here[0], here[1]]
