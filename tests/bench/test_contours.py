"""RTSTRUCT of two large segments of an abdomen, verified; and its second filler against scikit-image asked plainly."""

from __future__ import annotations

from pathlib import Path
from time import thread_time

import numpy as np
import pytest
from scipy import ndimage
from skimage.draw import polygon2mask

from medseg_gui import api
from medseg_gui.core.contours import outlines
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.io.rtstruct_write import enclosed

pytestmark = pytest.mark.bench
TARGET_S = 10.0


def two_large(volume: api.Volume) -> LabelMap:
    """The body, and the soft tissue in it without its noise: 9,000 contours, 1.3 million numbers."""
    voxels = volume.voxels
    layer = (voxels > -300).astype(np.uint8)
    layer[ndimage.binary_opening((voxels > 0) & (voxels < 200), iterations=2)] = 2
    return LabelMap.from_voxels(layer, volume.geometry, {1: "Body", 2: "Soft tissue"})


def test_export_of_an_abdomen(data_dir: Path, tmp_path: Path) -> None:
    volume = api.open_volume(data_dir / "abdomen-crlm")
    labels = two_large(volume)
    start = thread_time()
    report = api.save_labels(labels, tmp_path / "a.rtstruct.dcm", volume)
    took = thread_time() - start
    assert {c.differ for c in report.checks} == {0}
    print(f"\nRTSTRUCT, abdomen: {took:.1f} s; target {TARGET_S:g} s (processor time)")


def test_the_second_filler(data_dir: Path) -> None:
    volume = api.open_volume(data_dir / "abdomen-crlm")
    contour = max(outlines(two_large(volume).voxels[20] == 1), key=len)
    shape = (512, 512)
    start = thread_time()
    plain = polygon2mask(shape, contour)
    theirs = thread_time() - start
    start = thread_time()
    found = enclosed(contour, shape)
    ours = thread_time() - start
    np.testing.assert_array_equal(found, plain)
    print(f"\n{len(contour)} points: {1e3 * ours:.0f} ms, plainly {1e3 * theirs:.0f} ms, {theirs / ours:.0f}x")
