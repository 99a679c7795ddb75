"""Patch and width follow what a step costs here; steps that are given keep both as they always were."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch

from medseg_gui.ml import pace
from medseg_gui.ml.fitting import Recipe
from medseg_gui.ml.plan import PATCH_VOXELS, WIDTH, Fingerprint, make_plan
from medseg_gui.ml.training import Trained, train
from tests.ml.tiny import NAMES, PLAN, case, end

CPU = torch.device("cpu")
LARGE = Fingerprint(sizes=[(96, 128, 128)], spacings_mm=[(1, 1, 1)], modalities={"MR"}, values={1})
Cost = Callable[[Mapping[str, Any]], tuple[float, float]]


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def voxels(plan: Mapping[str, Any]) -> int:
    return int(torch.tensor(plan["patch"]).prod())


def planned(patch: pytest.MonkeyPatch, work: Path, cost: Cost, recipe: Recipe) -> dict[str, Any]:
    work.mkdir(exist_ok=True)
    patch.setattr(pace, "cost", lambda plan, *given: cost(plan))
    return end(pace.paced_plan(LARGE, [1], recipe, CPU, work))


def test_the_faster_the_machine_the_larger_the_patch_and_the_network(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sizes = []
    for number, speed in enumerate((1e3, 1.3e6, 3e6, 1e9)):

        def cost(plan: Mapping[str, Any], speed: float = speed) -> tuple[float, float]:
            return voxels(plan) * plan["network"]["filters"][0] / speed, 0.1

        plan = planned(monkeypatch, tmp_path / str(number), cost, Recipe(minutes=10))
        measured = plan["measured"]
        tried = {t["seconds_per_step"]: t for t in measured["tried"]}
        inside = [seconds for seconds in tried if seconds <= measured["budget_s"]]
        assert plan["patch"] == tried[max(inside, default=min(tried))]["patch"]
        assert measured["chosen"]["width"] == plan["network"]["filters"][0]
        sizes.append(voxels(plan) * plan["network"]["filters"][0])
    assert sizes == sorted(set(sizes))
    assert sizes[0] <= PATCH_VOXELS[3, "cpu"] / 2 * WIDTH[3, "cpu"] / 2


def test_more_minutes_allow_slower_steps_up_to_a_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    budgets = [
        planned(monkeypatch, tmp_path / str(m), lambda plan: (9.0, 0.1), Recipe(minutes=m))["measured"]["budget_s"]
        for m in (1, 10, 30, 300)
    ]
    assert budgets == [0.085, 0.85, 1.5, 1.5]


def test_memory_bounds_them_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plan = planned(monkeypatch, tmp_path, lambda plan: (0.01, voxels(plan) / 50_000), Recipe(memory_gib=2))
    assert 50_000 < voxels(plan) <= 100_000
    ends = planned(monkeypatch, tmp_path / "ends", lambda plan: (float("inf"), float("inf")), Recipe())
    assert voxels(ends) <= PATCH_VOXELS[3, "cpu"] / 2
    assert ends["measured"]["tried"][0]["seconds_per_step"] is None


def test_steps_that_are_given_measure_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def never(plan: Mapping[str, Any]) -> tuple[float, float]:
        raise AssertionError("measured")

    assert planned(monkeypatch, tmp_path, never, Recipe(steps=10)) == make_plan(LARGE, [1])
    both = {"patch_voxels": 40**3, "width": 8}
    assert planned(monkeypatch, tmp_path, never, Recipe(plan=both)) == make_plan(
        LARGE, [1], width=8, patch_voxels=40**3
    )


def test_a_training_that_goes_on_keeps_its_sizes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = planned(monkeypatch, tmp_path, lambda plan: (9.0, 0.1), Recipe())
    again = planned(monkeypatch, tmp_path, lambda plan: (0.001, 0.1), Recipe())
    assert again == first
    assert planned(monkeypatch, tmp_path / "other", lambda plan: (0.001, 0.1), Recipe())["patch"] != first["patch"]


def test_a_step_costs_more_time_and_memory_in_a_larger_network() -> None:
    recipe = Recipe()
    small, large = (
        pace.cost(make_plan(LARGE, [1], width=width, patch_voxels=n), 2, recipe, CPU)
        for width, n in ((4, 16**3), (16, 48**3))
    )
    assert 0 < small[0] < large[0]
    assert 0 < small[1] < large[1]


def test_what_was_chosen_gives_the_same_sizes_and_then_the_same_weights_again(tmp_path: Path) -> None:
    """A training by minutes, and two by the sizes that its plan recorded, as on another machine."""
    dims = {"dims": PLAN["dims"]}
    cases = [case(0), case(1)]

    def trained(name: str, recipe: Recipe) -> Trained:
        (tmp_path / name).mkdir()
        return end(train(cases, NAMES, recipe, tmp_path / name))

    timed = trained("timed", Recipe(seed=2, minutes=0.02, batch=1, score=False, plan=dims))
    measured = timed.plan["training"]["measured"]
    assert measured["tried"]
    recipe = Recipe(seed=2, steps=5, batch=1, score=False, plan=dims | measured["chosen"])
    one, two = trained("one", recipe), trained("two", recipe)
    assert one.plan["network"] == timed.plan["network"]
    assert one.plan["patch"] == timed.plan["patch"]
    assert all(torch.equal(t, two.tensors[name]) for name, t in one.tensors.items())
