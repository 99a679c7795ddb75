"""The click exam: who is asked, what is counted, and that the classical methods play the same game."""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from medseg_gui import api, cli
from medseg_gui.core.errors import BadInput
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.robots import dice
from medseg_gui.ml.click.engine import ClickSegmenter
from medseg_gui.workers import benchmark
from medseg_gui.workers.baselines import BASELINES
from medseg_gui.workers.benchmark import ROBOTS, Row, cases, click_exam, figures, summary
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pairs import read_pairs
from tests.conftest import ROOT
from tests.ml.click.geodesics import ellipsoid, geodesic_network, volume_of
from tests.ml.click.test_engine import make_click_model

SHAPE, SPACING = (6, 40, 44), (3.0, 1.0, 1.0)


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Two patients in one group, one in another, one apart."""
    rows = []
    for k, (patient, group) in enumerate((("a", "liver"), ("b", "liver"), ("c", "spleen"), ("d", "hippocampus"))):
        mask = ellipsoid(SHAPE, (3, 18 + k, 20), (7, 9 + k, 8), SPACING)
        volume = volume_of(mask, SPACING)
        image, label = tmp_path / f"{k}.nii.gz", tmp_path / f"{k}_mask.nii.gz"
        api.convert(volume, image)
        api.save_labels(LabelMap.from_voxels(mask.astype(np.uint8), volume.geometry), label)
        rows.append([image.name, label.name, patient, group])
    path = tmp_path / "pairs.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["image", "label", "patient", "group"], *rows])
    return path


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    segmenter = ClickSegmenter(make_click_model(tmp_path / "tiny"), tmp_path / "tiny")
    monkeypatch.setattr(segmenter, "probabilities", geodesic_network)
    monkeypatch.setattr(benchmark, "load_model", lambda name: segmenter)
    return "tiny-click"


def test_the_exam_plays_every_target_with_every_robot_and_method(pairs: Path, model: str, tmp_path: Path) -> None:
    seen: list[Any] = []
    report = run_now(click_exam(pairs, model, clicks=3, robots=ROBOTS, baselines=True), seen.append)
    assert list(report.rows) == [model, *(f"{model}, {robot}" for robot in ROBOTS[1:]), *BASELINES]
    assert {len(rows) for rows in report.rows.values()} == {8}
    assert len(seen) == 12
    data = report.to_dict()
    mine = data[model]
    assert mine["mean"]["dice_1"] > 0.9
    assert mine["mean"]["best_of_three_1"] >= mine["mean"]["dice_1"]
    assert mine["low_95"]["dice_3"] <= mine["mean"]["dice_3"] <= mine["high_95"]["dice_3"]
    assert mine["patients"] == 4
    assert mine["latency_ms"]["p50"] <= mine["latency_ms"]["p95"]
    assert set(mine["groups"]) == {"liver", "spleen", "hippocampus"}
    expected = (mine["groups"]["liver"]["dice_1"] + mine["groups"]["spleen"]["dice_1"]) / 2
    assert mine["mean"]["dice_1"] == pytest.approx(expected, abs=2e-4)
    for name, (_, choices) in BASELINES.items():
        assert data[name]["options"] in choices
        assert data[name]["mean"]["dice_1"] > 0.5
    json.dumps(data)
    report.to_csv(tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 8 * 7
    assert {line["patient"] for line in lines} == {"a", "b", "c", "d"}


def test_the_exam_is_repeatable(pairs: Path, model: str) -> None:
    one, two = (
        [r.scores for rows in run_now(click_exam(pairs, model, clicks=3, robots=ROBOTS)).rows.values() for r in rows]
        for _ in range(2)
    )
    assert one == two


def test_means_go_over_patients_then_groups_and_failures_count_as_the_cap() -> None:
    rows = [
        Row("1", "a", "x", (0.5,) * 10, 0.6, (0.1,)),
        Row("2", "a", "x", (0.7,) * 10, 0.8, (0.1,)),
        Row("3", "b", "x", (0.9,) * 10, 0.9, (0.1,)),
        Row("4", "c", "y", (0.2, *(0.87,) * 9), 0.5, (0.3,)),
        Row("5", "d", "hippocampus", (0.0,) * 10, 0.0, (0.1,)),
    ]
    mean = summary(rows)["mean"]
    assert mean["dice_1"] == pytest.approx(((0.6 + 0.9) / 2 + 0.2) / 2)
    assert figures(rows[0])["noc85_cap5"] == 5
    assert figures(rows[0])["noc85_cap10"] == 10
    assert figures(rows[0])["failed85_cap5"] == 1
    assert figures(rows[3])["noc85_cap5"] == 2
    assert figures(rows[3])["noc90_cap10"] == 10
    assert figures(rows[2])["noc90_cap5"] == 1
    assert summary(rows, ())["mean"]["dice_1"] < mean["dice_1"]
    assert summary(rows[4:])["mean"]["dice_1"] == 0


@pytest.mark.parametrize("name", BASELINES)
def test_classical_methods_find_a_bright_disk_and_obey_a_negative_click(name: str) -> None:
    method, choices = BASELINES[name]
    mask = ellipsoid((1, 40, 60), (0, 20, 18), (1, 9, 9), (1, 1, 1))[0]
    other = ellipsoid((1, 40, 60), (0, 20, 42), (1, 9, 9), (1, 1, 1))[0]
    image = np.random.default_rng(0).normal(0, 3, (40, 60)).astype(np.float32) + 100 * (mask | other)
    options = choices[-1]
    assert dice(method(image, [(20, 18, True)], **options), mask) > 0.7
    both = method(image, [(20, 18, True), (20, 42, False)], **options)
    assert not both[20, 42]
    assert dice(both, mask) > 0.7


def test_masks_without_a_target_are_refused(pairs: Path, model: str, tmp_path: Path) -> None:
    volume = volume_of(np.zeros(SHAPE, bool), SPACING)
    empty = np.zeros(SHAPE, np.uint8)
    empty[0, 0, 0] = 1
    api.save_labels(LabelMap.from_voxels(empty, volume.geometry), tmp_path / "0_mask.nii.gz")
    pairs.write_text("image,label\n0.nii.gz,0_mask.nii.gz\n", encoding="utf-8")
    with pytest.raises(BadInput, match="large enough"):
        run_now(click_exam(pairs, model))


def test_benchmark_and_click_verbs(
    pairs: Path, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        cli.main(["benchmark", "click", str(pairs), "--clicks", "2", "--json", "--csv", str(tmp_path / "t.csv")]) == 0
    )
    data = json.loads(capsys.readouterr().out)
    assert data[model]["targets"] == 8
    assert (tmp_path / "t.csv").is_file()
    assert cli.main(["benchmark", "click", str(pairs), "--clicks", "2"]) == 0
    assert "hippocampus" in capsys.readouterr().out
    image, folder, out = str(tmp_path / "0.nii.gz"), str(tmp_path / "tiny"), str(tmp_path / "mask.nrrd")
    where = ["--model", folder, "--out", out]
    arguments = ["click", image, "--positive", "3,18,20", "--negative", "3,2,2", "--plane", "axial", *where, "--json"]
    assert cli.main(arguments) == 0
    figures_ = json.loads(capsys.readouterr().out)
    mask = api.open_labels(out).any_mask()
    assert figures_["voxels"] == mask.sum() > 0
    assert not np.delete(mask, 3, 0).any()
    assert cli.main(["click", image, "--box", "3,9,12,3,27,28", "--plane", "axial", "--previous", out, *where]) == 0
    capsys.readouterr()
    assert cli.main(["click", image, "--positive", "3,18,20", *where]) == 0
    assert cli.main(["click", image, *where]) == 1
    assert "nothing to answer" in capsys.readouterr().err
    with pytest.raises(SystemExit) as end:
        cli.main(["click", image, "--positive", "3,18", *where])
    assert end.value.code == 2


def test_predict_from_python(tmp_path: Path) -> None:
    make_click_model(tmp_path / "tiny")
    segmenter = api.load_model(tmp_path / "tiny")
    mask = ellipsoid(SHAPE, (3, 18, 20), (7, 9, 8), SPACING)
    volume = volume_of(mask, SPACING)
    previous = np.zeros(SHAPE, bool)
    previous[0, :4, :4] = True
    answer = api.predict(segmenter, volume, [api.Click((3, 18, 20), positive=True)], previous, "axial")
    assert answer.mask.shape == SHAPE
    assert answer.mask.dtype == np.bool_
    assert answer.mask[3, 18, 20]
    assert (answer.mask[0] == previous[0]).all()
    assert answer.probability is not None
    assert answer.probability.shape == answer.box.shape
    assert answer.hypotheses
    np.testing.assert_array_equal(answer.hypotheses[0][0], answer.mask)
    assert previous.sum() == 16


def test_the_fixed_exam_lists_what_no_model_trains_on(data_dir: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("click_exam", ROOT / "models" / "recipes" / "click_exam.py")
    assert spec is not None
    assert spec.loader is not None
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    lines = recipe.lines(data_dir)
    assert len({group for *_, group in lines}) == 12
    hippocampus = [int(patient) for *_, patient, group in lines if group == "hippocampus"]
    assert len(hippocampus) == 31
    assert min(hippocampus) >= 250
    path = tmp_path / "pairs.csv"
    chosen = [line for line in lines if line[3] in ("vertebra CT", "dcmqi", "breast tumour")]
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["image", "label", "patient", "group"])
        out.writerows([str(data_dir / image), str(data_dir / label), *rest] for image, label, *rest in chosen)
    found = [case for pair in read_pairs(path) for case in cases(pair)]
    counts = {g: sum(c.pair.group == g for c in found) for g in ("vertebra CT", "dcmqi", "breast tumour")}
    assert counts == {"vertebra CT": 24, "dcmqi": 4, "breast tumour": 1}
    assert all(c.target.mask.sum() >= 40 for c in found)
