"""A study that names its patient everywhere that DICOM lets it, and in places where it does not."""

from __future__ import annotations

from pathlib import Path

import pydicom
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from tests.io.helpers import ct, write

NAME, FIRST, PATIENT, BORN, STUDIED = "Zwetschgenmus", "Xaver", "MRN-90817263", "19550417", "20191103"
PHYSICIAN, ACCESSION, STREET, STATION = "Quastenflosser", "ACC55443322", "Gartenzwergweg 7", "SCANNER-9Q"
SECRETS = (NAME, FIRST, PATIENT, BORN, STUDIED, PHYSICIAN, ACCESSION, STREET, STATION)


def study(folder: Path, count: int = 3) -> list[Path]:
    """A CT series of ``count`` slices, full of identity: nested, private, in overlays, in the meta information."""
    files = write(ct((count, 6, 8)), folder)
    for number, path in enumerate(files):
        ds = pydicom.dcmread(path)
        ds.PatientName, ds.PatientID, ds.PatientBirthDate = f"{NAME}^{FIRST}", PATIENT, BORN
        ds.OtherPatientIDs, ds.PatientAddress, ds.PatientAge = [PATIENT, "OTHER-1122"], STREET, "097Y"
        ds.PatientWeight, ds.PatientSex = "81.5", "M"
        ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = STUDIED
        ds.AcquisitionDateTime, ds.StudyTime = f"{STUDIED}121314.5", "121314"
        ds.ReferringPhysicianName, ds.AccessionNumber, ds.StationName = f"{PHYSICIAN}^Ida", ACCESSION, STATION
        ds.StudyDescription = f"CT Abdomen venous 5.0 for {NAME} {PATIENT}"
        ds.SeriesDescription = "Axial thin"
        ds.ImageComments, ds.InstitutionName = f"see {PHYSICIAN}", "Krankenhaus am Rande"
        ds.Manufacturer, ds.ManufacturerModelName = "Maker", f"Model of {NAME}"
        item = Dataset()
        item.RequestedProcedureID, item.RequestedProcedureDescription = PATIENT, f"{NAME} liver"
        item.ScheduledProcedureStepID = ACCESSION
        ds.RequestAttributesSequence = Sequence([item])
        step = Dataset()
        step.ReferencedSOPClassUID, step.ReferencedSOPInstanceUID = "1.2.840.10008.3.1.2.3.3", "1.2.3.4.5.678901"
        deep = Dataset()
        deep.PersonName, deep.PersonAddress = f"{PHYSICIAN}^Ida", STREET
        step.PersonIdentificationCodeSequence = Sequence([deep])
        ds.ReferencedImageSequence = Sequence([step])
        block = ds.private_block(0x0029, "SOME VENDOR", create=True)
        block.add_new(0x10, "LO", f"{NAME}")
        safe = ds.private_block(0x0019, "SIEMENS MR HEADER", create=True)
        safe.add_new(0x0C, "IS", "1000")
        safe.add_new(0x77, "LO", NAME)
        ds.add_new((0x6000, 0x0010), "US", 6)
        ds.add_new((0x6000, 0x3000), "OW", NAME.encode() + b" ")
        ds.add_new((0x6000, 0x4000), "LT", NAME)
        ds.file_meta.SourceApplicationEntityTitle = STATION
        ds.file_meta.PrivateInformationCreatorUID, ds.file_meta.PrivateInformation = "1.2.3", NAME.encode() + b" "
        ds.preamble = NAME.encode().ljust(128, b"\0")
        ds.InstanceNumber = number + 1
        ds.save_as(path)
    return files


def copies(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.dcm"))


def hits(folder: Path, strings: tuple[str, ...] = SECRETS) -> list[tuple[str, str]]:
    """(file, string) wherever the folder's names or contents hold one, upper and lower case alike."""
    found = []
    for path in sorted(folder.rglob("*")):
        data = str(path.relative_to(folder)).lower().encode() + (path.read_bytes().lower() if path.is_file() else b"")
        found += [(path.name, s) for s in strings if s.lower().encode() in data]
    return found
