"""Crashes of native code, mistakes in threads, slots and jobs: a trace is left, it is told, no work is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from medseg_gui import process
from medseg_gui.diagnostic import diagnostic
from medseg_gui.settings import Settings, user_folder
from medseg_gui.workers.hardware import Hardware, driver_names

PAINTED = """
session.wait(60)
session.add_segment("Liver")
with session.the_case().edit("Brush") as edit:
    edit.change_segment(session.segment, name="Half done")
"""


def started(script: str, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program, which ran the script and ended, one way or another."""
    file = tmp_path / "script.py"
    file.write_text(script, encoding="utf-8")
    env = {**os.environ, "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}  # MEDSEG_HOME is the test's own
    command = [sys.executable, "-m", "medseg_gui.app", *arguments, "--python-script", str(file)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=env, check=False)


@pytest.mark.skipif(os.name != "posix", reason="how a program died is told by signals on POSIX systems")
def test_after_a_segmentation_fault_the_next_start_says_so_and_offers_the_work(image: Path, tmp_path: Path) -> None:
    died = started(PAINTED + "import ctypes\nctypes.string_at(0)\n", tmp_path, str(image))
    assert died.returncode == -11
    trace = (user_folder("logs") / "crash.log").read_text(encoding="utf-8")
    assert "Fatal Python error: Segmentation fault" in trace
    assert "script.py" in trace
    look = """
offers = {offer.topic: offer for offer in session.keep.offers.all}
print(sorted(topic.rpartition(".")[2] for topic in offers))
print(window.grab().save(%r))
for topic, offer in offers.items():
    if topic.endswith(".journal"):
        session.keep.offers.answer(offer, 0)
session.wait(60)
print([s.name for s in session.labels.segments], "crash" in session.keep.offers)
app.quit()
"""
    after = started(look % str(tmp_path / "offers.png"), tmp_path)
    assert after.returncode == 0, after.stderr
    assert after.stdout.splitlines() == ["['crash', 'journal']", "True", "['Half done'] True"]
    once = started("print(len(session.keep.offers.all))\napp.quit()", tmp_path)
    assert once.stdout == "0\n"  # told of once, and nothing is left to restore


def test_mistakes_in_a_slot_a_thread_and_a_job_are_told_and_the_window_lives(image: Path, tmp_path: Path) -> None:
    script = (
        PAINTED
        + """
import threading
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox
session.keep._journal._handle, lost = -2, session.keep._journal._handle  # the journal can no longer be written
said = []
session.said.connect(lambda message: said.append(message.text))
def broken_slot(): [][1]
def broken_steps():
    yield from ()
    {}["key"]
for delay in (0, 30):  # a slot that fails again is told of in the log alone
    QTimer.singleShot(delay, broken_slot)
threading.Thread(target=lambda: 1 / 0).start()
session.submit("Job", broken_steps, session.report)
session.wait_until(lambda: len(said) >= 4, 20)
print(len(window.findChildren(QMessageBox)))
box = window.findChildren(QMessageBox)[0]
print("written to disk" in box.informativeText(), "logs" in box.informativeText())
for kind in ("IndexError", "ZeroDivisionError", "KeyError", "'key'"):
    print(kind, any(kind in text for text in said))
print(session.case is not None)
box.close()
app.quit()
"""
    )
    done = started(script, tmp_path, str(image))
    assert done.returncode == 0, done.stderr
    told = ["IndexError True", "ZeroDivisionError True", "KeyError False", "'key' True", "True"]
    assert done.stdout.splitlines() == ["1", "True True", *told]
    log = (user_folder("logs") / "medseg.log").read_text(encoding="utf-8")
    assert all(kind in log for kind in ("IndexError", "ZeroDivisionError", "KeyError"))
    assert log.count("list index out of range") == 1
    assert "Uncaught again: IndexError" in log


def test_a_program_that_cannot_start_says_why_in_the_log(tmp_path: Path) -> None:
    (user_folder("config") / "settings.json").mkdir()
    (tmp_path / "home" / "models").write_text("in the way of a folder")
    failed = started("app.quit()", tmp_path)
    assert failed.returncode == 1
    assert "cannot start" in (user_folder("logs") / "medseg.log").read_text(encoding="utf-8")


# ----- the pieces ------------------------------------------------------------------------------------------------
def test_each_crash_is_told_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faulthandler.enable", lambda file, all_threads: file.close())
    path = user_folder("logs") / process.CRASH_LOG
    assert process.catch_native_crashes() is None
    for frame in ("/home/jane doe/env/lib/site-packages/numpy/a.py", "/opt/medseg_gui/core/b.py"):
        with path.open("a", encoding="utf-8") as file:
            file.write(f'Fatal Python error: Aborted\n  File "{frame}", line 7 in f\n')
        crash = process.catch_native_crashes()
        assert crash is not None
        assert crash.path == path
        assert process.catch_native_crashes() is None
    assert process.last_trace() == 'Fatal Python error: Aborted\n  File "medseg_gui/core/b.py", line 7 in f'


def test_a_crash_log_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faulthandler.enable", lambda file, all_threads: file.close())
    path = user_folder("logs") / process.CRASH_LOG
    path.write_text("Fatal Python error\n" * 100_000)
    assert process.catch_native_crashes() is not None
    assert path.stat().st_size < process.LOG_BYTES
    assert process.catch_native_crashes() is None


def test_the_diagnostic_names_nobody() -> None:
    settings = Settings(
        recent=["/data/Doe^Jane/ct"], pacs_address="pacs.hospital.example", pacs_user="jdoe",
        pacs_ca="/home/jdoe/ca.pem", click_model="doe-liver", window_layout="AAAA", keymap="slicer",
    )  # fmt: skip
    (user_folder("logs") / process.CRASH_LOG).write_text(
        'Fatal\n  File "/home/jdoe/src/medseg_gui/app.py", line 1 in f'
    )
    text = diagnostic(settings, Hardware("NVIDIA X", 24.0, True), (("Qt", "6"),))
    assert not [name for name in ("doe", "hospital", "/home", "aaaa") if name in text.lower()]
    for line in ("GPU: NVIDIA X, 24 GB", "setting keymap: slicer", "setting outline: True", "Qt: 6"):
        assert line in text.splitlines()
    assert 'File "medseg_gui/app.py", line 1' in text
    assert "torch: 2" in text


def test_a_card_that_only_the_driver_knows_is_found(tmp_path: Path) -> None:
    (tmp_path / "0000:01:00.0").mkdir()
    (tmp_path / "0000:01:00.0" / "information").write_text("Model: \t\t NVIDIA RTX A4000\nIRQ: 11\n")
    assert driver_names(tmp_path) == "NVIDIA RTX A4000"
    assert driver_names(tmp_path / "none") == ""
