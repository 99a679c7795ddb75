"""Small whole files of every kind that is read, made anew: the same each time,
from nothing but the installed packages."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import numpy as np
import pydicom
import pydicom.data
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import RLELossless

from medseg_gui.core.case import Case
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.labelmap import Code, LabelMap, Segment
from medseg_gui.core.prompts import Click
from medseg_gui.core.volume import SeriesInfo, Volume
from medseg_gui.io import casefile, dicom_write
from medseg_gui.workers import case_files, export, open_case
from medseg_gui.workers.job import run_now

PYDICOM = Path(pydicom.data.__file__).parent / "test_files"
SHAPE = (4, 24, 20)
_FILES = (
    "CT_small.dcm", "MR_small.dcm", "MR_small_RLE.dcm", "MR_small_bigendian.dcm", "MR_small_implicit.dcm",
    "MR_small_padded.dcm",
    "MR_small_jp2klossless.dcm", "MR_small_jpeg_ls_lossless.dcm", "JPEGLSNearLossless_08.dcm",
    "JPEGLSNearLossless_16.dcm",
    "JPGExtended.dcm", "JPEG2000.dcm", "693_J2KI.dcm", "SC_rgb_rle_16bit_2frame.dcm", "SC_rgb_small_odd.dcm",
    "SC_rgb_gdcm_KY.dcm",
    "SC_rgb_small_odd_jpeg.dcm", "SC_rgb_small_odd_big_endian.dcm", "SC_rgb_jls_lossy_line.dcm",
    "SC_rgb_jpeg_dcmtk.dcm",
    "SC_ybr_full_422_uncompressed.dcm", "rtdose.dcm", "rtdose_rle.dcm", "image_dfl.dcm", "badVR.dcm",
    "no_meta_group_length.dcm",
    "UN_sequence.dcm", "priv_SQ.dcm", "test-SR.dcm", "rtplan.dcm", "empty_charset_LEI.dcm",
)  # fmt: skip


def volume() -> Volume:
    geometry = Geometry.axial(SHAPE, (2.5, 0.7, 0.8), (-20, -30, 40))
    geometry = Geometry(SHAPE, geometry.affine, "1.2.826.0.1.3680043.8.498.7")
    voxels = np.random.default_rng(0).integers(-1024, 3000, SHAPE, dtype=np.int16)
    return Volume(voxels, geometry, "CT", SeriesInfo(window=(400.0, 40.0), description="Bäuche", study_date="20200101"))


def labels(layers: int = 2) -> LabelMap:
    one, two = np.zeros((2, *SHAPE), np.uint8)
    one[1:3, 3:12, 2:15], one[0, 0, 0], two[2, :6] = 3, 7, 1
    one[1, 6:8, 5:9] = 0
    code = Code("10200004", "SCT", "Liver")
    segments = [Segment(3, "Leber", (200, 30, 20), 0, code), Segment(7, "Lesion", (20, 200, 30), 0)]
    segments += [Segment(1, "overlap", (0, 0, 255), 1)] * (layers - 1)
    return LabelMap([one, two][:layers], volume().geometry, segments)


def series(folder: Path) -> list[Path]:
    """A CT series whose UIDs are the same each time."""
    files = run_now(dicom_write.write_series(volume(), folder))
    for n, path in enumerate(files, 1):
        ds = pydicom.dcmread(path)
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.SOPInstanceUID = "1.2.3", "1.2.3.4", f"1.2.3.4.{n}"
        ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
        ds.save_as(path)
    return files


def _item(**values: object) -> Dataset:
    out = Dataset()
    for name, value in values.items():
        setattr(out, name, value)
    return out


def _changed(source: Path, to: Path, **values: object) -> bytes:
    ds = pydicom.dcmread(source)
    for name, value in values.items():
        setattr(ds, name, value)
    ds.save_as(to)
    return to.read_bytes()


# ----- DICOM ----------------------------------------------------------------------------------------------------
def dicom(folder: Path) -> list[bytes]:
    """Images of every kind: classic, enhanced, mosaic, nuclear, dose, ultrasound, colour; every codec."""
    files = series(folder / "ct")
    to = folder / "made.dcm"
    flat = volume().voxels.astype("<i2").tobytes()
    frames = [
        _item(PlanePositionSequence=Sequence([_item(ImagePositionPatient=[0, 0, 3 * z])]),
              FrameContentSequence=Sequence([_item(StackID="1", TemporalPositionIndex=1)]),
              PixelValueTransformationSequence=Sequence([_item(RescaleSlope=str(1 + z / 2), RescaleIntercept="0")]))
        for z in range(SHAPE[0])
    ]  # fmt: skip
    shared = _item(
        PlaneOrientationSequence=Sequence([_item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])]),
        PixelMeasuresSequence=Sequence([_item(PixelSpacing=[2, 3], SliceThickness="4")]),
    )
    many = {"PixelData": flat, "NumberOfFrames": SHAPE[0]}
    made = [
        _changed(files[0], to, **many, PerFrameFunctionalGroupsSequence=Sequence(frames), Modality="PT",
                 SharedFunctionalGroupsSequence=Sequence([shared])),
        _changed(files[0], to, **many, Modality="NM", ImageType=["DERIVED", "PRIMARY", "RECON TOMO", "EMISSION"],
                 SpacingBetweenSlices="-4.5", DetectorInformationSequence=Sequence(
                     [_item(ImagePositionPatient=[5, 6, 70], ImageOrientationPatient=[1, 0, 0, 0, 1, 0])])),
        _changed(files[0], to, **many, Modality="RTDOSE", DoseGridScaling="0.01", GridFrameOffsetVector=[0, 2, 4, 6]),
        _changed(files[0], to, Modality="US", PixelSpacing=None, SequenceOfUltrasoundRegions=Sequence(
            [_item(PhysicalUnitsXDirection=3, PhysicalUnitsYDirection=3, PhysicalDeltaX=0.1, PhysicalDeltaY=0.1)])),
    ]  # fmt: skip
    ds = pydicom.dcmread(files[0])
    ds.ImageType = ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"]
    ds.add_new(0x00190010, "LO", "SIEMENS MR HEADER")
    ds.add_new(0x0019100A, "US", 4)
    ds.save_as(to)
    made.append(to.read_bytes())
    ds = pydicom.dcmread(files[1])
    ds.compress(RLELossless)
    ds.save_as(to)
    made.append(to.read_bytes())
    return [f.read_bytes() for f in files] + made + [(PYDICOM / name).read_bytes() for name in _FILES]


def segmentation(folder: Path) -> list[bytes]:
    """Binary with an overlap, fractional, a label map, and another program's."""
    files = series(folder / "ct")
    read = run_now(open_case.open_volume(files[0].parent))
    path, to = folder / "seg.dcm", folder / "made.dcm"
    run_now(export.save_labels(LabelMap(labels().layers, read.geometry, labels().segments), path, read))
    out = [path.read_bytes()]
    ds = pydicom.dcmread(path)
    bits = ds.pixel_array
    full = {"PixelData": (bits * 200).astype(np.uint8).tobytes(), "BitsAllocated": 8, "BitsStored": 8, "HighBit": 7}
    out.append(_changed(path, to, **full, SegmentationType="FRACTIONAL", SegmentationFractionalType="PROBABILITY",
                        MaximumFractionalValue=255))  # fmt: skip
    out.append(_changed(path, to, **full, SegmentationType="LABELMAP"))
    out.append((PYDICOM / "liver_1frame.dcm").read_bytes())
    return out


