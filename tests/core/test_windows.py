"""The window that an image is first shown with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import SeriesInfo, Volume
from medseg_gui.core.windows import CT_PRESETS, automatic_window, default_window


def volume(voxels: np.ndarray, window: tuple[float, float] | None = None) -> Volume:
    return Volume(voxels, Geometry.axial(voxels.shape, (1, 1, 1)), "CT", SeriesInfo(window=window))


def test_the_file_s_own_window_comes_first_unless_it_makes_no_sense() -> None:
    voxels = np.arange(1000, dtype=np.int16).reshape(10, 10, 10)
    assert default_window(volume(voxels, (350.0, 50.0))) == (350.0, 50.0)
    for bad in ((0.0, 50.0), (float("nan"), 1.0)):
        assert default_window(volume(voxels, bad)) == automatic_window(volume(voxels))


def test_the_automatic_window_leaves_the_tails_out() -> None:
    voxels = np.linspace(0, 1000, 40 * 40 * 40).reshape(40, 40, 40)
    voxels[0, 0, 0] = 1e6
    width, level = automatic_window(volume(voxels))
    assert width == pytest.approx(998, abs=1)
    assert level == pytest.approx(500, abs=1)


def test_flat_and_empty_images_get_a_usable_window() -> None:
    assert automatic_window(volume(np.full((3, 3, 3), 7, np.uint8))) == (1.0, 7.0)
    assert automatic_window(volume(np.full((3, 3, 3), np.nan, np.float32))) == (1.0, 0.0)
    mask = np.zeros((30, 30, 30), np.uint8)
    mask[3, 3, 3] = 1
    assert automatic_window(volume(mask)) == (1.0, 0.5)


def test_presets_have_the_keys_of_the_default_keymap() -> None:
    assert [(p.key, p.width, p.level) for p in CT_PRESETS] == [
        ("1", 400, 40),
        ("2", 1500, -600),
        ("3", 2000, 350),
        ("4", 80, 40),
        ("5", 150, 90),
        ("6", 400, 80),
    ]


# ----- MR and other images without fixed units ---------------------------------------------------------------------
def head(air: int = 0, scale: float = 1.0, bright: int = 30) -> np.ndarray:
    """A head with two tissues, noise in the air round it, and a few very bright voxels."""
    rng = np.random.default_rng(0)
    grid = np.ogrid[:40, :60, :60]
    far = sum(((g - n / 2) / (n * 0.42)) ** 2 for g, n in zip(grid, (40, 60, 60), strict=True))
    voxels = np.where(far < 0.5, 600.0, np.where(far < 1, 350.0, 0.0)) + np.abs(rng.normal(0, 15, (40, 60, 60)))
    voxels.ravel()[rng.choice(voxels.size, bright, replace=False)] = 9000
    return np.asarray(np.pad(voxels, air, mode="constant", constant_values=5.0) * scale)


def mr(voxels: np.ndarray, window: tuple[float, float] | None = None) -> Volume:
    return Volume(voxels.astype(np.float32), Geometry.axial(voxels.shape, (1, 1, 1)), "MR", SeriesInfo(window=window))


def ends(voxels: np.ndarray) -> tuple[float, float]:
    width, level = automatic_window(mr(voxels))
    return level - width / 2, level + width / 2


def test_the_automatic_window_of_mr_keeps_tissue_apart_and_air_black() -> None:
    low, high = ends(head())
    assert -5 <= low <= 10
    assert 640 <= high <= 800  # above the brightest tissue, and not up to the few spots of 9000


@pytest.mark.parametrize("air", [10, 30])
def test_more_air_round_the_patient_changes_next_to_nothing(air: int) -> None:
    assert ends(head(air)) == pytest.approx(ends(head()), abs=20)


def test_it_follows_the_scanner_s_scale_and_no_spot() -> None:
    assert np.array(ends(head(scale=0.01))) == pytest.approx(np.array(ends(head())) / 100, rel=0.01)
    assert ends(head(bright=0)) == pytest.approx(ends(head(bright=120)), abs=15)


def test_of_real_mr_any_part_gets_nearly_the_window_of_the_whole(data_dir: Path) -> None:
    from medseg_gui import api

    for file in ("hippocampus-msd/images/hippocampus_001.nii.gz", "cord-sct/t2s/t2s.nii.gz", "cord-sct/t2/t2.nii.gz"):
        voxels = np.asarray(api.open_volume(data_dir / file).voxels, dtype=np.float32)
        low, high = ends(voxels)
        n = len(voxels) // 2
        for part in (voxels[:n], voxels[n:], np.pad(voxels, 10, mode="constant", constant_values=voxels.min())):
            found = ends(part)
            assert found == pytest.approx((low, high), abs=0.1 * (high - low)), file
        assert (voxels > high).mean() < 0.005


def test_a_window_of_the_file_that_shows_nothing_is_not_taken() -> None:
    voxels = head()
    own = automatic_window(mr(voxels))
    assert default_window(mr(voxels, (500.0, 300.0))) == (500.0, 300.0)
    assert default_window(mr(voxels, (200.0, 500.0))) == (200.0, 500.0)
    for senseless in ((1.0, 0.5), (100.0, 30_000.0), (100.0, -500.0), (1e6, 5e5)):
        assert default_window(mr(voxels, senseless)) == own
