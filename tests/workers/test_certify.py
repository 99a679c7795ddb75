"""The certificate says what was written from what, and checks out against the files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pydicom
import pytest

from medseg_gui import api
from medseg_gui.cli import main
from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Code, LabelMap, Segment
from medseg_gui.workers import export
from medseg_gui.workers.job import run_now
from tests.io.helpers import ct, write


def ball(geometry: Geometry) -> LabelMap:
    mask = np.linalg.norm(np.indices(geometry.shape) - np.array([3, 10, 11])[:, None, None, None], axis=0) < 3.5
    segments = [Segment(1, "Ball", (255, 0, 0), 0, Code("4147007", "SCT", "Mass")), Segment(2, "nothing")]
    return LabelMap([mask.astype(np.uint8)], geometry, segments)


KINDS = ["a.nii.gz", "a.seg.nrrd", "a.mha", "a.dcm", "map.dcm", "rt.dcm", "a.stl", "a.ply", "a.csv", "pngs"]


@pytest.mark.parametrize("name", KINDS)
def test_every_export_is_certified(tmp_path: Path, name: str) -> None:
    files = write(ct((7, 20, 22)), tmp_path / "ct")
    volume = api.open_volume(tmp_path / "ct")
    labels = ball(volume.geometry)
    done = run_now(export.export(labels, tmp_path / name, volume, rtstruct=name == "rt.dcm", save_it=True))
    assert done.certificate_path == tmp_path / f"{name}.certificate.json"
    text = done.certificate_path.read_text()
    found = json.loads(text)
    assert found == json.loads(json.dumps(done.certificate))
    written = [tmp_path / name] if (tmp_path / name).is_file() else sorted((tmp_path / name).iterdir())
    sums = [(p.name, hashlib.sha256(p.read_bytes()).hexdigest()) for p in written]
    assert [(f["name"], f["sha256"]) for f in found["written"]["files"]] == sums
    source = found["source"]
    assert (source["series_uid"], source["study_uid"]) == (volume.info.uid, volume.info.study_uid)
    uids = {str(pydicom.dcmread(f).SOPInstanceUID): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    assert {f["sop_instance_uid"]: f["sha256"] for f in source["files"]} == uids
    assert all(found["compared"][key] for key in ("writer", "reader", "found"))
    one, empty = found["segments"]
    count = int(labels.voxels.sum())
    assert (one["name"], one["voxels"], one["code"]["value"]) == ("Ball", count, "4147007")
    assert one["volume_ml"] == pytest.approx(count * volume.geometry.voxel_ml, rel=1e-6)
    np.testing.assert_allclose(one["centroid_mm"], volume.geometry.to_world((3, 10, 11)), atol=1e-3)
    assert (empty["voxels"], empty["centroid_mm"], empty["apart_mm"]) == (0, None, 0.0)
    assert found["versions"]["medseg"]
    assert str(tmp_path) not in text  # no folder names, which often name patients
    assert "Phantom" not in text
    assert "SAMPLE" not in text


def test_the_command_line_exports_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(ct((7, 20, 22)), tmp_path / "ct")
    labels = ball(api.open_volume(tmp_path / "ct").geometry)
    api.save_labels(labels, tmp_path / "m.seg.nrrd")
    for name in KINDS:
        arguments = ["export", str(tmp_path / "m.seg.nrrd"), "--source", str(tmp_path / "ct"), "--json"]
        extra = {"rt.dcm": ["--rtstruct"], "a.dcm": ["--dicom-seg"], "map.dcm": ["--seg-type", "labelmap"]}.get(
            name, []
        )
        assert main([*arguments, "--out", str(tmp_path / name), *extra, "--certificate"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert said["segments"][0]["name"] == "Ball"
        assert (tmp_path / f"{name}.certificate.json").is_file()
    assert pydicom.dcmread(tmp_path / "map.dcm").SegmentationType == "LABELMAP"
    back = api.open_labels(tmp_path / "rt.dcm", like=api.open_volume(tmp_path / "ct"))
    np.testing.assert_array_equal(back.voxels, labels.voxels)
    assert main([*arguments, "--out", str(tmp_path / "a.nii"), "--rtstruct"]) == 1


def test_a_table_of_figures_needs_its_image(tmp_path: Path) -> None:
    labels = ball(ct((7, 20, 22)).geometry)
    with pytest.raises(BadInput, match="needs the image"):
        api.save_labels(labels, tmp_path / "a.csv")
