"""DICOM series of a folder, one row for each 3-D stack, and the choice's volume."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Geometry, Triple
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Note, SeriesInfo, Volume
from medseg_gui.io import dicom_tags as tags
from medseg_gui.io.dicom_even import Plan
from medseg_gui.io.dicom_header import Frame, first_float, read_dataset, read_header
from medseg_gui.io.dicom_pixels import Voxels, read_frame, read_voxels
from medseg_gui.io.dicom_quick import NotDicom
from medseg_gui.io.dicom_stack import Stack, stacks_of

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_SEGMENTATION = ("1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7")
_UNITS = {"CT": "HU"}
_EVERY = 32


@dataclass(frozen=True, eq=False)
class SeriesRow:
    """One 3-D stack of a folder: what a series browser shows and what the reader needs.

    ``uid`` tells rows apart: the SeriesInstanceUID, with "/2", "/3" ... where a series holds several stacks.
    ``size`` and ``spacing_mm`` are (slice, row, column). ``refusal`` says why the row cannot be loaded, or is empty.
    """

    uid: str
    series_uid: str
    description: str
    modality: str
    geometry: Geometry
    notes: tuple[Note, ...]
    info: SeriesInfo
    frames: tuple[Frame, ...]
    number: int | None = None
    refusal: str = ""
    label: str = ""
    """What tells it from the other stacks of its series: "echo time 80", "time point 3"."""
    uneven_mm: float = 0.0
    """How far slices lie from where the grid shows them, at most."""
    plan: Plan | None = None
    """How the voxels come from the frames to the grid, where they are resampled (``dicom_even``)."""

    @property
    def size(self) -> Triple:
        return self.geometry.shape

    @property
    def spacing_mm(self) -> tuple[float, float, float]:
        return self.geometry.spacing_mm

    @property
    def files(self) -> tuple[Path, ...]:
        """The files in ascending slice order, each once."""
        return tuple(dict.fromkeys(f.path for f in self.frames))

    def describe(self) -> str:
        """One line for people."""
        name = ", ".join(part for part in (self.description or "no description", self.label) if part)
        return f"{self.uid}: {self.modality} {name}, {self.geometry.describe()}"


def find_series(
    path: Path, deep: bool = True, listed: Sequence[Path] | None = None
) -> Generator[Progress, None, list[SeriesRow]]:
    """The image series of a folder with (``deep``) its subfolders, or of one file, a row for each 3-D stack.

    ``listed``: of these files instead, which ``path`` names.

    Files that are not DICOM are passed over. Raises BadInput, naming what was found, when no image is there.
    """
    path = Path(path)
    yield Progress("Looking for files")
    files = (yield from _files(path, deep)) if listed is None else list(listed)
    series: dict[str, list[Frame]] = defaultdict(list)
    damaged: dict[Path, list[BadInput]] = defaultdict(list)
    others: Counter[str] = Counter()
    for n, file in enumerate(files):
        if n % _EVERY == 0:
            yield Progress("Reading headers", n, len(files))
        try:
            frames = read_header(file)
        except NotDicom:
            others[file.suffix.lower() or "no suffix"] += 1
        except BadInput as error:
            damaged[file.parent].append(error)
        else:
            if _is_image(frames[0]):
                series[frames[0].text(tags.SERIES)].extend(frames)
            elif _cut_before_image(frames[0]):
                damaged[file.parent].append(BadInput("The file ends before its image", file))
            else:
                others[f"DICOM {frames[0].text(tags.MODALITY) or 'without an image'}"] += 1
    if not series:
        raise _nothing_found(path, len(files), others, [e for errors in damaged.values() for e in errors])
    rows: list[SeriesRow] = []
    for uid, frames in series.items():
        yield Progress("Sorting slices", len(rows), len(series))
        rows += _rows(uid, frames, [e for folder in {f.path.parent for f in frames} for e in damaged[folder]])
    rows.sort(key=lambda r: (r.number if r.number is not None else 1 << 31, r.series_uid))
    return rows


def read_series(row: SeriesRow) -> Generator[Progress, None, Volume]:
    """The row's voxels in their units (HU for CT) on their grid; integers stay integers.

    Raises BadInput, naming the file, when it cannot be decoded or is not a grey-value image.
    """
    _require_loadable(row)
    voxels = yield from read_voxels(row.frames)
    if row.plan is not None:
        voxels = yield from row.plan.volume(voxels)
    return Volume(voxels, row.geometry, row.modality, row.info, row.notes)


def read_slice(row: SeriesRow, index: int) -> Voxels:
    """One slice (row, column) in its units, for a first look before the volume is there. Raises BadInput."""
    _require_loadable(row)
    if row.plan is not None:
        return row.plan.slice_of(index, lambda n: read_frame(row.frames[n]))
    return read_frame(row.frames[index])


# ----- finding --------------------------------------------------------------------------------------------------
def _files(path: Path, deep: bool) -> Generator[Progress, None, list[Path]]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise BadInput("There is no such file or folder", path)
    denied: list[OSError] = []
    found = []
    for folder, below, names in os.walk(path, onerror=denied.append):
        yield Progress("Looking for files")
        for name in names:
            file = Path(folder) / name
            if file.is_file():
                found.append(file)
                if len(found) % _EVERY == 0:
                    yield Progress("Looking for files")
        if not deep:
            below.clear()
    if not found:
        why = f"it cannot be read: {denied[0].strerror}" if denied else "it is empty"
        raise BadInput(
            f"There is nothing to open in the folder: {why}", path, "Choose the folder that holds the images."
        )
    return sorted(found)


def _is_image(frame: Frame) -> bool:
    return frame.matrix != (0, 0) and frame.text(tags.SOP_CLASS) not in _SEGMENTATION


def _cut_before_image(frame: Frame) -> bool:
    """True for a header that promises an image, or ends before it could, and has none."""
    from pydicom.uid import UID

    kind = frame.text(tags.SOP_CLASS)
    if not kind:
        return frame.path.name.upper().partition(".")[0] != "DICOMDIR"
    return frame.matrix == (0, 0) and UID(kind).name.endswith("Image Storage")


def _nothing_found(path: Path, count: int, others: Counter[str], damaged: list[BadInput]) -> BadInput:
    if count == 1 and damaged:
        return damaged[0]
    if damaged:
        return BadInput(
            f"No image of the {count} files can be read; {len(damaged)} are damaged, the first: {damaged[0].what}",
            damaged[0].where,
            "Copy the series again from its source.",
        )
    if path.is_file():
        return BadInput("There is no DICOM image in this file, and its suffix is not one that is known here", path)
    kinds = ", ".join(f"{n} × {kind}" for kind, n in others.most_common(6))
    return BadInput(
        f"There is no DICOM image among the {count} file{'s' if count > 1 else ''} found: {kinds}",
        path,
        "Choose the folder that holds the images.",
    )


# ----- rows -----------------------------------------------------------------------------------------------------
def _rows(uid: str, frames: list[Frame], damaged: list[BadInput]) -> list[SeriesRow]:
    try:
        stacks = stacks_of(frames)
    except BadInput as error:
        raise BadInput(f"The positions of the series make no grid: {error.what}", frames[0].path) from error
    rows = []
    for n, stack in enumerate(stacks):
        middle = stack.frames[len(stack.frames) // 2]
        dataset = read_dataset(middle.path)
        row_uid = f"{uid}/{n + 1}" if len(stacks) > 1 else uid
        info = _info(dataset, stack, row_uid)
        notes = list(stack.notes)
        if damaged:
            first = damaged[0]
            notes.append(
                Note(
                    "unreadable",
                    f"{len(damaged)} file{'s' if len(damaged) > 1 else ''} beside it cannot be read and "
                    f"may belong to it: {Path(first.where).name}: {first.what}",
                )
            )
        modality = middle.text(tags.MODALITY)
        if modality in ("CT", "PT") and any(f.slope is None or f.intercept is None for f in stack.frames):
            units = "HU" if modality == "CT" else "activity"
            notes.append(Note("rescale", f"The rescale to {units} is missing: the values are as stored"))
        if middle.text(tags.PHOTOMETRIC) == "MONOCHROME1":
            notes.append(Note("inverted", "Stored inverted (MONOCHROME1): low values mean bright"))
        if middle.colour:
            notes.append(Note("colour", "A colour image: its brightness is shown, the colours are not"))
        if middle.text(tags.SPACING) == "" and middle.text(tags.IMAGER_SPACING):
            notes.append(Note("magnified", "Pixel spacing as at the detector: lengths in the patient are smaller"))
        number = first_float(middle.text(tags.SERIES_NUMBER))
        rows.append(
            SeriesRow(
                row_uid,
                uid,
                info.description,
                modality,
                stack.geometry,
                tuple(notes),
                info,
                stack.frames,
                int(number) if number is not None else None,
                _refusal(middle),
                stack.label,
                stack.uneven_mm,
            )
        )
    return rows


def _refusal(frame: Frame) -> str:
    allocated, samples, kind = (
        frame.number(tags.ALLOCATED, 0), frame.number(tags.SAMPLES, 1), frame.text(tags.PHOTOMETRIC)
    )  # fmt: skip
    if frame.colour:
        if allocated > 16 or not kind.startswith(("RGB", "YBR", "PALETTE")):
            return f"It is a colour image of a kind that cannot be read ({kind or 'not named'}, {allocated} bits)"
    elif samples != 1 or not (kind.startswith("MONOCHROME") or not kind):
        return f"Its pixels are of a kind that cannot be read ({kind}, {samples} values each)"
    if allocated not in (8, 16, 32):
        return f"Pixels of {allocated} bits are not grey values that can be read"
    return ""


def _require_loadable(row: SeriesRow) -> None:
    if row.refusal:
        raise BadInput(row.refusal, row.frames[0].path)


def _info(dataset: Dataset, stack: Stack, uid: str) -> SeriesInfo:
    """Texts by pydicom, which knows the character sets; a value that cannot be decoded counts as absent."""

    def text(keyword: str) -> str:
        value: Any = None
        try:
            value = dataset.get(keyword)
        except Exception:  # noqa: BLE001 - a damaged text must not keep the images from opening
            return ""
        return "" if value is None else str(value)

    middle = stack.frames[len(stack.frames) // 2]
    modality = middle.text(tags.MODALITY)
    width, level = first_float(middle.text(tags.WIDTH)), first_float(middle.text(tags.CENTER))
    window = (width, level) if width is not None and level is not None and width > 0 else None
    if middle.colour:
        window = (
            (256.0, 127.5)
            if middle.number(tags.ALLOCATED, 8) == 8 or middle.text(tags.PHOTOMETRIC) == "PALETTE COLOR"
            else None
        )
    folders = {f.path.parent for f in stack.frames}
    files = {f.path for f in stack.frames}
    source = next(iter(files)) if len(files) == 1 else Path(os.path.commonpath(folders))
    return SeriesInfo(
        uid=uid,
        study_uid=middle.text(tags.STUDY),
        description=text("SeriesDescription"),
        patient_name=text("PatientName"),
        patient_id=text("PatientID"),
        birth_date=text("PatientBirthDate"),
        sex=text("PatientSex"),
        study_date=text("StudyDate"),
        institution=text("InstitutionName"),
        units=_UNITS.get(modality, text("Units")),
        slice_thickness_mm=first_float(middle.text(tags.THICKNESS)),
        window=window,
        source=str(source),
    )
