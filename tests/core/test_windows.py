"""The window that an image is first shown with."""

from __future__ import annotations

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
