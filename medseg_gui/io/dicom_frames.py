"""The values of each frame of a file that holds many: enhanced images, Siemens mosaics, dose grids, tomography.

Source: DICOM PS3.3 C.7.6.16.2 (functional groups), C.8.8.3.2 (Grid Frame Offset Vector), C.8.4.15 (NM detector),
C.8.5.5.1 (ultrasound regions). Mosaics are Siemens' own: the slices of a time point as tiles of one image, its position
that of an image as large as the whole (nipy.org/nibabel/dicom/dicom_mosaic.html).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from medseg_gui.io import dicom_tags as tags

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

Record = dict[int, str | int]

# functional group → (sequence keyword, attribute keyword): PS3.3 C.7.6.16.2
_GROUPS = {
    tags.POSITION: ("PlanePositionSequence", "ImagePositionPatient"),
    tags.ORIENTATION: ("PlaneOrientationSequence", "ImageOrientationPatient"),
    tags.SPACING: ("PixelMeasuresSequence", "PixelSpacing"),
    tags.THICKNESS: ("PixelMeasuresSequence", "SliceThickness"),
    tags.BETWEEN: ("PixelMeasuresSequence", "SpacingBetweenSlices"),
    tags.SLOPE: ("PixelValueTransformationSequence", "RescaleSlope"),
    tags.INTERCEPT: ("PixelValueTransformationSequence", "RescaleIntercept"),
    tags.CENTER: ("FrameVOILUTSequence", "WindowCenter"),
    tags.WIDTH: ("FrameVOILUTSequence", "WindowWidth"),
    tags.STACK_ID: ("FrameContentSequence", "StackID"),
    tags.TEMPORAL_INDEX: ("FrameContentSequence", "TemporalPositionIndex"),
    tags.ACQUISITION: ("FrameContentSequence", "FrameAcquisitionNumber"),
    tags.ECHO_TIME: ("MREchoSequence", "EffectiveEchoTime"),
    tags.SEGMENT: ("SegmentIdentificationSequence", "ReferencedSegmentNumber"),
    tags.B_VALUE: ("MRDiffusionSequence", "DiffusionBValue"),
    tags.TRIGGER_TIME: ("CardiacSynchronizationSequence", "NominalCardiacTriggerDelayTime"),
}
_FRAME_TYPES = ("MRImageFrameTypeSequence", "CTImageFrameTypeSequence", "PETFrameTypeSequence")
_CSA_IMAGE = (0x0029, 0x1010)
_CENTIMETRES = 3


def values_of(dataset: Dataset) -> tuple[Record, list[Record]]:
    """(values of the file, values of each of its frames where these have some of their own).

    The frames of a mosaic are its tiles, each with ``tags.TILE``. Any exception: the file is damaged.
    """
    base: Record = {}
    for tag in tags.WANTED:
        element = dataset.get(tag)
        if element is not None and element.value is not None:
            base[tag] = int(element.value) if tag in tags.NUMBERS else as_text(element.value)
    if tags.MODALITY_LUT in dataset:
        base[tags.MODALITY_LUT] = 1
    if is_mosaic(str(base.get(tags.IMAGE_TYPE, ""))):
        return base, _tiles(dataset, base)
    if base.get(tags.MODALITY) == "RTDOSE" and dataset.get("DoseGridScaling"):
        base[tags.SLOPE] = as_text(dataset.DoseGridScaling)
    if dataset.get("GridFrameOffsetVector"):
        return base, _along_normal(base, _offsets_mm(dataset, base))
    if tags.SPACING not in base and dataset.get("SequenceOfUltrasoundRegions"):
        base.update(_ultrasound_spacing(dataset.SequenceOfUltrasoundRegions))
    if _is_tomography(dataset, base):
        detector = dataset.DetectorInformationSequence[0]
        base[tags.POSITION] = as_text(detector.ImagePositionPatient)
        base[tags.ORIENTATION] = as_text(detector.ImageOrientationPatient)
        step = float(dataset.get("SpacingBetweenSlices") or dataset.get("SliceThickness") or 1)
        return base, _along_normal(base, [i * step for i in range(int(base.get(tags.FRAMES) or 1))])
    shared = _functional((dataset.get("SharedFunctionalGroupsSequence") or [{}])[0])
    per_frame = dataset.get("PerFrameFunctionalGroupsSequence") or []
    return base, [{**base, **shared, **_functional(groups)} for groups in per_frame]


def as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "\\".join(str(v) for v in value) if hasattr(value, "__iter__") else str(value)


def is_mosaic(image_type: str) -> bool:
    return "MOSAIC" in image_type.upper().split("\\")


def _functional(groups: Any) -> Record:
    values: Record = {}
    for tag, (sequence, keyword) in _GROUPS.items():
        items = groups.get(sequence)
        value = items[0].get(keyword) if items else None
        if value is not None:
            values[tag] = as_text(value)
    for sequence in _FRAME_TYPES:
        items = groups.get(sequence)
        if items and items[0].get("FrameType") is not None:
            values[tags.IMAGE_TYPE] = as_text(items[0].FrameType)
    return values


def _vector(value: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    numbers = value.split("\\") if isinstance(value, str) else value
    return np.array([float(v) for v in numbers], dtype=np.float64)


def _along_normal(base: Record, offsets_mm: Sequence[float]) -> list[Record]:
    """A record for each frame, the first frame's position moved along row × column."""
    first = _vector(base[tags.POSITION])
    row, column = np.split(_vector(base[tags.ORIENTATION]), 2)
    normal = np.cross(row, column)
    return [{**base, tags.POSITION: as_text((first + mm * normal).tolist())} for mm in offsets_mm]


