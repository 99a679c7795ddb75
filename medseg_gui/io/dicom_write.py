"""Volumes → classic single-frame DICOM series, for the built-in sample study (never for patients' images).

Source: DICOM PS3.3 A.3 (CT image), A.4 (MR image), C.7.6.2 (image plane), C.7.6.3 (image pixel).
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np

from medseg_gui.core.errors import BadInput, WriteFailed
from medseg_gui.core.segmenter import Progress
from medseg_gui.core.volume import Volume
from medseg_gui.io.dicom_header import quiet
from medseg_gui.io.dicom_tags import EXPLICIT

_CLASSES = {"CT": "1.2.840.10008.5.1.4.1.1.2", "MR": "1.2.840.10008.5.1.4.1.1.4"}
_CT_INTERCEPT = -1024


def write_series(volume: Volume, folder: Path, number: int = 1) -> Generator[Progress, None, list[Path]]:
    """The files of a CT or MR series, one for each slice, in the order of the volume's slices.

    Texts, study and series UID come from ``volume.info`` (UIDs are made where it has none), the frame of reference
    from its geometry. Voxels must be whole numbers in 16 bits. Slices keep their true positions, so a sheared grid
    becomes a tilted series. Raises BadInput, or WriteFailed when the disk refuses.
    """
    from pydicom.uid import generate_uid

    if volume.modality not in _CLASSES:
        raise BadInput(f"A series of modality {volume.modality!r} cannot be written", todo="Use CT or MR.")
    rows, columns = volume.geometry.directions[:, 1], volume.geometry.directions[:, 2]
    if abs(float(rows @ columns)) > 1e-3:
        raise BadInput("Rows and columns are not perpendicular: DICOM images cannot hold that", todo="Use NIfTI.")
    intercept = _CT_INTERCEPT if volume.modality == "CT" else 0
    low, high = int(volume.voxels.min()) - intercept, int(volume.voxels.max()) - intercept
    if volume.voxels.dtype.kind not in "iu" or low < -32768 or high > 32767:
        raise BadInput("Only whole numbers of 16 bits can be written as DICOM", todo="Round the values first.")
    study = volume.info.study_uid or generate_uid(None)
    series = volume.info.uid.partition("/")[0] or generate_uid(None)
    frame = volume.geometry.frame_uid or generate_uid(None)
    files = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for z in range(volume.geometry.shape[0]):
            if z % 16 == 0:
                yield Progress("Writing DICOM", z, volume.geometry.shape[0])
            files.append(folder / f"{z + 1:04d}.dcm")
            with quiet():
                _write_slice(volume, z, files[-1], (study, series, frame), number, intercept)
    except OSError as error:
        raise WriteFailed(f"The series could not be written: {error.strerror}", folder) from error
    return files


def _write_slice(volume: Volume, z: int, path: Path, uids: tuple[str, str, str], number: int, intercept: int) -> None:
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.uid import UID, generate_uid

    geometry, info = volume.geometry, volume.info
    instance = generate_uid(None, [uids[1], str(z)])
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UID(_CLASSES[volume.modality])
    meta.MediaStorageSOPInstanceUID = instance
    meta.TransferSyntaxUID = UID(EXPLICIT)
    ds = Dataset()
    ds.file_meta = meta
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"] if volume.modality == "CT" else ["ORIGINAL", "PRIMARY", "M"]
    ds.SOPClassUID, ds.SOPInstanceUID = meta.MediaStorageSOPClassUID, instance
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = uids
    ds.Modality, ds.SeriesNumber, ds.InstanceNumber = volume.modality, number, z + 1
    ds.PatientName = info.patient_name or "Phantom^Sample"
    ds.PatientID = info.patient_id or "SAMPLE"
    ds.PatientBirthDate, ds.PatientSex = info.birth_date, info.sex or "O"
    ds.StudyDate, ds.StudyTime, ds.StudyID = info.study_date, "", ""
    ds.AccessionNumber, ds.ReferringPhysicianName, ds.PositionReferenceIndicator = "", "", ""
    ds.SeriesDescription = info.description or "Sample"
    ds.InstitutionName, ds.Manufacturer = info.institution, "medseg"
    ds.PatientPosition, ds.BurnedInAnnotation, ds.AcquisitionNumber, ds.Laterality = "HFS", "NO", 1, ""
    if volume.modality == "CT":
        ds.KVP = "120"
        ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = str(intercept), "1", "HU"
    else:
        ds.ScanningSequence, ds.SequenceVariant, ds.ScanOptions, ds.MRAcquisitionType = "GR", "NONE", "", "3D"
        ds.EchoTime, ds.EchoTrainLength, ds.RepetitionTime = "4", "1", "10"
    spacing = geometry.spacing_mm
    thickness = info.slice_thickness_mm or spacing[0]
    ds.SliceThickness, ds.SpacingBetweenSlices = decimal(thickness), decimal(spacing[0])
    ds.PixelSpacing = [decimal(spacing[1]), decimal(spacing[2])]
    ds.ImageOrientationPatient = [decimal(v) for v in (*geometry.directions[:, 2], *geometry.directions[:, 1])]
    ds.ImagePositionPatient = [decimal(v) for v in geometry.to_world((z, 0, 0))]
    if info.window is not None:
        ds.WindowWidth, ds.WindowCenter = decimal(info.window[0]), decimal(info.window[1])
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows, ds.Columns = geometry.shape[1:]
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
    stored = volume.voxels[z].astype(np.int32) - intercept
    ds.PixelData = stored.astype("<i2").tobytes()
    ds.save_as(path, enforce_file_format=True)


def decimal(value: float) -> str:
    """At most 16 characters, as DS allows (PS3.5 6.2)."""
    for digits in range(14, 0, -1):
        text = f"{float(value):.{digits}g}"
        if len(text) <= 16:
            return text
    return f"{float(value):.0f}"
