"""The sample study goes through real DICOM files and keeps its volumes."""

from __future__ import annotations

from pathlib import Path

from medseg_gui import api
from medseg_gui.workers.job import run_now
from medseg_gui.workers.sample import sample_study


def test_labels_keep_their_analytic_volume_through_dicom_and_nifti(tmp_path: Path) -> None:
    study = run_now(sample_study(tmp_path / "study"))
    volume = api.open_volume(study.image)
    labels = api.open_labels(study.labels, like=volume)
    assert volume.modality == "CT"
    assert api.save_labels(labels, tmp_path / "mask.nii.gz", volume).verified
    again = api.open_labels(tmp_path / "mask.nii.gz", like=volume)
    by_name = {s.name: s for s in labels.segments}
    assert set(by_name) == set(study.analytic_ml)
    for name, true_ml in study.analytic_ml.items():
        segment = next(s for s in again.segments if s.value == by_name[name].value)
        ml = again.mask(segment).sum() * again.geometry.voxel_ml
        assert abs(ml - true_ml) <= (0.02 if true_ml > 10 else 0.05) * true_ml, name


def test_the_study_is_written_once(tmp_path: Path) -> None:
    run_now(sample_study(tmp_path / "study"))
    stamps = {f: f.stat().st_mtime_ns for f in (tmp_path / "study").rglob("*")}
    run_now(sample_study(tmp_path / "study"))
    assert stamps == {f: f.stat().st_mtime_ns for f in (tmp_path / "study").rglob("*")}
