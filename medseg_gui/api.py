"""The verbs of the program from Python, without a window. Loads neither Qt nor torch; torch comes with the first model.

All triples are (slice, row, column), 0-based; the world is DICOM's LPS in millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from medseg_gui.core.geometry import Box, Geometry, Plane
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.prompts import BoxPrompt, Click, Lasso, Prompt, PromptSet, Scribble
from medseg_gui.core.segmenter import ModelCard, Progress, Request, Segmenter
from medseg_gui.core.volume import Note, SeriesInfo, Volume
from medseg_gui.workers.job import Steps, run_now

if TYPE_CHECKING:
    from medseg_gui.core import deidentify as deid
    from medseg_gui.core.interval import VolumeEstimate
    from medseg_gui.core.metrics import Evaluation
    from medseg_gui.core.segmentstats import SegmentFigures
    from medseg_gui.io.safewrite import Verified
    from medseg_gui.workers.authorship import Statistics
    from medseg_gui.workers.cohort import Cohort
    from medseg_gui.workers.modelreport import ModelReport
    from medseg_gui.workers.ranking import Ranking

__all__ = [
    "Answer",
    "Box",
    "BoxPrompt",
    "Click",
    "Geometry",
    "LabelMap",
    "Lasso",
    "ModelCard",
    "Note",
    "Progress",
    "Scribble",
    "SeriesInfo",
    "TrainingStep",
    "Volume",
    "accept_model",
    "batch",
    "calibrate",
    "case_authors",
    "case_statistics",
    "convert",
    "deidentify",
    "discard_model",
    "evaluate",
    "find_series",
    "finetune",
    "load_model",
    "measure",
    "model_report",
    "open_labels",
    "open_volume",
    "predict",
    "rank_cases",
    "save_labels",
    "segment",
    "segment_volumes",
    "train",
    "volume_from_array",
]

Report = Callable[[Progress], Any]


@dataclass(frozen=True)
class TrainingStep(Progress):
    """Progress of a training. The last one's ``card`` is the new, not yet accepted, model; before it None."""

    card: ModelCard | None = None


Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Answer:
    """What a model answered to prompts: ``mask`` in the volume's shape, float32 ``probability`` in the ``box`` or None.

    ``quality`` is the predicted Dice or None; ``hypotheses`` are (mask, quality), best first.
    """

    mask: Mask
    probability: npt.NDArray[np.float32] | None
    box: Box
    quality: float | None
    seconds: float
    hypotheses: list[tuple[Mask, float | None]] = field(default_factory=list)


def find_series(path: str | Path, progress: Report | None = None) -> list[Any]:
    """The series under a folder or in a file, one row each: uid, description, modality, size, spacing_mm, notes.

    Raises BadInput when there is nothing that can be read.
    """
    from medseg_gui.workers import open_case

    return run_now(open_case.find(str(path)), progress)


def open_volume(
    path: str | Path, series: str | None = None, progress: Report | None = None, grid: str | None = None
) -> Volume:
    """The volume of a DICOM folder or file, or of a NIfTI, NRRD or MHA file.

    ``series`` is the UID (or row uid of find_series) to take from a folder that holds several; without it such a
    folder raises BadInput that lists them.

    ``grid``: what to do with a DICOM series whose slices lie unevenly (missing ones, varying distances) or lean (gantry
    tilt): "resample" onto an even, upright grid, "split" into even parts, "true" for the sheared grid that a tilted one
    truly has. Without it a tilted series keeps its true grid, and an uneven one raises BadInput that names the error.
    """
    from medseg_gui.workers import open_case

    return run_now(open_case.open_volume(str(path), series, grid), progress)


def volume_from_array(
    voxels: npt.NDArray[Any],
    spacing_mm: tuple[float, float, float],
    modality: str = "CT",
    affine: npt.ArrayLike | None = None,
) -> Volume:
    """A volume from an array (slice, row, column).

    ``affine`` (4, 4) maps (slice, row, column, 1) to LPS mm and then decides the spacing; without it the array is
    axial: slice to the head, row to the back, column to the patient's left. Raises BadInput.
    """
    import numpy as np

    shape = tuple(int(n) for n in voxels.shape)
    if affine is not None:
        geometry = Geometry(shape, np.asarray(affine, dtype=np.float64))  # type: ignore[arg-type]
    else:
        geometry = Geometry.axial(shape, spacing_mm)  # type: ignore[arg-type]
    return Volume(voxels, geometry, modality)


def open_labels(
    path: str | Path, like: Volume | None = None, resample: bool = False, progress: Report | None = None
) -> LabelMap:
    """The masks of a file. With ``like`` they must lie on that volume's grid: GeometryMismatch, unless ``resample``."""
    from medseg_gui.workers import open_case

    return run_now(open_case.open_labels(str(path), like=like, resample=resample), progress)


