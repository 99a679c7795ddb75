"""Model cards come from anywhere: they are read as written, or refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medseg_gui.core.errors import ModelError
from medseg_gui.core.segmenter import CardSegment, ModelCard

GOOD = ModelCard(
    "liver",
    "2",
    "unet",
    ("CT",),
    (5.0, 1.5, 1.5),
    (CardSegment(1, "Liver", (230, 159, 0), ("10200004", "SCT", "Liver")), CardSegment(300, "Läsion")),
    scores={"Liver": {"dice": 0.9}},
    plan={"patch": [1, 2, 3]},
)


def test_a_card_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text(GOOD.to_json(), encoding="utf-8")
    read = ModelCard.read(tmp_path)
    assert read.folder == str(tmp_path)
    assert read.to_json() == GOOD.to_json()
    assert read.segments == GOOD.segments


def test_every_shipped_card_is_read() -> None:
    for card in (Path(__file__).parents[2] / "models").glob("*/card.json"):
        assert ModelCard.read(card.parent).sha256


@pytest.mark.parametrize(
    "changes",
    [
        {"name": 5},
        {"name": None},
        {"kind": ["unet"]},
        {"modality": "CT"},
        {"modality": [1]},
        {"spacing_mm": [1, 2]},
        {"spacing_mm": [1, 2, float("nan")]},
        {"spacing_mm": [1, 2, 0]},
        {"spacing_mm": "abc"},
        {"segments": [{"value": 0, "name": "x"}]},
        {"segments": [{"value": 70000, "name": "x"}]},
        {"segments": [{"value": 1.5, "name": "x"}]},
        {"segments": [{"value": 1}]},
        {"segments": [{"value": 1, "name": "x"}, {"value": 1, "name": "y"}]},
        {"segments": [{"value": 1, "name": "x", "colour": [1, 2]}]},
        {"segments": [{"value": 1, "name": "x", "colour": [1, 2, 999]}]},
        {"segments": [{"value": 1, "name": "x", "code": ["1"]}]},
        {"segments": {"a": 1}},
        {"segments": 3},
        {"plan": []},
        {"scores": "good"},
        {"unknown": 1},
    ],
)
def test_a_field_of_the_wrong_kind_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    (tmp_path / "card.json").write_text(json.dumps({**json.loads(GOOD.to_json()), **changes}), encoding="utf-8")
    with pytest.raises(ModelError, match="not a model card"):
        ModelCard.read(tmp_path)


@pytest.mark.parametrize("text", ["", "null", "[]", "3", '"x"', "{", "[" * 100_000, "{}", " " * (2**22 + 1)])
def test_what_is_no_card_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "card.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="not a model card"):
        ModelCard.read(tmp_path)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=60))
def test_noise_is_refused(tmp_path: Path, noise: bytes) -> None:
    (tmp_path / "card.json").write_bytes(noise)
    with pytest.raises(ModelError):
        ModelCard.read(tmp_path)


def test_a_missing_card_says_what_to_choose(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"Choose the folder that holds card\.json"):
        ModelCard.read(tmp_path)
