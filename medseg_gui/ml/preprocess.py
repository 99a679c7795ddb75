"""From a volume to what a network sees (canonical axes, spacing, grey values), and the exact way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from medseg_gui.core.errors import BadInput, ModelError
from medseg_gui.core.geometry import PLANES, Box, Geometry, Plane, Triple
from medseg_gui.core.labelmap import Labels
from medseg_gui.core.soft import Gather
from medseg_gui.core.volume import Volume
from medseg_gui.ml.resample import Floats32, along, resize, resize_labels, weights

# The LPS axis and sign in which the canonical (slice, row, column) of each plane grow: to the head, back and left.
_CANONICAL: dict[Plane, tuple[int, int, int]] = {"axial": (2, 1, 0), "coronal": (1, 2, 0), "sagittal": (0, 2, 1)}
# Outliers of an image without physical units are cut here before its z-score (nnU-Net's percentiles).
TAILS = (0.5, 99.5)
# Rows of the volume's first axis that are brought back at once: bounds memory, not results.
SLAB_VOXELS = 8_000_000
LARGEST_GRID = 2_000_000_000


@dataclass(frozen=True)
class Way:
    """The way from a volume's grid to the network's and back.

    ``order`` and ``flip``: which array axis becomes which canonical one, and whether it runs backwards.
    ``shape``: the canonical grid before, ``size`` after the change of spacing.
    """

    order: Triple
    flip: tuple[bool, bool, bool]
    shape: Triple
    size: Triple
    spacing_mm: tuple[float, float, float]
    """of the network's grid, (slice, row, column)"""

    def canonical(self, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """A view of an array (slice, row, column) with canonical axes."""
        turned = array.transpose(self.order)
        return turned[tuple(slice(None, None, -1) if f else slice(None) for f in self.flip)]

    def home(self, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The opposite of ``canonical``."""
        turned = array[tuple(slice(None, None, -1) if f else slice(None) for f in self.flip)]
        return turned.transpose(tuple(int(i) for i in np.argsort(self.order)))

    def box_home(self, box: Box) -> Box:
        """Where a box of the canonical grid lies in the volume."""
        return box.turned(self.shape, self.order, self.flip)


def way(geometry: Geometry, plan: Mapping[str, Any]) -> Way:
    """How a grid is brought to the plan's plane and spacing; a spacing of null keeps the grid's own.

    Oblique grids keep their own axes: only their order, direction and spacing change.
    """
    plane = plan.get("plane", "axial")
    if plane not in PLANES:
        raise ModelError(f"The model's plan names an unknown plane {plane!r}")
    of_world = {(2, 1, 0)[i]: geometry.plane_axes[p] for i, p in enumerate(PLANES)}
    order = tuple(of_world[w] for w in _CANONICAL[plane])
    flip = tuple(bool(geometry.directions[w, a] < 0) for w, a in zip(_CANONICAL[plane], order, strict=True))
    shape = tuple(geometry.shape[a] for a in order)
    own = tuple(geometry.spacing_mm[a] for a in order)
    wanted = [float(s) if s else o for s, o in zip(plan["spacing_mm"], own, strict=True)]
    size = tuple(max(1, round(n * o / w)) for n, o, w in zip(shape, own, wanted, strict=True))
    if np.prod(size, dtype=float) > LARGEST_GRID:
        raise BadInput(f"At the model's spacing this image would have {size[0]}×{size[1]}×{size[2]} voxels: too many")
    real = tuple(o * n / m for o, n, m in zip(own, shape, size, strict=True))
    return Way(three(order), three(flip), three(shape), three(size), three(real))


def three(values: Iterable[Any]) -> Any:
    """The values as a tuple of three."""
    a, b, c = values
    return (a, b, c)


def image_in(volume: Volume, plan: Mapping[str, Any], route: Way) -> torch.Tensor:
    """The volume as the network sees it: float32 (slice, row, column) on the plan's grid, normalised."""
    turned = np.ascontiguousarray(route.canonical(volume.voxels), dtype=np.float32)
    if not np.isfinite(turned).all():
        turned = np.nan_to_num(turned, nan=0.0, posinf=0.0, neginf=0.0)
    grey = normalise(turned, plan["normalise"])
    return resize(torch.from_numpy(grey), route.size)


def normalise(grey: Floats32, how: Mapping[str, Any]) -> Floats32:
    """Grey values near zero mean and unit spread: "ct" by the plan's own figures, "zscore" by the image's."""
    kind = how.get("kind")
    if kind == "ct":
        low, high = how["clip"]
        mean, sd = float(how["mean"]), float(how["sd"])
    elif kind == "zscore":
        some = grey.ravel()[:: max(1, grey.size // 1_000_000)]
        low, high = (float(v) for v in np.percentile(some, TAILS))
        some = np.clip(some, low, high)
        mean, sd = float(some.mean()), float(some.std())
    else:
        raise ModelError(f"The model's plan names an unknown normalisation {kind!r}")
    out = np.clip(grey, low, high)
    out -= mean
    out /= max(sd, 1e-6)
    return out


def labels_in(labels: Labels, route: Way, values: list[int]) -> npt.NDArray[np.uint8]:
    """A label map as classes 0..n on the network's grid; class i + 1 is ``values[i]``, all else background."""
    turned = np.ascontiguousarray(route.canonical(labels))
    classes = np.zeros(turned.shape, np.uint8)
    for i, value in enumerate(values):
        classes[turned == value] = i + 1
    return np.asarray(resize_labels(classes, route.size), dtype=np.uint8)


def answer_out(
    probability: torch.Tensor, route: Way, values: list[int], soft: Gather | None = None
) -> tuple[Labels, Floats32]:
    """Labels and foreground probability on the volume's grid, from class probabilities on the network's.

    ``probability``: (classes, slice, row, column). It is brought back slab by slab, and the largest class
    taken there, so that memory stays bounded and no staircase is made by resizing labels. ``soft`` gathers the shares
    on the way, with canonical axes.
    """
    table = np.array([0, *values], np.uint16 if max(values, default=0) > 255 else np.uint8)
    labels = np.empty(route.shape, table.dtype)
    foreground = np.empty(route.shape, np.float32)
    for start, slab in slabs(probability, route.shape):
        rows = slice(start, start + slab.shape[1])
        labels[rows] = table[slab.argmax(0).numpy()]
        foreground[rows] = (1 - slab[0]).clamp(0, 1).numpy()
        if soft is not None:
            soft.add(start, slab.numpy())
    return np.ascontiguousarray(route.home(labels)), np.ascontiguousarray(route.home(foreground))


def slabs(figures: torch.Tensor, shape: Triple) -> Iterator[tuple[int, torch.Tensor]]:
    """(first row, figures there) of (classes, slice, row, column) brought to ``shape``, some rows at a time."""
    rows = max(1, SLAB_VOXELS // max(1, shape[1] * shape[2] * figures.shape[0]))
    along_slices = weights(figures.shape[1], shape[0])
    for start in range(0, shape[0], rows):
        matrix = along_slices[start : start + rows]
        used = torch.nonzero(matrix.any(0))[:, 0]
        low, high = int(used[0]), int(used[-1]) + 1
        slab = along(figures[:, low:high].float(), matrix[:, low:high], 1)
        yield start, resize(slab, (len(matrix), shape[1], shape[2]))
