"""Jobs that write: verified masks and volumes. The target is the old file or the verified new one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from medseg_gui.core.errors import BadInput, GeometryMismatch
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.volume import Note, Volume
from medseg_gui.io import dicom_masks, dicom_seg_write, pngfolder, rtstruct_write, safewrite
from medseg_gui.io.dicom_seg_write import Fractions, SegKind
from medseg_gui.io.formats import require_format
from medseg_gui.io.safewrite import Verified, check_segments, line_of
from medseg_gui.workers import certify
from medseg_gui.workers.job import Steps
from medseg_gui.workers.measure import write_measures
from medseg_gui.workers.open_case import choose, find

# What a structure set's name ends in where nothing else says that it is one.
RTSTRUCT = ".rtstruct.dcm"
_BY = {
    "seg": ("highdicom", "medseg's own DICOM SEG reader"),
    "rtstruct": ("pydicom", "each image's own plane, polygons filled by scikit-image"),
    "png": ("medseg's own PNG writer", "Pillow"),
    "csv": ("medseg's figures", "the text as written"),
}


@dataclass(frozen=True)
class Exported:
    """A verified export and its certificate; ``certificate_path`` is None where it was not saved.

    ``notes`` say what was changed on the way out: voxels resampled, fractions cut.
    """

    report: Verified
    certificate: dict[str, Any] = field(default_factory=dict)
    certificate_path: Path | None = None
    notes: tuple[Note, ...] = ()


def export(
    labels: LabelMap,
    path: str | Path,
    source: Volume | None = None,
    rtstruct: bool = False,
    save_it: bool = False,
    seg: SegKind = "BINARY",
    fractions: Fractions | None = None,
) -> Steps[Exported]:
    """The verified export as ``save_labels`` makes it, and its certificate, with ``save_it`` saved beside it."""
    report = yield from save_labels(labels, path, source, "", rtstruct, seg, fractions)
    certificate = yield from certify.certify(report, labels.geometry, labels.segments, labels.notes, source)
    return Exported(report, certificate, certify.save(certificate, report.path) if save_it else None)


def save_labels(
    labels: LabelMap,
    path: str | Path,
    source: Volume | None = None,
    algorithm: str = "",
    rtstruct: bool = False,
    seg: SegKind = "BINARY",
    fractions: Fractions | None = None,
) -> Steps[Verified]:
    """The report on the mask now at ``path``; the format follows its suffix.

    ".dcm" is a DICOM SEG of the kind ``seg``, ".rtstruct.dcm" (or ".dcm" with ``rtstruct``) a structure set of
    contours; ".csv" is the table of each segment's figures; a name without a suffix, or with ".png" (left away), is a
    folder of one PNG for each slice.
    ``labels`` must not change meanwhile (pass ``labelmap.frozen()``). ``algorithm`` "MANUAL" says so in the SEG.
    ``fractions`` are what a fractional SEG holds; a half or more must be what ``labels`` show.
    Raises GeometryMismatch when the mask is not on the source's grid, WriteFailed with the old file untouched,
    BadInput when the format cannot hold the mask.
    """
    path = Path(path)
    rtstruct = rtstruct or path.name.lower().endswith(RTSTRUCT)
    if source is not None and not labels.geometry.same_as(source.geometry):
        raise GeometryMismatch("The mask lies on another grid than the image: it was not written", path)
    suffix = path.suffix.lower()
    if rtstruct and suffix != ".dcm":
        raise BadInput("A structure set is a DICOM file", path, "Give it a name that ends in .dcm.")
    if suffix == ".dcm":
        report = yield from _save_dicom(labels, path, source, algorithm, rtstruct, seg, fractions)
        return replace(report, readers=_BY["rtstruct" if rtstruct else "seg"])
    if suffix == ".csv":
        return replace((yield from _save_figures(labels, path, source)), readers=_BY["csv"])
    if suffix == ".png" or not suffix or path.is_dir():
        folder = path.with_suffix("") if suffix == ".png" and not path.is_dir() else path
        return replace((yield from pngfolder.save(labels, folder)), readers=_BY["png"])
    fmt = require_format(path, "write_labels")
    write, read_back, judge = fmt.write_labels, fmt.read_back, None
    if fmt.reader is not None:
        read_back, judge = fmt.reader(labels)
    if write is None or read_back is None:
        raise BadInput("Masks cannot be written in this format", path)
    report = yield from safewrite.save(labels, path, lambda beside: write(labels, beside), read_back, judge)
    return replace(report, readers=fmt.made_by)


def _save_figures(labels: LabelMap, path: Path, source: Volume | None) -> Steps[Verified]:
    if source is None:
        raise BadInput("The table of figures needs the image that the mask was drawn on", path, "Give the image.")
    rows = yield from write_measures(source, labels, [], path)
    checks = check_segments(labels, labels.layers, labels.geometry.affine)
    return Verified(path, (f"{rows} rows, read back as written", *map(line_of, checks)), checks)


def _save_dicom(
    labels: LabelMap,
    path: Path,
    source: Volume | None,
    algorithm: str,
    rtstruct: bool,
    seg: SegKind,
    fractions: Fractions | None,
) -> Steps[Verified]:
    if source is None or not source.info.uid:
        what = "An RTSTRUCT" if rtstruct else "A DICOM SEG"
        raise BadInput(f"{what} needs the DICOM series that the mask was drawn on", path, "Use NIfTI or NRRD.")
    folder = Path(source.info.source)
    rows = yield from find(folder)
    row = choose(rows, folder, source.info.uid)
    if not row.frames:
        raise BadInput("A DICOM SEG needs the DICOM series that the mask was drawn on", path, "Use NIfTI or NRRD.")
    if not row.geometry.same_as(source.geometry):
        raise GeometryMismatch("The DICOM series has changed since it was opened", folder, "Open it again.")
    kind: dicom_masks.Algorithm = "MANUAL" if algorithm == "MANUAL" else "SEMIAUTOMATIC"
    if rtstruct:
        read_back, judge = rtstruct_write.reader(labels, row)
        return (
            yield from safewrite.save(
                labels, path, lambda beside: rtstruct_write.write_labels(labels, beside, row, kind), read_back, judge
            )
        )

    def write(beside: Path) -> None:
        dicom_seg_write.write_labels(labels, beside, row, kind, seg, fractions)

    def reread(beside: Path) -> safewrite.ReadBack:
        if fractions is not None:
            dicom_seg_write.check_fractions(beside, fractions, labels)
        return dicom_seg_write.read_back(beside, labels)

    return (yield from safewrite.save(labels, path, write, reread))


def convert(volume: Volume, path: str | Path) -> Steps[Verified]:
    """The report on the image now at ``path``; the format follows its suffix. Raises WriteFailed or BadInput."""
    path = Path(path)
    fmt = require_format(path, "write_volume")
    write, read_back = fmt.write_volume, fmt.read_back
    if write is None or read_back is None:
        raise BadInput("Images cannot be written in this format", path)
    return (yield from safewrite.save(volume, path, lambda beside: write(volume, beside), read_back))
