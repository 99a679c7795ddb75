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
from medseg_gui.io import casefile, dicom, dicom_even, dicom_seg, labels, media, rtstruct
from medseg_gui.io.dicom import SeriesRow
from medseg_gui.io.formats import filters, format_of, require_format
from medseg_gui.workers import ahead
from medseg_gui.workers.job import Steps

_LISTED = 12
# A series that falls into more parts is not worth splitting.
_MOST_PARTS = 12
_PART = "time/"


class SeriesChoice(BadInput):
    """There are several series (or none that can be loaded) and none was chosen; ``rows`` are all of them."""

    def __init__(self, what: str, where: Path, rows: list[SeriesRow]) -> None:
        self.rows = rows
        lines = [f"{r.describe()}{f' – {r.refusal}' if r.refusal else ''}" for r in rows[:_LISTED]]
        more = [f"and {len(rows) - _LISTED} more"] if len(rows) > _LISTED else []
        super().__init__(what, where, "Choose one with its UID:\n" + "\n".join(lines + more))


_GRIDS = {"resample": dicom_even.EVEN, "split": dicom_even.PART, "true": dicom_even.TRUE}


class GridChoice(BadInput):
    """The slices of ``row`` lie unevenly, or lean: what is to be done was not said. ``rows`` are all series there.

    ``ways``: (what ``grid`` may be, what it does).
    """

    def __init__(self, where: Path, row: SeriesRow, rows: list[SeriesRow], ways: dict[str, str]) -> None:
        self.row, self.rows, self.ways = row, rows, ways
        text = ". ".join(n.text for n in row.notes if n.kind == "unreadable" or dicom_even.is_of_grid(n))
        told = "; ".join(f"{way} ({does})" for way, does in ways.items())
        super().__init__(text, where, f"Say what to do with its grid: {told} (--grid, grid=).")

    def uid(self, way: str) -> str:
        """The series' uid with what is to be done."""
        return self.row.uid + _GRIDS[way]


def _ways(row: SeriesRow) -> dict[str, str]:
    """What can be done with the grid of a series whose slices lie unevenly or lean; nothing where all is well.

    As it is only where an affine holds for it.
    """
    uneven = dicom_even.uneven(row)
    if not uneven and not dicom_even.tilted(row):
        return {}
    even = dicom_even.evened(row)
    z, y, x = even.size
    resample = mark("Resample to {z}×{y}×{x}, every {mm:.2f} mm").format(z=z, y=y, x=x, mm=even.spacing_mm[0])
    if not uneven:
        return {"true": mark("Keep the sheared grid"), "resample": resample}
    parts = len(dicom_even.parts_of(row))
    split = {"split": mark("Split into {n} even parts").format(n=parts)} if parts <= _MOST_PARTS else {}
    return {"resample": resample} | split


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


def open_path(
    path: str | Path, series: str | None = None, grid: str | None = None
) -> Steps[tuple[Volume, list[SeriesRow]]]:
    """The volume as ``open_volume`` gives it, and the rows of its folder for the series panel (none for a file)."""
    kept = None if grid else (yield from ahead.taken(str(path), series))
    return kept if kept is not None else (yield from read_path(path, series, grid))


def read_path(
    path: str | Path, series: str | None = None, grid: str | None = None
) -> Steps[tuple[Volume, list[SeriesRow]]]:
    """As ``open_path``, from the disk in any case."""
    begun = yield from find_or_read(Path(path), series, grid=grid)
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
    path: str | Path,
    series: str | None = None,
    index: int | None = None,
    known: Known | None = None,
    asks: bool = False,
) -> Steps[Begun]:
    """The chosen series and its slice ``index`` (the middle one) for a first look; other files are read whole.

    A ``known`` series is not looked for again while its files are as they were. ``asks``: also a tilted series raises
    GridChoice. Raises what ``open_volume`` raises.
    """
    kept = yield from ahead.taken(str(path), series)
    if kept is not None:
        return Begun(kept[1], volume=kept[0])
    begun = yield from find_or_read(Path(path), series, known, asks=asks)
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


def find_or_read(
    path: Path, series: str | None, known: Known | None = None, grid: str | None = None, asks: bool = False
) -> Steps[Begun]:
    """The series that is meant, or the volume of another file."""
    if known is not None and series is not None:
        rows, row = _gridded(known.rows, path, series, grid, asks)
        if row.files and not _changed(row.files, known.time_s):
            return Begun(rows, row)
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
    return Begun(*_gridded(rows, path, series, grid, asks))


def _changed(files: tuple[Path, ...], since_s: float) -> bool:
    """True when a file is gone, or was written since that time or in the two seconds before (some drives count so)."""
    try:
        return any(max(s.st_mtime, s.st_ctime) > since_s - 2 for s in map(os.stat, files))
    except OSError:
        return True


def open_volume(path: str | Path, series: str | None = None, grid: str | None = None) -> Steps[Volume]:
    """The volume of a file or of one series of a DICOM folder.

    ``series``: a row's uid, or a SeriesInstanceUID that has one stack. ``grid``: "resample", "split" or "true", for a
    series whose slices lie unevenly or lean; without effect on others. Raises SeriesChoice when several series (or even
    parts) are there and none is chosen, GridChoice where no grid holds and none is wished, BadInput for what cannot be
    read.
    """
    volume, _ = yield from open_path(path, series, grid)
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
    """The row that is meant, on the grid that its uid asks for. Raises SeriesChoice when that is not clear."""
    if series is not None:
        if not any(r.uid == series for r in rows):
            rows = dicom_even.asked_for(rows, series)
            series = series.removesuffix(dicom_even.TRUE)
        chosen = [r for r in rows if r.uid == series] or [r for r in rows if r.series_uid == series and not r.refusal]
        if series.endswith(dicom_even.PART):
            chosen = [r for r in rows if r.uid.startswith(series)]
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


def _gridded(
    rows: list[SeriesRow], path: Path, series: str | None, grid: str | None, asks: bool
) -> tuple[list[SeriesRow], SeriesRow]:
    """(the rows, that which is meant), on the grid that is wished.

    Raises GridChoice where it must be said, or, when the person is asked (``asks``), can be.
    """
    if grid is not None and grid not in _GRIDS:
        raise BadInput(f"A grid cannot be {grid!r}", todo=f"Use one of: {', '.join(_GRIDS)}.")
    row = choose(rows, path, series)
    said = series is not None and "#" in series
    can = {} if said else _ways(row)
    if can and (grid is not None or asks or "true" not in can):
        if grid is None or grid not in can:
            raise GridChoice(path, row, rows, can)
        row = choose(rows, path, row.uid + _GRIDS[grid])
    return dicom_even.asked_for(rows, row.uid), row


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
