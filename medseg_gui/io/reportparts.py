"""What a model's report says, part by part, free of any file format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medseg_gui.core.casescore import PLACES, CaseScore
from medseg_gui.core.modelscores import MEAN, ModelScores, Spread, ranked
from medseg_gui.core.ranking import Trust
from medseg_gui.core.segmenter import ModelCard

MOST_CHARTS = 8
_RATIOS = (("dice", "Dice (= F1)"), ("iou", "IoU"), ("precision", "Precision"), ("recall", "Recall"),
           ("accuracy", "Accuracy"), ("nsd", "NSD"))  # fmt: skip
_LENGTHS = (("hd95_mm", "HD95 (mm)"), ("assd_mm", "ASSD (mm)"), ("volume_difference_ml", "Volume - labels (mL)"),
            ("smoothness", "Smoothness"), ("reference_smoothness", "Smoothness of the labels"))  # fmt: skip


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    text: str
    note: bool = False


@dataclass(frozen=True)
class Bullets:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The first row is the head, the first column the rows' names."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Charts:
    drawings: tuple[Any, ...]


@dataclass(frozen=True)
class Pictures:
    """(PNG file, what it shows)."""

    items: tuple[tuple[Path, str], ...]


Part = Heading | Text | Bullets | Table | Charts | Pictures


@dataclass(frozen=True)
class About:
    """Which model was scored, and how."""

    card: ModelCard
    tolerance_mm: float
    folds: int
    scratch: bool
    when: str

    @property
    def title(self) -> str:
        what = "Cross-validation" if self.folds else "Model report"
        return f"{what}: {self.card.name} {self.card.version}".strip()

    def how(self, scores: ModelScores) -> str:
        text = f"{scores.cases} cases of {scores.patients} patients, {self.when}."
        if self.folds:
            from_what = "trained from nothing" if self.scratch else f"fine-tuned from {self.card.name}"
            return (
                f"{text} {self.folds} models were {from_what}, each on the patients of the other folds; each case was "
                "scored by the one that did not learn from its patient."
            )
        held = set(map(str, self.card.scores.get("held_out", ())))
        return text + (f" {len(held)} cases are named in the model's card as held out of its training." if held else "")


def parts_of(
    about: About,
    scores: ModelScores,
    cases: Sequence[CaseScore],
    steps: Sequence[str],
    pictures: Mapping[str, Path],
) -> list[Part]:
    """The whole report, from the next steps to the table of all cases."""
    parts: list[Part] = [Heading(about.title, 1), Text(about.how(scores))]
    parts += [Heading("What to do next"), Bullets(tuple(steps) or ("The figures point at nothing in particular.",))]
    parts += _figures(scores, about) + _pictures(cases, pictures) + _volumes(scores) + _errors(scores)
    parts += _calibration(scores, cases) + _per_case(scores, cases) + _failed(scores) + _definitions(about)
    return parts


def _figures(scores: ModelScores, about: About) -> list[Part]:
    names = (*scores.classes, MEAN) if len(scores.classes) > 1 else scores.classes
    parts: list[Part] = [Heading("Figures")]
    for columns in (_RATIOS, _LENGTHS):
        rows = [("", *(title for _, title in columns))]
        rows += [(name, *(cell(scores.spreads[name].get(key)) for key, _ in columns)) for name in names]
        parts.append(Table(tuple(rows)))
    text = (
        f"Mean ± standard deviation over cases; below, the 95 % interval of the mean (bootstrap over patients). NSD at "
        f"{about.tolerance_mm:g} mm."
    )
    return [*parts, Text(text, note=True), _dice_chart(scores)]


def cell(found: Spread | None) -> str:
    """0.874 ± 0.031, and its interval on a second line."""
    if found is None:
        return "-"
    text = f"{found.mean:.3g}" if abs(found.mean) >= 1 else f"{found.mean:.3f}"
    if found.sd is not None:
        text += f" ± {found.sd:.2g}" if found.sd >= 1 else f" ± {found.sd:.3f}"
    if found.low is not None and found.high is not None:
        text += f"\n[{found.low:.3f}, {found.high:.3f}]"
    return text


def _dice_chart(scores: ModelScores) -> Part:
    from medseg_gui.io.reportcharts import strip_chart

    return Charts((strip_chart(scores.dice, "Dice, a dot a case"),))


def _pictures(cases: Sequence[CaseScore], pictures: Mapping[str, Path]) -> list[Part]:
    order = ranked(cases)
    if not order:
        return []
    named = {case.key: "Worst" if i == 0 else f"Worst but {i}" for i, case in enumerate(order[:3])}
    named |= {order[-1].key: "Best", order[len(order) // 2].key: "Median"}
    items = []
    for case in order:
        if case.key in named and case.key in pictures:
            dice = ", ".join(f"{k.name} {d:.3f}" for k in case.classes if (d := k.figures.get("dice")) is not None)
            items.append((pictures[case.key], f"{named[case.key]}: {case.name}\nDice {dice}; slice {case.worst}"))
    text = "Of each case the slice with the most wrong voxels. Blue: the labels. Orange: the model. White: both."
    return [Heading("Worst, median and best cases"), Text(text, note=True), Pictures(tuple(items))]


def _volumes(scores: ModelScores) -> list[Part]:
    from medseg_gui.io.reportcharts import agreement_chart

    rows = [("", "Bias (mL)", "Limits of agreement (mL)", "Bias in % of the labels")]
    for name, found in scores.agreement.items():
        size = scores.spreads[name]["reference_ml"].mean
        limits = "-" if found.low_ml is None else f"{found.low_ml:+.3g} to {found.high_ml:+.3g}"
        rows.append((name, f"{found.bias_ml:+.3g}", limits, f"{100 * found.bias_ml / size:+.1f}" if size else "-"))
    charts = tuple(agreement_chart(name, found) for name, found in scores.agreement.items())
    text = "Bland and Altman: each case's difference (model - labels) over the mean of both; 95 % limits of agreement."
    parts: list[Part] = [Heading("Volumes"), Text(text, note=True), Table(tuple(rows)), Charts(charts[:MOST_CHARTS])]
    if len(charts) > MOST_CHARTS:
        parts.append(Text(f"{len(charts) - MOST_CHARTS} further charts are left out; cases.csv has all volumes.", True))
    return parts


def _errors(scores: ModelScores) -> list[Part]:
    rows = [("", *(title[0].upper() + title[1:] for title in PLACES.values()))]
    for name, places in scores.places.items():
        total = sum(places.values())
        shares = (f"{places[p]:.3g} mL\n{100 * places[p] / total:.0f} %" if total else "-" for p in PLACES)
        rows.append((name, *shares))
    parts: list[Part] = [Heading("Where the errors lie"), Text("Mean of each case, and share of all error.", note=True)]
    parts.append(Table(tuple(rows)))
    names = ("Background", *scores.classes)
    parts += [
        Heading("Confusion"),
        Text("Rows: the labels. Columns: the model. Share of each row's voxels.", note=True),
    ]
    confused = [("", *names)]
    for name, row in zip(names, scores.confusion, strict=True):
        total = max(sum(row), 1)
        confused.append((name, *(f"{100 * n / total:.2f} %\n({n:,})" for n in row)))
    return [*parts, Table(tuple(confused))]


def _calibration(scores: ModelScores, cases: Sequence[CaseScore]) -> list[Part]:
    from medseg_gui.io.reportcharts import reliability_chart

    parts: list[Part] = [Heading("Calibration")]
    if scores.ece is None:
        return [*parts, Text("The model gives no probabilities.")]
    text = (
        f"Expected calibration error {scores.ece:.3f}: by so much the probability of the foreground differs from the "
        "share of voxels that are labelled, on average over the voxels within 5 mm of the box round each object."
    )
    if scores.unsure_error is not None:
        text += f" Among the voxels that it is not sure of (0.1 to 0.9) it is {scores.unsure_error:.3f}."
    doubts = [(c.doubt, d) for c in cases if c.doubt is not None and (d := c.mean("dice")) is not None]
    parts += [Text(text), Text(Trust.of(doubts).describe())]
    return [*parts, Charts((reliability_chart(scores.reliability, scores.ece),))]


def _per_case(scores: ModelScores, cases: Sequence[CaseScore]) -> list[Part]:
    several = len(scores.classes) <= 4
    dice = [f"Dice {name}" for name in scores.classes] if several and len(scores.classes) > 1 else []
    rows = [("Case", "Patient", "Dice", *dice, "HD95 (mm)", "NSD", "Volume - labels (mL)")]
    for case in ranked(cases):
        each = [_short(k.figures.get("dice")) for k in case.classes] if dice else []
        others = (_short(case.mean(key)) for key in ("hd95_mm", "nsd", "volume_difference_ml"))
        rows.append((case.name, case.patient, _short(case.mean("dice")), *each, *others))
    notes = tuple(f"{c.name}: {note}" for c in cases for note in c.notes)
    parts: list[Part] = [Heading("Every case, the worst first"), Table(tuple(rows))]
    if dice or len(scores.classes) > 1:
        parts.append(Text("HD95, NSD and volume: mean of the classes. cases.csv has every figure of each.", note=True))
    return parts + [Text(line, note=True) for line in notes[:40]]


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}" if abs(value) < 10 else f"{value:.3g}"


def _failed(scores: ModelScores) -> list[Part]:
    if not scores.failed:
        return []
    rows = (("Case", "Why"), *scores.failed)
    return [Heading("Cases that could not be scored"), Table(rows)]


def _definitions(about: About) -> list[Part]:
    card = about.card
    lines = [
        f"Trained on: {card.trained_on}" if card.trained_on else "",
        f"Limits: {card.limits}" if card.limits else "",
        f"Weights: SHA-256 {card.sha256}" if card.sha256 else "",
        "Figures of cases that the model learnt from are too good: score it on others.",
        "Dice, IoU, precision, recall: of voxels. Accuracy: over all voxels, so high for small structures. HD95, ASSD: "
        "between boundary voxels. NSD: share of both surfaces within the tolerance. HD95 and ASSD are not defined "
        "where one of the two is empty; such a case counts with Dice and NSD 0.",
        "Smoothness: area of the surface after a blur of one voxel over its area before, 1 at most; compare it with "
        "that of the labels.",
        f"Boundary: within 1.5 voxels, or {about.tolerance_mm:g} mm where that is more, of the labels' boundary. "
        "Island: a piece that the other mask does not touch.",
    ]
    return [Heading("How it was measured"), *(Text(line, note=True) for line in lines if line)]
