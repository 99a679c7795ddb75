"""DICOM SEG ↔ label maps: read by our own arithmetic, written by highdicom (and so verified independently).

Binary, fractional (cut at a half) and label-map segmentations; overlapping segments get layers.
Source: DICOM PS3.3 A.51, C.8.20 (segmentation),
PS3.16 CID 7150 (categories), CID 7162 (algorithm families).
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

import medseg_gui
from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Floats, Geometry
from medseg_gui.core.labelmap import PALETTE, Code, Colour, LabelMap, Labels, Segment
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Note
from medseg_gui.io import dicom_tags as tags
from medseg_gui.io.dicom import SeriesRow
from medseg_gui.io.dicom_header import Frame, is_damage, quiet, read_dataset, read_header
from medseg_gui.io.dicom_quick import NotDicom
from medseg_gui.io.dicom_stack import lattice_of
from medseg_gui.io.labels import on_grid

Algorithm = Literal["MANUAL", "SEMIAUTOMATIC"]

# A frame's corners this close to voxel centres, in voxels, lie on them: scanners round positions to 0.01 mm.
_ON_LATTICE = 0.05
_ANATOMY = ("123037004", "SCT", "Anatomical Structure")
_ABNORMAL = ("49755003", "SCT", "Morphologically Abnormal Structure")
# neoplasm, mass, lesion, tumour cavity, cyst, oedema, necrosis, metastasis
_ABNORMAL_TYPES = {"108369006", "4147007", "52988006", "86049000", "367643001", "267038008", "6574001", "14799000"}


def read_labels(
    path: Path, like: Geometry | None = None, resample: bool = False
) -> Generator[Progress, None, LabelMap]:
    """The segments of a DICOM SEG on the grid ``like``, or without one on the grid that its frames span.

    Frames that lie on voxels of ``like`` are placed exactly, also when some slices are absent. A fraction of a
    half or more (half the voxel filled, or as likely as not) belongs to the segment, and a note says so.
    Raises BadInput for damaged files, GeometryMismatch as ``labels.on_grid`` does.
    """
    yield Progress("Reading the segmentation")
    try:
        frames = read_header(path)
        dataset = read_dataset(path, pixels=True)
    except NotDicom:
        raise BadInput("This is not a DICOM file", path) from None
    yield Progress("Decoding the segmentation")
    try:
        kind = str(dataset.get("SegmentationType", ""))
        notes: tuple[Note, ...] = ()
        if kind in ("BINARY", "FRACTIONAL", "LABELMAP"):
            with quiet():
                pixels = np.asarray(dataset.pixel_array).reshape(len(frames), *frames[0].matrix)
                described = {
                    int(item.SegmentNumber): _segment(int(item.SegmentNumber), item) for item in dataset.SegmentSequence
                }
            padding = int(dataset.get("PixelPaddingValue", 0) or 0)
            numbers = [0] * len(frames) if kind == "LABELMAP" else [int(f.text(tags.SEGMENT)) for f in frames]
            if not all(0 < n < 65536 for n in numbers) and kind != "LABELMAP":
                raise ValueError(numbers)
            if kind == "FRACTIONAL":
                pixels, notes = _halved(pixels, dataset)
    except BaseException as error:
        if not is_damage(error):
            raise
        raise BadInput("The segmentation is damaged and cannot be decoded", path) from error
    if kind not in ("BINARY", "FRACTIONAL", "LABELMAP"):
        raise BadInput(f"This DICOM file is not a segmentation ({frames[0].text(tags.MODALITY)})", path)
    if any(f.orientation is None or f.position_mm is None or f.spacing_mm is None for f in frames):
        raise BadInput("The segmentation gives no positions for its frames", path)
    if kind == "LABELMAP" and padding and padding not in described:
        pixels = np.where(pixels == padding, 0, pixels)
    frame_uid = frames[0].text(tags.FRAME_OF_REFERENCE)
    known = like is None or not frame_uid or not like.frame_uid or frame_uid == like.frame_uid
    places = places_on(frames, like) if like is not None and known else None
    geometry = like
    if geometry is None or places is None:
        geometry, depths = lattice_of(frames)
        places = [(z, 0, 0) for z in depths]
    layers, where = _fill(pixels, numbers, places, geometry)
    numbered = sorted((set(described) | {int(v) for layer in layers for v in np.unique(layer)}) - {0})
    segments = [replace(described.get(n) or _segment(n, {}), layer=where.get(n, 0)) for n in numbered]
    labels = LabelMap(layers, geometry, segments, notes)
    if like is None or geometry is like:
        return labels
    return (yield from on_grid(labels, like, path, resample, crop_allowed=True))


def _halved(pixels: npt.NDArray[Any], dataset: Any) -> tuple[npt.NDArray[np.bool_], tuple[Note, ...]]:
    """(where the fraction is a half or more, what a reader should know). Source: PS3.3 C.8.20.2.3."""
    full = int(dataset.get("MaximumFractionalValue", 255) or 255)
    between = int(np.count_nonzero((pixels > 0) & (pixels < full)))
    what = "probability" if dataset.get("SegmentationFractionalType") == "PROBABILITY" else "filled share"
    text = f"The segmentation gives a {what} at each voxel: the mask is where it is a half or more"
    text += f" ({between} voxels lie between none and all)" if between else " (all are none or all: nothing is lost)"
    return pixels.astype(np.uint32) * 2 >= max(full, 1), (Note("fractional", text),)


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


def _fill(
    pixels: npt.NDArray[Any], numbers: list[int], places: list[tuple[int, int, int]], geometry: Geometry
) -> tuple[list[Labels], dict[int, int]]:
    """(layers, layer of each segment number). A segment that overlaps an earlier one goes to the next free layer."""
    top = max(*numbers, int(pixels.max()))
    dtype = np.uint8 if top <= 255 else np.uint16
    layers: list[Labels] = [np.zeros(geometry.shape, dtype)]
    rows, columns = pixels.shape[1:]
    cuts = [(z, slice(y, y + rows), slice(x, x + columns)) for z, y, x in places]
    where: dict[int, int] = {}
    for number in sorted(set(numbers)):
        mine = [i for i, n in enumerate(numbers) if n == number]
        if number == 0:
            for i in mine:
                layers[0][cuts[i]] = pixels[i]
            continue
        masks = {i: pixels[i] != 0 for i in mine}
        layer = 0
        while any((layers[layer][cuts[i]][mask] != 0).any() for i, mask in masks.items()):
            layer += 1
            if layer == len(layers):
                layers.append(np.zeros(geometry.shape, dtype))
        where[number] = layer
        for i, mask in masks.items():
            layers[layer][cuts[i]][mask] = number
    return layers, where


def _segment(number: int, item: Any) -> Segment:
    """The segment that an item of the Segment Sequence describes, its layer still open."""
    name = str(item.get("SegmentLabel") or item.get("SegmentDescription") or f"Segment {number}")
    lab = item.get("RecommendedDisplayCIELabValue")
    colour = _rgb(lab) if lab is not None and len(lab) == 3 else PALETTE[(number - 1) % len(PALETTE)]
    kinds = item.get("SegmentedPropertyTypeCodeSequence")
    code = None
    if kinds and kinds[0].get("CodeValue"):
        kind = kinds[0]
        code = Code(str(kind.CodeValue), str(kind.get("CodingSchemeDesignator")), str(kind.get("CodeMeaning")))
    return Segment(number, name, colour, 0, code)


def _rgb(lab: Any) -> Colour:
    from highdicom.color import CIELabColor

    red, green, blue = CIELabColor.from_dicom_value([int(v) for v in lab]).to_rgb(clip=True)
    return (int(red), int(green), int(blue))


# ----- writing --------------------------------------------------------------------------------------------------
def write_labels(labels: LabelMap, path: Path, source: SeriesRow, algorithm: Algorithm = "SEMIAUTOMATIC") -> None:
    """Writes a binary DICOM SEG on the frames of the source series; segments are numbered in their order.

    The labels must lie on the source's grid. Raises BadInput when there is nothing to write or the source is no
    DICOM series whose frames all belong to the grid.
    """
    import highdicom as hd

    if not labels.segments or not any(layer.any() for layer in labels.layers):
        raise BadInput("There is nothing to export: every segment is empty", path, "Paint something first.")
    if not source.geometry.frame_uid:
        raise BadInput(
            "The source images name no frame of reference, which DICOM SEG requires", path, "Export to NIfTI or NRRD."
        )
    if places_on(source.frames, labels.geometry) != [(z, 0, 0) for z in range(labels.geometry.shape[0])]:
        raise BadInput(
            "The slices of the series are not evenly spaced, or the mask is not on its grid: "
            "DICOM SEG would put the mask beside its slices",
            path,
            "Export to NIfTI or NRRD.",
        )
    datasets, order = _sources(source)
    if len(labels.layers) == 1:
        table = np.zeros(65536, np.uint16)
        for number, s in enumerate(labels.segments, 1):
            table[s.value] = number
        pixels: npt.NDArray[Any] = table[labels.voxels][order]
        pixels = pixels.astype(np.uint8 if len(labels.segments) < 256 else np.uint16)
    else:
        pixels = np.stack([labels.mask(s) for s in labels.segments], axis=-1)[order].astype(np.uint8)
    with quiet():
        segmentation = hd.seg.Segmentation(
            source_images=datasets,
            pixel_array=pixels,
            segmentation_type=hd.seg.SegmentationTypeValues.BINARY,
            segment_descriptions=[_description(n, s, algorithm) for n, s in enumerate(labels.segments, 1)],
            series_instance_uid=hd.UID(),
            series_number=(source.number or 0) + 1000,
            sop_instance_uid=hd.UID(),
            instance_number=1,
            manufacturer="medseg",
            manufacturer_model_name="medseg",
            software_versions=medseg_gui.__version__,
            device_serial_number="0",
            content_label="SEGMENTATION",
            series_description="Segmentation",
        )
        segmentation.save_as(path, enforce_file_format=True)


def _description(number: int, segment: Segment, algorithm: Algorithm) -> Any:
    import highdicom as hd
    from pydicom.sr.codedict import codes

    code = segment.code
    made_by = hd.AlgorithmIdentificationSequence("medseg", codes.cid7162.ArtificialIntelligence, medseg_gui.__version__)
    return hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=segment.name[:64],
        segmented_property_category=_coded(_category(segment)),
        segmented_property_type=_coded((code.value, code.scheme, code.meaning) if code else _ANATOMY),
        algorithm_type=algorithm,
        algorithm_identification=made_by if algorithm != "MANUAL" else None,
        display_color=hd.color.CIELabColor.from_rgb(*segment.colour),
    )


def read_back(path: Path, labels: LabelMap) -> tuple[list[Labels], Floats]:
    """The written segments in the layers and values of ``labels``, for comparison with them."""
    steps = read_labels(path, labels.geometry)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            back: LabelMap = stop.value
            break
    layers = [np.zeros(layer.shape, layer.dtype) for layer in labels.layers]
    for number, s in enumerate(labels.segments, 1):
        for found in back.segments:
            if found.value == number:
                layers[s.layer][back.mask(found)] = s.value
    return layers, back.geometry.affine


# Attributes that must be there, though they may be empty (PS3.3 C.7.1.1, C.7.2.1): highdicom copies them.
TYPE_2 = (
    "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyID", "StudyDate", "StudyTime",
    "AccessionNumber", "ReferringPhysicianName",
)  # fmt: skip


def _sources(source: SeriesRow) -> tuple[list[Any], list[int]]:
    """(data sets without pixels, the slice of the volume for each of their frames in file order)"""
    datasets = []
    order: list[int] = []
    for path in source.files:
        dataset = read_dataset(path)
        for keyword in TYPE_2:
            if keyword not in dataset:
                setattr(dataset, keyword, "")
        datasets.append(dataset)
        mine = {f.index: z for z, f in enumerate(source.frames) if f.path == path}
        if sorted(mine) != list(range(int(dataset.get("NumberOfFrames", 1) or 1))):
            raise BadInput(
                "DICOM SEG needs all frames of a multi-frame file, and the image is only some of them",
                path,
                "Export to NIfTI or NRRD.",
            )
        order += [mine[i] for i in sorted(mine)]
    return datasets, order


def _coded(code: tuple[str, str, str]) -> Any:
    from pydicom.sr.coding import Code as Coded

    return Coded(*code)


def _category(segment: Segment) -> tuple[str, str, str]:
    return _ABNORMAL if segment.code is not None and segment.code.value in _ABNORMAL_TYPES else _ANATOMY
