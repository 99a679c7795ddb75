"""Runs inside the real program (--python-script): restores, says what it found, then paints until it is killed."""

from __future__ import annotations

import os
import random
import sys
import zlib
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

app: Any
window: Any
session: Any
CASE, SEED = os.environ["CRASH_CASE"], int(os.environ["CRASH_SEED"])
rng = random.Random(SEED)
BUTTON = Qt.MouseButton.LeftButton


def tell(word: str) -> None:
    case = session.the_case()
    crc = zlib.crc32(repr(case.labelmap.segments).encode(), zlib.crc32(case.labelmap.voxels))
    sys.stdout.write(f"{word} {len(case.history.done)} {len(case.history.undone)} {crc}\n")
    sys.stdout.flush()


def stroke() -> None:
    """Press, moves, release in the axial view, as a hand does."""
    axial = window.views.views["axial"]
    size = axial.size()
    x, y = rng.uniform(0.35, 0.65) * size.width(), rng.uniform(0.35, 0.65) * size.height()
    QTest.mousePress(axial, BUTTON, Qt.KeyboardModifier.NoModifier, QPoint(int(x), int(y)))
    for _ in range(rng.randint(2, 8)):
        x, y = x + rng.uniform(-25, 25), y + rng.uniform(-25, 25)
        QTest.mouseMove(axial, QPoint(int(x), int(y)))
        app.processEvents()
    QTest.mouseRelease(axial, BUTTON, Qt.KeyboardModifier.NoModifier, QPoint(int(x), int(y)))


session.wait(60)
for offer in session.keep.offers.all:
    if offer.actions[0][0] == "Restore":
        session.keep.offers.answer(offer, 0)
        session.wait(60)
if session.case is None:
    sys.exit("nothing came back")
tell("opened")
if session.segment is None:
    session.add_segment("Liver")
if CASE and not session.keep.path:
    session.keep.save(CASE)
    session.wait(60)
session.run("tool.brush")
tell("ready")
while True:
    kind = rng.random()
    z, _, _ = session.crosshair
    session.set_crosshair((rng.randrange(session.volume.geometry.shape[0]), *session.crosshair[1:]))
    sys.stdout.write("begin\n")
    sys.stdout.flush()
    if kind < 0.15:
        session.undo()
    elif kind < 0.22:
        session.redo()
    else:
        stroke()
    tell("end")
    if CASE and rng.random() < 0.15 and not session.keep.saving:
        session.keep.save()
    app.processEvents()
