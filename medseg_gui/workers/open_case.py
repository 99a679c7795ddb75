"""Jobs that open things: series lists, volumes and masks, from DICOM folders and all file formats."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from medseg_gui.core.errors import BadInput
from medseg_gui.core.i18n import mark
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import SeriesInfo, Volume
from medseg_gui.core.windows import default_window
from medseg_gui.io import casefile, dicom, dicom_seg, labels, media, rtstruct
from medseg_gui.io.dicom import SeriesRow
from medseg_gui.io.formats import filters, format_of, require_format
from medseg_gui.workers import ahead
from medseg_gui.workers.job import Steps

_LISTED = 12
_PART = "time/"


class SeriesChoice(BadInput):
    """There are several series (or none that can be loaded) and none was chosen; ``rows`` are all of them."""

    def __init__(self, what: str, where: Path, rows: list[SeriesRow]) -> None:
        self.rows = rows
        lines = [f"{r.describe()}{f' – {r.refusal}' if r.refusal else ''}" for r in rows[:_LISTED]]
        more = [f"and {len(rows) - _LISTED} more"] if len(rows) > _LISTED else []
        super().__init__(what, where, "Choose one with its UID:\n" + "\n".join(lines + more))


def find(path: str | Path) -> Steps[list[SeriesRow]]:
    """The series of a DICOM folder, those that a DICOM file belongs to, or one row for another image file."""
    path = Path(path)
    if _is_plain_file(path):
        several = parts(path)
        if several:
            return several
        volume = yield from _read_plain(path)
        return [SeriesRow("", "", path.name, "", volume.geometry, volume.notes, volume.info, ())]
    if media.is_zip(path):
        folder = yield from media.unpacked(path)
        rows = yield from dicom.find_series(folder)
        return [replace(row, info=replace(row.info, source=str(path))) for row in rows]
    if media.is_directory_file(path):
        return (yield from dicom.find_series(path, listed=media.listed_files(path)))
    if not path.is_file():
        return (yield from dicom.find_series(path))
    # The file first: its own error is clearer than one about its folder.
    alone = yield from dicom.find_series(path)
    beside = yield from dicom.find_series(path.parent, deep=False)
    return [r for r in beside if path in r.files] or alone


def open_path(path: str | Path, series: str | None = None) -> Steps[tuple[Volume, list[SeriesRow]]]:
    """The volume as ``open_volume`` gives it, and the rows of its folder for the series panel (none for a file)."""
    kept = yield from ahead.taken(str(path), series)
    return kept if kept is not None else (yield from read_path(path, series))


def read_path(path: str | Path, series: str | None = None) -> Steps[tuple[Volume, list[SeriesRow]]]:
    """As ``open_path``, from the disk in any case."""
    begun = yield from find_or_read(Path(path), series)
    return (yield from begun.whole()), begun.rows


@dataclass(frozen=True, eq=False)
class First:
    """A first look: ``volume`` has the grid of what comes, and in every place its slice ``index`` (memory of one).

    ``window``: (width, level).
    """

    volume: Volume
    index: int
    window: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Begun:
    """What is known once the series is chosen; the voxels may still be on the disk."""

    rows: list[SeriesRow]
    row: SeriesRow | None = None
    volume: Volume | None = None
    first: First | None = None

    def whole(self) -> Steps[Volume]:
        """The volume; its voxels are read now where they were not."""
        if self.volume is not None or self.row is None:
            if self.volume is None:
                raise BadInput("Nothing was begun")
            return self.volume
        return (yield from dicom.read_series(self.row))


@dataclass(frozen=True, eq=False)
class Known:
    """The series of a folder as they were found at a time (seconds of ``time.time``)."""

    rows: list[SeriesRow]
    time_s: float


def begin(
    path: str | Path, series: str | None = None, index: int | None = None, known: Known | None = None
) -> Steps[Begun]:
    """The chosen series and its slice ``index`` (the middle one) for a first look; other files are read whole.

    A ``known`` series is not looked for again while its files are as they were. Raises what ``open_volume`` raises.
    """
    kept = yield from ahead.taken(str(path), series)
    if kept is not None:
        return Begun(kept[1], volume=kept[0])
    begun = yield from find_or_read(Path(path), series, known)
    if begun.row is None:
        return begun
    yield Progress("Reading the first slice")
    return replace(begun, first=first_look(begun.row, index))


def first_look(row: SeriesRow, index: int | None = None) -> First:
    """The slice ``index`` of a series (the middle one), windowed as its volume will be. Raises BadInput."""
    count = row.size[0]
    index = count // 2 if index is None else index
    own = dicom.read_slice(row, index)
    known = row.modality == "CT" and row.info.window is not None  # CT is shown as the file asks
    # in other images the window depends on the grey values, of which three slices give a fair sample
    others = [] if known else [dicom.read_slice(row, count * n // 4) for n in (1, 3)]
    sample = np.stack([own, *others])
    geometry = replace(row.geometry, shape=sample.shape)
    window = default_window(Volume(sample, geometry, row.modality, row.info))
    everywhere = np.broadcast_to(own, row.size)
    return First(Volume(everywhere, row.geometry, row.modality, row.info, row.notes), index, window)


def find_or_read(path: Path, series: str | None, known: Known | None = None) -> Steps[Begun]:
    """The series that is meant, or the volume of another file."""
    if known is not None and series is not None:
        row = choose(known.rows, path, series)
        if row.files and not _changed(row.files, known.time_s):
            return Begun(known.rows, row)
    if _is_case(path):
        from medseg_gui.workers import case_files

        volume, rows = yield from case_files.image_of(path)
        return Begun(rows, volume=volume)
    if _is_plain_file(path):
        several = parts(path)
        if several:
            return Begun(several, volume=(yield from _read_part(path, choose(several, path, series))))
        return Begun([], volume=(yield from _read_plain(path)))
    rows = yield from find(path)
    return Begun(rows, choose(rows, path, series))


def _changed(files: tuple[Path, ...], since_s: float) -> bool:
    """True when a file is gone, or was written since that time or in the two seconds before (some drives count so)."""
    try:
        return any(max(s.st_mtime, s.st_ctime) > since_s - 2 for s in map(os.stat, files))
    except OSError:
        return True


def open_volume(path: str | Path, series: str | None = None) -> Steps[Volume]:
    """The volume of a file or of one series of a DICOM folder.

    ``series``: a row's uid, or a SeriesInstanceUID that has one stack. Raises SeriesChoice when several series are
    there and none is chosen, BadInput for what cannot be read.
    """
    volume, _ = yield from open_path(path, series)
    return volume


def parts(path: Path) -> list[SeriesRow]:
    """A row for each 3-D image of a file that holds several (4-D NIfTI: "time/1" ...); empty for one."""
    fmt = format_of(path)
    count, geometry = fmt.parts_of(path) if fmt is not None and fmt.parts_of is not None else (1, None)
    if count == 1 or geometry is None:
        return []
    rows = []
    for n in range(1, count + 1):
        info = SeriesInfo(uid=f"{_PART}{n}", source=str(path))
        rows.append(SeriesRow(info.uid, path.name, path.name, "", geometry, (), info, (), n, "", f"time point {n}"))
    return rows


def _read_part(path: Path, row: SeriesRow) -> Steps[Volume]:
    fmt = require_format(path, "read_part")
    if fmt.read_part is None:
        raise BadInput("This format holds one image", path)
    volume = yield from fmt.read_part(path, int(row.uid.removeprefix(_PART)) - 1)
    return replace(volume, info=row.info)


def _read_plain(path: Path) -> Steps[Volume]:
    fmt = require_format(path, "read_volume")
    if fmt.read_volume is None:
        raise BadInput("This format holds masks, not images", path)
    return (yield from fmt.read_volume(path))


def choose(rows: list[SeriesRow], path: Path, series: str | None = None) -> SeriesRow:
    """The row that is meant. Raises SeriesChoice when that is not clear."""
    if series is not None:
        chosen = [r for r in rows if r.uid == series] or [r for r in rows if r.series_uid == series and not r.refusal]
        if not chosen:
            raise SeriesChoice(f"There is no series {series}", path, rows)
        if len(chosen) > 1:
            raise SeriesChoice(f"The series holds {len(chosen)} stacks", path, chosen)
        return chosen[0]
    loadable = [r for r in rows if not r.refusal]
    if len(loadable) == 1 or len(rows) == 1:
        return (loadable or rows)[0]
    what = f"There are {len(loadable)} series" if loadable else "None of the series can be loaded"
    raise SeriesChoice(what, path, rows)


def open_labels(path: str | Path, like: Volume | None = None, resample: bool = False) -> Steps[LabelMap]:
    """The segments of a mask file, on the grid of ``like`` where one is given.

    Voxels that coincide with those of ``like`` are moved exactly (axes in another order or direction, slices that a
    DICOM SEG leaves out). Raises GeometryMismatch for other grids unless ``resample`` asks for the nearest voxels.
    """
    path = Path(path)
    geometry = like.geometry if like is not None else None
    if path.is_dir():
        raise BadInput("A mask is a file, and this is a folder", path, "Choose the file in it.")
    if _is_case(path):
        file = casefile.read(path)
        found = LabelMap(file.layers, file.reference.geometry, file.segments)
        return (yield from labels.on_grid(found, geometry, path, resample)) if geometry is not None else found
    if not _is_plain_file(path):
        read = rtstruct.read_labels if rtstruct.is_rtstruct(path) else dicom_seg.read_labels
        return (yield from read(path, geometry, resample))
    fmt = require_format(path, "read_labels")
    if fmt.read_labels is None:
        raise BadInput("This format holds images, not masks", path)
    found = yield from fmt.read_labels(path)
    if geometry is None:
        return found
    yield Progress("Comparing the grids")
    return (yield from labels.on_grid(found, geometry, path, resample))


def volume_filters() -> str:
    """The file dialog's filters for images and saved cases."""
    first, *others = filters("read_volume", dicom=True).split(";;")
    more = ["medseg (*.medseg)", mark("ZIP of a study") + " (*.zip)"]
    return ";;".join([first.replace(")", " DICOMDIR *.zip *.medseg)"), *others[:-1], *more, *others[-1:]])


def label_filters() -> str:
    """The file dialog's filters for masks to load."""
    return filters("read_labels", dicom=True)


def _is_case(path: Path) -> bool:
    return path.suffix.lower() == casefile.SUFFIX and path.is_file()


def _is_plain_file(path: Path) -> bool:
    """True for a file of the format table; folders and everything without a known suffix are taken for DICOM."""
    if not path.exists():
        raise BadInput("There is no such file or folder", path)
    return path.is_file() and format_of(path) is not None
