"""What closed lines hold, against scikit-image's rasteriser and by what must be so."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage.draw import polygon2mask

from medseg_gui.core.shapes import corners_of, filled

SHAPE = (7, 30, 40)
Corner = tuple[float, float]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-8, 38), st.floats(-8, 48)), min_size=3, max_size=3),
    st.sampled_from([0, 1, 2]),
)
def test_a_triangle_holds_the_voxels_whose_centre_it_holds(corners: list[Corner], axis: int) -> None:
    row, col = (a for a in range(3) if a != axis)
    line = []
    for r, c in corners:
        at = [0.0, 0.0, 0.0]
        at[axis], at[row], at[col] = 3.2, r, c
        line.append((at[0], at[1], at[2]))
    box, mask = filled(SHAPE, axis, line)
    whole = np.zeros(SHAPE, bool)
    whole[box.slices] = mask
    assert whole.sum() == whole.take(3, axis).sum()
    sizes = (SHAPE[row], SHAPE[col])
    pad = 10
    wanted = polygon2mask((sizes[0] + 2 * pad, sizes[1] + 2 * pad), np.array(corners) + pad)
    different = whole.take(3, axis) != wanted[pad:-pad, pad:-pad]
    # scikit-image counts centres on the line itself otherwise
    for r, c in np.argwhere(different).tolist():
        ends = zip(corners, [*corners[1:], corners[0]], strict=True)
        assert min(_distance(np.array(a), np.array(b), np.array([r, c])) for a, b in ends) < 1e-6


def _distance(a: np.ndarray, b: np.ndarray, p: np.ndarray) -> float:
    along = b - a
    share = np.clip((p - a) @ along / max(float(along @ along), 1e-30), 0, 1)
    return float(np.linalg.norm(a + share * along - p))


def test_what_is_gone_round_twice_is_inside() -> None:
    once = [(0.0, 5.0, 5.0), (0.0, 5.0, 20.0), (0.0, 20.0, 20.0), (0.0, 20.0, 5.0)]
    overshot = [*once, (0.0, 5.0, 5.0), (0.0, 4.5, 9.0), (0.0, 9.0, 9.0), (0.0, 9.0, 4.5)]
    box, mask = filled(SHAPE, 0, overshot)
    inner, plain = filled(SHAPE, 0, once)
    whole, least = np.zeros(SHAPE, bool), np.zeros(SHAPE, bool)
    whole[box.slices], least[inner.slices] = mask, plain
    assert whole[least].all()


def test_beside_the_image_there_is_nothing() -> None:
    box, mask = filled(SHAPE, 0, [(3.0, -9.0, -9.0), (3.0, -2.0, -9.0), (3.0, -2.0, -3.0)])
    assert box.empty
    assert not mask.size


def test_a_rectangle_covers_the_voxels_under_both_ends() -> None:
    box, mask = filled(SHAPE, 0, corners_of(0, (2.0, 10.4, 3.6), (2.0, 4.6, 8.2)))
    assert mask.all()
    assert (box.lo, box.hi) == ((2, 5, 4), (3, 11, 9))
