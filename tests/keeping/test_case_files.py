"""Case files are read by scripts, hold their image if asked to, and are refused where damaged or too new."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.core.errors import MedsegError
from medseg_gui.io import casefile
from medseg_gui.jobs import Message
from medseg_gui.session import Session
from tests.conftest import opened
from tests.keeping.helpers import casefile_of, saved, state, stroke

DATA = Path(__file__).parent.parent / "data"
OLD = sorted(DATA.glob("version-*.medseg"))


def test_scripts_read_a_saved_case_as_an_image_and_as_masks(
    sessions: Callable[..., Session], image: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.medseg"
    first = opened(sessions(), image)
    stroke(first, 1)
    saved(first, path)
    volume = api.open_volume(path)
    assert np.array_equal(volume.voxels, first.the_case().volume.voxels)
    assert np.array_equal(api.open_labels(path, like=volume).voxels, first.the_case().labelmap.voxels)
    assert [s.name for s in api.open_labels(path).segments] == ["Liver"]


def test_with_its_image_it_needs_nothing_else(sessions: Callable[..., Session], image: Path, tmp_path: Path) -> None:
    first = opened(sessions(), image)
    stroke(first, 1)
    first.keep.save(str(tmp_path / "a.medseg"), with_image=True)
    first.wait(30)
    voxels, left = first.the_case().volume.voxels, state(first)
    first.keep.leave()
    image.unlink()
    second = opened(sessions(), tmp_path / "a.medseg")
    assert state(second) == left
    assert np.array_equal(second.the_case().volume.voxels, voxels)


@pytest.mark.parametrize("file", OLD, ids=lambda path: path.stem)
def test_a_newer_version_is_refused_and_an_older_one_migrated(
    file: Path,
    sessions: Callable[..., Session],
    said: list[Message],
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(OLD) == casefile.FORMAT - 1
    shutil.copy(file, tmp_path / "old.medseg")
    old = opened(sessions(), tmp_path / "old.medseg")
    case = old.the_case()
    assert [s.name for s in case.labelmap.segments] == ["Liver"]
    assert case.labelmap.mask(case.labelmap.segments[0]).sum() == 6
    assert [p.index for p in case.prompts] == [(1, 2, 3)]  # type: ignore[union-attr]
    assert [s.name for s in case.history.done] == ["Add segment", "Brush"]
    old.go_to_step(0)
    assert not case.labelmap.any_mask().any()
    assert set(casefile.MIGRATIONS) == set(range(1, casefile.FORMAT))

    with monkeypatch.context() as patch:
        patch.setattr(casefile, "FORMAT", casefile.FORMAT + 1)
        casefile.write(casefile_of(old), tmp_path / "new.medseg")
    session.open(tmp_path / "new.medseg")
    session.wait(30)
    assert session.case is None
    new = casefile.FORMAT + 1
    assert f"A newer medseg wrote this case (version {new}; this program reads up to {new - 1})" in said[-1].text


def test_damaged_cases_are_refused(sessions: Callable[..., Session], image: Path, tmp_path: Path) -> None:
    first = opened(sessions(), image)
    for number in range(3):
        stroke(first, number)
    casefile.write(casefile_of(first), tmp_path / "a.medseg")
    whole = casefile.read(tmp_path / "a.medseg")
    data = (tmp_path / "a.medseg").read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(60):
        damaged = bytearray(data)
        for at in rng.integers(0, len(data), 3):
            damaged[at] ^= 255
        damaged = damaged[: int(rng.integers(1, len(data)))] if rng.random() < 0.3 else damaged
        (tmp_path / "b.medseg").write_bytes(bytes(damaged))
        try:
            found = casefile.read(tmp_path / "b.medseg")
        except MedsegError as error:
            assert "b.medseg" in str(error)  # noqa: PT017
        else:  # a byte that says nothing, as a time in the zip's directory
            assert casefile.difference(whole, found) == ""
