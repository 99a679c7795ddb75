"""DICOM RTSTRUCT → label maps: contours are filled at voxel centres by the even-odd rule, by our own arithmetic.

Source: DICOM PS3.3 A.19 (RT structure set), C.8.8.5 and C.8.8.6 (structure set, ROI contour).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from medseg_gui.core.contours import filled
from medseg_gui.core.errors import BadInput, GeometryMismatch, OtherGrid
from medseg_gui.core.geometry import Floats, Geometry
from medseg_gui.core.labelmap import PALETTE, Code, Colour, LabelMap, Labels, Mask, Segment
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Note
from medseg_gui.io import dicom_tags as tags
from medseg_gui.io.coding import from_item
from medseg_gui.io.dicom_header import is_damage, quiet, read_dataset, read_header
from medseg_gui.io.dicom_quick import NotDicom

SOP_CLASS = "1.2.840.10008.5.1.4.1.1.481.3"
CONTOUR_DATA = 0x30060050  # PS3.6
# Where a region's type, category and body region stand in its observation (PS3.3 C.8.8.8)
ROI_CODES = ("RTROIIdentificationCodeSequence", "SegmentedPropertyCategoryCodeSequence", "AnatomicRegionSequence")
# A contour this far from a slice, in slices, lies on it: planning systems round positions to 0.01 mm and more.
_ON_SLICE = 0.1
_CLOSED = ("CLOSED_PLANAR", "CLOSEDPLANAR_XOR", "INTERPOLATED_PLANAR")
_MOST_ROIS = 1000


@dataclass(frozen=True)
class Roi:
    """One region as the file gives it: closed contours (n, 3) in LPS mm, and how many others (points, open lines)."""

    number: int
    name: str
    frame_uid: str
    colour: Colour | None
    code: Code | None
    contours: tuple[Floats, ...]
    others: int


def is_rtstruct(path: Path) -> bool:
    """True for a DICOM structure set. Raises BadInput for a damaged DICOM file."""
    try:
        return read_header(path)[0].text(tags.SOP_CLASS) == SOP_CLASS
    except NotDicom:
        return False


def read_labels(
    path: Path, like: Geometry | None = None, resample: bool = False
) -> Generator[Progress, None, LabelMap]:
    """The regions of a structure set on the grid ``like``; overlapping ones lie in further layers.

    Contours must lie on the slices of the grid (or on its planes along another axis); with ``resample`` they go to the
    nearest ones. Notes say what holds no voxels. Raises BadInput without a grid or for damaged files,
    GeometryMismatch for contours of another grid or another frame of reference.
    """
    yield Progress("Reading contours")
    rois = read_rois(path)
    if like is None:
        raise BadInput(
            "A structure set holds contours, not voxels", path, "Give the image that they were drawn on as well."
        )
    frames = {r.frame_uid for r in rois if r.frame_uid and r.contours}
    if like.frame_uid and frames and like.frame_uid not in frames:
        raise GeometryMismatch(
            "The contours belong to another frame of reference than the image: positions cannot be compared",
            path,
            "Open the series that they were drawn on.",
        )
    notes: list[Note] = []
    layers: list[Labels] = [
        np.zeros(like.shape, np.uint8 if max((r.number for r in rois), default=0) < 256 else np.uint16)
    ]
    segments: list[Segment] = []
    for n, roi in enumerate(rois):
        yield Progress("Filling contours", n, len(rois))
        axis, planes, off = _planes(roi, like)
        if off and not resample:
            raise OtherGrid(
                f"{off} of {len(roi.contours)} contours of {roi.name!r} lie on no slice of the image", path,
                "Open the series that they were drawn on, or have them brought to the nearest slices.",
            )  # fmt: skip
        notes += _notes(roi, planes, off, like, axis)
        size = [s for a, s in enumerate(like.shape) if a != axis]
        masks = {z: filled(polygons, (size[0], size[1])) for z, polygons in planes.items() if 0 <= z < like.shape[axis]}
        layer = _place(layers, axis, masks, roi.number)
        colour = roi.colour or PALETTE[n % len(PALETTE)]
        segments.append(Segment(roi.number, roi.name, colour, layer, roi.code))
    return LabelMap(layers, like, segments, tuple(notes))


def read_rois(path: Path) -> list[Roi]:
    """The regions of a structure set in the file's order. Raises BadInput."""
    try:
        dataset = read_dataset(path)
    except NotDicom:
        raise BadInput("This is not a DICOM file", path) from None
    try:
        if dataset.get("SOPClassUID") != SOP_CLASS:
            raise BadInput("This DICOM file is not a structure set", path)
        with quiet():
            contours = {int(c.ReferencedROINumber): c for c in dataset.get("ROIContourSequence") or []}
            codes = {
                int(o.ReferencedROINumber): o for o in dataset.get("RTROIObservationsSequence") or []
                if "ReferencedROINumber" in o
            }  # fmt: skip
            items = list(dataset.get("StructureSetROISequence") or [])
            numbers = [int(item.ROINumber) for item in items]
            # Numbers outside a label map's range, or given twice, are counted instead.
            usable = len(set(numbers)) == len(numbers) and all(0 < n < 65536 for n in numbers)
            rois = [
                _roi(n if usable else i, item, contours.get(n), codes.get(n))
                for i, (n, item) in enumerate(zip(numbers, items, strict=True), 1)
            ]
    except BadInput:
        raise
    except BaseException as error:
        if not is_damage(error):
            raise
        raise BadInput("The structure set is damaged and cannot be decoded", path) from error
    if not rois or len(rois) > _MOST_ROIS:
        raise BadInput(f"The structure set holds {len(rois)} regions", path)
    return rois


