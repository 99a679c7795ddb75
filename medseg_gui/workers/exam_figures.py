"""What the click exam found, and its figures: by target, by group, by method; how well the predicted quality holds.

Means are over a patient's targets, then over a group's patients, then over groups; some groups may be told apart.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.robots import clicks_to

SHOWN = (1, 2, 3, 5, 10)
CAPS = (5, 10)
WANTED = (0.85, 0.90)
APART = ("hippocampus",)
DRAWS = 2000
HUMAN_S = 1.5
"""Seconds that a person needs for one prompt, beside the wait for its answer."""
BINS = 10
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One target of one method: figures after each prompt, the best hypothesis of the first, seconds of each prompt.

    ``begun``: Dice and both NSD of what the robot began with. ``nsd_px``, ``nsd_2mm``: NSD at one pixel and at 2 mm.
    ``qualities``: the Dice that the method itself predicted, None where it does not.
    """

    name: str
    patient: str
    group: str
    scores: tuple[float, ...]
    best_of_three: float
    seconds: tuple[float, ...]
    begun: tuple[float, float, float] = (0.0, 0.0, 0.0)
    nsd_px: tuple[float, ...] = ()
    nsd_2mm: tuple[float, ...] = ()
    qualities: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class ClickReport:
    """The exam's rows by method; the model's own come first. ``options``: what each baseline was tuned to."""

    rows: Mapping[str, tuple[Row, ...]]
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    apart: tuple[str, ...] = APART

    def to_dict(self) -> dict[str, Any]:
        return {
            name: summary(rows, self.apart) | ({"options": dict(self.options[name])} if name in self.options else {})
            for name, rows in self.rows.items()
        }

    def to_csv(self, path: str | Path) -> None:
        """A line for every target of every method."""
        most = max((len(r.scores) for rows in self.rows.values() for r in rows), default=0)
        with Path(path).open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            numbered = [f"{what}_{k + 1}" for what in ("dice", "nsd_px", "nsd_2mm", "quality") for k in range(most)]
            head = ["method", "group", "patient", "target", "dice_0", *numbered]
            out.writerow([*head, "best_of_three_1", "median_ms", "first_ms", "seconds_to_90"])
            for method, rows in self.rows.items():
                for r in rows:
                    cells = [
                        f"{values[k]:.4f}" if k < len(values) and values[k] is not None else ""
                        for values in (r.scores, r.nsd_px, r.nsd_2mm, r.qualities)
                        for k in range(most)
                    ]
                    times = [f"{1000 * s:.1f}" for s in (float(np.median(r.seconds)), r.seconds[0])]
                    last = [f"{r.best_of_three:.4f}", *times, f"{seconds_to(r, 0.9):.2f}"]
                    out.writerow([method, r.group, r.patient, r.name, f"{r.begun[0]:.4f}", *cells, *last])


def seconds_to(row: Row, wanted: float) -> float:
    """A person's seconds to that Dice: HUMAN_S a prompt and the measured answers; of all prompts where it fails."""
    needed = clicks_to(row.scores, wanted, len(row.scores))
    return HUMAN_S * needed + float(np.sum(row.seconds[:needed]))


def figures(row: Row) -> dict[str, float]:
    """A target's figures: Dice and NSD by prompts, number of prompts to a Dice with each cap, failures, time.

    ``auc_5``: area under the Dice of prompts 1 to 5 (trapezoids, 0 to 1).
    """
    out = {"dice_0": row.begun[0]}
    out |= {f"dice_{k}": row.scores[k - 1] for k in SHOWN if k <= len(row.scores)}
    out["best_of_three_1"] = row.best_of_three
    for wanted in WANTED:
        for cap in (c for c in CAPS if c <= len(row.scores)):
            out[f"noc{round(100 * wanted)}_cap{cap}"] = clicks_to(row.scores, wanted, cap)
            out[f"failed{round(100 * wanted)}_cap{cap}"] = float(max(row.scores[:cap]) < wanted)
    if len(row.scores) >= CAPS[0]:
        out["auc_5"] = float(np.trapezoid(row.scores[: CAPS[0]])) / (CAPS[0] - 1)
    out["seconds_to_90"] = seconds_to(row, 0.9)
    for name, begun, values in (("nsd_px", row.begun[1], row.nsd_px), ("nsd_2mm", row.begun[2], row.nsd_2mm)):
        if values:
            out[f"{name}_0"] = begun
            out |= {f"{name}_{k}": values[k - 1] for k in SHOWN if k <= len(values)}
    return out


