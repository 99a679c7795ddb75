"""What masks written as DICOM share: their place on the source's frames, and what they take over from its headers.

Source: DICOM PS3.3 C.7.1.1, C.7.2.1 (patient, general study), C.7.6.2.1.1 (image position and orientation).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Floats, Geometry
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.io.dicom import SeriesRow
from medseg_gui.io.dicom_header import Frame

Algorithm = Literal["MANUAL", "SEMIAUTOMATIC"]

# A frame's corners this close to voxel centres, in voxels, lie on them: scanners round positions to 0.01 mm.
_ON_LATTICE = 0.05

# Attributes that must be there, though they may be empty.
TYPE_2 = (
    "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyID", "StudyDate", "StudyTime",
    "AccessionNumber", "ReferringPhysicianName",
)  # fmt: skip


def require_frames(labels: LabelMap, path: Path, source: SeriesRow, what: str) -> None:
    """Raises BadInput, naming the format, unless the labels hold something on the frames of the source."""
    if not any(layer.any() for layer in labels.layers) or not labels.segments:
        raise BadInput("There is nothing to export: every segment is empty", path, "Paint something first.")
    if not source.geometry.frame_uid:
        raise BadInput(
            f"The source images name no frame of reference, which {what} requires", path, "Export to NIfTI or NRRD."
        )
    if places_on(source.frames, labels.geometry) != [(z, 0, 0) for z in range(labels.geometry.shape[0])]:
        raise BadInput(
            "The slices of the series are not evenly spaced, or the mask is not on its grid: "
            f"{what} would put the mask beside its slices",
            path,
            "Export to NIfTI or NRRD.",
        )


def places_on(frames: Sequence[Frame], like: Geometry) -> list[tuple[int, int, int]] | None:
    """The voxel of ``like`` under each frame's first pixel, when every pixel of every frame lies on its slice."""
    places = []
    for f in frames:
        affine = frame_affine(f)
        rows, columns = f.matrix
        corners = np.array([[0, 0, 0], [0, rows - 1, 0], [0, 0, columns - 1]], dtype=np.float64)
        index = like.to_index(corners @ affine[:3, :3].T + affine[:3, 3])
        z, y, x = (int(v) for v in np.rint(index[0]))
        if np.abs(index - corners - (z, y, x)).max() > _ON_LATTICE:
            return None
        if not (0 <= z < like.shape[0] and 0 <= y <= like.shape[1] - rows and 0 <= x <= like.shape[2] - columns):
            return None
        places.append((z, y, x))
    return places


def frame_affine(frame: Frame) -> Floats:
    """(4, 4): (anything, row, column, 1) of one frame to LPS mm. Its orientation, position and spacing must exist."""
    orientation, spacing = np.array(frame.orientation), frame.spacing_mm or (1.0, 1.0)
    affine = np.eye(4)
    affine[:3, 0] = np.cross(orientation[:3], orientation[3:])
    affine[:3, 1] = orientation[3:] * spacing[0]
    affine[:3, 2] = orientation[:3] * spacing[1]
    affine[:3, 3] = frame.position_mm
    return affine
