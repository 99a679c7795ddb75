"""Ranking the cases of a list with a real network: order, cache, cancel, and what stays in the list's file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from medseg_gui import api, cli
from medseg_gui.commands import command
from medseg_gui.core.errors import BadInput, ModelError
from medseg_gui.core.volume import Volume
from medseg_gui.core.worklist import Item, State
from medseg_gui.session import Session
from medseg_gui.workers import models, ranking
from medseg_gui.workers.job import run_now
from medseg_gui.workers.ranking import keep_doubts, known_doubts, rank_cases
from tests.ml.tiny import phantom
from tests.workers.test_modelreport import a_scored_case
from tests.workers.test_models import make_model

Sessions = Callable[..., Session]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four images, "odd" unlike the others, and an untrained model "base"."""
    make_model(tmp_path / "shipped" / "base", "base")
    make_model(tmp_path / "shipped" / "prompted", "prompted", prompts=("point",))
    monkeypatch.setattr(models, "shipped_models", lambda: tmp_path / "shipped")
    home = tmp_path / "study"
    home.mkdir()
    for seed in range(3):
        api.convert(phantom(seed)[0], home / f"image{seed}.nii.gz")
    volume = phantom(0)[0]
    odd = np.linspace(0, 1000, volume.voxels.size).reshape(volume.voxels.shape).astype(np.float32)
    api.convert(Volume(odd, volume.geometry, "MR"), home / "odd.nii.gz")
    return home


def test_the_case_unlike_the_others_is_not_last_and_a_second_ranking_looks_at_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = api.rank_cases(folder, "base")
    assert sorted(r.name for r in found.rows) == ["image0", "image1", "image2", "odd"]
    assert "odd" in [r.name for r in found.rows[:2]]
    assert "not known" in found.trust.describe()
    monkeypatch.setattr(ranking, "_looked", None)
    assert api.rank_cases(folder, "base").rows == found.rows


def test_a_broken_image_is_named_and_the_rest_is_ranked(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "image1.nii.gz").write_bytes(b"nothing")
    assert cli.main(["rank", str(folder), "--model", "base", "--json", "--csv", str(tmp_path / "order.csv")]) == 1
    data = json.loads(capsys.readouterr().out)
    assert list(data["failed"]) == ["image1"]
    assert [row["rank"] for row in data["cases"]] == [1, 2, 3]
    assert len((tmp_path / "order.csv").read_text().splitlines()) == 4


def test_what_cannot_be_ranked_is_refused(folder: Path) -> None:
    items = [Item("a", "a", str(folder / "image0.nii.gz"), label="mask.nii.gz")]
    with pytest.raises(BadInput, match="no case to rank"):
        run_now(rank_cases("base", items, State()))
    with pytest.raises(ModelError, match="answers prompts"):
        run_now(rank_cases("prompted", items, State()))


def test_a_report_says_how_much_doubt_counts(folder: Path) -> None:
    card = models.find("base")
    assert known_doubts(card) == []
    keep_doubts(card, [a_scored_case(doubt=d, dice=1 - d) for d in np.linspace(0.1, 0.6, 12)])
    found = api.rank_cases(folder, "base")
    assert found.trust.spearman == pytest.approx(1)
    assert [r.doubt for r in found.rows] == sorted((r.doubt for r in found.rows), reverse=True)
    assert all(r.expected_dice is not None for r in found.rows)


def test_the_window_puts_the_list_in_order_and_keeps_it(sessions: Sessions, folder: Path) -> None:
    session = sessions(choice=0)
    assert "Open a case list" in command("worklist.rank").reason(session)
    session.worklist.open(folder)
    session.wait(60)
    session.wait(60)
    session.models.choose("base")
    opened = session.worklist.items[session.worklist.current or 0].key
    session.run("worklist.rank")
    session.wait(60)
    desk = session.worklist
    order = [item.key for item in desk.items]
    assert [desk.state.of(item).rank for item in desk.items] == [1, 2, 3, 4]
    assert session.ranking.last is not None
    assert order == [row.key for row in session.ranking.last.rows]
    assert desk.current is not None
    assert desk.items[desk.current].key == opened
    following = desk.neighbour(1)
    assert following == (1 if opened == order[0] else 0)
    desk.set_status("done", 0)
    other = sessions(choice=0)
    other.worklist.open(folder)
    other.wait(60)
    assert [item.key for item in other.worklist.items] == [*order[1:], order[0]]
    assert "doubt" in other.worklist.state.of(other.worklist.items[0]).why


def test_it_can_be_cancelled_and_leaves_the_list_as_it_was(sessions: Sessions, folder: Path) -> None:
    session = sessions(choice=0)
    session.worklist.open(folder)
    session.wait(60)
    before = session.worklist.items
    job: Any = session.ranking.rank("base")
    job.cancel()
    session.wait(60)
    assert session.worklist.items == before
    assert session.ranking.last is None
