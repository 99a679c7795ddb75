"""Where objects from a PACS are put: FOLDER/study/series/object.dcm, named by their UIDs, so without patient data."""

from __future__ import annotations

import os
import threading
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

from pydicom import dcmread
from pydicom.errors import InvalidDicomError

from medseg_gui.core.errors import BadInput, WriteFailed
from medseg_gui.core.pacs import is_uid
from medseg_gui.io.dicom_header import is_damage, quiet
from medseg_gui.io.safewrite import reason

_TAGS = ["SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID"]


class Inbox:
    """A folder that takes DICOM objects, each whole or not at all. Any thread may add to it.

    An object that is there already is left as it is: what was retrieved before is never overwritten.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    def path_of(self, study: str, series: str, instance: str) -> Path:
        return self.folder / study / series / f"{instance}.dcm"

    def held(self, study: str) -> set[str]:
        """UIDs of the study's objects that are there."""
        return {path.stem for path in (self.folder / study).glob("*/*.dcm")}

    def add(self, data: bytes, instance: str = "") -> tuple[Path, bool]:
        """(where the object stands, True if it is new). ``data`` is a whole file.

        Raises BadInput when it is no DICOM, or another object than ``instance``; WriteFailed.
        """
        study, series, uid = _uids(data)
        if instance and uid != instance:
            raise BadInput("The server sent another object than the one asked for")
        path = self.path_of(study, series, uid)
        with self._lock:
            if path.exists():
                return path, False
        beside = path.with_name(f".{uuid.uuid4().hex[:12]}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                beside.write_bytes(data)
                with self._lock:
                    new = not path.exists()
                    if new:
                        os.replace(beside, path)
            finally:
                beside.unlink(missing_ok=True)
        except OSError as error:
            text = f"An object from the PACS was not kept: {reason(error, self.folder)}"
            raise WriteFailed(text, self.folder, "Make room or choose another folder.") from error
        return path, new


def _uids(data: bytes) -> tuple[str, str, str]:
    """(study, series, object). Raises BadInput."""
    try:
        with quiet():
            dataset: Any = dcmread(BytesIO(data), stop_before_pixels=True, specific_tags=_TAGS)
            found = tuple(
                str(dataset.get(tag, "")) for tag in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")
            )
    except InvalidDicomError as error:
        raise BadInput("The server sent something that is no DICOM object") from error
    except Exception as error:
        if not is_damage(error):
            raise
        raise BadInput("The server sent a damaged DICOM object") from error
    if not all(is_uid(uid) for uid in found):
        raise BadInput("The server sent an object without proper UIDs")
    return found[0], found[1], found[2]
