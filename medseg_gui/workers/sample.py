"""The built-in sample study: a computed CT patient as a real DICOM series, with manual labels of known volume."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from medseg_gui.core.phantom import make_phantom
from medseg_gui.core.segmenter import Progress
from medseg_gui.io import dicom_write
from medseg_gui.settings import user_folder
from medseg_gui.workers import export, open_case
from medseg_gui.workers.job import Steps

SEED = 1
"""The demonstration's patient. Shipped models never saw this seed or the next one."""
SECOND_SEED = 2


@dataclass(frozen=True)
class Study:
    """Where a sample study lies: the folder of the CT series and the DICOM SEG with its manual labels.

    ``analytic_ml``: the volumes that follow from the formulas of the shapes, by segment name.
    """

    image: str
    labels: str
    analytic_ml: dict[str, float]


def sample_study(folder: str | Path | None = None, seed: int = SEED) -> Steps[Study]:
    """The study in the folder (or in the user's own), written when it is not there yet."""
    folder = Path(folder) if folder is not None else user_folder("sample") / f"patient-{seed}"
    ready = folder / "volumes.json"
    image, labels = folder / "ct", folder / "manual.dcm"
    if not ready.exists():
        yield Progress("Computing the patient")
        phantom = make_phantom(seed)
        yield from dicom_write.write_series(phantom.volume, image)
        volume = yield from open_case.open_volume(image)
        yield from export.save_labels(phantom.labels, labels, volume, algorithm="MANUAL")
        ready.write_text(json.dumps(phantom.analytic_ml, indent=1), encoding="utf-8")
    return Study(str(image), str(labels), json.loads(ready.read_text(encoding="utf-8")))
