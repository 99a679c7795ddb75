"""Label maps → DICOM RTSTRUCT by pydicom, and read back through each image's own plane and scikit-image's polygons.

Source: DICOM PS3.3 A.19.3 (modules), C.8.8.5 (structure set), C.8.8.6 (ROI contour), C.8.8.8 (observations).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

import medseg_gui
from medseg_gui.core.contours import distance_to, outlines
from medseg_gui.core.errors import WriteFailed
from medseg_gui.core.geometry import Floats
from medseg_gui.core.labelmap import LabelMap, Labels, Mask, Segment
from medseg_gui.core.masks import box_of
from medseg_gui.io import dicom_tags as tags
from medseg_gui.io.coding import to_items
from medseg_gui.io.dicom import SeriesRow
from medseg_gui.io.dicom_header import Frame, quiet, read_dataset
from medseg_gui.io.dicom_masks import TYPE_2, Algorithm, frame_affine, require_frames
from medseg_gui.io.rtstruct import CONTOUR_DATA, ROI_CODES, SOP_CLASS
from medseg_gui.io.safewrite import Verified, Voxels, check_segments, line_of

# What may differ (the project's own bound): voxels whose centre is this near a contour, in pixels, and this much mL.
NEAR_PIXELS, NEAR_ML = 0.5, 0.01
_STUDY_CLASS = "1.2.840.10008.3.1.2.3.1"  # Detached Study Management, retired, yet what the type 1 attribute expects


def write_labels(labels: LabelMap, path: Path, source: SeriesRow, algorithm: Algorithm = "SEMIAUTOMATIC") -> None:
    """Writes each segment as a region with its name, colour and code, its contours on the slices of the source.

    The labels must lie on the source's grid. Raises BadInput when there is nothing to write, or when the series
    has no frame of reference or uneven slices.
    """
    require_frames(labels, path, source, "RTSTRUCT")
    with quiet():
        _dataset(labels, source, algorithm).save_as(path, enforce_file_format=True)


def _dataset(labels: LabelMap, source: SeriesRow, algorithm: Algorithm) -> Any:
    from pydicom.dataset import FileDataset, FileMetaDataset
    from pydicom.uid import UID, ImplicitVRLittleEndian, generate_uid

    first, now = read_dataset(source.files[0]), datetime.now()
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = UID(SOP_CLASS), generate_uid(None)
    # Implicit: the explicit one has no room for contours above 64 kB, which then lose their type (PS3.5 6.2.2).
    meta.TransferSyntaxUID = ImplicitVRLittleEndian
    ds = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)  # type: ignore[arg-type]
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.SOPClassUID, ds.SOPInstanceUID = SOP_CLASS, meta.MediaStorageSOPInstanceUID
    for keyword in TYPE_2:
        setattr(ds, keyword, str(first.get(keyword, "") or ""))
    ds.StudyInstanceUID, ds.SeriesInstanceUID = first.StudyInstanceUID, generate_uid(None)
    ds.Modality, ds.SeriesNumber, ds.SeriesDescription = "RTSTRUCT", (source.number or 0) + 2000, "Segmentation"
    ds.OperatorsName = ""
    ds.Manufacturer, ds.ManufacturerModelName, ds.SoftwareVersions = "medseg", "medseg", medseg_gui.__version__
    ds.InstanceCreationDate, ds.InstanceCreationTime = now.strftime("%Y%m%d"), now.strftime("%H%M%S")
    ds.StructureSetLabel, ds.StructureSetName = "SEGMENTATION", "Segmentation"
    ds.StructureSetDate, ds.StructureSetTime = now.strftime("%Y%m%d"), now.strftime("%H%M%S")
    ds.FrameOfReferenceUID = source.geometry.frame_uid
    ds.PositionReferenceIndicator = str(first.get("PositionReferenceIndicator", "") or "")
    images = [_image(f) for f in source.frames]
    series = _item(SeriesInstanceUID=source.series_uid, ContourImageSequence=images)
    study = _item(
        ReferencedSOPClassUID=_STUDY_CLASS,
        ReferencedSOPInstanceUID=first.StudyInstanceUID,
        RTReferencedSeriesSequence=[series],
    )
    ds.ReferencedFrameOfReferenceSequence = [
        _item(FrameOfReferenceUID=source.geometry.frame_uid, RTReferencedStudySequence=[study])
    ]
    rois, contours, observations = [], [], []
    for number, s in enumerate(labels.segments, 1):
        rois.append(
            _item(
                ROINumber=number,
                ReferencedFrameOfReferenceUID=source.geometry.frame_uid,
                ROIName=s.name[:64],
                ROIGenerationAlgorithm=algorithm,
            )
        )
        # An empty segment is a region without contours: ContourSequence is optional.
        drawn = _contours(labels, s, source.frames)
        one = _item(ROIDisplayColor=list(s.colour), ReferencedROINumber=number)
        if drawn:
            one.ContourSequence = drawn
        contours.append(one)
        observed = _item(
            ObservationNumber=number, ReferencedROINumber=number, RTROIInterpretedType="", ROIInterpreter=""
        )
        if s.code is not None:
            for keyword, codes in to_items(s.code, *ROI_CODES).items():
                setattr(observed, keyword, codes)
        observations.append(observed)
    ds.StructureSetROISequence, ds.ROIContourSequence = rois, contours
    ds.RTROIObservationsSequence = observations
    ds.ApprovalStatus = "UNAPPROVED"
    return ds


def _contours(labels: LabelMap, segment: Segment, frames: Sequence[Frame]) -> list[Any]:
    box = box_of(labels, segment)
    if box is None:
        return []
    out: list[Any] = []
    mask = labels.mask(segment, box)
    for z in range(box.lo[0], box.hi[0]):
        for outline in outlines(mask[z - box.lo[0]]):
            index = np.column_stack([np.full(len(outline), z), outline + box.lo[1:]])
            points = labels.geometry.to_world(index)
            item = _item(
                ContourNumber=len(out) + 1,
                ContourImageSequence=[_image(frames[z])],
                ContourGeometricType="CLOSED_PLANAR",
                NumberOfContourPoints=len(points),
            )
            item.add(_contour_data(points))
            out.append(item)
    return out


def _contour_data(points: Floats) -> Any:
    """Contour Data as bytes: pydicom would make an object of each of millions of numbers.

    Implicit syntax writes no type, so that the bytes stand in the file as decimal text does.
    0.1 µm: far below what any scanner resolves, and within the 16 characters of DS up to 10 km.
    """
    from pydicom.dataelem import DataElement

    text = "\\".join([f"{v:.4f}".rstrip("0").rstrip(".") for v in points.ravel().tolist()])
    return DataElement(CONTOUR_DATA, "OB", (text + " " * (len(text) % 2)).encode("ascii"))


def _image(frame: Frame) -> Any:
    item = _item(
        ReferencedSOPClassUID=frame.text(tags.SOP_CLASS), ReferencedSOPInstanceUID=frame.text(tags.SOP_INSTANCE)
    )
    if frame.text(tags.FRAMES):
        item.ReferencedFrameNumber = frame.index + 1
    return item


def _item(**values: Any) -> Any:
    from pydicom.dataset import Dataset

    item = Dataset()
    for keyword, value in values.items():
        setattr(item, keyword, value)
    return item


# ----- the second reader ----------------------------------------------------------------------------------------
Polygons = dict[tuple[int, int], list[Floats]]
"""(segment's place, slice) → its contours as (row, column)"""


def reader(labels: LabelMap, source: SeriesRow) -> tuple[Callable[[Path], tuple[list[Labels], Floats]], Any]:
    """(what reads the file back, what judges it) for safewrite.save.

    Each contour is brought to the plane of the image that it names, from that image's own position and orientation,
    and filled by scikit-image; nothing here is shared with the writer or with the reader that opens files.
    """
    polygons: Polygons = {}

    def read_back(path: Path) -> tuple[list[Labels], Floats]:
        polygons.update(_polygons(path, source))
        layers = [np.zeros(layer.shape, layer.dtype) for layer in labels.layers]
        for (n, z), drawn in polygons.items():
            segment = labels.segments[n]
            layers[segment.layer][z][_filled(drawn, labels.geometry.shape[1:])] = segment.value
        affine, last = frame_affine(source.frames[0]), frame_affine(source.frames[-1])
        # A single slice has no next one: its thickness is as it was taken for the mask.
        steps = len(source.frames) - 1
        affine[:3, 0] = (last[:3, 3] - affine[:3, 3]) / steps if steps else labels.geometry.affine[:3, 0]
        return layers, affine

    def judge(thing: LabelMap, layers: Sequence[Voxels], affine: Floats, path: Path) -> Verified:
        return compare(thing, layers, affine, path, polygons)

    return read_back, judge


def _polygons(path: Path, source: SeriesRow) -> Polygons:
    import pydicom

    with quiet():
        ds = pydicom.dcmread(path)
        of_image = {(f.text(tags.SOP_INSTANCE), f.index): z for z, f in enumerate(source.frames)}
        out: Polygons = {}
        for n, roi in enumerate(ds.ROIContourSequence):
            for contour in roi.get("ContourSequence") or []:
                named = contour.ContourImageSequence[0]
                z = of_image[str(named.ReferencedSOPInstanceUID), int(named.get("ReferencedFrameNumber", 1)) - 1]
                # The bytes as they stand in the file: pydicom would make an object of each of millions of numbers.
                text = contour.get_item(CONTOUR_DATA).value
                points = np.array(text.strip(b" \0").split(b"\\"), dtype=np.float64).reshape(-1, 3)
                index = np.linalg.solve(
                    frame_affine(source.frames[z])[:3, :3], (points - np.array(source.frames[z].position_mm)).T
                ).T
                if np.abs(index[:, 0]).max() > 0.01:  # mm: the first axis of a frame is its unit normal
                    raise ValueError("a contour lies beside its image")
                out.setdefault((n, z), []).append(index[:, 1:])
    return out


def _filled(polygons: Sequence[Floats], shape: Sequence[int]) -> Mask:
    inside: Mask = np.zeros(tuple(shape), bool)
    for polygon in polygons:
        lo = np.maximum(np.floor(polygon.min(axis=0)).astype(int), 0)
        hi = np.minimum(np.ceil(polygon.max(axis=0)).astype(int) + 1, shape)
        rows, columns = (int(n) for n in np.maximum(hi - lo, 0))
        inside[lo[0] : lo[0] + rows, lo[1] : lo[1] + columns] ^= enclosed(polygon - lo, (rows, columns))
    return inside


# Rows that are filled at a time; 2 to 8 cost the same.
_BAND = 4


def enclosed(polygon: Floats, shape: tuple[int, int]) -> Mask:
    """The pixels of which scikit-image says that the polygon encloses them, the same as by its ``polygon2mask``.

    That tests each pixel against each edge. So it is asked for a few rows at a time, and what the polygon does
    above or below them is cut short: no edge there is crossed on the way along a row.
    """
    from skimage import draw

    polygon2mask: Any = draw.polygon2mask
    inside: Mask = np.zeros(shape, bool)
    if len(polygon) < 100:  # cutting costs more than it saves
        inside[:] = polygon2mask(shape, polygon)
        return inside
    rows = np.pad(polygon[:, 0], 1, mode="wrap")
    for top in range(0, shape[0], _BAND):
        band = inside[top : top + _BAND]
        side = (rows > top + len(band)).astype(np.int8) - (rows < top - 1)
        here = side[1:-1]
        kept = (here == 0) | (here != side[:-2]) | (here != side[2:])
        if np.any(kept):
            band[:] = polygon2mask(band.shape, polygon[kept] - (top, 0))
    return inside


def compare(labels: LabelMap, layers: Sequence[Voxels], affine: Floats, path: Path, polygons: Polygons) -> Verified:
    """The report, when voxels differ beside contours alone, and no segment by 1 % or half a pixel in its centroid.

    Raises WriteFailed.
    """
    differ = 0
    for n, s in enumerate(labels.segments):
        for z, (found, meant) in enumerate(zip(layers[s.layer], labels.layers[s.layer], strict=True)):
            centres = np.argwhere((found == s.value) != (meant == s.value)).astype(np.float64)
            if not len(centres):
                continue
            differ += len(centres)
            drawn = polygons.get((n, z), [])
            apart = np.min([distance_to(p, centres) for p in drawn] or [np.full(len(centres), np.inf)], axis=0)
            if apart.max() > NEAR_PIXELS:
                what = f"The file was not kept: on slice {z + 1}, {s.name} differs away from its contour when read back"
                raise WriteFailed(what, path, "Report this error.")
    checks = check_segments(labels, layers, affine)
    for check in checks:
        if abs(check.volume_ml - check.meant_ml) > NEAR_ML * check.meant_ml:
            what = f"{check.name} has {check.volume_ml:.3f} mL instead of {check.meant_ml:.3f}"
            raise WriteFailed(f"The file was not kept: {what} when read back", path, "Report this error.")
        if check.apart_mm > NEAR_PIXELS * min(labels.geometry.spacing_mm[1:]):
            what = f"the centre of {check.name} lies {check.apart_mm:.3g} mm off"
            raise WriteFailed(f"The file was not kept: {what} when read back", path, "Report this error.")
    total = sum(layer.size for layer in layers)
    lines = [
        f"voxels: {differ} of {total} differ" + (f", all within {NEAR_PIXELS} pixel of a contour" if differ else "")
    ]
    return Verified(path, (*lines, *map(line_of, checks)), checks)
