"""TotalSegmentator as an outside program, by a small stand-in: the real one cannot stand beside this program."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from medseg_gui import api
from medseg_gui.core.errors import ModelError
from medseg_gui.workers import models, outside, segment
from medseg_gui.workers.job import run_now
from tests.library.images import image

STAND_IN = """
import os, subprocess, sys, time
from pathlib import Path
import nibabel as nib, numpy as np
here = Path(os.environ["STAND_IN_NOTES"])
arguments = sys.argv[1:]
(here / "arguments").write_text(" ".join(arguments))
if os.environ.get("STAND_IN_DOES") == "hang":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (here / "pids").write_text(f"{os.getpid()} {child.pid}")
    time.sleep(60)
if os.environ.get("STAND_IN_DOES") == "fail":
    print("loading"); print("No weights could be fetched", file=sys.stderr); sys.exit(3)
seen = nib.load(arguments[arguments.index("-i") + 1])
grey = np.asarray(seen.dataobj)
mask = (grey > 100).astype(np.uint8) + 4 * (grey < -100).astype(np.uint8)
out = nib.Nifti1Image(mask, seen.affine)
xml = '<?xml version="1.0"?><CaretExtension><VolumeInformation><LabelTable>'
xml += '<Label Key="1" Red="1" Alpha="1"><![CDATA[spleen]]></Label><Label Key="4" Red="0"><![CDATA[liver]]></Label>'
xml = (xml + "</LabelTable></VolumeInformation></CaretExtension>").encode()
out.header.extensions.append(nib.nifti1.Nifti1Extension(0, xml))
nib.save(out, arguments[arguments.index("-o") + 1])
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script with an interpreter line")


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stand-in on the PATH; where it leaves its notes."""
    home = tmp_path / "bin"
    home.mkdir()
    program = home / "TotalSegmentator"
    program.write_text(f"#!{sys.executable}\n{STAND_IN}")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{home}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("STAND_IN_NOTES", str(tmp_path))
    return tmp_path


def test_it_is_offered_only_where_it_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not [c for c in models.list_models() if c.kind == outside.KIND]
    with pytest.raises(ModelError, match="not installed"):
        api.segment(image(), "totalsegmentator")


def test_its_mask_comes_back_with_names(notes: Path) -> None:
    assert "totalsegmentator" in [c.name for c in models.list_models()]
    volume = image()
    answer = run_now(segment.segment(volume, "totalsegmentator-fast"))
    said = (notes / "arguments").read_text()
    assert said.endswith("--ml --task total --fast")
    wanted = (volume.voxels > 100) + 4 * (volume.voxels < -100)
    np.testing.assert_array_equal(answer.labels.voxels, wanted)
    assert [(s.value, s.name) for s in answer.labels.segments] == [(1, "spleen"), (4, "liver")]
    assert answer.author == "model totalsegmentator-fast 2"
    left = said.split()[said.split().index("-i") + 1]
    assert not Path(left).parent.exists()  # no image is left lying about


def test_its_failure_is_told_in_its_own_words(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAND_IN_DOES", "fail")
    with pytest.raises(ModelError, match=r"exit code 3.*No weights could be fetched"):
        api.segment(image(), "totalsegmentator")


def test_cancel_ends_it_and_what_it_started(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAND_IN_DOES", "hang")
    steps = segment.segment(image(), "totalsegmentator")
    end = time.monotonic() + 60
    while not (notes / "pids").exists() or not (notes / "pids").read_text():
        next(steps)
        assert time.monotonic() < end
    steps.close()
    for pid in (notes / "pids").read_text().split():
        assert _gone(int(pid)), pid


def _gone(pid: int) -> bool:
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True  # ended; nobody has asked how
        time.sleep(0.1)
    return False


def test_it_cannot_be_taught(notes: Path) -> None:
    with pytest.raises(ModelError, match="can be run, not taught"):
        models.check_teachable(models.find("totalsegmentator"))
