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


@pytest.mark.bench
def test_jpeg_2000_against_simpleitk(packed_series: Path) -> None:
    """Both decode with OpenJPEG; process time too, because a loaded machine shows nothing else reliably."""
    import SimpleITK

    def ours() -> np.ndarray:
        return run_now(dicom.read_series(run_now(dicom.find_series(packed_series))[0])).voxels

    def itk() -> object:
        reader = SimpleITK.ImageSeriesReader()
        reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(packed_series)))
        return reader.Execute()

    assert np.array_equal(SimpleITK.GetArrayFromImage(itk()), ours())
    figures = []
    for work in (ours, itk):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        figures.append((time.perf_counter() - wall, time.process_time() - cpu))
    (own, own_cpu), (peer, peer_cpu) = figures
    print(f"\nJPEG 2000, 40×512×512, s (CPU): ours {own:.2f} ({own_cpu:.2f}), SimpleITK {peer:.2f} ({peer_cpu:.2f})")
    print(f"ratio {own / peer:.2f}, of CPU {own_cpu / peer_cpu:.2f} (target 0.6)")


@pytest.mark.bench
def test_peak_memory_of_a_load(series: Path) -> None:
    import tracemalloc

    row = run_now(dicom.find_series(series))[0]
    tracemalloc.start()
    voxels = run_now(dicom.read_series(row)).voxels
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"\npeak beyond the volume: {(peak - voxels.nbytes) / 2**20:.1f} MiB (target 150)")
