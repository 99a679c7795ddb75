"""Each series of a folder: how it was read, against which reference, and each difference with its explanation."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Note, Volume
from medseg_gui.io import dicom, nifti, peers
from medseg_gui.io import dicom_tags as tags
from medseg_gui.io.dicom import SeriesRow
from medseg_gui.workers.job import Steps

# Corners closer than this share of the smallest spacing coincide: scanners and headers round to some 0.001 mm.
SAME_GRID = 0.01
# Values in floating point agree when they differ by less than this share of the range.
SAME_VALUE = 1e-5
# A file beside the series counts as its reference when its corners lie within this share of the smallest spacing.
_SAME_PLACE = 0.5
_MASKS = re.compile(r"mask|label|seg|roi|lesion|consensus", re.IGNORECASE)


@dataclass(frozen=True)
class Check:
    """Our reading against one other: ``grid_mm`` is the largest distance of corners, None where there is no such grid.

    ``differing`` voxels of all, ``largest`` their largest difference. ``why`` explains a difference; empty where there
    is none. ``explained`` is False for one that nothing in the series accounts for.
    """

    against: str
    grid_mm: float | None = None
    differing: int | None = None
    largest: float | None = None
    why: str = ""
    explained: bool = True

    @property
    def same(self) -> bool:
        return not self.why


@dataclass(frozen=True)
class Finding:
    """One series and what its comparisons gave. ``refusal``: why it was not read."""

    uid: str
    folder: str
    name: str
    modality: str
    size: tuple[int, int, int]
    syntax: str
    notes: tuple[Note, ...]
    refusal: str
    checks: tuple[Check, ...] = ()


def conformance(folder: Path) -> Steps[list[Finding]]:
    """The findings of all series under the folder, against NIfTI files there, SimpleITK, and dcm2niix where installed.

    Raises BadInput when there is no series.
    """
    folder = Path(folder)
    rows = yield from _rows(folder)
    references = [p for p in sorted(folder.rglob("*.nii*")) if p.is_file() and not _MASKS.search(p.name)]
    others: dict[tuple[str, Path], list[Volume] | BadInput] = {}
    findings = []
    for n, row in enumerate(rows):
        yield Progress("Comparing", n, len(rows))
        findings.append((yield from _finding(row, rows, references, others)))
    return findings


def _rows(folder: Path) -> Steps[list[SeriesRow]]:
    """The series; one that lies there in several copies is taken from each folder that holds it."""
    whole = yield from dicom.find_series(folder)
    twice = {row.series_uid for row in whole if any(n.kind == "copies" for n in row.notes)}
    rows = [row for row in whole if row.series_uid not in twice]
    for below in sorted(p for p in (folder, *folder.rglob("*")) if twice and p.is_dir()):
        try:
            rows += [r for r in (yield from dicom.find_series(below, deep=False)) if r.series_uid in twice]
        except BadInput:  # no image in this folder
            continue
    return sorted(rows, key=lambda row: row.files[0])


def _finding(
    row: SeriesRow,
    rows: list[SeriesRow],
    references: list[Path],
    others: dict[tuple[str, Path], list[Volume] | BadInput],
) -> Steps[Finding]:
    name = ", ".join(t for t in (row.description, row.label) if t)
    folder, syntax = str(row.files[0].parent), row.frames[0].syntax
    found = Finding(row.uid, folder, name, row.modality, row.size, syntax, row.notes, row.refusal)
    if row.refusal:
        return found
    try:
        ours = yield from dicom.read_series(row)
    except BadInput as error:
        return replace(found, refusal=str(error))
    of_series = [r for r in rows if r.series_uid == row.series_uid and r.files[0].parent == row.files[0].parent]
    place = of_series.index(row)
    checks = yield from _against_files(ours, row, references, place, len(of_series))
    if len(row.files) == len(row.frames) or (len(row.files) == 1 and len(of_series) == 1):
        try:
            checks.append(_check(ours, peers.by_simpleitk(row.files), "SimpleITK"))
        except BadInput as error:
            checks.append(Check("SimpleITK", why=error.what))
    else:
        checks.append(Check("SimpleITK", why="it reads each file as one stack, whatever lies in it"))
    if peers.has_dcm2niix():
        key = (row.series_uid, row.files[0].parent)
        if key not in others:
            files = tuple(dict.fromkeys(f for r in of_series for f in r.files))
            try:
                others[key] = yield from peers.by_dcm2niix(files)
            except BadInput as error:
                others[key] = error
        checks.append(_against_several(ours, others[key], place, len(of_series), syntax))
    return replace(found, checks=tuple(checks))


def _against_files(ours: Volume, row: SeriesRow, paths: list[Path], place: int, count: int) -> Steps[list[Check]]:
    """The checks against the NIfTI files named after the series' folder, or else the nearest one on its grid."""
    folder = row.files[0].parent
    beside = [p for p in folder.parent.iterdir() if p.is_dir()] if paths else []

    def named(path: Path) -> bool:
        fits = [p for p in beside if path.parent == folder.parent and path.name.startswith(f"{p.name}_")]
        return max(fits, key=lambda p: len(p.name), default=None) == folder

    chosen = [p for p in paths if named(p)]
    sure = bool(chosen)
    if not sure:
        spacing = min(ours.geometry.spacing_mm)
        near = []
        for path in paths:
            try:
                mm = _distance_mm(nifti.parts_of(path)[1], ours.geometry)
            except BadInput:
                continue
            if mm is not None and mm <= _SAME_PLACE * spacing:
                near.append((len(Path(os.path.commonpath((path, folder))).parts), path))
        chosen = [path for depth, path in near if depth == max(near)[0]]
    checks = []
    for path in chosen:
        parts, _ = nifti.parts_of(path)
        theirs = yield from nifti.read_volume(path, place if parts == count else 0)
        checks.append(_check(ours, theirs, path.name + (f" [{place + 1}]" if parts > 1 else "")))
    return checks if sure else sorted(checks, key=lambda c: (c.differing is None, c.differing))[:1]


