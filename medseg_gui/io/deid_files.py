"""DICOM files without identity, one by one: read, scrubbed, written beside, looked at again, put in place."""

from __future__ import annotations

import logging
import os
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from medseg_gui.core.deidentify import KEY_BYTES, Choice, Pseudonyms
from medseg_gui.core.errors import BadInput, MedsegError, WriteFailed
from medseg_gui.core.i18n import mark
from medseg_gui.io import deid_check, deid_pixels
from medseg_gui.io.deid_dataset import Known, Scrubber, known_of, patient_of
from medseg_gui.io.deid_rules import Rules
from medseg_gui.io.dicom_header import quiet, read_dataset
from medseg_gui.io.dicom_quick import NotDicom
from medseg_gui.io.safewrite import flush, reason

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

log = logging.getLogger(__name__)
_HEADS = ("HEAD", "BRAIN", "SKULL", "FACE", "NECK", "SINUS", "ORBIT", "HEADNECK")


@dataclass(frozen=True)
class Written:
    """One file that was de-identified."""

    path: Path
    new: bool
    changes: Counter[tuple[str, str, str]]
    notes: tuple[str, ...]


class LeftOut(BadInput):
    """The file is not de-identified, for a reason that names nobody."""


def key_of(path: Path, make: bool = True) -> bytes:
    """The project's key; a new one where there is none yet and ``make``. Raises BadInput, WriteFailed."""
    try:
        if make and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(KEY_BYTES) + "\n")
            flush(path)
        text = path.read_text(encoding="ascii").strip()
        key = bytes.fromhex(text)
    except OSError as error:
        what = f"The key can be neither read nor made: {reason(error, path.parent)}"
        raise WriteFailed(what, path, "Name another file (--key).") from error
    except ValueError as error:
        raise BadInput("This is no key of a de-identification project", path, "Name another file (--key).") from error
    Pseudonyms(key)
    return key


