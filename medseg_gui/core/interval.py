"""Volumes with an interval that holds the true one as often as it says, by split conformal prediction.

A model's spread of a class, the millilitres that it expects to be wrong, says by itself nothing about how far off the
volume is. On labelled cases that the model has not seen, |true - predicted| / spread is measured; of n such ratios the
ceil((n + 1) * level)-th smallest, times the spread, bounds the error of a new case of the same kind with at least that
probability, whatever the ratios' distribution is (Vovk et al. 2005; Lei et al., JASA 2018, section 2.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

import numpy as np

from medseg_gui.core.errors import BadInput
from medseg_gui.core.i18n import mark

LEVEL = 0.9
KEY = "volume_interval"
"""Where it stands in a card's scores."""


def least_cases(level: float = LEVEL) -> int:
    """Fewer calibrated cases than this bound nothing at that level (9 for 90 %)."""
    return ceil(level / (1 - level) - 1e-9)


def conformal_ratio(ratios: Sequence[float], level: float = LEVEL) -> float:
    """The factor of the spread that bounds a new case's error with at least that probability.

    Raises BadInput for too few ratios.
    """
    rank = ceil((len(ratios) + 1) * level - 1e-9)
    if rank > len(ratios):
        raise BadInput(
            f"{len(ratios)} cases are too few to calibrate an interval of {level:.0%}",
            todo=f"It takes {least_cases(level)} labelled cases that the model was not trained on.",
        )
    return float(np.sort(np.asarray(ratios, float))[rank - 1])


@dataclass(frozen=True)
class Measured:
    """One class of one held-out case: true and predicted volume, and the spread, in mL (never below a voxel)."""

    name: str
    case: str
    true_ml: float
    volume_ml: float
    spread_ml: float

    @property
    def ratio(self) -> float:
        return abs(self.true_ml - self.volume_ml) / self.spread_ml

    def held(self, ratio: float) -> bool:
        """True when the interval of that ratio holds the true volume."""
        return abs(self.true_ml - self.volume_ml) <= ratio * self.spread_ml + 1e-9


@dataclass(frozen=True)
class Check:
    """How many of the intervals held where others had calibrated them."""

    held: int
    of: int

    @property
    def share(self) -> float:
        return self.held / self.of if self.of else float("nan")


def check_halves(found: Sequence[Measured], level: float = LEVEL) -> Check:
    """Calibrated on every second case by name and checked on the others, then the other way round; class by class.

    Leaving out one case after the other, or many random halves, would say nothing: how many hold is then the ratio's
    rank again, whatever the model does. Raises BadInput.
    """
    held = of = 0
    for name in dict.fromkeys(m.name for m in found):
        rows = sorted((m for m in found if m.name == name), key=lambda m: m.case)
        for ours, theirs in ((rows[::2], rows[1::2]), (rows[1::2], rows[::2])):
            ratio = conformal_ratio([m.ratio for m in ours], level)
            held += sum(m.held(ratio) for m in theirs)
            of += len(theirs)
    return Check(held, of)


def for_card(found: Sequence[Measured], level: float = LEVEL) -> dict[str, Any]:
    """What a card's scores keep under KEY. A class with too few cases is left out; raises BadInput when all are."""
    ratios: dict[str, float] = {}
    cases: dict[str, int] = {}
    error: BadInput | None = None
    for name in dict.fromkeys(m.name for m in found):
        rows = [m for m in found if m.name == name]
        try:
            ratios[name] = round(conformal_ratio([m.ratio for m in rows], level), 4)
            cases[name] = len(rows)
        except BadInput as problem:
            error = problem
    if not ratios:
        raise error or BadInput("There is no case to calibrate on")
    rows = [m for m in found if m.name in ratios]
    out: dict[str, Any] = {"level": level, "ratios": ratios, "cases": cases}
    if min(cases.values()) // 2 >= least_cases(level):
        out["check"] = asdict(check_halves(rows, level))
    return out


@dataclass(frozen=True)
class VolumeEstimate:
    """A structure's volume in a model's answer. ``low_ml``, ``high_ml``: the interval, or None and ``why`` not."""

    name: str
    volume_ml: float
    spread_ml: float | None = None
    low_ml: float | None = None
    high_ml: float | None = None
    level: float = LEVEL
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """For other programs; ``note`` says why there is no interval."""
        data = asdict(self)
        return {**{key: data[key] for key in data if key != "why"}, "note": self.why}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> VolumeEstimate:
        """Raises KeyError, TypeError or ValueError when it is not what ``to_json`` gave."""
        numbers = [None if data[k] is None else float(data[k]) for k in ("spread_ml", "low_ml", "high_ml")]
        return cls(str(data["name"]), float(data["volume_ml"]), *numbers, float(data["level"]), str(data["note"]))


def estimate(scores: Mapping[str, Any], name: str, volume_ml: float, spread_ml: float | None) -> VolumeEstimate:
    """The volume with the interval that the card's ``scores`` calibrate, or with the reason why there is none."""
    known = scores.get(KEY)
    try:
        ratio = None if known is None else known["ratios"].get(name)
        level = LEVEL if known is None else float(known["level"])
        ratio = None if ratio is None else float(ratio)
    except (TypeError, KeyError, ValueError, AttributeError):
        return VolumeEstimate(name, volume_ml, spread_ml, why=mark("The model's calibration cannot be read."))
    if spread_ml is None:
        why = mark("The model gives no probability of this structure by itself.")
    elif ratio is None:
        why = mark("The model was not calibrated on held-out cases: how sure its volumes are is not known.")
    else:
        reach = ratio * spread_ml
        return VolumeEstimate(name, volume_ml, spread_ml, max(0.0, volume_ml - reach), volume_ml + reach, level)
    return VolumeEstimate(name, volume_ml, spread_ml, why=why)


def of_mask(known: VolumeEstimate, volume_ml: float) -> VolumeEstimate:
    """What holds of a mask of that volume: the answer's interval, or none where the mask was changed since."""
    if abs(known.volume_ml - volume_ml) < 1e-6 * max(1.0, volume_ml):
        return known
    return VolumeEstimate(known.name, volume_ml, why=mark("The mask was changed: the interval was of the answer."))
