"""Masks in and out of a session: another grid is asked about, exports are certified at wish."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.core.errors import GeometryMismatch, OtherGrid
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.io.labels import on_grid, there_and_back
from medseg_gui.session import Session
from medseg_gui.workers.job import run_now
from tests.conftest import opened
from tests.io.helpers import ct, write

SHAPE = (8, 30, 32)


def ball(geometry: Geometry, radius_mm: float = 9.0) -> LabelMap:
    middle = geometry.to_world((np.array(geometry.shape) - 1) / 2)
    where = geometry.to_world(np.moveaxis(np.indices(geometry.shape), 0, -1))
    mask = np.linalg.norm(where - middle, axis=-1) < radius_mm
    return LabelMap([mask.astype(np.uint8)], geometry, [Segment(1, "Ball"), Segment(2, "nothing")])


@pytest.fixture
def study(tmp_path: Path) -> Path:
    write(ct(SHAPE), tmp_path / "ct")
    return tmp_path / "ct"


def finer(geometry: Geometry) -> Geometry:
    """The same place at twice as many voxels along each axis."""
    affine = geometry.affine.copy()
    affine[:3, :3] /= 2
    affine[:3, 3] -= affine[:3, :3] @ (0.5, 0.5, 0.5)
    return Geometry((geometry.shape[0] * 2, geometry.shape[1] * 2, geometry.shape[2] * 2), affine)


@pytest.mark.parametrize("yes", [True, False])
def test_a_mask_of_another_grid_is_used_on_a_word_alone(
    sessions: Callable[..., Session], study: Path, tmp_path: Path, yes: bool
) -> None:
    session = opened(sessions(confirm=yes), study)
    asked: list[str] = []
    true = session.ask.__getattr__("confirm")  # type: ignore[union-attr]
    session.ask.confirm = lambda title, text, yes: (asked.append(text), true())[1]  # type: ignore[union-attr]
    case = session.the_case()
    before = case.history.place
    api.save_labels(ball(finer(case.volume.geometry)), tmp_path / "m.seg.nrrd")
    said: list[str] = []
    session.said.connect(lambda m: said.append(m.text))
    session.open_labels(tmp_path / "m.seg.nrrd", reference=False)
    session.wait(30)
    (text,) = asked
    assert "another grid" in text
    assert "16×60×64" in text  # what it is
    assert "Ball: Dice 0.9" in text  # what it costs
    if yes:
        want = ball(case.volume.geometry).voxels != 0
        got = case.labelmap.any_mask()
        assert 2 * np.count_nonzero(want & got) / (want.sum() + got.sum()) > 0.9
        assert any("there and back" in line for line in said)
        session.undo()
        assert not case.labelmap.any_mask().any()
    else:
        assert case.history.place == before
        assert "not loaded" in said[-1]
    session.open_labels(tmp_path / "m.seg.nrrd", reference=True)
    session.wait(30)
    assert len(case.references) == int(yes)


def test_a_mask_of_the_same_grid_is_not_asked_about(
    sessions: Callable[..., Session], study: Path, tmp_path: Path
) -> None:
    session = opened(sessions(confirm=False), study)
    api.save_labels(ball(session.the_case().volume.geometry), tmp_path / "m.nii.gz")
    session.open_labels(tmp_path / "m.nii.gz", reference=False)
    session.wait(30)
    assert session.the_case().labelmap.any_mask().any()


def test_dice_there_and_back() -> None:
    """Finer and back is lossless; coarser loses a part; a grid that holds half keeps two thirds (2·½ / 1½)."""
    geometry = Geometry.axial(SHAPE, (2.5, 0.7, 0.8))
    labels = ball(geometry)
    moved = run_now(on_grid(labels, finer(geometry), Path("m"), resample=True))
    assert run_now(there_and_back(labels, moved)) == [1.0, None]
    assert [n.text for n in moved.notes][1:] == ["Ball: Dice 1.000 with itself, there and back"]
    coarse = run_now(on_grid(ball(finer(geometry)), geometry, Path("m"), resample=True))
    (dice, _) = run_now(there_and_back(ball(finer(geometry)), coarse))
    assert dice is not None
    assert 0.8 < dice < 0.99
    half = Geometry((*SHAPE[:2], 16), geometry.affine)
    with pytest.raises(OtherGrid, match="another grid"):
        run_now(on_grid(labels, half, Path("m"), resample=False))
    cut = run_now(on_grid(labels, half, Path("m"), resample=True))
    assert run_now(there_and_back(labels, cut))[0] == pytest.approx(2 / 3, abs=0.02)
    elsewhere = Geometry(SHAPE, geometry.affine, "1.2.3")
    other = LabelMap(labels.layers, Geometry(SHAPE, geometry.affine, "1.2.4"), labels.segments)
    with pytest.raises(GeometryMismatch, match="frame of reference") as caught:
        run_now(on_grid(other, elsewhere, Path("m"), resample=True))
    assert not isinstance(caught.value, OtherGrid)


def test_certificates_at_wish(session: Session, study: Path, tmp_path: Path) -> None:
    opened(session, study)
    labels = ball(session.the_case().volume.geometry)
    session.apply(labels, "Load mask", "test")
    assert session.masks.exported is None
    session.export(tmp_path / "a.rtstruct.dcm")
    session.wait(30)
    assert session.masks.exported == tmp_path / "a.rtstruct.dcm"
    assert not list(tmp_path.glob("*.json"))
    session.run("file.save_certificate")
    session.wait(30)
    found = json.loads((tmp_path / "a.rtstruct.dcm.certificate.json").read_text())
    assert found["segments"][0]["name"] == "Ball"
    assert found["compared"]["writer"] == "pydicom"
    session.run("file.certificates")
    session.export(tmp_path / "b.dcm")
    session.wait(30)
    assert json.loads((tmp_path / "b.dcm.certificate.json").read_text())["compared"]["writer"] == "highdicom"
    session.set_case(None)
    assert session.masks.exported is None
