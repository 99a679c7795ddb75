"""Region growing by SimpleITK, as the field's programs offer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt


def smooth(image: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """The image, 2-D or 3-D, after curvature flow, which ConfidenceConnected is commonly given."""
    import SimpleITK

    itk: Any = SimpleITK
    flowed = itk.CurvatureFlow(itk.GetImageFromArray(image.astype(np.float32)), 0.1, 5)
    return np.asarray(itk.GetArrayFromImage(flowed), np.float32)


def confidence_connected(
    image: npt.NDArray[Any], seed: Sequence[int], multiplier: float, radius: int, iterations: int = 3
) -> npt.NDArray[np.bool_]:
    """The region round a seed whose grey values lie within ``multiplier`` deviations of its own mean.

    ``seed``: (row, column) of a slice, or (slice, row, column) of a volume.
    """
    import SimpleITK

    itk: Any = SimpleITK
    place = [int(i) for i in reversed(seed)]
    grown = itk.ConfidenceConnected(itk.GetImageFromArray(image), [place], iterations, multiplier, radius, 1)
    return np.asarray(itk.GetArrayFromImage(grown) > 0)
