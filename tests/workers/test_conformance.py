"""The conformance table: equal series, and each kind of difference found and explained."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from medseg_gui.cli import main
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.volume import Volume
from medseg_gui.workers import export
from medseg_gui.workers.conformance import Check, Finding, conformance
from medseg_gui.workers.job import run_now
from tests.io.helpers import ct, write


def check(finding: Finding, against: str) -> Check:
    return next(c for c in finding.checks if c.against.startswith(against))


def test_a_series_is_compared_with_its_reference_and_simpleitk(tmp_path: Path) -> None:
    volume = ct((5, 6, 7))
    write(volume, tmp_path / "a")
    run_now(export.convert(volume, tmp_path / "a_truth.nii.gz"))
    (finding,) = run_now(conformance(tmp_path))
    for against in ("a_truth.nii.gz", "SimpleITK"):
        found = check(finding, against)
        assert found.same, found
        assert found.differing == 0
        assert found.grid_mm == pytest.approx(0, abs=1e-3)


def test_a_wrong_reference_is_not_explained_away(tmp_path: Path) -> None:
    volume = ct((5, 6, 7))
    write(volume, tmp_path / "a")
    voxels = np.array(volume.voxels)
    voxels[1, 2, 3] += 7
    run_now(export.convert(Volume(voxels, volume.geometry), tmp_path / "a_voxel.nii.gz"))
    moved = volume.geometry.affine.copy()
    moved[0, 3] += 2.0
    run_now(export.convert(Volume(volume.voxels, Geometry((5, 6, 7), moved)), tmp_path / "a_moved.nii.gz"))
    (finding,) = run_now(conformance(tmp_path))
    voxel, place = check(finding, "a_voxel"), check(finding, "a_moved")
    assert (voxel.differing, voxel.largest, voxel.explained) == (1, 7.0, False)
    assert (place.differing, place.explained) == (0, False)
    assert place.grid_mm == pytest.approx(2.0, abs=1e-3)


def test_every_real_series_agrees_or_is_explained(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Against the reference conversions there, SimpleITK, and dcm2niix where it is installed."""
    assert main(["conformance", str(data_dir), "--json"]) == 0
    series = json.loads(capsys.readouterr().out)["series"]
    assert len(series) >= 33
    assert not [s for s in series if s["refusal"]]
    unexplained = [(s["folder"], c) for s in series for c in s["checks"] if not c["explained"]]
    assert not unexplained
    files = [c for s in series for c in s["checks"] if ".nii" in c["against"]]
    assert len(files) >= 20
    assert all(not c["why"] for c in files)
    # each time point against the same one of its reference
    points = [c["against"] for c in files if c["against"].startswith("DCM2NIIX_regression_test_4.nii")]
    assert points == [f"DCM2NIIX_regression_test_4.nii [{t}]" for t in range(1, 11)]
    differ = [s for s in series for c in s["checks"] if c["against"] == "SimpleITK" and c["why"]]
    assert {Path(s["folder"]).parent.name for s in differ} == {"gantrytilting", "20180918Si"}
