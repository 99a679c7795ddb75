"""A short run of the fuzzer over every reader, and what it found, each kept as a small file that must stay refused."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.uid import DeflatedExplicitVRLittleEndian

from medseg_gui.core.case import Case
from medseg_gui.core.errors import BadInput, MedsegError
from medseg_gui.io import casefile, limits
from medseg_gui.workers import case_files, open_case
from medseg_gui.workers.job import run_now
from tests.fuzz import archives, dicomtree, seeds
from tests.fuzz.__main__ import fuzz, kinds
from tests.fuzz.targets import TARGETS
from tests.fuzz.wounds import deflated
from tests.io.helpers import change, ct, write

SHORT = 120
ALL = ",".join(TARGETS)


def refused(path: Path, match: str) -> BadInput:
    with pytest.raises(BadInput, match=match) as caught:
        run_now(open_case.open_volume(path))
    assert caught.value.where
    return caught.value


def test_a_short_run_over_every_reader(tmp_path: Path) -> None:
    """The long one: python -m tests.fuzz --state FOLDER."""
    counts = fuzz(ALL, SHORT, 1, tmp_path)
    assert {name: count.next for name, count in counts.items()} == dict.fromkeys(TARGETS, SHORT)
    assert all(count.read and count.refused for count in counts.values()), counts
    assert not {name: kinds(tmp_path, name) for name, count in counts.items() if count.findings}


@pytest.mark.parametrize("name", TARGETS)
def test_a_file_of_a_run_can_be_made_again(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    target.ready(tmp_path)
    assert target.file(3, 14) == target.file(3, 14)


def test_a_process_that_dies_and_a_hang_are_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDSEG_FUZZ_LIMIT_S", "1")
    monkeypatch.setenv("MEDSEG_FUZZ_SELFTEST", "3:die,5:hang")
    counts = fuzz("nifti", 8, 1, tmp_path)["nifti"]
    assert (counts.next, counts.findings) == (8, 2)
    assert [what for what, _ in kinds(tmp_path, "nifti")] == ["the process died (-11)", "a hang"]


# ----- what was found ---------------------------------------------------------------------------------------------
MHA = b"ObjectType = Image\nNDims = 3\nDimSize = 4 3 2\nElementType = MET_SHORT\n%sElementDataFile = LOCAL\n" + bytes(
    48
)
NRRD = b"NRRD0004\ntype: short\ndimension: 3\nsizes: 4 3 2\nencoding: raw\nendian: little\n%s\n\n" + bytes(48)


@pytest.mark.parametrize(
    ("name", "data", "match"),
    [
        ("a.mha", MHA % b"NDims = 17\n", "twice"),
        ("a.mha", (MHA % b"").replace(b"NDims = 3", b"NDims = 17"), "NDims"),
        ("a.mha", (MHA % b"").replace(b"MET_SHORT", b"MET_STRING"), "not known"),
        ("a.mha", MHA % b"CompressedData = True\nCompressedDataSize = 4294967296\n", "CompressedDataSize"),
        ("a.mha", (MHA % b"").replace(b"4 3 2", b"100000 100000 100000"), "truncated"),
        ("a.mha", (MHA % b"").replace(b"LOCAL", b"/dev/zero"), "not there"),
        ("a.mha", (MHA % b"").replace(b"LOCAL", b"%s%n"), "the voxels are in"),
        ("a.mha", MHA % b"Offset = nan 0 0\n", "Offset"),
        ("a.mha", MHA % b"TransformMatrix = 1 0 0 0 1 0 1e+308 0 1\n", "TransformMatrix"),
        ("a.nrrd", NRRD % (b"space: left-posterior-superior\nspace origin: (" + b"A" * 5000 + b",0,0)"),
        "space origin"),
        ("a.nrrd", NRRD % (b"kinds: " + b"k" * 5000), "kinds"),
        ("a.nrrd", NRRD % (b"nonsense: " + b"k" * 5000), "not known"),
        ("a.nrrd", (NRRD % b"spacings: 1 1 1").replace(b"4 3 2", b"100000 100000 100000"), "truncated"),
    ],
)  # fmt: skip
def test_headers_that_crashed_itk_or_had_it_allocate(tmp_path: Path, name: str, data: bytes, match: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    refused(path, match)


@pytest.mark.parametrize(("name", "data"), [("a.mha", MHA % b""), ("a.nrrd", NRRD % b"spacings: 1 1 1")])
def test_the_headers_without_the_wounds_are_read(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert run_now(open_case.open_volume(path)).geometry.shape == (2, 3, 4)


def test_time_points_without_end_are_refused_at_once(tmp_path: Path) -> None:
    data = bytearray(seeds.nifti(tmp_path)[0])
    data[40:56] = struct.pack("<8h", 7, 1, 1, 1, 32767, 32767, 1, 1)
    path = tmp_path / "many.nii"
    path.write_bytes(data)
    refused(path, "promises 1073676289 images")


def test_a_deflated_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = write(ct((1, 8, 8)), tmp_path)
    tree = dicomtree.parse(path.read_bytes())
    for element in tree:
        if element.tag == dicomtree.SYNTAX:
            element.value = DeflatedExplicitVRLittleEndian.encode()
    whole = dicomtree.serial(tree)
    start = len(dicomtree.serial([e for e in tree if e.tag >> 16 == 2]))
    monkeypatch.setenv(limits.VARIABLE, "0.1")
    path.write_bytes(whole[:start] + deflated(whole[start:]))
    assert run_now(open_case.open_volume(path)).geometry.shape == (1, 8, 8)
    path.write_bytes(whole[:start] + deflated(whole[start:], 40))
    refused(path, "does not fit in memory")


def test_frames_without_end_are_refused_at_once(tmp_path: Path) -> None:
    (path,) = write(ct((1, 8, 8)), tmp_path)
    change(path, Rows=None, NumberOfFrames=2147483647)
    refused(path, "claims 2147483647 frames")


def test_elements_without_end_are_refused_at_once(tmp_path: Path) -> None:
    (path,) = write(ct((1, 8, 8)), tmp_path)
    tree = dicomtree.parse(path.read_bytes())
    at = next(i for i, e in enumerate(tree) if e.tag > 0x00081140)
    tree.insert(at, dicomtree.Element(0x00081140, b"SQ", [[]] * 300_000))
    path.write_bytes(dicomtree.serial(tree))
    refused(path, "truncated or damaged")


def test_a_length_beyond_the_file_asks_for_no_memory(tmp_path: Path) -> None:
    (path,) = write(ct((1, 8, 8)), tmp_path)
    tree = dicomtree.parse(path.read_bytes())
    tree.insert(-1, dicomtree.Element(0x00291010, b"OB", b"xx", 0xFFFFFFFE))
    path.write_bytes(dicomtree.serial(tree))
    error = refused(path, "truncated")
    assert not isinstance(error.__cause__, MemoryError)


def test_the_limit_of_memory_holds_for_every_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from medseg_gui.workers import export

    volume = ct((40, 64, 64))
    write(volume, tmp_path / "dicom")
    for suffix in (".nii", ".nii.gz", ".nrrd", ".mha"):
        run_now(export.convert(volume, tmp_path / f"a{suffix}"))
    monkeypatch.setenv(limits.VARIABLE, str(volume.voxels.nbytes / 2**30 / 2))
    for name in ("a.nii", "a.nii.gz", "a.nrrd", "a.mha", "dicom"):
        assert limits.VARIABLE in refused(tmp_path / name, "does not fit in memory").todo


def test_a_segmentation_of_two_far_frames_is_refused(tmp_path: Path) -> None:
    data = seeds.segmentation(tmp_path)[0]
    path = tmp_path / "far.dcm"
    path.write_bytes(data)
    dataset = pydicom.dcmread(path)
    places = dataset.PerFrameFunctionalGroupsSequence
    places[0].PlanePositionSequence[0].ImagePositionPatient[2] = -9e8
    dataset.save_as(path)
    with pytest.raises(BadInput, match=r"too far apart|even grid|damaged"):
        run_now(open_case.open_labels(path))


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_zip_packed_in_another_way_is_refused(tmp_path: Path, method: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.dcm", bytes(1000))
    refused(path, "packed in a way")


# ----- saved cases ------------------------------------------------------------------------------------------------
def case(folder: Path, wound: dict[str, bytes]) -> Path:
    parts = dict(archives.members(seeds.case(folder)[0]))
    path = folder / "b.medseg"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**parts, **wound}.items():
            archive.writestr(name, data)
    return path


def test_an_array_header_that_is_no_python_is_one_clear_error(tmp_path: Path) -> None:
    head = b"{'descr': '|u1', 'shape': ((3, 4, 5), }\n"
    path = case(tmp_path, {"layers/0.npy": b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head})
    with pytest.raises(BadInput, match="truncated or damaged"):
        casefile.read(path)


@pytest.mark.parametrize(("key", "value"), [("value", {}), ("name", 3), ("colour", [1, 2]), ("layer", 1 << 70)])
def test_segments_of_other_types_are_refused(tmp_path: Path, key: str, value: object) -> None:
    import json

    manifest = json.loads(dict(archives.members(seeds.case(tmp_path)[0]))["manifest.json"])
    manifest["segments"][0][key] = value
    path = case(tmp_path, {"manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(BadInput, match="truncated or damaged"):
        run_now(case_files.open_saved(path))


def test_a_damaged_step_says_so_when_it_is_taken_back(tmp_path: Path) -> None:
    made = Case(seeds.volume(), seeds.labels())
    with made.edit("Stroke") as edit:
        box = seeds.Box((0, 2, 3), (1, 8, 9))
        edit.paint(made.labelmap.segments[0], box, np.ones(box.shape, bool))
    delta = made.history.done[0].voxels[0]
    object.__setattr__(delta, "packed", delta.packed[:4] + b"\xff" * (len(delta.packed) - 4))
    with pytest.raises(MedsegError, match="'Stroke' is damaged"):
        made.undo()


def test_what_an_error_quotes_is_one_line_of_a_bounded_length() -> None:
    error = BadInput("The file says \0\x1b[2J\n" + "x" * 5000, "a\nb")
    assert str(error).isprintable()
    assert len(error.what) <= 300
