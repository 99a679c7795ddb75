"""Saved cases (``.medseg``): a zip of a JSON manifest, layers as ``.npy``, the history, the image where it is copied.

Anything that opens zips and numpy files can get at the masks. Written beside, read back, compared, then replaced.
"""

from __future__ import annotations

import json
import math
import os
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui import __version__
from medseg_gui.core.edits import Step
from medseg_gui.core.errors import BadInput, MedsegError, WriteFailed
from medseg_gui.core.labelmap import Labels, Segment
from medseg_gui.core.measures import Measure
from medseg_gui.core.prompts import PromptSet
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.tiles import VoxelDelta
from medseg_gui.core.volume import Note, SeriesInfo, Volume
from medseg_gui.io.casecodec import (
    MOST_LAYERS,
    Reference,
    measures_from_json,
    measures_to_json,
    plain,
    prompts_from_json,
    prompts_to_json,
    segments_from_json,
    segments_to_json,
    step_from_bytes,
    step_to_bytes,
)
from medseg_gui.io.limits import require_room
from medseg_gui.io.safewrite import beside_of, flush, flush_folder, reason
from medseg_gui.io.typed import typed

SUFFIX = ".medseg"
FORMAT = 4
_LENGTH = struct.Struct("<I")
_MANIFEST_BYTES = 2**28


@dataclass(frozen=True, eq=False)
class CaseFile:
    """What a saved case holds. ``layers`` must not change while it is written.

    ``journal`` and ``sequence``: the journal, and its last record, that this file includes.
    """

    id: str
    reference: Reference
    layers: tuple[Labels, ...]
    segments: tuple[Segment, ...]
    prompts: PromptSet
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    forgotten: int = 0
    journal: str = ""
    sequence: int = 0
    volume: Volume | None = None
    """The image, where the file holds a copy of it."""
    provenance: dict[str, Any] = field(default_factory=dict)
    """Authors of steps that the history has forgotten, and what the case has cost (``casecodec``)."""
    measures: tuple[Measure, ...] = ()
    written: tuple[VoxelDelta, ...] = ()
    """By voxel the ids of those authors."""


# ----- writing ----------------------------------------------------------------------------------------------------
def save(case: CaseFile, path: Path) -> Generator[Progress, None, None]:
    """Puts the case at ``path``, read back and compared. Raises WriteFailed, with what stood there untouched."""
    beside = beside_of(path)
    try:
        yield Progress("Writing", 0, 3)
        try:
            write(case, beside)
            flush(beside)
            yield Progress("Reading back", 1, 3)
            differs = difference(case, read(beside))
        except MedsegError as error:
            raise WriteFailed(f"The case was not kept: {error.what}", path, "Report this error.") from error
        except (OSError, ValueError) as error:
            why = reason(error, path.parent)
            raise WriteFailed(f"The case was not saved: {why}", path, "Save it elsewhere; it is still open.") from error
        if differs:
            raise WriteFailed(f"The case was not kept: {differs} differ when read back", path, "Report this error.")
        try:
            os.replace(beside, path)
            flush_folder(path.parent)
        except OSError as error:
            why = reason(error, path.parent)
            raise WriteFailed(f"Nothing was replaced: {why}", path, "Save it elsewhere; it is still open.") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def write(case: CaseFile, path: Path) -> None:
    """Writes the file as it is. Raises OSError."""
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "program": f"medseg {__version__}",
        "id": case.id,
        "saved": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "reference": asdict(case.reference),
        "segments": segments_to_json(case.segments),
        "prompts": prompts_to_json(case.prompts),
        "layers": len(case.layers),
        "forgotten": case.forgotten,
        "journal": case.journal,
        "sequence": case.sequence,
        "provenance": case.provenance,
        "measures": measures_to_json(case.measures),
    }
    if case.volume is not None:
        volume = case.volume
        notes = [asdict(n) for n in volume.notes]
        manifest["image"] = {"modality": volume.modality, "info": asdict(volume.info), "notes": notes}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("manifest.json", json.dumps(manifest, indent=1, default=plain))
        for number, layer in enumerate(case.layers):
            _write_array(archive, f"layers/{number}.npy", layer)
        written = (Step("", case.written),) if case.written else ()
        for name, steps in (("done", case.done), ("undone", case.undone), ("authors", written)):
            with archive.open(zipfile.ZipInfo(f"history/{name}.bin"), "w", force_zip64=True) as out:  # packed already
                for step in steps:
                    data = step_to_bytes(step)
                    out.write(_LENGTH.pack(len(data)))
                    out.write(data)
        if case.volume is not None:
            _write_array(archive, "image.npy", case.volume.voxels)


