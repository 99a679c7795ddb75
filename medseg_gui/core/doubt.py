"""How unsure a model was of a whole case: the less sure, the more of its answer is likely to be wrong."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def doubt(probability: npt.NDArray[np.float32]) -> float:
    """Bits of entropy of the foreground probability, summed over the case, per voxel of expected foreground.

    Wrong voxels lie where the entropy is, and 1 - Dice is the wrong voxels over the object's size: so both grow alike
    with the error, for small and large objects. 0 for an answer that is sure everywhere.
    """
    p = probability.astype(np.float64).clip(0, 1)
    unsure = p[(p > 0) & (p < 1)]
    bits = -(unsure * np.log2(unsure) + (1 - unsure) * np.log2(1 - unsure)).sum()
    return float(bits / max(1.0, p.sum()))
