"""A model's report: every case is scored or named, a restart goes on, and HTML, PDF and table say the same."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from medseg_gui import api, cli
from medseg_gui.commands import command
from medseg_gui.core.casescore import CaseScore, ClassScore
from medseg_gui.core.errors import BadInput, MedsegError, ModelError
from medseg_gui.core.geometry import Box
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.core.segmenter import Prediction, Progress, Request
from medseg_gui.core.volume import Volume
from medseg_gui.session import Session
from medseg_gui.workers import modelreport, models
from medseg_gui.workers.job import run_now
from medseg_gui.workers.modelreport import fold_of, report
from medseg_gui.workers.pairs import Pair
from tests.ml.tiny import phantom
from tests.workers.test_models import make_model

COUNT = 5


def a_scored_case(doubt: float, dice: float) -> CaseScore:
    return CaseScore(f"{doubt}", f"{doubt}", classes=(ClassScore("bright", {"dice": dice}, {}),), doubt=doubt)


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    rows = ["image,label,patient"]
    for seed in range(COUNT):
        volume, voxels = phantom(seed)
        names = [Segment(1, "bright"), Segment(2, "dark")]
        api.convert(volume, tmp_path / f"image{seed}.nii.gz")
        api.save_labels(LabelMap([voxels], volume.geometry, names), tmp_path / f"label{seed}.nii.gz")
        rows.append(f"image{seed}.nii.gz,label{seed}.nii.gz,p{seed // 2}")
    (tmp_path / "pairs.csv").write_text("\n".join(rows))
    return tmp_path / "pairs.csv"


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A model that thresholds, "base" by name; the list holds the calls."""
    make_model(tmp_path / "shipped" / "base", "base")
    monkeypatch.setattr(models, "shipped_models", lambda: tmp_path / "shipped")
    calls: list[str] = []

    def predict(volume: Volume, name: str, request: Request | None = None) -> Any:
        calls.append(name)
        yield Progress("Segmenting")
        grey = volume.voxels.astype(np.float32)
        labels = np.select([grey > 60, grey < -60], [1, 2]).astype(np.uint8)
        return Prediction(Box.whole(grey.shape), labels, 0.1, np.clip(np.abs(grey) / 120, 0, 1).astype(np.float32))

    monkeypatch.setattr(modelreport, "predict", predict)
    return calls


