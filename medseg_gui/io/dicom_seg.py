"""DICOM SEG → label maps by our own arithmetic: binary, fractional (cut at a half) and label-map segmentations.

Overlapping segments get layers. Source: DICOM PS3.3 A.51 and C.8.20 (segmentation).
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import PALETTE, Colour, LabelMap, Labels, Segment
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Note
from medseg_gui.io import dicom_tags as tags
from medseg_gui.io.coding import from_item
from medseg_gui.io.dicom_header import is_damage, quiet, read_dataset, read_header
from medseg_gui.io.dicom_masks import places_on
from medseg_gui.io.dicom_quick import NotDicom
from medseg_gui.io.dicom_stack import lattice_of
from medseg_gui.io.labels import on_grid, present_values
from medseg_gui.io.limits import require_room

# Where a segment's type, category and body region stand in its description
CODES = ("SegmentedPropertyTypeCodeSequence", "SegmentedPropertyCategoryCodeSequence", "AnatomicRegionSequence")


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
            # the decoded frames, and what is made of them
            each = 3 * max(1, frames[0].number(tags.ALLOCATED, 8) // 8)
            require_room(each * len(frames) * math.prod(frames[0].matrix), path, "segmentation")
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
    except BadInput:
        raise
    except BaseException as error:
        if not is_damage(error):
            raise
        raise BadInput("The segmentation is damaged and cannot be decoded", path) from error
    if kind not in ("BINARY", "FRACTIONAL", "LABELMAP"):
        raise BadInput(f"This DICOM file is not a segmentation ({frames[0].text(tags.MODALITY)[:16]})", path)
    if any(f.orientation is None or f.position_mm is None or f.spacing_mm is None for f in frames):
        raise BadInput("The segmentation gives no positions for its frames", path)
    if kind == "LABELMAP" and padding and padding not in described:
        pixels = np.where(pixels == padding, 0, pixels)
    frame_uid = frames[0].text(tags.FRAME_OF_REFERENCE)
    known = like is None or not frame_uid or not like.frame_uid or frame_uid == like.frame_uid
    places = places_on(frames, like) if like is not None and known else None
    geometry = like
    if geometry is None or places is None:
        try:
            geometry, depths = lattice_of(frames)
        except BadInput as error:
            raise BadInput(f"The segmentation's frames lie on no grid: {error.what}", path, error.todo) from error
        places = [(z, 0, 0) for z in depths]
    layers, where = _fill(pixels, numbers, places, geometry, path)
    numbered = sorted((set(described) | {v for layer in layers for v in present_values(layer)}) - {0})
    segments = [replace(described.get(n) or _segment(n, {}), layer=where.get(n, 0)) for n in numbered]
    labels = LabelMap(layers, geometry, segments, notes)
    if like is None or geometry is like:
        return labels
    return (yield from on_grid(labels, like, path, resample, crop_allowed=True))


def read_fractions(path: Path, like: Geometry) -> dict[int, npt.NDArray[np.float32]]:
    """Segment number → the share or probability, 0 to 1, of each voxel of ``like``, of a fractional segmentation.

    Its frames must lie on the grid. Raises BadInput where they do not.
    """
    frames, dataset = read_header(path), read_dataset(path, pixels=True)
    places = places_on(frames, like)
    if dataset.get("SegmentationType") != "FRACTIONAL" or places is None:
        raise BadInput("This is no fractional segmentation on the grid of the image", path)
    with quiet():
        pixels = np.asarray(dataset.pixel_array).reshape(len(frames), *frames[0].matrix)
    rows, columns = pixels.shape[1:]
    out: dict[int, npt.NDArray[np.float32]] = {}
    for frame, plane, (z, y, x) in zip(frames, pixels, places, strict=True):
        found = out.setdefault(int(frame.text(tags.SEGMENT)), np.zeros(like.shape, np.float32))
        found[z, y : y + rows, x : x + columns] = plane / np.float32(dataset.MaximumFractionalValue)
    return out


def _halved(pixels: npt.NDArray[Any], dataset: Any) -> tuple[npt.NDArray[np.bool_], tuple[Note, ...]]:
    """(where the fraction is a half or more, what a reader should know). Source: PS3.3 C.8.20.2.3."""
    full = int(dataset.get("MaximumFractionalValue", 255) or 255)
    between = int(np.count_nonzero((pixels > 0) & (pixels < full)))
    what = "probability" if dataset.get("SegmentationFractionalType") == "PROBABILITY" else "filled share"
    text = f"The segmentation gives a {what} at each voxel: the mask is where it is a half or more"
    text += f" ({between} voxels lie between none and all)" if between else " (all are none or all: nothing is lost)"
    return pixels.astype(np.uint32) * 2 >= max(full, 1), (Note("fractional", text),)


def _fill(
    pixels: npt.NDArray[Any], numbers: list[int], places: list[tuple[int, int, int]], geometry: Geometry, path: Path
) -> tuple[list[Labels], dict[int, int]]:
    """(layers, layer of each segment number). A segment that overlaps an earlier one goes to the next free layer.

    Raises BadInput when the layers do not fit in memory.
    """
    top = max(*numbers, int(pixels.max()))
    dtype = np.uint8 if top <= 255 else np.uint16
    each = math.prod(geometry.shape) * np.dtype(dtype).itemsize
    require_room(each, path, "segmentation")
    layers: list[Labels] = [np.zeros(geometry.shape, dtype)]
    rows, columns = pixels.shape[1:]
    cuts = [(z, slice(y, y + rows), slice(x, x + columns)) for z, y, x in places]
    where: dict[int, int] = {}
    frames_of: dict[int, list[int]] = {}
    for i, n in enumerate(numbers):
        frames_of.setdefault(n, []).append(i)
    for number, mine in sorted(frames_of.items()):
        if number == 0:
            for i in mine:
                layers[0][cuts[i]] = pixels[i]
            continue
        masks = {i: pixels[i] != 0 for i in mine}
        layer = 0
        while any((layers[layer][cuts[i]][mask] != 0).any() for i, mask in masks.items()):
            layer += 1
            if layer == len(layers):
                require_room(each * (layer + 1), path, "segmentation")
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
    return Segment(number, name, colour, 0, from_item(item, *CODES))


def _rgb(lab: Any) -> Colour:
    from highdicom.color import CIELabColor

    red, green, blue = CIELabColor.from_dicom_value([int(v) for v in lab]).to_rgb(clip=True)
    return (int(red), int(green), int(blue))
