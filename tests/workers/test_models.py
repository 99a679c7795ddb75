"""The model library never overwrites, never touches what was shipped, and refuses what is not a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medseg_gui import settings
from medseg_gui.core.errors import ModelError
from medseg_gui.core.segmenter import CardSegment, ModelCard
from medseg_gui.workers import models


def make_model(folder: Path, name: str, seed: int = 0, **changes: object) -> ModelCard:
    """A small untrained model in ``folder``."""
    import torch

    from medseg_gui.ml import checkpoints
    from medseg_gui.ml.networks import build, describe, tensors_of

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    network = describe((16, 32, 32), (2, 1, 1), 3, 4, 16)
    checkpoints.save(folder / models.WEIGHTS, checkpoints.halves(tensors_of(build(network))))
    plan = {
        "format": 1,
        "network": network,
        "patch": [16, 32, 32],
        "plane": "axial",
        "spacing_mm": [2.0, 1.0, 1.0],
        "normalise": {"kind": "zscore"},
        "values": [1, 2],
    }
    card = ModelCard(
        name,
        "1",
        "unet",
        ("MR",),
        segments=(CardSegment(1, "bright"), CardSegment(2, "dark")),
        sha256=checkpoints.sha256_of(folder / models.WEIGHTS),
        plan=plan,
        **changes,  # type: ignore[arg-type]
    )
    (folder / models.CARD).write_text(card.to_json(), encoding="utf-8")
    return ModelCard.read(folder)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "shipped"
    monkeypatch.setattr(models, "shipped_models", lambda: home)
    make_model(home / "base", "base")
    return home


def test_import_find_verify_remove(shipped: Path, tmp_path: Path) -> None:
    make_model(tmp_path / "elsewhere", "mine", seed=1)
    card = models.import_model(str(tmp_path / "elsewhere"))
    assert [c.name for c in models.list_models()] == ["base", "mine"]
    assert Path(card.folder) == settings.user_folder("models") / "mine"
    assert models.find("mine") == card == models.verify("mine")
    assert models.find(str(tmp_path / "elsewhere")).name == "mine"
    models.remove("mine")
    assert [c.name for c in models.list_models()] == ["base"]
    assert not list((settings.user_folder("models") / models.PENDING).iterdir())


def test_nothing_is_overwritten(shipped: Path, tmp_path: Path) -> None:
    make_model(tmp_path / "a", "base", seed=1)
    with pytest.raises(ModelError, match="already a model named 'base'"):
        models.import_model(tmp_path / "a")
    assert models.free("base") == "base-2"
    make_model(tmp_path / "b", "mine")
    models.import_model(tmp_path / "b")
    with pytest.raises(ModelError, match="mine-2"):
        models.import_model(tmp_path / "b")


def test_shipped_models_stay(shipped: Path) -> None:
    with pytest.raises(ModelError, match="stays"):
        models.remove("base")
    assert models.find("base")
    assert models.is_shipped(models.find("base"))


@pytest.mark.parametrize("how", ["weights", "no weights", "card", "plan", "kind", "no hash", "a file", "nothing"])
def test_what_is_not_a_model_is_one_error_and_leaves_nothing(shipped: Path, tmp_path: Path, how: str) -> None:
    folder = tmp_path / "bad"
    make_model(folder, "bad")
    card = json.loads((folder / models.CARD).read_text())
    if how == "weights":
        (folder / models.WEIGHTS).write_bytes(b"not weights at all")
    elif how == "no weights":
        (folder / models.WEIGHTS).unlink()
    elif how == "card":
        (folder / models.CARD).write_text("{")
    elif how == "a file":
        folder = folder / models.WEIGHTS
    elif how == "nothing":
        folder = tmp_path / "none"
    else:
        card.update({"plan": {"plan": {}}, "kind": {"kind": "magic"}, "no hash": {"sha256": ""}}[how])
        (folder / models.CARD).write_text(json.dumps(card))
    with pytest.raises(ModelError) as caught:
        models.import_model(folder)
    assert "\n" not in str(caught.value)
    assert [c.name for c in models.list_models()] == ["base"]


def test_weights_changed_after_import_are_noticed(shipped: Path, tmp_path: Path) -> None:
    make_model(tmp_path / "a", "mine")
    card = models.import_model(tmp_path / "a")
    file = Path(card.folder) / models.WEIGHTS
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(ModelError, match="not the ones the card names"):
        models.verify("mine")


def test_accept_and_discard(shipped: Path) -> None:
    first = make_model(models.new_pending(), "new")
    second = make_model(models.new_pending(), "new", seed=1)
    assert len(models.pending()) == 2
    assert [c.name for c in models.list_models()] == ["base"]
    kept = models.accept(first)
    assert models.find("new").sha256 == kept.sha256 == first.sha256
    with pytest.raises(ModelError, match="already"):
        models.accept(second)
    assert Path(second.folder).is_dir()
    models.discard(second)
    assert models.pending() == []
    with pytest.raises(ModelError):
        models.discard(kept)


def test_unknown_names_say_what_there_is(shipped: Path) -> None:
    with pytest.raises(ModelError, match="There are: base"):
        models.find("nothing")


@pytest.mark.parametrize("name", ["", "../up", ".hidden", "a/b", "a b", "x" * 65])
def test_names_that_could_leave_the_folder_are_refused(shipped: Path, name: str) -> None:
    with pytest.raises(ModelError):
        models.check_name(name)
