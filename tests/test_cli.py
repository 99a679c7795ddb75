"""The verbs without a window: figures as JSON, exit codes, one clear line for each error."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from medseg_gui import api, cli
from medseg_gui.commands import COMMANDS
from medseg_gui.core.case import Case
from medseg_gui.core.doubt import Doubts
from medseg_gui.core.geometry import Box, Geometry
from medseg_gui.core.interval import VolumeEstimate
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.prompts import Bidirectional, BoxPrompt, Click, Lasso, Scribble
from medseg_gui.core.prompts import path as voxels_along
from medseg_gui.io import casefile
from medseg_gui.workers import models
from medseg_gui.workers.case_files import snapshot
from medseg_gui.workers.job import run_now
from medseg_gui.workers.sample import sample_study
from tests.io.test_dicom_even import series
from tests.ml.tiny import phantom
from tests.workers.test_models import make_model

SHAPE = (5, 12, 10)
VERBS = next(iter(a.choices for a in cli.parser()._subparsers._group_actions if a.choices))  # type: ignore[union-attr]


@pytest.fixture
def masks(tmp_path: Path) -> tuple[Path, Path]:
    geometry = Geometry.axial(SHAPE, (2.0, 1.0, 1.0))
    one = np.zeros(SHAPE, np.uint8)
    one[1:4, 3:9, 2:8] = 1
    two = np.zeros(SHAPE, np.uint8)
    two[1:4, 3:9, 4:8] = 1
    paths = (tmp_path / "mask.nii.gz", tmp_path / "reference.nrrd")
    for voxels, path in zip((one, two), paths, strict=True):
        api.save_labels(LabelMap.from_voxels(voxels, geometry), path)
    return paths


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = cli.main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def figures(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    code, out, err = run(capsys, *arguments, "--json")
    assert code == 0, err
    return json.loads(out)


@pytest.mark.parametrize("verb", sorted(v for v in VERBS if not v.startswith("_")))
def test_every_verb_has_help_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main([verb, "--help"])
    assert end.value.code == 0
    assert f"Example: medseg {verb}" in capsys.readouterr().out


def test_bad_arguments_end_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["convert"])
    assert end.value.code == 2
    assert "dst" in capsys.readouterr().err


def test_series_convert_and_export_on_a_dicom_study(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = run_now(sample_study(tmp_path / "study"))
    (row,) = figures(capsys, "series", study.image)
    assert row["modality"] == "CT"
    volume = api.open_volume(study.image)
    assert row["size"] == list(volume.geometry.shape)
    assert row["spacing_mm"] == pytest.approx(list(volume.geometry.spacing_mm))

    written = figures(capsys, "convert", study.image, tmp_path / "ct.nii.gz")
    assert written["verified"]
    again = api.open_volume(tmp_path / "ct.nii.gz")
    assert again.geometry.same_as(volume.geometry)
    assert np.array_equal(again.voxels, volume.voxels)

    exported = figures(capsys, "export", study.labels, "--source", study.image, "--out", tmp_path / "mask.nrrd")
    assert exported["verified"]
    labels = api.open_labels(tmp_path / "mask.nrrd", like=volume)
    assert np.array_equal(labels.voxels, api.open_labels(study.labels, like=volume).voxels)


def test_evaluate_gives_the_contracts_figures(
    masks: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = figures(capsys, "evaluate", *masks, "--csv", tmp_path / "figures.csv")
    (row,) = data["segments"]
    assert row["dice"] == row["f1"] == pytest.approx(2 * 72 / (108 + 72))
    assert row["volume_ml"] == pytest.approx(108 * 2 / 1000)
    assert row["reference_ml"] == pytest.approx(72 * 2 / 1000)
    assert row["volume_difference_ml"] == pytest.approx(36 * 2 / 1000)
    assert row["hausdorff_mm"] == pytest.approx(2.0)
    wanted = {"value", "name", "iou", "accuracy", "precision", "recall", "hd95_mm", "assd_mm", "nsd", "tolerance_mm"}
    assert wanted <= set(row)
    assert wanted - {"value", "name"} <= set(data["whole"])
    assert len((tmp_path / "figures.csv").read_text().splitlines()) == 3


def test_masks_of_two_grids_are_refused_in_one_line(
    masks: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.nii.gz"
    api.save_labels(LabelMap.from_voxels(np.ones(SHAPE, np.uint8), Geometry.axial(SHAPE, (2, 1, 1), (5, 0, 0))), other)
    code, out, err = run(capsys, "evaluate", other, masks[1])
    assert code == 1
    assert out == ""
    assert err.count("\n") == 1
    assert "different grids" in err


@pytest.mark.parametrize(
    ("content", "name"),
    [(None, "missing"), (b"", "empty.nii.gz"), (b"just text\n" * 40, "notes.txt"), (b"\x1f\x8b rubbish", "x.nii.gz")],
)
def test_what_cannot_be_read_is_one_line_and_a_1(
    content: bytes | None, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    code, _, err = run(capsys, "convert", path, tmp_path / "out.nii.gz")
    assert code == 1
    assert err.startswith("medseg: ")
    assert name in err
    assert "Traceback" not in err
    assert not (tmp_path / "out.nii.gz").exists()


def test_an_unexpected_error_is_one_line_and_its_trace_goes_to_the_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("something odd")

    monkeypatch.setattr(api, "find_series", broken)
    code, _, err = run(capsys, "series", "/nowhere")
    assert code == 1
    assert err.count("\n") == 1
    log = Path(err.rsplit(" ", 1)[1].strip())
    assert "something odd" in log.read_text()


def test_commands_lists_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert [row["id"] for row in figures(capsys, "commands")] == [c.id for c in COMMANDS]


def test_models_list_show_verify(capsys: pytest.CaptureFixture[str]) -> None:
    names = [card["name"] for card in figures(capsys, "models", "list")]
    assert {"hippocampus", "body-phantom"} <= set(names)
    for name in names:
        assert figures(capsys, "models", "verify", name)["ok"]
        assert figures(capsys, "models", "show", name)["limits"]
    code, _, err = run(capsys, "models", "show", "no-such-model")
    assert code == 1
    assert "no-such-model" in err


def test_the_light_parts_stay_light() -> None:
    """``import medseg_gui.api`` loads neither Qt nor torch, and the command line starts without the heavy libraries."""
    program = (
        "import sys, medseg_gui.api, medseg_gui.cli, medseg_gui.session, medseg_gui.commands\n"
        "heavy = {'PySide6', 'torch', 'SimpleITK', 'pydicom', 'monai', 'numba', 'skimage'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_prompts_of_every_kind_stand_in_the_order_in_which_they_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    line = "click a.nii --out b.nii --scribble 1,2,3 1,2,5 --negative 1,9,9 --lasso 1,0,0 1,0,2 1,2,2 --positive 1,1,1"
    line += " --diameters 1,0,0 1,4,0 --diameters 1,0,0 1,4,0 1,2,-1 1,2,1 --box 1,2,3,1,5,6"
    prompts = cli.parser().parse_args(line.split()).prompts
    assert prompts == [
        Scribble(((1, 2, 3), (1, 2, 4), (1, 2, 5))),
        Click((1, 9, 9), False),
        Lasso(voxels_along([(1, 0, 0), (1, 0, 2), (1, 2, 2)], closed=True)),
        Click((1, 1, 1)),
        Bidirectional(((1, 0, 0), (1, 4, 0))),
        Bidirectional(((1, 0, 0), (1, 4, 0)), ((1, 2, -1), (1, 2, 1))),
        BoxPrompt((1, 2, 3), (1, 5, 6)),
    ]
    with pytest.raises(SystemExit) as stopped:
        cli.parser().parse_args(["click", "a.nii", "--out", "b.nii", "--diameters", "1,0,0"])
    assert stopped.value.code == 2
    assert "long diameter" in capsys.readouterr().err


def test_statistics_of_a_saved_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    volume = api.volume_from_array(np.zeros(SHAPE, np.int16), (2.0, 1.0, 1.0))
    case = Case(volume)
    with case.edit("Add segment") as edit:
        segment = edit.add_segment("Liver")
    for author, size in (("hand", 4), ("model net 1", 6)):
        with case.edit("Brush", author=author) as edit:
            edit.paint(segment, Box((0, 0, 0), (1, 1, size)), np.ones((1, 1, size), bool))
    path = tmp_path / "a.medseg"
    last, nothing = case.history.done[-1], [np.zeros(n) for n in SHAPE]
    ml = 6 * volume.geometry.voxel_ml
    known = (VolumeEstimate("Liver", ml, 0.001, ml - 0.002, ml + 0.002), VolumeEstimate("Gone", 1.0))
    case.doubts = Doubts("model net 1", (last.author, last.when), (nothing[0], nothing[1], nothing[2]), known)
    casefile.write(snapshot(case, path, None, True), path)
    found = figures(capsys, "statistics", path, "--out", tmp_path / "a.csv", "--authors", tmp_path / "who.seg.nrrd")
    assert [(r["segment"], r["kind"], r["name"], r["version"], r["voxels"]) for r in found["segments"]] == [
        ("Liver", "hand", "Brush", "", 4),
        ("Liver", "model", "net", "1", 2),
    ]
    assert (found["effort"]["strokes"], found["effort"]["model_runs"]) == (1, 1)
    (interval,) = found["volumes"]
    assert (interval["name"], interval["volume_ml"], interval["low_ml"]) == ("Liver", ml, ml - 0.002)
    with case.edit("Brush") as edit:
        edit.paint(segment, Box((1, 0, 0), (2, 1, 1)), np.ones((1, 1, 1), bool))
    casefile.write(snapshot(case, path, None, True), path)
    (interval,) = figures(capsys, "statistics", path)["volumes"]
    assert interval["low_ml"] is None
    assert "changed" in interval["note"]
    assert len((tmp_path / "a.csv").read_text().splitlines()) == 3
    who = api.open_labels(tmp_path / "who.seg.nrrd", like=volume)
    assert {s.name: int(who.mask(s).sum()) for s in who.segments} == {"hand Brush": 4, "model net 1": 2}
    code, _, err = run(capsys, "statistics", tmp_path / "none.medseg")
    assert code == 1
    assert "none.medseg" in err


def test_the_grid_of_uneven_slices_is_an_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    series(tmp_path / "ct", without=(4,))
    code, _, error = run(capsys, "convert", tmp_path / "ct", tmp_path / "out.nii.gz")
    assert code == 1
    assert "1 slice is missing: 5.00 mm" in error
    assert "--grid" in error
    code, out, _ = run(capsys, "convert", tmp_path / "ct", tmp_path / "out.nii.gz", "--grid", "resample")
    assert code == 0
    assert "9×12×14" in out
    assert "Resampled to 9 slices" in out


def test_volumes_have_an_interval_once_the_model_is_calibrated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_model(tmp_path / "source", "mine")
    models.import_model(tmp_path / "source")
    pairs = tmp_path / "pairs"
    for number in range(10):
        volume, labels = phantom(number)
        for folder, made in (("images", volume), ("labels", replace(volume, voxels=labels))):
            (pairs / folder).mkdir(parents=True, exist_ok=True)
            api.convert(made, pairs / folder / f"case{number}.nii.gz")
    first, out = pairs / "images" / "case0.nii.gz", tmp_path / "mask.nii.gz"
    before = figures(capsys, "segment", first, "--model", "mine", "--out", out)
    assert all(row["low_ml"] is None and "not calibrated" in row["note"] for row in before)
    found = figures(capsys, "models", "calibrate", "mine", pairs)
    assert found["cases"]["bright"] == 10
    assert models.find("mine").scores["volume_interval"] == found
    after = figures(capsys, "segment", first, "--model", "mine", "--out", out)
    assert after[0]["low_ml"] <= after[0]["volume_ml"] <= after[0]["high_ml"]
    assert (after[0]["level"], after[0]["note"]) == (0.9, "")
    code, _, err = run(capsys, "models", "calibrate", "mine")
    assert code == 1
    assert "needs pairs" in err
