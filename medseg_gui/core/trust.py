"""How far an answer can be trusted: a traffic light for a predicted Dice, colours of probabilities, outlines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from medseg_gui.core.i18n import mark

GOOD_FROM = 0.85
"""A predicted Dice from here on is green: two readers of one organ hardly agree better (FIELD.md section 3)."""
FAIR_FROM = 0.7
"""From here on amber, below red."""

Paths = list[npt.NDArray[np.float64]]
Colours = npt.NDArray[np.uint8]

# Viridis (Smith and van der Walt, CC0): even steps of lightness, legible to the colour-blind; at 0, 1/8, … 1.
_VIRIDIS = np.array(
    [
        (68, 1, 84), (71, 44, 122), (59, 81, 139), (44, 113, 142), (33, 144, 141),
        (39, 173, 129), (92, 200, 99), (170, 220, 50), (253, 231, 37),
    ],
    np.float64,
)  # fmt: skip
# Inferno (the same authors, CC0) from its first fourth on: doubt glows, and is no probability at a glance.
_INFERNO = np.array(
    [
        (87, 16, 110), (120, 28, 109), (154, 41, 99), (188, 55, 84), (217, 77, 61),
        (238, 106, 36), (248, 149, 11), (249, 199, 48), (252, 255, 164),
    ],
    np.float64,
)  # fmt: skip
_DOUBT_ALPHA = (0.0, 0.04, 0.15, 0.5, 1.0), (0, 0, 90, 165, 215)
_ALPHA = (0.0, 0.02, 0.1, 0.5, 1.0), (0, 0, 110, 165, 185)
"""Probability → how opaque its colour is, of 255: what is surely background shows the picture alone."""


@dataclass(frozen=True)
class Light:
    """``level`` 0 red, 1 amber, 2 green; ``word`` and ``shape`` say the same without colour."""

    level: int
    word: str
    shape: str


LIGHTS = (
    Light(0, mark("doubtful"), "■"),
    Light(1, mark("look again"), "▲"),
    Light(2, mark("likely good"), "●"),
)


def light(quality: float) -> Light:
    """The traffic light of a predicted Dice."""
    return LIGHTS[2 if quality >= GOOD_FROM else 1 if quality >= FAIR_FROM else 0]


def probability_colours(probability: npt.NDArray[np.floating]) -> Colours:
    """(…, 4) red, green, blue, alpha of probabilities 0 to 1: viridis, and clear where nothing is likely."""
    level = np.rint(np.clip(probability, 0, 1) * 255).astype(np.uint8)
    return level_colours(level)


def level_colours(levels: npt.NDArray[np.uint8], doubt: bool = False) -> Colours:
    """(…, 4) of levels 0 to 255: as ``probability_colours`` has them, or those of a doubt."""
    out: Colours = _table(doubt)[levels]
    return out


def least_sure(probability: npt.NDArray[np.floating]) -> tuple[int, int]:
    """(row, column) in the middle of the largest doubt: where the doubt of a small neighbourhood is greatest."""
    from scipy import ndimage as ndi  # here: the window starts without it

    doubt = ndi.uniform_filter(np.minimum(probability, 1 - probability).astype(np.float32), 5, mode="constant")
    row, column = np.unravel_index(int(doubt.argmax()), doubt.shape)
    return int(row), int(column)


@cache
def _table(doubt: bool = False) -> Colours:
    at = np.linspace(0, 1, 256)
    colours, alpha = (_INFERNO, _DOUBT_ALPHA) if doubt else (_VIRIDIS, _ALPHA)
    known = np.linspace(0, 1, len(colours))
    parts = [np.interp(at, known, colours[:, k]) for k in range(3)]
    return np.rint(np.stack([*parts, np.interp(at, *alpha)], 1)).astype(np.uint8)


def outline(mask: npt.NDArray[np.bool_]) -> Paths:
    """Closed lines (n, 2) of (row, column) corners along the borders between a mask's pixels and the rest.

    Pixel centres lie at whole numbers, so corners at halves; the mask lies to the right of the way. Two pixels that
    touch at a corner alone are kept apart.
    """
    inside = np.pad(np.asarray(mask, bool), 1)
    after: dict[tuple[int, int], list[tuple[int, int]]] = {}
    # corner (r, c) is the upper left corner of pixel (r, c) of the padded mask
    for (dr, dc), start, end in (
        ((-1, 0), (0, 0), (0, 1)),
        ((0, 1), (0, 1), (1, 1)),
        ((1, 0), (1, 1), (1, 0)),
        ((0, -1), (1, 0), (0, 0)),
    ):
        border = inside & ~np.roll(inside, (-dr, -dc), (0, 1))
        for r, c in np.argwhere(border).tolist():
            after.setdefault((r + start[0], c + start[1]), []).append((r + end[0], c + end[1]))
    out: Paths = []
    while after:
        first = at = next(iter(after))
        way = (0, 0)
        line: list[tuple[int, int]] = []
        while True:
            ends = after[at]
            # at a corner that two pixels share, turn right: back round the same pixel
            right = (at[0] + way[1], at[1] - way[0])
            to = right if len(ends) > 1 and right in ends else ends[0]
            ends.remove(to)
            if not ends:
                del after[at]
            step = (to[0] - at[0], to[1] - at[1])
            if step != way:
                line.append(at)
            way, at = step, to
            if at == first:
                break
        out.append(np.array(line, np.float64) - 1.5)
    return out
