"""Every format on every grid gives back the voxels that went in; the DICOM files pass a validator and highdicom."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
import pytest

from medseg_gui.core.errors import BadInput
from medseg_gui.core.geometry import Geometry
from medseg_gui.core.labelmap import Code, LabelMap, Segment
from medseg_gui.core.volume import Volume
from medseg_gui.io.dicom_seg import read_fractions
from medseg_gui.workers import export, open_case
from medseg_gui.workers.job import run_now
from tests.io.helpers import change, ct, write

SHAPE = (5, 26, 30)
Step = tuple[float, float, float]


def _affine(slices: Step, rows: Step, columns: Step) -> np.ndarray:
    affine = np.eye(4)
    affine[:3, :3] = np.array([slices, rows, columns]).T
    affine[:3, 3] = (-20.5, -310.25, 40)
    return affine


_TURN = np.linalg.qr(np.random.default_rng(5).normal(size=(3, 3)))[0]
_TURN *= -np.sign(np.linalg.det(_TURN))  # (slice, row, column) turn as those of an axial DICOM series do
_OBLIQUE = np.eye(4)
_OBLIQUE[:3, :3] = _TURN * (3.3, 0.7, 0.9)
_OBLIQUE_TILTED = _OBLIQUE.copy()
_OBLIQUE_TILTED[:3, 0] += _OBLIQUE[:3, 1] * 1.7

GRIDS = {
    "axial": _affine((0, 0, 2.5), (0, 0.7, 0), (0.8, 0, 0)),
    "tilted": _affine((0, 1.1, 2.5), (0, 0.7, 0), (0.8, 0, 0)),
    "oblique": _OBLIQUE,
    "oblique tilted": _OBLIQUE_TILTED,
    "reversed": _affine((0, 0, -2.5), (0, 0.7, 0), (0.8, 0, 0)),
    "negative cosines": _affine((0, 0, 2.5), (0, -0.7, 0), (-0.8, 0, 0)),
    "coronal": _affine((0, 2.5, 0), (0, 0, -0.7), (0.8, 0, 0)),
    "anisotropic": _affine((0, 0, 9.0), (0, 0.31, 0), (0.27, 0, 0)),
    "single slice": _affine((0, 0, 2.5), (0, 0.7, 0), (0.8, 0, 0)),
}
FILES = ("a.nii.gz", "a.nii", "a.nrrd", "a.seg.nrrd", "a.mha")
DICOM = ("BINARY", "FRACTIONAL", "LABELMAP", "RTSTRUCT")
MASKS = ("parts", "overlap", "fifty")
HOLD_OVERLAP = {"a.seg.nrrd", "BINARY", "FRACTIONAL", "RTSTRUCT"}
# The validator's last release is older than label maps (DICOM 2024d): "Information Object Not Found".
VALIDATED = {"BINARY", "FRACTIONAL", "RTSTRUCT"}
KIDNEY = Code(
    "64033007", "SCT", "Kidney", Code("24028007", "SCT", "Right"), Code("85756007", "SCT", "Tissue"),
    Code("818983003", "SCT", "Abdomen", Code("7771000", "SCT", "Left")),
)  # fmt: skip


def masks(kind: str, geometry: Geometry) -> LabelMap:
    """Parts with holes, touching the edge, absent on some slices, and an empty segment; the same overlapped; fifty."""
    z, y, x = np.indices(geometry.shape)
    if kind == "fifty":
        blocks = ((y // 4) * 8 + x // 4 + z) % 53
        return LabelMap.from_voxels(np.where(blocks <= 50, blocks, 0).astype(np.uint8), geometry)
    one, two = np.zeros((2, *geometry.shape), np.uint8)
    apart = np.hypot(y - 12, x - 14)
    one[(apart < 9) & (apart > 5)], one[apart < 2.5] = 1, 1
    one[0, :, 0], one[-1, 20:23, 2:5], one[-1, 23, 1] = 3, 7, 7
    segments = [Segment(1, "ITV–Ring äöü", (10, 200, 30), 0, KIDNEY), Segment(3, "edge"), Segment(5, "empty")]
    segments.append(Segment(7, "GTV^1", (1, 2, 3), 0, Code("4147007", "SCT", "Mass")))
    if kind == "parts":
        return LabelMap([one], geometry, segments)
    two[(z >= geometry.shape[0] // 2) & (np.hypot(y - 10, x - 20) < 6)] = 1
    return LabelMap([one, two], geometry, [*segments, Segment(1, "overlap", (0, 0, 255), 1)])


@pytest.fixture(scope="module")
def volume_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Volume]:
    """A series written as DICOM and opened again, by the grid's name; each made once."""
    made: dict[str, Volume] = {}

    def make(name: str) -> Volume:
        if name not in made:
            folder = tmp_path_factory.mktemp("ct")
            write(ct(SHAPE if name != "single slice" else (1, *SHAPE[1:]), GRIDS[name]), folder)
            made[name] = run_now(open_case.open_volume(folder))
        return made[name]

    return make