def structures(folder: Path) -> list[bytes]:
    """Our own structure set, with holes and an overlap, and another program's."""
    files = series(folder / "ct")
    read = run_now(open_case.open_volume(files[0].parent))
    path = folder / "rt.dcm"
    run_now(export.save_labels(LabelMap(labels().layers, read.geometry, labels().segments), path, read, rtstruct=True))
    return [path.read_bytes(), (PYDICOM / "rtstruct.dcm").read_bytes()]


def dicomdir(folder: Path) -> list[bytes]:
    ds = pydicom.dcmread(PYDICOM / "dicomdirtests" / "DICOMDIR")
    for n, record in enumerate(r for r in ds.DirectoryRecordSequence if r.get("ReferencedFileID")):
        record.ReferencedFileID = ["IMAGES", f"IM{n % 4 + 1}"]
    ds.save_as(folder / "WHOLE")
    out = [(folder / "WHOLE").read_bytes()]
    ds.DirectoryRecordSequence = ds.DirectoryRecordSequence[:8]
    ds.save_as(folder / "SMALL")
    return [*out, (folder / "SMALL").read_bytes()]


# ----- others ---------------------------------------------------------------------------------------------------
def plain(folder: Path, suffix: str) -> list[bytes]:
    """A volume, a mask, and where the format has it an unpacked and an older form."""
    out: list[bytes] = []
    if suffix != ".seg.nrrd":
        run_now(export.convert(volume(), folder / f"a{suffix}"))
        out.append((folder / f"a{suffix}").read_bytes())
    run_now(export.save_labels(labels(2 if suffix == ".seg.nrrd" else 1), folder / f"b{suffix}"))
    out.append((folder / f"b{suffix}").read_bytes())
    return out


