"""The self-configured plan of a U-Net: spacing, grey values, 2-D or 3-D, patch and width, from the cases themselves.

The rules are a thin form of nnU-Net's (Isensee et al., Nature Methods 2021), with a budget of time instead of video
memory. A plan is plain JSON: it goes into the model's card and is all that inference needs beside the weights.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.segmenter import Progress
from medseg_gui.ml.cases import TrainingCase
from medseg_gui.ml.networks import MOST_LEVELS, describe
from medseg_gui.ml.preprocess import way

# A slice axis this much coarser than the plane is not mixed into 3-D patches of a CPU (nnU-Net's anisotropy rule).
ANISOTROPIC = 3.0
# Largest whole-case size for which 3-D patches cover enough of it on a CPU; larger cases go slice by slice.
SMALL_CASE_VOXELS_CPU = 128**3
PATCH_VOXELS = {(3, "cpu"): 40 * 56 * 48, (3, "cuda"): 128**3, (2, "cpu"): 256**2, (2, "cuda"): 512**2}
BATCH = {(3, "cpu"): 2, (3, "cuda"): 2, (2, "cpu"): 4, (2, "cuda"): 12}
WIDTH = {(3, "cpu"): 16, (3, "cuda"): 32, (2, "cpu"): 24, (2, "cuda"): 32}
WIDEST = {(3, "cpu"): 160, (3, "cuda"): 320, (2, "cpu"): 256, (2, "cuda"): 512}
GREYS_PER_STRUCTURE = 2_000
MOST_CLASSES = 255


@dataclass
class Fingerprint:
    """What the cases are like; sizes and spacings in canonical (slice, row, column) order."""

    sizes: list[tuple[int, int, int]] = field(default_factory=list)
    spacings_mm: list[tuple[float, float, float]] = field(default_factory=list)
    modalities: set[str] = field(default_factory=set)
    values: set[int] = field(default_factory=set)
    greys: list[npt.NDArray[np.float64]] = field(default_factory=list)


def fingerprint(cases: Sequence[TrainingCase], plane: str = "axial") -> Generator[Progress, None, Fingerprint]:
    """Reads each case once and keeps figures only. Raises BadInput when nothing is labelled."""
    found = Fingerprint()
    for number, case in enumerate(cases):
        yield Progress(f"Looking at {case.name}", number, len(cases))
        volume, labels = case.load()
        if labels.shape != volume.geometry.shape:
            raise BadInput(f"The labels {labels.shape} do not fit the image {volume.geometry.shape}", case.name)
        route = way(volume.geometry, {"plane": plane, "spacing_mm": [None, None, None]})
        found.sizes.append(route.shape)
        found.spacings_mm.append(route.spacing_mm)
        found.modalities.add(volume.modality)
        found.values |= {int(v) for v in np.unique(labels)} - {0}
        rng = np.random.default_rng(number)
        for value in sorted({int(v) for v in np.unique(labels)} - {0}):
            # as many of each structure, or a small dark one would be cut off by the window of a large bright one
            inside = volume.voxels[labels == value]
            chosen = rng.integers(len(inside), size=min(GREYS_PER_STRUCTURE, len(inside)))
            found.greys.append(inside[chosen].astype(np.float64))
    if not found.values:
        raise BadInput("None of the cases has a labelled voxel", todo="Choose masks that mark something.")
    if len(found.values) > MOST_CLASSES - 1:
        raise BadInput(f"{len(found.values)} label values are more than a model can learn ({MOST_CLASSES - 1})")
    return found


def make_plan(
    found: Fingerprint,
    values: Sequence[int],
    device: str = "cpu",
    residual: bool = False,
    dims: int | None = None,
    width: int | None = None,
    widest: int | None = None,
    plane: str = "axial",
    spacing_mm: Sequence[float | None] | None = None,
    patch_voxels: int | None = None,
) -> dict[str, Any]:
    """The plan for a fingerprint; each rule can be overruled by its argument."""
    spacings = np.array(found.spacings_mm)
    target = np.median(spacings, axis=0)
    if target[0] > ANISOTROPIC * target[1:].min():
        # so that thick slices are not all blurred to the median of few thin ones
        target[0] = np.percentile(spacings[:, 0], 10)
    if spacing_mm is not None:
        target = np.array([s if s else t for s, t in zip(spacing_mm, target, strict=True)])
    sizes = np.array(found.sizes) * spacings / target
    size = np.median(sizes, axis=0)
    if dims is None:
        coarse = target[0] > ANISOTROPIC * target[1:].min()
        small = device != "cpu" or np.prod(size) <= SMALL_CASE_VOXELS_CPU
        dims = 3 if small and not (coarse and device == "cpu") and size[0] >= 8 else 2
    kind = (dims, device)
    limit = patch_voxels or PATCH_VOXELS[kind]
    grid: list[float | None]
    if dims == 2:
        side = max(size[1:])
        factor = max(1.0, side / limit**0.5) if spacing_mm is None else 1.0
        target[1:] *= factor
        patch = _patch(size[1:] / factor, target[1:], limit)
        grid = [None, round(float(target[1]), 4), round(float(target[2]), 4)]
    else:
        patch = _patch(size, target, limit)
        grid = [round(float(s), 4) for s in target]
    network = describe(patch, target[-dims:], len(values) + 1, width or WIDTH[kind], widest or WIDEST[kind])
    return {
        "format": 1,
        "network": network | ({"residual": True} if residual else {}),
        "patch": patch,
        "plane": plane,
        "spacing_mm": grid,
        "normalise": _normalise(found),
        "values": [int(v) for v in values],
    }


def _patch(size: npt.NDArray[Any], spacing_mm: npt.NDArray[Any], limit: int) -> list[int]:
    """The median case's size, shrunk where it is longest in mm until it holds ``limit`` voxels, fit for halving."""
    patch = [_roundly(n) for n in size]
    while np.prod(patch) > limit:
        extent = [n * s if n > 16 else 0 for n, s in zip(patch, spacing_mm, strict=True)]
        axis = int(np.argmax(extent))
        if extent[axis] == 0:
            break
        patch[axis] -= _step(patch[axis] - 1)
    return patch


def _roundly(n: float) -> int:
    """The next size up that can be halved often enough: a multiple of 32 when large, of 8 when small."""
    return max(8, int(np.ceil(n / _step(n))) * _step(n))


def _step(n: float) -> int:
    return 32 if n > 160 else 16 if n > 64 else 8


def _normalise(found: Fingerprint) -> dict[str, Any]:
    """CT has units: one window and scale for all cases. Anything else is scaled by each image's own figures."""
    if found.modalities != {"CT"}:
        return {"kind": "zscore"}
    greys = np.concatenate(found.greys)
    low, high = np.percentile(greys, (0.5, 99.5))
    clipped = np.clip(greys, low, high)
    return {
        "kind": "ct",
        "clip": [round(float(low), 3), round(float(high), 3)],
        "mean": round(float(clipped.mean()), 4),
        "sd": round(max(float(clipped.std()), 1e-3), 4),
    }


__all__ = ["MOST_LEVELS", "Fingerprint", "fingerprint", "make_plan"]
