"""The learning table: each point is one fine-tuning on the first cases of a fold, kept, and never made twice."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import cli
from medseg_gui.core.errors import BadInput, ModelError
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.core.segmenter import ModelCard, Progress
from medseg_gui.core.volume import Volume
from medseg_gui.workers import learning_gain, models
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pairs import Pair, keep_case, training_case
from medseg_gui.workers.trainer import TrainingSpec

Steps = Generator[Progress, None, ModelCard]


@pytest.fixture
def pairs(tmp_path: Path) -> tuple[Pair, ...]:
    """Six images of three patients."""
    geometry = Geometry.axial((4, 12, 12), (2.0, 1.0, 1.0))
    mask = np.zeros(geometry.shape, np.uint8)
    mask[1:3, 3:9, 3:9] = 1
    out = []
    for n in range(6):
        image = np.random.default_rng(n).normal(100, 10, geometry.shape).astype(np.float32)
        labels = LabelMap.from_voxels(mask, geometry, {1: "square"})
        kept = keep_case(tmp_path, Volume(image, geometry, "MR"), labels, {"square": 1})
        out.append(replace(kept, patient=f"patient {n // 2}"))
    return tuple(out)


class Teacher:
    """Stands for the trainer: 0.1 Dice for each case; fails at its ``fails``-th call."""

    def __init__(self, fails: int = 0) -> None:
        self.specs: list[TrainingSpec] = []
        self.fails = fails

    def __call__(self, spec: TrainingSpec) -> Steps:
        self.specs.append(spec)
        yield Progress("Training")
        if len(self.specs) == self.fails:
            raise ModelError("killed")
        learnt = sum(p.split == "train" for p in spec.pairs)
        gate = {"offered": learnt > 1, "why": "because", "samples": sum(p.split == "test" for p in spec.pairs)}
        scores = {"before": {"1 click": {"dice": 0.5}, "mean": 0.6}, "after": {"1 click": {"dice": 0.5 + 0.1 * learnt}}}
        folder = models.new_pending()
        card = replace(models.find("click"), name=spec.name, scores={**scores, "gate": gate}, folder=str(folder))
        card = replace(card, scores={**card.scores, "exam": {"before": 0.7, "after": 0.69}})
        (folder / models.CARD).write_text(card.to_json(), encoding="utf-8")
        return card


def test_points_learn_from_the_first_cases_and_never_from_a_held_out_patient(
    pairs: tuple[Pair, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher = Teacher()
    monkeypatch.setattr(learning_gain, "run_trainer", teacher)
    gain = run_now(learning_gain.learning_gain(pairs, "click", tmp_path / "out", cases=(1, 2, 9), folds=3, steps=30))
    assert [(p.fold, p.cases, p.held) for p in gain.points] == [(k, n, 2) for k in range(3) for n in (1, 2)]
    for spec in teacher.specs:
        sides = [{p.patient for p in spec.pairs if p.split == side} for side in ("train", "test")]
        assert len(sides[1]) == 1
        assert not sides[0] & sides[1]
        assert spec.recipe["steps"] == 30
    assert {p.patient for spec in teacher.specs for p in spec.pairs if p.split == "test"} == {
        f"patient {n}" for n in range(3)
    }
    text = gain.markdown.read_text(encoding="utf-8")
    assert "| 2 | 3 | 0.700 (+0.200) | 0.690 (-0.010) | yes |" in text
    assert "| 2 | mean | +0.200 | -0.010 | 3 of 3 |" in text
    assert len({line.count("|") for line in text.splitlines()}) == 1
    assert json.loads(gain.figures.read_text(encoding="utf-8")) == json.loads(json.dumps(gain.to_dict()))
    assert not models.pending()


def test_what_was_killed_goes_on_and_other_settings_begin_anew(
    pairs: tuple[Pair, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(teacher: Teacher, steps: int = 30) -> int:
        monkeypatch.setattr(learning_gain, "run_trainer", teacher)
        run_now(learning_gain.learning_gain(pairs, "click", tmp_path / "out", cases=(1, 3), steps=steps))
        return len(teacher.specs)

    with pytest.raises(ModelError, match="killed"):
        made(Teacher(fails=2))
    # the second fold holds out one patient of three, the first two
    assert made(Teacher()) == 2
    assert made(Teacher()) == 0
    assert made(Teacher(), steps=40) == 3


def test_altered_cases_show_bright_as_dark_and_keep_the_masks(
    pairs: tuple[Pair, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher = Teacher()
    monkeypatch.setattr(learning_gain, "run_trainer", teacher)
    run_now(learning_gain.learning_gain(pairs, "click", tmp_path / "out", cases=(1,), altered=True))
    shown = teacher.specs[0].pairs[0]
    assert (shown.patient, shown.split) == ("patient 1", "train")
    volume, labels = training_case(shown, {}).load()
    before, truth = training_case(pairs[2], {}).load()
    assert np.array_equal(labels, truth)
    assert np.corrcoef(volume.voxels.ravel(), before.voxels.ravel())[0, 1] < -0.9


def test_what_cannot_be_done_is_said(
    pairs: tuple[Pair, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BadInput, match="3 patients cannot be split into 5"):
        run_now(learning_gain.learning_gain(pairs, "click", tmp_path / "out", folds=5))
    with pytest.raises(BadInput, match="too few cases"):
        run_now(learning_gain.learning_gain(pairs, "click", tmp_path / "out", cases=(9,)))
    assert cli.main(["benchmark", "learning"]) == 1
    assert "--out" in capsys.readouterr().err


@pytest.mark.slow
def test_one_corrected_case_teaches_the_shipped_model_a_new_contrast(data_dir: Path, tmp_path: Path) -> None:
    home = data_dir / "hippocampus-msd"
    names = [p.name for p in sorted((home / "images").glob("hippocampus_*.nii.gz"))[-4:]]
    rows = [f"{home}/images/{n},{home}/labels/{n},{n},{'test' if k else 'train'}" for k, n in enumerate(names)]
    file = tmp_path / "pairs.csv"
    file.write_text("\n".join(["image,label,patient,split", *rows]) + "\n", encoding="utf-8")
    gain = run_now(
        learning_gain.learning_gain(file, "hippocampus", tmp_path / "out", cases=(1,), steps=40, altered=True)
    )
    point = gain.points[0]
    assert point.before["Dice"] < 0.2
    assert point.after["Dice"] > 0.6
    assert point.offered
