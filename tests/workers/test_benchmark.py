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
from medseg_gui.workers import benchmark, exam_synthetic
from medseg_gui.workers.baselines import BASELINES
from medseg_gui.workers.benchmark import ROBOTS, Row, cases, click_exam, figures, summary
from medseg_gui.workers.exam_figures import agreement
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pairs import read_pairs
from medseg_gui.workers.walker import walk
from tests.conftest import ROOT
from tests.ml.click.geodesics import ellipsoid, geodesic_network, volume_of
from tests.ml.click.test_engine import make_click_model

AREAS = [402, 162, 175, 1334, 7034, 984, 151, 167, 493, 1298, 1273, 885, 7501]
GREYS = [75.96, 306.15, 111.44, 285.29, -274.83, 357.55, 291.56, 593.31, -383.36, 456.24, -392.02, 351.25, -498.22]
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
    tried = sum(3 * len(choices) + 8 for _, choices in BASELINES.values())
    assert len(seen) == 4 + 8 + tried
    data = report.to_dict()
    mine = data[model]
    assert mine["mean"]["dice_1"] > 0.9
    assert mine["mean"]["dice_0"] == 0
    assert 0.5 < data[f"{model}, from a mask"]["mean"]["dice_0"] <= 0.86
    assert mine["mean"]["nsd_px_1"] > 0.9
    assert mine["mean"]["nsd_2mm_1"] >= mine["mean"]["nsd_px_1"]
    assert 0 <= mine["calibration"]["1"]["mean_error"] <= 1
    assert "calibration" not in data["GrowCut"]
    assert mine["mean"]["best_of_three_1"] >= mine["mean"]["dice_1"]
    assert mine["low_95"]["dice_3"] <= mine["mean"]["dice_3"] <= mine["high_95"]["dice_3"]
    assert mine["patients"] == 4
    assert mine["latency_ms"]["p50"] <= mine["latency_ms"]["p95"]
    assert set(mine["groups"]) == {"liver", "spleen", "hippocampus"}
    expected = (mine["groups"]["liver"]["dice_1"] + mine["groups"]["spleen"]["dice_1"]) / 2
    assert mine["mean"]["dice_1"] == pytest.approx(expected, abs=2e-4)
    for name, (_, choices) in BASELINES.items():
        assert data[name]["options"] in choices
        assert data[name]["mean"]["dice_1"] > 0.5, name
    json.dumps(data)
    report.to_csv(tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 8 * (len(ROBOTS) + len(BASELINES))
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


def test_figures_of_the_time_a_person_needs() -> None:
    row = Row("1", "a", "x", (0.5, 0.7, 0.92, 0.95, 1.0), 0.6, (0.1, 0.2, 0.3, 5, 5))
    assert figures(row)["seconds_to_90"] == pytest.approx(3 * 1.5 + 0.6)
    assert figures(row)["auc_5"] == pytest.approx((0.25 + 0.7 + 0.92 + 0.95 + 0.5) / 4)
    failed = Row("1", "a", "x", (0.5,) * 5, 0.6, (0.1,) * 5)
    assert figures(failed)["seconds_to_90"] == pytest.approx(5 * 1.6)


def test_calibration_tells_a_good_prediction_from_a_bad_one() -> None:
    chance = np.random.default_rng(0)
    real = chance.uniform(0.3, 1, 500)
    perfect, constant = agreement(real, real), agreement(np.full(500, 0.9), real)
    assert (perfect["mean_error"], perfect["ece"], perfect["auroc85"], perfect["pearson"]) == (0, 0, 1, 1)
    assert constant["auroc85"] == 0.5
    assert constant["pearson"] is None
    assert constant["ece"] == pytest.approx(0.9 - real.mean(), abs=1e-3)
    noisy = agreement(np.clip(real + chance.normal(0, 0.1, 500), 0, 1), real)
    assert noisy["ece"] < noisy["mean_error"]
    assert 0.7 < noisy["spearman"] < 1
    assert agreement(1 - real, real)["auroc85"] == 0
    assert agreement(real[real > 0.9], real[real > 0.9])["auroc85"] is None


def test_the_random_walker_agrees_with_scikit_image() -> None:
    from skimage.segmentation import random_walker

    chance = np.random.default_rng(1)
    mask = ellipsoid((1, 75, 90), (0, 30, 40), (1, 20, 14), (1, 1, 1))[0]
    image = (mask + chance.normal(0, 0.3, mask.shape)).astype(np.float32)
    seeds = np.zeros(mask.shape, np.int8)
    seeds[[0, -1]], seeds[:, [0, -1]], seeds[30, 40] = 2, 2, 1
    for beta in (10, 130):
        theirs = random_walker(image, seeds.astype(np.int32), beta, "cg_j", tol=1e-7, return_full_prob=True)[0]
        ours = walk(image, seeds, beta)
        # pixels that hang on by a weight of EPSILON alone converge last, in both
        assert np.abs(ours - theirs).mean() < 1e-3
        assert dice(ours > 0.5, theirs > 0.5) > 0.99


def test_the_synthetic_exam_is_frozen() -> None:
    """Its figures compare from version to version: whoever changes a task must change these, and say so."""
    found = [exam_synthetic.task(n) for n in range(0, exam_synthetic.TASKS, 5)]
    assert [int(mask.sum()) for _, mask in found] == AREAS
    means = [float(volume.voxels.mean()) for volume, _ in found]
    np.testing.assert_allclose(means, GREYS, atol=0.5)
    assert {v.voxels.shape[1] for v, _ in found} == set(exam_synthetic.SIDES)
    assert {v.modality for v, _ in found} == {"CT", "MR", "US"}


def test_without_pairs_the_synthetic_exam_is_played(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exam_synthetic, "TASKS", 3)
    one, two = (run_now(click_exam(pairs, model, clicks=2)).to_dict()[model] for pairs in (None, "synthetic"))
    assert one["mean"] | {"seconds_to_90": 0} == two["mean"] | {"seconds_to_90": 0}
    assert one["targets"] == 3
    assert set(one["groups"]) == {"synthetic CT", "synthetic MR"}


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
    text = capsys.readouterr().out
    assert "hippocampus" in text
    assert "predicted Dice" in text
    monkeypatch.setattr(exam_synthetic, "TASKS", 2)
    assert cli.main(["benchmark", "click", "--clicks", "2"]) == 0
    assert "synthetic MR" in capsys.readouterr().out
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