def test_report_has_every_figure_and_needs_no_other_file(pairs: Path, model: list[str], tmp_path: Path) -> None:
    made = run_now(report("base", pairs, tmp_path / "out"))
    assert made.scores.cases == COUNT
    assert made.scores.patients == 3
    assert made.scores.classes == ("bright", "dark")
    text = made.html.read_text(encoding="utf-8")
    for word in ("What to do next", "Dice", "HD95", "ASSD", "NSD", "Smoothness", "Bland", "Confusion", "Calibration",
                 "Worst: image", "Best: image", "Median: image", "<svg", "data:image/png;base64,"):  # fmt: skip
        assert word in text, word
    assert "http" not in text.replace("http://www.w3.org", "")
    assert "<script" not in text
    assert made.pdf.read_bytes().startswith(b"%PDF")
    rows = list(csv.DictReader(made.table.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 2 * COUNT
    assert float(rows[0]["dice"]) == pytest.approx(made.cases[0].classes[0].figures["dice"])
    data = json.loads(made.figures.read_text(encoding="utf-8"))
    assert data["spreads"]["bright"]["dice"]["cases"] == COUNT


def test_a_failed_case_is_named_and_a_restart_scores_only_what_is_missing(
    pairs: Path, model: list[str], tmp_path: Path
) -> None:
    broken = tmp_path / "image2.nii.gz"
    whole = broken.read_bytes()
    broken.write_bytes(whole[:100])
    made = run_now(report("base", pairs, tmp_path / "out"))
    assert [name for name, _ in made.scores.failed] == ["image2.nii.gz"]
    assert "image2.nii.gz" in made.html.read_text(encoding="utf-8")
    assert len(model) == COUNT - 1
    broken.write_bytes(whole)
    made = run_now(report("base", pairs, tmp_path / "out"))
    assert not made.scores.failed
    assert len(model) == COUNT  # the mended one alone
    run_now(report("base", pairs, tmp_path / "out", tolerance_mm=2.0))
    assert len(model) == 2 * COUNT  # other figures: all anew


def test_stopped_half_way_goes_on(pairs: Path, model: list[str], tmp_path: Path) -> None:
    steps = report("base", pairs, tmp_path / "out")
    for _ in steps:
        if len(model) == 3:
            break
    steps.close()
    assert not (tmp_path / "out" / "report.html").exists()
    run_now(report("base", pairs, tmp_path / "out"))
    assert len(model) == COUNT + 1  # the third was under way


def test_what_cannot_be_scored_at_all_is_refused(pairs: Path, model: list[str], tmp_path: Path) -> None:
    make_model(tmp_path / "shipped" / "prompted", "prompted", prompts=("point",))
    with pytest.raises(ModelError, match="answers prompts"):
        run_now(report("prompted", pairs, tmp_path / "out"))
    for seed in range(COUNT):
        (tmp_path / f"image{seed}.nii.gz").write_bytes(b"nothing")
    with pytest.raises(BadInput, match="No case could be scored"):
        run_now(report("base", pairs, tmp_path / "out"))


def test_the_command(pairs: Path, model: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["models", "report", "base", str(pairs), "--out", str(tmp_path / "out"), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert Path(data["html"]).is_file()
    assert data["spreads"]["bright"]["dice"]["mean"] > 0.5
    assert cli.main(["models", "report", "base"]) == 1
    assert "needs pairs" in capsys.readouterr().err


def test_from_the_window_it_asks_runs_and_offers_to_open(
    pairs: Path, model: list[str], tmp_path: Path, sessions: Callable[..., Session]
) -> None:
    session = sessions(choice=0, open_file=str(pairs), folder=str(tmp_path))
    assert "Choose a model" in command("models.report").reason(session)
    with pytest.raises(MedsegError, match="Evaluate a model first"):
        session.run("models.open_report")
    session.models.choose("base")
    session.run("models.report")
    session.wait(60)
    offer = session.keep.offers.all[0]
    assert "over 5 cases" in offer.text
    assert (tmp_path / "base-report" / "report.pdf").is_file()
    wishes: list[str] = []
    session.wanted.connect(wishes.append)
    session.keep.offers.answer(offer, 0)
    assert wishes == ["report"]


def test_from_the_window_it_can_be_cancelled(pairs: Path, model: list[str], tmp_path: Path, session: Session) -> None:
    session.reports.make("base", pairs, tmp_path / "out")
    session.cancel_jobs()
    session.wait(60)
    assert session.reports.last is None
    assert not (tmp_path / "out" / "report.html").exists()


def test_folds_keep_patients_together_and_use_each_once() -> None:
    pairs = [Pair(f"i{n}", f"l{n}", f"p{n // 3}") for n in range(30)]
    which = fold_of(pairs, 4)
    assert sorted(set(which)) == [0, 1, 2, 3]
    for n in range(10):
        assert len(set(which[3 * n : 3 * n + 3])) == 1
    assert max(which.count(f) for f in range(4)) - min(which.count(f) for f in range(4)) <= 3
    assert fold_of(pairs[::-1], 4) == which[::-1]
    with pytest.raises(BadInput, match="cannot be made"):
        fold_of(pairs[:3], 2)


def test_cross_validation_never_scores_a_patient_that_was_learnt_from(
    pairs: Path, model: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taught: list[set[str]] = []

    def run_trainer(spec: Any) -> Any:
        yield Progress("Training", 1, 2)
        taught.append({p.patient for p in spec.pairs if p.split == "train"})
        folder = models.new_pending()
        return make_model(folder, spec.name, seed=len(taught))

    monkeypatch.setattr(modelreport, "run_trainer", run_trainer)
    made = run_now(report("base", pairs, tmp_path / "out", folds=3, minutes=1))
    assert len(taught) == 3
    for case in made.cases:
        assert case.patient not in taught[case.fold - 1]
    assert "Cross-validation" in made.html.read_text(encoding="utf-8")
    again: Callable[[], Any] = lambda: run_now(report("base", pairs, tmp_path / "out", folds=3, minutes=1))  # noqa: E731
    assert len(again().cases) == COUNT
    assert len(taught) == 3  # the folds' models were kept
    assert len(model) == COUNT
    assert not models.pending()
