"""Verified writing: beside, flushed, read back by an independent reader, compared in patient coordinates, replaced.

The target is the old file or the verified new one, never anything between.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import MedsegError, WriteFailed
from medseg_gui.core.geometry import SAME_TOLERANCE, Floats, Geometry
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Volume

Voxels = npt.NDArray[np.generic]
ReadBack = tuple[Sequence[Voxels], Floats]


@dataclass(frozen=True)
class SegmentCheck:
    """One segment, as meant and as read back: its mL and the centroid of its voxels (LPS mm, None when empty)."""

    name: str
    layer: int
    value: int
    voxels: int
    volume_ml: float
    meant_ml: float
    centroid_mm: tuple[float, float, float] | None
    apart_mm: float
    """How far the centroid is from where it was meant; 0 when both are empty, infinite when one is."""
    differ: int = 0
    """Voxels that are its own as meant or as read back, but not both."""


@dataclass(frozen=True)
class Verified:
    """What was written and what was compared after reading it back.

    ``verified``: one line for each comparison. ``checks``: of each segment, from the file as read back.
    """

    path: Path
    verified: tuple[str, ...]
    checks: tuple[SegmentCheck, ...] = ()
    readers: tuple[str, str] = ("", "")
    """(the library that wrote, what read it back)"""

    @property
    def volumes_ml(self) -> dict[str, float]:
        """By segment name."""
        return {c.name: c.volume_ml for c in self.checks}


Compare = Callable[[Any, Sequence[Voxels], Floats, Path], Verified]


def save(
    thing: Volume | LabelMap,
    path: Path,
    write: Callable[[Path], None],
    read_back: Callable[[Path], ReadBack],
    judge: Compare | None = None,
) -> Generator[Progress, None, Verified]:
    """The report on the file that now stands at ``path``. ``judge`` compares instead of ``compare``.

    Raises WriteFailed, with whatever stood at ``path`` untouched, when the disk refuses or the comparison fails;
    BadInput when the format cannot hold the thing.
    """
    path = Path(path)
    beside = beside_of(path)
    try:
        yield Progress("Writing", 0, 3)
        try:
            write(beside)
            flush(beside)
            yield Progress("Reading back", 1, 3)
            layers, affine = read_back(beside)
        except MedsegError as error:
            raise type(error)(error.what, path, error.todo) from error
        except Exception as error:  # libraries report a full disk in their own ways
            raise WriteFailed(f"Nothing was written: {reason(error, path.parent)}", path, _todo(error)) from error
        yield Progress("Comparing", 2, 3)
        report = (judge or compare)(thing, layers, affine, path)
        try:
            os.replace(beside, path)
            flush_folder(path.parent)
        except OSError as error:
            raise WriteFailed(f"Nothing was replaced: {reason(error, path.parent)}", path, _todo(error)) from error
        return report
    finally:
        beside.unlink(missing_ok=True)


def beside_of(path: Path) -> Path:
    """A new name in the same folder (and so on the same disk) with the same suffixes: writers go by those."""
    return path.with_name(f".{uuid.uuid4().hex[:12]}.part{''.join(path.suffixes[-2:])}")


_BESIDE = re.compile(r"\.[0-9a-f]{12}\.part(\.|$)")


def sweep(folder: Path) -> None:
    """Deletes what writers that were killed left in a folder; only for one that nobody writes to now."""
    for path in folder.iterdir():
        if _BESIDE.match(path.name) and path.is_file():
            path.unlink(missing_ok=True)


def compare(thing: Volume | LabelMap, layers: Sequence[Voxels], affine: Floats, path: Path) -> Verified:
    """The report, when voxels are equal and every corner lies where it should. Raises WriteFailed."""
    wanted = thing.layers if isinstance(thing, LabelMap) else (thing.voxels,)
    geometry = thing.geometry
    if len(layers) != len(wanted) or any(a.shape != b.shape for a, b in zip(layers, wanted, strict=True)):
        raise WriteFailed("The file was not kept: what was read back has another size", path, "Report this error.")
    differ = sum(int(np.count_nonzero(_unequal(a, b))) for a, b in zip(layers, wanted, strict=True))
    if differ:
        raise WriteFailed(f"The file was not kept: {differ} voxels differ when read back", path, "Report this error.")
    apart = geometry.distance_mm(Geometry(geometry.shape, affine))
    if apart > SAME_TOLERANCE * min(geometry.spacing_mm):
        raise WriteFailed(
            f"The file was not kept: its corners lie {apart:.3g} mm off when read back", path, "Choose another format."
        )
    lines = [f"voxels: 0 of {sum(a.size for a in wanted)} differ", f"corners: {apart:.2g} mm apart at most"]
    checks = check_segments(thing, layers, affine) if isinstance(thing, LabelMap) else ()
    return Verified(path, (*lines, *map(line_of, checks)), checks)


def line_of(check: SegmentCheck) -> str:
    """One line for people."""
    return f"{check.name}: {check.volume_ml:.2f} mL" + (
        f", centroid {check.apart_mm:.2g} mm off" if check.centroid_mm else ", empty"
    )


def check_segments(labels: LabelMap, layers: Sequence[Voxels], affine: Floats) -> tuple[SegmentCheck, ...]:
    """Each segment's mL and centroid in ``layers`` on the grid ``affine``, beside those of the labels themselves."""
    found = Geometry(labels.geometry.shape, affine)
    sums, meant = [_sums(layer) for layer in layers], [_sums(layer) for layer in labels.layers]
    differ = [_differing(a, b) for a, b in zip(layers, labels.layers, strict=True)]
    out = []
    for s in labels.segments:
        count, middle = sums[s.layer].get(s.value, (0, None))
        was, where = meant[s.layer].get(s.value, (0, None))
        centroid = found.to_world(middle) if middle is not None else None
        intended = labels.geometry.to_world(where) if where is not None else None
        if centroid is None or intended is None:
            apart = 0.0 if centroid is intended else float("inf")
        else:
            apart = float(np.linalg.norm(centroid - intended))
        place = (float(centroid[0]), float(centroid[1]), float(centroid[2])) if centroid is not None else None
        ml = (count * found.voxel_ml, was * labels.geometry.voxel_ml)
        out.append(SegmentCheck(s.name, s.layer, s.value, count, *ml, place, apart, differ[s.layer].get(s.value, 0)))
    return tuple(out)


