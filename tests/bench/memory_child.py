"""Peak resident memory of the window on 512×512×600, as JSON: ``python -m tests.bench.memory_child SEGMENTS EDITS``.

The image is a body in air; the segments are organ-like balls beside one another. The edits are mixed: strokes of all
sizes, fills, undo and redo, operations on one segment, and some on the body, which is a third of all voxels.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["MEDSEG_HOME"] = tempfile.mkdtemp()

import numpy as np

SHAPE, SPACING = (600, 512, 512), (1.0, 0.72, 0.72)


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def body() -> Any:
    """A bool array, made slice by slice so that making it takes no more memory than it does itself."""
    out = np.zeros(SHAPE, bool)
    y, x = np.ogrid[:512, :512]
    flat = ((y - 256) / 170) ** 2 + ((x - 256) / 240) ** 2
    for z in range(SHAPE[0]):
        out[z] = flat + ((z - 300) / 298) ** 2 < 1
    return out


def main(segments: int, edits: int) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    from medseg_gui import commands
    from medseg_gui.core.brush import sweep
    from medseg_gui.core.case import Case
    from medseg_gui.core.geometry import Box, Geometry
    from medseg_gui.core.masks import box_of
    from medseg_gui.core.volume import SeriesInfo, Volume
    from medseg_gui.session import Session
    from medseg_gui.settings import Settings
    from medseg_gui.ui.main_window import MainWindow
    from medseg_gui.workers.runner import Runner

    chance = np.random.default_rng(0)
    noise = chance.integers(-20, 20, (512, 512), dtype=np.int16)
    voxels = np.empty(SHAPE, np.int16)
    for z, inside in enumerate(body()):
        voxels[z] = np.where(inside, 40, -1000) + noise
    del inside  # a view, which would keep all of it
    geometry = Geometry.axial(SHAPE, SPACING)
    case = Case(Volume(voxels, geometry, "CT", SeriesInfo(uid="1.2", description="Body")))
    session = Session(Runner(), Settings.load(), commands.run)
    window = MainWindow(session)
    window.resize(1400, 900)
    window.show()
    session.set_case(case)
    session.wait(600)
    app.processEvents()
    opened = resident_mb()
    for number in range(segments):
        with case.edit("Ball") as edit:
            segment = edit.add_segment()
            at = (60 + 110 * (number % 5), 140 + 56 * (number // 5 % 5), 150 + 70 * (number % 4))
            box, mask = sweep(geometry, at, at, 14.0)
            edit.paint(segment, box, mask, "background")
        session.operations.run("segment.grow", margin_mm=1.0)
        session.wait(600)
    app.processEvents()
    drawn = resident_mb()
    for number in range(edits):
        one = None  # smoothing may leave nothing of a segment one slice thick: operations refuse an empty one
        while one is None or box_of(case.labelmap, one) is None:
            one = case.labelmap.segments[int(chance.integers(segments))]
        session.choose_segment(one)
        kind = number % 10
        if kind < 5:
            radius = (5.0, 20.0, 80.0, 10.0, 30.0)[kind]
            with case.edit("Brush") as edit:
                for step in range(20):
                    at = (300 + 3 * number % 200, 150 + 8 * step, 120 + 10 * step)
                    box, mask = sweep(geometry, at, at, radius, "axial" if kind < 3 else None)
                    edit.paint(one, box, mask, "background")
        elif kind == 5:
            case.undo()
        elif kind == 6:
            case.redo()
        elif kind == 7:
            session.operations.run("segment.smooth", method="gaussian", size_mm=1.5)
        elif kind == 8:
            session.operations.run("segment.islands")
        elif number % 40 == 9:  # the whole body, grown and taken back
            with case.edit("Body") as edit:
                edit.paint(one, Box.whole(SHAPE), body(), "background")
            session.operations.run("segment.grow", margin_mm=2.0)
        elif number % 40 == 19:
            case.undo()
            case.undo()
        else:
            session.operations.run("segment.shrink", margin_mm=1.0)
        session.wait(600)
        app.processEvents()
    found = {
        "image_mb": voxels.nbytes / 1e6,
        "opened_mb": opened,
        "drawn_mb": drawn,
        "after_mb": resident_mb(),
        "peak_mb": peak_mb(),
        "history_mb": case.history.bytes / 1e6,
        "steps": len(case.history.done),
    }
    print(json.dumps(found), flush=True)
    session.set_case(None)
    window.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
