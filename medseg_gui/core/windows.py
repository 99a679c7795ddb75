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
# What MR, PET and the like show as black: this share of all voxels; as white: this share of the foreground's.
DARKEST, BRIGHTEST = 0.01, 0.99
SPOTS = 0.005
"""A brighter class that holds less than this share of the voxels is a few spots, and not the foreground."""
HEADROOM = 1.1
"""White lies this much higher than the foreground's brightest share, so that bright tissue keeps its shades."""
# A file's own window makes sense when it shows at least this share of the values' range, and fills this share of it.
SENSIBLE = 0.03


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
    Preset("soft_tissue", mark("CT soft tissue"), 400, 40, "1"),
    Preset("lung", mark("CT lung"), 1500, -600, "2"),
    Preset("bone", mark("CT bone"), 2000, 350, "3"),
    Preset("brain", mark("CT brain"), 80, 40, "4"),
    Preset("liver", mark("CT liver"), 150, 90, "5"),
    Preset("mediastinum", mark("CT mediastinum"), 400, 80, "6"),
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
    """(width, level): CT shows all values but the outermost TAIL at each end, other images their foreground.

    The whole volume counts, so it is the same on every slice. (1, value) for a flat image.
    """
    sample = _sample(volume)
    sample = sample[np.isfinite(sample)]
    if not sample.size:
        return (1.0, 0.0)
    low, high = _tails(sample) if is_ct(volume) else _foreground(sample)
    if high <= low:  # nearly all voxels are alike, as in a mask
        low, high = float(sample.min()), float(sample.max())
    width = float(high - low)
    return (width if width > 0 else 1.0, float(high + low) / 2)


def _tails(sample: npt.NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(sample, (TAIL, 1 - TAIL))
    return float(low), float(high)


def _foreground(sample: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Black and white for images without fixed units: air is black however much of it there is.

    Quantiles of all voxels would grow darker or brighter with the share of air in the field of view; those of what
    lies above Otsu's threshold do not, and MR's few very bright voxels (flow, coils, fat) do not count.
    """
    low, rest = float(np.quantile(sample, DARKEST)), sample
    while rest.max() > low:
        threshold = _otsu(rest, low, float(rest.max()))
        bright = rest[rest > threshold]
        if bright.size >= SPOTS * sample.size:
            return low, low + HEADROOM * (float(np.quantile(bright, BRIGHTEST)) - low)
        rest = rest[rest <= threshold]
    return low, low


def _otsu(sample: npt.NDArray[np.float64], low: float, high: float) -> float:
    """The threshold that parts the values into the two classes that differ most (Otsu 1979)."""
    counts, edges = np.histogram(np.clip(sample, low, high), 256, (low, high))
    middles = (edges[:-1] + edges[1:]) / 2
    below, total = np.cumsum(counts), np.cumsum(counts * middles)
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (total / below - (total[-1] - total) / above) ** 2
    return float(edges[1:][int(np.nanargmax(apart))])


def default_window(volume: Volume) -> tuple[float, float]:
    """(width, level) that the file asks for where that makes sense, else the automatic one."""
    asked = volume.info.window
    if asked is not None and np.isfinite(asked).all() and asked[0] > 0 and _sensible(volume, *asked):
        return (float(asked[0]), float(asked[1]))
    return automatic_window(volume)


def _sensible(volume: Volume, width: float, level: float) -> bool:
    """False when an image other than CT would be all black, all white or all one grey in that window."""
    if is_ct(volume):
        return True
    sample = _sample(volume)
    sample = sample[np.isfinite(sample)]
    if not sample.size:
        return True
    low, high = np.quantile(sample, (DARKEST, 1 - TAIL))
    shown = min(float(high), level + width / 2) - max(float(low), level - width / 2)
    return bool(high <= low or shown >= SENSIBLE * max(float(high - low), width))
