"""What the scores of many cases say of a model: means with their uncertainty, bias of volumes, calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from medseg_gui.core.casescore import BINS, METRICS, PLACES, CaseScore
from medseg_gui.core.i18n import mark

RESAMPLES = 2000
SURE = 0.95
# Limits of agreement hold 95 % of normal differences (Bland and Altman, Lancet 1986).
AGREEMENT = 1.96
MEAN = mark("mean of the classes")


@dataclass(frozen=True)
class Spread:
    """Mean and standard deviation over ``cases``; ``low``, ``high``: 95 % bootstrap interval of the mean, by patient.

    No interval (None) for fewer than two patients. ``median``, ``least``, ``most``: over cases.
    """

    mean: float
    sd: float | None
    low: float | None
    high: float | None
    median: float
    least: float
    most: float
    cases: int


@dataclass(frozen=True)
class Agreement:
    """Bland and Altman: differences answer - labels in mL, their mean (``bias_ml``) and limits of agreement.

    ``points``: (mean of both, difference) of each case. ``low_ml`` and ``high_ml`` are None for a single case.
    """

    bias_ml: float
    low_ml: float | None
    high_ml: float | None
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class ModelScores:
    """Over all cases that could be scored. ``spreads``: class (MEAN: of the classes) → figure → Spread.

    ``confusion``: voxels, [true][answered], background first. ``reliability``: for each bin with voxels (mean
    probability, share that is labelled, voxels); ``ece``: the expected calibration error, None without probabilities.
    ``places``: class → place of error (``PLACES``) → mL a case.
    """

    classes: tuple[str, ...]
    spreads: dict[str, dict[str, Spread]]
    agreement: dict[str, Agreement]
    confusion: tuple[tuple[int, ...], ...]
    reliability: tuple[tuple[float, float, float], ...]
    ece: float | None
    places: dict[str, dict[str, float]]
    dice: dict[str, tuple[float, ...]]
    """Class → Dice of each case in which it is defined."""
    cases: int
    patients: int
    unsure_error: float | None = None
    """As ``ece``, over the bins from 0.1 to 0.9 alone: most voxels are surely background and hide what happens here."""
    failed: tuple[tuple[str, str], ...] = ()
    """(name, why) of the cases that could not be scored."""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def summarise(cases: Sequence[CaseScore]) -> ModelScores:
    """The figures over all cases. Cases of one patient are drawn together, so that they do not count as independent."""
    good = [c for c in cases if not c.problem]
    names = tuple(dict.fromkeys(k.name for c in good for k in c.classes))
    whose = [c.patient or c.key for c in good]
    spreads: dict[str, dict[str, Spread]] = {}
    for name in (*names, MEAN):
        rows = {figure: [_figure(c, name, figure) for c in good] for figure in METRICS}
        found = {figure: spread(values, whose) for figure, values in rows.items()}
        spreads[name] = {figure: one for figure, one in found.items() if one is not None}
    failed = tuple((c.name, c.problem) for c in cases if c.problem)
    confusion = np.sum([c.confusion for c in good], axis=0) if good else np.zeros((1, 1), np.int64)
    reliability = _reliability([c.calibration for c in good if c.calibration])
    return ModelScores(
        names,
        spreads,
        {name: one for name in names if (one := _agreement(good, name)) is not None},
        tuple(tuple(int(n) for n in row) for row in confusion),
        reliability,
        _error(reliability),
        {name: _places(good, name) for name in names},
        {name: tuple(d for c in good if (d := _figure(c, name, "dice")) is not None) for name in names},
        len(good),
        len(set(whose)),
        _error([row for row in reliability if 0.1 <= row[0] <= 0.9]),
        failed,
    )


def _figure(case: CaseScore, name: str, figure: str) -> float | None:
    if name == MEAN:
        return case.mean(figure)
    return next((c.figures.get(figure) for c in case.classes if c.name == name), None)


def spread(values: Sequence[float | None], patients: Sequence[str], seed: int = 0) -> Spread | None:
    """Of the values that are defined; None when there are none. The interval is of whole patients drawn anew."""
    known = [(v, p) for v, p in zip(values, patients, strict=True) if v is not None and np.isfinite(v)]
    if not known:
        return None
    x = np.array([v for v, _ in known])
    low, high = _interval(x, [p for _, p in known], seed)
    sd = float(x.std(ddof=1)) if len(x) > 1 else None
    return Spread(float(x.mean()), sd, low, high, float(np.median(x)), float(x.min()), float(x.max()), len(x))


def _interval(x: npt.NDArray[np.float64], patients: Sequence[str], seed: int) -> tuple[float | None, float | None]:
    _, which = np.unique(np.array(patients), return_inverse=True)
    sums, counts = np.bincount(which, x), np.bincount(which).astype(float)
    if len(sums) < 2:
        return None, None
    from scipy.stats import bootstrap

    found = bootstrap(
        (sums, counts),
        lambda s, n, axis=-1: s.sum(axis) / n.sum(axis),
        n_resamples=RESAMPLES,
        paired=True,
        vectorized=True,
        confidence_level=SURE,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(found.low), float(found.high)


def _agreement(cases: Sequence[CaseScore], name: str) -> Agreement | None:
    pairs = [(_figure(c, name, "volume_ml"), _figure(c, name, "reference_ml")) for c in cases]
    both = np.array([(a, b) for a, b in pairs if a is not None and b is not None])
    if not len(both):
        return None
    differences = both[:, 0] - both[:, 1]
    bias, reach = float(differences.mean()), AGREEMENT * float(differences.std(ddof=1)) if len(both) > 1 else None
    points = tuple((float(m), float(d)) for m, d in zip(both.mean(axis=1), differences, strict=True))
    return Agreement(bias, None if reach is None else bias - reach, None if reach is None else bias + reach, points)


def _reliability(found: Sequence[tuple[tuple[float, float, float], ...]]) -> tuple[tuple[float, float, float], ...]:
    if not found:
        return ()
    counts, sums, hits = np.array(found).reshape(len(found), BINS, 3).sum(axis=0).T
    return tuple((float(p / n), float(h / n), float(n)) for n, p, h in zip(counts, sums, hits, strict=True) if n)


def _error(reliability: Sequence[tuple[float, float, float]]) -> float | None:
    """Expected calibration error (Naeini et al., AAAI 2015) of these bins, all voxels alike; None without any."""
    total = sum(n for _, _, n in reliability)
    return sum(n * abs(mean - share) for mean, share, n in reliability) / total if total else None


def _places(cases: Sequence[CaseScore], name: str) -> dict[str, float]:
    found = [k.places for c in cases for k in c.classes if k.name == name]
    return {place: float(np.mean([f.get(place, 0.0) for f in found])) for place in PLACES} if found else {}


def ranked(cases: Sequence[CaseScore]) -> list[CaseScore]:
    """The scored cases, the worst mean Dice first."""
    good = [(c.mean("dice"), c) for c in cases if not c.problem]
    return [c for _, c in sorted(((d, c) for d, c in good if d is not None), key=lambda pair: pair[0])]


def to_rows(cases: Sequence[CaseScore]) -> list[Mapping[str, Any]]:
    """A row for each class of each case, for a table."""
    rows: list[Mapping[str, Any]] = []
    for c in cases:
        head = {"case": c.name, "patient": c.patient, "fold": c.fold or ""}
        if c.problem:
            rows.append({**head, "problem": c.problem})
        for k in c.classes:
            places = {f"{place}_ml": value for place, value in k.places.items()}
            rows.append({**head, "class": k.name, **k.figures, **places, "doubt": c.doubt, "problem": k.note})
    return rows
