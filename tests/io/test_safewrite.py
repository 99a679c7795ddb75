"""The target is the old file or the verified new one, whatever goes wrong."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import nibabel
import numpy as np
import pytest
import SimpleITK

from medseg_gui.core.errors import GeometryMismatch, WriteFailed
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import LabelMap
from medseg_gui.io import safewrite
from medseg_gui.workers import export
from medseg_gui.workers.job import run_now
from tests.io.helpers import ct

SUFFIXES = [".nii.gz", ".nrrd", ".mha", ".seg.nrrd"]
LABELS = LabelMap.from_voxels((np.arange(210).reshape(5, 6, 7) % 3).astype(np.uint8), ct().geometry)


@pytest.fixture(params=SUFFIXES)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"mask{request.param}"
    path.write_bytes(b"the old file")
    return path


def assert_untouched(target: Path) -> None:
    assert target.read_bytes() == b"the old file"
    assert list(target.parent.iterdir()) == [target]


def test_a_full_disk_at_flush_keeps_the_old_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteFailed, match="no space left on device") as caught:
        run_now(export.save_labels(LABELS, target))
    assert caught.value.where == str(target)
    assert "Make room" in caught.value.todo
    assert_untouched(target)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_is_really_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The writers write into /dev/full, which takes nothing, as a full disk does."""
    for suffix in (".nii", ".nii.gz"):
        target = tmp_path / f"mask{suffix}"
        target.write_bytes(b"the old file")
        full = tmp_path / f"full{suffix}"
        full.symlink_to("/dev/full")
        monkeypatch.setattr(safewrite, "beside_of", lambda _, full=full: full)
        with pytest.raises(WriteFailed, match="no space left"):
            run_now(export.save_labels(LABELS, target))
        assert target.read_bytes() == b"the old file"
        assert not full.is_symlink()


def test_a_refused_replacement_keeps_the_old_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(WriteFailed, match="Nothing was replaced: permission denied"):
        run_now(export.save_labels(LABELS, target))
    assert_untouched(target)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        with pytest.raises(WriteFailed):
            run_now(export.save_labels(LABELS, tmp_path / "absent" / f"mask{suffix}"))


def test_a_wrong_voxel_refuses_the_export(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies on the disk is changed between writing and reading back."""
    real = safewrite.flush

    def spoil(path: Path) -> None:
        if path.name.endswith(".nii.gz"):
            image = nibabel.load(path)
            data = np.asarray(image.dataobj).copy()
            data[0, 0, 0] += 1
            nibabel.save(nibabel.Nifti1Image(data, image.affine, image.header), path)
        else:
            image = SimpleITK.ReadImage(str(path))
            image[0, 0, 0] = image[0, 0, 0] + 1
            SimpleITK.WriteImage(image, str(path), True)
        real(path)

    monkeypatch.setattr(safewrite, "flush", spoil)
    with pytest.raises(WriteFailed, match="1 voxels differ"):
        run_now(export.save_labels(LABELS, target))
    assert_untouched(target)


def test_a_moved_grid_refuses_the_export(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = safewrite.flush

    def spoil(path: Path) -> None:
        if path.name.endswith(".nii.gz"):
            image = nibabel.load(path)
            affine = image.affine.copy()
            affine[0, 3] += 0.05
            moved = nibabel.Nifti1Image(np.asarray(image.dataobj), affine, image.header)
            moved.set_sform(affine, 1)
            moved.set_qform(affine, 1)
            nibabel.save(moved, path)
        else:
            image = SimpleITK.ReadImage(str(path))
            image.SetOrigin(tuple(c + 0.05 for c in image.GetOrigin()))
            SimpleITK.WriteImage(image, str(path), True)
        real(path)

    monkeypatch.setattr(safewrite, "flush", spoil)
    with pytest.raises(WriteFailed, match="corners lie"):
        run_now(export.save_labels(LABELS, target))
    assert_untouched(target)


def test_leaving_in_the_middle_leaves_nothing(target: Path) -> None:
    steps = export.save_labels(LABELS, target)
    next(steps)
    next(steps)
    steps.close()
    assert_untouched(target)


def test_a_mask_of_another_grid_is_not_written(target: Path) -> None:
    other = ct()
    moved = type(other)(other.voxels, Geometry(other.geometry.shape, other.geometry.affine + np.eye(4) * [1, 0, 0, 0]))
    with pytest.raises(GeometryMismatch):
        run_now(export.save_labels(LABELS, target, moved))
    assert_untouched(target)


def test_success_replaces_and_says_what_was_compared(target: Path) -> None:
    report = run_now(export.save_labels(LABELS, target, ct()))
    assert report.path == target
    assert report.verified[0] == "voxels: 0 of 210 differ"
    assert report.verified[1].startswith("corners:")
    assert report.volumes_ml["Segment 1"] == pytest.approx(70 * LABELS.geometry.voxel_ml)
    assert list(target.parent.iterdir()) == [target]
    assert target.read_bytes() != b"the old file"
