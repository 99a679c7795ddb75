"""How soon the window is up: whole process start to the end of the first paint, against a bare Qt window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

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
