"""The built-in click exam: 64 synthetic tasks that need no data and stay the same from version to version.

They come from a painter of their own, not from the one that networks are trained with: that one keeps changing, and an
exam drawn from it would change with every improvement and favour whoever trained on it. Random numbers are those of
numpy's ``RandomState``, whose streams are frozen for good.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage as ndi

from medseg_gui.core.geometry import Geometry
from medseg_gui.core.robots import largest_part
from medseg_gui.core.volume import Volume

TASKS = 64
SEED = 20250
SIDES = (192, 224, 256, 384)
"""Pixels; all wider than what the network sees at once."""
KINDS = ("CT", "MR", "CT", "MR", "CT", "MR", "MR", "ultrasound")
SPACING_MM = (0.7, 1.0, 1.4)
SMALLEST_PX, LARGEST = 80, 0.35
"""An object of fewer pixels, or of a larger share of the slice, is no task."""
Floats = npt.NDArray[np.float32]
Random = np.random.RandomState
AIR, FIRST_ORGAN, ORGANS = 0, 30, 9


@dataclass(frozen=True)
class _Scene:
    """``labels`` (3, S, S); an organ's label n is followed by that of its core, n + 1, and of its rim, n + 2."""

    labels: npt.NDArray[np.int64]
    organs: tuple[int, ...]


def kind(number: int) -> str:
    """ "CT", "MR" or "ultrasound"."""
    return KINDS[number % len(KINDS)]


