"""A soft answer: how likely each class is, voxel by voxel, in a byte; and what follows from it for slices and volumes.

A class is kept in the smallest box that holds all of it that is likely at all, so that a model of many small structures
costs little more than its largest one. Sums are taken from the probabilities before they are rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box, Triple

Levels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
FULL = 255
"""The level of probability 1, and of an entropy of ENTROPY_BITS."""
ENTROPY_BITS = 1.0
"""Two classes that are equally likely; more doubt than that is shown alike."""
FLOOR = 0.02
"""What is less likely is not kept, and does not count: over a large image such tails would outweigh every border."""
BUDGET_BYTES = 1 << 28
"""All classes of one answer; beyond it their probabilities are given up and the entropy alone is kept."""
SLAB = 16
ANY = 0
"""Stands for all structures together, where a model tells them apart only in its labels."""


@dataclass(frozen=True, eq=False)
class Layer:
    """Levels in a box of the volume; 0 elsewhere."""

    box: Box
    levels: Levels


@dataclass(frozen=True, eq=False)
class Soft:
    """``classes``: by label value (ANY: all together). ``wrong``: for each axis, slice by slice, the voxels that are
    expected to be wrong. ``spread``: by label value, the voxels that are expected to be wrong about that class.
    """

    classes: dict[int, Layer]
    entropy: Layer
    wrong: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]
    spread: dict[int, float] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return self.entropy.levels.nbytes + sum(layer.levels.nbytes for layer in self.classes.values())

    @classmethod
    def of_foreground(cls, probability: Floats, box: Box, shape: Triple, value: int = ANY) -> Soft:
        """From the probability of one class, or of all together, in a box of a volume of that shape."""
        gather = Gather(probability.shape, (value,))
        for z in range(0, probability.shape[0], SLAB):
            p = np.clip(probability[z : z + SLAB], 0, 1)
            gather.add(z, np.stack((1 - p, p)))
        return gather.done().placed(box, shape)

    @classmethod
    def of_levels(cls, levels: Sequence[Levels], values: Sequence[int]) -> Soft:
        """From the levels of all classes but background, each of the whole volume; ``values``: their label values."""
        gather = Gather(levels[0].shape, values)
        for z in range(0, levels[0].shape[0], SLAB):
            shares = np.stack([one[z : z + SLAB] for one in levels]) / np.float32(FULL)
            gather.add(z, np.concatenate((np.clip(1 - shares.sum(0, keepdims=True), 0, 1), shares)))
        return gather.done()

    def placed(self, box: Box, shape: Triple) -> Soft:
        """The answer in ``box`` as one of a whole volume of that shape."""
        wrong = [np.zeros(n) for n in shape]
        for axis, values in enumerate(self.wrong):
            wrong[axis][box.lo[axis] : box.hi[axis]] = values

        def at(layer: Layer) -> Layer:
            return Layer(moved(layer.box, box.lo), layer.levels)

        classes = {value: at(layer) for value, layer in self.classes.items()}
        return Soft(classes, at(self.entropy), (wrong[0], wrong[1], wrong[2]), self.spread)


def moved(box: Box, by: Sequence[int]) -> Box:
    """The box, so many voxels further along each axis."""
    (a, b, c), (d, e, f), (i, j, k) = box.lo, box.hi, by
    return Box((a + i, b + j, c + k), (d + i, e + j, f + k))


def entropy_bits(shares: Floats) -> Floats:
    """Bits of entropy along the first axis; 0 where one class is sure."""
    out = np.zeros(shares.shape[1:], np.float32)
    for p in shares:
        np.subtract(out, p * np.log2(np.maximum(p, 1e-9)), out=out)
    return np.maximum(out, 0)


def class_doubt(p: Floats) -> Floats:
    """min(p, 1 - p): how likely a voxel is on the wrong side of one class's border."""
    return np.minimum(p, 1 - p)


class Gather:
    """Takes the shares of all classes slab by slab, along the first axis of a grid, and makes a Soft of them.

    ``values``: label values of the classes after background.
    """

    def __init__(self, shape: Sequence[int], values: Sequence[int], budget_bytes: int = BUDGET_BYTES) -> None:
        self._shape = (int(shape[0]), int(shape[1]), int(shape[2]))
        self._values = tuple(values)
        self._budget = budget_bytes
        self._parts: dict[int, list[Layer]] = {v: [] for v in self._values}
        self._entropy: list[Layer] = []
        self._wrong = [np.zeros(n) for n in self._shape]
        self._spread = dict.fromkeys(self._values, 0.0)
        self._bytes = 0

    def add(self, start: int, shares: Floats) -> None:
        """(1 + classes, rows, row, column) shares of the rows from ``start`` on; they add up to 1."""
        wrong = 1 - shares.max(0)
        wrong[wrong < FLOOR] = 0
        self._wrong[0][start : start + wrong.shape[0]] = wrong.sum((1, 2), dtype=np.float64)
        self._wrong[1] += wrong.sum((0, 2), dtype=np.float64)
        self._wrong[2] += wrong.sum((0, 1), dtype=np.float64)
        unsure = Box.around(wrong > 0)
        if unsure is not None:
            bits = entropy_bits(shares[(slice(None), *unsure.slices)])
            self._keep(self._entropy, start, unsure, bits / ENTROPY_BITS)
        for value, p in zip(self._values, shares[1:], strict=True):
            box = Box.around(p >= FLOOR)
            if box is not None:
                near = p[box.slices]
                self._spread[value] += float(class_doubt(near)[near >= FLOOR].sum(dtype=np.float64))
                if self._bytes <= self._budget:
                    self._bytes += self._keep(self._parts[value], start, box, near)

    @staticmethod
    def _keep(parts: list[Layer], start: int, box: Box, values: Floats) -> int:
        levels = np.rint(np.clip(values, 0, 1) * FULL).astype(np.uint8)
        levels[values < FLOOR] = 0
        parts.append(Layer(moved(box, (start, 0, 0)), levels))
        return levels.nbytes

    def done(self, order: Triple = (0, 1, 2), flip: Sequence[bool] = (False, False, False)) -> Soft:
        """``order``, ``flip``: the axis of the volume that each axis here is, and whether it runs backwards."""
        back = [order.index(a) for a in range(3)]

        def joined(parts: list[Layer]) -> Layer:
            box = parts[0].box if parts else Box((0, 0, 0), (1, 1, 1))
            for part in parts:
                box = part.box.union(box)
            levels = np.zeros(box.shape, np.uint8)
            while parts:
                part = parts.pop()
                levels[moved(part.box, [-n for n in box.lo]).slices] = part.levels
            turned = levels[tuple(slice(None, None, -1 if f else 1) for f in flip)].transpose(back)
            return Layer(box.turned(self._shape, order, flip), np.ascontiguousarray(turned))

        classes = {v: joined(parts) for v, parts in self._parts.items()} if self._bytes <= self._budget else {}
        a, b, c = (self._wrong[i][:: -1 if flip[i] else 1] for i in back)
        return Soft(classes, joined(self._entropy), (a, b, c), dict(self._spread))
