"""How other readers see the same files: SimpleITK and dcm2niix, for the conformance table."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Volume
from medseg_gui.io import nifti

_PATIENCE_S = 120


def by_simpleitk(files: Sequence[Path]) -> Volume:
    """The files of one classic series, in order, or one multi-frame file, as SimpleITK reads them. Raises BadInput."""
    import SimpleITK

    sitk: Any = SimpleITK
    sitk.ProcessObject.SetGlobalWarningDisplay(False)
    try:
        if len(files) == 1:
            image = sitk.ReadImage(str(files[0]))
        else:
            reader = sitk.ImageSeriesReader()
            reader.SetFileNames([str(f) for f in files])
            image = reader.Execute()
        voxels = sitk.GetArrayFromImage(image)
        if voxels.ndim != 3:
            raise BadInput(f"SimpleITK gives {voxels.ndim} dimensions", files[0])
        affine = np.eye(4)
        affine[:3, :3] = np.array(image.GetDirection()).reshape(3, 3) * np.array(image.GetSpacing())
        affine[:3, 3] = image.GetOrigin()
        return Volume(voxels, Geometry(voxels.shape, affine[:, [2, 1, 0, 3]]))
    except RuntimeError as error:  # SimpleITK's only error
        raise BadInput("SimpleITK cannot read it", files[0]) from error


def has_dcm2niix() -> bool:
    return shutil.which("dcm2niix") is not None


def by_dcm2niix(files: Sequence[Path]) -> Generator[Progress, None, list[Volume]]:
    """Every image that dcm2niix makes of the files, time points apart. Raises BadInput."""
    with tempfile.TemporaryDirectory(prefix="medseg-peer-") as folder:
        source, out = Path(folder) / "in", Path(folder) / "out"
        source.mkdir()
        out.mkdir()
        for n, file in enumerate(files):
            (source / f"{n:06d}.dcm").symlink_to(file.resolve())
        yield Progress("Asking dcm2niix")
        command = ["dcm2niix", "-z", "n", "-b", "n", "-f", "%s_%d", "-o", str(out), str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=_PATIENCE_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise BadInput("dcm2niix gave no answer", files[0]) from error
        found = []
        for path in sorted(out.glob("*.nii")):
            count, _ = nifti.parts_of(path)
            for part in range(count):
                found.append((yield from nifti.read_volume(path, part)))
        return found