def _write_array(archive: zipfile.ZipFile, name: str, array: npt.NDArray[Any]) -> None:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as out:
        head = {"descr": np.lib.format.dtype_to_descr(array.dtype), "fortran_order": False, "shape": array.shape}
        np.lib.format.write_array_header_1_0(out, head)
        for plane in array:
            out.write(np.ascontiguousarray(plane).tobytes())


def difference(a: CaseFile, b: CaseFile) -> str:
    """What is not the same in both, in words; empty when they are equal."""
    parts = {
        "the manifest": (a.id, a.reference, a.forgotten, a.journal, a.sequence)
        == (b.id, b.reference, b.forgotten, b.journal, b.sequence),
        "segments": a.segments == b.segments,
        "prompts": a.prompts == b.prompts,
        "authors": a.provenance == b.provenance
        and step_to_bytes(Step("", a.written)) == step_to_bytes(Step("", b.written)),
        "measurements": a.measures == b.measures,
        "voxels": len(a.layers) == len(b.layers)
        and all(np.array_equal(x, y) for x, y in zip(a.layers, b.layers, strict=True)),
        "steps": len(a.done) == len(b.done)
        and len(a.undone) == len(b.undone)
        and all(
            step_to_bytes(x) == step_to_bytes(y)
            for x, y in zip((*a.done, *a.undone), (*b.done, *b.undone), strict=True)
        ),
        "image voxels": (a.volume is None) == (b.volume is None)
        and (a.volume is None or b.volume is None or a.volume.voxels.tobytes() == b.volume.voxels.tobytes()),
    }
    return ", ".join(name for name, same in parts.items() if not same)


# ----- reading ----------------------------------------------------------------------------------------------------
def read(path: Path) -> CaseFile:
    """The case in the file. Raises BadInput when it is damaged, none, or of a newer version."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, path)
            reference = Reference.from_json(manifest["reference"])
            count = int(manifest["layers"])
            if not 0 < count <= MOST_LAYERS:
                raise BadInput(f"The case has {count} layers", path)
            _require_room(reference.shape, count, "image" in manifest, path)
            layers = tuple(_read_array(archive, f"layers/{n}.npy", reference.shape, "u") for n in range(count))
            volume = None
            if "image" in manifest:
                image = manifest["image"]
                voxels = _read_array(archive, "image.npy", reference.shape, "iuf")
                values: dict[str, Any] = image["info"]
                known: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
                info = typed(SeriesInfo(**known))
                notes = tuple(typed(Note(**n)) for n in image["notes"])
                volume = Volume(voxels, reference.geometry, str(image["modality"]), info, notes)
            return CaseFile(
                str(manifest["id"]),
                reference,
                layers,
                segments_from_json(manifest["segments"]),
                prompts_from_json(manifest["prompts"]),
                tuple(_steps(archive, "done")),
                tuple(_steps(archive, "undone")),
                int(manifest["forgotten"]),
                str(manifest["journal"]),
                int(manifest["sequence"]),
                volume,
                dict(manifest["provenance"]),
                measures_from_json(manifest["measures"]),
                tuple(delta for step in _steps(archive, "authors") for delta in step.voxels),
            )
    except MedsegError as error:
        raise BadInput(error.what, path, error.todo) from error
    except OSError as error:
        raise BadInput(f"The case cannot be read: {reason(error, path.parent)}", path) from error
    except Exception as error:  # hostile files raise anything, tokenize.TokenError for one
        raise _damaged(path) from error


def manifest_of(path: Path) -> dict[str, Any]:
    """The manifest alone, migrated. Raises BadInput."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _manifest(archive, path)
    except MedsegError:
        raise
    except Exception as error:  # hostile files raise anything
        raise _damaged(path) from error


