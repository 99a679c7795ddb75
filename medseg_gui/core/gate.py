"""Whether a newly trained model is better than the old one: paired on held-out cases, and no worse on a fixed exam."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from medseg_gui.core.i18n import mark

DRAWS = 4000
SURE = 0.8
"""A gain is believed when so many of the draws show one …"""
CLEAR, ENOUGH = 0.005, 8
"""… or when it is at least CLEAR in Dice on ENOUGH samples."""
FORGOTTEN = 0.01
"""An exam may lose less than that."""
FEWEST_PATIENTS = 4
"""Of fewer patients the single samples are drawn, which is kinder."""


@dataclass(frozen=True)
class Verdict:
    """``gain``: mean paired change in Dice, with its 90 % interval; ``chance`` that it is one; ``why`` in words."""

    offered: bool
    why: str
    gain: float
    low: float
    high: float
    chance: float
    samples: int

    def to_dict(self) -> dict[str, Any]:
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()}


def judge(
    before: Sequence[float],
    after: Sequence[float],
    patients: Sequence[str],
    exams: Mapping[str, tuple[float, float]] | None = None,
) -> Verdict:
    """The verdict on a model by its Dice on held-out samples, one of each before and after, and on exams.

    Patients, not their samples, are drawn with replacement (a paired bootstrap, always with the same seed).
    ``exams``: by name the mean Dice before and after. Raises ValueError when the lists differ in length.
    """
    change = np.asarray(after, np.float64) - np.asarray(before, np.float64)
    if len(patients) != len(change):
        raise ValueError("one patient for each sample")
    if not len(change):
        return Verdict(
            False, mark("No held-out case could be scored: nobody knows whether it is better."), 0, 0, 0, 0, 0
        )
    names = list(dict.fromkeys(patients))
    if len(names) >= FEWEST_PATIENTS:
        own = np.array([change[[p == name for p in patients]].mean() for name in names])
    else:
        own = change
    draws = np.random.default_rng(0).integers(len(own), size=(DRAWS, len(own)))
    means = own[draws].mean(1)
    gain, chance = float(own.mean()), float((means > 0).mean())
    low, high = (float(v) for v in np.percentile(means, (5, 95)))
    why = mark(
        "Dice on {samples} held-out samples of {patients} patients: {gain:+.3f} (90 %: {low:+.3f} to {high:+.3f})"
    )
    why = why.format(samples=len(change), patients=len(names), gain=gain, low=low, high=high)
    lost = {name: new - old for name, (old, new) in (exams or {}).items() if new - old <= -FORGOTTEN}
    better = gain > 0 and (chance > SURE or (gain >= CLEAR and len(change) >= ENOUGH))
    if lost:
        name, fall = min(lost.items(), key=lambda item: item[1])
        why += mark("; but it forgets: {exam} {fall:+.3f}. The old model stays.").format(exam=name, fall=fall)
    elif not better:
        why += mark("; that is not surely better. The old model stays.")
    else:
        why += "."
    return Verdict(better and not lost, why, gain, low, high, chance, len(change))
