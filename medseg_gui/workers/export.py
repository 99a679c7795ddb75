"""Jobs that write: verified masks and volumes. The target is the old file or the verified new one."""

from __future__ import annotations

from pathlib import Path

from medseg_gui.core.errors import BadInput, GeometryMismatch
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.volume import Volume
from medseg_gui.io import dicom_seg, rtstruct_write, safewrite
from medseg_gui.io.formats import filters, require_format
from medseg_gui.io.safewrite import Verified
from medseg_gui.workers.job import Steps
from medseg_gui.workers.open_case import choose, find


def save_labels(
    labels: LabelMap, path: str | Path, source: Volume | None = None, algorithm: str = "", rtstruct: bool = False
) -> Steps[Verified]:
    """The report on the mask now at ``path``; the format follows its suffix.

    ".dcm" is a binary DICOM SEG, or with ``rtstruct`` a structure set of contours.

    ``labels`` must not change meanwhile (pass ``labelmap.frozen()``). ``algorithm`` "MANUAL" says so in the SEG.
    Raises GeometryMismatch when the mask is not on the source's grid, WriteFailed with the old file untouched,
    BadInput when the format cannot hold the mask.
    """
    path = Path(path)
    if source is not None and not labels.geometry.same_as(source.geometry):
        raise GeometryMismatch("The mask lies on another grid than the image: it was not written", path)
    if path.suffix.lower() == ".dcm":
        return (yield from _save_dicom(labels, path, source, algorithm, rtstruct))
    if rtstruct:
        raise BadInput("A structure set is a DICOM file", path, "Give it a name that ends in .dcm.")
    fmt = require_format(path, "write_labels")
    write, read_back = fmt.write_labels, fmt.read_back
    if write is None or read_back is None:
        raise BadInput("Masks cannot be written in this format", path)
    return (yield from safewrite.save(labels, path, lambda beside: write(labels, beside), read_back))


def _save_dicom(labels: LabelMap, path: Path, source: Volume | None, algorithm: str, rtstruct: bool) -> Steps[Verified]:
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
    kind: dicom_seg.Algorithm = "MANUAL" if algorithm == "MANUAL" else "SEMIAUTOMATIC"
    if rtstruct:
        read_back, judge = rtstruct_write.reader(labels, row)
        return (
            yield from safewrite.save(
                labels, path, lambda beside: rtstruct_write.write_labels(labels, beside, row, kind), read_back, judge
            )
        )
    return (
        yield from safewrite.save(
            labels,
            path,
            lambda beside: dicom_seg.write_labels(labels, beside, row, kind),
            lambda beside: dicom_seg.read_back(beside, labels),
        )
    )


def convert(volume: Volume, path: str | Path) -> Steps[Verified]:
    """The report on the image now at ``path``; the format follows its suffix. Raises WriteFailed or BadInput."""
    path = Path(path)
    fmt = require_format(path, "write_volume")
    write, read_back = fmt.write_volume, fmt.read_back
    if write is None or read_back is None:
        raise BadInput("Images cannot be written in this format", path)
    return (yield from safewrite.save(volume, path, lambda beside: write(volume, beside), read_back))


def label_filters() -> str:
    """The file dialog's filters for masks to write, the usual format first."""
    return filters("write_labels", dicom=True)
