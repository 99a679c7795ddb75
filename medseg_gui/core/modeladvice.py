"""What to do next about a model, from its scores: which class, which cases, what kind of error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from medseg_gui.core.casescore import PLACES, CaseScore
from medseg_gui.core.modelscores import ModelScores, ranked

# A class or case stands out when it is this much Dice below the others; a place when it holds this share of the error.
APART = 0.03
LARGE_PART = 0.3
UNSURE_LARGE = 0.1


def advice(scores: ModelScores, cases: Sequence[CaseScore]) -> list[str]:
    """What the figures say to do next, the most telling first: plain sentences, each with its figures."""
    out: list[str] = []
    if scores.failed:
        out.append(
            f"{len(scores.failed)} of {len(cases)} cases could not be scored: mend these files first (see below)."
        )
    if not scores.cases:
        return out
    out += _worst_class(scores)
    for name in scores.classes:
        out += _volume_bias(name, scores) + _where(name, scores)
    out += _confused(scores) + _worst_cases(cases)
    if scores.unsure_error is not None and scores.unsure_error > UNSURE_LARGE:
        out.append(
            f"Where it is unsure (probability 0.1 to 0.9), its probabilities are off by {scores.unsure_error:.2f}: "
            "they show where to look, but are no chances."
        )
    if scores.patients < 10:
        out.append(f"Only {scores.patients} patients were scored: the intervals are wide, add labelled patients.")
    return out


def _worst_class(scores: ModelScores) -> list[str]:
    dice = {n: s["dice"].mean for n in scores.classes if "dice" in (s := scores.spreads[n])}
    if len(dice) < 2:
        return []
    worst, best = min(dice, key=dice.__getitem__), max(dice, key=dice.__getitem__)
    if dice[best] - dice[worst] < APART:
        return [
            f"All classes do about equally well (Dice {dice[worst]:.3f} to {dice[best]:.3f}): "
            "no class needs more than the others."
        ]
    return [
        f"{worst} is the weakest class (Dice {dice[worst]:.3f}; {best} has {dice[best]:.3f}): label more of it first."
    ]


def _volume_bias(name: str, scores: ModelScores) -> list[str]:
    found = scores.spreads[name].get("volume_difference_ml")
    size = scores.spreads[name].get("reference_ml")
    if found is None or size is None or not size.mean or found.low is None or found.high is None:
        return []
    if found.low <= 0 <= found.high:
        return []
    share = 100 * found.mean / size.mean
    too = "large" if found.mean > 0 else "small"
    return [
        f"{name} is drawn too {too}: {found.mean:+.3g} mL a case ({share:+.0f} %; 95 % interval {found.low:+.3g} to "
        f"{found.high:+.3g}). Check where the labels put the boundary, then correct cases and learn from them."
    ]


_TODO = {
    "rim_added": "too far out: agree on the boundary in the labels, or learn from corrected boundaries",
    "rim_missed": "too far in: agree on the boundary in the labels, or learn from corrected boundaries",
    "far_added": "it leaks into its surroundings; label cases in which what lies there looks alike",
    "deep_missed": "parts of the structure are not seen; label cases that look like the worst ones below",
    "islands_added": "the operation Islands (keep the largest) may mend that without training",
    "islands_missed": "whole pieces are not found; label more cases with such pieces, small ones too",
}


def _where(name: str, scores: ModelScores) -> list[str]:
    places = scores.places.get(name, {})
    total = sum(places.values())
    if not total:
        return []
    rim = (places["rim_added"] + places["rim_missed"]) / total
    out = [f"{name}: {100 * rim:.0f} % of the error lies along the boundary."]
    for place in ("far_added", "deep_missed", "islands_added", "islands_missed"):
        if places[place] / total >= LARGE_PART:
            out = [f"{name}: {100 * places[place] / total:.0f} % of the error is {PLACES[place]}: {_TODO[place]}."]
    if rim >= 1 - LARGE_PART:
        larger = max(("rim_added", "rim_missed"), key=places.__getitem__)
        one_sided = places[larger] / total >= 2 / 3
        what = _TODO[larger] if one_sided else "about as much too much as too little; more cases sharpen it slowly"
        out = [f"{name}: {100 * rim:.0f} % of the error lies along the boundary, {what}."]
    return out


def _confused(scores: ModelScores) -> list[str]:
    """The pair of classes that are taken for one another most, where that is a large part of the error."""
    table = np.array(scores.confusion, dtype=float)
    errors = table.sum() - np.trace(table)
    inner = table[1:, 1:] - np.diag(np.diag(table)[1:])
    if not errors or not inner.size or inner.max() / errors < LARGE_PART / 3:
        return []
    true, said = np.unravel_index(inner.argmax(), inner.shape)
    share = 100 * inner[true, said] / errors
    return [
        f"{share:.0f} % of all wrong voxels are {scores.classes[true]} taken for {scores.classes[said]}: label "
        "cases in which the border between the two is plain."
    ]


def _worst_cases(cases: Sequence[CaseScore]) -> list[str]:
    order = ranked(cases)
    if len(order) < 4:
        return []
    dice = [c.mean("dice") or 0.0 for c in order]
    # Tukey's fence: beyond it a case is not of the same kind as the others
    q1, q3 = np.quantile(dice, (0.25, 0.75))
    odd = [c.name for c, d in zip(order, dice, strict=True) if d < q1 - 1.5 * (q3 - q1)]
    if not odd:
        return ["No case falls far out of the others: more cases of the same kind will bring little at a time."]
    shown = ", ".join(odd[:5]) + (" …" if len(odd) > 5 else "")
    count = f"{len(odd)} of {len(order)} cases"
    return [f"Far below the others: {shown} ({count}). Look at them, and label more like them."]
