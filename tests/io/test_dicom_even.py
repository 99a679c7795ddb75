"""Series with missing slices, varying distances or a tilt: named, and resampled, split or refused as is wished."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import SeriesInfo, Volume
from medseg_gui.io import dicom
from medseg_gui.workers import open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import change, write

SHAPE = (9, 12, 14)


def field(geometry: Geometry) -> np.ndarray:
    """A value at each voxel that grows evenly along x, y and z in the patient: linear interpolation keeps it."""
    index = np.moveaxis(np.indices(geometry.shape), 0, -1)
    return geometry.to_world(index.reshape(-1, 3)).reshape(*geometry.shape, 3) @ (3.0, -5.0, 11.0)


def series(
    folder: Path, tilt: float = 0.0, without: tuple[int, ...] = (), lifted: dict[int, float] | None = None
) -> Geometry:
    """A CT of ``field``; ``tilt``: mm that each slice is shifted to the back; ``lifted``: slices that lie higher."""
    affine = np.array([[0, 0, 0.8, -20], [tilt, 0.7, 0, -30], [2.5, 0, 0, 40], [0, 0, 0, 1]], float)
    geometry = Geometry(SHAPE, affine, "1.2.3")
    values = field(geometry)
    for z, mm in (lifted or {}).items():
        values[z] += 11.0 * mm
    files = write(Volume(np.rint(values).astype(np.int16), geometry, "CT", SeriesInfo(description="Field")), folder)
    for z, mm in (lifted or {}).items():
        change(files[z], ImagePositionPatient=[-20, -30 + tilt * z, 40 + 2.5 * z + mm])
    for z in without:
        files[z].unlink()
    return geometry


def opened(folder: Path, grid: str | None = None, uid: str | None = None) -> Volume:
    return api.open_volume(folder, uid, grid=grid)


def kinds(volume: Volume) -> set[str]:
    return {note.kind for note in volume.notes}


def test_an_uneven_series_is_refused_until_it_is_said_what_to_do(tmp_path: Path) -> None:
    series(tmp_path, without=(4,))
    with pytest.raises(open_case.GridChoice, match=r"1 slice is missing: 5\.00 mm between slices 3 and 4") as caught:
        opened(tmp_path)
    assert set(caught.value.ways) == {"resample", "split"}
    assert "9×12×14, every 2.50 mm" in caught.value.ways["resample"]
    assert "2 even parts" in caught.value.ways["split"]
    with pytest.raises(open_case.GridChoice):
        opened(tmp_path, "true")  # there is no such affine
    with pytest.raises(BadInput, match="cannot be 'nearest'"):
        opened(tmp_path, "nearest")


def test_resampling_fills_what_is_missing_and_keeps_what_is_there(tmp_path: Path) -> None:
    geometry = series(tmp_path, without=(4, 5))
    volume = opened(tmp_path, "resample")
    assert volume.geometry.same_as(geometry)
    expected = np.rint(field(geometry))
    np.testing.assert_array_equal(volume.voxels[[0, 1, 2, 3, 6, 7, 8]], expected[[0, 1, 2, 3, 6, 7, 8]])
    np.testing.assert_allclose(volume.voxels, expected, atol=1)
    (note,) = volume.notes
    assert note.kind == "resampled"
    assert note.mm == pytest.approx(2.5)
    assert "2 of them lie between" in note.text


def test_varying_distances_are_evened(tmp_path: Path) -> None:
    series(tmp_path, lifted={3: 0.6, 5: -0.9})
    with pytest.raises(open_case.GridChoice, match="varies from"):
        opened(tmp_path)
    volume = opened(tmp_path, "resample")
    np.testing.assert_allclose(volume.voxels, field(volume.geometry), atol=1)


def test_less_than_a_tenth_of_a_slice_is_named_alone(tmp_path: Path) -> None:
    series(tmp_path, lifted={3: 0.1})
    volume = opened(tmp_path)
    assert kinds(volume) == {"spacing"}
    assert volume.notes[0].mm == pytest.approx(0.1)


@pytest.mark.parametrize("tilt", [0.7, 0.5, -1.1])
def test_a_tilted_series_keeps_its_true_grid_or_is_resampled_upright(tmp_path: Path, tilt: float) -> None:
    geometry = series(tmp_path, tilt=tilt)
    for grid in (None, "true"):
        volume = opened(tmp_path, grid)
        assert volume.geometry.same_as(geometry)
        assert kinds(volume) == {"tilt"}
    upright = opened(tmp_path, "resample")
    assert kinds(upright) == {"resampled"}
    directions = upright.geometry.directions
    np.testing.assert_allclose(directions.T @ directions, np.eye(3), atol=1e-9)
    assert upright.geometry.shape == (9, 12 + int(np.ceil(abs(tilt) * 8 / 0.7)), 14)
    inside = upright.voxels > -1024
    expected = field(upright.geometry)
    recorded = np.abs(upright.voxels - expected) <= 1
    for z in range(9):  # the recorded rows of each slice, and no more than its rim beside them
        rows = np.flatnonzero(inside[z].all(axis=1))
        assert len(rows) >= 12
        assert recorded[z, rows[:-1]].sum() >= 11 * 14


def test_a_tilted_series_with_a_gap_is_resampled_at_once(tmp_path: Path) -> None:
    series(tmp_path, tilt=0.7, without=(4,))
    volume = opened(tmp_path, "resample")
    assert kinds(volume) == {"resampled"}
    assert volume.geometry.shape == (9, 12 + 8, 14)
    np.testing.assert_allclose(volume.voxels[4, 5:15], field(volume.geometry)[4, 5:15], atol=1)


def test_splitting_gives_even_parts(tmp_path: Path) -> None:
    geometry = series(tmp_path, without=(4,))
    with pytest.raises(open_case.SeriesChoice) as caught:
        opened(tmp_path, "split")
    rows = caught.value.rows
    assert [row.size for row in rows] == [(4, 12, 14), (4, 12, 14)]
    expected = np.rint(field(geometry))
    for row, slices in zip(rows, (slice(0, 4), slice(5, 9)), strict=True):
        volume = opened(tmp_path, uid=row.uid)
        np.testing.assert_array_equal(volume.voxels, expected[slices])
        np.testing.assert_allclose(volume.geometry.to_world((0, 0, 0)), geometry.to_world((slices.start, 0, 0)))
        assert kinds(volume) == {"part"}


def test_the_uid_of_a_volume_brings_the_same_grid_back(tmp_path: Path) -> None:
    series(tmp_path, tilt=0.7)
    volume = opened(tmp_path, "resample")
    again = opened(tmp_path, uid=volume.info.uid)
    assert again.geometry.same_as(volume.geometry)
    np.testing.assert_array_equal(again.voxels, volume.voxels)
    assert opened(tmp_path, uid=volume.info.uid.replace("#even", "#true")).geometry.shape == SHAPE


@pytest.mark.parametrize("tilt", [0.0, 0.7])
def test_a_first_look_at_a_resampled_slice_is_that_slice(tmp_path: Path, tilt: float) -> None:
    series(tmp_path, tilt=tilt, without=(4,))
    with pytest.raises(open_case.GridChoice) as caught:
        opened(tmp_path)
    row = open_case.choose(caught.value.rows, tmp_path, caught.value.uid("resample"))
    volume = run_now(dicom.read_series(row))
    for z in range(row.size[0]):
        np.testing.assert_array_equal(dicom.read_slice(row, z), volume.voxels[z])


def test_the_grid_is_without_effect_on_a_series_as_it_should_be(tmp_path: Path) -> None:
    geometry = series(tmp_path)
    for grid in ("resample", "split", "true"):
        volume = opened(tmp_path, grid)
        assert volume.geometry.same_as(geometry)
        assert volume.notes == ()


def test_duplicate_slices_and_a_gap_are_both_named(tmp_path: Path) -> None:
    series(tmp_path, without=(4,))
    copy = tmp_path / "copy.dcm"
    copy.write_bytes((tmp_path / "0002.dcm").read_bytes())
    change(copy, SOPInstanceUID="1.2.3.4", InstanceNumber=99)
    volume = opened(tmp_path, "resample")
    assert kinds(volume) == {"resampled", "duplicate"}
    assert "1 images lie" in next(n.text for n in volume.notes if n.kind == "duplicate")