def summary(rows: Sequence[Row], apart: Sequence[str] = APART) -> dict[str, Any]:
    """Means with their 95 % intervals (bootstrap over the patients of each group), groups, latency, calibration."""
    names = list(figures(rows[0]))
    by_patient = _by_patient(rows)
    groups = {g: np.mean(list(p.values()), 0) for g, p in by_patient.items()}
    counted = [g for g in groups if g not in apart] or list(groups)
    mean = np.mean([groups[g] for g in counted], 0)
    chance = np.random.default_rng(0)
    draws = np.zeros((DRAWS, len(names)))
    for g in counted:
        values = np.array(list(by_patient[g].values()))
        draws += values[chance.integers(len(values), size=(DRAWS, len(values)))].mean(1) / len(counted)
    low, high = np.quantile(draws, (0.025, 0.975), 0)

    def named(values: Iterable[float]) -> dict[str, float]:
        return {n: round(float(v), 4) for n, v in zip(names, values, strict=True)}

    out: dict[str, Any] = {
        "targets": len(rows),
        "patients": sum(len(p) for p in by_patient.values()),
        "mean": named(mean),
        "low_95": named(low),
        "high_95": named(high),
        "groups": {g: named(v) for g, v in groups.items()},
        "latency_ms": latency([r.seconds for r in rows]),
    }
    calibrated = calibration([r for r in rows if r.group in counted])
    return out | ({"calibration": calibrated} if calibrated else {})


def latency(seconds: Sequence[Sequence[float]]) -> dict[str, float]:
    """Milliseconds of an answer: median and 95th percentile, of all and of the first ones."""
    parts = {"": np.concatenate([list(s) for s in seconds]), "first_": np.array([s[0] for s in seconds])}
    return {
        f"{name}p{q}": round(1000 * float(np.percentile(values, q)), 1)
        for name, values in parts.items()
        for q in (50, 95)
    }


def calibration(rows: Sequence[Row]) -> dict[str, dict[str, float | None]]:
    """How well the predicted Dice agrees with the real one, of all answers and by number of prompts; {} without any."""
    asked: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        for k, (quality, score) in enumerate(zip(row.qualities, row.scores, strict=False), 1):
            if quality is not None:
                for name in ("all", str(k)) if k in SHOWN else ("all",):
                    asked.setdefault(name, []).append((quality, score))
    return {name: agreement(*np.array(values).T) for name, values in asked.items()}


def agreement(predicted: Floats, real: Floats) -> dict[str, float | None]:
    """Mean absolute error, bias, Pearson's and Spearman's r, ECE (10 bins of the predicted), AUROC of real ≥ 0.85.

    None where a figure is not defined: without spread, or when all answers are on one side.
    """
    from scipy.stats import rankdata

    ranks, real_ranks = rankdata(predicted), rankdata(real)
    bins = np.minimum((np.clip(predicted, 0, 1) * BINS).astype(int), BINS - 1)
    gaps = [abs(float((predicted - real)[bins == b].sum())) for b in np.unique(bins)]
    good = real >= WANTED[0]
    wins = float(ranks[good].sum()) - good.sum() * (good.sum() + 1) / 2
    chances = int(good.sum()) * int((~good).sum())

    def correlation(a: Floats, b: Floats) -> float | None:
        return round(float(np.corrcoef(a, b)[0, 1]), 4) if np.ptp(a) > 0 and np.ptp(b) > 0 else None

    return {
        "answers": len(real),
        "mean_error": round(float(np.abs(predicted - real).mean()), 4),
        "bias": round(float((predicted - real).mean()), 4),
        "pearson": correlation(predicted, real),
        "spearman": correlation(ranks, real_ranks),
        "ece": round(sum(gaps) / len(real), 4),
        "auroc85": round(wins / chances, 4) if chances else None,
    }


def at(rows: Sequence[Row], name: str, apart: Sequence[str]) -> float:
    """The mean of one figure; 0 where it is not among the rows' figures."""
    names = list(figures(rows[0]))
    groups = {g: np.mean(list(p.values()), 0) for g, p in _by_patient(rows).items()}
    counted = [g for g in groups if g not in apart] or list(groups)
    return float(np.mean([groups[g][names.index(name)] for g in counted])) if name in names else 0.0


def _by_patient(rows: Iterable[Row]) -> dict[str, dict[str, Floats]]:
    gathered: dict[str, dict[str, list[list[float]]]] = {}
    for row in rows:
        gathered.setdefault(row.group, {}).setdefault(row.patient, []).append(list(figures(row).values()))
    return {g: {p: np.mean(v, 0) for p, v in patients.items()} for g, patients in gathered.items()}