def _against_several(ours: Volume, theirs: list[Volume] | BadInput, place: int, count: int, row_syntax: str) -> Check:
    if isinstance(theirs, BadInput):
        return Check("dcm2niix", why=theirs.what)
    fits = [v for v in theirs if _distance_mm(v.geometry, ours.geometry) is not None]
    if not fits:
        if not theirs and row_syntax not in (tags.IMPLICIT, tags.EXPLICIT):
            return Check("dcm2niix", why="it makes nothing of these files: it has no decoder for this transfer syntax")
        made = ", ".join("×".join(map(str, v.geometry.shape)) for v in theirs[:3]) or "nothing"
        return _explained(Check("dcm2niix", why=f"it makes {made} of these files"), ours)
    if len(fits) == count:
        return _check(ours, fits[place], "dcm2niix")
    checks = [_check(ours, v, "dcm2niix") for v in fits]
    return min(checks, key=lambda c: (c.grid_mm or 0.0 if not c.same else -1.0, c.differing or 0))


# ----- one comparison -------------------------------------------------------------------------------------------
def _check(ours: Volume, theirs: Volume, against: str) -> Check:
    moved = _moved(theirs, ours.geometry)
    if moved is None:
        shape = "×".join(map(str, theirs.geometry.shape))
        return _explained(Check(against, why=f"it has another size: {shape}"), ours)
    voxels, mm = moved
    differing, largest = _differences(ours.voxels, voxels)
    check = Check(against, mm, differing, largest)
    if mm > SAME_GRID * min(ours.geometry.spacing_mm):
        return _explained(replace(check, why=f"its grid lies up to {mm:.3g} mm elsewhere"), ours)
    if differing:
        factor = _factor(ours.voxels, voxels)
        if factor is not None:
            why = f"all values are {factor:.6g} times ours: it takes a scale of the maker's own, not DICOM's rescale"
            return replace(check, why=why)
        return _explained(replace(check, why=f"{differing} voxels differ by up to {largest:.4g}"), ours)
    return check


