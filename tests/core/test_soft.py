"""Soft answers: entropy, expected errors, the way through turned grids, and the memory they take."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medseg_gui.core.geometry import Box
from medseg_gui.core.soft import ANY, FLOOR, FULL, Gather, Soft, entropy_bits

SHAPE = (5, 6, 7)


def shares(seed: int, classes: int = 3, sharp: float = 4.0) -> npt.NDArray[np.float32]:
    z = np.random.default_rng(seed).standard_normal((classes, *SHAPE)) * sharp
    z[0] += 2
    e = np.exp(z - z.max(0))
    return np.asarray(e / e.sum(0), np.float32)


def whole(soft: Soft, value: int) -> npt.NDArray[np.uint8]:
    layer = soft.classes[value]
    out = np.zeros([len(w) for w in soft.wrong], np.uint8)
    out[layer.box.slices] = layer.levels
    return out


def test_entropy_is_one_bit_between_two_classes_and_none_where_one_is_sure() -> None:
    p = np.array([[0.5, 1.0, 0.25, 1 / 3], [0.5, 0.0, 0.75, 1 / 3], [0.0, 0.0, 0.0, 1 / 3]], np.float32)
    assert entropy_bits(p[:, :, None, None]).ravel() == pytest.approx([1, 0, 0.8113, np.log2(3)], abs=1e-4)


@given(
    st.integers(0, 50),
    st.sampled_from(list(itertools.permutations(range(3)))),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
    st.integers(1, 5),
)
def test_gathered_in_slabs_and_turned_home(
    seed: int, order: tuple[int, ...], flip: tuple[bool, ...], rows: int
) -> None:
    p = shares(seed)
    gather = Gather(SHAPE, (4, 9))
    for start in range(0, SHAPE[0], rows):
        gather.add(start, p[:, start : start + rows])
    soft = gather.done((order[0], order[1], order[2]), flip)

    def home(array: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        turned = array[tuple(slice(None, None, -1) if f else slice(None) for f in flip)]
        return turned.transpose(np.argsort(order))

    for value, one in ((4, p[1]), (9, p[2])):
        expected = np.where(home(one) < FLOOR, 0, np.rint(home(one) * FULL))
        assert np.abs(whole(soft, value) - expected).max() <= 1
        kept = one[one >= FLOOR]
        assert soft.spread[value] == pytest.approx(float(np.minimum(kept, 1 - kept).sum()), rel=1e-4)
    wrong = home(1 - p.max(0))
    wrong = np.where(wrong < FLOOR, 0, wrong)
    for axis in range(3):
        others = tuple(a for a in range(3) if a != axis)
        assert soft.wrong[axis] == pytest.approx(wrong.sum(others), rel=1e-4, abs=1e-5)


def test_what_one_probability_says_lies_in_its_box() -> None:
    p = np.zeros((2, 3, 4), np.float32)
    p[1, 2, 3], p[0, 0, 0] = 0.5, 0.9
    soft = Soft.of_foreground(p, Box((1, 2, 3), (3, 5, 7)), (4, 8, 9))
    assert soft.wrong[0].tolist() == pytest.approx([0, 0.1, 0.5, 0])
    assert soft.wrong[2][6] == pytest.approx(0.5)
    found = whole(soft, ANY)
    assert (found[2, 4, 6], found[1, 2, 3], int((found > 0).sum())) == (128, 230, 2)
    assert soft.spread[ANY] == pytest.approx(0.6)


def test_memory_is_a_byte_a_voxel_of_each_box_and_bounded() -> None:
    shape, classes = (40, 40, 40), 12
    p = np.zeros((classes + 1, *shape), np.float32)
    p[0] = 1
    for c in range(1, classes + 1):
        p[c, 3 * c : 3 * c + 3, 10:20, 10:20], p[0, 3 * c : 3 * c + 3, 10:20, 10:20] = 0.6, 0.4
    plain, tight = Gather(shape, range(1, classes + 1)), Gather(shape, range(1, classes + 1), 1000)
    for gather in (plain, tight):
        for start in range(0, 40, 8):
            gather.add(start, p[:, start : start + 8])
    soft, small = plain.done(), tight.done()
    assert soft.bytes <= classes * 300 + 36 * 100  # each class its own box, and one entropy over all
    assert small.classes == {}
    assert small.bytes == soft.entropy.levels.nbytes
    assert small.spread == soft.spread