def same(labels: LabelMap, back: LabelMap, named: bool) -> None:
    """Each segment's voxels, and where the format keeps them name, colour and code, are what went in."""
    for mine in labels.segments:
        theirs = next(
            s for s in back.segments if (s.name if named else s.value) == (mine.name if named else mine.value)
        )
        np.testing.assert_array_equal(labels.mask(mine), back.mask(theirs))
        if named:
            assert theirs.code == mine.code
            assert max(abs(a - b) for a, b in zip(mine.colour, theirs.colour, strict=True)) <= 1


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", MASKS)
def test_files(tmp_path: Path, grid: str, name: str, kind: str) -> None:
    shape = SHAPE if grid != "single slice" else (1, *SHAPE[1:])
    labels = masks(kind, Geometry(shape, GRIDS[grid]))
    if kind == "overlap" and name not in HOLD_OVERLAP:
        with pytest.raises(BadInput, match="overlap"):
            run_now(export.save_labels(labels, tmp_path / name))
        return
    report = run_now(export.save_labels(labels, tmp_path / name))
    assert {c.differ for c in report.checks} == {0}
    back = run_now(open_case.open_labels(tmp_path / name))
    assert back.geometry.distance_mm(labels.geometry) < 1e-3 * min(labels.geometry.spacing_mm)
    if name == "a.seg.nrrd":
        same(labels, back, named=True)
    else:
        np.testing.assert_array_equal(back.voxels, labels.voxels)


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("form", DICOM)
@pytest.mark.parametrize("kind", MASKS)
def test_dicom(tmp_path: Path, volume_of: Callable[[str], Volume], grid: str, form: str, kind: str) -> None:
    volume = volume_of(grid)
    labels = masks(kind, volume.geometry)
    path, rtstruct = tmp_path / "a.dcm", form == "RTSTRUCT"
    steps = export.save_labels(labels, path, volume, rtstruct=rtstruct, seg="BINARY" if rtstruct else form)  # type: ignore[arg-type]
    if kind == "overlap" and form not in HOLD_OVERLAP:
        with pytest.raises(BadInput, match="overlap"):
            run_now(steps)
        return
    report = run_now(steps)
    assert {c.differ for c in report.checks} == {0}
    same(labels, run_now(open_case.open_labels(path, like=volume)), named=True)
    if not rtstruct:
        by_highdicom(path, labels, volume)
    if form in VALIDATED:
        assert errors_of(path) == []


def by_highdicom(path: Path, labels: LabelMap, volume: Volume) -> None:
    """highdicom finds each segment on the images of the series, and nothing on the frames that were left out."""
    seg = hd.seg.segread(path)
    source = Path(volume.info.source)
    files = sorted(source.iterdir()) if source.is_dir() else [source]
    headers = [pydicom.dcmread(f, stop_before_pixels=True) for f in files]
    order = [int(np.rint(volume.geometry.to_index(ds.ImagePositionPatient)[0])) for ds in headers]
    found = seg.get_pixels_by_source_instance(
        [ds.SOPInstanceUID for ds in headers], ignore_spatial_locations=True, assert_missing_frames_are_empty=True
    )
    for n, s in enumerate(labels.segments):
        np.testing.assert_array_equal(found[..., n] > 0.5, labels.mask(s)[order])


