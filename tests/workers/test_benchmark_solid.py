"""The exam of whole objects: which targets, where the robots click, what is counted."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api, cli
from medseg_gui.core.errors import BadInput
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.robots import largest_solid, next_click_3d, whole_object
from medseg_gui.ml.click import engine
from medseg_gui.ml.click.engine import ClickSegmenter
from medseg_gui.workers import benchmark_solid
from medseg_gui.workers.baselines_solid import BASELINES_3D
from medseg_gui.workers.benchmark_solid import ROBOTS_3D, solid_exam
from medseg_gui.workers.job import run_now
from tests.ml.click.geodesics import ellipsoid, geodesic_network, volume_of
from tests.ml.click.test_engine import make_click_model
from tests.ml.click3d.geodesics3 import geodesic_network_3d, make_solid_model

SHAPE, SPACING = (12, 40, 44), (3.0, 1.0, 1.0)


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    rows = []
    for k, group in enumerate(("liver", "hippocampus")):
        mask = ellipsoid(SHAPE, (6, 18 + k, 20), (9, 9 + k, 8), SPACING).astype(np.uint8)
        mask[0, 0, :3] = 2  # too small a label for a task
        volume = volume_of(mask == 1, SPACING)
        image, label = tmp_path / f"{k}.nii.gz", tmp_path / f"{k}_mask.nii.gz"
        api.convert(volume, image)
        api.save_labels(LabelMap.from_voxels(mask, volume.geometry), label)
        rows.append([image.name, label.name, f"p{k}", group])
    path = tmp_path / "pairs.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["image", "label", "patient", "group"], *rows])
    return path


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(engine, "shipped_models", lambda: tmp_path)
    make_solid_model(tmp_path / "solid")
    segmenter = ClickSegmenter(make_click_model(tmp_path / "tiny", solid="solid"), tmp_path / "tiny")
    assert segmenter._solid is not None
    monkeypatch.setattr(segmenter, "probabilities", geodesic_network)
    monkeypatch.setattr(segmenter._solid, "probabilities", geodesic_network_3d)
    monkeypatch.setattr(benchmark_solid, "load_model", lambda name: segmenter)
    return "tiny-click"


def test_the_exam_plays_every_whole_object(pairs: Path, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {n: (method, choices[-2:]) for n, (method, choices) in BASELINES_3D.items() if n in ("geodesic", "GrowCut")}
    monkeypatch.setattr(benchmark_solid, "BASELINES_3D", few)
    report = run_now(solid_exam(pairs, model, clicks=2, robots=ROBOTS_3D, baselines=True))
    found = report.to_dict()
    assert list(found) == [model, f"{model}, reader", f"{model}, clicks on one slice", "geodesic", "GrowCut"]
    assert {len(rows) for rows in report.rows.values()} == {2}
    assert found[f"{model}, reader"]["mean"]["dice_1"] > 0.6
    for name, (_, choices) in few.items():
        assert found[name]["options"] in choices
    assert found[model]["targets"] == found[model]["patients"] == 2
    assert found[model]["mean"] == found[model]["groups"]["liver"]  # the hippocampus is told apart
    assert found[model]["mean"]["dice_1"] > 0.6
    assert found[f"{model}, clicks on one slice"]["mean"]["dice_3"] > 0.6


def test_the_verb(pairs: Path, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rows.csv"
    assert cli.main(["benchmark", "click", str(pairs), "--solid", "--clicks", "1", "--json", "--csv", str(file)]) == 0
    assert next(iter(json.loads(capsys.readouterr().out))) == model
    assert len(file.read_text().splitlines()) == 5


def test_nothing_to_click_is_refused(tmp_path: Path, model: str) -> None:
    mask = np.zeros(SHAPE, np.uint8)
    mask[5, 20, 20] = 1
    volume = volume_of(mask == 1, SPACING)
    api.convert(volume, tmp_path / "i.nii.gz")
    api.save_labels(LabelMap.from_voxels(mask, volume.geometry), tmp_path / "l.nii.gz")
    (tmp_path / "pairs.csv").write_text("image,label\ni.nii.gz,l.nii.gz\n")
    with pytest.raises(BadInput):
        run_now(solid_exam(tmp_path / "pairs.csv", model))


def test_the_robot_clicks_the_deepest_voxel_in_millimetres() -> None:
    target = np.zeros((20, 30, 30), bool)
    target[2:6, 2:28, 2:28] = True  # 20 mm deep, 26 wide
    target[12:20, 10:18, 10:18] = True
    assert next_click_3d(target, np.zeros_like(target), (5.0, 1.0, 1.0)) is not None
    z, y, x, positive = next_click_3d(target, np.zeros_like(target), (5.0, 1.0, 1.0)) or (0, 0, 0, False)
    assert positive
    assert 3 <= z <= 4
    assert 11 <= y <= 18
    assert 11 <= x <= 18
    answer = target.copy()
    answer[2:6, 2:28, 28:30] = answer[8:11, 20:28, 20:28] = True
    z, y, x, positive = next_click_3d(target, answer, (1.0, 1.0, 1.0)) or (0, 0, 0, True)
    assert not positive
    assert answer[z, y, x]
    assert next_click_3d(target, target, (1.0, 1.0, 1.0)) is None
    assert next_click_3d(np.zeros_like(target), np.zeros_like(target), (1.0, 1.0, 1.0)) is None


def test_a_whole_object_is_the_largest_part_if_it_is_large_enough() -> None:
    mask = np.zeros((10, 20, 20), bool)
    mask[1:4, 1:12, 1:12] = True
    mask[4, 12, 12] = True  # hangs on by its corner
    mask[8, 15:19, 15:19] = True
    part = whole_object(mask)
    assert part is not None
    assert part.sum() == 3 * 121 + 1
    assert whole_object(mask[:3]) is None  # two slices only
    assert whole_object(mask[7:]) is None
    assert not largest_solid(np.zeros((3, 3, 3), bool)).any()
