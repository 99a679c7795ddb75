"""Every kind of DICOM image that is met: pydicom's own test files and small ones made here, against SimpleITK."""

from __future__ import annotations

from pathlib import Path

import nibabel
import numpy as np
import pydicom
import pydicom.data
import pytest

from medseg_gui.core.errors import BadInput
from medseg_gui.core.volume import Volume
from medseg_gui.io import dicom
from medseg_gui.workers import open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import change, ct, moved_onto, write

FOLDER = Path(pydicom.data.__file__).parent
FILES, CHARSETS = FOLDER / "test_files", FOLDER / "charset_files"
RAS_TO_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])

GREY = [
    "693_J2KI.dcm", "CT_small.dcm", "J2K_pixelrep_mismatch.dcm", "JPEG2000.dcm", "JPEGLSNearLossless_08.dcm",
    "JPEGLSNearLossless_16.dcm", "JPGExtended.dcm", "MR_small.dcm", "MR_small_RLE.dcm", "MR_small_bigendian.dcm",
    "MR_small_expb.dcm", "MR_small_implicit.dcm", "MR_small_jp2klossless.dcm", "MR_small_jpeg_ls_lossless.dcm",
    "MR_small_padded.dcm", "examples_overlay.dcm", "image_dfl.dcm",
]  # fmt: skip
COLOUR = [
    "ExplVR_BigEnd.dcm", "SC_rgb_dcmtk_+eb+cr.dcm", "SC_rgb_dcmtk_+eb+cy+n1.dcm", "SC_rgb_dcmtk_+eb+cy+s2.dcm",
    "SC_rgb_gdcm_KY.dcm", "SC_rgb_jls_lossy_line.dcm", "SC_rgb_jls_lossy_sample.dcm", "SC_rgb_jpeg_dcmtk.dcm",
    "SC_rgb_jpeg_gdcm.dcm", "SC_rgb_rle.dcm", "SC_rgb_rle_2frame.dcm", "SC_rgb_rle_16bit.dcm", "SC_rgb_small_odd.dcm",
    "SC_rgb_small_odd_big_endian.dcm", "SC_ybr_full_422_uncompressed.dcm", "examples_jpeg2k.dcm",
    "examples_palette.dcm", "examples_rgb_color.dcm", "examples_ybr_color.dcm",
]  # fmt: skip
# file → what the one line says
REFUSED = {
    "MR_truncated.dcm": "truncated",
    "badVR.dcm": "text where numbers belong",
    "JPEG-lossy.dcm": "cannot be decoded",
    "JPEG2000-embedded-sequence-delimiter.dcm": "cannot be decoded",
    "SC_rgb_rle_32bit.dcm": "colour image of a kind that cannot be read",
    "rtplan.dcm": "no DICOM image",
    "reportsi.dcm": "no DICOM image",
}
NAMES = {
    "chrArab": "قباني^لنزار",
    "chrFren": "Buc^Jérôme",
    "chrGerm": "Äneas^Rüdiger",
    "chrGreek": "Διονυσιος",
    "chrH31": "Yamada^Tarou=山田^太郎=やまだ^たろう",
    "chrH32": "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
    "chrHbrw": "שרון^דבורה",
    "chrI2": "Hong^Gildong=洪^吉洞=홍^길동",
    "chrRuss": "Люкceмбypг",
    "chrX1": "Wang^XiaoDong=王^小東",
    "chrX2": "Wang^XiaoDong=王^小东",
}


def only(path: Path) -> Volume:
    (row,) = run_now(dicom.find_series(path))
    return run_now(dicom.read_series(row))


def by_simpleitk(path: Path) -> np.ndarray:
    import SimpleITK

    SimpleITK.ProcessObject.SetGlobalWarningDisplay(False)
    image = SimpleITK.ReadImage(str(path))
    return np.asarray(SimpleITK.GetArrayFromImage(image))


@pytest.mark.parametrize("name", GREY)
def test_grey_files_agree_with_simpleitk(name: str) -> None:
    ours, theirs = only(FILES / name).voxels, by_simpleitk(FILES / name)
    # Lossy codecs round their own way.
    atol = 1 if name == "JPGExtended.dcm" else 1e-6
    np.testing.assert_allclose(ours, theirs.reshape(ours.shape), rtol=1e-6, atol=atol)


@pytest.mark.parametrize("name", COLOUR)
def test_colour_files_give_their_brightness(name: str) -> None:
    volume = only(FILES / name)
    assert "colour" in {n.kind for n in volume.notes}
    dataset = pydicom.dcmread(FILES / name)
    pixels = dataset.pixel_array
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        pixels = pydicom.pixels.apply_color_lut(pixels, dataset) // 256
    brightness = pixels.astype(float) @ (0.299, 0.587, 0.114)
    np.testing.assert_allclose(volume.voxels, brightness.reshape(volume.voxels.shape), atol=0.5001)


