"""Loading a 512×512×400 series against SimpleITK's ImageSeriesReader and against reading the bytes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from medseg_gui.io import dicom
from medseg_gui.workers.job import run_now

REPEATS = 5


def median_s(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


@pytest.mark.bench
def test_load_against_simpleitk_and_the_bytes(series: Path) -> None:
    import SimpleITK

    def ours() -> np.ndarray:
        return run_now(dicom.read_series(run_now(dicom.find_series(series))[0])).voxels

    def itk() -> object:
        reader = SimpleITK.ImageSeriesReader()
        reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(series)))
        return reader.Execute()

    def bytes_only() -> int:
        return sum(len(path.read_bytes()) for path in series.iterdir())

    image = itk()
    assert np.array_equal(SimpleITK.GetArrayFromImage(image), ours())
    own, peer, floor = median_s(ours), median_s(itk), median_s(bytes_only)
    print(f"\nload 400×512×512: ours {own:.3f} s, SimpleITK {peer:.3f} s, bytes {floor:.3f} s")
    print(f"ratio to SimpleITK {own / peer:.2f} (target 0.7), to the bytes {own / floor:.1f}")


@pytest.mark.bench
def test_first_slice_after_choosing_the_folder(series: Path) -> None:
    def look() -> object:
        row = run_now(dicom.find_series(series))[0]
        return dicom.read_slice(row, row.size[0] // 2)

    print(f"\nheaders of 400 files and one slice: {median_s(look):.3f} s (first image on screen: target 0.5)")
