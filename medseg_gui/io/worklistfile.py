"""Case lists: a CSV's rows, and the small file beside the list that says how far each case is.

The small file is changed under a lock and put in place in one step, entry by entry: two windows on one list keep both
their changes, and a crash leaves the file before or after a change.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path, PurePosixPath
from typing import Any

from medseg_gui.core.errors import BadInput, Locked
from medseg_gui.core.worklist import STATUSES, Item, Standing, State
from medseg_gui.io.caselock import CaseLock
from medseg_gui.io.safewrite import replace_text
from medseg_gui.settings import user_folder

SUFFIX = ".medseg-list.json"
FORMAT = 1
COLUMNS = ("image", "series", "label", "reference", "patient", "name")
_PATIENCE_S = 2.0


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV with their line numbers, column names in lower case. Raises BadInput."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                yield (
                    number,
                    {(k or "").strip().lower(): (v or "").strip() for k, v in row.items() if isinstance(v, str | None)},
                )
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput("This is not a CSV text file", path, "Give a CSV with a column image.") from error
    except OSError as error:
        raise BadInput(f"The list cannot be read: {error.strerror}", path) from error


def read_csv(path: Path) -> list[Item]:
    """The cases of a CSV (columns image and optionally series, label, reference, patient, name).

    Paths count from the CSV's folder. A file that is not there is the item's ``problem``, not the list's. Raises
    BadInput for a list without images.
    """
    items: list[Item] = []
    for number, row in rows_of(path):
        if not any(row.values()):
            continue
        if not row.get("image"):
            raise BadInput(f"Line {number} names no image", path, f"Columns: {', '.join(COLUMNS)}.")
        files = {
            name: str(path.parent / row[name]) if row.get(name) else "" for name in ("image", "label", "reference")
        }
        missing = [name for name in files.values() if name and not Path(name).exists()]
        items.append(
            Item(
                PurePosixPath(Path(row["image"]).as_posix()).as_posix()
                + (f"#{row['series']}" if row.get("series") else ""),
                row.get("name") or stem(Path(row["image"])),
                series=row.get("series", ""),
                patient=row.get("patient", ""),
                problem=f"There is no such file: {missing[0]}" if missing else "",
                **files,
            )
        )
    if not items:
        raise BadInput("The list holds no cases", path, f"Columns: {', '.join(COLUMNS)}.")
    return unique(items)


def stem(path: Path) -> str:
    """The name without its suffixes."""
    name = path.name
    return name[: -len(".nii.gz")] if name.lower().endswith(".nii.gz") else path.stem if path.suffix else name


def unique(items: list[Item]) -> list[Item]:
    """The items with keys and names that differ: a second one gets " (2)"."""
    keys: dict[str, int] = {}
    names: dict[str, int] = {}
    out = []
    for item in items:
        keys[item.key] = keys.get(item.key, 0) + 1
        names[item.name] = names.get(item.name, 0) + 1
        values: dict[str, Any] = asdict(item)
        if keys[item.key] > 1:
            values["key"] = f"{item.key} ({keys[item.key]})"
        if names[item.name] > 1:
            values["name"] = f"{item.name} ({names[item.name]})"
        out.append(Item(**values))
    return out


# ----- the small file ---------------------------------------------------------------------------------------------
def state_path(source: Path) -> Path:
    """Where the state of a list is kept: beside it, or in the user's own folder where nothing can be written."""
    beside = source.with_name(source.name + SUFFIX)
    if beside.is_file():
        return beside
    mark = hashlib.sha256(str(source).encode()).hexdigest()[:16]
    own = user_folder("worklists") / f"{source.name}-{mark}{SUFFIX}"
    return beside if os.access(source.parent, os.W_OK) and not own.is_file() else own


def read(path: Path) -> tuple[str, State]:
    """(path of the list, its state); both empty where there is no file yet. Raises BadInput, OSError."""
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "", State()
    except ValueError as error:
        raise BadInput("The state of this list is damaged", path, "Move it away to begin anew.") from error
    try:
        if int(data["format"]) > FORMAT:
            raise BadInput("A newer medseg wrote the state of this list", path, "Update medseg.")
        known = {f.name for f in fields(Standing)}
        standings = {}
        for key, row in data["cases"].items():
            standing = Standing(**{k: v for k, v in row.items() if k in known})
            if standing.status not in STATUSES:
                raise ValueError(f"unknown status {standing.status!r}")
            time_s, case = float(standing.time_s), _absolute(standing.case, path)
            standings[key] = Standing(standing.status, time_s, case, int(standing.rank), str(standing.why))
        return _absolute(data["source"], path), State(_absolute(data["folder"], path), standings)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"The state of this list is damaged: {error}", path, "Move it away to begin anew.") from error


def update(path: Path, source: Path, changes: Mapping[str, Mapping[str, Any]], folder: str = "") -> State:
    """Changes the fields of those keys (and the folder, where one is given), and gives what the file says then.

    Raises OSError, Locked (another window holds it for too long) or BadInput.
    """
    lock = _lock(path)
    try:
        _, state = read(path)
        standings = dict(state.standings)
        for key, values in changes.items():
            standings[key] = Standing(**{**asdict(standings.get(key, Standing())), **values})
        state = State(folder or state.folder, standings)
        cases = {k: {**asdict(s), "case": _relative(s.case, path)} for k, s in standings.items()}
        data = {
            "format": FORMAT,
            "source": _relative(str(source), path),
            "folder": _relative(state.folder, path),
            "cases": cases,
        }
        replace_text(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
        return state
    finally:
        lock.release()


def _lock(path: Path) -> CaseLock:
    end = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return CaseLock.take(path.with_name(f".{path.name}.lock"), "This list")
        except Locked:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


def _relative(name: str, path: Path) -> str:
    """As seen from the state's folder where it lies below it: list and cases can be moved together."""
    try:
        return Path(name).relative_to(path.parent).as_posix() if name else ""
    except ValueError:
        return name


def _absolute(name: str, path: Path) -> str:
    return str(path.parent / PurePosixPath(name)) if name else ""
