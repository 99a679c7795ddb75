"""Loading 512×512×400 slices against SimpleITK, dcm2niix and reading the bytes; the first slice; memory."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import Volume
from medseg_gui.io import dicom, dicom_write
from medseg_gui.ui.main_window import MainWindow
from medseg_gui.workers.job import run_now
from tests.ui.conftest import themed, window

__all__ = ["themed", "window"]


def median_s(work: Callable[[], object], repeats: int = 5) -> tuple[float, float]:
    """(wall, CPU of this process) of the middle run."""
    times = []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - wall, time.process_time() - cpu))
    return median(t[0] for t in times), median(t[1] for t in times)


def ours(folder: Path) -> np.ndarray:
    return run_now(dicom.read_series(run_now(dicom.find_series(folder))[0])).voxels


def itk(folder: Path) -> Any:
    import SimpleITK

    reader = SimpleITK.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    return reader.Execute()


def dcm2niix(folder: Path, out: Path) -> None:
    command = ["dcm2niix", "-z", "n", "-b", "n", "-w", "1", "-o", str(out), str(folder)]
    subprocess.run(command, capture_output=True, check=True)


@pytest.mark.bench
@pytest.mark.parametrize(("kind", "repeats"), [("series", 5), ("packed_series", 1)])
def test_load_against_peers(request: pytest.FixtureRequest, tmp_path: Path, kind: str, repeats: int) -> None:
    """CPU time too: with both cores busy wall time shows nothing of what several threads win."""
    folder: Path = request.getfixturevalue(kind)
    import SimpleITK

    assert np.array_equal(SimpleITK.GetArrayFromImage(itk(folder)), ours(folder))
    own, own_cpu = median_s(lambda: ours(folder), repeats)
    peer, peer_cpu = median_s(lambda: itk(folder), repeats)
    floor, _ = median_s(lambda: sum(len(path.read_bytes()) for path in folder.iterdir()), repeats)
    print(f"\nload {kind}, 400×512×512, s (CPU): ours {own:.2f} ({own_cpu:.2f}), SimpleITK {peer:.2f} ({peer_cpu:.2f})")
    print(f"ratio {own / peer:.2f}, of CPU {own_cpu / peer_cpu:.2f} (target 0.6); to the bytes {own / floor:.1f}")
    if shutil.which("dcm2niix"):
        other, _ = median_s(lambda: dcm2niix(folder, tmp_path), repeats)
        made = "" if list(tmp_path.glob("*.nii")) else " (it makes nothing of them)"
        print(f"dcm2niix {other:.2f} s{made}: ratio {own / other:.2f}")


@pytest.mark.bench
def test_first_slice_after_choosing_the_folder(series: Path) -> None:
    def look() -> object:
        row = run_now(dicom.find_series(series))[0]
        return dicom.read_slice(row, row.size[0] // 2)

    print(f"\nheaders of 400 files and one slice: {median_s(look)[0]:.3f} s")


@pytest.mark.bench
@pytest.mark.parametrize("kind", ["series", "packed_series"])
def test_first_slice_in_the_window(window: MainWindow, qtbot: QtBot, request: pytest.FixtureRequest, kind: str) -> None:
    """From choosing a series that is known to its slice on the screen."""
    folder: Path = request.getfixturevalue(kind)
    row = run_now(dicom.find_series(folder))[0]
    session, look, known = window.session, window.first_look, time.time() + 10
    from medseg_gui.workers.open_case import Known

    session.warm_up()
    session.wait(60)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        session.opening._open(str(folder), row.uid, Known([row], known))
        qtbot.waitUntil(lambda: look.canvas is not None, timeout=10_000)
        assert look.canvas is not None
        look.canvas.repaint()
        times.append(time.perf_counter() - start)
        session.opening.cancel()
        stopping = time.perf_counter()
        session.wait(60)
        stopping = time.perf_counter() - stopping
    print(f"\nfirst slice of {kind} on the screen: {median(times):.3f} s (target 0.2); stopping takes {stopping:.3f} s")


@pytest.mark.bench
@pytest.mark.parametrize("kind", ["series", "packed_series"])
def test_peak_memory_of_a_load(request: pytest.FixtureRequest, kind: str) -> None:
    print(f"\n{kind}: {peak(request.getfixturevalue(kind))}")


@pytest.mark.bench
def test_peak_memory_of_four_gigabytes(tmp_path: Path) -> None:
    """2048 slices of 1024×1024: a second copy would show as another 4.3 GB."""
    plane = np.random.default_rng(0).integers(-1000, 2000, (1, 1024, 1024), dtype=np.int16)
    shape = (2048, 1024, 1024)
    whole = Volume(np.broadcast_to(plane, shape), Geometry.axial(shape, (0.5, 0.3, 0.3)), "CT")
    try:
        run_now(dicom_write.write_series(whole, tmp_path / "ct"))
        start = time.perf_counter()
        print(f"\n{peak(tmp_path / 'ct')}, {time.perf_counter() - start:.1f} s")
    finally:
        shutil.rmtree(tmp_path / "ct")


def peak(folder: Path) -> str:
    out = subprocess.run(
        [sys.executable, "-m", "tests.bench.load_child", str(folder)], capture_output=True, text=True, check=True
    )
    figures = json.loads(out.stdout)
    more = figures["peak_mb"] - figures["volume_mb"]
    return f"volume {figures['volume_mb']:.0f} MB, peak beyond it {more:.0f} MB (target 150)"
