"""JPEG 2000 and HTJ2K images, encoded here by other libraries, come out as they went in."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
import pytest
from pydicom.encaps import encapsulate

from medseg_gui.core.errors import BadInput
from medseg_gui.core.volume import Volume
from medseg_gui.io import dicom
from medseg_gui.io.j2k import decode_frame
from medseg_gui.workers import open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import ct, write

HTJ2K = ("HTJ2KLossless", "HTJ2KLosslessRPCL", "HTJ2K")


def opened(path: Path) -> Volume:
    return run_now(open_case.open_volume(path))


def packed(path: Path, syntax: str, pixels: np.ndarray, stream: bytes | None = None, **values: object) -> None:
    """Makes the file hold the image under that transfer syntax: pylibjpeg's JPEG 2000, or OpenJPH's HTJ2K."""
    dataset = pydicom.dcmread(path)
    depth = pixels.dtype.itemsize * 8
    stored = int(values.pop("BitsStored", depth))  # type: ignore[call-overload]
    for key, value in {
        "Rows": pixels.shape[0], "Columns": pixels.shape[1], "BitsAllocated": depth, "BitsStored": stored,
        "HighBit": stored - 1, "PixelRepresentation": int(pixels.dtype.kind == "i"), "RescaleIntercept": "0",
        "SamplesPerPixel": 1 if pixels.ndim == 2 else 3, **values,
    }.items():  # fmt: skip
        setattr(dataset, key, value)
    if pixels.ndim == 3:
        dataset.PlanarConfiguration = 0
    uid = getattr(pydicom.uid, syntax)
    if syntax in HTJ2K:
        stream = stream if stream is not None else imagecodecs.htj2k_encode(pixels, reversible=True)
        dataset.file_meta.TransferSyntaxUID = uid
        dataset.PixelData = encapsulate([stream])
        dataset["PixelData"].is_undefined_length = True
        dataset.save_as(path)
    else:
        dataset.PixelData = pixels.tobytes()
        dataset.compress(uid)
        dataset.save_as(path)


@pytest.mark.parametrize("syntax", ["JPEG2000Lossless", *HTJ2K])
@pytest.mark.parametrize(
    ("dtype", "low", "high", "stored"),
    [("i2", -1024, 3000, 16), ("u2", 0, 4095, 12), ("u2", 0, 65535, 16), ("u1", 0, 255, 8)],
)
def test_every_bit_comes_back(tmp_path: Path, syntax: str, dtype: str, low: int, high: int, stored: int) -> None:
    pixels = np.random.default_rng(1).integers(low, high, (37, 50), dtype=dtype, endpoint=True)
    (path,) = write(ct((1, 6, 7)), tmp_path)
    packed(path, syntax, pixels, BitsStored=stored)
    np.testing.assert_array_equal(opened(path).voxels[0], pixels)


def test_colours_come_back_as_their_brightness(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (40, 50, 3), dtype=np.uint8)
    red, green, blue = (pixels[..., n].astype(int) for n in range(3))
    (path,) = write(ct((1, 6, 7)), tmp_path)
    packed(path, "JPEG2000Lossless", pixels, PhotometricInterpretation="RGB")
    expected = (299 * red + 587 * green + 114 * blue + 500) // 1000
    np.testing.assert_array_equal(opened(path).voxels[0], expected)


def test_a_stream_of_another_size_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    pixels = np.zeros((64, 64), np.int16)
    (path,) = write(ct((1, 6, 7)), tmp_path)
    packed(path, "HTJ2KLossless", pixels, imagecodecs.htj2k_encode(np.zeros((64, 65), np.int16)))
    with pytest.raises(BadInput, match="cannot be decoded"):
        opened(path)
    packed(path, "HTJ2KLossless", pixels, b"\xff\x4f\xff\x51" + b"\xff" * 40)
    with pytest.raises(BadInput, match="cannot be decoded"):
        opened(path)


def test_other_threads_go_on_while_an_image_is_decoded(tmp_path: Path) -> None:
    """What parallel decoding and a smooth window stand on."""
    pixels = np.random.default_rng(1).integers(0, 4000, (900, 900), dtype=np.uint16)
    (path,) = write(ct((1, 6, 7)), tmp_path)
    packed(path, "JPEG2000Lossless", pixels)
    (row,) = run_now(dicom.find_series(path))
    ticks: list[float] = []
    stop = threading.Event()

    def tick() -> None:
        while not stop.wait(0.001):
            ticks.append(time.perf_counter())

    before = sys.getswitchinterval()
    thread = threading.Thread(target=tick)
    try:
        sys.setswitchinterval(0.001)
        thread.start()
        start = time.perf_counter()
        dicom.read_slice(row, 0)
        took = time.perf_counter() - start
    finally:
        stop.set()
        thread.join()
        sys.setswitchinterval(before)
    during = [t for t in ticks if start <= t <= start + took]
    assert len(during) > took / 0.001 / 20
    assert decode_frame.__module__ == "medseg_gui.io.j2k"
