"""Masks and labels kept small: a mask as its box and one bit for each voxel inside, labels packed."""

from __future__ import annotations

from dataclasses import dataclass

import lz4.block
import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box, Triple
from medseg_gui.core.labelmap import Labels, Mask


@dataclass(frozen=True, eq=False)
class Patch:
    """A bool array of ``shape``, false outside ``box``. ``Patch.of(mask).mask()`` is the mask again."""

    shape: Triple
    box: Box | None
    bits: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, mask: Mask) -> Patch:
        box = Box.around(mask)
        z, y, x = mask.shape
        return cls((z, y, x), box, np.packbits(mask[box.slices]) if box else np.zeros(0, np.uint8))

    def same_as(self, other: Patch) -> bool:
        return (self.shape, self.box) == (other.shape, other.box) and bool((self.bits == other.bits).all())

    def mask(self) -> Mask:
        """A new array."""
        out = np.zeros(self.shape, bool)
        if self.box is not None:
            out[self.box.slices] = np.unpackbits(self.bits, count=self.box.size).reshape(self.box.shape)
        return out


@dataclass(frozen=True, eq=False)
class PackedLabels:
    """An array of labels. ``PackedLabels.of(labels).labels()`` is the array again."""

    shape: Triple
    dtype: str
    packed: bytes

    @classmethod
    def of(cls, labels: Labels) -> PackedLabels:
        z, y, x = labels.shape
        return cls((z, y, x), labels.dtype.str, lz4.block.compress(np.ascontiguousarray(labels)))

    def labels(self) -> Labels:
        """A new array, not to be written to."""
        return np.frombuffer(lz4.block.decompress(self.packed), np.dtype(self.dtype)).reshape(self.shape)
