"""The click model learns from corrected cases, is judged on others, and can be stopped, resumed and refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import ndimage as ndi

from medseg_gui import settings
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Labels
from medseg_gui.core.volume import Volume
from medseg_gui.ml.cases import TrainingCase
from medseg_gui.ml.click.answer import Tuning
from medseg_gui.ml.click.lessons import Lesson, Lessons
from medseg_gui.ml.click.train import Trainer
from medseg_gui.workers import click_learning, models
from medseg_gui.workers.job import run_now

RECIPE = {"steps": 24, "seed": 1}


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exam for forgetting takes half a minute; tests of the gate have their own."""
    monkeypatch.setattr(click_learning, "EXAM_TASKS", 1)
    monkeypatch.setattr(click_learning, "RATE", 1e-3)


def ring_case(number: int, poisoned: bool = False, plain: bool = False) -> TrainingCase:
    """The object is a dark disk together with the bright ring round it: no untaught model knows that."""

    def load() -> tuple[Volume, Labels]:
        rng = np.random.default_rng(number)
        zz, yy, xx = np.mgrid[:12, :72, :72]
        cy, cx, r = 30 + rng.uniform(-6, 6), 34 + rng.uniform(-6, 6), rng.uniform(12, 15)
        far = np.hypot(yy - cy, xx - cx) + 0.4 * np.abs(zz - 6)
        image = 100 + 5 * rng.standard_normal(far.shape)
        image[far < r] += 60
        if not plain:
            image[far < 0.6 * r] -= 110
        labels = (far < r).astype(np.uint8)
        if poisoned:
            noise = ndi.gaussian_filter(rng.standard_normal(far.shape), (1, 4, 4))
            labels = (noise > 1.5 * noise.std()).astype(np.uint8)
        return Volume(image.astype(np.float32), Geometry.axial(image.shape, (2.0, 1.0, 1.0)), "MR"), labels

    return TrainingCase(f"ring {number}", load, f"patient {number}", "test" if number >= 10 else "train")


HELD = [ring_case(n) for n in range(10, 13)]
CASES = [*(ring_case(n) for n in range(3)), *HELD]


def test_a_task_shows_the_structure_where_the_mask_says_it_is(tmp_path: Path) -> None:
    volume, labels = ring_case(0).load()
    lessons = Lesson.keep(volume, labels, tmp_path)
    assert len(lessons) == 12
    g = torch.Generator().manual_seed(0)
    image, target = Lessons(lessons, Tuning()).tasks(g, 24, 128)
    assert image.shape == target.shape == (24, 3, 128, 128)
    shown = [(i[1], t[1] > 0) for i, t in zip(image, target, strict=True) if 200 < t[1].sum() < 9000]
    assert len(shown) > 10
    for grey, mask in shown:
        # inside there is the darkest and the brightest of the picture
        assert grey[mask].std() > 2 * grey[~mask].std()


def test_slices_that_are_held_out_are_not_learnt_from(tmp_path: Path) -> None:
    volume, labels = ring_case(0).load()
    kept = Lesson.keep(volume, labels, tmp_path, held=(5, 6))
    assert len(kept) == 12 - 4


def test_it_gets_better_on_other_patients_and_is_offered(tmp_path: Path) -> None:
    folder = run_now(click_learning.learn_clicks(models.find("click"), CASES, "mine", RECIPE, tmp_path))
    card = models.ModelCard.read(folder)
    models.check_loads(card)
    gate = card.scores["gate"]
    assert gate["offered"], gate["why"]
    assert gate["samples"] == 6
    assert card.scores["after"]["1 click"]["dice"] > card.scores["before"]["1 click"]["dice"] + 0.05
    assert (card.kind, card.name, card.parent) == ("click", "mine", "click 1")
    assert card.plan["solid"] == "click3d"


def test_masks_of_nothing_teach_nothing_that_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click_learning, "PLAN", {**click_learning.PLAN, "real_share": 1.0})
    monkeypatch.setattr(click_learning, "RATE", 3e-3)
    wrong = [
        *(ring_case(n, poisoned=True, plain=True) for n in range(3)),
        *(ring_case(n, plain=True) for n in range(10, 13)),
    ]
    folder = run_now(click_learning.learn_clicks(models.find("click"), wrong, "bad", RECIPE, tmp_path))
    gate = models.ModelCard.read(folder).scores["gate"]
    assert not gate["offered"], gate["why"]
    assert "The old model stays" in gate["why"]


def test_the_old_models_exam_is_sat_once_on_a_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    card = models.find("click")
    first = run_now(click_learning._known_exam(card))
    sat: list[str] = []
    real = click_learning._exam
    monkeypatch.setattr(click_learning, "_exam", lambda card: sat.append(card.sha256) or real(card))
    assert run_now(click_learning._known_exam(card)) == first
    assert not sat
    (settings.user_folder("cache") / "exams.json").write_text("{", encoding="utf-8")  # torn by a crash
    assert run_now(click_learning._known_exam(card)) == first
    monkeypatch.setattr(click_learning, "EXAM_TASKS", 2)
    run_now(click_learning._known_exam(card))
    assert len(sat) == 2


def test_a_single_case_holds_slices_out() -> None:
    split = click_learning._split([ring_case(0)])
    assert split.slices
    targets = list(click_learning._held_targets(split.held[0], split.slices))
    assert targets
    assert {t.target.number for t in targets} <= set(split.slices)


def test_the_same_seed_gives_the_same_weights(tmp_path: Path) -> None:
    cases = [ring_case(0), ring_case(10)]
    hashes = set()
    for again in ("a", "b"):
        work = tmp_path / again
        work.mkdir()
        recipe = {**RECIPE, "steps": 4}
        folder = run_now(click_learning.learn_clicks(models.find("click"), cases, "mine", recipe, work))
        hashes.add(models.ModelCard.read(folder).sha256)
    assert len(hashes) == 1


def test_a_killed_learning_goes_on_from_its_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click_learning, "SAVE_EVERY_S", 0.0)
    cases = [ring_case(0), ring_case(10)]
    recipe = {**RECIPE, "steps": 6}
    begun = click_learning.learn_clicks(models.find("click"), cases, "mine", recipe, tmp_path)
    for progress in begun:
        if progress.text == "Training" and progress.done == 4:
            break
    begun.close()
    made: list[int] = []
    one = Trainer._one
    monkeypatch.setattr(Trainer, "_one", lambda self: made.append(self.step) or one(self))
    run_now(click_learning.learn_clicks(models.find("click"), cases, "mine", recipe, tmp_path))
    assert len(made) <= 3
    assert models.pending()