def _differing(found: Voxels, meant: Voxels) -> dict[int, int]:
    """Value → number of voxels that hold it in one of the arrays alone."""
    counts = np.zeros(65536, np.int64)
    for one, other in zip(found, meant, strict=True):
        apart = one != other
        if apart.any():
            for values in (one[apart], other[apart]):
                here = np.bincount(values.astype(np.int64))
                counts[: len(here)] += here
    return {int(v): int(counts[v]) for v in np.flatnonzero(counts)}


def _sums(layer: Voxels) -> dict[int, tuple[int, Floats]]:
    """Value → (number of voxels, mean index), slice by slice so that memory stays small."""
    counts, sums = np.zeros(65536, np.int64), np.zeros((65536, 3))
    for z, plane in enumerate(layer):
        rows, columns = np.nonzero(plane)
        if not len(rows):
            continue
        values = plane[rows, columns].astype(np.int64)
        here = np.bincount(values)
        counts[: len(here)] += here
        sums[: len(here), 0] += z * here
        sums[: len(here), 1] += np.bincount(values, rows)
        sums[: len(here), 2] += np.bincount(values, columns)
    return {int(v): (int(counts[v]), sums[v] / counts[v]) for v in np.flatnonzero(counts)}


def _unequal(a: Voxels, b: Voxels) -> npt.NDArray[np.bool_]:
    if a.dtype.kind == "f" and b.dtype.kind == "f":
        return np.asarray(~((a == b) | (np.isnan(a) & np.isnan(b))), dtype=bool)
    return np.asarray(a != b, dtype=bool)


def replace_text(path: Path, text: str) -> None:
    """Puts the text at ``path`` in one step: what stood there, or all of it. Raises OSError."""
    beside = beside_of(path)
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        flush(beside)
        os.replace(beside, path)
        flush_folder(path.parent)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Sends the file to the disk; errors that the system held back (a full disk) come up here."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """Makes the replacement itself last; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def reason(error: Exception, folder: Path) -> str:
    """Why the system refused, in words for people."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    if not folder.is_dir():
        return "the folder does not exist"
    if not os.access(folder, os.W_OK):
        return "the folder cannot be written to"
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[-1].split("): ")[-1] if lines else type(error).__name__)[:160]


def _todo(error: Exception) -> str:
    full = isinstance(error, OSError) and error.errno in (28, 122)
    return "Make room or choose another disk; the mask is still open." if full else "Choose another folder or disk."