def case_statistics(path: str | Path, progress: Report | None = None) -> Statistics:
    """What a saved case has cost and who drew how much of each segment: ``.to_json()``, ``.to_csv()``."""
    from medseg_gui.workers import authorship

    return run_now(authorship.statistics_of_file(Path(path)), progress)


def case_authors(path: str | Path, progress: Report | None = None) -> LabelMap:
    """The last author of each drawn voxel of a saved case: a label map whose segments are the authors."""
    from medseg_gui.workers import authorship

    return run_now(authorship.authors_of_file(Path(path)), progress)


def segment(volume: Volume, model: str, progress: Report | None = None) -> LabelMap:
    """The automatic segmentation by a model (a name, or the path of a model folder). Raises ModelError."""
    return segment_volumes(volume, model, progress)[0]


def segment_volumes(
    volume: Volume, model: str, progress: Report | None = None
) -> tuple[LabelMap, tuple[VolumeEstimate, ...]]:
    """The same, and each structure's volume with its 90 % interval (``.low_ml``, ``.high_ml``), or ``.why`` not."""
    from medseg_gui.workers import segment as worker

    answer = run_now(worker.segment(volume, model), progress)
    return answer.labels, answer.volumes


def calibrate(model: str, pairs: str | Path, progress: Report | None = None) -> dict[str, Any]:
    """Calibrates those intervals on labelled cases that the model was not trained on, and keeps that in its card.

    A shipped model is only measured. Raises BadInput for fewer than 9 cases, ModelError.
    """
    from medseg_gui.workers import calibrate as worker

    return run_now(worker.calibrate(model, pairs), progress)


def load_model(name: str | Path) -> Segmenter:
    """A shipped or imported model, by name or by the path of its folder. Raises ModelError."""
    from medseg_gui.workers import segment as worker

    return worker.load_model(str(name))


def predict(
    segmenter: Segmenter,
    volume: Volume,
    prompts: Iterable[Prompt],
    previous: Mask | None = None,
    plane: Plane | None = None,
    progress: Report | None = None,
) -> Answer:
    """The model's answer to prompts: with a ``plane`` in 2-D on the slice of the last prompt, without in 3-D.

    ``previous`` (the volume's shape) is the mask that the prompts correct; what they do not touch stays as it was.
    Raises ModelError.
    """
    request = Request(PromptSet(tuple(prompts)), previous, plane)
    found = run_now(segmenter.predict(volume, request), progress)

    def whole(labels: npt.NDArray[Any]) -> Mask:
        mask = np.zeros(volume.geometry.shape, bool) if previous is None else np.array(previous, bool)
        mask[found.box.slices] = labels > 0
        return mask

    others = [(whole(h.labels), h.quality) for h in found.hypotheses]
    return Answer(whole(found.labels), found.probability, found.box, found.quality, found.seconds, others)


def measure(labels: LabelMap, volume: Volume, progress: Report | None = None) -> tuple[SegmentFigures, ...]:
    """Volume, grey values and diameters of each segment. Raises GeometryMismatch when the grids differ."""
    from medseg_gui.core.errors import GeometryMismatch
    from medseg_gui.workers import measure as jobs

    if not labels.geometry.same_as(volume.geometry):
        what = (
            f"The mask lies on another grid than the image: {labels.geometry.describe()}; {volume.geometry.describe()}"
        )
        raise GeometryMismatch(what, todo="Resample it to the image first.")
    return run_now(jobs.measure_segments(volume, labels), progress)


def evaluate(labels: LabelMap, reference: LabelMap | None, tolerance_mm: float = 1.0) -> Evaluation:
    """All figures of ``labels`` against ``reference``, per segment and whole; volumes alone without a reference."""
    from medseg_gui.workers import evaluate as worker

    return run_now(worker.evaluate_job(labels, reference, tolerance_mm))


def finetune(pairs: str | Path, base: str, name: str, **options: Any) -> Iterator[TrainingStep]:
    """Trains a copy of ``base`` on corrected cases (a CSV or folder, see CONTRACT) in a process of its own.

    Yields a step for each report of the trainer; the last one's ``card`` is the new model, to be given to
    ``accept_model`` or ``discard_model``. Leaving the loop early stops the training.
    """
    from medseg_gui.workers import finetune as worker

    return _training(worker.finetune(str(pairs), base, name, **options))


def train(pairs: str | Path, name: str, **options: Any) -> Iterator[TrainingStep]:
    """Trains an automatic U-Net from scratch, self-configured from the cases. Yields as ``finetune`` does."""
    from medseg_gui.workers import finetune as worker

    return _training(worker.train(str(pairs), name, **options))


def _training(steps: Steps[ModelCard]) -> Iterator[TrainingStep]:
    try:
        while True:
            step = next(steps)
            yield TrainingStep(step.text, step.done, step.total, step.figures)
    except StopIteration as stop:
        card: ModelCard = stop.value
        yield TrainingStep("", 1, 1, card=card)
    finally:
        steps.close()


