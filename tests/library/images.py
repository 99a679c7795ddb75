"""Images for models that have learned nothing: structure of all sizes, an oblique grid, a border of zeros."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy import ndimage

from medseg_gui import api
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import Volume

SHAPE = (18, 44, 52)
SPACING_MM = (3.0, 1.0, 0.8)


def image(shape: tuple[int, int, int] = SHAPE, modality: str = "CT", oblique: bool = True) -> Volume:
    rng = np.random.default_rng(3)
    grey = sum(ndimage.gaussian_filter(rng.normal(0, 60 * s**1.5, shape), (s / 2, s, s)) for s in (1, 2, 4))
    grey = np.round(np.asarray(grey) * 3 + 40).astype(np.int16)
    grey[grey == 0] = 1
    grey[:2], grey[:, :5], grey[:, :, -6:] = 0, 0, 0
    if not oblique:
        return Volume(grey, Geometry.axial(shape, SPACING_MM), modality)
    turn, about = np.deg2rad(8), np.deg2rad(-5)
    a = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    b = np.array([[1, 0, 0], [0, np.cos(about), -np.sin(about)], [0, np.sin(about), np.cos(about)]])
    # array axes (slice, row, column) run to the feet, the back and the right: none of them as an axial default does
    axes = (a @ b)[:, ::-1] * np.array([-1.0, 1.0, -1.0])
    affine = np.eye(4)
    affine[:3, :3] = axes * np.array(SPACING_MM)
    affine[:3, 3] = (30.0, -20.0, 55.0)
    return Volume(grey, Geometry(shape, affine), modality)


def write_image(path: Path, **options: object) -> Volume:
    """The image as a file, and as the program reads it from there."""
    api.convert(image(**options), path)  # type: ignore[arg-type]
    return api.open_volume(path)
