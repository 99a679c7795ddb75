"""Window width and level: the presets of CT, and what an image is first shown with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from medseg_gui.core.i18n import mark
from medseg_gui.core.volume import Volume

# Share of voxels that the automatic window leaves out at each end, as 3D Slicer does.
TAIL = 0.001
# The automatic window is measured on about this many voxels, evenly spread.
SAMPLE = 500_000


@dataclass(frozen=True)
class Preset:
    """A named window in HU. ``key`` is its digit in the default keymap."""

    id: str
    title: str
    width: float
    level: float
    key: str


# Common values; OHIF, Weasis, Horos and 3D Slicer differ in the last digits.
CT_PRESETS: tuple[Preset, ...] = (
    Preset("soft_tissue", mark("Soft tissue"), 400, 40, "1"),
    Preset("lung", mark("Lung"), 1500, -600, "2"),
    Preset("bone", mark("Bone"), 2000, 350, "3"),
    Preset("brain", mark("Brain"), 80, 40, "4"),
    Preset("liver", mark("Liver"), 150, 90, "5"),
    Preset("mediastinum", mark("Mediastinum"), 400, 80, "6"),
)


# Files without a modality: air and fat of CT lie below this, other images hardly ever do.
SURELY_HU = -100.0


def is_ct(volume: Volume) -> bool:
    """True for CT; where the file does not say what it is, true when its lowest values can only be HU."""
    if volume.modality:
        return volume.modality == "CT"
    return bool(np.nanquantile(_sample(volume), 0.02) < SURELY_HU)


def _sample(volume: Volume) -> npt.NDArray[np.float64]:
    step = max(1, round((volume.voxels.size / SAMPLE) ** (1 / 3)))
    return volume.voxels[::step, ::step, ::step].astype(np.float64)


def automatic_window(volume: Volume) -> tuple[float, float]:
    """(width, level) that shows all values but the outermost TAIL at each end; (1, value) for a flat image."""
    sample = _sample(volume)
    sample = sample[np.isfinite(sample)]
    if not sample.size:
        return (1.0, 0.0)
    low, high = np.quantile(sample, (TAIL, 1 - TAIL))
    if high <= low:  # nearly all voxels are alike, as in a mask
        low, high = float(sample.min()), float(sample.max())
    width = float(high - low)
    return (width if width > 0 else 1.0, float(high + low) / 2)


def default_window(volume: Volume) -> tuple[float, float]:
    """(width, level) that the file asks for, else the automatic one."""
    asked = volume.info.window
    if asked is not None and np.isfinite(asked).all() and asked[0] > 0:
        return (float(asked[0]), float(asked[1]))
    return automatic_window(volume)
