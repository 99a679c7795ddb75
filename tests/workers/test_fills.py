"""Fills against what SimpleITK and the image itself say, on a phantom and on a real CT."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import SimpleITK

from medseg_gui.core.errors import MedsegError
from medseg_gui.core.fill import filled_slice
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import Volume
from medseg_gui.tools.threshold import PRESETS, ThresholdOptions
from medseg_gui.workers import fills, open_case
from medseg_gui.workers.job import run_now


@pytest.fixture(scope="module")
def abdomen(data_dir: Path) -> Volume:
    return run_now(open_case.open_path(str(data_dir / "abdomen-crlm"), None))[0]


LIVER = (30, 220, 180)


def whole(volume: Volume, area: fills.Area) -> np.ndarray:
    out = np.zeros(volume.geometry.shape, bool)
    out[area[0].slices] = area[1]
    return out


def test_flood_in_3d_is_simpleitks_connected_threshold(abdomen: Volume) -> None:
    steps = []
    found = whole(abdomen, run_now(fills.flood(abdomen, LIVER, 30.0), steps.append))
    assert len(steps) > 1  # it began with a small box
    middle = float(np.median(abdomen.voxels[30, 219:222, 179:182]))
    image = SimpleITK.GetImageFromArray(np.asarray(abdomen.voxels))
    peer = SimpleITK.ConnectedThreshold(image, [LIVER[::-1]], middle - 30, middle + 30)
    np.testing.assert_array_equal(found, SimpleITK.GetArrayFromImage(peer) > 0)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_fill_stays_in_its_slice_and_hangs_together(axis: int) -> None:
    z, y, x = np.mgrid[:12, :14, :16]
    voxels = np.where((z - 6) ** 2 + (y - 6) ** 2 + (x - 6) ** 2 < 16, 100, 0).astype(np.int16)
    voxels[11, 13, 15] = voxels[6, 13, 6] = voxels[6, 6, 15] = voxels[11, 6, 6] = 100  # far away, as bright
    box, mask = filled_slice(voxels, (6, 6, 6), axis, 10.0)
    assert box.shape[axis] == 1
    ball = voxels == 100
    ball[11, 13, 15] = ball[6, 13, 6] = ball[6, 6, 15] = ball[11, 6, 6] = False
    np.testing.assert_array_equal(mask, ball[box.slices])


def test_threshold_takes_both_ends_and_says_when_there_is_nothing() -> None:
    voxels = np.arange(6 * 5 * 4, dtype=np.int16).reshape(6, 5, 4)
    volume = Volume(voxels, Geometry.axial(voxels.shape, (2.0, 1.0, 1.0)), "CT")
    np.testing.assert_array_equal(
        whole(volume, run_now(fills.threshold(volume, 17, 55))), (voxels >= 17) & (voxels <= 55)
    )
    with pytest.raises(MedsegError, match="No voxel"):
        run_now(fills.threshold(volume, 500, 600))


def test_otsu_is_simpleitks_in_the_window(abdomen: Volume) -> None:
    low, top = run_now(fills.otsu(abdomen, (350.0, 60.0)))
    shown = np.clip(np.asarray(abdomen.voxels, np.float32), -115, 235)
    seen = shown[(abdomen.voxels >= -115) & (abdomen.voxels <= 235)]
    filter_ = SimpleITK.OtsuThresholdImageFilter()
    filter_.SetNumberOfHistogramBins(1024)
    filter_.Execute(SimpleITK.GetImageFromArray(seen[None]))
    assert low == pytest.approx(filter_.GetThreshold(), abs=1.5)
    assert top == abdomen.voxels.max()
    with pytest.raises(MedsegError, match="one grey value"):
        run_now(fills.otsu(abdomen, (0.0, 60.0)))


def test_a_region_grows_in_the_liver_and_no_further_than_it_may(abdomen: Volume) -> None:
    box, mask = run_now(fills.region(abdomen, LIVER, 2.5, 30.0, True))
    assert all(
        abs(edge - seed) * mm <= 30 + mm
        for edges in (box.lo, box.hi)
        for edge, seed, mm in zip(edges, LIVER, abdomen.geometry.spacing_mm, strict=True)
    )
    values = abdomen.voxels[box.slices][mask]
    assert mask.sum() > 40_000
    assert 90 < values.mean() < 130


def test_a_preset_sets_the_range_and_a_typed_value_leaves_it() -> None:
    options = ThresholdOptions()
    for name, limits in PRESETS.items():
        options.preset = name
        options.taken("preset")
        assert (options.low, options.high) == limits
        assert limits[0] < limits[1]
    options.low = 3
    options.taken("low")
    assert options.preset == "own"
