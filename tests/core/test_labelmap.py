"""Label maps and volumes: types, layers, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medseg_gui.core.errors import BadInput, GeometryMismatch
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.labelmap import PALETTE, LabelMap, Segment
from medseg_gui.core.volume import Volume

GRID = Geometry.axial((2, 3, 4), (1, 1, 1))


def full(value: float, dtype: Any) -> np.ndarray:
    return np.full(GRID.shape, value, dtype)


@pytest.mark.parametrize("dtype", ["u1", "<u2", ">u2", "i1", "<i4", ">i8", "u8", "f4", ">f8", "bool"])
def test_whole_numbers_of_any_type_become_labels(dtype: str) -> None:
    voxels = np.zeros(GRID.shape, dtype)
    voxels[1, 2, 3] = 1 if dtype == "bool" else 5
    labels = LabelMap.from_voxels(voxels, GRID)
    assert labels.voxels.dtype in (np.uint8, np.uint16)
    assert labels.voxels.dtype.isnative
    assert np.array_equal(labels.voxels, voxels)
    assert [s.value for s in labels.segments] == [int(voxels.max())]


@given(st.lists(st.integers(0, 65535), min_size=24, max_size=24))
def test_sixteen_bits_only_where_a_value_needs_them(values: list[int]) -> None:
    voxels = np.array(values, np.int64).reshape(GRID.shape)
    labels = LabelMap.from_voxels(voxels, GRID)
    assert labels.voxels.dtype == (np.uint8 if max(values) <= 255 else np.uint16)
    assert np.array_equal(labels.voxels, voxels)
    assert {s.value for s in labels.segments} == set(values) - {0}
    assert np.array_equal(labels.any_mask(), voxels != 0)
    for segment in labels.segments:
        assert np.array_equal(labels.mask(segment), voxels == segment.value)
        box = Box((0, 1, 1), (2, 3, 3))
        assert np.array_equal(labels.mask(segment, box), voxels[box.slices] == segment.value)


@pytest.mark.parametrize(
    "voxels",
    [
        full(-1, np.int16),
        full(65536, np.int32),
        full(0.5, np.float32),
        full(np.nan, np.float64),
        full(np.inf, np.float64),
        full(1, np.complex128),
        full(1, object),
        np.full(GRID.shape, "a"),
    ],
)
def test_what_is_no_mask_is_refused(voxels: np.ndarray) -> None:
    with pytest.raises(BadInput):
        LabelMap([voxels], GRID)


def test_layers_and_segments_must_fit() -> None:
    with pytest.raises(GeometryMismatch):
        LabelMap([np.zeros((2, 3, 5), np.uint8)], GRID)
    with pytest.raises(BadInput, match="layer"):
        LabelMap([], GRID)
    for segments in (
        [Segment(0, "none")],
        [Segment(65536, "far")],
        [Segment(1, "nowhere", layer=1)],
        [Segment(1, "below", layer=-1)],
        [Segment(1, "a"), Segment(1, "b")],
    ):
        with pytest.raises(BadInput):
            LabelMap.empty(GRID, segments)


def test_a_segment_of_a_large_value_widens_its_layer_alone() -> None:
    labels = LabelMap([full(0, np.uint8), full(0, np.uint8)], GRID, [Segment(300, "far", layer=1)])
    assert [layer.dtype for layer in labels.layers] == [np.uint8, np.uint16]
    with pytest.raises(BadInput, match="2 layers"):
        _ = labels.voxels
    assert labels.segment((1, 300)).name == "far"
    assert labels.named("far").value == 300
    for missing in (lambda: labels.segment((0, 300)), lambda: labels.named("near")):
        with pytest.raises(BadInput, match="no segment"):
            missing()


def test_layers_cannot_be_written_and_a_frozen_copy_stands_still() -> None:
    labels = LabelMap.from_voxels(full(3, np.uint8), GRID)
    with pytest.raises(ValueError, match="read-only"):
        labels.voxels[0, 0, 0] = 1
    copy = labels.frozen()
    labels._writable(0)[...] = 0
    assert (copy.voxels == 3).all()


def test_new_segments_take_the_lowest_free_value_and_unused_colours() -> None:
    labels = LabelMap.empty(GRID, [Segment(1, "a", PALETTE[0]), Segment(3, "b", PALETTE[2]), Segment(2, "c", layer=0)])
    new = labels.next_segment()
    assert new.value == 4
    assert new.colour not in {s.colour for s in labels.segments}
    many = LabelMap.empty(GRID, [Segment(v, str(v)) for v in range(1, 256)])
    assert many.next_segment("256th").value == 256
    with pytest.raises(BadInput, match="layer"):
        labels.next_segment("x", layer=3)


def test_volumes_take_grey_values_of_their_grids_shape_only() -> None:
    with pytest.raises(BadInput, match="fit"):
        Volume(np.zeros((2, 3, 5), np.int16), GRID)
    for dtype in (bool, np.complex64, object, "U1", "datetime64[s]"):
        with pytest.raises(BadInput):
            Volume(np.zeros(GRID.shape, dtype), GRID)
    voxels = np.zeros(GRID.shape, np.int16)
    volume = Volume(voxels, GRID)
    with pytest.raises(ValueError, match="read-only"):
        volume.voxels[0, 0, 0] = 1
    assert voxels.flags.writeable, "the caller's array stays as it is"
