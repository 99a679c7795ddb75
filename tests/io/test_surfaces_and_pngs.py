"""STL, OBJ, PLY, PNG folders: read back by readers of the tests' own, on real and awkward masks."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import SimpleITK

from medseg_gui.core.errors import BadInput, WriteFailed
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import LabelMap, Segment
from medseg_gui.io import mesh, pngfolder
from medseg_gui.workers import export, open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import random_affine

NAMES = ["Leber links", "Läsion\n2", "empty"]


def small(affine: np.ndarray | None = None) -> LabelMap:
    one, two = np.zeros((2, 7, 12, 13), np.uint8)
    one[2:5, 2:9, 3:10], one[3, 4:6, 5:8], one[0, 0, 0] = 1, 0, 1
    two[4:7, 5:12, 4:13] = 2
    geometry = Geometry(one.shape, random_affine(np.random.default_rng(3)) if affine is None else affine)
    segments = [Segment(1, NAMES[0], (255, 0, 0)), Segment(2, NAMES[1], (0, 9, 250), 1), Segment(7, NAMES[2])]
    return LabelMap([one, two], geometry, segments)


def triangles(path: Path) -> list[np.ndarray]:
    """(faces, 3, 3) LPS mm for each segment, by a parser as plain as the formats."""
    if path.suffix == ".stl":
        data = path.read_bytes()
        out: dict[int, list[tuple[float, ...]]] = {}
        for n in range(struct.unpack_from("<I", data, 80)[0]):
            *numbers, kind = struct.unpack_from("<12fH", data, 84 + 50 * n)
            out.setdefault(kind, []).append(tuple(numbers[3:]))
        return [np.array(out[k]).reshape(-1, 3, 3) for k in sorted(out)]
    if path.suffix == ".obj":
        points, groups = [], []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("v "):
                points.append([float(v) for v in line.split()[1:4]])
            elif line.startswith("o "):
                groups.append([])
            elif line.startswith("f "):
                groups[-1].append([int(v) - 1 for v in line.split()[1:]])
        return [np.array(points)[np.array(g)] for g in groups if g]
    head, body = path.read_bytes().split(b"end_header\n", 1)
    counts = [int(x.split()[2]) for x in head.decode().splitlines() if x.startswith("element")]
    at = np.array([struct.unpack_from("<3f", body, 15 * n) for n in range(counts[0])])
    faces: dict[int, list[tuple[int, ...]]] = {}
    for n in range(counts[1]):
        _, a, b, c, kind = struct.unpack_from("<B3iH", body, 15 * counts[0] + 15 * n)
        faces.setdefault(kind, []).append((a, b, c))
    return [at[np.array(faces[k])] for k in sorted(faces)]


def volume_ml(corners: np.ndarray) -> float:
    return float(np.sum(corners[:, 0] * np.cross(corners[:, 1], corners[:, 2]))) / 6000.0


@pytest.mark.parametrize("suffix", [".stl", ".obj", ".ply"])
@pytest.mark.parametrize("mirror", [False, True])
def test_surfaces_of_any_grid(tmp_path: Path, suffix: str, mirror: bool) -> None:
    affine = random_affine(np.random.default_rng(5), shear=True)
    if mirror:
        affine[:3, 2] *= -1
    labels = small(affine)
    report = run_now(export.save_labels(labels, tmp_path / f"a{suffix}", None))
    assert report.verified[0].startswith("voxel centres: 0 of")
    assert [c.name for c in report.checks] == NAMES
    found = triangles(tmp_path / f"a{suffix}")
    assert len(found) == 2
    for segment, corners in zip(labels.segments, found, strict=False):
        count = np.count_nonzero(labels.mask(segment))
        assert volume_ml(corners) == pytest.approx(count * labels.geometry.voxel_ml, rel=2e-3)
        centre = labels.geometry.to_world(np.argwhere(labels.mask(segment)).mean(axis=0))
        assert np.linalg.norm(corners.reshape(-1, 3).mean(axis=0) - centre) < 2 * max(labels.geometry.spacing_mm)
        pairs = {(tuple(f[i]), tuple(f[i - 2])) for f in corners for i in range(3)}
        assert all((b, a) in pairs for a, b in pairs)  # closed: each edge is met once from each side
    assert b"SPACE=LPS" in (tmp_path / f"a{suffix}").read_bytes()[:120]


def test_a_real_tumour_has_its_volume(data_dir: Path, tmp_path: Path) -> None:
    labels = run_now(open_case.open_labels(data_dir / "sarcoma-sts/nifti/STS_002/CT_mask.nii.gz"))
    run_now(export.save_labels(labels, tmp_path / "a.stl", None))
    (corners,) = triangles(tmp_path / "a.stl")
    assert volume_ml(corners) == pytest.approx(17090 * labels.geometry.voxel_ml, rel=1e-3)


@pytest.mark.parametrize("suffix", [".stl", ".obj", ".ply"])
def test_damaged_surfaces_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    labels, path = small(), tmp_path / f"a{suffix}"
    true = mesh._in_world

    def moved(labels: LabelMap, number: int) -> mesh.Surface:
        s = true(labels, number)
        return mesh.Surface(s.vertices + labels.geometry.directions[:, 2] * labels.geometry.spacing_mm[2], s.faces)

    def torn(labels: LabelMap, number: int) -> mesh.Surface:
        s = true(labels, number)
        return mesh.Surface(s.vertices, s.faces[1:])

    for wrong in (moved, torn):
        monkeypatch.setattr(mesh, "_in_world", wrong)
        with pytest.raises(WriteFailed):
            run_now(export.save_labels(labels, path))
        assert list(tmp_path.iterdir()) == []
    empty = LabelMap.empty(labels.geometry, [Segment(1, "a")])
    monkeypatch.undo()
    with pytest.raises(BadInput, match="nothing to export"):
        run_now(export.save_labels(empty, path))


@pytest.mark.parametrize("top", [2, 255, 4000])
def test_a_folder_of_pngs(tmp_path: Path, top: int) -> None:
    voxels = np.random.default_rng(1).choice([0, 1, top], (5, 9, 8)).astype(np.uint16)
    labels = LabelMap.from_voxels(
        voxels, Geometry.axial((5, 9, 8), (3, 1, 1), (0, 0, 0)), {1: 'a "quoted", name', top: "b"}
    )
    report = run_now(export.save_labels(labels, tmp_path / "masks.png"))
    assert report.path == tmp_path / "masks"
    assert [p.name for p in tmp_path.iterdir()] == ["masks"]
    assert sorted(p.name for p in report.path.iterdir()) == [*(f"{z:04d}.png" for z in range(1, 6)), "segments.csv"]
    for z in range(5):
        image = SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(str(report.path / f"{z + 1:04d}.png")))
        if top > 255:
            np.testing.assert_array_equal(image, voxels[z])
        else:  # a palette: the colours of the segments
            colours = np.zeros((256, 3), np.uint8)
            for s in labels.segments:
                colours[s.value] = s.colour
            np.testing.assert_array_equal(image[..., :3], colours[voxels[z]])
    text = (report.path / "segments.csv").read_text().splitlines()
    assert text[1] == f'1,"a ""quoted"", name",{",".join(map(str, labels.segments[0].colour))}'
    with pytest.raises(BadInput, match="something already"):
        run_now(export.save_labels(labels, tmp_path / "masks"))


def test_a_png_that_differs_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true = pngfolder.encoded
    monkeypatch.setattr(pngfolder, "encoded", lambda plane, labels: true(plane[:, ::-1], labels))
    labels = LabelMap([small().layers[0]], small().geometry)
    with pytest.raises(WriteFailed, match="voxels differ"):
        run_now(export.save_labels(labels, tmp_path / "masks"))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(BadInput, match="overlap"):
        run_now(export.save_labels(small(), tmp_path / "masks"))
