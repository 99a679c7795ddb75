# ruff: noqa: F821  window, session and app are given to a script
"""One case from opening to reopening, run inside the built program (``--python-script``) by ``smoke.py``.

Mouse events are real ones, sent to the axial view. Anything that is not as it should be raises, which ends the program
with exit code 1 and a line that says where.
"""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from medseg_gui.process import own_command
from medseg_gui.workers import sample
from medseg_gui.workers.job import run_now

OUT = Path(os.environ["MEDSEG_SMOKE_OUT"])
NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
MODEL = "body-phantom"
LONG_S = 600
figures = {}


def must(true, what):
    if not true:
        raise RuntimeError(what)


def count(name):
    return int(session.labels.mask(session.labels.named(name)).sum())


def mouse(kind, place, button, held):
    at = view.place_of((view.slice_index, *place))
    event = QMouseEvent(kind, at, view.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)


def drag(*places):
    mouse(QEvent.Type.MouseButtonPress, places[0], LEFT, LEFT)
    for place in places[1:]:
        mouse(QEvent.Type.MouseMove, place, NONE, LEFT)
    mouse(QEvent.Type.MouseButtonRelease, places[-1], LEFT, NONE)
    session.wait(LONG_S)


said = []
wrong = []
session.said.connect(lambda message: (wrong if message.level == "error" else said).append(message.text))
window.resize(1500, 950)
session.open(run_now(sample.sample_study(OUT / "study")).image)
session.wait(LONG_S)
must(session.volume is not None, "the series was not opened")
figures["size"] = list(session.volume.geometry.shape)
view = window.views.views["axial"]

session.models.choose(MODEL)
session.run("ai.segment")
session.wait(LONG_S)
figures["segments"] = {s.name: count(s.name) for s in session.labels.segments}
must(sum(figures["segments"].values()) > 10_000, f"the model found nothing: {figures['segments']}")

session.set_crosshair((28, 130, 128))
session.add_segment("Clicked")
session.run("tool.click")
drag((149, 188))
session.run("ai.accept")
figures["clicked"] = count("Clicked")
must(figures["clicked"] > 100, "a click marked nothing")

session.add_segment("Painted")
session.run("tool.brush")
drag((60, 100), (60, 110), (60, 120))
figures["painted"] = count("Painted")
must(figures["painted"] > 100, "a stroke painted nothing")
session.undo()
must(count("Painted") == 0, "undo left something")
session.redo()
must(count("Painted") == figures["painted"], "redo did not bring the stroke back")

mask = OUT / "mask.nii.gz"
session.export(mask)
session.wait(LONG_S)
must(mask.is_file() and any("verified" in text for text in said), f"the export was not verified: {said[-3:]}")

session.models.finetune(session.the_case(), MODEL, "smoke", "quick")
session.wait(LONG_S)
must(session.models.pending is not None, f"no model was trained: {said[-3:]}")
figures["trained"] = session.models.pending.name
session.models.discard()

before = [layer.copy() for layer in session.labels.layers]
case = OUT / "case.medseg"
session.keep.save(str(case))
session.wait(LONG_S)
session.wait_until(lambda: not session.keep.saving, LONG_S)
must(case.is_file(), "the case was not saved")
session.open(case)
session.wait(LONG_S)
must(session.keep.path == str(case), "the case was not reopened")
same = all(np.array_equal(a, b) for a, b in zip(before, session.labels.layers, strict=True))
must(same, "the reopened case is not the saved one")
(OUT / "quit.py").write_text("app.quit()")
second = [*own_command(window=True), "--python-script", str(OUT / "quit.py")]
done = subprocess.run(second, capture_output=True, text=True, check=False)
must((done.returncode, done.stderr) == (0, ""), f"a second window did not come and go: {done}")

must(not wrong, f"errors were told: {wrong}")
window.repaint()
must(window.grab().save(str(OUT / "window.png")), "no picture was taken")
(OUT / "window.json").write_text(json.dumps(figures))
app.quit()