# ----- dose, nuclear medicine, ultrasound -------------------------------------------------------------------------
def _offsets_mm(dataset: Dataset, base: Record) -> list[float]:
    """Of each dose plane from the first. The vector may hold patient z instead: then its first value is not 0."""
    offsets = _vector(dataset.GridFrameOffsetVector)
    row, column = np.split(_vector(base[tags.ORIENTATION]), 2)
    sign = float(np.sign(np.cross(row, column)[2])) if offsets[0] else 1.0
    moved: list[float] = ((offsets - offsets[0]) * (sign or 1.0)).tolist()
    return moved


def _is_tomography(dataset: Dataset, base: Record) -> bool:
    """True for reconstructed slices that say where the first lies; planar images (WHOLE BODY, STATIC) are not."""
    items = dataset.get("DetectorInformationSequence")
    kind = str(base.get(tags.IMAGE_TYPE, "")).upper().split("\\")
    placed = items and items[0].get("ImagePositionPatient") and items[0].get("ImageOrientationPatient")
    return bool(placed) and ("RECON TOMO" in kind or "RECON GATED TOMO" in kind)


def _ultrasound_spacing(regions: Any) -> Record:
    """The pixel spacing in mm where all regions in centimetres agree on one (a split screen may not)."""
    found = set()
    for region in regions:
        units = (region.get("PhysicalUnitsXDirection"), region.get("PhysicalUnitsYDirection"))
        if units == (_CENTIMETRES, _CENTIMETRES):
            found.add((abs(float(region.PhysicalDeltaY)) * 10, abs(float(region.PhysicalDeltaX)) * 10))
    return {tags.SPACING: as_text(found.pop())} if len(found) == 1 else {}


# ----- mosaics ---------------------------------------------------------------------------------------------------
def _tiles(dataset: Dataset, base: Record) -> list[Record]:
    """A record for each slice of a mosaic."""
    count, normal_stated = _mosaic(dataset)
    across = math.ceil(math.sqrt(count))
    rows, columns = int(base[tags.ROWS]), int(base[tags.COLUMNS])
    if count < 1 or rows % across or columns % across:
        raise ValueError("not a mosaic")
    tile_rows, tile_columns = rows // across, columns // across
    row, column = np.split(_vector(base[tags.ORIENTATION]), 2)
    row_mm, column_mm = _vector(base[tags.SPACING])
    normal = np.cross(row, column)
    if normal_stated is not None and float(normal @ normal_stated) < 0:
        normal = -normal
    first = _vector(base[tags.POSITION])
    first = first + row * column_mm * (columns - tile_columns) / 2 + column * row_mm * (rows - tile_rows) / 2
    step = float(str(base.get(tags.BETWEEN) or base[tags.THICKNESS]))
    size: Record = {tags.ROWS: tile_rows, tags.COLUMNS: tile_columns}
    out: list[Record] = []
    for i in range(count):
        corner = (i // across * tile_rows, i % across * tile_columns)
        place = as_text((first + i * step * normal).tolist())
        out.append({**base, **size, tags.POSITION: place, tags.TILE: f"{corner[0]}\\{corner[1]}"})
    return out


def _mosaic(dataset: Dataset) -> tuple[int, np.ndarray[Any, np.dtype[np.float64]] | None]:
    """(number of slices, the direction in which they are stacked) by Siemens' private elements."""
    from nibabel.nicom import csareader

    count, normal = 0, None
    element = dataset.get(_CSA_IMAGE)
    if element is not None:
        reader: Any = csareader
        csa = reader.read(bytes(element.value))
        count, normal = int(reader.get_n_mosaic(csa) or 0), reader.get_slice_normal(csa)
    stated = dataset.get((0x0019, 0x100A))
    if stated is not None:
        count = int.from_bytes(stated.value, "little") if isinstance(stated.value, bytes) else int(stated.value)
    return count, normal
