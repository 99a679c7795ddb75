"""One case of a cohort, as a worker does it: read, segmented, written and verified; errors become its answer."""

from __future__ import annotations

import hashlib
import logging
import time
from pathlib import Path
from typing import Any

from medseg_gui.core.errors import MedsegError, ModelError
from medseg_gui.core.segmenter import Progress
from medseg_gui.workers import models, segment
from medseg_gui.workers.export import save_labels
from medseg_gui.workers.job import Steps
from medseg_gui.workers.open_case import open_volume

log = logging.getLogger(__name__)
Task = dict[str, Any]
"""name, image, series, grid, model, sha256, out, formats: all that a worker on any computer needs, as JSON."""
Answer = dict[str, Any]
"""files (name → SHA-256), volumes_ml, seconds, notes; or problem: one line that says why there is no mask."""


def segment_case(task: Task) -> Steps[Answer]:
    """What came of the case; every error but the worker's own end is in the answer."""
    began = time.perf_counter()
    try:
        answer = yield from _segment_case(task)
    except MedsegError as error:
        log.info("A case failed: %s", type(error).__name__, exc_info=True)
        return {"problem": str(error)}
    except Exception as error:
        log.exception("A case failed")
        from medseg_gui.ml.device import is_out_of_memory

        if is_out_of_memory(error):
            return {"problem": "There is not enough memory for this case. Use fewer workers, or a smaller image."}
        return {"problem": f"Unexpected {type(error).__name__}: {error}"[:300]}
    return {**answer, "seconds": round(time.perf_counter() - began, 2)}


def _segment_case(task: Task) -> Steps[Answer]:
    card = models.find(task["model"])
    if card.sha256 != task["sha256"]:
        raise ModelError(
            f"{card.name} has other weights on this computer than where the batch was started",
            todo="Give --model a folder that all computers see.",
        )
    volume = yield from open_volume(task["image"], task["series"] or None, task["grid"] or None)
    answer = yield from segment.segment(volume, task["model"])
    files: dict[str, str] = {}
    volumes_ml: dict[str, float] = {}
    for suffix in task["formats"]:
        path = Path(task["out"]) / f"{task['name']}.{suffix}"
        report = yield from save_labels(answer.labels, path, volume)
        yield Progress("Noting what was written")
        files[path.name] = sha256_of(path)
        volumes_ml |= report.volumes_ml
    notes = [note.text for note in (*volume.notes, *answer.labels.notes)]
    return {"files": files, "volumes_ml": volumes_ml, "notes": [*notes, *answer.notes]}


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
