"""Region growing by SimpleITK, as the field's programs offer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt


def smooth(image: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """The 2-D image after curvature flow, which ConfidenceConnected is commonly given."""
    import SimpleITK

    itk: Any = SimpleITK
    flowed = itk.CurvatureFlow(itk.GetImageFromArray(image.astype(np.float32)), 0.1, 5)
    return np.asarray(itk.GetArrayFromImage(flowed), np.float32)


def confidence_connected(
    image: npt.NDArray[Any], seed: Sequence[int], multiplier: float, radius: int, iterations: int = 3
) -> npt.NDArray[np.bool_]:
    """The region round a seed (row, column) whose grey values lie within ``multiplier`` deviations of its own mean."""
    import SimpleITK

    itk: Any = SimpleITK
    place = [int(seed[1]), int(seed[0])]
    grown = itk.ConfidenceConnected(itk.GetImageFromArray(image), [place], iterations, multiplier, radius, 1)
    return np.asarray(itk.GetArrayFromImage(grown) > 0)
