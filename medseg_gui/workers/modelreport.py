"""A model's report: it segments every case of a list, is scored against the labels, and the figures become files.

Case by case, so that memory is that of one case. What was scored stays in OUT/cases: a restart goes on from there. A
case that fails is named in the report, and the rest goes on.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from medseg_gui.core.casescore import CaseScore, named, score_case
from medseg_gui.core.doubt import doubt
from medseg_gui.core.errorpicture import error_picture
from medseg_gui.core.errors import BadInput, MedsegError, ModelError, WriteFailed
from medseg_gui.core.modelscores import ModelScores, summarise
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.io import reportfile
from medseg_gui.io.reportparts import About
from medseg_gui.io.safewrite import replace_text
from medseg_gui.io.stamps import stamp
from medseg_gui.workers import models
from medseg_gui.workers.finetune import FINE, SCRATCH
from medseg_gui.workers.job import Steps, told_as
from medseg_gui.workers.pairs import Pair, read_pairs, training_case
from medseg_gui.workers.ranking import keep_doubts
from medseg_gui.workers.segment import label_map, predict
from medseg_gui.workers.trainer import TrainingSpec, run_trainer

VERSION = 2
"""Of what stands in OUT/cases: what another version wrote is scored anew."""
CASES, FOLDS = "cases", "folds"


@dataclass(frozen=True)
class ModelReport:
    """``cases`` in the order of the list; ``html``, ``pdf``, ``table`` (CSV) and ``figures`` (JSON) are files."""

    model: str
    scores: ModelScores
    cases: tuple[CaseScore, ...]
    advice: tuple[str, ...]
    html: Path
    pdf: Path
    table: Path
    figures: Path


def report(
    model: str,
    pairs: str | Path | Sequence[Pair],
    out: str | Path,
    tolerance_mm: float = 1.0,
    folds: int = 0,
    scratch: bool = False,
    minutes: float | None = None,
) -> Steps[ModelReport]:
    """Scores ``model`` on the pairs and writes report.html, report.pdf, cases.csv and figures.json into ``out``.

    ``folds`` k >= 2: cross-validation by patient: k copies of the model learn (``scratch``: k new ones, from nothing)
    for ``minutes`` each, every one from the patients of the other folds, and each case is scored by the one that has
    not seen its patient. Raises BadInput or ModelError when nothing can be scored, WriteFailed.
    """
    card = models.find(model)
    if card.prompts or card.kind == "classical" or not card.segments:
        raise ModelError(
            f"{card.name} answers prompts, it does not segment by itself", todo="Choose an automatic model."
        )
    found = read_pairs(pairs) if isinstance(pairs, str | Path) else tuple(pairs)
    target = Path(out).expanduser().absolute()
    try:
        (target / CASES).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteFailed(f"The folder cannot be made: {error.strerror}", target, "Choose another one.") from error
    cases: list[CaseScore]
    if folds:
        cases = yield from _cross_validate(card, found, target, tolerance_mm, folds, scratch, minutes)
    else:
        cases = []
        for number, pair in enumerate(found):
            now = Progress(f"Scoring {Path(pair.image).name}", number, len(found))
            cases.append((yield from told_as(_score(card, pair, target, tolerance_mm, 0), now)))
    if all(c.problem for c in cases):
        raise BadInput(f"No case could be scored. The first: {cases[0].problem}", found[0].image)
    if not folds:
        keep_doubts(card, cases)
    yield Progress("Writing the report", len(found), len(found))
    return write(card, cases, target, tolerance_mm, folds, scratch)


def write(
    card: ModelCard, cases: Sequence[CaseScore], out: Path, tolerance_mm: float, folds: int, scratch: bool
) -> ModelReport:
    """The files of a report whose cases are scored. Raises WriteFailed."""
    scores = summarise(cases)
    about = About(card, tolerance_mm, folds, scratch, time.strftime("%Y-%m-%d %H:%M"))
    pictures = {c.key: file for c in cases if (file := out / CASES / f"{c.key}.png").is_file()}
    files = reportfile.write(out, about, scores, cases, pictures)
    return ModelReport(card.name, scores, tuple(cases), files.advice, files.html, files.pdf, files.table, files.figures)


# ----- one case -------------------------------------------------------------------------------------------------
def _score(card: ModelCard, pair: Pair, out: Path, tolerance_mm: float, fold: int) -> Steps[CaseScore]:
    key, digest = _key(pair), _digest(card, pair, tolerance_mm)
    file = out / CASES / f"{key}.json"
    known = _read(file, digest)
    if known is not None:
        return known
    name = Path(pair.image).name
    try:
        scored = yield from _score_anew(card, pair, out / CASES / f"{key}.png", tolerance_mm)
        found = replace(scored, key=key, name=name, fold=fold)
    except (MedsegError, MemoryError, OSError) as error:
        text = str(error) if isinstance(error, MedsegError) else f"{type(error).__name__}: {error}"
        return CaseScore(key, name, pair.patient, fold=fold, problem=text)  # not kept: a restart tries it again
    try:
        replace_text(file, json.dumps({"digest": digest, "case": found.to_dict()}))
    except OSError as error:
        raise WriteFailed(f"The scores of {name} were not kept: {error.strerror}", file, "Make room.") from error
    return found


def _score_anew(card: ModelCard, pair: Pair, picture: Path, tolerance_mm: float) -> Steps[CaseScore]:
    names: dict[int, str] = {}
    case = training_case(pair, names)
    volume, voxels = case.load()
    yield Progress("Segmenting")
    prediction = yield from predict(volume, card.folder)
    answer, truth = label_map(volume, prediction, card), named(names, voxels, volume.geometry)
    yield Progress("Measuring")
    probability = prediction.probability
    if probability is not None and probability.shape != volume.geometry.shape:
        whole = np.zeros(volume.geometry.shape, np.float32)
        whole[prediction.box.slices] = probability
        probability = whole
    scored = score_case(answer, truth, probability, tolerance_mm)
    reportfile.save_picture(error_picture(volume, answer, truth, scored.worst), picture)
    return CaseScore(
        "",
        "",
        pair.patient,
        scored.classes,
        scored.confusion,
        scored.calibration,
        doubt(probability) if probability is not None else None,
        scored.worst,
        prediction.seconds,
        notes=(*scored.notes, *prediction.notes),
    )


def _key(pair: Pair) -> str:
    text = "\n".join((pair.image, pair.label, pair.series))
    stem = re.sub(r"[^\w.-]+", "_", Path(pair.image).name)[:60].strip(".") or "case"
    return f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _digest(card: ModelCard, pair: Pair, tolerance_mm: float) -> str:
    """Of all that the scores depend on: the weights, both files as they are now, the tolerance."""
    parts = [str(VERSION), card.name, card.version, card.sha256, repr(tolerance_mm), pair.series]
    parts += [pair.image, pair.label, *stamp(pair.image), *stamp(pair.label)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _read(file: Path, digest: str) -> CaseScore | None:
    """What was scored before; None when there is none or it was of something else."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return CaseScore.from_dict(data["case"]) if data["digest"] == digest else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


