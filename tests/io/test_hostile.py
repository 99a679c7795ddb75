"""Damaged and hostile DICOM, DICOMDIR and ZIP files: read, or one clear error in good time; never anything else."""

from __future__ import annotations

import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pydicom.data
import pytest

from medseg_gui.core.errors import MedsegError
from medseg_gui.io import dicom
from medseg_gui.workers import open_case
from medseg_gui.workers.job import run_now

FILES = Path(pydicom.data.__file__).parent / "test_files"
SEEDS = [
    "MR_small.dcm", "MR_small_RLE.dcm", "MR_small_bigendian.dcm", "MR_small_jp2klossless.dcm",
    "MR_small_jpeg_ls_lossless.dcm", "rtdose.dcm", "SC_rgb_small_odd.dcm", "SC_rgb_small_odd_jpeg.dcm",
    "JPEGLSNearLossless_08.dcm", "examples_palette.dcm", "dicomdirtests/DICOMDIR", "a.zip",
]  # fmt: skip
EACH = 25
LIMIT_S = 5.0


def damaged(data: bytes, rng: random.Random) -> bytes:
    """The file with one to twenty wounds, most of them in its header."""
    out = bytearray(data)
    reach = min(len(out), 2500)
    words = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\xfe\xff\0\xe0")

    def byte(i: int) -> None:
        out[i : i + 1] = bytes([rng.choice((0, 0xFF, 0x7F, 0x80, rng.randrange(256)))])

    def word(i: int) -> None:
        out[i : i + 4] = rng.choice(words)

    def hole(i: int) -> None:
        del out[i : i + rng.randrange(1, 64)]

    def again(i: int) -> None:
        out[i:i] = out[max(0, i - 64) : i]

    def end(i: int) -> None:
        del out[rng.randrange(i, len(out) + 1) :]

    wounds: list[Callable[[int], None]] = [byte, byte, word, hole, again, end]
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        rng.choice(wounds)(rng.randrange(max(1, min(reach, len(out)))))
    return bytes(out)


@pytest.mark.parametrize("name", SEEDS)
def test_damage_is_one_clear_error_in_good_time(name: str, tmp_path: Path) -> None:
    if name == "a.zip":
        with zipfile.ZipFile(tmp_path / "whole.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(FILES / "MR_small.dcm", "study/1.dcm")
        data = (tmp_path / "whole.zip").read_bytes()
    else:
        data = (FILES / name).read_bytes()
    rng = random.Random(name)
    for n in range(EACH):
        path = tmp_path / str(n) / Path(name).name
        path.parent.mkdir()
        path.write_bytes(damaged(data, rng))
        refusal: MedsegError | None = None
        start = time.process_time()
        try:
            for row in run_now(open_case.find(path))[:2]:
                if not row.refusal:
                    run_now(dicom.read_series(row))
        except MedsegError as error:
            refusal = error
        assert refusal is None or ("\n" not in refusal.what and refusal.where)
        assert time.process_time() - start < LIMIT_S
