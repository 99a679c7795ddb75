"""Comparing grids in patient coordinates, and making small DICOM series."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom

from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import SeriesInfo, Volume
from medseg_gui.io import dicom_write
from medseg_gui.workers.job import run_now


def moved_onto(voxels: np.ndarray, affine: np.ndarray, like: Geometry) -> tuple[np.ndarray, np.ndarray]:
    """(voxels, affine) with axes swapped and flipped so that they run as those of ``like``; nothing is resampled."""
    steps = np.linalg.inv(affine[:3, :3]) @ like.affine[:3, :3]
    order = np.argmax(np.abs(steps), axis=0)
    assert sorted(order) == [0, 1, 2]
    out, new = voxels.transpose(order), affine[:, [*order, 3]].copy()
    for axis in range(3):
        if steps[order[axis], axis] < 0:
            out = np.flip(out, axis)
            new[:3, 3] += new[:3, axis] * (voxels.shape[order[axis]] - 1)
            new[:3, axis] *= -1
    return out, new


def random_affine(rng: np.random.Generator, shear: bool = False) -> np.ndarray:
    """An oblique LPS affine with any handedness; with ``shear`` the slice axis leans as under gantry tilt."""
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    affine = np.eye(4)
    affine[:3, :3] = turn * rng.uniform(0.3, 6.0, 3)
    if shear:
        affine[:3, 0] += affine[:3, 1] * rng.uniform(0.5, 2.0)
    affine[:3, 3] = rng.uniform(-500, 500, 3)
    return affine


def ct(shape: tuple[int, int, int] = (5, 6, 7), affine: np.ndarray | None = None, seed: int = 0) -> Volume:
    rng = np.random.default_rng(seed)
    geometry = Geometry.axial(shape, (2.5, 0.7, 0.8), (-20, -30, 40)) if affine is None else Geometry(shape, affine)
    geometry = Geometry(geometry.shape, geometry.affine, "1.2.826.0.1.3680043.8.498.7")
    info = SeriesInfo(window=(400.0, 40.0), description="Bäuche", study_date="20200101")
    return Volume(rng.integers(-1024, 3000, shape, dtype=np.int16), geometry, "CT", info)


def write(volume: Volume, folder: Path) -> list[Path]:
    return run_now(dicom_write.write_series(volume, folder))


def change(path: Path, **values: object) -> None:
    """Sets attributes of a DICOM file; None deletes."""
    dataset = pydicom.dcmread(path)
    for keyword, value in values.items():
        if value is None:
            delattr(dataset, keyword)
        else:
            setattr(dataset, keyword, value)
    dataset.save_as(path)