def _roi(number: int, item: Any, contour: Any, observation: Any) -> Roi:
    name = str(item.get("ROIName") or f"ROI {number}")
    closed: list[Floats] = []
    others = 0
    for one in (contour.get("ContourSequence") or []) if contour is not None else []:
        points = _points(one)
        if not np.isfinite(points).all() or np.abs(points).max(initial=0) > 1e6:
            raise ValueError(name)
        if str(one.get("ContourGeometricType")) in _CLOSED and len(points) >= 3:
            closed.append(points)
        else:
            others += 1
    rgb = [int(v) for v in (contour.get("ROIDisplayColor") or [])] if contour is not None else []
    colour = (rgb[0], rgb[1], rgb[2]) if len(rgb) == 3 and all(0 <= v <= 255 for v in rgb) else None
    code = from_item(observation, *ROI_CODES) if observation is not None else None
    return Roi(number, name, str(item.get("ReferencedFrameOfReferenceUID") or ""), colour, code, tuple(closed), others)


def _points(contour: Any) -> Floats:
    """(n, 3) LPS mm from the bytes of the file: pydicom would make an object of each of millions of numbers.

    Their type does not matter: above 64 kB, explicit syntax loses it.
    """
    data = contour.get_item(CONTOUR_DATA)
    text = data.value if data is not None else None
    if not isinstance(text, bytes):  # read as another element: an empty one, or one that pydicom has parsed
        text = b"\\".join(str(v).encode("ascii") for v in text or [])
    text = text.strip(b" \0")
    return np.array(text.split(b"\\") if text else [], dtype=np.float64).reshape(-1, 3)


def _planes(roi: Roi, like: Geometry) -> tuple[int, dict[int, list[Floats]], int]:
    """(the array axis along which the contours are stacked, plane → polygons in the others, how many lie off)"""
    indices = [like.to_index(points) for points in roi.contours]
    misses = {}
    for axis in range(3):
        planes = [float(i[:, axis].mean()) for i in indices]
        flat = [float(np.abs(i[:, axis] - np.rint(p)).max()) <= _ON_SLICE for i, p in zip(indices, planes, strict=True)]
        inside = [0 <= round(p) < like.shape[axis] for p in planes]
        misses[axis] = sum(not (a and b) for a, b in zip(flat, inside, strict=True))
    axis = min(misses, key=lambda a: misses[a])
    if misses[axis]:  # for resampling: the axis along which the contours are flattest
        axis = int(np.argmin([sum(float(np.ptp(i[:, a])) * like.spacing_mm[a] for i in indices) for a in range(3)]))
    planes_of: dict[int, list[Floats]] = {}
    for index in indices:
        planes_of.setdefault(round(float(index[:, axis].mean())), []).append(np.delete(index, axis, axis=1))
    return axis, planes_of, misses[axis]


def _notes(roi: Roi, planes: dict[int, list[Floats]], off: int, like: Geometry, axis: int) -> list[Note]:
    notes = []
    if off:
        notes.append(Note("resampled", f"{roi.name}: {off} contours lie on no slice; they went to the nearest ones"))
    if roi.others:
        notes.append(Note("open", f"{roi.name}: {roi.others} points or open lines enclose nothing and were left out"))
    gaps = max(planes) - min(planes) + 1 - len(planes) if planes else 0
    if gaps:
        notes.append(Note("gap", f"{roi.name}: {gaps} slices between its first and last hold no contour: empty there"))
    size = np.array([s for a, s in enumerate(like.shape) if a != axis])
    edge = sum(bool((p < -1).any() or (p > size).any()) for polygons in planes.values() for p in polygons)
    if edge:
        notes.append(Note("outside", f"{roi.name}: {edge} contours reach beyond the image, where there are no voxels"))
    return notes


def _place(layers: list[Labels], axis: int, masks: dict[int, Mask], number: int) -> int:
    """Writes the number where the masks are, into the first layer in which nothing is there yet; that layer."""
    layer = 0
    while any(np.moveaxis(layers[layer], axis, 0)[z][mask].any() for z, mask in masks.items()):
        layer += 1
        if layer == len(layers):
            layers.append(np.zeros_like(layers[0]))
    for z, mask in masks.items():
        np.moveaxis(layers[layer], axis, 0)[z][mask] = number
    return layer
