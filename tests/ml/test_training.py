"""Training learns, repeats itself from a seed, goes on after a stop, and is scored on what it did not see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from medseg_gui.core.errors import BadInput, ModelError
from medseg_gui.core.segmenter import ModelCard
from medseg_gui.ml import fitting
from medseg_gui.ml.cases import IGNORED, TrainingCase
from medseg_gui.ml.loss import training_loss
from medseg_gui.ml.networks import divisor
from medseg_gui.ml.plan import Fingerprint, fingerprint, make_plan
from medseg_gui.ml.splitting import split_cases
from medseg_gui.ml.training import Recipe, Trained, train
from tests.ml.tiny import NAMES, PLAN, case, end, phantom

RECIPE = Recipe(seed=3, steps=40, batch=1, rate=5e-3, plan=PLAN, score=False)


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def same(a: Trained, b: Trained) -> bool:
    return all(torch.equal(t, b.tensors[n]) for n, t in a.tensors.items())


def as_base(trained: Trained) -> tuple[ModelCard, dict[str, torch.Tensor]]:
    card = ModelCard("base", "1", "unet", ("MR",), segments=trained.segments, plan=trained.plan)
    return card, trained.tensors


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    torch.set_num_threads(1)
    cases = [case(i) for i in range(5)]
    recipe = Recipe(seed=1, steps=100, batch=2, rate=5e-3, plan=PLAN)
    return end(train(cases, NAMES, recipe, tmp_path_factory.mktemp("learnt")))


def test_it_learns_and_is_scored_on_another_patient(learnt: Trained) -> None:
    scores = learnt.scores()
    assert scores["held_out"] == ["case3"]
    assert scores["after"]["bright"]["dice"] > 0.8
    assert scores["after"]["dark"]["dice"] > 0.8
    assert learnt.modality == ("MR",)
    assert learnt.spacing_mm == (2.0, 1.0, 1.0)


def test_fine_tuning_a_few_steps_helps_where_the_contrast_differs(learnt: Trained, tmp_path: Path) -> None:
    cases = [case(i, contrast=-1.0) for i in range(20, 24)]
    recipe = Recipe(seed=1, steps=20, batch=2, rate=5e-3, towards_base=1e-3, greys=0)
    new = end(train(cases, NAMES, recipe, tmp_path, as_base(learnt)))
    scores = new.scores()
    assert scores["after"]["mean"] > scores["before"]["mean"] + 0.2


def test_the_same_seed_gives_the_same_weights(tmp_path: Path) -> None:
    runs = []
    for i, seed in enumerate((3, 3, 4)):
        work = tmp_path / str(i)
        work.mkdir()
        recipe = Recipe(seed=seed, steps=6, batch=1, plan=PLAN, score=False)
        runs.append(end(train([case(0), case(1)], NAMES, recipe, work)))
    assert same(runs[0], runs[1])
    assert not same(runs[0], runs[2])


def test_a_stopped_training_goes_on_to_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = Recipe(seed=3, steps=8, batch=1, plan=PLAN, score=False)
    whole, halves = tmp_path / "whole", tmp_path / "halves"
    whole.mkdir()
    halves.mkdir()
    cases = [case(0), case(1)]
    straight = end(train(cases, NAMES, recipe, whole))
    monkeypatch.setattr(fitting, "CHECKPOINT_EVERY_S", 0.0)
    steps = train(cases, NAMES, recipe, halves)
    for progress in steps:
        if progress.text == "Training" and progress.done == 4:
            steps.close()
    first = next(p for p in train(cases, NAMES, recipe, halves) if p.text == "Training")
    assert first.done == 5
    monkeypatch.setattr(fitting, "CHECKPOINT_EVERY_S", 1e9)
    assert same(straight, end(train(cases, NAMES, recipe, halves)))


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path) -> None:
    recipe = Recipe(seed=3, steps=1, batch=1, plan=PLAN, score=False)
    end(train([case(0), case(1)], NAMES, recipe, tmp_path))
    other = Recipe(seed=3, steps=1, batch=1, plan=PLAN | {"width": 12}, score=False)
    with pytest.raises(ModelError, match="another network"):
        end(train([case(0), case(1)], NAMES, other, tmp_path))


def test_a_new_structure_gets_a_new_head_and_the_old_ones_keep_theirs(learnt: Trained, tmp_path: Path) -> None:
    def load() -> Any:
        volume, labels = phantom(30)
        more = labels.copy()
        more[:2] = 7
        return volume, more

    recipe = Recipe(seed=1, steps=1, batch=1, rate=0.0, score=False)
    new = end(train([TrainingCase("x", load)], NAMES | {7: "edge"}, recipe, tmp_path, as_base(learnt)))
    assert [s.name for s in new.segments] == ["bright", "dark", "edge"]
    for name, t in learnt.tensors.items():
        mine = new.tensors[name]
        assert torch.equal(mine[: len(t)], t) if name.startswith("output_block") else torch.equal(mine, t)


def test_a_structure_that_the_cases_do_not_show_is_not_unlearnt(learnt: Trained, tmp_path: Path) -> None:
    def load() -> Any:
        volume, labels = phantom(31)
        return volume, np.where(labels == 2, 0, labels).astype(np.uint8)

    recipe = Recipe(seed=1, steps=30, batch=1, rate=3e-3)
    cases = [TrainingCase("x", load, split="train"), case(33, split="test")]
    new = end(train(cases, NAMES, recipe, tmp_path, as_base(learnt)))
    assert new.plan["training"]["unlabelled"] == [2]
    assert new.scores()["after"]["dark"]["dice"] > 0.7


# ----- loss ----------------------------------------------------------------------------------------------
def test_ignored_voxels_do_not_count() -> None:
    logits = torch.randn(1, 3, 4, 4, generator=torch.manual_seed(0))
    target = torch.randint(0, 3, (1, 4, 4), generator=torch.manual_seed(1))
    masked = target.clone()
    masked[:, :2] = IGNORED
    other = logits.clone()
    other[:, :, :2] += 5 * torch.randn(1, 3, 2, 4)
    assert float(training_loss(logits, masked)) == pytest.approx(float(training_loss(other, masked)))
    assert float(training_loss(logits, torch.full_like(target, IGNORED))) == 0


def test_background_may_be_a_class_that_nobody_marked() -> None:
    target = torch.zeros(1, 4, 4, dtype=torch.int64)
    target[:, 0] = 1
    sure = torch.full((1, 3, 4, 4), -20.0)
    sure[:, 1, 0] = 20
    sure[:, 2, 1:] = 20  # says class 2 where the mask says background
    assert float(training_loss(sure, target)) > 1
    assert float(training_loss(sure, target, [2])) < 0.01


# ----- split ---------------------------------------------------------------------------------------------
def test_every_fourth_patient_is_held_out_with_all_their_cases() -> None:
    cases = [TrainingCase(f"{p}{i}", lambda: phantom(0), p) for p in "abcdefgh" for i in range(2)]
    split = split_cases(cases)
    assert {c.patient for c in split.held} == {"d", "h"}
    assert not {c.patient for c in split.held} & {c.patient for c in split.train}


def test_the_split_column_decides_and_no_patient_is_on_both_sides() -> None:
    split = split_cases([case(0, "train"), case(1, "test"), case(2)])
    assert [c.name for c in split.held] == ["case1"]
    with pytest.raises(BadInput, match="both train and test"):
        split_cases(
            [TrainingCase("a", lambda: phantom(0), "p", "train"), TrainingCase("b", lambda: phantom(0), "p", "test")]
        )
    with pytest.raises(BadInput, match="Unknown split"):
        split_cases([case(0, "maybe")])
    with pytest.raises(BadInput, match="none is left"):
        split_cases([case(0, "test")])


def test_of_one_case_some_slices_are_held_out_and_the_score_says_so(tmp_path: Path) -> None:
    split = split_cases([case(0)])
    assert split.held_slices is not None
    marked = phantom(0)[1].any(axis=(1, 2))
    assert marked[list(split.held_slices)].all()
    assert marked.sum() / 6 <= len(split.held_slices) <= marked.sum() / 2
    assert "One case only" in split.note
    done = end(train([case(0)], NAMES, Recipe(steps=1, batch=1, plan=PLAN), tmp_path))
    kept = np.load(tmp_path / "00000.labels.npy")
    assert (kept == IGNORED).any(axis=(1, 2)).sum() == len(split.held_slices)
    assert "after" in done.scores()


# ----- self-configuration --------------------------------------------------------------------------------
def found(size: tuple[int, int, int], spacing: tuple[float, float, float], modality: str = "CT") -> Fingerprint:
    return Fingerprint([size] * 3, [spacing] * 3, {modality}, {1}, [np.linspace(0, 100, 1001)])


def test_thick_large_cases_go_slice_by_slice_on_a_cpu_and_small_ones_in_3d() -> None:
    thick = make_plan(found((40, 512, 512), (5.0, 0.8, 0.8)), [1])
    assert len(thick["patch"]) == 2
    assert thick["spacing_mm"][0] is None
    assert np.prod(thick["patch"]) <= 256**2
    assert thick["normalise"]["kind"] == "ct"
    small = make_plan(found((36, 50, 35), (1.0, 1.0, 1.0), "MR"), [1, 2])
    assert small["patch"] == [40, 56, 40]
    assert small["network"]["classes"] == 3
    assert small["normalise"] == {"kind": "zscore"}
    assert len(make_plan(found((400, 512, 512), (1.0, 0.8, 0.8)), [1], "cuda")["patch"]) == 3


def test_nothing_labelled_is_one_clear_error() -> None:
    empty = TrainingCase("empty", lambda: (phantom(0)[0], np.zeros((16, 32, 32), np.uint8)))
    with pytest.raises(BadInput, match="labelled"):
        end(fingerprint([empty]))


def test_a_patch_fits_its_budget_and_can_be_halved() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        size = tuple(int(n) for n in rng.integers(8, 500, 3))
        spacing = tuple(float(s) for s in rng.uniform(0.5, 5, 3))
        plan = make_plan(found(size, spacing), [1], patch_voxels=int(rng.integers(10_000, 300_000)))
        assert all(n % d == 0 for n, d in zip(plan["patch"], divisor(plan["network"]), strict=True))
