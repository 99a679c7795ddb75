"""Measuring a mask against a reference, as a job."""

from __future__ import annotations

from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.metrics import Evaluation, Figures, evaluate_rows, pairs
from medseg_gui.core.segmenter import Progress
from medseg_gui.workers.job import Steps


def evaluate_job(labels: LabelMap, reference: LabelMap | None, tolerance_mm: float = 1.0) -> Steps[Evaluation]:
    """All figures, as ``core.metrics.evaluate``; yields after each segment, so that it can be cancelled there."""
    total = len(pairs(labels, reference)) + 1
    rows: list[Figures] = []
    yield Progress("Measuring", 0, total)
    for row in evaluate_rows(labels, reference, tolerance_mm):
        rows.append(row)
        yield Progress(f"Measured {row.name}", len(rows), total)
    return Evaluation(tuple(rows[:-1]), rows[-1], tolerance_mm)