def errors_of(path: Path) -> list[str]:
    """What dciodvfy calls errors; the test is skipped where it is not installed."""
    if shutil.which("dciodvfy") is None:
        pytest.skip("dciodvfy is not installed (Debian package dicom3tools)")
    done = subprocess.run(["dciodvfy", str(path)], capture_output=True, errors="replace", timeout=60, check=False)
    return [line for line in (done.stdout + done.stderr).splitlines() if line.startswith(("Error", "Abort"))]


def test_the_validator_can_fail(tmp_path: Path, volume_of: Callable[[str], Volume]) -> None:
    volume = volume_of("axial")
    run_now(export.save_labels(masks("parts", volume.geometry), tmp_path / "a.dcm", volume))
    ds = pydicom.dcmread(tmp_path / "a.dcm")
    del ds.SegmentSequence[0].SegmentedPropertyTypeCodeSequence
    ds.save_as(tmp_path / "b.dcm")
    assert errors_of(tmp_path / "b.dcm")


@pytest.mark.parametrize("grid", ["axial", "oblique tilted"])
def test_probabilities_there_and_back(tmp_path: Path, volume_of: Callable[[str], Volume], grid: str) -> None:
    """Two segments that overlap where both are likely; each voxel keeps its probability to 1/255."""
    volume = volume_of(grid)
    z, y, x = np.indices(volume.geometry.shape)
    likely = [1 / (1 + np.exp(np.hypot(y - r, x - r) - 7 + z)) for r in (10, 14)]
    layers = [(p.astype(np.float32) >= 0.5).astype(np.uint8) for p in likely]
    labels = LabelMap(layers, volume.geometry, [Segment(1, "one"), Segment(1, "two", layer=1)])
    fractions = {(n, 1): p for n, p in enumerate(likely)}
    path = tmp_path / "a.dcm"
    run_now(export.save_labels(labels, path, volume, seg="FRACTIONAL", fractions=fractions))
    back = read_fractions(path, volume.geometry)
    for n, p in enumerate(likely):
        assert np.abs(back[n + 1] - p).max() <= 0.51 / 255
    assert pydicom.dcmread(path).SegmentationFractionalType == "PROBABILITY"
    same(labels, run_now(open_case.open_labels(path, like=volume)), named=True)
    assert errors_of(path) == []
    with pytest.raises(BadInput, match="from 0 to 1"):
        run_now(export.save_labels(labels, path, volume, seg="FRACTIONAL", fractions={(0, 1): likely[0]}))


@pytest.mark.parametrize("charset", ["", "ISO_IR 100", ["", "ISO 2022 IR 87"], None])
@pytest.mark.parametrize("rtstruct", [True, False])
def test_names_in_any_script(tmp_path: Path, charset: str | list[str] | None, rtstruct: bool) -> None:
    """The patient's name as the source spells it, the segment's in another script."""
    patient = {"": "Doe^Jane", "ISO_IR 100": "Müller^Jürgen"}.get(
        str(charset or ""), "Yamada^Tarou=山田^太郎=やまだ^たろう"
    )
    for file in write(ct(SHAPE), tmp_path / "ct"):
        change(file, SpecificCharacterSet=charset, PatientName=patient)
    volume = run_now(open_case.open_volume(tmp_path / "ct"))
    mask = masks("parts", volume.geometry)
    labels = LabelMap(mask.layers, mask.geometry, [replace(mask.segments[0], name="肝臓 Leber"), *mask.segments[1:]])
    path = tmp_path / "a.dcm"
    run_now(export.save_labels(labels, path, volume, rtstruct=rtstruct))
    assert str(pydicom.dcmread(path).PatientName) == patient
    assert run_now(open_case.open_labels(path, like=volume)).segments[0].name == "肝臓 Leber"
    assert errors_of(path) == []
