"""Where segments lie, found without an array as large as the volume."""

from __future__ import annotations

import numpy as np

from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import LabelMap, Segment


def box_of(labels: LabelMap, segment: Segment) -> Box | None:
    """The smallest box that holds the segment's voxels, or None when it has none."""
    layer = labels.layers[segment.layer]
    flat = np.zeros(layer.shape[1:], bool)
    slices = []
    for z, voxels in enumerate(layer):
        hit = voxels == segment.value
        if hit.any():
            slices.append(z)
            flat |= hit
    if not slices:
        return None
    rows, cols = np.flatnonzero(flat.any(axis=1)), np.flatnonzero(flat.any(axis=0))
    return Box((slices[0], int(rows[0]), int(cols[0])), (slices[-1] + 1, int(rows[-1]) + 1, int(cols[-1]) + 1))
