"""What several benchmarks share."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import Volume
from medseg_gui.io import dicom_write
from medseg_gui.workers.job import run_now

SHAPE = (400, 512, 512)


@pytest.fixture(scope="session")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 400 uncompressed CT slices of 512×512."""
    folder = tmp_path_factory.mktemp("ct")
    rng = np.random.default_rng(0)
    plane = rng.integers(-1024, 2000, SHAPE[1:], dtype=np.int16)
    voxels = np.stack([np.roll(plane, z, axis=0) for z in range(SHAPE[0])])
    run_now(dicom_write.write_series(Volume(voxels, Geometry.axial(SHAPE, (1.0, 0.7, 0.7)), "CT"), folder))
    return folder


@pytest.fixture(scope="session")
def packed_series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 400 CT slices of 512×512 in JPEG 2000 lossless: smooth organs and noise, as a scanner gives."""
    import pydicom
    from scipy.ndimage import gaussian_filter

    folder = tmp_path_factory.mktemp("j2k")
    rng = np.random.default_rng(0)
    organs = gaussian_filter(rng.normal(size=SHAPE[1:]), 12) * 20000
    plane = np.clip(organs + rng.normal(size=SHAPE[1:]) * 12, -1000, 3000).astype(np.int16)
    voxels = np.stack([np.roll(plane, 3 * (z % 20), axis=0) for z in range(SHAPE[0])])
    volume = Volume(voxels, Geometry.axial(voxels.shape, (1.0, 0.7, 0.7)), "CT")
    packed: list[pydicom.Dataset] = []
    for z, path in enumerate(run_now(dicom_write.write_series(volume, folder))):
        dataset = pydicom.dcmread(path)
        if z < 20:
            dataset.compress(pydicom.uid.JPEG2000Lossless)
            packed.append(dataset)
        else:
            dataset.file_meta.TransferSyntaxUID = pydicom.uid.JPEG2000Lossless
            dataset["PixelData"] = packed[z % 20]["PixelData"]
        dataset.save_as(path)
    return folder