_CAUSES = {
    "tilt": "the series is tilted, and it does not keep the shear",
    "gap": "slices are missing, and it spaces them its own way",
    "spacing": "the slice distance varies or is not given, and it assumes another one",
    "position": "the files give no position",
    "duplicate": "several images lie at one position, and it chooses its own way",
    "split": "the series holds several stacks, and it does not tell them apart",
    "colour": "it is a colour image: here its brightness is read",
    "copies": "some images are there twice",
}


def _explained(check: Check, ours: Volume) -> Check:
    kinds = {n.kind for n in ours.notes}
    causes = [text for kind, text in _CAUSES.items() if kind in kinds]
    if not causes and ours.geometry.shape[0] == 1 and check.differing == 0:
        causes = ["a single slice has no neighbour: the slice distance is a convention"]
    if not causes:
        return replace(check, why=f"{check.why}; not explained", explained=False)
    return replace(check, why=f"{check.why}: {causes[0]}")


def _orders(theirs: Geometry, like: Geometry) -> tuple[int, ...] | None:
    """Which axis of theirs runs along each of ``like``'s; None when the sizes do not fit."""
    cosines = np.abs(theirs.directions.T @ like.directions)
    order = max(permutations(range(3)), key=lambda p: sum(float(cosines[p[i], i]) for i in range(3)))
    return order if tuple(theirs.shape[a] for a in order) == like.shape else None


def _turned(theirs: Geometry, like: Geometry) -> tuple[tuple[int, ...], tuple[int, ...], Geometry] | None:
    """(order of axes, those that are flipped after it, the grid then), nothing resampled."""
    order = _orders(theirs, like)
    if order is None:
        return None
    affine = theirs.affine[:, [*order, 3]].copy()
    flipped = tuple(a for a in range(3) if float(affine[:3, a] @ like.affine[:3, a]) < 0)
    for a in flipped:
        affine[:3, 3] += affine[:3, a] * (like.shape[a] - 1)
        affine[:3, a] *= -1
    return order, flipped, Geometry(like.shape, affine)


def _distance_mm(theirs: Geometry, like: Geometry) -> float | None:
    turned = _turned(theirs, like)
    return turned[2].distance_mm(like) if turned else None


def _moved(theirs: Volume, like: Geometry) -> tuple[npt.NDArray[Any], float] | None:
    turned = _turned(theirs.geometry, like)
    if turned is None:
        return None
    order, flipped, geometry = turned
    return np.flip(theirs.voxels.transpose(order), flipped), geometry.distance_mm(like)


def _factor(ours: npt.NDArray[Any], theirs: npt.NDArray[Any]) -> float | None:
    """The one factor between the two, where there is one."""
    mine, other = ours.astype(np.float64), theirs.astype(np.float64)
    norm = float(np.vdot(mine, mine))
    factor = float(np.vdot(mine, other)) / norm if norm else 0.0
    off = float(np.abs(other - factor * mine).max(initial=0))
    return factor if factor and off <= SAME_VALUE * float(np.ptp(other)) else None


def _differences(ours: npt.NDArray[Any], theirs: npt.NDArray[Any]) -> tuple[int, float]:
    """(how many voxels differ, by how much at most), slice by slice so that memory stays small."""
    exact = ours.dtype.kind in "iu" and theirs.dtype.kind in "iu"
    limit = 0.0 if exact else SAME_VALUE * max(float(np.ptp(ours)), 1e-30)
    count, largest = 0, 0.0
    for mine, other in zip(ours, theirs, strict=True):
        apart = np.abs(mine.astype(np.float64) - other.astype(np.float64))
        count += int(np.count_nonzero(~(apart <= limit)))
        largest = max(largest, float(apart.max(initial=0)))
    return count, largest if math.isfinite(largest) else float("inf")
