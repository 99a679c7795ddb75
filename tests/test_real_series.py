"""The main job on real series, through the same verbs that a user has."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.core.brush import sweep
from medseg_gui.core.case import Case
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.demo import correct, dice

# Long enough to learn what a tumour may look like on two cores, short enough to wait for.
MINUTES = 3.0
STS = "sarcoma-sts"


@pytest.mark.parametrize("series", ["abdomen-crlm", "breast-ucsf/UCSF-BR-06"])
def test_open_paint_undo_export_reopen(series: str, data_dir: Path, tmp_path: Path) -> None:
    rows = [row for row in api.find_series(data_dir / series) if not row.refusal]
    volume = api.open_volume(data_dir / series, rows[0].uid)
    case = Case(volume)
    with case.edit("Add segment") as edit:
        lesion = edit.add_segment("Lesion")
    n = volume.geometry.shape
    middle = (n[0] // 2, n[1] // 2, n[2] // 2)
    box, ball = sweep(volume.geometry, middle, (middle[0], middle[1] + 9, middle[2]), 12.0)
    with case.edit("Brush") as edit:
        edit.paint(lesion, box, ball)
    painted = case.labelmap.voxels.copy()
    assert painted.sum() == ball.sum()
    case.undo()
    assert not case.labelmap.any_mask().any()
    case.redo()
    for name in ("mask.nii.gz", "mask.nrrd", "mask.mha", "mask.dcm"):
        report = api.save_labels(case.labelmap, tmp_path / name, volume)
        assert any("0 of" in line for line in report.verified), name
        again = api.open_labels(tmp_path / name, like=volume)
        assert np.array_equal(again.voxels, painted), name


@pytest.mark.slow
def test_a_unet_trained_on_the_spot_then_corrected_and_taught(data_dir: Path, tmp_path: Path) -> None:
    """STS_002, the DICOM case, is never in the training. Prints how poor or good each step is."""
    others = sorted(p for p in (data_dir / STS / "nifti").iterdir() if p.name != "STS_002")
    with (tmp_path / "pairs.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["image", "label", "patient"])
        writer.writerows([p / "MR_T1_image.nii.gz", p / "MR_T1_mask.nii.gz", p.name] for p in others)
    *_, last = api.train(tmp_path / "pairs.csv", "sarcoma-t1", minutes=MINUTES, seed=0)
    assert last.card is not None
    card = api.accept_model(last.card)
    folder = data_dir / STS / "dicom" / "STS_002" / "MR_T1"
    volume = api.open_volume(folder)
    manual = api.open_labels(data_dir / STS / "nifti" / "STS_002" / "MR_T1_mask.nii.gz", like=volume)
    automatic = named_as(api.segment(volume, card.name), manual)
    before = api.evaluate(automatic, manual).to_dict()["whole"]
    print(f"held-out: {card.scores}\nautomatic on STS_002: {before}")
    case = Case(volume, automatic)
    strokes = correct(case, manual, 150)
    after = dice(case.labelmap, manual)
    print(f"after {strokes} strokes: {after}")
    assert after["mean"] > (before["dice"] or 0) + 0.1
    api.save_labels(case.labelmap, tmp_path / "mask.nii.gz", volume)
    with (tmp_path / "corrected.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["image", "label", "patient"])
        writer.writerow([folder, tmp_path / "mask.nii.gz", "STS_002"])
    *_, tuned = api.finetune(tmp_path / "corrected.csv", card.name, "sarcoma-t1-2", minutes=1.0, seed=0)
    assert tuned.card is not None
    learnt = dice(named_as(api.segment(volume, tuned.card.folder), manual), manual)
    print(f"fine-tuned on the corrected case, on the same case: {learnt}; held-out: {tuned.card.scores}")
    api.discard_model(tuned.card)
    assert learnt["mean"] > (before["dice"] or 0)


def named_as(labels: LabelMap, reference: LabelMap) -> LabelMap:
    """The same masks under the reference's names, value for value."""
    return LabelMap(labels.layers, labels.geometry, [s for s in reference.segments if (labels.voxels == s.value).any()])