def accept_model(card: ModelCard) -> ModelCard:
    """Keeps a newly trained model in the user's library; the card as it now stands there."""
    from medseg_gui.workers import models

    return models.accept(card)


def discard_model(card: ModelCard) -> None:
    """Throws a newly trained model away."""
    from medseg_gui.workers import models

    models.discard(card)


def model_report(
    model: str,
    pairs: str | Path,
    out: str | Path,
    tolerance_mm: float = 1.0,
    folds: int = 0,
    scratch: bool = False,
    minutes: float | None = None,
    progress: Report | None = None,
) -> ModelReport:
    """Scores an automatic model on labelled cases; report.html, report.pdf, cases.csv and figures.json go to ``out``.

    ``folds``: cross-validation by patient, each fold's model trained for ``minutes`` from ``model`` (``scratch``: from
    nothing). A case that fails is in ``.scores.failed``; the same call again goes on where an earlier one was stopped.
    Raises BadInput, ModelError, WriteFailed.
    """
    from medseg_gui.workers import modelreport

    steps = modelreport.report(model, pairs, out, tolerance_mm, folds, scratch, minutes)
    return run_now(steps, progress)


def batch(
    sources: Iterable[str | Path], model: str, out: str | Path, progress: Report | None = None, **how: Any
) -> Cohort:
    """The automatic segmentation of many cases (folders, CSVs with a column image, files), written to ``out``.

    ``how``: formats, workers, cluster, gpus, grid of ``workers.cohort.batch``. A case that fails is in ``.failed`` and
    the rest goes on; the same call again goes on where an earlier one was stopped. ``.table`` and ``.figures`` are the
    report. Raises BadInput, ModelError, RemoteFailed, WriteFailed, Locked.
    """
    from medseg_gui.workers import cohort

    return run_now(cohort.batch(tuple(sources), model, out, **how), progress)


def rank_cases(cases: str | Path, model: str, progress: Report | None = None) -> Ranking:
    """Which of the cases of a folder, CSV or case list to label next: ``.rows`` in that order, ``.trust`` says why.

    Cases that are begun, or come with a mask, are left out; those that are done count as labelled. Nothing is written
    to the list. Raises BadInput, ModelError.
    """
    from medseg_gui.workers import ranking, worklist

    opened = run_now(worklist.open_list(Path(cases).expanduser().absolute()), progress)
    return run_now(ranking.rank_cases(model, opened.items, opened.state), progress)


def save_labels(
    labels: LabelMap,
    path: str | Path,
    source: Volume | None = None,
    progress: Report | None = None,
    rtstruct: bool = False,
    certificate: bool = False,
    seg: Literal["BINARY", "FRACTIONAL", "LABELMAP"] = "BINARY",
    probabilities: Mapping[tuple[int, int], npt.NDArray[np.floating[Any]]] | None = None,
) -> Verified:
    """Writes masks by the file's suffix, reads them back with a second reader and compares before replacing anything.

    ".dcm" is a DICOM SEG of the kind ``seg``, or with ``rtstruct`` a structure set; both need the DICOM series as
    ``source``. A fractional SEG holds ``probabilities`` (segment's (layer, value) → 0 to 1 at each voxel, a half or
    more where the labels are), or without them none or all.
    ``certificate`` saves beside it, as FILE.certificate.json, what was compared, with UIDs, hashes and versions.
    ``.verified`` of the result lists what was compared. Raises WriteFailed; an older file is then still whole.
    """
    from medseg_gui.workers import export

    if certificate:
        steps = export.export(labels, path, source, rtstruct, True, seg, probabilities)
        return run_now(steps, progress).report
    return run_now(export.save_labels(labels, path, source, "", rtstruct, seg, probabilities), progress)


def convert(volume: Volume, path: str | Path, progress: Report | None = None) -> Verified:
    """Writes a volume by the file's suffix, geometry kept, read back and compared. Raises WriteFailed."""
    from medseg_gui.workers import export

    return run_now(export.convert(volume, str(path)), progress)


def deidentify(
    path: str | Path, folder: str | Path, key: str | Path | None = None, progress: Report | None = None, **choice: Any
) -> deid.Report:
    """Copies of DICOM files without identity (PS3.15 annex E), each read back and searched, in a folder apart.

    ``choice`` as ``core.deidentify.Choice``: dates ("remove", "shift", "keep"), keep_uids, device, institution,
    patient, descriptors, private, burned, blank. ``key``: the file of the project's key (made if missing): the same
    patients and UIDs become the same again. ``.text()`` and ``.data()`` of the result say what was changed and left
    out. Raises BadInput, WriteFailed.
    """
    from medseg_gui.core.deidentify import Choice
    from medseg_gui.workers import deidentify as worker

    chosen = Path(key) if key is not None else None
    return run_now(worker.deidentify([Path(path)], Path(folder), Choice(**choice), chosen), progress)
