"""What Dice to expect of an answer: a rising map from what the probabilities say, fitted on synthetic tasks.

Two maps, as first answers fail in another way (how much is meant) than corrections. The card's plan holds them under
"calibration"; a card without them says what the probabilities say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import isotonic_regression

from medseg_gui.core.errors import ModelError
from medseg_gui.core.robots import dice, next_click
from medseg_gui.ml.click.answer import Network, Tuning, answer
from medseg_gui.ml.click.views import Mark, Mask2, Slab

KNOTS = 16


@dataclass(frozen=True)
class Curve:
    """Expected Dice at rising raw qualities, straight between them; empty: the raw quality itself."""

    raw: tuple[float, ...] = ()
    dice: tuple[float, ...] = ()

    def __call__(self, quality: float) -> float:
        return float(np.interp(quality, self.raw, self.dice)) if self.raw else quality

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Curve:
        """Raises ValueError, TypeError or KeyError when it is not a rising line between 0 and 1."""
        raw, expected = (np.asarray(table[key], np.float64) for key in ("raw", "dice"))
        if raw.ndim != 1 or raw.shape != expected.shape or not len(raw):
            raise ValueError(f"calibration has {raw.shape} and {expected.shape} figures")
        if not (np.diff(raw) > 0).all() or not (np.diff(expected) >= 0).all():
            raise ValueError("the calibration does not rise")
        if expected[0] < 0 or expected[-1] > 1:
            raise ValueError("the calibration leaves 0 to 1")
        return cls(tuple(raw.tolist()), tuple(expected.tolist()))

    def to_dict(self) -> dict[str, list[float]]:
        return {"raw": [round(v, 4) for v in self.raw], "dice": [round(v, 4) for v in self.dice]}


@dataclass(frozen=True)
class Calibration:
    """``first`` for answers to a first prompt, ``later`` for corrections."""

    first: Curve = Curve()
    later: Curve = Curve()

    @classmethod
    def read(cls, plan: Mapping[str, Any]) -> Calibration:
        """The one in a card's plan, the identity where there is none. Raises ModelError when it is damaged."""
        table = plan.get("calibration")
        if table is None:
            return cls()
        try:
            return cls(Curve.read(table["first"]), Curve.read(table["later"]))
        except (ValueError, TypeError, KeyError) as error:
            raise ModelError(f"The model's plan is damaged: {error}") from error

    def to_dict(self) -> dict[str, dict[str, list[float]]]:
        return {"first": self.first.to_dict(), "later": self.later.to_dict()}


# ----- fitting -------------------------------------------------------------------------------------
def fit(raw: npt.ArrayLike, true: npt.ArrayLike, knots: int = KNOTS) -> Curve:
    """The rising line through groups of equal size. Raises ValueError with fewer than two different raw qualities."""
    x, y = np.asarray(raw, np.float64), np.asarray(true, np.float64)
    order = np.argsort(x, kind="stable")
    groups = [g for g in np.array_split(order, min(knots, len(order))) if len(g)]
    middles = np.array([x[g].mean() for g in groups])
    # pool adjacent violators (Ayer et al. 1955)
    levels = isotonic_regression([y[g].mean() for g in groups], weights=[len(g) for g in groups]).x
    keep = np.r_[True, np.diff(middles) > 1e-6] if len(middles) else np.zeros(0, bool)
    if keep.sum() < 2:
        raise ValueError("There are too few different qualities to fit a calibration to")
    return Curve(tuple(middles[keep].tolist()), tuple(np.clip(levels[keep], 0, 1).tolist()))


def error(expected: npt.ArrayLike, true: npt.ArrayLike, groups: int = 10) -> float:
    """Expected calibration error: the mean distance of predicted and true Dice over groups of like predictions."""
    x, y = np.asarray(expected, np.float64), np.asarray(true, np.float64)
    parts = [g for g in np.array_split(np.argsort(x, kind="stable"), groups) if len(g)]
    return float(sum(abs(x[g].mean() - y[g].mean()) * len(g) for g in parts) / len(x)) if len(x) else 0.0


@dataclass(frozen=True)
class Played:
    """One synthetic answer: how many clicks it was given, whether there was nothing to correct yet, what its
    probabilities said, and its Dice."""

    clicks: int
    first: bool
    raw: float
    dice: float


def play(
    network: Network, tuning: Tuning, tasks: Iterable[tuple[Slab, Mask2]], seed: int = 0, clicks: int = 5
) -> Iterator[Played]:
    """A robot that clicks as people do (R2) through slices and their objects, which shall be synthetic ones."""
    chance = np.random.default_rng(seed)
    for slab, target in tasks:
        mask = np.zeros(target.shape, bool)
        marks: list[Mark] = []
        for count in range(1, clicks + 1):
            click = next_click(target, mask, chance)
            if click is None:
                break
            marks.append(Mark(np.array([click[:2]], np.intp), click[2]))
            first = not mask.any()
            found = answer(network, slab, marks, None, mask, tuning)
            mask = found.mask
            yield Played(count, first, found.quality, dice(mask, target))


def calibrate(played: list[Played]) -> Calibration:
    """The maps of first answers and of corrections. Raises ValueError with too few answers."""
    first, later = ([p for p in played if p.first == begins] for begins in (True, False))
    curves = [fit([p.raw for p in part], [p.dice for p in part]) for part in (first, later)]
    return Calibration(*curves)
