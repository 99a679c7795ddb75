"""Studies as they come on media: a ZIP of files, and a DICOMDIR that lists its files. Both may be hostile.

Source: DICOM PS3.10 section 8 (file sets), PS3.3 F.3 (directory records: Referenced File ID).
"""

from __future__ import annotations

import atexit
import errno
import re
import shutil
import tempfile
import zipfile
from collections.abc import Generator
from pathlib import Path

from medseg_gui.core.errors import BadInput
from medseg_gui.core.segmenter import Progress
from medseg_gui.io.dicom_header import read_dataset
from medseg_gui.io.dicom_quick import NotDicom
from medseg_gui.io.limits import MOST_PACKED

DIRECTORY = "DICOMDIR"
_DIRECTORY_CLASS = "1.2.840.10008.1.3.10"
_MOST_FILES = 200_000
# What must stay free on the disk that a ZIP is unpacked to.
_LEFT_FREE = 1 << 30
_PIECE = 1 << 20

_unpacked: dict[tuple[str, int, int], Path] = {}


def is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip" and path.is_file()


def is_directory_file(path: Path) -> bool:
    return path.name.upper().partition(".")[0] == DIRECTORY and path.is_file()


# ----- ZIP ------------------------------------------------------------------------------------------------------
def unpacked(path: Path) -> Generator[Progress, None, Path]:
    """A folder of this process with the files of the ZIP, under names of our own; it is removed at the end.

    Unpacked once while the file stays as it is. Raises BadInput for a damaged or encrypted file, and for one that
    would fill the disk.
    """
    try:
        now = path.stat()
        key = (str(path.resolve()), now.st_mtime_ns, now.st_size)
        if key not in _unpacked:
            folder = Path(tempfile.mkdtemp(prefix="medseg-zip-"))
            # Patients' images must not outlive the program.
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            done = False
            try:
                yield from _unpack(path, folder)
                done = True
            finally:
                if not done:
                    shutil.rmtree(folder, ignore_errors=True)
            _unpacked[key] = folder
        return _unpacked[key]
    except BadInput:
        raise
    except NotImplementedError as error:
        raise BadInput("The ZIP file is packed in a way that is not known here", path) from error
    except RuntimeError as error:  # zipfile's word for a missing password
        raise BadInput("The ZIP file is encrypted", path, "Unpack it with its password and open the folder.") from error
    except OSError as error:
        # zipfile seeks to where a damaged record says, and its unpackers raise OSError for damage too.
        if error.errno in (None, errno.EINVAL):
            raise BadInput("The ZIP file is truncated or damaged", path) from error
        raise BadInput(f"The ZIP file cannot be unpacked: {error.strerror or error}", path) from error
    except Exception as error:  # hostile files raise anything
        raise BadInput("The ZIP file is truncated or damaged", path) from error


def _unpack(path: Path, folder: Path) -> Generator[Progress, None, None]:
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        if len(members) > _MOST_FILES:
            raise BadInput(f"The ZIP file claims {len(members)} files", path)
        if any(m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in members):
            raise NotImplementedError
        allowed = min(shutil.disk_usage(folder).free - _LEFT_FREE, path.stat().st_size * MOST_PACKED)
        if sum(m.file_size for m in members) > allowed:
            raise BadInput(
                f"The ZIP file claims {sum(m.file_size for m in members) / 2**30:.1f} GiB: more than it can hold, or "
                "than there is room for",
                path,
            )
        for n, member in enumerate(members):
            yield Progress("Unpacking", n, len(members))
            name = re.sub(r"[^A-Za-z0-9._-]", "_", Path(member.filename).name)[-80:]
            # Members are never written under their own paths, which may lead anywhere.
            with archive.open(member) as source, (folder / f"{n:06d}_{name}").open("wb") as target:
                left = member.file_size
                while piece := source.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise zipfile.BadZipFile(member.filename)
                    target.write(piece)
                    yield Progress("Unpacking", n, len(members))


# ----- DICOMDIR -------------------------------------------------------------------------------------------------
def listed_files(path: Path) -> list[Path]:
    """The files that a DICOMDIR lists and that are there, in its order. Raises BadInput when there is none.

    Only files below its own folder count: a record may name any path.
    """
    try:
        dataset = read_dataset(path)
    except NotDicom:
        raise BadInput("This is not a DICOMDIR", path) from None
    root = path.parent.resolve()
    names: dict[Path, dict[str, Path]] = {}
    found: dict[Path, None] = {}
    count = 0
    try:
        if str(dataset.file_meta.get("MediaStorageSOPClassUID", "")) != _DIRECTORY_CLASS:
            raise BadInput("This is not a DICOMDIR", path)
        for record in dataset.get("DirectoryRecordSequence") or []:
            parts = record.get("ReferencedFileID")
            if not parts:
                continue
            count += 1
            file = _below(root, [parts] if isinstance(parts, str) else [str(p) for p in parts], names)
            if file is not None:
                found[file] = None
    except BadInput:
        raise
    except Exception as error:  # hostile files raise anything
        raise BadInput("The DICOMDIR is damaged", path, "Open the folder instead.") from error
    if not found:
        what = f"None of the {count} files that the DICOMDIR lists is there" if count else "The DICOMDIR lists no files"
        raise BadInput(what, path, "Copy the whole medium, or open the folder instead.")
    return list(found)


def _below(root: Path, parts: list[str], names: dict[Path, dict[str, Path]]) -> Path | None:
    """The file of that path below ``root``, upper and lower case alike, as media are mounted; None where none is."""
    at = root
    for part in parts:
        if part in ("", ".", "..") or "/" in part or "\\" in part:
            return None
        if at not in names:
            if not at.is_dir():
                return None
            names[at] = {p.name.upper(): p for p in at.iterdir()}
        below = names[at].get(part.upper().strip())
        if below is None:
            return None
        at = below
    return at if at.is_file() and at.resolve().is_relative_to(root) else None
