"""In which order to label cases: where the model is unsure, and where a case differs from those labelled before.

Cases are taken one by one, always the one with the largest mean of its doubt and its distance to the nearest case
that is labelled or taken already (greedy core-set, Sener and Savarese, ICLR 2018), both as shares from 0 to 1. How
much doubt counts is what it has shown: with scored cases of the same model at hand, its rank correlation with 1 - Dice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
HALF = 0.5
"""Weight of doubt while nothing is known of how well it tells errors."""
LITTLE = 0.25
"""A smaller rank correlation says that doubt does not tell errors."""
FEWEST = 8
"""Scored cases from which on they say something about doubt."""


@dataclass(frozen=True)
class Candidate:
    """An unlabelled case as the model saw it: ``doubt`` (the more, the less sure), ``features`` for distances.

    ``problem``: why it could not be read, or empty; it is not ranked then.
    """

    key: str
    name: str
    doubt: float = 0.0
    features: tuple[float, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Ranked:
    """``rank`` from 1. ``novelty``: 0 to 1, distance to what is labelled or ranked before, of the largest at that time.

    ``expected_dice``: what a case of that doubt is likely to have now, None where no scored cases say so. What is left
    to 1 is the most that correcting this case can change in it; what the model gains elsewhere is not estimated.
    """

    key: str
    name: str
    rank: int
    doubt: float
    novelty: float
    expected_dice: float | None = None


@dataclass(frozen=True, eq=False)
class Trust:
    """How well doubt tells errors, from (doubt, Dice) of ``cases`` scored cases of the same model.

    ``spearman``: of doubt with 1 - Dice. ``weight``: how much doubt counts in the order.
    """

    cases: int = 0
    spearman: float | None = None
    weight: float = HALF
    _doubts: Floats = field(default_factory=lambda: np.zeros(0))
    _dice: Floats = field(default_factory=lambda: np.zeros(0))

    @classmethod
    def of(cls, scored: Sequence[tuple[float, float]]) -> Trust:
        """From (doubt, Dice) pairs; fewer than FEWEST, or all alike, say nothing."""
        doubts, dice = np.array(scored, dtype=float).reshape(-1, 2).T
        if len(doubts) < FEWEST or not np.ptp(doubts) or not np.ptp(dice):
            return cls(len(doubts))
        from scipy.optimize import isotonic_regression
        from scipy.stats import spearmanr

        found = float(spearmanr(doubts, 1 - dice).statistic)
        order = np.argsort(doubts)
        fitted: Any = isotonic_regression(dice[order], increasing=False)
        return cls(len(doubts), found, max(0.0, min(1.0, found)), doubts[order], fitted.x)

    def dice(self, doubt: float) -> float | None:
        """The Dice that a case of that doubt is likely to have: it falls with doubt, and is not carried on beyond."""
        return float(np.interp(doubt, self._doubts, self._dice)) if len(self._doubts) else None

    def describe(self) -> str:
        """One honest line for people."""
        if self.spearman is None:
            return (
                "How well doubt tells this model's errors is not known: evaluate the model on labelled cases. Doubt "
                "and difference count alike."
            )
        found = f"Over {self.cases} scored cases doubt had a rank correlation of {self.spearman:.2f} with 1 - Dice"
        if self.weight < LITTLE:
            return f"{found}: doubt does not tell where it errs, and hardly counts in a ranking; how cases differ does."
        return f"{found}: in a ranking of cases it counts for that much, how they differ for the rest."


def rank(
    candidates: Sequence[Candidate], labelled: Sequence[Sequence[float]] = (), trust: Trust | None = None
) -> list[Ranked]:
    """The candidates without a problem, the one to label first first. ``labelled``: features of labelled cases."""
    trust = trust or Trust()
    left = [c for c in candidates if not c.problem]
    if not left:
        return []
    doubts = _shares(np.array([c.doubt for c in left]))
    everything = _scaled([c.features for c in left], [f for f in labelled if len(f) == len(left[0].features)])
    points, known = everything[: len(left)], everything[len(left) :]
    apart = np.full(len(left), np.inf)
    for point in known:
        apart = np.minimum(apart, np.linalg.norm(points - point, axis=1))
    out: list[Ranked] = []
    open_ = np.ones(len(left), bool)
    for number in range(1, len(left) + 1):
        far = apart if np.isfinite(apart).all() else np.linalg.norm(points - points.mean(axis=0), axis=1)
        most = far[open_].max()
        novelty = far / most if most > 0 else np.zeros(len(left))
        worth = trust.weight * doubts + (1 - trust.weight) * novelty
        at = int(np.where(open_, worth, -np.inf).argmax())
        open_[at] = False
        case = left[at]
        out.append(Ranked(case.key, case.name, number, case.doubt, float(novelty[at]), trust.dice(case.doubt)))
        apart = np.minimum(apart, np.linalg.norm(points - points[at], axis=1))
    return out


def _shares(values: Floats) -> Floats:
    """Each value's place among all, 0 the smallest to 1 the largest; equal values have one place."""
    if len(values) < 2:
        return np.ones(len(values))
    from scipy.stats import rankdata

    return np.asarray((rankdata(values) - 1) / (len(values) - 1), dtype=np.float64)


def _scaled(features: Sequence[Sequence[float]], known: Sequence[Sequence[float]]) -> Floats:
    """Features with mean 0 and spread 1 each, so that no one rules; one that never differs is left out."""
    rows = np.array([*features, *known], dtype=float).reshape(len(features) + len(known), -1)
    spread = rows.std(axis=0)
    rows = (rows - rows.mean(axis=0))[:, spread > 1e-12]
    return np.asarray(rows / spread[spread > 1e-12] / max(1.0, rows.shape[1] ** 0.5), dtype=np.float64)
