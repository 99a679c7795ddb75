"""The PAIRS of the commands, and cases kept from the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from medseg_gui.core.errors import BadInput, GeometryMismatch
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.workers import export
from medseg_gui.workers.job import run_now
from medseg_gui.workers.pairs import Pair, keep_case, kept_cases, read_pairs, training_case
from tests.ml.tiny import phantom


def test_a_csv_with_paths_beside_it(tmp_path: Path) -> None:
    for name in ("a.nii", "a_label.nii", "b.nii", "b_label.nii"):
        (tmp_path / name).touch()
    table = tmp_path / "pairs.csv"
    table.write_text("\ufeffImage,label,patient,split\na.nii,a_label.nii,p1,train\nb.nii, b_label.nii ,p2,test\n")
    pairs = read_pairs(table)
    assert [(Path(p.image).name, Path(p.label).name, p.patient, p.group, p.split) for p in pairs] == [
        ("a.nii", "a_label.nii", "p1", "", "train"),
        ("b.nii", "b_label.nii", "p2", "", "test"),
    ]
    assert Path(pairs[0].image).is_file()


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("image,label\n", "empty"),
        ("image\na.nii\n", "Line 2"),
        ("image,label\na.nii,\n", "Line 2"),
        ("image,label\na.nii,none.nii\n", "Line 2 names a file"),
        ("image,label\na.nii,a.nii,x,y,z,too,many\nb.nii,a.nii\n", "Line 3"),
    ],
)
def test_bad_tables_name_the_line(tmp_path: Path, text: str, match: str) -> None:
    (tmp_path / "a.nii").touch()
    (tmp_path / "pairs.csv").write_text(text)
    with pytest.raises(BadInput, match=match):
        read_pairs(tmp_path / "pairs.csv")


def test_not_a_table_at_all(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00\x80" * 20)
    for bad in (tmp_path / "x.csv", tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadInput):
            read_pairs(bad)


def test_a_folder_with_images_and_labels(tmp_path: Path) -> None:
    for part in ("images/a.nii.gz", "images/b.nrrd", "labels/a.nii.gz", "labels/b.seg.nrrd", "images/.hidden"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        (tmp_path / part).touch()
    pairs = read_pairs(tmp_path)
    assert [(Path(p.image).name, Path(p.label).name, p.patient) for p in pairs] == [
        ("a.nii.gz", "a.nii.gz", "a"),
        ("b.nrrd", "b.seg.nrrd", "b"),
    ]
    (tmp_path / "labels/a.nii.gz").unlink()
    with pytest.raises(BadInput, match="has no label of the same name"):
        read_pairs(tmp_path)


def test_a_kept_case_comes_back_exactly_and_a_correction_replaces_it(tmp_path: Path) -> None:
    volume, voxels = phantom(0)
    labels = LabelMap([voxels], volume.geometry, [Segment(1, "bright"), Segment(2, "other")])
    for _ in range(2):
        pair = keep_case(tmp_path, volume, labels, {"bright": 5, "other": 1})
    assert kept_cases(tmp_path) == (pair,)
    back, mask = training_case(pair, {}).load()
    assert np.array_equal(back.voxels, volume.voxels)
    assert back.geometry.same_as(volume.geometry)
    assert back.modality == "MR"
    assert np.array_equal(mask == 5, voxels == 1)
    assert np.array_equal(mask == 1, voxels == 2)


def test_overlaps_are_refused(tmp_path: Path) -> None:
    volume, voxels = phantom(0)
    one = (voxels > 0).astype(np.uint8)
    labels = LabelMap([one, one], volume.geometry, [Segment(1, "a"), Segment(1, "b", layer=1)])
    with pytest.raises(BadInput, match="overlaps"):
        keep_case(tmp_path, volume, labels, {"a": 1, "b": 2})


def test_a_damaged_kept_case_is_one_error(tmp_path: Path) -> None:
    volume, voxels = phantom(0)
    pair = keep_case(tmp_path, volume, LabelMap([voxels], volume.geometry, [Segment(1, "a")]), {"a": 1})
    data = Path(pair.image).read_bytes()
    Path(pair.image).write_bytes(data[: len(data) // 2])
    with pytest.raises(BadInput, match="damaged"):
        training_case(pair, {}).load()


def test_files_of_the_world_become_cases_with_their_names(tmp_path: Path) -> None:
    volume, voxels = phantom(0)
    labels = LabelMap([voxels], volume.geometry, [Segment(1, "bright"), Segment(2, "dark")])
    run_now(export.convert(volume, str(tmp_path / "a.nii.gz")))
    run_now(export.save_labels(labels, str(tmp_path / "a.seg.nrrd"), volume))
    names: dict[int, str] = {}
    back, mask = training_case(Pair(str(tmp_path / "a.nii.gz"), str(tmp_path / "a.seg.nrrd")), names).load()
    assert np.allclose(back.voxels, volume.voxels)
    assert np.array_equal(mask, voxels)
    assert names == {1: "bright", 2: "dark"}


def test_a_label_of_another_grid_is_refused(tmp_path: Path) -> None:
    volume, voxels = phantom(0)
    other, _ = phantom(0, (16, 32, 30))
    run_now(export.convert(volume, str(tmp_path / "a.nii.gz")))
    label = LabelMap([voxels[:, :, :30].copy()], other.geometry, [Segment(1, "bright")])
    run_now(export.save_labels(label, str(tmp_path / "b.nii.gz"), other))
    with pytest.raises(GeometryMismatch):
        training_case(Pair(str(tmp_path / "a.nii.gz"), str(tmp_path / "b.nii.gz")), {}).load()