def task(number: int) -> tuple[Volume, npt.NDArray[np.bool_]]:
    """The image (3 slices) and the object (rows, columns) to be found in the middle one."""
    # a world without an object of a fair size is drawn anew
    for again in range(20):
        chance = Random(SEED + number + TASKS * again)
        side = SIDES[number // len(KINDS) % len(SIDES)]
        scene = _scene(chance, side)
        mask = _choose(chance, scene)
        if mask is not None:
            break
    else:
        raise ValueError(f"Task {number} has no object")
    step = SPACING_MM[number % len(SPACING_MM)]
    image = _paint(chance, scene, mask, kind(number))
    spacing = (float(chance.choice([1.0, 3.0, 5.0])), step, step)
    modality = {"CT": "CT", "MR": "MR", "ultrasound": "US"}[kind(number)]
    return Volume(image, Geometry.axial(image.shape, spacing), modality), mask


# ----- anatomy -------------------------------------------------------------------------------------
def _smooth(chance: Random, side: int, grid: int) -> Floats:
    """(S, S) noise that varies over 1/grid of the slice: a random grid, blended smoothly between its points."""
    place = np.arange(side) * (grid - 1) / side
    low = place.astype(int)
    share = (place - low) ** 2 * (3 - 2 * (place - low))
    blend = np.zeros((side, grid))
    blend[np.arange(side), low] = 1 - share
    blend[np.arange(side), low + 1] = share
    return np.asarray(1.3 * blend @ chance.standard_normal((grid, grid)) @ blend.T, np.float32)


def _scene(chance: Random, side: int) -> _Scene:
    line = np.linspace(-1, 1, side, dtype=np.float32)
    yy, xx = np.meshgrid(line, line, indexing="ij")
    bend = chance.uniform(0, 0.12)
    warp = [_smooth(chance, side, g) for g in (4, 4, 7, 7)]
    wy, wx = (np.asarray(w + bend * (warp[k] + 0.4 * warp[k + 2]), np.float32) for k, w in enumerate((yy, xx)))
    z = np.array([-1, 0, 1], np.float32)[:, None, None]
    labels = _ground(chance, side, wy, wx, z)
    body = np.hypot(wy / chance.uniform(0.75, 0.98), wx / chance.uniform(0.75, 0.98)) + 0.01 * z
    if chance.uniform() < 0.7:
        fat = chance.uniform(0.03, 0.15)
        labels = np.where(body > 1 - fat, 28, np.where(body > 1 - fat - chance.uniform(0.02, 0.1), 29, labels))
        labels = np.where(body > 1, AIR, labels)
    organs = []
    for k in range(ORGANS):
        label = FIRST_ORGAN + 3 * k
        depth = _organ(chance, side, wy, wx, z)
        inside = (depth < 0) & (labels != AIR)
        labels = np.where(inside, label, labels)
        if chance.uniform() < 0.35:
            labels = np.where(inside & (depth < chance.uniform(-0.8, -0.3)), label + 1, labels)
        if chance.uniform() < 0.25:
            labels = np.where(inside & (depth > -chance.uniform(0.1, 0.25)), label + 2, labels)
        organs.append(label)
    return _Scene(labels.astype(np.int64), tuple(organs))


def _ground(chance: Random, side: int, wy: Floats, wx: Floats, z: Floats) -> npt.NDArray[np.int64]:
    """Labels 1 to 20: tissues without an outline of their own, as smooth regions or as cells."""
    if chance.uniform() < 0.5:
        noise = [_smooth(chance, side, int(chance.choice([4, 6, 10]))) for _ in range(6)]
        drift = [0.15 * _smooth(chance, side, 4) for _ in range(6)]
        return _nearest(-n - z * d for n, d in zip(noise, drift, strict=True))
    centres = chance.uniform(-1.1, 1.1, (20, 2))
    moves = 0.03 * chance.standard_normal((20, 2))
    own = [(float(c[0]), float(c[1]), float(m[0]) * z, float(m[1]) * z) for c, m in zip(centres, moves, strict=True)]
    return _nearest((wy - cy - my) ** 2 + (wx - cx - mx) ** 2 for cy, cx, my, mx in own)


def _nearest(values: Iterable[Floats]) -> npt.NDArray[np.int64]:
    """1 for the pixels where the first is least, 2 for the second ..."""
    best, *others = values
    labels = np.ones(best.shape, np.int64)
    for n, value in enumerate(others, 2):
        labels[value < best] = n
        best = np.minimum(best, value)
    return labels


def _organ(chance: Random, side: int, wy: Floats, wx: Floats, z: Floats) -> Floats:
    """(3, S, S): below 0 inside a rough ellipse or rounded box, or a bent tube, -1 in its middle."""
    cy, cx = map(float, chance.uniform(-0.65, 0.65, 2))
    angle = chance.uniform(0, math.pi)
    radius = math.exp(chance.uniform(math.log(0.08), math.log(0.5))) * (1 + 0.08 * chance.standard_normal() * z)
    y, x = wy - cy - 0.02 * chance.standard_normal() * z, wx - cx - 0.02 * chance.standard_normal() * z
    u, v = math.cos(angle) * x + math.sin(angle) * y, math.cos(angle) * y - math.sin(angle) * x
    rough = chance.uniform(0, 0.2) * _smooth(chance, side, 9)
    if chance.uniform() < 0.2:
        width = radius / 4
        middle = np.abs(v - chance.uniform(-1, 1) * u * u) / width - 1
        return np.asarray(np.maximum(middle, np.abs(u) / chance.uniform(0.3, 1.0) - 1) + rough / 2)
    ratio, square = chance.uniform(0.4, 1.0), chance.uniform(0, 0.8)
    a, b = (u / radius) ** 2, (v / radius / ratio) ** 2
    # from an ellipse to a rounded box
    return np.asarray((1 - square) * np.sqrt(a + b) + square * np.sqrt(np.sqrt(a * a + b * b)) - 1 + rough)


def _choose(chance: Random, scene: _Scene) -> npt.NDArray[np.bool_] | None:
    """An organ in the middle slice: all of it, or just its core or rim, where it is of a fair size; else None."""
    middle = scene.labels[1]
    part = int(chance.randint(4))
    for label in chance.permutation(scene.organs):
        wanted = (label + part,) if part in (1, 2) else (label, label + 1, label + 2)
        mask = largest_part(np.isin(middle, wanted))
        if SMALLEST_PX <= mask.sum() <= LARGEST * mask.size:
            return mask
    return None


# ----- images --------------------------------------------------------------------------------------
def _paint(chance: Random, scene: _Scene, mask: npt.NDArray[np.bool_], modality: str) -> npt.NDArray[np.int16]:
    """(3, S, S) int16 grey values; the object differs from what is round it by at least some noise."""
    side = mask.shape[0]
    count = FIRST_ORGAN + 3 * ORGANS
    if modality == "CT":
        grey = chance.uniform(-20, 120, count)
        grey[[AIR, 28]] = -1000, -100
        bones = chance.permutation(scene.organs)[:2]
        grey[bones], grey[bones + 1] = chance.uniform(300, 900, (2, 2))
        noise, contrast = chance.uniform(6, 25), chance.uniform(20, 90)
    else:
        grey = chance.uniform(100, 1000, count)
        grey[AIR] = 10
        noise, contrast = chance.uniform(10, 60), chance.uniform(60, 300)
    ring = ndi.binary_dilation(mask, iterations=4) & ~mask
    around = float(grey[scene.labels[1][ring]].mean())
    own = np.unique(scene.labels[1][mask])
    if abs(grey[own].mean() - around) < contrast:
        grey[own] += around + contrast * chance.choice([-1, 1]) - grey[own].mean()
    image = grey[scene.labels]
    image = image + noise * chance.uniform(0, 1.5) * _smooth(chance, side, side // 6)[None]
    if modality == "MR":
        image = image * np.exp(0.15 * _smooth(chance, side, 4))
    image = ndi.gaussian_filter(image, (0, *[chance.uniform(0.5, 1.3)] * 2))
    thick = chance.uniform(0, 0.25)
    image[1] = (1 - thick) * image[1] + thick * (image[0] + image[2]) / 2
    grain = ndi.gaussian_filter(chance.standard_normal(image.shape), (0, *[chance.uniform(0, 0.8)] * 2))
    grain /= grain.std()
    image = image * (1 + 0.3 * grain) if modality == "ultrasound" else image + noise * grain
    return np.asarray(np.rint(np.clip(image, -1024, 3000)), np.int16)