def _damaged(path: Path) -> BadInput:
    return BadInput("The case is truncated or damaged: it cannot be understood", path, "Take a copy from a backup.")


def _require_room(shape: tuple[int, ...], layers: int, image: bool, path: Path) -> None:
    """Raises BadInput when the arrays do not fit in memory, or are none. Their types are not known yet."""
    if len(shape) != 3 or not all(isinstance(n, int) and n > 0 for n in shape):
        raise BadInput("The case says of no image how large it is", path)
    require_room(math.prod(shape) * (layers + 2 * image), path, "case")


def _manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    if archive.getinfo("manifest.json").file_size > _MANIFEST_BYTES:
        raise BadInput("The case's manifest is too large", path)
    manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    version = manifest["format"]
    if not isinstance(version, int) or version < 1:
        raise BadInput("The case has no version that is known", path)
    if version > FORMAT:
        what = f"A newer medseg wrote this case (version {version}; this program reads up to {FORMAT})"
        raise BadInput(what, path, "Update medseg, or export the masks there.")
    for old in range(version, FORMAT):
        manifest = MIGRATIONS[old](manifest)
    return manifest


def _read_array(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...], kinds: str) -> npt.NDArray[Any]:
    """The array, read only when its header says what is expected: no file can fill the memory."""
    with archive.open(name) as file:
        if np.lib.format.read_magic(file) != (1, 0):
            raise BadInput(f"{name} is no array of the kind that cases hold")
        found, fortran, dtype = np.lib.format.read_array_header_1_0(file)
        if found != shape or fortran or dtype.kind not in kinds or dtype.hasobject:
            raise BadInput(f"{name} holds {found} {dtype}, and the image has {shape}")
        out = np.empty(shape, dtype)
        for plane in out:
            data = file.read(plane.nbytes)
            plane[...] = np.frombuffer(data, dtype).reshape(plane.shape)
        if file.read(1):  # also has the checksum compared
            raise BadInput(f"{name} is longer than the image")
        return out


def _steps(archive: zipfile.ZipFile, name: str) -> Iterator[Step]:
    if f"history/{name}.bin" not in archive.namelist() and name == "authors":  # version 3 and before
        return
    require_room(archive.getinfo(f"history/{name}.bin").file_size, Path(archive.filename or ""), "history")
    with archive.open(f"history/{name}.bin") as file:
        while head := file.read(_LENGTH.size):
            (length,) = _LENGTH.unpack(head)
            yield step_from_bytes(file.read(length))


# ----- older versions ---------------------------------------------------------------------------------------------
def _from_1(manifest: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no ids, and prompts without the word that the object is a 3-D one."""
    made = f"v1-{zlib.crc32(json.dumps(manifest, sort_keys=True).encode()):08x}"  # the same at each opening
    new = {"id": made, "journal": "", "sequence": 0, "provenance": {}, **manifest, "format": 2}
    new["prompts"] = {"whole": 0, "prompts": manifest["prompts"]}
    return new


def _from_2(manifest: dict[str, Any]) -> dict[str, Any]:
    """Version 2 had no measurements."""
    return {**manifest, "format": 3, "measures": []}


def _from_3(manifest: dict[str, Any]) -> dict[str, Any]:
    """Version 3 kept no authors beyond the history, and did not count the effort."""
    return {**manifest, "format": 4}


MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1, 2: _from_2, 3: _from_3}
"""By version: makes a manifest of the next version."""
