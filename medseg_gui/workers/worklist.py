"""Jobs on case lists: what a folder or a CSV lists, how far each case is, and the whole as a table."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from medseg_gui.core.errors import BadInput, MedsegError, WriteFailed
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.worklist import Item, Standing, State, in_order
from medseg_gui.io import casefile, dicom, worklistfile
from medseg_gui.io.casecodec import Reference
from medseg_gui.io.formats import format_of
from medseg_gui.io.safewrite import reason, replace_text
from medseg_gui.workers.job import Steps
from medseg_gui.workers.pairs import read_pairs

SUFFIX = worklistfile.SUFFIX
CASES = "-cases"
COLUMNS = ("name", "patient", "status", "time_s", "image", "series", "case")


@dataclass(frozen=True)
class OpenedList:
    """A list of cases and where its state is kept."""

    source: Path
    items: tuple[Item, ...]
    state_path: Path
    state: State


def open_list(path: Path) -> Steps[OpenedList]:
    """The cases of a folder, a CSV, or of a list's state file, as far as they are. Raises BadInput."""
    yield Progress("Reading the case list")
    if path.name.endswith(SUFFIX):
        source = worklistfile.read(path)[0]
        if not source:
            raise BadInput("There is no such list", path)
        state_path, path = path, Path(source)
    else:
        state_path = worklistfile.state_path(path)
    state = worklistfile.read(state_path)[1]
    folder = Path(state.folder) if state.folder else folder_beside(path)
    if path.is_file():
        items = worklistfile.read_csv(path)
        saved = list(folder.glob(f"*{casefile.SUFFIX}")) if folder.is_dir() else []
    elif path.is_dir():
        items, saved = yield from _in_folder(path, folder)
    else:
        raise BadInput("There is no such file or folder", path)
    yield Progress("Looking at saved cases")
    items, state = _with_cases(items, saved, state, path)
    if not items:
        raise BadInput("There is no image and no case in the folder", path)
    return OpenedList(path, in_order(worklistfile.unique(items), state), state_path, state)


def folder_beside(source: Path) -> Path:
    """Where the cases of a list are saved unless somebody chose another folder."""
    return source.with_name(f"{source.name if source.is_dir() else worklistfile.stem(source)}{CASES}")


def _in_folder(path: Path, cases: Path) -> Steps[tuple[list[Item], list[Path]]]:
    """Series, image files, and the saved cases of a folder and its folders."""
    if (path / "images").is_dir() and (path / "labels").is_dir():
        pairs = read_pairs(path)
        return [
            Item(_key(Path(p.image), path), worklistfile.stem(Path(p.image)), p.image, label=p.label) for p in pairs
        ], sorted(cases.glob(f"*{casefile.SUFFIX}"))
    plain, saved, others = [], [], False
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield Progress("Looking for files")
        for name in sorted(names):
            file = Path(folder) / name
            found = format_of(file)
            if name.startswith("."):
                continue
            if name.lower().endswith(casefile.SUFFIX):
                saved.append(file)
            elif found is not None and found.read_volume is not None:
                plain.append(Item(_key(file, path), worklistfile.stem(file.relative_to(path)), str(file)))
            elif found is None:
                others = True
    if cases.is_dir() and not cases.is_relative_to(path):
        saved += sorted(cases.glob(f"*{casefile.SUFFIX}"))
    series: list[Item] = []
    if others:
        try:
            rows = yield from dicom.find_series(path)
        except BadInput:
            if not plain and not saved:
                raise
            rows = []
        for row in rows:
            source = Path(row.info.source)
            where = source.relative_to(path).as_posix() if source.is_relative_to(path) else source.name
            name = " ".join(t for t in (where if where != "." else "", row.modality, row.description) if t)
            item = Item(f"{_key(source, path)}#{row.uid}", name or row.uid, str(source), row.uid)
            series.append(replace(item, patient=row.info.patient_id, problem=row.refusal))
    return sorted([*plain, *series], key=lambda item: item.name), saved


def _key(path: Path, source: Path) -> str:
    return path.relative_to(source).as_posix() if path.is_relative_to(source) else path.as_posix()


def _with_cases(items: list[Item], saved: list[Path], state: State, source: Path) -> tuple[list[Item], State]:
    """Saved cases stand with the image that they are about; one about no image of the list is an item of its own."""
    known = {standing.case for standing in state.standings.values()}
    by_image = {(_real(item.image), item.series): item for item in items}
    standings = dict(state.standings)
    own: list[Item] = []
    for file in saved:
        if str(file) in known:
            continue
        try:
            reference = Reference.from_json(casefile.manifest_of(file)["reference"])
        except (MedsegError, KeyError, TypeError, ValueError):
            continue  # opening it by hand says why
        places = [_real(str(place)) for place in reference.places(file.parent)]
        item = next((by_image[at, s] for at in places for s in (reference.series, "") if (at, s) in by_image), None)
        if item is None and file.is_relative_to(source):
            own.append(Item(_key(file, source), worklistfile.stem(file), str(file)))
        elif item is not None and not state.of(item).case:
            standings[item.key] = replace(standings.get(item.key, Standing()), case=str(file))
    return [*items, *own], State(state.folder, standings)


def _real(name: str) -> str:
    with suppress(OSError):
        return str(Path(name).resolve())
    return name


# ----- as a table -------------------------------------------------------------------------------------------------
def export(items: Iterable[Item], state: State, path: Path) -> Steps[int]:
    """Writes a row for each case: status, active time, and a column of millilitres for each segment; gives how many.

    The volumes are those of the saved cases. Raises WriteFailed, with what stood there untouched.
    """
    rows: list[dict[str, str]] = []
    columns = list(COLUMNS)
    items = list(items)
    for number, item in enumerate(items):
        yield Progress("Reading cases", number, len(items))
        standing = state.of(item)
        case = standing.case or (item.image if item.image.lower().endswith(casefile.SUFFIX) else "")
        row = dict(
            zip(
                COLUMNS,
                (item.name, item.patient, standing.status, f"{standing.time_s:.0f}", item.image, item.series, case),
                strict=True,
            )
        )
        for name, volume_ml in (volumes_ml(Path(case)) if case and Path(case).is_file() else {}).items():
            column = f"{name} (mL)"
            row[column] = f"{volume_ml:.4g}"
            if column not in columns:
                columns.append(column)
        rows.append(row)
    text = io.StringIO()
    table = csv.DictWriter(text, columns, restval="")
    table.writeheader()
    table.writerows(rows)
    try:
        replace_text(path, text.getvalue())
    except OSError as error:
        raise WriteFailed(
            f"The table was not written: {reason(error, path.parent)}", path, "Choose another folder."
        ) from error
    return len(rows)


def volumes_ml(path: Path) -> dict[str, float]:
    """Millilitres of each segment of a saved case. Raises BadInput."""
    file = casefile.read(path)
    voxel_ml = file.reference.geometry.voxel_ml
    counts = [np.bincount(layer.ravel(), minlength=1) for layer in file.layers]
    return {
        s.name: (int(counts[s.layer][s.value]) if s.value < len(counts[s.layer]) else 0) * voxel_ml
        for s in file.segments
    }
