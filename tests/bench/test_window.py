"""How soon the window is up, against a bare Qt window; and whether it stays awake while a network runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from medseg_gui.settings import user_folder
from medseg_gui.ui.main_window import MainWindow
from tests.ui.conftest import themed, window

__all__ = ["themed", "window"]

BARE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.time(), flush=True)
        QTimer.singleShot(0, app.quit)
app = QApplication([])
window = Window()
window.resize(1480, 920)
window.show()
app.exec()
"""
OURS = "import sys, time\nprint(time.time(), 'torch' in sys.modules, flush=True)\napp.quit()\n"


def seconds(command: list[str], home: Path) -> tuple[float, str]:
    env = {**os.environ, "MEDSEG_HOME": str(home)}
    began = time.time()
    out = subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout.split()
    return float(out[0]) - began, out[-1]


@pytest.mark.bench
def test_window_start(tmp_path: Path) -> None:
    """Target: 2 s, with torch not yet imported."""
    (tmp_path / "ours.py").write_text(OURS)
    ours, bare = [], []
    for _ in range(7):
        command = [sys.executable, "-m", "medseg_gui.app", "--python-script", str(tmp_path / "ours.py")]
        took, torch_loaded = seconds(command, tmp_path)
        assert torch_loaded == "False"
        ours.append(took)
        bare.append(seconds([sys.executable, "-c", BARE], tmp_path)[0])
    a, b = statistics.median(ours), statistics.median(bare)
    print(
        f"\nwindow up: {a:.2f} s (first start {ours[0]:.2f} s); bare Qt window {b:.2f} s; ratio {a / b:.1f}; target 2 s"
    )


@pytest.mark.bench
def test_scrolling_while_a_network_runs(window: MainWindow, qtbot: QtBot, data_dir: Path) -> None:
    """The time between two slices of a steady scroll, at rest and while torch is loaded and the network runs."""
    code = f"from tests.workers.test_models import *; make_model(Path({str(user_folder('models') / 'tiny')!r}), 'tiny')"
    subprocess.run([sys.executable, "-c", code], check=True)  # in a process of its own: torch is to be loaded below
    assert "torch" not in sys.modules
    session = window.session
    session.open(data_dir / "abdomen-crlm")
    session.wait(60)
    view = window.views.views["axial"]

    def scroll(seconds: float) -> list[float]:
        gaps, end, last = [], time.perf_counter() + seconds, time.perf_counter()
        while time.perf_counter() < end:
            view.ask_slice((view.slice_index + 1) % 41)
            QTest.qWait(15)
            now = time.perf_counter()
            gaps.append((now - last) * 1000)
            last = now
        return gaps

    scroll(0.5)
    rest = scroll(3)
    session.models.run(session.the_case(), "tiny")
    busy = scroll(8)
    assert session.runner.active or session.labels is not None
    session.cancel_jobs()
    session.wait(30)
    for name, gaps in (("at rest", rest), ("network", busy)):
        middle, most = statistics.median(gaps), sorted(gaps)
        late = most[int(0.99 * len(most))]
        print(f"\nscroll, {name}: median {middle:.0f} ms, 99 % {late:.0f} ms, worst {most[-1]:.0f} ms")


@pytest.mark.bench
def test_first_image_after_the_folder_is_chosen(window: MainWindow, qtbot: QtBot, series: Path) -> None:
    """Target: 0.5 s for 512×512×400, from the choice of the folder to the painted image."""
    session, view = window.session, window.views.views["axial"]
    session.warm_up()
    qtbot.waitUntil(lambda: not session.runner.active, timeout=20000)
    took = []
    for _ in range(5):
        began = time.perf_counter()
        session.open(series)
        session.wait(60)
        view.repaint()
        took.append(time.perf_counter() - began)
    print(f"\nfirst image on screen: {statistics.median(took):.2f} s, the first time {took[0]:.2f} s (target 0.5 s)")