class Deidentifier:
    """Puts copies of DICOM files into a folder. Names of files and folders hold pseudonyms alone."""

    def __init__(self, folder: Path, choice: Choice, pseudonyms: Pseudonyms) -> None:
        self.folder, self.choice, self.pseudonyms = folder, choice, pseudonyms
        self._known: dict[str, Known] = {}

    def learn(self, path: Path) -> None:
        """Takes note of whom the file names: no other copy of its study may name them. Others than DICOM: nothing."""
        try:
            with quiet():
                dataset = read_dataset(path)
                known = known_of(dataset, Rules(self.choice))
                study = self._known.setdefault(str(dataset.get("StudyInstanceUID", "")), Known())
                study.words |= known.words
                study.values |= known.values
        except Exception as error:  # noqa: BLE001  hostile files raise anything; what becomes of them is said later
            log.info("A file could not be looked at: %s", type(error).__name__)

    def copy(self, path: Path) -> Written:
        """The copy of one file. Raises LeftOut, BadInput for a damaged file, WriteFailed."""
        with quiet(), _understood(path, "it is damaged: not every attribute can be read"):
            dataset = self._read(path)
            notes = self._judge(dataset)
            blanked = bool(self.choice.blank) and bool(deid_pixels.burned_in(dataset))
            choice = self.choice if blanked else replace(self.choice, burned="looked", blank=())
            scrubber = Scrubber(choice, self.pseudonyms)
            target = self._target(dataset)
            deid_pixels.drop_hidden_overlay(dataset)
            if blanked:
                deid_pixels.blank(dataset, self.choice.blank)
                notes.append(mark("parts were blackened as told; look whether that is all"))
            pixels = deid_check.pixel_hash(dataset)
            known = scrubber.scrub(dataset, self._known.get(str(dataset.get("StudyInstanceUID", "")), Known()))
            _new_meta(dataset)
        beside = target.with_name(f".{secrets.token_hex(6)}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with quiet(), _understood(path, "it is damaged: its attributes cannot be written again"):
                dataset.save_as(beside, enforce_file_format=True)
                flush(beside)
                found = deid_check.findings(beside, known, pixels)
            if found:
                raise LeftOut(f"its copy was not clean ({'; '.join(sorted(set(found)))})", path)
            new = _place(beside, target, path)
        except OSError as error:
            what = f"The copy was not written: {reason(error, self.folder)}"
            raise WriteFailed(what, self.folder, "Make room or choose another folder.") from error
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        return Written(target, new, scrubber.changes, tuple(notes))

    def _read(self, path: Path) -> Dataset:
        from pydicom.uid import UID

        try:
            dataset = read_dataset(path, pixels=True)
        except NotDicom:
            raise LeftOut("no DICOM file", path) from None
        why = deid_pixels.refusal(dataset)
        if why:
            raise LeftOut(why, path)
        if "Image Storage" in UID(str(dataset.SOPClassUID)).name and not deid_pixels.has_pixels(dataset):
            raise LeftOut("it is truncated: its pixels are not all there", path)
        return dataset

    def _judge(self, dataset: Dataset) -> list[str]:
        """What a person should know. Raises LeftOut for an image that may have text burned in, unless told."""
        why = deid_pixels.burned_in(dataset)
        if why and self.choice.burned == "refuse":
            raise LeftOut(f"text may be burned in: {why}")
        notes = [mark("text may be burned in: {why}").format(why=why)] if why else []
        if "PixelData" in dataset and not why and "BurnedInAnnotation" not in dataset:
            notes.append(mark("does not say whether text is burned in"))
        part = str(dataset.get("BodyPartExamined", "")).upper().replace(" ", "")
        faces = str(dataset.get("RecognizableVisualFeatures", "")).upper() == "YES"
        if faces or (part in _HEADS and dataset.get("Modality") in ("CT", "MR", "PT")):
            notes.append(mark("a face may be rebuilt from images of a head: faces are not removed"))
        if dataset.get("Modality") == "PT" and (self.choice.dates == "remove" or not self.choice.patient):
            notes.append(
                mark("uptake values (SUV) of a PET need times and the patient's weight, which were taken away")
            )
        if "MOSAIC" in str(dataset.get("ImageType", "")):
            notes.append(mark("where the slices of a mosaic lie stood in private attributes: it is one picture now"))
        return notes

    def _target(self, dataset: Dataset) -> Path:
        """By pseudonyms: PATIENT/study-…/series-…/MODALITY-….dcm."""
        name = self.pseudonyms
        study, series, instance = (
            name.short(kind, str(dataset.get(f"{kind}InstanceUID", ""))) for kind in ("Study", "Series", "SOP")
        )
        modality = "".join(c for c in str(dataset.get("Modality", "")) if c.isascii() and c.isalnum())[:8] or "object"
        folder = self.folder / name.patient(patient_of(dataset)) / f"study-{study}" / f"series-{series}"
        return folder / f"{modality}-{instance}.dcm"


@contextmanager
def _understood(path: Path, why: str) -> Iterator[None]:
    """Raises LeftOut with the reason for what hostile files raise; they raise anything."""
    try:
        yield
    except (MedsegError, NotDicom):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk; pydicom's own have no number
            raise
        raise LeftOut(why, path) from error


def _new_meta(dataset: Dataset) -> None:
    """File meta information of our own and an empty preamble: those of the original name stations (PS3.10, 7.1)."""
    from pydicom.dataset import FileMetaDataset
    from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

    old = getattr(dataset, "file_meta", None)
    syntax = old.get("TransferSyntaxUID") if old is not None else None
    if syntax is None:
        implicit, little = dataset.original_encoding
        syntax = ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian if little else ExplicitVRBigEndian
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = dataset.SOPClassUID, dataset.SOPInstanceUID
    meta.TransferSyntaxUID = UID(str(syntax))
    dataset.file_meta = meta
    dataset.preamble = b"\0" * 128


def _place(beside: Path, target: Path, path: Path) -> bool:
    """Puts the file in its place; False when the same file stood there. Raises LeftOut for another one."""
    if target.exists():
        if target.read_bytes() == beside.read_bytes():
            return False
        raise LeftOut(
            "another copy of this object is in the folder, made with other options or from another file", path
        )
    os.replace(beside, target)
    return True
