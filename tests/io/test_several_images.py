"""NRRD and MetaImage files of several 3-D images: a row for each, and each read as it was written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import SimpleITK

from medseg_gui import api
from medseg_gui.core.errors import BadInput
from medseg_gui.workers import open_case
from medseg_gui.workers.job import run_now

STORED = np.random.default_rng(0).integers(-1000, 3000, (3, 4, 5, 6), dtype=np.int16)
AFFINE = np.array([[0, 0, 0.7, 10], [0, 0.8, 0, 20], [2.5, 0, 0, 30], [0, 0, 0, 1]])


def four_axes(path: Path) -> None:
    image = SimpleITK.GetImageFromArray(STORED, isVector=False)
    image.SetSpacing((0.7, 0.8, 2.5, 7.0))
    image.SetOrigin((10.0, 20.0, 30.0, 0.0))
    SimpleITK.WriteImage(image, str(path), useCompression=path.stem == "packed")


def listed(path: Path, first: bool, kind: str = "list") -> None:
    """An NRRD whose images follow each other along a list axis, the first (3D Slicer's sequences) or the last."""
    sizes, directions = ["6", "5", "4"], ["(0.7,0,0)", "(0,0.8,0)", "(0,0,2.5)"]
    kinds, at = ["domain"] * 3, 0 if first else 3
    sizes.insert(at, "3")
    directions.insert(at, "none")
    kinds.insert(at, kind)
    head = ["NRRD0004", "type: short", "dimension: 4", "space: left-posterior-superior", f"sizes: {' '.join(sizes)}",
            f"space directions: {' '.join(directions)}", f"kinds: {' '.join(kinds)}", "endian: little",
            "encoding: raw", "space origin: (10,20,30)", "", ""]  # fmt: skip
    data = np.moveaxis(STORED, 0, -1) if first else STORED
    path.write_bytes("\n".join(head).encode() + np.ascontiguousarray(data).tobytes())


@pytest.mark.parametrize(
    "name", ["axes.nrrd", "packed.nrrd", "axes.mha", "packed.mha", "axes.mhd", "axes.nhdr", "first.nrrd", "last.nrrd"]
)
def test_each_image_is_read_on_its_grid(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if path.stem in ("first", "last"):
        listed(path, path.stem == "first")
    else:
        four_axes(path)
    rows = api.find_series(path)
    assert [row.label for row in rows] == ["time point 1", "time point 2", "time point 3"]
    with pytest.raises(open_case.SeriesChoice):
        api.open_volume(path)
    for n, row in enumerate(rows):
        volume = api.open_volume(path, row.uid)
        np.testing.assert_array_equal(volume.voxels, STORED[n])
        np.testing.assert_allclose(volume.geometry.affine, AFFINE)
        assert row.geometry.same_as(volume.geometry)


def test_vectors_and_colours_are_no_time_points(tmp_path: Path) -> None:
    path = tmp_path / "vectors.nrrd"
    listed(path, True, "vector")
    with pytest.raises(BadInput, match="3 values at each voxel"):
        api.open_volume(path)


def test_five_axes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "five.mha"
    SimpleITK.WriteImage(SimpleITK.GetImageFromArray(np.zeros((2, 2, 3, 3, 3), np.uint8), isVector=False), str(path))
    with pytest.raises(BadInput, match="5 dimensions"):
        api.open_volume(path)


@pytest.mark.parametrize("keep", [0.3, 0.95])
def test_a_truncated_file_is_refused(tmp_path: Path, keep: float) -> None:
    path = tmp_path / "axes.nrrd"
    four_axes(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    with pytest.raises(BadInput):
        run_now(open_case.open_volume(path, "time/3"))
