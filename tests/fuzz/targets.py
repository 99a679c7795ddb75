"""The readers that are fuzzed: their whole files, what is done to these, and how they are read."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.volume import Volume
from medseg_gui.io import dicom as reader
from medseg_gui.io import media
from medseg_gui.workers import case_files, open_case
from medseg_gui.workers.job import Steps
from tests.fuzz import archives, dicomtree, headers, seeds
from tests.fuzz.wounds import cut_and_flip

Wound = Callable[[bytes, random.Random], bytes]
Read = Callable[[Path], Steps[list[Volume | LabelMap]]]
_ROWS = 3


@dataclass
class Target:
    """``names``: what the files are called, by chance. ``beside``: puts what a file needs into its folder, once."""

    id: str
    names: tuple[str, ...]
    make_seeds: Callable[[Path], list[bytes]]
    wound: Wound
    read: Read
    beside: Callable[[Path], object] = lambda folder: None
    starts: tuple[tuple[bytes, str], ...] = ()
    """The name that goes with how the bytes begin."""
    seeds: list[bytes] = field(default_factory=list)
    trees: list[list[dicomtree.Element]] = field(default_factory=list)

    def ready(self, folder: Path) -> None:
        """Makes the seeds, in a folder of their own."""
        with tempfile.TemporaryDirectory() as made:
            self.seeds = self.make_seeds(Path(made))
        for data in self.seeds:
            if data[128:132] != b"DICM":
                continue
            try:
                self.trees.append(dicomtree.parse(data))
            except Exception:  # noqa: BLE001  another syntax: its bytes alone are changed
                continue
        self.beside(folder)

    def file(self, seed: int, n: int) -> tuple[str, bytes]:
        """(name, bytes) of file ``n``: the same each time."""
        rng = random.Random(f"{self.id} {seed} {n}")
        if self.trees and rng.random() < 0.65:
            data = dicomtree.wounded(self.trees, rng.randrange(len(self.trees)), rng)
        else:
            data = self.wound(rng.choice(self.seeds), rng)
        fits = [name for start, name in self.starts if data.startswith(start)]
        return fits[0] if fits and rng.random() < 0.95 else rng.choice(self.names), data


# ----- reading as the program does ------------------------------------------------------------------------------
def _images(path: Path) -> Steps[list[Any]]:
    rows = yield from open_case.find(path)
    out: list[Any] = []
    for row in rows[:_ROWS]:
        row.describe()
        if not row.refusal:
            out.append((yield from reader.read_series(row)))
            reader.read_slice(row, len(row.frames) // 2)
    return out


def _both(path: Path) -> Steps[list[Any]]:
    """As an image (of several the last) and as a mask; refused when both are."""
    refusals: list[Exception] = []
    out: list[Any] = []
    for what in (_image, open_case.open_labels):
        try:
            out.append((yield from what(path)))
        except Exception as error:  # noqa: BLE001  judged by the one who asked
            refusals.append(error)
    for error in refusals:
        # The worse one is told: another error than the program's own hides behind none.
        if not isinstance(error, open_case.BadInput) or len(refusals) == 2:
            raise error
    return out


def _image(path: Path) -> Steps[Volume]:
    rows = open_case.parts(path) if path.suffix != ".zip" else []
    return (yield from open_case.open_volume(path, rows[-1].uid if rows else None))


def _mask(path: Path) -> Steps[list[Any]]:
    """Alone, and on the grid of the image, with and without leave to resample."""
    refusals: list[Exception] = []
    out: list[Any] = []
    for like, resample in ((None, False), (_LIKE[0], False), (_LIKE[0], True)):
        try:
            out.append((yield from open_case.open_labels(path, like, resample)))
        except Exception as error:  # noqa: BLE001  judged by the one who asked
            refusals.append(error)
    for error in refusals:
        if not isinstance(error, open_case.BadInput) or len(refusals) == 3:
            raise error
    return out


_LIKE: list[Volume] = []


def _image_beside(folder: Path) -> None:
    _LIKE[:] = [seeds.volume()]


def _zip(path: Path) -> Steps[list[Any]]:
    try:
        return (yield from _images(path))
    finally:
        for folder in media._unpacked.values():
            if any(p.is_symlink() or not p.is_file() for p in folder.rglob("*")):
                raise AssertionError("something else than a file was unpacked")
            shutil.rmtree(folder)
        media._unpacked.clear()


def _case(path: Path) -> Steps[list[Any]]:
    made = yield from case_files.open_saved(path)
    if made.lock is not None:
        made.lock.release()
    case = made.case
    with suppress(MedsegError):  # a damaged step says so when its turn comes
        while case.undo() is not None:
            yield case_files.Progress("Undoing")
        while case.redo() is not None:
            yield case_files.Progress("Redoing")
    return [case.volume, case.labelmap]


# ----- what lies beside a file ------------------------------------------------------------------------------------
def _siblings(folder: Path) -> None:
    for n, path in enumerate(seeds.series(folder / "new")):
        path.rename(folder / f"sibling{n}.dcm")
    (folder / "new").rmdir()


def _medium(folder: Path) -> None:
    (folder / "IMAGES").mkdir(exist_ok=True)
    for n, path in enumerate(seeds.series(folder / "new"), 1):
        path.rename(folder / "IMAGES" / f"IM{n}")
    (folder / "new").rmdir()


def _data_files(folder: Path) -> None:
    seeds.detached(folder)


ITK = {"nrrd": ".nrrd", "mha": ".mha", "seg-nrrd": ".seg.nrrd"}
TARGETS = {
    t.id: t
    for t in (
        Target("dicom", ("x.dcm", "x", "x.ima"), seeds.dicom, partial(cut_and_flip, reach=2500), _images),
        Target("dicom-series", ("x.dcm",), lambda f: seeds.dicom(f)[:4], partial(cut_and_flip, reach=1500), _images,
               _siblings),
        Target("dicomdir", ("DICOMDIR",), seeds.dicomdir, partial(cut_and_flip, reach=4000), _images, _medium),
        Target("zip", ("x.zip",), seeds.study, archives.study, _zip),
        Target("nifti", ("x.nii", "x.nii.gz"), seeds.nifti, headers.nifti, _both,
               starts=((b"\x1f\x8b", "x.nii.gz"), (b"", "x.nii"))),
        *(
            Target(name, (f"x{suffix}",), partial(seeds.itk, suffixes=(suffix,)), headers.text_header, _both)
            for name, suffix in ITK.items()
        ),
        Target("detached", ("d.mhd", "d.nhdr"), seeds.detached, headers.text_header, _both, _data_files,
               starts=((b"NRRD", "d.nhdr"), (b"", "d.mhd"))),
        Target("seg", ("x.dcm",), seeds.segmentation, partial(cut_and_flip, reach=6000), _mask, _image_beside),
        Target("rtstruct", ("x.dcm",), seeds.structures, partial(cut_and_flip, reach=4000), _mask, _image_beside),
        Target("medseg", ("x.medseg",), seeds.case, archives.case, _case),
    )
}  # fmt: skip
