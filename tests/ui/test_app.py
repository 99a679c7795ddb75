"""The program as a process: scripts, exit codes, the log, what is loaded at the start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from medseg_gui import app


def run(script: str, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The finished program, which ran the script."""
    file = tmp_path / "script.py"
    file.write_text(script, encoding="utf-8")
    command = [sys.executable, "-m", "medseg_gui.app", *arguments, "--python-script", str(file)]
    env = {**os.environ, "MEDSEG_HOME": str(tmp_path / "home"), "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=env, check=False)


def test_a_script_drives_the_window_and_ends_it(tmp_path: Path, data_dir: Path) -> None:
    image = sorted((data_dir / "hippocampus-msd").rglob("*images*/hippocampus_*.nii.gz"))[0]
    script = f"""
session.wait(60)          # the PATH of the command line
print(session.volume.geometry.shape, flush=True)
session.open({str(image)!r})
session.wait(60)
segment = session.add_segment("mine")
session.run("tool.brush")
assert window.windowTitle() and window.findChild(type(window.views.views["axial"]), "view.axial").isVisible()
assert window.grab().save({str(tmp_path / "window.png")!r})
app.quit()                # unsaved edits: a script is not asked
"""
    done = run(script, tmp_path, str(image))
    assert (done.returncode, done.stderr.replace("This plugin does not support propagateSizeHints()\n", "")) == (0, "")
    assert done.stdout.startswith("(")
    assert (tmp_path / "window.png").stat().st_size > 10_000


def test_the_start_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy = ("torch", "SimpleITK", "pydicom", "nibabel", "numba", "pyqtgraph", "skimage", "scipy")
    done = run(f"import sys\nprint([m for m in {heavy} if m in sys.modules])\napp.quit()\n", tmp_path)
    assert done.stdout == "[]\n"


def test_an_error_in_a_script_prints_its_line_and_exits_with_1(tmp_path: Path) -> None:
    done = run("a = 1\n\ndef f():\n    return a / 0\n\nf()\n", tmp_path)
    assert done.returncode == 1
    assert "script.py, line 4: ZeroDivisionError: division by zero" in done.stderr
    assert "Traceback" not in done.stderr
    log = (tmp_path / "home" / "logs" / "medseg.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log


@pytest.mark.parametrize(
    ("script", "code"), [("import sys\nsys.exit(3)", 3), ("if:\n", 1), ("session.run('no.such')", 1)]
)
def test_other_ends_of_a_script(tmp_path: Path, script: str, code: int) -> None:
    assert run(script, tmp_path).returncode == code


def test_a_wait_that_takes_too_long_is_an_error(tmp_path: Path) -> None:
    script = """
import time
from medseg_gui.core.segmenter import Progress
def steps():
    while True:
        time.sleep(0.01)
        yield Progress("on and on")
session.submit("Endless", steps, lambda outcome: None)
session.wait(0.3)
"""
    done = run(script, tmp_path)
    assert done.returncode == 1
    assert "script.py, line 9: TimeoutError: After 0.3 s still under way: Endless" in done.stderr


def test_bad_arguments_exit_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["--python-script", str(tmp_path / "none.py")])
    assert ended.value.code == 2
    assert "there is no script" in capsys.readouterr().err