# ----- cross-validation -----------------------------------------------------------------------------------------
def _cross_validate(
    card: ModelCard,
    pairs: Sequence[Pair],
    out: Path,
    tolerance_mm: float,
    folds: int,
    scratch: bool,
    minutes: float | None,
) -> Steps[list[CaseScore]]:
    which = fold_of(pairs, folds)
    found: dict[int, CaseScore] = {}
    for fold in range(folds):
        theirs = [replace(p, split="test" if f == fold else "train") for p, f in zip(pairs, which, strict=True)]
        trained = yield from _trained(card, theirs, out / FOLDS, fold, folds, scratch, minutes)
        for number, (pair, f) in enumerate(zip(pairs, which, strict=True)):
            if f == fold:
                now = Progress(f"Fold {fold + 1} of {folds}: scoring {Path(pair.image).name}", len(found), len(pairs))
                found[number] = yield from told_as(_score(trained, pair, out, tolerance_mm, fold + 1), now)
    return [found[i] for i in range(len(pairs))]


def fold_of(pairs: Sequence[Pair], folds: int) -> list[int]:
    """For each pair the fold in which it is held out: patients in turn, in an order that depends on their names alone.

    Raises BadInput when there are fewer patients than folds, or fewer than two folds.
    """
    patients = sorted({_patient(p) for p in pairs}, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    if not 2 <= folds <= len(patients):
        raise BadInput(
            f"{folds} folds of {len(patients)} patients cannot be made", todo="Take at least 2, at most one a patient."
        )
    number = {patient: i % folds for i, patient in enumerate(patients)}
    return [number[_patient(p)] for p in pairs]


def _patient(pair: Pair) -> str:
    return pair.patient or pair.image


def _trained(
    card: ModelCard, pairs: Sequence[Pair], home: Path, fold: int, folds: int, scratch: bool, minutes: float | None
) -> Steps[ModelCard]:
    """The model of that fold: trained before for just these pairs, or now."""
    names = {s.value: s.name for s in card.segments}
    recipe = (SCRATCH if scratch else FINE) | {"score": False} | ({"minutes": minutes} if minutes else {})
    spec = TrainingSpec(f"fold-{fold + 1}", tuple(pairs), "" if scratch else card.folder, names, recipe)
    mark = hashlib.sha256(f"{spec.digest} {card.sha256}".encode()).hexdigest()[:10]
    folder = home / f"fold-{fold + 1}-of-{folds}-{mark}"
    if (folder / models.CARD).is_file():
        return ModelCard.read(folder)
    steps = run_trainer(spec)
    try:
        while True:
            step = next(steps)
            yield replace(step, text=f"Fold {fold + 1} of {folds}: {step.text}")
    except StopIteration as stop:
        made: ModelCard = stop.value
    finally:
        steps.close()
    beside = folder.with_name(f".{folder.name}")
    try:
        home.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(made.folder, beside)
        beside.rename(folder)
    except OSError as error:
        raise WriteFailed(f"The model of a fold was not kept: {error.strerror}", folder, "Make room.") from error
    finally:
        models.discard(made)
    return ModelCard.read(folder)
