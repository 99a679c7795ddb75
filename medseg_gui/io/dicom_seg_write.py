"""Label maps → DICOM SEG by highdicom: binary, fractional or label map, read back by our own reader.

Source: DICOM PS3.3 A.51 and A.88 (segmentation, label map segmentation), C.8.20; PS3.16 CID 7162 (algorithm families).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

import medseg_gui
from medseg_gui.core.errors import BadInput, WriteFailed
from medseg_gui.core.geometry import Floats
from medseg_gui.core.labelmap import LabelMap, Labels, Segment
from medseg_gui.io.coding import to_items
from medseg_gui.io.dicom import SeriesRow
from medseg_gui.io.dicom_header import quiet, read_dataset
from medseg_gui.io.dicom_masks import TYPE_2, Algorithm, require_frames
from medseg_gui.io.dicom_seg import CODES, read_fractions, read_labels

SegKind = Literal["BINARY", "FRACTIONAL", "LABELMAP"]
Fractions = Mapping[tuple[int, int], npt.NDArray[np.floating[Any]]]
"""By a segment's (layer, value): the probability, 0 to 1, of each voxel of the grid."""
_FULL = 255


def write_labels(
    labels: LabelMap,
    path: Path,
    source: SeriesRow,
    algorithm: Algorithm = "SEMIAUTOMATIC",
    kind: SegKind = "BINARY",
    fractions: Fractions | None = None,
) -> None:
    """Writes a DICOM SEG on the frames of the source series; segments are numbered in their order.

    Frames without the segment are left out. A fractional one holds ``fractions`` (which must be those of every
    segment) as probabilities, or without them 0 or full. The labels must lie on the source's grid. Raises BadInput
    when there is nothing to write, for a label map of segments that overlap, or when the source is no DICOM series
    whose frames all belong to the grid.
    """
    import highdicom as hd

    require_frames(labels, path, source, "DICOM SEG")
    datasets, order = _sources(source)
    kinds = hd.seg.SegmentationFractionalTypeValues
    with quiet():
        segmentation = hd.seg.Segmentation(
            source_images=datasets,
            pixel_array=_pixels(labels, path, kind, fractions)[order],
            segmentation_type=kind,
            fractional_type=kinds.PROBABILITY if fractions else kinds.OCCUPANCY,
            max_fractional_value=_FULL,
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
            # Names of segments need not be in the script of the source, whose own may also be empty.
            specific_character_set="ISO_IR 192",
        )
        segmentation.save_as(path, enforce_file_format=True)


def _pixels(labels: LabelMap, path: Path, kind: SegKind, fractions: Fractions | None) -> npt.NDArray[Any]:
    """(slice, row, column) of segment numbers, or (slice, row, column, segment) where they overlap or are fractions."""
    if kind == "FRACTIONAL" and fractions is not None:
        given = [np.asarray(fractions.get(s.key, ()), np.float32) for s in labels.segments]
        if any(p.shape != labels.geometry.shape or not (p.min() >= 0 and p.max() <= 1) for p in given):
            raise BadInput("Each segment needs a probability from 0 to 1 at each voxel of the grid", path)
        return np.stack(given, axis=-1)
    if len(labels.layers) > 1 and kind != "LABELMAP":
        return np.stack([labels.mask(s) for s in labels.segments], axis=-1).astype(np.uint8)
    out = np.zeros(labels.geometry.shape, np.uint8 if len(labels.segments) < 256 else np.uint16)
    for n, layer in enumerate(labels.layers):
        table = np.zeros(65536, out.dtype)
        for number, s in enumerate(labels.segments, 1):
            if s.layer == n:
                table[s.value] = number
        found = table[layer]
        if np.any((out != 0) & (found != 0)):
            todo = "Choose a binary segmentation, or export the segments one by one."
            raise BadInput("The segments overlap, and a label map holds one at each voxel", path, todo)
        out += found
    return out


def _description(number: int, segment: Segment, algorithm: Algorithm) -> Any:
    import highdicom as hd
    from pydicom.sr.codedict import codes

    made_by = hd.AlgorithmIdentificationSequence("medseg", codes.cid7162.ArtificialIntelligence, medseg_gui.__version__)
    made = to_items(segment.code, *CODES)
    # Only the first code of each sequence goes through highdicom, without its modifiers: so all are set afterwards.
    out = hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=segment.name[:64],
        segmented_property_category=codes.SCT.Tissue,
        segmented_property_type=codes.SCT.Tissue,
        algorithm_type=algorithm,
        algorithm_identification=made_by if algorithm != "MANUAL" else None,
        display_color=hd.color.CIELabColor.from_rgb(*segment.colour),
    )
    for keyword, items in made.items():
        setattr(out, keyword, items)
    return out


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


# ----- the second reader ----------------------------------------------------------------------------------------
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


def check_fractions(path: Path, fractions: Fractions, labels: LabelMap) -> None:
    """Raises WriteFailed unless each voxel of each segment holds its fraction, to within one of 255 steps."""
    found = read_fractions(path, labels.geometry)
    for number, s in enumerate(labels.segments, 1):
        meant = np.asarray(fractions[s.key], np.float32)
        if np.abs(found.get(number, np.float32(0)) - meant).max() > 0.51 / _FULL:
            raise WriteFailed(
                f"The file was not kept: fractions of {s.name} differ when read back", path, "Report this error."
            )
