"""What a person can choose when exporting masks, and the job that does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.volume import Note, Volume
from medseg_gui.io.dicom_even import EVEN
from medseg_gui.io.dicom_seg_write import SegKind
from medseg_gui.io.labels import on_grid
from medseg_gui.workers import certify, export
from medseg_gui.workers.export import RTSTRUCT, Exported
from medseg_gui.workers.job import Steps

Keys = frozenset[tuple[int, int]]
"""(layer, value) of segments"""


@dataclass(frozen=True)
class Kind:
    """A way to write masks. ``holds``: one line on what it keeps; ``group``: kinds that stand together."""

    id: str
    title: str
    suffix: str
    holds: str
    group: int
    overlaps: bool = True
    """Holds segments that overlap."""
    shears: bool = False
    """Has one affine for all voxels, which other programs may refuse, or make upright, where it is sheared."""
    seg: SegKind = "BINARY"

    @property
    def dicom(self) -> bool:
        """Lies on the images of a DICOM series."""
        return self.suffix.endswith(".dcm")


_VALUES = mark("Values alone, no names or colours.")
_SURFACES = mark("One closed surface for each segment, in patient coordinates.")
KINDS: tuple[Kind, ...] = (
    Kind("nifti", mark("NIfTI"), ".nii.gz", _VALUES, 0, False, True),
    Kind("nrrd", mark("NRRD"), ".nrrd", _VALUES, 0, False, True),
    Kind("seg_nrrd", mark("NRRD for 3D Slicer"), ".seg.nrrd", mark("Names, colours, codes, overlaps."), 0, True, True),
    Kind("mha", mark("MetaImage"), ".mha", _VALUES, 0, False, True),
    Kind("seg", mark("DICOM SEG, binary"), ".dcm", mark("Names, colours, codes and overlaps; what a PACS takes."), 1),
    Kind(
        "seg_fractional", mark("DICOM SEG, fractional"), ".dcm",
        mark("As the binary one, each voxel none or full: for programs that ask for fractions."), 1, seg="FRACTIONAL",
    ),
    Kind(
        "seg_labelmap", mark("DICOM SEG, label map"), ".dcm",
        mark("Small also with many segments; new in DICOM, few programs read it."), 1, False, seg="LABELMAP",
    ),
    Kind("rtstruct", mark("DICOM RTSTRUCT"), RTSTRUCT, mark("Contours on each slice, for treatment planning."), 1),
    Kind("stl", mark("STL surfaces"), ".stl", _SURFACES, 2),
    Kind("obj", mark("OBJ surfaces"), ".obj", _SURFACES, 2),
    Kind("ply", mark("PLY surfaces"), ".ply", _SURFACES, 2),
    Kind("png", mark("PNG, one for each slice"), "", mark("A folder of pictures, without positions."), 3, False),
    Kind("csv", mark("Table of figures"), ".csv", mark("Volume, position, size and grey values of each segment."), 3),
)  # fmt: skip


def kind_of(kind_id: str) -> Kind:
    """The kind of that id; the first one for an unknown id."""
    return next((k for k in KINDS if k.id == kind_id), KINDS[0])


@dataclass(frozen=True)
class Plan:
    """What is to be written. ``upright``: a sheared grid is resampled to one that every program can hold."""

    kind: Kind
    path: Path
    segments: Keys
    upright: bool = False
    certificate: bool = False


def reason(kind: Kind, labels: LabelMap, segments: Keys, volume: Volume) -> str:
    """Why the chosen segments cannot be written as that kind; empty when they can."""
    if not segments:
        return mark("Choose a segment.")
    if kind.dicom and not volume.info.uid:
        return mark("Needs the DICOM series that the mask was drawn on, and this image comes from another file.")
    if kind.dicom and volume.info.uid.endswith(EVEN):
        return mark("The slices were interpolated, and this format lies on the original ones: open those.")
    if not kind.overlaps and len({layer for layer, _ in segments}) > 1:
        return mark("The segments overlap, which this format cannot hold: choose fewer, or another format.")
    return ""


def write(labels: LabelMap, plan: Plan, source: Volume) -> Steps[Exported]:
    """The chosen segments written, read back, compared and certified, and what resampling cost in notes.

    Raises as ``export.save_labels`` does.
    """
    some = chosen(labels, plan.segments)
    if plan.upright:
        upright = yield from on_grid(some, some.geometry.upright(), plan.path, resample=True)
        text = f"Resampled to an upright grid, nearest voxels: {upright.geometry.describe()}"
        costs = [n for n in upright.notes[len(some.notes) :] if "Dice" in n.text]
        notes = (*some.notes, Note("resampled", text), *costs)
        some = LabelMap(upright.layers, upright.geometry, upright.segments, notes)
    # An upright grid is not the image's own, which no other kind of file needs to know.
    image = None if plan.upright else source
    rtstruct = plan.kind.id == "rtstruct"
    report = yield from export.save_labels(some, plan.path, image, rtstruct=rtstruct, seg=plan.kind.seg)
    certificate = yield from certify.certify(report, some.geometry, some.segments, some.notes, source)
    saved = certify.save(certificate, report.path) if plan.certificate else None
    return Exported(report, certificate, saved, some.notes)


def chosen(labels: LabelMap, keys: Iterable[tuple[int, int]]) -> LabelMap:
    """Those segments alone, and the layers that they lie in; values stay."""
    wanted = set(keys)
    layers = sorted({layer for layer, _ in wanted})
    segments: list[Segment] = []
    arrays = []
    for n, layer in enumerate(layers):
        keep = np.zeros(65536, bool)
        for s in labels.segments:
            if s.key in wanted and s.layer == layer:
                keep[s.value] = True
        array = labels.layers[layer]
        arrays.append(np.where(keep[array], array, array.dtype.type(0)))
        segments += [replace(s, layer=n) for s in labels.segments if s.layer == layer and s.key in wanted]
    order = [s.key for s in labels.segments if s.key in wanted]
    segments.sort(key=lambda s: order.index((layers[s.layer], s.value)))
    return LabelMap(arrays, labels.geometry, segments, labels.notes)
