"""Images in one file whose places are told in unusual ways: enhanced PET, nuclear medicine, ultrasound, X-ray."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from medseg_gui.core.volume import Volume
from medseg_gui.io import dicom, dicom_pixels
from medseg_gui.io.dicom_header import Frame
from medseg_gui.workers import open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import change, ct, write

STORED = np.random.default_rng(3).integers(0, 4000, (4, 5, 6), dtype=np.uint16)


def one_file(folder: Path, **values: object) -> Path:
    """A file with the frames ``STORED``, without a position of its own."""
    (path,) = write(ct((1, 5, 6)), folder)
    change(path, PixelData=STORED.tobytes(), NumberOfFrames=4, PixelRepresentation=0, RescaleIntercept="0",
           ImagePositionPatient=None, ImageOrientationPatient=None, **values)  # fmt: skip
    return path


def item(**values: object) -> Dataset:
    out = Dataset()
    for name, value in values.items():
        setattr(out, name, value)
    return out


def opened(path: Path) -> Volume:
    return run_now(open_case.open_volume(path))


def test_enhanced_pet_with_a_slope_for_each_frame_in_any_order(tmp_path: Path) -> None:
    order, slopes = (2, 0, 3, 1), (0.5, 1.5, 2.5, 3.5)
    frames = [
        item(
            PlanePositionSequence=Sequence([item(ImagePositionPatient=[-10, -20, 30 + 4 * z])]),
            PixelValueTransformationSequence=Sequence([item(RescaleSlope=str(slopes[n]), RescaleIntercept="0")]),
        )
        for n, z in enumerate(order)
    ]
    shared = item(
        PlaneOrientationSequence=Sequence([item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])]),
        PixelMeasuresSequence=Sequence([item(PixelSpacing=[2, 3], SliceThickness="4")]),
    )
    path = one_file(
        tmp_path, Modality="PT", SOPClassUID="1.2.840.10008.5.1.4.1.1.130", PixelSpacing=None,
        PerFrameFunctionalGroupsSequence=Sequence(frames), SharedFunctionalGroupsSequence=Sequence([shared]),
    )  # fmt: skip
    volume = opened(path)
    for n, z in enumerate(order):
        np.testing.assert_allclose(volume.voxels[z], STORED[n] * np.float32(slopes[n]))
    assert volume.geometry.spacing_mm == pytest.approx((4, 2, 3))
    np.testing.assert_allclose(volume.geometry.origin_mm, (-10, -20, 30))


def test_reconstructed_nuclear_medicine_lies_where_its_detector_says(tmp_path: Path) -> None:
    detector = item(ImagePositionPatient=[5, 6, 70], ImageOrientationPatient=[1, 0, 0, 0, 1, 0])
    path = one_file(tmp_path, Modality="NM", ImageType=["DERIVED", "PRIMARY", "RECON TOMO", "EMISSION"],
                    SpacingBetweenSlices="-4.5", DetectorInformationSequence=Sequence([detector]))  # fmt: skip
    volume = opened(path)
    np.testing.assert_allclose(volume.geometry.to_world((3, 0, 0)), (5, 6, 70))
    np.testing.assert_allclose(volume.geometry.to_world((0, 0, 0)), (5, 6, 70 - 3 * 4.5))
    np.testing.assert_array_equal(volume.voxels, STORED[::-1])


@pytest.mark.parametrize(("second_mm", "spacing"), [(0.2, (0.3, 0.2)), (0.4, None)])
def test_ultrasound_takes_its_spacing_from_regions_that_agree(
    tmp_path: Path, second_mm: float, spacing: tuple[float, float] | None
) -> None:
    regions = [
        item(PhysicalUnitsXDirection=3, PhysicalUnitsYDirection=3, PhysicalDeltaX=mm / 10, PhysicalDeltaY=0.03)
        for mm in (0.2, second_mm)
    ]
    path = one_file(tmp_path, Modality="US", PixelSpacing=None, SequenceOfUltrasoundRegions=Sequence(regions))
    volume = opened(path)
    if spacing is None:
        assert "spacing" in {n.kind for n in volume.notes}
    else:
        assert volume.geometry.spacing_mm[1:] == pytest.approx(spacing)
        assert "spacing" not in {n.kind for n in volume.notes}
    np.testing.assert_array_equal(volume.voxels, STORED)


def test_an_x_ray_says_that_its_spacing_is_the_detectors(tmp_path: Path) -> None:
    (path,) = write(ct((1, 5, 6)), tmp_path)
    change(path, Modality="DX", PixelSpacing=None, ImagerPixelSpacing=[0.143, 0.143], ImagePositionPatient=None)
    volume = opened(path)
    assert "magnified" in {n.kind for n in volume.notes}
    assert volume.geometry.spacing_mm[1:] == pytest.approx((0.143, 0.143))
    change(path, PixelSpacing=[0.1, 0.1])
    assert "magnified" not in {n.kind for n in opened(path).notes}


def test_a_file_of_many_compressed_frames_is_gone_through_once_by_each_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pydicom.pixels import utils

    path = one_file(tmp_path)
    dataset = pydicom.dcmread(path)
    dataset.compress(pydicom.uid.RLELossless)
    dataset.save_as(path)
    passes = []
    whole = utils.iter_pixels
    monkeypatch.setattr(utils, "iter_pixels", lambda *a, **k: passes.append(a) or whole(*a, **k))
    (row,) = run_now(dicom.find_series(path))
    np.testing.assert_array_equal(run_now(dicom.read_series(row)).voxels, STORED)
    assert len(passes) <= dicom_pixels._THREADS


@pytest.mark.parametrize("packed", [False, True])
def test_a_volume_is_read_without_a_second_copy(tmp_path: Path, packed: bool) -> None:
    import tracemalloc

    volume = ct((48, 256, 256))
    for path in write(volume, tmp_path):
        if packed:
            dataset = pydicom.dcmread(path)
            dataset.compress(pydicom.uid.RLELossless)
            dataset.save_as(path)
    (row,) = run_now(dicom.find_series(tmp_path))
    dicom.read_slice(row, 0)  # what is imported and cached once does not count
    tracemalloc.start()
    try:
        back = run_now(dicom.read_series(row))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    np.testing.assert_array_equal(back.voxels, volume.voxels)
    assert peak < 1.3 * volume.voxels.nbytes


def test_reading_stops_within_an_image_when_it_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    real = dicom_pixels._read_stored

    def slow(frame: Frame, out: np.ndarray) -> None:
        time.sleep(0.02)
        read.append(frame.path)
        real(frame, out)

    monkeypatch.setattr(dicom_pixels, "_read_stored", slow)
    write(ct((100, 8, 8)), tmp_path)
    (row,) = run_now(dicom.find_series(tmp_path))
    steps = dicom.read_series(row)
    assert [next(steps).total for _ in range(2)] == [100, 100]
    start = time.perf_counter()
    steps.close()
    assert time.perf_counter() - start < 0.2
    seen = len(read)
    assert 0 < seen < 100
    time.sleep(0.1)
    assert len(read) == seen


def test_a_slope_beyond_whole_numbers_is_no_crash(tmp_path: Path) -> None:
    for path in write(ct((3, 8, 8)), tmp_path):
        change(path, RescaleSlope="1e30", RescaleIntercept="0", PixelData=bytes(128))
    volume = opened(tmp_path)
    assert volume.voxels.dtype == np.float32
    assert not volume.voxels.any()