def nifti(folder: Path) -> list[bytes]:
    import nibabel

    out = plain(folder, ".nii")
    voxels = np.random.default_rng(1).integers(0, 200, (6, 5, 4, 3), dtype=np.uint8)
    for image in (
        nibabel.Nifti1Image(voxels, np.eye(4)),
        nibabel.Nifti2Image(voxels[..., 0].astype(np.float64), np.eye(4)),
    ):
        nibabel.save(image, folder / "c.nii")
        out.append((folder / "c.nii").read_bytes())
    scaled = bytearray(out[0])
    scaled[112:120] = np.array([1.5, -3], "<f4").tobytes()
    out.append(bytes(scaled))
    return [*out, *(gzip.compress(data, mtime=0) for data in out)]


def itk(folder: Path, suffixes: tuple[str, ...]) -> list[bytes]:
    import SimpleITK

    out = [data for suffix in suffixes for data in plain(folder, suffix)]
    image = SimpleITK.GetImageFromArray(volume().voxels)
    for suffix in suffixes:
        SimpleITK.WriteImage(image, str(folder / f"raw{suffix}"), useCompression=False)
        out.append((folder / f"raw{suffix}").read_bytes())
    return out


def detached(folder: Path, suffixes: tuple[str, str] = (".mhd", ".nhdr")) -> list[bytes]:
    import SimpleITK

    image = SimpleITK.GetImageFromArray(volume().voxels)
    out = []
    for suffix in suffixes:
        for packed in (False, True):
            SimpleITK.WriteImage(image, str(folder / f"d{suffix}"), useCompression=packed)
            out.append((folder / f"d{suffix}").read_bytes())
    return out


def study(folder: Path) -> list[bytes]:
    path = folder / "study.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in series(folder / "ct")[:3]:
            archive.write(file, f"study/{file.name}")
    return [path.read_bytes()]


def case(folder: Path) -> list[bytes]:
    """A case with strokes, an undone one, prompts, measurements and its image; and one of each older version."""
    made = Case(volume(), labels())
    for n in range(3):
        segment = made.labelmap.segments[n % 2]
        box = Box((n, 2 * n, 3), (n + 1, 2 * n + 6, 9))
        with made.edit(f"Stroke {n}") as edit:
            edit.paint(segment, box, np.ones(box.shape, bool))
    with made.edit("Click") as edit:
        edit.set_prompts(made.prompts.plus(Click((1, 2, 3), True)))
    made.undo()
    path = folder / "a.medseg"
    casefile.write(case_files.snapshot(made, path, None, True), path)
    old = sorted((Path(__file__).parent.parent / "data").glob("version-*.medseg"))
    return [path.read_bytes()] * 9 + [*(p.read_bytes() for p in old)]