@pytest.mark.parametrize(("name", "words"), REFUSED.items())
def test_what_cannot_be_read_says_why(name: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        only(FILES / name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("name", "patient"), NAMES.items())
def test_names_in_their_own_letters(name: str, patient: str) -> None:
    assert only(CHARSETS / f"{name}.dcm").info.patient_name == patient


def test_every_transfer_syntax_has_a_decoder() -> None:
    from pydicom.pixels import get_decoder
    from pydicom.uid import AllTransferSyntaxes

    # Video is no image format; JPIP names a server; SMPTE 2110 is a stream; the last are retired, or have no decoder.
    without = ("MPEG", "HEVC", "JPIP", "SMPTE", "Retired", "JPEG XL", "Papyrus", "Encapsulated Uncompressed",
               "Deflated Image Frame", "JPEG 2000 Part 2")  # fmt: skip
    for syntax in AllTransferSyntaxes:
        if not syntax.is_private and not any(word in syntax.name for word in without) and syntax.is_compressed:
            try:
                decoder = get_decoder(syntax)
            except NotImplementedError:
                continue  # such as JPEG 2000 multi-component
            assert decoder.is_available, syntax.name


@pytest.mark.parametrize("name", ["rtdose.dcm", "rtdose_expb.dcm", "rtdose_rle.dcm"])
def test_a_dose_grid_lies_where_its_offsets_say(name: str) -> None:
    volume, dataset = only(FILES / name), pydicom.dcmread(FILES / name)
    x, y, z = (float(v) for v in dataset.ImagePositionPatient)
    np.testing.assert_allclose(
        volume.geometry.to_world((14, 0, 0)), (x, y, z + float(dataset.GridFrameOffsetVector[14]))
    )
    np.testing.assert_allclose(volume.voxels, dataset.pixel_array * float(dataset.DoseGridScaling), rtol=1e-6)


def test_the_slices_of_a_siemens_mosaic(data_dir: Path) -> None:
    rows = run_now(dicom.find_series(data_dir / "dcm-qa-nih/In/20180918Si/mr_0003"))
    image = nibabel.load(data_dir / "dcm-qa-nih/Ref/EPI_PE=AP_3.nii")
    data, affine = np.asanyarray(image.dataobj), RAS_TO_LPS @ image.affine
    assert [row.size for row in rows] == [(5, 72, 72)] * 2
    for t, row in enumerate(rows):
        volume = run_now(dicom.read_series(row))
        ref, ref_affine = moved_onto(data[..., t], affine, volume.geometry)
        np.testing.assert_allclose(volume.geometry.affine, ref_affine, atol=1e-3)
        np.testing.assert_array_equal(volume.voxels, ref)
        np.testing.assert_array_equal(dicom.read_slice(row, 3), volume.voxels[3])


def test_planar_configurations_agree(tmp_path: Path) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (4, 6, 3), dtype=np.uint8)
    found = []
    for planar in (0, 1):
        (path,) = write(ct((1, 4, 6)), tmp_path / str(planar))
        stored = rgb if planar == 0 else rgb.transpose(2, 0, 1)
        change(path, SamplesPerPixel=3, PhotometricInterpretation="RGB", PlanarConfiguration=planar,
               RescaleIntercept="0",
               BitsAllocated=8, BitsStored=8, HighBit=7, PixelRepresentation=0, PixelData=stored.tobytes())  # fmt: skip
        found.append(run_now(open_case.open_volume(path)).voxels[0])
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_allclose(found[0], rgb @ (0.299, 0.587, 0.114), atol=0.5001)


def test_colours_of_another_space_are_refused(tmp_path: Path) -> None:
    for path in write(ct((1, 4, 4)), tmp_path):
        change(path, SamplesPerPixel=3, PhotometricInterpretation="HSV", PlanarConfiguration=0, BitsAllocated=8,
               BitsStored=8, HighBit=7, PixelRepresentation=0, PixelData=bytes(48))  # fmt: skip
    with pytest.raises(BadInput, match="colour image of a kind that cannot be read"):
        run_now(open_case.open_volume(tmp_path))


@pytest.mark.parametrize("signed", [0, 1])
def test_bytes_and_signs(tmp_path: Path, signed: int) -> None:
    stored = np.random.default_rng(1).integers(0, 256, (3, 4, 6), dtype=np.uint8)
    for z, path in enumerate(write(ct((3, 4, 6)), tmp_path)):
        change(path, BitsAllocated=8, BitsStored=8, HighBit=7, PixelRepresentation=signed, RescaleIntercept="0",
               PixelData=stored[z].tobytes())  # fmt: skip
    back = run_now(open_case.open_volume(tmp_path))
    np.testing.assert_array_equal(back.voxels, stored.view(np.int8) if signed else stored)


def test_numbers_under_a_wrong_vr_are_understood(tmp_path: Path) -> None:
    from pydicom.dataelem import DataElement

    volume = ct((3, 4, 6))
    for path in write(volume, tmp_path):
        dataset = pydicom.dcmread(path)
        dataset[0x280010] = DataElement(0x280010, "IS", "4")
        dataset[0x280011] = DataElement(0x280011, "UL", 6)
        dataset[0x200032] = DataElement(0x200032, "FD", [float(v) for v in dataset.ImagePositionPatient])
        dataset.save_as(path)
    back = run_now(open_case.open_volume(tmp_path))
    np.testing.assert_array_equal(back.voxels, volume.voxels)
    assert back.geometry.distance_mm(volume.geometry) < 1e-6


def test_what_is_missing_but_certain_is_filled_in(tmp_path: Path) -> None:
    volume = ct((3, 4, 6))
    stored = (volume.voxels + 1024).astype("<u2")
    for z, path in enumerate(write(volume, tmp_path)):
        change(path, PixelData=stored[z].tobytes(), BitsStored=None, HighBit=None, PixelRepresentation=None,
               PhotometricInterpretation=None, SamplesPerPixel=None, InstanceNumber=None, Modality=None)  # fmt: skip
    np.testing.assert_array_equal(run_now(open_case.open_volume(tmp_path)).voxels, volume.voxels)


def test_an_image_larger_than_the_memory_is_refused_at_once(tmp_path: Path) -> None:
    (path,) = write(ct((1, 4, 4)), tmp_path)
    dataset = pydicom.dcmread(path)
    dataset.compress(pydicom.uid.RLELossless)
    dataset.Rows = dataset.Columns = 65535
    dataset.save_as(path)
    with pytest.raises(BadInput, match="65535×65535 pixels"):
        run_now(open_case.open_volume(path))
